"""Capture histories: for each stratum, who is on which lists: where an estimate starts."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Literal

import numpy as np
import polars as pl

from tawthiq.counts.cells import DIFFERS, NOT_RECORDED, best_label, candidates, check_breakdown
from tawthiq.counts.membership import YES, asked_about, check_scope, membership
from tawthiq.counts.profiles import NAMED_BY, profiles
from tawthiq.errors import ScopeError
from tawthiq.register import Scope


def captures(
    lines: pl.DataFrame,
    origins: Mapping[str, str],
    scope: Scope | None = None,
    by: Sequence[str] = (),
    *,
    label: str = "linked",
    named_by: Literal["source", "list"] = "source",
) -> pl.DataFrame:
    """Count people by the set of lists that name them.

    Lists copy one another. Overlap from copying is no second sighting: left in, it makes coverage
    look better than it is and pulls the estimate down. Lists of one origin count as one. A record
    its source has withdrawn is no sighting, and a number-only record speaks of nobody in
    particular.

    Args:
        lines: `Register.lines`.
        origins: source (or list) → origin group; each group is one column.
        scope: whom to take: those certainly in it; everybody where None.
        by: the strata; people whose value is not recorded or disputed are in strata "?" and "≠".
        label: the column of cluster labels: one linkage.
        named_by: whether `origins` speaks of sources or of lists.

    Returns:
        The columns of `by`, one 0/1 column an origin group (sorted), and `count`; sorted.

    Raises:
        ScopeError: a stratum by who names people, a field that is none, or a source whose key is
            also a column of the table.
    """
    scope = check_scope(scope or Scope(), lines)
    by = check_breakdown(by)
    groups = _groups(origins, by)
    if not groups:
        return pl.DataFrame(schema=dict.fromkeys(by, pl.String) | {"count": pl.Int64})
    return (
        _people(lines, origins, scope, by, label=label, named_by=named_by)
        .group_by(*by, *groups)
        .agg(count=pl.len().cast(pl.Int64))
        .sort(*by, *groups)
    )


def captures_placed(
    lines: pl.DataFrame,
    origins: Mapping[str, str],
    scope: Scope | None = None,
    by: Sequence[str] = (),
    *,
    random: np.random.Generator,
    label: str = "linked",
    named_by: Literal["source", "list"] = "source",
) -> pl.DataFrame:
    """Count people by set of lists, those of no recorded stratum placed by chance.

    Each is drawn into a stratum that what is recorded of them allows (where accounts differ, one of
    those they give; within an uncertain date, a month it touches), as the people on the same lists
    whose stratum is recorded are (`estimates.place_people`). The draw is one of many: it is for
    estimates, and says nothing of any person.

    Args:
        lines, origins, scope, by, label, named_by: as for `captures`.
        random: of all randomness.

    Returns:
        As `captures`. Strata "?" and "≠" hold nobody, unless no stratum at all is recorded.

    Raises:
        ScopeError: as `captures`.
    """
    scope = check_scope(scope or Scope(), lines)
    by = check_breakdown(by)
    groups = _groups(origins, by)
    if not groups or not by:
        return captures(lines, origins, scope, by, label=label, named_by=named_by)
    people = _people(lines, origins, scope, by, label=label, named_by=named_by)
    recorded = pl.all_horizontal(~pl.col(name).is_in([NOT_RECORDED, DIFFERS]) for name in by)
    known = people.filter(recorded).group_by(*by, *groups).agg(count=pl.len().cast(pl.Int64))
    open_to = [f"in_{name}" for name in by]
    rest = (
        people.filter(~recorded)
        .group_by(*open_to, *groups)
        .agg(count=pl.len().cast(pl.Int64))
        .sort(*groups, *open_to)
    )
    if not known.height or not rest.height:
        return captures(lines, origins, scope, by, label=label, named_by=named_by)
    placed = _placed(known, rest, by, random)
    return (
        pl.concat([known, placed])
        .group_by(*by, *groups)
        .agg(pl.col("count").sum())
        .sort(*by, *groups)
    )


def _placed(
    known: pl.DataFrame,
    rest: pl.DataFrame,
    by: Sequence[str],
    random: np.random.Generator,
) -> pl.DataFrame:
    """Rows of `known`'s columns for the people of `rest`, placed once."""
    # The front of estimates loads what draws need; who only counts should not wait for it.
    from tawthiq.estimates import place_people  # noqa: PLC0415

    seen = [row[len(by) : -1] for row in known.iter_rows()]
    asked = [row[len(by) : -1] for row in rest.iter_rows()]
    patterns = {row: at for at, row in enumerate(sorted({*seen, *asked}))}
    cells = sorted({row[: len(by)] for row in known.iter_rows()})
    may_be = np.zeros((rest.height, len(cells)), dtype=bool)
    for group, row in enumerate(rest.iter_rows()):
        allowed = row[: len(by)]
        may_be[group] = [_fits(cell, allowed) for cell in cells]
        if not may_be[group].any():
            # What is recorded of them fits no stratum that anybody is recorded in.
            own = set(product(*(_values(cells, at, one) for at, one in enumerate(allowed))))
            new = sorted(own - set(cells))
            cells += new
            may_be = np.pad(may_be, ((0, 0), (0, len(new))))
            may_be[group] = [_fits(cell, allowed) for cell in cells]
    counts = np.zeros((len(patterns), len(cells)), dtype=np.int64)
    where = {cell: at for at, cell in enumerate(cells)}
    for row in known.iter_rows():
        counts[patterns[row[len(by) : -1]], where[row[: len(by)]]] = row[-1]
    made = place_people(
        counts,
        rest["count"].to_numpy(),
        np.array([patterns[row] for row in asked], dtype=np.int64),
        may_be,
        random,
    )
    rows = [
        (*cells[cell], *asked[group], int(made[group, cell]))
        for group, cell in np.argwhere(made > 0).tolist()
    ]
    return pl.DataFrame(rows, schema=known.schema, orient="row")


def _fits(cell: Sequence[str], allowed: Sequence[Sequence[str] | None]) -> bool:
    return all(
        values is None or value in values for value, values in zip(cell, allowed, strict=True)
    )


def _values(
    cells: Sequence[Sequence[str]], at: int, allowed: Sequence[str] | None
) -> Sequence[str]:
    """The values a person may have in one dimension: those given, or any that is recorded."""
    return sorted({cell[at] for cell in cells}) if allowed is None else allowed


def _groups(origins: Mapping[str, str], by: Sequence[str]) -> list[str]:
    """The groups of origin, one column each."""
    if named := [name for name in by if name in NAMED_BY]:
        raise ScopeError(
            f"--by {named[0]}: who names people is what a capture table holds; it is no stratum."
        )
    groups = sorted(set(origins.values()))
    if clash := [group for group in groups if group in ("count", "cluster", *by)]:
        raise ScopeError(
            f"The source {clash[0]!r} is called like a column of capture tables. Declare another "
            "key, and the source as its origin."
        )
    return groups


def _people(
    lines: pl.DataFrame,
    origins: Mapping[str, str],
    scope: Scope | None,
    by: Sequence[str],
    *,
    label: str,
    named_by: Literal["source", "list"],
) -> pl.DataFrame:
    """One row a person certainly in the scope: stratum, what it may be (`in_...`), lists."""
    scope = scope or Scope()
    groups = sorted(set(origins.values()))
    standing = lines.filter(pl.col("named") & pl.col("withdrawn_on").is_null()).with_columns(
        pl.col(named_by).replace_strict(origins, return_dtype=pl.String).alias("_origin")
    )
    seen = standing.group_by(pl.col(label).alias("cluster")).agg(
        pl.col("_origin").eq(group).any().cast(pl.Int8).alias(group) for group in groups
    )
    gathered = profiles(standing, label, asked_about(scope, by))
    gathered = gathered.with_columns(membership(gathered, scope)).filter(
        pl.col("membership") == YES
    )
    placed = candidates(gathered, by, scope).with_columns(
        best_label(name).alias(name) for name in by
    )
    return placed.select("cluster", *by, *(f"in_{name}" for name in by)).join(seen, on="cluster")
