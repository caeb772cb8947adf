"""Which place or time of a sentence belongs to which number: the one that stands nearest to it.

One that follows the number before the next number begins is its own ("12 in Homs, 8 in Hama"); one
that stands before all numbers is everybody's ("In Homs, 12 were killed and 30 hurt").
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

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
    gap = scene.between(k)
    near = [
        *((_apart(last, m.first, scene), m) for m in marks
          if m.first >= last and (next_first is None or m.first < next_first)),
        *((_apart(m.last, first, scene) + 0.5, m) for m in marks
          if gap.start <= m.first and m.last <= first),
    ]  # fmt: skip
    if near:
        return min(near, key=lambda one: one[0])[1]
    earlier = [mark for mark in marks if mark.last <= first]
    if earlier:
        opening = [m for m in earlier if m.last <= quantities[0].first]
        return opening[-1] if opening else earlier[-1]
    # After a later number: "12 killed and 30 hurt in Homs" is of both.
    later = [mark for mark in marks if mark.first >= last]
    return later[0] if later else None


def _apart(first: int, last: int, scene: Scene) -> float:
    """How far apart two things stand: a sign or "and" between them parts them more than a word."""
    tokens = scene.sentence.tokens
    cost = 0.0
    for at in range(first, last):
        joint = scene.lists.joints.at(tokens, at)
        parts = joint is not None and joint.term in ("and", "break")
        cost += 3.0 if parts or tokens[at].kind == "sign" else 1.0
    return cost
