"""Read a plain text, a message or a post: its words are the file's own, to the character.

Only the segments tell apart what is article, what is a comment, and what stands about them.
"""

import re
from datetime import date

from tawthiq.errors import ReadingError
from tawthiq.reading.model import Link, Segment, Text
from tawthiq.reading.pages.bylines import author_in, date_in, written_date
from tawthiq.reading.pages.threads import find_plain_thread

FEWER_COMMENTS = "the page announces more comments than it holds"

_LETTER = re.compile(r"[^\W_]")
_LABEL = re.compile(
    r"^\s*(?:date|published|posted|dated|التاريخ|تاريخ(?:\s+النشر)?|نشر(?:\s+في)?|بتاريخ)\s*[:：]",
    re.IGNORECASE,
)
_FROM = re.compile(r"^From:\s*(?:\"?(?P<name>[^\"<\n]{2,80}?)\"?\s*)?(?:<[^>\n]*>)?\s*$", re.I)
_MARKDOWN_LINK = re.compile(r"\[(?P<words>[^\[\]\n]{1,300})\]\((?P<url>https?://[^\s()]{1,2000})\)")
_SIGNS = " |–—-,،.:()[]"
_SPEAKS = re.compile(r"[:：!?؟]|[.…]\s")  # a message, not the place of a dateline
_PLACE_MOST = 30  # characters of a dateline beside its date
_LOG_LINES = 3  # that begin with a date make a log: a chat, a list of events
_TOP = 8  # lines at the top that may tell author and date
_TOP_LINE = 120  # characters


def read_plain(text: str, where: str, url: str | None = None) -> Text:
    """The text of a plain file, with the thread it may hold.

    Raises:
        ReadingError: it holds no letter and no digit.
    """
    if not _LETTER.search(text):
        raise ReadingError(
            f"{where}: the file holds no text. If its words are pictures, read them with an OCR "
            "program first."
        )
    found = find_plain_thread(text)
    segments: tuple[Segment, ...]
    if found is None:
        segments = (Segment(start=0, stop=len(text), role="article"),)
    else:
        article = Segment(start=0, stop=found.start, role="article")
        segments = (article, *found.segments) if found.start else found.segments
    thread = found.thread if found else ()
    announced = found.announced if found else None
    author, published = read_top(text[: found.start] if found else text)
    return Text(
        text=text,
        segments=segments,
        links=tuple(
            Link(start=one.start("words"), stop=one.end("words"), url=one["url"])
            for one in _MARKDOWN_LINK.finditer(text)
        ),
        thread=thread,
        announced=announced,
        author=author,
        published=published,
        url=url,
        media_type="text/plain",
        notes=(FEWER_COMMENTS,) if announced is not None and announced > len(thread) else (),
    )


def _is_log(text: str) -> bool:
    """Whether its lines begin with dates: then the first of them is no date of publication."""
    dated = 0
    for line in text[:20_000].splitlines():
        span = written_date(line.strip(_SIGNS)[:40])
        dated += span is not None and span[0] == 0
        if dated >= _LOG_LINES:
            return True
    return False


def read_top(text: str) -> tuple[str | None, date | None]:
    """Author and date, where lines of their own at the top give them."""
    author: str | None = None
    published: date | None = None
    logged = _is_log(text)
    lines = [line.strip() for line in text[:4000].splitlines() if line.strip()][:_TOP]
    for line in lines:
        if len(line) > _TOP_LINE:
            continue
        sender = _FROM.match(line)
        name = sender["name"] if sender else author_in(line)
        if author is None and name:
            author = name.strip()
        span = written_date(line)
        if published is None and span is not None:
            rest = (line[: span[0]] + " " + line[span[1] :]).strip(_SIGNS)
            dateline = len(rest) <= _PLACE_MOST and not _SPEAKS.search(rest) and not logged
            if _LABEL.match(line) or name or dateline:
                published = date_in(line)
    return author, published
