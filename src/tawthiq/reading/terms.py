"""Lists of terms, and where their phrases stand among the tokens of a sentence.

A list is a TOML file of `data/`: one table a term, with its phrases in each language and, where a
step needs it, more:

    [deaths]
    label = { en = "deaths", ar = "وفيات" }
    en = ["dead", "deaths", "loss of life"]
    ar = ["قتيل", "قتلى"]

Braces in a phrase hold words of which each may stand there: `{is|was} head of`.

A user's own file of the same name adds phrases to a term, or adds terms (`load_terms(extra=…)`).
Phrases are folded like the text; a word of a phrase matches any of a token's `forms`.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, KeysView, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import islice, product
from pathlib import Path
from typing import Any

from tawthiq.errors import ReadingError
from tawthiq.reading.model import Language, Sentence, TermMatch, Token
from tawthiq.reading.tokens import norms_of

_CHOICE = re.compile(r"\{([^{}]*)\}")
LANGUAGES: tuple[Language, ...] = ("en", "ar")


@dataclass(frozen=True, slots=True)
class _Node:
    """A step of a phrase: what may follow, and the terms that end here."""

    next: dict[str, "_Node"]
    terms: list[str]


@dataclass(frozen=True, kw_only=True)
class TermList:
    """The terms of one kind, ready to be found.

    A text meets few of the words with which tens of thousands of phrases begin: the phrases of a
    word are taken apart when it is met.
    """

    kind: str
    entries: Mapping[str, Mapping[str, Any]]  # term → its table: phrases under `en` and `ar`, more
    strict: bool = False  # words as written, but for what Arabic glues before them

    @cached_property
    def _phrases(self) -> dict[str, list[tuple[str, str]]]:
        """By first word: each phrase that begins with it, and its term."""
        found: dict[str, list[tuple[str, str]]] = {}
        for term, entry in self.entries.items():
            for language in LANGUAGES:
                for phrase in entry.get(language, ()):
                    first = next(norms_of(phrase), None)
                    if first is not None:
                        found.setdefault(first, []).append((phrase, term))
        return found

    @cached_property
    def _met(self) -> dict[str, _Node]:
        return {}

    @property
    def openings(self) -> KeysView[str]:
        """The words with which a phrase begins."""
        return self._phrases.keys()

    def only(
        self, keep: Callable[[Mapping[str, Any]], bool], *, strict: bool = False
    ) -> "TermList":
        """The terms of this list whose tables `keep` accepts."""
        kept = {term: entry for term, entry in self.entries.items() if keep(entry)}
        return TermList(kind=self.kind, entries=kept, strict=strict)

    def with_more(self, kind: str, more: Mapping[str, Mapping[str, Any]]) -> "TermList":
        """These terms, and more terms or phrases."""
        return TermList(kind=kind, entries=joined(self.entries, more), strict=self.strict)

    def find(self, sentence: Sentence) -> list[TermMatch]:
        """The longest phrases, left to right, without overlap."""
        found: list[TermMatch] = []
        at, tokens = 0, sentence.tokens
        while at < len(tokens):
            match = self.at(tokens, at)
            if match is None:
                at += 1
            else:
                found.append(match)
                at = match.last
        return found

    def at(self, tokens: tuple[Token, ...], first: int) -> TermMatch | None:
        """The longest phrase that begins at a token; None where none does.

        Of phrases as long, the one whose words stand as written wins over one that needs a prefix
        or an ending taken off.
        """
        if first >= len(tokens):
            return None
        # Asked here and not only below: nearly every token of every text begins no phrase.
        if self._phrases.keys().isdisjoint(
            self._forms(tokens[first]) if self.strict else tokens[first].forms
        ):
            return None
        found = self.longest(tokens, first)
        if found is None:
            return None
        last, loss, terms = found
        return TermMatch(
            kind=self.kind,
            term=terms[0],
            first=first,
            last=last,
            entry=self.entries[terms[0]],
            loss=loss,
        )

    def longest(
        self, tokens: tuple[Token, ...], first: int
    ) -> tuple[int, int, tuple[str, ...]] | None:
        """Where the longest phrase that begins at a token ends, its loss, every term it is of."""
        if first >= len(tokens):
            return None
        known = self._phrases
        forms = self._forms(tokens[first]) if self.strict else tokens[first].forms
        if known.keys().isdisjoint(forms):  # most words begin no phrase
            return None
        waiting = [
            (self._opening(one), first + 1, n) for n, one in enumerate(forms) if one in known
        ]
        best: tuple[int, int, list[str]] | None = None
        while waiting:
            node, at, cost = waiting.pop()
            if node.terms and (best is None or (at, -cost) > (best[0], -best[1])):
                best = (at, cost, node.terms)
            if at < len(tokens):
                for loss, form in enumerate(self._forms(tokens[at])):
                    if form in node.next:
                        waiting.append((node.next[form], at + 1, cost + loss))
        return None if best is None else (best[0], best[1], tuple(best[2]))

    def _opening(self, word: str) -> _Node:
        """The step of a first word, with all that may follow it."""
        node = self._met.get(word)
        if node is None:
            node = _Node({}, [])
            for phrase, term in self._phrases[word]:
                _add(node, islice(norms_of(phrase), 1, None), term)
            self._met[word] = node
        return node

    def _forms(self, token: Token) -> tuple[str, ...]:
        return _as_written(token.norm, token.forms) if self.strict else token.forms


def joined(*lists: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Several lists as one: a term's phrases together, of all else the last."""
    entries: dict[str, dict[str, Any]] = {}
    for one in lists:
        for term, entry in one.items():
            known = entries.setdefault(term, {})
            for key, value in entry.items():
                known[key] = [*known.get(key, ()), *value] if key in LANGUAGES else value
    return entries


@lru_cache(maxsize=65_536)
def _as_written(norm: str, forms: tuple[str, ...]) -> tuple[str, ...]:
    """Of a word's forms those that keep its ending, and are no verb to come ("سيقتل")."""
    return tuple(
        form
        for form in forms
        if norm == form or (norm.endswith(form) and "س" not in norm[: -len(form)])
    )


@cache
def load_terms(kind: str, extra: Path | None = None) -> TermList:
    """The list `kind`, with what the user's folder `extra` adds to it.

    Raises:
        ReadingError: a file is not TOML, or a term's phrases are not a list of words.
    """
    entries = _read((files("tawthiq.reading") / "data" / f"{kind}.toml").read_text("utf-8"), kind)
    own = extra / f"{kind}.toml" if extra else None
    if own is not None and own.exists():
        try:
            added = _read(own.read_text("utf-8"), str(own))
        except (OSError, UnicodeDecodeError) as error:
            raise ReadingError(f"{own} cannot be read: {error}. Save it as UTF-8.") from error
        for term, entry in added.items():
            known = entries.setdefault(term, {})
            for key, value in entry.items():
                joins = isinstance(value, list) and isinstance(known.get(key), list)
                known[key] = [*known[key], *value] if joins else value
    return TermList(kind=kind, entries=entries)


def _add(node: _Node, norms: Iterable[str], term: str) -> None:
    """Add the words of a phrase that follow the word of a step."""
    for norm in norms:
        then = node.next.get(norm)
        if then is None:
            then = node.next[norm] = _Node({}, [])
        node = then
    if term not in node.terms:
        node.terms.append(term)


def _read(text: str, where: str) -> dict[str, dict[str, Any]]:
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReadingError(f"{where} is not valid TOML: {error}. Mend that line.") from error
    for term, entry in said.items():
        if not isinstance(entry, dict):
            raise ReadingError(f"{where}: {term} is no table; write [{term}] and its phrases.")
        for language in LANGUAGES:
            phrases = entry.get(language, [])
            if not isinstance(phrases, list) or not all(isinstance(one, str) for one in phrases):
                raise ReadingError(
                    f'{where}: [{term}] {language} = {phrases!r}; expected a list: ["a word", …].'
                )
            if any("{" in phrase for phrase in phrases):
                entry[language] = [one for phrase in phrases for one in spelt_out(phrase)]
    return said


def spelt_out(phrase: str) -> list[str]:
    """Every phrase that a pattern stands for.

    >>> spelt_out("{is|was} head of")
    ['is head of', 'was head of']
    """
    parts = _CHOICE.split(phrase)
    choices = [part.split("|") if k % 2 else [part] for k, part in enumerate(parts)]
    return [" ".join("".join(one).split()) for one in product(*choices)]
