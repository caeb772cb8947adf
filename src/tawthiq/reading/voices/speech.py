"""The words of speech: verbs, offices, bodies, and which of them stands at a token.

The lists are `speech.toml`, `offices.toml` and `bodies.toml`. Words of speech are matched as they
are written, but for a glued "and": cutting endings would make "ذكر" (he said) of "ذكرى" (memory).
Nouns are matched without article, prefix or possessive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from tawthiq.errors import ReadingError
from tawthiq.reading.model import Token
from tawthiq.reading.terms import LANGUAGES, load_terms
from tawthiq.reading.tokens import tokenise
from tawthiq.statements import HolderStance

Use = Literal["verb", "quote", "according", "hearsay", "paper", "again"]
_USES: tuple[Use, ...] = ("verb", "quote", "according", "hearsay", "paper", "again")
_STANCES: tuple[HolderStance, ...] = ("asserts", "reports", "denies", "questions", "rejects")
# "وثقتها الشبكة": what was documented hangs on the verb as a pronoun.
_OBJECTS = ("ها", "هم", "هن", "هما", "ه")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word or phrase of speech at tokens [first, last)."""

    term: str
    use: Use
    stance: HolderStance
    weak: bool  # it means other things too: the subject must be one that speaks
    first: int
    last: int
    pronoun: bool = False  # an Arabic object pronoun hangs on it


@dataclass(frozen=True, slots=True)
class _Entry:
    term: str
    use: Use
    stance: HolderStance
    weak: bool


_Trie = dict[str, "_Step"]


@dataclass(slots=True)
class _Step:
    next: _Trie
    entry: _Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Every list that attribution and bodies need, ready to be asked."""

    speech: _Trie
    offices: frozenset[str]
    titles: frozenset[str]
    voices: frozenset[str]
    heads: frozenset[str]
    papers: frozenset[str]
    names: dict[
        str, tuple[tuple[str, ...], ...]
    ]  # first word → names of known bodies that begin so

    def at(self, tokens: Sequence[Token], first: int) -> Phrase | None:
        """The longest phrase of speech that begins at a token; None where none does."""
        for word in _openings(tokens[first].norm):
            found = self._walk(word, tokens, first)
            if found is not None:
                return found
        return self._with_object(tokens, first)

    def _walk(self, word: str, tokens: Sequence[Token], first: int) -> Phrase | None:
        best: Phrase | None = None
        step, at = self.speech.get(word), first + 1
        while step is not None:
            if step.entry is not None:
                said = step.entry
                best = Phrase(said.term, said.use, said.stance, said.weak, first, at)
            step = step.next.get(tokens[at].norm) if at < len(tokens) else None
            at += 1
        return best

    def _with_object(self, tokens: Sequence[Token], first: int) -> Phrase | None:
        for word in _openings(tokens[first].norm):
            for ending in _OBJECTS:
                if word.endswith(ending) and len(word) - len(ending) >= 3:
                    stem = word[: -len(ending)]
                    # An "ى" that ends a verb becomes "ا" before the pronoun: أحصاها.
                    stems = (stem, stem[:-1] + "ي") if stem.endswith("ا") else (stem,)
                    for one in stems:
                        step = self.speech.get(one)
                        if step is not None and step.entry is not None:
                            said = step.entry
                            if said.use in ("verb", "quote"):
                                return Phrase(said.term, said.use, said.stance, said.weak,
                                              first, first + 1, pronoun=True)  # fmt: skip
        return None

    def is_office(self, token: Token) -> bool:
        """Whether a word names an office: "head", "مدير"."""
        return any(word in self.offices for word in noun_forms(token.norm, token.raw))

    def is_title(self, token: Token) -> bool:
        """Whether a word stands before names: "Dr", "العقيد"."""
        return token.norm in self.titles or conjunction_off(token.norm) in self.titles

    def is_voice(self, token: Token) -> bool:
        """Whether a word means people, or bodies, that speak: "activists", "مصادر"."""
        return any(word in self.voices for word in noun_forms(token.norm, token.raw))

    def is_head(self, token: Token) -> bool:
        """Whether a word makes a name the name of a body: "Committee", "لجنة"."""
        return any(word in self.heads for word in noun_forms(token.norm, token.raw))

    def is_paper(self, token: Token) -> bool:
        """Whether a word means what carries a number: "report", "حصيلة"."""
        return any(word in self.papers for word in noun_forms(token.norm, token.raw))

    def known_body(self, tokens: Sequence[Token], first: int) -> int | None:
        """One past the last token of a well-known body's name that begins here; None: none does."""
        best: int | None = None
        if tokens[first].kind != "word":
            return None
        for opening in noun_forms(tokens[first].norm, tokens[first].raw, keep_article=True):
            for name in self.names.get(opening, ()):
                last = first + len(name)
                rest = tokens[first + 1 : last]
                if len(rest) == len(name) - 1 and all(
                    word in noun_forms(token.norm, token.raw, keep_article=True)[:1]
                    or _possessive_off(token.norm, token.raw) == word
                    for word, token in zip(name[1:], rest, strict=True)
                ):
                    # Names in letters are written in capitals: "who" is no health body.
                    capital = tokens[first].raw[0].isupper() or not tokens[first].raw.isascii()
                    if capital and (best is None or last > best):
                        best = last
        return best


@lru_cache(maxsize=65_536)
def noun_forms(norm: str, raw: str, keep_article: bool = False) -> tuple[str, ...]:
    """A noun as it may stand in a list: without glued words, article or possessive."""
    if norm.isascii():
        return tuple(dict.fromkeys((norm, _possessive_off(norm, raw))))
    found = [norm]
    for prefix in ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل"):
        if norm.startswith(prefix) and len(norm) - len(prefix) >= 3:
            found.append(norm[len(prefix) :])
    for word in tuple(found):
        if word.startswith("لل") and len(word) > 4:
            found.append("ال" + word[2:])
            found.append("ال" + word[1:])  # "لل" before a word that begins with ل
    if keep_article:
        return tuple(dict.fromkeys(found))
    # "لكن ناشطا أكد": the ending of the accusative.
    found += [word[:-1] for word in tuple(found) if word.endswith("ا") and len(word) > 4]
    for word in tuple(found):
        if word.startswith("ال") and len(word) > 4:
            found.append(word[2:])
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=65_536)
def conjunction_off(norm: str) -> str:
    """An Arabic word without a glued "و" or "ف"."""
    return norm[1:] if len(norm) > 3 and norm[0] in "وف" else norm


def _openings(norm: str) -> tuple[str, ...]:
    if norm[:1] in ("و", "ف", "س") and len(norm) > 3:
        return norm, norm[1:]
    return (norm,)


def _possessive_off(norm: str, raw: str) -> str:
    return norm[:-1] if len(raw) > 3 and raw[-2] in "'’" and norm.endswith("s") else norm


@cache
def lexicon(extra: Path | None = None) -> Lexicon:
    """The lists, with what the user's folder `extra` adds to them.

    Raises:
        ReadingError: a list is not TOML, or a term of `speech.toml` has an unknown use or stance.
    """
    speech: _Trie = {}
    papers: set[str] = set()
    for term, table in load_terms("speech", extra).entries.items():
        use, stance = table.get("use"), table.get("stance", "asserts")
        if use not in _USES or stance not in _STANCES:
            raise ReadingError(
                f"speech.toml, [{term}]: use = {use!r}, stance = {stance!r}; use is one of "
                f"{', '.join(_USES)}, stance one of {', '.join(_STANCES)}. Mend that table."
            )
        entry = _Entry(term, use, stance, bool(table.get("weak", False)))
        for phrase in _phrases(table):
            if use == "paper":
                papers.update(phrase[-1:])
            else:
                _add(speech, phrase, entry)
    offices = load_terms("offices", extra).entries
    names: dict[str, tuple[tuple[str, ...], ...]] = {}
    heads: set[str] = set()
    for term, table in load_terms("bodies", extra).entries.items():
        for phrase in _phrases(table):
            if term == "head":
                heads.update(phrase if len(phrase) == 1 else ())
            else:
                names[phrase[0]] = (*names.get(phrase[0], ()), phrase)
    return Lexicon(
        speech=speech,
        papers=frozenset(papers),
        names=names,
        heads=frozenset(heads),
        offices=_words(offices, "office"),
        titles=_words(offices, "title"),
        voices=_words(offices, "voice"),
    )


def _phrases(table: object) -> Iterable[tuple[str, ...]]:
    assert isinstance(table, dict)  # noqa: S101 - load_terms refuses anything else
    for language in LANGUAGES:
        for phrase in table.get(language, ()):
            words = tuple(token.norm for token in tokenise(phrase))
            if words:
                yield words


def _words(entries: object, term: str) -> frozenset[str]:
    assert isinstance(entries, dict)  # noqa: S101 - load_terms refuses anything else
    return frozenset(words[-1] for words in _phrases(entries.get(term, {})) if len(words) == 1)


def _add(trie: _Trie, phrase: tuple[str, ...], entry: _Entry) -> None:
    step = trie.setdefault(phrase[0], _Step({}))
    for word in phrase[1:]:
        step = step.next.setdefault(word, _Step({}))
    if step.entry is None:
        step.entry = entry
