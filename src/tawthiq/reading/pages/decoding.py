"""Turn the bytes of a page or a message into text.

Strict UTF-8 comes first, for text in another encoding almost never decodes as UTF-8: what a page or
a server declares is often wrong. Windows-1256 gives some character for every byte, so there the
letters must make sense: Arabic letters stand beside Arabic letters, not inside Latin words.
"""

import codecs
import re

from tawthiq.errors import ReadingError
from tawthiq.fields import (
    ARABIC_LETTERS,
    SAMPLE,
    beyond_ascii,
    byte_order_mark,
    is_sensible_arabic,
    is_utf8,
)
from tawthiq.reading.voices.wordsets import word_set

DAMAGED = "some bytes could not be decoded"

_ARABIC_LETTER = re.compile(f"[{ARABIC_LETTERS}]")
_WRITTEN = re.compile(
    r"[\t\r\n -~\u00a0-\u024f\u0400-\u08ff\u2000-\u206f\u3000-\u9fff\ufb1d-\ufefc\ufeff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
# As browsers take them: a page that says "latin 1" means Windows-1252.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "utf-16": "utf-16-le"}

_NO_ENCODING_OF_PAGES = word_set(
    "idna punycode utf-7 unicode-escape raw-unicode-escape undefined mbcs oem"
)


def decode(content: bytes, where: str, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Decode a text; a byte order mark is taken off.

    Args:
        content: the file.
        where: how to name the file in a message.
        declared: the encoding that a server or the page gives, if any.

    Returns:
        The text, and what was lost: `DAMAGED`, or nothing.

    Raises:
        ReadingError: these are not the bytes of a text.
    """
    name = byte_order_mark(content)
    if name is None and b"\x00" in content[:SAMPLE]:
        name = _utf16(content)
    if name is None:
        name = _told(content, declared)
    try:
        text, lost = content.decode(name), False
    except UnicodeDecodeError:
        text, lost = content.decode(name, errors="replace"), True
    text = text.removeprefix("\ufeff")
    sample = text[:SAMPLE]
    controls = len(_CONTROL.findall(sample))
    if controls > 0.05 * len(sample) or (lost and sample.count("\ufffd") > 0.3 * len(sample)):
        raise ReadingError(
            f"{where}: this is no text: its bytes make no words in any encoding. A document can be "
            "an HTML page, a PDF with text in it, or a plain text (.txt)."
        )
    return text, (DAMAGED,) if lost else ()


def declared_in(content: bytes) -> str | None:
    """The encoding that a page declares in its first bytes."""
    found = _XML.search(content[:1024]) or _META.search(content[:8192])
    return found[1].decode("ascii") if found else None


def _utf16(content: bytes) -> str | None:
    sample = content[: SAMPLE - SAMPLE % 2]
    if len(sample) % 2:
        sample = sample[:-1]
    if sample.count(b"\x00") < 0.04 * len(sample):  # its spaces and signs alone give more
        return None
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, errors="replace")
        if len(_WRITTEN.findall(text)) >= 0.9 * max(len(text), 1):
            return name
    return None


def _told(content: bytes, declared: str | None) -> str:
    if is_utf8(content):
        return "utf-8"
    known = _known(declared)
    if known is not None and known != "utf-8":
        return known
    sample = content[:SAMPLE]
    read = sample.decode("utf-8", errors="replace")
    if read.count("\ufffd") * 4 <= beyond_ascii(read):
        return "utf-8"
    return "cp1256" if _is_arabic(sample.decode("cp1256")) else "cp1252"


def _is_arabic(text: str) -> bool:
    return len(_ARABIC_LETTER.findall(text)) * 3 >= beyond_ascii(text) and is_sensible_arabic(text)


def _known(declared: str | None) -> str | None:
    if not declared:
        return None
    try:
        name = codecs.lookup(declared).name
        "".encode(name)
        b"".decode(name)
    except (LookupError, TypeError, UnicodeError, ValueError):
        return None
    if name in _NO_ENCODING_OF_PAGES:
        return None
    return _MEANT.get(name, name)
