"""Have the chains met, and how many independent draws are theirs worth?"""

import numpy as np
from arviz_stats.base.array import array_stats
from numpy.typing import NDArray

TAILS = (0.025, 0.975)
"""The quantiles whose precision the tail effective size is of: the ends of the interval."""


def rhat(draws: NDArray[np.float64]) -> float:
    """Rank-normalised split R-hat, the greater of bulk and folded; 1 where nothing varies.

    Args:
        draws: shape (n_chains, n_draws), 4 draws or more each.

    Source: Vehtari et al. (2021), Bayesian Analysis 16(2), 667-718.
    """
    if np.all(draws == draws.flat[0]):
        return 1.0
    return float(array_stats.rhat(draws, chain_axis=0, draw_axis=1, method="rank"))


def effective_size(draws: NDArray[np.float64]) -> float:
    """Effective sample size: the lesser of bulk and tails; all draws where nothing varies.

    Args:
        draws: shape (n_chains, n_draws), 4 draws or more each.

    Source: Vehtari et al. (2021), Bayesian Analysis 16(2), 667-718.
    """
    if np.all(draws == draws.flat[0]):
        return float(draws.size)
    bulk = array_stats.ess(draws, chain_axis=0, draw_axis=1, method="bulk")
    tail = array_stats.ess(draws, chain_axis=0, draw_axis=1, method="tail", prob=TAILS)
    return float(min(bulk, tail))
