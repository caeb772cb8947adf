"""Tell the parts of a page apart: its article, its furniture, its title.

Three things are asked, in this order: what the page itself calls its parts (elements, roles,
schema.org, the class names that blog engines and newspapers share), where its prose stands, and how
much of a block is links. A name alone never condemns most of a page: a block that holds a large
share of the prose is no furniture, whatever it is called.
"""

import re
from dataclasses import dataclass

from tawthiq.reading.htmltree import INLINE, Node

_FURNITURE_TAGS = frozenset(
    [
        "nav",
        "footer",
        "form",
        "button",
        "select",
        "dialog",
        "menu",
        "aside",
        "input",
        "textarea",
        "datalist",
    ]
)
_FURNITURE_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "complementary",
        "contentinfo",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
    ]
)
# A class or id, whole, that names furniture.
_FURNITURE = re.compile(
    r"""(?:.*[-_])?(?:
      nav|navbar|navigation|menu|submenu|sidebars?|side-?bar|breadcrumbs?|footer|foot|
      share|sharing|sharebar|sharedaddy|socials?|social-?(?:links|icons|media|share|bar)|
      related|related-?(?:posts?|articles?|links|news|content|stories|topics)|relatedposts|
      recommend(?:ed|ations?)|promos?|adverts?|advertise?ments?|ads|adsense|banners?|sponsor(?:ed|s)?|
      cookies?|cookie-?(?:banner|notice|bar|consent|law)|gdpr|consent|newsletters?|subscri(?:be|ption)|
      popups?|modal|widget-?area|widgets|toolbar|pagination|pager|paging|page-?(?:nav|links)|
      tags|tag-?(?:list|links|cloud)|tagcloud|post-?tags|cat-?links|post-?categories|
      topbar|top-?bar|ticker|breaking|trending|popular|most-?(?:read|popular|viewed|shared)|
      masthead|skip-?(?:link|to)\S*|login|log-?in|search-?(?:form|box|bar)?|
      addthis\S*|addtoany\S*|a2a\S*|printfriendly|print-?link|jp-relatedposts|outbrain|taboola|
      blog-?pager|post-?navigation|nav-?(?:links|previous|next|above|below)|
      author-?(?:box|bio|info)|about-?(?:the-)?author|copyright|colophon|credits?|
      respond|comment-?form|commentform|follow-?us|feed-?links?|rss|back-?to-?top|donate|donation|
      edit-?link|editsection|mw-editsection|noprint|catlinks|navbox|siteSub|jump-to-nav
    )(?:[-_]?\d+)?""",
    re.VERBOSE | re.IGNORECASE,
)
_FURNITURE_STARTS = ("widget_", "sd-", "addthis", "a2a_", "ads-", "ad-", "adsby", "google_ads",
                     "cookie", "cky-", "cmplz", "related-", "share-", "social-", "nav-", "menu-",
                     "footer-", "sidebar-", "breadcrumb", "newsletter", "ssba", "crp_related")  # fmt: skip  # noqa: E501
_FURNITURE_NAMES = frozenset({"widget", "ad", "print"})
# Lines about the article: who wrote it, when, under which heading. Short, or they are no such line.
_ABOUT = re.compile(
    r"""(?:.*[-_])?(?:
      byline|dateline|datelines?|date-header|posted-?(?:on|by|in|date)|post-?(?:meta|date|info|author|time|
      footer|details)|postmeta\S*|entry-?(?:meta|date|author|utility|footer|info)|
      article-?(?:meta|info|date|author|dates?|header-meta|tools)|story-?(?:meta|date|info)|
      submitted|publish(?:ed)?-?(?:date|on|time)?|pubdate|meta|metadata|post-?timestamp|
      author|vcard|timestamp|views|hits|page-?views|reading-?time|news-?date|date
    )(?:[-_]?\d+)?""",
    re.VERBOSE | re.IGNORECASE,
)
_ABOUT_MOST = 250  # characters
_BODY = re.compile(
    r"""(?:
      entry-?content|entry-?body|post-?content|post-?body|post-?text|article-?(?:body|content|text)|articlebody|
      articlecontent|article__(?:body|content|text)|story-?(?:body|content|text)|storybody|storytext|
      field--?name-?-?body|field-name-body|td-post-content|item-?(?:page|full-?text)|itemfulltext|
      node-?content|wp-block-post-content|single-?content|the-?content|news-?(?:body|content|text|details)|
      content-?body|body-?(?:content|text|copy)|main-?(?:text|copy)|text-?body|wysiwyg|
      mw-parser-output|rich-?text|article-page|post__content|post-full-content|section-inner|
      paragraph--type--text|text-long|page-?content|detail-?(?:content|text|body)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_CONTENT = frozenset(
    {"content", "main", "main-content", "maincontent", "article", "post", "hentry", "story", "primary",  # noqa: E501
     "site-content", "node", "blog-post", "single-post", "contents", "bodycontent"}
)  # fmt: skip
_ARTICLE_TYPES = re.compile(
    r"schema\.org/(?:\w*Article|BlogPosting|Report|WebPage)$", re.IGNORECASE
)
_REFERENCES = re.compile(
    r"^\W*(?:references?|sources?|notes?|footnotes?|endnotes|bibliography|citations?|further reading|"  # noqa: E501
    r"المراجع|المصادر|مراجع|مصادر|الهوامش|هوامش|الحواشي|ملاحظات|إحالات)\W*$",
    re.IGNORECASE,
)
_REFERENCE_NAMES = re.compile(
    r"(?:.*[-_])?(?:references?|reflist|footnotes?|endnotes|fn|sources?)\b.*"
)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_LEAST_PROSE = 30  # characters of a block that may be prose
_MOST = 0.4  # share of the prose that no furniture holds


@dataclass(slots=True)
class Weights:
    """Of every element, by `id`: characters of prose, of any text, of text in links."""

    prose: dict[int, int]
    text: dict[int, int]
    linked: dict[int, int]
    anchors: dict[int, int]  # how many links
    titles: dict[int, int]  # how many <h1>


def weigh(root: Node, *, without: frozenset[str] = frozenset()) -> Weights:  # noqa: PLR0912
    """Count the text of every element below `root`, those with a mark of `without` left out."""
    own: dict[int, list[int]] = {}  # of a block: characters of its own text, in links
    order: list[Node] = []
    waiting: list[tuple[Node, Node, bool]] = [(root, root, False)]
    text: dict[int, int] = {}
    linked: dict[int, int] = {}
    anchors: dict[int, int] = {}
    titles: dict[int, int] = {}
    while waiting:
        node, block, in_link = waiting.pop()
        if node.mark in without:
            continue
        if node.tag == "#text":
            length = len(node.text.strip())
            if length:
                held = own.setdefault(id(block), [0, 0])
                held[0] += length
                held[1] += length * in_link
                around = id(node.parent)
                text[around] = text.get(around, 0) + length
                if in_link:
                    linked[around] = linked.get(around, 0) + length
            continue
        order.append(node)
        if node.tag not in INLINE:
            block = node
        if node.tag == "a":
            in_link = True
            anchors[id(node)] = 1
        elif node.tag == "h1":
            titles[id(node)] = 1
        for child in node.children:
            waiting.append((child, block, in_link))
    prose: dict[int, int] = {}
    for node in reversed(order):
        held = own.get(id(node), [0, 0])
        if held[0] >= _LEAST_PROSE and held[1] * 2 < held[0] and node.tag not in _HEADINGS:
            prose[id(node)] = prose.get(id(node), 0) + held[0]
        if node.parent is not None and node is not root:
            for sums in (prose, text, linked, anchors, titles):
                if id(node) in sums:
                    sums[id(node.parent)] = sums.get(id(node.parent), 0) + sums[id(node)]
    return Weights(prose, text, linked, anchors, titles)


_NEVER_BY_NAME = frozenset(
    [
        "main",
        "article",
        "h1",
        "sup",
        "sub",
        "a",
        "code",
        "cite",
        "q",
        "b",
        "i",
        "em",
        "strong",
        "tbody",
        "tr",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def mark_furniture(body: Node) -> None:
    """Mark "furniture" what its names, or the share of its links, tell to be no part of an article.

    What is marked already stays as it is.
    """
    weights = weigh(body, without=frozenset({"thread"}))
    whole = weights.prose.get(id(body), 0)
    waiting = [body]
    while waiting:
        node = waiting.pop()
        if node.mark is not None:
            continue
        if node is not body and node.tag != "#text" and _is_furniture(node, weights, whole):
            node.mark = "furniture"
            continue
        waiting.extend(node.children)


def _is_furniture(node: Node, weights: Weights, whole: int) -> bool:
    if node.tag in _NEVER_BY_NAME:
        return _is_hidden(node) and weights.prose.get(id(node), 0) <= _MOST * whole
    if not _called_furniture(node, weights):
        return False
    share = weights.prose.get(id(node), 0)
    if share > _MOST * whole and share:
        return False
    titled = weights.titles.get(id(node), 0) > 0
    return not titled or weights.text.get(id(node), 0) > 4 * max(share, 200)


def _called_furniture(node: Node, weights: Weights) -> bool:  # noqa: PLR0911
    text = weights.text.get(id(node), 0)
    if node.tag == "footer" and node.parent is not None and node.parent.tag == "blockquote":
        return False
    if node.tag == "aside":
        # A box of facts beside the text is part of it; a box of links is not.
        linked = weights.linked.get(id(node), 0)
        within = any(one.tag in {"article", "main"} for one in node.up())
        named = any(_names_furniture(name) for name in node.names)
        return named or not within or linked * 3 > text or weights.prose.get(id(node), 0) < 80
    if node.tag in _FURNITURE_TAGS:
        return True
    if node.attrs.get("role", "").lower() in _FURNITURE_ROLES or _is_hidden(node):
        return True
    if node.tag in {"html", "body"}:
        return False
    if any(_REFERENCE_NAMES.fullmatch(name) for name in node.names):
        return False
    if any(_names_furniture(name) for name in node.names):
        return True
    about = text <= _ABOUT_MOST and any(_ABOUT.fullmatch(name) for name in node.names)
    return about and not any(one.tag in {"p", "table", "li"} and one is not node
                             and weights.prose.get(id(one), 0) > 60 for one in node.walk())  # fmt: skip  # noqa: E501


def _names_furniture(name: str) -> bool:
    return (
        name in _FURNITURE_NAMES
        or name.startswith(_FURNITURE_STARTS)
        or _FURNITURE.fullmatch(name[:80]) is not None
    )


def _is_hidden(node: Node) -> bool:
    return "hidden" in node.attrs or _HIDDEN.search(node.attrs.get("style", "")[:500]) is not None


def find_article(body: Node) -> list[Node]:
    """The elements that hold the article, in the order of the page; [body] if nothing tells more.

    To be asked once furniture and thread are marked.
    """
    weights = weigh(body, without=frozenset({"furniture", "thread"}))
    whole = weights.prose.get(id(body), 0)
    if not whole:
        return [body]
    candidates: list[list[Node]] = [[], [], []]
    waiting = [body]
    while waiting:
        node = waiting.pop()
        if node.mark is not None or node.tag == "#text":
            continue
        rank = _rank(node)
        if rank is not None:
            candidates[rank].append(node)
        waiting.extend(reversed(node.children))
    for group in candidates:
        outermost = _outermost(group)
        best = max(outermost, key=lambda one: weights.prose.get(id(one), 0), default=None)
        if best is None:
            continue
        held = weights.prose.get(id(best), 0)
        if held >= 0.5 * whole:
            return [_widened(best, weights)]
        together = [one for one in outermost if weights.prose.get(id(one), 0) >= 0.1 * held]
        if sum(weights.prose.get(id(one), 0) for one in together) >= 0.6 * whole:
            return together
    return [_descend(body, weights)]


def _rank(node: Node) -> int | None:
    """How surely an element holds an article, by what it is called: 0 the surest."""
    if "articlebody" in node.attrs.get("itemprop", "").lower().split():
        return 0
    if node.attrs.get("property", "") in {"content:encoded", "schema:text", "schema:articleBody"}:
        return 0
    if any(_BODY.fullmatch(name) for name in node.names):
        return 0
    if node.tag == "article" or _ARTICLE_TYPES.search(node.attrs.get("itemtype", "")[:200]):
        return 1
    if node.tag == "main" or node.attrs.get("role", "").lower() in {"main", "article"}:
        return 2
    return 2 if any(name in _CONTENT for name in node.names) and node.tag != "body" else None


def _outermost(nodes: list[Node]) -> list[Node]:
    inside = {id(one) for one in nodes}
    return [one for one in nodes if not any(id(around) in inside for around in one.up())]


def _widened(node: Node, weights: Weights) -> Node:
    """The <article> around a body of text, if it adds no more than a lead to it."""
    held = weights.prose.get(id(node), 0)
    for around in node.up():
        if around.tag in {"article", "main"}:
            added = weights.prose.get(id(around), 0) - held
            return around if added <= max(0.35 * held, 400) else node
    return node


def _descend(body: Node, weights: Weights) -> Node:
    """The smallest element that still holds nearly all prose."""
    at = body
    while True:
        held = weights.prose.get(id(at), 0)
        below = [one for one in at.children if one.tag not in INLINE and one.mark is None]
        best = max(below, key=lambda one: weights.prose.get(id(one), 0), default=None)
        # Down to a single paragraph would leave its short neighbours out.
        if best is None or best.tag in {"p", "li", "pre", "blockquote", "ul", "ol", "dd"}:
            return at
        if weights.prose.get(id(best), 0) < 0.8 * held:
            return at
        at = best


def trim_article(root: Node) -> None:
    """Mark as furniture the blocks of links within an article: "read also", lists of other pages.

    Lists of references keep: they are what the article leans on.
    """
    weights = weigh(root, without=frozenset({"furniture", "thread"}))
    waiting = [root]
    references = False
    while waiting:
        node = waiting.pop()
        if node.mark is not None or node.tag == "#text" or node.tag in INLINE:
            continue
        if node.tag in _HEADINGS or node.tag in {"p", "dt", "strong", "div"}:  # noqa: SIM102
            if weights.text.get(id(node), 0) < 60 and _REFERENCES.match(node.words(100)):
                references = True
        if node is not root and not references and _is_link_block(node, weights):
            node.mark = "furniture"
            continue
        waiting.extend(reversed(node.children))


def _is_link_block(node: Node, weights: Weights) -> bool:
    text, linked = weights.text.get(id(node), 0), weights.linked.get(id(node), 0)
    if node.tag not in {"ul", "ol", "div", "section", "table", "dl", "td"} or not text:
        return False
    if weights.prose.get(id(node), 0) or linked < 0.75 * text:
        return False
    if any(_REFERENCE_NAMES.fullmatch(name) for name in node.names):
        return False
    # One link in a block of its own is a citation, or a title; several are a list of pages.
    return weights.anchors.get(id(node), 0) >= 3


def find_title(body: Node, article: list[Node], said: str | None) -> Node | None:
    """The heading that is the title of the page: an <h1>, or the heading that repeats its name."""
    inside = [one for root in article for one in root.walk() if one.tag in _HEADINGS]
    everywhere = [
        one for one in body.walk() if one.tag in _HEADINGS and not _within(one, {"thread"})
    ]
    if said:
        plain = _plain(said)
        named = [(len(words), -at, one) for at, one in enumerate([*inside, *everywhere])
                 if (words := _plain(one.words(2000))) and words in plain
                 and (words == plain or len(words) > 12)]  # fmt: skip
        if named:
            # "Site: what happened" holds the name of the site too, which is the shorter of the two.
            return max(named, key=lambda one: one[:2])[2]
    firsts = [
        one for one in inside if one.tag == "h1" and not _within(one, {"thread", "furniture"})
    ]
    firsts += [one for one in everywhere if one.tag == "h1" and not _within(one, {"furniture"})]
    return next((one for one in firsts if one.words(2000)), None)


def _within(node: Node, marks: set[str]) -> bool:
    return node.mark in marks or any(one.mark in marks for one in node.up())


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
