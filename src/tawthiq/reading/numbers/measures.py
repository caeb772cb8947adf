"""What a number says of itself: percent, money, how much a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tawthiq.reading.model import TermMatch, Token
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.reading.voices.wordsets import word_set

PERCENT_OR_POINTS = "percent or percentage points"
_REACH = 9  # words from a number to the rate it is told for
_OF = word_set("of من")
_BEFORE = 3  # tokens of a currency before its number: "US", "$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The unit of a number, at tokens [first, last) that hold the number too."""

    first: int
    last: int
    unit: str | None = None
    doubt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The lists of `measures.toml` and `currencies.toml`."""

    percent: TermList
    points: TermList
    rates: TermList
    rates_before: TermList
    not_rates: TermList
    currencies: TermList
    signs: TermList  # currencies before the number
    joints: TermList

    @classmethod
    def load(cls, extra: Path | None) -> "Measures":
        """The built-in lists, with what the folder `extra` adds."""
        return _load(extra)

    def of(self, tokens: Sequence[Token], first: int, last: int, floor: int) -> Measured:
        """The unit that a number at tokens [first, last) says."""
        row = tuple(tokens)
        points = self.points.at(row, last) if last < len(row) else None
        if points is not None:
            return Measured(
                first=first, last=points.last, unit="percent", doubt=(PERCENT_OR_POINTS,)
            )
        percent = self.percent.at(row, last) if last < len(row) else None
        if percent is not None:
            return Measured(first=first, last=percent.last, unit="percent")
        if first > floor and row[first - 1].norm == "%" and row[first - 1].stop == row[first].start:
            return Measured(first=first - 1, last=last, unit="percent")
        money = self.currencies.at(row, last) if last < len(row) else None
        if money is not None:
            return self._money(money, first, money.last)
        for start in range(max(floor, first - _BEFORE), first):
            sign = self.signs.at(row, start)
            if sign is not None and sign.last == first:
                return self._money(sign, start, last)
        return Measured(first=first, last=last)

    @staticmethod
    def _money(match: TermMatch, first: int, last: int) -> Measured:
        doubt = (match.entry["doubt"],) if "doubt" in match.entry else ()
        unit = match.entry.get("unit", match.term)
        return Measured(first=first, last=last, unit=unit, doubt=doubt)

    def per(self, tokens: Sequence[Token], first: int, last: int) -> str | None:
        """The stretch of time that a rate is told for: "a day", "يوميا"."""
        row = tuple(tokens)
        near = True  # only nouns stand between, no verb or preposition
        for at in range(last, min(last + _REACH, len(row))):
            match = self.rates.at(row, at)
            if match is not None and (near or match.entry.get("far")):
                return None if self._tells_when(row, match.last) else str(match.entry["per"])
            if row[at].kind != "word":
                break
            near = near and (self.joints.at(row, at) is None or row[at].norm in _OF)
        for start in range(max(0, first - _BEFORE - 1), first):
            match = self.rates_before.at(row, start)
            if match is not None and match.last == first:
                return str(match.entry["per"])
        return None

    def _tells_when(self, tokens: tuple[Token, ...], at: int) -> bool:
        """ "a day later", "في اليوم التالي": a time, no rate."""
        if at >= len(tokens):
            return False
        if self.not_rates.at(tokens, at) is not None:
            return True
        return tokens[at].norm.startswith("ال") and tokens[at].norm != "الواحد"


@cache
def _load(extra: Path | None) -> Measures:
    measures = load_terms("measures", extra)
    money = load_terms("currencies", extra)
    signs = {
        term: {"en": entry.get("before", [])} for term, entry in money.entries.items()
    }  # fmt: skip
    return Measures(
        percent=measures.only(lambda entry: entry["side"] == "percent", strict=True),
        points=measures.only(lambda entry: entry["side"] == "points", strict=True),
        rates=measures.only(lambda entry: entry["side"] == "rate", strict=True),
        rates_before=measures.only(lambda entry: entry["side"] == "rate before", strict=True),
        not_rates=measures.only(lambda entry: entry["side"] == "no rate", strict=True),
        currencies=money.only(lambda _: True, strict=True),
        signs=TermList(kind=money.kind, entries=signs, strict=True),
        joints=load_terms("joints", extra),
    )
