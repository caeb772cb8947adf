"""What a sampler hands over: draws of people on no list, from every table of a scope."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates.family import Doubt
from tawthiq.estimates.model import CaptureTable, EstimateSettings, FamilyAnswer
from tawthiq.estimates.workers import Each


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """Draws, and how far they are to be relied on."""

    unobserved: list[NDArray[np.int64]]  # by table: (n_chains, n), equally many of each
    rhat: float
    ess: float
    reason: str | None  # why it has not converged
    families: tuple[FamilyAnswer, ...] = ()
    doubts: tuple[Doubt, ...] = ()


Sampler = Callable[
    [
        Sequence[CaptureTable],  # in canonical order
        EstimateSettings,
        np.random.SeedSequence,
        Each,  # how to go through work
        Callable[[], bool],  # asked now and then whether to stop
        Callable[[float], None],  # told how many effective draws there are
    ],
    Drawn,
]


def mixed_rhat(unobserved: list[NDArray[np.int64]]) -> float:
    """R-hat of the mixture of tables: halves of a chain hold different ones, so they are shuffled."""
    from tawthiq.estimates.diagnostics import rhat  # noqa: PLC0415 - takes a second to import

    chains, kept = unobserved[0].shape
    mixed = np.stack(unobserved, axis=2).reshape(chains, kept * len(unobserved))
    return rhat(np.log1p(mixed))
