"""Numbers and dates as each language writes them; text of others on one line and made harmless."""

import math
import re
import tomllib
import unicodedata
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from tawthiq.fields.model import Language

ARABIC_INDIC = str.maketrans("0123456789,.%-", "٠١٢٣٤٥٦٧٨٩٬٫٪−")

# Marks that order text by force. Inside a name they can make a line read as another one.
_BIDI = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], None
)


def one_line(text: str) -> str:
    """`text` without marks that force an order of reading, and on one line.

    Control characters become spaces and lone surrogates U+FFFD: neither can stand in HTML.
    """
    return _one_line(text)


@lru_cache(maxsize=20_000)  # pages write the same few names again and again
def _one_line(text: str) -> str:
    text = text.translate(_BIDI)
    shown = (
        "\ufffd"
        if unicodedata.category(char) == "Cs"
        else " "
        if unicodedata.category(char) in {"Cc", "Zl", "Zp"}
        else char
        for char in text
    )
    return " ".join("".join(shown).split())


def write_number(value: float, lang: Language, digits: int = 0) -> str:
    """`value` with grouped thousands and `digits` decimals, in the digits of `lang`."""
    if not math.isfinite(value):
        return "∞" if value > 0 else "?"
    written = f"{value:,.{digits}f}"
    if lang == "ar":
        return written.translate(ARABIC_INDIC)
    return written.replace("-", "−")


def write_digits(value: str, lang: Language) -> str:
    """The digits of `value` as `lang` writes them; its other characters stay."""
    if lang == "en":
        return value
    return re.sub("[0-9]", lambda found: "٠١٢٣٤٥٦٧٨٩"[int(found[0])], value)


def write_day(value: date, lang: Language) -> str:
    """ "23 August 2012" or "٢٣ آب/أغسطس ٢٠١٢"."""
    month = month_name(value.month, lang)
    return f"{write_digits(str(value.day), lang)} {month} {write_digits(str(value.year), lang)}"


def month_name(number: int, lang: Language) -> str:
    """The name of a month, from 1; in Arabic the Levantine one beside the one of the Nile."""
    return _month_names()[lang][number - 1]


@cache
def _month_names() -> dict[str, list[str]]:
    data = tomllib.loads((files(__package__) / "data" / "writing.toml").read_text("utf-8"))
    names: dict[str, list[str]] = data["months"]
    return names
