"""A part of a long list: which rows are shown, of how many. Nothing is cut in silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows of every table of a list: the first 200 of them, the next 200 …"""

    number: int = 1  # from 1
    size: int = 200  # rows

    @property
    def before(self) -> int:
        """How many rows stand before it."""
        return (self.number - 1) * self.size

    def of(self, rows: Sequence[_T]) -> "Listed[_T]":
        """This part of rows that are all at hand."""
        shown = rows[self.before : self.before + self.size]
        return Listed(rows=tuple(shown), before=self.before, of=len(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Generic[_T]):
    """Rows of a list, and how many there are."""

    rows: tuple[_T, ...]
    before: int  # rows
    of: int  # rows of the whole list


def listed(rows: Sequence[_T], part: Part | None) -> Listed[_T]:
    """A part of rows that are all at hand; all of them where no part is asked for."""
    return Listed(rows=tuple(rows), before=0, of=len(rows)) if part is None else part.of(rows)
