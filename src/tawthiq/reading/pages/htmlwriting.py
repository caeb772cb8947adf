"""Write the words of a page as one text, laid out as a browser would, and note where they stand.

Paragraphs are separated by blank lines; a list item, a cell and a forced line break begin a line.
Raised and lowered digits keep apart from the number before them: <sup> with a link in it becomes
"[3]", without one "³", so that "24,495" with a footnote never reads as 24,4953.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tawthiq.reading.pages.htmltree import INLINE, Node, collapse
from tawthiq.reading.voices.wordsets import word_set

_SPACE, _LINE, _BLANK = 1, 2, 3
_BREAKS = ("", " ", "\n", "\n\n")
_LINE_BLOCKS = word_set("td th dd option legend summary rt figcaption")
_UP = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_DOWN = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_EMBEDS = word_set("iframe video embed source")
_HTML_SPACE = " \t\n\r\f"

Wanted = Literal["in", "out", "skip"] | None
"""Of an element: its words belong to the part; they do not, though elements within it may; nothing
below it is looked at; None: as the element around it."""


@dataclass(slots=True)
class Writer:
    """A text as it grows, with the addresses behind its words."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    links: list[tuple[int, int, str]] = field(default_factory=list)  # start, stop, href
    _break: int = 0
    _bullet: str = ""
    _waiting: list[list[int]] = field(default_factory=list)  # links whose first word is to come

    def write(self, words: str) -> None:
        """Add words after the break that is due."""
        if self.length:
            self._put(_BREAKS[self._break])
        self._put(self._bullet)
        for start in self._waiting:
            start[0] = self.length
        self._waiting.clear()
        self._break, self._bullet = 0, ""
        self._put(words)

    def _put(self, words: str) -> None:
        if words:
            self.pieces.append(words)
            self.length += len(words)

    def due(self, level: int) -> None:
        """A break is due before the next word; of several the strongest."""
        self._break = max(self._break, level)

    def text(self) -> str:
        """All that was written."""
        return "".join(self.pieces)

    def part(
        self,
        roots: list[Node],
        wanted: Callable[[Node], Wanted],
        marked: Sequence[int] | None = None,
    ) -> tuple[int, int]:
        """Write the wanted words of some elements, as a part of its own.

        Args:
            roots: the elements, in the order of the page.
            wanted: which elements belong to it.
            marked: places of the nodes for which that is asked, if of most it need not be: an
                element that does not belong, with none of these below it, is passed over.

        Returns:
            [start, stop) of what was written; start == stop if there was nothing.
        """
        before = len(self.pieces)
        length = self.length
        self.due(_BLANK)
        for root in roots:
            self._walk(root, wanted, marked)
            self.due(_BLANK)
        self._bullet = ""
        self._waiting.clear()
        if self.length == length:
            return length, length
        # The break and the bullet before the first word are no part of the words.
        start = length
        for piece in self.pieces[before:]:
            if piece.strip(_HTML_SPACE):
                break
            start += len(piece)
        return start, self.length

    def _walk(
        self, root: Node, wanted: Callable[[Node], Wanted], marked: Sequence[int] | None
    ) -> None:
        # (node, whether its words are wanted, white space as written?, leaving it?)
        stack: list[tuple[Node, bool, bool, bool]] = [(root, False, False, False)]
        open_links: list[tuple[Node, list[int]]] = []
        while stack:
            node, inherited, pre, leaving = stack.pop()
            if leaving:
                self._leave(node, inherited, open_links)
                continue
            says = wanted(node)
            if says == "skip":
                continue
            own = inherited if says is None else says == "in"
            if node.tag == "#text":
                if own:
                    self._words(node.text, pre)
                continue
            if own and self._raised(node):
                continue
            if says == "out" and marked is not None and not node.holds(marked):
                self.due(_level(node) if node.tag not in INLINE else 0)
                continue
            self._enter(node, own, node is root, open_links)
            keep = pre or node.tag in {"pre", "textarea", "xmp", "listing", "plaintext"}
            stack.append((node, own, keep, True))
            stack.extend((child, own, keep, False) for child in reversed(node.children))

    def _words(self, text: str, pre: bool) -> None:
        if pre:
            words = text.replace("\r\n", "\n").strip("\n")
            if words.strip():
                self.write(words.rstrip(_HTML_SPACE))
                if words[-1:] in _HTML_SPACE:
                    self.due(_LINE if "\n" in text[len(text.rstrip()) :] else _SPACE)
            return
        words = collapse(text)
        bare = words.strip(" ")
        if not bare:
            if words:
                self.due(_SPACE)
            return
        if words[0] == " ":
            self.due(_SPACE)
        self.write(bare)
        if words[-1] == " ":
            self.due(_SPACE)

    def _enter(
        self, node: Node, own: bool, root: bool, open_links: list[tuple[Node, list[int]]]
    ) -> None:
        tag = node.tag
        if tag == "br":
            self.due(_BLANK if self._break >= _LINE else _LINE)
        elif tag == "hr":
            self.due(_BLANK)
        elif tag not in INLINE:
            self.due(_level(node))
            if tag == "li" and not root:
                self._bullet = _bullet(node)
        if own and tag == "a" and node.attrs.get("href"):
            start = [-1]
            self._waiting.append(start)
            open_links.append((node, start))
        elif own and tag in _EMBEDS and node.attrs.get("src"):
            self.links.append((self.length, self.length, node.attrs["src"]))

    def _leave(self, node: Node, own: bool, open_links: list[tuple[Node, list[int]]]) -> None:
        if node.tag not in INLINE and node.tag not in {"br", "hr"}:
            self.due(_level(node))
        if own and open_links and open_links[-1][0] is node:
            start = open_links.pop()[1]
            if start[0] < 0:
                self._waiting = [one for one in self._waiting if one is not start]
                start[0] = self.length
            self.links.append((start[0], self.length, node.attrs["href"].strip(_HTML_SPACE)))

    def _raised(self, node: Node) -> bool:
        """Write <sup> and <sub> that hold digits alone; False: it is written as any other."""
        if node.tag not in {"sup", "sub"}:
            return False
        said = node.words(40)
        if not said or len(said) > 12 or not all(sign in "0123456789+-" for sign in said):
            return False
        anchor = next((one for one in node.walk() if one.tag == "a"), None)
        around = next((one for one in node.up() if one.tag == "a"), None)
        if anchor is None and around is None:
            self.write(said.translate(_UP if node.tag == "sup" else _DOWN))
            return True
        self.write(f"[{said}]")
        if anchor is not None and anchor.attrs.get("href"):
            href = anchor.attrs["href"].strip(_HTML_SPACE)
            self.links.append((self.length - len(said) - 2, self.length, href))
        return True


def _level(node: Node) -> int:
    if node.tag in _LINE_BLOCKS:
        plain = not any(child.tag not in INLINE and child.tag != "#text" for child in node.children)
        return _LINE if plain else _BLANK
    return _LINE if node.tag == "li" else _BLANK


def _bullet(item: Node) -> str:
    """What a browser shows before a list item: its number, or a dot."""
    around = item.parent
    if around is None or around.tag != "ol":
        return "• "
    said = item.attrs.get("value", "")
    if said.isascii() and said.isdigit() and len(said) < 6:
        return f"{int(said)}. "
    start = around.attrs.get("start", "")
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
    if item.attrs.get("#"):
        return f"{first + int(item.attrs['#'])}. "
    # Each item is given its place once, so that a long list costs no more than its length.
    for place, one in enumerate(child for child in around.children if child.tag == "li"):
        one.attrs["#"] = str(place)
    return f"{first + int(item.attrs.get('#', '0'))}. "
