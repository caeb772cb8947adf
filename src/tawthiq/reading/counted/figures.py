"""Put figures together: number and bound, what is counted, of whom, where, when, who says it."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tawthiq.reading.counted.completing import completed, is_restated
from tawthiq.reading.counted.context import Context
from tawthiq.reading.counted.cues import Counted, counted_of, find_cues
from tawthiq.reading.counted.parts import BY_SUM, Place, parts_by_sum, parts_in
from tawthiq.reading.counted.phrases import (
    Lists,
    Phrase,
    Scene,
    category_of_share,
    category_told,
    phrase_after,
    phrase_before,
)
from tawthiq.reading.counted.telling_dates import is_of_telling
from tawthiq.reading.model import Attribution, PlaceMention, Quantity, Sentence, Text, When
from tawthiq.reading.numbers.quantities import find_quantities
from tawthiq.reading.where_when.spread import ONE_OF_SEVERAL, heads_of_lists, nearest
from tawthiq.statements import Figure, statement_id

_LARGE = 1000
_SHORT_LINE = 8  # tokens of a line in a list of parts
# What Arabic glues to the front of a number: "and"; "with" or "for" before a long stroke, or before
# the word of a bound («بأكثر من»). The word "one" begins with the same letter as "and".
_GLUED = re.compile(
    "و?[بلف]?\u0640+|و?[بل](?=[أا]كثر|نحو|حوالي|قراب|[أا]قل|حدود|ما)|و(?!\u0627\u062d\u062f)(?=..)"
)
NOT_TOLD = "what is counted is not told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the other steps found in each sentence, by its index."""

    whens: Mapping[int, Sequence[When]]
    places: Mapping[int, Sequence[PlaceMention]]
    attributions: Mapping[int, Sequence[Attribution]]
    names: Sequence[tuple[int, int]] = ()  # spans of the names of bodies, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A figure of a sentence before it has an id."""

    scene: Scene
    number: int  # index among the quantities of the sentence
    counted: Counted
    place: Place

    @property
    def quantity(self) -> Quantity:
        """Its number."""
        return self.scene.quantities[self.number]

    @property
    def phrase(self) -> Phrase:
        """The nouns after the number."""
        return self.scene.phrases[self.number]

    @property
    def span(self) -> tuple[int, int]:
        """The characters of the text that it stands at."""
        tokens, first = self.scene.sentence.tokens, self.quantity.first
        for at in range(first, self.quantity.number_first):
            # "Of the total, 1,377 …": the number begins after the comma.
            if tokens[at].raw in ",،:" or tokens[at].norm in ("and", "or", "و"):
                first = at + 1
        glued = _GLUED.match(tokens[first].raw)
        start = tokens[first].start + (glued.end() if glued else 0)
        return start, tokens[self.scene.last(self.number) - 1].stop


def find_figures(
    text: Text,
    sentences: Sequence[Sentence],
    found: Found,
    document: str,
    extra: Path | None = None,
) -> list[Figure]:
    """Every figure of a text, in the order of the text.

    Args:
        document: SHA-256 of the document, of which ids are made.
        extra: a folder of the user's own lists of terms.
    """
    lists = Lists.load(extra)
    figures: list[Figure] = []
    context = Context(lists)
    rows: list[tuple[int, str]] = []  # sentence and id of figures that stand in rows of a table
    taken: Counter[tuple[int, int]] = Counter()

    def name(span: tuple[int, int]) -> str:
        taken[span] += 1
        return statement_id(document, "figure", *span, taken[span] - 1)

    for sentence in sentences:
        context.open(sentence)
        quantities = _undated(find_quantities(sentence, extra), found.whens.get(sentence.index, ()))
        made: list[Figure] = []
        if quantities:
            drafts = _drafts(sentence, quantities, found, lists, context)
            made = _figures(text, drafts, context, found, name)
            figures += made
            if len(made) == 1 and _is_row(sentence, quantities[0]):
                rows.append((sentence.index, made[0].id))
        context.close(sentence, made)
    return _with_parts(_with_sums(figures, rows))


def _is_row(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a sentence is a row of a table: a label and a number."""
    return quantity.last == len(sentence.tokens) and len(sentence.tokens) <= _SHORT_LINE


def _names_within(
    sentence: Sentence, names: Sequence[tuple[int, int]]
) -> Sequence[tuple[int, int]]:
    """The names of bodies in a sentence: "the Martyrs' Brigade" speaks of nobody's death."""
    first = bisect_left(names, (sentence.start, 0))
    return names[first : bisect_left(names, (sentence.stop, 0))]


def _undated(quantities: Sequence[Quantity], whens: Sequence[When]) -> list[Quantity]:
    """The numbers that are no part of a date or a length of time: "the first half of this year"."""
    return [
        one
        for one in quantities
        if not any(w.first <= one.number_first and one.number_last <= w.last for w in whens)
    ]


def _drafts(
    sentence: Sentence,
    quantities: Sequence[Quantity],
    found: Found,
    lists: Lists,
    context: Context,
) -> list[Draft]:
    numbers = {at for one in quantities for at in range(one.first, one.last)}
    after = [phrase_after(sentence, one, numbers, lists) for one in quantities]
    phrases = [
        phrase_before(sentence, one, phrase, numbers, lists)
        for one, phrase in zip(quantities, after, strict=True)
    ]
    scene = Scene(sentence=sentence, quantities=quantities, phrases=phrases, lists=lists)
    spoken = found.attributions.get(sentence.index, ())
    named = _names_within(sentence, found.names)
    standing = found.places.get(sentence.index, ())  # "Jenin Refugee Camp" counts no refugees
    cues = [
        cue
        for cue in find_cues(scene)
        if not any(one.first <= cue.first < one.last for one in spoken)
        and not any(start <= sentence.tokens[cue.first].start < stop for start, stop in named)
        and not any(one.first <= cue.first < one.last for one in standing)
    ]
    told = [counted_of(k, scene, cues) for k in range(len(quantities))]
    places = parts_in(scene, frozenset(cue.first for cue in cues if not cue.noun))
    counted = completed(scene, told, places, context)
    places = parts_by_sum(quantities, [one.counted for one in counted], places)
    return [
        Draft(scene=scene, number=k, counted=counted[k], place=places[k])
        for k in range(len(quantities))
    ]


def _figures(
    text: Text,
    drafts: Sequence[Draft],
    context: Context,
    found: Found,
    name: Callable[[tuple[int, int]], str],
) -> list[Figure]:
    """The figures of one sentence, with the ids that tie them to one another.

    Args:
        context: what the lines before tell.
        name: gives the id of the figure at a span.
    """
    kept = [draft for draft in drafts if _is_figure(draft)]
    ids = {draft.number: name(draft.span) for draft in kept}
    wholes = [draft.place.part_of for draft in drafts]
    made: list[Figure] = []
    for draft in kept:
        figure = _figure(text, draft, ids[draft.number], found, wholes)
        if figure.unit == "percent" and figure.share_of is None and made:
            # "85.1% of the victims are male, and 9.3% female."
            figure = msgspec.structs.replace(figure, share_of=made[-1].share_of)
        part_of = ids.get(draft.place.part_of) if draft.place.part_of is not None else None
        if draft.place.part_of_before:
            whole = context.total(
                draft.scene, draft.number, far=draft.place.listed, of_all=draft.place.of_all
            )
            part_of = whole.id if whole else None
        if part_of is None and context.listing is not None and _listed(draft, context.listing):
            part_of = context.listing.id
        if draft.quantity.unit in ("percent", "share") and not draft.phrase.of_them:
            part_of = None  # a share tells its own whole
        besides = None
        if draft.quantity.more is not None and part_of is None:
            earlier = [
                ids[one.number]
                for one in kept
                if one.number < draft.number and one.place.part_of is None
            ]
            besides = earlier[-1] if earlier else _last_id(context.figures)
        made.append(msgspec.structs.replace(figure, part_of=part_of, besides=besides))
    return made


def _listed(draft: Draft, total: Figure) -> bool:
    """Whether a line of the list under a total gives a part of it."""
    quantity = draft.quantity
    same = draft.counted.counted == total.counted and draft.place.part_of is None
    small = quantity.low is not None and (total.value_low or 0) >= quantity.low
    tokens = draft.scene.sentence.tokens
    line = draft.phrase.before or (tokens[0].kind == "sign" and len(tokens) <= _SHORT_LINE)
    return (
        same and small and line and draft.number == 0 and quantity.unit not in ("percent", "share")
    )


def _last_id(figures: Sequence[Figure]) -> str | None:
    return figures[-1].id if figures else None


def _with_sums(figures: Sequence[Figure], rows: Sequence[tuple[int, str]]) -> list[Figure]:
    """The figures; rows of a table are parts of the row under them that is their sum."""
    by_id = {one.id: one for one in figures}
    run: list[str] = []
    last = -2
    for sentence, name in rows:
        if sentence != last + 1:
            run = []
        last = sentence
        value = by_id[name].value_low
        values = [by_id[part].value_low for part in run]
        if len(run) > 1 and value and value == sum(one or 0 for one in values):
            for part in run:
                doubt = (*by_id[part].doubt, BY_SUM)
                by_id[part] = msgspec.structs.replace(by_id[part], part_of=name, doubt=doubt)
            run = []
        elif by_id[name].part_of is None:
            run.append(name)
    return [by_id[one.id] for one in figures]


def _with_parts(figures: Sequence[Figure]) -> list[Figure]:
    """The figures, each total with the ids of its parts."""
    parts: dict[str, list[str]] = {}
    for one in figures:
        if one.part_of is not None:
            parts.setdefault(one.part_of, []).append(one.id)
    return [
        msgspec.structs.replace(one, total_of=tuple(parts[one.id])) if one.id in parts else one
        for one in figures
    ]


def _is_figure(draft: Draft) -> bool:
    """Whether there is enough to propose.

    Where no word says what is counted, only a number that is hardly anything else: one with a
    bound, a large one, a share.
    """
    quantity = draft.quantity
    if draft.counted.counted is not None:
        return True
    large = quantity.low is not None and quantity.low >= _LARGE
    hedged = quantity.bound not in ("exact", "vague", "not known")
    return large or hedged or quantity.unit == "percent"


def _figure(
    text: Text, draft: Draft, id_: str, found: Found, wholes: Sequence[int | None]
) -> Figure:
    """One figure.

    Args:
        wholes: for each number of the sentence, the one that it is a part of.
    """
    quantity, sentence, k = draft.quantity, draft.scene.sentence, draft.number
    spoken = found.attributions.get(sentence.index, ())
    speech = _attribution(quantity, spoken)
    whens = [
        one
        for one in found.whens.get(sentence.index, ())
        if not any(said.first <= one.first <= said.last for said in spoken)
        and not is_of_telling(one, sentence.tokens)
    ]
    wheres = [
        one
        for one in found.places.get(sentence.index, ())
        if not any(said.first <= one.first < said.last for said in spoken)
        and not _in_names(sentence, one, found.names)
    ]
    as_of = nearest(k, [one for one in whens if one.kind == "as of"], draft.scene, wholes)
    period = nearest(k, [one for one in whens if one.kind != "as of"], draft.scene, wholes)
    wheres, lists = heads_of_lists(wheres, sentence.tokens)
    place = nearest(k, wheres, draft.scene, wholes, through_that=True)
    doubts = [*quantity.doubt, *draft.counted.doubt]
    doubts += [] if draft.counted.counted else [NOT_TOLD]
    doubts += [draft.place.doubt] if draft.place.doubt else []
    doubts += speech.doubt if speech else ()
    for one in (as_of, period):
        doubts += one.doubt if one else ()
    doubts += [ONE_OF_SEVERAL] if place and place.first in lists else []
    start, end = draft.span
    return Figure(
        id=id_,
        start=start,
        end=end,
        quote=text.text[start:end],
        stance=speech.stance if speech else "asserts",
        doubt=tuple(dict.fromkeys(doubts)),
        value_low=quantity.low,
        value_high=quantity.high,
        bound=quantity.bound,
        hedge=quantity.hedge,
        unit=_unit(draft),
        per=quantity.per,
        counted=draft.counted.counted,
        category=_category(draft),
        place=place.words if place else None,
        place_id=place.place_id if place else None,
        as_of=as_of.edtf if as_of else None,
        as_of_words=as_of.words if as_of else None,
        as_of_basis=as_of.basis if as_of and as_of.edtf else None,
        period=period.edtf if period else None,
        period_words=period.words if period else None,
        period_basis=period.basis if period and period.edtf else None,
        attributed_to=speech.speaker if speech else None,
        role=speech.role if speech else None,
        reported_by=speech.reported_by if speech else None,
        chain=speech.chain if speech else (),
        share_of=_share_of(draft, text),
    )


def _in_names(sentence: Sentence, place: PlaceMention, names: Sequence[tuple[int, int]]) -> bool:
    """Whether a place is part of the name of a body: it says nothing of where."""
    start, stop = sentence.words(place.first, place.last)
    return any(
        first <= start and stop <= last and (first, last) != (start, stop)
        for first, last in _names_within(sentence, names)
    )


def _attribution(quantity: Quantity, spoken: Sequence[Attribution]) -> Attribution | None:
    """Whose word the number is: the narrowest attribution that covers it."""
    at = quantity.number_first
    covering = [one for one in spoken if one.scope_first <= at < one.scope_last]
    return min(covering, key=lambda one: one.scope_last - one.scope_first, default=None)


def _category(draft: Draft) -> str | None:
    categories = set(draft.phrase.categories)
    if draft.counted.category and not categories:
        categories.add(draft.counted.category)
    if not categories:
        categories |= _told_category(draft)
    place = draft.place.part_of
    if not categories and place is not None and place > draft.number:
        # "Two of my four nurses": the whole, told after, says who they are.
        categories |= set(draft.scene.phrases[place].categories)
    # Who is detained is a prisoner, and who deserts a deserter: that is what is counted.
    said = {"detained": "prisoner", "released": "prisoner", "defections": "defector"}
    categories.discard(said.get(draft.counted.counted or "", ""))
    return "+".join(sorted(categories)) or None


def _told_category(draft: Draft) -> set[str]:
    """Who they are, as the words say that tell of the number: "the civilian toll"."""
    scene, k = draft.scene, draft.number
    if draft.quantity.unit in ("percent", "share"):
        found = category_of_share(scene, k)
        return {found} if found else set()
    if k and is_restated(k, scene):
        found = category_of_share(scene, k - 1)
        return {found} if found else set()
    cue = draft.counted.cue
    tells = cue is not None and (cue.noun or cue.counted == "deaths") and cue.owner is None
    near = cue is not None and tells and not draft.counted.doubt
    if cue is None or not near or draft.place.part_of is not None or cue.first >= scene.last(k):
        return set()
    found = category_told(scene, k, cue.first, cue.last)
    return {found} if found else set()


def _unit(draft: Draft) -> str:
    if draft.quantity.unit is not None:
        return draft.quantity.unit
    if draft.phrase.unit is not None:
        return draft.phrase.unit.term
    if draft.counted.counted == "other" and draft.phrase.other is not None:
        return draft.scene.sentence.tokens[draft.phrase.other].norm
    return "people"


def _share_of(draft: Draft, text: Text) -> str | None:
    """The whole of a share, as written: what stands after "of"."""
    if draft.quantity.unit not in ("percent", "share") or draft.phrase.whole is None:
        return None
    start, stop = draft.scene.sentence.words(*draft.phrase.whole)
    return text.text[start:stop]
