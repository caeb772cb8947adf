"""The words around places ("town", "ريف", "near"), found at a token by the part they play.

The phrases stand in `data/places.toml`; names of places come from the gazetteer.
"""

from collections.abc import Sequence
from functools import cache

from tawthiq.reading.model import Token
from tawthiq.reading.where_when.roles import RoleBook, Roles, Word


def place_roles(token: Token) -> Roles:
    """The roles that a phrase beginning with this token may play; mostly none."""
    return _book().roles(token)


def place_word(tokens: Sequence[Token], at: int, role: str) -> Word | None:
    """The longest phrase of a role that begins at a token; None where none does."""
    return _book().at(tokens, at, role)


def place_word_before(tokens: Sequence[Token], at: int, role: str) -> Word | None:
    """A phrase of a role that ends right before a token."""
    return _book().before(tokens, at, role)


@cache
def _book() -> RoleBook:
    return RoleBook("places")
