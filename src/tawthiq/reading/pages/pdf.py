"""Read a PDF that holds text: its paragraphs in reading order, its headers and footers apart.

PDFium gives the letters of a page with their places. Lines are joined to paragraphs by their
distance, and words cut by a hyphen at the end of a line are made whole. Lines with Arabic are set
in order by the places of their letters, since files store them now as they are read and now as
they are seen; letters stored as shapes become letters.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from tawthiq.errors import ReadingError
from tawthiq.reading.model import Link, Segment, Text
from tawthiq.reading.pages.bidi import Glyph, in_reading_order, letters_of_shapes
from tawthiq.reading.pages.plain import read_top

DAMAGED_PAGES = "pages of the PDF could not be read"

MAX_CHARACTERS = 64_000_000
_MOST_LINKS = 5_000  # of a page
_LONGEST_ADDRESS = 4_000
_WEB = re.compile(r"https?://", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_ARABIC = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page|p\.|صفحة|ص)?\W*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|من|-)\s*\d{1,4})?\W*$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?؟…:؛;»”\"')\]]\W*$")
_BEGINS_ITEM = re.compile(
    r"^\s*(?:[•▪●◦■‣\-–—*o]\s|\d{1,3}[.)]\s|\(?[a-z\u0621-\u064a][.)]\s|\[\d)"
)
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_EDGE_LINES = 2  # at the top and the bottom of a page where headers and footers stand
_SCAN_LETTERS = 25  # a page with fewer letters may be a picture
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    bottom: float  # of its base line
    height: float


@dataclass(frozen=True, slots=True)
class _Page:
    lines: list[_Line]
    links: list[tuple[str, str]]  # words, address


def read_pdf(content: bytes, where: str) -> Text:
    """The text of a PDF.

    Args:
        content: the file.
        where: how to name it in a message.

    Raises:
        ReadingError: it is damaged, locked with a password, a scan without text, or empty.
    """
    document = _opened(content, where)
    try:
        pages, pictures = _pages(document, where)
        damaged = [number for number, page in enumerate(pages, 1) if page is None]
        said = document.get_metadata_dict()
    finally:
        document.close()
    whole = [page or _Page([], []) for page in pages]
    letters = sum(len(_LETTER.findall(line.text)) for page in whole for line in page.lines)
    if letters < _SCAN_LETTERS * max(len(pages), 1) and pictures * 2 >= len(pages) and pictures:
        raise ReadingError(
            f"{where}: this PDF is a scan: {pictures} of its {len(pages)} pages are pictures, with "
            "next to no text. Read it with an OCR program (for example OCRmyPDF with the languages "
            "eng+ara), and read the PDF or the text that it writes."
        )
    if not letters:
        raise ReadingError(
            f"{where}: the PDF holds no text. If its words are drawn, read it with an OCR program "
            "(for example OCRmyPDF) first."
        )
    text = _assembled(whole, said)
    if damaged:
        told = f"{DAMAGED_PAGES}: {', '.join(map(str, damaged))}"
        return replace(text, notes=(*text.notes, told))
    return text


def _opened(content: bytes, where: str) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(content)
        if len(document) == 0:
            raise ReadingError(f"{where}: the PDF has no pages. Fetch or save it again.")
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise ReadingError(
                f"{where}: the PDF is locked with a password. Save a copy without one, or its text "
                "as a .txt file."
            ) from error
        raise ReadingError(
            f"{where}: this PDF is damaged and cannot be opened ({error}). Fetch or save it again, "
            "or print it anew to PDF from a program that can show it."
        ) from error
    return document


def _pages(document: pdfium.PdfDocument, where: str) -> tuple[list[_Page | None], int]:
    """What stands on each page, None for those that are damaged; and how many are pictures."""
    pages: list[_Page | None] = []
    pictures = held = 0
    for number in range(len(document)):
        try:
            page = document[number]
            textpage = page.get_textpage()
        except pdfium.PdfiumError:
            pages.append(None)
            continue
        lines = _lines(textpage)
        links = _links(document, page, textpage)
        textpage.close()
        if sum(len(line.text) for line in lines) < 200 and _has_picture(page):
            pictures += 1
        page.close()
        held += sum(len(line.text) for line in lines)
        if held > MAX_CHARACTERS:
            raise ReadingError(
                f"{where}: the PDF holds more than {MAX_CHARACTERS:,} characters. Split it, and "
                "read the part you need."
            )
        pages.append(_Page(lines, links))
    return pages, pictures


def _links(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage
) -> list[tuple[str, str]]:
    """Words and addresses of the links that a page marks."""
    links: list[tuple[str, str]] = []
    at, link, box = ctypes.c_int(0), pdfium_raw.FPDF_LINK(), pdfium_raw.FS_RECTF()
    while len(links) < _MOST_LINKS and pdfium_raw.FPDFLink_Enumerate(page, at, link):
        url = _address(document, link)
        if url is None or not pdfium_raw.FPDFLink_GetAnnotRect(link, box):
            continue
        words = textpage.get_text_bounded(box.left, box.bottom, box.right, box.top)
        links.append((re.sub(r"\s+", " ", words).strip(), url))
    return links


def _address(document: pdfium.PdfDocument, link: object) -> str | None:
    """The web address that a link leads to; None where it leads into the document itself."""
    action = pdfium_raw.FPDFLink_GetAction(link)
    if not action or pdfium_raw.FPDFAction_GetType(action) != pdfium_raw.PDFACTION_URI:
        return None
    size = pdfium_raw.FPDFAction_GetURIPath(document, action, None, 0)
    if not 1 < size <= _LONGEST_ADDRESS:
        return None
    held = ctypes.create_string_buffer(size)
    pdfium_raw.FPDFAction_GetURIPath(document, action, held, size)
    url = held.value.decode("utf-8", errors="replace").strip()
    return url if _WEB.match(url) else None


def _has_picture(page: pdfium.PdfPage) -> bool:
    objects = page.get_objects(filter=[pdfium_raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    return next(iter(objects), None) is not None


def _lines(textpage: pdfium.PdfTextPage) -> list[_Line]:
    count = textpage.count_chars()
    if count <= 0:
        return []
    # One character of the page, one of this string: places are asked for by number.
    letters = [chr(pdfium_raw.FPDFText_GetUnicode(textpage, at) or 32) for at in range(count)]
    lines: list[_Line] = []
    start = 0
    for at in range(count + 1):
        if at == count or letters[at] in "\r\n":
            if at > start:
                line = _line(textpage, letters, start, at)
                if line is not None:
                    lines.append(line)
            start = at + 1
    return lines


def _line(textpage: pdfium.PdfTextPage, letters: list[str], start: int, stop: int) -> _Line | None:
    words = "".join(letters[start:stop])
    if not words.strip():
        return None
    inked = [at for at in range(start, stop) if not letters[at].isspace()]
    first = textpage.get_charbox(inked[0], loose=True)
    last = textpage.get_charbox(inked[-1], loose=True)
    left, right = min(first[0], last[0]), max(first[2], last[2])
    if _ARABIC.search(words):
        glyphs = [
            Glyph(letters[at], *_middle(textpage, at)) if not letters[at].isspace() else None
            for at in range(start, stop)
        ]
        words = in_reading_order(glyphs)
        places = [one for one in glyphs if one is not None]
        left, right = min(one.left for one in places), max(one.right for one in places)
    height = max(one[3] - one[1] for one in (first, last))
    words = _CONTROL.sub("", letters_of_shapes(words)).replace("\ufffe", "-").replace("\uffff", "")
    words = re.sub(r"\s+", " ", words).strip()
    if not words:
        return None
    return _Line(words, left, right, _baseline(textpage, inked[0]), max(height, 1.0))


def _baseline(textpage: pdfium.PdfTextPage, at: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_raw.FPDFText_GetCharOrigin(textpage, at, ctypes.byref(x), ctypes.byref(y))
    return y.value


def _middle(textpage: pdfium.PdfTextPage, at: int) -> tuple[float, float]:
    box = textpage.get_charbox(at, loose=True)
    return box[0], box[2]


def _assembled(whole: list[_Page], said: dict[str, str]) -> Text:
    pages = [page.lines for page in whole]
    edges = _repeated(pages)
    if all(
        _is_edge(page, at) and _shape(one.text) in edges
        for page in pages
        for at, one in enumerate(page)
    ):
        edges = set()  # pages of one line or two that are alike: then that is what they say
    pieces: list[str] = []
    furniture: list[str] = []
    starts: list[int] = []  # of the pages, in the text
    length = 0
    for page in pages:
        starts.append(length)
        kept: list[_Line] = []
        for place, line in enumerate(page):
            if _is_edge(page, place) and (
                _shape(line.text) in edges or _PAGE_NUMBER.match(line.text)
            ):
                furniture.append(line.text)
            else:
                kept.append(line)
        paragraphs = _paragraphs(kept)
        if pieces and paragraphs and _goes_on(pieces[-1], paragraphs[0]):
            length -= len(pieces[-1])
            pieces[-1] = _joined(pieces[-1], paragraphs.pop(0))
            length += len(pieces[-1])
        pieces.extend(paragraphs)
        length += sum(len(piece) + 2 for piece in paragraphs)
    article = "\n\n".join(pieces)
    text = "\n\n".join(part for part in (article, "\n".join(furniture)) if part)
    author, published = read_top(article)
    segments = [Segment(start=0, stop=len(article), role="article")] if article else []
    if furniture:
        segments.append(
            Segment(start=len(text) - len("\n".join(furniture)), stop=len(text), role="furniture")
        )
    return Text(
        text=text,
        segments=tuple(segments),
        title=_title(said),
        links=tuple(_placed(text, whole, starts)),
        author=author or said.get("Author", "").strip() or None,
        # The day on which the file was made is none: reports are printed anew years later.
        published=published,
        media_type="application/pdf",
    )


def _title(said: dict[str, str]) -> str | None:
    """The title that the file gives itself; the name of a file is none."""
    title = re.sub(r"^Microsoft \w+ - ", "", said.get("Title", "")).strip()
    return None if not title or re.search(r"\.\w{2,5}$", title) else title[:500]


def _placed(text: str, pages: list[_Page], starts: list[int]) -> Iterator[Link]:
    """The links of the pages at their words; where these are not found, at the page's beginning."""
    for page, first in zip(pages, starts, strict=True):
        at = min(first, len(text))
        for words, url in page.links:
            found = text.find(words, at) if words else -1
            if found < 0:
                found = text.find(words, first) if words else -1
            if found < 0:
                yield Link(start=at, stop=at, url=url)
            else:
                at = found + len(words)
                yield Link(start=found, stop=at, url=url)


def _is_edge(page: list[_Line], place: int) -> bool:
    return place < _EDGE_LINES or place >= len(page) - _EDGE_LINES


def _shape(line: str) -> str:
    return _DIGITS.sub("0", line).casefold()


def _repeated(pages: list[list[_Line]]) -> set[str]:
    """The lines that stand at the edge of at least half of the pages, whatever their numbers."""
    if len(pages) < 2:
        return set()
    counted: Counter[str] = Counter()
    for page in pages:
        counted.update({_shape(one.text) for at, one in enumerate(page) if _is_edge(page, at)})
    return {shape for shape, times in counted.items() if times >= max(2, len(pages) / 2)}


def _paragraphs(lines: list[_Line]) -> list[str]:
    steps = [
        one.bottom - following.bottom
        for one, following in pairwise(lines)
        if 0 < one.bottom - following.bottom < 4 * one.height
    ]
    # Lines of one paragraph lie closest: of all distances, a small one is theirs.
    heights = sorted(one.height for one in lines)
    most = 2.0 * heights[len(heights) // 2] if heights else 0.0
    step = min(sorted(steps)[len(steps) // 4], most) if steps else 0.0
    left = min((one.left for one in lines), default=0.0)
    right = max((one.right for one in lines), default=0.0)
    paragraphs: list[str] = []
    before: _Line | None = None
    for line in lines:
        if before is None:
            paragraphs.append(line.text)
        elif _same_paragraph(before, line, step, left, right):
            paragraphs[-1] = _joined(paragraphs[-1], line.text)
        elif _next_line(before, line, step):
            paragraphs[-1] = f"{paragraphs[-1]}\n{line.text}"
        else:
            paragraphs.append(line.text)
        before = line
    return paragraphs


def _same_paragraph(before: _Line, line: _Line, step: float, left: float, right: float) -> bool:
    fall = before.bottom - line.bottom
    # Of Arabic the file may give the ink of its letters alone, some of which are low.
    least = 0.4 if _ARABIC.search(line.text) else 0.55
    if _BEGINS_ITEM.match(line.text) or not least < line.height / before.height < 1 / least:
        return False
    if fall < 0:  # the top of the next column
        return not _ENDS.search(before.text)
    if fall > 1.4 * max(step, 0.5 * before.height):
        return False
    # A line that stops early ends its paragraph: seen from the side where its script ends.
    width = max(right - left, 1.0)
    own_width = max(before.right, line.right) - min(before.left, line.left)
    if _ARABIC.search(before.text):
        short = before.left - min(before.left, line.left) > 0.25 * max(own_width, 1.0)
    else:
        short = max(before.right, line.right) - before.right > 0.25 * max(own_width, 1.0)
    return not short and own_width > 0.25 * width


def _next_line(before: _Line, line: _Line, step: float) -> bool:
    fall = before.bottom - line.bottom
    alike = 0.8 < line.height / before.height < 1.25
    return alike and 0 <= fall <= 1.6 * max(step, 1.0) and not _ENDS.search(before.text)


def _goes_on(before: str, following: str) -> bool:
    """Whether a paragraph goes on over the page: its sentence is open, and small letters follow."""
    if _ENDS.search(before) or _BEGINS_ITEM.match(following) or len(before) < 60:
        return False
    return following[0].islower() or _ARABIC.match(following) is not None


def _joined(before: str, following: str) -> str:
    if _HYPHEN.search(before) and following[:1].islower():
        return before[:-1] + following
    return f"{before} {following}"
