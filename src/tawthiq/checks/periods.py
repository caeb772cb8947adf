"""When a figure speaks of: its EDTF dates as first and last day, and what is open or unsure."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_DATE = re.compile(r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?")
_SET = re.compile(r"[\[{](?P<first>[^.,\]}]*)(?:\.\.|,)?.*?(?P<last>[^.,\[{]*)[\]}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days from `start` to `stop`, both in it; None: that end is open or not given."""

    start: date | None = None
    stop: date | None = None
    open: bool = False  # the text leaves an end open: "since March 2011"
    no_year: bool = False  # the year is missing
    approximate: bool = False  # "around March", "one of these days"

    @property
    def days(self) -> int | None:
        """How many days it has; None where an end is open."""
        if self.start is None or self.stop is None:
            return None
        return (self.stop - self.start).days + 1


def span_of(edtf: str | None) -> Span | None:
    """The days of an EDTF date or interval; None where there is none or it cannot be read."""
    if edtf is None or not edtf.strip():
        return None
    parts = edtf.strip().split("/")
    if len(parts) > 2:
        return None
    first, last = parts[0].strip(), parts[-1].strip()
    start, stop = _ends(first), _ends(last)
    if start is None or stop is None:
        return None
    open_ = first in ("", "..") or last in ("", "..")
    span = Span(
        start=start.start,
        stop=stop.stop,
        open=open_,
        no_year=start.no_year or stop.no_year,
        approximate=start.approximate or stop.approximate,
    )
    return None if span.start and span.stop and span.start > span.stop else span


def within(inner: Span, outer: Span) -> bool:
    """Whether all days of `inner` are days of `outer`."""
    low = outer.start is None or (inner.start is not None and inner.start >= outer.start)
    high = outer.stop is None or (inner.stop is not None and inner.stop <= outer.stop)
    return low and high


def apart(one: Span, other: Span) -> bool:
    """Whether the two share no day."""
    return bool(
        (one.stop and other.start and one.stop < other.start)
        or (other.stop and one.start and other.stop < one.start)
    )


def _ends(text: str) -> Span | None:
    """First and last day of one EDTF date."""
    if text in ("", ".."):
        return Span(open=True)
    if text[0] in "[{":
        found_set = _SET.fullmatch(text)
        ends = [_ends(found_set[end].strip()) for end in ("first", "last")] if found_set else []
        if None in ends or not ends:
            return None
        first, last = (one or Span() for one in ends)
        return Span(start=first.start, stop=last.stop, approximate=True)
    bare = re.sub("[?~%]", "", text)
    found = _DATE.fullmatch(bare.partition("T")[0])
    if found is None:
        return None
    if "X" in found["year"]:
        return Span(no_year=True, approximate=bare != text)
    return _days_of(found, approximate=bare != text)


def _days_of(found: re.Match[str], *, approximate: bool) -> Span | None:
    year = int(found["year"])
    month = None if found["month"] in (None, "XX") else int(found["month"])
    day = None if found["day"] in (None, "XX") or month is None else int(found["day"])
    try:
        start = date(year, month or 1, day or 1)
        last_month = month or 12
        last_day = day or calendar.monthrange(year, last_month)[1]
        return Span(start=start, stop=date(year, last_month, last_day), approximate=approximate)
    except (ValueError, calendar.IllegalMonthError):
        return None  # a season, or a day the calendar does not have


def units_in(days: int, per: str) -> tuple[float, float] | None:
    """How often a unit of time fits into a number of days, at least and at most; None: no unit.

    Months have 28 to 31 days and years 365 or 366, so their number in a stretch of days is a range.
    """
    lengths = {"hour": (1 / 24, 1 / 24), "day": (1, 1), "week": (7, 7), "month": (28, 31),
               "year": (365, 366)}  # fmt: skip
    if per not in lengths:
        return None
    shortest, longest = lengths[per]
    return days / longest, days / shortest
