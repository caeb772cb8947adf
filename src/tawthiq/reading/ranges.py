"""Two numbers that are the ends of one: "between 50 and 60", "2-3 million", "أو", "من … إلى …"."""

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.reading.model import Token
from tawthiq.reading.numerals import Numeral, numeral_at
from tawthiq.statements import Number

_DASHES = frozenset("-–—−‐‑")
_BETWEEN = frozenset(("between", "بين"))
_FROM = frozenset(("from", "من"))
_TO = frozenset(("to", "till", "until", "through", "الي", "حتي"))
_OR = frozenset(("or", "او"))
_MAYBE = frozenset(("possibly", "perhaps", "maybe", "even", "ربما", "وربما", "حتي", "probably"))
_SMALL = frozenset(("about", "some", "the", "ال", "نحو", "حوالي", "$", "€", "£", "around"))
_PASSED = _MAYBE | {"as", "many", "$", "€", "£"}
# After these, "from 12 to 15" tells a change: two numbers, not one between.
_CHANGES = frozenset(
    "rose rise risen rising grew grow grown increased increase increasing climbed jumped went gone up "
    "fell fall fallen dropped drop decreased decrease declined down reduced revised changed raised cut "
    "ارتفع ارتفعت ارتفاع يرتفع زاد زادت ازداد ازدادت انخفض انخفضت انخفاض تراجع تراجعت تغير عدل تحول "
    "قفز قفزت هبط هبطت صعد".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One number or two ends, at tokens [first, last)."""

    first: int  # the number's own; `opened` where a "between" leads up to it
    last: int
    low: Number
    high: Number
    opened: int  # the "between" or "from", or `first`
    words: str | None = None  # the word that makes it a range
    numeral: Numeral  # the last one
    doubt: tuple[str, ...] = ()

    @property
    def ranges(self) -> bool:
        """Whether it has two ends."""
        return self.low != self.high


def span_at(tokens: Sequence[Token], number: Numeral, floor: int) -> Span:
    """The range whose lower end is `number`; the number alone where there is none."""
    alone = Span(
        first=number.first,
        last=number.last,
        low=number.value,
        high=number.value,
        opened=number.first,
        numeral=number,
        doubt=number.doubt,
    )
    opener = _opener(tokens, number.first, floor)
    word = tokens[opener].norm if opener is not None else ""
    if opener is not None and _forms(tokens[opener]) & _BETWEEN:
        split = _between(tokens, number)
        if split is not None:
            low, high = split
            return _span(alone, low, high, opener, tokens[opener].raw)
        return alone
    found = _upper(tokens, number)
    if found is None:
        return alone
    high, at = found
    joint = tokens[at].norm
    if joint in _TO and opener is not None and _forms(tokens[opener]) & _FROM:
        if _changes(tokens, opener, floor):
            return alone
        return _span(alone, number, high, opener, word)
    if joint in ("حتي", "until", "till", "through") and opener is None:
        # "12 to 15" is a range; "12 until 15" tells a time.
        return alone
    words = tokens[at].raw if joint in _OR or joint in _TO else None
    return _span(alone, number, high, number.first, words)


def _forms(token: Token) -> set[str]:
    """A word without the "and" or "ما" before it."""
    return {token.norm, token.norm.removeprefix("و"), token.norm.removeprefix("ب")}


def _opener(tokens: Sequence[Token], first: int, floor: int) -> int | None:
    """The "between" or "from" just before a number."""
    at = first - 1
    while at >= floor and (
        tokens[at].norm in ("the", "ال", "about", "some", "نحو", "حوالي", "approximately", "around")
        or tokens[at].norm in ("at", "least", "an", "estimated")
    ):
        at -= 1
    if at >= floor and _forms(tokens[at]) & (_BETWEEN | _FROM):
        return at
    return None


def _changes(tokens: Sequence[Token], opener: int, floor: int) -> bool:
    return any(token.norm in _CHANGES for token in tokens[max(0, opener - 7) : opener])


def _between(tokens: Sequence[Token], number: Numeral) -> tuple[Numeral, Numeral] | None:
    """Both ends after "between": what was read as one number may be the two."""
    at = number.last
    # "بين خمسين وستين": the second carries its "and".
    for low in (number, *_shorter(tokens, number)):
        at = low.last
        if at < len(tokens) and tokens[at].norm == "%":
            at += 1
        if at >= len(tokens):
            continue
        high = numeral_at(tokens, at)
        if high is not None and high.glued == "و":
            pass
        elif tokens[at].norm in ("and", "و", "to", "-", "–", "الي") and at + 1 < len(tokens):
            high = _number_from(tokens, at + 1)
        else:
            continue
        if high is not None:
            low = _lent(low, high)
            if low.value < high.value:
                return low, high
    return None


def _shorter(tokens: Sequence[Token], number: Numeral) -> list[Numeral]:
    """What a number of several words is when it ends sooner, the longest first."""
    found = []
    for last in range(number.last - 1, number.first, -1):
        part = numeral_at(tokens[:last], number.first)
        if part is not None and part.last == last:
            found.append(part)
    return found


def _number_from(tokens: Sequence[Token], at: int) -> Numeral | None:
    """The number at a token, with small words before it passed over: "about 60", "the 60"."""
    while at < len(tokens) and tokens[at].norm in (
        "about",
        "some",
        "the",
        "ال",
        "نحو",
        "حوالي",
        "$",
    ):
        at += 1
    return numeral_at(tokens, at) if at < len(tokens) else None


def _upper(tokens: Sequence[Token], number: Numeral) -> tuple[Numeral, int] | None:
    """The second number after "-", "to" or "or", and where that joint stands."""
    at = number.last
    if at < len(tokens) and tokens[at].norm == "%":
        at += 1
    if at + 1 >= len(tokens):
        return None
    token, joint = tokens[at], at
    if token.raw in _DASHES:
        spaced = token.start > tokens[at - 1].stop
        if spaced != (tokens[at + 1].start > token.stop) and not number.digits:
            return None
    elif token.norm == "," and tokens[at + 1].norm in _MAYBE:
        pass
    elif token.norm not in _OR and token.norm not in _TO:
        return None
    at += 1
    while at < len(tokens) and tokens[at].norm in _PASSED:
        at += 1
    high = numeral_at(tokens, at) if at < len(tokens) else None
    if high is None or high.glued:
        return None
    return (high, joint) if _lent(number, high).value < high.value else None


def _lent(low: Numeral, high: Numeral) -> Numeral:
    """The lower end with the scale of the upper: "2 to 3 million"."""
    if (
        low.scale == 1
        and high.scale > 1
        and low.value < 1000
        and (low.value <= high.value / high.scale)
    ):
        value = low.value * high.scale
        return Numeral(
            first=low.first,
            last=low.last,
            value=int(value) if float(value).is_integer() else value,
            scale=high.scale,
            digits=low.digits,
            glued=low.glued,
            doubt=low.doubt,
        )
    return low


def _span(alone: Span, low: Numeral, high: Numeral, opened: int, words: str | None) -> Span:
    low = _lent(low, high)
    return Span(
        first=alone.first,
        last=high.last,
        low=low.value,
        high=high.value,
        opened=opened,
        words=words,
        numeral=high,
        doubt=tuple(dict.fromkeys((*low.doubt, *high.doubt))),
    )
