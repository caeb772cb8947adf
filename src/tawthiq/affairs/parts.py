"""A part of a long list: which rows are shown, of how many. Nothing is cut in silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows of every table of a page: the first 200 of them, the next 200 …"""

    number: int = 1  # from 1
    size: int = 200  # rows

    @property
    def before(self) -> int:
        """How many rows stand before it."""
        return (self.number - 1) * self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where rows stand in a list that has more of them."""

    before: int  # rows
    of: int  # rows of the whole list


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Generic[_T]):
    """Rows of a list, and how many there are."""

    rows: tuple[_T, ...]
    before: int  # rows
    of: int  # rows of the whole list

    @property
    def cut(self) -> Cut | None:
        """Where the rows stand; None where they are all."""
        return None if len(self.rows) == self.of else Cut(before=self.before, of=self.of)


def listed(rows: Sequence[_T], part: Part | None) -> Listed[_T]:
    """A part of rows that are all at hand; all of them where no part is asked for."""
    if part is None:
        return Listed(rows=tuple(rows), before=0, of=len(rows))
    shown = rows[part.before : part.before + part.size]
    return Listed(rows=tuple(shown), before=part.before, of=len(rows))
