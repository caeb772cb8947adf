"""How far an answer moves with what was held before the table was seen.

Particles of one prior are draws of another once they are weighed by the ratio of the two densities
(importance sampling), so nothing is sampled anew; where the priors lie too far apart for that, few
particles carry all the weight, and the answer is that it cannot be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates import finite_kernel
from tawthiq.estimates.family import log_sum, shares_of
from tawthiq.estimates.finite import Sampled
from tawthiq.estimates.prior import FinitePrior

Floats = NDArray[np.float64]

_LEAST = 0.02  # share of effective particles, below which weighing them tells nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """The ends and the middle of all people, as another prior has them."""

    prior: FinitePrior
    low: float
    median: float
    high: float
    effective: float  # share of the particles that the weights leave


def more_hidden(prior: FinitePrior) -> FinitePrior:
    """Lists that reach less, and classes that differ more in how visible they are."""
    return replace(prior, level=prior.level - 1.0, class_spread=1.5 * prior.class_spread)


def less_hidden(prior: FinitePrior) -> FinitePrior:
    """Lists that reach more, and classes that differ less."""
    return replace(prior, level=prior.level + 1.0, class_spread=prior.class_spread / 1.5)


def under(found: Sequence[Sampled], before: FinitePrior, prior: FinitePrior) -> Shift | None:
    """What the particles say under another prior; None where they cannot."""
    logs, people = [], []
    for one in found:
        ratio = densities(prior, one.positions) - densities(before, one.positions)
        logs.append(one.log_evidence - np.log(len(ratio)) + ratio)
        missed = one.missed[-1]
        n = float(one.seen.counts.sum())
        people.append(n / np.maximum(1 - missed, 1e-12))
    weights = shares_of(np.concatenate(logs))
    plain = shares_of(
        np.concatenate([np.full(len(one.positions), one.log_evidence) for one in found])
    )
    effective = float((plain**2).sum() / (weights**2).sum())
    if effective < _LEAST:
        return None
    values = np.concatenate(people)
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    at = np.minimum(np.searchsorted(reached, [0.025, 0.5, 0.975]), len(values) - 1)
    low, median, high = (float(value) for value in values[order][at])
    return Shift(prior=prior, low=low, median=median, high=high, effective=effective)


def densities(prior: FinitePrior, positions: Floats) -> Floats:
    """Log prior density of positions, by particle."""
    scratch = np.empty(positions.shape[1:])
    return np.array([finite_kernel.log_prior(prior.values, one, scratch) for one in positions])


def log_evidence_under(found: Sequence[Sampled], before: FinitePrior, prior: FinitePrior) -> float:
    """Log evidence of all numbers of classes together under another prior."""
    return log_sum(
        np.array(
            [
                one.log_evidence
                + log_sum(densities(prior, one.positions) - densities(before, one.positions))
                - np.log(len(one.positions))
                for one in found
            ]
        )
    )
