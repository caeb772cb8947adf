"""Posterior probabilities of decomposable graphs: of all of them, or of those a search has met."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import logsumexp

from tawthiq.estimates.family import Doubt
from tawthiq.estimates.graph_sums import Density, Sums, sums
from tawthiq.estimates.graphs import (
    Graph,
    decomposable_graphs,
    log_number_of_graphs,
    neighbours_of,
    terms_of,
)
from tawthiq.estimates.hyper_dirichlet import Terms, terms_of_table
from tawthiq.progress import Progress

Floats = NDArray[np.float64]

_WEIGHED_EXACTLY = 3_000  # graphs at most, of those a search has met
_COVERED = 0.9  # share of a walk that others have seen too, from which all is taken to be seen
_NO_END = 1e-3  # share of the posterior past 2 ** 62 from which there is no number
_APART = 0.5  # of the posterior's standard deviation: walks whose means differ more disagree


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """A capture table and the prior, as graphs see them."""

    bits: NDArray[np.int64]  # (n_patterns,): the set of lists of each pattern
    counts: NDArray[np.int64]
    n_lists: int
    prior_count: float
    saturated: bool

    def terms(self, sets: NDArray[np.int64], times: csr_array) -> Terms:
        """What graphs, given by their cliques and separators, make of n0."""
        return terms_of_table(
            self.bits, self.counts, self.n_lists, sets, times, prior_count=self.prior_count
        )

    @property
    def log_graphs(self) -> float:
        """Logarithm of how many graphs the prior spreads over."""
        every = log_number_of_graphs(self.n_lists)
        return every if self.saturated else every + float(np.log(-np.expm1(-every)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weighed:
    """Graphs and what the table makes of them."""

    by_prior: float  # share of graphs whose tail the prior alone makes fall
    log_evidence: float
    density: Density  # of n0, over all graphs
    best: list[tuple[Graph, float, Density]]  # graph, posterior probability, n0 under it
    doubts: tuple[Doubt, ...] = ()


def all_graphs(problem: Problem, models: int) -> Weighed | None:
    """Weigh every decomposable graph on up to six lists; `models` of them by themselves too.

    None where too much of the posterior lies past any number that can be given.
    """
    graphs, times = decomposable_graphs(problem.n_lists)
    kept = len(graphs) - (0 if problem.saturated else 1)
    terms = problem.terms(
        np.arange(1, 2**problem.n_lists), csr_array(times[:kept, 1:].astype(np.float64))
    )
    found = sums(terms, densities=models)
    if found.beyond > _NO_END:
        return None
    total = float(logsumexp(found.log_sums))
    weights = np.exp(found.log_sums - total)
    return Weighed(
        by_prior=float(weights[terms.sightings < 0.5].sum()),
        log_evidence=total - problem.log_graphs,
        density=found.density,
        best=[
            (tuple(graphs[at].tolist()), float(weights[at]), density)
            for at, density in found.of_graph.items()
        ],
    )


def searched_graphs(
    problem: Problem,
    models: int,
    *,
    walks: int,
    proposals: int,
    random: np.random.Generator,
    progress: Progress,
    stop: Callable[[], bool],
) -> Weighed | None:
    """Weigh the graphs that walks have met; None as for `all_graphs`.

    Where each walk has been wherever the others were, next to all the weight has been seen, and
    graphs weigh what their sums say. Where the weight is spread over more graphs than walks can
    visit, a graph weighs as often as it was visited (corrected for the walk's rough scores), and
    a walk as much as all it has seen: one that got stuck among poor graphs counts for nothing.
    """
    # numba takes a second to import, and up to six lists do without.
    from tawthiq.estimates.graph_search import Scores, search  # noqa: PLC0415

    scores = Scores(problem.bits, problem.counts, problem.n_lists, problem.prior_count)
    found = search(
        scores,
        walks=walks,
        proposals=proposals,
        saturated=problem.saturated,
        random=random,
        progress=progress,
        stop=stop,
    )
    stopped = stop()
    visits = [walk.visits for walk in found]
    seen = Counter[int]()
    for one in visits:
        seen.update(one.keys())
    rough = {graph: scores.known[graph] for graph in seen}
    of_walk = np.array([logsumexp([rough[graph] for graph in one]) for one in visits])
    share = np.exp(of_walk - logsumexp(of_walk))
    also_seen = np.array(
        [
            sum(times for graph, times in one.items() if seen[graph] > 1) / one.total()
            for one in visits
        ]
    )
    covered = float(share @ also_seen)
    if covered >= _COVERED:
        chosen = nlargest(_WEIGHED_EXACTLY, rough, key=lambda graph: rough[graph])
        offsets = np.zeros(len(chosen))
        kept = visits
    else:
        kept = [_picked(one, max(1, _WEIGHED_EXACTLY // walks)) for one in visits]
        weight: dict[int, float] = {}
        for some, part in zip(kept, share, strict=True):
            for graph, times in some.items():
                weight[graph] = weight.get(graph, 0.0) + part * times / some.total()
        chosen = [graph for graph, one in weight.items() if one > 1e-12]
        offsets = np.array([np.log(weight[graph]) - rough[graph] for graph in chosen])
    terms = _terms(problem, chosen)
    # Only what differs matters to a mixture: the largest offset is brought to 0.
    result = sums(terms, offsets=offsets - offsets.max())
    if result.beyond > _NO_END:
        return None
    log_weights = result.log_sums + offsets
    weights = np.exp(log_weights - logsumexp(log_weights))
    # The walks' scores are off by about one factor; sums that are exact show it.
    exact = logsumexp(result.log_sums) - logsumexp([rough[graph] for graph in chosen])
    total = _log_total(visits, seen, rough, also_seen) + float(exact)
    doubts = []
    if _disagree(kept, share, chosen, result):
        doubts.append(_DISAGREE)
    if stopped:
        doubts.append(_STOPPED)
    return Weighed(
        by_prior=float(weights[terms.sightings < 0.5].sum()),
        log_evidence=total - problem.log_graphs,
        density=result.density,
        best=_best(problem, rough, models, total),
        doubts=tuple(doubts),
    )


def _best(
    problem: Problem, rough: dict[int, float], models: int, log_total: float
) -> list[tuple[Graph, float, Density]]:
    """The graphs of most weight among all that walks have met."""
    chosen = nlargest(models, rough, key=lambda graph: rough[graph])
    if not chosen:
        return []
    found = sums(_terms(problem, chosen), densities=models)
    return [
        (
            neighbours_of(chosen[at], problem.n_lists),
            float(np.exp(found.log_sums[at] - log_total)),
            density,
        )
        for at, density in found.of_graph.items()
    ]


def _terms(problem: Problem, chosen: list[int]) -> Terms:
    """What graphs, given by their `code_of`, make of n0."""
    terms = [terms_of(neighbours_of(code, problem.n_lists)) or {} for code in chosen]
    column = {lists: at for at, lists in enumerate(sorted({s for one in terms for s in one}))}
    return problem.terms(np.array(list(column), dtype=np.int64), _matrix(terms, column))


def _picked(visits: Counter[int], wanted: int) -> Counter[int]:
    """About so many of a walk's visits, evenly spread over them."""
    graphs, times = list(visits), np.cumsum(list(visits.values()))
    goals = (np.arange(wanted) + 0.5) / wanted * times[-1]
    return Counter(graphs[at] for at in np.searchsorted(times, goals, side="right"))


def _matrix(terms: list[dict[int, int]], column: dict[int, int]) -> csr_array:
    """Cliques and separators of graphs as rows, sets as columns."""
    starts = np.cumsum([0, *(len(one) for one in terms)])
    return csr_array(
        (
            np.array([times for one in terms for times in one.values()], dtype=np.float64),
            np.array([column[lists] for one in terms for lists in one], dtype=np.int64),
            starts,
        ),
        shape=(len(terms), len(column)),
    )


def _log_total(
    visits: list[Counter[int]], seen: Counter[int], rough: dict[int, float], also_seen: Floats
) -> float:
    """Log of the sum over all graphs, from those met and how much of each walk others have met.

    A walk is a sample of the posterior. So the share of it that lies among the graphs which the
    others have met is the posterior probability of these, and their sum over it the whole.
    """
    worth = np.array(list(rough.values()))
    everything = float(logsumexp(worth))
    if not also_seen.any():
        return everything
    others = []
    for one in visits:
        by_others = np.array([seen[graph] > (graph in one) for graph in rough])
        others.append(logsumexp(worth[by_others]) if by_others.any() else -np.inf)
    estimated = float(logsumexp(others)) - float(np.log(also_seen.sum()))
    return max(estimated, everything)


def _disagree(kept: list[Counter[int]], share: Floats, chosen: list[int], sums: Sums) -> bool:
    """Has one walk alone found the weight, or do those that found it stand in different places?"""
    if 1 / float((share**2).sum()) < 1.5:
        return True
    low, high = np.log(sums.density.quantile(np.array([0.16, 0.84])) + 0.5)
    mean = dict(zip(chosen, sums.mean_log.tolist(), strict=True))
    means = []
    for walk, part in zip(kept, share, strict=True):
        known = [(times, mean[graph]) for graph, times in walk.items() if graph in mean]
        if known and part > 0.02:
            times, values = np.array(known).T
            means.append(float(np.average(values, weights=times)))
    return float(np.ptp(means)) > _APART * float(high - low) / 2


_DISAGREE = Doubt(
    code="starts-disagree",
    en="Walks among the graphs that began in different places ended in different places: graphs "
    "of weight may have been missed. Try more walks or longer ones (`walks`, `proposals`).",
    ar="انتهى البحث بين النماذج من بدايات مختلفة إلى مواضع مختلفة: فقد تكون نماذج ذات وزن قد "
    "فاتته. تُجرَّب زيادة عدد مرّات البحث أو طولها (`walks` و`proposals`).",
)

_STOPPED = Doubt(
    code="stopped",
    en="The search among graphs was stopped before its end.",
    ar="أُوقف البحث بين النماذج قبل تمامه.",
)
