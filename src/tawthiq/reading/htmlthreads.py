"""Find the comments of a page: who wrote which, when, and whom it answers.

Blog engines and newspapers name their comments in many ways, but in few words: a class or an id
with "comment", schema.org's Comment, a list under a heading "3 comments". What is told by names is
taken first; where nothing is named, blocks under such a heading are read line by line, as in a
plain text (`headlines`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from tawthiq.reading.bylines import announced_in, author_in, western, written_date
from tawthiq.reading.headlines import Head, answers_first, is_button, read_head
from tawthiq.reading.htmltree import INLINE, Node, lines_about_comments
from tawthiq.reading.threads import is_heading, parents_of

_ITEM_ID = re.compile(
    r"(?:(?:li|div|dsq|post|node|wp|single|article)-)?(?:comment|cmt|reply|pingback|trackback)[-_]?(?:id[-_]?|wrapper[-_]?)?(\d+)"
    r"|comment[-_][0-9a-f]{8,}|c(\d{2,})|idc-comment-(\d+)"
)
_ITEM_NAMES = frozenset(
    [
        "comment",
        "pingback",
        "trackback",
        "ping",
        "comment-item",
        "comment_item",
        "commentitem",
        "comment-entry",
        "comment-box",
        "commentbox",
        "comment-block",
        "single-comment",
        "comment-single",
        "user-comment",
        "comment-wrap",
        "comment-wrapper",
        "comment__item",
        "comment-post",
        "comment-container",
        "comment-thread__item",
        "commentary-item",
        "media-comment",
        "fb-comment",
        "one-comment",
        "comment-row",
        "commentrow",
        "wp-block-comment",
        "rbox",
        "comment-card",
        "comment-node",
        "reader-comment",
        "post-comment",
        "comment_wrap",
        "comments-item",
        "comments__item",
        "comment-li",
        "itemcomment",
        "response-item",
        "js-comment",
        "comment-content-wrap",
        "disqus-comment",
    ]
)
_ITEM_TYPES = re.compile(r"schema\.org/(?:User)?Comments?$", re.IGNORECASE)
_AROUND_NAMES = re.compile(
    r"comments|comment-?_?list\w*|commentlist|comments?-?_?(?:area|list|section|block|container|wrap|wrapper|thread)|"
    r"disqus_thread|discussion|responses|itemcommentslist|post-comments|comments-block|comments?-holder|"
    r"wp-block-comments|user-comments|reader-comments|comments-content|comment-tree"
)
_REPLIES = re.compile(
    r"(?:.*[-_])?(?:children|replies|indented|responses|subcomments?|sub-comments?|child-?comments?|nested|"
    r"comment-replies|thread-children)(?:[-_].*)?"
)
_BLOCKS = frozenset(
    [
        "li",
        "div",
        "article",
        "section",
        "tr",
        "td",
        "dd",
        "blockquote",
        "dl",
        "table",
        "details",
        "figure",
    ]
)
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
_AUTHOR_NAMES = re.compile(
    r"fn|(?:c|com|comment|post|msg|message|user|reply)?[-_]*(?:author\S*|user-?name|username|user|nick-?name|nick|poster|name|by|who|vcard)"
    r"(?:[-_]*(?:name|link|text))?"
)
_DATE_NAMES = re.compile(
    r"(?:c|com|comment|post|msg|message)?[-_]*(?:date\S*|time\S*|timestamp|when|created|posted\S*|published|permalink|meta\S*|submitted)"
    r"(?:[-_]*(?:link|text))?"
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
    r"[\s:：,،|–—-]*(?:\b(?:says?|said|wrote|writes|on|at|by|posted by)\b|يقول|قال|كتب|في)?[\s:：,،|–—-]*$",  # noqa: E501
    re.I,
)
_LETTER = re.compile(r"[^\W_]")
_PING = re.compile(r"^\W{0,3}(?:pingback|trackback|تنبيه|إشارة|تعقيب)\W", re.IGNORECASE)
_ADDRESSED = re.compile(r"\W{0,3}@\s?([^\n:]{1,60})")
_SHORT = 400  # characters of a head at most


@dataclass(slots=True)
class Item:
    """A comment as the page has it."""

    roots: list[Node]  # the elements that hold it; those of its replies may stand within
    heads: set[int] = field(default_factory=set)  # `id` of elements said about it
    bodies: set[int] = field(default_factory=set)  # of those with its words; empty: all but heads
    kind: Literal["comment", "reply", "pingback"] = "comment"
    number: int | None = None
    author: str | None = None
    written: str | None = None
    parent: int | None = None
    head: Head | None = None
    depth: int | None = None
    addressed: str | None = None  # the words after "@" with which it begins


def find_thread(body: Node) -> list[Item]:
    """The comments of a page in its order.

    The elements of each are marked "item"; what stands around them "thread".
    """
    roots = _named_items(body) or _listed_items(body)
    items = [Item(one) for one in roots]
    if not items:
        items = _unnamed_items(body)
    if not items:
        return []
    for item in items:
        for root in item.roots:
            root.mark = "item"
    for item in items:
        _read_item(item)
    _answer(items)
    _mark_around(body, items)
    return items


def _named_items(body: Node) -> list[list[Node]]:
    found: list[Node] = []
    ids: dict[int, str | None] = {}
    for node in body.walk():
        if node.tag not in _BLOCKS or node is body:
            continue
        number = next((m for m in (_ITEM_ID.fullmatch(name) for name in node.names) if m), None)
        named = any(name in _ITEM_NAMES for name in node.names)
        typed = bool(
            _ITEM_TYPES.search(node.attrs.get("itemtype", "")[:200])
            or node.attrs.get("itemprop", "") == "comment"
            or "data-comment-id" in node.attrs
            or "data-commentid" in node.attrs
            or (node.attrs.get("typeof", "") == "schema:Comment")
        )
        if not (number or named or typed):
            continue
        if any(_AROUND_NAMES.fullmatch(name) for name in node.names) and not number:
            continue
        found.append(node)
        ids[id(node)] = next((g for g in number.groups() if g), None) if number else None
    return [[one] for one in _settled(found, ids, body)]


def _settled(found: list[Node], ids: dict[int, str | None], body: Node) -> list[Node]:
    """Candidates without wrappers of one comment, and without what is no comment."""
    candidates = {id(one): one for one in found}
    around: dict[int, Node | None] = {}
    own: dict[int, int] = {id(one): 0 for one in found}
    # Which candidate is the nearest around each, and the letters that are its own.
    stack: list[tuple[Node, Node | None]] = [(body, None)]
    while stack:
        node, holder = stack.pop()
        if id(node) in candidates:
            around[id(node)] = holder
            holder = node
        if node.tag == "#text":
            if holder is not None:
                own[id(holder)] += len(node.text.strip())
            continue
        stack.extend((child, holder) for child in node.children)
    dropped: set[int] = set()
    for one in found:
        holder = around.get(id(one))
        while holder is not None and id(holder) in dropped:
            holder = around.get(id(holder))
        if holder is None:
            continue
        same = ids[id(one)] is not None and ids[id(one)] == ids[id(holder)]
        if same:
            dropped.add(id(one))
            own[id(holder)] += own[id(one)]
        elif own[id(holder)] < 3:
            dropped.add(id(holder))
        elif (
            ids[id(one)] is None
            and not any(_REPLIES.fullmatch(n) for up in _between(one, holder) for n in up.names)
            and not any(up.tag in {"ul", "ol", "dl"} for up in _between(one, holder))
            and not _has_head(one)
        ):
            dropped.add(id(one))
            own[id(holder)] += own[id(one)]
    kept = [one for one in found if id(one) not in dropped and own[id(one)] > 0]
    whole = len(body.words())
    # A page whose column is called "comment" holds the article itself in such an element.
    return [
        one
        for one in kept
        if not (any(below.tag == "h1" for below in one.walk()) and own[id(one)] * 3 > whole)
    ]


def _between(node: Node, holder: Node) -> Iterator[Node]:
    for around in node.up():
        if around is holder:
            return
        yield around


def _has_head(node: Node) -> bool:
    return any(
        below.tag in {"time", "cite"}
        or any(_AUTHOR_NAMES.fullmatch(name) or _DATE_NAMES.fullmatch(name) for name in below.names)
        for below in node.walk()
        if below is not node and below.tag != "#text"
    )


def _listed_items(body: Node) -> list[list[Node]]:
    """Items of a list that only its container calls comments: <li> of #comments, <dt> and <dd>."""
    for node in body.walk():
        if node.tag == "#text" or node is body or not node.names:
            continue
        if not any(_AROUND_NAMES.fullmatch(name) for name in node.names):
            continue
        for below in node.walk():
            if below.tag in {"ul", "ol"}:
                items = [one for one in below.walk() if one.tag == "li" and _is_item(one)]
                if items:
                    return [[one] for one in items]
            elif below.tag == "dl":
                pairs = _pairs(below)
                if pairs:
                    return pairs
        blocks = [one for one in node.children if one.tag in _BLOCKS and _is_item(one)]
        if blocks:
            return [[one] for one in blocks]
    return []


def _is_item(node: Node) -> bool:
    """Whether an unnamed block under "comments" has the head of a comment."""
    if _has_head(node):
        return len(node.words(2000)) > 3
    line = _first_line(node)
    head = read_head(line, in_thread=True) if line else None
    return head is not None and (head.written is not None or head.says or head.kind == "pingback")


def _pairs(definitions: Node) -> list[list[Node]]:
    """<dt> with the <dd>s that follow it."""
    pairs: list[list[Node]] = []
    for one in definitions.children:
        if one.tag == "dt":
            pairs.append([one])
        elif one.tag == "dd" and pairs:
            pairs[-1].append(one)
    return [pair for pair in pairs if len(pair) > 1]


def _unnamed_items(body: Node) -> list[Item]:
    """Blocks that follow a heading such as "3 comments" and begin as comments do."""
    for heading, words in lines_about_comments(body):
        if heading.tag in {"a", "li", "body"} or not is_heading(words):
            continue
        at: Node | None = heading
        for _ in range(4):
            if at is None or at.parent is None:
                break
            blocks = _following(at)
            items = _blocks_read(blocks)
            if items:
                return items
            at = at.parent
    return []


def _following(node: Node) -> list[Node]:
    siblings = node.parent.children if node.parent is not None else []
    place = next(index for index, one in enumerate(siblings) if one is node)
    return [one for one in siblings[place + 1 :] if one.tag not in {"#text", "hr"}]


def _blocks_read(blocks: list[Node]) -> list[Item]:
    """Items among the blocks after a heading: blocks with a head, and those that go on with one."""
    flat: list[Node] = []
    for block in blocks[:2000]:
        # A list, or a box around all comments, stands for what it holds.
        if block.tag in _UNFOLDED:
            inner = _unfolded(block)
            flat.extend(inner)
        else:
            flat.append(block)
    items: list[Item] = []
    numbered = False
    for block in flat:
        line = _first_line(block)
        head = read_head(line, in_thread=True) if line else None
        strong = head is not None and (
            head.written is not None or head.says or head.kind == "pingback"
            or (head.number is not None and (head.named or not items))
            or (_has_head(block) and head.named)
        )  # fmt: skip
        if not items and not strong:
            if block.tag in {"p", "div", "li"} and line:
                return []
            continue
        if strong and head is not None and (not numbered or head.number is not None
                                            or head.kind == "pingback" or block.tag == "li"):  # fmt: skip  # noqa: E501
            if not items:
                numbered = head.number is not None
            items.append(Item([block]))
        elif items and block.tag in {"p", "blockquote", "dd", "div", "tr", "pre"}:
            if _is_end(line):
                break
            items[-1].roots.append(block)
    return items


_UNFOLDED = frozenset({"ul", "ol", "table", "tbody", "div", "section", "dl"})
_END_LINE = re.compile(
    r"^\W*(?:leave|post|add|write|log in|sign in|page \d|powered|related|previous|next|©|copyright|أضف|اضف|اترك|اكتب|صفحة|جميع الحقوق)\b",  # noqa: E501
    re.IGNORECASE,
)


def _is_end(line: str) -> bool:
    return _END_LINE.match(line) is not None


def _unfolded(block: Node) -> list[Node]:
    """The items of a list or a box; the box itself where its parts are no items."""
    if block.tag in {"ul", "ol"}:
        return [one for one in block.walk() if one.tag == "li"]
    if block.tag == "dl":
        return [one for one in block.children if one.tag in {"dt", "dd"}]
    if block.tag in {"table", "tbody"}:
        return [one for one in block.walk() if one.tag == "tr"]
    parts = [
        one for one in block.children if one.tag not in INLINE and one.tag not in {"#text", "br"}
    ]
    heads = 0
    for one in parts[:200]:
        line = _first_line(one)
        head = read_head(line, in_thread=True) if line else None
        if head is not None and (head.written is not None or head.says):
            heads += 1
    return parts if heads > 1 or (heads == 1 and len(parts) == 1) else [block]


def _cells(row: Node) -> list[Node]:
    return [one for one in row.children if one.tag in {"td", "th"}]


def _first_line(node: Node) -> str:
    """The words of a block up to its first break; of a row, its cells."""
    if node.tag == "tr":
        return " | ".join(one.words(_SHORT) for one in _cells(node))[:_SHORT]
    parts: list[str] = []
    held = 0
    for one in node.walk():
        if one.tag == "#text":
            parts.append(one.text)
            held += len(one.text.strip())
            if held > _SHORT:
                break
        elif held and (one.tag == "br" or one.tag not in INLINE):
            break
    return re.sub(r"\s+", " ", "".join(parts)).strip()[:_SHORT]


def _own(item: Item) -> Iterator[Node]:
    """The nodes of a comment without those of other comments within it."""
    roots = {id(one) for one in item.roots}
    waiting = list(reversed(item.roots))
    while waiting:
        node = waiting.pop()
        if node.mark == "item" and id(node) not in roots:
            continue
        yield node
        waiting.extend(reversed(node.children))


def _read_item(item: Item) -> None:
    """Tell what is said about a comment from what it says."""
    nodes = list(_own(item))
    names = {name for root in item.roots for name in root.names}
    _read_attributes(item, nodes)
    bodies = [
        one
        for one in nodes
        if one.tag not in {"#text", "a"} and one not in item.roots and _is_body(one)
    ]
    # A body that holds the author's line is a frame around the whole comment.
    bodies = [one for one in bodies if not _holds_head(one, item)]
    if bodies:
        inner = {id(one) for one in bodies}
        outer = [one for one in bodies if not any(id(up) in inner for up in one.up())]
        item.bodies = {id(one) for one in outer}
    else:
        _mark_heads(item, nodes)
    _read_first_line(item, nodes)
    if (
        names & {"pingback", "trackback", "ping"}
        or (item.head and item.head.kind == "pingback")
        or (item.author is None and _PING.match(" ".join(_words_of(item, nodes))[:40]))
    ):
        item.kind = "pingback"
    if item.kind == "pingback":
        _read_pingback(item, nodes)
    item.depth = _depth(item)
    item.addressed = _addressed(item, nodes)


def _addressed(item: Item, nodes: list[Node]) -> str | None:
    """The words after "@" at the beginning of a comment."""
    held = ""
    for node in nodes:
        own = node.tag == "#text" and not _is_head(node, item)
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


def _holds_head(node: Node, item: Item) -> bool:
    return any(id(one) in item.heads for one in node.walk() if one is not node)


def _read_attributes(item: Item, nodes: list[Node]) -> None:
    """Author, date and number, as elements and names give them."""
    for place, node in enumerate(nodes):
        if node.tag == "#text" or node in item.roots:
            continue
        prop = node.attrs.get("itemprop", "").lower().split()
        words: str | None = None
        is_author = (
            "author" in prop or "creator" in prop or "name" in prop or node.tag == "cite"
            or any(_AUTHOR_NAMES.fullmatch(name) for name in node.names)
            or "author" in node.attrs.get("rel", "").split()
        )  # fmt: skip
        is_date = (
            node.tag == "time" or bool(set(prop) & {"datecreated", "datepublished", "commenttime"})
            or any(_DATE_NAMES.fullmatch(name) for name in node.names)
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
        words = words if words is not None else _own_words(node)
        if len(words) > _SHORT:
            continue
        if is_date:
            _take_date(item, node, words)
            item.author = item.author or author_in(words)
        if is_author and item.author is None and words:
            date = written_date(words)
            name = words[: date[0]] if date else words
            head = read_head(name, in_thread=True)
            name = head.author if head is not None and head.author and head.says else name
            name = _SAYS.sub("", name).strip(" \t:|–—-,،•·@")
            if name and len(name) <= 80 and not (date and date[0] < 3):
                item.author = name
            if date is not None and item.written is None:
                item.written = words[date[0] : date[1]]
        if is_author or is_date:
            item.heads.add(id(node))


def _own_words(node: Node) -> str:
    parts: list[str] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.mark == "item":
            continue
        if one.tag == "#text":
            parts.append(one.text)
        else:
            if one.tag not in INLINE:
                parts.append(" ")
            waiting.extend(reversed(one.children))
        if len(parts) > 200:
            break
    return re.sub(r"\s+", " ", "".join(parts)).strip()


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


def _mark_heads(item: Item, nodes: list[Node]) -> None:
    """Without an element that is called the body: all that is called by the name of a head."""
    for node in nodes:
        if node.tag == "#text" or node in item.roots:
            continue
        words = None
        if any(_HEAD_NAMES.fullmatch(name) for name in node.names):
            words = _own_words(node)
            if len(words) <= _SHORT and not (node.tag == "p" and len(words) > 120):
                item.heads.add(id(node))
        elif (node.tag in {"header", "footer"} and len(_own_words(node)) <= _SHORT) or (
            node.tag in {"a", "span", "p", "div", "li", "small"} and is_button(_own_words(node))
        ):
            item.heads.add(id(node))


def _read_first_line(item: Item, nodes: list[Node]) -> None:  # noqa: PLR0912
    """Read a head that stands as words before the first break, and take it out of the body."""
    run: list[Node] = []
    started = False
    for node in nodes:
        if node.tag == "#text":
            if _is_head(node, item) or (item.bodies and not _in_body(node, item)):
                continue
            if node.text.strip():
                started = True
            run.append(node)
        elif (started and (node.tag == "br" or node.tag not in INLINE)) or sum(
            len(one.text) for one in run
        ) > _SHORT:
            break
    if item.roots[0].tag == "tr" and _read_row(item):
        return
    line = "".join(one.text for one in run)
    whole = _first_line(item.roots[0])
    context = read_head(whole, in_thread=True) if whole else None
    if context is not None and item.number is None and re.match(r"\W*[#\d]", western(whole)):
        item.number = context.number
        if context.answers_number is not None or context.answers_name is not None:
            item.head = context
    _read_number(item, nodes)
    shift = len(line) - len(line.lstrip())
    stripped = re.sub(r"\s", " ", line[shift:])
    if not stripped:
        return
    head = read_head(stripped, in_thread=True)
    answer = answers_first(stripped)
    cut = 0
    if head is not None and (
        head.kind == "pingback"
        or (item.author is None and (head.written or head.says or (head.named and not head.inline)))
        or (item.author is None and head.number is not None and head.named)
        or (item.written is None and head.written is not None and not head.named)
    ):
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
        # "Name says:", "Name wrote on": what is left of it once the name is taken out.
        left = re.match(
            r"[\s:：,،|–—#\d.)-]*(?:(?:says|said|wrote|writes|on|at|by|يقول|قال|كتب|في)\b[\s:：,،|–—-]*)+",
            stripped,
            re.I,
        )
        cut = left.end() if left else 0
        rest = stripped[cut:]
        date = written_date(rest[:80])
        if date is not None and date[0] < 4 and (left or len(rest.strip()) <= date[1] + 4):
            item.written = item.written or rest[date[0] : date[1]]
            cut += date[1]
    if cut:
        _cut(item, run, shift + cut)


def _read_row(item: Item) -> bool:
    """Read a row that holds the head of a comment in cells of its own."""
    cells = _cells(item.roots[0])
    line = _first_line(item.roots[0])
    head = read_head(line, in_thread=True) if line else None
    if head is None or len(cells) < 2:
        return False
    item.author = item.author or head.author
    item.written = item.written or head.written
    item.number = item.number if item.number is not None else head.number
    item.head = head
    end = 0
    for cell in cells:
        end += len(cell.words(_SHORT))
        if end <= head.stop:
            item.heads.add(id(cell))
        end += 3
    return True


def _read_number(item: Item, nodes: list[Node]) -> None:
    if item.number is not None:
        return
    for node in nodes:
        if (
            node.tag in {"a", "span", "b", "strong", "div", "td", "li", "small"}
            and node not in item.roots
        ):
            said = _own_words(node) if len(node.children) == 1 else ""
            found = _NUMBER.fullmatch(western(said)) if said else None
            if found:
                item.number = int(found[1] or found[2] or found[3])
                item.heads.add(id(node))
                return


def _is_head(node: Node, item: Item) -> bool:
    roots = {id(one) for one in item.roots}
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
        elif node.parent is not None:
            first = Node("#text", {}, node.parent, node.text[:length])
            place = next(i for i, one in enumerate(node.parent.children) if one is node)
            node.parent.children.insert(place, first)
            node.text = node.text[length:]
            item.heads.add(id(first))
            return


def _words_of(item: Item, nodes: list[Node]) -> list[str]:
    return [one.text for one in nodes if one.tag == "#text" and not _is_head(one, item)]


def _read_pingback(item: Item, nodes: list[Node]) -> None:
    anchor = next((one for one in nodes if one.tag == "a" and _LETTER.search(one.words(300))
                   and not is_button(one.words(300)) and written_date(one.words(300)) is None), None)  # fmt: skip  # noqa: E501
    if item.author is None and anchor is not None:
        item.author = anchor.words(300)
    left = "".join(_words_of(item, nodes))
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


def _answer(items: list[Item]) -> None:
    """Find which comment each answers."""
    index_of = {id(root): index for index, item in enumerate(items) for root in item.roots}
    anchors: dict[str, int] = {}
    for index, item in enumerate(items):
        for root in item.roots:
            for one in (root, *(child for child in root.children if child.tag != "#text")):
                for key in ("id", "name", "data-id", "data-comment-id", "data-commentid"):
                    if one.attrs.get(key):
                        anchors.setdefault(one.attrs[key], index)
    heads: list[Head] = []
    depths: list[int] = []
    for index, item in enumerate(items):
        said = item.head
        heads.append(
            Head(
                stop=0,
                kind="pingback" if item.kind == "pingback" else "comment",
                number=item.number,
                author=item.author,
                path=said.path if said else "",
                answers_number=said.answers_number if said else None,
                answers_name=said.answers_name if said else None,
                addressed=item.addressed,
            )
        )
        depths.append(item.depth or 0)
        item.parent = _structural(item, index_of, anchors, index)
    told = parents_of(heads, depths)
    for index, item in enumerate(items):
        if item.parent is None or heads[index].answers_number is not None:
            item.parent = told[index]
        if item.parent == index:
            item.parent = None
        if item.parent is not None and item.kind == "comment":
            item.kind = "reply"
    _break_rings(items)


def _break_rings(items: list[Item]) -> None:
    for index in range(len(items)):
        seen = {index}
        at = items[index].parent
        steps = 0
        while at is not None and steps < 200:
            if at in seen:
                items[index].parent = None
                break
            seen.add(at)
            at = items[at].parent
            steps += 1


def _structural(
    item: Item, index_of: dict[int, int], anchors: dict[str, int], index: int
) -> int | None:
    """Whom it answers by where it stands: within an item, or in the replies that follow one."""
    for key in ("data-parent", "data-parent-id", "data-parentid", "data-reply-to"):
        said = item.roots[0].attrs.get(key)
        for name in (said, f"comment-{said}", f"c{said}") if said else ():
            if name in anchors and anchors[name] != index:
                return anchors[name]
    for node in _own(item):
        if node.tag == "a" and re.match(
            r"#(?:comment|c|cmt|div-comment|reply)[-_]?\d", node.attrs.get("href", "")
        ):
            target = anchors.get(node.attrs["href"][1:])
            around = " ".join(one.words(80) for one in (node.parent,) if one is not None)[:80]
            if (
                target is not None
                and target != index
                and target < index
                and re.search(r"\b(?:in )?reply(?:ing)? to\b|رد[اًّ]* على|↳|^@", around, re.I)
            ):
                return target
    for holder in item.roots[0].up():
        if id(holder) in index_of:
            return index_of[id(holder)]
        if any(_REPLIES.fullmatch(name) for name in holder.names) and holder.parent is not None:
            before = _item_before(holder, index_of)
            if before is not None:
                return before
    return None


def _item_before(replies: Node, index_of: dict[int, int]) -> int | None:
    """The comment that stands before a box of replies, in the same element."""
    if replies.attrs.get("#before") is None:
        siblings = replies.parent.children if replies.parent is not None else []
        found = ""
        for one in reversed(siblings[: next(i for i, x in enumerate(siblings) if x is replies)]):
            held = next(
                (index_of[id(below)] for below in one.walk() if id(below) in index_of), None
            )
            if held is not None:
                found = str(held)
                break
        replies.attrs["#before"] = found
    said = replies.attrs["#before"]
    return int(said) if said else None


def _mark_around(body: Node, items: list[Item]) -> None:
    """Mark as "thread" what stands around the comments and is no part of the article.

    That is the smallest element that holds them all, if it is called comments or is their list;
    headings that announce them, and forms to write one, are marked wherever they stand.
    """
    first = items[0].roots[0]
    holders = list(first.up())
    all_roots = [root for item in items for root in item.roots]
    common = next(
        (one for one in holders if all(_is_within(r, one) for r in (all_roots[0], all_roots[-1]))),
        body,
    )
    chosen: Node | None = None
    for one in (common, *common.up()):
        if one is body or one.tag in {"body", "html", "main", "article"}:
            break
        named = any(_AROUND_NAMES.fullmatch(name) for name in one.names)
        if named or one.tag in {"ol", "ul", "dl"}:
            chosen = one
    if chosen is not None and chosen.mark is None and not any(b.tag == "h1" for b in chosen.walk()):
        chosen.mark = "thread"
    for node, words in lines_about_comments(body):
        free = node.mark is None and node.tag not in {"body", "main", "article"}
        if free and (announced_in(words) is not None or is_heading(words)):
            node.mark = "thread"


def _is_within(node: Node, holder: Node) -> bool:
    return node is holder or any(one is holder for one in node.up())
