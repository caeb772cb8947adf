"""Numbers that are no figure, by the words around them: ages, laws, roads, measures, years.

A counted noun right after a number ("12 people") outweighs a word before it that often names things
("camp 12"). What pattern alone tells stands in `patterns`.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tawthiq.reading.model import Token
from tawthiq.reading.numbers.number_words import is_arabic, norm_at
from tawthiq.reading.numbers.ranges import DASHES, Span
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.reading.voices.wordsets import word_set

Tokens = tuple[Token, ...]

_YEAR = re.compile(r"(?:19|20)\d\d")
_OLDEST = 110
_BOUND_OF_AGE = 25  # "under 15" and such, with nothing counted, tell an age up to here
_LONGEST_NAME = 4  # words of a phrase before a number
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}|\d+[.,]\d{4,}")
_YEAR_BEFORE = word_set(
    "in since of by until till from during early late mid before after year years and to end "
    "beginning through throughout between around circa spring summer autumn fall winter عام العام "
    "سنه السنه في منذ لعام بعام عامي حتي قبل بعد مطلع نهايه اواخر اوائل بدايه منتصف خلال من الي "
    "لسنه سنتي صيف شتاء ربيع خريف"
)
_AGE_HEDGES = word_set("under over below above دون فوق تحت")
_PERSON_BEFORE = word_set(
    "children child boys girls women men people those everyone anyone males females persons minors "
    "youths adults infants is are was were all اطفال الاطفال نساء رجال شبان من هم كانوا"
)
_NO_ADJECTIVE = word_set("a an per each every كل في the و of من")
_BEFORE_NAMED = word_set("ال : ( . - no nos number رقم #")
_NUMBERED = word_set("no nos number رقم #")
_BEFORE_AGE = word_set("ال only just about around حوالي نحو :")
_THAT = word_set("ان بان")
_EVERY = word_set("every each كل لكل")
_HE = word_set("he she")
_BE = word_set("was is were are turned be")
_QUOTES = frozenset('«»“”"„‘’')
_SAID_AR = word_set("قال قالت افاد افادت صرح تحدث روي روت اضاف اوضح اكد يقول تقول")
_BREAKS = word_set("stop part break")


@dataclass(frozen=True, slots=True, kw_only=True)
class NonFigures:
    """The lists of `nonfigures.toml`."""

    before: TermList
    after: TermList
    whole: TermList
    ages: TermList
    nouns: tuple[TermList, ...]  # what is counted: outweighs what stands before
    arabic_nouns: tuple[TermList, ...]  # the same, endings kept
    people: TermList  # in the singular
    joints: TermList
    speech: TermList

    @classmethod
    def load(cls, extra: Path | None) -> "NonFigures":
        """The built-in lists, with what the folder `extra` adds."""
        return _load(extra)

    def name_at(self, tokens: Tokens, at: int) -> int | None:
        """Where a name that holds a number ends ("24/7", "one of the"); None where none begins."""
        match = self.whole.at(tokens, at)
        return match.last if match is not None and match.loss <= 1 else None

    def names(
        self, tokens: Tokens, span: Span, *, floor: int, hedged: str | None, first: int
    ) -> bool:
        """Whether a number names something, or is an age or a measure: as may those joined to it.

        Args:
            floor: the end of the quantity before.
            hedged: the words of its hedge, if any.
            first: where hedge and number begin.
        """
        if self.measured(tokens, span.last) or self._of_named(tokens, span):
            return True
        if self._named(tokens, span, floor) or self._in_list_of_measures(tokens, span.last):
            return True
        return not self.counts(tokens, span.last) and (
            self._age_before(tokens, span.first, floor)
            or self._is_age(tokens, span, hedged=hedged, first=first)
        )

    def rejects(self, tokens: Tokens, span: Span, *, hedged: bool, first: int) -> bool:
        """Whether a number is no figure for another reason: a year, a part of a name, who speaks.

        Args:
            hedged: it has a hedge.
            first: where hedge and number begin.
        """
        counted = self.counts(tokens, span.last)
        return (
            _is_year(tokens, span, counted=counted, hedged=hedged)
            or self._is_part_of_name(tokens, span)
            or self.speaks(tokens, first, span.last)
            or self._is_decimal(tokens, span)
            or (span.first > 0 and tokens[span.first - 1].norm in _EVERY)
        )

    def measured(self, tokens: Tokens, last: int) -> bool:
        """Whether a measure, or a thing that is not counted here, follows: "30 km", "two sides"."""
        at, passed = last, 0
        while at < len(tokens) and tokens[at].raw in DASHES and (
            tokens[at].start == tokens[at - 1].stop
        ):  # fmt: skip
            at += 1
        while at < len(tokens) and passed <= 2:
            match = self.after.at(tokens, at)
            if match is not None and match.loss == 0 and passed <= match.entry["reach"]:
                return True
            token = tokens[at]
            if token.kind != "word" or token.norm in _NO_ADJECTIVE or self.is_noun(tokens, at):
                return False
            joint = self.joints.at(tokens, at)
            if joint is not None and joint.term in _BREAKS | {"and", "whole"}:
                return False
            at, passed = at + 1, passed + 1
        return False

    def is_noun(self, tokens: Tokens, at: int) -> bool:
        """Whether something counted is named at a token."""
        for some in self.arabic_nouns if is_arabic(tokens[at].norm) else self.nouns:
            match = some.at(tokens, at)
            if match is not None:
                # "و" before a noun begins another thought: "12 وجريح".
                return not (match.loss and tokens[at].norm.startswith("و"))
        return False

    def counts(self, tokens: Tokens, last: int, reach: int = 3) -> bool:
        """Whether a counted noun stands after a number, a few adjectives between."""
        for at in range(last, min(last + reach, len(tokens))):
            if tokens[at].kind != "word":
                return False
            if self.is_noun(tokens, at):
                return True
            joint = self.joints.at(tokens, at)
            if joint is not None and joint.term in _BREAKS:
                return False
        return False

    def speaks(self, tokens: Tokens, first: int, last: int, *, dual: bool = False) -> bool:
        """Whether those counted only speak: "two residents said", "قال ثلاثة ناشطين".

        Args:
            dual: the noun is in the number itself; else it has to follow.
        """
        for at in range(last, min(last + 4, len(tokens))):
            if tokens[at].kind != "word":
                break
            if tokens[at].norm in _THAT and first:
                told = self.speech.at(tokens, first - 1)
                return told is not None and told.last == first
            match = self.speech.at(tokens, at)
            if at > last and match is not None and match.loss == 0:
                return match.last >= len(tokens) or tokens[match.last].norm not in ("to", "by")
            joint = self.joints.at(tokens, at)
            if joint is not None and joint.term in _BREAKS:
                break
        before = norm_at(tokens, first - 1) if first else ""
        if before == "to":
            return first >= 2 and tokens[first - 2].norm in ("according", "spoke", "talked")
        said = before.removeprefix("و") in _SAID_AR
        return said and (dual or self.counts(tokens, last, reach=1))

    def _of_named(self, tokens: Tokens, span: Span) -> bool:
        """ "الدول الثلاث": a number after what it counts, when that is none of this field."""
        if not span.numeral.glued.endswith("ال") or not span.first:
            return False
        match = self.after.at(tokens, span.first - 1)
        return match is not None and tokens[span.first - 1].norm.startswith("ال")

    def _named(self, tokens: Tokens, span: Span, floor: int) -> bool:
        """A word before that numbers things: "Resolution 2042", "اللواء 47", "No. 10"."""
        first, end = span.first, span.first
        while end > floor and (
            tokens[end - 1].norm in _BEFORE_NAMED or tokens[end - 1].raw in DASHES
        ):
            end -= 1
            if tokens[end].norm in _NUMBERED:
                # "the number 40 hides …", "there are no 40 dead".
                figure = tokens[end].norm == "number" and norm_at(tokens, end - 1) in ("the", "a")
                return not (figure or self.counts(tokens, span.last, reach=1))
        if not (_ends_at(tokens, end, self.before) or _ends_at(tokens, first, self.before)):
            return False
        return not self.counts(tokens, span.last, reach=1)

    def _age_before(self, tokens: Tokens, first: int, floor: int) -> bool:
        end = first
        while end > floor and tokens[end - 1].norm in _BEFORE_AGE:
            end -= 1
        return _ends_at(tokens, end, self.ages) or _ends_at(tokens, first, self.ages)

    def _is_age(self, tokens: Tokens, span: Span, *, hedged: str | None, first: int) -> bool:
        """Ages without a word for it: "children under 5", "Salim Haddad, 45,", "a boy of 10"."""
        if span.high > _OLDEST or span.first < 2:
            return False
        if hedged is not None:
            return (
                hedged.casefold() in _AGE_HEDGES
                and span.high <= _OLDEST
                and tokens[first - 1].norm in _PERSON_BEFORE
                and (span.high <= _BOUND_OF_AGE or tokens[first - 1].norm not in _BE)
            )
        before, name = tokens[span.first - 1], tokens[span.first - 2]
        after = tokens[span.last] if span.last < len(tokens) else None
        closed = after is None or after.kind == "sign" or after.norm in ("and", "or", "who")
        if before.norm == ",":
            plain = span.numeral.plain and name.kind == "word" and span.low >= 1
            ends = after is None or after.norm in (",", ".", ")", ";")
            return plain and ((ends and name.raw[0].isupper()) or _two_ages(tokens, span.last))
        if before.norm == "of" and closed:
            return self._is_person(tokens, span.first - 2)
        return before.norm in _BE and name.norm in _HE and closed

    def _is_person(self, tokens: Tokens, at: int) -> bool:
        """A person in the singular, or "boys", whose singular is a form of it."""
        singular = self.people.at(tokens, at)
        return singular is not None or bool(self.people.openings & set(tokens[at].forms[1:]))

    def _in_list_of_measures(self, tokens: Tokens, last: int) -> bool:
        """ "3, 5 and 7 years": the last of a list says what all of it is."""
        at, commas = last, 0
        while at + 1 < len(tokens) and tokens[at + 1].kind == "number":
            joint = tokens[at].norm
            commas += joint == ","
            if joint != "," and (joint not in ("and", "or", "و", "او") or not commas):
                return False
            at += 2
            if joint != "," and self.measured(tokens, at):
                return True
        return False

    def _is_part_of_name(self, tokens: Tokens, span: Span) -> bool:
        """ "the Two Rivers", "«خمسة نجوم»": a capital among small words, a short quotation."""
        if not span.first or span.last >= len(tokens):
            return False
        opening = tokens[span.first - 1]
        if opening.raw in _QUOTES and opening.stop == tokens[span.first].start:
            # "the campaign «100 شمعة»", but "«40 dead»".
            closes = {one.raw for one in tokens[span.last : span.last + 3]} & _QUOTES
            return bool(closes) and not self.counts(tokens, span.last, reach=2)
        if span.numeral.digits:
            return False
        before, word, after = tokens[span.first - 1], tokens[span.first], tokens[span.last]
        capitals = word.raw[0].isupper() and after.raw[0].isupper()
        return capitals and before.kind == "word" and before.raw[0].islower()

    def _is_decimal(self, tokens: Tokens, span: Span) -> bool:
        """People and things come whole: a decimal without a unit counts none of them."""
        decimal = span.numeral.plain and _DECIMAL.fullmatch(tokens[span.first].norm)
        if not decimal and isinstance(span.low, int) and isinstance(span.high, int):
            return False
        return not self.counts(tokens, span.last, reach=1)


def _two_ages(tokens: Tokens, at: int) -> bool:
    """ "the brothers, 19 and 23, were": the second of two ages between commas."""
    if at + 2 >= len(tokens) or tokens[at].norm != "and" or tokens[at + 1].kind != "number":
        return False
    norm = tokens[at + 1].norm
    return tokens[at + 2].norm == "," and norm.isdecimal() and int(norm) <= _OLDEST


def _ends_at(tokens: Tokens, end: int, some: TermList) -> bool:
    """Whether a phrase of a list ends right before a token."""
    for first in range(max(0, end - _LONGEST_NAME), end):
        match = some.at(tokens, first)
        if match is not None and match.last == end:
            return True
    return False


def _is_year(tokens: Tokens, span: Span, *, counted: bool, hedged: bool) -> bool:
    """A bare number of four digits is a year, unless something counted follows it."""
    if not (span.numeral.plain and not span.ranges and _YEAR.fullmatch(tokens[span.first].norm)):
        return False
    before = tokens[span.first - 1].norm if span.first else ""
    return not hedged and (before in _YEAR_BEFORE or not counted)


@cache
def _load(extra: Path | None) -> NonFigures:
    every = load_terms("nonfigures", extra)

    def side(name: str, *, age: bool = False) -> TermList:
        return every.only(
            lambda entry: entry["side"] == name and bool(entry.get("age")) == age, strict=True
        )

    nouns = tuple(load_terms(kind, extra) for kind in ("categories", "counted_nouns", "units"))
    return NonFigures(
        before=side("before"),
        after=side("after"),
        whole=side("whole"),
        ages=side("before", age=True),
        nouns=nouns,
        arabic_nouns=tuple(some.only(lambda _: True, strict=True) for some in nouns),
        people=load_terms("countables", extra).only(lambda entry: bool(entry.get("people"))),
        joints=load_terms("joints", extra),
        speech=load_terms("speech", extra).only(
            lambda entry: entry.get("use") == "verb" and not entry.get("weak"), strict=True
        ),
    )
