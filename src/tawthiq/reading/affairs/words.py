"""The words that tell of public affairs: one list out of several files, a file a theme.

A table may stand in more than one file; its phrases are then taken together. Braces in a phrase
hold words of which each may stand there: `{is|was} head of`.
"""

import re
from functools import cache
from itertools import product
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
_CHOICE = re.compile(r"\{([^{}]*)\}")


@cache
def affair_terms(extra: Path | None) -> TermList:
    """Every table of the files, with what the user's folder adds to each."""
    tables: dict[str, dict[str, Any]] = {}
    for kind in KINDS:
        for term, entry in load_terms(kind, extra).entries.items():
            table = tables.setdefault(term, {})
            for key, value in entry.items():
                if key in LANGUAGES:
                    spelt = [one for phrase in value for one in spelt_out(phrase)]
                    table[key] = [*table.get(key, ()), *spelt]
                else:
                    table[key] = value
    return TermList(kind="affairs", entries=tables, strict=True)


def spelt_out(phrase: str) -> list[str]:
    """Every phrase that a pattern stands for.

    >>> spelt_out("{is|was} head of")
    ['is head of', 'was head of']
    """
    parts = _CHOICE.split(phrase)
    choices = [part.split("|") if k % 2 else [part] for k, part in enumerate(parts)]
    return [" ".join("".join(one).split()) for one in product(*choices)]
