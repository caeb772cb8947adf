"""The words around a number that bound it: before it, about its verb, or after its noun.

"at least another 12" · "did not exceed 1,000" · "لا يقل عددهم عن 40" · "40 قتيلا على الأقل". Of two
that speak of one number the stronger sets the bound, and both keep their words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from tawthiq.reading.model import TermMatch, Token
from tawthiq.reading.numbers.number_words import number_word
from tawthiq.reading.numbers.numerals import begins_number
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Bound

_ODD = word_set("نيف ونيف")  # "نيف وألف": a thousand and some
_LONGEST = 7  # words of a hedge
_REACH = 5  # words from a number to the hedge after its noun
_VERB_REACH = 7  # words from a verb to the number that it bounds
_ARTICLES = word_set("the its their these those his her all ال")
_GLUED = word_set("ال ب ل بال لل")
_FLAG_REACH = 4
_ABOUT = word_set("نحو حوالي قرابه زهاء زها")
_PASSED = word_set(", ( - or او")
_PREPOSITIONS = word_set("عن علي الي ب ل ال بال لل the a عتبه حاجز سقف mark")
# What a bounding verb may have for its subject between itself and the number.
_NUMBER_WORDS = word_set(
    "عدد عددهم عددها عددهن اعداد اعدادهم اعدادها حصيله الحصيله حصيلتهم حصيلتها مجموع مجموعهم "
    "العدد الرقم نسبه نسبتهم تعداد تعدادهم كميه قيمه كلفه تكلفه ميزانيه مجمل number toll "
    "total figure figures "
)
_STRENGTH: dict[str, int] = {
    "about": 1, "up to": 2, "more than": 3, "at least": 3, "at most": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedges:
    """The lists of `bounds.toml`, by where their words stand."""

    before: TermList  # hedges and flags
    verbs: TermList
    after: TermList
    flags_after: TermList
    openers: TermList  # words that stand for a number: "dozens", "half", "an unknown number of"
    unknown: TermList
    the_number: TermList
    joints: TermList

    @classmethod
    def load(cls, extra: Path | None) -> "Hedges":
        """The built-in lists, with what the folder `extra` adds."""
        return _load(extra)


@cache
def _load(extra: Path | None) -> Hedges:
    bounds = load_terms("bounds", extra)

    def side(*sides: str) -> TermList:
        return bounds.only(lambda entry: entry.get("side") in sides, strict=True)

    return Hedges(
        before=side("before", "flag before"),
        verbs=side("verb"),
        after=side("after"),
        flags_after=side("flag after"),
        openers=side("vague", "share"),
        unknown=side("unknown"),
        the_number=side("the number"),
        joints=load_terms("joints", extra),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What stands before a number."""

    first: int  # where its words begin; the number's own first token where there are none
    bound: Bound | None = None
    hedge: str | None = None
    more: Literal["added", "others"] | None = None
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """A hedge after a number or its noun."""

    last: int
    bound: Bound
    hedge: str


def written(tokens: Sequence[Token], first: int, last: int) -> str:
    """The words of tokens [first, last), as written, their blanks made one."""
    said = ""
    for at in range(first, last):
        gap = at > first and tokens[at].start > tokens[at - 1].stop
        said += (" " if gap else "") + tokens[at].raw
    return said


def hedge_words(tokens: Sequence[Token], match: TermMatch) -> str:
    """The words of a match without the "and" that Arabic glues before them."""
    said = written(tokens, match.first, match.last)
    norm = tokens[match.first].norm
    if match.loss and norm[:1] in ("و", "ف") and said[:1] == norm[:1]:
        said, norm = said[1:].lstrip("\u0640\u064e"), norm[1:]
    # "بنحو 40", "لحوالي 40": the preposition belongs to the sentence.
    return said[1:] if norm[:1] in ("ب", "ل") and norm[1:] in _ABOUT else said


def before(
    tokens: Sequence[Token], first: int, floor: int, hedges: Hedges, glued: str = ""
) -> Before:
    """The hedges and flags that lead up to a number at token `first`, not before `floor`.

    Args:
        glued: what Arabic glues before the number. After an "and", what stands before it belongs to
            another number: "40 على الأقل وخمسة".
    """
    row = tuple(tokens)
    at, found = first, Before(first=first)
    if glued.startswith(("و", "ف")) and row[first - 1 if first else 0].norm not in _ODD:
        return found
    while True:
        end = at
        while end > floor and (
            row[end - 1].norm in _ARTICLES or _is_glued(row, end) or row[end - 1].norm == "("
        ):
            end -= 1
        match = _ending(row, end, floor, hedges.before)
        if match is None and end != at:
            match = _ending(row, at, floor, hedges.before)
        if match is None and end > floor and row[end - 1].norm == ",":
            # "In all, 40 people".
            match = _ending(row, end - 1, floor, hedges.before)
            match = match if match is not None and match.term == "total" else None
        if match is None:
            break
        at = match.first
        found = _joined(found, match, hedge_words(row, match))
    if found.bound in (None, "about"):
        verb = _verb(row, at, floor, hedges, glued if at == first else "")
        if verb is not None:
            found = _joined(found, verb[0], hedge_words(row, verb[0]), moves=verb[1])
    return found


def _is_glued(tokens: tuple[Token, ...], end: int) -> bool:
    """Whether what stands before is glued to the digits after it: "والـ" of "والـ30"."""
    token = tokens[end - 1]
    return token.norm in _GLUED and end < len(tokens) and token.stop == tokens[end].start


def _ending(tokens: tuple[Token, ...], end: int, floor: int, some: TermList) -> TermMatch | None:
    """The longest phrase whose last token is just before `end`."""
    for first in range(max(floor, end - _LONGEST), end):
        match = some.at(tokens, first)
        if match is not None and match.last == end:
            return match
    return None


def _verb(
    tokens: tuple[Token, ...], end: int, floor: int, hedges: Hedges, glued: str
) -> tuple[TermMatch, bool] | None:
    """A verb that bounds the number at `end`, and whether the two are neighbours.

    Args:
        glued: what Arabic glues before the number: "تقدر بألفي طن".
    """
    for first in range(end - 1, max(floor, end - _VERB_REACH) - 1, -1):
        token = tokens[first]
        if token.kind == "number" or token.norm in (",", ";", ":", ".", "،"):
            return None
        match = _longest_from(tokens, first, floor, hedges.verbs)
        if match is None or match.last > end:
            continue
        gap = [tokens[k].norm for k in range(match.last, end)]
        bare = [norm for norm in gap if norm not in _PREPOSITIONS]
        if bare and bare[0] not in _NUMBER_WORDS:
            continue
        then = {_folded(word) for word in match.entry.get("then", ())}
        if then and not then & {_folded(gap[-1]) if gap else "", glued[:1]}:
            continue
        return match, not bare
    return None


def _folded(word: str) -> str:
    return word.replace("إ", "ا").replace("ى", "ي")


def _longest_from(
    tokens: tuple[Token, ...], at: int, floor: int, some: TermList
) -> TermMatch | None:
    """The phrase that covers token `at` and begins at it or a little before it."""
    for first in range(max(floor, at - 3), at + 1):
        match = some.at(tokens, first)
        if match is not None and match.last > at:
            return match
    return None


def _joined(found: Before, match: TermMatch, words: str, *, moves: bool = True) -> Before:
    """What is known with one match more, to the left of the others."""
    first = match.first if moves else found.first
    side = match.entry["side"]
    if side == "flag before":
        flag: Literal["added", "others", "total"] = match.entry["flag"]
        return Before(
            first=first,
            bound=found.bound,
            hedge=found.hedge,
            more=found.more or (flag if flag != "total" else None),
            total=found.total or flag == "total",
        )
    bound: Bound = match.entry["bound"]
    if found.bound is not None and _STRENGTH[found.bound] >= _STRENGTH[bound]:
        bound = found.bound
    return Before(
        first=first,
        bound=bound,
        hedge=f"{words} {found.hedge}" if found.hedge else words,
        more=found.more,
        total=found.total,
    )


def after(tokens: Sequence[Token], last: int, hedges: Hedges) -> After | None:
    """The hedge that stands after a number, or after its noun."""
    row = tuple(tokens)
    if last < len(row) and row[last].raw == "+" and row[last].start == row[last - 1].stop:
        return After(last=last + 1, bound="at least", hedge="+")
    for at in range(last, min(last + _REACH, len(row))):
        match = hedges.after.at(row, at)
        if match is not None:
            # "40 قتيلا على الأقل"; but "12 wounded, at least 3 badly" bounds what follows.
            if match.last < len(row) and _is_bound_by_it(row[match.last]):
                break
            return After(last=match.last, bound=match.entry["bound"], hedge=hedge_words(row, match))
        if row[at].norm not in _PASSED and _ends_noun(row, at, hedges):
            break
    return None


def _is_bound_by_it(following: Token) -> bool:
    """Whether a number follows that the hedge speaks of; after "and" it is another's."""
    word = number_word(following.norm)
    return begins_number(following) and not (word is not None and word.joined)


def _ends_noun(tokens: tuple[Token, ...], at: int, hedges: Hedges) -> bool:
    """Whether the noun of a number has ended before a token."""
    if tokens[at].kind != "word":
        return True
    joint = hedges.joints.at(tokens, at)
    return joint is not None and joint.term in ("stop", "part", "break", "and")


def flag_after(
    tokens: Sequence[Token], last: int, hedges: Hedges
) -> Literal["added", "others", "total"] | None:
    """The flag after a number or its noun: "12 others", "12 more", "١٢ مدنيا آخرين"."""
    row = tuple(tokens)
    for at in range(last, min(last + _FLAG_REACH, len(row))):
        match = hedges.flags_after.at(row, at)
        if match is not None and _is_flag(row, match, last):
            flag: Literal["added", "others", "total"] = match.entry["flag"]
            return flag
        # A glued "and" begins something else: in «طفلان وجرح آخرون» the others are not the two.
        glued = row[at].norm.startswith("و") and len(row[at].forms) > 1
        if glued or _ends_noun(row, at, hedges):
            break
    return None


def _is_flag(tokens: tuple[Token, ...], match: TermMatch, last: int) -> bool:
    """ "12 more" adds; "12 more than in May" compares, and "12 people further north" does not."""
    following = tokens[match.last].norm if match.last < len(tokens) else ""
    if tokens[match.first].norm in ("more", "other") and following == "than":
        return False
    return tokens[match.first].norm not in ("further", "additional", "extra", "other") or (
        match.first == last
    )
