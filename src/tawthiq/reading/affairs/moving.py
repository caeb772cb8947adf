"""People driven from their homes, as bodies count them: so many are there, or so many moved.

Each is a figure that was found already; here it is told whether it is a stock or a flow, from
where to where, and whether those counted went abroad or came back.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from tawthiq.fields.text import MAX_LENGTH, fold
from tawthiq.reading.model import PlaceMention, Sentence, Text
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Displacement, Figure, Mention, statement_id

Measure = Literal["stock", "flow"]
Status = Literal["internally displaced", "refugees", "returned"]

_COUNTED = frozenset(("displaced inside", "refugees abroad", "displaced", "returnees"))
_UNSURE = frozenset(("people", "other", None))
_UNITS = frozenset(("people", "families", "households", None))
_FAR = 14  # tokens from a figure to the word that tells what they did
_NEAR = 6
_COMMA = 4  # a comma costs as much as so many words
_COMMAS = frozenset((",", "،", ";", "؛"))
_NOUN = 3  # words by which "fled" must be nearer than "registered" to 500 refugees
_BEFORE = 4  # tokens before figure and verb in which "may" stands
_FROM = word_set("from fleeing left leaving fled escaped abandoned emptied من غادر غادرت غادروا")
_TO = word_set("to into for towards toward reached entered الي نحو باتجاه صوب بلغ دخل")
_IN = word_set("in at around inside across within near في داخل قرب ضمن")
_STRUCK = word_set("of on قصف علي")
_MAY = word_set(
    "may might could would will if unless should risk feared fears fear expected ready planned "
    "warns warned plans preparing اذا لو قد سوف يتوقع يخشي يحتمل مخططا يمكن تخشي معرضون"
)
_NOT = word_set("not no never nobody neither without لم لا ليس لن دون بدون")
_TO_COME = ("سين", "ستن", "سيف", "سيعب", "سيه", "ستعب", "سيعو", "ستعو")
_BESIDE, _BESIDE_AR = 8, 2  # characters between a body and its verb: " had "
_SHORTLY = 3  # sentences: further back a heading or a figure speaks of something else
_CROWD = 10  # fewer who cross a border are travellers
_REACHES = word_set("reached rose وصل وصلت يصل")
_SUMS = word_set("number total عدد مجموع اجمالي")
_REFUGEES = re.compile("refugee|لاجي|لاجء")


@cache
def _terms(extra: Path | None) -> TermList:
    return load_terms("displacement", extra).only(lambda _: True, strict=True)


@dataclass(frozen=True, slots=True)
class _Scene:
    """A sentence with a figure at tokens [first, last), and where words that tell stand."""

    sentence: Sentence
    first: int
    last: int
    cues: Mapping[int, tuple[int, frozenset[str]]]
    places: Sequence[PlaceMention]

    def cost(self, k: int) -> int:
        """How far a word stands from the figure; a comma between costs more."""
        tokens = self.sentence.tokens
        between = tokens[self.last : k] if k >= self.last else tokens[k + 1 : self.first]
        return len(between) + _COMMA * sum(token.raw in _COMMAS for token in between)

    def nearest(self, *parts: str) -> int | None:
        """The nearest word of a part outside the figure; None where none is near enough."""
        found = [
            k for k, (_, tags) in self.cues.items()
            if not tags.isdisjoint(parts) and not self.first <= k < self.last
        ]  # fmt: skip
        best = min(found, key=self.cost, default=None)
        return best if best is not None and self.cost(best) <= _FAR else None

    def has(self, part: str) -> bool:
        """Whether a word of a part stands anywhere in the sentence."""
        return any(part in tags for _, tags in self.cues.values())

    def counts_displaced(self) -> bool:
        """Whether the figure's own words, or those right after it, name displaced people."""
        near = range(self.first, self.last + 2)
        return any("displaced-people" in self.cues[k][1] for k in near if k in self.cues)


def displacements(
    text: Text,
    sentences: Sequence[Sentence],
    document: str,
    *,
    places: Mapping[int, Sequence[PlaceMention]],
    figures: Sequence[Figure],
    bodies: Sequence[Mention],
    extra: Path | None = None,
) -> Iterator[Displacement]:
    """Every figure of displaced people, refugees or people who came back, with its measure."""
    terms = _terms(extra)
    at = 0
    before: tuple[int, Displacement] | None = None
    for figure in figures:
        while at + 1 < len(sentences) and sentences[at].stop <= figure.start:
            at += 1
        if not sentences or not _may_count(figure):
            continue
        sentence = sentences[at]
        scene = _scene(sentence, figure, terms, places.get(sentence.index, ()))
        if scene is None:
            continue
        near = before is not None and sentence.index - before[0] <= _SHORTLY
        last = before[1] if before is not None and near else None
        topical = near or _is_topic(sentences, at, terms)
        made = _displacement(text, scene, figure, document, bodies, last=last, topical=topical)
        if made is not None:
            before = sentence.index, made
            yield made


def _is_topic(sentences: Sequence[Sentence], at: int, terms: TermList) -> bool:
    """Whether a heading or a sentence shortly before speaks of flight: "Displaced persons"."""
    for one in sentences[max(0, at - _SHORTLY) : at + 1]:
        for k in range(len(one.tokens)):
            found = terms.longest(one.tokens, k)
            if found is not None and "topic" in found[2]:
                return True
    return False


def _may_count(figure: Figure) -> bool:
    counted = figure.counted in _COUNTED or figure.counted in _UNSURE
    numbered = figure.value_low is not None or figure.value_high is not None
    return counted and numbered and figure.unit in _UNITS and figure.besides is None


def _scene(
    sentence: Sentence, figure: Figure, terms: TermList, places: Sequence[PlaceMention]
) -> _Scene | None:
    tokens = sentence.tokens
    inside = [
        k for k, one in enumerate(tokens) if one.stop > figure.start and one.start < figure.end
    ]
    if not inside:
        return None
    cues: dict[int, tuple[int, frozenset[str]]] = {}
    k = 0
    while k < len(tokens):
        found = terms.longest(tokens, k) if tokens[k].kind == "word" else None
        if found is not None:
            cues[k] = found[0], frozenset(found[2])
        k = k + 1 if found is None else found[0]
    return _Scene(sentence, inside[0], inside[-1] + 1, cues, places)


def _displacement(
    text: Text,
    scene: _Scene,
    figure: Figure,
    document: str,
    bodies: Sequence[Mention],
    *,
    last: Displacement | None,
    topical: bool,
) -> Displacement | None:
    verb, stay = scene.nearest("fled", "returned"), scene.nearest("sheltering")
    noun = scene.counts_displaced()
    plain = figure.counted in _UNSURE and not noun
    if plain and not (_crosses(scene, figure, verb) or _driven(scene, figure, verb, topical)):
        return None
    teller = verb if verb is not None and (stay is None or _acts(scene, verb, stay)) else stay
    if teller is None and not noun:
        return None
    if _is_unreal(scene, teller):
        return None
    flows = teller is not None and teller == verb and not _sums(scene, teller)
    measure: Measure = "flow" if flows else "stock"
    told_again = plain and last is not None and not flows and verb is None
    if told_again and last is not None:
        measure = last.measure or measure
    here, there = _roads(scene, measure)
    since, until = _ends(figure) if measure == "flow" else (None, None)
    tokens = scene.sentence.tokens
    start, end = figure.start, figure.end
    if teller is not None:
        start, end = min(start, tokens[teller].start), max(end, tokens[teller].stop)
    when = figure.as_of or figure.period
    return Displacement(
        id=statement_id(document, "displacement", start, end),
        start=start,
        end=end,
        quote=text.text[start:end],
        measure=measure,
        status=(last.status if told_again and last else None)
        or _status(scene, figure, teller, here),
        place=None if here is None else here.words,
        place_id=None if here is None else here.place_id,
        from_place=None if there is None else there.words,
        when=when if measure == "stock" and when is not None and "/" not in when else None,
        since=since,
        until=until,
        value_low=figure.value_low,
        value_high=figure.value_high,
        bound=figure.bound,
        unit="households" if figure.unit in ("families", "households") else "people",
        attributed_to=figure.attributed_to or _counter(scene, measure, teller, bodies),
    )


def _counter(
    scene: _Scene, measure: Measure, teller: int | None, bodies: Sequence[Mention]
) -> str | None:
    """The body beside the word that counts: "UNHCR had registered", "أحصت اللجنة"."""
    if teller is None or measure == "flow":
        return None
    word = scene.sentence.tokens[teller]
    for one in bodies:
        gap = word.start - one.end if one.end <= word.start else one.start - word.stop
        follows = one.start >= word.stop
        if 0 <= gap <= (_BESIDE_AR if follows else _BESIDE) and follows == (
            scene.sentence.language == "ar"
        ):
            return one.entity
    return None


def _sums(scene: _Scene, teller: int) -> bool:
    """ "the number of refugees reached …": what reaches a number is a stock."""
    tokens = scene.sentence.tokens
    reaches = tokens[teller].norm.removeprefix("ل") in _REACHES
    return reaches and any(token.norm.removeprefix("ال") in _SUMS for token in tokens)


def _acts(scene: _Scene, verb: int, stay: int) -> bool:
    """Whether "fled" tells it, and not "registered": the nearer does; of a noun the second."""
    if verb >= scene.last and scene.cost(verb) <= 1:
        return True  # "3,400 refugees crossed", "refugees who went back"
    if scene.counts_displaced() and "returned" not in scene.cues[verb][1]:
        return scene.cost(verb) + _NOUN < scene.cost(stay)
    return scene.cost(verb) <= scene.cost(stay)


def _driven(scene: _Scene, figure: Figure, verb: int | None, topical: bool) -> bool:
    """Whether people or families counted with no noun of flight are told to have been driven out.

    By where they live ("in shelters"), what they left or went back to, or, where the text speaks of
    flight here, by any word of counting, leaving or staying.
    """
    if scene.has("other-matters"):
        return False
    low = figure.value_low or figure.value_high or 0
    if low < _CROWD:
        return False
    if scene.has("shelters"):
        return True
    if verb is not None and scene.cost(verb) <= _NEAR and (scene.has("homes") or scene.places):
        return True
    return topical and scene.nearest("fled", "returned", "sheltering") is not None


def _crosses(scene: _Scene, figure: Figure, verb: int | None) -> bool:
    """ "3,400 people had crossed into Turkey": nobody else is counted so."""
    low = figure.value_low or figure.value_high or 0
    if verb is None or scene.cost(verb) > _NEAR or low < _CROWD:
        return False
    return any("abroad" in tags for _, tags in scene.cues.values())


def _is_unreal(scene: _Scene, teller: int | None) -> bool:
    """Whether it is only feared, planned or denied."""
    tokens = scene.sentence.tokens
    at = scene.first if teller is None else teller
    first = max(0, min(at, scene.first) - _BEFORE)
    span = range(first, max(at, scene.last))
    for k in span:
        norm = tokens[k].norm
        if norm in _MAY | _NOT and norm != "قد":
            return True
        if norm == "قد" and k + 1 < len(tokens) and tokens[k + 1].norm[:1] in "يتن":
            return True
        if (
            tokens[k].kind == "word"
            and norm.startswith(_TO_COME)
            and scene.sentence.language == "ar"
        ):
            return True
    return False


def _status(scene: _Scene, figure: Figure, teller: int | None, here: PlaceMention | None) -> Status:
    if figure.counted == "returnees" or (
        teller is not None and "returned" in scene.cues[teller][1]
    ):
        return "returned"
    tokens = scene.sentence.tokens
    if figure.counted == "refugees abroad" or any(
        _REFUGEES.search(tokens[k].norm) for k in range(scene.first, scene.last)
    ):
        return "refugees"
    if here is not None and here.first in scene.cues and "abroad" in scene.cues[here.first][1]:
        return "refugees"
    abroad = here is None and _goes_abroad(scene)
    return "refugees" if abroad else "internally displaced"


def _goes_abroad(scene: _Scene) -> bool:
    tokens = scene.sentence.tokens
    return any(
        "abroad" in tags and k > 0 and tokens[k - 1].norm in _TO | _IN
        for k, (_, tags) in scene.cues.items()
    )


def _roads(scene: _Scene, measure: Measure) -> tuple[PlaceMention | None, PlaceMention | None]:
    """Where they are or went, and where they came from."""
    parts = {one.first: _part(scene, one) for one in scene.places}

    def nearest(*wanted: str) -> PlaceMention | None:
        found = [one for one in scene.places if parts[one.first] in wanted]
        return min(found, key=lambda one: scene.cost(one.first), default=None)

    left = nearest("from")
    if measure == "flow":
        left = left or nearest("struck")
        return nearest("to") or nearest("in"), left
    return nearest("in") or nearest("host") or nearest("to"), left


def _part(scene: _Scene, place: PlaceMention) -> str:
    """What the word before a place makes of it: "from", "to", "in"; "struck", "host", "other"."""
    tokens = scene.sentence.tokens
    k = place.first - 1
    while k >= 0 and tokens[k].norm in ("the", "city", "town", "village", "مدينه", "بلده", "قريه"):
        k -= 1
    before = tokens[k].norm if k >= 0 else ""
    if tokens[place.first].norm[:1] in "بل" and fold(place.words[:MAX_LENGTH])[:1] not in "بل":
        return "in" if tokens[place.first].norm[0] == "ب" else "to"
    for part, words in (("from", _FROM), ("to", _TO), ("in", _IN), ("struck", _STRUCK)):
        if before in words or before.removeprefix("و") in words:
            return part
    after = place.last
    hosts = after in scene.cues and "sheltering" in scene.cues[after][1]
    back = k in scene.cues and "sheltering" in scene.cues[k][1]
    return "host" if hosts or back else "other"


def _ends(figure: Figure) -> tuple[str | None, str | None]:
    """The first and the last day of a flow; of one day or month, both."""
    if figure.period is None:
        return None, figure.as_of if figure.as_of and "/" not in figure.as_of else None
    first, slash, last = figure.period.partition("/")
    if not slash:
        return first, first
    return (first if first not in ("", "..") else None), (last if last not in ("", "..") else None)
