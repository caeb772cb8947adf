"""Parse a page into a plain tree of nodes, within bounds, whatever the page does.

Lexbor builds the tree as a browser would. What a browser guards itself against is taken out of the
page first: nesting that no page needs, runs of unclosed <b> and <font>, elements with thousands of
attributes. Each costs Lexbor time or memory that grows with the square of the page, and none
carries words, so no word is lost.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser

from tawthiq.errors import ReadingError
from tawthiq.reading.voices.wordsets import word_set

MAX_TAGS = 500_000  # opened and closed; the largest pages of newspapers have a tenth of that
MAX_DEPTH = 400  # browsers stop at about 500
_MAX_UNCLOSED = 24  # <b>, <font> … open at once
_LONG_TAG = 1_000  # characters without the values of its attributes
_ATTRIBUTES = 16  # characters of attributes, without their values, that cost as an element does

VOID = word_set("area base br col embed hr img input link meta param source track wbr")
# Elements that end by themselves where the next begins: they do not nest without one that counts.
_SELF_ENDING = VOID | word_set(
    "p li td tr th dt dd option thead tbody tfoot colgroup caption html head body"
)
_FORMATTING = word_set("b big code em font i nobr s small strike strong tt u")
NEVER_READ = word_set(
    "script style noscript template svg canvas object audio noframes noembed applet"
)
# Within a tag, quotes count only behind "=": there they may hold a ">".
_TAG = re.compile(
    r"<(?:(?P<closes>/?)(?P<name>[a-zA-Z][^\s/>]*+)"
    r"(?P<said>(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>|!--)"
)
# What stands in these is no markup, up to their own end.
_RAW = {
    name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
_OPENING = re.compile(r"<(?:/?[a-zA-Z]|!--)")
_QUOTED = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_SPACE = re.compile(r"[ \t\n\r\f]+")


class Node:
    """An element, or a run of text (`tag` is then "#text").

    All nodes of a page stand in one list, in the order of the page: those below a node follow it
    there, from `at + 1` to `end`.
    """

    __slots__ = (
        "_names",
        "_page",
        "at",
        "attrs",
        "children",
        "end",
        "mark",
        "parent",
        "tag",
        "text",
    )

    def __init__(self, tag: str, attrs: dict[str, str], parent: "Node | None", page: list["Node"]):
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Node] = _CHILDLESS if tag == "#text" else []
        self.text = ""
        self.mark: str | None = None  # what the page is found to use it for
        self._names: tuple[str, ...] | None = None
        self._page = page
        self.at = len(page)
        self.end = self.at + 1
        page.append(self)

    @property
    def names(self) -> tuple[str, ...]:
        """Its classes and its id, in lower case: what the page calls it."""
        if self._names is None:
            attrs = self.attrs
            if "class" in attrs or "id" in attrs:
                said = f"{attrs.get('class', '')} {attrs.get('id', '')}"[:2000]
                self._names = tuple(said.lower().split())
            else:
                self._names = ()
        return self._names

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the order of the page."""
        return map(self._page.__getitem__, range(self.at, self.end))

    def up(self) -> Iterator["Node"]:
        """The elements around this one, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def holds(self, places: Sequence[int]) -> bool:
        """Whether one of some nodes stands below it, by their places (`at`) in rising order."""
        return bisect_left(places, self.end) > bisect_left(places, self.at + 1)

    def split(self, length: int) -> "Node":
        """Of a run of text, its first `length` characters as a node of their own, before it.

        It is held by the element around it and has no place in the list of the page.
        """
        first = Node("#text", {}, self.parent, [])
        first.text, self.text = self.text[:length], self.text[length:]
        if self.parent is not None:
            place = next(i for i, one in enumerate(self.parent.children) if one is self)
            self.parent.children.insert(place, first)
        return first

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


_CHILDLESS: list[Node] = []  # of every run of text; nothing is ever added to it


def places(root: Node, test: Callable[[Node], bool]) -> list[int]:
    """Where in the page the nodes at or below `root` stand that pass a test; see `Node.holds`."""
    return [node.at for node in root.walk() if test(node)]


INLINE = word_set(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark math nobr "
    "q ruby rb rt rp s samp small span strike strong sub sup time tt u var wbr img"
)


_OF_COMMENTS = re.compile(
    r"comment|response|repl|thought|reaction|discussion|feedback|"
    r"تعليق|ردود|ردا|رد |الرد|مشارك|[آا]راء",
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
        ReadingError: more tags than any page has.
    """
    root = LexborHTMLParser(_tamed(html, where)).root
    page: list[Node] = []
    top = Node("html", {}, None, page)
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
                run = Node("#text", _NOTHING_SAID, parent, page)
                run.text = text
                parent.children.append(run)
        elif at.is_element_node:
            attrs = _attributes(at.attributes)
            if _is_read(tag, attrs):
                node = Node(tag, attrs, parent, page)
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
            parent.end = len(page)
            at, parent, depth = up, parent.parent, depth - 1
            following = at.next
        at = following
    for open_still in (parent, *parent.up()):
        open_still.end = len(page)
    return top


_NOTHING_SAID: dict[str, str] = {}  # of every run of text; nothing is ever added to it


def _is_read(tag: str, attrs: dict[str, str]) -> bool:
    return tag not in NEVER_READ or (tag == "script" and "ld+json" in attrs.get("type", ""))


def _attributes(said: dict[str, str | None]) -> dict[str, str]:
    return {key: value or "" for key, value in said.items()} if said else {}


def _tags(html: str) -> Iterator[re.Match[str]]:
    """The tags of a page and the beginnings of its comments, as a browser would see them.

    Of a last tag that never ends, only its opening (a match of `_OPENING`).
    """
    at = 0
    while (opening := _OPENING.search(html, at)) is not None:
        tag = _TAG.match(html, opening.start())
        if tag is None:  # it never ends, and what follows stands within it
            yield opening
            return
        yield tag
        at = tag.end()
        if tag["name"] is None:
            end = html.find("-->", tag.start() + 2)
            if end < 0:
                return
            at = end + 3
        elif not tag["closes"] and tag["name"].lower() in _RAW:
            closing = _RAW[tag["name"].lower()].search(html, at)
            if closing is None:
                return
            at = closing.start()


def _tamed(html: str, where: str) -> str:
    """The page without what would cost the parser more than it can say."""
    opened: Counter[str] = Counter()
    depth = deepest = unclosed = most_unclosed = tags = 0
    crowded = False
    for tag in _tags(html):
        tags += 1
        if tags > MAX_TAGS:
            raise ReadingError(
                f"{where}: the page has more than {MAX_TAGS:,} tags, which is more than any page "
                "for readers has. Save the part you need as a page of its own, or its text as a "
                ".txt file."
            )
        if tag.re is _OPENING:
            crowded = crowded or len(html) - tag.start() > _LONG_TAG
            continue
        if tag["name"] is None:  # a comment: it parts two runs of text
            continue
        name, said = tag["name"].lower(), tag["said"]
        bare = len(said) if len(said) < _ATTRIBUTES else len(_QUOTED.sub("", said))
        tags += bare // _ATTRIBUTES
        crowded = crowded or bare > _LONG_TAG
        if name in _SELF_ENDING:
            continue
        if not tag["closes"]:
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
    if crowded:
        html = _thinned(html)
    if deepest > MAX_DEPTH or most_unclosed > _MAX_UNCLOSED:
        return _flattened(html, drop_formatting=most_unclosed > _MAX_UNCLOSED)
    return html


def _thinned(html: str) -> str:
    """The page without the attributes of tags that have hundreds of them."""
    kept: list[str] = []
    at = 0
    for tag in _tags(html):
        if tag.re is _OPENING:  # a last tag that never ends holds no words
            kept.append(html[at : tag.start()])
            return "".join(kept)
        if tag["name"] is not None and len(_QUOTED.sub("", tag["said"])) > _LONG_TAG:
            kept += html[at : tag.start("said")], ">"
            at = tag.end()
    kept.append(html[at:])
    return "".join(kept)


def _flattened(html: str, *, drop_formatting: bool) -> str:
    """The page without the tags nested deeper than `MAX_DEPTH`; their words stay."""
    kept: list[str] = []
    opened: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    depth = at = 0
    for tag in _tags(html):
        if tag.re is _OPENING or tag["name"] is None:
            continue
        name, closes = tag["name"].lower(), bool(tag["closes"])
        drop = False
        if name in _FORMATTING and drop_formatting:
            drop = True
        elif name in _SELF_ENDING or name in _RAW:
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
            at = tag.end()
    kept.append(html[at:])
    return "".join(kept)
