"""Estimate a scope of the register: captures from several linkages, one posterior a stratum.

Doubt in the links is carried by mixing draws: each of several linkages drawn from the posterior of
the links gives its own capture table, and the draws of all of them together are the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from tawthiq.counts import DIFFERS, NOT_RECORDED, captures
from tawthiq.estimates import (
    CaptureTable,
    Estimate,
    EstimateSettings,
    NotEstimable,
    Total,
    capture_table,
    estimate_strata,
)
from tawthiq.linkage import sample_clusterings
from tawthiq.progress import Progress, silent
from tawthiq.register import Register, Scope

Cell = tuple[str, ...]
_WHOLE = "the whole scope"
_JOIN = " · "


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedEstimate:
    """The posterior of a scope, as a whole and by stratum.

    The whole comes from one table of everybody in the scope; the sum adds the strata draw by draw.
    Where capture differs between strata the sum is the better answer. Both stand side by side.
    """

    scope: Scope
    by: tuple[str, ...]
    linkages: int
    whole: Estimate | NotEstimable
    strata: dict[Cell, Estimate | NotEstimable]
    sum_of_strata: Total | None
    no_sum_because: str | None
    unplaced: (
        int  # linked people in the scope whose stratum nobody recorded, or on whom accounts differ
    )

    def to_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return {
            "scope": self.scope.to_dict(),
            "by": list(self.by),
            "linkages": self.linkages,
            "whole": self.whole.to_dict(),
            "strata": [
                dict(zip(self.by, cell, strict=True)) | one.to_dict()
                for cell, one in self.strata.items()
            ],
            "sum_of_strata": self.sum_of_strata.to_dict() if self.sum_of_strata else None,
            "no_sum_because": self.no_sum_because,
            "unplaced": self.unplaced,
        }

    def summary(self) -> tuple[str, ...]:
        """What it comes to, in a few plain lines."""
        lines = [_in_words("All deaths in the scope", self.whole)]
        if self.by and self.sum_of_strata:
            total = self.sum_of_strata
            lines.append(
                f"Sum of the strata: {total.median:,.0f}, 95 % interval {total.low:,.0f} to "
                f"{total.high:,.0f}" + ("." if total.converged else f" ({total.reason}).")
            )
        elif self.by:
            lines.append(f"No sum of the strata: {self.no_sum_because}")
        if self.unplaced:
            lines.append(
                f"{self.unplaced:,} documented people are in no stratum (value not recorded, or "
                "accounts differ); the strata leave them out, the whole does not."
            )
        return tuple(lines)


def estimate_scope(
    register: Register,
    scope: Scope | None = None,
    by: Sequence[str] = (),
    *,
    linkages: int = 4,
    seed: int = 1,
    settings: EstimateSettings | None = None,
    progress: Progress = silent,
) -> ScopedEstimate:
    """Estimate how many people died in a scope, those on no list included.

    Args:
        by: the strata: fields of `register.BREAKDOWNS`.
        linkages: how many linkages to draw.
        seed: the same seed, register and settings give the same draws.
    """
    scope = scope or Scope()
    drawn = _drawn_lines(register, linkages, seed)
    tables: dict[str, list[CaptureTable]] = {_WHOLE: []}
    cells: dict[str, Cell] = {}
    unplaced = 0
    for number, lines in enumerate(drawn):
        origins = register.origins
        tables[_WHOLE].append(capture_table(captures(lines, origins, scope, label="drawn")))
        if not by:
            continue
        frame = captures(lines, origins, scope, by, label="drawn")
        placed = pl.all_horizontal(~pl.col(name).is_in([NOT_RECORDED, DIFFERS]) for name in by)
        if number == 0:
            unplaced = int(frame.filter(~placed)["count"].sum())
        for cell, part in frame.filter(placed).partition_by(by, as_dict=True).items():
            words = tuple(str(value) for value in cell)
            key = _JOIN.join(words)
            cells[key] = words
            tables.setdefault(key, []).append(capture_table(part.drop(by)))
    whole_tables = tables.pop(_WHOLE)
    settings = settings or EstimateSettings()
    whole = estimate_strata({_WHOLE: whole_tables}, settings=settings, seed=seed, progress=progress)
    strata = estimate_strata(
        dict(sorted(tables.items())),
        settings=replace(settings, min_ess=min(settings.min_ess, 400)),
        seed=seed,
        progress=progress,
    )
    return ScopedEstimate(
        scope=scope,
        by=tuple(by),
        linkages=linkages,
        whole=whole.strata[_WHOLE],
        strata={cells[key]: one for key, one in strata.strata.items()},
        sum_of_strata=strata.total,
        no_sum_because=strata.total_reason,
        unplaced=unplaced,
    )


def _drawn_lines(register: Register, linkages: int, seed: int) -> list[pl.DataFrame]:
    """The register's lines with a column `drawn`: the clusters of one linkage each."""
    lines = register.lines
    return [
        lines.join(
            clusters.select("record_id", drawn="cluster"),
            on="record_id",
            how="inner",
            maintain_order="left",
        )
        for clusters in sample_clusterings(register.links, linkages, seed)
    ]


def _in_words(what: str, one: Estimate | NotEstimable) -> str:
    if isinstance(one, NotEstimable):
        return f"{what}: not estimable: {one.reason} {one.n_observed:,} people are on the lists."
    doubt = "" if one.converged else f" NOT CONVERGED: {one.reason}"
    return (
        f"{what}: {one.median:,.0f}, 95 % interval {one.low:,.0f} to {one.high:,.0f} "
        f"({one.n_observed:,} on the lists {', '.join(one.lists)}; R-hat {one.rhat:.3f}, "
        f"{one.ess:,.0f} effective draws).{doubt}"
    )
