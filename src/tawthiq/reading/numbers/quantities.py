"""Every number of a sentence that counts something, with its bound: from what is written alone.

A quantity is a number, a range, an Arabic dual, one person told, a vague word in the place of a
number, a share in words, or the statement that the number is not known. What it counts is told
later (`figures`). Numbers that count nothing of this field (`patterns`, `nonfigures`) give none.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tawthiq.reading.model import Quantity, Sentence, TermMatch, Token
from tawthiq.reading.numbers.hedges import (
    After,
    Before,
    Hedges,
    after,
    before,
    flag_after,
    hedge_words,
)
from tawthiq.reading.numbers.measures import Measured, Measures
from tawthiq.reading.numbers.nonfigures import NonFigures
from tawthiq.reading.numbers.number_words import is_arabic, norm_at
from tawthiq.reading.numbers.numerals import (
    THOUSANDS_OR_DECIMALS,
    Numeral,
    begins_number,
    numeral_at,
)
from tawthiq.reading.numbers.patterns import masked
from tawthiq.reading.numbers.persons import Persons
from tawthiq.reading.numbers.ranges import Span, alone, span_at
from tawthiq.reading.numbers.vague import Vague
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Bound, Number

Tokens = tuple[Token, ...]

_CHAINS = word_set("and or to of , / و او الي")
_FEW = 10  # from eleven on, an Arabic noun is singular, and one beside it may share the number
_BESIDE = 4  # words between people counted and one more


def find_quantities(sentence: Sentence, extra: Path | None = None) -> list[Quantity]:
    """The quantities of a sentence, in order, without overlap.

    Args:
        extra: a folder of the user's own lists of terms.
    """
    reading = _Reading(sentence.tokens, _load(extra))
    return reading.all()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    hedges: Hedges
    measures: Measures
    no: NonFigures
    persons: Persons
    vague: Vague


@cache
def _load(extra: Path | None) -> _Lists:
    return _Lists(
        hedges=Hedges.load(extra),
        measures=Measures.load(extra),
        no=NonFigures.load(extra),
        persons=Persons.load(extra),
        vague=Vague.load(extra),
    )


class _Reading:
    """One sentence, read from left to right."""

    def __init__(self, tokens: Tokens, lists: _Lists) -> None:
        self.tokens = tokens
        self.lists = lists
        self.hidden = masked(tokens)
        self.found: list[Quantity] = []
        self.floor = 0  # where the last quantity or name ended: no hedge reaches before it
        self.named: int | None = None  # where the last number that names something ended

    def all(self) -> list[Quantity]:
        at = 0
        while at < len(self.tokens):
            at = self._step(at)
        return self._with_unknown()

    def _step(self, at: int) -> int:
        """Read what begins at a token; where to go on."""
        name = self.lists.no.name_at(self.tokens, at)
        if name is not None:
            self.floor = name
            return name
        if at in self.hidden:
            return at + 1
        token = self.tokens[at]
        match = self.lists.vague.at(self.tokens, at)
        number = numeral_at(self.tokens, at) if begins_number(token) else None
        quantity: Quantity | None = None
        if match is not None and (number is None or self._outdoes(match, number)):
            quantity = self._vague(match)
        elif number is not None:
            span = self._span(number)
            quantity = self._number(span)
            if quantity is None:
                return span.last
        elif self.lists.persons.maybe(token):
            quantity = self._person(at)
        if quantity is None:
            return at + 1
        if self.found and self._is_alternative(quantity):
            self.found[-1] = self._either(quantity)
        else:
            self.found.append(quantity)
        self.floor = quantity.number_last
        return quantity.number_last

    def _outdoes(self, match: TermMatch, number: Numeral) -> bool:
        """Whether a vague word or a share is meant where a number begins too: the longer of them.

        "خمس" is five, and a fifth before a noun with its article.
        """
        if match.last != number.last:
            return match.last > number.last
        return norm_at(self.tokens, match.last).startswith("ال")

    def _span(self, number: Numeral) -> Span:
        span = span_at(self.tokens, number, self.floor)
        return alone(number) if self.hidden & set(range(number.first, span.last)) else span

    def _number(self, span: Span) -> Quantity | None:
        """The quantity of a number; None where it counts nothing."""
        if self.hidden & set(range(span.first, span.last)):
            return None
        measured = self.lists.measures.of(self.tokens, span.first, span.last, self.floor)
        opened = min(span.opened, measured.first)
        lead = before(self.tokens, opened, self.floor, self.lists.hedges, span.numeral.glued)
        if measured.unit is None and not self._counts(span, lead):
            return None
        end = self._past_repeated(measured.last, span.low)
        tail = after(self.tokens, end, self.lists.hedges)
        bound, hedge = _bound(span, lead, tail)
        flag = flag_after(self.tokens, end, self.lists.hedges)
        low: Number | None = None if bound in ("at most", "up to") else span.low
        high: Number | None = None if bound in ("at least", "more than") else span.high
        return Quantity(
            first=min(lead.first, opened),
            last=max(end, tail.last if tail is not None else 0),
            number_first=measured.first,
            number_last=end,
            low=low,
            high=high,
            bound=bound,
            hedge=hedge,
            unit=measured.unit,
            per=self.lists.measures.per(self.tokens, lead.first, end),
            more=lead.more or (flag if flag != "total" else None),
            total=lead.total or flag == "total",
            doubt=self._doubt(span, measured),
        )

    def _counts(self, span: Span, lead: Before) -> bool:
        """Whether a number without a unit counts something, as far as its neighbours tell."""
        no = self.lists.no
        near = self.named is not None and span.first - self.named == 1
        joined = near and norm_at(self.tokens, span.first - 1) in _CHAINS
        # "Resolutions 2042 and 2043": one of a row of names is a name.
        chained = joined and not no.counts(self.tokens, span.last)
        if chained or no.names(
            self.tokens, span, floor=self.floor, hedged=lead.hedge, first=lead.first
        ):
            self.named = span.last
            return False
        if no.rejects(self.tokens, span, hedged=lead.hedge is not None, first=lead.first):
            return False
        spelled = not span.numeral.digits and not span.ranges
        return not (spelled and span.high in (0, 1)) or self._one_counts(span)

    def _one_counts(self, span: Span) -> bool:
        """Whether "one" is a number and no pronoun: something counted stands beside it."""
        if is_arabic(self.tokens[span.first].norm):
            return self.lists.persons.harmed_before(self.tokens, span.first, self.floor)
        if norm_at(self.tokens, span.last) == "of":
            return False
        return self.lists.no.counts(self.tokens, span.last, reach=2)

    def _doubt(self, span: Span, measured: Measured) -> tuple[str, ...]:
        doubt = (*span.doubt, *measured.doubt)
        if (
            measured.unit is None
            and span.numeral.plain
            and self.lists.no.counts(self.tokens, span.last)
        ):
            # People come whole: "24.495 people" has no decimals.
            doubt = tuple(one for one in doubt if one != THOUSANDS_OR_DECIMALS)
        return tuple(dict.fromkeys(doubt))

    def _past_repeated(self, last: int, value: Number) -> int:
        """Past a number that is told twice: "twelve (12)"."""
        if norm_at(self.tokens, last) == "(" and norm_at(self.tokens, last + 1):
            again = numeral_at(self.tokens, last + 1)
            if again is not None and again.value == value:
                return again.last + 1 if norm_at(self.tokens, again.last) == ")" else last
        return last

    def _vague(self, match: TermMatch) -> Quantity:
        lead = before(self.tokens, match.first, self.floor, self.lists.hedges)
        words = hedge_words(self.tokens, match)
        flag = flag_after(self.tokens, match.last, self.lists.hedges)
        bound: Bound = match.entry["bound"]
        return Quantity(
            first=lead.first,
            last=match.last,
            number_first=match.first,
            number_last=match.last,
            low=None,
            high=None,
            bound=bound,
            hedge=f"{lead.hedge} {words}" if lead.hedge else words,
            unit="share" if match.entry["side"] == "share" else None,
            per=self.lists.measures.per(self.tokens, lead.first, match.last),
            more=lead.more or (flag if flag != "total" else None),
            total=lead.total,
            doubt=(match.entry["doubt"],) if "doubt" in match.entry else (),
        )

    def _person(self, at: int) -> Quantity | None:
        persons, tokens = self.lists.persons, self.tokens
        counted = persons.dual(tokens, at) or persons.single(
            tokens, at, beside=self._is_beside(at), floor=self.floor
        )
        if counted is None or self._describes(at):
            return None
        lead = before(tokens, at, self.floor, self.lists.hedges)
        tail = after(tokens, counted.last, self.lists.hedges)
        if self.lists.no.speaks(tokens, lead.first, counted.noun_last, dual=True):
            return None
        bound: Bound = lead.bound or (tail.bound if tail is not None else "exact")
        flag = flag_after(tokens, counted.last, self.lists.hedges)
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

    def _describes(self, at: int) -> bool:
        """Whether a dual is the noun of the number before it, or describes the dual before it.

        "ثلاثة قاصرين", "جنديان سوريان".
        """
        if not self.found or self.found[-1].number_last != at:
            return False
        norm = self.tokens[at].norm
        if self.found[-1].noun is None:
            return not norm.startswith("و")
        return norm[-2:] == self.tokens[at - 1].norm[-2:] and not norm.startswith("و")

    def _is_beside(self, at: int) -> bool:
        """Whether other people were counted just before, joined by "and" or a comma."""
        if not self.found:
            return False
        last = self.found[-1]
        gap = self.tokens[last.number_last : at]
        if len(gap) > _BESIDE or ((last.low or 0) > _FEW and last.noun is None):
            return False
        if is_arabic(self.tokens[at].norm):
            # "سبعة بين قتيل وجريح": those counted, not one more.
            return all(one.kind == "word" and one.norm != "بين" for one in gap)
        joined = bool(gap) and gap[-1].norm in ("and", ",")
        return joined and all(one.kind == "word" for one in gap[:-1])

    def _is_alternative(self, quantity: Quantity) -> bool:
        """ "قتيلين أو ثلاثة", "قتيل واحد أو قتيلان": the dual's number or another one."""
        one = self.found[-1]
        return (
            one.noun is not None
            and one.bound == quantity.bound == "exact"
            and quantity.unit is None
            and one.number_last + 1 == quantity.number_first
            and norm_at(self.tokens, one.number_last) == "او"
            and (one.high or 0) < (quantity.low or 0)
        )

    def _either(self, quantity: Quantity) -> Quantity:
        one = self.found[-1]
        return replace(
            one,
            last=quantity.last,
            number_last=quantity.number_last,
            high=quantity.high,
            bound="between",
            hedge=self.tokens[one.number_last].raw,
            more=one.more or quantity.more,
        )

    def _with_unknown(self) -> list[Quantity]:
        """What was found, and the places where the text says that the number is not known."""
        for unknown in self.lists.vague.not_known(self.tokens):
            if all(one.first >= unknown.last or unknown.first >= one.last for one in self.found):
                self.found.append(
                    Quantity(
                        first=unknown.first,
                        last=unknown.last,
                        number_first=unknown.first,
                        number_last=unknown.last,
                        low=None,
                        high=None,
                        bound="not known",
                        hedge=unknown.hedge,
                    )
                )
        return sorted(self.found, key=lambda one: one.first)


def _bound(span: Span, lead: Before, tail: After | None) -> tuple[Bound, str | None]:
    """The bound of a number and the words that make it: the stronger one, all the words."""
    words = [lead.hedge] if lead.hedge else []
    bound: Bound | None = lead.bound
    if tail is not None and bound in (None, "about"):
        bound = tail.bound
        words.append(tail.hedge)
    if span.numeral.rough is not None and bound is None:
        bound = "about"
        words.append(span.numeral.rough)
    if span.ranges:
        bound = "between"
        words += [span.words] if span.words else []
    return bound or "exact", " ".join(words) or None
