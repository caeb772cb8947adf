"""What the grammars of attribution hand on: who speaks, and on which side their words stand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tawthiq.reading.model import Token
from tawthiq.reading.voices.clauses import Quotation
from tawthiq.reading.voices.speech import Lexicon
from tawthiq.statements import HolderStance


@dataclass(frozen=True, slots=True)
class Scan:
    """What a grammar looks at: one sentence, the lists, its quotations."""

    tokens: Sequence[Token]
    words: Lexicon
    quotes: Sequence[Quotation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Words at tokens [first, last) that say whose word something is."""

    first: int
    last: int
    name: str | None  # the speaker, without office; None: nobody is named
    role: str | None = None
    pronoun: bool = False  # "he said": told only by the sentence before
    reporters: tuple[str, ...] = ()  # who passes it on, the nearest first
    stance: HolderStance = "asserts"
    back: bool = False  # what is said stands before
    forward: bool = False  # what is said stands after
    bracket: bool = False  # a source in brackets: it covers the clause of what it follows
    bound: bool = False  # opened by "that" or "أن": what it says may hold another's word
    again: bool = False  # "adding that", "وأضاف": the speaker just named goes on
    doubt: tuple[str, ...] = ()


def found_along(
    scan: Scan,
    opening: Callable[[Scan], Spoken | None],
    at_word: Callable[[Scan, int, list[Spoken]], tuple[Spoken | None, int]],
) -> list[Spoken]:
    """What a grammar finds in a sentence, left to right.

    Args:
        opening: what the sentence opens with ("The council:").
        at_word: what a word tells, given what was found before it, and the token to go on from.
    """
    first = opening(scan)
    found = [] if first is None else [first]
    at = 0 if first is None else first.last
    while at < len(scan.tokens):
        said, at = at_word(scan, at, found)
        if said is not None:
            found.append(said)
            at = max(at, said.last)
    return found
