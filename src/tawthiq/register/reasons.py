"""The reasons of a pair in words: fields, levels, parts of names, verdicts, in both languages."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from tawthiq.fields import write_number
from tawthiq.names import romanise
from tawthiq.register.wording import Language

_ACROSS = "suffix.across"
_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3]")


def reason_words(key: str, lang: Language) -> str:
    """The words under a dotted key of `reasons.toml`: "field.name", "held.sure", …

    A field, a kind or another term that came with a newer linkage and has no words yet is its own
    word.
    """
    twins = _labels().get(key)
    return twins[lang] if twins else key.partition(".")[2]


def level_words(reason: str, lang: Language) -> str:
    """A level of a field, given by its English words in `linkage.LEVELS`, in `lang`.

    A level without words in `lang` stays English.
    """
    if lang == "en":
        return reason
    across = _labels()[_ACROSS]
    bare = reason.removesuffix(across["en"])
    found = _levels().get(bare)
    if found is None:
        return reason
    return found + (across[lang] if bare != reason else "")


def bits_words(bits: float, lang: Language) -> str:
    """A weight with its sign, "+19.8" or "−3.0"; a weight of nothing has none."""
    rounded = round(bits, 1)
    if not rounded:
        return write_number(0.0, lang, 1)
    sign = "+" if rounded > 0 else "−"
    return sign + write_number(abs(rounded), lang, 1)


def probability_words(probability: float, lang: Language) -> str:
    """A probability with three decimals; what would round to 0 or 1 keeps its doubt."""
    if 0 < probability < 0.0005:
        return reason_words("said.under", lang).format(probability=write_number(0.001, lang, 3))
    if 0.9995 <= probability < 1:
        return reason_words("said.over", lang).format(probability=write_number(0.999, lang, 3))
    return write_number(probability, lang, 3)


def in_latin(part: str) -> str | None:
    """How a part of a name in Arabic may be read, in Latin letters; None for any other script."""
    return romanise(part) if _ARABIC.search(part) else None


@cache
def _tree() -> dict[str, Any]:
    text = files("tawthiq.register").joinpath("reasons.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _labels() -> dict[str, dict[str, str]]:
    return {
        f"{group}.{key}": twins
        for group, entries in _tree().items()
        if group != "levels"
        for key, twins in entries.items()
    }


@cache
def _levels() -> dict[str, str]:
    return {twins["en"]: twins["ar"] for twins in _tree()["levels"]["words"]}
