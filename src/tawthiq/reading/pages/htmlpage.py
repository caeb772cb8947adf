"""Read a web page: its article, its comments and its furniture as parts of one text."""

import re
from collections.abc import Callable
from datetime import date

from tawthiq.errors import ReadingError
from tawthiq.reading.model import Link, Segment, Text, ThreadNode
from tawthiq.reading.pages.htmlitem import Item
from tawthiq.reading.pages.htmlmeta import Meta, read_meta, resolve, without_site
from tawthiq.reading.pages.htmlparts import (
    find_article,
    find_title,
    mark_furniture,
    weigh_article,
)
from tawthiq.reading.pages.htmlthreads import find_thread
from tawthiq.reading.pages.htmltree import Node, lines_about_comments, parse, places
from tawthiq.reading.pages.htmltrim import trim_article
from tawthiq.reading.pages.htmlwriting import Wanted, Writer
from tawthiq.reading.pages.plain import FEWER_COMMENTS, read_top

_LETTER = re.compile(r"[^\W_]")


def read_page(html: str, where: str, url: str | None = None) -> Text:
    """The text of a page, in parts: title, article, comments in their order, furniture.

    Of each comment the lines about it (its author, its date, "Reply") stand before it as furniture.

    Args:
        html: the page, decoded.
        where: how to name it in a message.
        url: the address it was fetched from, if known.

    Raises:
        ReadingError: it holds no text, or more tags than any page has.
    """
    root = parse(html, where)
    body = next((one for one in root.children if one.tag in {"body", "frameset"}), root)
    lines = list(lines_about_comments(body))
    items = find_thread(body, lines)
    meta = read_meta(root, body, url, lines)
    mark_furniture(body)
    weights = weigh_article(body)
    article = find_article(body, weights)
    heading = find_title(body, article, meta.title)
    if heading is not None:
        heading.mark = "title"
    for one in article:
        trim_article(one, weights)
    page = _Page(Writer(), [], [])
    page.write_title(heading, meta)
    page.write_article(article)
    page.write_thread(items)
    if not page.has_words():
        # All of it is called furniture: then that is what the page has to say.
        for node in body.walk():
            node.mark = None if node.mark != "title" else node.mark
        items, article = [], [body]
        page = _Page(Writer(), [], [])
        page.write_title(heading, meta)
        page.write_article(article)
    page.write_furniture(body, article)
    return page.finished(meta, items, heading, where)


class _Page:
    """The parts of a page as they are written."""

    def __init__(self, writer: Writer, segments: list[Segment], thread: list[ThreadNode]):
        self.writer = writer
        self.segments = segments
        self.thread = thread

    def has_words(self) -> bool:
        """Whether the page was found to say anything beside its title."""
        return any(one.role in {"article", "comment"} for one in self.segments)

    def write_title(self, heading: Node | None, meta: Meta) -> None:
        if heading is not None:
            span = self.writer.part(
                [heading], lambda node: "in" if node is heading else _below(node)
            )
        elif meta.title:
            self.writer.write(without_site(meta.title))
            span = (0, self.writer.length)
        else:
            return
        self._segment(span, "title")

    def write_article(self, article: list[Node]) -> None:
        roots = {id(one) for one in article}

        def wanted(node: Node) -> Wanted:
            if id(node) in roots:
                return "in"
            return "skip" if node.mark is not None else None

        self._segment(self.writer.part(article, wanted), "article")

    def write_thread(self, items: list[Item]) -> None:
        for index, item in enumerate(items):
            self._segment(self.writer.part(item.roots, _about(item)), "furniture")
            start, stop = self.writer.part(item.roots, _words_of(item))
            self._segment((start, stop), "comment", index)
            self.thread.append(
                ThreadNode(
                    start=start,
                    stop=stop,
                    kind=item.kind,
                    number=item.number,
                    author=item.author,
                    written=item.written,
                    # A pingback tells of a page that speaks of the article, wherever it stands.
                    parent=None if item.kind == "pingback" else item.parent,
                )
            )

    def write_furniture(self, body: Node, article: list[Node]) -> None:
        roots = {id(one) for one in article}

        def wanted(node: Node) -> Wanted:
            if node.mark in {"item", "title"}:
                return "skip"
            if id(node) in roots:
                return "out"
            return "in" if node is body or node.mark is not None else None

        marked = places(body, lambda one: one.mark is not None)

        self._segment(self.writer.part([body], wanted, marked=marked), "furniture")

    def _segment(self, span: tuple[int, int], role: str, item: int | None = None) -> None:
        if span[0] < span[1]:
            self.segments.append(Segment(start=span[0], stop=span[1], role=role, item=item))  # type: ignore[arg-type]

    def _top(self, text: str) -> tuple[str | None, date | None]:
        """Author and date as the first lines of the article give them, as in a plain text."""
        article = next((one for one in self.segments if one.role == "article"), None)
        return read_top(text[article.start : article.stop]) if article else (None, None)

    def finished(self, meta: Meta, items: list[Item], heading: Node | None, where: str) -> Text:
        text = self.writer.text()
        if not any(
            one.role != "furniture" and _LETTER.search(text, one.start, one.stop)
            for one in self.segments
        ):
            raise ReadingError(
                f"{where}: the page holds no text. If it is built by scripts, open it in a "
                "browser, wait until it shows, and save it as a complete web page; if its words "
                "are pictures, read them with an OCR program first."
            )
        links = []
        for start, stop, href in self.writer.links:
            address = resolve(href, meta.base)
            if address is not None:
                links.append(
                    Link(start=min(start, len(text)), stop=min(stop, len(text)), url=address)
                )
        held = sum(item.kind != "pingback" for item in items)
        fewer = meta.announced is not None and meta.announced > max(held, len(items))
        title = meta.title
        if heading is not None:
            title = " ".join(heading.words(500).split()) or title
        elif title is not None:
            title = without_site(title)
        author, published = self._top(text)
        return Text(
            text=text,
            segments=tuple(self.segments),
            links=tuple(sorted(links, key=lambda one: (one.start, one.stop))),
            thread=tuple(self.thread),
            announced=meta.announced,
            title=title,
            author=meta.author or author,
            published=meta.published or published,
            url=meta.url,
            media_type="text/html",
            notes=(FEWER_COMMENTS,) if fewer else (),
        )


def _words_of(item: Item) -> Callable[[Node], Wanted]:
    """Which elements hold a comment's own words."""
    roots = {id(one) for one in item.roots}

    def wanted(node: Node) -> Wanted:
        if id(node) in item.heads or (node.mark == "item" and id(node) not in roots):
            return "skip"
        if id(node) in item.bodies:
            return "in"
        if id(node) in roots:
            return "out" if item.bodies else "in"
        return None

    return wanted


def _about(item: Item) -> Callable[[Node], Wanted]:
    """Which elements hold what is said about a comment."""
    roots = {id(one) for one in item.roots}

    def wanted(node: Node) -> Wanted:
        if node.mark == "item" and id(node) not in roots:
            return "skip"
        if id(node) in item.heads:
            return "in"
        if id(node) in item.bodies:
            return "out"
        if id(node) in roots:
            return "in" if item.bodies else "out"
        return None

    return wanted


def _below(node: Node) -> Wanted:
    return "skip" if node.mark is not None else None
