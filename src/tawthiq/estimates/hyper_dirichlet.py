"""The posterior of the unobserved under decomposable graphs, exactly: terms, sums, quantiles.

Under a hyper-Dirichlet prior the likelihood of a table with n0 people on no list, cell
probabilities integrated out, is a product over cliques divided by one over separators (Dawid and
Lauritzen 1993). The set A of lists has 2 ** |A| marginal cells, each with a pseudo-count
a = delta * 2 ** (J - |A|) and c people,

    m(A) = Gamma(d) / Gamma(d + n + n0) * prod over cells of Gamma(a + c) / Gamma(a),

d = delta * 2 ** J. Only one cell of each holds the unobserved. So with z(A) for the people observed
who are on no list of A, and x for n0, a graph's terms are, up to a constant of the graph,

    Z(x) = Gamma(n + x) / Gamma(1 + x) * prod over sets A of
           (Gamma(a(A) + z(A) + x) / Gamma(d + n + x)) ** times(A),

times being 1 for a clique and -1 for a separator, where the factor in front is N's prior 1/N with
the multinomial coefficient. The sum over x >= 0 is a hypergeometric series at 1, and converges for
every table: Z falls as x ** -(1 + tau) with

    tau = sum over people of (parts - 1) + delta * sum over nonempty sets of lists T of parts(T),

where parts(T) counts the pieces into which the graph breaks up when only the lists in T are left,
and a person counts with the lists they are on. (For one T, cliques that avoid T less separators
that avoid T make 1 - parts(T), since the cliques form a tree.) So moments of N exist below order
tau. Where nobody is on two lists that the graph holds apart, the second sum, the prior, alone makes
the series converge, however many people are observed: `sightings` is the first sum.

Differences of logarithms of Gamma functions of 10 ** 18 would drown in rounding: each is taken
apart into (alpha - 1) log(x + 1), added up exactly beforehand into tau, and a rest that vanishes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import gammaln

Floats = NDArray[np.float64]

_CELLS_AT_ONCE = 30_000  # values of one array in the innermost formulas


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Terms:
    """What a family of graphs on one table makes of n0: one row a graph, one column a set.

    The rows of several graphs are multiplied with columns that all graphs share.
    """

    n_observed: int
    total_prior: float  # delta * 2 ** J
    alpha: Floats  # (n_sets,): a(A) + z(A)
    times: csr_array  # (n_graphs, n_sets): few sets a graph
    constant: Floats  # (n_graphs,)
    sightings: Floats  # (n_graphs,): people's parts - 1, summed
    tau: Floats  # (n_graphs,)

    def of(self, graphs: NDArray[np.intp] | NDArray[np.bool_]) -> "Terms":
        """Some of the graphs, and the sets they need."""
        times = self.times[graphs]
        used, column = np.unique(times.indices, return_inverse=True)
        return replace(
            self,
            alpha=self.alpha[used],
            times=csr_array((times.data, column, times.indptr), shape=(times.shape[0], len(used))),
            constant=self.constant[graphs],
            sightings=self.sightings[graphs],
            tau=self.tau[graphs],
        )

    def log_terms(self, x: Floats) -> Floats:
        """Logarithm of Z at each x, shape (n_graphs, len(x))."""
        return self._combined(x, _log_gamma_rest) - (1 + self.tau[:, None]) * np.log1p(x)

    def slopes(self, x: Floats) -> Floats:
        """d log Z / d log(x + 1/2) at each x of some size, shape (n_graphs, len(x))."""
        return (x + 0.5) * self._combined(x, _slope_rest, constant=False) - 1 - self.tau[:, None]

    def _combined(
        self, x: Floats, rest: Callable[[Floats, Floats], Floats], constant: bool = True
    ) -> Floats:
        """Add up a function of each Gamma's first argument, in pieces that stay in cache."""
        ends = np.array([self.n_observed, self.n_observed + self.total_prior])
        made = np.empty((len(self.constant), len(x)))
        at_once = max(1, _CELLS_AT_ONCE // (len(self.alpha) + 1))
        for first in range(0, len(x), at_once):
            piece = slice(first, first + at_once)
            n, all_people = rest(ends, x[piece])
            made[:, piece] = self.times @ (rest(self.alpha, x[piece]) - all_people)
            made[:, piece] += n
        if constant:
            made += self.constant[:, None]
        return made


def terms_of_table(
    bits: NDArray[np.int64],
    counts: NDArray[np.int64],
    n_lists: int,
    sets: NDArray[np.int64],
    times: csr_array,
    *,
    prior_count: float,
) -> Terms:
    """Prepare graphs for a table.

    Args:
        bits: the set of lists of each pattern, none of them empty.
        counts: people of each pattern.
        n_lists: J.
        sets: nonempty sets of lists, (n_sets,).
        times: (n_graphs, n_sets): how often each set is a clique, less how often a separator.
        prior_count: delta, the pseudo-count of each of the 2 ** J cells.
    """
    n = int(counts.sum())
    total_prior = prior_count * 2.0**n_lists
    of_set = [set_terms(bits, counts, n_lists, int(one), prior_count) for one in sets]
    constant, prior, missed = (np.array(values) for values in zip(*of_set, strict=True))
    pieces = times.sum(axis=1)  # of each graph: its connected components
    # n and z are whole, so their sum is exact; what delta adds is small beside it.
    sightings = (pieces - 1) * n - times @ missed
    tau = sightings + total_prior * pieces - times @ prior
    # The series itself begins with Gamma(n + x) / (Gamma(n) Gamma(1 + x)).
    return Terms(
        n_observed=n,
        total_prior=total_prior,
        alpha=prior + missed,
        times=times,
        constant=times @ constant - gammaln(n),
        sightings=sightings,
        tau=tau,
    )


def set_terms(
    bits: NDArray[np.int64],
    counts: NDArray[np.int64],
    n_lists: int,
    lists: int,
    prior_count: float,
) -> tuple[float, float, float]:
    """One set of lists: its constant, its prior count a cell, and the people on none of it.

    The constant is log(m) without Gamma(a + z + n0) and Gamma(d + n + n0). Of the set's 2 ** |A|
    cells only those where somebody is are looked at.
    """
    prior = prior_count * 2.0 ** (n_lists - lists.bit_count())
    cells, where = np.unique(bits & lists, return_inverse=True)
    people = np.bincount(where.reshape(-1), weights=counts)
    missed = float(people[0]) if cells[0] == 0 else 0.0
    seen = people[cells != 0]
    constant = gammaln(prior_count * 2.0**n_lists) - gammaln(prior)
    constant += (gammaln(prior + seen) - gammaln(prior)).sum()
    return float(constant), prior, missed


def _log_gamma_rest(alpha: Floats, x: Floats) -> Floats:
    """log Gamma(x + alpha) - log Gamma(x + 1) - (alpha - 1) log(x + 1), shape (alpha, x).

    With u = (alpha - 1) / (x + 1) and Stirling's formula, whose remainder is s, this is
    (x + 1) ((1 + u) log(1 + u) - u) - log(1 + u) / 2 + s(x + alpha) - s(x + 1).
    """
    y = x + alpha[:, None]
    u = (alpha[:, None] - 1) / (x + 1)
    small = np.abs(u) < 0.02
    log_ratio = np.where(np.abs(u) < 0.5, np.log1p(np.maximum(u, -0.5)), np.log(y / (x + 1)))
    v = np.where(small, u, 0.0)
    # (1 + u) log(1 + u) - u = u^2 / 2 - u^3 / 6 + u^4 / 12 - ...
    series = v**2 * (
        1 / 2 - v * (1 / 6 - v * (1 / 12 - v * (1 / 20 - v * (1 / 30 - v * (1 / 42 - v / 56)))))
    )
    bend = np.where(small, series, (1 + u) * log_ratio - u)
    return (x + 1) * bend - log_ratio / 2 + _stirling_rest(y) - _stirling_rest(x + 1)


def _slope_rest(alpha: Floats, x: Floats) -> Floats:
    """Derivative by x of log Gamma(x + alpha) - log Gamma(x + 1), less (alpha - 1) / (x + 1/2)."""
    u = (alpha[:, None] - 1) / (x + 0.5)
    return np.log1p(u) - u


def _stirling_rest(y: Floats) -> Floats:
    """log Gamma(y) - ((y - 1/2) log(y) - y + log(2 pi) / 2)."""
    far = np.maximum(y, 10.0)
    inverse = 1 / far
    square = inverse * inverse
    rest = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
    near = np.flatnonzero(y < 10)
    if near.size:
        close = y.reshape(-1)[near]
        rest = rest.copy()
        rest.reshape(-1)[near] = (
            gammaln(close) - (close - 0.5) * np.log(close) + close - 0.5 * np.log(2 * np.pi)
        )
    return rest
