"""What the records of each cluster say together, field by field: the ground of every count.

A profile is a cluster's values with their doubt: none given, one, or several that differ. Dates and
ages are intervals; records that agree narrow one another, records that contradict widen to the hull
of both.
"""

from collections.abc import Collection
from datetime import date
from math import inf

import polars as pl

from tawthiq.fields import AGE_GROUPS
from tawthiq.register import PLACE_FIELDS

CATEGORIES = ("sex", "status", "cause", "incident", *PLACE_FIELDS)
NAMED_BY = ("list", "source")  # who names a person is never in doubt
# Completed years: the group "15-17" ends where 18 begins.
_STARTS = [float(group.rstrip("+").split("-")[0]) for group in AGE_GROUPS]
GROUP_BOUNDS = dict(zip(AGE_GROUPS, zip(_STARTS, [*_STARTS[1:], inf], strict=True), strict=True))

EARLIEST, LATEST = date(1, 1, 1), date(9999, 12, 31)
MAX_AGE = 150.0


def profiles(lines: pl.DataFrame, label: str, fields: Collection[str] = CATEGORIES) -> pl.DataFrame:
    """Gather the records of each cluster.

    Args:
        lines: the newest record of each line (RECORD_SCHEMA columns) with the column `label`.
        label: the column of cluster labels.
        fields: what is asked about; of `CATEGORIES` only these are gathered.

    Returns:
        One row a cluster, sorted by it: `cluster`; one list column a category, sorted, distinct,
        empty where no record says; `list` and `source`: who names the person, or once did, and
        `list_now`, `source_now`: who has not withdrawn it; `standing`: somebody has not;
        `death_low`, `death_high` (dates) and `age_low`, `age_high` (years): an interval that is
        null on both ends where nobody says; `death_differs`, `age_differs`: the accounts contradict
        each other; `age_group`: the groups that the ages touch.
    """
    stands = pl.col("withdrawn_on").is_null()
    said = lines.select(
        pl.col(label).alias("cluster"),
        *(field for field in CATEGORIES if field in fields),
        *NAMED_BY,
        *(pl.when(stands).then(field).alias(f"{field}_now") for field in NAMED_BY),
        stands.alias("standing"),
        *_ends("death", "death_earliest", "death_latest", EARLIEST, LATEST),
        *_ends("age", "age_low", "age_high", 0.0, MAX_AGE),
    )
    ends = (f"{name}_{end}" for name in ("death", "age") for end in ("low", "high"))
    frame = (
        said.group_by("cluster")
        .agg(
            pl.col("standing").any(),
            # Of each end, the one the accounts meet in and the one that takes in all.
            *(
                getattr(pl.col(end), which)().alias(f"{end}_{which}")
                for end in ends
                for which in ("min", "max")
            ),
        )
        .sort("cluster")
    )
    gathered = [
        name for name, kind in said.schema.items() if kind == pl.String and name != "cluster"
    ]
    for field in gathered:
        values = (
            said.select("cluster", field)
            .drop_nulls()
            .unique()
            .sort("cluster", field)
            .group_by("cluster", maintain_order=True)
            .agg(field)
        )
        frame = frame.join(values, on="cluster", how="left", maintain_order="left")
    return frame.select(
        "cluster",
        "standing",
        *(pl.col(field).fill_null([]) for field in gathered),
        *_settled("death"),
        *_settled("age"),
    ).with_columns(_age_groups().alias("age_group"))


def _ends(
    name: str, low: str, high: str, least: date | float, most: date | float
) -> tuple[pl.Expr, ...]:
    """Both ends of a record's interval; an open end is as far away as can be."""
    said = pl.col(low).is_not_null() | pl.col(high).is_not_null()
    return (
        pl.when(said).then(pl.col(low).fill_null(least)).alias(f"{name}_low"),
        pl.when(said).then(pl.col(high).fill_null(most)).alias(f"{name}_high"),
    )


def _settled(name: str) -> tuple[pl.Expr, ...]:
    """The meet where the accounts agree, the hull where they differ."""
    low, high = pl.col(f"{name}_low_max"), pl.col(f"{name}_high_min")
    differs = (low > high).fill_null(value=False)
    return (
        pl.when(differs).then(f"{name}_low_min").otherwise(low).alias(f"{name}_low"),
        pl.when(differs).then(f"{name}_high_max").otherwise(high).alias(f"{name}_high"),
        differs.alias(f"{name}_differs"),
    )


def _age_groups() -> pl.Expr:
    """Every group that the interval of ages touches; none where nobody gives an age."""
    return pl.concat_list(
        pl.when((pl.col("age_low") < stop) & (pl.col("age_high") >= start)).then(pl.lit(group))
        for group, (start, stop) in GROUP_BOUNDS.items()
    ).list.drop_nulls()
