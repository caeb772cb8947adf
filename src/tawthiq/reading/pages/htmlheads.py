"""Tell what is said about a comment (author, date, number) from what it says itself."""

import re

from tawthiq.reading.pages.bylines import author_in, western, written_date
from tawthiq.reading.pages.headlines import SAYS, Head, answers_first, is_button, read_head
from tawthiq.reading.pages.htmlitem import (
    AUTHOR_NAMES,
    DATE_NAMES,
    SHORT,
    Item,
    cells,
    first_line,
    own_nodes,
    own_words,
)
from tawthiq.reading.pages.htmltree import INLINE, Node

_HEAD_NAMES = re.compile(
    r"""(?:c|com|comment|comments|post|msg|message|user|reply|item)?[-_]*(?:
      author\S*|meta\S*|metadata|date\S*|time\S*|timestamp|header|head|heading|info|infos|permalink|avatar\S*|gravatar|
      photo|vcard|user-?name|username|nick-?name|nick|byline|by|poster|posted\S*|says|number|num|no|count|votes?|voting|
      ratings?|karma|likes?|reply|reply-?link|actions?|buttons?|links?|footer|foot|toolbar|tools|edit\S*|awaiting\S*|
      options|controls|share|report|flag|submitted|created|published|when|who|details|bypostauthor-label|badge|in-reply-to
    )(?:[-_]*(?:link|line|text|name|info|wrap|wrapper|container|block))?""",
    re.VERBOSE,
)
_BODY_NAMES = re.compile(
    r"(?:comment|c|post|msg|message|reply|item)?[-_]*(?:content|text|body|message|msg|entry|copy|bodytext|words|description)"
    r"|field--?name-?-?comment-?-?body|field-name-comment-body|comment-copy|post-message|e-content|commenttext"
)
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?:T\S*)?")
_NUMBER = re.compile(
    r"\s*(?:[#＃]\s*(\d{1,5})|(\d{1,5})[.)]|(?:comment|تعليق)\s*(?:no\.?|رقم)?\s*#?\s*(\d{1,5}))\s*",
    re.I,
)
_MARGIN = re.compile(
    r"(?:margin|padding)-(?:left|right|inline-start)\s*:\s*(\d+(?:\.\d+)?)\s*(px|em|rem|%|pt)?",
    re.I,
)
_DEPTH = re.compile(r"(?:comment-)?(?:depth|level|indent|thread-depth)[-_]?(\d{1,2})")
_SAYS = re.compile(
    r"[\s:：,،|–—-]*(?:\b(?:says?|said|wrote|writes|on|at|by|posted by)\b|يقول|قال|كتب|في)?"
    r"[\s:：,،|–—-]*$",
    re.I,
)
_LETTER = re.compile(r"[^\W_]")
_PING = re.compile(r"^\W{0,3}(?:pingback|trackback|تنبيه|إشارة|تعقيب)\W", re.IGNORECASE)
_ADDRESSED = re.compile(r"\W{0,3}@\s?([^\n:]{1,60})")
_NUMBERED = re.compile(r"\W*[#\d]")
_LEFT = re.compile(
    r"[\s:：,،|–—#\d.)-]*(?:(?:says|said|wrote|writes|on|at|by|يقول|قال|كتب|في)\b[\s:：,،|–—-]*)+",
    re.IGNORECASE,
)


def read_item(item: Item) -> None:
    """Tell what is said about a comment from what it says."""
    nodes = list(own_nodes(item))
    roots = item.root_ids()
    names = {name for root in item.roots for name in root.names}
    _read_attributes(item, nodes, roots)
    bodies = [
        one
        for one in nodes
        if one.tag not in {"#text", "a"} and id(one) not in roots and _is_body(one)
    ]
    # A body that holds the author's line is a frame around the whole comment.
    heads = [one.at for one in nodes if id(one) in item.heads]
    bodies = [one for one in bodies if not one.holds(heads)]
    if bodies:
        inner = {id(one) for one in bodies}
        outer = [one for one in bodies if not any(id(up) in inner for up in one.up())]
        item.bodies = {id(one) for one in outer}
    else:
        _mark_heads(item, nodes, roots)
    _read_first_line(item, nodes, roots)
    if (
        names & {"pingback", "trackback", "ping"}
        or (item.head and item.head.kind == "pingback")
        or (item.author is None and _PING.match(" ".join(_words_of(item, nodes, roots))[:40]))
    ):
        item.kind = "pingback"
    if item.kind == "pingback":
        _read_pingback(item, nodes, roots)
    item.depth = _depth(item)
    item.addressed = _addressed(item, nodes, roots)


def _addressed(item: Item, nodes: list[Node], roots: set[int]) -> str | None:
    """The words after "@" at the beginning of a comment."""
    held = ""
    for node in nodes:
        own = node.tag == "#text" and not _is_head(node, item, roots)
        if own and (not item.bodies or _in_body(node, item)):
            held += node.text
        if len(held.strip()) > 80:
            break
    found = _ADDRESSED.match(held)
    return found[1] if found else None


def _is_body(node: Node) -> bool:
    prop = node.attrs.get("itemprop", "").lower()
    if prop in {"text", "commenttext", "description", "reviewbody"}:
        return True
    return any(_BODY_NAMES.fullmatch(name) for name in node.names)


def _read_attributes(item: Item, nodes: list[Node], roots: set[int]) -> None:
    """Author, date and number, as elements and names give them."""
    for place, node in enumerate(nodes):
        if node.tag == "#text" or id(node) in roots:
            continue
        prop = node.attrs.get("itemprop", "").lower().split()
        words: str | None = None
        is_author = (
            "author" in prop or "creator" in prop or "name" in prop or node.tag == "cite"
            or any(AUTHOR_NAMES.fullmatch(name) for name in node.names)
            or "author" in node.attrs.get("rel", "").split()
        )  # fmt: skip
        is_date = (
            node.tag == "time" or bool(set(prop) & {"datecreated", "datepublished", "commenttime"})
            or any(DATE_NAMES.fullmatch(name) for name in node.names)
        )  # fmt: skip
        if node.tag in {"form", "button", "input", "textarea", "select", "img"}:
            item.heads.add(id(node))
            continue
        if not (is_author or is_date):
            if node.tag == "a" and place < 40:
                words = node.words(200)
                date = written_date(words) if "#" in node.attrs.get("href", "") else None
                if date is not None and item.written is None:
                    item.written = words[date[0] : date[1]]
                    item.heads.add(id(node))
            continue
        words = words if words is not None else own_words(node)
        if len(words) > SHORT:
            continue
        if is_date:
            _take_date(item, node, words)
            item.author = item.author or author_in(words)
        if is_author and item.author is None and words:
            date = written_date(words)
            name = words[: date[0]] if date else words
            head = read_head(name, in_thread=True) if SAYS.search(name) else None
            name = head.author if head is not None and head.author and head.says else name
            name = _SAYS.sub("", name).strip(" \t:|–—-,،•·@")
            if name and len(name) <= 80 and not (date and date[0] < 3):
                item.author = name
            if date is not None and item.written is None:
                item.written = words[date[0] : date[1]]
        if is_author or is_date:
            item.heads.add(id(node))


def _take_date(item: Item, node: Node, words: str) -> None:
    moment = node.attrs.get("datetime", "") or node.attrs.get("content", "")
    span = written_date(words)
    if node.tag == "time" and _ISO.match(moment.strip()):
        if item.written is None or not _ISO.match(item.written):
            item.written = moment.strip()
    elif item.written is None and span is not None:
        item.written = words[span[0] : span[1]]
    elif item.written is None and _ISO.match(moment.strip()):
        item.written = moment.strip()


def _mark_heads(item: Item, nodes: list[Node], roots: set[int]) -> None:
    """Without an element that is called the body: all that is called by the name of a head."""
    for node in nodes:
        if node.tag == "#text" or id(node) in roots:
            continue
        words = None
        if any(_HEAD_NAMES.fullmatch(name) for name in node.names):
            words = own_words(node)
            if len(words) <= SHORT and not (node.tag == "p" and len(words) > 120):
                item.heads.add(id(node))
        elif (node.tag in {"header", "footer"} and len(own_words(node)) <= SHORT) or (
            node.tag in {"a", "span", "p", "div", "li", "small"} and is_button(own_words(node))
        ):
            item.heads.add(id(node))


def _read_first_line(item: Item, nodes: list[Node], roots: set[int]) -> None:
    """Read a head that stands as words before the first break, and take it out of the body."""
    run = _first_run(item, nodes, roots)
    if item.roots[0].tag == "tr" and _read_row(item):
        return
    _read_context(item)
    _read_number(item, nodes, roots)
    line = "".join(one.text for one in run)
    shift = len(line) - len(line.lstrip())
    stripped = re.sub(r"\s", " ", line[shift:])
    if not stripped:
        return
    head = read_head(stripped, in_thread=True)
    answer = answers_first(stripped)
    cut = 0
    if head is not None and _tells_more(head, item):
        more = _LETTER.search(stripped, head.stop) or _says_more(item, nodes, roots, run)
        if not more and head.written is None and head.kind != "pingback":
            return  # "Name said" and nothing after it is what the comment says
        cut = head.stop
        item.author = item.author or head.author
        item.written = item.written or head.written
        item.number = item.number if item.number is not None else head.number
        if item.head is None or head.answers_number is not None or head.addressed:
            item.head = head
    elif answer is not None:
        cut = answer[0]
        item.head = Head(stop=cut, answers_number=answer[1], answers_name=answer[2])
    elif item.author is not None:
        cut = _rest_of_head(item, stripped)
    if cut:
        _cut(item, run, shift + cut)


def _first_run(item: Item, nodes: list[Node], roots: set[int]) -> list[Node]:
    """The runs of text of a comment up to its first break."""
    run: list[Node] = []
    started = False
    held = 0
    for node in nodes:
        if node.tag == "#text":
            if _is_head(node, item, roots) or (item.bodies and not _in_body(node, item)):
                continue
            started = started or bool(node.text.strip())
            run.append(node)
            held += len(node.text)
        elif (started and (node.tag == "br" or node.tag not in INLINE)) or held > SHORT:
            break
    return run


def _says_more(item: Item, nodes: list[Node], roots: set[int], run: list[Node]) -> bool:
    """Whether a comment has words beside its first run."""
    seen = {id(one) for one in run}
    return any(
        one.tag == "#text"
        and id(one) not in seen
        and _LETTER.search(one.text) is not None
        and not _is_head(one, item, roots)
        and (not item.bodies or _in_body(one, item))
        for one in nodes
    )


def _read_context(item: Item) -> None:
    """Number and address, from the first line whatever its elements are called."""
    whole = first_line(item.roots[0])
    if item.number is not None or not _NUMBERED.match(western(whole)):
        return
    context = read_head(whole, in_thread=True)
    if context is not None:
        item.number = context.number
        if context.answers_number is not None or context.answers_name is not None:
            item.head = context


def _tells_more(head: Head, item: Item) -> bool:
    """Whether a head in words says of a comment what its elements did not."""
    if head.kind == "pingback":
        return True
    if item.author is None:
        said = head.written is not None or head.says or (head.named and not head.inline)
        return said or (head.number is not None and head.named)
    return item.written is None and head.written is not None and not head.named


def _rest_of_head(item: Item, line: str) -> int:
    """How much of a line is "says:", "wrote on" and a date, once the name is taken out."""
    left = _LEFT.match(line)
    cut = left.end() if left else 0
    rest = line[cut:]
    date = written_date(rest[:80])
    if date is not None and date[0] < 4 and (left or len(rest.strip()) <= date[1] + 4):
        item.written = item.written or rest[date[0] : date[1]]
        cut += date[1]
    return cut


def _read_row(item: Item) -> bool:
    """Read a row that holds the head of a comment in cells of its own."""
    row = cells(item.roots[0])
    line = first_line(item.roots[0])
    head = read_head(line, in_thread=True) if line else None
    if head is None or len(row) < 2:
        return False
    item.author = item.author or head.author
    item.written = item.written or head.written
    item.number = item.number if item.number is not None else head.number
    item.head = head
    end = 0
    for cell in row:
        end += len(cell.words(SHORT))
        if end <= head.stop:
            item.heads.add(id(cell))
        end += 3
    return True


def _read_number(item: Item, nodes: list[Node], roots: set[int]) -> None:
    if item.number is not None:
        return
    for node in nodes:
        if (
            node.tag in {"a", "span", "b", "strong", "div", "td", "li", "small"}
            and id(node) not in roots
        ):
            said = own_words(node) if len(node.children) == 1 else ""
            found = _NUMBER.fullmatch(western(said)) if said else None
            if found:
                item.number = int(found[1] or found[2] or found[3])
                item.heads.add(id(node))
                return


def _is_head(node: Node, item: Item, roots: set[int]) -> bool:
    at: Node | None = node
    while at is not None and id(at) not in roots:
        if id(at) in item.heads:
            return True
        at = at.parent
    return False


def _in_body(node: Node, item: Item) -> bool:
    return any(id(one) in item.bodies for one in node.up())


def _cut(item: Item, run: list[Node], length: int) -> None:
    """Take the first `length` characters of a run of text nodes as head."""
    for node in run:
        if length <= 0:
            return
        if len(node.text) <= length:
            item.heads.add(id(node))
            length -= len(node.text)
        else:
            first = node.split(length)
            item.heads.add(id(first))
            return


def _words_of(item: Item, nodes: list[Node], roots: set[int]) -> list[str]:
    return [one.text for one in nodes if one.tag == "#text" and not _is_head(one, item, roots)]


def _is_title(words: str) -> bool:
    return bool(_LETTER.search(words)) and not is_button(words) and written_date(words) is None


def _read_pingback(item: Item, nodes: list[Node], roots: set[int]) -> None:
    anchor = next((one for one in nodes if one.tag == "a" and _is_title(one.words(300))), None)
    if item.author is None and anchor is not None:
        item.author = anchor.words(300)
    left = "".join(_words_of(item, nodes, roots))
    if not _LETTER.search(left) and anchor is not None:
        # Its title is all it says.
        item.bodies = {id(anchor)}
        item.heads -= {
            id(anchor),
            *(id(one) for one in anchor.up()),
            *(id(one) for one in anchor.walk()),
        }


def _depth(item: Item) -> int | None:
    for root in item.roots:
        for name in root.names:
            found = _DEPTH.fullmatch(name)
            if found:
                return int(found[1])
        for said in (root, *(one for one in root.children[:2] if one.tag in {"td", "div"})):
            margin = _MARGIN.search(said.attrs.get("style", "")[:500])
            if margin:
                size = float(margin[1]) * (16 if margin[2] in {"em", "rem"} else 1)
                return round(size)
            level = said.attrs.get("data-depth", said.attrs.get("data-level", ""))
            if level.isascii() and level.isdigit() and len(level) < 4:
                return int(level)
    return None
