"""Find the comments that a page names: by classes, ids and types, or as items of a named list."""

import re
from collections.abc import Iterator

from tawthiq.reading.pages.headlines import read_head
from tawthiq.reading.pages.htmlitem import (
    AROUND_NAMES,
    AUTHOR_NAMES,
    BLOCKS,
    DATE_NAMES,
    REPLIES,
    first_line,
)
from tawthiq.reading.pages.htmltree import Node, places
from tawthiq.reading.voices.wordsets import word_set

_ITEM_ID = re.compile(
    r"(?:(?:li|div|dsq|post|node|wp|single|article)-)?(?:comment|cmt|reply|pingback|trackback)[-_]?(?:id[-_]?|wrapper[-_]?)?(\d+)"
    r"|comment[-_][0-9a-f]{8,}|c(\d{2,})|idc-comment-(\d+)"
)
_ITEM_NAMES = word_set(
    "comment pingback trackback ping comment-item comment_item commentitem comment-entry "
    "comment-box commentbox comment-block single-comment comment-single user-comment "
    "comment-wrap comment-wrapper comment__item comment-post comment-container "
    "comment-thread__item commentary-item media-comment fb-comment one-comment comment-row "
    "commentrow wp-block-comment rbox comment-card comment-node reader-comment post-comment "
    "comment_wrap comments-item comments__item comment-li itemcomment response-item js-comment "
    "comment-content-wrap disqus-comment"
)
_ITEM_TYPES = re.compile(r"schema\.org/(?:User)?Comments?$", re.IGNORECASE)


def head_places(body: Node) -> list[int]:
    """Where elements stand that tell of an author or a date (see `Node.holds`)."""
    return places(
        body,
        lambda one: (
            one.tag in {"time", "cite"}
            or any(AUTHOR_NAMES.fullmatch(name) or DATE_NAMES.fullmatch(name) for name in one.names)
        ),
    )


def named_items(body: Node, heads: list[int]) -> list[list[Node]]:
    """Elements that are called comments, by class, id, type or attribute."""
    found: list[Node] = []
    ids: dict[int, str | None] = {}
    for node in body.walk():
        if node.tag not in BLOCKS or node is body:
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
        if any(AROUND_NAMES.fullmatch(name) for name in node.names) and not number:
            continue
        found.append(node)
        ids[id(node)] = next((g for g in number.groups() if g), None) if number else None
    return [[one] for one in _settled(found, ids, body, heads)]


def _settled(
    found: list[Node], ids: dict[int, str | None], body: Node, heads: list[int]
) -> list[Node]:
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
            and not any(REPLIES.fullmatch(n) for up in _between(one, holder) for n in up.names)
            and not any(up.tag in {"ul", "ol", "dl"} for up in _between(one, holder))
            and not one.holds(heads)
        ):
            dropped.add(id(one))
            own[id(holder)] += own[id(one)]
    kept = [one for one in found if id(one) not in dropped and own[id(one)] > 0]
    whole = len(body.words())
    titles = places(body, lambda one: one.tag == "h1")
    # A page whose column is called "comment" holds the article itself in such an element.
    return [one for one in kept if not (one.holds(titles) and own[id(one)] * 3 > whole)]


def _between(node: Node, holder: Node) -> Iterator[Node]:
    for around in node.up():
        if around is holder:
            return
        yield around


def listed_items(body: Node, heads: list[int]) -> list[list[Node]]:
    """Items of a list that only its container calls comments: <li> of #comments, <dt> and <dd>."""
    searched = body.at  # lists up to here hold no items
    for node in body.walk():
        if node is body or not any(AROUND_NAMES.fullmatch(name) for name in node.names):
            continue
        if node.at >= searched:
            items = _items_of_lists(node, heads)
            if items:
                return items
            searched = node.end
        blocks = [one for one in node.children if one.tag in BLOCKS and _is_item(one, heads)]
        if blocks:
            return [[one] for one in blocks]
    return []


def _items_of_lists(container: Node, heads: list[int]) -> list[list[Node]]:
    searched = container.at
    for below in container.walk():
        if below.at < searched:
            continue
        if below.tag in {"ul", "ol"}:
            items = [one for one in below.walk() if one.tag == "li" and _is_item(one, heads)]
            if items:
                return [[one] for one in items]
            searched = below.end
        elif below.tag == "dl":
            pairs = _pairs(below)
            if pairs:
                return pairs
    return []


def _is_item(node: Node, heads: list[int]) -> bool:
    """Whether an unnamed block under "comments" has the head of a comment."""
    if node.holds(heads):
        return len(node.words(2000)) > 3
    line = first_line(node)
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
