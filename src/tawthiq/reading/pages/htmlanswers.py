"""Find whom each comment of a page answers: by where it stands, what it says, how deep it lies."""

import re
from bisect import bisect_left

from tawthiq.reading.pages.headlines import Head
from tawthiq.reading.pages.htmlitem import REPLIES, Item, own_nodes
from tawthiq.reading.pages.htmltree import Node
from tawthiq.reading.pages.threads import parents_of, without_rings


def find_answers(items: list[Item]) -> None:
    """Find which comment each answers."""
    index_of = {id(root): index for index, item in enumerate(items) for root in item.roots}
    roots = sorted((root for item in items for root in item.roots), key=lambda one: one.at)
    starts = [root.at for root in roots]
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
        item.parent = _structural(item, index, anchors)
        if item.parent is None:
            item.parent = _around(item, index_of, roots, starts)
    told = parents_of(heads, depths)
    for index, item in enumerate(items):
        if item.parent is None or heads[index].answers_number is not None:
            item.parent = told[index]
        if item.parent == index:
            item.parent = None
        if item.parent is not None and item.kind == "comment":
            item.kind = "reply"
    for item, parent in zip(items, without_rings([one.parent for one in items]), strict=True):
        item.parent = parent


def _structural(item: Item, index: int, anchors: dict[str, int]) -> int | None:
    """Whom it answers by what its elements say: an attribute, or a link "in reply to"."""
    for key in ("data-parent", "data-parent-id", "data-parentid", "data-reply-to"):
        said = item.roots[0].attrs.get(key)
        for name in (said, f"comment-{said}", f"c{said}") if said else ():
            if name in anchors and anchors[name] != index:
                return anchors[name]
    for node in own_nodes(item):
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
    return None


def _around(
    item: Item, index_of: dict[int, int], roots: list[Node], starts: list[int]
) -> int | None:
    """Whom it answers by where it stands: within an item, or in the replies that follow one."""
    for holder in item.roots[0].up():
        if id(holder) in index_of:
            return index_of[id(holder)]
        if any(REPLIES.fullmatch(name) for name in holder.names):
            before = _item_before(holder, roots, starts)
            if before is not None:
                return index_of[id(before)]
    return None


def _item_before(replies: Node, roots: list[Node], starts: list[int]) -> Node | None:
    """The first element of the comment that stands before a box of replies, in the same element."""
    around = replies.parent
    place = bisect_left(starts, replies.at)
    if around is None or place == 0 or roots[place - 1].at <= around.at:
        return None
    beside = roots[place - 1]
    while beside.parent is not None and beside.parent is not around:
        beside = beside.parent
    return roots[bisect_left(starts, beside.at)]
