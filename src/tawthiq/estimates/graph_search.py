"""Walk among the decomposable graphs of many lists, where they are too many to weigh all.

Several walks (Metropolis and Hastings) start far apart. Each proposes to toggle one edge, drawn
at random from all pairs, and stays where that would cost chordality. Any decomposable graph can be
reached so, and a step and the step back are equally likely to be proposed. What a graph is worth
is its sum over n0, which the walk needs only roughly: small n0 one by one, the rest by Laplace's
approximation or a few trapezoids. The graphs a walk leaves behind are then weighed exactly.

Source: Giudici and Green (1999), Biometrika 86(4), 785-801, for walks that keep to such graphs.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from math import exp, lgamma, log, log1p, pi

import numpy as np
from numpy.typing import NDArray

from tawthiq.compiling import compiled
from tawthiq.estimates.graphs import Graph, code_of, members, step, terms_of, toggled
from tawthiq.estimates.hyper_dirichlet import set_terms
from tawthiq.progress import Progress

_LOOK = 500  # proposals between two looks at whether to stop
_HOTTEST = 200.0  # temperature at which a walk begins; its burn-in cools to 1
_ONE_BY_ONE = 16  # n0 below are summed in the rough score
_BROAD = 16.0  # curvature at a peak of log(n0 + 1/2), below which Laplace will not do
_STEEP = 4.0  # slope, by log(n0 + 1/2), from which a density falls as an exponential does


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Where one walk has been, after its burn-in: how often on which graph, by its `code_of`."""

    visits: Counter[int]


class Scores:
    """Rough worth of graphs on one table, each computed once."""

    def __init__(
        self,
        bits: NDArray[np.int64],
        counts: NDArray[np.int64],
        n_lists: int,
        prior_count: float,
    ) -> None:
        self.n_lists = n_lists
        self._bits, self._counts, self._prior_count = bits, counts, prior_count
        self._n = float(counts.sum())
        self._row: dict[int, int] = {}
        self._sets = np.empty((1024, 3))  # what `set_terms` says of each set met
        self.known: dict[int, float] = {}
        """What each graph met is worth, by its `code_of`."""

    def of(self, code: int, terms: dict[int, int]) -> float:
        """Log of a graph's sum over n0, roughly."""
        found = self.known.get(code)
        if found is None:
            row = self._row
            for lists in terms:
                if lists not in row:
                    self._add(lists)
            found = self.known[code] = _rough_sum(
                self._n,
                self._prior_count * 2.0**self.n_lists,
                self._sets,
                np.array([row[lists] for lists in terms]),
                np.array(list(terms.values())),
            )
        return found

    def _add(self, lists: int) -> None:
        at = len(self._row)
        if at == len(self._sets):
            self._sets = np.concatenate([self._sets, np.empty_like(self._sets)])
        self._sets[at] = set_terms(self._bits, self._counts, self.n_lists, lists, self._prior_count)
        self._row[lists] = at


def walk(
    scores: Scores,
    start: Graph,
    *,
    proposals: int,
    saturated: bool,
    random: np.random.Generator,
    stop: Callable[[], bool],
    told: Callable[[int], None],
) -> Walk:
    """Walk from one graph; the first third of the proposals cools and is forgotten.

    Args:
        scores: of the table; graphs met are added.
        start: decomposable.
        proposals: burn-in included.
        saturated: may the walk stand on the graph of all edges?
        random: where chance comes from.
        stop: ends the walk.
        told: how many proposals are done, now and then.
    """
    pairs = list(combinations(range(scores.n_lists), 2))
    complete = (1 << len(pairs)) - 1
    burn_in = proposals // 3
    cooling = burn_in * 2 // 3
    chosen = random.integers(len(pairs), size=proposals).tolist()
    hurdles = (-random.exponential(size=proposals)).tolist()
    visits: Counter[int] = Counter()
    graph, code, terms = start, code_of(start), _known_terms(start)
    worth = scores.of(code, terms)
    for at in range(proposals):
        if at % _LOOK == 0:
            if stop():
                break
            told(at)
        a, b = pairs[chosen[at]]
        change = step(graph, a, b)
        other = code ^ 1 << chosen[at]
        if change is not None and (saturated or other != complete):
            changed = _added(terms, change)
            heat = max(1.0, _HOTTEST ** (1 - at / cooling)) if at < cooling else 1.0
            gain = scores.of(other, changed) - worth
            if gain > hurdles[at] * heat:
                graph, code, terms = toggled(graph, a, b), other, changed
                worth += gain
        if at >= burn_in:
            visits[code] += 1
    if not visits:
        visits[code] = 1
    return Walk(visits=visits)


def _known_terms(graph: Graph) -> dict[int, int]:
    terms = terms_of(graph)
    if terms is None:
        raise ValueError(f"not decomposable: {graph}")
    return terms


def _added(terms: dict[int, int], change: dict[int, int]) -> dict[int, int]:
    made = dict(terms)
    for lists, times in change.items():
        made[lists] = made.get(lists, 0) + times
        if not made[lists]:
            del made[lists]
    return made


def search(
    scores: Scores,
    *,
    walks: int,
    proposals: int,
    saturated: bool,
    random: np.random.Generator,
    progress: Progress,
    stop: Callable[[], bool],
) -> list[Walk]:
    """Several walks, from no edge, from nearly all, and from graphs drawn at random."""
    found = []
    whole = walks * proposals
    for number in range(walks):

        def told(done: int, number: int = number) -> None:
            progress("searching graphs", number * proposals + done, whole)

        start = _start(scores.n_lists, number, random)
        found.append(
            walk(
                scores,
                start,
                proposals=proposals,
                saturated=saturated,
                random=random,
                stop=stop,
                told=told,
            )
        )
    progress("searching graphs", whole, whole)
    return found


def _start(n_lists: int, number: int, random: np.random.Generator) -> Graph:
    everybody = (1 << n_lists) - 1
    if number == 0:
        return (0,) * n_lists
    if number == 1:
        full = tuple(everybody & ~(1 << v) for v in range(n_lists))
        return toggled(full, 0, 1)
    # Each list in turn is joined to some of a clique of those before it.
    graph = [0] * n_lists
    order = random.permutation(n_lists).tolist()
    for place, v in enumerate(order[1:], start=1):
        root = order[int(random.integers(place))]
        clique = 1 << root
        for u in random.permutation(list(members(graph[root]))).tolist():
            if clique & ~graph[u] == 0 and random.random() < 0.5:
                clique |= 1 << u
        for u in members(clique):
            graph[u] |= 1 << v
            graph[v] |= 1 << u
    return tuple(graph)


_kernel = partial(compiled, nogil=True, error_model="numpy")


@_kernel
def _rough_sum(  # noqa: PLR0912 - split up, it compiles and runs slower
    n: float,
    total_prior: float,
    sets: NDArray[np.float64],
    rows: NDArray[np.int64],
    times: NDArray[np.int64],
) -> float:
    """Log of a graph's sum over n0, to a tenth.

    Small n0 one by one; beyond, each peak of the density of log(n0 + 1/2) by Laplace, or all of
    it by trapezoids where it is broad.

    Args:
        n: people observed.
        total_prior: pseudo-people in all.
        sets: what `set_terms` says of sets of lists.
        rows: which of them are the graph's cliques and separators.
        times: and how often each is one.
    """
    alpha = np.empty(len(rows))
    constant, tau = -lgamma(n), -n
    for s in range(len(rows)):
        alpha[s] = sets[rows[s], 1] + sets[rows[s], 2]
        constant += times[s] * sets[rows[s], 0]
        # First what is whole: its sum is exact.
        tau += times[s] * (n - sets[rows[s], 2])
    for s in range(len(rows)):
        tau += times[s] * (total_prior - sets[rows[s], 1])
    value = constant + lgamma(n)
    for s in range(len(alpha)):
        value += times[s] * (lgamma(alpha[s]) - lgamma(n + total_prior))
    total = value
    for k in range(_ONE_BY_ONE - 1):
        value += log((n + k) / (1.0 + k))
        for s in range(len(alpha)):
            value += times[s] * log((alpha[s] + k) / (n + total_prior + k))
        total = _log_added(total, value)
    start = log(_ONE_BY_ONE - 0.5)
    left, rising = start, _slope(start, n, total_prior, alpha, times, tau)
    if rising <= 0:
        # Falling from the start: by and by as a power would, or as fast as an exponential.
        if rising > -_STEEP:
            value = _trapezoids(start, n, total_prior, alpha, times, constant)
            return float(_log_added(total, value))
        value = _log_height(start, n, total_prior, alpha, times, constant) - log(-rising)
        total = _log_added(total, value)
    for i in range(1, 41):
        right = start + i
        falling = _slope(right, n, total_prior, alpha, times, tau)
        if rising > 0 and falling <= 0:
            low, high = left, right
            for _ in range(24):
                middle = (low + high) / 2
                if _slope(middle, n, total_prior, alpha, times, tau) > 0:
                    low = middle
                else:
                    high = middle
            near = 1e-4
            bend = (
                _slope(low - near, n, total_prior, alpha, times, tau)
                - _slope(high + near, n, total_prior, alpha, times, tau)
            ) / (2 * near + high - low)
            if bend < _BROAD:
                value = _trapezoids(start, n, total_prior, alpha, times, constant)
                total = _log_added(total, value)
                break
            value = _log_height(low, n, total_prior, alpha, times, constant)
            total = _log_added(total, value + log(2 * pi / bend) / 2)
        left, rising = right, falling
        if falling < 0 and right > 2 * log(n + total_prior):
            break  # from here on each Gamma is next to a power, and there are no more peaks
    return float(total)


@_kernel
def _log_added(one: float, other: float) -> float:
    """log(exp(one) + exp(other))."""
    return max(one, other) + log1p(exp(-abs(one - other)))


@_kernel
def _trapezoids(  # noqa: PLR0917 - all numbers, always in this order
    start: float,
    n: float,
    total_prior: float,
    alpha: NDArray[np.float64],
    times: NDArray[np.int64],
    constant: float,
) -> float:
    """Log of the integral of a broad density from `start` on: where Laplace would miss its tail."""
    width = 0.5
    before = _log_height(start, n, total_prior, alpha, times, constant)
    total = before + log(width / 2)
    for j in range(1, 90):
        value = _log_height(start + j * width, n, total_prior, alpha, times, constant)
        total = _log_added(total, value + log(width))
        if value < before and value < total - 15:
            break
        before = value
    return float(total)


@_kernel
def _log_height(  # noqa: PLR0917 - all numbers, always in this order
    t: float,
    n: float,
    total_prior: float,
    alpha: NDArray[np.float64],
    times: NDArray[np.int64],
    constant: float,
) -> float:
    """The log density of t = log(n0 + 1/2)."""
    x = exp(t) - 0.5
    value = constant + t + lgamma(n + x) - lgamma(1.0 + x)
    for s in range(len(alpha)):
        value += times[s] * (lgamma(alpha[s] + x) - lgamma(n + total_prior + x))
    return value


@_kernel
def _slope(  # noqa: PLR0917 - all numbers, always in this order
    t: float,
    n: float,
    total_prior: float,
    alpha: NDArray[np.float64],
    times: NDArray[np.int64],
    tau: float,
) -> float:
    """Slope of the log density of t = log(n0 + 1/2).

    As in `Terms.slopes`, what falls as 1 / x is added up beforehand: far out, rounding would make
    peaks where there are none.
    """
    x = exp(t)
    slope = _beyond_first_order((n - 1.0) / x)
    all_people = _beyond_first_order((n + total_prior - 1.0) / x)
    for s in range(len(alpha)):
        slope += times[s] * (_beyond_first_order((alpha[s] - 1.0) / x) - all_people)
    return float(x * slope - tau)


@_kernel
def _beyond_first_order(u: float) -> float:
    """log(1 + u) - u."""
    return log1p(u) - u
