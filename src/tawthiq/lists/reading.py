"""Read a file that holds a list: what it is, where its table begins, and every cell as written.

Nothing is interpreted here: "12", "١٢" and "=2+3" are texts. What cannot be a row of the table is
set aside with its line and reason; the whole file is kept in the vault besides.
"""

import hashlib
import json
from pathlib import Path

import polars as pl

from tawthiq.errors import ListFormatError
from tawthiq.lists.decoding import DAMAGE, decode_table
from tawthiq.lists.header import find_header, name_columns
from tawthiq.lists.model import ROW, SET_ASIDE_SCHEMA, RawRows, RawTable
from tawthiq.lists.reasons import reason
from tawthiq.lists.text_tables import damaged, split_rows, tell_delimiter
from tawthiq.lists.workbooks import read_sheet

MAX_FILE = 500_000_000  # bytes
MAX_CELL = 32_767  # characters: what a spreadsheet cell can hold
MAX_COLUMNS = 1_000
_READ = "A list can be a CSV or TSV file, an XLSX or an ODS workbook."

_KINDS = (
    (b"%PDF", "a PDF file. Take its tables out with a PDF program and save them as CSV"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel file (.xls) or a locked workbook. Save it as .xlsx, without a password, "
        "or as CSV",
    ),
    (b"{\\rtf", "a text document (RTF). Save its table as CSV"),
    (b"\x89PNG", "a picture. Its text has to be typed or recognised first"),
    (b"\xff\xd8\xff", "a picture. Its text has to be typed or recognised first"),
    (b"\x1f\x8b", "a packed file (gzip). Unpack it and import the file in it"),
    (b"7z\xbc\xaf", "a packed file (7z). Unpack it and import the file in it"),
    (b"Rar!", "a packed file (RAR). Unpack it and import the file in it"),
    (b"PAR1", "a Parquet file. Save it as CSV"),
    (b"SQLite format 3", "a database. Export its table as CSV"),
)


def read_table(
    path: Path | str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> RawTable:
    """Read a list from a CSV, TSV, XLSX or ODS file, told by its content and not by its name.

    Args:
        path: the file.
        sheet: the sheet of a workbook; None takes the visible one with most rows.
        encoding: of a text table; None tells it from the bytes (UTF-8, UTF-16, Windows-1256).
        delimiter: of a text table; None tells it from the first rows.

    Returns:
        Every cell as text as written, with its line or row in the file, and the rows set aside.

    Raises:
        ListFormatError: the file is missing, empty, of another type, unsafe, in another encoding
            than said, or has no header, two columns of one name, or no rows.
    """
    return read_content(
        read_bytes(Path(path)), Path(path).name, sheet=sheet, encoding=encoding, delimiter=delimiter
    )


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, with errors a user can mend."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise ListFormatError(
                f"{path}: the file has {size / 1e6:,.0f} MB; a list may have "
                f"{MAX_FILE // 1_000_000} MB. Split it into several."
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ListFormatError(f"{path}: there is no such file.") from error
    except OSError as error:
        raise ListFormatError(f"{path}: the file cannot be read ({error.strerror}).") from error


def read_content(
    content: bytes,
    where: str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> RawTable:
    """The same as `read_table`, for bytes already in hand; `where` names them in messages."""
    found = read_rows(content, where, sheet=sheet, encoding=encoding, delimiter=delimiter)
    return _table(where, found, document=hashlib.sha256(content).hexdigest())


def read_rows(
    content: bytes,
    where: str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> RawRows:
    """The rows of a file, before any of them is taken for a header.

    Args:
        content: the file.
        where: how to name it in messages.
        sheet: as in `read_table`; so are encoding and delimiter.

    Raises:
        ListFormatError: as `read_table`, except for what a header may lack.
    """
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise ListFormatError(f"{where}: the file is empty.")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if encoding is not None or delimiter is not None:
            raise ListFormatError(
                f"{where}: this is a workbook; encoding and delimiter are for text tables. "
                "Leave them out."
            )
        kind, sheet, numbers, rows, notes = read_sheet(content, where, sheet)
        return RawRows(kind=kind, rows=rows, numbers=numbers, sheet=sheet, notes=tuple(notes))
    _refuse_other_types(content, where)
    if sheet is not None:
        raise ListFormatError(f"{where}: this is a text table; it has no sheet {sheet!r}.")
    text, encoding = decode_table(content, where, encoding)
    table, skipped = text, 0
    if text[:4].lower() == "sep=":  # A spreadsheet program wrote the delimiter on the first line.
        line, _, table = text.partition("\n")
        delimiter = delimiter or line[4:].strip("\r") or None
        skipped = 1
    if delimiter is None:
        delimiter = tell_delimiter(table)
    split = split_rows(table, delimiter, where)
    return RawRows(
        kind="csv",
        rows=split.rows,
        numbers=[number + skipped for number in split.numbers],
        broken=[(number + skipped, reason, cells) for number, reason, cells in split.broken],
        text=text,
        encoding=encoding,
        delimiter=delimiter,
    )


def _refuse_other_types(content: bytes, where: str) -> None:
    for magic, what in _KINDS:
        if content.startswith(magic):
            raise ListFormatError(f"{where}: this is {what}. {_READ}")
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<body")):
        raise ListFormatError(
            f"{where}: this is a web page or XML, whatever its name says. Open it in a spreadsheet "
            f"program and save it as .xlsx or CSV. {_READ}"
        )
    if start.startswith((b"{", b"[{")):
        raise ListFormatError(f"{where}: this is JSON. Save it as CSV. {_READ}")


def _table(where: str, found: RawRows, *, document: str) -> RawTable:
    rows, numbers, notes = found.rows, found.numbers, list(found.notes)
    encoding = found.encoding
    filled = [index for index, row in enumerate(rows) if any(map(str.strip, row))]
    if len(filled) < len(rows):
        numbers = [numbers[index] for index in filled]
        rows = [rows[index] for index in filled]
    if not rows:
        raise ListFormatError(f"{where}: the file holds no row that can be read.")
    at = find_header(rows, numbers, where)
    header, header_row = rows[at], numbers[at]
    if any(damaged(cell) for cell in header):
        raise ListFormatError(
            f"{where}, row {header_row}: the header holds bytes that are not {encoding}. Say which "
            "encoding the file has, or mend the header."
        )
    if at:
        notes.append(f"{at} rows above the header were taken as titles")
    body, body_numbers = rows[at + 1 :], numbers[at + 1 :]
    width = len(header)
    if found.text is None:  # a sheet: its rows end where their cells do
        width = max([width, *map(len, body)])
        header = header + [""] * (width - len(header))
        body = [row if len(row) == width else row + [""] * (width - len(row)) for row in body]
    used = [bool(cell.strip()) for cell in header]
    for index, named in enumerate(used):
        if not named:
            used[index] = any(len(row) > index and row[index].strip() for row in body)
    columns = name_columns(header, used, where, header_row)
    if sum(name is not None for name in columns) > MAX_COLUMNS:
        raise ListFormatError(
            f"{where}: the table has {len(columns):,} columns; a list may have {MAX_COLUMNS:,}."
        )
    good, good_numbers, aside = _sort_out(body, body_numbers, header, width)
    if not good and not aside and not found.broken:
        raise ListFormatError(
            f"{where}: there is a header in row {header_row}, and no row below it."
        )
    _refuse_mostly_damaged(aside, len(body), where, encoding)
    aside = sorted([*found.broken, *aside], key=lambda row: row[0])
    return RawTable(
        name=where,
        document=document,
        kind=found.kind,
        rows=_frame(columns, good, good_numbers),
        set_aside=pl.DataFrame(
            [
                (number, reason, json.dumps([_shown(c) for c in cells], ensure_ascii=False))
                for number, reason, cells in aside
            ],
            schema=SET_ASIDE_SCHEMA,
            orient="row",
        ),
        header_row=header_row,
        encoding=encoding,
        delimiter=found.delimiter,
        sheet=found.sheet,
        notes=tuple(notes),
    )


def _frame(columns: list[str | None], rows: list[list[str]], numbers: list[int]) -> pl.DataFrame:
    by_column = zip(*rows, strict=True) if rows else iter([()] * len(columns))
    series = [pl.Series(ROW, numbers, dtype=pl.Int64)]
    for name, cells in zip(columns, by_column, strict=True):
        if name is not None:
            series.append(pl.Series(name, cells, dtype=pl.String))
    return pl.DataFrame(series).with_columns(
        pl.when(pl.col(pl.String) != "").then(pl.col(pl.String))
    )


def _sort_out(
    body: list[list[str]], numbers: list[int], header: list[str], width: int
) -> tuple[list[list[str]], list[int], list[tuple[int, str, list[str]]]]:
    """Part the rows that fit the header from those that are set aside, with the reason."""
    good: list[list[str]] = []
    good_numbers: list[int] = []
    aside: list[tuple[int, str, list[str]]] = []
    for number, row in zip(numbers, body, strict=True):
        why = _reason(row, header, width)
        if why is None:
            good.append(row)
            good_numbers.append(number)
        else:
            aside.append((number, why, row))
    return good, good_numbers, aside


def _reason(row: list[str], header: list[str], width: int) -> str | None:
    if len(row) != width:
        return reason("cells", cells=len(row), header=width)
    whole = "".join(row)
    if damaged(whole):
        return reason("damaged")
    if len(whole) > MAX_CELL and max(map(len, row)) > MAX_CELL:
        return reason("long_cell", most=f"{MAX_CELL:,}")
    if row == header:
        return reason("header_again")
    return None


def _refuse_mostly_damaged(
    aside: list[tuple[int, str, list[str]]], total: int, where: str, encoding: str | None
) -> None:
    bad = sum(1 for _, reason, _ in aside if "decoded" in reason)
    if bad > max(0.25 * total, 1):
        raise ListFormatError(
            f"{where}: {bad:,} of {total:,} rows are not valid {encoding}. Name the encoding the "
            "file really has (for Arabic often windows-1256), or save it as UTF-8."
        )


def _shown(cell: str) -> str:
    return cell.replace(DAMAGE, "")
