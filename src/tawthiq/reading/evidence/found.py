"""A citation on its way through the steps that find, merge and settle it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.model import Segment, Text

Form = Literal["link", "partial", "promised", "internal", "named"]
State = Literal["dangling", "unchecked", "internal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A citation on its way; `opens` is where the words that lead to it begin."""

    start: int
    stop: int
    form: Form
    state: State
    url: str | None = None
    named: str | None = None
    opens: int
    closes: int
    look: Literal["before", "ahead", "back"] = "before"  # where what it supports stands
    doubt: tuple[str, ...] = ()

    @property
    def quotes(self) -> bool:
        """Whether it has words; a link without any can only lend its address to a promise."""
        return self.start < self.stop


class Spoken:
    """The segments that somebody says something in: title, article and comments."""

    def __init__(self, text: Text) -> None:
        """Without the page's own furniture."""
        self.segments = [one for one in text.segments if one.role != "furniture"]
        self._starts = [one.start for one in self.segments]

    def at(self, start: int, stop: int) -> Segment | None:
        """The segment that holds all of [start, stop); None where none does."""
        at = bisect_right(self._starts, start) - 1
        # Segments without words may begin where another does: the last of them need not hold it.
        for segment in reversed(self.segments[max(0, at - 1) : at + 1]):
            if segment.start <= start and stop <= segment.stop:
                return segment
        return None


def touching(found: Sequence[Found], start: int, stop: int) -> Sequence[Found]:
    """Those of `found`, which stand in order, that share a character with [start, stop)."""
    last = bisect_right(found, stop - 1, key=lambda one: one.start)
    first = last
    while first > 0 and found[first - 1].stop > start:
        first -= 1
    return found[first:last]
