"""Read one date, or a piece of one, into year, month and day: no ranges, no "before", no "about".

Text that has not the shape of a date gives None, so that the caller can try another reading; text
that has the shape but names a day that cannot be raises.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tawthiq.errors import FieldError
from tawthiq.fields.hijri import check_hijri_year, hijri_interval
from tawthiq.fields.model import Calendar, Order
from tawthiq.fields.months import gregorian_months, hijri_months, weekdays

FIRST_YEAR, LAST_YEAR = 1900, 2100  # a year outside is taken for a slip of the pen
CENTURY_TURN = 30  # two-digit years: 00-29 are 2000-2029, 30-99 are 1930-1999
_HIJRI_CENTURY_TURN = 51  # two-digit Hijri years: 00-50 are 1400-1450, 51-99 are 1351-1399
_ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

_TIME = re.compile(
    r"(?<=\d)(?:t| +|, ?| at )\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
    r" ?(?:[ap]\.?m\.?|ص|م)?(?: ?(?:z|utc|gmt|[+-]\d{2}:?\d{2}))?$"
)
_HIJRI_ERA = re.compile(
    r"(?:(?<=\d) ?|(?<=@) | )(?:هجريه|هجري|للهجره|ه\.?|a\.?h\.?|h\.?|hijri)(?![^\W\d_])"
)
_GREGORIAN_ERA = re.compile(r"(?:(?<=\d) ?| )(?:ميلاديه|ميلادي|م\.?|a\.?d\.?|c\.?e\.?)(?![^\W\d_])")
_FILLER = re.compile(
    r"(?<![^\W\d_])(?:of|the|on|in|year|month|day|de|du|le|من|يوم|اليوم|بتاريخ|تاريخ|في|شهر|"
    r"عام|سنه|لعام|لسنه)(?![^\W\d_])"
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er)(?![^\W\d_])")
_SEPARATORS = re.compile(r"[\s/\\.,_-]+")
_TOKEN = re.compile(r"\d{1,4}|\d{3}x|\d\dxx|[xu?]{1,4}|\d{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a piece of text says of a date; None where it says nothing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    years: int = 1  # 10 for a decade ("201X"), 100 for a century ("20XX")
    hijri: bool = False
    weekday: int | None = None  # Monday is 1
    doubts: tuple[str, ...] = ()


def month_days(year: int, month: int) -> int:
    """Give the length of a Gregorian month in days."""
    return monthrange(year, month)[1]


def read_parts(text: str, order: Order, calendar: Calendar | None) -> Parts | None:
    """Read folded text as one date, or as a piece of one ("3", "3 august").

    Args:
        text: folded (`fold`).
        order: how to read "3/4/2012".
        calendar: what the column is known to hold; None to tell by names, era or year.

    Returns:
        None where the text has not the shape of one date.

    Raises:
        FieldError: the shape is right, the date cannot be.
    """
    text = _TIME.sub("", text)
    text, eras = _HIJRI_ERA.subn(" ", text)
    hijri = calendar == "hijri" or eras > 0
    if not hijri:
        text = _GREGORIAN_ERA.sub(" ", text)
    days_of_week, text = weekdays().find(text)
    text = text.replace("@", " ")
    months, text = gregorian_months().find(text)
    hijri_names, text = hijri_months().find(text)
    if len(months) > 1 or len(hijri_names) > 1 or (months and hijri_names) or len(days_of_week) > 1:
        return None
    named = months or hijri_names
    hijri = (hijri or bool(hijri_names)) and not months
    rest = _ORDINAL.sub("", _FILLER.sub(" ", text)).replace("@", " ")
    tokens = [token for token in _SEPARATORS.split(rest) if token]
    if len(tokens) > 3 or not all(map(_TOKEN.fullmatch, tokens)):
        return None
    parts = (
        _with_month_name(tokens, next(iter(named)), order, hijri)
        if named
        else _of_numbers(tokens, order, hijri)
    )
    if parts is None:
        return None
    if (
        parts.year is not None
        and not months
        and calendar is None
        and 1300 <= parts.year <= LAST_HIJRI
    ):
        parts = replace(parts, hijri=True)
    if days_of_week:
        parts = replace(parts, weekday=days_of_week.pop())
    return parts


LAST_HIJRI = 1500


def _number(token: str) -> int | None:
    """Give the number of a token; None for 00, xx or ??, which mark an unknown part."""
    return int(token) or None if token.isdecimal() else None


def _year(token: str, hijri: bool) -> Parts:
    if token.endswith("xx"):
        return Parts(year=int(token[:2]) * 100, years=100, hijri=hijri)
    if token.endswith("x"):
        return Parts(year=int(token[:3]) * 10, years=10, hijri=hijri)
    year = int(token)
    if len(token) > 2:
        return Parts(year=year, hijri=hijri)
    if hijri:
        year += 1400 if year < _HIJRI_CENTURY_TURN else 1300
    else:
        year += 2000 if year < CENTURY_TURN else 1900
    return Parts(year=year, hijri=hijri, doubts=(f"two-digit year read as {year}",))


def _is_year(token: str) -> bool:
    return len(token) == 4 and token[:2].isdecimal()


def _with_month_name(tokens: list[str], month: int, order: Order, hijri: bool) -> Parts | None:
    years = [token for token in tokens if _is_year(token)]
    others = [token for token in tokens if not _is_year(token)]
    if any(len(token) > 2 for token in others) or len(years) > 1 or len(others) > 2:
        return None
    if years:
        if len(others) > 1:
            return None
        day = _number(others[0]) if others else None
        return replace(_year(years[0], hijri), month=month, day=day)
    if len(others) == 2:
        day_token, year_token = reversed(others) if order == "ymd" else others
        if not year_token.isdecimal():
            return None
        return replace(_year(year_token, hijri), month=month, day=_number(day_token))
    day = _number(others[0]) if others else None
    return Parts(month=month, day=day, hijri=hijri)


def _of_numbers(tokens: list[str], order: Order, hijri: bool) -> Parts | None:
    if len(tokens) == 1:
        return _of_one(tokens[0], hijri)
    if any(len(token) > 4 for token in tokens):
        return None
    if len(tokens) == 2:
        return _of_two(tokens, order, hijri)
    if len(tokens) == 3:
        return _of_three(tokens, order, hijri)
    return None


def _of_one(token: str, hijri: bool) -> Parts | None:
    if len(token) == 8:
        if not (FIRST_YEAR <= int(token[:4]) <= LAST_YEAR and token.isdecimal()):
            return None
        return Parts(year=int(token[:4]), month=_number(token[4:6]), day=_number(token[6:]))
    if _is_year(token):
        return _year(token, hijri)
    if token.isdecimal() and len(token) <= 2:
        return Parts(day=int(token), hijri=hijri)
    return None


def _of_two(tokens: list[str], order: Order, hijri: bool) -> Parts | None:
    first, second = tokens
    if _is_year(second) and not _is_year(first):
        first, second = second, first
    if _is_year(first):
        if len(second) > 2:
            return None
        return replace(_year(first, hijri), month=_number(second))
    if not (first.isdecimal() and second.isdecimal()) or len(first) > 2 or len(second) > 2:
        return None
    day, month = (first, second) if order == "dmy" else (second, first)
    return Parts(day=_number(day), month=_number(month), hijri=hijri)


def _of_three(tokens: list[str], order: Order, hijri: bool) -> Parts | None:
    a, b, c = tokens
    if not _is_year(a) and not _is_year(c):
        if max(len(a), len(b), len(c)) > 2:
            return None
        # Neither shows a century: the order of the column says where the year stands, unless a
        # number over 31 shows it.
        big_a, big_c = (t.isdecimal() and int(t) > 31 for t in (a, c))
        year_first = (order == "ymd" and not big_c) or (big_a and not big_c)
    else:
        year_first = _is_year(a)
    if year_first:
        if max(len(b), len(c)) > 2 or not a[:2].isdecimal():
            return None
        return replace(_year(a, hijri), month=_number(b), day=_number(c))
    if max(len(a), len(b)) > 2 or not c[:2].isdecimal():
        return None
    base = _year(c, hijri)
    day, month = (_number(b), _number(a)) if order == "mdy" else (_number(a), _number(b))
    if month is not None and day is not None and month > 12 >= day:
        day, month = month, day
        doubt = f"day and month can only stand the other way round than the column's ({order})"
        base = replace(base, doubts=(*base.doubts, doubt))
    return replace(base, day=day, month=month)


def days_of(parts: Parts) -> tuple[date, date]:
    """Give the first and last day that parts with a year can mean, by the calendar they are in.

    Raises:
        FieldError: no such year, month or day.
    """
    if parts.year is None:
        raise FieldError("no year is given; write the year with four digits.")
    if parts.hijri:
        return _hijri_days(parts, parts.year)
    year, month, day = parts.year, parts.month, parts.day
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FieldError(f"the year {year} is outside {FIRST_YEAR}-{LAST_YEAR}; mend the year.")
    if month is None:
        return _days_without_month(year, parts.years, day)
    if month > 12:
        raise FieldError(f"month {month} does not exist; months run from 1 to 12.")
    if day is None:
        return date(year, month, 1), date(year, month, month_days(year, month))
    if day > month_days(year, month):
        raise FieldError(f"{day} {_ENGLISH_MONTHS[month - 1]} {year} does not exist.")
    return date(year, month, day), date(year, month, day)


def _days_without_month(year: int, years: int, day: int | None) -> tuple[date, date]:
    if day is None:
        return date(year, 1, 1), date(min(year + years - 1, LAST_YEAR), 12, 31)
    if day > 31:
        raise FieldError(f"day {day} does not exist; days run from 1 to 31.")
    return date(year, 1, day), date(year, 12, day)


def _hijri_days(parts: Parts, year: int) -> tuple[date, date]:
    if parts.years > 1:
        check_hijri_year(year)
        first, _ = hijri_interval(year, None, None)
        _, last = hijri_interval(min(year + parts.years - 1, LAST_HIJRI), None, None)
    else:
        first, last = hijri_interval(year, parts.month, parts.day)
    # The tables are reckoned, the month is sighted: a day either way.
    return first - timedelta(days=1), last + timedelta(days=1)
