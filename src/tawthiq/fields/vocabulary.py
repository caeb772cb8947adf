"""Sex, status and cause of death as terms of small vocabularies, and the labels of every term.

The terms, their labels and the phrases that stand for them are data (`data/vocabulary.toml`).
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from tawthiq.errors import FieldError
from tawthiq.fields.model import Language
from tawthiq.fields.text import fold, folded_form

Sex = Literal["male", "female"]
Status = Literal["civilian", "fighter", "soldier", "defector"]

_NOT_WORD = re.compile(r"[^\w]+")
# What Arabic writes onto the front of a word: and, with, for, the.
_PROCLITICS = ("", "ال", "و", "ب", "ل", "وال", "بال", "لل")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vocabulary:
    kind: str
    terms: tuple[str, ...]
    phrases: dict[tuple[str, ...], str]  # words of a phrase -> its term, or "!" and a reason
    longest: int  # words
    outranks: dict[str, frozenset[str]]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "data" / "vocabulary.toml").read_text("utf-8"))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_NOT_WORD.sub(" ", fold(text).replace("_", " ")).split())


@cache
def _vocabulary(kind: str) -> _Vocabulary:
    phrases: dict[tuple[str, ...], str] = {}
    outranks: dict[str, frozenset[str]] = {}
    for term, entry in _data()[kind].items():
        if term == "unsure":
            phrases.update((_words(phrase), "!" + reason) for phrase, reason in entry.items())
            continue
        outranks[term] = frozenset(entry.get("outranks", ()))
        for phrase in (*entry["phrases"], entry["en"], entry["ar"], term):
            phrases.setdefault(_words(phrase), term)
    longest = max(map(len, phrases))
    return _Vocabulary(
        kind=kind, terms=tuple(outranks), phrases=phrases, longest=longest, outranks=outranks
    )


def _term_at(words: tuple[str, ...], vocabulary: _Vocabulary) -> str | None:
    """Find the term of these words, leaving off what Arabic joins onto each."""
    term = vocabulary.phrases.get(words)
    if term is not None:
        return term
    first, *rest = words
    bare_rest = tuple(word.removeprefix("ال") for word in rest)
    for proclitic in _PROCLITICS:
        # Two letters left at least, so that "وال" is not cut out of a short word.
        if first.startswith(proclitic) and len(first) - len(proclitic) > 1:
            head = first[len(proclitic) :]
            for tail in (tuple(rest), bare_rest):
                term = vocabulary.phrases.get((head, *tail))
                if term is not None:
                    return term
    return None


def _find_terms(text: str, vocabulary: _Vocabulary) -> set[str]:
    """Find the terms of the longest phrases, left to right, without overlap."""
    words = _words(text)
    found: set[str] = set()
    start = 0
    while start < len(words):
        for length in range(min(vocabulary.longest, len(words) - start), 0, -1):
            term = _term_at(words[start : start + length], vocabulary)
            if term is not None:
                found.add(term)
                start += length
                break
        else:
            start += 1
    return found


def _choose(found: set[str], vocabulary: _Vocabulary) -> str | None:
    """Give the one term, or the one that outranks all others."""
    for term in found:
        if found - {term} <= vocabulary.outranks[term]:
            return term
    return None


def _one_term(text: str, kind: str) -> str:
    vocabulary = _vocabulary(kind)
    found = _find_terms(text, vocabulary)
    reasons = sorted(term[1:] for term in found if term.startswith("!"))
    found = {term for term in found if not term.startswith("!")}
    if reasons and (kind != "sex" or not found):
        raise FieldError(f"{text!r} is not clear as a {kind}: {reasons[0]}.")
    term = _choose(found, vocabulary)
    if term is not None:
        return term
    if found:
        raise FieldError(f"{text!r} names more than one {kind}: {', '.join(sorted(found))}.")
    raise FieldError(
        f"{text!r} is not understood as a {kind}; expected one of {', '.join(vocabulary.terms)}, "
        "in Arabic or English."
    )


def parse_sex(text: str) -> Sex:
    """Read the sex that a cell says.

    A child's masculine form (طفل, رضيع) is grammar, not evidence, and is refused; its feminine
    form (طفلة, رضيعة) is used of girls only, and read as female.

    Args:
        text: "m", "Adult - Male", "ذكر", "امرأة" and their like; at most 200 characters.

    Raises:
        FieldError: not understood, or both sexes are named.
    """
    return cast(Sex, _one_term(text, "sex"))


def parse_status(text: str) -> Status:
    """Read what the source says the person was: civilian, fighter, soldier or defector.

    A defector who is also called a soldier or a fighter is a defector. "Non-civilian" is refused:
    it does not say which.

    Args:
        text: at most 200 characters, Arabic or English.

    Raises:
        FieldError: not understood, or terms that contradict each other.
    """
    return cast(Status, _one_term(text, "status"))


def parse_cause(text: str) -> str:
    """Read a cause of death as a term of the vocabulary, where it has one.

    Args:
        text: at most 200 characters, Arabic or English.

    Returns:
        A term (`shelling`, `air_strike`, …), the more specific of two that go together ("detention
        - torture" is `torture`); or `~` and the folded text where no one term fits.

    Raises:
        FieldError: empty, or more than 200 characters.
    """
    if not text.strip():
        raise FieldError("the cause is empty.")
    vocabulary = _vocabulary("cause")
    return _choose(_find_terms(text, vocabulary), vocabulary) or folded_form(text)


@cache
def _labels() -> dict[str, dict[str, str]]:
    return {
        term: entry
        for vocabulary in _data().values()
        for term, entry in vocabulary.items()
        if term != "unsure"
    }


def labels(term: str, lang: Language) -> str:
    """Give the words for a term of sex, status, cause or age group, or for "unknown".

    Args:
        term: as the readers of this room give it; `~text` gives back its text.
        lang: "en" or "ar".

    Raises:
        FieldError: no such term or language.
    """
    if term.startswith("~"):
        return term[1:]
    try:
        return str(_labels()[term][lang])
    except KeyError:
        raise FieldError(
            f"there is no label for {term!r} in {lang!r}; terms: {', '.join(sorted(_labels()))}."
        ) from None
