"""The wide net of accounts: who is held responsible for a deed, or cleared of it, by any words.

`events.accounts` knows actors by lists. Here a word that lays blame counts with whoever it names:
"holds the 3rd Battery responsible", "the shell came from the hill", "الأهالي: حاجز التلة".
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import structs

from tawthiq.reading.affairs.accusing import blamed, held, pointed, thrown, traced
from tawthiq.reading.affairs.charged import Charge
from tawthiq.reading.affairs.clearing import (
    cleared,
    denied,
    denied_apart,
    denied_it,
    owned,
    unknown,
)
from tawthiq.reading.affairs.doers import as_well, author, bare, cleft, work_of
from tawthiq.reading.affairs.scans import Mark, Scan, Span, by_sentence
from tawthiq.statements import Account, Incident, Statement, statement_id

_NO_ACTORS = frozenset(("في", "من", "مما", "على", "عن"))
_NEAR = 8  # accounts: no more than these can overlap one that begins before their end
_CONTEXT = 3  # sentences in which a deed was told


def charges(
    scans: Sequence[Scan],
    text: str,
    document: str,
    incidents: Sequence[Incident],
    known: Sequence[Account] = (),
) -> Iterator[Account]:
    """Every account that a text gives, in order; of two in the same words the first way counts.

    Args:
        incidents: those of the text: what somebody may be blamed for.
        known: the accounts of the narrow net, which others may answer.
    """
    deeds, told_by = by_sentence(scans, incidents), by_sentence(scans, known)
    last: tuple[int, Charge] | None = None
    for at, scan in enumerate(scans):
        if scan.tokens[-1].raw in "?؟":
            continue
        told = _told_of_deed(scans, at, deeds)
        before = last[1] if last is not None and at - last[0] <= _CONTEXT else None
        if before is None:
            before = _last_known(told_by[max(0, at - _CONTEXT) : at + 1])
        taken: list[Span] = []
        for one in _found(scans, at, told=told or before is not None, before=before):
            if any(first <= one.core < stop for first, stop in taken):
                continue
            taken.append((one.first, one.last))
            last = at, one
            yield _account(scan, text, document, one)


def besides(
    accounts: Sequence[Account], found: Sequence[Statement]
) -> tuple[list[Account], list[Statement]]:
    """The accounts of the narrow net, their actors mended by the wide one's fuller names, and what
    was found but for the accounts that tell the same again."""
    wide = sorted((one for one in found if isinstance(one, Account)), key=lambda one: one.start)
    narrow = sorted(accounts, key=lambda one: one.start)
    mended = [_mended(one, _around(one, wide)) for one in accounts]
    rest = [
        one
        for one in found
        if not isinstance(one, Account)
        or not any(_same(one, other) for other in _around(one, narrow))
    ]
    return mended, rest


def _around(one: Account, others: Sequence[Account]) -> Sequence[Account]:
    """Those of some accounts, in order of their starts, that may share words with one."""
    first = bisect_left(others, one.start, key=lambda other: other.start)
    last = bisect_left(others, one.end, key=lambda other: other.start)
    return others[max(0, first - _NEAR) : last]


def _same(one: Account, other: Account) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and (
        one.claim == other.claim or 2 * shared > min(one.end - one.start, other.end - other.start)
    )


def _mended(one: Account, wide: Sequence[Account]) -> Account:
    for other in wide:
        if not _same(one, other) or one.claim != other.claim or other.actor is None:
            continue
        cut = one.actor is not None and other.actor.startswith(one.actor + " ")
        short = one.actor is None or (cut and "«" in other.quote)
        odd = one.actor is not None and one.actor.split()[0] in _NO_ACTORS
        if short or odd:
            return structs.replace(one, actor=other.actor)
    return one


def _last_known(told: Sequence[Sequence[Account]]) -> Charge | None:
    """The last account of the narrow net in some sentences."""
    known = [one for here in told for one in here if one.claim is not None]
    if not known or known[-1].claim is None:
        return None
    return Charge(0, 0, 0, known[-1].claim, known[-1].actor, known[-1].attributed_to)


def _told_of_deed(scans: Sequence[Scan], at: int, deeds: Sequence[Sequence[Incident]]) -> bool:
    first = max(0, at - _CONTEXT)
    while scans[first].sentence.segment != scans[at].sentence.segment:
        first += 1
    return any(deeds[first : at + 1]) or any(
        {"deed", "accuses", "lays blame"} & one.parts for one in scans[first : at + 1]
    )


def _account(scan: Scan, text: str, document: str, one: Charge) -> Account:
    start, end = scan.sentence.words(one.first, one.last)
    return Account(
        id=statement_id(document, "account", start, end),
        start=start,
        end=end,
        quote=text[start:end],
        actor=one.actor,
        attributed_to=one.by,
        claim=one.claim,
    )


_TELLING = (
    ("lays blame", False, blamed), ("points at", False, pointed), ("traces", False, traced),
    ("clears", True, cleared), ("denies part", True, denied), ("rejects", True, denied_apart),
    ("owns up", True, owned), ("voices", True, owned), ("not known", True, unknown),
    ("authors", True, author), ("work of", True, work_of),
)  # fmt: skip
"""What a word tells, whether it counts only where a deed was told, and what it makes."""
_ANSWERING = (("rejects", denied_it), ("concurs", as_well))
"""What counts only where somebody was blamed just before."""


def _found(
    scans: Sequence[Scan], at: int, *, told: bool, before: Charge | None
) -> Iterator[Charge]:
    scan = scans[at]
    yield from thrown(scans, at) if scan.arabic else held(scans, at)
    for mark in scan.marks:
        made = _made(scans, at, mark, told=told, before=before)
        if made is not None:
            yield made
    if told:
        yield from cleft(scan)
        yield from bare(scans, at)


def _made(
    scans: Sequence[Scan], at: int, mark: Mark, *, told: bool, before: Charge | None
) -> Charge | None:
    """What the first way of telling makes of a word."""
    for part, needs, way in _TELLING:
        if part in mark.parts and (told or not needs):
            made = way(scans, at, mark)
            if made is not None:
                return made
    for part, answering in _ANSWERING:
        if part in mark.parts and before is not None:
            made = answering(scans, at, mark, before)
            if made is not None:
                return made
    return None
