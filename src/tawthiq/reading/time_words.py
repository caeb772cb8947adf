"""The words that dates and stretches of time are made of, found at a token by the part they play.

The phrases stand in `data/whens.toml`; names of months and weekdays come from `tawthiq.fields`. An
Arabic word is also met with what is glued before it (و ف ب ل), never with an ending cut off: an
ending makes another word ("يوم", "يومي").
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from tawthiq.fields.months import NameFinder, gregorian_months, hijri_months, weekdays
from tawthiq.fields.text import fold
from tawthiq.reading.model import Token
from tawthiq.reading.terms import LANGUAGES, load_terms
from tawthiq.reading.tokens import tokenise

_ARABIC = re.compile("[\u0620-\u064a]")
_PREFIXES = ("و", "ف", "ب", "ل", "وب", "ول", "فب", "فل", "بال", "وبال", "كال")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)

_ENGLISH_MONTHS = frozenset(
    ["january", "jan", "february", "feb", "march", "mar", "april", "apr", "may", "june", "jun", "july", "jul", "august", "aug", "september", "sept", "sep", "october", "oct", "november", "nov", "december", "dec"]
)  # fmt: skip
_ENGLISH_DAYS = frozenset(
    ["monday", "mon", "tuesday", "tue", "tues", "wednesday", "wed", "thursday", "thu", "thur", "thurs", "friday", "fri", "saturday", "sat", "sunday", "sun"]
)  # fmt: skip


class Phrase(NamedTuple):
    """A phrase of one role, by its words after the first."""

    rest: tuple[str, ...]
    value: Any
    entry: Mapping[str, Any]
    glued: str  # what stood glued before its first word: "و", "ب" …


class Word(NamedTuple):
    """A phrase found at tokens [first, last)."""

    last: int
    value: Any
    entry: Mapping[str, Any]
    glued: str


Roles = Mapping[str, tuple[Phrase, ...]]


def roles_at(token: Token) -> Roles:
    """The roles that a phrase beginning with this token may play; mostly none."""
    return _roles(plain(token)) if token.kind == "word" else {}


def word_at(tokens: Sequence[Token], at: int, role: str) -> Word | None:
    """The longest phrase of a role that begins at a token; None where none does."""
    if not 0 <= at < len(tokens):
        return None
    for phrase in roles_at(tokens[at]).get(role, ()):
        last = at + 1 + len(phrase.rest)
        if last <= len(tokens) and all(
            plain(tokens[at + 1 + k]) == word for k, word in enumerate(phrase.rest)
        ):
            return Word(last, phrase.value, phrase.entry, phrase.glued)
    return None


def word_before(tokens: Sequence[Token], at: int, role: str) -> Word | None:
    """A phrase of a role that ends right before a token."""
    for first in range(max(0, at - 5), at):
        found = word_at(tokens, first, role)
        if found is not None and found.last == at:
            return found
    return None


def plain(token: Token) -> str:
    """A token's folded form, without a possessive 's ("Friday's")."""
    if token.raw[-2:-1] in {"'", "’"} and token.raw[-1:] in {"s", "S"}:
        return fold(_POSSESSIVE.sub("", token.raw)[:200])
    return token.norm


@cache
def _phrases() -> dict[str, dict[str, list[Phrase]]]:
    """First word → role → the phrases that go on from it."""
    found: dict[str, dict[str, list[Phrase]]] = {}

    def add(phrase: str, role: str, value: object, entry: Mapping[str, Any]) -> None:
        words = [token.norm for token in tokenise(phrase)]
        found.setdefault(words[0], {}).setdefault(role, []).append(
            Phrase(tuple(words[1:]), value, entry, "")
        )

    for entry in load_terms("whens").entries.values():
        for language in LANGUAGES:
            for phrase in entry.get(language, ()):
                add(phrase, entry["role"], entry.get("value"), entry)
    for role, names, english in (
        ("month", gregorian_months(), _ENGLISH_MONTHS),
        ("hijri month", hijri_months(), None),
        ("weekday", weekdays(), _ENGLISH_DAYS),
    ):
        for name, number in _of_two_languages(names, english):
            add(name, role, number, {})
    return found


def _of_two_languages(names: NameFinder, english: frozenset[str] | None) -> list[tuple[str, int]]:
    """Names in Arabic and, of those in Latin script, the English ones (all where None)."""
    return [
        (name, number)
        for name, number in names.number.items()
        if _ARABIC.search(name) or english is None or name in english
    ]


@lru_cache(maxsize=65_536)
def _roles(norm: str) -> Roles:
    known = _phrases()
    found: dict[str, list[Phrase]] = {
        role: list(phrases) for role, phrases in known.get(norm, {}).items()
    }
    if _ARABIC.match(norm) and len(norm) > 2:
        bare = [(p, norm[len(p) :]) for p in _PREFIXES if norm.startswith(p)]
        # "بالأمس" is ب + الأمس; "للشهر" is ل + الشهر.
        bare += [(p[:-2], "ال" + norm[len(p) :]) for p in ("بال", "وبال", "كال")
                 if norm.startswith(p)]  # fmt: skip
        bare += [(p, "ال" + norm[len(p) + 1 :]) for p in ("ل", "ول") if norm.startswith(p + "ل")]
        for prefix, rest in bare:
            for role, phrases in known.get(rest, {}).items():
                if len(rest) > 1 and rest not in _NEVER_GLUED:
                    found.setdefault(role, []).extend(
                        phrase._replace(glued=prefix) for phrase in phrases
                    )
    # The longest first; of phrases as long, the one that stands as written.
    return {
        role: tuple(sorted(phrases, key=lambda one: (-len(one.rest), len(one.glued))))
        for role, phrases in found.items()
    }


# Too short to tell from the letters of another word.
_NEVER_GLUED = frozenset(
    map(fold, ("من", "في", "عن", "مع", "ال", "ماي", "آب", "أول", "بدء", "عام"))
)
