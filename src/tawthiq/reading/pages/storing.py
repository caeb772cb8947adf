"""Write an extracted text as JSON, and read it back the same.

The vault keeps the text that a reading was made from, so that positions stay true when a later
version would extract otherwise. The same text gives the same bytes.
"""

import json

import msgspec

from tawthiq.errors import ReadingError
from tawthiq.reading.model import Text

FORMAT = "tawthiq-text-1"


def text_to_json(text: Text) -> bytes:
    """A text as JSON: UTF-8, keys in order, without white space.

    Raises:
        ReadingError: it holds half a character (a lone surrogate), which UTF-8 cannot.
    """
    held = {"format": FORMAT, **msgspec.to_builtins(text)}
    try:
        return json.dumps(
            held, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        ).encode()
    except UnicodeEncodeError as error:
        raise ReadingError(
            f"The text holds half a character at {error.start:,}, which cannot be written as UTF-8. "  # noqa: E501
            "Extract it again."
        ) from error


def text_from_json(content: bytes) -> Text:
    """The text that `text_to_json` wrote.

    Raises:
        ReadingError: these are other bytes, or its positions do not fit its words.
    """
    try:
        held = json.loads(content)
        if not isinstance(held, dict) or held.pop("format", None) != FORMAT:
            raise ReadingError(f"This is no text kept by tawthiq (expected {FORMAT!r}).")
        text = msgspec.convert(held, Text)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise ReadingError(
            f"The kept text is damaged: {error}. Read the document again."
        ) from error
    spans = [
        *((one.start, one.stop) for one in text.segments),
        *((one.start, one.stop) for one in text.links),
        *((one.start, one.stop) for one in text.thread),
    ]
    if any(not 0 <= start <= stop <= len(text.text) for start, stop in spans):
        raise ReadingError("The kept text is damaged: a part lies outside it. Read it again.")
    return text
