"""Find the comments that a page names nowhere: blocks under a heading such as "3 comments"."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from tawthiq.reading.pages.headlines import Head, read_head
from tawthiq.reading.pages.htmlitem import Item, first_line
from tawthiq.reading.pages.htmltree import INLINE, Node
from tawthiq.reading.pages.threads import is_heading
from tawthiq.reading.voices.wordsets import word_set

_UNFOLDED = word_set("ul ol table tbody div section dl")
_END_LINE = re.compile(
    r"^\W*(?:leave|post|add|write|log in|sign in|page \d|powered|related|previous|next|©|copyright"
    r"|أضف|اضف|اترك|اكتب|صفحة|جميع الحقوق)\b",
    re.IGNORECASE,
)
_NEAR = 200  # blocks after the heading within which the first comment begins
_MOST_HEADINGS = 40  # a page that lists posts says of each how many comments it has


def unnamed_items(lines: Sequence[tuple[Node, str]], heads: list[int]) -> list[Item]:
    """Blocks that follow a heading such as "3 comments" and begin as comments do.

    Args:
        lines: the short lines of the page that speak of comments.
        heads: where elements stand that tell of an author or a date.
    """
    tried = 0
    for heading, words in lines:
        if heading.tag in {"a", "li", "body"} or not is_heading(words):
            continue
        tried += 1
        if tried > _MOST_HEADINGS:
            return []
        at: Node | None = heading
        for _ in range(4):
            if at is None or at.parent is None:
                break
            items = _blocks_read(_following(at), heads)
            if items:
                return items
            at = at.parent
    return []


def _following(node: Node) -> Iterator[Node]:
    """The blocks after a heading; a list, or a box around all comments, stands for its parts."""
    siblings = node.parent.children if node.parent is not None else []
    place = next(index for index, one in enumerate(siblings) if one is node)
    blocks = (one for one in islice(siblings, place + 1, None) if one.tag not in {"#text", "hr"})
    for block in blocks:
        if block.tag in _UNFOLDED:
            yield from _unfolded(block)
        else:
            yield block


def _blocks_read(blocks: Iterator[Node], heads: list[int]) -> list[Item]:
    """Items among the blocks after a heading: blocks with a head, and those that go on with one."""
    items: list[Item] = []
    numbered = False
    for seen, block in enumerate(blocks):
        if not items and seen > _NEAR:
            return []
        line = first_line(block)
        head = read_head(line, in_thread=True) if line else None
        if head is not None and not _is_strong(head, block, heads, first=not items):
            head = None
        if not items:
            if head is None and block.tag in {"p", "div", "li"} and line:
                return []
            if head is not None:
                numbered = head.number is not None
                items.append(Item([block]))
        elif head is not None and (
            not numbered or head.number is not None or head.kind == "pingback" or block.tag == "li"
        ):
            items.append(Item([block]))
        elif block.tag in {"p", "blockquote", "dd", "div", "tr", "pre"}:
            if _is_end(line):
                break
            items[-1].roots.append(block)
    return items


def _is_strong(head: Head, block: Node, heads: list[int], *, first: bool) -> bool:
    """Whether a block that nobody calls a comment has a head that only comments have."""
    return (
        head.written is not None
        or head.says
        or head.kind == "pingback"
        or (head.number is not None and (head.named or first))
        or (head.named and block.holds(heads))
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
        line = first_line(one)
        head = read_head(line, in_thread=True) if line else None
        if head is not None and (head.written is not None or head.says):
            heads += 1
    return parts if heads > 1 or (heads == 1 and len(parts) == 1) else [block]
