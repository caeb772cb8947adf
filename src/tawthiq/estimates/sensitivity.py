"""How far an answer moves with what was held before the table was seen.

Particles of one prior are draws of another once they are weighed by the ratio of the two densities
(importance sampling), so nothing is sampled anew; where the priors lie too far apart for that, few
particles carry all the weight, and the answer is that it cannot be told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates import finite_kernel
from tawthiq.estimates.family import Doubt, shares_of
from tawthiq.estimates.finite import Sampled
from tawthiq.estimates.model import Shift
from tawthiq.estimates.prior import FinitePrior

Floats = NDArray[np.float64]

_LEAST = 0.02  # share of effective particles, below which weighing them tells nothing
_MUCH_MORE = 1.25


def more_hidden(prior: FinitePrior) -> FinitePrior:
    """Lists that reach less, and classes that differ more in how visible they are."""
    return replace(prior, level=prior.level - 1.0, class_spread=1.5 * prior.class_spread)


def less_hidden(prior: FinitePrior) -> FinitePrior:
    """Lists that reach more, and classes that differ less."""
    return replace(prior, level=prior.level + 1.0, class_spread=prior.class_spread / 1.5)


def shifts(found: Sequence[Sampled], prior: FinitePrior) -> tuple[Shift, ...]:
    """What the particles say under other priors, as far as they can."""
    others = {"more-hidden": more_hidden(prior), "less-hidden": less_hidden(prior)}
    made = [under(found, prior, other, name) for name, other in others.items()]
    return tuple(one for one in made if one)


def prior_decides(found: tuple[Shift, ...], median: float) -> Iterator[Doubt]:
    """A doubt where people whom lists hardly see could be many more, for all the lists say."""
    for one in found:
        if one.prior == "more-hidden" and one.median > _MUCH_MORE * median:
            yield Doubt(
                code="prior-decides",
                en=f"The lists say little of people whom they hardly see: had we held more of them "
                f"possible from the start, the median would be {one.median:,.0f} instead of "
                f"{median:,.0f}.",
                ar="لا تكاد القوائم تقول شيئًا عمّن لا تكاد تراهم: فلو افترضنا من البداية أنّهم أكثر "
                f"لكان الوسيط {one.median:,.0f} بدلًا من {median:,.0f}.",
            )


def under(
    found: Sequence[Sampled], before: FinitePrior, prior: FinitePrior, name: str
) -> Shift | None:
    """What the particles say under another prior; None where they cannot."""
    logs, people = [], []
    for one in found:
        ratio = densities(prior, one.positions) - densities(before, one.positions)
        logs.append(one.log_weight - np.log(len(ratio)) + ratio)
        missed = one.missed[-1]
        n = float(one.seen.counts.sum())
        people.append(n / np.maximum(1 - missed, 1e-12))
    weights = shares_of(np.concatenate(logs))
    plain = shares_of(
        np.concatenate([np.full(len(one.positions), one.log_weight) for one in found])
    )
    effective = float((plain**2).sum() / (weights**2).sum())
    if effective < _LEAST:
        return None
    values = np.concatenate(people)
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    at = np.minimum(np.searchsorted(reached, [0.025, 0.5, 0.975]), len(values) - 1)
    low, median, high = (float(value) for value in values[order][at])
    return Shift(prior=name, low=low, median=median, high=high, effective=effective)


def densities(prior: FinitePrior, positions: Floats) -> Floats:
    """Log prior density of positions, by particle."""
    logs = np.empty(len(positions))
    finite_kernel.weigh_by_prior(prior.values, positions, logs)
    return logs
