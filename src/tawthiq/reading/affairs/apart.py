"""Arabic phrases with their subject inside: "امتنع | اتحاد الفلاحين | عن التعليق".

A list says with `apart = true` that the phrases of a term may stand so. Of each such phrase the
verb, with the word that denies it, is one part and what follows the other; a phrase may also say
itself where it parts: "لم يصدر عن … أي تعليق".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tawthiq.reading.model import Token
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.reading.tokens import tokenise
from tawthiq.reading.voices.wordsets import word_set

_HELPERS = word_set("لم لا لن ما قد يزال تزال زال زالت يزالون زالوا عبر اعرب")
MARK = "..."
"""How "…" is folded. In a phrase: where its subject stands, if not right behind the verb."""
_FAR = 10  # tokens between the verb and the rest
_GLUED = ("و", "ف", "س")
_ENDS = frozenset(".؟!؛:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A verb at tokens [first, last) and the rest of its phrase at [rest, end)."""

    first: int
    last: int
    rest: int
    end: int
    terms: tuple[str, ...]


_Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, ...], str]]]


@cache
def phrases_apart(extra: Path | None) -> _Phrases:
    """Each phrase that may stand apart, by its first word: its verb, its rest, its term."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]] = {}
    terms: TermList = load_terms("affairs", extra)
    for term, entry in terms.entries.items():
        if not entry.get("apart"):
            continue
        for phrase in entry.get("ar", ()):
            norms = tuple(token.norm for token in tokenise(phrase))
            if MARK in norms:
                at = norms.index(MARK)
                found.setdefault(norms[0], []).append((norms[:at], norms[at + 1 :], term))
                continue
            at = 1
            while at < len(norms) and norms[at - 1] in _HELPERS:
                at += 1
            if at < len(norms):
                found.setdefault(norms[0], []).append((norms[:at], norms[at:], term))
    return found


def find_apart(tokens: Sequence[Token], phrases: _Phrases) -> list[Apart]:
    """Every such phrase of a sentence, left to right."""
    found: list[Apart] = []
    for at, token in enumerate(tokens):
        for opening in _bare(token.norm):
            best: Apart | None = None
            for verb, rest, term in phrases.get(opening, ()):
                one = _match(tokens, at, verb, rest, term)
                if one is None:
                    continue
                if best is None or one.end - one.rest > best.end - best.rest:
                    best = one
                elif (one.rest, one.end) == (best.rest, best.end) and term not in best.terms:
                    best = replace(best, terms=(*best.terms, term))
            if best is not None:
                found.append(best)
                break
    return found


def _bare(norm: str) -> tuple[str, ...]:
    return (norm, norm[1:]) if norm[:1] in _GLUED and len(norm) > 2 else (norm,)


def _match(
    tokens: Sequence[Token], at: int, verb: Sequence[str], rest: Sequence[str], term: str
) -> Apart | None:
    last = at + len(verb)
    if any(
        token.norm != norm for token, norm in zip(tokens[at + 1 : last], verb[1:], strict=False)
    ):
        return None
    for k in range(last + 1, min(last + _FAR, len(tokens) - len(rest) + 1)):
        if tokens[k - 1].raw in _ENDS:
            return None
        here = tokens[k : k + len(rest)]
        if all(token.norm == norm for token, norm in zip(here, rest, strict=True)):
            return Apart(first=at, last=last, rest=k, end=k + len(rest), terms=(term,))
    return None
