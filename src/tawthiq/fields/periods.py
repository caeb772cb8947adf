"""The first and last day of a period written as EDTF, whole or in part."""

from datetime import date
from functools import lru_cache

from tawthiq.errors import FieldError
from tawthiq.fields.dates import parse_date


def period_days(edtf: str | None) -> tuple[date | None, date | None]:
    """The first and last day of a period.

    Args:
        edtf: a day, a month, a year, two of them with a "/" between, of which one may be open
            ("2011-03/..", "../2012-05-02"), or a date that lacks its year ("XXXX-08-23").

    Returns:
        None for an open end; two of them where nothing is given or the year is not known.

    Raises:
        FieldError: not such a date.

    >>> period_days("2012-02")
    (datetime.date(2012, 2, 1), datetime.date(2012, 2, 29))
    """
    return _period_days(edtf)


@lru_cache(maxsize=50_000)  # thousands of statements speak of the same days
def _period_days(edtf: str | None) -> tuple[date | None, date | None]:
    if edtf is None or "XXXX" in edtf or edtf == "../..":
        return None, None
    start, joint, stop = edtf.partition("/")
    if not joint:
        found = parse_date(edtf)
        return found.earliest, found.latest
    first = None if start == ".." else parse_date(start).earliest
    last = None if stop == ".." else parse_date(stop).latest
    if first is not None and last is not None and first > last:
        raise FieldError(f"{edtf!r} ends before it begins; write the earlier date first.")
    return first, last
