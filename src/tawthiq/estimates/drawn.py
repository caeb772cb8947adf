"""What a sampler hands over: draws of people on no list, from every table of a scope."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates.family import Doubt
from tawthiq.estimates.model import CaptureTable, EstimateSettings, FamilyAnswer, Reason, Shift
from tawthiq.estimates.workers import Each, Stopped, one_by_one


def never() -> bool:
    """Do not stop."""
    return False


def nobody(_: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """Draws, and how far they are to be relied on."""

    unobserved: list[NDArray[np.int64]]  # by table: (n_chains, n), equally many of each
    rhat: float
    ess: float
    reason: str | None  # why it has not converged
    families: tuple[FamilyAnswer, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[Doubt, ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How a sampler goes through its work, and whom it asks and tells meanwhile."""

    each: Each = one_by_one
    stop: Callable[[], bool] = never  # asked now and then
    report: Callable[[float], None] = nobody  # told how many effective draws there are

    def asked(self, work: Callable[[int], float], count: int) -> list[float]:
        """`each`, unless it is time to stop.

        Raises:
            Stopped: it is.
        """
        if self.stop():
            raise Stopped
        return self.each(work, count)


Sampler = Callable[
    [Sequence[CaptureTable], EstimateSettings, np.random.SeedSequence, Work], Drawn | Reason
]
"""Draws from tables in canonical order; or why there is no number."""


def mixed_rhat(unobserved: list[NDArray[np.int64]]) -> float:
    """R-hat of the mixture of tables: shuffled, since halves of a chain hold different ones."""
    from tawthiq.estimates.diagnostics import rhat  # noqa: PLC0415 - takes a second to import

    chains, kept = unobserved[0].shape
    mixed = np.stack(unobserved, axis=2).reshape(chains, kept * len(unobserved))
    return rhat(np.log1p(mixed))
