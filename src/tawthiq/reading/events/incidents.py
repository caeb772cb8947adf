"""Find what happened: massacres, shelling, arrests, demonstrations, with where, when and to whom.

Only what a text places or dates in the same clause is an incident; "the shelling goes on" is
not, nor is one that did not come about ("to prevent a massacre"). One incident told several times
is proposed once, where it is first told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from msgspec import structs

from tawthiq.fields.text import MAX_LENGTH, fold
from tawthiq.reading.events.gluing import glued
from tawthiq.reading.events.items import holder_of, item_ids
from tawthiq.reading.events.struck import target_of
from tawthiq.reading.model import PlaceMention, Sentence, TermMatch, Text, When
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.statements import Incident, statement_id

_T = TypeVar("_T", PlaceMention, When)
_FURTHEST = 25  # tokens: a place or date further off belongs to something else
_BESIDE = 5  # tokens: of what is known already ("the attack on Binnish"), a name stands this near
_LEADS = 6  # tokens: "On Friday, …", "In the village of Qara, …"
_LONGEST = 31  # days: what went on for longer is no one event


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
        said_whens = [one for one in whens.get(sentence.index, ()) if _is_of_an_event(one)]
        if not said_places and not said_whens:
            continue
        taken = [(one.first, one.last) for one in said_places]
        taken += [(one.first, one.last) for one in said_whens]
        here: list[_Told] = []
        for match in events(sentence, terms):
            if not _happened(sentence, match):
                continue
            place = _nearest(sentence, match, said_places)
            when = _nearest(sentence, match, said_whens)
            if not _is_placed(sentence, match, place, when):
                continue
            target = target_of(text, sentence, match.last, taken, acts)
            told = _Told(sentence=sentence, match=match, place=place, when=when, target=target)
            if here and _is_told_on(here[-1], told):
                here[-1] = _joined(here[-1], told)
                continue
            here.append(told)
        for told in here:
            if not _is_known(told, known.setdefault(told.match.term, [])):
                known[told.match.term].append(told)
                made.append(_statement(text, told, document, ids, terms))
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


def _is_of_an_event(when: When) -> bool:
    """Whether a time can be that of one event: a date, or a stretch of some days."""
    if when.kind == "as of" or when.edtf is None:
        return False
    first, _, last = when.edtf.partition("/")
    if not last:
        return True
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:  # open, or whole months and years
        return False
    return (ends - begins).days <= _LONGEST


_NEVER = frozenset(
    ("no", "without", "prevent", "preventing", "avoid", "avoiding", "threatened", "threatens",
     "threat", "threatening", "fear", "feared", "fears", "fearing", "plan", "planned", "stop",
     "stopping", "halt", "ceasefire", "truce", "لا", "دون", "بدون", "منع", "تجنب", "خشيه", "خوفا",
     "وقف", "لوقف", "ايقاف", "لمنع", "يهدد", "تهديد", "هددت", "هدد", "اي", "مخاوف", "تفادي")
)  # fmt: skip


def _happened(sentence: Sentence, match: TermMatch) -> bool:
    """Whether the words before tell of one that came about: not "to prevent a massacre"."""
    before = sentence.tokens[max(0, match.first - 3) : match.first]
    if before and before[-1].kind == "number":
        return False  # "12 raids": a count of them
    return not any(token.norm in _NEVER for token in before)


def _is_placed(
    sentence: Sentence, match: TermMatch, place: PlaceMention | None, when: When | None
) -> bool:
    """Whether a place or a day is said of the event itself."""
    found: list[PlaceMention | When] = [] if place is None else [place]
    year = when is not None and len(when.edtf or "") <= len("2012")
    if when is not None and not (year and match.entry.get("generic")):
        found.append(when)
    words = {token.norm for token in sentence.tokens[match.first : match.last]}
    if words <= set(match.entry.get("lasting", ())):
        found = [one for one in found if isinstance(one, When) and "/" not in (one.edtf or "")]
    if _is_known_already(sentence, match):
        return any(
            _gap(match, one) <= _BESIDE and not _signs(sentence, match, one) for one in found
        )
    if match.entry.get("generic"):
        return any(
            not _signs(sentence, match, one)
            or (
                one.last <= match.first and one.first <= _LEADS and _signs(sentence, match, one) < 2
            )
            for one in found
        )
    return bool(found)


def _is_known_already(sentence: Sentence, match: TermMatch) -> bool:
    """Whether the words take the event as known: "the attack", "القصف", "these raids"."""
    first = sentence.tokens[match.first]
    if sentence.language == "ar":
        return first.norm.startswith(("ال", "وال", "بال", "فال", "لل", "كال"))
    before = sentence.tokens[match.first - 1].norm if match.first else ""
    return before in ("the", "this", "that", "these", "those", "its", "their", "such")


def _gap(match: TermMatch, one: PlaceMention | When) -> int:
    return one.first - match.last if one.first >= match.last else match.first - one.last


def _signs(sentence: Sentence, match: TermMatch, one: PlaceMention | When) -> int:
    """How many signs that part clauses stand between an event and a place or time."""
    first, last = (match.last, one.first) if one.first >= match.last else (one.last, match.first)
    return sum(token.raw in ",،;؛:" for token in sentence.tokens[first:last])


_AND = frozenset(("and", "while", "but", "also", "another", "بينما", "فيما", "كما"))


def _is_told_on(earlier: _Told, told: _Told) -> bool:
    """Whether a sentence goes on about what it has just told: "an air strike hit the market"."""
    if earlier.place is not told.place or earlier.when is not told.when:
        return False
    between = told.sentence.tokens[earlier.match.last : told.match.first]
    other = any(token.norm in _AND or token.raw in ";؛" for token in between)
    return not other or bool(told.match.entry.get("generic"))


def _joined(earlier: _Told, told: _Told) -> _Told:
    """One incident of two words for it; the plainer word names its kind: "a car bomb exploded"."""
    match, other = earlier.match, told.match
    last = other.last if other.first - match.last <= 1 else match.last
    plainer = other if match.entry.get("generic") and not other.entry.get("generic") else match
    joined = replace(plainer, first=match.first, last=max(match.last, last))
    return replace(earlier, match=joined, target=earlier.target or told.target)


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


def _statement(
    text: Text, told: _Told, document: str, ids: Sequence[str], terms: TermList
) -> Incident:
    start, end = told.sentence.words(told.match.first, told.match.last)
    start += glued(told.sentence.tokens[told.match.first], terms)
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
