"""The words that tell of public affairs: one list out of several files, a file a theme.

A table may stand in more than one file; its phrases are then taken together.
"""

from functools import cache
from pathlib import Path

from tawthiq.reading.terms import TermList, joined, load_terms

KINDS = (
    "affairs",
    "people",
    "belonging",
    "charters",
    "changing",
)
"""The files of `reading/data`, and of a user's own folder, whose words tell of public affairs."""


@cache
def affair_terms(extra: Path | None) -> TermList:
    """Every table of the files, with what the user's folder adds to each."""
    tables = joined(*(load_terms(kind, extra).entries for kind in KINDS))
    return TermList(kind="affairs", entries=tables, strict=True)
