"""Read a sheet of a workbook (XLSX or ODS) as text cells with their row numbers."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from tawthiq.errors import ListFormatError
from tawthiq.lists.archives import check_workbook


def read_sheet(
    content: bytes, where: str, sheet: str | None
) -> tuple[str, str, list[int], list[list[str]], list[str]]:
    """Read the sheet that holds the list.

    Args:
        content: the workbook.
        where: how to name the file in a message.
        sheet: the name of a sheet; None takes the one with most rows.

    Returns:
        Kind ("xlsx", "ods"), name of the sheet, row numbers from 1, rows of cells as text (dates
        as ISO 8601, whole numbers without a decimal point), and notes.

    Raises:
        ListFormatError: the workbook is refused, damaged or locked, or has no such sheet.
    """
    kind = check_workbook(content, where)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise ListFormatError(f"{where}: this workbook is locked with a password.") from error
    except (CalamineError, OSError) as error:
        raise ListFormatError(
            f"{where}: this workbook cannot be read ({error}). Open it in a spreadsheet program "
            "and save it anew, or as CSV."
        ) from error
    hidden = {m.name for m in workbook.sheets_metadata if m.visible != SheetVisibleEnum.Visible}
    names = [m.name for m in workbook.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    if sheet is not None and sheet not in names:
        known = ", ".join(repr(name) for name in names)
        raise ListFormatError(
            f"{where}: there is no sheet {sheet!r} in this workbook; it has {known}."
        )
    sheets = {name: _open(workbook, name, where) for name in (names if sheet is None else [sheet])}
    if not sheets:
        raise ListFormatError(f"{where}: there is no sheet of cells in this workbook.")
    # A hidden sheet is rarely the list: it is taken only when named, or when there is no other.
    chosen = max(sheets, key=lambda name: (name not in hidden, sheets[name].height))
    notes: list[str] = []
    others = [name for name in names if name != chosen]
    if others:
        listed = ", ".join(
            f"{name!r} (hidden)" if name in hidden else repr(name) for name in others
        )
        notes.append(f"read the sheet {chosen!r}; not read: {listed}")
    if chosen in hidden:
        notes.append(f"the sheet {chosen!r} is hidden")
    numbers, rows = _cells(sheets[chosen])
    merged = _spread_merged(sheets[chosen], numbers, rows, where)
    if merged:
        notes.append(f"{merged} merged cells: the value of each stands in every row it spans")
    return kind, chosen, numbers, rows, notes


def _open(workbook: CalamineWorkbook, name: str, where: str) -> CalamineSheet:
    try:
        return workbook.get_sheet_by_name(name)
    except (CalamineError, OSError) as error:
        raise ListFormatError(
            f"{where}: the sheet {name!r} cannot be read ({error}). Open the workbook in a "
            "spreadsheet program and save it anew, or as CSV."
        ) from error


def _cells(sheet: CalamineSheet) -> tuple[list[int], list[list[str]]]:
    numbers: list[int] = []
    rows: list[list[str]] = []
    left = sheet.start[1] if sheet.start else 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [cell if type(cell) is str else _as_text(cell) for cell in row]
        if any(cells):
            numbers.append(number)
            rows.append([""] * left + cells)
    return numbers, rows


def _as_text(value: Any) -> str:
    """A cell as a person would read it."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            whole_day = value.time() == time()
            return value.date().isoformat() if whole_day else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(value)


def _spread_merged(
    sheet: CalamineSheet, numbers: list[int], rows: list[list[str]], where: str
) -> int:
    """Write the value of a cell merged over several rows into each of them.

    A governorate written once beside ten names stands for all ten; left as it is, nine rows would
    lose it. Merging over columns alone (a title) changes nothing.
    """
    merged = 0
    written = 0
    at = {number: index for index, number in enumerate(numbers)}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        first = at.get(top + 1)
        if first is None or bottom == top or right != left or left >= len(rows[first]):
            continue
        value = rows[first][left]
        if not value:
            continue
        merged += 1
        for number in range(top + 2, min(bottom + 1, numbers[-1]) + 1):
            written += 1
            index = at.get(number)
            if index is not None:
                rows[index][left] = value
        if written > 10 * numbers[-1] * max(len(rows[first]), 1):
            raise ListFormatError(
                f"{where}: the merged cells of this sheet overlap. Open it in a spreadsheet "
                "program, undo the merging, and save it anew."
            )
    return merged
