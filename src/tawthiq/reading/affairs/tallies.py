"""Numbers held against numbers: "the page says 31; we counted 19", "six, not nine", "nine too"."""

from collections.abc import Iterator, Sequence

from tawthiq.reading.affairs.claims import Claim, claim_before
from tawthiq.reading.affairs.replying import Reply, speaker_at
from tawthiq.reading.affairs.scans import Mark, Scan
from tawthiq.reading.affairs.parties import party_before
from tawthiq.reading.affairs.parties_ar import party_of
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Figure

_TOO = word_set("too also likewise same ايضا كذلك كمان نفسه نفسها")
_NOT = word_set("not لا وليس ليس مو مش")
_NEAR = 6  # tokens from "we counted" to the number
_LOOSE = frozenset(("other", "people", "casualties"))


def replies_by_number(scans: Sequence[Scan], at: int) -> Iterator[Reply]:
    """Where a sentence gives another number than somebody did just before, or the same."""
    scan = scans[at]
    if not scan.figure_at or scan.tokens[-1].raw in "?؟":
        return
    for first, (last, figure) in scan.figure_at.items():
        made = (
            _not_that(scans, at, first, last, figure)
            or _ours(scans, at, first, last, figure)
            or _as_well(scans, at, first, last, figure)
        )
        if made is not None:
            yield made


def _not_that(
    scans: Sequence[Scan], at: int, first: int, last: int, figure: Figure
) -> Reply | None:
    """ "Six, not nine", "13 لا 18"."""
    scan = scans[at]
    k = last
    if k < len(scan.tokens) and scan.tokens[k].raw in ",،–—(":
        k += 1
    if scan.norm(k) == "and":
        k += 1
    if scan.norm(k) not in _NOT:
        return None
    while k < last + 5 and k + 1 not in scan.figure_at:
        k += 1
    other = scan.figure_at.get(k + 1)
    if other is None:
        return None
    by = speaker_at(scan, first) or _counting(scans, at, first)
    return Reply(first, other[0], first, by, "corrects", (other[1].start, other[1].end))


def _counting(scans: Sequence[Scan], at: int, first: int) -> str | None:
    """Whoever counts in this clause: "Hauran Post counts six"."""
    scan = scans[at]
    verb = next(
        (one for one in reversed(scan.marks)
         if one.last <= first and {"says", "corrects", "contradicts"} & one.parts and first - one.last <= _NEAR),
        None,
    )  # fmt: skip
    if verb is None:
        return None
    party = party_of(scan, verb.first, verb.last)[0] if scan.arabic else party_before(scan, verb.first)
    return party.said if party is not None and party.kind == "named" else None


def _ours(scans: Sequence[Scan], at: int, first: int, last: int, figure: Figure) -> Reply | None:
    """ "We were four", "there were nineteen", "no more than 24 were unloaded"."""
    scan = scans[at]
    mark = _beside(scan, first, last)
    if mark is None:
        return None
    claim = _claimed(scans, at, min(mark.first, first))
    if claim is None:
        return None
    other = _comparable(figure, claim)
    if other is None:
        return None
    speaker = speaker_at(scan, first)
    if "own-count" not in mark.parts and "should-be" not in mark.parts and speaker is None and (
        _counting(scans, at, first) is None and claim.index == scan.sentence.index
    ):
        return None
    by = speaker or (None if "own-count" in mark.parts else _counting(scans, at, first))
    if by is not None and claim.speaker is not None and by == claim.speaker:
        return None
    start = min(mark.first, first)
    return Reply(start, max(last, mark.last), first, by, "corrects", (other.start, other.end), other.start)


def _beside(scan: Scan, first: int, last: int) -> Mark | None:
    """The word that makes a number one's own count, or a limit, beside it."""
    for mark in scan.marks:
        if not mark.parts & {"own-count", "only", "should-be"}:
            continue
        if mark.last <= first + 1 and first - mark.last <= _NEAR and not any(
            scan.is_sign(k) for k in range(mark.last, first)
        ):
            return mark
        if "only" in mark.parts and mark.first in (last, last + 1):
            return mark
    figure = scan.figure_at[first][1]
    if figure.bound in ("at most", "up to"):
        return Mark(first, first, frozenset(("only",)))
    return None


def _claimed(scans: Sequence[Scan], at: int, token: int) -> Claim | None:
    claim = claim_before(scans, at, token)
    if claim is None or not claim.figures:
        return None
    return claim


def _comparable(figure: Figure, claim: Claim) -> Figure | None:
    """The number of a claim that this one is held against: of the same kind, and another."""
    for other in reversed(claim.figures):
        if other.id == figure.id or other.value_low is None and other.value_high is None:
            continue
        if (other.value_low, other.value_high) == (figure.value_low, figure.value_high):
            continue
        if figure.value_low is None and figure.value_high is None:
            continue
        same = other.counted == figure.counted or {other.counted, figure.counted} & _LOOSE
        unlike = other.category and figure.category and other.category != figure.category
        if same and not unlike and other.unit == figure.unit or same and figure.counted == "other":
            return other
    return None


def _as_well(scans: Sequence[Scan], at: int, first: int, last: int, figure: Figure) -> Reply | None:
    """ "The gravedigger says nine too"."""
    scan = scans[at]
    near = range(max(0, first - 4), min(len(scan.tokens), last + 3))
    if not any(scan.norm(k) in _TOO for k in near):
        return None
    by = _counting(scans, at, first) or speaker_at(scan, first)
    claim = _claimed(scans, at, max(0, first - _NEAR))
    if by is None or claim is None or claim.speaker == by:
        return None
    same = next(
        (one for one in claim.figures
         if one.value_low == figure.value_low and one.value_low is not None and one.id != figure.id),
        None,
    )  # fmt: skip
    if same is None:
        return None
    start = max(0, first - 3)
    return Reply(start, last, first, by, "supports", (same.start, same.end))
