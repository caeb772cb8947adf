"""Read capture tables: check every cell, name the one that is wrong, sum equal patterns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tawthiq.errors import EstimateError
from tawthiq.estimates.model import CaptureTable

MAX_LISTS = 30
MAX_PEOPLE = 10**12
COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """How a message names the table and its rows."""

    table: str = "capture table"
    rows: Sequence[int] | None = None  # numbers of the rows; None: from 1

    def row(self, at: int) -> int:
        """The number of the row at a position."""
        return at + 1 if self.rows is None else self.rows[at]

    def cell(self, column: str, at: int) -> str:
        """Row and column at a position."""
        return f"{self.table}, column {column!r}, row {self.row(at)}"


def capture_table(table: object) -> CaptureTable:
    """Check a table with one 0/1 column for each list and, where wanted, a `count`.

    Args:
        table: a Polars frame, a mapping of columns, or anything Polars makes a frame of (pandas,
            Arrow, whatever offers `__arrow_c_stream__`). Without a `count` column each row is
            one person. Rows of one pattern are summed; rows that count 0 people are left out.

    Returns:
        The table with the lists in the order given and the patterns in the order first met.

    Raises:
        EstimateError: naming row (from 1) and column: a cell that is not 0 or 1, a count that is
            negative, fractional, missing or no number, a row on no list, more than 30 lists, no
            list, no row.
    """
    return checked_table(_frame(table), Where())


def checked_table(frame: pl.DataFrame, where: Where) -> CaptureTable:
    """See `capture_table`; messages name the table and its rows as `where` does."""
    lists = tuple(name for name in frame.columns if name != COUNT)
    if not lists:
        raise EstimateError(f"{where.table}: no list; give one 0/1 column for each list.")
    if len(lists) > MAX_LISTS:
        raise EstimateError(
            f"{where.table}: {len(lists)} lists; at most {MAX_LISTS}. "
            "Join lists that share an origin, or keep those that cover the scope."
        )
    if frame.is_empty():
        raise EstimateError(f"{where.table}: no rows; give one row for each pattern or person.")
    seen = np.column_stack([_zero_one(frame[name], where) for name in lists])
    if COUNT in frame.columns:
        counts = _people(frame[COUNT], where)
    else:
        counts = np.ones(frame.height, dtype=np.int64)
    kept = counts > 0
    on_none = np.flatnonzero((seen.sum(axis=1) == 0) & kept)
    if on_none.size:
        raise EstimateError(
            f"{where.table}, row {where.row(int(on_none[0]))}: 0 in every column; a person on no "
            "list cannot be in a table of lists. Remove the row: how many there are is what is "
            "estimated."
        )
    if not kept.any():
        raise EstimateError(f"{where.table}, column 'count': every row counts 0 people.")
    if float(counts.sum(dtype=np.float64)) > MAX_PEOPLE:
        raise EstimateError(f"{where.table}, column 'count': more than {MAX_PEOPLE:,} people.")
    unique, first, inverse = np.unique(seen[kept], axis=0, return_index=True, return_inverse=True)
    summed = np.zeros(len(unique), dtype=np.int64)
    np.add.at(summed, inverse.reshape(-1), counts[kept])
    met = np.argsort(first)
    return CaptureTable(lists=lists, patterns=unique[met], counts=summed[met])


def canonical(table: CaptureTable) -> tuple[CaptureTable, tuple[str, ...]]:
    """Drop lists nobody is on; put lists and patterns in an order that the input cannot change.

    Returns:
        The table with lists sorted by name and patterns by their bits, and the lists dropped.
    """
    used = np.asarray((table.patterns > 0).any(axis=0))
    dropped = tuple(name for name, has in zip(table.lists, used.tolist(), strict=True) if not has)
    order = sorted(np.flatnonzero(used), key=lambda column: table.lists[column])
    patterns = table.patterns[:, order]
    rows = np.lexsort(patterns.T[::-1]) if order else np.arange(len(patterns))
    return (
        CaptureTable(
            lists=tuple(table.lists[column] for column in order),
            patterns=np.ascontiguousarray(patterns[rows]),
            counts=table.counts[rows],
        ),
        dropped,
    )


def joined_tables(tables: Sequence[CaptureTable]) -> CaptureTable:
    """The people of several tables in one: a list that one table lacks holds none of its people."""
    lists = tuple(sorted({name for one in tables for name in one.lists}))
    patterns = []
    for one in tables:
        rows = np.zeros((len(one.counts), len(lists)), dtype=np.uint8)
        rows[:, [lists.index(name) for name in one.lists]] = one.patterns
        patterns.append(rows)
    unique, inverse = np.unique(np.concatenate(patterns), axis=0, return_inverse=True)
    counts = np.zeros(len(unique), dtype=np.int64)
    np.add.at(counts, inverse.reshape(-1), np.concatenate([one.counts for one in tables]))
    return CaptureTable(lists=lists, patterns=unique, counts=counts)


def side_by_side(
    tables: Sequence[CaptureTable],
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Tables of the same lists, in the same order, over the patterns of all.

    Returns:
        The patterns, (n_patterns, n_lists), and the people of each table, (n_tables, n_patterns).
    """
    if len(tables) == 1:
        return tables[0].patterns, tables[0].counts[None].astype(np.float64)
    sizes = [len(one.counts) for one in tables]
    patterns, place = np.unique(
        np.concatenate([one.patterns for one in tables]), axis=0, return_inverse=True
    )
    counts = np.zeros((len(tables), len(patterns)))
    of_table = np.repeat(np.arange(len(tables)), sizes)
    counts[of_table, place.reshape(-1)] = np.concatenate([one.counts for one in tables])
    return patterns, counts


def _frame(table: object) -> pl.DataFrame:
    if isinstance(table, pl.DataFrame):
        return table
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    try:
        if isinstance(table, Mapping):
            return pl.DataFrame({str(name): values for name, values in table.items()}, strict=False)
        made: Any = pl.DataFrame(table)  # type: ignore[arg-type]
    except (TypeError, ValueError, pl.exceptions.PolarsError) as error:
        raise EstimateError(
            f"capture table: {type(table).__name__} cannot be read as a table ({error}). "
            "Give a Polars, pandas or Arrow table, or a mapping of equally long columns."
        ) from error
    return made  # type: ignore[no-any-return]


def _numbers(column: pl.Series, expected: str, where: Where) -> NDArray[np.float64]:
    """Give a column as numbers; refuse text, gaps and NaN by row."""
    if column.dtype == pl.Boolean:
        column = column.cast(pl.Int8)
    if not (column.dtype.is_numeric() or column.dtype == pl.Null):
        raise EstimateError(
            f"{where.cell(column.name, 0)}: {column[0]!r} ({column.dtype}); expected {expected}. "
            "Leave out columns that are not lists."
        )
    numbers = column.cast(pl.Float64).to_numpy()
    gaps = np.flatnonzero(column.is_null().to_numpy() | ~np.isfinite(numbers))
    if gaps.size:
        raise EstimateError(
            f"{where.cell(column.name, int(gaps[0]))}: {column[int(gaps[0])]}; "
            f"expected {expected}. A gap is not 0: fill it or remove the row."
        )
    return numbers


def _zero_one(column: pl.Series, where: Where) -> NDArray[np.uint8]:
    expected = "1 (on the list) or 0"
    numbers = _numbers(column, expected, where)
    wrong = np.flatnonzero((numbers != 0) & (numbers != 1))
    if wrong.size:
        raise EstimateError(
            f"{where.cell(column.name, int(wrong[0]))}: "
            f"{column[int(wrong[0])]}; expected {expected}."
        )
    return numbers.astype(np.uint8)


def _people(column: pl.Series, where: Where) -> NDArray[np.int64]:
    expected = "a whole number of people, 0 or more"
    numbers = _numbers(column, expected, where)
    wrong = np.flatnonzero((numbers < 0) | (numbers != np.floor(numbers)) | (numbers > MAX_PEOPLE))
    if wrong.size:
        raise EstimateError(
            f"{where.cell(column.name, int(wrong[0]))}: "
            f"{column[int(wrong[0])]}; expected {expected}, at most {MAX_PEOPLE:,}."
        )
    return numbers.astype(np.int64)
