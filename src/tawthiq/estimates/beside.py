"""All families of models beside the answer: one number without the others is a choice.

Those that have a share in the answer come first, with what they say by themselves; then the others,
which have none, run here on the same table.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates.cache import Cache
from tawthiq.estimates.estimate import estimate
from tawthiq.estimates.family import Doubt, FamilyEstimate, NoEstimate
from tawthiq.estimates.model import CaptureTable, Estimate, EstimateSettings, NotEstimable
from tawthiq.estimates.single import OTHERS
from tawthiq.progress import Progress, silent

FAMILIES = (
    "latent-class",
    "decomposable",
    "continuous",
    "dirichlet",
    "log-linear",
    "sample-coverage",
    "chao-bound",
)
DIRICHLET_PATTERNS = 300
"""With more patterns than this a Dirichlet mixture takes minutes, and is run only as the answer."""
LOG_LINEAR_LISTS = 12
"""With more lists than this log-linear models take minutes, and are run only as the answer."""

_DIRICHLET_ESS, _DIRICHLET_DRAWS = 400.0, 2_000  # for an interval beside, not for the answer


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standing:
    """One family beside the answer: its number, or why it has none."""

    family: str
    share: float | None  # of the answer; None where it has none
    median: float | None = None  # persons, all people in the scope
    low: float | None = None  # ends of the central 95 % interval
    high: float | None = None
    draws: NDArray[np.int64] | None = None  # of N, in no order
    models: tuple[dict[str, Any], ...] = ()  # the best of it
    doubts: tuple[Doubt, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Everything but the draws, ready for JSON."""
        return {
            "family": self.family,
            "share": self.share,
            "median": self.median,
            "low": self.low,
            "high": self.high,
            "models": list(self.models),
            "doubts": [asdict(one) for one in self.doubts],
        }


def families_beside(
    table: CaptureTable,
    answer: Estimate,
    *,
    seed: int = 1,
    progress: Progress = silent,
    cache: Cache | None = None,
) -> tuple[Standing, ...]:
    """What every family says of a table, those in the answer first.

    Args:
        table: the one that was estimated.
        answer: its estimate; the settings are taken from it.
        seed: of the families that have no share in the answer.
        progress: told how many of these are done.
        cache: as for `estimate`.
    """
    inside = in_the_answer(answer)
    missing = [name for name in FAMILIES if name not in {one.family for one in inside}]
    found = []
    for done, name in enumerate(missing):
        progress("other families", done, len(missing))
        found.append(_run(name, table, answer.settings, seed, cache))
    progress("other families", len(missing), len(missing))
    return (*inside, *found)


def in_the_answer(answer: Estimate) -> tuple[Standing, ...]:
    """The families that the answer is mixed of, the greatest share first."""
    if len(answer.families) < 2:  # one family is the answer, to the draw
        name = answer.families[0].family if answer.families else answer.settings.model
        models = answer.families[0].models if answer.families else ()
        return (replace(_of_estimate(name, answer, share=1.0), models=models, doubts=()),)
    ordered = sorted(answer.families, key=lambda one: -(one.weight or 0.0))
    return tuple(
        Standing(
            family=one.family,
            share=one.weight,
            median=one.median,
            low=one.low,
            high=one.high,
            draws=one.draws,
            models=one.models,
        )
        for one in ordered
    )


def _run(
    name: str, table: CaptureTable, settings: EstimateSettings, seed: int, cache: Cache | None
) -> Standing:
    if name in {"latent-class", "decomposable", "continuous"}:
        return _alone(name, table, replace(settings, model=name), seed, cache)
    if name == "dirichlet":
        return _dirichlet(table, settings, seed, cache)
    if name == "log-linear" and len(table.lists) > LOG_LINEAR_LISTS:
        said = _too_many_lists(len(table.lists), LOG_LINEAR_LISTS)
        return Standing(family=name, share=None, doubts=(said,))
    return _of_family(OTHERS[name](table, settings, seed))


def _dirichlet(
    table: CaptureTable, settings: EstimateSettings, seed: int, cache: Cache | None
) -> Standing:
    n_patterns = len(table.counts)
    if n_patterns > DIRICHLET_PATTERNS:
        return Standing(
            family="dirichlet", share=None, doubts=(_too_large(n_patterns, DIRICHLET_PATTERNS),)
        )
    shorter = replace(
        settings,
        model="dirichlet",
        min_ess=min(settings.min_ess, _DIRICHLET_ESS),
        max_draws=min(settings.max_draws, _DIRICHLET_DRAWS),
    )
    return _alone("dirichlet", table, shorter, seed, cache)


def _alone(
    name: str, table: CaptureTable, settings: EstimateSettings, seed: int, cache: Cache | None
) -> Standing:
    """A family that `estimate` can be asked for by itself."""
    found = estimate(table, settings=settings, seed=seed, cache=cache)
    if isinstance(found, NotEstimable):
        said = Doubt(code="not-estimable", en=found.reason, ar=found.reason_ar)
        return Standing(family=name, share=None, doubts=(said,))
    return _of_estimate(name, found, share=None)


def _of_estimate(name: str, found: Estimate, *, share: float | None) -> Standing:
    doubts = found.doubts
    if not found.converged:
        doubts = (*doubts, _not_converged(found))
    return Standing(
        family=name,
        share=share,
        median=found.median,
        low=found.low,
        high=found.high,
        draws=found.draws.reshape(-1),
        doubts=doubts,
    )


def _of_family(found: FamilyEstimate | NoEstimate) -> Standing:
    if isinstance(found, NoEstimate) or not len(found.unobserved):
        return Standing(family=found.family, share=None, doubts=found.doubts)
    low, median, high = found.interval()
    best = found.models.sort("weight", descending=True, nulls_last=True).head(8)
    return Standing(
        family=found.family,
        share=None,
        median=median,
        low=low,
        high=high,
        draws=found.draws,
        models=tuple(best.to_dicts()),
        doubts=found.doubts,
    )


def _not_converged(found: Estimate) -> Doubt:
    return Doubt(
        code="not-converged",
        en=f"Not converged (R-hat {found.rhat:.3f}, worth {found.ess:.0f} independent draws).",
        ar=f"لم يتقارب (معامل R-hat {found.rhat:.3f}، وقيمة السحوبات {found.ess:.0f} سحبًا مستقلًّا).",
    )


def _too_large(n_patterns: int, most: int) -> Doubt:
    return Doubt(
        code="too-large-beside",
        en=f"Left out: the table has {n_patterns} patterns, and beside an answer at most {most} "
        "are taken, since this model is slow. Ask for it by itself.",
        ar=f"تُرك: في الجدول {n_patterns} من الأنماط، ولا يُؤخذ إلى جانب الجواب أكثر من {most} "
        "لأنّ هذا النموذج بطيء. يُطلب وحده.",
    )


def _too_many_lists(n_lists: int, most: int) -> Doubt:
    return Doubt(
        code="too-large-beside",
        en=f"Left out: the table has {n_lists} lists, and beside an answer at most {most} are "
        "taken, since this model is slow. Ask for it by itself.",
        ar=f"تُرك: في الجدول {n_lists} من القوائم، ولا يُؤخذ إلى جانب الجواب أكثر من {most} "
        "لأنّ هذا النموذج بطيء. يُطلب وحده.",
    )
