"""Gatherings told by what people did at a place: "around 800 came out in Nawa".

`calling` reads those that have a noun or a phrase of their own; here a verb and a crowd, or a
common noun ("meeting") beside a day, tell one, each place of a list its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from tawthiq.reading.affairs.figured import with_figures
from tawthiq.reading.affairs.inflecting import inflected_terms
from tawthiq.reading.affairs.where import NO_PLACES
from tawthiq.reading.model import PlaceMention, Sentence, Text, When
from tawthiq.reading.terms import TermList
from tawthiq.reading.voices.speakers import DAYS, capital
from tawthiq.reading.voices.speakers_ar import is_time
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Figure, Gathering, statement_id

Kind = Literal["demonstration", "strike", "sit-in", "funeral", "vigil", "meeting", "other"]
_BY_CROWD = frozenset(("coming-out", "mourning"))  # told only where a crowd is
_BY_DAY = frozenset(("meeting",))  # told only beside a day, a number, or that it was held
_FAR = 12  # tokens from what tells to its place
_NEAR = 4  # tokens from it to a place that no list holds
_BEFORE = 9  # tokens to a place before it
_ASIDE = 4  # tokens before what tells in which "no" or "tanks" make it something else
_HEADING = 3  # sentences at the top of a text in which its town may stand
_MAY = word_set("may might could would should to if plans hope hopes want wants urged ليت ربما قد")
_IN = word_set("in at through around across near of to before outside في ب من الي امام وسط قرب")
_JOINS = word_set("and , ، و")
_FROM = word_set("from to towards toward into left من الي نحو باتجاه")


@cache
def _terms(extra: Path | None) -> TermList:
    return inflected_terms("crowds", extra, alone=True)


@dataclass(frozen=True, slots=True)
class _Scene:
    """A sentence, and where its words that tell begin: one past their last token, their terms."""

    sentence: Sentence
    cues: Mapping[int, tuple[int, tuple[str, ...]]]
    places: Sequence[PlaceMention]
    figures: Sequence[Figure]
    days: Sequence[When]

    def has(self, term: str) -> bool:
        return any(term in terms for _, terms in self.cues.values())


def crowds(
    text: Text,
    sentences: Sequence[Sentence],
    document: str,
    *,
    whens: Mapping[int, Sequence[When]],
    places: Mapping[int, Sequence[PlaceMention]],
    figures: Sequence[Figure],
    told: Sequence[Gathering],
    extra: Path | None = None,
) -> Iterator[Gathering]:
    """Every gathering that no other way of telling has found.

    Args:
        told: those found already: none is proposed of a place and sentence that has one.
    """
    terms = _terms(extra)
    for sentence, figured in with_figures(sentences, figures):
        scene = _scene(
            sentence,
            terms,
            places.get(sentence.index, ()),
            figured,
            whens.get(sentence.index, ()),
        )
        if scene is None:
            continue
        here = [one for one in told if one.start < sentence.stop and sentence.start < one.end]
        known = {one.place for one in here}
        for first, stop, kind, place in _found(scene, places, here):
            if place.words in known:
                continue
            known.add(place.words)
            yield _Making(text, scene, document).gathering(first, stop, kind, place)


@dataclass(frozen=True, slots=True)
class _Making:
    text: Text
    scene: _Scene
    document: str

    def gathering(self, first: int, stop: int, kind: Kind, place: PlaceMention) -> Gathering:
        """A gathering told by tokens [first, stop), at a place of the sentence or of the text."""
        scene = self.scene
        inside = place in scene.places or place.place_id is None
        low = min(first, place.first) if inside else first
        high = max(stop, place.last) if inside else stop
        figure = _number(scene)
        start, end = scene.sentence.words(low, high)
        if figure is not None:
            start, end = min(start, figure.start), max(end, figure.end)
        day = min(
            (one for one in self.scene.days if one.edtf is not None),
            key=lambda one: abs(one.first - first),
            default=None,
        )
        return Gathering(
            id=statement_id(self.document, "gathering", start, end),
            start=start,
            end=end,
            quote=self.text.text[start:end],
            kind=kind,
            place=place.words,
            place_id=place.place_id,
            when=None if day is None else day.edtf,
            number_low=None if figure is None else figure.value_low,
            number_high=None if figure is None else figure.value_high,
            bound="exact" if figure is None else figure.bound,
        )


def _scene(
    sentence: Sentence,
    terms: TermList,
    places: Sequence[PlaceMention],
    figures: Sequence[Figure],
    days: Sequence[When],
) -> _Scene | None:
    cues: dict[int, tuple[int, tuple[str, ...]]] = {}
    k, tokens = 0, sentence.tokens
    while k < len(tokens):
        found = terms.longest(tokens, k) if tokens[k].kind == "word" else None
        if found is not None:
            cues[k] = found[0], found[2]
        k = k + 1 if found is None else found[0]
    scene = _Scene(sentence, cues, [one for one in places if one.last > one.first], figures, days)
    return scene if any(_kind(terms, one) for _, one in cues.values()) else None


def _kind(terms: TermList, found: Sequence[str]) -> Kind | None:
    for term in found:
        kind = terms.entries[term].get("kind")
        if kind is not None:
            return cast("Kind", kind)
    return None


def _found(
    scene: _Scene,
    places: Mapping[int, Sequence[PlaceMention]],
    told: Sequence[Gathering],
) -> Iterator[tuple[int, int, Kind, PlaceMention]]:
    """Where a sentence tells a gathering, its kind, each of its places."""
    tokens = scene.sentence.tokens
    if tokens[-1].raw in "?؟":
        return
    known = {one.place for one in told}
    counted = _number(scene) is not None
    crowd = counted or scene.has("crowd")
    for at, (stop, found) in scene.cues.items():
        kind = _kind(_terms(None), found)
        if kind is None or _is_unreal(scene, at) or tokens[at].raw == "March":
            continue
        if tokens[at].norm == "demonstrated" and not crowd:
            continue  # "as the researcher demonstrated"
        if _is_elsewhere(scene, at) or _is_known(scene, at):
            continue
        if not _BY_CROWD.isdisjoint(found) and not crowd:
            continue
        if not _BY_DAY.isdisjoint(found) and not (counted or scene.has("held")):
            continue
        here = _places_of(scene, at, stop)
        if not here and crowd and scene.has("spot") and not told:
            town = _town(places, scene.sentence.index)
            here = [town] if town is not None else []
        same = any(one.kind == kind for one in told)
        if same and not any(place.words in known for place in here):
            continue
        for place in here:
            yield at, stop, kind, place


def _is_known(scene: _Scene, at: int) -> bool:
    """ "the demonstration", "المظاهرة": one that was told before."""
    tokens = scene.sentence.tokens
    if scene.sentence.language == "ar":
        return (
            tokens[at]
            .norm.removeprefix("و")
            .startswith(("المظاهر", "التظاهر", "المسير", "الاحتجاج"))
        )
    singular = tokens[at].norm in ("demonstration", "protest", "rally", "march", "meeting")
    return singular and at > 0 and tokens[at - 1].norm in ("the", "this", "that")


def _is_elsewhere(scene: _Scene, at: int) -> bool:
    """Whether flight, war or "no" stands beside what tells."""
    near = [k for k, (_, terms) in scene.cues.items() if "elsewhere" in terms]
    return any(at - _ASIDE <= k <= at + _ASIDE for k in near)


def _is_unreal(scene: _Scene, at: int) -> bool:
    tokens = scene.sentence.tokens
    return any(token.norm in _MAY for token in tokens[max(0, at - 3) : at])


def _number(scene: _Scene) -> Figure | None:
    """How many came: the first number of people that is not of the dead."""
    return next(
        (
            one
            for one in scene.figures
            if one.counted in ("demonstrators", "people", "other", None)
            and one.unit in ("people", None)
            and (one.value_low is not None or one.bound != "exact")
        ),
        None,
    )


def _places_of(scene: _Scene, at: int, stop: int) -> list[PlaceMention]:
    """The nearest place after what tells, with those joined to it; else one before it."""
    tokens = scene.sentence.tokens
    after = [one for one in scene.places if stop <= one.first <= stop + _FAR]
    before = [one for one in scene.places if at - _BEFORE <= one.last <= at]
    first = next((one for one in after if not _is_road(scene, one)), None)
    if first is None:
        first = next((one for one in reversed(before) if not _is_road(scene, one)), None)
        if first is None:
            first = _unlisted(scene, stop)
        return [first] if first is not None else []
    found = [first]
    for one in after[after.index(first) + 1 :]:
        between = tokens[found[-1].last : one.first]
        joined = all(token.norm in _JOINS | _IN for token in between) and len(between) <= 3
        glued = not between and tokens[one.first].norm.startswith("و")
        if not (glued or (between and joined)):
            break
        found.append(one)
    return found


def _unlisted(scene: _Scene, stop: int) -> PlaceMention | None:
    """ "لقاء أهلي في الحراك": the word after "in", where no list of places holds it."""
    tokens = scene.sentence.tokens
    for k in range(stop, min(stop + _NEAR, len(tokens) - 1)):
        name = tokens[k + 1]
        if tokens[k].norm not in ("in", "في") or name.kind != "word":
            continue
        arabic = scene.sentence.language == "ar"
        common = name.norm in NO_PLACES or is_time(name) if arabic else not capital(name)
        if common or name.norm in DAYS or any(one.first <= k + 1 < one.last for one in scene.days):
            return None
        return PlaceMention(first=k + 1, last=k + 2, words=name.raw)
    return None


def _is_road(scene: _Scene, place: PlaceMention) -> bool:
    """ "from Nawa", "towards Daraa": where somebody came from or goes."""
    return place.first > 0 and scene.sentence.tokens[place.first - 1].norm in _FROM


def _town(places: Mapping[int, Sequence[PlaceMention]], index: int) -> PlaceMention | None:
    """The town of the sentence before, else of the text's heading."""
    for at in (index - 1, *range(min(_HEADING, index))):
        found = [one for one in places.get(at, ()) if one.last > one.first]
        if found:
            return found[-1] if at == index - 1 else found[0]
    return None
