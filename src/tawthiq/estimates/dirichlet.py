"""Many tables by the Dirichlet-process mixture, each from where the chains of the last stopped."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates.drawn import Drawn, Work, mixed_rhat
from tawthiq.estimates.latent_class import Chain, TableDraws, sample_table, start_chains
from tawthiq.estimates.lifting import Walked
from tawthiq.estimates.model import CaptureTable, EstimateSettings

_LEAST_ESS_OF_A_TABLE = 150.0
_LOOSE_RHAT = 1.05  # of one table among several; their mixture keeps the stricter bound
_ATTEMPTS = 3  # at a mixture of tables, each with twice the draws of the one before
_WARMUP_OF_NEXT_TABLE = 5  # the fraction of the full warmup that a nearby posterior needs


def sample_tables(
    tables: Sequence[CaptureTable],
    settings: EstimateSettings,
    seed: np.random.SeedSequence,
    work: Work,
) -> Drawn:
    """See `drawn.Sampler`."""

    def by_chain(one: Callable[[Chain], Walked], chains: Sequence[Chain]) -> list[Walked]:
        return work.each(lambda at: one(chains[at]), len(chains))

    def sample_each(min_ess: float, max_rhat: float) -> list[TableDraws]:
        """Draw from each table in turn; the chains of one start where those of the last stopped."""
        results: list[TableDraws] = []
        chains, warmup = start_chains(tables[0], settings, seed), settings.warmup
        for number, table in enumerate(tables):
            if number and table.lists != tables[number - 1].lists:
                chains, warmup = start_chains(table, settings, seed), settings.warmup
            for chain in chains:
                chain.move_to(table)
            results.append(
                sample_table(
                    chains,
                    warmup=warmup,
                    min_ess=min_ess,
                    max_rhat=max_rhat,
                    each=by_chain,
                    stop=work.stop,
                    report=work.report,
                )
            )
            warmup = max(50, settings.warmup // _WARMUP_OF_NEXT_TABLE)
        return results

    several = len(tables) > 1
    max_rhat = max(_LOOSE_RHAT, settings.max_rhat) if several else settings.max_rhat
    min_ess = max(min(_LEAST_ESS_OF_A_TABLE, settings.min_ess), settings.min_ess / len(tables))
    for attempt in range(_ATTEMPTS):
        results = sample_each(min_ess, max_rhat)
        kept = min(result.n_unobserved.shape[1] for result in results)
        thinned = [_thin(result.n_unobserved, kept) for result in results]
        if not several:
            between, ess = results[0].rhat, results[0].ess
            break
        between = mixed_rhat(thinned)
        # At least: the variance between tables adds to what the draws are worth, never takes.
        ess = min(
            len(results) * min(result.ess for result in results),
            float(sum(some.size for some in thinned)),
        )
        stuck = not all(result.converged for result in results)
        if stuck or between < settings.max_rhat or attempt == _ATTEMPTS - 1:
            break
        # Each table converged, their mixture not quite: draw twice as much and look again.
        min_ess *= 2
    return Drawn(
        unobserved=thinned,
        rhat=between,
        ess=ess,
        reason=_not_converged(results, min_ess, max_rhat) or _not_mixed(between, settings),
    )


def _not_converged(results: list[TableDraws], min_ess: float, max_rhat: float) -> str | None:
    stuck = [result for result in results if not result.converged]
    if not stuck:
        return None
    worst = max(stuck, key=lambda result: result.rhat)
    where = f"in {len(stuck)} of {len(results)} linkages drawn, " if len(results) > 1 else ""
    return (
        f"Not converged: {where}sampling ran out of {worst.out_of} with R-hat "
        f"{worst.rhat:.3f} (wanted below {max_rhat:g}) and {worst.ess:.0f} effective "
        f"draws (wanted {min_ess:.0f}). The interval is not to be relied on."
    )


def _not_mixed(between: float, settings: EstimateSettings) -> str | None:
    if between < settings.max_rhat:
        return None
    return (
        f"Not converged: over all linkages drawn R-hat is {between:.3f} "
        f"(wanted below {settings.max_rhat:g})."
    )


def _thin(draws: NDArray[np.int64], kept: int) -> NDArray[np.int64]:
    """Keep `kept` draws of each chain, evenly spread."""
    at = np.linspace(0, draws.shape[1] - 1, kept).round().astype(np.int64)
    return draws[:, at]
