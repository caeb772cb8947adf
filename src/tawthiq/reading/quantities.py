"""Every number of a sentence that counts something, with its bound: from what is written alone.

A quantity is a number, a range, an Arabic dual, one person told, a vague word in a number's place, a
share in words, or the statement that the number is not known. What it counts is told later
(`figures`). Numbers that count nothing of this field (`nonfigures`) give none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tawthiq.reading.hedges import Hedges, after, before, flag_after, hedge_words, written
from tawthiq.reading.measures import Measures
from tawthiq.reading.model import Quantity, Sentence, TermMatch, Token
from tawthiq.reading.nonfigures import NonFigures
from tawthiq.reading.numerals import THOUSANDS_OR_DECIMALS, Numeral, begins_number, numeral_at
from tawthiq.reading.persons import Counted, Persons
from tawthiq.reading.ranges import Span, span_at
from tawthiq.reading.vague import Vague
from tawthiq.statements import Bound, Number


def find_quantities(sentence: Sentence, extra: Path | None = None) -> list[Quantity]:
    """The quantities of a sentence, in order, without overlap.

    Args:
        extra: a folder of the user's own lists of terms.
    """
    return _load(extra).find(sentence.tokens)


@cache
def _load(extra: Path | None) -> "_Finder":
    return _Finder(
        hedges=Hedges.load(extra),
        measures=Measures.load(extra),
        no=NonFigures.load(extra),
        persons=Persons.load(extra),
        vague=Vague.load(extra),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finder:
    hedges: Hedges
    measures: Measures
    no: NonFigures
    persons: Persons
    vague: Vague

    def find(self, tokens: tuple[Token, ...]) -> list[Quantity]:
        found: list[Quantity] = []
        masked = self.no.masked(tokens)
        floor = at = 0
        rejected: int | None = None  # where the last number that is none ended
        while at < len(tokens):
            name = self.no.name_at(tokens, at)
            if name is not None:
                at = floor = name
                continue
            quantity: Quantity | None = None
            token = tokens[at]
            match = self.vague.at(tokens, at)
            number = numeral_at(tokens, at) if at not in masked and begins_number(token) else None
            if match is not None and (number is None or _is_word(tokens, match, number)):
                quantity = self._vague(tokens, match, floor)
            elif number is not None:
                quantity, last = self._number(tokens, number, floor, rejected, masked)
                if quantity is None:
                    rejected = at = last
                    continue
            elif at in masked:
                rejected = at + 1
            if quantity is None and self.persons.maybe(token):
                quantity = self._person(tokens, at, floor, found)
            if quantity is None:
                at += 1
                continue
            if found and _alternative(tokens, found[-1], quantity):
                found[-1] = _either(tokens, found[-1], quantity)
            else:
                found.append(quantity)
            at = floor = quantity.number_last
        return self._with_unknown(tokens, found)

    def _number(
        self,
        tokens: tuple[Token, ...],
        number: Numeral,
        floor: int,
        rejected: int | None,
        masked: frozenset[int],
    ) -> tuple[Quantity | None, int]:
        """The quantity of a numeral, or None and where the numeral ends."""
        if any(k in masked for k in range(number.first, number.last)):
            return None, number.first + 1
        span = span_at(tokens, number, floor)
        if any(k in masked for k in range(number.last, span.last)):
            span = replace(
                span, last=number.last, low=number.value, high=number.value,
                opened=number.first, words=None, numeral=number,
            )  # fmt: skip
        measured = self.measures.of(tokens, span.first, span.last, floor)
        lead = before(tokens, min(span.opened, measured.first), floor, self.hedges)
        if measured.unit is None:
            if self._chained(tokens, span.first, rejected) and not self.no.counts(
                tokens, span.last
            ):
                return None, span.last
            if self.no.rejects(
                tokens, span, floor=floor, hedged=lead.hedge, first=lead.first
            ) or not self._whole(tokens, span):
                return None, span.last
            if (
                number.value in (0, 1)
                and not number.digits
                and not self._one_counts(tokens, span, floor)
            ):
                return None, span.last
        doubt = (*span.doubt, *measured.doubt)
        if measured.unit is None and span.numeral.plain and self.no.counts(tokens, span.last):
            # People come whole: "24.495 people" has no decimals.
            doubt = tuple(one for one in doubt if one != THOUSANDS_OR_DECIMALS)
        end = _repeated(tokens, measured.last, span.low)
        tail = after(tokens, end, self.hedges)
        flag = flag_after(tokens, end, self.hedges)
        bound, hedge = lead.bound, lead.hedge
        if tail is not None and (bound is None or bound == "about"):
            bound, hedge = tail.bound, f"{hedge} {tail.hedge}" if hedge else tail.hedge
        low: Number | None = span.low
        high: Number | None = span.high
        if span.ranges:
            words = (span.words,) if span.words else ()
            hedge = " ".join((*((hedge,) if hedge else ()), *words)) or None
            bound = "between"
        elif bound is None:
            bound = "exact"
        if bound in ("at least", "more than"):
            high = None
        elif bound in ("at most", "up to"):
            low = None
        last = max(end, tail.last if tail is not None else 0)
        return (
            Quantity(
                first=min(lead.first, measured.first, span.opened),
                last=last,
                number_first=measured.first,
                number_last=end,
                low=low,
                high=high,
                bound=bound,
                hedge=hedge,
                unit=measured.unit,
                per=self.measures.per(tokens, lead.first, end),
                more=lead.more or (flag if flag != "total" else None),
                total=lead.total or flag == "total",
                doubt=tuple(dict.fromkeys(doubt)),
            ),
            end,
        )

    def _chained(self, tokens: tuple[Token, ...], first: int, rejected: int | None) -> bool:
        """Whether a number is joined to one that is none: "Resolutions 2042 and 2043"."""
        return (
            rejected is not None
            and first - rejected == 1
            and tokens[rejected].norm in ("and", "or", "to", ",", "-", "و", "او", "الي", "–", "/")
        )

    def _whole(self, tokens: tuple[Token, ...], span: Span) -> bool:
        """People and things come whole; a decimal without a unit counts none of them."""
        decimal = span.numeral.plain and _DECIMAL.fullmatch(tokens[span.first].norm)
        if not decimal and isinstance(span.low, int) and isinstance(span.high, int):
            return True
        return self.no.counts(tokens, span.last)

    def _one_counts(self, tokens: tuple[Token, ...], span: Span, floor: int) -> bool:
        """Whether "one" is a number and no pronoun: something counted stands beside it."""
        if span.ranges:
            return True
        if not tokens[span.first].norm.isascii():
            return self.persons.harmed_before(tokens, span.first, floor)
        if span.last < len(tokens) and tokens[span.last].norm == "of":
            return False
        return self.no.counts(tokens, span.last, reach=2)

    def _vague(self, tokens: tuple[Token, ...], match: TermMatch, floor: int) -> Quantity:
        bound: Bound = match.entry["bound"]
        lead = before(tokens, match.first, floor, self.hedges)
        words = hedge_words(tokens, match)
        share = match.entry["side"] == "share"
        flag = flag_after(tokens, match.last, self.hedges)
        return Quantity(
            first=lead.first,
            last=match.last,
            number_first=match.first,
            number_last=match.last,
            low=None,
            high=None,
            bound=bound,
            hedge=f"{lead.hedge} {words}" if lead.hedge else words,
            unit="share" if share else None,
            per=self.measures.per(tokens, lead.first, match.last),
            more=lead.more or (flag if flag != "total" else None),
            total=lead.total,
            doubt=(match.entry["doubt"],) if "doubt" in match.entry else (),
        )

    def _person(
        self, tokens: tuple[Token, ...], at: int, floor: int, found: Sequence[Quantity]
    ) -> Quantity | None:
        token = tokens[at]
        counted: Counted | None = None
        if token.norm not in ("a", "an"):
            counted = self.persons.dual(tokens, at)
        if counted is None:
            counted = self.persons.single(
                tokens, at, beside=self._beside(tokens, at, found), floor=floor
            )
        if counted is None or self._describes(tokens, at, found):
            return None
        lead = before(tokens, at, floor, self.hedges)
        tail = after(tokens, counted.last, self.hedges)
        bound: Bound = lead.bound or (tail.bound if tail is not None else "exact")
        flag = flag_after(tokens, counted.last, self.hedges)
        return Quantity(
            first=lead.first,
            last=max(counted.last, tail.last if tail is not None else 0),
            number_first=counted.first,
            number_last=counted.last,
            low=None if bound in ("at most", "up to") else counted.value,
            high=None if bound in ("at least", "more than") else counted.value,
            bound=bound,
            hedge=lead.hedge or (tail.hedge if tail is not None else None),
            noun=counted.noun,
            more=lead.more or (flag if flag != "total" else None),
            total=lead.total,
            doubt=counted.doubt,
        )

    def _describes(self, tokens: tuple[Token, ...], at: int, found: Sequence[Quantity]) -> bool:
        """ "جنديان سوريان": the second dual describes the first."""
        if not found:
            return False
        last = found[-1]
        return (
            last.noun is not None
            and last.number_last == at
            and tokens[at].norm[-2:] == tokens[at - 1].norm[-2:]
            and not tokens[at].norm.startswith("و")
        )

    def _beside(self, tokens: tuple[Token, ...], at: int, found: Sequence[Quantity]) -> bool:
        """Whether other people were counted just before, joined by "and" or a comma."""
        if not found:
            return False
        last = found[-1]
        gap = tokens[max(last.number_last, 0) : at]
        if len(gap) > 4 or ((last.low or 0) > _FEW and last.noun is None):
            return False
        if tokens[at].norm in ("a", "an"):
            return (
                bool(gap)
                and gap[-1].norm in ("and", ",")
                and all(one.kind == "word" or one is gap[-1] for one in gap)
            )
        return all(one.kind == "word" for one in gap)

    def _with_unknown(self, tokens: tuple[Token, ...], found: list[Quantity]) -> list[Quantity]:
        """The places where the text says that the number is not known, beside the others."""
        for first, last, _ in self.vague.not_known(tokens):
            if any(one.first < last and first < one.last for one in found):
                continue
            found.append(
                Quantity(
                    first=first,
                    last=last,
                    number_first=first,
                    number_last=last,
                    low=None,
                    high=None,
                    bound="not known",
                    hedge=written(tokens, first, last),
                )
            )
        return sorted(found, key=lambda one: one.first)


def _alternative(tokens: tuple[Token, ...], one: Quantity, other: Quantity) -> bool:
    """ "قتيلين أو ثلاثة", "قتيل واحد أو قتيلان": a dual's number or another one."""
    return (
        one.noun is not None
        and one.bound == other.bound == "exact"
        and other.unit is None
        and one.number_last + 1 == other.number_first
        and tokens[one.number_last].norm == "او"
        and (one.high or 0) < (other.low or 0)
    )


def _either(tokens: tuple[Token, ...], one: Quantity, other: Quantity) -> Quantity:
    return replace(
        one,
        last=other.last,
        number_last=other.number_last,
        high=other.high,
        bound="between",
        hedge=tokens[one.number_last].raw,
        more=one.more or other.more,
        doubt=one.doubt,
    )


def _is_word(tokens: tuple[Token, ...], match: TermMatch, number: Numeral) -> bool:
    """Whether a vague word or share is meant where a number begins too: the longer of the two."""
    if match.last != number.last:
        return match.last > number.last
    return match.last < len(tokens) and tokens[match.last].norm.startswith("ال")


def _repeated(tokens: tuple[Token, ...], last: int, value: Number) -> int:
    """Past a number that is told twice: "twelve (12)"."""
    if last + 2 < len(tokens) and tokens[last].raw == "(":
        again = numeral_at(tokens, last + 1)
        if (
            again is not None
            and again.value == value
            and (again.last < len(tokens) and tokens[again.last].raw == ")")
        ):
            return again.last + 1
    return last


_DECIMAL = re.compile(r"\d+[.,]\d{1,2}|\d+[.,]\d{4,}")
_FEW = 10
