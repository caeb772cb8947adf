"""From the bytes of a document to its text: the first step of reading.

What a document is, its first bytes tell before its name does.
"""

import re
from dataclasses import replace
from pathlib import PurePath

from tawthiq.errors import ReadingError
from tawthiq.reading.model import Text
from tawthiq.reading.pages.decoding import declared_in, decode
from tawthiq.reading.pages.htmlpage import read_page
from tawthiq.reading.pages.pdf import read_pdf
from tawthiq.reading.pages.plain import read_plain

MAX_BYTES = 64_000_000
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml", ".php", ".asp", ".aspx"})
_PLAIN_NAMES = frozenset(
    {".txt", ".text", ".md", ".markdown", ".eml", ".log", ".msg.txt", ".rst", ".srt"}
)
_LOOKS_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body|"
    rb"meta|title|article|div|p|table|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_EXPECTED = "tawthiq reads HTML pages, PDF files with text in them, and plain text (.txt)"
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive, or an office document (DOCX, XLSX, ODT)",
     "Save the document as PDF or as plain text; import a list of people with `tawthiq import`"),
    (b"\xd0\xcf\x11\xe0", "an old office document (DOC, XLS)",
     "Save the document as PDF or as plain text; import a list of people with `tawthiq import`"),
    (b"{\\rtf", "an RTF document", "Save it as PDF or as plain text"),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it first"),
    (b"7z\xbc\xaf", "an archive (7z)", "Unpack it first"),
    (b"Rar!", "an archive (RAR)", "Unpack it first"),
    (b"BZh", "a compressed file (bzip2)", "Unpack it first"),
    (b"\xfd7zXZ", "a compressed file (xz)", "Unpack it first"),
    (b"\x89PNG", "a picture (PNG)", "Read it with an OCR program and save the text as .txt"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Read it with an OCR program and save the text as .txt"),
    (b"GIF8", "a picture (GIF)", "Read it with an OCR program and save the text as .txt"),
    (b"II*\x00", "a picture (TIFF)", "Read it with an OCR program and save the text as .txt"),
    (b"MM\x00*", "a picture (TIFF)", "Read it with an OCR program and save the text as .txt"),
    (b"RIFF", "a picture, a sound or a film", "Write down what it says and save the text as .txt"),
    (b"OggS", "a sound or a film", "Write down what it says and save the text as .txt"),
    (b"ID3", "a sound", "Write down what it says and save the text as .txt"),
    (b"\x1aE\xdf\xa3", "a film", "Write down what it says and save the text as .txt"),
    (b"SQLite format 3\x00", "a database", "Export what you need as plain text"),
    (b"wOFF", "a font", "It holds no words"),
)  # fmt: skip


def extract(
    content: bytes,
    filename: str,
    url: str | None = None,
    *,
    media_type: str | None = None,
    charset: str | None = None,
) -> Text:
    """The text of a document, in parts with their places.

    Args:
        content: the document, byte for byte.
        filename: its name; it counts where the bytes do not tell what they are.
        url: the address it was fetched from, if known.
        media_type: what the server called it, if known.
        charset: the encoding that the server gave, if any.

    Raises:
        ReadingError: the document is empty, too large, damaged, of a kind that is not read, or
            holds no text.
    """
    where = filename or url or "the document"
    _refuse(content, where)
    if content.lstrip()[:5] == b"%PDF-" or content[:1024].find(b"%PDF-") >= 0:
        return replace(read_pdf(content, where), url=url)
    is_html = _is_html(content, filename, media_type)
    declared = charset or (declared_in(content) if is_html else None)
    text, notes = decode(content, where, declared)
    read = (
        read_page(text.replace("\x00", ""), where, url) if is_html else read_plain(text, where, url)
    )
    return replace(read, notes=(*read.notes, *notes))


def _is_html(content: bytes, filename: str, media_type: str | None) -> bool:
    ending = PurePath(filename).suffix.lower()
    if ending in _PLAIN_NAMES:
        return False
    if media_type is not None and media_type.lower() in {"text/html", "application/xhtml+xml"}:
        return True
    if media_type is not None and media_type.lower() == "text/plain":
        return False
    if ending in _HTML_NAMES:
        return True
    head = content[:8192]
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head.replace(b"\x00", b"")[2:]
    return _LOOKS_HTML.match(head) is not None


def _refuse(content: bytes, where: str) -> None:
    if not content.strip():
        raise ReadingError(f"{where}: the file is empty. Fetch or save the document again.")
    if len(content) > MAX_BYTES:
        raise ReadingError(
            f"{where}: {len(content):,} bytes; a document of at most {MAX_BYTES:,} is read. Save the "  # noqa: E501
            "part you need, or its text as a .txt file."
        )
    for start, what, how in _REFUSED:
        if content.startswith(start):
            raise ReadingError(f"{where}: this is {what}. {_EXPECTED}. {how}.")
    if content[4:8] == b"ftyp":
        raise ReadingError(
            f"{where}: this is a film or a picture. {_EXPECTED}. Write down what it says and save the "  # noqa: E501
            "text as .txt."
        )
