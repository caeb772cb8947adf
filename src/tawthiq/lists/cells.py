"""Bring the cells of one column to their normal form, each distinct value read once.

Lists repeat themselves: two hundred thousand rows hold a few hundred ages and some thousand dates.
What cannot be read becomes null, with the reason, and never stops the rows beside it.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

from tawthiq.errors import FieldError
from tawthiq.fields import is_unknown
from tawthiq.lists.vocabulary import fold_header

_DENIAL = re.compile(r"[^\w]*(no|not|non|un|لا|لم|غير|مجهول|بدون|بلا|ما)", re.IGNORECASE)

Reader = Callable[[str], tuple[Any, ...]]


class Unknowns:
    """Which cells say that a value is not known: the usual markers, and the words of a mapping."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Take the words a mapping lists under `nulls`."""
        self._exact = {word.strip() for word in words}
        self._folded = {folded for word in words if (folded := fold_header(word))}

    def __contains__(self, text: object) -> bool:
        """Whether the cell gives no value."""
        if not isinstance(text, str):
            return True
        bare = text.strip()
        if not bare or bare in self._exact:
            return True
        if self._folded and len(bare) < 200 and fold_header(bare) in self._folded:
            return True
        # Names are many and long; a phrase of three words that says "unknown" begins with a denial.
        if bare.count(" ") > 1 and not _DENIAL.match(bare):
            return False
        return is_unknown(bare)


def read_distinct(
    cells: pl.Series, reader: Reader, outputs: dict[str, Any], unknown: Unknowns | None
) -> pl.DataFrame:
    """Read a column of cells.

    Args:
        cells: texts as written, length n; null where empty.
        reader: gives the values of one cell, one an output; raises `FieldError`.
        outputs: names and types of the values.
        unknown: cells that give no value; None leaves that to the reader.

    Returns:
        n rows: the outputs, null where nothing is given or nothing could be read, and `_reason`,
        why a given cell could not be read.
    """
    distinct = cells.drop_nulls().unique(maintain_order=True)
    rows: list[tuple[Any, ...]] = []
    nothing = (None,) * len(outputs)
    for text in distinct.to_list():
        if unknown is not None and text in unknown:
            rows.append((text, *nothing, None))
            continue
        try:
            rows.append((text, *reader(text.strip()), None))
        except FieldError as error:
            rows.append((text, *nothing, str(error)))
    table = pl.DataFrame(
        rows, schema={"_cell": pl.String, **outputs, "_reason": pl.String}, orient="row"
    )
    return (
        cells.alias("_cell")
        .to_frame()
        .join(table, on="_cell", how="left", maintain_order="left")
        .drop("_cell")
    )
