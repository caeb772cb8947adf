"""A small table of two modes, whose weights are worked out by integrating without any chain.

Two classes seen by three lists have seven parameters. The peaks of the posterior are found by
climbing from random places, and the posterior is integrated by points of a Sobol sequence spread
around them (importance sampling); every formula is written anew, in the quantities of the paper.
"""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit, logsumexp
from scipy.stats import chi2, norm, qmc

from tawthiq.estimates import EstimateSettings, capture_table, estimate

PATTERNS = np.array(list(np.ndindex(2, 2, 2)))
COUNTS = np.array([540, 781, 80, 1158, 12, 17, 3])  # invented
BETWEEN = 18_000  # people; the valley
FREEDOM = 4


def log_posterior(x):
    """Log density and log odds of being missed; logits of two classes, log(-log(1 - V))."""
    capture, stick = expit(x[:, :6]).reshape(-1, 2, 3), np.exp(x[:, 6])
    weights = np.stack([-np.expm1(-stick), np.exp(-stick)], axis=1)
    cells = np.stack(
        [(weights * np.where(p == 1, capture, 1 - capture).prod(axis=2)).sum(1) for p in PATTERNS],
        axis=1,
    )
    seen = cells[:, 1:].sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(cells[:, 0] / seen)
        value = np.log(cells[:, 1:]) @ COUNTS - COUNTS.sum() * np.log(seen)
        value += (np.log(capture) + np.log1p(-capture)).sum(axis=(1, 2))
        value += x[:, 6] - 1.25 * np.log(0.25 + stick)
    return np.where(np.isfinite(value), value, -np.inf), odds


def peaks():
    """Each with a triangle whose product with its transpose is about its covariance."""
    random = np.random.default_rng(0)

    def depth(x):
        return -float(np.clip(log_posterior(x[None])[0][0], -1e8, 1e8))

    found = []
    for _ in range(12):
        start = np.append(random.logistic(size=6) - 1.5, random.normal())
        end = minimize(depth, start, method="L-BFGS-B", bounds=[(-15, 15)] * 6 + [(-8, 3)])
        if all(np.linalg.norm(end.x - other) > 0.3 for other, _ in found):
            found.append((end.x, end.fun))
    least = min(value for _, value in found)
    parts, step = [], np.eye(7) * 1e-3
    for x in (x for x, value in found if value < least + 12):
        curvature = [
            [
                depth(x + a + b) - depth(x + a - b) - depth(x - a + b) + depth(x - a - b)
                for b in step
            ]
            for a in step
        ]
        values, axes = np.linalg.eigh(np.array(curvature) / 4e-6)
        parts.append((x, 2.0 * axes @ np.diag(np.clip(values, 0.15, None) ** -0.5)))
    return parts


def points_of(parts, size):
    """Points spread around the parts, what they weigh, and which part each is nearest to."""
    places = np.clip(qmc.Sobol(9, seed=1).random_base2(size), 1e-10, 1 - 1e-10)
    away = norm.ppf(places[:, :7]) * np.sqrt(FREEDOM / chi2.ppf(places[:, 7:8], FREEDOM))
    which = (places[:, 8] * len(parts)).astype(int)
    x = np.empty_like(away)
    for at, (centre, scale) in enumerate(parts):
        x[which == at] = centre + away[which == at] @ scale.T
    spread = np.array(
        [
            -(FREEDOM + 7)
            / 2
            * np.log1p((np.linalg.solve(scale, (x - centre).T) ** 2).sum(0) / FREEDOM)
            - np.linalg.slogdet(scale)[1]
            for centre, scale in parts
        ]
    )
    value, log_odds = log_posterior(x)
    weights = np.exp(value - logsumexp(spread, axis=0) - value.max())
    return x, log_odds, weights / weights.sum(), spread.argmax(axis=0)


def refined(parts):
    """The parts, and beside them the posterior's own shape around each, in both modes."""
    made = list(parts)
    for _ in range(5):
        x, log_odds, weights, nearest = points_of(made, 16)
        above = log_odds > np.log(BETWEEN / COUNTS.sum() - 1)
        shaped = []
        for at in np.unique(nearest):
            for side in (above, ~above):
                mine = weights * (nearest == at) * side
                if (mine > 0).sum() < 200 or mine.sum() < 0.003:
                    continue
                mine /= mine.sum()
                centre = mine @ x
                covariance = ((x - centre).T * mine) @ (x - centre) + 0.01 * np.eye(7)
                shaped.append((centre, np.linalg.cholesky(1.3 * covariance)))
        made = [*parts, *shaped]
    return made


def upper_weight(parts, size):
    """Share of the posterior above the valley, and how many draws the points are worth."""
    _, log_odds, weights, _ = points_of(parts, size)
    above = log_odds > np.log(BETWEEN / COUNTS.sum() - 1)
    return float(weights[above].sum()), float(1 / (weights**2).sum())


def test_chains_give_two_modes_the_weights_that_integration_gives():
    exact, worth = upper_weight(refined(peaks()), 17)
    assert worth > 200
    table = capture_table(
        dict(zip("ABC", PATTERNS[1:].T.tolist(), strict=True)) | {"count": COUNTS.tolist()}
    )
    result = estimate(table, settings=EstimateSettings(model="dirichlet", classes=2), seed=3)
    assert result.converged, result.reason
    lower, upper = result.modes
    assert lower.people < BETWEEN < upper.people
    assert upper.weight == pytest.approx(exact, abs=0.08)
    assert float((result.draws > BETWEEN).mean()) == pytest.approx(exact, abs=0.08)
