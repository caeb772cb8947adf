"""The documented range of many scopes at once: what the records say is gathered only once.

Each answer is that of `count` for the scope alone, to the person; only the totals, no cells.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from tawthiq.counts.counting import may_have_died
from tawthiq.counts.membership import MAYBE, YES, asked_about, check_scope, membership
from tawthiq.counts.profiles import profiles
from tawthiq.progress import Progress, silent
from tawthiq.register import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Documented:
    """How many people the register holds in a scope, and which lists speak of it."""

    minimum: int
    linked: int
    maximum: int
    records: Mapping[str, int]  # list → its records that are in the scope, or may be

    def to_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return {
            "minimum": self.minimum,
            "linked": self.linked,
            "maximum": self.maximum,
            "records": dict(self.records),
        }


def count_many(
    lines: pl.DataFrame, scopes: Sequence[Scope], progress: Progress = silent
) -> dict[Scope, Documented]:
    """Count the people documented in each of many scopes.

    Args:
        lines: `Register.lines`.
        scopes: what to count; one that comes twice is counted once.
        progress: told after each scope.

    Raises:
        ScopeError: a scope names a list, source or incident that no line has.
    """
    wanted = list(dict.fromkeys(scopes))
    for scope in wanted:
        check_scope(scope, lines)
    fields = frozenset().union(*(asked_about(scope, ()) for scope in wanted))
    gathered = _gather(lines, fields)
    found: dict[Scope, Documented] = {}
    for at, scope in enumerate(wanted):
        progress("counting", at, len(wanted))
        found[scope] = _count(gathered, scope)
    progress("counting", len(wanted), len(wanted))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    """What the records say, by every clustering and each alone."""

    people: Mapping[str, pl.DataFrame]  # partition → profiles of its clusters
    of_sure: pl.Series  # for each cluster of `sure`, the cluster of `possible` it lies in
    numbers: pl.DataFrame
    records: pl.DataFrame  # profiles of single records, with `of_list`


def _gather(lines: pl.DataFrame, fields: frozenset[str]) -> _Gathered:
    named = lines.filter(pl.col("named"))
    people = {label: profiles(named, label, fields) for label in ("sure", "linked", "possible")}
    parents = named.select(cluster="sure", of="possible").unique()
    of_sure = (
        people["sure"]
        .select("cluster")
        .join(parents, on="cluster", how="left", maintain_order="left")
    )
    records = profiles(lines, "record_id", fields).join(
        lines.select(of_list="list", cluster="record_id"), on="cluster"
    )
    return _Gathered(
        people=people,
        of_sure=of_sure["of"],
        numbers=_number_only(lines, fields),
        records=records,
    )


def _count(gathered: _Gathered, scope: Scope) -> Documented:
    people, numbers = gathered.people, gathered.numbers
    inside = {label: membership(frame, scope) for label, frame in people.items()}
    certain = {label: (inside[label] == YES) & frame["standing"] for label, frame in people.items()}
    undisputed = people["possible"]["cluster"].filter(certain["possible"])
    parts = gathered.of_sure.filter(certain["sure"])
    minimum = parts.filter(parts.is_in(undisputed.implode())).n_unique()
    state = membership(numbers, scope)
    counted = numbers.filter((state == YES) & numbers["standing"] & numbers["_where"].is_not_null())
    least = int(counted.group_by("_day", "_where").agg(pl.col("beyond").max())["beyond"].sum())
    most = int(numbers.filter(state >= MAYBE)["most"].sum())
    listed = gathered.records.filter(membership(gathered.records, scope) >= MAYBE)
    per_list: Iterable[tuple[str, int]] = (
        listed.group_by("of_list").len().sort("of_list").iter_rows()
    )
    return Documented(
        minimum=minimum + least,
        linked=int(certain["linked"].sum()) + least,
        maximum=int((inside["sure"] >= MAYBE).sum()) + most,
        records=dict(per_list),
    )


def _number_only(lines: pl.DataFrame, fields: frozenset[str]) -> pl.DataFrame:
    """The number-only records: how many each can add, and how many it adds in any case."""
    silent_ones = lines.filter(~pl.col("named"))
    gathered = profiles(silent_ones, "record_id", fields | {"governorate"})
    where = pl.col("governorate").list
    placed = gathered.join(
        silent_ones.select(
            cluster="record_id",
            low=pl.col("number_low").fill_null(0),
            most=pl.max_horizontal(pl.col("number_high"), pl.col("number_low")).fill_null(0),
        ),
        on="cluster",
    ).with_columns(
        _day=pl.when(pl.col("death_low") == pl.col("death_high")).then("death_low"),
        _where=pl.when((where.len() == 1) & ~where.first().str.starts_with("~")).then(
            where.first()
        ),
    )
    days = placed.select("_day", "_where").drop_nulls().unique()
    known = may_have_died(lines.filter("named"), days)
    return (
        placed.join(known, on=["_day", "_where"], how="left")
        .with_columns(_where=pl.when(pl.col("_day").is_not_null()).then("_where"))
        .with_columns(beyond=(pl.col("low") - pl.col("known").fill_null(0)).clip(lower_bound=0))
    )
