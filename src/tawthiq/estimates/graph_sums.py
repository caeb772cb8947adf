"""Sums over all numbers of people on no list, n0 = 0, 1, 2 ... without end, of many graphs."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

from tawthiq.estimates.hyper_dirichlet import Terms

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

_AT, _WEIGHT = legendre.leggauss(_NODES)
_TO_SERIES = np.linalg.inv(legendre.legvander(_AT, _NODES - 1))
_TO_FINE = legendre.legvander(np.linspace(-1, 1, _FINE + 1), _NODES - 1) @ _TO_SERIES


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
        drawn: NDArray[np.int64] = np.where(at < len(self.exact), at, far.astype(np.int64))
        return drawn


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sums:
    """The sums over n0: one for each graph, and the posterior of n0 over all of them."""

    log_sums: Floats  # (n_graphs,): log of the sum of Z over n0; -inf where next to nothing
    mean_log: Floats  # (n_graphs,): mean of log(n0 + 1/2) under each
    beyond: float  # share of n0 above FURTHEST; 1 where most of it is
    density: Density
    of_graph: dict[int, Density]  # of the graphs asked for


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
