"""Arabic phrases with their subject inside: "امتنع | اتحاد الفلاحين | عن التعليق".

A list says with `apart = true` that the phrases of a term may stand so. Of each such phrase the
verb, with the word that denies it, is one part and what follows the other; a phrase may also say
itself where it parts: "لم يصدر عن … أي تعليق".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tawthiq.reading.affairs.words import affair_terms
from tawthiq.reading.model import Token
from tawthiq.reading.terms import TermList
from tawthiq.reading.tokens import tokenise
from tawthiq.reading.voices.wordsets import word_set

_HELPERS = word_set("لم لا لن ما قد يزال تزال زال زالت يزالون زالوا عبر اعرب")
MARK = "..."
"""How "…" is folded. In a phrase: where its subject stands, if not right behind the verb."""
_FAR = 10  # tokens between the verb and the rest
_GLUED = ("و", "ف", "س")
_SIGNS = frozenset(".؟!؛:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A verb at tokens [first, last) and the rest of its phrase at [rest, end)."""

    first: int
    last: int
    rest: int
    end: int
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Verbs by their words; of each, by its first word, what may follow the subject."""

    lengths: Mapping[str, tuple[int, ...]]  # first word of verbs → how many words they have
    rests: Mapping[tuple[str, ...], Mapping[str, Sequence[tuple[tuple[str, ...], str]]]]


@cache
def phrases_apart(extra: Path | None) -> Phrases:
    """The phrases that tell of public affairs and may stand apart."""
    return parted(affair_terms(extra))


def parted(terms: TermList) -> Phrases:
    """The phrases of a list that may stand apart: their verbs, what follows, and their terms."""
    rests: dict[tuple[str, ...], dict[str, list[tuple[tuple[str, ...], str]]]] = {}
    for term, entry in terms.entries.items():
        if not entry.get("apart"):
            continue
        for phrase in entry.get("ar", ()):
            verb, rest = _parted(tuple(token.norm for token in tokenise(phrase)))
            if rest:
                rests.setdefault(verb, {}).setdefault(rest[0], []).append((rest, term))
    lengths: dict[str, set[int]] = {}
    for verb in rests:
        lengths.setdefault(verb[0], set()).add(len(verb))
    return Phrases({word: tuple(sorted(found)) for word, found in lengths.items()}, rests)


def _parted(norms: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A phrase as verb and rest; the rest is empty where it is a verb alone."""
    if MARK in norms:
        at = norms.index(MARK)
        return norms[:at], norms[at + 1 :]
    at = 1
    while at < len(norms) and norms[at - 1] in _HELPERS:
        at += 1
    return norms[:at], norms[at:]


def find_apart(tokens: Sequence[Token], phrases: Phrases) -> list[Apart]:
    """Every such phrase of a sentence, left to right; at a verb the one with the longest rest."""
    found: list[Apart] = []
    for at, token in enumerate(tokens):
        for opening in _bare(token.norm):
            best: Apart | None = None
            for length in phrases.lengths.get(opening, ()):
                words = (opening, *(one.norm for one in tokens[at + 1 : at + length]))
                if words in phrases.rests:
                    best = _longer(best, _ends(tokens, at, at + length, phrases.rests[words]))
            if best is not None:
                found.append(best)
                break
    return found


def _bare(norm: str) -> tuple[str, ...]:
    return (norm, norm[1:]) if norm[:1] in _GLUED and len(norm) > 2 else (norm,)


def _longer(best: Apart | None, one: Apart | None) -> Apart | None:
    if best is None or one is None:
        return best or one
    return one if one.end - one.rest > best.end - best.rest else best


def _ends(
    tokens: Sequence[Token],
    first: int,
    last: int,
    rests: Mapping[str, Sequence[tuple[tuple[str, ...], str]]],
) -> Apart | None:
    """The phrase whose verb is at tokens [first, last), with a subject between it and its rest."""
    best: Apart | None = None
    for k in range(last, min(last + _FAR, len(tokens))):
        if tokens[k].raw in _SIGNS:
            break
        if k == last:
            continue  # nothing stands between: the phrase is whole
        for rest, term in rests.get(tokens[k].norm, ()):
            end = k + len(rest)
            if tuple(token.norm for token in tokens[k:end]) != rest:
                continue
            one = Apart(first=first, last=last, rest=k, end=end, terms=(term,))
            if best is not None and (best.rest, best.end) == (k, end):
                terms = best.terms if term in best.terms else (*best.terms, term)
                best = replace(best, terms=terms)
            else:
                best = _longer(best, one)
    return best
