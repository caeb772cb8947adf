"""Tell the parts of a page apart: its article, its furniture, its title.

Three things are asked, in this order: what the page itself calls its parts (elements, roles,
schema.org, the class names that blog engines and newspapers share), where its prose stands, and how
much of a block is links. A name alone never condemns most of a page: a block that holds a large
share of the prose is no furniture, whatever it is called.
"""

import re
from dataclasses import dataclass

from tawthiq.reading.pages.htmltree import INLINE, Node
from tawthiq.reading.voices.wordsets import word_set

_FURNITURE_TAGS = word_set(
    "nav footer form button select dialog menu aside input textarea datalist"
)
_FURNITURE_ROLES = word_set(
    "navigation banner complementary contentinfo search dialog alertdialog menu menubar toolbar "
    "tablist"
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
_FURNITURE_STARTS = (
    "widget_",
    "sd-",
    "addthis",
    "a2a_",
    "ads-",
    "ad-",
    "adsby",
    "google_ads",
    "cookie",
    "cky-",
    "cmplz",
    "related-",
    "share-",
    "social-",
    "nav-",
    "menu-",
    "footer-",
    "sidebar-",
    "breadcrumb",
    "newsletter",
    "ssba",
    "crp_related",
)
_FURNITURE_NAMES = word_set("widget ad print")
# Lines about the article: who wrote it, when, under which heading. Short, or they are no such line.
_ABOUT = re.compile(
    r"""(?:.*[-_])?(?:
      byline|dateline|datelines?|date-header|posted-?(?:on|by|in|date)|
      post-?(?:meta|date|info|author|time|footer|details)|postmeta\S*|entry-?(?:meta|date|author|utility|footer|info)|
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
_CONTENT = word_set(
    "content main main-content maincontent article post hentry story primary site-content node "
    "blog-post single-post contents bodycontent"
)
_ARTICLE_TYPES = re.compile(
    r"schema\.org/(?:\w*Article|BlogPosting|Report|WebPage)$", re.IGNORECASE
)
REFERENCE_NAMES = re.compile(
    r"(?:.*[-_])?(?:references?|reflist|footnotes?|endnotes|fn|sources?)\b.*"
)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_LEAST_PROSE = 30  # characters of a block that may be prose
_MOST = 0.4  # share of the prose that no furniture holds


@dataclass(slots=True)
class Weights:
    """Of every element at or below a root: what it holds. Asked for by node."""

    first: int  # place of the root in the page
    prose: list[int]  # characters of blocks that may be prose
    text: list[int]  # characters of any text
    linked: list[int]  # characters in links
    anchors: list[int]  # links
    titles: list[int]  # <h1>

    def prose_of(self, node: Node) -> int:
        """Characters of prose."""
        return self.prose[node.at - self.first]

    def text_of(self, node: Node) -> int:
        """Characters of any text."""
        return self.text[node.at - self.first]

    def linked_of(self, node: Node) -> int:
        """Characters of text in links."""
        return self.linked[node.at - self.first]

    def anchors_of(self, node: Node) -> int:
        """How many links."""
        return self.anchors[node.at - self.first]

    def titles_of(self, node: Node) -> int:
        """How many <h1>."""
        return self.titles[node.at - self.first]


def weigh(root: Node, *, without: frozenset[str] = frozenset()) -> Weights:
    """Count the text of every element below `root`, those with a mark of `without` left out."""
    first = root.at
    size = root.end - first
    nodes = _counted(root, without)
    in_link = bytearray(size)
    for node in nodes:
        if node.tag == "a" or (
            node is not root and node.parent is not None and in_link[node.parent.at - first]
        ):
            in_link[node.at - first] = 1
    prose, text, linked = [0] * size, [0] * size, [0] * size
    anchors, titles = [0] * size, [0] * size
    own, own_linked = [0] * size, [0] * size  # of a block: its text without that of blocks in it
    for node in reversed(nodes):
        at = node.at - first
        tag = node.tag
        block = False
        if tag == "#text":
            length = len(node.text.strip())
            if not length:
                continue
            text[at] = own[at] = length
            if in_link[at]:
                linked[at] = own_linked[at] = length
        else:
            block = tag not in INLINE
            anchors[at] += tag == "a"
            titles[at] += tag == "h1"
            held = own[at]
            if block and held >= _LEAST_PROSE and own_linked[at] * 2 < held:
                prose[at] += held * (tag not in HEADINGS)
        if node is root or node.parent is None:
            continue
        up = node.parent.at - first
        prose[up] += prose[at]
        text[up] += text[at]
        linked[up] += linked[at]
        anchors[up] += anchors[at]
        titles[up] += titles[at]
        if not block:
            own[up] += own[at]
            own_linked[up] += own_linked[at]
    return Weights(first, prose, text, linked, anchors, titles)


def _counted(root: Node, without: frozenset[str]) -> list[Node]:
    """The nodes at and below `root`, in order, without the marked ones and what is below them."""
    counted: list[Node] = []
    past = root.at
    for node in root.walk():
        if node.at < past:
            continue
        if node.mark is not None and node.mark in without:
            past = node.end
        else:
            counted.append(node)
    return counted


_NEVER_BY_NAME = word_set("main article h1 sup sub a code cite q b i em strong tbody tr")
HEADINGS = word_set("h1 h2 h3 h4 h5 h6")


def mark_furniture(body: Node) -> None:
    """Mark "furniture" what its names, or the share of its links, tell to be no part of an article.

    What is marked already stays as it is.
    """
    weights = weigh(body, without=frozenset({"thread"}))
    whole = weights.prose_of(body)
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
        return _is_hidden(node) and weights.prose_of(node) <= _MOST * whole
    if not _called_furniture(node, weights):
        return False
    share = weights.prose_of(node)
    if share > _MOST * whole and share:
        return False
    titled = weights.titles_of(node) > 0
    return not titled or weights.text_of(node) > 4 * max(share, 200)


def _called_furniture(node: Node, weights: Weights) -> bool:
    if node.tag == "footer" and node.parent is not None and node.parent.tag == "blockquote":
        return False
    if node.tag == "aside":
        # A box of facts beside the text is part of it; a box of links is not.
        linked, text = weights.linked_of(node), weights.text_of(node)
        within = any(one.tag in {"article", "main"} for one in node.up())
        named = any(_names_furniture(name) for name in node.names)
        return named or not within or linked * 3 > text or weights.prose_of(node) < 80
    by_kind = node.tag in _FURNITURE_TAGS or _is_hidden(node)
    if by_kind or node.attrs.get("role", "").lower() in _FURNITURE_ROLES:
        return True
    if node.tag in {"html", "body"} or any(REFERENCE_NAMES.fullmatch(one) for one in node.names):
        return False
    return any(_names_furniture(name) for name in node.names) or _is_about(node, weights)


def _is_about(node: Node, weights: Weights) -> bool:
    """Whether an element is a short line about the article, by its name."""
    if weights.text_of(node) > _ABOUT_MOST or not any(_ABOUT.fullmatch(n) for n in node.names):
        return False
    return not any(
        one.tag in {"p", "table", "li"} and one is not node and weights.prose_of(one) > 60
        for one in node.walk()
    )


def _names_furniture(name: str) -> bool:
    return (
        name in _FURNITURE_NAMES
        or name.startswith(_FURNITURE_STARTS)
        or _FURNITURE.fullmatch(name[:80]) is not None
    )


def _is_hidden(node: Node) -> bool:
    return "hidden" in node.attrs or _HIDDEN.search(node.attrs.get("style", "")[:500]) is not None


def weigh_article(body: Node) -> Weights:
    """What the page holds beside furniture and thread, once these are marked."""
    return weigh(body, without=frozenset({"furniture", "thread"}))


def find_article(body: Node, weights: Weights) -> list[Node]:
    """The elements that hold the article, in the order of the page; [body] if nothing tells more.

    To be asked once furniture and thread are marked.
    """
    whole = weights.prose_of(body)
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
        best = max(outermost, key=weights.prose_of, default=None)
        if best is None:
            continue
        held = weights.prose_of(best)
        if held >= 0.5 * whole:
            return [_widened(best, weights)]
        together = [one for one in outermost if weights.prose_of(one) >= 0.1 * held]
        if sum(weights.prose_of(one) for one in together) >= 0.6 * whole:
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
    held = weights.prose_of(node)
    for around in node.up():
        if around.tag in {"article", "main"}:
            added = weights.prose_of(around) - held
            return around if added <= max(0.35 * held, 400) else node
    return node


def _descend(body: Node, weights: Weights) -> Node:
    """The smallest element that still holds nearly all prose."""
    at = body
    while True:
        held = weights.prose_of(at)
        below = [one for one in at.children if one.tag not in INLINE and one.mark is None]
        best = max(below, key=weights.prose_of, default=None)
        # Down to a single paragraph would leave its short neighbours out.
        if best is None or best.tag in {"p", "li", "pre", "blockquote", "ul", "ol", "dd"}:
            return at
        if weights.prose_of(best) < 0.8 * held:
            return at
        at = best


def find_title(body: Node, article: list[Node], said: str | None) -> Node | None:
    """The heading that is the title of the page: an <h1>, or the heading that repeats its name."""
    inside = [one for root in article for one in root.walk() if one.tag in HEADINGS]
    everywhere = [
        one for one in body.walk() if one.tag in HEADINGS and not _within(one, {"thread"})
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
