"""Why a row is set aside: every reason in one place, each with a code.

A reason is kept with its row as English text, which is part of the evidence and never changes. The
code, found again from the text, lets others say the same in another language.
"""

import re
from functools import cache

REASONS: dict[str, str] = {
    "cells": "the row has {cells} cells, the header {header}",
    "damaged": "the row holds bytes that cannot be decoded",
    "long_cell": "a cell holds more than {most} characters",
    "header_again": "the header stands here again",
    "nobody": "the row speaks of 0 people",
    "unreadable_number": "the row has no name, and its number cannot be read: {detail}",
    "letterless_name": "the name holds no letter or is not given, and there is no number",
    "neither": "the row has neither a name nor a number",
    "open_quotation": "a quotation mark opened here is never closed",
    "long_quotation": "a quotation mark opened here takes in the rows after it",
    "after_quotation": "text stands after a closing quotation mark",
    "not_split": "the line cannot be split into cells ({detail})",
}
"""Code → the reason in English. `{detail}` may repeat what a cell holds; no other place does."""


def reason(code: str, **values: object) -> str:
    """The reason in English, its places filled."""
    return REASONS[code].format(**values)


def read_reason(text: str) -> tuple[str, dict[str, str]] | None:
    """Find the code of a reason, and what stands in its places; None for a reason unknown here."""
    for code, pattern in _patterns().items():
        found = pattern.fullmatch(text)
        if found:
            return code, found.groupdict()
    return None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        code: re.compile(
            re.sub(r"\\{(\w+)\\}", r"(?P<\1>.*)", re.escape(template)), flags=re.DOTALL
        )
        for code, template in REASONS.items()
    }
