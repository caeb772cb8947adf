"""Turn Hijri days, months and years into Gregorian days.

Source: the Umm al-Qura tables of `hijridate` for 1343-1500 AH; before them, the tabular civil
calendar (thirty-year cycle), which can differ from the tables by a day or two.
"""

from datetime import date, timedelta

from hijridate import Hijri

from tawthiq.errors import FieldError

FIRST_YEAR, LAST_YEAR = 1318, 1500  # AH; 1318 began in April 1900
_FIRST_TABLED_YEAR = 1343
_EPOCH = 227015  # proleptic Gregorian ordinal of 1 Muharram 1 AH in the civil reckoning


def check_hijri_year(year: int) -> None:
    """Refuse a year outside 1318-1500 AH.

    Raises:
        FieldError: the year lies outside.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FieldError(
            f"the Hijri year {year} is outside {FIRST_YEAR}-{LAST_YEAR}; mend the year, or set the "
            "calendar of the column."
        )


def _tabular_month_start(year: int, month: int) -> date:
    days = 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return date.fromordinal(_EPOCH + days)


def _month_start(year: int, month: int) -> date:
    if year < _FIRST_TABLED_YEAR:
        return _tabular_month_start(year, month)
    return Hijri(year, month, 1).to_gregorian()


def hijri_interval(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    """Give the Gregorian days of a Hijri day, month or year, by the tables.

    Args:
        year: AH, 1318-1500.
        month: 1-12, or None for the whole year.
        day: 1-30, or None for the whole month; not heeded without a month.

    Raises:
        FieldError: no such year, month or day.
    """
    check_hijri_year(year)
    if month is None:
        return _month_start(year, 1), _month_end(year, 12)
    if not 1 <= month <= 12:
        raise FieldError(f"month {month} does not exist; months run from 1 to 12.")
    start, end = _month_start(year, month), _month_end(year, month)
    if day is None:
        return start, end
    # A month has 29 or 30 days by the moon: a 30th day that the tables do not know may have been
    # declared where the source wrote, so it is the day after the 29th.
    if not 1 <= day <= 30:
        raise FieldError(f"day {day} does not exist in a Hijri month; it has 29 or 30 days.")
    exact = start + timedelta(days=day - 1)
    return exact, exact


def _month_end(year: int, month: int) -> date:
    if month < 12:
        return _month_start(year, month + 1) - timedelta(days=1)
    if year < LAST_YEAR:
        return _month_start(year + 1, 1) - timedelta(days=1)
    return Hijri(year, 12, Hijri(year, 12, 1).month_length()).to_gregorian()
