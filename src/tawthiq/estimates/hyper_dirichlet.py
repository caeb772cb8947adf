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
from numpy.polynomial import legendre
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import gammaln, logsumexp

Floats = NDArray[np.float64]

FURTHEST = 2.0**62
"""The largest n0 that is handed out; what lies beyond counts, but cannot be drawn."""

_EXACT = 128  # n0 below are summed one by one; the rest is an integral over log(n0 + 1/2)
_NODES = 12  # of a panel of that integral, Gauss-Legendre
_FINE = 24  # cells of a panel in which draws are spread by a density taken to be linear
_NEGLIGIBLE = -36.0  # log of a share that may be left out
_TOLERANCE = 1e-9  # of the whole, for the error of one panel
_ROUNDS = 60  # of halving, at most, until panels are smooth
_FINER = 8  # rounds of halving, at most, until their integrals are exact
_AT_ONCE = 1024  # graphs
_CELLS_AT_ONCE = 30_000  # values of one array in the innermost formulas

_AT, _WEIGHT = legendre.leggauss(_NODES)
_TO_SERIES = np.linalg.inv(legendre.legvander(_AT, _NODES - 1))
_TO_FINE = legendre.legvander(np.linspace(-1, 1, _FINE + 1), _NODES - 1) @ _TO_SERIES


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Density:
    """A distribution over n0: probabilities of 0, 1, 2 ..., then cells of log(n0 + 1/2)."""

    exact: Floats  # (_EXACT,): shares
    edges: Floats  # (n_cells, 2): ends of each cell on the scale of log(n0 + 1/2)
    heights: Floats  # (n_cells, 2): density at the ends, up to a factor of the cell
    shares: Floats  # (n_cells,)

    def quantile(self, level: Floats) -> NDArray[np.int64]:
        """n0 at each level between 0 and 1."""
        shares = np.concatenate([self.exact, self.shares])
        upto = np.cumsum(shares)
        goal = level * upto[-1]
        at = np.minimum(np.searchsorted(upto, goal, side="right"), len(shares) - 1)
        inside = np.clip((goal - (upto[at] - shares[at])) / np.maximum(shares[at], 1e-300), 0, 1)
        cell = np.maximum(at - len(self.exact), 0)
        low, high = self.heights[cell].T if len(self.heights) else (np.ones(1), np.ones(1))
        # Where a density is linear, the share below is a square: the stable root of it.
        root = np.sqrt(low**2 + inside * (high**2 - low**2))
        part = inside * (low + high) / np.maximum(low + root, 1e-300)
        if len(self.edges):
            start, end = self.edges[cell].T
            far = np.exp(start + part * (end - start)) - 0.5
        else:
            far = np.zeros(len(goal))
        # Rounded as a float, 2 ** 62 and its neighbours still fit.
        far = np.clip(np.rint(far), _EXACT, FURTHEST)
        return np.where(at < len(self.exact), at, far.astype(np.int64))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sums:
    """The sums over n0: one for each graph, and the posterior of n0 over all of them."""

    log_sums: Floats  # (n_graphs,): log of the sum of Z over n0; -inf where next to nothing
    mean_log: Floats  # (n_graphs,): mean of log(n0 + 1/2) under each
    beyond: float  # share of n0 above FURTHEST; 1 where most of it is
    density: Density
    of_graph: dict[int, Density]  # of the graphs asked for


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


def sums(terms: Terms, *, offsets: Floats | None = None, densities: int = 0) -> Sums:
    """Sum over all n0, graph by graph.

    n0 below 128 are taken one by one. Beyond, the sum is an integral over t = log(n0 + 1/2), with
    the first correction of Euler and Maclaurin. Panels of t are halved until every
    graph that counts is smooth in each, then Gauss and Legendre integrate them; a panel whose
    series has not died away is halved again. A tail past 2 ** 62 is that of a power.

    Args:
        terms: of one graph or more.
        offsets: what to add to the logarithm of each graph in the mixture; nothing if None.
        densities: of how many graphs, those of greatest share, to give the distribution too.
    """
    shift = np.zeros(len(terms.constant)) if offsets is None else offsets
    shifted = replace(terms, constant=terms.constant + shift)
    few = np.arange(float(_EXACT))
    below = shifted.log_terms(few)
    log_below = logsumexp(below, axis=1)
    waiting, alive, beyond, top = _panels(shifted, log_below)
    top = max(top, float(log_below.max()))
    # Graphs left out here stay below the threshold; their small n0 are counted all the same.
    some = shifted.of(alive)
    start = np.array([_EXACT - 0.5])
    # Sum of f(k) from M = integral of f from M - 1/2, plus f'(M - 1/2) / 24.
    correction = some.slopes(start)[:, 0] / _EXACT / 24 * np.exp(some.log_terms(start)[:, 0] - top)
    with np.errstate(over="ignore"):
        inside = np.exp(log_below - top)
        mean = np.exp(below - top) @ np.log(few + 0.5)
        past = np.exp(beyond - top)
    inside[alive] += correction
    allowed = max(_TOLERANCE, 4e-16 * abs(float(gammaln(terms.n_observed))))
    accepted: list[_Panels] = []
    whole = inside.sum()
    for left in reversed(range(_FINER)):
        found = _integrated(some, waiting, top)
        if not accepted:
            whole = whole + found.areas.sum()
        # If halving does not help, it is rounding that is left of the error.
        fine = (found.error <= allowed * whole) | (left == 0)
        accepted.append(found.only(fine))
        if fine.all():
            break
        waiting = _halved(waiting[~fine])
    panels = _Panels.joined(accepted)
    inside[alive] += panels.areas.sum(axis=1)
    mean[alive] += panels.moments.sum(axis=1)
    with np.errstate(divide="ignore"):
        log_sums = np.log(np.maximum(inside, 0) + past) + top - shift
    number = np.flatnonzero(alive)
    best = np.argsort(-inside[alive], kind="stable")[:densities]
    far = past.sum()
    return Sums(
        log_sums=log_sums,
        mean_log=mean / np.maximum(inside, 1e-300),
        beyond=float(far / (far + inside.sum())) if np.isfinite(far) else 1.0,
        density=_density(
            np.exp(logsumexp(below, axis=0) - top),
            panels.ends,
            panels.log_mixed,
            panels.areas.sum(axis=0),
        ),
        of_graph={
            int(number[at]): _density(
                np.exp(below[number[at]] - top),
                panels.ends,
                _log_heights(some.of(np.array([at])), panels.ends)[0] - top,
                panels.areas[at],
            )
            for at in best
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Panels:
    """Panels of log(n0 + 1/2), integrated."""

    ends: Floats  # (n_panels, 2)
    log_mixed: Floats  # (n_panels, _NODES): log density of all graphs together, at the nodes
    areas: Floats  # (n_graphs, n_panels)
    moments: Floats  # (n_graphs, n_panels): of log(n0 + 1/2)
    error: Floats  # (n_panels,): what the series still holds at its end, as an area

    def only(self, which: NDArray[np.bool_]) -> "_Panels":
        return _Panels(
            ends=self.ends[which],
            log_mixed=self.log_mixed[which],
            areas=self.areas[:, which],
            moments=self.moments[:, which],
            error=self.error[which],
        )

    @staticmethod
    def joined(parts: "list[_Panels]") -> "_Panels":
        """All panels, from left to right."""
        order = np.argsort(np.concatenate([part.ends[:, 0] for part in parts]))
        return _Panels(
            ends=np.concatenate([part.ends for part in parts])[order],
            log_mixed=np.concatenate([part.log_mixed for part in parts])[order],
            areas=np.concatenate([part.areas for part in parts], axis=1)[:, order],
            moments=np.concatenate([part.moments for part in parts], axis=1)[:, order],
            error=np.concatenate([part.error for part in parts])[order],
        )


def _nodes(ends: Floats) -> Floats:
    """Where in each panel the density is looked at, on the scale of log(n0 + 1/2)."""
    left, right = ends[:, :1], ends[:, 1:]
    return (left + right) / 2 + (right - left) / 2 * _AT


def _log_heights(terms: Terms, ends: Floats) -> Floats:
    """Log densities of each graph at the nodes of each panel: (n_graphs, n_panels, _NODES)."""
    t = _nodes(ends)
    flat = t.reshape(-1)
    logs = terms.log_terms(np.exp(flat) - 0.5) + flat
    return logs.reshape(len(logs), *t.shape)


def _integrated(terms: Terms, ends: Floats, top: float) -> _Panels:
    """Integrate every graph over every panel, some graphs at a time."""
    half = (ends[:, 1] - ends[:, 0]) / 2
    t = _nodes(ends)
    mixed = np.zeros(t.shape)
    areas, moments = [np.zeros((0, len(ends)))], [np.zeros((0, len(ends)))]
    for first in range(0, len(terms.constant), _AT_ONCE):
        some = terms.of(np.arange(first, min(first + _AT_ONCE, len(terms.constant))))
        height = _log_heights(some, ends)
        height -= top
        np.exp(height, out=height)
        mixed += height.sum(axis=0)
        areas.append(height @ _WEIGHT * half)
        height *= t
        moments.append(height @ _WEIGHT * half)
    # Terms of odd or even order may vanish by symmetry: look at the last two.
    last = np.abs(mixed @ _TO_SERIES[-2:].T).max(axis=1) if len(ends) else np.zeros(0)
    return _Panels(
        ends=ends,
        log_mixed=np.log(np.maximum(mixed, 1e-300)),
        areas=np.concatenate(areas),
        moments=np.concatenate(moments),
        error=half * last,
    )


def _density(exact: Floats, ends: Floats, logs: Floats, areas: Floats) -> Density:
    """Spread each panel's area over its cells."""
    fine = np.exp(np.minimum(logs @ _TO_FINE.T, 700))
    sides = np.stack([fine[:, :-1], fine[:, 1:]], axis=-1)
    shares = sides.sum(axis=-1)
    shares *= (areas / np.maximum(shares.sum(axis=1), 1e-300))[:, None]
    edges = np.linspace(ends[:, 0], ends[:, 1], _FINE + 1, axis=1)
    return Density(
        exact=exact,
        edges=np.stack([edges[:, :-1], edges[:, 1:]], axis=-1).reshape(-1, 2),
        heights=sides.reshape(-1, 2),
        shares=shares.reshape(-1),
    )


def _panels(terms: Terms, log_below: Floats) -> tuple[Floats, NDArray[np.bool_], Floats, float]:
    """Panels of log(n0 + 1/2) in which every graph that counts bends little.

    A graph's terms rise, fall, or have a peak within a panel; the peak is below where the
    tangents at the ends meet. A panel in which no graph can count is dropped, and a graph that
    counts in no panel.

    Returns:
        Ends of the panels, the graphs that count, each graph's log of the sum past the last, and
        the greatest logarithm met.
    """
    ends = np.linspace(np.log(_EXACT), np.log(FURTHEST), 77)
    value, slope = _on_log_scale(terms, ends)
    # Past the end: a power. Where it still rises there is no end in sight.
    last = slope[:, -1]
    beyond = np.where(last < 0, value[:, -1] - np.log(np.maximum(-last, 1e-300)), np.inf)
    best = max(float(log_below.max()), float(value.max()))
    left, right = ends[:-1], ends[1:]
    low, high = (value[:, :-1], slope[:, :-1]), (value[:, 1:], slope[:, 1:])
    done: list[Floats] = []
    counts = np.maximum(log_below, beyond) > best + _NEGLIGIBLE
    numbers = np.arange(len(counts))
    for _ in range(_ROUNDS):
        width = right - left
        peak = _bound(low, high, width)
        best = max(best, float(low[0].max(initial=best)))
        counting = peak + np.log(width) > best + _NEGLIGIBLE
        bent = np.abs(high[1] - low[1]) * width > 4
        steep = np.maximum(np.abs(low[1]), np.abs(high[1])) * width > 16
        halve = (counting & (bent | steep)).any(axis=0)
        smooth = counting.any(axis=0) & ~halve
        done.append(np.column_stack([left[smooth], right[smooth]]))
        counts[numbers[counting[:, smooth].any(axis=1)]] = True
        if not halve.any():
            break
        rows = (counting & halve).any(axis=1)
        numbers = numbers[rows]
        middle = (left[halve] + right[halve]) / 2
        value, slope = _on_log_scale(terms.of(numbers), middle)
        best = max(best, float(value.max()))
        parted = np.ix_(rows, halve)
        low, high = (
            (
                np.concatenate([low[0][parted], value], axis=1),
                np.concatenate([low[1][parted], slope], axis=1),
            ),
            (
                np.concatenate([value, high[0][parted]], axis=1),
                np.concatenate([slope, high[1][parted]], axis=1),
            ),
        )
        left, right = (
            np.concatenate([left[halve], middle]),
            np.concatenate([middle, right[halve]]),
        )
    return np.concatenate(done), counts, beyond, best


def _on_log_scale(terms: Terms, t: Floats) -> tuple[Floats, Floats]:
    """The logarithm of the density of t = log(n0 + 1/2), and its slope."""
    x = np.exp(t) - 0.5
    return terms.log_terms(x) + t, terms.slopes(x) + 1


def _bound(low: tuple[Floats, Floats], high: tuple[Floats, Floats], width: Floats) -> Floats:
    """The most that a log density can be between two points where its slope is known."""
    ends = np.maximum(low[0], high[0])
    rising = (low[1] > 0) & (high[1] < 0)
    turn = np.where(rising, low[1] - high[1], 1.0)
    meets = np.clip((high[0] - low[0] - high[1] * width) / turn, 0, width)
    return np.where(rising, np.maximum(ends, low[0] + low[1] * meets), ends)


def _halved(ends: Floats) -> Floats:
    middle = ends.mean(axis=1)
    return np.concatenate(
        [np.column_stack([ends[:, 0], middle]), np.column_stack([middle, ends[:, 1]])]
    )


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
