"""Read what a page says of itself: title, author, date, address, number of comments."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from tawthiq.reading.pages.bylines import announced_in, author_in, date_in, written_date
from tawthiq.reading.pages.htmltree import Node
from tawthiq.reading.voices.wordsets import word_set

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "dcterms.date", "pubdate",
    "publishdate", "publish-date", "publication_date", "sailthru.date", "parsely-pub-date",
    "article.published", "cxenseparse:recs:publishtime", "citation_publication_date",
    "citation_date", "originalpublicationdate", "datecreated",
)  # fmt: skip
_AUTHOR = ("author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author",
           "sailthru.author", "byl", "article:author", "citation_author")  # fmt: skip
_TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_SUFFIX = re.compile(r"\s+[|»«–—·•:-]+\s+")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What the page says of itself; None where it does not."""

    title: str | None  # as the page wants it shown, without the name of the site if it can be told
    author: str | None
    published: date | None
    url: str | None  # its canonical address
    base: str | None  # what its relative links are resolved against
    announced: int | None


def read_meta(root: Node, body: Node, url: str | None, lines: Sequence[tuple[Node, str]]) -> Meta:
    """Read the head of the page, its JSON-LD, and the marked lines of its body.

    Args:
        root: the page.
        body: its body, its comments marked.
        url: the address it was fetched from, if known.
        lines: its short lines that speak of comments.
    """
    said: dict[str, str] = {}
    head_title: str | None = None
    canonical: str | None = None
    base: str | None = None
    scripts: list[str] = []
    for node in root.walk():
        if node.tag == "meta":
            name = (
                node.attrs.get("property") or node.attrs.get("name") or node.attrs.get("itemprop")
            )
            content = node.attrs.get("content", "").strip()
            if name and content:
                said.setdefault(name.strip().lower(), content[:2000])
        elif node.tag == "title" and head_title is None:
            head_title = node.words(2000) or None
        elif node.tag == "link" and "canonical" in node.attrs.get("rel", "").lower().split():
            canonical = canonical or node.attrs.get("href", "").strip()
        elif node.tag == "base" and base is None:
            base = node.attrs.get("href", "").strip() or None
        elif node.tag == "script":
            scripts.append("".join(child.text for child in node.children))
    data = [one for script in scripts for one in _things(script)]
    elements = _own(body)
    under = list(_lines_under_title(elements))
    own = _web(canonical, url) or _web(said.get("og:url"), url) or url
    return Meta(
        title=_title(said, head_title, data),
        author=_author(said, data, elements, under),
        published=_published(said, data, elements, under),
        url=own,
        base=_web(base, url or own) or url or own,
        announced=_announced(body, data, lines),
    )


def resolve(href: str, base: str | None) -> str | None:
    """The address of a link; None where it leads to no document (javascript:, data:, mailto:)."""
    href = re.sub(r"[\t\r\n]", "", href).strip()
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", href)
    if scheme and scheme[1].lower() not in {"http", "https", "ftp"}:
        # "example.org:8080/x" has a port, no scheme.
        return None if not re.match(r"[\w.-]+:\d", href) else href[:4000]
    if not href:
        return None
    if base is None or scheme:
        return href[:4000]
    try:
        return urljoin(base, href)[:4000]
    except ValueError:  # an address that is none, such as "http://[broken"
        return href[:4000]


def _web(href: str | None, base: str | None) -> str | None:
    if not href:
        return None
    whole = resolve(href, base)
    if whole is None or not _ADDRESS.match(whole):
        return None
    try:
        return whole if urlsplit(whole).netloc else None
    except ValueError:
        return None


def _things(script: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD script, the outermost first; none if it is no JSON."""
    try:
        held = json.loads(script)
    except (ValueError, RecursionError):
        return
    waiting: list[Any] = [held]
    for _ in range(2000):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, dict):
            yield one
            waiting.extend(one.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))
        elif isinstance(one, list):
            waiting.extend(one)


def _is_article(thing: dict[str, Any]) -> bool:
    return any(
        str(kind).endswith(("Article", "BlogPosting", "Report", "WebPage"))
        for kind in _listed(thing.get("@type"))
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _title(said: dict[str, str], head: str | None, data: list[dict[str, Any]]) -> str | None:
    for name in _TITLE:
        if said.get(name):
            return _one_line(said[name])
    for thing in data:
        if _is_article(thing) and isinstance(thing.get("headline"), str):
            return _one_line(thing["headline"])
    return _one_line(head) if head else None


def without_site(title: str) -> str:
    """A <title> without the name of the site that follows, or leads, a sign between spaces."""
    parts = _SUFFIX.split(title)
    longest = max(parts, key=len)
    return longest if len(parts) > 1 and len(longest) * 2 >= len(title) else title


def _one_line(text: str) -> str | None:
    return " ".join(text.split())[:500] or None


def _author(
    said: dict[str, str], data: list[dict[str, Any]], elements: list[Node], under: list[str]
) -> str | None:
    for thing in data:
        if _is_article(thing):
            for author in _listed(thing.get("author")):
                name = author.get("name") if isinstance(author, dict) else author
                if isinstance(name, str) and name.strip() and not _ADDRESS.match(name.strip()):
                    return _one_line(name)
    for name in _AUTHOR:
        if said.get(name) and not _ADDRESS.match(said[name]):
            return _one_line(said[name])
    for node in elements:
        marked = "author" in node.attrs.get("itemprop", "").split() or (
            "author" in node.attrs.get("rel", "").split()
        )
        if marked or any(name in _BYLINES for name in node.names):
            words = node.words(300)
            if words and len(words) <= 120:
                return author_in(words) or _before_date(words)
    return next((name for name in map(author_in, under) if name), None)


def _before_date(words: str) -> str | None:
    span = written_date(words)
    return (words[: span[0]] if span else words).strip(" |,،:–—-·") or None


def _lines_under_title(elements: list[Node]) -> Iterator[str]:
    """The short lines that follow the first heading: there stand author and date, if anywhere."""
    seen = 0
    under = False
    for node in elements:
        if node.tag in {"h1", "h2"}:
            under = True
        elif under and node.tag not in {"a", "ul", "nav", "script"}:
            words = _short_words(node)
            if words:
                seen += 1
                yield words
            elif seen and node.tag == "p":
                return  # the article has begun
            if seen > _UNDER_TITLE:
                return


_UNDER_TITLE = 12
_BYLINES = word_set(
    "byline author post-author entry-author article-author author-name by-author story-author "
    "article__author post__author byline__name itemauthor createdby"
)
_DATES = word_set(
    "date published post-date entry-date posted-on pubdate date-header article-date "
    "publish-date publication-date news-date timestamp create story-date dateline submitted "
    "itemdatecreated date-display-single post-timestamp postmetadata entry-meta post-meta "
    "entry-utility"
)


def _own(body: Node) -> list[Node]:
    """The elements of the page that stand in no comment."""
    held: list[Node] = []
    past = body.at
    for node in body.walk():
        if node.at < past or node.tag == "#text":
            continue
        if node.mark in {"thread", "item"}:
            past = node.end
        else:
            held.append(node)
    return held


def _published(
    said: dict[str, str], data: list[dict[str, Any]], elements: list[Node], under: list[str]
) -> date | None:
    written = [said[name] for name in _PUBLISHED if name in said]
    written += [
        str(thing[key])
        for thing in data
        if _is_article(thing)
        for key in ("datePublished", "dateCreated")
        if isinstance(thing.get(key), str)
    ]
    for one in written:
        day = date_in(one)
        if day is not None:
            return day
    marked: list[Node] = []
    times: list[Node] = []
    named: list[Node] = []
    for node in elements:
        prop = node.attrs.get("itemprop", "").lower().split()
        if "datepublished" in prop or "pubdate" in node.attrs:
            marked.append(node)
        elif node.tag == "time":
            times.append(node)
        elif any(name in _DATES or name in _BYLINES for name in node.names):
            named.append(node)
    for node in [*marked, *times[:3], *named[:8]]:
        for value in (node.attrs.get("content"), node.attrs.get("datetime"), node.words(200)):
            day = date_in(value) if value else None
            if day is not None:
                return day
    for line in under:
        span = written_date(line)
        if span is not None and (author_in(line) or len(line) - (span[1] - span[0]) <= 40):
            day = date_in(line)
            if day is not None:
                return day
    return None


def _announced(
    body: Node, data: list[dict[str, Any]], lines: Sequence[tuple[Node, str]]
) -> int | None:
    for node in body.walk():
        prop = node.attrs.get("itemprop", "").lower() if node.attrs else ""
        if prop in {"commentcount", "interactioncount"}:
            number = re.search(r"\d+", node.attrs.get("content", "") or node.words(60))
            if number and (
                prop == "commentcount" or "comment" in node.attrs.get("content", "").lower()
            ):
                return int(number[0][:7])
    for _, words in lines:
        number_said = announced_in(words)
        if number_said is not None:
            return number_said
    for thing in data:
        count = thing.get("commentCount")
        if _is_article(thing) and isinstance(count, int | str) and str(count).isdigit():
            return int(str(count)[:7])
    return None


def _short_words(node: Node) -> str:
    """The words of an element that holds at most 160 characters of them; else ""."""
    held = 0
    for seen, one in enumerate(node.walk()):
        held += len(one.text)
        if held > 400 or seen > 30:
            return ""
    words = node.words(400)
    return words if len(words) <= 160 else ""
