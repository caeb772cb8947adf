"""A comment as a page has it, and the elements that are its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from tawthiq.reading.pages.headlines import Head
from tawthiq.reading.pages.htmltree import INLINE, Node
from tawthiq.reading.voices.wordsets import word_set

BLOCKS = word_set("li div article section tr td dd blockquote dl table details figure")
REPLIES = re.compile(
    r"(?:.*[-_])?(?:children|replies|indented|responses|subcomments?|sub-comments?|child-?comments?|nested|"
    r"comment-replies|thread-children)(?:[-_].*)?"
)
AROUND_NAMES = re.compile(
    r"comments|comment-?_?list\w*|commentlist|comments?-?_?(?:area|list|section|block|container|wrap|wrapper|thread)|"
    r"disqus_thread|discussion|responses|itemcommentslist|post-comments|comments-block|comments?-holder|"
    r"wp-block-comments|user-comments|reader-comments|comments-content|comment-tree"
)
AUTHOR_NAMES = re.compile(
    r"fn|(?:c|com|comment|post|msg|message|user|reply)?[-_]*(?:author\S*|user-?name|username|user|nick-?name|nick|poster|name|by|who|vcard)"
    r"(?:[-_]*(?:name|link|text))?"
)
DATE_NAMES = re.compile(
    r"(?:c|com|comment|post|msg|message)?[-_]*(?:date\S*|time\S*|timestamp|when|created|posted\S*|published|permalink|meta\S*|submitted)"
    r"(?:[-_]*(?:link|text))?"
)
SHORT = 400  # characters of a head at most


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

    def root_ids(self) -> set[int]:
        """`id` of its elements."""
        return {id(one) for one in self.roots}


def own_nodes(item: Item) -> Iterator[Node]:
    """The nodes of a comment without those of other comments within it."""
    roots = item.root_ids()
    waiting = list(reversed(item.roots))
    while waiting:
        node = waiting.pop()
        if node.mark == "item" and id(node) not in roots:
            continue
        yield node
        waiting.extend(reversed(node.children))


def own_words(node: Node) -> str:
    """The words of an element on one line, without those of comments below it."""
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


def first_line(node: Node) -> str:
    """The words of a block up to its first break; of a row, its cells."""
    if node.tag == "tr":
        return " | ".join(one.words(SHORT) for one in cells(node))[:SHORT]
    parts: list[str] = []
    held = 0
    for one in node.walk():
        if one.tag == "#text":
            parts.append(one.text)
            held += len(one.text.strip())
            if held > SHORT:
                break
        elif held and (one.tag == "br" or one.tag not in INLINE):
            break
    return re.sub(r"\s+", " ", "".join(parts)).strip()[:SHORT]


def cells(row: Node) -> list[Node]:
    """The cells of a row of a table."""
    return [one for one in row.children if one.tag in {"td", "th"}]
