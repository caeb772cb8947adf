"""What the tests of attribution share: texts that carry, behind each number, who says it.

"The ministry said 12{ministry} died; 40{} were found": the 12 is the ministry's, the 40 nobody's.
"""

import re

from tawthiq.reading.model import Attribution, Segment, Sentence, Text
from tawthiq.reading.tokens import sentences
from tawthiq.reading.voices.attributions import find_attributions

_MARK = re.compile(r"\{([^}]*)\}")


def article(text: str) -> Text:
    """A text that is all article."""
    return Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),))


def read(text: str) -> tuple[list[Sentence], dict[int, list[Attribution]]]:
    """The sentences of a text, and what is attributed in them."""
    found = list(sentences(article(text)))
    return found, find_attributions(found)


def covering(
    said: list[Sentence], found: dict[int, list[Attribution]], at: int
) -> Attribution | None:
    """The narrowest attribution that covers the character."""
    for sentence in said:
        for k, token in enumerate(sentence.tokens):
            if token.start <= at < token.stop:
                over = [
                    one
                    for one in found.get(sentence.index, ())
                    if one.scope_first <= k < one.scope_last
                ]
                return min(over, key=lambda one: one.scope_last - one.scope_first, default=None)
    return None


def speakers(marked: str) -> tuple[list[str | None], list[str | None]]:
    """Who is said to say each marked word, and who does."""
    plain, wanted, places, last = "", [], [], 0
    for mark in _MARK.finditer(marked):
        plain += marked[last : mark.start()]
        places.append(len(plain) - 1)
        wanted.append(mark[1] or None)
        last = mark.end()
    plain += marked[last:]
    said, found = read(plain)
    over = [covering(said, found, at) for at in places]
    return wanted, [one.speaker if one else None for one in over]
