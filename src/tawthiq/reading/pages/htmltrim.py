"""Take out of an article's element what is no part of the article.

Blocks of links to other pages, headings such as "Read also" with what follows them, and lines that
a site sets about every text (`boilerplate`). Lists of references keep: they are what the article
leans on.
"""

import re

from tawthiq.reading.pages.boilerplate import MOST, is_boilerplate, leads_to_others
from tawthiq.reading.pages.htmlparts import HEADINGS, REFERENCE_NAMES, Weights
from tawthiq.reading.pages.htmltree import INLINE, Node

_REFERENCES = re.compile(
    r"^\W*(?:references?|sources?|notes?|footnotes?|endnotes|bibliography|citations?|"
    r"further reading|"
    r"المراجع|المصادر|مراجع|مصادر|الهوامش|هوامش|الحواشي|ملاحظات|إحالات)\W*$",
    re.IGNORECASE,
)
_MAY_LEAD = HEADINGS | {"p", "dt", "strong", "b", "div", "span"}
_LINES = HEADINGS | {"p", "div", "section", "li", "ul", "span", "small", "em", "td", "center"}
_MOST_OF_ALL = 0.3  # of the article's words are set about it, at most
_TEASER = 250  # characters a link, in a list of other pages


def trim_article(root: Node, weights: Weights) -> None:
    """Mark as furniture what stands in an article's element and is no part of it."""
    waiting = [root]
    references = False
    left = _MOST_OF_ALL * weights.text_of(root)
    while waiting:
        node = waiting.pop()
        if node.mark is not None or node.tag == "#text":
            continue
        held = weights.text_of(node)
        if node.tag in _MAY_LEAD and held < 60 and _REFERENCES.match(node.words(100)):
            references = True
        if node is not root and not references:
            if node.tag not in INLINE and _is_link_block(node, weights):
                node.mark = "furniture"
                continue
            trimmed = _set_about(node, weights) if held <= left else []
            for one in trimmed:
                one.mark = "furniture"
                left -= weights.text_of(one)
            if trimmed:
                continue
        if node.tag not in INLINE:
            waiting.extend(reversed(node.children))


def _set_about(node: Node, weights: Weights) -> list[Node]:
    """What to take out with a node for its words: nothing, itself, or the list under it too."""
    held = weights.text_of(node)
    if node.tag not in _LINES or not held or held > MOST:
        return []
    words = node.words(MOST)
    if leads_to_others(words):
        return [node, *_list_under(node, weights)]
    # A box is asked as a whole only if it is short; else its parts are asked one by one.
    return [node] if is_boilerplate(words) and not _parts(node, weights) else []


def _parts(node: Node, weights: Weights) -> bool:
    """Whether an element holds several blocks, of which one may be prose of the article."""
    return sum(one.tag not in INLINE and weights.text_of(one) > 0 for one in node.children) > 1


def _list_under(heading: Node, weights: Weights) -> list[Node]:
    """The blocks after a heading that lead to other pages: links, with no more than a teaser."""
    siblings = heading.parent.children if heading.parent is not None else []
    place = next(index for index, one in enumerate(siblings) if one is heading)
    found: list[Node] = []
    for one in siblings[place + 1 :]:
        held, anchors = weights.text_of(one), weights.anchors_of(one)
        if one.mark is not None or not held:
            continue
        others = anchors > 0 and held <= _TEASER * anchors
        if not others or weights.linked_of(one) * 4 < held or one.tag in HEADINGS:
            break
        found.append(one)
    return found


def _is_link_block(node: Node, weights: Weights) -> bool:
    text, linked = weights.text_of(node), weights.linked_of(node)
    if node.tag not in {"ul", "ol", "div", "section", "table", "dl", "td"} or not text:
        return False
    if weights.prose_of(node) or linked < 0.75 * text:
        return False
    if any(REFERENCE_NAMES.fullmatch(name) for name in node.names):
        return False
    # One link in a block of its own is a citation, or a title; several are a list of pages.
    return weights.anchors_of(node) >= 3
