"""Read a portion of a year or month: "the first six months of 2012", النصف الأول من العام الجاري.

Positions are tokens of one sentence.
"""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.model import Token
from tawthiq.reading.where_when.date_parsing import bare_year, month_first
from tawthiq.reading.where_when.moments import Point, Relative, Stretch, Turn
from tawthiq.reading.where_when.relative_parsing import relative_at
from tawthiq.reading.where_when.time_units import quantity_of_units, word_token
from tawthiq.reading.where_when.time_words import word_at

Tokens = Sequence[Token]

_FIRST = frozenset(("first", "opening", "اول"))
_LAST = frozenset(("last", "final", "closing", "اخر"))
_AFTER_FIRST = frozenset(("الاولي", "الاول", "الاوليين", "الاولين"))
_AFTER_LAST = frozenset(("الاخيره", "الاخير", "الاخيرتين", "الاخيرين"))
_OF = frozenset(("of", "in", "من"))
_MONTHS, _DAYS_OF_WEEK = 12, 7


def portion_at(tokens: Tokens, at: int) -> Stretch | None:
    """The portion that begins at a token; None where none does."""
    if tokens[at].norm == "the" and at + 1 < len(tokens):
        at += 1
    return _whole_part(tokens, at) or _so_many(tokens, at)


def _whole_part(tokens: Tokens, at: int) -> Stretch | None:
    """The first half of this year, الربع الثاني من العام الماضي; of a year that is not stated."""
    which, division = word_at(tokens, at, "ordinal"), None
    if which is not None:
        division = word_at(tokens, which.last, "division")
        last = division.last if division is not None else 0
    else:
        division = word_at(tokens, at, "division")
        which = word_at(tokens, division.last, "ordinal") if division is not None else None
        last = which.last if which is not None else 0
    if which is None or division is None or which.value > division.value:
        return None
    year = _year_turn(tokens, last)
    if year is None:
        return None
    point = Point(division=(division.value, which.value), year_turn=year[0])
    return Stretch(first=at, last=year[1], form="point", start=point)


def _year_turn(tokens: Tokens, at: int) -> tuple[Turn, int] | None:
    """Of this year, of last year, من العام الجاري."""
    after = at + 1 if at < len(tokens) and tokens[at].norm in _OF else at
    found = relative_at(tokens, after)
    if found is None:
        return None
    moment, last = found
    if moment.form != "calendar" or moment.unit != "year" or moment.third is not None:
        return None
    turn: Turn = -1 if moment.count == -1 else 1 if moment.count == 1 else 0
    return (turn, last) if moment.count in {-1, 0, 1} else None


def _so_many(tokens: Tokens, at: int) -> Stretch | None:
    """The first six months of 2012; الأشهر الستة الأولى من عام 2012; أول ثلاثة أيام من أيار."""
    head = _latin_head(tokens, at) or _arabic_head(tokens, at)
    if head is None:
        return None
    unit, count, from_end, after = head
    if after >= len(tokens) or tokens[after].norm not in _OF:
        return None
    whole = _whole(tokens, after + 1)
    if whole is None:
        return None
    point, last = whole
    if unit == "month":
        return _months(point, count, Stretch(first=at, last=last, form="range"), end=from_end)
    days = count * (_DAYS_OF_WEEK if unit == "week" else 1)
    if point.month is None or from_end or unit not in {"day", "week"} or days > 28:
        return None
    start, end = replace(point, day=1), replace(point, day=days)
    return Stretch(first=at, last=last, form="range", start=start, end=end)


def _months(point: Point, count: int, stretch: Stretch, *, end: bool) -> Stretch | None:
    if point.month is not None or not 0 < count < _MONTHS:
        return None
    first, last = (_MONTHS - count + 1, _MONTHS) if end else (1, count)
    # The year is that of the end; the start is the latest such month before it.
    start = Point(month=first, year=point.year)
    return replace(stretch, start=start, end=replace(point, month=last))


def _latin_head(tokens: Tokens, at: int) -> tuple[str, int, bool, int] | None:
    norm = tokens[at].norm
    if norm not in _FIRST | _LAST:
        return None
    length = quantity_of_units(tokens, at + 1)
    if length is None or length[0] is None:
        return None
    return length[1], length[0], norm in _LAST, length[2]


def _arabic_head(tokens: Tokens, at: int) -> tuple[str, int, bool, int] | None:
    """الأشهر الستة الأولى, الأشهر الـ6 الأولى, الستة أشهر الأولى, الشهرين الأولين."""
    token = tokens[at]
    if token.kind != "word" or token.raw.isascii():
        return None
    two = word_at(tokens, at, "two")
    unit = word_at(tokens, at, "unit")
    count: int | None
    if two is not None:
        kind, count, after = two.value, 2, two.last
    elif unit is not None:
        kind = unit.value
        count, after = _definite(tokens, unit.last)
    else:
        count, after = _definite(tokens, at)
        unit = word_at(tokens, after, "unit") if count is not None else None
        if unit is None:
            return None
        kind, after = unit.value, unit.last
    if count is None or after >= len(tokens):
        return None
    norm = tokens[after].norm
    if norm not in _AFTER_FIRST | _AFTER_LAST:
        return None
    return kind, count, norm in _AFTER_LAST, after + 1


def _definite(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """الستة, الـ6."""
    if at >= len(tokens):
        return None, at
    if tokens[at].norm == "ال" and at + 1 < len(tokens) and tokens[at + 1].norm.isdigit():
        return int(tokens[at + 1].norm[:4]), at + 2
    norm = tokens[at].norm
    number = word_at((word_token(norm[2:]),), 0, "number") if norm.startswith("ال") else None
    return (number.value, at + 1) if number is not None else (None, at)


def _whole(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """The year or month that a portion is of: "2012", "this year", "May 2012", عام 2012."""
    found = relative_at(tokens, at)
    if found is not None:
        moment, last = found
        if not isinstance(moment, Relative) or moment.form != "calendar" or moment.unit != "year":
            return None
        turn: Turn = -1 if moment.count == -1 else 0
        return (Point(year_turn=turn), last) if moment.count in {-1, 0} else None
    while (filler := word_at(tokens, at, "filler")) is not None and not tokens[at].raw.isascii():
        at = filler.last
    if at >= len(tokens):
        return None
    year = bare_year(tokens, at)
    if year is not None:
        return None if year[0].hijri else year
    month = month_first(tokens, at, cued=True) if tokens[at].kind == "word" else None
    if month is None or month[0].day is not None or month[0].hijri:
        return None
    return month
