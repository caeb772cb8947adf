"""Hierarchical log-linear models of the patterns, one of them selected, the selection repeated.

The number of people of each pattern is Poisson, the log of its mean a sum of terms, one for each
set of lists that goes together more or less often than the rest of the model says (Fienberg 1972,
Biometrika 59, 591-603; Bishop, Fienberg and Holland 1975, chapter 6). The intercept is the log of
the people on no list, once a model says which terms are 0.

Which terms are 0 is chosen by an information criterion. An interval that takes the model chosen for
known is too narrow, so the bootstrap here repeats the whole selection on each resample (Buckland
and Garthwaite 1991; Chan, Silverman and Vincent 2021; Silverman, Chan and Vincent 2024, Statistics
and Computing 34). No model is chosen that has no finite estimate: see `existence`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations
from math import exp, log
from typing import Literal, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import chi2

from tawthiq.errors import EstimateError
from tawthiq.estimates import bootstrap, loglinear_doubts
from tawthiq.estimates import loglinear_kernel as kernel
from tawthiq.estimates.doubts import (
    STOPPED,
    number_of_lists,
    resamples_without_estimate,
    unbounded,
)
from tawthiq.estimates.existence import Verdict, verdict
from tawthiq.estimates.family import MODELS_SCHEMA, Doubt, FamilyEstimate, NoEstimate
from tawthiq.estimates.model import CaptureTable
from tawthiq.estimates.naming import model_name, term_name
from tawthiq.estimates.tables import canonical
from tawthiq.estimates.workers import stoppable_pool
from tawthiq.progress import Progress, silent

FAMILY = "log-linear"

MOST_LISTS = 16
"""A table of more lists has too many cells to sum over."""

EXHAUSTIVE_LISTS = 5
"""Up to here every model is fitted; beyond, terms are added one by one."""

_HIGHER_ORDER_LISTS = 4  # up to here models may join three lists and more in one term
_TRIED = 4  # terms fitted at each step forward, the most promising ones
_HOPE = 0.5  # a term that promises less than this part of its penalty is not fitted
_BATCH = 25  # resamples that one thread takes at a time

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Terms = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoglinearSettings:
    """How models are selected and how the interval is made.

    BIC is the default: AIC prefers models with many terms, whose estimates of the unseen run away.
    So is BCa: where a log-linear model is right, and above all on sparse tables, its ends are the
    better ones. Where people differ in ways no term can say, percentiles do less harm.
    """

    criterion: Literal["bic", "aic"] = "bic"
    resamples: int = 1_000
    interval: bootstrap.Interval = "bca"
    threads: int | None = None  # None: one for each processor

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.criterion not in {"bic", "aic"}:
            raise EstimateError(f"settings: criterion is {self.criterion!r}; bic or aic.")
        bootstrap.check(self.resamples, self.interval)
        if self.threads is not None and self.threads < 1:
            raise EstimateError(f"settings: threads is {self.threads}; None or more than 0.")

    def penalty(self, n_observed: int) -> float:
        """What one parameter costs, on the scale of twice the log likelihood."""
        return log(n_observed) if self.criterion == "bic" else 2.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """One model on one table."""

    terms: Terms  # sets of lists as bits; 0 is the intercept
    parameters: Floats  # shape of `terms`; -inf where the sufficient statistic is 0
    deviance: float
    unobserved: float  # expected people on no list
    sums: Floats  # (2 ** n_lists,): expected people of all patterns that hold the index's lists
    verdict: Verdict


class Chosen(NamedTuple):
    """The model selected on one table; `unobserved` is inf and terms are () where there is none."""

    terms: Terms
    unobserved: float


Selector = Callable[[Ints], list[Chosen]]
"""Selects a model on each of several tables, shape (n_tables, 2 ** n_lists)."""


def loglinear(
    table: CaptureTable,
    *,
    settings: LoglinearSettings | None = None,
    seed: int = 0,
    progress: Progress = silent,
    stop: Callable[[], bool] = lambda: False,
) -> FamilyEstimate | NoEstimate:
    """Estimate from the log-linear model that the criterion selects.

    Args:
        table: of 3 to 16 lists; lists nobody is on are left out.
        settings: of selection and interval.
        seed: of the resamples; same seed, same draws, on however many threads.
        progress: told how many resamples are done.
        stop: asked between batches; once true, there is no estimate.

    Returns:
        Draws whose quantiles are the bootstrap interval, `models` with the share of resamples
        that chose each; or why there is none.
    """
    settings = settings or LoglinearSettings()
    given, dropped = canonical(table)
    n, lists = given.n_observed, given.lists
    none = partial(NoEstimate, family=FAMILY, n_observed=n)
    if not 3 <= len(lists) <= MOST_LISTS:
        return none(doubts=(number_of_lists(len(lists), 3, MOST_LISTS),))
    counts = bootstrap.full_table(given)
    penalty = settings.penalty(n)
    select, without = selector(counts, len(lists), penalty)
    doubts: list[Doubt] = [
        *loglinear_doubts.of_table(counts, lists, dropped),
        *loglinear_doubts.of_candidates(without, lists),
    ]
    (chosen,) = select(counts[None, :])
    if not np.isfinite(chosen.unobserved):
        return none(doubts=(loglinear_doubts.no_model(lists), *doubts))

    random = np.random.default_rng(seed)
    tables = bootstrap.resampled(random, given.counts, settings.resamples)
    patterns = bootstrap.cells(given)

    def choose(some: Ints) -> list[Chosen]:
        return select(bootstrap.spread(some, patterns, len(lists)))

    choices = _in_batches(choose, tables, settings, progress, stop)
    if choices is None:
        return none(doubts=(STOPPED, *doubts))
    expected = np.array([choice.unobserved for choice in choices])
    if settings.interval == "bca":
        expected = bootstrap.corrected(expected, chosen.unobserved, _acceleration(counts, chosen))
    without_end = float(np.isinf(expected).mean())
    if without_end > bootstrap.UNBOUNDED:
        return none(doubts=(unbounded(without_end), *doubts))
    if without_end:
        expected[np.isinf(expected)] = expected[np.isfinite(expected)].max()
        doubts.append(resamples_without_estimate(without_end))
    models = _models(choices, chosen, n, lists)
    name, fitted = model_name(chosen.terms, lists), fit_model(counts, chosen.terms)
    gone = [term_name(term, lists) for term in fitted.verdict.at_minus_infinity]
    doubts += loglinear_doubts.of_choice(name, *goodness_of_fit(fitted, counts), gone)
    doubts += loglinear_doubts.of_resamples(models, n, name)
    return FamilyEstimate(
        family=FAMILY,
        n_observed=n,
        unobserved=bootstrap.unobserved_draws(random, expected, n),
        log_evidence=None,
        models=models,
        doubts=tuple(doubts),
    )


def fit_model(counts: Ints, terms: Sequence[int]) -> Fitted:
    """Fit one hierarchical model.

    Args:
        counts: people by pattern, shape (2 ** n_lists,); bit j of a pattern is list j.
        terms: sets of lists as bits, 0 for the intercept, each with all its subsets.

    Returns:
        The fit. Where the verdict is that there is no estimate, its numbers mean nothing.

    Raises:
        EstimateError: a term without one of its subsets.
    """
    ordered = tuple(sorted(set(terms), key=lambda term: (term.bit_count(), term)))
    for term in ordered:
        for at in range(term.bit_length()):
            if term >> at & 1 and term ^ (1 << at) not in ordered:
                raise EstimateError(
                    f"log-linear: the model {list(ordered)} has the term {term} without "
                    f"{term ^ (1 << at)}; a hierarchical model has all subsets of its terms."
                )
    n_lists = len(counts).bit_length() - 1
    step = _Given(counts, n_lists).try_to_fit(ordered, None)
    return Fitted(
        terms=ordered,
        parameters=step.beta,
        deviance=-2 * step.half,
        unobserved=exp(min(float(step.beta[0]), 700.0)),
        sums=step.sums,
        verdict=verdict(counts > 0, ordered),
    )


@lru_cache(maxsize=16)
def hierarchical_models(n_lists: int, order: int) -> tuple[Terms, ...]:
    """All models with every list in them and no term of more than `order` lists.

    The term of all lists is in none of them: with it, the table says nothing of the unseen.
    Smaller models come first.
    """
    singles = tuple(1 << at for at in range(n_lists))
    models: list[Terms] = [(0, *singles)]
    for size in range(2, min(order, n_lists - 1) + 1):
        sets = [sum(some) for some in combinations(singles, size)]
        larger = []
        for model in models:
            held = set(model)
            allowed = [
                term
                for term in sets
                if all(term ^ single in held for single in singles if term & single)
            ]
            for many in range(len(allowed) + 1):
                larger += [(*model, *some) for some in combinations(allowed, many)]
        models = larger
    return tuple(sorted(models, key=lambda model: (len(model), model)))


class _Verdicts:
    """Verdicts kept by table of zeros and model: many resamples ask the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[bytes, Terms], bool] = {}

    def __call__(self, counts: Ints | Floats, terms: Terms) -> bool:
        observed = counts > 0
        key = (observed.tobytes(), terms)
        if key not in self._known:
            self._known[key] = verdict(observed, terms).exists
        return self._known[key]


class _Exhaustive:
    """Of all models with an estimate the best by the criterion."""

    def __init__(self, counts: Ints, models: tuple[Terms, ...], n_lists: int, penalty: float):
        self._models = models[::-1]  # larger ones first
        self._n_lists, self._penalty = n_lists, penalty
        self._verdicts = _Verdicts()
        self._sizes = np.array([len(model) for model in self._models], dtype=np.int64)
        self._terms = np.zeros((len(models), int(self._sizes[0])), dtype=np.int64)
        self._starts = np.full(self._terms.shape, np.nan)
        self._parents = _parents(self._models)
        given = _Given(counts, n_lists)
        self.without: list[Terms] = []
        for at, model in enumerate(self._models):
            self._terms[at, : len(model)] = model
            step = given.try_to_fit(model, None)
            if step.status == kernel.NONE or (
                step.status == kernel.ASK and not self._verdicts(counts, model)
            ):
                self.without.append(model)
            else:
                self._starts[at, : len(model)] = step.beta
        self.without.reverse()
        self._first = len(models) - 1
        if np.isfinite((choice := self(counts[None, :])[0]).unobserved):
            self._first = self._models.index(choice.terms)

    def __call__(self, tables: Ints) -> list[Chosen]:
        shape = (len(tables), len(self._models))
        criteria, intercept = np.empty(shape), np.empty(shape)
        status = np.empty(shape, dtype=np.int8)
        kernel.fit_best(
            tables.astype(np.float64),
            self._terms,
            self._sizes,
            self._parents,
            self._starts,
            self._n_lists,
            self._penalty,
            self._first,
            criteria,
            intercept,
            status,
        )
        return [self._best(*row) for row in zip(tables, criteria, intercept, status, strict=True)]

    def _best(
        self, counts: Ints, criteria: Floats, intercept: Floats, status: NDArray[np.int8]
    ) -> Chosen:
        # Of models that are equally good the smaller one; rounding must not decide.
        for at in np.lexsort((-np.arange(len(criteria)), np.round(criteria, 6))):
            if np.isinf(criteria[at]):
                break
            unobserved = _finite(float(intercept[at]))
            if not np.isfinite(unobserved):
                continue
            if status[at] == kernel.SURE or self._verdicts(counts, self._models[at]):
                return Chosen(self._models[at], unobserved)
        return Chosen((), np.inf)


def _parents(models: Sequence[Terms]) -> Ints:
    """Where the models with one term more stand, -1 to fill the rows."""
    place = {frozenset(model): at for at, model in enumerate(models)}
    every = sorted({term for model in models for term in model})
    found = [
        [
            place[larger]
            for term in every
            if term not in model and (larger := frozenset((*model, term))) in place
        ]
        for model in models
    ]
    rows = np.full((len(models), max(1, *map(len, found))), -1, dtype=np.int64)
    for row, some in zip(rows, found, strict=True):
        row[: len(some)] = some
    return rows


class _Forward:
    """Adds to the model of independent lists the pair that serves it best, as long as one does."""

    def __init__(self, n_lists: int, penalty: float):
        self._n_lists, self._penalty = n_lists, penalty
        self._base: Terms = (0, *(1 << at for at in range(n_lists)))
        self._pairs = [(1 << a) | (1 << b) for a, b in combinations(range(n_lists), 2)]
        self._verdicts = _Verdicts()
        self.without: list[Terms] = []

    def __call__(self, tables: Ints) -> list[Chosen]:
        return [self._one(counts) for counts in tables]

    def screen(self, counts: Ints) -> None:
        """Note which models of one pair have no estimate on a table."""
        given = _Given(counts, self._n_lists)
        for terms in [self._base, *((*self._base, pair) for pair in self._pairs)]:
            if given.fit(terms, None, self._verdicts) is None:
                self.without.append(terms)

    def _one(self, counts: Ints) -> Chosen:
        given = _Given(counts, self._n_lists)
        now = given.fit(self._base, None, self._verdicts)
        if now is None:
            return Chosen((), np.inf)
        while True:
            candidates = np.array(
                [pair for pair in self._pairs if pair not in now.terms], dtype=np.int64
            )
            if not candidates.size:
                break
            gain = np.empty(len(candidates))
            kept = np.array(now.terms, dtype=np.int64)[np.isfinite(now.beta)]
            kernel.gains(given.margins, now.sums, kept, candidates, gain)
            order = np.argsort(-np.round(gain, 6), kind="stable")[:_TRIED]
            order = order[gain[order] > _HOPE * self._penalty]
            tried = [
                given.fit(
                    (*now.terms, int(candidates[at])), np.append(now.beta, 0.0), self._verdicts
                )
                for at in order
            ]
            better = [one for one in tried if one is not None]
            if not better:
                break
            best = min(better, key=lambda one: round(-2 * one.half, 6))
            if not self._penalty - 2 * best.half < -2 * now.half - 1e-6:
                break
            now = best
        ordered = tuple(sorted(now.terms, key=lambda term: (term.bit_count(), term)))
        return Chosen(ordered, _finite(float(now.beta[0])))


class _Step(NamedTuple):
    terms: Terms
    beta: Floats
    sums: Floats
    half: float  # log likelihood, see the kernel
    status: int


class _Given:
    """One table with what every fit to it needs."""

    def __init__(self, counts: Ints, n_lists: int):
        self.counts = counts.astype(np.float64)
        self.margins = self.counts.copy()
        self.support = (counts > 0).astype(np.float64)
        self._n_lists = n_lists
        kernel.add_over_supersets(self.margins, n_lists)
        kernel.add_over_supersets(self.support, n_lists)

    def try_to_fit(self, terms: Terms, start: Floats | None) -> _Step:
        """Where Newton's method comes to, estimate or not."""
        beta = np.empty(len(terms))
        sums = np.empty(len(self.counts))
        half, status, _ = kernel.fit(
            self.counts,
            self.margins,
            self.support,
            np.array(terms, dtype=np.int64),
            np.full(len(terms), np.nan) if start is None else start,
            self._n_lists,
            beta,
            sums,
        )
        return _Step(terms, beta, sums, half, status)

    def fit(self, terms: Terms, start: Floats | None, verdicts: _Verdicts) -> _Step | None:
        """The fit, or None where there is no finite estimate."""
        step = self.try_to_fit(terms, start)
        if step.status == kernel.NONE or not np.isfinite(_finite(float(step.beta[0]))):
            return None
        if step.status == kernel.ASK and not verdicts(self.counts, terms):
            return None
        return step


def selector(counts: Ints, n_lists: int, penalty: float) -> tuple[Selector, list[Terms]]:
    """What selects, and the candidates without an estimate on the table itself."""
    if n_lists <= EXHAUSTIVE_LISTS:
        order = 3 if n_lists <= _HIGHER_ORDER_LISTS else 2
        every = _Exhaustive(counts, hierarchical_models(n_lists, order), n_lists, penalty)
        return every, every.without
    forward = _Forward(n_lists, penalty)
    forward.screen(counts)
    return forward, forward.without


def _in_batches(
    select: Selector,
    tables: Iterable[Ints],
    settings: LoglinearSettings,
    progress: Progress,
    stop: Callable[[], bool],
) -> list[Chosen] | None:
    """Select on all tables, in threads; None once `stop` says so."""
    choices: list[Chosen] = []
    with stoppable_pool(settings.threads or 0) as (pool, _):
        for some in tables:
            parts = [some[at : at + _BATCH] for at in range(0, len(some), _BATCH)]
            waiting = [pool.submit(select, part) for part in parts]
            for done in waiting:
                if stop():
                    for other in waiting:
                        other.cancel()
                    return None
                choices += done.result()
                progress("resamples", len(choices), settings.resamples)
    return choices


def _acceleration(counts: Ints, chosen: Chosen) -> float:
    """That of the model chosen: a change of model would make a jump of what should be a slope.

    One person more of a pattern moves the parameters by the inverse information times the row of
    that pattern in the design; the unseen move in proportion to the intercept.
    """
    fitted = fit_model(counts, chosen.terms)
    kept = np.array(fitted.terms, dtype=np.int64)[np.isfinite(fitted.parameters)]
    information = fitted.sums[kept[:, None] | kept]
    patterns = np.flatnonzero(counts)
    rows = (patterns[:, None] & kept == kept).astype(np.float64)
    first = np.zeros(len(kept))
    first[0] = 1.0
    return bootstrap.acceleration(rows @ np.linalg.solve(information, first), counts[patterns])


def _finite(intercept: float) -> float:
    """Expected people on no list; inf where there are more than counts can hold."""
    if not intercept < log(bootstrap.MOST_UNOBSERVED):
        return np.inf
    return exp(intercept)


def _models(
    choices: list[Chosen], chosen: Chosen, n_observed: int, lists: tuple[str, ...]
) -> pl.DataFrame:
    """Each model that a resample chose, with its share, and the one chosen on the table."""
    by_model: dict[Terms, list[float]] = {chosen.terms: []}
    for choice in choices:
        if choice.terms:
            by_model.setdefault(choice.terms, []).append(choice.unobserved)
    shares = Counter({terms: len(values) for terms, values in by_model.items()})
    rows = []
    for terms, _ in sorted(shares.items(), key=lambda item: (-item[1], item[0])):
        values = np.array(by_model[terms], dtype=np.float64) + n_observed
        share = len(values) / len(choices)
        rows.append((model_name(terms, lists), share, *bootstrap.middle_and_ends(values)))
    return pl.DataFrame(rows, schema=MODELS_SCHEMA, orient="row")


def goodness_of_fit(fitted: Fitted, counts: Ints) -> tuple[int, float]:
    """Degrees of freedom left, and the probability of a deviance as large where the model holds."""
    cells = np.arange(1, len(counts))
    for term in fitted.verdict.at_minus_infinity:
        cells = cells[cells & term != term]
    free = len(cells) - int(np.isfinite(fitted.parameters).sum())
    return free, float(chi2.sf(fitted.deviance, free)) if free else 1.0
