"""Export a table: CSV and XLSX for people with a spreadsheet, Parquet and JSON for programs.

**Formulas of strangers.** A list may hold a cell such as `=HYPERLINK(…)`; exported as it is, a
spreadsheet would run it on the reader's machine. So in CSV and XLSX a text that begins, after any
white space, with `=`, `+`, `-`, `@` (or their full-width forms), tab or carriage return gets a
leading apostrophe; so does a text that has such a beginning behind apostrophes, which makes the
step reversible: `restore` takes exactly one away. Plain negative numbers (`-12.5`) are left alone.
All texts of a CSV are quoted, so that a spreadsheet that splits at `;` finds no new cell inside
one; XLSX cells are written as texts, never as formulas or links. Parquet and JSON carry every value
untouched. (OWASP, "CSV Injection".)

**CSV** is UTF-8 with a byte order mark, without which spreadsheets garble Arabic. An empty cell
without quotes is null; `""` is an empty text.
"""

import io
import json
import math
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from tawthiq.publish.files import write_atomically
from tawthiq.publish.model import ExportError

# The blank class also holds the marks that some spreadsheets drop before they look for a formula.
_BEGINS = r"[\s\x00\u{FEFF}\u{200B}-\u{200F}]*[\t\r\n=+\-@＝＋－＠]"
_FORMULA = rf"^'*{_BEGINS}"
_GUARDED = rf"^'+{_BEGINS}"
_NEGATIVE = r"^'*-[0-9]+(?:\.[0-9]+)?$"

_XLSX_ROWS = 1_048_576  # the header's included
_XLSX_TEXT = 32_767  # characters of one cell
_EXACT = 2**53  # a spreadsheet keeps whole numbers as floats
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets count a 29 February that never was


def guard(texts: pl.Expr) -> pl.Expr:
    """Put an apostrophe before every text that a spreadsheet might run."""
    risky = texts.str.contains(_FORMULA) & ~texts.str.contains(_NEGATIVE)
    return pl.when(~risky).then(texts).otherwise(pl.lit("'") + texts)


def restore(texts: pl.Expr) -> pl.Expr:
    """Undo `guard`: the texts as they were."""
    guarded = texts.str.contains(_GUARDED) & ~texts.str.contains(_NEGATIVE)
    return pl.when(~guarded).then(texts).otherwise(texts.str.slice(1))


def export_table(frame: pl.DataFrame, path: Path) -> None:
    """Write `frame` to `path`, in the format of its ending, whole or not at all.

    Args:
        frame: any table; lists and structs become JSON text in CSV and XLSX.
        path: ends in .csv, .parquet, .json, .jsonl or .xlsx.

    Raises:
        ExportError: another ending; too long for XLSX; the file cannot be written.
    """
    path = Path(path)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise ExportError(
            f"{path}: cannot export to {path.suffix or 'a file without ending'}. "
            f"Give the file one of these endings: {', '.join(_WRITERS)}."
        )
    write_atomically(path, lambda temporary: write(frame, temporary))


def _write_csv(frame: pl.DataFrame, path: Path) -> None:
    _flat(frame).write_csv(path, include_bom=True, quote_style="non_numeric")


def _write_parquet(frame: pl.DataFrame, path: Path) -> None:
    frame.write_parquet(path, compression="zstd")


def _write_jsonl(frame: pl.DataFrame, path: Path) -> None:
    frame.write_ndjson(path)


def _write_json(frame: pl.DataFrame, path: Path) -> None:
    frame.write_json(path)


def _write_xlsx(frame: pl.DataFrame, path: Path) -> None:
    if frame.height >= _XLSX_ROWS:
        raise ExportError(
            f"{frame.height:,} rows do not fit into a spreadsheet of {_XLSX_ROWS:,} rows. "
            "Export to .csv or .parquet instead."
        )
    flat = _flat(frame)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    # Made in memory first: a disk that fills up then fails one plain write, which leaves no trace.
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, options) as book:
        # The same table gives the same bytes, whenever it is exported.
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a constant
        sheet = book.add_worksheet("table")
        sheet.freeze_panes(1, 0)
        head = book.add_format({"bold": True})
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(flat.columns):
            sheet.write_string(0, column, name, head)
        for row, values in enumerate(flat.iter_rows(), start=1):
            for column, value in enumerate(values):
                _write_cell(sheet, row, column, value, days)
    path.write_bytes(made.getbuffer())


def _write_cell(sheet: Any, row: int, column: int, value: object, days: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and math.isfinite(value) and abs(value) <= _EXACT:
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= _FIRST_DAY:
        sheet.write_datetime(row, column, value, days)
    elif len(text := str(value)) > _XLSX_TEXT:
        raise ExportError(
            f"row {row}, column {column + 1}: {len(text):,} characters do not fit into a "
            f"spreadsheet cell of {_XLSX_TEXT:,}. Export to .csv or .parquet instead."
        )
    else:
        sheet.write_string(row, column, text)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Only numbers, booleans, dates and guarded texts."""
    columns = []
    for series in frame.iter_columns():
        kind = series.dtype
        if kind.is_nested():
            texts = [None if value is None else _json(value) for value in series.to_list()]
            flat = pl.Series(series.name, texts, dtype=pl.String)
        elif kind == pl.Binary:
            flat = series.bin.encode("hex")
        elif kind in (pl.Categorical, pl.Enum, pl.Null):
            flat = series.cast(pl.String)
        else:
            flat = series
        if flat.dtype == pl.String:
            flat = flat.to_frame().select(guard(pl.col(series.name))).to_series()
        columns.append(flat)
    names = pl.Series("name", frame.columns, dtype=pl.String)
    guarded = names.to_frame().select(guard(pl.col("name"))).to_series().to_list()
    return pl.DataFrame([column.alias(name) for column, name in zip(columns, guarded, strict=True)])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_json_leaf)


def _json_leaf(value: object) -> object:
    if isinstance(value, pl.Series):
        return value.to_list()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


_WRITERS: dict[str, Callable[[pl.DataFrame, Path], None]] = {
    ".csv": _write_csv,
    ".parquet": _write_parquet,
    ".json": _write_json,
    ".jsonl": _write_jsonl,
    ".xlsx": _write_xlsx,
}
