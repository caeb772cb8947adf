"""Capture histories: for each stratum, who is on which lists: where an estimate starts."""

from collections.abc import Mapping, Sequence
from typing import Literal

import polars as pl

from tawthiq.counts.cells import best_label, candidates, check_breakdown
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
    if not groups:
        return pl.DataFrame(schema=dict.fromkeys(by, pl.String) | {"count": pl.Int64})
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
    return (
        placed.select("cluster", *by)
        .join(seen, on="cluster")
        .group_by(*by, *groups)
        .agg(count=pl.len().cast(pl.Int64))
        .sort(*by, *groups)
    )
