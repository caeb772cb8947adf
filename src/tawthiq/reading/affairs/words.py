"""The words that tell of public affairs: one list out of several files, a file a theme.

A table may stand in more than one file; its phrases are then taken together.
"""

from functools import cache
from pathlib import Path
from typing import Any

from tawthiq.reading.terms import LANGUAGES, TermList, load_terms

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
    tables: dict[str, dict[str, Any]] = {}
    for kind in KINDS:
        for term, entry in load_terms(kind, extra).entries.items():
            table = tables.setdefault(term, {})
            for key, value in entry.items():
                table[key] = [*table.get(key, ()), *value] if key in LANGUAGES else value
    return TermList(kind="affairs", entries=tables, strict=True)
