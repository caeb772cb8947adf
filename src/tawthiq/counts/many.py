"""The documented range of many scopes at once: what the records say is gathered only once.

Each answer is that of `count` for the scope alone, to the person; only the totals, no cells.
Thousands of scopes share few conditions, so each condition is held against each frame of profiles
once; after that a scope is the least of a few arrays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tawthiq.counts.counting import may_have_died
from tawthiq.counts.membership import MAYBE, NO, YES, asked_about, check_scope, membership
from tawthiq.counts.profiles import EARLIEST, LATEST, profiles
from tawthiq.progress import Progress, silent
from tawthiq.register import Condition, Scope

_PARTITIONS = ("sure", "linked", "possible")
_TOLD = 256  # scopes between two words to whoever waits
_EPOCH = date(1970, 1, 1).toordinal()  # from which polars numbers days
States = NDArray[np.int8]


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
        progress: told now and then.

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
        if at % _TOLD == 0:
            progress("counting", at, len(wanted))
        found[scope] = _count(gathered, scope)
    progress("counting", len(wanted), len(wanted))
    return found


@dataclass(frozen=True, slots=True)
class _Frame:
    """Profiles of clusters or records, and what each condition makes of them."""

    profiles: pl.DataFrame
    low: NDArray[np.int64]  # days of death as ordinals, both 0 where nobody says
    high: NDArray[np.int64]
    known: NDArray[np.bool_]
    standing: NDArray[np.bool_]
    states: dict[Condition, States] = field(default_factory=dict)

    def inside(self, scope: Scope) -> States:
        """NO, MAYBE or YES for each row: the least that any condition gives."""
        state = self._within(scope)
        for condition in scope.conditions:
            if condition not in self.states:
                held = membership(self.profiles, Scope(conditions=(condition,)))
                self.states[condition] = held.to_numpy().astype(np.int8)
            state = np.minimum(state, self.states[condition])
        return state

    def _within(self, scope: Scope) -> States:
        if scope.start is None and scope.stop is None:
            return np.full(len(self.low), YES, dtype=np.int8)
        start = (scope.start or EARLIEST).toordinal()
        stop = (scope.stop or LATEST).toordinal()
        state = np.full(len(self.low), MAYBE, dtype=np.int8)
        state[self.known & (self.low >= start) & (self.high <= stop)] = YES
        state[self.known & ((self.high < start) | (self.low > stop))] = NO
        return state


def _frame(gathered: pl.DataFrame) -> _Frame:
    days = gathered.select(
        (pl.col(name).dt.epoch("d") + _EPOCH).fill_null(0).cast(pl.Int64)
        for name in ("death_low", "death_high")
    )
    return _Frame(
        profiles=gathered,
        low=days["death_low"].to_numpy(),
        high=days["death_high"].to_numpy(),
        known=gathered["death_low"].is_not_null().to_numpy(),
        standing=gathered["standing"].to_numpy(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    """What the records say, by every clustering and each alone."""

    people: Mapping[str, _Frame]  # partition → profiles of its clusters
    of_sure: NDArray[np.int64]  # for each row of `sure`, the row of `possible` it lies in
    numbers: _Frame  # number-only records
    most: NDArray[np.int64]  # how many people each of these can add
    beyond: NDArray[np.int64]  # how many it adds in any case, if it is certainly in the scope
    day_and_place: NDArray[np.int64]  # which of them speak of one day and place; -1: not known
    records: _Frame
    of_list: NDArray[np.int64]  # for each record, which of `lists`
    lists: tuple[str, ...]


def _gather(lines: pl.DataFrame, fields: frozenset[str]) -> _Gathered:
    named = lines.filter(pl.col("named"))
    people = {label: profiles(named, label, fields) for label in _PARTITIONS}
    rows = people["possible"].select("cluster").with_row_index("row")
    parents = named.select(cluster="sure", possible="possible").unique()
    of_sure = (
        people["sure"]
        .select("cluster")
        .join(parents, on="cluster", how="left", maintain_order="left")
        .join(rows, left_on="possible", right_on="cluster", how="left", maintain_order="left")
    )
    numbers = _number_only(lines, fields)
    records = profiles(lines, "record_id", fields).join(
        lines.select(of_list="list", cluster="record_id"),
        on="cluster",
        how="left",
        maintain_order="left",
    )
    names = sorted(set(records["of_list"]))
    numbered = {name: at for at, name in enumerate(names)}
    return _Gathered(
        people={label: _frame(frame) for label, frame in people.items()},
        of_sure=of_sure["row"].cast(pl.Int64).to_numpy(),
        numbers=_frame(numbers),
        most=numbers["most"].to_numpy(),
        beyond=numbers["beyond"].to_numpy(),
        day_and_place=numbers["day_and_place"].to_numpy(),
        records=_frame(records),
        of_list=np.array([numbered[name] for name in records["of_list"]], dtype=np.int64),
        lists=tuple(names),
    )


def _count(gathered: _Gathered, scope: Scope) -> Documented:
    inside = {label: frame.inside(scope) for label, frame in gathered.people.items()}
    certain = {
        label: (inside[label] == YES) & frame.standing for label, frame in gathered.people.items()
    }
    # Each cluster of `possible` that nobody disputes and that has a certain part is one person.
    parts = gathered.of_sure[certain["sure"]]
    undisputed = np.zeros(len(certain["possible"]), dtype=np.bool_)
    undisputed[parts] = True
    minimum = int((undisputed & certain["possible"]).sum())
    numbers = gathered.numbers.inside(scope)
    least = _least(gathered, (numbers == YES) & gathered.numbers.standing)
    listed = gathered.of_list[gathered.records.inside(scope) >= MAYBE]
    per_list = np.bincount(listed, minlength=len(gathered.lists))
    return Documented(
        minimum=minimum + least,
        linked=int(certain["linked"].sum()) + least,
        maximum=int((inside["sure"] >= MAYBE).sum()) + int(gathered.most[numbers >= MAYBE].sum()),
        records={
            name: int(records)
            for name, records in zip(gathered.lists, per_list, strict=True)
            if records
        },
    )


def _least(gathered: _Gathered, counted: NDArray[np.bool_]) -> int:
    """What number-only records add in any case: of one day and place only the largest number."""
    counted = counted & (gathered.day_and_place >= 0)
    if not counted.any():
        return 0
    largest = np.zeros(int(gathered.day_and_place.max()) + 1, dtype=np.int64)
    np.maximum.at(largest, gathered.day_and_place[counted], gathered.beyond[counted])
    return int(largest.sum())


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
        how="left",
        maintain_order="left",
    ).with_columns(
        _day=pl.when(pl.col("death_low") == pl.col("death_high")).then("death_low"),
        _where=pl.when((where.len() == 1) & ~where.first().str.starts_with("~")).then(
            where.first()
        ),
    )
    days = placed.select("_day", "_where").drop_nulls().unique()
    known = may_have_died(lines.filter("named"), days).with_row_index("_at")
    return placed.join(
        known, on=["_day", "_where"], how="left", maintain_order="left"
    ).with_columns(
        beyond=(pl.col("low") - pl.col("known").fill_null(0)).clip(lower_bound=0).cast(pl.Int64),
        most=pl.col("most").cast(pl.Int64),
        day_and_place=pl.col("_at").cast(pl.Int64).fill_null(-1),
    )
