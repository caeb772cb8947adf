"""Find the row of headers, also under a title, and name every column."""

import re
from collections import Counter

from tawthiq.errors import ListFormatError
from tawthiq.lists.model import ROW
from tawthiq.lists.vocabulary import fold_header, known_headers

_SEARCHED = 30  # rows: titles, logos and dates above a header are fewer
_LONGEST = 500  # characters of a header
_SPACE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_VALUE = re.compile(r"[\d٠-٩۰-۹][\d٠-٩۰-۹.,/:\- ]*")


def clean_header(cell: str) -> str:
    """A header on one line, without marks of direction at its ends."""
    return _SPACE.sub(" ", cell).strip()


def find_header(rows: list[list[str]], numbers: list[int], where: str) -> int:
    """The index of the row of headers.

    Args:
        rows: cells of the rows that hold anything, in order.
        numbers: their line or row numbers, for messages.
        where: how to name the file in a message.

    Returns:
        The row that holds most words by which lists are known to call their columns; where there
        are none, the first as wide as the table that holds no number or date.

    Raises:
        ListFormatError: there is no such row.
    """
    known = known_headers()
    width = _usual_width(rows)
    first = None
    best, best_known = 0, 0
    for index, row in enumerate(rows[:_SEARCHED]):
        # What is longer than any header is text; cleaning it would take long.
        texts = (clean_header(cell) if len(cell) <= _LONGEST else "…" for cell in row)
        filled = [text for text in texts if text]
        count = len({known[f] for cell in filled if (f := fold_header(cell)) in known})
        if count > best_known and 2 * count >= min(len(filled), 4):
            best, best_known = index, count
        values = sum(1 for cell in filled if _VALUE.fullmatch(cell))
        if first is None and 2 * len(filled) >= width and filled and not values:
            first = index
    if best_known:
        return best
    if first is None:
        raise ListFormatError(
            f"{where}: no row of headers was found; row {numbers[0]} already looks like data. Put "
            "a row above the list that says what each column holds, such as name, age, "
            "date of death (الاسم، العمر، تاريخ الوفاة)."
        )
    return first


def _usual_width(rows: list[list[str]]) -> int:
    widths = Counter(_filled_width(row) for row in rows[:1000])
    return widths.most_common(1)[0][0]


def _filled_width(row: list[str]) -> int:
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    return width


def name_columns(header: list[str], used: list[bool], where: str, number: int) -> list[str | None]:
    """The name of every column.

    Args:
        header: the cells of the row of headers.
        used: whether any row below holds something in the column.
        where: how to name the file in a message.
        number: the line or row of the header.

    Returns:
        One name a column; None for a column that is neither named nor used.

    Raises:
        ListFormatError: two columns have one name, one is called `_row`, or one has a name
            longer than any header.
    """
    if max(map(len, header), default=0) > _LONGEST:
        raise ListFormatError(
            f"{where}, row {number}: a header has more than {_LONGEST} characters. Shorten it, or "
            "mend the quotation marks of the row."
        )
    names = [clean_header(cell) or None for cell in header]
    for name, count in Counter(name for name in names if name).items():
        if count > 1:
            places = " and ".join(str(i + 1) for i, other in enumerate(names) if other == name)
            raise ListFormatError(
                f"{where}, row {number}: the header {name!r} stands over columns {places}. "
                "Give each column a name of its own."
            )
        if name == ROW:
            raise ListFormatError(
                f"{where}, row {number}: a column is called {ROW!r}, which this program uses for "
                "the row in the file. Call it something else."
            )
    for index, is_used in enumerate(used):
        if names[index] is None and is_used:
            fresh = f"column {index + 1}"
            while fresh in names:
                fresh += " (no header)"
            names[index] = fresh
    return names
