"""Put figures together: number and bound, what is counted, of whom, where, when, who says it."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from tawthiq.reading.cues import HARM, Counted, Cue, counted_of, find_cues
from tawthiq.reading.model import Attribution, PlaceMention, Quantity, Sentence, Text, When
from tawthiq.reading.parts import Place, parts_by_sum, parts_in
from tawthiq.reading.phrases import Lists, Phrase, Scene, phrase_after, phrase_before
from tawthiq.reading.quantities import find_quantities
from tawthiq.reading.spread import nearest
from tawthiq.statements import Figure, statement_id

_TOPIC_LASTS = 2  # sentences
_LARGE = 1000
_FIGHTING = frozenset(("soldier", "fighter", "security", "officer"))
# What Arabic glues to the front of a number: "and", and "with" or "for" before a long stroke. The
# word "one" begins with the same letter as "and".
_GLUED = re.compile("و?[بلف]?\u0640+|[وف](?!\u0627\u062d\u062f)(?=..)")
FROM_CONTEXT = "what is counted is told of another sentence"
NOT_TOLD = "what is counted is not told"
NO_TERM = "the noun is in no list of terms"
FROM_HEADING = "what is counted is told by the heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the other steps found in each sentence, by its index."""

    whens: Mapping[int, Sequence[When]]
    places: Mapping[int, Sequence[PlaceMention]]
    attributions: Mapping[int, Sequence[Attribution]]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the lines before tell of a sentence's numbers."""

    figures: Sequence[Figure]  # of the sentence before, in the same paragraph
    heading: Cue | None  # of the line that opens the list: "Killed in May:"
    topic: str | None  # what was counted last, or what the sentence before speaks of

    def total(self, part: Quantity) -> Figure | None:
        """The figure that a part told here is a part of: "Of these, 12 were children"."""
        for one in self.figures:
            most = one.value_high if one.value_low is None else one.value_low
            small = part.low is None or most is None or part.low <= most
            if one.part_of is None and small and one.unit not in ("percent", "share"):
                return one
        return None


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
        while first < self.quantity.number_first and tokens[first].norm in ("and", "or", "و"):
            first += 1
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
    before: list[Figure] = []  # those of the sentence before, in the same paragraph
    heading: Cue | None = None
    topic: str | None = None
    since = 0
    last: Sentence | None = None
    taken: Counter[tuple[int, int]] = Counter()

    def name(span: tuple[int, int]) -> str:
        taken[span] += 1
        return statement_id(document, "figure", *span, taken[span] - 1)

    for sentence in sentences:
        if last is not None and not _follows(last, sentence):
            before = []
        if last is not None and last.segment != sentence.segment:
            topic = None
        heading = _heading(last, sentence, heading, lists)
        last = sentence
        quantities = find_quantities(sentence, extra)
        made: list[Figure] = []
        if quantities:
            told = _Told(before, heading, topic)
            drafts = _drafts(sentence, quantities, found, lists, told)
            made = _figures(text, drafts, told, found, name)
            figures += made
            before = made or before
        topic, since = _topic(sentence, made, topic, since, lists)
    return _with_parts(figures)


def _topic(
    sentence: Sentence, made: Sequence[Figure], topic: str | None, since: int, lists: Lists
) -> tuple[str | None, int]:
    """What the text speaks of after a sentence, and for how many sentences it has.

    The last figure tells, or a question ("How many have you buried?"); after two sentences that do
    not speak of it the topic is lost.
    """
    if made:
        return made[-1].counted, 0
    cues = find_cues(Scene(sentence=sentence, quantities=(), phrases=(), lists=lists))
    told = [cue for cue in cues if not cue.weak and not cue.things]
    if told:
        return told[-1].counted, 0
    return (topic, since + 1) if since < _TOPIC_LASTS else (None, 0)


def _follows(last: Sentence, sentence: Sentence) -> bool:
    return last.segment == sentence.segment and sentence.index == last.index + 1


def _heading(
    last: Sentence | None, sentence: Sentence, heading: Cue | None, lists: Lists
) -> Cue | None:
    """The cue of a line that ends with ":" and of the list that follows it."""
    if last is None or last.segment != sentence.segment or last.paragraph == sentence.paragraph:
        return heading if last is not None and last.segment == sentence.segment else None
    if last.tokens[-1].raw == ":":
        cues = find_cues(Scene(sentence=last, quantities=(), phrases=(), lists=lists))
        return cues[-1] if cues else None
    listed = sentence.tokens[0].raw in "-•*–·" or sentence.tokens[0].kind == "number"
    return heading if listed or len(sentence.tokens) <= 8 else None


def _drafts(
    sentence: Sentence,
    quantities: Sequence[Quantity],
    found: Found,
    lists: Lists,
    before: _Told,
) -> list[Draft]:
    numbers = {at for one in quantities for at in range(one.first, one.last)}
    after = [phrase_after(sentence, one, numbers, lists) for one in quantities]
    phrases = [
        phrase_before(sentence, one, phrase, numbers, lists)
        for one, phrase in zip(quantities, after, strict=True)
    ]
    scene = Scene(sentence=sentence, quantities=quantities, phrases=phrases, lists=lists)
    spoken = found.attributions.get(sentence.index, ())
    cues = [
        cue
        for cue in find_cues(scene)
        if not any(one.first <= cue.first < one.last for one in spoken)
    ]
    told = [counted_of(k, scene, cues) for k in range(len(quantities))]
    places = parts_in(scene, frozenset(cue.first for cue in cues if not cue.noun))
    counted = []
    for k in range(len(quantities)):
        one = _as_part(k, scene, told, places)
        total = before.total(quantities[k]) if places[k].part_of_before else None
        if total is not None and (one.counted is None or one.counted not in HARM):
            one = replace(one, counted=total.counted)
        if one.counted is None and before.heading is not None:
            one = Counted(counted=before.heading.counted, doubt=(FROM_HEADING,))
        listed = phrases[k].before or (places[k].part_of is None and k > 0 and counted[-1].listed)
        if one.counted is None and listed and before.topic is not None:
            one = Counted(counted=before.topic, doubt=(FROM_CONTEXT,), listed=True)
        counted.append(_by_context(_by_nouns(one, k, scene, before.topic), k, scene, before.topic))
    places = parts_by_sum(quantities, [one.counted for one in counted], places)
    return [
        Draft(scene=scene, number=k, counted=counted[k], place=places[k])
        for k in range(len(quantities))
    ]


def _as_part(k: int, scene: Scene, told: Sequence[Counted], places: Sequence[Place]) -> Counted:
    """What a part counts: what its total counts, unless a noun or verb of its own says."""
    one, phrase, part_of = told[k], scene.phrases[k], places[k].part_of
    own = phrase.noun is not None and not phrase.noun.entry.get("weak")
    things = phrase.unit is not None and not phrase.people
    if part_of is None or own or things or told[part_of].counted is None:
        return one
    whole = told[part_of]
    cue = one.cue
    same = cue is not None and whole.cue is not None and cue.first == whole.cue.first
    if cue is None or one.counted not in HARM or one.carried or same or _outside(cue, k, scene):
        return replace(one, counted=whole.counted, doubt=whole.doubt)
    return one


def _strength(scene: Scene) -> bool:
    """Whether the sentence tells how many there are: "the rebels have 1,000 fighters"."""
    return any(match.term == "strength" for match in scene.lists.joints.find(scene.sentence))


def _by_nouns(one: Counted, k: int, scene: Scene, topic: str | None) -> Counted:
    """Where no word says what befell those counted, they are counted as what they are."""
    quantity, phrase = scene.quantities[k], scene.phrases[k]
    if one.counted is None and quantity.unit not in (None, "percent", "share", "people"):
        return Counted(counted="money")
    if one.counted is None and phrase.categories:
        if topic in HARM and not _strength(scene):
            return Counted(counted=topic, doubt=(FROM_CONTEXT,))
        fighting = _FIGHTING & set(phrase.categories)
        defected = "defector" in phrase.categories
        return Counted(counted="defections" if defected else "fighters" if fighting else "people")
    if one.counted is None and phrase.unit is not None:
        return Counted(counted=str(phrase.unit.entry.get("counted", "people")))
    if one.counted == "displaced":
        return replace(one, counted=_whither(k, scene))
    return one


def _by_context(one: Counted, k: int, scene: Scene, topic: str | None) -> Counted:
    """What a number counts where its sentence does not say: a noun of no list, or the topic."""
    quantity, phrase = scene.quantities[k], scene.phrases[k]
    if one.counted is not None:
        return one
    if phrase.other is not None and quantity.low not in (None, 1):
        return Counted(counted="other", doubt=(NO_TERM,))
    told = quantity.unit is None or phrase.of_them
    if topic is not None and told:
        return Counted(counted=topic, doubt=(FROM_CONTEXT,))
    return one


def _outside(cue: Cue, k: int, scene: Scene) -> bool:
    """Whether a cue stands beyond another number: it is not this number's own verb."""
    first, last = sorted((cue.first, scene.quantities[k].number_first))
    return any(first < one.number_first < last for one in scene.quantities)


def _whither(k: int, scene: Scene) -> str:
    """Displaced inside the country or abroad, where the words after the number tell."""
    quantities, tokens = scene.quantities, scene.sentence.tokens
    stop = quantities[k + 1].first if k + 1 < len(quantities) else len(tokens)
    for at in range(quantities[k].number_last, stop):
        joint = scene.lists.joints.at(tokens, at)
        if joint is not None and joint.term == "inside":
            return "displaced inside"
        if joint is not None and joint.term == "abroad":
            return "refugees abroad"
    return "displaced"


def _figures(
    text: Text,
    drafts: Sequence[Draft],
    before: _Told,
    found: Found,
    name: Callable[[tuple[int, int]], str],
) -> list[Figure]:
    """The figures of one sentence, with the ids that tie them to one another.

    Args:
        before: what was told before the sentence.
        name: gives the id of the figure at a span.
    """
    kept = [draft for draft in drafts if _is_figure(draft)]
    ids = {draft.number: name(draft.span) for draft in kept}
    made = []
    for draft in kept:
        figure = _figure(text, draft, ids[draft.number], found)
        part_of = ids.get(draft.place.part_of) if draft.place.part_of is not None else None
        if draft.quantity.unit in ("percent", "share") and not draft.phrase.of_them:
            part_of = None
        if draft.place.part_of_before:
            whole = before.total(draft.quantity)
            part_of = whole.id if whole else None
        besides = None
        if draft.quantity.more is not None and part_of is None:
            earlier = [ids[j] for j in sorted(ids) if j < draft.number]
            besides = earlier[-1] if earlier else _last_id(before.figures)
        made.append(msgspec.structs.replace(figure, part_of=part_of, besides=besides))
    return made


def _last_id(figures: Sequence[Figure]) -> str | None:
    return figures[-1].id if figures else None


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


def _figure(text: Text, draft: Draft, id_: str, found: Found) -> Figure:
    quantity, sentence, k = draft.quantity, draft.scene.sentence, draft.number
    spoken = found.attributions.get(sentence.index, ())
    speech = _attribution(quantity, spoken)
    whens = [
        one
        for one in found.whens.get(sentence.index, ())
        if not any(said.first <= one.first <= said.last for said in spoken)
    ]
    wheres = [
        one
        for one in found.places.get(sentence.index, ())
        if not any(said.first <= one.first < said.last for said in spoken)
    ]
    as_of = nearest(k, [one for one in whens if one.kind == "as of"], draft.scene)
    period = nearest(k, [one for one in whens if one.kind != "as of"], draft.scene)
    place = nearest(k, wheres, draft.scene)
    doubts = [*quantity.doubt, *draft.counted.doubt]
    doubts += [] if draft.counted.counted else [NOT_TOLD]
    doubts += [draft.place.doubt] if draft.place.doubt else []
    doubts += speech.doubt if speech else ()
    for one in (as_of, period):
        doubts += one.doubt if one else ()
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


def _attribution(quantity: Quantity, spoken: Sequence[Attribution]) -> Attribution | None:
    """Whose word the number is: the narrowest attribution that covers it."""
    at = quantity.number_first
    covering = [one for one in spoken if one.scope_first <= at < one.scope_last]
    return min(covering, key=lambda one: one.scope_last - one.scope_first, default=None)


def _category(draft: Draft) -> str | None:
    categories = set(draft.phrase.categories)
    if draft.counted.category and not categories:
        categories.add(draft.counted.category)
    # Who is detained is a prisoner, and who deserts a deserter: that is what is counted.
    said = {"detained": "prisoner", "released": "prisoner", "defections": "defector"}
    categories.discard(said.get(draft.counted.counted or "", ""))
    return "+".join(sorted(categories)) or None


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
