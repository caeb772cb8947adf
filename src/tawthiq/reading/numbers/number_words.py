"""What one word is within a number: a unit, a ten, a scale, with what Arabic glues before it."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

from tawthiq.fields.text import fold
from tawthiq.reading.model import Token

# What Arabic glues before a number word: "and", a preposition, the article, in this order.
_GLUED = frozenset(map("".join, product(("", "و", "ف"), ("", "ب", "ل"), ("", "ال", "ل"))))
_LONGEST_GLUE = 5
_NO_SIX = frozenset(("لست", "فلست", "ولست", "فست"))  # "I am not", never "for six"
# With the article these are days of the week.
_DAYS = frozenset(("احد", "اثنين", "ثلاثا", "اربعا"))
_ROUGH = ("odd", "some", "something", "ish", "plus")  # "thirty-odd", "eighty-some"


@dataclass(frozen=True, slots=True)
class NumberWord:
    """What a word may be within a number."""

    kind: str  # a table of `numerals.toml`
    value: int
    glued: str = ""  # "و", "ب", "ال" … before it

    @property
    def joined(self) -> bool:
        """Whether an Arabic "and" is glued to it."""
        return self.glued.startswith("و")


@dataclass(frozen=True, slots=True)
class Hyphened:
    """A number that hyphens make one word: "twenty-three", "eighty-some"."""

    value: int
    rough: str | None = None  # the word that makes it rough


@cache
def _said() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("tawthiq.reading") / "data" / "numerals.toml").read_text("utf-8"))


@cache
def _table() -> dict[str, NumberWord]:
    return {
        fold(word): NumberWord(kind, int(value))
        for kind, values in _said().items()
        if kind != "letter"
        for value, words in values.items()
        for word in words
    }


@cache
def letters() -> dict[str, int]:
    """What a letter glued to digits multiplies them by: "12k"."""
    return {letter: int(value) for value, some in _said()["letter"].items() for letter in some}


@lru_cache(maxsize=32_768)
def number_word(norm: str) -> NumberWord | None:
    """What a folded word is within a number; None where it is none."""
    found = _table().get(norm)
    if found is not None:
        return found
    if not is_arabic(norm) or norm in _NO_SIX:
        return None
    for cut in range(1, min(_LONGEST_GLUE, len(norm) - 1)):
        glued, word = norm[:cut], _table().get(norm[cut:])
        if word is not None and glued in _GLUED:
            if norm[cut:] in _DAYS and "ا" in glued:
                return None
            return NumberWord(word.kind, word.value, glued)
    return None


def number_word_at(tokens: Sequence[Token], at: int) -> NumberWord | None:
    """What the word at a token is within a number."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    norm = tokens[at].norm
    if norm == "واحد" and norm_at(tokens, at + 1) == "عشر":
        return NumberWord("unit", 1, "و")  # "وأحد عشر": and eleven, not one
    if tokens[at].raw.endswith("ء"):
        return None  # "الثلاثاء", "الأربعاء": days, whose last letter folding drops
    return number_word(norm)


@lru_cache(maxsize=8_192)
def hyphened(norm: str) -> Hyphened | None:
    """ "twenty-three" as one token; None where it is no number."""
    if "-" not in norm or not norm.isascii():
        return None
    parts = [part for part in norm.split("-") if part != "and"]
    rough = parts.pop() if parts[-1] in _ROUGH else None
    value = 0
    for part in parts:
        word = number_word(part)
        if word is None:
            return None
        if word.kind in ("hundred", "group") and value:
            value *= word.value
        elif word.kind in ("unit", "ten", "teen", "tens", "hundred"):
            if value % 100 and (value % 10 or word.kind != "unit"):
                return None
            value += word.value
        else:
            return None
    return Hyphened(value, rough) if parts else None


def is_arabic(norm: str) -> bool:
    """Whether a word begins with an Arabic letter."""
    return "ء" <= norm[:1] <= "ي"


def is_plural_scale(norm: str) -> bool:
    """ "thousands", "آلاف": with no number before it, vague."""
    return norm.endswith(("thousands", "millions", "billions", "trillions")) or any(
        plural in norm for plural in ("الاف", "ملايين", "مليارات", "بلايين")
    )


def norm_at(tokens: Sequence[Token], at: int) -> str:
    """The folded word at a token; "" past the end."""
    return tokens[at].norm if at < len(tokens) else ""
