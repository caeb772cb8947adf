"""Decomposable graphical models, averaged: which lists depend on which, and all answers weighed.

A graph joins lists that depend on one another directly; cell probabilities have a hyper-Dirichlet
prior, N the prior 1/N with no upper end, and every graph the same prior probability. Given graph
and n0, the likelihood has a closed form (see `hyper_dirichlet`), so the posterior of n0 and graph
is computed, not sampled. Up to six lists all graphs are weighed; beyond, those that a search finds.

The graph of all edges, under which the lists say nothing about the missed cell, is left out
unless `saturated` asks for it: its posterior of n0 is the prior's, falls only as a power of
n0 set by the prior count, and with prior counts below 1 piles up at nobody missing.

Sources: Madigan and York (1997), Biometrika 84(1), 19-31, for the method; Dawid and Lauritzen
(1993), Annals of Statistics 21(3), 1272-1317, for the hyper-Dirichlet law. What the lists can tell
of the missed cell at all: Johndrow, Lum and Manrique-Vallier (2019), Biometrika 106(1), 197-210.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from tawthiq.errors import EstimateError
from tawthiq.estimates.family import MODELS_SCHEMA, Doubt, FamilyEstimate, NoEstimate
from tawthiq.estimates.graph_weights import Problem, Weighed, all_graphs, searched_graphs
from tawthiq.estimates.graphs import MOST_ENUMERATED, written
from tawthiq.estimates.model import CaptureTable
from tawthiq.estimates.pair_notes import pair_notes
from tawthiq.estimates.tables import MAX_LISTS, canonical
from tawthiq.progress import Progress, silent

FAMILY = "decomposable"

_PRIOR_TAIL = 0.01  # share of graphs whose tail only the prior makes fall, from which it is said
_EDGE = 0.025  # share of n0 = 0 from which a spike there is one of the interval's
_LONGEST_WALK = 120_000  # proposals, where the settings do not say


@dataclass(frozen=True, slots=True, kw_only=True)
class DecomposableSettings:
    """What the family assumes, and how much of it is computed."""

    prior_count: float | None = None  # pseudo-people in each of the 2 ** J cells; None: 2 ** -J
    saturated: bool = False  # weigh the graph of all edges too
    draws: int = 10_000
    models: int = 20  # graphs at most, best first, that are given by themselves
    walks: int = 6  # beyond six lists: walks of the search, each from another start
    proposals: int | None = (
        None  # steps that each of them tries; None: 1,000 a pair of lists, 120,000 at most
    )

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.prior_count is not None and not 0 < self.prior_count <= 1e6:
            raise EstimateError(
                f"settings: prior_count is {self.prior_count}; above 0 and at most 1,000,000."
            )
        for name, least in (
            ("draws", 1),
            ("models", 0),
            ("walks", 2),
            ("proposals", 100),
        ):
            value = getattr(self, name)
            if value is not None and not value >= least:
                raise EstimateError(f"settings: {name} is {value}; at least {least}.")


def decomposable(
    table: CaptureTable,
    *,
    settings: DecomposableSettings | None = None,
    seed: int = 1,
    progress: Progress = silent,
    stop: Callable[[], bool] = lambda: False,
) -> FamilyEstimate | NoEstimate:
    """Average decomposable graphical models on one capture table.

    Args:
        table: of any lists; those nobody is on are left out.
        settings: priors and how much to give; None for the defaults.
        seed: of the draws: same seed, same draws.
        progress: told how far the search is, where there is one.
        stop: ends the search early, with a doubt that says so.

    Returns:
        The posterior; or why there is none: fewer than two lists, or a tail so heavy that a
        thousandth of it lies past 2 ** 62, where no number can be given.

    Raises:
        EstimateError: more than 30 lists, which `capture_table` refuses too.
    """
    settings = settings or DecomposableSettings()
    ready, _ = canonical(table)
    n_lists = len(ready.lists)
    if n_lists > MAX_LISTS:
        raise EstimateError(f"decomposable graphs: {n_lists} lists; at most {MAX_LISTS}.")
    if n_lists < (1 if settings.saturated else 2):
        return _none(table, _too_few(n_lists))
    problem = Problem(
        bits=ready.patterns.astype(np.int64) @ (1 << np.arange(n_lists, dtype=np.int64)),
        counts=ready.counts,
        n_lists=n_lists,
        prior_count=settings.prior_count or 2.0**-n_lists,
        saturated=settings.saturated,
    )
    random = np.random.default_rng(seed)
    if n_lists <= MOST_ENUMERATED:
        weighed = all_graphs(problem, settings.models)
    else:
        weighed = searched_graphs(
            problem,
            settings.models,
            walks=settings.walks,
            proposals=settings.proposals or min(500 * n_lists * (n_lists - 1), _LONGEST_WALK),
            random=random,
            progress=progress,
            stop=stop,
        )
    if weighed is None:
        return _none(table, _endless())
    # One draw from each of equal slices of the posterior: nothing is lost to chance but places.
    levels = (random.permutation(settings.draws) + random.random(settings.draws)) / settings.draws
    unobserved = weighed.density.quantile(levels)
    return FamilyEstimate(
        family=FAMILY,
        n_observed=table.n_observed,
        unobserved=unobserved,
        log_evidence=weighed.log_evidence,
        models=_models(weighed, ready),
        doubts=(*weighed.doubts, *_doubts(weighed)),
        notes=tuple(pair_notes([one[:2] for one in weighed.best], ready)),
    )


def _models(weighed: Weighed, table: CaptureTable) -> pl.DataFrame:
    """The best graphs, each with its own posterior of all people."""
    rows = []
    for graph, weight, density in weighed.best:
        people = density.quantile(np.array([0.5, 0.025, 0.975])) + table.n_observed
        rows.append((written(graph, table.lists), weight, *map(float, people)))
    return pl.DataFrame(
        sorted(rows, key=lambda one: (-one[1], one[0])), schema=MODELS_SCHEMA, orient="row"
    )


def _doubts(weighed: Weighed) -> tuple[Doubt, ...]:
    """What a posterior's two ends have to tell."""
    given = []
    by_prior = weighed.by_prior
    if by_prior >= _PRIOR_TAIL:
        given.append(
            Doubt(
                code="tail",
                en=f"Graphs with {by_prior:.0%} of the weight hold nobody to be on two lists that "
                "are independent, so how far the number of missed people reaches is the prior's "
                "answer, not the lists'.",
                ar=f"نماذج لها {by_prior:.0%} من الوزن لا تجد أحدًا في قائمتين مستقلّتين، فمدى عدد "
                "من فات القوائم جوابُ التوزيع القبْلي لا جواب القوائم.",
            )
        )
    exact = weighed.density.exact
    none_missed = float(exact[0] / (exact.sum() + weighed.density.shares.sum()))
    if none_missed >= _EDGE and exact[0] > 2 * exact[1]:
        given.append(
            Doubt(
                code="edge",
                en=f"{none_missed:.0%} of the posterior lies at nobody missing at all, apart "
                "from the rest: small prior counts draw it there.",
                ar=f"يقع {none_missed:.0%} من التوزيع البعْدي عند ألّا يكون أحد قد فات القوائم، "
                "منفصلًا عن سائره: تجذبه إلى هناك أعداد قبْلية صغيرة.",
            )
        )
    return tuple(given)


def _none(table: CaptureTable, doubt: Doubt) -> NoEstimate:
    return NoEstimate(family=FAMILY, n_observed=table.n_observed, doubts=(doubt,))


def _too_few(n_lists: int) -> Doubt:
    return Doubt(
        code="too-few-lists",
        en=f"People stand on {n_lists} list: with fewer than two, no graph says anything of "
        "people on none.",
        ar=f"عدد القوائم التي فيها أشخاص {n_lists}: وبأقلّ من قائمتين لا يقول أيّ نموذج شيئًا عمّن "
        "ليسوا في أيّ قائمة.",
    )


def _endless() -> Doubt:
    return Doubt(
        code="tail",
        en="The posterior has no end in sight: the lists do not bound the number from above, and "
        "a prior count this small does not either.",
        ar="لا تظهر للتوزيع البعْدي نهاية: لا تحدّ القوائمُ العددَ من أعلى، ولا يحدّه عدد قبْلي "
        "بهذا الصغر.",
    )
