"""Estimate one scope: from one capture table, or from one for each linkage drawn."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tawthiq.errors import EstimateError
from tawthiq.estimates.identify import why_not_from_posterior, why_not_from_table
from tawthiq.estimates.model import CaptureTable, Estimate, EstimateSettings, NotEstimable, Reason
from tawthiq.estimates.tables import canonical
from tawthiq.estimates.workers import stoppable_pool
from tawthiq.progress import Progress, silent

if TYPE_CHECKING:
    from tawthiq.estimates.latent_class import EachChain, TableDraws

_LEAST_ESS_OF_A_TABLE = 150.0
_LOOSE_RHAT = 1.05  # of one table among several; their mixture keeps the stricter bound
_ATTEMPTS = 3  # at a mixture of tables, each with twice the draws of the one before
_WARMUP_OF_NEXT_TABLE = 5  # the fraction of the full warmup that a nearby posterior needs


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
            each=lambda work, chains: list(pool.map(work, chains)),
            stop=stop.is_set,
            report=report,
        )


def estimate_tables(
    tables: Sequence[CaptureTable],
    *,
    settings: EstimateSettings,
    seed: np.random.SeedSequence,
    each: "EachChain | None" = None,
    stop: Callable[[], bool] = lambda: False,
    report: Callable[[float], None] = lambda _: None,
) -> Estimate | NotEstimable:
    """Estimate one scope from the tables of several linkages, their draws mixed in equal shares.

    Each table is sampled by its own chains and must converge. The chains of a table start where
    those of the one before stopped: the posteriors of two linkages lie close.
    """
    # numba and arviz_stats take seconds to import; who only reads a table should not wait.
    from tawthiq.estimates.diagnostics import rhat  # noqa: PLC0415
    from tawthiq.estimates.latent_class import (  # noqa: PLC0415
        one_by_one,
        sample_table,
        start_chains,
    )

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

    def sample_each(min_ess: float, max_rhat: float) -> "list[TableDraws]":
        """Draw from each table in turn; the chains of one start where those of the last stopped."""
        results: list[TableDraws] = []
        chains, warmup = start_chains(ready[0][0], settings, seed), settings.warmup
        for number, (table, _) in enumerate(ready):
            if number and table.lists != ready[number - 1][0].lists:
                chains, warmup = start_chains(table, settings, seed), settings.warmup
            for chain in chains:
                chain.move_to(table)
            results.append(
                sample_table(
                    chains,
                    warmup=warmup,
                    min_ess=min_ess,
                    max_rhat=max_rhat,
                    each=each or one_by_one,
                    stop=stop,
                    report=report,
                )
            )
            warmup = max(50, settings.warmup // _WARMUP_OF_NEXT_TABLE)
        return results

    several = len(ready) > 1
    max_rhat = max(_LOOSE_RHAT, settings.max_rhat) if several else settings.max_rhat
    min_ess = max(min(_LEAST_ESS_OF_A_TABLE, settings.min_ess), settings.min_ess / len(ready))
    for attempt in range(_ATTEMPTS):
        results = sample_each(min_ess, max_rhat)
        kept = min(result.n_unobserved.shape[1] for result in results)
        thinned = [_thin(result.n_unobserved, kept) for result in results]
        unobserved = np.concatenate(thinned, axis=1)
        if not several:
            between, ess = results[0].rhat, results[0].ess
            break
        # Halves of a chain hold different tables; shuffled alike, they hold the same mixture.
        mixed = unobserved.reshape(len(unobserved), len(results), kept).swapaxes(1, 2)
        between = rhat(np.log1p(mixed.reshape(len(unobserved), -1)))
        # At least: the variance between tables adds to what the draws are worth, never takes.
        ess = min(len(results) * min(result.ess for result in results), float(unobserved.size))
        stuck = not all(result.converged for result in results)
        if stuck or between < settings.max_rhat or attempt == _ATTEMPTS - 1:
            break
        # Each table converged, their mixture not quite: draw twice as much and look again.
        min_ess *= 2
    n = np.concatenate(
        [draws + people for draws, people in zip(thinned, observed, strict=True)], axis=1
    )
    refusal = why_not_from_posterior(n.reshape(-1), n_observed)
    if refusal:
        return not_estimable(refusal)
    reason = _not_converged(results, min_ess, max_rhat) or _not_mixed(between, settings)
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
        rhat=between,
        ess=ess,
        converged=reason is None,
        reason=reason,
        lists=lists,
        dropped_lists=dropped,
        settings=settings,
    )


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
        f"In {len(given)} of {len(reasons)} linkages drawn: {given[0].en}",
        f"في {len(given)} من {len(reasons)} من عمليات الربط المسحوبة: {given[0].ar}",
    )


def _not_converged(results: "list[TableDraws]", min_ess: float, max_rhat: float) -> str | None:
    stuck = [result for result in results if not result.converged]
    if not stuck:
        return None
    worst = max(stuck, key=lambda result: result.rhat)
    where = f"in {len(stuck)} of {len(results)} linkages drawn, " if len(results) > 1 else ""
    return (
        f"Not converged: {where}sampling ran out of {worst.out_of} with R-hat "
        f"{worst.rhat:.3f} (wanted below {max_rhat:g}) and {worst.ess:.0f} effective "
        f"draws (wanted {min_ess:.0f}). The chains may have found several modes: "
        "the interval is not to be relied on."
    )


def _not_mixed(between: float, settings: EstimateSettings) -> str | None:
    if between < settings.max_rhat:
        return None
    return (
        f"Not converged: over all linkages drawn R-hat is {between:.3f} "
        f"(wanted below {settings.max_rhat:g})."
    )


def _thin(draws: "np.ndarray", kept: int) -> "np.ndarray":
    """Keep `kept` draws of each chain, evenly spread."""
    at = np.linspace(0, draws.shape[1] - 1, kept).round().astype(np.int64)
    return draws[:, at]
