"""Read texts: propose figures, accounts, citations and threads, each with its span.

Offline and the same every time: a grammar over tokens, number words, hedges, roles and verbs of
speech, in English and Arabic alike. Its lists of terms are data files that a user can add to. What
it is unsure of it proposes with its doubt; it never gives a value that is not in the text.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from tawthiq.reading.model import Reading, Segment, Text
from tawthiq.reading.tokens import language_of

if TYPE_CHECKING:
    from tawthiq.reading.keeping import (
        Kept,
        check_source,
        keep_reading,
        languages_of,
        published_before,
    )
    from tawthiq.reading.pages.storing import text_from_json, text_to_json
    from tawthiq.reading.propose import VERSION, read_text

__all__ = [
    "VERSION",
    "Kept",
    "Reading",
    "Segment",
    "Text",
    "check_source",
    "keep_reading",
    "language_of",
    "languages_of",
    "published_before",
    "read_text",
    "text_from_json",
    "text_to_json",
]

# The grammar and its lists take a moment to load, and most commands read no text.
_LATER = {
    "VERSION": "propose",
    "read_text": "propose",
    "text_from_json": "pages.storing",
    "text_to_json": "pages.storing",
    "Kept": "keeping",
    "check_source": "keeping",
    "keep_reading": "keeping",
    "languages_of": "keeping",
    "published_before": "keeping",
}


def __getattr__(name: str) -> object:
    if name in _LATER:
        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
