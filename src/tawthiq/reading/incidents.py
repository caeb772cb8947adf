"""Find what happened: massacres, shelling, arrests, demonstrations, with where, when and to whom.

Only what a text places or dates in the same sentence is an incident; "the shelling goes on" is
not. One incident told several times is proposed once, where it is first told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from msgspec import structs

from tawthiq.fields.text import MAX_LENGTH, fold
from tawthiq.reading.items import holder_of, item_ids
from tawthiq.reading.model import PlaceMention, Sentence, TermMatch, Text, When
from tawthiq.reading.struck import target_of
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.statements import Incident, statement_id

_T = TypeVar("_T", PlaceMention, When)
_FURTHEST = 25  # tokens: a place or date further off belongs to something else


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One mention of an incident."""

    sentence: Sentence
    match: TermMatch
    place: PlaceMention | None
    when: When | None
    target: str | None


def find_incidents(  # noqa: PLR0917 - what the steps before found, in their order
    text: Text,
    sentences: Sequence[Sentence],
    whens: Mapping[int, Sequence[When]],
    places: Mapping[int, Sequence[PlaceMention]],
    document: str,
    extra: Path | None = None,
) -> list[Incident]:
    """Every incident of the article and its comments, each once, in the order of the text.

    Args:
        whens, places: what was found in each sentence, by `Sentence.index`.
        document: SHA-256 of the document's bytes.
        extra: a folder of the user's own term files; `incidents.toml` there is added.
    """
    terms, acts = load_terms("incidents", extra), load_terms("acts", extra)
    ids = item_ids(text, document)
    known: dict[str, list[_Told]] = {}
    made: list[Incident] = []
    for sentence in sentences:
        said_places = places.get(sentence.index, ())
        said_whens = [one for one in whens.get(sentence.index, ()) if one.kind != "as of"]
        if not said_places and not said_whens:
            continue
        for match in events(sentence, terms):
            place = _nearest(sentence, match, said_places)
            when = _nearest(sentence, match, said_whens)
            if place is None and when is None:
                continue
            taken = [(one.first, one.last) for one in said_places]
            taken += [(one.first, one.last) for one in said_whens]
            target = target_of(text, sentence, match.last, taken, acts)
            told = _Told(sentence=sentence, match=match, place=place, when=when, target=target)
            if _is_known(told, known.setdefault(match.term, [])):
                continue
            known[match.term].append(told)
            made.append(_statement(text, told, document, ids))
    return made


def events(sentence: Sentence, terms: TermList) -> list[TermMatch]:
    """The words of a sentence that tell of an incident, without those meant otherwise."""
    return [one for one in terms.find(sentence) if not _is_figurative(sentence, one)]


def _is_figurative(sentence: Sentence, match: TermMatch) -> bool:
    other: Any = match.entry.get("figurative", ())
    near = sentence.tokens[max(0, match.first - 2) : match.last + 3]
    return any(form in other for token in near for form in token.forms)


def _nearest(sentence: Sentence, match: TermMatch, found: Sequence[_T]) -> _T | None:
    """The one with least between it and the event; a semicolon parts clauses."""

    def cost(one: _T) -> float:
        first, last = (
            (match.last, one.first) if one.first >= match.last else (one.last, match.first)
        )
        between = [token.raw for token in sentence.tokens[first:last]]
        signs = sum(raw in ",،" for raw in between) * 2 + sum(raw in ";؛" for raw in between) * 20
        return len(between) + signs + (1.5 if one.first < match.first else 0)

    best = min(found, key=cost, default=None)
    return best if best is not None and cost(best) <= _FURTHEST else None


def _is_known(told: _Told, earlier: Sequence[_Told]) -> bool:
    return any(_same_place(told, one) and _same_time(told, one) for one in earlier)


def _same_place(a: _Told, b: _Told) -> bool:
    if a.place is None or b.place is None:
        return a.place is b.place
    if a.place.place_id and b.place.place_id:
        return a.place.place_id == b.place.place_id
    return fold(a.place.words[:MAX_LENGTH]) == fold(b.place.words[:MAX_LENGTH])


def _same_time(a: _Told, b: _Told) -> bool:
    one = a.when.edtf if a.when else None
    other = b.when.edtf if b.when else None
    if one is None or other is None:
        # Without a place, a date is all that tells two incidents apart.
        return a.place is not None or one == other
    return one == other or one.startswith(other + "-") or other.startswith(one + "-")


def _statement(text: Text, told: _Told, document: str, ids: Sequence[str]) -> Incident:
    start, end = told.sentence.words(told.match.first, told.match.last)
    segment = told.sentence.segment
    place, when = told.place, told.when
    found = Incident(
        id=statement_id(document, "incident", start, end),
        start=start,
        end=end,
        quote=text.text[start:end],
        holder=holder_of(text, segment),
        item=None if segment.item is None else ids[segment.item],
        kind=told.match.term,
        target=told.target,
    )
    if place is not None:
        found = structs.replace(found, place=place.words, place_id=place.place_id)
    if when is not None:
        found = structs.replace(
            found, when=when.edtf, when_words=when.words, when_basis=when.basis, doubt=when.doubt
        )
    return found
