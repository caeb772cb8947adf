"""Estimate a scope of the register: captures from several linkages, one posterior a stratum.

Doubt in the links is carried by mixing draws: each of several linkages drawn from the posterior of
the links gives its own capture table, and the draws of all of them together are the answer. So is
doubt about the stratum of people for whom nobody recorded it: they are placed anew for each table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import polars as pl

from tawthiq.counts import DIFFERS, NOT_RECORDED, captures, captures_placed
from tawthiq.errors import EstimateError
from tawthiq.estimates import (
    Cache,
    CaptureTable,
    Estimate,
    EstimateSettings,
    NotEstimable,
    Pooling,
    Total,
    capture_table,
    estimate_strata,
)
from tawthiq.progress import Progress, silent
from tawthiq.register import Register, Scope

Cell = tuple[str, ...]
_WHOLE = "the whole scope"
_JOIN = " · "

Unknown = Literal["placed", "left-out"]
"""People whose stratum nobody recorded: placed by chance, anew for each table, or left out."""

_PLACING = 0x9A17  # so that placing and sampling do not share random numbers
_LEAST_PLACINGS = 4  # so that where people are placed shows in the width, even of one linkage

# A stratum's own interval needs fewer effective draws than the answer for the whole scope.
_STRATUM_ESS = 400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedEstimate:
    """The posterior of a scope, as a whole and by stratum.

    The whole comes from one table of everybody in the scope; the sum adds the strata draw by draw.
    They can differ: capture may differ between strata, which the whole does not see; and a thin
    stratum says little of whom its lists missed. So both stand side by side.
    """

    scope: Scope
    by: tuple[str, ...]
    linkages: int
    whole: Estimate | NotEstimable
    strata: dict[Cell, Estimate | NotEstimable]
    sum_of_strata: Total | None  # over all strata, or over those that can be estimated
    no_sum_because: str | None  # why the sum leaves strata out, or why there is none
    recorded: dict[Cell, int]  # linked people whose stratum is recorded: what a count shows there
    unplaced: (
        int  # linked people in the scope whose stratum nobody recorded, or on whom accounts differ
    )
    placed: bool  # those are in the strata all the same, placed by chance anew for each table
    pooling: Pooling = "separate"  # or "shared": classes that all strata share

    def to_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return {
            "scope": self.scope.to_dict(),
            "by": list(self.by),
            "linkages": self.linkages,
            "whole": self.whole.to_dict(),
            "strata": [
                dict(zip(self.by, cell, strict=True))
                | {"n_recorded": self.recorded.get(cell, 0)}
                | one.to_dict()
                for cell, one in self.strata.items()
            ],
            "sum_of_strata": self.sum_of_strata.to_dict() if self.sum_of_strata else None,
            "no_sum_because": self.no_sum_because,
            "unplaced": self.unplaced,
            "placed": self.placed,
            "pooling": self.pooling,
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
            if total.left_out:
                documented = sum(total.left_out.values())
                lines.append(
                    f"That sum leaves out {len(total.left_out)} of {len(self.strata)} strata that "
                    f"are not estimable ({documented:,} people documented there)."
                )
        elif self.no_sum_because:
            lines.append(f"No sum of the strata: {self.no_sum_because}")
        if self.unplaced and self.placed:
            lines.append(
                f"Of {self.unplaced:,} documented people the stratum is not recorded, or accounts "
                "differ: for the estimates they are placed by chance, anew for each table, as "
                "people on the same lists are. No count shows them there."
            )
        elif self.unplaced:
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
    pooling: Pooling = "separate",
    unknown: Unknown = "placed",
    whole: Estimate | NotEstimable | None = None,
    progress: Progress = silent,
    cache: Cache | None = None,
) -> ScopedEstimate:
    """Estimate how many people died in a scope, those on no list included.

    Args:
        by: the strata: fields of `register.BREAKDOWNS`.
        linkages: over how many of the linkages that the register drew.
        seed: the same seed, register and settings give the same draws.
        pooling: of the strata, as for `estimate_strata`.
        unknown: what becomes of people whose stratum nobody recorded, or on whom accounts differ.
            Placed by chance, they are in every sum, and doubt about where they belong widens the
            strata (`counts.captures_placed`); left out, the strata miss them.
        whole: the answer for the whole scope, where it has been worked out already.
        progress: told how far it is.
        cache: where answers are taken from, if they were worked out before, or else kept.

    Raises:
        EstimateError: the register holds fewer linkages than asked for; `unknown` or `pooling` is
            none of its words.
        ScopeError: the scope or the strata name what there is not.
    """
    scope = scope or Scope()
    settings = settings or EstimateSettings()
    if unknown not in get_args(Unknown):
        raise EstimateError(
            f"estimate: unknown is {unknown!r}; choose one of {', '.join(get_args(Unknown))}."
        )
    drawn = _drawn_lines(register, linkages)
    if whole is None:
        tables = [
            capture_table_of(captures(lines, register.origins, scope, label="drawn"))
            for lines in drawn
        ]
        whole = estimate_strata(
            {_WHOLE: tables}, settings=settings, seed=seed, progress=progress, cache=cache
        ).strata[_WHOLE]
    recorded, unplaced = _recorded(register, scope, by) if by else ({}, 0)
    placed = unknown == "placed" and unplaced > 0 and bool(recorded)
    cells = _strata(drawn, register, scope, by, seed=seed if placed else None) if by else {}
    names = {_JOIN.join(cell): cell for cell in cells}
    found = (
        estimate_strata(
            {name: cells[cell] for name, cell in names.items()},
            settings=replace(settings, min_ess=min(settings.min_ess, _STRATUM_ESS)),
            pooling=pooling,
            seed=seed,
            progress=progress,
            cache=cache,
        )
        if cells
        else None
    )
    return ScopedEstimate(
        scope=scope,
        by=tuple(by),
        linkages=linkages,
        whole=whole,
        strata={names[name]: one for name, one in found.strata.items()} if found else {},
        sum_of_strata=(found.total or found.partial_total) if found else None,
        no_sum_because=found.total_reason if found else None,
        recorded=recorded,
        unplaced=unplaced,
        placed=placed,
        pooling=pooling,
    )


def _drawn_lines(register: Register, linkages: int) -> list[pl.DataFrame]:
    """The register's lines with a column `drawn`: the clusters of one linkage each."""
    drawn = [name for name in register.draws.columns if name != "record_id"]
    if not 1 <= linkages <= len(drawn):
        raise EstimateError(f"linkages is {linkages}; the register holds 1 to {len(drawn)}.")
    lines = register.lines
    return [
        lines.join(
            register.draws.select("record_id", drawn=name),
            on="record_id",
            how="left",
            maintain_order="left",
        )
        for name in drawn[:linkages]
    ]


def _recorded(register: Register, scope: Scope, by: Sequence[str]) -> tuple[dict[Cell, int], int]:
    """Linked people by recorded stratum, and how many are in none."""
    linked = captures(register.lines, register.origins, scope, by)
    known = linked.filter(_is_recorded(by))
    cells = known.group_by(by).agg(pl.col("count").sum()).sort(by)
    people = {tuple(str(value) for value in row[:-1]): int(row[-1]) for row in cells.iter_rows()}
    return people, int(linked["count"].sum()) - int(known["count"].sum())


def _is_recorded(by: Sequence[str]) -> pl.Expr:
    return pl.all_horizontal(~pl.col(name).is_in([NOT_RECORDED, DIFFERS]) for name in by)


def _strata(
    drawn: Sequence[pl.DataFrame],
    register: Register,
    scope: Scope,
    by: Sequence[str],
    *,
    seed: int | None,
) -> dict[Cell, list[CaptureTable]]:
    """One capture table a stratum and linkage; of each linkage several, where people are placed."""
    if seed is None:
        frames = [captures(lines, register.origins, scope, by, label="drawn") for lines in drawn]
    else:
        random = np.random.default_rng([seed, _PLACING])
        frames = [
            captures_placed(lines, register.origins, scope, by, random=random, label="drawn")
            for lines in drawn
            for _ in range(-(-_LEAST_PLACINGS // len(drawn)))
        ]
    parts = [frame.filter(_is_recorded(by)).partition_by(by, as_dict=True) for frame in frames]
    cells = sorted({cell for part in parts for cell in part})
    # Where one linkage leaves nobody in a stratum, that too is a table.
    nobody = frames[0].clear()
    return {
        tuple(str(value) for value in cell): [
            capture_table_of(part.get(cell, nobody).drop(by)) for part in parts
        ]
        for cell in cells
    }


def capture_table_of(frame: pl.DataFrame) -> CaptureTable:
    """A capture table, of nobody where the frame is empty."""
    if frame.height:
        return capture_table(frame)
    lists = tuple(name for name in frame.columns if name != "count")
    return CaptureTable(
        lists=lists,
        patterns=np.zeros((0, len(lists)), dtype=np.uint8),
        counts=np.zeros(0, dtype=np.int64),
    )


def _in_words(what: str, one: Estimate | NotEstimable) -> str:
    if isinstance(one, NotEstimable):
        return f"{what}: not estimable: {one.reason} {one.n_observed:,} people are on the lists."
    doubt = "" if one.converged else f" NOT CONVERGED: {one.reason}"
    return (
        f"{what}: {one.median:,.0f}, 95 % interval {one.low:,.0f} to {one.high:,.0f} "
        f"({one.n_observed:,} on the lists {', '.join(one.lists)}; R-hat {one.rhat:.3f}, "
        f"{one.ess:,.0f} effective draws).{doubt}"
    )
