"""Words, numbers and dates as each language writes them; text of others made harmless.

Labels of both languages stand in one file, `labels.toml`, each label beside its twin, so that
neither can be forgotten. They may hold `{name}` places; what is put there is escaped, and numbers
and foreign words are isolated (`<bdi>`), so that they cannot reorder the line around them.
"""

import math
import re
import tomllib
from datetime import datetime
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape

from tawthiq.fields import (
    ARABIC_INDIC,
    month_name,
    one_line,
    write_day,
    write_digits,
    write_number,
)
from tawthiq.publish.model import Lang

# What other rooms write in both languages too lies below all of them.
clean, number, digits, day = one_line, write_number, write_digits, write_day

_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
RLI, FSI, PDI = "\u2067", "\u2068", "\u2069"


@cache
def labels() -> dict[str, dict[Lang, str]]:
    """Every label by its dotted key, in both languages."""
    tree = tomllib.loads(
        files("tawthiq.publish").joinpath("labels.toml").read_text(encoding="utf-8")
    )
    return {
        f"{group}.{key}": twins for group, entries in tree.items() for key, twins in entries.items()
    }


def plain(key: str, lang: Lang) -> str:
    """The label as plain text: for plots."""
    return labels()[key][lang]


def text(key: str, lang: Lang, **values: object) -> Markup:
    """The label as HTML, its places filled. What is not `Markup` already is cleaned and escaped."""
    filled = {
        name: value if isinstance(value, Markup) else bdi(str(value))
        for name, value in values.items()
    }
    return Markup(escape(labels()[key][lang])).format(**filled)  # noqa: S704 - escaped just here


def bdi(value: str, lang: Lang | None = None) -> Markup:
    """`value`, escaped, and isolated from the direction of the text around it."""
    if lang is None:
        return Markup("<bdi>{}</bdi>").format(clean(value))
    return Markup('<bdi lang="{}">{}</bdi>').format(lang, clean(value))


def foreign(value: str, lang: Lang) -> Markup:
    """A word of others: isolated, and marked where its script is not that of `lang`.

    So it is read aloud by a voice that can. Of Latin letters only the script is known: a source's
    name may be English, French or Turkish.
    """
    value = clean(value)
    if lang == "en" and _ARABIC.search(value):
        return Markup('<bdi lang="ar">{}</bdi>').format(value)
    if lang == "ar" and _LATIN.search(value) and not _ARABIC.search(value):
        return Markup('<bdi lang="und-Latn">{}</bdi>').format(value)
    return Markup("<bdi>{}</bdi>").format(value)


def about(value: float, lang: Lang) -> str:
    """`value` rounded to three significant digits: for prose only."""
    if value == 0 or not math.isfinite(value):
        return number(value, lang)
    step = 10 ** max(math.floor(math.log10(abs(value))) - 2, 0)
    return number(round(value / step) * step, lang)


def percent(share: float, lang: Lang, digits: int = 0) -> str:
    """A share of 1 as a percentage."""
    written = f"{share * 100:.{digits}f}%"
    return written.translate(ARABIC_INDIC) if lang == "ar" else written


def moment(value: datetime, lang: Lang) -> str:
    """A day and a time, UTC."""
    clock = digits(f"{value:%H:%M}", lang)
    return plain("units.moment", lang).format(day=day(value.date(), lang), time=clock)


def month(value: str, lang: Lang) -> str:
    """ "August 2012" for "2012-08"; any other text as it is."""
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", value)
    if not found:
        return clean(value)
    name = month_name(int(found[2]), lang)
    return f"{name} {digits(found[1], lang)}"


def short_month(value: str, lang: Lang) -> list[str]:
    """["Aug", "2012"] for "2012-08": two lines under an axis."""
    year, number_ = value.split("-")
    name = plain(f"short_month.{_MONTHS[int(number_) - 1]}", lang)
    return [name, digits(year, lang)]


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
