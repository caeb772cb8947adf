"""Tell the encoding of a text from its bytes: what readers of lists and of documents both ask.

Windows-1256 gives some character for every byte, so there the letters must make sense: Arabic
letters stand beside Arabic letters, not inside Latin words.
"""

import codecs
import re

SAMPLE = 200_000  # bytes or characters that are looked at
ARABIC_LETTERS = "\u0621-\u063a\u0641-\u064a\u0679-\u06d3"  # for a class of a pattern
_LATIN = "A-Za-zÀ-ÖØ-öø-ÿ×÷"
_MIXED = re.compile(f"[{ARABIC_LETTERS}][{_LATIN}]|[{_LATIN}][{ARABIC_LETTERS}]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_SENSIBLE = re.compile(r"[\u0600-\u06ffàâäçéèêëîïôöùûü\u00a0«»\u200c-\u200f\u2010-\u2026€°·]")


def byte_order_mark(content: bytes) -> str | None:
    """The encoding that a text says at its very beginning."""
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if content.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if content.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    return None


def is_utf8(content: bytes) -> bool:
    """Whether all of it decodes as UTF-8: text in another encoding almost never does."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def beyond_ascii(text: str) -> int:
    """How many of its characters are not ASCII."""
    return len(_BEYOND_ASCII.findall(text))


def is_sensible_arabic(text: str) -> bool:
    """Whether text decoded as Windows-1256 reads as Arabic, or as French beside it."""
    beyond = beyond_ascii(text)
    sensible, mixed = len(_SENSIBLE.findall(text)), len(_MIXED.findall(text))
    return sensible >= 0.9 * beyond and mixed <= 0.02 * beyond
