"""Which place lies in which, by the parents that the gazetteer gives."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from tawthiq.errors import FieldError
from tawthiq.fields import Gazetteer, country_code, one_line
from tawthiq.statements import Figure

_COUNTRY = re.compile(r"([a-z]{2})-")  # how an id begins
_WIDEST = 5  # no gazetteer has more levels than this


@dataclass(frozen=True, slots=True)
class Places:
    """The parents of places, from a register's own places first and a gazetteer after them."""

    gazetteer: Gazetteer | None = None
    known: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)  # id → level, parent

    def level(self, place_id: str) -> str | None:
        """The level of a place; None where nobody knows it."""
        found = self._find(place_id)
        return found[0] if found else None

    def chain(self, place_id: str) -> tuple[str, ...]:
        """A place and the places it lies in, from the finest to its country."""
        chain = [place_id]
        while len(chain) < _WIDEST:
            found = self._find(chain[-1])
            if found is None or found[1] is None:
                break
            chain.append(found[1])
        country = _COUNTRY.match(chain[-1])
        return (*chain, country[1]) if country else tuple(chain)

    def apart(self, one: str | None, other: str | None) -> bool:
        """Whether two known places share no ground: neither lies in the other."""
        if one is None or other is None or one == other:
            return False
        return one not in self.chain(other) and other not in self.chain(one)

    def lies_in(self, one: str | None, other: str | None) -> bool:
        """Whether the first place is the second or lies in it. No place is everywhere."""
        return other is None or (one is not None and other in self.chain(one))

    def _find(self, place_id: str) -> tuple[str, str | None] | None:
        if place_id in self.known:
            return self.known[place_id]
        if self.gazetteer is None or place_id.startswith("~"):
            return None
        try:
            place = self.gazetteer.place(place_id)
        except FieldError:
            return None  # of another gazetteer
        return place.level, place.parent


def place_of(figure: Figure) -> str | None:
    """The place a figure speaks of: its id, the code of a country, or else its words, folded.

    None where the text names no place.
    """
    if figure.place_id is not None or figure.place is None:
        return figure.place_id
    return country_code(figure.place) or f"~{one_line(figure.place).casefold()}"


@cache
def default_places() -> Places:
    """The places of the package's own gazetteer."""
    return Places(Gazetteer.default())
