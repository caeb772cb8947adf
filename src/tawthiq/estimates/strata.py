"""Estimate many strata, each from several linkages, and their total draw by draw.

Each by itself, or all together with classes that they share: what many thin strata cannot say one
by one they say together.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, as_completed
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from tawthiq.errors import EstimateError
from tawthiq.estimates.cache import Cache
from tawthiq.estimates.drawn import Work
from tawthiq.estimates.estimate import checked_seed, estimate_tables
from tawthiq.estimates.model import (
    CaptureTable,
    Estimate,
    EstimateSettings,
    NotEstimable,
    StrataEstimate,
    Total,
)
from tawthiq.estimates.workers import stoppable_pool
from tawthiq.progress import Progress, silent

Pooling = Literal["separate", "shared"]
"""Each stratum by itself, or all with classes that they share."""

_TOTAL_DRAWS = 4_000


def estimate_strata(
    strata: Mapping[str, Sequence[CaptureTable]],
    *,
    settings: EstimateSettings | None = None,
    pooling: Pooling = "separate",
    seed: int = 1,
    progress: Progress = silent,
    cache: Cache | None = None,
) -> StrataEstimate:
    """Estimate each stratum, by itself or with the others, and add up those that can be.

    Args:
        strata: for each stratum one capture table a linkage drawn; table i of every stratum comes
            from the same linkage, so all have equally many.
        settings: priors and stopping rules, the same for all; None for the defaults.
        pooling: "separate", or "shared": latent classes that all strata share, each with its own
            weights of them and reach of its lists (see `shared`). A list nobody of a stratum is on
            does not work there. Strata too thin to stand alone then have a number, with a doubt
            that says what it rests on.
        seed: of all randomness. By itself a stratum's draws depend on the seed, its name and its
            tables alone, not on the other strata or their order.
        progress: told how many strata are done, or how many linkages of all strata.
        cache: where a stratum's answer is taken from, if it was worked out before, or else kept.
            Answers that strata share are worked out anew.

    Returns:
        Each stratum's estimate or why there is none; the total where every stratum has one.

    Raises:
        EstimateError: no strata, not equally many tables in each, a pooling that is none, or a
            model that strata cannot share.
    """
    settings = settings or EstimateSettings()
    checked_seed(seed)
    if pooling not in get_args(Pooling):
        raise EstimateError(
            f"estimate: pooling is {pooling!r}; choose one of {', '.join(get_args(Pooling))}."
        )
    if not strata:
        raise EstimateError("estimate: no strata given.")
    sizes = {name: len(tables) for name, tables in strata.items()}
    n_tables = max(sizes.values())
    for name, size in sizes.items():
        if size != n_tables or not size:
            raise EstimateError(
                f"estimate, stratum {name!r}: {size} capture tables where another stratum has "
                f"{n_tables}; each needs one for every linkage drawn."
            )
    if pooling == "shared":
        return _shared(strata, settings, seed, progress)
    results: dict[str, Estimate | NotEstimable] = {}
    with stoppable_pool(settings.threads or 0) as (pool, stop):
        waiting: dict[Future[Estimate | NotEstimable], str] = {
            pool.submit(_one, tables, settings, _seed_of(name, seed), stop.is_set, cache): name
            for name, tables in strata.items()
        }
        progress("estimating", 0, len(strata))
        for done, future in enumerate(as_completed(waiting), start=1):
            results[waiting[future]] = future.result()
            progress("estimating", done, len(strata))
    return _gather({name: results[name] for name in strata}, seed)


def _one(
    tables: Sequence[CaptureTable],
    settings: EstimateSettings,
    seed: np.random.SeedSequence,
    stop: Callable[[], bool],
    cache: Cache | None,
) -> Estimate | NotEstimable:
    def work_out() -> Estimate | NotEstimable:
        return estimate_tables(tables, settings=settings, seed=seed, stop=stop)

    return cache.answer(tables, settings, seed, work_out) if cache else work_out()


def _shared(
    strata: Mapping[str, Sequence[CaptureTable]],
    settings: EstimateSettings,
    seed: int,
    progress: Progress,
) -> StrataEstimate:
    # numba takes seconds to import; who only reads a table should not wait.
    from tawthiq.estimates.shared_strata import share_strata  # noqa: PLC0415

    n_tables = max(len(tables) for tables in strata.values())
    progress("estimating", 0, n_tables)
    # In one order, whatever the order given: the same strata give the same draws.
    ordered = {name: strata[name] for name in sorted(strata)}
    with stoppable_pool(settings.threads or 0) as (pool, stop):
        results = share_strata(
            ordered,
            settings,
            np.random.SeedSequence(seed),
            Work(
                each=lambda work, count: list(pool.map(work, range(count))),
                stop=stop.is_set,
                report=lambda done: progress("estimating", int(done), n_tables),
            ),
        )
    return _gather({name: results[name] for name in strata}, seed, "shared")


def _seed_of(name: str, seed: int) -> np.random.SeedSequence:
    digest = hashlib.sha256(name.encode()).digest()
    return np.random.SeedSequence([seed, *np.frombuffer(digest, dtype=np.uint32).tolist()])


def _gather(
    results: dict[str, Estimate | NotEstimable], seed: int, pooling: Pooling = "separate"
) -> StrataEstimate:
    given = {name: one for name, one in results.items() if isinstance(one, Estimate)}
    left_out = {
        name: one.n_observed for name, one in results.items() if isinstance(one, NotEstimable)
    }
    partial = _total(given, left_out, seed, pooling) if given else None
    reason = None
    if left_out:
        named = ", ".join(f"{name} ({people:,} documented)" for name, people in left_out.items())
        reason = (
            f"No total: {len(left_out)} of {len(results)} strata are not estimable: {named}. "
            "Their documented people are not added to an estimate."
        )
    return StrataEstimate(
        strata=results,
        total=None if left_out else partial,
        total_reason=reason,
        partial_total=partial,
        documented_left_out=left_out,
        pooling=pooling,
    )


def _total(
    given: dict[str, Estimate], left_out: dict[str, int], seed: int, pooling: Pooling
) -> Total:
    """Add draws stratum to stratum, keeping to one linkage at a time.

    Given the linkage, strata by themselves are independent: any draw of one may meet any of
    another. Strata that share classes are not: their draws are added as they were drawn.
    """
    first = next(iter(given.values()))
    if pooling == "shared":
        summed = np.sum([one.by_table().reshape(-1) for one in given.values()], axis=0)
    else:
        fewest = min(one.draws.size // one.n_tables for one in given.values())
        per_table = min(fewest, max(1, _TOTAL_DRAWS // first.n_tables))
        summed = np.zeros(per_table * first.n_tables, dtype=np.int64)
        for name in sorted(given):
            summed += _shuffled(given[name], per_table, _seed_of(f"total: {name}", seed))
    low, median, high = (float(value) for value in np.quantile(summed, [0.025, 0.5, 0.975]))
    stuck = [name for name, one in given.items() if not one.converged]
    return Total(
        strata=tuple(given),
        left_out=left_out,
        n_observed=sum(one.n_observed for one in given.values()),
        draws=summed,
        median=median,
        mean=float(summed.mean()),
        low=low,
        high=high,
        converged=not stuck,
        reason=f"Not converged in: {', '.join(stuck)}." if stuck else None,
    )


def _shuffled(one: Estimate, per_table: int, seed: np.random.SeedSequence) -> NDArray[np.int64]:
    """`per_table` draws of each linkage in random order, one linkage after the other."""
    random = np.random.default_rng(seed)
    tables = one.by_table().reshape(one.n_tables, -1)
    return np.concatenate([random.permutation(table)[:per_table] for table in tables])
