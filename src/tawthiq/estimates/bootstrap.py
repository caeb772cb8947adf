"""Draws from resampled tables: what estimators without a posterior put beside those that have one.

People seen are drawn anew from the patterns seen, the whole estimator is repeated, and then the
number on no list is drawn given its estimate: with n seen and a share p seen, the unseen are
negative binomial. Without that last step, the interval would be one for the expected number and not
for the number: it stands for the binomial chance of being seen, which Buckland and Garthwaite
(1991, Biometrics 47, 255-268) put in by drawing how many of N are seen.
"""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import ndtr, ndtri

from tawthiq.errors import EstimateError
from tawthiq.estimates.model import CaptureTable

Floats = NDArray[np.float64]
Interval = Literal["bca", "percentile"]

MOST_UNOBSERVED = 1e17
"""Beyond it counts would leave 64 bits; an estimate there is none."""

_AT_ONCE = 2_000_000  # numbers in memory: sixteen lists have tens of thousands of patterns

UNBOUNDED = 0.025
"""Where more of the resamples than this have no finite estimate, the interval has no upper end."""


def check(resamples: int, interval: str) -> None:
    """Refuse settings of a bootstrap that cannot be meant."""
    if interval not in {"bca", "percentile"}:
        raise EstimateError(f"settings: interval is {interval!r}; bca or percentile.")
    if resamples < 100:
        raise EstimateError(f"settings: resamples is {resamples}; at least 100.")


def cells(table: CaptureTable) -> NDArray[np.int64]:
    """Each pattern of a table as a number: bit j where list j holds the people."""
    bits = 1 << np.arange(len(table.lists), dtype=np.int64)
    return np.asarray(table.patterns.astype(np.int64) @ bits)


def full_table(table: CaptureTable) -> NDArray[np.int64]:
    """People by pattern, shape (2 ** n_lists,); nobody shows pattern 0."""
    return np.asarray(spread(table.counts[None, :], cells(table), len(table.lists))[0])


def resampled(
    random: np.random.Generator, counts: NDArray[np.int64], resamples: int
) -> Iterator[NDArray[np.int64]]:
    """Draw as many people anew from the patterns seen; some tables at a time, (some, n_patterns).

    Args:
        random: the generator.
        counts: people of each pattern, shape (n_patterns,).
        resamples: how often.
    """
    n, chances = int(counts.sum()), counts / counts.sum()
    some = max(_AT_ONCE // len(counts), 1)
    for at in range(0, resamples, some):
        yield np.asarray(random.multinomial(n, chances, size=min(some, resamples - at)))


def resampled_sums(
    random: np.random.Generator, counts: NDArray[np.int64], features: csr_array, resamples: int
) -> Floats:
    """Sums over people of resampled tables, shape (resamples, n_sums).

    Args:
        random: the generator.
        counts: people of each pattern, shape (n_patterns,).
        features: what each of them adds to each sum, shape (n_patterns, n_sums).
        resamples: how often.
    """
    return np.concatenate([some @ features for some in resampled(random, counts, resamples)])


def left_out_sums(counts: NDArray[np.int64], features: csr_array) -> Iterator[Floats]:
    """The sums with one person of one pattern taken out; some patterns at a time, (some, n_sums).

    Args:
        counts: people of each pattern, shape (n_patterns,).
        features: what each of them adds to each sum, shape (n_patterns, n_sums).
    """
    whole = counts @ features
    some = max(_AT_ONCE // len(whole), 1)
    for at in range(0, len(counts), some):
        yield whole - features[at : at + some].toarray()


def spread(tables: NDArray[np.int64], at: NDArray[np.int64], n_lists: int) -> NDArray[np.int64]:
    """Give tables a place for every pattern, shape (n_tables, 2 ** n_lists).

    Args:
        tables: people of the patterns seen, shape (n_tables, n_patterns).
        at: those patterns as numbers, shape (n_patterns,).
        n_lists: of the tables.
    """
    full = np.zeros((len(tables), 1 << n_lists), dtype=np.int64)
    full[:, at] = tables
    return full


def acceleration(influence: Floats, people: NDArray[np.int64]) -> float:
    """The acceleration of BCa from how much one person of each pattern moves the estimate.

    Args:
        influence: of one person of each pattern, in any unit; infinite ones are left out. Minus
            the estimate without that person serves.
        people: of each pattern.

    Source: Efron (1987), JASA 82, 171-185; by the jackknife, as in Efron and Tibshirani (1993),
    An Introduction to the Bootstrap.
    """
    usable = np.isfinite(influence)
    if not usable.any():
        return 0.0
    values, weights = influence[usable], people[usable].astype(np.float64)
    apart = values - np.average(values, weights=weights)
    square = float(weights @ apart**2)
    return float(weights @ apart**3) / (6 * square**1.5) if square > 0 else 0.0


def corrected(estimates: Floats, estimate: float, speed: float) -> Floats:
    """Move resampled estimates so that their plain quantiles are the ends of BCa intervals.

    Args:
        estimates: of the resamples, inf where there was no finite one.
        estimate: of the table itself.
        speed: the acceleration.

    Returns:
        As many values, ascending, each one of the estimates.
    """
    n = len(estimates)
    ordered = np.sort(estimates)
    below = ((estimates < estimate).sum() + 0.5 * (estimates == estimate).sum()) / n
    bias = ndtri(np.clip(below, 0.5 / n, 1 - 0.5 / n))
    normal = bias + ndtri((np.arange(n) + 0.5) / n)
    bend = 1 - speed * normal
    # Beyond the pole of the correction stands the outermost resample on that side.
    level = np.where(bend > 0, ndtr(bias + normal / np.where(bend > 0, bend, 1.0)), normal > 0)
    return np.asarray(ordered[np.clip((level * n).astype(np.int64), 0, n - 1)])


def middle_and_ends(values: Floats) -> tuple[float | None, float | None, float | None]:
    """Median and the ends of the middle 95 %, each one of the values; None where it is infinite."""
    if not len(values):
        return None, None, None
    ordered = np.sort(values)
    at = np.round(np.array([0.5, 0.025, 0.975]) * (len(values) - 1)).astype(np.int64)
    median, low, high = (float(one) if np.isfinite(one) else None for one in ordered[at])
    return median, low, high


def unobserved_draws(
    random: np.random.Generator, expected: Floats, n_observed: int
) -> NDArray[np.int64]:
    """Draw people on no list given their expected number, in no order."""
    shuffled = random.permutation(np.clip(expected, 0.0, MOST_UNOBSERVED))
    seen = n_observed / (n_observed + shuffled)
    return random.negative_binomial(n_observed, seen).astype(np.int64)
