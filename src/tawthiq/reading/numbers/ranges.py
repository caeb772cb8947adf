"""Two numbers that are the ends of one: "between 50 and 60", "2-3 million", "أو", "من … إلى …"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tawthiq.reading.model import Token
from tawthiq.reading.numbers.number_words import norm_at
from tawthiq.reading.numbers.numerals import Numeral, numeral_at
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Number

DASHES = frozenset("-–—−‐‑")
_BETWEEN = word_set("between بين")
_FROM = word_set("from من")
_TO = word_set("to الي")
_OR = word_set("or او")
_AND = word_set("and و")
_MAYBE = word_set("possibly perhaps maybe even probably ربما وربما حتي even")
_SMALL = word_set(
    "about some the ال نحو حوالي around approximately as many $ € £ at least an estimated"
)
_CHANGE_REACH = 7
# After these, "from 12 to 15" tells a change: two numbers, not one between.
_CHANGES = word_set(
    "rose rise risen rising rises grew grow grown increased increase increasing climbed "
    "jumped went gone up fell fall fallen falls dropped drop decreased decrease declined down "
    "reduced revised changed raised cut shrunk swelled doubled moved lowered corrected ارتفع "
    "ارتفعت ارتفاع يرتفع زاد زادت ازداد ازدادت انخفض انخفضت انخفاض تراجع تراجعت تغير عدل عدلت "
    "تحول قفز قفزت هبط هبطت صعد رفع رفعت خفض خفضت تقلص تقلصت ليرتفع لترتفع "
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
    opener = _opener(tokens, number.first, floor)
    if opener is not None and _bare(tokens[opener]) & _BETWEEN:
        ends = _between(tokens, number)
        if ends is None:
            return alone(number)
        what = opener > floor and tokens[opener - 1].norm == "ما"  # "ما بين"
        first = opener - 1 if what else opener
        return _span(*ends, first, " ".join(one.raw for one in tokens[first : opener + 1]))
    upper = _upper(tokens, number)
    if upper is None:
        return alone(number)
    high, at = upper
    joint = tokens[at].norm
    if joint in _TO and opener is not None:
        changes = any(
            one.norm in _CHANGES for one in tokens[max(0, opener - _CHANGE_REACH) : opener]
        )
        return alone(number) if changes else _span(number, high, opener, tokens[opener].raw)
    return _span(number, high, number.first, tokens[at].raw if joint in _OR | _TO else None)


def alone(number: Numeral) -> Span:
    """A number as both its ends."""
    return Span(
        first=number.first,
        last=number.last,
        low=number.value,
        high=number.value,
        opened=number.first,
        numeral=number,
        doubt=number.doubt,
    )


def _bare(token: Token) -> set[str]:
    """A word, and what it is without "and" or "with" before it."""
    return {token.norm, token.norm.removeprefix("و"), token.norm.removeprefix("ب")}


def _opener(tokens: Sequence[Token], first: int, floor: int) -> int | None:
    """The "between" or "from" before a number, small words between passed over."""
    at = first - 1
    while at >= floor and tokens[at].norm in _SMALL:
        at -= 1
    return at if at >= floor and _bare(tokens[at]) & (_BETWEEN | _FROM) else None


def _between(tokens: Sequence[Token], number: Numeral) -> tuple[Numeral, Numeral] | None:
    """Both ends after "between": what was read as one number may be the two."""
    for low in (number, *_shorter(tokens, number)):
        at = _past_percent(tokens, low.last)
        if at >= len(tokens):
            continue
        high = numeral_at(tokens, at)
        if high is None or not high.glued.startswith("و"):
            # "بين خمسين وستين" has its "and" glued; else it stands by itself.
            if tokens[at].norm not in _AND | _TO and tokens[at].raw not in DASHES:
                continue
            high = _number_from(tokens, at + 1)
        ends = _ends(low, high) if high is not None else None
        if ends is not None:
            return ends
    return None


def _shorter(tokens: Sequence[Token], number: Numeral) -> Iterator[Numeral]:
    """What a number of several words is when it ends sooner, the longest first."""
    for last in range(number.last - 1, number.first, -1):
        part = numeral_at(tokens[:last], number.first)
        if part is not None and part.last == last:
            yield part


def _past_percent(tokens: Sequence[Token], at: int) -> int:
    return at + 1 if norm_at(tokens, at) == "%" else at


def _number_from(tokens: Sequence[Token], at: int) -> Numeral | None:
    """The number at a token, small words before it passed over: "about 60", "the 60"."""
    while norm_at(tokens, at) in _SMALL | _MAYBE:
        at += 1
    return numeral_at(tokens, at) if at < len(tokens) else None


def _upper(tokens: Sequence[Token], number: Numeral) -> tuple[Numeral, int] | None:
    """The second number after "-", "to" or "or", and where that joint stands."""
    at = _past_percent(tokens, number.last)
    if at + 1 >= len(tokens):
        return None
    token = tokens[at]
    if token.raw in DASHES:
        spaced = token.start > tokens[at - 1].stop
        if spaced != (tokens[at + 1].start > token.stop) and not number.digits:
            return None
    elif token.norm == ",":
        # "three, possibly four".
        if tokens[at + 1].norm not in _MAYBE:
            return None
    elif token.norm not in _OR | _TO:
        return None
    high = _number_from(tokens, at + 1)
    if high is None or high.glued not in ("", "ال"):
        return None
    ends = _ends(number, high, loose=token.norm in _OR)
    return (ends[1], at) if ends is not None else None


def _ends(low: Numeral, high: Numeral, *, loose: bool = False) -> tuple[Numeral, Numeral] | None:
    """Two numbers as the ends of one, a scale said once lent to the other; None if they fall.

    Args:
        loose: the upper may take the scale of the lower too: "eight thousand or nine".
    """
    low = _lent(low, high)
    if (
        loose
        and low.scale > 1
        and high.scale == 1
        and (low.value / low.scale < high.value < low.scale and high.value < 1000)
    ):
        high = _scaled(high, low.scale)
    return (low, high) if low.value < high.value else None


def _lent(low: Numeral, high: Numeral) -> Numeral:
    """The lower end with the scale of the upper: "2 to 3 million", "two or three hundred"."""
    if low.scale == 1 < high.scale and low.value <= high.value / high.scale:
        return _scaled(low, high.scale)
    return low


def _scaled(number: Numeral, scale: int) -> Numeral:
    value = number.value * scale
    whole = int(value) if float(value).is_integer() else value
    return replace(number, value=whole, scale=scale, plain=False)


def _span(low: Numeral, high: Numeral, opened: int, words: str | None) -> Span:
    low = _lent(low, high)
    return Span(
        first=low.first,
        last=high.last,
        low=low.value,
        high=high.value,
        opened=opened,
        words=words,
        numeral=high,
        doubt=tuple(dict.fromkeys((*low.doubt, *high.doubt))),
    )
