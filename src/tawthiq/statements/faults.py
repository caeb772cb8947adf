"""What contradicts itself within one statement, in words that end a sentence ("its date … ").

What contradicts another statement is no fault: each source may say what it holds. That stands as a
doubt in the register.
"""

from datetime import date
from itertools import pairwise

from tawthiq.errors import FieldError
from tawthiq.fields import period_days


def fault_of_range(low: float | None, high: float | None) -> str | None:
    """Ends in the wrong order; None where they are not."""
    if low is not None and high is not None and low > high:
        return f"its lower end {low} is above its upper end {high}"
    return None


def fault_of_amount(low: float | None, high: float | None) -> str | None:
    """Less than nothing, or ends in the wrong order."""
    for value in (low, high):
        if value is not None and value < 0:
            return f"{value} is less than nothing"
    return fault_of_range(low, high)


def fault_of_days(**fields: str | None) -> str | None:
    """A date that cannot be read as EDTF, by the name of its field; None where all can be."""
    for name, written in fields.items():
        if written is not None:
            try:
                period_days(written)
            except FieldError as error:
                return f"its {name} is no date: {str(error).rstrip('.')}"
    return None


def fault_of_period(since: str | None, until: str | None) -> str | None:
    """Dates that cannot be read, or an end before the beginning."""
    fault = fault_of_days(since=since, until=until)
    if fault is None and (first := _day(since, 0)) and (last := _day(until, 1)) and last < first:
        return f"it ends ({until}) before it begins ({since})"
    return fault


def fault_of_order(**fields: str | None) -> str | None:
    """Days that must follow one another, in the order given, and do not.

    Args:
        fields: name of the field → EDTF; those that are None are passed over.
    """
    fault = fault_of_days(**fields)
    if fault is not None:
        return fault
    given = [(name, written) for name, written in fields.items() if written is not None]
    for (before, one), (after, other) in pairwise(given):
        first, last = _day(one, 0), _day(other, 1)
        if first and last and last < first:
            return f"its {after} ({other}) comes before its {before} ({one})"
    return None


def own_part(key: str | None, other: str | None, field: str) -> str | None:
    """A thing that names itself where another is meant."""
    return f"its {field} is itself ({key})" if key is not None and key == other else None


def _day(edtf: str | None, end: int) -> date | None:
    return period_days(edtf)[end]
