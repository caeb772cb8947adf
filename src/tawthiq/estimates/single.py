"""Families that have no evidence: asked for by themselves, or beside the answer."""

from collections.abc import Callable, Sequence

import numpy as np

from tawthiq.estimates.chao import chao_bound
from tawthiq.estimates.drawn import Drawn, Work
from tawthiq.estimates.family import FamilyEstimate, NoEstimate
from tawthiq.estimates.model import CaptureTable, EstimateSettings, FamilyAnswer, Reason
from tawthiq.estimates.sample_coverage import sample_coverage
from tawthiq.estimates.workers import Stopped

_CHAINS = 4  # draws are independent: any split of them makes chains
_MODELS = 8  # that are told


def _log_linear(
    table: CaptureTable, settings: EstimateSettings, seed: int
) -> FamilyEstimate | NoEstimate:
    # Its fits are compiled, which takes a second to import.
    from tawthiq.estimates.loglinear import LoglinearSettings, loglinear  # noqa: PLC0415

    return loglinear(table, settings=LoglinearSettings(threads=settings.threads), seed=seed)


OTHERS: dict[str, Callable[[CaptureTable, EstimateSettings, int], FamilyEstimate | NoEstimate]] = {
    "log-linear": _log_linear,
    "sample-coverage": lambda table, _, seed: sample_coverage(table, seed=seed),
    "chao-bound": lambda table, _, seed: chao_bound(table, seed=seed),
}


def sample_tables(
    tables: Sequence[CaptureTable],
    settings: EstimateSettings,
    seed: np.random.SeedSequence,
    work: Work,
) -> Drawn | Reason:
    """See `drawn.Sampler`; the reason, where the family has no number for a table."""
    found: list[FamilyEstimate] = []
    for table, one_seed in zip(tables, seed.spawn(len(tables)), strict=True):
        if work.stop():
            raise Stopped
        made = OTHERS[settings.model](table, settings, int(one_seed.generate_state(1)[0]))
        if isinstance(made, NoEstimate) or not len(made.unobserved):
            return Reason(
                " ".join(doubt.en for doubt in made.doubts),
                " ".join(doubt.ar for doubt in made.doubts),
            )
        found.append(made)
        work.report(float(sum(len(one.unobserved) for one in found)))
    kept = min(len(one.unobserved) for one in found) // _CHAINS * _CHAINS
    drawn = [one.unobserved[:kept].reshape(_CHAINS, -1) for one in found]
    every = np.concatenate([one.draws for one in found])
    low, median, high = (float(value) for value in np.quantile(every, [0.025, 0.5, 0.975]))
    best = found[0].models.sort("weight", descending=True, nulls_last=True).head(_MODELS)
    return Drawn(
        unobserved=drawn,
        rhat=1.0,
        ess=float(kept * len(found)),
        reason=None,
        families=(
            FamilyAnswer(
                family=settings.model,
                weight=1.0,
                median=median,
                low=low,
                high=high,
                draws=every,
                models=tuple(best.to_dicts()),
            ),
        ),
        doubts=tuple({doubt.code: doubt for one in found for doubt in one.doubts}.values()),
    )
