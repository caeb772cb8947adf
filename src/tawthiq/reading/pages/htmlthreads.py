"""Find the comments of a page: who wrote which, when, and whom it answers.

Blog engines and newspapers name their comments in many ways, but in few words: a class or an id
with "comment", schema.org's Comment, a list under a heading "3 comments". What is told by names is
taken first; where nothing is named, blocks under such a heading are read line by line, as in a
plain text (`headlines`).
"""

from collections.abc import Sequence

from tawthiq.reading.pages.bylines import announced_in
from tawthiq.reading.pages.htmlanswers import find_answers
from tawthiq.reading.pages.htmlblocks import unnamed_items
from tawthiq.reading.pages.htmlheads import read_item
from tawthiq.reading.pages.htmlitem import AROUND_NAMES, Item
from tawthiq.reading.pages.htmlitems import head_places, listed_items, named_items
from tawthiq.reading.pages.htmltree import Node
from tawthiq.reading.pages.threads import is_heading


def find_thread(body: Node, lines: Sequence[tuple[Node, str]]) -> list[Item]:
    """The comments of a page in its order.

    The elements of each are marked "item"; what stands around them "thread".

    Args:
        body: the page.
        lines: its short lines that speak of comments.
    """
    heads = head_places(body)
    roots = named_items(body, heads) or listed_items(body, heads)
    items = [Item(one) for one in roots]
    if not items:
        items = unnamed_items(lines, heads)
    if not items:
        return []
    for item in items:
        for root in item.roots:
            root.mark = "item"
    for item in items:
        read_item(item)
    find_answers(items)
    _mark_around(body, items, lines)
    return items


def _mark_around(body: Node, items: list[Item], lines: Sequence[tuple[Node, str]]) -> None:
    """Mark as "thread" what stands around the comments and is no part of the article.

    That is the smallest element that holds them all, if it is called comments or is their list;
    headings that announce them, and forms to write one, are marked wherever they stand.
    """
    first = items[0].roots[0]
    holders = list(first.up())
    last = max(items[-1].roots, key=lambda one: one.end)
    common = next((one for one in holders if last.end <= one.end), body)
    chosen: Node | None = None
    for one in (common, *common.up()):
        if one is body or one.tag in {"body", "html", "main", "article"}:
            break
        named = any(AROUND_NAMES.fullmatch(name) for name in one.names)
        if named or one.tag in {"ol", "ul", "dl"}:
            chosen = one
    if chosen is not None and chosen.mark is None and not any(b.tag == "h1" for b in chosen.walk()):
        chosen.mark = "thread"
    for node, words in lines:
        free = node.mark is None and node.tag not in {"body", "main", "article"}
        if free and (announced_in(words) is not None or is_heading(words)):
            node.mark = "thread"
