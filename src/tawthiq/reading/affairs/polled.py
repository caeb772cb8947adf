"""The numbers of an election: seats, votes, ballots, electors, each by its noun."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.model import Quantity
from tawthiq.reading.numbers.quantities import find_quantities
from tawthiq.statements import Number

_TWO = {"مقعدين": "seats", "مقعدان": "seats", "صوتين": "votes", "صوتان": "votes"}
_WHATS = ("seats", "votes", "ballots", "electors")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of seats, votes, electors or ballots: tokens [first, last)."""

    first: int
    last: int
    low: Number | None
    high: Number | None
    what: str


def all_counted(line: Line) -> list[Counted]:
    """Every number of the line that counts seats, votes, ballots or electors.

    "six of the eleven seats" is two; "3,120 cast their ballots" has its noun behind a verb.
    """
    found: list[Counted] = []
    after: dict[int, frozenset[str]] = {}
    for unit in line.units:
        for k in range(unit.first, max(unit.last, unit.first + 1)):
            after[k] = frozenset(unit.tags)
    quantities = find_quantities(line.sentence)
    for n, one in enumerate(quantities):
        what = _what(
            line,
            after,
            one.number_last,
            quantities[n + 1].first if n + 1 < len(quantities) else None,
        )
        if what is None and n + 1 < len(quantities):
            between = line.sentence.tokens[one.number_last : quantities[n + 1].first]
            if [token.norm for token in between] in (["of"], ["of", "the"], ["من", "اصل"], ["من"]):
                after_next = quantities[n + 2].first if n + 2 < len(quantities) else None
                what = _what(line, after, quantities[n + 1].number_last, after_next)
        if one.noun is not None and what is None:
            what = _dual(one.noun)
        if what is not None and one.unit != "percent":
            found.append(
                Counted(one.first, max(one.last, one.number_last), one.low, one.high, what)
            )
    return [*found, *_of_the_same(line, found, quantities), *_pairs(line, found)]


def _pairs(line: Line, found: list[Counted]) -> Iterator[Counted]:
    """ "بمقعدين": two, by the ending of the noun."""
    for k, token in enumerate(line.sentence.tokens):
        bare = token.norm.removeprefix("ب").removeprefix("ل")
        what = _TWO.get(bare)
        if what is not None and not any(one.first <= k < one.last for one in found):
            yield Counted(k, k + 1, 2, 2, what)


def _of_the_same(
    line: Line, found: list[Counted], quantities: Sequence[Quantity]
) -> Iterator[Counted]:
    """ "131 votes, against 78 for X": a number without a noun, after one of votes."""
    tokens = line.sentence.tokens
    for one in quantities:
        bare = one.number_last < len(tokens) and tokens[one.number_last].norm == "for"
        if bare and any(other.what == "votes" and other.last <= one.first for other in found):
            yield Counted(one.first, one.number_last, one.low, one.high, "votes")


def _what(line: Line, tags: dict[int, frozenset[str]], at: int, stop: int | None) -> str | None:
    tokens = line.sentence.tokens
    for k in range(at, min(len(tokens), at + 3)):
        if stop is not None and k >= stop:
            return None
        here = tags.get(k, frozenset())
        if "figure" in here:
            inside = [one for one in _WHATS if f"of-{one}" in here]
            if len(inside) == 1 or (inside and k == at):
                return inside[0]
            continue
        direct = [one for one in _WHATS if one in here]
        if direct:
            return direct[0]
        if tokens[k].kind == "sign":
            return None
    return None


def _dual(noun: str) -> str | None:
    return "seats" if noun == "مقعد" else "votes" if noun == "صوت" else None


def one_of(counted: list[Counted], what: str) -> int | None:
    """The one number of a kind; None where none or several are told."""
    found = [one.low for one in counted if one.what == what and one.low is not None]
    return int(found[0]) if len(found) == 1 and found[0] == int(found[0]) else None
