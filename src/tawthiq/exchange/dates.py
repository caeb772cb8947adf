"""Dates of statements (EDTF) as FollowTheMoney writes them, and back; never more than was said.

FollowTheMoney has a year, a month or a day, by prefix: 2012, 2012-08, 2012-08-30. A period becomes
a start and an end. An approximate or uncertain date has no such form and is left out.
"""

import re

from tawthiq.errors import FieldError
from tawthiq.fields import period_days

_PREFIX = re.compile(r"([12]\d{3})(?:-(\d\d|XX))?(?:-(\d\d|XX))?", re.ASCII)
_FTM = re.compile(r"([12]\d{3}(?:-\d\d){0,2})(?:T.*)?", re.ASCII)
_FIRST = "1001"  # what lies before, FollowTheMoney takes for no date


def to_prefix(edtf: str | None) -> str | None:
    """One date by prefix; None for a period and for what is not so sure.

    >>> to_prefix("2012-08-XX"), to_prefix("2012-08~"), to_prefix("2012-08/2012-09")
    ('2012-08', None, None)
    """
    found = _PREFIX.fullmatch(edtf or "")
    if found is None:
        return None
    year, month, day = found.groups()
    if month == "XX" and day not in (None, "XX"):
        return None
    parts = [year]
    for part in (month, day):
        if part in (None, "XX"):
            break
        parts.append(part)
    said = "-".join(parts)
    return said if said >= _FIRST and _is_date(said) else None


def to_period(edtf: str | None) -> tuple[str | None, str | None]:
    """The start and end of a period; Nones where it is none, or either end cannot be written.

    >>> to_period("2011-03/..")
    ('2011-03', None)
    """
    if edtf is None or "/" not in edtf or not _is_date(edtf):
        return None, None
    start, _, stop = edtf.partition("/")
    first = None if start in ("", "..") else to_prefix(start)
    last = None if stop in ("", "..") else to_prefix(stop)
    lost = (start not in ("", "..") and first is None) or (stop not in ("", "..") and last is None)
    return (None, None) if lost else (first, last)


def from_prefix(written: str) -> str | None:
    """A date of FollowTheMoney as EDTF; a time of day is left off. None where it is no date."""
    found = _FTM.fullmatch(written.strip())
    return found[1] if found is not None and _is_date(found[1]) else None


def _is_date(edtf: str) -> bool:
    try:
        return period_days(edtf) != (None, None)
    except FieldError:
        return False
