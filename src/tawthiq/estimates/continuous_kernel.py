"""The compiled part of continuous visibility: chances of patterns, summed over its places.

At a place lists are independent, so the chance of a pattern is a product over lists. Lists are cut
in two halves: each half of a pattern is multiplied out once for all patterns that share it, and a
pattern is one product of two numbers a place. On sixteen lists with forty thousand patterns that is
sixteen times less work, and without an exponential in it.
"""

# ruff: noqa: PLR0917 - compiled functions take positional arguments only

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tawthiq.compiling import compiled

Floats = NDArray[np.float64]

# Sums over places may be taken in any order: that lets the processor add several at once.
_kernel = partial(compiled, nogil=True, error_model="numpy", fastmath={"reassoc", "contract"})

_LEAST = 1e-300  # of a chance whose logarithm is taken


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Halves:
    """Patterns of a table, cut in two: those of the first lists and those of the others."""

    first_on: NDArray[np.bool_]  # (n_first, n_lists // 2)
    second_on: NDArray[np.bool_]  # (n_second, the other lists)
    first: NDArray[np.int32]  # (n_patterns,): row of `first_on`
    second: NDArray[np.int32]
    counts: Floats  # people of each pattern

    @staticmethod
    def of(patterns: NDArray[np.uint8], counts: NDArray[np.int64] | Floats) -> "Halves":
        """Cut patterns of 0 and 1, shape (n_patterns, n_lists)."""
        cut = patterns.shape[1] // 2
        first_on, first = np.unique(patterns[:, :cut], axis=0, return_inverse=True)
        second_on, second = np.unique(patterns[:, cut:], axis=0, return_inverse=True)
        return Halves(
            first_on=first_on.astype(np.bool_),
            second_on=second_on.astype(np.bool_),
            first=first.ravel().astype(np.int32),
            second=second.ravel().astype(np.int32),
            counts=counts.astype(np.float64),
        )

    @property
    def caught(self) -> Floats:
        """People on each list, (n_lists,)."""
        sides = ((self.first, self.first_on), (self.second, self.second_on))
        return np.concatenate([np.bincount(rows, self.counts, len(on)) @ on for rows, on in sides])


def log_likelihoods(
    halves: Halves, counts: Floats, caught: Floats, missed: Floats, weights: Floats
) -> tuple[Floats, Floats]:
    """Log likelihood of the patterns given that they were seen, and the share that is seen.

    Args:
        halves: the patterns.
        counts: people of each pattern in one table or more, (n_tables, n_patterns).
        caught: chance of being caught, (n_draws, n_lists, n_places).
        missed: chance of being missed, of the same shape.
        weights: of places, (n_draws, n_places).

    Returns:
        Of each table and draw, (n_tables, n_draws); of each draw, (n_draws,).
    """
    logs, seen = np.empty((len(counts), len(caught))), np.empty(len(caught))
    _log_likelihoods(
        halves.first_on,
        halves.second_on,
        halves.first,
        halves.second,
        counts,
        np.ascontiguousarray(caught),
        np.ascontiguousarray(missed),
        np.ascontiguousarray(weights),
        logs,
        seen,
    )
    return logs, seen


def people_at(halves: Halves, caught: Floats, missed: Floats, weights: Floats) -> Floats:
    """Where the people who were seen stand, about.

    Args:
        halves: of the table.
        caught: chance of being caught, (n_lists, n_places).
        missed: chance of being missed, of the same shape.
        weights: of places, (n_places,).

    Returns:
        People at each place whom each list caught, and last all of them: (n_lists + 1, n_places).
    """
    people = np.zeros((len(caught) + 1, len(weights)))
    _people_at(
        halves.first_on,
        halves.second_on,
        halves.first,
        halves.second,
        halves.counts,
        np.ascontiguousarray(caught),
        np.ascontiguousarray(missed),
        np.ascontiguousarray(weights),
        people,
    )
    return people


@_kernel
def _multiply(on: NDArray[np.bool_], caught: Floats, missed: Floats, chances: Floats) -> None:
    """Multiply each row of `chances`, (n_halves, n_places), by those of its lists."""
    for row in range(on.shape[0]):
        for j in range(on.shape[1]):
            of = caught[j] if on[row, j] else missed[j]
            for p in range(of.shape[0]):
                chances[row, p] *= of[p]


@_kernel
def _product(one: Floats, two: Floats) -> float:
    total = 0.0
    for p in range(one.shape[0]):
        total += one[p] * two[p]
    return total


@_kernel
def _log_likelihoods(
    first_on: NDArray[np.bool_],
    second_on: NDArray[np.bool_],
    first: NDArray[np.int32],
    second: NDArray[np.int32],
    counts: Floats,
    caught: Floats,
    missed: Floats,
    weights: Floats,
    logs: Floats,
    seen: Floats,
) -> None:
    """See `log_likelihoods`."""
    n_draws, n_lists, n_places = caught.shape
    cut, n_tables = first_on.shape[1], counts.shape[0]
    n_observed, total = counts.sum(axis=1), np.empty(n_tables)
    of_first = np.empty((first_on.shape[0], n_places))
    of_second = np.empty((second_on.shape[0], n_places))
    seen_here = np.empty(n_places)
    for d in range(n_draws):
        of_first[:] = weights[d]
        of_second[:] = 1.0
        _multiply(first_on, caught[d, :cut], missed[d, :cut], of_first)
        _multiply(second_on, caught[d, cut:], missed[d, cut:], of_second)
        # Added up rather than taken from one: where hardly anybody is seen, digits would be lost.
        seen_here[:] = 0.0
        for j in range(n_lists):
            for p in range(n_places):
                seen_here[p] += (1.0 - seen_here[p]) * caught[d, j, p]
        seen[d] = max(_product(seen_here, weights[d]), _LEAST)
        total[:] = -n_observed * np.log(seen[d])
        for c in range(counts.shape[1]):
            chance = _product(of_first[first[c]], of_second[second[c]])
            logarithm = np.log(max(chance, _LEAST))
            for t in range(n_tables):
                total[t] += counts[t, c] * logarithm
        logs[:, d] = total


@_kernel
def _people_at(
    first_on: NDArray[np.bool_],
    second_on: NDArray[np.bool_],
    first: NDArray[np.int32],
    second: NDArray[np.int32],
    counts: Floats,
    caught: Floats,
    missed: Floats,
    weights: Floats,
    people: Floats,
) -> None:
    """See `people_at`; added to `people`."""
    n_lists, n_places = caught.shape
    cut = first_on.shape[1]
    of_first = np.empty((first_on.shape[0], n_places))
    of_second = np.ones((second_on.shape[0], n_places))
    of_first[:] = weights
    _multiply(first_on, caught[:cut], missed[:cut], of_first)
    _multiply(second_on, caught[cut:], missed[cut:], of_second)
    # What each half is multiplied by, summed over the patterns it is in.
    by_first, by_second = np.zeros(of_first.shape), np.zeros(of_second.shape)
    for c in range(counts.shape[0]):
        one, two = of_first[first[c]], of_second[second[c]]
        scale = counts[c] / max(_product(one, two), _LEAST)
        of_one, of_two = by_first[first[c]], by_second[second[c]]
        for p in range(n_places):
            of_one[p] += scale * two[p]
            of_two[p] += scale * one[p]
    for row in range(first_on.shape[0]):
        for p in range(n_places):
            here = of_first[row, p] * by_first[row, p]
            people[n_lists, p] += here
            for j in range(cut):
                if first_on[row, j]:
                    people[j, p] += here
    for row in range(second_on.shape[0]):
        for p in range(n_places):
            here = of_second[row, p] * by_second[row, p]
            for j in range(n_lists - cut):
                if second_on[row, j]:
                    people[cut + j, p] += here
