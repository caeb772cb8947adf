"""Is a cluster in a scope: certainly, possibly, or not?

Each condition is held against a cluster's profile. A value nobody gives may be anything: possibly.
Accounts that differ: possibly. So doubt is carried into the count and never rounded off.
"""

from collections.abc import Sequence

import polars as pl

from tawthiq.counts.profiles import EARLIEST, LATEST, NAMED_BY
from tawthiq.errors import ScopeError
from tawthiq.register import Condition, Scope

NO, MAYBE, YES = 0, 1, 2


def check_scope(scope: Scope, lines: pl.DataFrame) -> Scope:
    """The scope, or a ScopeError naming what no line has: a slip of the keys, and no count of 0."""
    for condition in scope.conditions:
        if condition.field not in (*NAMED_BY, "incident"):
            continue
        known = lines[condition.field].drop_nulls().unique().sort().to_list()
        for value in condition.values:
            if value not in known:
                some = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
                raise ScopeError(
                    f"no {condition.field} of the register is called {value!r}. "
                    f"It has: {some or 'none'}."
                )
    return scope


def asked_about(scope: Scope, by: Sequence[str]) -> frozenset[str]:
    """The fields that a count of `scope` by `by` needs to know of."""
    return frozenset([*by, *(condition.field for condition in scope.conditions)])


def membership(profiles: pl.DataFrame, scope: Scope) -> pl.Series:
    """NO, MAYBE or YES for each row of `profiles`: the least that any condition gives."""
    states = [_state(condition) for condition in scope.conditions]
    if scope.start or scope.stop:
        states.append(
            _within("death", pl.lit(scope.start or EARLIEST), pl.lit(scope.stop or LATEST))
        )
    if not states:
        return pl.repeat(YES, profiles.height, dtype=pl.Int8, eager=True).alias("membership")
    return profiles.select(pl.min_horizontal(*states).alias("membership")).to_series()


def _state(condition: Condition) -> pl.Expr:
    if condition.field == "age":
        return _age(condition)
    given, meant = pl.col(condition.field).list.len(), _meant(condition.field, condition)
    if condition.field in NAMED_BY:
        # Who has withdrawn a person once named them: possibly, not certainly.
        now = _meant(f"{condition.field}_now", condition)
        state = pl.when(now > 0).then(YES).when(meant > 0).then(MAYBE).otherwise(NO)
    else:
        state = (
            pl.when(given == 0)
            .then(MAYBE)
            .when(meant == given)
            .then(YES)
            .when(meant == 0)
            .then(NO)
            .otherwise(MAYBE)
        )
    state = state.cast(pl.Int8)
    return (YES - state).cast(pl.Int8) if condition.operator == "!=" else state


def _meant(column: str, condition: Condition) -> pl.Expr:
    return pl.col(column).list.set_intersection(list(condition.values)).list.len()


def _within(name: str, start: pl.Expr, stop: pl.Expr) -> pl.Expr:
    """Does the interval lie in [start, stop], overlap it, or miss it?"""
    low, high = pl.col(f"{name}_low"), pl.col(f"{name}_high")
    return (
        pl.when(low.is_null())
        .then(MAYBE)
        # Accounts that contradict each other but all fall inside leave no doubt about the scope.
        .when((low >= start) & (high <= stop))
        .then(YES)
        .when((high < start) | (low > stop))
        .then(NO)
        .otherwise(MAYBE)
        .cast(pl.Int8)
    )


def _age(condition: Condition) -> pl.Expr:
    low, high, number = pl.col("age_low"), pl.col("age_high"), condition.number
    yes, no = {
        "<": (high < number, low >= number),
        "<=": (high <= number, low > number),
        ">": (low > number, high <= number),
        ">=": (low >= number, high < number),
        "=": ((low == number) & (high == number), (low > number) | (high < number)),
        "!=": ((low > number) | (high < number), (low == number) & (high == number)),
    }[condition.operator]
    return (
        pl.when(low.is_null()).then(MAYBE).when(yes).then(YES).when(no).then(NO).otherwise(MAYBE)
    ).cast(pl.Int8)
