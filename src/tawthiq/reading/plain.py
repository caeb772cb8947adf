"""Read a plain text, a message or a post: its words are the file's own, to the character."""

import re

from tawthiq.errors import ReadingError
from tawthiq.reading.model import Segment, Text

_LETTER = re.compile(r"[^\W_]")


def read_plain(text: str, where: str, url: str | None = None) -> Text:
    """The text of a plain file.

    Raises:
        ReadingError: it holds no letter and no digit.
    """
    if not _LETTER.search(text):
        raise ReadingError(f"{where}: the file holds no text.")
    return Text(
        text=text,
        segments=(Segment(start=0, stop=len(text), role="article"),),
        url=url,
    )
