"""Estimate one scope: from one capture table, or from one for each linkage drawn."""

from collections.abc import Callable, Sequence

import numpy as np

from tawthiq.errors import EstimateError
from tawthiq.estimates.drawn import Sampler, Work
from tawthiq.estimates.identify import why_not_from_posterior, why_not_from_table
from tawthiq.estimates.model import CaptureTable, Estimate, EstimateSettings, NotEstimable, Reason
from tawthiq.estimates.table_doubts import of_table
from tawthiq.estimates.tables import canonical
from tawthiq.estimates.workers import Each, one_by_one, stoppable_pool
from tawthiq.progress import Progress, silent


def estimate(
    table: CaptureTable,
    *,
    settings: EstimateSettings | None = None,
    seed: int = 1,
    progress: Progress = silent,
) -> Estimate | NotEstimable:
    """Estimate how many people there are, those on no list included.

    Args:
        table: from `capture_table`. The order of its lists and rows does not change a digit.
        settings: priors and stopping rules; None for the defaults.
        seed: of all randomness: same seed, same draws (unless `max_seconds` cut them short).
        progress: told the effective draws so far of those wanted.

    Returns:
        The posterior of N, or why these lists carry none. An estimate that did not converge
        says so in `converged` and `reason`.
    """
    settings = settings or EstimateSettings()
    wanted = int(settings.min_ess)

    def report(effective: float) -> None:
        progress("estimating", min(int(effective), wanted), wanted)

    with stoppable_pool(settings.threads or 0) as (pool, stop):
        return estimate_tables(
            [table],
            settings=settings,
            seed=np.random.SeedSequence(checked_seed(seed)),
            each=lambda work, count: list(pool.map(work, range(count))),
            stop=stop.is_set,
            report=report,
        )


def estimate_tables(
    tables: Sequence[CaptureTable],
    *,
    settings: EstimateSettings,
    seed: np.random.SeedSequence,
    each: Each = one_by_one,
    stop: Callable[[], bool] = lambda: False,
    report: Callable[[float], None] = lambda _: None,
) -> Estimate | NotEstimable:
    """Estimate one scope from the tables of several linkages, their draws mixed in equal shares.

    Each table is sampled by itself, from where sampling of the one before stopped: the posteriors
    of two linkages lie close.
    """
    if not tables:
        raise EstimateError("estimate: no capture table given.")
    ready = [canonical(table) for table in tables]
    refusal = _refusal(
        [why_not_from_table(table, dropped, settings.min_observed) for table, dropped in ready]
    )
    observed = np.array([table.n_observed for table, _ in ready])
    n_observed = int(np.median(observed))
    spread = (int(observed.min()), int(observed.max()))
    lists = tuple(sorted({name for table, _ in ready for name in table.lists}))
    dropped = tuple(sorted({name for _, names in ready for name in names} - set(lists)))

    def not_estimable(reason: Reason) -> NotEstimable:
        return NotEstimable(
            reason=reason.en,
            reason_ar=reason.ar,
            n_observed=n_observed,
            n_observed_range=spread,
            n_tables=len(tables),
            lists=lists,
            dropped_lists=dropped,
            settings=settings,
        )

    if refusal:
        return not_estimable(refusal)

    work = Work(each=each, stop=stop, report=report)
    drawn = _sampler(settings)([table for table, _ in ready], settings, seed, work)
    if isinstance(drawn, Reason):
        return not_estimable(drawn)
    n = np.concatenate(
        [draws + people for draws, people in zip(drawn.unobserved, observed, strict=True)], axis=1
    )
    refusal = why_not_from_posterior(n.reshape(-1), n_observed)
    if refusal:
        return not_estimable(refusal)
    low, median, high = (float(value) for value in np.quantile(n, [0.025, 0.5, 0.975]))
    return Estimate(
        n_observed=n_observed,
        n_observed_range=spread,
        draws=n,
        n_tables=len(tables),
        median=median,
        mean=float(n.mean()),
        low=low,
        high=high,
        rhat=drawn.rhat,
        ess=drawn.ess,
        converged=drawn.reason is None,
        reason=drawn.reason,
        lists=lists,
        dropped_lists=dropped,
        settings=settings,
        families=drawn.families,
        doubts=(*of_table(ready[0][0], median), *drawn.doubts),
        shifts=drawn.shifts,
    )


def _sampler(settings: EstimateSettings) -> Sampler:
    """How the tables of a scope are drawn from."""
    # numba and arviz_stats take seconds to import; who only reads a table should not wait.
    if settings.model == "dirichlet":
        from tawthiq.estimates import dirichlet  # noqa: PLC0415

        return dirichlet.sample_tables
    if settings.model in {"log-linear", "sample-coverage", "chao-bound"}:
        from tawthiq.estimates import single  # noqa: PLC0415

        return single.sample_tables
    from tawthiq.estimates import average  # noqa: PLC0415

    return average.sample_tables


def checked_seed(seed: int) -> int:
    """Refuse a seed that cannot be one."""
    if seed < 0:
        raise EstimateError(f"estimate: the seed is {seed}; a whole number, 0 or more.")
    return seed


def _refusal(reasons: list[Reason | None]) -> Reason | None:
    """One refusal for all tables: a number is given only where every linkage carries one."""
    given = [reason for reason in reasons if reason]
    if not given:
        return None
    if len(given) == len(reasons):
        return given[0]
    return Reason(
        f"In {len(given)} of {len(reasons)} tables drawn: {given[0].en}",
        f"في {len(given)} من {len(reasons)} من الجداول المسحوبة: {given[0].ar}",
    )
