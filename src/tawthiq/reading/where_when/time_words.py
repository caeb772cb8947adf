"""The words that dates and stretches of time are made of, found at a token by the part they play.

The phrases stand in `data/whens.toml`; names of months and weekdays come from `tawthiq.fields`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tawthiq.fields.months import NameFinder, gregorian_months, hijri_months, weekdays
from tawthiq.reading.model import Token
from tawthiq.reading.where_when.roles import RoleBook, Roles, Word, plain

__all__ = ["plain", "roles_at", "word_at", "word_before"]

_ARABIC = re.compile("[\u0620-\u064a]")
# Latin names other than these are French, and words or names in an English text ("Mars", "Jeudi").
_ENGLISH_MONTHS = frozenset(
    (
        *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
        *("october", "november", "december"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
    )
)
_ENGLISH_DAYS = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"),
    )
)


def roles_at(token: Token) -> Roles:
    """The roles that a phrase beginning with this token may play; mostly none."""
    return _book().roles(token)


def word_at(tokens: Sequence[Token], at: int, role: str) -> Word | None:
    """The longest phrase of a role that begins at a token; None where none does."""
    return _book().at(tokens, at, role)


def word_before(tokens: Sequence[Token], at: int, role: str) -> Word | None:
    """A phrase of a role that ends right before a token."""
    return _book().before(tokens, at, role)


@cache
def _book() -> RoleBook:
    return RoleBook(
        "whens",
        (
            *_names(gregorian_months(), "month", _ENGLISH_MONTHS),
            *_names(hijri_months(), "hijri month", None),
            *_names(weekdays(), "weekday", _ENGLISH_DAYS),
        ),
    )


def _names(
    names: NameFinder, role: str, english: frozenset[str] | None
) -> Iterator[tuple[str, str, int]]:
    """Names in Arabic and, of those in Latin script, the English ones (all where None)."""
    for name, number in names.number.items():
        if _ARABIC.search(name) or english is None or name in english:
            yield name, role, number
