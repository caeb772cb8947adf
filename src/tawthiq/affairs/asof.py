"""Does what a statement says hold on a day? Dates that are known in part leave it open."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from tawthiq.errors import FieldError
from tawthiq.fields import period_days
from tawthiq.statements import Statement

Standing = Literal["yes", "possibly", "no", "undated"]
_BEGINS = ("since", "when", "opens", "first_cited", "as_of", "period")
_ENDS = ("until",)


def span_of(said: Statement) -> tuple[date | None, date | None]:
    """The first and last day that the dates of a statement allow; None: open, or not given."""
    begins, ends = _days(_first_given(said, _BEGINS)), _days(_first_given(said, _ENDS))
    if _first_given(said, ("since", "first_cited")) is None and ends == (None, None):
        return begins  # an event: over when it happened
    return begins[0], ends[1]


def end_of(said: Statement) -> date | None:
    """The last day on which what a statement says may still hold; None: no end is given."""
    return _days(_first_given(said, _ENDS))[1]


def standing(said: Statement, on: date) -> Standing:
    """Whether what a statement says has come to be by a day, and still holds.

    An event (`when`) stays what happened; what has a period (`since`, `until`) ends. A month that
    the day lies in leaves both open: "possibly".

    Returns:
        "undated" where the statement gives no date that could be read.
    """
    begins = _days(_first_given(said, _BEGINS))
    ends = _days(_first_given(said, _ENDS))
    if begins == (None, None) and ends == (None, None):
        return "undated"
    begun = _by(begins, on)
    over = "no" if ends == (None, None) else _past(ends, on)
    if begun == "no" or over == "yes":
        return "no"
    return "yes" if begun == "yes" and over == "no" else "possibly"


def days_of(written: str | None) -> tuple[date | None, date | None]:
    """The first and last day of a date as written (EDTF); Nones where it cannot be read."""
    return _days(written)


def _by(days: tuple[date | None, date | None], on: date) -> Literal["yes", "possibly", "no"]:
    """Whether a moment within `days` has come by `on`."""
    first, last = days
    if first is not None and first > on:
        return "no"
    # An end left open: what is said to run from 2011-03 has come by 2011-04.
    return "possibly" if last is not None and last > on else "yes"


def _past(days: tuple[date | None, date | None], on: date) -> Literal["yes", "possibly", "no"]:
    """Whether the end, some day within `days` and itself included, lies before `on`."""
    first, last = days
    if last is not None and last < on:
        return "yes"
    if first is None or first >= on:
        return "no"
    return "possibly"


def _first_given(said: Statement, names: Iterable[str]) -> str | None:
    for name in names:
        value = getattr(said, name, None)
        if isinstance(value, str):
            return value
    return None


def _days(written: str | None) -> tuple[date | None, date | None]:
    try:
        return period_days(written)
    except FieldError:
        return None, None  # a source may write what is no date; it stands in its words
