"""Read the rows of a text table: cells as written, and the physical line each row starts on.

Quotation marks are taken strictly. A mark that is never closed, or that text follows, would
otherwise swallow the rows after it into one cell; here the line it stands on is set aside alone
and reading goes on with the next.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from tawthiq.errors import ListFormatError
from tawthiq.lists.decoding import DAMAGE
from tawthiq.lists.reasons import reason

DELIMITERS = (",", ";", "\t", "|", "،", "؛")
_SNIFFED_ROWS = 200
_SPILL = 20  # lines: a row of the wrong width that runs over more is a stray quotation mark
_LIMIT = Lock()


@dataclass(frozen=True, slots=True)
class TextRows:
    """The rows of a text table, and those whose quotation marks cannot be understood."""

    numbers: list[int]  # the line each row starts on, from 1
    rows: list[list[str]]
    broken: list[tuple[int, str, list[str]]]  # line, reason, cells


@contextmanager
def _wide_cells() -> Iterator[None]:
    """Let the csv module read cells of any size; too large ones are set aside later."""
    with _LIMIT:
        before = csv.field_size_limit(2**31 - 1)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def tell_delimiter(text: str) -> str:
    """The delimiter under which the first rows have the most even width, more than one cell."""
    head = text[:200_000]
    best, best_score = ",", 0.0
    with _wide_cells():
        for delimiter in DELIMITERS:
            widths: Counter[int] = Counter()
            for row in _lenient(head, delimiter):
                widths[len(row)] += 1
            wide = {width: count for width, count in widths.items() if width > 1}
            if not wide:
                continue
            width = max(wide, key=lambda w: (wide[w], w))
            score = wide[width] / widths.total() + min(width, 50) / 1000
            if score > best_score:
                best, best_score = delimiter, score
    return best


def _lenient(head: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    for count, row in enumerate(reader):
        if count >= _SNIFFED_ROWS:
            return
        if row:
            yield row


def split_rows(text: str, delimiter: str, where: str) -> TextRows:
    """Split a text table into rows.

    Args:
        text: the decoded file.
        delimiter: one character.
        where: how to name the file in a message.

    Returns:
        Rows with the line they start on; lines without any character are left out.

    Raises:
        ListFormatError: the delimiter is not one character, or the quotation marks of the file
            pair up nowhere.
    """
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise ListFormatError(
            f"{where}: the delimiter must be one character, such as , ; | or a tab; "
            f"got {delimiter!r}."
        )
    with _wide_cells():
        found = _split_at_once(text, delimiter)
        return _split_with_care(text, delimiter, where) if found is None else found


def _split_at_once(text: str, delimiter: str) -> TextRows | None:
    """The quick way, for a file whose quotation marks are all in order; None where they are not."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    numbers: list[int] = []
    rows: list[list[str]] = []
    start = 1
    try:
        for row in reader:
            if row:
                numbers.append(start)
                rows.append(row)
            start = reader.line_num + 1
    except csv.Error:
        return None
    return TextRows(numbers, rows, [])


def _split_with_care(text: str, delimiter: str, where: str) -> TextRows:
    lines = list(io.StringIO(text, newline=""))
    numbers: list[int] = []
    rows: list[list[str]] = []
    broken: list[tuple[int, str, list[str]]] = []
    width = _usual_width(text, delimiter)
    reread, allowed = 0, 5 * len(lines) + 10_000
    start = 0
    while start < len(lines):
        first = start
        reader = csv.reader(
            (lines[index] for index in range(first, len(lines))), delimiter=delimiter, strict=True
        )
        while start < len(lines):
            why = None
            row: list[str] = []
            try:
                row = next(reader)
            except csv.Error as error:
                why = _plain(str(error))
            stop = first + reader.line_num
            if why is None and stop - start > _SPILL and len(row) != width:
                why = reason("long_quotation")
            if why is not None:
                broken.append((start + 1, why, [lines[start].rstrip("\r\n")]))
            elif row:
                numbers.append(start + 1)
                rows.append(row)
            if why is not None and stop - start > 1:
                reread += stop - start - 1
                start += 1
                break
            start = stop
        if reread > allowed:
            raise ListFormatError(
                f"{where}: the quotation marks do not pair up, first on line {broken[0][0]}. "
                "Save the file again as CSV with every text cell in quotation marks."
            )
    return TextRows(numbers, rows, broken)


def _plain(message: str) -> str:
    if "unexpected end of data" in message:
        return reason("open_quotation")
    if "expected after" in message:
        return reason("after_quotation")
    return reason("not_split", detail=message)


def _usual_width(text: str, delimiter: str) -> int:
    widths = Counter(len(row) for row in _lenient(text[:200_000], delimiter))
    return widths.most_common(1)[0][0] if widths else 1


def damaged(cell: str) -> bool:
    """Whether the cell holds bytes that could not be decoded, or a zero byte."""
    return DAMAGE in cell or "\x00" in cell
