"""Steps of sequential Monte Carlo that do not depend on what the particles are."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def next_heat(likelihood: Floats, heat: float, left: float) -> float:
    """The heat up to which a share of the particles stays effective; 1 where it is nearer.

    Args:
        likelihood: log, of each particle.
        heat: reached so far, from 0 to 1.
        left: share of effective particles that the step may leave.

    Source: Del Moral, Doucet and Jasra (2012), Statistics and Computing 22, 1009-1020.
    """

    def effective(hotter: float) -> float:
        shares = np.exp((hotter - heat) * (likelihood - likelihood.max()))
        return float(shares.sum() ** 2 / (shares**2).sum() / len(shares))

    if effective(1.0) >= left:
        return 1.0
    low, high = heat, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if effective(middle) >= left else (low, middle)
    return max(low, heat + (1.0 - heat) * 1e-9)


def resampled(shares: Floats, size: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Systematic resampling: `size` indices, each about as often as its share says."""
    places = (random.random() + np.arange(size)) / size
    return np.minimum(np.searchsorted(np.cumsum(shares), places), len(shares) - 1)
