"""Find phrases at a token by the part they play: the words of dates, the words around places.

An Arabic word is also met with what is glued before it (و ف ب ل), never with an ending cut off: an
ending makes another word ("يوم", "يومي").
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tawthiq.fields.text import fold
from tawthiq.reading.model import Token
from tawthiq.reading.terms import LANGUAGES, load_terms
from tawthiq.reading.tokens import tokenise

_ARABIC = re.compile("[\u0620-\u064a]")
_PREFIXES = ("و", "ف", "ب", "ل", "وب", "ول", "فب", "فل")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_LONGEST = 5  # words of a phrase
_MOST_KEPT = 65_536  # words remembered; beyond it the memory begins anew

# Too short to tell from the letters of another word.
_NEVER_GLUED = frozenset(map(fold, ("من", "في", "عن", "مع", "ال", "ماي", "أول", "بدء")))


class Phrase(NamedTuple):
    """A phrase of one role, by its words after the first."""

    rest: tuple[str, ...]
    value: Any
    entry: Mapping[str, Any]
    glued: str  # what stood glued before its first word: "و", "ب" …


class Word(NamedTuple):
    """A phrase found; it ends before token `last`."""

    last: int
    value: Any
    entry: Mapping[str, Any]
    glued: str


Roles = Mapping[str, tuple[Phrase, ...]]
_NO_ROLES: Roles = {}


class RoleBook:
    """The phrases of one list of terms, by role, and those a caller adds."""

    def __init__(self, kind: str, more: Iterable[tuple[str, str, object]] = ()) -> None:
        """Read the list.

        Args:
            kind: name of the list; each of its terms says its `role` and perhaps a `value`.
            more: (phrase, role, value) beside it.
        """
        self._phrases: dict[str, dict[str, list[Phrase]]] = {}
        self._known: dict[str, Roles] = {}
        for entry in load_terms(kind).entries.values():
            for language in LANGUAGES:
                for phrase in entry.get(language, ()):
                    self._add(phrase, entry["role"], entry.get("value"), entry)
        for phrase, role, value in more:
            self._add(phrase, role, value, {})

    def _add(self, phrase: str, role: str, value: object, entry: Mapping[str, Any]) -> None:
        words = [token.norm for token in tokenise(phrase)]
        self._phrases.setdefault(words[0], {}).setdefault(role, []).append(
            Phrase(tuple(words[1:]), value, entry, "")
        )

    def roles(self, token: Token) -> Roles:
        """The roles that a phrase beginning with this token may play; mostly none."""
        if token.kind != "word":
            return _NO_ROLES
        norm = token.norm if token.norm[-1:] != "s" else plain(token)
        known = self._known.get(norm)
        return known if known is not None else self._roles(norm)

    def at(self, tokens: Sequence[Token], at: int, role: str) -> Word | None:
        """The longest phrase of a role that begins at a token; None where none does."""
        if not 0 <= at < len(tokens):
            return None
        phrases = self.roles(tokens[at]).get(role)
        if phrases is None:
            return None
        for phrase in phrases:
            last = at + 1 + len(phrase.rest)
            if last <= len(tokens) and all(
                plain(tokens[at + 1 + k]) == word for k, word in enumerate(phrase.rest)
            ):
                return Word(last, phrase.value, phrase.entry, phrase.glued)
        return None

    def before(self, tokens: Sequence[Token], at: int, role: str) -> Word | None:
        """A phrase of a role that ends right before a token."""
        for first in range(max(0, at - _LONGEST), at):
            if role not in self.roles(tokens[first]):
                continue
            found = self.at(tokens, first, role)
            if found is not None and found.last == at:
                return found
        return None

    def _roles(self, norm: str) -> Roles:
        known = self._known.get(norm)
        if known is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            known = self._known[norm] = self._look_up(norm)
        return known

    def _look_up(self, norm: str) -> Roles:
        found = {role: list(phrases) for role, phrases in self._phrases.get(norm, {}).items()}
        for prefix, rest in unglued(norm):
            if rest in _NEVER_GLUED:
                continue
            for role, phrases in self._phrases.get(rest, {}).items():
                found.setdefault(role, []).extend(one._replace(glued=prefix) for one in phrases)
        # The longest first; of phrases as long, the one that stands as written.
        return {
            role: tuple(sorted(phrases, key=lambda one: (-len(one.rest), len(one.glued))))
            for role, phrases in found.items()
        }


def unglued(norm: str) -> list[tuple[str, str]]:
    """What an Arabic word may be without the small words glued before it: (glued, word).

    >>> unglued("بالامس")[-1]
    ('ب', 'الامس')
    """
    if len(norm) <= 2 or not _ARABIC.match(norm):
        return []
    bare = [(p, norm[len(p) :]) for p in _PREFIXES if norm.startswith(p)]
    # "للشهر" is ل + الشهر.
    bare += [(p, "ال" + norm[len(p) + 1 :]) for p in ("ل", "ول") if norm.startswith(p + "ل")]
    return [(p, rest) for p, rest in bare if len(rest) > 1]


def plain(token: Token) -> str:
    """A token's folded form, without a possessive 's ("Friday's")."""
    if token.raw[-2:-1] in {"'", "’"} and token.raw[-1:] in {"s", "S"}:
        return fold(_POSSESSIVE.sub("", token.raw)[:200])
    return token.norm
