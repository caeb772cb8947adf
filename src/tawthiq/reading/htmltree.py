"""Parse a page into a plain tree of nodes, within bounds, whatever the page does.

Lexbor builds the tree as a browser would. What a browser guards itself against is taken out of the
page first: nesting that no page needs, runs of unclosed <b> and <font>, elements with thousands of
attributes. Each costs Lexbor time or memory that grows with the square of the page, and none
carries words, so no word is lost.
"""

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from tawthiq.errors import ReadingError

MAX_ELEMENTS = 1_200_000
MAX_DEPTH = 400  # browsers stop at about 500
_MAX_UNCLOSED = 24  # <b>, <font> … open at once
_LONG_TAG = 20_000  # characters without the values of its attributes

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]  # noqa: E501
)  # fmt: skip
# Elements that end by themselves where the next begins: they do not nest without one that counts.
_SELF_ENDING = VOID | frozenset(
    [
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dt",
        "dd",
        "option",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "caption",
        "html",
        "head",
        "body",
    ]
)
_FORMATTING = frozenset(
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
NEVER_READ = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "canvas",
        "object",
        "audio",
        "noframes",
        "noembed",
        "applet",
    ]
)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_QUOTED = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_WORD = re.compile(r"[A-Za-z][a-z]+|[A-Z]+|\d+|[^\W\d_]+")


class Node:
    """An element, or a run of text (`tag` is then "#text")."""

    __slots__ = ("_names", "attrs", "children", "mark", "parent", "tag", "text")

    def __init__(self, tag: str, attrs: dict[str, str], parent: "Node | None", text: str = ""):
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Node] = []
        self.text = text
        self.mark: str | None = None  # what the page is found to use it for
        self._names: tuple[str, ...] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Its classes and its id, in lower case: what the page calls it."""
        if self._names is None:
            said = f"{self.attrs.get('class', '')} {self.attrs.get('id', '')}"[:2000]
            self._names = tuple(said.lower().split())
        return self._names

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the order of the page."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def up(self) -> Iterator["Node"]:
        """The elements around this one, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def words(self, limit: int = 100_000) -> str:
        """Its text on one line, as much of it as `limit` characters hold."""
        parts: list[str] = []
        held = 0
        for node in self.walk():
            if node.tag == "#text":
                parts.append(node.text)
                held += len(node.text)
                if held > limit:
                    break
            elif node.tag not in INLINE:
                parts.append(" ")
        return _SPACE.sub(" ", "".join(parts)).strip()


INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "math",
        "nobr",
        "q",
        "ruby",
        "rb",
        "rt",
        "rp",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
    ]
)


_OF_COMMENTS = re.compile(
    r"comment|response|repl|thought|reaction|discussion|feedback|تعليق|ردود|ردا|رد |الرد|مشارك|[آا]راء",  # noqa: E501
    re.IGNORECASE,
)


def lines_about_comments(body: Node) -> Iterator[tuple[Node, str]]:
    """Elements that hold one short line with a word such as "comments", and that line."""
    seen: set[int] = set()
    for node in body.walk():
        if node.tag != "#text" or len(node.text) > 200 or not _OF_COMMENTS.search(node.text):
            continue
        for level, around in enumerate(node.up()):
            if level > 3 or id(around) in seen or len(around.children) > 8:
                break
            seen.add(id(around))
            words = around.words(200)
            if len(words) > 160:
                break
            yield around, words


def collapse(text: str) -> str:
    """White space of HTML as one space each; spaces that do not break are kept."""
    return _SPACE.sub(" ", text)


def parse(html: str, where: str) -> Node:
    """The tree of a page: the root element, <html>.

    Scripts, styles and drawings are left out, except <script type="application/ld+json">.

    Raises:
        ReadingError: more elements than any page has.
    """
    root = LexborHTMLParser(_tamed(html, where)).root
    top = Node("html", {}, None)
    if root is None:
        return top
    top.attrs = _attributes(root.attributes)
    parent, at, depth = top, root.first_child, 0
    while at is not None:
        below = None
        tag = at.tag or ""
        if tag == "-text":
            text = at.text_content
            if text:
                parent.children.append(Node("#text", {}, parent, text))
        elif at.is_element_node:
            node = _element(tag, _attributes(at.attributes), parent)
            if node is not None:
                parent.children.append(node)
                below = at.first_child
                if below is not None:
                    parent, depth = node, depth + 1
        if below is not None:
            at = below
            continue
        following = at.next
        while following is None and depth:
            up = at.parent
            if up is None or parent.parent is None:
                break
            at, parent, depth = up, parent.parent, depth - 1
            following = at.next
        at = following
    return top


def _element(tag: str, attrs: dict[str, str], parent: Node) -> Node | None:
    if tag in NEVER_READ and not (tag == "script" and "ld+json" in attrs.get("type", "")):
        return None
    return Node(tag, attrs, parent)


def _attributes(said: dict[str, str | None]) -> dict[str, str]:
    return {key: value or "" for key, value in said.items()} if said else {}


def _tamed(html: str, where: str) -> str:
    """The page without what would cost the parser more than it can say."""
    opened: Counter[str] = Counter()
    depth = deepest = unclosed = most_unclosed = elements = longest = last = 0
    for tag in _TAG.finditer(html):
        longest, last = max(longest, tag.start() - last), tag.start()
        name = tag[2].lower()
        if name in _SELF_ENDING:
            elements += not tag[1]
        elif not tag[1]:
            elements += 1
            opened[name] += 1
            depth += 1
            deepest = max(deepest, depth)
            if name in _FORMATTING:
                unclosed += 1
                most_unclosed = max(most_unclosed, unclosed)
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
            unclosed -= name in _FORMATTING
    if elements > MAX_ELEMENTS:
        raise ReadingError(
            f"{where}: the page has {elements:,} elements; at most {MAX_ELEMENTS:,} are read. Save "
            "the part you need as a page of its own, or its text as a .txt file."
        )
    if max(longest, len(html) - last) > _LONG_TAG:
        html = _without_crowded_tags(html)
    if deepest > MAX_DEPTH or most_unclosed > _MAX_UNCLOSED:
        return _flattened(html, drop_formatting=most_unclosed > _MAX_UNCLOSED)
    return html


def _flattened(html: str, *, drop_formatting: bool) -> str:
    """The page without the tags nested deeper than `MAX_DEPTH`; their words stay."""
    kept: list[str] = []
    opened: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    depth = at = 0
    for tag in _TAG.finditer(html):
        if tag.start() < at:
            continue
        name, closes = tag[2].lower(), bool(tag[1])
        drop = False
        if name in _FORMATTING and drop_formatting:
            drop = True
        elif name in _SELF_ENDING:
            continue
        elif not closes:
            drop = depth >= MAX_DEPTH
            opened[name] += not drop
            depth += not drop
            dropped[name] += drop
        elif dropped[name]:
            drop = True
            dropped[name] -= 1
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
        if drop:
            kept.append(html[at : tag.start()])
            end = html.find(">", tag.end())
            at = len(html) if end < 0 else end + 1
    kept.append(html[at:])
    return "".join(kept)


def _without_crowded_tags(html: str) -> str:
    """The page, with the attributes of tags taken out that have thousands of them."""
    kept: list[str] = []
    at = 0
    for tag in _TAG.finditer(html):
        if tag.start() < at:
            continue
        following = html.find("<", tag.end())
        end = html.rfind(">", tag.end(), following if following >= 0 else len(html))
        if end - tag.end() > _LONG_TAG:
            attributes = _QUOTED.sub("", html[tag.end() : end])
            if len(attributes) > _LONG_TAG:
                kept.append(html[at : tag.end()])
                at = end
        elif end < 0 and len(html) - tag.end() > _LONG_TAG and following < 0:
            kept.append(html[at : tag.start()])  # a last tag that never ends holds no words
            at = len(html)
    kept.append(html[at:])
    return "".join(kept)
