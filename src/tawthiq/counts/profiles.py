"""What the records of each cluster say together, field by field: the ground of every count.

A profile is a cluster's values with their doubt: none given, one, or several that differ. Dates and
ages are intervals; records that agree narrow one another, records that contradict widen to the hull
of both.
"""

from collections.abc import Sequence
from datetime import date
from math import inf

import polars as pl

from tawthiq.fields import AGE_GROUPS

CATEGORIES = (
    "sex",
    "status",
    "cause",
    "incident",
    "governorate",
    "district",
    "town",
    "origin_governorate",
    "origin_district",
    "origin_town",
)
NAMED_BY = ("list", "source")  # who names a person is never in doubt
# Completed years: the group "15-17" ends where 18 begins.
_STARTS = [float(group.rstrip("+").split("-")[0]) for group in AGE_GROUPS]
GROUP_BOUNDS = dict(zip(AGE_GROUPS, zip(_STARTS, [*_STARTS[1:], inf], strict=True), strict=True))

EARLIEST, LATEST = date(1, 1, 1), date(9999, 12, 31)
MAX_AGE = 150.0


def profiles(
    lines: pl.DataFrame, label: str, categories: Sequence[str] = CATEGORIES
) -> pl.DataFrame:
    """Gather the records of each cluster.

    Args:
        lines: the newest record of each line (RECORD_SCHEMA columns) with the column `label`.
        label: the column of cluster labels.
        categories: which categorical fields to gather.

    Returns:
        One row a cluster, sorted by it: `cluster`; one list column a category, sorted, distinct,
        empty where no record says; `list` and `source`: who names the person, or once did, and
        `list_now`, `source_now`: who has not withdrawn it; `standing`: somebody has not;
        `death_low`, `death_high` (dates) and `age_low`, `age_high` (years): an interval that is
        null on both ends where nobody says; `death_differs`, `age_differs`: the accounts contradict
        each other; `age_group`: the groups that the ages touch.
    """
    stands = pl.col("withdrawn_on").is_null()
    gathered = [
        pl.col(field).drop_nulls().unique().sort().alias(field)
        for field in (*categories, *NAMED_BY)
    ] + [pl.col(field).filter(stands).unique().sort().alias(f"{field}_now") for field in NAMED_BY]
    frame = (
        lines.group_by(pl.col(label).alias("cluster"))
        .agg(
            *gathered,
            stands.any().alias("standing"),
            *_interval("death", "death_earliest", "death_latest", EARLIEST, LATEST),
            *_interval("age", "age_low", "age_high", 0.0, MAX_AGE),
        )
        .sort("cluster")
    )
    return (
        frame.with_columns(*_settled("death"), *_settled("age"))
        .drop("death_hull_low", "death_hull_high", "age_hull_low", "age_hull_high")
        .with_columns(_age_groups().alias("age_group"))
    )


def _interval(
    name: str, low: str, high: str, least: date | float, most: date | float
) -> tuple[pl.Expr, ...]:
    """The meet and the hull of the intervals a cluster's records give."""
    said = pl.col(low).is_not_null() | pl.col(high).is_not_null()
    lows, highs = (
        pl.col(low).fill_null(least).filter(said),
        pl.col(high).fill_null(most).filter(said),
    )
    return (
        lows.max().alias(f"{name}_low"),
        highs.min().alias(f"{name}_high"),
        lows.min().alias(f"{name}_hull_low"),
        highs.max().alias(f"{name}_hull_high"),
    )


def _settled(name: str) -> tuple[pl.Expr, ...]:
    """The meet where the accounts agree, the hull where they differ."""
    low, high = pl.col(f"{name}_low"), pl.col(f"{name}_high")
    differs = (low > high).fill_null(value=False)
    return (
        pl.when(differs).then(pl.col(f"{name}_hull_low")).otherwise(low).alias(f"{name}_low"),
        pl.when(differs).then(pl.col(f"{name}_hull_high")).otherwise(high).alias(f"{name}_high"),
        differs.alias(f"{name}_differs"),
    )


def _age_groups() -> pl.Expr:
    """Every group that the interval of ages touches; none where nobody gives an age."""
    return pl.concat_list(
        pl.when((pl.col("age_low") < stop) & (pl.col("age_high") >= start)).then(pl.lit(group))
        for group, (start, stop) in GROUP_BOUNDS.items()
    ).list.drop_nulls()
