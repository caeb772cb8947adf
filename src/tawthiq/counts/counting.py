"""Documented counts: how many people the register holds in a scope, as minimum and maximum.

The three nested partitions of linkage - sure ⊂ linked ⊂ possible - bound what the true partition
may be:
* minimum: clusters of `possible` with a standing `sure` part that is certainly in the cell, and no
account
  that says otherwise. However the doubtful links fall, each of these is one person of the cell.
* linked: clusters of `linked` whose accounts place them in the cell; the single best reading.
* maximum: clusters of `sure` that are in the cell or may be. However the links fall, there are no
more. So minimum ≤ linked ≤ maximum in every cell: a law the tests hold it to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from tawthiq.counts.cells import (
    DIFFERS,
    NOT_RECORDED,
    best_label,
    candidates,
    certain,
    check_breakdown,
    named_now,
)
from tawthiq.counts.membership import MAYBE, YES, asked_about, check_scope, membership
from tawthiq.counts.profiles import EARLIEST, LATEST, NAMED_BY, profiles
from tawthiq.register import Scope

_NUMBERS = {"minimum": pl.Int64, "linked": pl.Int64, "maximum": pl.Int64}

# One cell that everybody is in: with it a count without breakdown is a table like any other.
_WHOLE = "_whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTable:
    """A documented count, broken down."""

    scope: Scope
    by: tuple[str, ...]
    cells: pl.DataFrame  # the columns of `by`, then minimum, linked, maximum: people
    total: Mapping[str, int]  # minimum, linked, maximum of the whole scope
    unnamed: Mapping[str, int]  # of the total's minimum and maximum, people in number-only records

    def to_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return {
            "scope": self.scope.to_dict(),
            "by": list(self.by),
            "cells": self.cells.to_dicts(),
            "total": dict(self.total),
            "unnamed": dict(self.unnamed),
        }


def count(lines: pl.DataFrame, scope: Scope | None = None, by: Sequence[str] = ()) -> CountTable:
    """Count the people documented in a scope, by the fields of `by`.

    Args:
        lines: `Register.lines`: the newest record of each line, with the labels of the partitions.
        scope: what to count; everything where None.
        by: up to four of `register.BREAKDOWNS`. A person named by several lists counts in each of
        them
            under "list" and "source"; elsewhere cells overlap only in their maxima.

    Returns:
        The cells in the order of their values. "?" holds the linked people of whom nobody recorded
        the value, "≠" those on whom the accounts differ; they have no range of their own (null),
        for they are already in the maximum of every cell they may belong to.
    """
    scope = check_scope(scope or Scope(), lines)
    by = check_breakdown(by)
    named = lines.filter(pl.col("named"))
    unnamed = _unnamed(lines, scope, by)
    partitions = {
        label: _placed(named, label, scope, by) for label in ("sure", "linked", "possible")
    }
    parents = named.select("sure", "possible").unique()
    whole = _table(partitions, parents, unnamed, [_WHOLE]).drop(_WHOLE)
    total = whole.row(0, named=True) if whole.height else dict.fromkeys(_NUMBERS, 0)
    cells = _table(partitions, parents, unnamed, [_WHOLE, *by]).drop(_WHOLE) if by else whole
    return CountTable(
        scope=scope,
        by=by,
        cells=cells,
        total=total,
        unnamed={
            "minimum": int(_least_unnamed(unnamed, [_WHOLE])["least"].sum()),
            "maximum": int(unnamed["most"].sum()),
        },
    )


def people_in(lines: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The linked people behind a count: `person_id`, and whether `certainly` in the scope.

    Whoever is in the count's maximum is here: a person of whom one part, if it were somebody else,
    may be in the scope. Certainly in it are those whom `linked` counts.
    """
    check_scope(scope, lines)
    named = lines.filter(pl.col("named"))
    ids = {label: named.select("person_id", cluster=label).unique() for label in ("sure", "linked")}
    inside = {
        label: _placed(named, label, scope, ()).join(ids[label], on="cluster") for label in ids
    }
    certain_ones = inside["linked"].filter("documented")["person_id"]
    return (
        inside["sure"]
        .select("person_id")
        .unique()
        .with_columns(certainly=pl.col("person_id").is_in(certain_ones.to_list()))
        .sort("person_id")
    )


def lines_in(lines: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The lines that by what they say themselves are in the scope, or may be."""
    alone = profiles(lines, "record_id", asked_about(scope, ()))
    alone = alone.with_columns(membership(alone, check_scope(scope, lines)))
    inside = alone.filter(pl.col("membership") >= MAYBE).select(record_id="cluster")
    return lines.join(inside, on="record_id", how="semi", maintain_order="left")


def _placed(named: pl.DataFrame, label: str, scope: Scope, by: Sequence[str]) -> pl.DataFrame:
    """The clusters of one partition that may be in the scope, with their candidate values."""
    gathered = profiles(named, label, asked_about(scope, by))
    gathered = gathered.with_columns(membership(gathered, scope)).filter(
        pl.col("membership") >= MAYBE
    )
    return candidates(gathered, by, scope).with_columns(
        pl.concat_list(pl.lit(value=True)).alias(f"in_{_WHOLE}"),
        ((pl.col("membership") == YES) & pl.col("standing")).alias("documented"),
    )


def _certain(placed: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Those who are certainly in the scope, and have one value in each dimension."""
    return (
        placed.filter("documented")
        .filter(certain([key for key in keys if key != _WHOLE]))
        .with_columns(*named_now(keys))
    )


def _table(
    partitions: Mapping[str, pl.DataFrame],
    parents: pl.DataFrame,
    unnamed: pl.DataFrame,
    keys: list[str],
) -> pl.DataFrame:
    """The cells of one breakdown: the columns of `keys`, then minimum, linked, maximum."""
    sure = _exploded(partitions["sure"], keys).with_columns(weight=pl.lit(1, pl.Int64))
    numbers = _exploded(unnamed, keys).with_columns(weight=pl.col("most"))
    # A cell stands in the table once any reading of the links places somebody in it.
    readings = [
        sure,
        numbers,
        *(_exploded(partitions[one], keys) for one in ("linked", "possible")),
    ]
    cells = pl.concat([frame.select(keys) for frame in readings]).drop_nulls().unique()
    ranges = (
        cells.with_columns(maximum=_widened(sure, cells, keys) + _widened(numbers, cells, keys))
        .join(_minimum(partitions, parents, keys), on=keys, how="left")
        .join(_least_unnamed(unnamed, keys), on=keys, how="left")
        .with_columns(pl.col("minimum", "least").fill_null(0))
        .with_columns(minimum=pl.col("minimum") + pl.col("least"))
        .filter(pl.col("maximum") > 0)
    )
    return (
        ranges.join(_linked(partitions["linked"], keys), on=keys, how="full", coalesce=True)
        .with_columns(linked=pl.col("linked").fill_null(0) + pl.col("least").fill_null(0))
        .select(*keys, *(pl.col(name).cast(kind) for name, kind in _NUMBERS.items()))
        .sort(
            *(pl.col(name).cast(pl.String).is_in([NOT_RECORDED, DIFFERS]) for name in keys), *keys
        )
    )


def _exploded(frame: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """One row for each combination of candidate values; "any" stays null."""
    columns = [f"in_{name}" for name in keys]
    for column in columns:
        frame = frame.explode(column)
    plain = [name for name in keys if name in frame.columns]
    return frame.drop(plain).rename(dict(zip(columns, keys, strict=True)))


def _minimum(
    partitions: Mapping[str, pl.DataFrame], parents: pl.DataFrame, keys: Sequence[str]
) -> pl.DataFrame:
    undisputed = _certain(partitions["possible"], keys).select(possible="cluster")
    return (
        _exploded(_certain(partitions["sure"], keys), keys)
        .join(parents, left_on="cluster", right_on="sure")
        .join(undisputed, on="possible", how="semi")
        .group_by(keys)
        .agg(minimum=pl.col("possible").n_unique().cast(pl.Int64))
    )


def _linked(linked: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    frame = linked.filter("documented").with_columns(*named_now(keys))
    frame = frame.with_columns(
        pl.lit(value=True).alias(name) if name == _WHOLE else best_label(name).alias(name)
        for name in keys
    )
    for name in keys:
        if name in NAMED_BY:
            frame = frame.explode(name)
    return frame.group_by(keys).agg(linked=pl.len().cast(pl.Int64))


def _widened(placed: pl.DataFrame, cells: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    """For each cell the weight of all that may be in it: null in a dimension fits any value."""
    totals = pl.repeat(0, cells.height, dtype=pl.Int64, eager=True)
    dimensions = [name for name in keys if name != _WHOLE]
    for size in range(len(dimensions) + 1):
        for wild in combinations(dimensions, size):
            known = [name for name in keys if name not in wild]
            weights = (
                placed.filter(
                    pl.all_horizontal(
                        *(pl.col(name).is_null() for name in wild),
                        *(pl.col(name).is_not_null() for name in known),
                    )
                )
                .group_by(known)
                .agg(pl.col("weight").sum())
            )
            found = cells.join(weights, on=known, how="left", maintain_order="left")
            totals = totals + found["weight"].fill_null(0)
    return totals.alias("maximum")


def _unnamed(lines: pl.DataFrame, scope: Scope, by: Sequence[str]) -> pl.DataFrame:
    """Number-only records in the scope, or maybe, each placed like a cluster.

    `most` is how many people it can add. `least` is how many it adds in any case: those beyond the
    named dead of the same day and governorate, since any of these may be whom it speaks of.
    """
    silent = lines.filter(~pl.col("named")).with_columns(pl.col("record_id").alias("cluster"))
    numbers = silent.select(
        "cluster",
        low=pl.col("number_low").fill_null(0),
        most=pl.max_horizontal(pl.col("number_high"), pl.col("number_low")).fill_null(0),
    )
    placed = _placed(silent, "cluster", scope, by).join(numbers, on="cluster")
    places = profiles(silent, "cluster", ("governorate",)).select("cluster", _at="governorate")
    placed = placed.join(places, on="cluster", maintain_order="left")
    where = pl.col("_at").list
    placed = placed.with_columns(
        _day=pl.when(pl.col("death_low") == pl.col("death_high")).then("death_low"),
        # A place that no gazetteer knows may be another list's place under another name.
        _where=pl.when((where.len() == 1) & ~where.first().str.starts_with("~")).then(
            where.first()
        ),
    )
    known = may_have_died(
        lines.filter("named"), placed.select("_day", "_where").drop_nulls().unique()
    )
    return (
        placed.join(known, on=["_day", "_where"], how="left")
        .with_columns(
            least=pl.when(pl.all_horizontal("documented", pl.col("_day", "_where").is_not_null()))
            .then((pl.col("low") - pl.col("known").fill_null(0)).clip(lower_bound=0))
            .otherwise(0)
        )
    )  # fmt: skip


def may_have_died(named: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Add to each `_day` and `_where` how many named people may have died there then: `known`.

    Any of them may be among the unnamed, so they are counted generously: by the `sure` partition,
    and with those whose day or place nobody gives, or no gazetteer knows.
    """
    people = profiles(named, "sure", ("governorate",)).select(
        # An interval that nobody gives is open on both ends.
        first=pl.col("death_low").fill_null(EARLIEST),
        last=pl.col("death_high").fill_null(LATEST),
        anywhere=(pl.col("governorate").list.len() == 0)
        | pl.col("governorate").list.eval(pl.element().str.starts_with("~")).list.any(),
        governorate="governorate",
    )
    ends = ("first", "last")
    anywhere = people.filter("anywhere").select(ends)
    placed = people.filter(~pl.col("anywhere")).explode("governorate")
    counted = []
    for (where,), of_place in days.group_by("_where", maintain_order=True):
        there = pl.concat([anywhere, placed.filter(pl.col("governorate") == where).select(ends)])
        day = of_place["_day"]
        begun = there["first"].sort().search_sorted(day, side="right").cast(pl.Int64)
        over = there["last"].sort().search_sorted(day, side="left").cast(pl.Int64)
        counted.append(of_place.with_columns(known=begun - over))
    return pl.concat(counted) if counted else days.with_columns(known=pl.lit(0, pl.Int64))


def _least_unnamed(unnamed: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """What number-only records add in any case: of one day and place only the largest number."""
    return (
        _exploded(_certain(unnamed, keys), keys)
        .group_by(*keys, "_day", "_where")
        .agg(pl.col("least").max())
        .group_by(keys)
        .agg(pl.col("least").sum())
    )
