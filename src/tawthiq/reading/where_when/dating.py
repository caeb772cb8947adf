"""Give stretches of time their days: what the words lack is taken from the publication or the text.

By default the past: a month, a day or a weekday without year is the latest one not after the day of
publication. Where nothing fills the gap, EDTF says what is known ("XXXX-08-23").
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tawthiq.fields.hijri import hijri_interval
from tawthiq.reading.where_when.moments import Moment, Point, Relative, Stretch
from tawthiq.statements import Basis

HIJRI_DOUBT = "Hijri date: the sighting of the moon may shift it by a day"
NO_YEAR = "year not given"
YEAR_FROM_TEXT = "year taken from a date elsewhere in the text"
NO_DATE = "date not known: it hangs on the day of publication"
NO_NUMBER = "length not given"
THIRD_DOUBT = "early, middle or late in it: the whole is given"
SEASON_DOUBT = "seasons are three months by convention"
WEEK_DOUBT = "a week may begin on another day"
WEEKDAY_DOUBT = "the weekday given is not that of the date"
LENGTH_DOUBT = "months and years may be meant roughly"
_YEAR = 4  # characters of a year in EDTF
TURN_DOUBT = "which one is meant may be read in two ways"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What may fill a gap."""

    published: date | None = None
    year: int | None = None  # of a date stated near by, where the publication is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """The days of a moment. Both None: not known; `edtf` may still say a part."""

    start: date | None = None
    stop: date | None = None
    edtf: str | None = None
    basis: Basis = "stated"
    doubts: tuple[str, ...] = ()


def dated(stretch: Stretch, context: Context) -> Dated:
    """The days of a stretch, as its form bounds them."""
    if stretch.start is None:
        return Dated(doubts=stretch.doubts)
    if stretch.form == "length to" and isinstance(stretch.start, Relative):
        found = _length_to(stretch.start, stretch.end, context)
    elif stretch.end is not None:
        found = _range(stretch.start, stretch.end, context)
    else:
        found = _bounded(stretch, days_of(stretch.start, context))
    return replace(found, doubts=tuple(dict.fromkeys((*stretch.doubts, *found.doubts))))


def _bounded(stretch: Stretch, one: Dated) -> Dated:  # noqa: PLR0911 - one branch a way of writing
    if stretch.form == "point" or one.edtf is None:
        return one
    whole = one.edtf if "/" not in one.edtf else None
    third = stretch.start.third if stretch.start is not None else None
    sure = replace(one, doubts=tuple(doubt for doubt in one.doubts if doubt != THIRD_DOUBT))
    if stretch.form == "since":
        if third == "early" and one.start is not None:
            # The first month of a year, the first day of a month.
            of_year = len(one.edtf) == 4
            return replace(sure, edtf=f"{one.start:%Y-%m}/.." if of_year else f"{one.start}/..")
        if third == "mid" and one.start is not None and len(one.edtf) == _YEAR:
            return replace(one, edtf=f"{one.start:%Y}-06/..", stop=None)
        return replace(one, edtf=f"{whole or one.start}/..", stop=None)
    if stretch.form == "as of":
        if third == "late" and one.stop is not None:
            return replace(sure, edtf=str(one.stop), start=None)
        if third == "mid" and one.start is not None and len(one.edtf) == _YEAR:
            return replace(one, edtf=f"{one.start:%Y}-06", start=None)
        return replace(one, edtf=whole or str(one.stop), start=None)
    if one.start is None or one.stop is None:
        return replace(one, edtf=None)
    if stretch.form == "before":
        day = one.start - timedelta(days=1)
        return replace(one, start=None, stop=day, edtf=f"../{day}")
    day = one.stop + timedelta(days=1)
    return replace(one, start=day, stop=None, edtf=f"{day}/..")


def _length_to(length: Relative, end: Moment | None, context: Context) -> Dated:
    """So many months up to a day: they begin the day after the same day that long before."""
    last = days_of(end, context) if end is not None else Dated()
    if last.stop is None or length.count is None:
        return replace(last, edtf=None)
    if length.unit in {"month", "year"} and (last.stop + timedelta(days=1)).day == 1:
        start = _back(last.stop + timedelta(days=1), length.unit, length.count)
    else:
        start = _back(last.stop, length.unit, length.count) + timedelta(days=1)
    return replace(last, start=start, edtf=f"{start}/{last.stop}")


# ---- Ranges ------------------------------------------------------------------------------------


def _range(start: Moment, end: Moment, context: Context) -> Dated:
    """Two ends; the second is dated first, and the first is the latest one not after it."""
    lent = False
    if isinstance(start, Point) and isinstance(end, Point):
        if start.month is None and start.day is not None:
            start = replace(start, month=end.month, hijri=end.hijri)
        if end.month is None and end.day is not None and start.month is not None:
            end = replace(end, month=start.month, hijri=start.hijri)
        if end.year is None and start.year is not None:
            end = replace(end, year=_year_from(start, end))
        lent = start.year is None and end.year is not None
        start = replace(start, turn=start.turn if end.turn is None else None)
    last = days_of(end, context)
    if last.start is not None and isinstance(start, Point):
        first = days_of(start, Context(published=last.start))
        if lent:
            first = replace(first, basis="stated")
        if start.year is not None:
            first = days_of(start, context)
    else:
        first = days_of(start, context)
    basis: Basis = "inferred" if "inferred" in {first.basis, last.basis} else "stated"
    doubts = (*first.doubts, *last.doubts)
    if first.edtf is None or last.edtf is None:
        return Dated(basis=basis, doubts=doubts)
    if first.start is None or last.stop is None:
        return Dated(edtf=f"{first.edtf}/{last.edtf}", basis=basis, doubts=doubts)
    if first.start > last.stop:
        return Dated(basis=basis, doubts=(*doubts, TURN_DOUBT))
    left = first.edtf if "/" not in first.edtf else str(first.start)
    if start.third == "early" and last.start == last.stop:
        left = str(first.start)  # "from the beginning of August to yesterday": its first day
    right = last.edtf if "/" not in last.edtf else str(last.stop)
    return Dated(
        start=first.start, stop=last.stop, edtf=f"{left}/{right}", basis=basis, doubts=doubts
    )


def _year_from(start: Point, end: Point) -> int:
    """The year of a second end that is said only of the first: the next time it comes."""
    year = start.year or 0
    if start.month is None or end.month is None:
        return year
    later = (end.month, end.day or 31) >= (start.month, start.day or 1)
    return year if later else year + 1


# ---- One moment --------------------------------------------------------------------------------


def days_of(moment: Moment, context: Context) -> Dated:
    """The days of one moment."""
    if isinstance(moment, Relative):
        return _of_relative(moment, context.published)
    if moment.hijri:
        return _of_hijri(moment, context)
    undated = moment.month is None and moment.year is None and moment.year_turn is None
    if undated and moment.season is None:
        return _of_weekday(moment, context.published)
    return _of_point(moment, context)


def _of_point(point: Point, context: Context) -> Dated:
    year, basis, doubts = _year_of(point, context)
    if point.third is not None:
        doubts = (*doubts, THIRD_DOUBT)
    if point.season is not None:
        doubts = (*doubts, SEASON_DOUBT)
    if year is None:
        return Dated(edtf=_without_year(point), basis=basis, doubts=doubts)
    try:
        start, stop = _span(point, year)
    except ValueError:  # 29 February of a year that has none
        return Dated(edtf=None, basis=basis, doubts=(*doubts, NO_YEAR))
    if point.weekday is not None and start == stop and start.isoweekday() != point.weekday:
        doubts = (*doubts, WEEKDAY_DOUBT)
    return Dated(start=start, stop=stop, edtf=_edtf(start, stop), basis=basis, doubts=doubts)


def _year_of(point: Point, context: Context) -> tuple[int | None, Basis, tuple[str, ...]]:
    """The year that is said, or the one in which the date last came round."""
    if point.year is not None:
        return point.year, "stated", point.doubts
    published = context.published
    if published is None:
        if context.year is not None:
            return context.year, "inferred", (*point.doubts, YEAR_FROM_TEXT)
        return None, "stated", (*point.doubts, NO_YEAR)
    if point.year_turn is not None:
        return published.year + point.year_turn, "inferred", point.doubts
    years = range(published.year + 1, published.year - 9, -1)
    if point.turn == 1:
        years = range(published.year, published.year + 9)
    for year in years:
        try:
            start, stop = _span(point, year)
        except ValueError:  # 29 February
            continue
        if point.turn == 1:
            fits = start > published
        elif point.turn == -1:
            # "last June" is over; "last August 23" may be this year's.
            fits = stop < published
        else:
            fits = start <= published
        if fits and not (
            point.weekday is not None
            and point.day is not None
            and start.isoweekday() != point.weekday
            and _weekday_comes(point, published)
        ):
            return year, "inferred", point.doubts
    return None, "stated", (*point.doubts, NO_YEAR)


def _weekday_comes(point: Point, published: date) -> bool:
    """Whether the weekday said is that of the date in one of the eight years before."""
    for year in range(published.year, published.year - 8, -1):
        try:
            start, _ = _span(point, year)
        except ValueError:
            continue
        if start <= published and start.isoweekday() == point.weekday:
            return True
    return False


def _span(point: Point, year: int) -> tuple[date, date]:
    """First and last day of a point in a year.

    Raises:
        ValueError: the day does not exist in that year.
    """
    if point.season is not None:
        return _season(point.season, year)
    if point.month is None:
        first, last = 1, 12
        if point.division is not None:
            months = 12 // point.division[0]
            first = (point.division[1] - 1) * months + 1
            last = first + months - 1
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    if point.day is not None:
        return (day := date(year, point.month, point.day)), day
    days = monthrange(year, point.month)[1]
    start, stop = 1, days
    if point.division is not None:
        length = -(-30 // point.division[0])
        start = (point.division[1] - 1) * length + 1
        stop = days if point.division[1] == point.division[0] else start + length - 1
    return date(year, point.month, start), date(year, point.month, min(stop, days))


def _season(season: int, year: int) -> tuple[date, date]:
    """Three months of the north; the winter of a year begins in its December."""
    first = season * 3
    last = first + 2
    stop_year, stop_month = (year, last) if last <= 12 else (year + 1, last - 12)
    return date(year, first, 1), date(stop_year, stop_month, monthrange(stop_year, stop_month)[1])


def _edtf(start: date, stop: date) -> str:
    """The shortest EDTF for a stretch of days: a day, a month, a year, or both ends."""
    if start == stop:
        return start.isoformat()
    whole_months = start.day == 1 and stop.day == monthrange(stop.year, stop.month)[1]
    if not whole_months:
        return f"{start}/{stop}"
    if (start.year, start.month) == (stop.year, stop.month):
        return f"{start:%Y-%m}"
    if start.year == stop.year and (start.month, stop.month) == (1, 12):
        return f"{start:%Y}"
    return f"{start:%Y-%m}/{stop:%Y-%m}"


def _without_year(point: Point) -> str | None:
    if point.month is None or point.season is not None:
        return None
    return f"XXXX-{point.month:02}" + (f"-{point.day:02}" if point.day else "")


def _of_weekday(point: Point, published: date | None) -> Dated:
    """The latest such weekday; "last" is never the day of publication itself."""
    if published is None or point.weekday is None:
        return Dated(doubts=(*point.doubts, NO_DATE))
    back = (published.isoweekday() - point.weekday) % 7
    doubts = point.doubts
    if point.turn == 1:
        day = published + timedelta(days=(point.weekday - published.isoweekday() - 1) % 7 + 1)
    elif point.turn == -1:
        day = published - timedelta(days=back or 7)
    else:
        day = published - timedelta(days=back)
        doubts = (*doubts, TURN_DOUBT) if back == 0 and point.turn is None else doubts
    return Dated(start=day, stop=day, edtf=day.isoformat(), basis="inferred", doubts=doubts)


def _of_hijri(point: Point, context: Context) -> Dated:
    doubts = (*point.doubts, HIJRI_DOUBT)
    if point.year is not None:
        start, stop = hijri_interval(point.year, point.month, point.day)
        return _of_hijri_days(point, start, stop, "stated", doubts)
    published = context.published
    if published is None and context.year is not None:
        published, doubts = date(context.year, 12, 31), (*doubts, YEAR_FROM_TEXT)
    if published is None:
        return Dated(doubts=(*doubts, NO_YEAR))
    guess = round((published.year - 622) * 33 / 32)
    for year in range(guess + 2, guess - 4, -1):
        start, stop = hijri_interval(year, point.month, point.day)
        if point.turn == 1:
            if hijri_interval(year - 1, point.month, point.day)[0] <= published < start:
                return _of_hijri_days(point, start, stop, "inferred", doubts)
        elif start <= published and not (point.turn == -1 and stop >= published):
            return _of_hijri_days(point, start, stop, "inferred", doubts)
    return Dated(doubts=(*doubts, NO_YEAR))


def _of_hijri_days(
    point: Point, start: date, stop: date, basis: Basis, doubts: tuple[str, ...]
) -> Dated:
    if point.third is not None:
        doubts = (*doubts, THIRD_DOUBT)
    return Dated(start=start, stop=stop, edtf=_edtf(start, stop), basis=basis, doubts=doubts)


# ---- Counted from the publication --------------------------------------------------------------


def _of_relative(moment: Relative, published: date | None) -> Dated:
    doubts = moment.doubts
    if moment.count is None:
        return Dated(doubts=(*doubts, NO_NUMBER))
    if published is None:
        return Dated(doubts=(*doubts, NO_DATE))
    if moment.form == "calendar":
        return _calendar(moment, published, moment.count)
    try:
        start = _back(published, moment.unit, moment.count)
    except (ValueError, OverflowError):  # further back than there are dates
        return Dated(doubts=(*doubts, NO_DATE))
    stop = published if moment.form == "rolling" else start
    if moment.form == "ago" and moment.unit in {"month", "year"}:
        doubts = (*doubts, LENGTH_DOUBT)
        edtf = f"{start:%Y-%m}" if moment.unit == "month" else f"{start:%Y}"
        return Dated(start=start, stop=stop, edtf=edtf, basis="inferred", doubts=doubts)
    if moment.form == "ago" and moment.unit == "week":
        doubts = (*doubts, LENGTH_DOUBT)
    return Dated(start=start, stop=stop, edtf=_days(start, stop), basis="inferred", doubts=doubts)


def _days(start: date, stop: date) -> str:
    return start.isoformat() if start == stop else f"{start}/{stop}"


def _back(day: date, unit: str, count: int) -> date:
    if unit == "hour":
        return day - timedelta(days=count // 24)
    if unit in {"day", "week"}:
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _calendar(moment: Relative, published: date, count: int) -> Dated:
    doubts = moment.doubts
    if moment.unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=count)
        return Dated(
            start=monday,
            stop=monday + timedelta(days=6),
            edtf=f"{monday}/{monday + timedelta(days=6)}",
            basis="inferred",
            doubts=(*doubts, WEEK_DOUBT),
        )
    if moment.unit == "year":
        point = Point(year=published.year + count, third=moment.third)
    else:
        year, month = divmod(published.year * 12 + published.month - 1 + count, 12)
        day = moment.day
        if day is not None and day > monthrange(year, month + 1)[1]:
            return Dated(doubts=(*doubts, NO_DATE))
        point = Point(year=year, month=month + 1, day=day, third=moment.third)
    found = _of_point(point, Context())
    return replace(found, basis="inferred", doubts=(*doubts, *found.doubts))
