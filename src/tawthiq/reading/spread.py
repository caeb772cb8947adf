"""Which place or time of a sentence belongs to which number: the one that stands nearest to it.

One that follows the number before the next number begins is its own ("12 in Homs, 8 in Hama"); one
that stands before all numbers is everybody's ("In Homs, 12 were killed and 30 hurt").
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from tawthiq.reading.model import Quantity
from tawthiq.reading.phrases import Scene


class Stands(Protocol):
    """Something at tokens [first, last)."""

    @property
    def first(self) -> int:
        """Its first token."""

    @property
    def last(self) -> int:
        """One past its last token."""


T = TypeVar("T", bound=Stands)


def nearest(k: int, marks: Sequence[T], scene: Scene) -> T | None:
    """The mark that belongs to quantity `k`; None where none does."""
    if not marks:
        return None
    quantities = scene.quantities
    first, last = quantities[k].first, scene.last(k)
    own = [mark for mark in marks if first <= mark.first < last]
    if own:
        return own[0]
    next_first = quantities[k + 1].first if k + 1 < len(quantities) else None
    after = [m for m in marks if m.first >= last and (next_first is None or m.first < next_first)]
    gap = scene.between(k)
    before = [mark for mark in marks if gap.start <= mark.first and mark.last <= first]
    if after and not (before and _alternates(marks, quantities)):
        return after[0]
    if before:
        return before[-1]
    earlier = [mark for mark in marks if mark.last <= first]
    if earlier:
        opening = [m for m in earlier if m.last <= quantities[0].first]
        return opening[-1] if opening else earlier[-1]
    # After a later number: "12 killed and 30 hurt in Homs" is of both.
    later = [mark for mark in marks if mark.first >= last]
    return later[0] if later else None


def _alternates(marks: Sequence[Stands], quantities: Sequence[Quantity]) -> bool:
    """Whether each mark stands before its number: "in Homs 12, in Hama 8"."""
    return marks[0].last <= quantities[0].first and len(marks) >= len(quantities) > 1
