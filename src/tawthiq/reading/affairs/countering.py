"""Numbers held against numbers: "the page says 31; we counted 19", "six, not nine", "nine too"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tawthiq.reading.affairs.parties import party_before
from tawthiq.reading.affairs.replying import Attitude, Reply
from tawthiq.reading.affairs.scans import Mark, Scan
from tawthiq.reading.affairs.verbs import arabic_party, speaker_at
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Figure

_TOO = word_set("too also likewise same ايضا كذلك كمان نفسه نفسها")
_NOT = word_set("not لا وليس ليس مو مش")
_OURS = word_set(
    "we i our قلنا كتبنا ذكرنا اعلنا نشرنا نقول احصينا سجلنا وثقنا عندنا لدينا تقريرنا نشرتنا "
    "قائمتنا"
)
_THE_NUMBER = word_set(
    "it number figure toll total them العدد الرقم عددهم الحصيله العديد عدد حصيله"
)
_VOTES = word_set("votes seats seat صوتا اصوات مقعدا مقاعد مقعد الاصوات المقاعد")
_NEAR = 6  # tokens from "we counted" to the number
_CLOSE = 3  # tokens from "corrects:" to the number
_BACK = 2  # sentences
_LOOSE = frozenset(("other", "people", "casualties"))
_THINGS = frozenset(("money", "aid", "buildings", "attacks"))


@dataclass(frozen=True, slots=True)
class _Told:
    """A number that somebody gave before, and who."""

    figure: Figure
    index: int
    speaker: str | None
    ours: bool


def replies_by_number(scans: Sequence[Scan], at: int) -> Iterator[Reply]:
    """Where a sentence gives another number than somebody did just before, or the same."""
    scan = scans[at]
    if not scan.figure_at or scan.tokens[-1].raw in "?؟" or scan.norm(0) == "q":
        return
    voted = any(token.norm in _VOTES for token in scan.tokens)
    for first, (last, figure) in scan.figure_at.items():
        if voted or figure.counted == "votes":
            continue  # who got what is no quarrel over a number
        made = (
            _not_that(scan, first, last)
            or _ours(scans, at, first, last, figure)
            or _as_well(scans, at, first, last, figure)
            or _another(scans, at, first, last, figure)
        )
        if made is not None:
            yield made


def _not_that(scan: Scan, first: int, last: int) -> Reply | None:
    """ "Six, not nine", "13 لا 18", "900 families and not the 1,400 it claims"."""
    k = last
    while k < len(scan.tokens) and k < last + _NEAR and scan.norm(k) not in _NOT:
        if k in scan.figure_at or scan.tokens[k].raw in ";؛.:":
            return None
        k += 1
    parted = scan.tokens[k - 1].raw in ",،–—(" or scan.norm(k - 1) == "and" or k == last
    if scan.norm(k) not in _NOT or not (parted or scan.norm(k).startswith("و")):
        return None
    k += 1
    if scan.norm(k) in ("the", "for", "a"):
        k += 1
    other = scan.figure_at.get(k)
    if other is None:
        return None
    by = _counting(scan, first) or speaker_at(scan, first)
    return Reply(first, other[0], first, by, "corrects", (other[1].start, other[1].end))


def _counting(scan: Scan, first: int) -> str | None:
    """Whoever counts in this clause: "Hauran Post counts six"."""
    verb = next(
        (one for one in reversed(scan.marks)
         if one.last <= first and {"says", "corrects", "contradicts"} & one.parts
         and first - one.last <= _NEAR + 2),
        None,
    )  # fmt: skip
    if verb is None:
        return None
    party = arabic_party(scan, verb)[0] if scan.arabic else party_before(scan, verb.first)
    return party.said if party is not None and party.kind == "named" else None


def _before(scans: Sequence[Scan], at: int, first: int) -> list[_Told]:
    """The numbers told before a token: of the sentence, then of the two before it."""
    found: list[_Told] = []
    for k in range(at, max(-1, at - 1 - _BACK), -1):
        scan = scans[k]
        if scan.sentence.segment != scans[at].sentence.segment:
            break
        told = bool({"says", "rumour", "published"} & scan.parts) or bool(scan.attributions)
        if not told:
            continue
        here = []
        for start, (_, figure) in scan.figure_at.items():
            if k == at and start >= first:
                continue
            ours = any(scan.norm(j) in _OURS for j in range(max(0, start - 8), start))
            speaker = _counting(scan, start) or speaker_at(scan, start)
            here.append(_Told(figure, scan.sentence.index, speaker, ours))
        found += here
    return found


def _held_against(figure: Figure, told: Sequence[_Told], *, ours: bool) -> _Told | None:
    """The number that this one is held against: of the same kind, and another."""
    for one in told:
        other = one.figure
        if (one.ours and not ours) or other.part_of is not None:
            continue
        if other.value_low is None and other.value_high is None:
            continue
        if figure.value_low is None and figure.value_high is None:
            continue
        if (other.value_low, other.value_high) == (figure.value_low, figure.value_high):
            continue
        if _alike(figure, other):
            return one
    return None


def _alike(figure: Figure, other: Figure) -> bool:
    things = (figure.counted in _THINGS, other.counted in _THINGS)
    if things[0] != things[1] and "other" not in (figure.counted, other.counted):
        return False
    if other.category and figure.category and other.category != figure.category:
        return False
    same = other.counted == figure.counted or bool({other.counted, figure.counted} & _LOOSE)
    bare = " " not in figure.quote or " " not in other.quote  # it leaves its noun out
    return same and (bare or None in (other.unit, figure.unit) or other.unit == figure.unit)


def _ours(scans: Sequence[Scan], at: int, first: int, last: int, figure: Figure) -> Reply | None:
    """ "We were four", "there were nineteen", "no more than 24 were unloaded", "corrects: 19"."""
    scan = scans[at]
    mark = _beside(scan, first, last)
    if mark is None:
        return None
    right = "should-be" in mark.parts or "corrects" in mark.parts
    told = _held_against(figure, _before(scans, at, min(mark.first, first)), ours=right)
    if told is None:
        return None
    own = "own-count" in mark.parts or "should-be" in mark.parts
    by = speaker_at(scan, first) if own else _counting(scan, first) or speaker_at(scan, first)
    if not own and by is None and told.index == scan.sentence.index:
        return None
    if by is not None and told.speaker is not None and by == told.speaker:
        return None
    start, other = min(mark.first, first), told.figure
    return Reply(start, last, first, by, "corrects", (other.start, other.end), other.start)


def _beside(scan: Scan, first: int, last: int) -> Mark | None:
    """The word that makes a number one's own count, or a limit, beside it."""
    for mark in scan.marks:
        if mark.parts & {"own-count", "only", "should-be"}:
            behind = mark.last <= first + 1 and first - mark.last <= _NEAR
            if behind and not any(scan.is_sign(k) for k in range(mark.last, first)):
                return mark
            if "only" in mark.parts and mark.first in (last, last + 1):
                return mark
        near = 0 <= first - mark.last <= _CLOSE
        if (
            "corrects" in mark.parts
            and near
            and ":" in (scan.tokens[k].raw for k in range(mark.last, first))
        ):
            return mark
    if scan.figure_at[first][1].bound in ("at most", "up to"):
        return Mark(first, first, frozenset(("only",)))
    return None


def _as_well(scans: Sequence[Scan], at: int, first: int, last: int, figure: Figure) -> Reply | None:
    """ "The gravedigger says nine too"."""
    scan = scans[at]
    near = range(max(0, first - 4), min(len(scan.tokens), last + 3))
    if not any(scan.norm(k) in _TOO for k in near):
        return None
    by = _counting(scan, first) or speaker_at(scan, first)
    same = next(
        (one.figure for one in _before(scans, at, max(0, first - _NEAR))
         if one.figure.value_low == figure.value_low and figure.value_low is not None
         and one.speaker != by),
        None,
    )  # fmt: skip
    if by is None or same is None:
        return None
    return Reply(max(0, first - 3), last, first, by, "supports", (same.start, same.end))


def _another(scans: Sequence[Scan], at: int, first: int, last: int, figure: Figure) -> Reply | None:
    """ "The registers show 118,000. The network puts the number at 140,000."."""
    scan = scans[at]
    verb = next(
        (one for one in reversed(scan.marks)
         if one.last <= first and "says" in one.parts and first - one.last <= _NEAR + 4), None,
    )  # fmt: skip
    if verb is None:
        return None
    bare = last == first + 1
    number = bare or any(scan.norm(k) in _THE_NUMBER for k in range(verb.first, first))
    by = _counting(scan, first) or speaker_at(scan, first)
    if by is None:
        return None
    told = _held_against(figure, _before(scans, at, verb.first), ours=False)
    if told is None or told.speaker in (None, by):
        return None
    number = number or told.figure.quote.split()[-1] == figure.quote.split()[-1]
    if not number or (told.figure.counted != figure.counted and not bare):
        return None
    attitude: Attitude = "corrects"
    other = told.figure
    return Reply(verb.first, last, first, by, attitude, (other.start, other.end))
