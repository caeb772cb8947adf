"""Set the letters of a line in the order in which they are read, by where they stand on the page.

In a line of Arabic, words run from right to left, while numbers and Latin words within it run from
left to right. A PDF stores letters in any order; their places tell the true one.
"""

import re
import unicodedata
from dataclasses import dataclass

_ARABIC = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u04ff]")
_LTR = re.compile(
    r"[A-Za-z\u00c0-\u04ff0-9\u0660-\u0669\u06f0-\u06f9%٪$€£+-]"
    r"(?:[^\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufefc\s()\[\]«»،؛]*[A-Za-z\u00c0-\u04ff0-9\u0660-\u0669\u06f0-\u06f9%٪$€£+])?"
)
_MIRROR = str.maketrans("()[]{}«»<>", ")(][}{»«><")
_OPENING, _CLOSING = "([{«<", ")]}»>"
_SHAPES = re.compile(r"[\ufb50-\ufd3d\ufd40-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter as it stands on the page."""

    letter: str
    left: float
    right: float

    @property
    def middle(self) -> float:
        """Where it stands, from the left."""
        return (self.left + self.right) / 2


def letters_of_shapes(text: str) -> str:
    """The letters for which a file stores their shapes ("ﻼ" is "لا"); nothing else is changed."""
    return _SHAPES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def in_reading_order(glyphs: list[Glyph | None]) -> str:
    """The letters of one line with Arabic in it, in reading order.

    Args:
        glyphs: the letters as the file stores them; None is a space.
    """
    words: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph is None:
            words.append([])
        else:
            words[-1].append(glyph)
    words = [word for word in words if word]
    letters = "".join(glyph.letter for word in words for glyph in word)
    if not _placed(words):
        return " ".join("".join(glyph.letter for glyph in word) for word in words)
    rtl = len(_ARABIC.findall(letters)) >= len(_LATIN.findall(letters))
    spelled = [(_spelled(word, rtl=rtl), _place(word)) for word in words]
    spelled.sort(key=lambda one: -one[1] if rtl else one[1])
    turned = _turned([word for word, _ in spelled], rtl=rtl)
    if not rtl:
        return " ".join(turned)
    line = _mirrored(" ".join(turned))
    # The space beside a bracket is stored on its other side as often as not.
    line = re.sub(r"(?<=[^\s([{«])([(\[{«]) ", r" \1", line)
    return re.sub(r" ([)\]}»])(?=[^\s)\]}».،,؛:!؟])", r"\1 ", line)


def _placed(words: list[list[Glyph]]) -> bool:
    """Whether the file gives letters places of their own at all."""
    places = {round(glyph.middle, 1) for word in words for glyph in word}
    return len(places) * 2 > sum(len(word) for word in words)


def _place(word: list[Glyph]) -> float:
    return sum(glyph.middle for glyph in word) / len(word)


def _spelled(word: list[Glyph], *, rtl: bool) -> str:
    letters = "".join(glyph.letter for glyph in word)
    if not rtl and not _ARABIC.search(letters):
        return "".join(glyph.letter for glyph in sorted(word, key=lambda one: one.middle))
    seen = "".join(glyph.letter for glyph in sorted(word, key=lambda one: -one.middle))
    return _LTR.sub(lambda found: found[0][::-1], seen)


def _turned(words: list[str], *, rtl: bool) -> list[str]:
    """Words sorted along the line, with runs of the other direction turned round."""
    strong = _LATIN if rtl else _ARABIC
    against = _ARABIC if rtl else _LATIN
    turned: list[str] = []
    at = 0
    while at < len(words):
        if not strong.search(words[at]) or against.search(words[at]):
            turned.append(words[at])
            at += 1
            continue
        last = at
        for place in range(at + 1, len(words)):
            if against.search(words[place]):
                break
            if strong.search(words[place]):
                last = place
        turned.extend(reversed(words[at : last + 1]))
        at = last + 1
    return turned


def _mirrored(text: str) -> str:
    """Turn brackets round where they stand as seen, not as read."""
    as_read, as_seen = _unmatched(text), _unmatched(text.translate(_MIRROR))
    return text.translate(_MIRROR) if as_seen < as_read else text


def _unmatched(text: str) -> int:
    opened: list[int] = []
    wrong = 0
    for sign in text:
        if sign in _OPENING:
            opened.append(_OPENING.index(sign))
        elif sign in _CLOSING:
            if opened and opened[-1] == _CLOSING.index(sign):
                opened.pop()
            else:
                wrong += 1
    return wrong + len(opened)
