"""Who a verb is told of, in any words: "both hospitals of the town", "الأهالي", "we", nobody named.

`subjects` needs a name; here the noun phrase before a verb (in Arabic behind it, or before it)
counts, cut where a clause, an aside or a list ends.
"""

from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.affairs.scans import Scan, Span
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.wordsets import word_set

Kind = Literal["named", "we", "they"]

_HELPERS = word_set(
    "has have had is are was were be been being did does do not also never later then again too "
    "already still since now today yesterday promptly openly even only just once immediately in "
    "fact both itself himself herself themselves n't hasnt havent didnt doesnt dont soon however "
    "therefore thus meanwhile but"
)
_MODALS = word_set("may might could would should must will shall can")
_TRIES = word_set(
    "continues continue continued began begun hastened rushed chose went sought dared was were is "
    "felt feels obliged compelled forced bound had have has quick first came"
)
_WE = word_set("we i us me")
_THEY = word_set("he she it they")
_NOBODY = word_set("nobody none neither nor no")
_WHO = word_set("who which that")
_CUTS = word_set(
    "but while whereas although though because since as when if than so or whether after before "
    "until that yet unless except with where"
)
_OPENERS = word_set(
    "but yet however meanwhile then so and now still yesterday today later only even again nor "
    "thus therefore instead meantime first second third finally lastly"
)
_PREPOSITIONS = word_set(
    "on in at from for according after by with to of about during since under over among against "
    "within without asked despite unlike upon"
)
_DETERMINERS = word_set(
    "the a an our their its his her my your both several some all two three four many most every "
    "each one another these those certain"
)
_LONG = 12  # tokens of a noun phrase
_ASIDE = 24  # tokens between two commas
_NEAR = 9  # tokens between a verb and its subject in Arabic


@dataclass(frozen=True, slots=True)
class Party:
    """Who acts: a name or words, "we", or a pronoun; and the tokens in which they stand."""

    kind: Kind
    said: str | None
    span: Span


def party_before(scan: Scan, verb: int) -> Party | None:
    """The subject of an English verb; None: nobody, or what is told is no fact."""
    at = _past_helpers(scan, verb - 1)
    if at is None or at < 0 or scan.norm(at) in _NOBODY:
        return None
    norm = scan.norm(at)
    if norm in _WE or norm in _THEY:
        return Party("we" if norm in _WE else "they", None, (at, at + 1))
    if norm in _WHO:
        at -= 2 if at > 1 and scan.tokens[at - 1].raw == "," else 1
        return _phrase(scan, at) if at >= 0 else None
    return _ending_at(scan, at, verb)


def _ending_at(scan: Scan, at: int, verb: int) -> Party | None:
    """The party that ends at a token: before "and", before an aside, or right there."""
    raw = scan.tokens[at].raw
    if scan.norm(at) == "and" or (raw == "," and scan.norm(verb - 1) == "and"):
        return first_party(scan, at)
    if raw in ",)—–":
        return _around_aside(scan, at)
    return None if scan.is_sign(at) else _phrase(scan, at)


def _past_helpers(scan: Scan, at: int) -> int | None:
    """Left over "has also flatly"; None where "may" or "wants to" makes it no fact."""
    while at >= 0:
        norm = scan.norm(at)
        raw = scan.tokens[at].raw
        if norm in _MODALS:
            return None
        if norm == "to":
            back = at - 1
            while back >= 0 and scan.norm(back) in _HELPERS - _TRIES:
                back -= 1
            if scan.norm(back) not in _TRIES:
                return None
            at = back
            while at >= 0 and scan.norm(at) in _TRIES:
                at -= 1
            continue
        adverb = norm.endswith("ly") and raw[:1].islower()
        if norm in _HELPERS or adverb or at in scan.days or raw in QUOTES_IN:
            at -= 1
            continue
        return at
    return at


QUOTES_IN = frozenset('“”"')


def _phrase(scan: Scan, last: int) -> Party | None:
    """The noun phrase that ends at a token."""
    first = last
    while first > 0 and last - first < _LONG:
        before = scan.norm(first - 1)
        if scan.is_sign(first - 1) and not _within_name(scan, first - 1):
            break
        if before in _CUTS or _is_verb(scan, first - 1):
            break
        first -= 1
    return _party(scan, first, last + 1)


def _within_name(scan: Scan, at: int) -> bool:
    return any(one.first < at < one.last for one in scan.names) or scan.tokens[at].raw in "-.’'"


def _is_verb(scan: Scan, at: int) -> bool:
    """Whether a verb of speech stands there: "says the council disputes"; not "the report"."""
    told = any(mark.first <= at < mark.last and "says" in mark.parts for mark in scan.marks)
    if not told:
        return False
    noun = scan.norm(at - 1) in _DETERMINERS or scan.tokens[at - 1].raw.endswith(("'s", "’s"))
    return not (noun or scan.norm(at) in _NOUNS_TOO or scan.norm(at + 1) == "by")


_NOUNS_TOO = word_set(
    "report record list count note estimate post claim document register print state reports "
    "records lists counts estimates posts claims"
)


def _party(scan: Scan, first: int, last: int) -> Party | None:
    """The words [first, last) as a party: without what leads up to them, by name if they can."""
    while first < last and (scan.norm(first) in _OPENERS or scan.is_sign(first)):
        first += 1
    first = _past_lead(scan, first, last)
    while last > first and (
        scan.is_sign(last - 1) or last - 1 in scan.days or scan.norm(last - 1) in _PREPOSITIONS
    ):
        last -= 1
    if first >= last or (last == first + 1 and scan.norm(first) in _DETERMINERS):
        return None
    if scan.norm(last - 1) in _WE:
        return Party("we", None, (last - 1, last))
    if scan.norm(last - 1) in _THEY:
        return Party("they", None, (last - 1, last))
    if scan.norm(first) in _NOBODY or scan.norm(first) in ("if", "unless"):
        return None
    return Party("named", _said(scan, first, last), (first, last))


def _past_lead(scan: Scan, first: int, last: int) -> int:
    """Past "On Tuesday", "In a letter to the paper", to who acts."""
    if scan.norm(first) not in _PREPOSITIONS and first not in scan.days:
        return first
    inside = [one for one in scan.names if first < one.first < last]
    free = [
        one.first for one in inside
        if scan.norm(one.first - 1) not in _PREPOSITIONS
        and not (scan.norm(one.first - 1) in _DETERMINERS
                 and scan.norm(one.first - 2) in _PREPOSITIONS)
    ]  # fmt: skip
    if free:
        at = free[-1]
        return at - 1 if scan.norm(at - 1) in _DETERMINERS else at
    for at in range(last - 1, first, -1):
        if scan.norm(at) in _DETERMINERS and scan.norm(at - 1) not in _PREPOSITIONS:
            return at
    return last


def _said(scan: Scan, first: int, last: int) -> str:
    """The words of a party; of "the spokesman, Dr. X" or "the X Committee" the name."""
    inside = [one for one in scan.names if first <= one.first and one.last <= last]
    if len(inside) == 1 and inside[0].tag != "charter":
        one = inside[0]
        if one.last == one.first + 1 and one.said.lower() in _DETERMINERS:
            return joined(scan.tokens[first:last])
        lead = [scan.norm(k) for k in range(first, one.first)]
        if one.last == last and not set(lead) & _PREPOSITIONS and "and" not in lead:
            return one.said
    return joined(scan.tokens[first:last])


def _around_aside(scan: Scan, at: int) -> Party | None:
    """Before "…, the mayor of X, disputed": whoever stands before the aside, or is named in it."""
    opens = {",": ",", ")": "(", "—": "—", "–": "–"}[scan.tokens[at].raw]
    for k in range(at - 1, max(-1, at - _ASIDE), -1):
        if scan.tokens[k].raw == opens:
            break
    else:
        return None
    if k == 0:
        return None
    outer, inner = _phrase(scan, k - 1), _person(scan, k + 1, at)
    if inner is not None and (outer is None or not _named(scan, outer.span)):
        return inner
    return outer


def _person(scan: Scan, first: int, last: int) -> Party | None:
    for one in scan.names:
        if (
            one.tag == "person"
            and first <= one.first
            and one.last <= last
            and (scan.norm(one.first - 1) not in _PREPOSITIONS)
        ):
            return Party("named", one.said, (one.first, one.last))
    return None


def _named(scan: Scan, span: Span) -> bool:
    return any(
        one.tag == "person" and span[0] <= one.first and one.last <= span[1] for one in scan.names
    )


def first_party(scan: Scan, at: int) -> Party | None:
    """The subject of the verb before "and": the first noun phrase of the clause."""
    first = at
    while (
        first > 0
        and scan.tokens[first - 1].raw not in ";:—–"
        and (scan.norm(first - 1) not in ("but", "while", "whereas", "although", "though"))
    ):
        first -= 1
    first = first if scan.norm(first) not in _OPENERS else first + 1
    for one in scan.names:
        if first <= one.first < at and (
            one.first == first
            or (one.first == first + 1 and scan.norm(first) in _DETERMINERS)
            or scan.norm(one.first - 1) not in _PREPOSITIONS | _DETERMINERS
        ):
            return Party("named", one.said, (one.first, one.last))
    if scan.norm(first) in _WE:
        return Party("we", None, (first, first + 1))
    if scan.norm(first) in _THEY:
        return Party("they", None, (first, first + 1))
    if scan.norm(first) in _DETERMINERS:
        last = first + 1
        while last < min(at, first + 4) and not _ends_noun(scan, last):
            last += 1
        return _party(scan, first, last)
    return None


def _ends_noun(scan: Scan, at: int) -> bool:
    norm = scan.norm(at)
    return (
        norm in _HELPERS | _MODALS | _PREPOSITIONS | _WHO
        or norm.endswith("ed")
        or scan.is_sign(at)
        or _is_verb(scan, at)
    )


def party_by(scan: Scan, at: int) -> Party | None:
    """Whoever stands behind "by": "was questioned by both hospitals of the town, whose …"."""
    last = at
    while last < len(scan.tokens) and last - at < _LONG:
        if scan.is_sign(last) and not _within_name(scan, last):
            break
        if last > at and (
            (scan.norm(last) in _CUTS - {"that"} | _WHO | {"and"} and not _within_name(scan, last))
            or last in scan.days
        ):
            break
        last += 1
    while last > at and scan.norm(last - 1) in _PREPOSITIONS:
        last -= 1
    if last < len(scan.tokens) and scan.tokens[last].raw == ",":
        person = _person(scan, last + 1, min(len(scan.tokens), last + 5))
        if person is not None and person.span[0] <= last + 2 and not _named(scan, (at, last)):
            return person
    return _party(scan, at, last)
