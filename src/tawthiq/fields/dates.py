"""Read a date as the closed interval of days it may be.

Nothing is rounded to a day that the source did not give: a month is all its days, "before 5 May"
has no first day, a Hijri day is three days because the moon is sighted, not reckoned. How much
"about" widens is a convention (`parse_date` states it); the words themselves set no bound.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from tawthiq.errors import FieldError
from tawthiq.fields.dateparts import FIRST_YEAR, LAST_YEAR, Parts, days_of, month_days, read_parts
from tawthiq.fields.model import Calendar, DateRange, Order
from tawthiq.fields.text import check_length, fold

_Grain = Literal["day", "month", "year"]

HIJRI_DOUBT = "Hijri date: the sighting of the moon may shift it by a day"
_UNCERTAIN_DOUBT = "the source marks the date as uncertain"
_ABOUT_DOUBT = "the source says about"

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)


def _words(*phrases: str) -> str:
    return "|".join(re.escape(fold(p)).replace(r"\ ", " ") for p in sorted(phrases, key=len)[::-1])


_BEFORE = _words("before", "prior to", "earlier than", "قبل", "ما قبل", "avant", "<")
_AFTER = _words("after", "later than", "بعد", "ما بعد", "après", ">")
_UNTIL = _words(
    *("until", "till", "by", "up to", "no later than", "not later than", "on or before", "<="),
    *("at the latest", "حتى", "لغاية", "jusqu'au", "≤"),
)
_SINCE = _words("since", "from", "on or after", "not before", "منذ", "من", "ابتداء من", ">=", "≥")
_ABOUT = _words(
    *("about", "around", "circa", "c.", "ca.", "ca", "approx.", "approx", "approximately", "~"),
    *("near", "roughly", "حوالي", "حوالى", "نحو", "قرابة", "تقريبا", "في حدود", "environ", "vers"),
)
_EARLY = _words("early", "beginning of", "start of", "أوائل", "مطلع", "بداية", "في بداية", "début")
_MIDDLE = _words("mid", "middle of", "mid-", "منتصف", "أواسط", "في منتصف", "mi-")
_LATE = _words("late", "end of", "أواخر", "نهاية", "في نهاية", "آخر", "fin")

_PREFIX = re.compile(
    rf"(?:(?P<until>{_UNTIL})|(?P<since>{_SINCE})|(?P<before>{_BEFORE})|(?P<after>{_AFTER})"
    rf"|(?P<about>{_ABOUT})|(?P<early>{_EARLY})|(?P<middle>{_MIDDLE})|(?P<late>{_LATE}))"
    r"(?:(?<![a-z\u0620-\u064a])|(?=[ \d\u0627]))[ :-]*(?P<rest>\S.*)"
)
_ABOUT_LAST = _words("approx", "approx.", "approximately", "circa", "about", "تقريبا")
_ABOUT_SUFFIX = re.compile(rf"(?P<rest>.*\S) ?[(,]? ?(?:{_ABOUT_LAST})\)?")
_QUALIFIER = re.compile(r"(?P<rest>.*[^\s?~%-])[ -]*(?P<mark>[?~%]{1,3})")
_BETWEEN = re.compile(
    r"(?:between|ما بين|بين|entre) (?P<a>[^|]{1,80}?) ?(?: and | et | و ?|-)(?P<b>\S.*)"
)
_FROM_TO = re.compile(
    r"(?:from|من|du|de) (?P<a>[^|]{1,80}?) ?(?: to | until | till | الي | حتي | لغايه | au |-)"
    r" ?(?P<b>\S.*)"
)
_JOINED = (
    re.compile(r"(?P<a>.*\S) ?\.\. ?(?P<b>\S.*)"),
    re.compile(r"(?P<a>.*\S) (?:to|until|till|or|and|au|ou|et|الي|حتي|لغايه|او) (?P<b>\S.*)"),
    re.compile(r"(?P<a>.*\S) و ?(?P<b>\d.*)"),
    re.compile(r"(?P<a>[^-]*\S|.*\S(?= - )) - (?P<b>\S.*)"),
)
_EDTF_END = r"(?:\d{2}(?:\d\d|\dx|xx)(?:-(?:\d\d|xx)){0,2}[?~%]?|\.\.|)"
_EDTF_INTERVAL = re.compile(rf"(?P<a>{_EDTF_END})/(?P<b>{_EDTF_END})")
_SAME_DAY = re.compile(r" ?(?:الموافق ل|الموافقه|الموافق|موافق|corresponding to|=) ?:? ?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """A reading on its way: the days, and what is still needed to write and widen it."""

    earliest: date | None
    latest: date | None
    edtf: str | None = None  # None: write the days as a set
    grain: _Grain = "day"
    hijri: bool = False
    doubts: tuple[str, ...] = ()


def parse_date(text: str, *, order: Order = "dmy", calendar: Calendar | None = None) -> DateRange:
    """Read a date, whole, partial or vague, as the closed interval of days it may be.

    Reads ISO 8601 with or without a time of day (dropped, with its time zone); numbers parted by
    `/ - .` or blanks, in Western, Arabic or Persian digits; month names in English, French and
    Levantine, Egyptian, Gulf and Maghrebi Arabic; Hijri dates; "XX/08/2012"; ranges; before, after,
    about, early, mid, late; EDTF levels 0 and 1 and the sets `[..]` of level 2.

    The conventions:

    * two-digit years: 00-29 are 2000-2029, 30-99 are 1930-1999 (Hijri 00-50: 1400s); in `doubt`;
    * "before X" ends the day before X begins, "after X" begins the day after X ends; "until" and
      "since" include X;
    * "about" (`~`) widens a day by 7 days, a month by a month, a year by a year, on either side;
    * `?` (uncertain) does not widen, it stands in `doubt`; `%` does both;
    * early, mid and late are days 1-10, 11-20 and 21 to the end of a month, or the first, second
      and last four months of a year;
    * a Hijri date is widened by one day on either side, for the sighting of the moon; years
      1300-1500 are taken for Hijri unless `calendar` is "gregorian";
    * "03/04/2012" follows `order`; "25/04/2012" has one reading under any order.

    Args:
        text: at most 200 characters.
        order: how a date of three numbers is to be read when its year does not stand first.
        calendar: the calendar of the column; None to tell by month name, era or year.

    Returns:
        The interval; `edtf` reads back to the same days.

    Raises:
        FieldError: not a date, a day that does not exist, or a year outside 1900-2100.
    """
    iso = _ISO.fullmatch(text)
    if iso is not None and calendar is None and "1900" <= iso[1] <= "2099":
        try:
            day = date(int(iso[1]), int(iso[2]), int(iso[3]))
        except ValueError:
            pass  # the long way says what is wrong
        else:
            return DateRange(earliest=day, latest=day, edtf=text, calendar="gregorian", doubt=None)
    check_length(text)
    try:
        span = _read(_unwrap(fold(text)), order, calendar)
    except FieldError as error:
        raise FieldError(f"{text!r} cannot be read as a date: {error}") from None
    if span.earliest and span.latest and span.earliest > span.latest:
        raise FieldError(f"{text!r} cannot be read as a date: it ends before it begins.")
    return DateRange(
        earliest=span.earliest,
        latest=span.latest,
        edtf=span.edtf or _as_set(span.earliest, span.latest),
        calendar="hijri" if span.hijri else "gregorian",
        doubt="; ".join(dict.fromkeys(span.doubts)) or None,
    )


def from_excel_serial(n: float, *, epoch: Literal[1900, 1904] = 1900) -> DateRange:
    """Read a spreadsheet's day number; call it only where the file says that a number is a date.

    Args:
        n: days; 1 is 1 January 1900 (or 0 is 1 January 1904). A fraction is a time of day, dropped.
        epoch: the date system of the workbook.

    Returns:
        One day.

    Raises:
        FieldError: before 1900, after 2100, or 60: the 29 February 1900 that Excel invented.
    """
    days = int(n) if 0 <= n < 10**6 else -1
    if epoch == 1904:
        day = date(1904, 1, 1) + timedelta(days=days) if days >= 0 else date.min
    elif days < 1 or days == 60:
        day = date.min
    else:
        day = date(1899, 12, 30 if days > 60 else 31) + timedelta(days=days)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise FieldError(
            f"{n!r} is no day number of a spreadsheet between {FIRST_YEAR} and {LAST_YEAR}; mend "
            "the cell, or format it as text."
        )
    return DateRange(
        earliest=day, latest=day, edtf=day.isoformat(), calendar="gregorian", doubt=None
    )


_THREE_NUMBERS = re.compile(r"(\d{1,4})[/.\-\\ ](\d{1,2})[/.\-\\ ](\d{1,4})(?:[ t].*)?", re.ASCII)
_MARGIN = 20  # one slip in twenty does not hide the habit of a column


def detect_order(values: Iterable[str]) -> Order | None:
    """Propose how a column orders day, month and year, from values that can only be read one way.

    Args:
        values: cells as written; those that are no three numbers are not heeded.

    Returns:
        "ymd" only where no value puts the year last; None where nothing decides, or where values
        contradict each other by more than one in twenty.
    """
    votes: dict[Order, int] = {"dmy": 0, "mdy": 0, "ymd": 0}
    year_last = False
    for value in values:
        if len(value) > 40:
            continue
        match = _THREE_NUMBERS.fullmatch(fold(value))
        if match is None:
            continue
        a, b, c = match.groups()
        if len(a) > 2 or (int(a) > 31 and len(c) < 3):
            votes["ymd"] += 1
        elif len(c) > 2 or int(c) > 31:
            year_last = True
            if int(a) > 12 >= int(b):
                votes["dmy"] += 1
            elif int(b) > 12 >= int(a):
                votes["mdy"] += 1
    if year_last:
        # Where the year shows by its four digits it is read so under any order.
        votes["ymd"] = 0
    order = max(votes, key=lambda key: votes[key])
    others = sum(votes.values()) - votes[order]
    return order if votes[order] > others * _MARGIN else None


def _as_set(earliest: date | None, latest: date | None) -> str:
    """Write days as "one of" (EDTF level 2): a death has one day, an EDTF interval lasts."""
    if earliest is not None and earliest == latest:
        return earliest.isoformat()
    first = earliest.isoformat() if earliest else ""
    last = latest.isoformat() if latest else ""
    return f"[{first}..{last}]"


def _unwrap(text: str) -> str:
    while len(text) > 2 and text[0] in '([{"«' and text[-1] in ')]}"»':
        text = text[1:-1].strip()
    return text.strip(" ,;")


def _read(  # noqa: PLR0911, PLR0912 - one branch a way of writing
    text: str, order: Order, calendar: Calendar | None, depth: int = 0
) -> _Span:
    if not text:
        raise FieldError("it is empty.")
    if depth > 6:
        raise FieldError("it says too much for one date.")
    deeper = depth + 1
    same = _SAME_DAY.split(text)
    if len(same) == 2 and all(same):
        return _same_day(*(_read(_unwrap(part), order, calendar, deeper) for part in same))
    # A set of EDTF with one end open: "[..2012-05-04]" has lost its brackets by now.
    if text.startswith("..") and len(text) > 2 and "/" not in text:
        return _open_end(_read(text[2:].strip(), order, calendar, deeper), before=True)
    if text.endswith("..") and len(text) > 2 and "/" not in text:
        return _open_end(_read(text[:-2].strip(), order, calendar, deeper), before=False)
    interval = _EDTF_INTERVAL.fullmatch(text)
    if interval is not None:
        return _edtf_interval(interval["a"], interval["b"], order, calendar, deeper)
    for pattern in (_BETWEEN, _FROM_TO):
        match = pattern.fullmatch(text)
        if match is not None:
            return _range(match["a"], match["b"], order, calendar, deeper)
    marked = _QUALIFIER.fullmatch(text)
    if marked is not None:
        return _marked(_read(marked["rest"], order, calendar, deeper), marked["mark"])
    suffixed = _ABOUT_SUFFIX.fullmatch(text)
    if suffixed is not None:
        return _about(_read(suffixed["rest"], order, calendar, deeper))
    prefixed = _PREFIX.fullmatch(text)
    if prefixed is not None and prefixed.lastgroup is not None:
        kind = next(k for k, v in prefixed.groupdict().items() if v and k != "rest")
        return _with_prefix(kind, prefixed["rest"], order, calendar, deeper)
    parts = read_parts(text, order, calendar)
    if parts is not None:
        return _point(parts)
    for pattern in _JOINED:
        match = pattern.fullmatch(text)
        if match is not None:
            return _range(match["a"], match["b"], order, calendar, deeper)
    dashes = [i for i, c in enumerate(text) if c == "-"]
    if len(dashes) % 2:
        middle = dashes[len(dashes) // 2]
        a, b = text[:middle].strip(), text[middle + 1 :].strip()
        if a and b:
            return _range(a, b, order, calendar, deeper)
    if text.isdecimal():
        raise FieldError(
            "a bare number; if it is a spreadsheet's day number, format the column as dates."
        )
    raise FieldError("expected such as 2012-08-23, 23/08/2012, August 2012 or 23 آب 2012.")


def _point(parts: Parts) -> _Span:
    first, last = days_of(parts)
    doubts = parts.doubts
    grain: _Grain = "day" if parts.day else "month" if parts.month else "year"
    if parts.weekday is not None and first == last and first.isoweekday() != parts.weekday:
        doubts = (*doubts, "the weekday given is not that of the date")
    if parts.hijri:
        return _Span(
            earliest=first, latest=last, grain=grain, hijri=True, doubts=(*doubts, HIJRI_DOUBT)
        )
    if parts.month is None and parts.day is not None:
        doubts = (*doubts, "the month is not given")
    return _Span(earliest=first, latest=last, edtf=_edtf_of(parts), grain=grain, doubts=doubts)


def _edtf_of(parts: Parts) -> str:
    year = f"{parts.year:04d}"
    if parts.years > 1:
        year = year[:3] + "X" if parts.years == 10 else year[:2] + "XX"
    if parts.month is None:
        return year if parts.day is None else f"{year}-XX-{parts.day:02d}"
    if parts.day is None:
        return f"{year}-{parts.month:02d}"
    return f"{year}-{parts.month:02d}-{parts.day:02d}"


def _same_day(one: _Span, other: _Span) -> _Span:
    """Two calendars for one day: the Gregorian one is exact; the other must fit it."""
    if one.hijri and not other.hijri:
        one, other = other, one
    apart = (one.earliest and other.latest and one.earliest > other.latest) or (
        one.latest and other.earliest and one.latest < other.earliest
    )
    if apart:
        doubt = "the two dates given for one day do not agree; the Gregorian one is kept"
        return replace(one, doubts=(*one.doubts, doubt))
    return one


def _open_end(span: _Span, *, before: bool) -> _Span:
    return replace(
        span,
        earliest=None if before else span.earliest,
        latest=span.latest if before else None,
        edtf=None,
    )


def _with_prefix(
    kind: str, rest: str, order: Order, calendar: Calendar | None, depth: int
) -> _Span:
    if kind in {"early", "middle", "late"}:
        parts = read_parts(rest, order, calendar)
        if parts is None:
            raise FieldError(f"{rest!r} is no month or year.")
        return _third(parts, kind)
    span = _read(rest, order, calendar, depth)
    day = timedelta(days=1)
    if kind == "about":
        return _about(span)
    if kind == "before":
        end = span.earliest - day if span.earliest else None
        return replace(span, earliest=None, latest=end, edtf=None)
    if kind == "after":
        start = span.latest + day if span.latest else None
        return replace(span, earliest=start, latest=None, edtf=None)
    return _open_end(span, before=kind == "until")


def _third(parts: Parts, kind: str) -> _Span:
    """Early, middle or late in a month or year: thirds, by convention."""
    span = _point(parts)
    if parts.day is not None or parts.hijri or parts.years > 1 or parts.year is None:
        raise FieldError("early, mid and late are understood of a Gregorian month or year.")
    if parts.month is None:
        first = {"early": 1, "middle": 5, "late": 9}[kind]
        earliest = date(parts.year, first, 1)
        latest = date(parts.year, first + 3, month_days(parts.year, first + 3))
    else:
        first = {"early": 1, "middle": 11, "late": 21}[kind]
        last = month_days(parts.year, parts.month) if kind == "late" else first + 9
        earliest = date(parts.year, parts.month, first)
        latest = date(parts.year, parts.month, last)
    doubt = f"{kind} in the {'year' if parts.month is None else 'month'}: a third of it"
    return replace(span, earliest=earliest, latest=latest, edtf=None, doubts=(*span.doubts, doubt))


def _marked(span: _Span, mark: str) -> _Span:
    if "~" in mark or "%" in mark:
        span = _about(span, edtf_mark="%" if "%" in mark or "?" in mark else "~")
    if "?" in mark or "%" in mark:
        edtf = span.edtf
        if edtf is not None and edtf[-1] not in "?~%":
            edtf += "?"
        span = replace(span, edtf=edtf, doubts=(*span.doubts, _UNCERTAIN_DOUBT))
    return span


def _about(span: _Span, edtf_mark: str = "~") -> _Span:
    """Widen by the grain of what is said: 7 days, a month or a year on either side."""
    edtf = span.edtf + edtf_mark if span.edtf and span.edtf[-1] not in "?~%" else None
    return replace(
        span,
        earliest=_step(span.earliest, span, -1),
        latest=_step(span.latest, span, +1),
        edtf=edtf,
        doubts=(*span.doubts, _ABOUT_DOUBT),
    )


def _step(day: date | None, span: _Span, sign: int) -> date | None:
    if day is None:
        return None
    if span.grain == "day":
        return day + timedelta(days=7 * sign)
    if span.hijri:
        return day + timedelta(days=(30 if span.grain == "month" else 355) * sign)
    if span.grain == "year":
        year = day.year + sign
        return date(year, day.month, min(day.day, month_days(year, day.month)))
    year, month = divmod(day.year * 12 + day.month - 1 + sign, 12)
    last = month_days(year, month + 1)
    at_end = day.day == month_days(day.year, day.month)
    return date(year, month + 1, last if at_end else min(day.day, last))


def _edtf_interval(a: str, b: str, order: Order, calendar: Calendar | None, depth: int) -> _Span:
    start = None if a in {"", ".."} else _read(a, order, calendar, depth)
    end = None if b in {"", ".."} else _read(b, order, calendar, depth)
    if start is None and end is None:
        raise FieldError("an interval without any date.")
    if start is None or end is None:
        known = start or end
        assert known is not None  # noqa: S101 - for the type checker; one of them is a span
        return _open_end(known, before=start is None)
    return _hull(start, end)


def _range(a: str, b: str, order: Order, calendar: Calendar | None, depth: int) -> _Span:
    """Join two ends, each lending the other the month or year it does not repeat."""
    first = read_parts(a.strip(" ,"), order, calendar)
    second = read_parts(b.strip(" ,"), order, calendar)
    if first is None or second is None:
        start = _point(first) if first is not None else _read(a, order, calendar, depth)
        end = _point(second) if second is not None else _read(b, order, calendar, depth)
        return _hull(start, end)
    first, second = _lend(first, second), _lend(second, first)
    return _hull(_point(first), _point(second))


def _lend(parts: Parts, other: Parts) -> Parts:
    if parts.month is None and parts.day is not None and parts.year in {None, other.year}:
        parts = replace(parts, month=other.month)
    if parts.year is None and other.year is not None:
        parts = replace(parts, year=other.year, doubts=(*parts.doubts, *other.doubts))
    elif parts.month is None and parts.day is not None:
        parts = replace(parts, month=other.month)
    return replace(parts, hijri=parts.hijri or other.hijri)


def _hull(start: _Span, end: _Span) -> _Span:
    if start.latest and end.earliest and start.earliest and start.earliest > end.earliest:
        raise FieldError("it ends before it begins.")
    grains: tuple[_Grain, ...] = ("day", "month", "year")
    return _Span(
        earliest=start.earliest,
        latest=end.latest,
        grain=max(start.grain, end.grain, key=grains.index),
        hijri=start.hijri or end.hijri,
        doubts=(*start.doubts, *end.doubts),
    )
