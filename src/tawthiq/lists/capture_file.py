"""Read a capture table from a file: CSV, Parquet, or a workbook, told by its content.

One 0/1 column for each list and, where wanted, a `count`. Another column may name strata. Messages
name the file, the row as the file numbers it (its first is the head), and the column.
"""

import hashlib
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from tawthiq.errors import EstimateError
from tawthiq.estimates.model import CaptureTable
from tawthiq.estimates.tables import COUNT, Where, checked_table
from tawthiq.lists.decoding import decode_table
from tawthiq.lists.reading import read_bytes
from tawthiq.lists.text_tables import split_rows, tell_delimiter
from tawthiq.lists.workbooks import read_sheet

MOST_STRATA = 1_000
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_WORDS = {"true": 1.0, "false": 0.0}
_SHOWN = 40  # letters of a cell in a message


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaptureFile:
    """A capture table, and where it is from."""

    name: str
    sha256: str  # of the file
    table: CaptureTable
    by: str | None = None  # the column that names the strata
    strata: dict[str, CaptureTable] = field(default_factory=dict)  # in the order of their names
    unknown: CaptureTable | None = None  # people whose stratum the table leaves empty


def read_capture_file(path: Path | str, *, by: str | None = None) -> CaptureFile:
    """Read a table of people by lists.

    Args:
        path: a CSV or TSV file, a Parquet file, or an XLSX or ODS workbook.
        by: a column that is no list and names each row's stratum; an empty cell: not recorded.

    Returns:
        The table of all rows, that of each stratum, and that of people whose stratum is empty.

    Raises:
        EstimateError: a cell, row or column that no capture table can have; no column `by`.
        ListFormatError: the file cannot be read as a table.
    """
    path = Path(path)
    content = read_bytes(path)
    frame, numbers = (
        _parquet(content, path) if content.startswith(b"PAR1") else _cells(content, path)
    )
    where = Where(table=str(path), rows=numbers)
    strata = None
    if by is not None:
        strata = _names(frame, by, where)
        frame = frame.drop(by)
    if not set(frame.columns) - {COUNT}:
        raise EstimateError(f"{path}: no list; give one 0/1 column for each list.")
    frame = frame.with_columns(
        _numbers(frame[name], where) for name in frame.columns if frame[name].dtype == pl.String
    )
    table = checked_table(frame, where)
    parts: dict[str, CaptureTable] = {}
    for name in sorted(set(strata or ())):
        kept = [at for at, one in enumerate(strata or ()) if one == name]
        part = frame[kept]
        # A stratum without people has no table; it is no part of the sum either.
        if COUNT not in part.columns or part[COUNT].sum() > 0:
            parts[name] = checked_table(part, where)
    unknown = parts.pop("", None)
    return CaptureFile(
        name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        table=table,
        by=by,
        strata=parts,
        unknown=unknown,
    )


def _parquet(content: bytes, path: Path) -> tuple[pl.DataFrame, Sequence[int]]:
    try:
        frame = pl.read_parquet(io.BytesIO(content))
    except pl.exceptions.PolarsError as error:
        raise EstimateError(
            f"{path}: this Parquet file cannot be read ({error}). Write it anew, or as CSV."
        ) from error
    if frame.is_empty():
        raise EstimateError(f"{path}: no rows; give one row for each pattern or person.")
    # Rows of Parquet have no numbers of their own: they are counted from 1, without a head.
    return frame, range(1, frame.height + 1)


def _cells(content: bytes, path: Path) -> tuple[pl.DataFrame, Sequence[int]]:
    """Text cells of a CSV file or a workbook, and the number of each row in the file."""
    if content.startswith(b"PK\x03\x04"):
        _, _, numbers, rows, _ = read_sheet(content, str(path), None)
    else:
        text, _ = decode_table(content, str(path), None)
        split = split_rows(text, tell_delimiter(text), str(path))
        if split.broken:
            line, reason, _ = split.broken[0]
            raise EstimateError(f"{path}, row {line}: {reason}.")
        numbers, rows = split.numbers, split.rows
    filled = [
        (number, [cell.strip() for cell in row])
        for number, row in zip(numbers, rows, strict=True)
        if any(cell.strip() for cell in row)
    ]
    if not filled:
        raise EstimateError(f"{path}: empty; give one 0/1 column for each list, under a head.")
    head = filled[0][1]
    while head and not head[-1]:
        head = head[:-1]
    _check_head(head, filled[0][0], path)
    columns: list[list[str]] = [[] for _ in head]
    for number, row in filled[1:]:
        if any(row[len(head) :]):
            raise EstimateError(
                f"{path}, row {number}: {len(row)} cells under a head of {len(head)}. "
                "Mend the row, or name its column in the first row."
            )
        for column, cell in zip(columns, row + [""] * (len(head) - len(row)), strict=False):
            column.append(cell)
    frame = pl.DataFrame(
        [pl.Series(name, cells, dtype=pl.String) for name, cells in zip(head, columns, strict=True)]
    )
    if frame.is_empty():
        raise EstimateError(
            f"{path}: no rows under the head; give one row for each pattern or person."
        )
    return frame, [number for number, _ in filled[1:]]


def _check_head(head: Sequence[str], row: int, path: Path) -> None:
    for at, name in enumerate(head, start=1):
        if not name:
            raise EstimateError(
                f"{path}, row {row}: column {at} has no name. Write the name of its list above it."
            )
    if all(_NUMBER.fullmatch(name) for name in head):
        raise EstimateError(
            f"{path}, row {row}: only numbers where the names of the lists should stand. "
            "Write a first row with the name of each list."
        )
    twice = [name for name, times in Counter(head).items() if times > 1]
    if twice:
        raise EstimateError(
            f"{path}, row {row}: two columns are called {twice[0]!r}. Rename one of them."
        )


def _numbers(column: pl.Series, where: Where) -> pl.Series:
    """Cells of text as numbers; an empty one is a gap."""
    expected = "a whole number of people" if column.name == COUNT else "1 (on the list) or 0"
    found: list[float | None] = []
    for at, cell in enumerate(column):
        text = (cell or "").strip()
        if not text:
            found.append(None)
        elif text.lower() in _WORDS and column.name != COUNT:
            found.append(_WORDS[text.lower()])
        elif _NUMBER.fullmatch(text):
            found.append(float(text))
        else:
            shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            raise EstimateError(
                f"{where.cell(column.name, at)}: {shown!r}; expected {expected}. Leave out columns "
                "that are not lists; one that names strata goes with --by."
            )
    return pl.Series(column.name, found, dtype=pl.Float64)


def _names(frame: pl.DataFrame, by: str, where: Where) -> list[str]:
    """The stratum of each row; "" where it is not recorded."""
    if by == COUNT:
        raise EstimateError(
            "--by count: the count is how many people a row stands for, no stratum."
        )
    if by not in frame.columns:
        known = ", ".join(repr(name) for name in frame.columns)
        raise EstimateError(f"{where.table}: there is no column {by!r} to go by; it has {known}.")
    names = ["" if value is None else str(value).strip() for value in frame[by].to_list()]
    if not any(names):
        raise EstimateError(
            f"{where.table}, column {by!r}: empty in every row. Write the stratum of rows that "
            "have one."
        )
    if len(set(names)) > MOST_STRATA:
        raise EstimateError(
            f"{where.table}, column {by!r}: {len(set(names)):,} strata; at most {MOST_STRATA:,}. "
            "Is it a column of names? Join strata that are alike."
        )
    return names
