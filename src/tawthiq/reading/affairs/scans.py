"""A sentence with the words that tell of replies: what `parties`, `claims` and `replying` look at.

The wide nets do not need a sentence in units: they look at tokens, at names, at figures, and at
the words of `replies.toml` with those for what is published, wrong and right.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from tawthiq.reading.affairs.apart import Phrases, parted
from tawthiq.reading.affairs.figured import figures_at, with_figures
from tawthiq.reading.affairs.naming import Name, names_of
from tawthiq.reading.affairs.words import affair_terms
from tawthiq.reading.model import Attribution, Sentence, Token, When
from tawthiq.reading.terms import TermList, joined, load_terms
from tawthiq.statements import Figure, Statement

_SHARED = ("published", "wrong", "right", "judged")  # of affairs.toml
Span = tuple[int, int]
"""Of tokens."""


@cache
def reply_terms(extra: Path | None) -> TermList:
    """The words of replies and of stands, and of affairs what is published, wrong and right."""
    shared = load_terms("affairs", extra).entries
    own = (load_terms(kind, extra).entries for kind in ("replies", "standing", "charges"))
    phrases = joined({name: shared[name] for name in _SHARED}, *own)
    return TermList(kind="replies", entries=phrases, strict=True)


@cache
def replies_apart(extra: Path | None) -> Phrases:
    """Of these words the phrases that may stand around their subject."""
    return parted(reply_terms(extra))


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at tokens [first, last) that tell something."""

    first: int
    last: int
    parts: frozenset[str]


@dataclass(frozen=True)
class Scan:
    """One sentence, with what tells in it and what the steps before found there."""

    sentence: Sentence
    marks: Sequence[Mark]
    attributions: Sequence[Attribution]
    figures: Sequence[Figure]
    whens: Sequence[When]
    extra: Path | None = None

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the sentence."""
        return self.sentence.tokens

    @property
    def arabic(self) -> bool:
        """Whether the sentence is Arabic."""
        return self.sentence.language == "ar"

    @cached_property
    def parts(self) -> frozenset[str]:
        """Everything that some word of the sentence tells."""
        return frozenset(part for mark in self.marks for part in mark.parts)

    @cached_property
    def names(self) -> Sequence[Name]:
        """The names in it; looked for only where they are asked for."""
        return names_of(self.sentence, affair_terms(self.extra), self.extra)

    @cached_property
    def figure_at(self) -> Mapping[int, tuple[int, Figure]]:
        """Figures by their first token: one past their last, and themselves."""
        return figures_at(self.sentence, self.figures)

    @cached_property
    def days(self) -> frozenset[int]:
        """The tokens that are dates or times."""
        return frozenset(k for one in self.whens for k in range(one.first, one.last))

    def norm(self, at: int) -> str:
        """A token as folded; nothing beyond the ends."""
        return self.tokens[at].norm if 0 <= at < len(self.tokens) else ""

    def is_sign(self, at: int) -> bool:
        """Whether a sign stands there, or the sentence ends; quotation marks are none."""
        if not 0 <= at < len(self.tokens):
            return True
        return self.tokens[at].kind == "sign" and self.tokens[at].raw not in QUOTES

    def has(self, part: str, span: Span) -> Mark | None:
        """The first word within a span that tells something."""
        return next(
            (one for one in self.marks if part in one.parts and span[0] <= one.first < span[1]),
            None,
        )


QUOTES = frozenset("“”«»\"'’‘„")


S = TypeVar("S", bound=Statement)


def by_sentence(scans: Sequence[Scan], statements: Sequence[S]) -> list[list[S]]:
    """For each sentence the statements that share words with it."""
    starts = [one.sentence.start for one in scans]
    found: list[list[S]] = [[] for _ in scans]
    for one in statements:
        at = max(0, bisect_right(starts, one.start) - 1)
        while at < len(scans) and starts[at] < one.end:
            if one.start < scans[at].sentence.stop:
                found[at].append(one)
            at += 1
    return found


def marks_of(sentence: Sentence, terms: TermList) -> list[Mark]:
    """Where words that tell begin; a shorter one within a longer one stands for itself too."""
    found: list[Mark] = []
    openings = terms.openings
    for at, token in enumerate(sentence.tokens):
        if token.kind == "sign" or openings.isdisjoint(token.forms):
            continue
        longest = terms.longest(sentence.tokens, at)
        if longest is not None:
            found.append(Mark(at, longest[0], frozenset(longest[2])))
    return found


def scans_of(
    sentences: Sequence[Sentence],
    *,
    whens: Mapping[int, Sequence[When]],
    attributions: Mapping[int, Sequence[Attribution]],
    figures: Sequence[Figure],
    extra: Path | None = None,
) -> list[Scan]:
    """Every sentence with the words of it that tell of replies."""
    terms = reply_terms(extra)
    return [
        Scan(
            sentence,
            marks_of(sentence, terms),
            attributions.get(sentence.index, ()),
            here,
            whens.get(sentence.index, ()),
            extra,
        )
        for sentence, here in with_figures(sentences, figures)
    ]
