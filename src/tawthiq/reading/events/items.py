"""Readers' comments, replies and pingbacks as statements: one for each item of the thread."""

from datetime import date

from tawthiq.reading.events.written import dates_written
from tawthiq.reading.model import Segment, Text
from tawthiq.statements import ThreadItem, statement_id

TYPE = "thread item"


def item_ids(text: Text, document: str) -> tuple[str, ...]:
    """The id of each item of the thread; items without words of their own may share a span."""
    seen: dict[tuple[int, int], int] = {}
    ids = []
    for node in text.thread:
        span = (node.start, node.stop)
        nth = seen.get(span, 0)
        seen[span] = nth + 1
        ids.append(statement_id(document, TYPE, *span, nth))
    return tuple(ids)


def thread_items(text: Text, document: str, published: date | None) -> tuple[ThreadItem, ...]:
    """One statement a comment, reply or pingback, in the order of the page.

    Args:
        text: the text with its thread.
        document: SHA-256 of the document's bytes.
        published: the day of the article; dates of comments without a year are read by it.
    """
    ids = item_ids(text, document)
    written = dates_written([node.written for node in text.thread], published)
    return tuple(
        ThreadItem(
            id=one,
            start=node.start,
            end=node.stop,
            quote=text.text[node.start : node.stop],
            holder=node.author,
            kind=node.kind,
            number=node.number,
            author=node.author,
            written=day,
            written_words=node.written,
            answers=None if node.parent is None else ids[node.parent],
        )
        for one, node, day in zip(ids, text.thread, written, strict=True)
    )


def holder_of(text: Text, segment: Segment) -> str | None:
    """Who puts forward what stands in a segment: a comment's author; None for the article."""
    return None if segment.item is None else text.thread[segment.item].author
