"""Find the comments of a page."""

from dataclasses import dataclass, field
from typing import Literal

from tawthiq.reading.htmltree import Node


@dataclass(slots=True)
class Item:
    """A comment as the page has it."""

    node: Node
    head: list[Node] = field(default_factory=list)  # what is said about it
    body: list[Node] = field(default_factory=list)  # its own words
    kind: Literal["comment", "reply", "pingback"] = "comment"
    number: int | None = None
    author: str | None = None
    written: str | None = None
    parent: int | None = None


def find_thread(body: Node) -> list[Item]:
    """The comments of a page in its order; each is marked "item", what is around them "thread"."""
    return []
