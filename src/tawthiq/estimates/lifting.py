"""Lift a density where few draws would come, so that chains walk from mode to mode.

Between two modes of log of the unobserved lies a valley that chains seldom cross. Its depth is
learned from draws, and the density is raised by as much: draws then come about equally often from
everywhere between the ends of the posterior, and are weighed back by what was added. Nothing hangs
on the lift being right but how fast chains mix; and whether they have is judged on the draws as
weighed back.

Raising powers of the likelihood (tempering) was tried, and does not help here: a mode that few
positions reach, but all with a high likelihood, vanishes at half the heat.

Source: Torrie and Valleau (1977), Nonphysical sampling distributions in Monte Carlo free-energy
estimation: umbrella sampling, Journal of Computational Physics 23, 187-199. Learning it in rounds:
Berg and Neuhaus (1992), Multicanonical ensemble: a new approach to simulate first-order phase
transitions, Physical Review Letters 68, 9.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates.kernel import lifted

Floats = NDArray[np.float64]

NO_LIFT: Floats = np.empty(0)
"""The density as it is. See `kernel` for what a lift is made of."""

_KNOTS = 40
_ENDS = (0.005, 0.995)  # of the posterior, beyond which nothing is lifted further
_MOST = 6.0  # a lift, in units of log density
_NARROW = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Walked:
    """Where chains have been: arrays of one shape, (n,) or (n_chains, n)."""

    unobserved: NDArray[np.int64]
    odds: Floats  # of being missed

    @staticmethod
    def side_by_side(chains: Sequence["Walked"]) -> "Walked":
        """Those of several chains, as rows."""
        return Walked(
            unobserved=np.stack([one.unobserved for one in chains]),
            odds=np.stack([one.odds for one in chains]),
        )

    def followed_by(self, later: "Walked") -> "Walked":
        """The chains, longer."""
        return Walked(
            unobserved=np.concatenate([self.unobserved, later.unobserved], axis=-1),
            odds=np.concatenate([self.odds, later.odds], axis=-1),
        )


def weights_of(walked: Walked, lift: Floats) -> Floats:
    """What each draw is worth under the density as it is; on average 1."""
    logs = log_odds(walked)
    heights = np.array([lifted(lift, one)[0] for one in logs.flat]).reshape(logs.shape)
    weights: Floats = np.exp(heights.min() - heights)
    weights /= weights.mean()
    return weights


def log_odds(walked: Walked) -> Floats:
    """Log odds of being missed."""
    return np.log(np.maximum(walked.odds, np.finfo(np.float64).tiny))


def level_draws(walked: Walked, lift: Floats) -> NDArray[np.int64]:
    """Unobserved people under the density as it is: of each chain as many draws, in its order.

    A draw that is worth two stands there twice, one that is worth half every other time.
    """
    if not lift.size:
        return walked.unobserved
    weights = weights_of(walked, lift)
    n = weights.shape[1]
    places = (np.arange(n) + 0.5) / n
    chosen = []
    for drawn, mine in zip(walked.unobserved, weights, strict=True):
        reached = np.cumsum(mine)
        at = np.searchsorted(reached, places * reached[-1])
        chosen.append(drawn[np.minimum(at, n - 1)])
    return np.stack(chosen)


def learned(rounds: Sequence[tuple[Walked, Floats]]) -> Floats:
    """A lift that makes up for how seldom draws come.

    Args:
        rounds: draws, each with the lift that it was made under.
    """
    logs = np.concatenate([log_odds(walked).ravel() for walked, _ in rounds])
    weights = np.concatenate([weights_of(walked, lift).ravel() for walked, lift in rounds])
    order = np.argsort(logs)
    reached = np.cumsum(weights[order]) / weights.sum()
    low, high = (
        float(logs[order][min(int(np.searchsorted(reached, end)), len(logs) - 1)]) for end in _ENDS
    )
    step = (high - low) / (_KNOTS - 1)
    if not step > _NARROW:
        return NO_LIFT
    knots = low + step * np.arange(_KNOTS)
    counts, _ = np.histogram(
        logs, bins=np.append(knots - step / 2, knots[-1] + step / 2), weights=weights
    )
    kernel = np.exp(-0.5 * (np.subtract.outer(knots, knots) / step) ** 2)
    density = (kernel / kernel.sum(axis=0)) @ counts
    # A valley is filled up to the lower of the two heights between which it lies; slopes that lead
    # out of the posterior are left as they are.
    filled = np.minimum(np.maximum.accumulate(density), np.maximum.accumulate(density[::-1])[::-1])
    heights = np.minimum(np.log(filled) - np.log(np.maximum(density, 1e-300)), _MOST)
    return np.concatenate([[low, step], heights])
