"""How many days a length in words has: for rates held against totals ("177 a day" over 30 days)."""

from tawthiq.reading.tokens import tokenise
from tawthiq.reading.where_when.time_units import quantity_of_units

_DAYS = {"day": 1, "week": 7}


def days_of_words(words: str) -> int | None:
    """The days of a length; None where it has no exact number of days, or is no length.

    >>> days_of_words("over the past two weeks")
    14
    >>> days_of_words("18 months") is None
    True
    """
    tokens = tuple(tokenise(words[:200]))
    for at in range(len(tokens)):
        length = quantity_of_units(tokens, at)
        if length is not None:
            count, unit, _ = length
            if count is None:
                return None
            if unit == "hour":
                return count // 24 if count % 24 == 0 else None
            return count * _DAYS[unit] if unit in _DAYS else None
    return None
