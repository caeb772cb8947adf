"""Split a file into rows, each with the characters it stands in: CSV, a workbook, JSON, JSON Lines.

Of a text file the text is the file itself, decoded. A workbook has no text: its rows are written
out below one another, a tab between cells.
"""

import io
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from tawthiq.errors import StatementError
from tawthiq.forms.headers import find_header
from tawthiq.forms.model import FileRows, Row, SetAside
from tawthiq.forms.values import is_text
from tawthiq.lists import RawRows, damaged, read_rows

MAX_FILE = 200_000_000  # bytes
MAX_COLUMNS = 1_000
_BREAKS = re.compile(r"[\t\r\n\u0085\u2028\u2029]+")
_BLANK = re.compile(r"\s*")


def rows_of(
    content: bytes,
    where: str,
    type_names: Iterable[str],
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> FileRows:
    """The rows of a file, told by its content and not by its name.

    Args:
        content: the file.
        where: how to name it in messages.
        type_names: whose fields its columns may be; the header is found by them.
        sheet: of a workbook; None takes the visible one with most rows.
        encoding: of a text table; None tells it from the bytes.
        delimiter: of a text table; None tells it from the first rows.

    Raises:
        StatementError: it is too large, or has no header, no row, or no JSON in it.
        ListFormatError: it is of another type, empty, damaged or in another encoding.
    """
    if len(content) > MAX_FILE:
        raise StatementError(
            f"{where}: the file has {len(content) / 1e6:,.0f} MB; a file of statements may have "
            f"{MAX_FILE // 1_000_000} MB. Split it into several."
        )
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return _json_rows(content, where)
    raw = read_rows(content, where, sheet=sheet, encoding=encoding, delimiter=delimiter)
    text, spans = _written_out(raw) if raw.text is None else (raw.text, _spans(raw, raw.text))
    at = find_header(raw.rows, type_names)
    if at is None:
        raise StatementError(
            f"{where}: no row names columns that are known. The first row says what each column "
            "holds; `tawthiq template TYPE` makes one."
        )
    return _below(raw, at, text, spans, where)


def _below(raw: RawRows, at: int, text: str, spans: list[tuple[int, int]], where: str) -> FileRows:
    """The rows below the header."""
    header = tuple(_BREAKS.sub(" ", cell).strip() for cell in raw.rows[at])
    _check_header(header, raw, at, where)
    while not header[-1]:
        header = header[:-1]
    rows: list[Row] = []
    aside = [
        SetAside(row=number, reason=reason)
        for number, reason, _ in raw.broken
        if number > raw.numbers[at]
    ]
    names = tuple(name or f"column {place}" for place, name in enumerate(header, start=1))
    for index in range(at + 1, len(raw.rows)):
        cells, number = raw.rows[index], raw.numbers[index]
        whole = "".join(cells)
        if not whole or whole.isspace():
            continue
        why = _fault(cells, whole, raw.rows[at], len(names), exact=raw.text is not None)
        if why is not None:
            aside.append(SetAside(row=number, reason=why))
            continue
        start, end = spans[index]
        filled = tuple((place, cell) for place, cell in enumerate(cells) if cell)
        rows.append(Row(number=number, start=start, end=end, names=names, filled=filled))
    notes = raw.notes + ((f"{at} rows above the header were taken as titles",) if at else ())
    return FileRows(text=text, rows=tuple(rows), set_aside=tuple(aside), notes=notes)


def _check_header(header: tuple[str, ...], raw: RawRows, at: int, where: str) -> None:
    if len(header) > MAX_COLUMNS:
        raise StatementError(
            f"{where}: the table has {len(header):,} columns; it may have {MAX_COLUMNS:,}."
        )
    if any(map(damaged, header)):
        raise StatementError(
            f"{where}, row {raw.numbers[at]}: the header holds bytes that are not {raw.encoding}. "
            "Say which encoding the file has, or mend the header."
        )
    for place, name in enumerate(header):
        if not name and any(
            len(cells) > place and cells[place].strip() for cells in raw.rows[at + 1 :]
        ):
            raise StatementError(
                f"{where}, row {raw.numbers[at]}: column {place + 1} has no header, and there are "
                "values below it. Name its field, or take the column out."
            )


def _fault(
    cells: list[str], whole: str, header: list[str], width: int, *, exact: bool
) -> str | None:
    """Why cells are no row below the header; None where they are one.

    Args:
        cells: as written; those beyond the last named column must be blank.
        whole: all of them, joined.
        header: the row of headers.
        width: how many of its columns have names.
        exact: a row may not be shorter than the header either, as in a text table: what looks like
            a missing cell there may be a missing delimiter.
    """
    if any(map(str.strip, cells[width:])) or (exact and len(cells) < width):
        return f"the row has {len(cells)} cells, the header {width}"
    if damaged(whole):
        return "the row holds bytes that cannot be decoded"
    return "the header stands here again" if cells == header else None


def _spans(raw: RawRows, text: str) -> list[tuple[int, int]]:
    """Where each row of a text table stands: from its line up to that of the next."""
    starts = [0]
    for line in io.StringIO(text, newline=""):
        starts.append(starts[-1] + len(line))
    begins = sorted({*raw.numbers, *(number for number, _, _ in raw.broken)})
    spans = []
    for number in raw.numbers:
        after = bisect_right(begins, number)
        start = starts[number - 1]
        stop = starts[begins[after] - 1] if after < len(begins) else len(text)
        spans.append((start, start + len(text[start:stop].rstrip("\r\n"))))
    return spans


def _written_out(raw: RawRows) -> tuple[str, list[tuple[int, int]]]:
    lines = ["\t".join(_BREAKS.sub(" ", cell) for cell in cells).rstrip("\t") for cells in raw.rows]
    spans, at = [], 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return "\n".join(lines) + "\n", spans


def _json_rows(content: bytes, where: str) -> FileRows:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StatementError(
            f"{where}: this is JSON, but not UTF-8 (byte {error.start:,}). Save it as UTF-8."
        ) from None
    rows: list[Row] = []
    aside: list[SetAside] = []
    found = _elements(text, where) if text.lstrip()[0] == "[" else _lines(text)
    for number, start, end, value in found:
        if "\\u" in text[start:end] and not is_text(_joined(value)):
            why = "it holds a character that is no text (half a character, or NUL)"
            aside.append(SetAside(row=number, reason=why))
        elif isinstance(value, dict):
            said = tuple((at, one) for at, one in enumerate(value.values()) if one is not None)
            rows.append(Row(number=number, start=start, end=end, names=tuple(value), filled=said))
        elif isinstance(value, _NoJson):
            aside.append(SetAside(row=number, reason=f"this is no JSON: {value}"))
        else:
            aside.append(SetAside(row=number, reason="this is no JSON object"))
    return FileRows(text=text, rows=tuple(rows), set_aside=tuple(aside))


def _joined(value: object) -> str:
    """All the text in a JSON value."""
    found, waiting = [], [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
    return "".join(found)


class _NoJson(str):
    """Why a stretch of text is no JSON."""

    __slots__ = ()


_Found = Iterator[tuple[int, int, int, object]]  # number, start, end, value
_DECODER = json.JSONDecoder()


def _elements(text: str, where: str) -> _Found:
    """The elements of an array, numbered from 1."""
    at = _after_blanks(text, text.index("[") + 1)
    number = 0
    while text[at : at + 1] != "]":
        if number:
            if text[at : at + 1] != ",":
                raise _no_array(text, at, where, "a comma or ] is missing")
            at = _after_blanks(text, at + 1)
        number += 1
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise _no_array(text, getattr(error, "pos", at), where, _why(error)) from None
        yield number, at, end, value
        at = _after_blanks(text, end)
    if text[at + 1 :].strip():
        raise _no_array(text, at + 1, where, "something stands after the array")


def _lines(text: str) -> _Found:
    """The objects of JSON Lines, numbered by line; or the one object that the text is."""
    found: list[tuple[int, int, int, object]] = []
    at = 0
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        said = line.strip()
        if said:
            start = at + line.index(said)
            try:
                value: object = _DECODER.decode(said)
            except (ValueError, RecursionError) as error:
                value = _NoJson(_why(error))
            found.append((number, start, start + len(said), value))
        at += len(line)
    if found and isinstance(found[0][3], _NoJson):
        whole = text.strip()
        try:
            value = _DECODER.decode(whole)
        except (ValueError, RecursionError):
            pass  # the lines say more of what is wrong than the whole does
        else:
            start = text.index(whole)
            found = [(1, start, start + len(whole), value)]
    yield from found


def _after_blanks(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return getattr(error, "msg", str(error))


def _no_array(text: str, at: int, where: str, why: str) -> StatementError:
    line = text.count("\n", 0, at) + 1
    return StatementError(f"{where}, line {line}: this is no JSON: {why}. Mend it, and try again.")
