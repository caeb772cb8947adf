"""Estimate one scope: from one capture table, or from one for each linkage drawn."""

from collections.abc import Callable, Sequence

import numpy as np

from tawthiq.errors import EstimateError
from tawthiq.estimates.cache import Cache
from tawthiq.estimates.drawn import Drawn, Sampler, Work
from tawthiq.estimates.family import Doubt
from tawthiq.estimates.identify import why_not_from_posterior, why_not_from_table
from tawthiq.estimates.model import CaptureTable, Estimate, EstimateSettings, NotEstimable, Reason
from tawthiq.estimates.modes import Mode, modes_of, several_modes
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
    cache: Cache | None = None,
) -> Estimate | NotEstimable:
    """Estimate how many people there are, those on no list included.

    Args:
        table: from `capture_table`. The order of its lists and rows does not change a digit.
        settings: priors and stopping rules; None for the defaults.
        seed: of all randomness: same seed, same draws (unless `max_seconds` cut them short).
        progress: told the effective draws so far of those wanted.
        cache: where the answer is taken from, if it was worked out before, or else kept.

    Returns:
        The posterior of N, or why these lists carry none. An estimate that did not converge
        says so in `converged` and `reason`.
    """
    settings = settings or EstimateSettings()
    wanted, seeds = int(settings.min_ess), np.random.SeedSequence(checked_seed(seed))

    def report(effective: float) -> None:
        progress("estimating", min(int(effective), wanted), wanted)

    def work_out() -> Estimate | NotEstimable:
        with stoppable_pool(settings.threads or 0) as (pool, stop):
            return estimate_tables(
                [table],
                settings=settings,
                seed=seeds,
                each=lambda work, count: list(pool.map(work, range(count))),
                stop=stop.is_set,
                report=report,
            )

    return cache.answer([table], settings, seeds, work_out) if cache else work_out()


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

    The posteriors of linkages lie close, so tables share draws where they can (`finite_tables`).
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

    def not_estimable(reason: Reason, modes: tuple[Mode, ...] = ()) -> NotEstimable:
        return NotEstimable(
            reason=reason.en,
            reason_ar=reason.ar,
            n_observed=n_observed,
            n_observed_range=spread,
            n_tables=len(tables),
            lists=lists,
            dropped_lists=dropped,
            settings=settings,
            modes=modes,
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
    modes = modes_of(np.concatenate(drawn.unobserved, axis=1), n_observed, drawn.ess)
    several = several_modes(modes)
    refusal = why_not_from_posterior(n.reshape(-1), n_observed)
    if refusal:
        unsure = [_unsure(drawn)] if drawn.reason else []
        return not_estimable(_with(refusal, [*several, *unsure]), modes if several else ())
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
        doubts=(*of_table(ready[0][0], median), *drawn.doubts, *several),
        notes=drawn.notes,
        shifts=drawn.shifts,
        modes=modes,
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


def _with(reason: Reason, doubts: Sequence[Doubt]) -> Reason:
    """A reason, and what is doubted besides."""
    return Reason(
        " ".join([reason.en, *(doubt.en for doubt in doubts)]),
        " ".join([reason.ar, *(doubt.ar for doubt in doubts)]),
    )


def _unsure(drawn: Drawn) -> Doubt:
    """That a refusal rests on draws that have not converged."""
    return Doubt(
        code="not-converged",
        en=f"The draws that say so have not converged (R-hat {drawn.rhat:.3f}): other seeds may "
        "say otherwise.",
        ar=f"والسحوبات التي تقول ذلك لم تتقارب (معامل R-hat {drawn.rhat:.3f})، فقد تقول بذرة أخرى "
        "غير هذا.",
    )


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
