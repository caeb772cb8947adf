"""Write the words of a sentence as signs, one a unit, so that a pattern can be read off them.

A unit is a term of `citations.toml`, or one token that is none. Each becomes one letter, and the
ways in which texts point to evidence are regular expressions over these letters.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tawthiq.fields.months import gregorian_months, weekdays
from tawthiq.fields.text import fold
from tawthiq.reading.model import Sentence, TermMatch, Token
from tawthiq.reading.terms import TermList

LETTERS = {
    "look": "L",
    "here": "H",
    "here_is": "J",
    "this": "D",
    "following": "F",
    "work": "W",
    "article": "Y",
    "plain": "I",
    "media": "V",
    "link": "K",
    "page": "k",
    "label": "S",
    "source": "s",
    "part": "P",
    "chapter": "Q",
    "direction": "U",
    "told": "M",
    "told_before": "b",
    "shows": "T",
    "according": "G",
    "by": "B",
    "body": "O",
    "titled": "t",
    "quality": "q",
    "number": "R",
    "unborn": "N",
    "we": "E",
    "as": "A",
    "in": "i",
    "elsewhere": "c",
    "asked": "w",
    "around": "x",
    "button": "x",
}
"""The letter of each role. Besides: @ an address, n a number, m a month or weekday, d the or a,
o of, f for, & and, C a capital, Z a capital or a body with 's, z what else ends in 's, x any other
word; signs stand as themselves, opening quotes as " and closing ones as '."""

_OF_TERMS = frozenset(LETTERS.values())
_DETERMINERS = ("the", "a", "an", "its", "their", "our", "his", "her", "my", "your")
_SMALL = dict.fromkeys(_DETERMINERS, "d") | {
    "of": "o",
    "for": "f",
    "and": "&",
    "&": "&",
    "و": "&",
}
# Of "تشرين الثاني" the first word is enough.
_DAYS_AND_MONTHS = frozenset(
    fold(name).split()[0] for finder in (gregorian_months(), weekdays()) for name in finder.number
)
_OPENING, _CLOSING = frozenset("“«‘"), frozenset("”»’")


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The units of a sentence: letter i stands for tokens [firsts[i], lasts[i])."""

    letters: str
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    terms: tuple[TermMatch | None, ...]
    sentence: Sentence

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters of units [first, last)."""
        tokens = self.sentence.tokens
        return tokens[self.firsts[first]].start, tokens[self.lasts[last - 1] - 1].stop

    def words_before(self, stop: int) -> str:
        """The words of the sentence up to a character, as written, with one blank between."""
        return "".join(
            token.raw
            if place == 0 or self.sentence.tokens[place - 1].stop == token.start
            else f" {token.raw}"
            for place, token in enumerate(self.sentence.tokens)
            if token.stop <= stop
        )

    def raw(self, at: int) -> str:
        """The first token of a unit as written."""
        return self.sentence.tokens[self.firsts[at]].raw

    def at(self, position: int) -> int:
        """Which unit a character stands in or after; -1 before the first."""
        starts = [self.sentence.tokens[first].start for first in self.firsts]
        return bisect_right(starts, position) - 1


def units_of(sentence: Sentence, terms: TermList, taken: Sequence[tuple[int, int]]) -> Units:
    """Write a sentence as units.

    Args:
        taken: spans of addresses in the sentence, in order: each is one unit.
    """
    tokens = sentence.tokens
    letters: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    found: list[TermMatch | None] = []
    waiting = [span for span in taken if span[1] > sentence.start and span[0] < sentence.stop]
    known = terms.openings
    at = quotes = 0
    while at < len(tokens):
        while waiting and waiting[0][1] <= tokens[at].start:
            waiting.pop(0)
        term = None
        if waiting and waiting[0][0] <= tokens[at].start < waiting[0][1]:
            last = at + 1
            while last < len(tokens) and tokens[last].start < waiting[0][1]:
                last += 1
            letter = "@"
        else:
            token = tokens[at]
            # Most words begin no term: they are told by themselves.
            term = None if known.isdisjoint(token.forms) else terms.at(tokens, at)
            letter = "x" if term is None else _letter_of_term(tokens, term)
            if token.kind != "word" or letter == "x":
                letter = _letter_of_word(token.raw, token.norm, token.kind)
            if letter not in _OF_TERMS:
                term = None
            last = at + 1 if term is None else term.last
            if tokens[at].raw == '"':
                quotes += 1
                letter = '"' if quotes % 2 else "'"
        letters.append(letter)
        firsts.append(at)
        lasts.append(last)
        found.append(term)
        at = last
    return Units(
        letters="".join(letters),
        firsts=tuple(firsts),
        lasts=tuple(lasts),
        terms=tuple(found),
        sentence=sentence,
    )


@lru_cache(maxsize=65_536)
def _letter_of_word(raw: str, norm: str, kind: str) -> str:
    if kind == "sign":
        return _sign(raw)
    if kind == "number":
        return "n"
    if norm in _SMALL:
        return _SMALL[norm]
    named = raw[0].isupper()
    if norm in _DAYS_AND_MONTHS and (named or not raw.isascii()):
        return "m"
    return {(True, True): "Z", (True, False): "C", (False, True): "z", (False, False): "x"}[
        named, _possessive(raw)
    ]


def _letter_of_term(tokens: Sequence[Token], term: TermMatch) -> str:
    letter = LETTERS.get(term.entry.get("role", ""), "x")
    last = tokens[term.last - 1]
    if letter == "R":  # "no. 4", "issue 12"; but "no report", "the issue"
        return "R" if _has_number(tokens, term) else ("N" if last.norm == "no" else "x")
    if letter == "k" and [one.kind for one in tokens[term.last : term.last + 1]] == ["number"]:
        return "P"  # "page 3"
    if term.entry.get("capital") and not _capital(tokens[term.first]):
        return "x"
    if letter == "L" and term.loss and last.raw.isascii():
        return "x"  # "see", "watch" tell the reader to; "sees", "follows" do not
    if letter == "L" and _after_capital(tokens, term):
        letter = "O"  # "Valley Rights Watch"
    if letter in "WY" and _in_a_name(tokens, term):
        letter = "O"  # "the Harbour Post" is a newspaper
    if _possessive(last.raw):
        return "Z" if letter == "O" else "z"
    return letter


def _has_number(tokens: Sequence[Token], term: TermMatch) -> bool:
    after = list(tokens[term.last : term.last + 2])
    if after and after[0].raw == ".":
        after = after[1:]
    return bool(after) and after[0].kind == "number"


def _after_capital(tokens: Sequence[Token], term: TermMatch) -> bool:
    if term.first == 0 or not tokens[term.first].raw[0].isupper():
        return False
    before = tokens[term.first - 1]
    return before.kind == "word" and before.raw[0].isupper()


def _in_a_name(tokens: Sequence[Token], term: TermMatch) -> bool:
    """Whether a work's word ends a name: a capital after a capital."""
    if not term.entry.get("weak") or term.first == 0 or term.last - term.first > 1:
        return False
    word, before = tokens[term.first].raw, tokens[term.first - 1].raw
    return all(one[0].isupper() and one[1:].islower() for one in (word, before)) and (
        before.lower() not in _SMALL
    )


def _sign(raw: str) -> str:
    if raw in _OPENING:
        return '"'
    if raw in _CLOSING:
        return "'"
    return {"،": ",", "؛": ";", "؟": "?", "…": ".", "–": "-", "—": "-", "ـ": "-"}.get(raw, raw)


def _possessive(raw: str) -> bool:
    return raw.endswith(("'s", "’s", "s'", "s’"))


def _capital(token: Token) -> bool:
    return token.raw[0].isupper()
