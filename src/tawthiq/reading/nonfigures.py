"""Numbers that are no figure: dates and years, ages, laws and roads, weapons, measures, lists.

Two looks: `masked` marks tokens by their pattern alone (23/8/2012, RPG-7, "August 23", "[12]");
`rejects` judges one number by the words before and after it. A counted noun right after a number
("12 people") outweighs a word before it that often names things ("camp 12").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tawthiq.fields.months import gregorian_months, hijri_months
from tawthiq.reading.model import Token
from tawthiq.reading.numerals import letter_scale, word_of
from tawthiq.reading.ranges import Span
from tawthiq.reading.terms import TermList, load_terms

_DASHES = frozenset("-–—−‐‑")
_GLUED_ARABIC = re.compile(r"[وف]?(?:ب|ل|ك)?(?:ال|ل)?ـ?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_ANY = re.compile(r"(?:1[2-9]|20)\d\d")
_OLDEST = 110
_ORDINAL_EN = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth "
    "fiftieth hundredth".split()
)
_ORDINAL_AR = frozenset(
    "اول اولي ثاني ثانيه ثالث ثالثه رابع رابعه خامس خامسه سادس سادسه سابع سابعه ثامن ثامنه تاسع تاسعه "
    "عاشر عاشره حادي حاديه".split()
)
_YEAR_BEFORE = frozenset(
    "in since of by until till from during early late mid before after year years and to end "
    "beginning through throughout between around circa spring summer autumn fall winter عام العام "
    "سنه السنه في منذ لعام بعام عامي حتي قبل بعد مطلع نهايه اواخر اوائل بدايه منتصف خلال من الي "
    "لسنه سنتي صيف شتاء ربيع خريف".split()
)
_SUFFIXES = frozenset(("st", "nd", "rd", "th", "s"))
_AGE_HEDGES = frozenset("under over below above دون فوق تحت".split())
_PERSON_BEFORE = frozenset(
    "children child boys girls women men people those everyone anyone males females persons minors "
    "youths adults infants اطفال الاطفال نساء رجال شبان".split()
)
_LIST_ENDS = frozenset(".)-–—ـ:]")
_NO_ADJECTIVE = frozenset(("a", "an", "per", "each", "every", "كل", "في", "the", "و", "of", "من"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NonFigures:
    """The lists of `nonfigures.toml`."""

    before: TermList
    after: TermList
    whole: TermList
    ages: TermList
    nouns: tuple[TermList, ...]  # what is counted: outweighs what stands before
    joints: TermList
    currencies: TermList

    @classmethod
    def load(cls, extra: Path | None) -> "NonFigures":
        """The built-in lists, with what the folder `extra` adds."""
        return _load(extra)

    def masked(self, tokens: tuple[Token, ...]) -> frozenset[int]:
        """The tokens that belong to a number that is none, by their pattern alone."""
        found: set[int] = set()
        for at, token in enumerate(tokens):
            if token.kind == "number":
                self._mask_digits(tokens, at, found)
            elif token.kind == "word" and token.norm[:1] != "" and _is_ordinal(tokens, at):
                found.add(at)
                found.add(at + 1)
        if tokens and tokens[0].kind == "number":
            self._mask_list_number(tokens, found)
        return frozenset(found)

    def name_at(self, tokens: tuple[Token, ...], at: int) -> int | None:
        """Where a name that holds a number ends ("24/7", "one of the"); None where none begins."""
        match = self.whole.at(tokens, at)
        return match.last if match is not None and match.loss <= 1 else None

    def rejects(
        self, tokens: tuple[Token, ...], span: Span, *, floor: int, hedged: str | None, first: int
    ) -> bool:
        """Whether the words around a number make it no figure.

        Args:
            floor: the end of the quantity before.
            hedged: the words of its hedge, if any.
            first: where hedge and number begin.
        """
        if self.measured(tokens, span.last) or self._of_named(tokens, span):
            return True
        counted = self.counts(tokens, span.last)
        if _is_year(tokens, span, counted=counted, hedged=hedged is not None):
            return True
        if not counted and (
            self._named(tokens, span.first, floor) or self._age_before(tokens, span.first, floor)
        ):
            return True
        if self._is_age(tokens, span, counted=counted, hedged=hedged, first=first):
            return True
        return _in_list_of(tokens, span, self)

    def _of_named(self, tokens: tuple[Token, ...], span: Span) -> bool:
        """ "الدول الثلاث": a number after what it counts, when that is none of this field."""
        if not span.numeral.glued.endswith("ال") or not span.first:
            return False
        match = self.after.at(tokens, span.first - 1)
        return match is not None and tokens[span.first - 1].norm.startswith("ال")

    def measured(self, tokens: tuple[Token, ...], last: int) -> bool:
        """Whether a measure or a thing that is not counted here follows."""
        at, passed = last, 0
        while (
            at < len(tokens)
            and tokens[at].raw in _DASHES
            and (tokens[at].start == tokens[at - 1].stop)
        ):
            at += 1
        while at < len(tokens) and passed < 3:
            match = self.after.at(tokens, at)
            if match is not None and match.loss == 0 and passed <= match.entry["reach"]:
                return True
            token = tokens[at]
            if token.kind != "word" or token.norm in _NO_ADJECTIVE:
                return False
            if self.noun_at(tokens, at) is not None:
                return False
            joint = self.joints.at(tokens, at)
            if joint is not None and joint.term in ("stop", "part", "break", "and", "whole"):
                return False
            at, passed = at + 1, passed + 1
        return False

    def noun_at(self, tokens: tuple[Token, ...], at: int) -> int | None:
        """Where a noun of something counted ends; None where none begins."""
        ends = [match.last for some in self.nouns if (match := some.at(tokens, at)) is not None]
        return max(ends, default=None)

    def counts(self, tokens: tuple[Token, ...], last: int, reach: int = 3) -> bool:
        """Whether a counted noun stands after a number, a few adjectives between."""
        for at in range(last, min(last + reach, len(tokens))):
            if tokens[at].kind != "word":
                return False
            if self.noun_at(tokens, at) is not None:
                return True
            joint = self.joints.at(tokens, at)
            if joint is not None and joint.term in ("stop", "part", "break"):
                return False
        return False

    def _named(self, tokens: tuple[Token, ...], first: int, floor: int) -> bool:
        """A word before that numbers things: "Resolution 2042", "اللواء 47", "No. 10"."""
        end = first
        while end > floor and (
            tokens[end - 1].norm in ("ال", ":", "(", ".", "-", "no", "nos", "number", "رقم", "#")
            or tokens[end - 1].raw in _DASHES
        ):
            end -= 1
            if tokens[end].norm in ("no", "nos", "number", "رقم", "#"):
                return tokens[end].norm != "number" or tokens[end - 1].norm not in ("the", "a")
        return self._ends_at(tokens, end, self.before) or (
            end != first and self._ends_at(tokens, first, self.before)
        )

    def _age_before(self, tokens: tuple[Token, ...], first: int, floor: int) -> bool:
        end = first
        while end > floor and tokens[end - 1].norm in (
            "ال", "only", "just", "about", "around", "حوالي", "نحو", ":",
        ):  # fmt: skip
            end -= 1
        return self._ends_at(tokens, end, self.ages) or self._ends_at(tokens, first, self.ages)

    @staticmethod
    def _ends_at(tokens: tuple[Token, ...], end: int, some: TermList) -> bool:
        for first in range(max(0, end - 4), end):
            match = some.at(tokens, first)
            if match is not None and match.last == end:
                return True
        return False

    def _is_age(
        self,
        tokens: tuple[Token, ...],
        span: Span,
        *,
        counted: bool,
        hedged: str | None,
        first: int,
    ) -> bool:
        """ "children under 5" and "Salim Haddad, 45, was": ages without a word for it."""
        if counted or span.high > _OLDEST:
            return False
        if hedged is not None:
            return (
                hedged.casefold() in _AGE_HEDGES
                and first > 0
                and tokens[first - 1].norm in _PERSON_BEFORE
            )
        before = tokens[span.first - 1] if span.first else None
        after = tokens[span.last] if span.last < len(tokens) else None
        if before is None or span.first < 2:
            return False
        name = tokens[span.first - 2]
        return (
            span.numeral.plain
            and before.norm == ","
            and (after is None or after.raw in (",", "،", ".", ")", ";"))
            and name.kind == "word"
            and name.raw[0].isupper()
            and span.low >= 1
        )

    def _mask_digits(self, tokens: tuple[Token, ...], at: int, found: set[int]) -> None:
        token = tokens[at]
        before = tokens[at - 1] if at else None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        touches_before = before is not None and before.stop == token.start
        touches_after = after is not None and after.start == token.stop
        if ":" in token.raw:
            found.add(at)
        if touches_after and after is not None:
            if after.norm in _SUFFIXES or (
                after.norm in ("/", "_", "\\", "@", "°", "×") and after.raw != "⁄"
            ):
                found.add(at)
            elif after.raw in _DASHES and at + 2 < len(tokens):
                self._mask_dashed(tokens, at, found)
            elif after.kind == "word" and after.norm.isascii() and letter_scale(after.norm) is None:
                found.update(() if after.norm in _CODES else (at,))
        if touches_before and before is not None:
            if before.norm in ("/", "_", "\\", "@", "#", "×", "№") or (
                before.raw == "[" and after is not None and after.raw == "]"
            ):
                found.add(at)
            elif before.raw == "+" and (at < 2 or tokens[at - 2].kind != "number"):
                if len(token.norm) >= 3:
                    found.update(_phone(tokens, at))
            elif before.kind == "word" and not self._is_prefix(before):
                found.add(at)
            elif before.raw in _DASHES and at >= 2:
                name = tokens[at - 2]
                if (
                    name.kind == "word"
                    and name.stop == before.start
                    and (word_of(name.norm) is None and not _GLUED_ARABIC.fullmatch(name.norm))
                ):
                    found.add(at)
        self._mask_date(tokens, at, found)

    def _is_prefix(self, token: Token) -> bool:
        """Whether a word glued before digits is an Arabic particle or a currency."""
        if token.norm in _CODES:
            return True
        return bool(_GLUED_ARABIC.fullmatch(token.norm)) and not token.norm.isascii()

    def _mask_dashed(self, tokens: tuple[Token, ...], at: int, found: set[int]) -> None:
        """ "2012-08-23", "555-0134-22", "2-1", "12-point": what is tied by dashes to a number."""
        chain = [at]
        while (
            chain[-1] + 2 < len(tokens)
            and tokens[chain[-1] + 1].raw in _DASHES
            and (
                tokens[chain[-1] + 2].kind == "number"
                and tokens[chain[-1] + 2].start - tokens[chain[-1]].stop == 1
            )
        ):
            chain.append(chain[-1] + 2)
        if len(chain) > 2:
            found.update(chain)
        following = tokens[at + 2]
        if len(chain) == 2 and _YEAR.fullmatch(tokens[at].norm) and len(following.norm) in (2, 4):
            if not self.counts(tokens, at + 3):
                found.update(chain)
        elif len(chain) == 2 and not self.counts(tokens, chain[-1] + 1):
            low, high = tokens[at].norm, following.norm
            if (
                low.isdecimal()
                and high.isdecimal()
                and int(low) >= int(high)
                and (
                    chain[-1] + 1 >= len(tokens)
                    or (
                        word_of(tokens[chain[-1] + 1].norm) is None
                        and tokens[chain[-1] + 1].norm != "%"
                    )
                )
            ):
                found.update(chain)  # a score, a section
        elif (
            len(chain) == 1
            and following.kind == "word"
            and following.start == (tokens[at + 1].stop)
        ):
            if following.norm.isascii() and not _PEOPLED & set(following.norm.split("-")):
                found.add(at)

    def _mask_date(self, tokens: tuple[Token, ...], at: int, found: set[int]) -> None:
        """ "August 23", "23 August", "23 آب", "23-25 August", and the year that follows."""
        if at in found or not _day(tokens[at].norm):
            if not _YEAR_ANY.fullmatch(tokens[at].norm):
                return
            if _month_before(tokens, at) or (
                at > 0 and tokens[at - 1].norm == "," and _month_day_before(tokens, at - 1)
            ):
                found.add(at)
            return
        month = _month_after(tokens, at + 1)
        if month is not None:
            found.add(at)
            if month < len(tokens) and _YEAR_ANY.fullmatch(tokens[month].norm):
                found.add(month)
            # "23 and 24 August", "23-25 August"
            back = at - 2
            while (
                back >= 0
                and tokens[back].kind == "number"
                and _day(tokens[back].norm)
                and (tokens[back + 1].raw in _DASHES or tokens[back + 1].norm in _DATE_JOINTS)
                and int(tokens[back].norm) < int(tokens[at].norm)
            ):
                found.add(back)
                back -= 2
        elif _month_before(tokens, at) and not self.counts(tokens, at + 1):
            found.add(at)
            ahead = at + 2
            while (
                ahead < len(tokens)
                and tokens[ahead].kind == "number"
                and (
                    _day(tokens[ahead].norm)
                    and (tokens[ahead - 1].raw in _DASHES or tokens[ahead - 1].norm in _DATE_JOINTS)
                    and int(tokens[ahead].norm) > int(tokens[at].norm)
                    and not self.counts(tokens, ahead + 1)
                )
            ):
                found.add(ahead)
                ahead += 2

    def _mask_list_number(self, tokens: tuple[Token, ...], found: set[int]) -> None:
        """ "1." and "3-" at the head of a line."""
        if len(tokens) == 1 or len(tokens[0].norm) > 3:
            return
        sign = tokens[1]
        if sign.norm in _LIST_ENDS or sign.raw in _DASHES or sign.norm == "/":
            ranges = len(tokens) > 2 and tokens[2].kind == "number"
            if not ranges:
                found.add(0)


def _phone(tokens: Sequence[Token], at: int) -> list[int]:
    """The groups of digits of a phone number that begins with a plus."""
    groups = [at]
    while at + 1 < len(tokens):
        at += 2 if tokens[at + 1].raw in _DASHES else 1
        if at >= len(tokens) or tokens[at].kind != "number":
            break
        if tokens[at].start - tokens[groups[-1]].stop > 1:
            break
        groups.append(at)
    return groups


_CODES = frozenset(
    "us usd eur gbp syp try lbp jod iqd sar aed egp chf cad aud nok sek dkk rs".split()
)
_PEOPLED = frozenset("strong member person man odd some plus million billion thousand".split())
_DATE_JOINTS = frozenset(("and", "to", ",", "و", "الي", "or", "او", "حتي"))


def _day(norm: str) -> bool:
    return norm.isdecimal() and len(norm) <= 2 and 1 <= int(norm) <= 31


@cache
def _months() -> frozenset[str]:
    names = {*gregorian_months().number, *hijri_months().number}
    return frozenset(name for name in names if len(name) > 2)


def _is_month(tokens: Sequence[Token], at: int) -> int | None:
    """Where a month's name that begins at a token ends."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    norm = tokens[at].norm
    bare = norm.removeprefix("و").removeprefix("ل") if norm not in _months() else norm
    if at + 1 < len(tokens):
        for words in (f"{norm} {tokens[at + 1].norm}", f"{bare} {tokens[at + 1].norm}"):
            if words in _months():
                return at + 2
    if norm not in _months() and norm not in ("اب", "اذار"):
        return None
    if norm in ("may", "march", "mar", "dec", "sep", "jan") and not tokens[at].raw[0].isupper():
        return None
    if norm == "اب" and not tokens[at].raw.startswith(("آ", "ا")):
        return None
    return at + 1


def _month_after(tokens: Sequence[Token], at: int) -> int | None:
    """Where the month after a day ends: "23 August", "23 of August", "23 من شهر آب"."""
    while at < len(tokens) and tokens[at].norm in ("of", "من", "شهر", "st", "nd", "rd", "th"):
        at += 1
    if at < len(tokens) and tokens[at].raw in ("/", "-") and at + 1 < len(tokens):
        return _is_month(tokens, at + 1)
    return _is_month(tokens, at)


def _month_before(tokens: Sequence[Token], at: int) -> bool:
    for first in (at - 2, at - 1):
        if first >= 0 and _is_month(tokens, first) == at:
            return True
    return False


def _month_day_before(tokens: Sequence[Token], at: int) -> bool:
    """Whether "August 23" ends before a token."""
    return at >= 2 and tokens[at - 1].kind == "number" and (_month_before(tokens, at - 1))


def _is_ordinal(tokens: Sequence[Token], at: int) -> bool:
    """ "twenty-third", "الخامس والعشرين", "الثاني عشر": a number word that is part of one."""
    norm = tokens[at].norm
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.kind != "word":
        return False
    if norm.isascii():
        word = word_of(norm)
        return (
            word is not None
            and word.kind in ("tens", "hundred")
            and (following.norm in _ORDINAL_EN)
        )
    bare = re.sub(r"^[وفبلك]?(?:ال|ل)?", "", norm)
    if bare not in _ORDINAL_AR and norm not in _ORDINAL_AR:
        return False
    word = word_of(following.norm)
    return word is not None and (
        (word.kind == "tens" and word.joined) or (word.kind == "ten" and word.glued in ("", "ال"))
    )


def _is_year(tokens: Sequence[Token], span: Span, *, counted: bool, hedged: bool) -> bool:
    """A bare number of four digits is a year, unless something counted follows it."""
    token = tokens[span.first]
    if not (span.numeral.digits and _YEAR.fullmatch(token.norm)):
        return False
    if span.last == span.first + 1 and span.numeral.scale > 1:
        return False
    before = tokens[span.first - 1].norm if span.first else ""
    if before in _YEAR_BEFORE and not hedged:
        return True
    return not counted and not hedged


def _in_list_of(tokens: tuple[Token, ...], span: Span, lists: NonFigures) -> bool:
    """ "aged 3, 5 and 7 years": the last of a list says what all of it is."""
    at, commas = span.last, 0
    while at + 1 < len(tokens):
        joint = tokens[at].norm
        if joint == ",":
            commas += 1
        elif joint not in ("and", "or", "و", "او") or not commas:
            return False
        number = tokens[at + 1]
        if number.kind != "number":
            return False
        at += 2
        if joint != "," and lists.measured(tokens, at):
            return True
    return False


@cache
def _load(extra: Path | None) -> NonFigures:
    every = load_terms("nonfigures", extra)
    return NonFigures(
        before=every.only(
            lambda entry: entry["side"] == "before" and not entry.get("age"), strict=True
        ),
        after=every.only(lambda entry: entry["side"] == "after", strict=True),
        whole=every.only(lambda entry: entry["side"] == "whole", strict=True),
        ages=every.only(lambda entry: bool(entry.get("age")), strict=True),
        nouns=tuple(load_terms(kind, extra) for kind in ("categories", "counted_nouns", "units")),
        joints=load_terms("joints", extra),
        currencies=load_terms("currencies", extra),
    )
