"""Where a cluster falls in a breakdown: for each dimension, the values it may have.

Three answers a dimension: null - nobody says, so any value is possible; one value - certain;
several - the accounts differ, or an interval lies across a border.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from tawthiq.counts.profiles import EARLIEST, LATEST, NAMED_BY
from tawthiq.errors import ScopeError
from tawthiq.register import BREAKDOWNS, Scope

NOT_RECORDED = "?"
DIFFERS = "≠"

# An interval over more steps than this says too little to place anybody. All days of a quarter fit:
# lists often know the month alone.
_MOST_STEPS = {"day": 100, "month": 36, "year": 100}
_STEP = {"day": ("1d", "%Y-%m-%d"), "month": ("1mo", "%Y-%m"), "year": ("1y", "%Y")}


def check_breakdown(by: Sequence[str]) -> tuple[str, ...]:
    """The dimensions asked for, or a ScopeError naming the one that is none."""
    for name in by:
        if name not in BREAKDOWNS:
            raise ScopeError(f"--by {name}: no such field; choose from {', '.join(BREAKDOWNS)}.")
    if len(set(by)) < len(by):
        raise ScopeError(f"--by names a field twice: {', '.join(by)}.")
    if len(by) > 4:
        raise ScopeError("--by takes at most four fields: cells of more hold nobody.")
    return tuple(by)


def candidates(profiles: pl.DataFrame, by: Sequence[str], scope: Scope) -> pl.DataFrame:
    """Add one column a dimension of `by`, `in_{name}`: list of values, or null for "any"."""
    return profiles.with_columns(_values(name, scope).alias(f"in_{name}") for name in by)


def named_now(by: Sequence[str]) -> list[pl.Expr]:
    """In place of everybody who ever named a person, those who have not withdrawn it."""
    return [pl.col(f"{name}_now").alias(f"in_{name}") for name in by if name in NAMED_BY]


def certain(by: Sequence[str]) -> pl.Expr:
    """Whether a row of `candidates` has exactly one value in every dimension."""
    return pl.all_horizontal(
        pl.lit(value=True),
        *(
            (pl.col(f"in_{name}").list.len() == 1).fill_null(value=False)
            for name in by
            if name not in NAMED_BY
        ),
    )


def best_label(name: str) -> pl.Expr:
    """The one label of a linked person: the value, `?`, or `≠`; a list where several name them."""
    values = pl.col(f"in_{name}")
    if name in NAMED_BY:
        return values
    differs = {"day": "death", "month": "death", "year": "death", "age_group": "age"}.get(name)
    return (
        pl.when(values.list.len() == 1)
        .then(values.list.first())
        .when(pl.col(f"{differs}_differs") if differs else values.is_not_null())
        .then(pl.lit(DIFFERS))
        .otherwise(pl.lit(NOT_RECORDED))
    )


def _values(name: str, scope: Scope) -> pl.Expr:
    if name in _STEP:
        return _steps(name, scope)
    values = pl.col(name)
    return pl.when(values.list.len() == 0).then(None).otherwise(values)


def _steps(name: str, scope: Scope) -> pl.Expr:
    """The days, months or years an interval touches, within the scope's period."""
    every, form = _STEP[name]
    low = pl.max_horizontal(pl.col("death_low"), pl.lit(scope.start or EARLIEST))
    high = pl.min_horizontal(pl.col("death_high"), pl.lit(scope.stop or LATEST))
    steps = {
        "day": (high - low).dt.total_days() + 1,
        "month": (high.dt.year() - low.dt.year()) * 12 + high.dt.month() - low.dt.month() + 1,
        "year": high.dt.year() - low.dt.year() + 1,
    }[name]
    usable = pl.col("death_low").is_not_null() & steps.is_between(1, _MOST_STEPS[name])
    # Ranges are only built where they are short: elsewhere both ends become one arbitrary day.
    safe_low = pl.when(usable).then(low).otherwise(pl.lit(date(2000, 1, 1))).dt.truncate(every)
    safe_high = pl.when(usable).then(high).otherwise(pl.lit(date(2000, 1, 1))).dt.truncate(every)
    values = pl.date_ranges(safe_low, safe_high, every).list.eval(pl.element().dt.strftime(form))
    return pl.when(usable).then(values).otherwise(None)
