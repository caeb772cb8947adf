"""Bring a cell to one plain form, so that each reader below meets one spelling of one word.

This is the fold of this room alone: dates, numbers and vocabularies. Personal names have their own
(`tawthiq.names`), with other losses.
"""

import unicodedata

from tawthiq.errors import FieldError

MAX_LENGTH = 200  # characters; a longer cell is no date, age or place, and may be an attack

_DROPPED = (
    "\u0640"  # tatweel
    "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u00ad"  # joiners, marks of direction
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # direction embeddings
    "\u0621"  # a lone hamza: written and left out at will
    "'`\u00b4\u02bb\u02bc\u02be\u02bf\u2018\u2019\u2032\u201b\u0060"  # apostrophes, ayn, hamza
)
_MAPPED = {
    **{0x0660 + n: str(n) for n in range(10)},
    **{0x06F0 + n: str(n) for n in range(10)},
    **dict.fromkeys(map(ord, _DROPPED)),
    **dict.fromkeys(map(ord, "أإآٱ"), "ا"),
    **dict.fromkeys(map(ord, "ىیئېے"), "ي"),
    **dict.fromkeys(map(ord, "ةۀہھ"), "ه"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-"),
    ord("ؤ"): "و",
    ord("ک"): "ك",
    ord("گ"): "ك",
    ord("،"): ",",
    ord("؛"): ";",
    ord("؟"): "?",
    ord("٪"): "%",
    ord("٫"): ".",
    ord("٬"): ",",
    ord("⁄"): "/",
    ord("…"): " ",
    ord("ı"): "i",
    ord("ø"): "o",
    ord("ł"): "l",
    ord("đ"): "d",
    ord("æ"): "ae",
    ord("œ"): "oe",
}


def check_length(text: str) -> None:
    """Refuse a cell that is too long to be a value.

    Raises:
        FieldError: more than 200 characters.
    """
    if len(text) > MAX_LENGTH:
        raise FieldError(
            f"{text[:40]!r}… is {len(text):,} characters long; a value of this kind has at most "
            f"{MAX_LENGTH}. Map the column as notes if it holds free text."
        )


def fold(text: str) -> str:
    """Fold case, digits, Arabic letter forms, marks, dashes and blanks to one plain form.

    Args:
        text: at most 200 characters, in Arabic or Latin script or both.

    Returns:
        Lower case, Western digits, no diacritics or tatweel, single blanks. Folding twice changes
        nothing more.

    Raises:
        FieldError: more than 200 characters.
    """
    check_length(text)
    if not text.isascii():
        # The composed Arabic letters (آ أ ؤ …) are mapped before they can fall apart below.
        text = unicodedata.normalize("NFKC", text).translate(_MAPPED)
        text = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(c for c in text if not unicodedata.combining(c)).translate(_MAPPED)
        text = unicodedata.normalize("NFC", text)
    else:
        text = text.casefold().replace("'", "").replace("`", "")
    return " ".join(text.split())


def folded_form(text: str) -> str:
    """Mark text that no vocabulary knows: `~` and its folded form."""
    return "~" + fold(text.lstrip("~ "))
