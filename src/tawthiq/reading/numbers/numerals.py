"""Read one number among the tokens of a sentence: digits, words of both languages, both mixed.

"24,495" · "1,5 مليون" · "12k" · "one hundred and twenty-three" · "a million and a half" · "مئة
وخمسة وعشرون ألفا" · "12 ألف و500". A number is read where it begins, as far as it goes; what it
counts, and whether it counts anything, is for others to say. Exact arithmetic throughout: "1.1
million" is 1,100,000.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tawthiq.reading.model import Token
from tawthiq.reading.numbers.digits import digits_at, letter_after
from tawthiq.reading.numbers.number_words import (
    NumberWord,
    hyphened,
    is_arabic,
    is_plural_scale,
    norm_at,
    number_word,
    number_word_at,
)
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Number

THOUSANDS_OR_DECIMALS = "thousands or decimals"
ONE_OR_TWO = "one or two of the thousand or million"
_AND = word_set("و and")
_A = word_set("a an")
_MONEY = word_set("$ € £ ¥ usd eur gbp us$")
_AFTER_MILLIONS = word_set(
    "people refugees displaced syrians children civilians residents persons inhabitants idps women "
    "men families dollars euros pounds internally registered deaths citizens"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number at tokens [first, last)."""

    first: int
    last: int
    value: Number
    scale: int = 1  # of its last word: "3 million" lends it to "2 to 3 million"
    digits: bool = False  # its first word is written in digits
    plain: bool = False  # digits alone, nothing else
    glued: str = ""  # what Arabic glued before it: "و", "ب", "ال" …
    rough: str | None = None  # "odd" of "thirty-odd"
    doubt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a number: `count` of a `scale`, up to token `last`."""

    count: Fraction
    scale: int
    last: int
    doubt: tuple[str, ...] = ()

    @property
    def total(self) -> Fraction:
        return self.count * self.scale


def begins_number(token: Token) -> bool:
    """Whether a number may begin at a token: a quick look, before `numeral_at`."""
    if token.kind != "word":
        return token.kind == "number"
    norm = token.norm
    return norm in _A or number_word(norm) is not None or hyphened(norm) is not None


def numeral_at(tokens: Sequence[Token], at: int) -> Numeral | None:
    """The longest number that begins at a token; None where none does."""
    if tokens[at].kind == "sign":
        return None
    part = _part(tokens, at)
    if part is None:
        return None
    total, doubt = part.total, part.doubt
    while part.scale > 1:
        more = _further(tokens, part.last, part.scale)
        if more is None:
            break
        part, total, doubt = more, total + more.total, doubt + more.doubt
    word = number_word_at(tokens, at)
    tied = hyphened(tokens[part.last - 1].norm)
    digits = tokens[at].kind == "number"
    return Numeral(
        first=at,
        last=part.last,
        value=int(total) if total.denominator == 1 else float(total),
        scale=_lent_scale(tokens, part, total),
        digits=digits,
        plain=digits and part.scale == 1 and tokens[part.last - 1].kind == "number",
        glued=word.glued if word is not None else "",
        rough=tied.rough if tied is not None else None,
        doubt=tuple(dict.fromkeys(doubt)),
    )


def _lent_scale(tokens: Sequence[Token], part: _Part, total: Fraction) -> int:
    """The scale that a number lends to one before it: "two or three hundred"."""
    if part.scale > 1:
        return part.scale
    word = number_word_at(tokens, part.last - 1)
    ends = word is not None and word.kind in ("hundred", "group") and not total % word.value
    return word.value if word is not None and ends else 1


def _part(tokens: Sequence[Token], at: int) -> _Part | None:  # noqa: PLR0911 - one a form
    """A count and its scale: "12 thousand", "خمسة عشر ألفا", "half a million", "24,495"."""
    fraction = _fraction_of_scale(tokens, at)
    if fraction is not None:
        return fraction
    if tokens[at].kind == "number":
        return _scaled_digits(tokens, at)
    scale = _scale_alone(tokens, at)
    if scale is not None:
        return scale
    if norm_at(tokens, at) in _A:
        following = number_word_at(tokens, at + 1)
        if following is None or is_plural_scale(tokens[at + 1].norm):
            return None
        if following.kind == "scale":
            return _Part(Fraction(1), following.value, at + 2)
        if following.kind not in ("hundred", "group"):
            return None
        at += 1
    group = _group(tokens, at)
    return _with_scale(tokens, Fraction(group[0]), group[1]) if group is not None else None


def _scale_alone(tokens: Sequence[Token], at: int) -> _Part | None:
    """A scale with no number before it: "ألف", "مليونين"; a plural ("آلاف") is none."""
    word = number_word_at(tokens, at)
    if word is None or word.kind not in ("scale", "two_scales", "one_or_two_scales"):
        return None
    if word.kind == "two_scales":
        return _Part(Fraction(2), word.value, at + 1)
    if word.kind == "scale":
        return None if is_plural_scale(tokens[at].norm) else _Part(Fraction(1), word.value, at + 1)
    # "ألفا وخمسمئة" is a thousand in the accusative; "ألفا نازح" two before their noun.
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.kind != "word" or following.norm.startswith("و"):
        return _Part(Fraction(1), word.value, at + 1)
    return _Part(Fraction(2), word.value, at + 1, (ONE_OR_TWO,))


def _with_scale(
    tokens: Sequence[Token], count: Fraction, last: int, doubt: tuple[str, ...] = ()
) -> _Part:
    """The scale after a count, and a half that stands between them."""
    extra, after = _and_a_fraction(tokens, last)
    for part, at in ((extra, after), (Fraction(0), last)):
        word, start = _tied(tokens, at)
        if word is None or word.glued:
            continue
        if word.kind == "group" and not part:
            return _Part(count * word.value, 1, start + 1, doubt)
        if word.kind in ("scale", "one_or_two_scales"):
            return _Part(count + part, word.value, start + 1, doubt)
    if extra and norm_at(tokens, after) not in ("the", "of", "their", "its"):
        return _Part(count + extra, 1, after, doubt)
    return _Part(count, 1, last, doubt)


def _tied(tokens: Sequence[Token], at: int) -> tuple[NumberWord | None, int]:
    """The number word at a token, or after a hyphen with no blank: "1.2-million-strong"."""
    if norm_at(tokens, at) != "-" or at + 1 >= len(tokens):
        return number_word_at(tokens, at), at
    hyphen, after = tokens[at], tokens[at + 1]
    if hyphen.start != tokens[at - 1].stop or after.start != hyphen.stop:
        return None, at
    return number_word(after.norm.partition("-")[0]), at + 1


def _and_a_fraction(tokens: Sequence[Token], at: int) -> tuple[Fraction, int]:
    """ "and a half", "ونصف": its value, and where it ends."""
    word = number_word_at(tokens, at)
    if word is not None and word.kind == "fraction" and word.joined:
        return Fraction(word.value, 100), at + 1
    if norm_at(tokens, at) in _AND:
        article = norm_at(tokens, at + 1) in _A
        after = at + 2 if article else at + 1
        word = number_word_at(tokens, after)
        bare = word is not None and word.kind == "fraction" and not word.glued
        if word is not None and bare and (article or tokens[at].norm == "و"):
            return Fraction(word.value, 100), after + 1
    return Fraction(0), at


def _fraction_of_scale(tokens: Sequence[Token], at: int) -> _Part | None:
    """ "half a million", "a quarter of a million", "three quarters of a million", "نصف مليون"."""
    parts, last = 1, at + 1 if norm_at(tokens, at) in _A else at
    word = number_word_at(tokens, last)
    if word is not None and word.kind == "unit":
        parts, last = word.value, last + 1
        word = number_word_at(tokens, last)
        if word is None or word.kind != "quarters":
            return None
    elif word is None or word.kind != "fraction":
        return None
    last += 1
    last += norm_at(tokens, last) == "of"
    last += norm_at(tokens, last) in _A
    scale = number_word_at(tokens, last)
    if scale is None or scale.glued not in ("", "ال") or is_plural_scale(tokens[last].norm):
        return None
    count = Fraction(word.value * parts, 100)
    if scale.kind == "group":
        return _Part(count * scale.value, 1, last + 1)
    return _Part(count, scale.value, last + 1) if scale.kind == "scale" else None


def _further(tokens: Sequence[Token], at: int, scale: int) -> _Part | None:
    """What a number with a scale goes on with: "and two hundred", "و500", "and a half"."""
    extra, last = _and_a_fraction(tokens, at)
    if extra:
        word = number_word_at(tokens, last)
        again = word is not None and word.kind == "scale" and word.value == scale
        return _Part(extra * scale, 1, last + 1 if again else last)
    joined = norm_at(tokens, at) in _AND
    comma = norm_at(tokens, at) == "," and tokens[at - 1].kind == "word"
    start = at + 1 if joined or comma else at
    if start >= len(tokens) or not _goes_on(tokens, start, joined=joined):
        return None
    part = _part(tokens, start)
    if part is None or part.total >= scale or part.count.denominator != 1:
        return None
    # "twenty-two thousand, two hundred and fifty-one" is one number.
    if comma and (is_arabic(tokens[at - 1].norm) or tokens[start].kind != "word" or (
        part.scale == 1 and part.total < 100
    )):  # fmt: skip
        return None
    # "3 thousand and 200 wounded" are two numbers.
    two = tokens[start].kind == "number" and part.scale == 1 and tokens[at].norm == "and"
    return None if two else part


def _goes_on(tokens: Sequence[Token], at: int, *, joined: bool) -> bool:
    """Whether the number before may go on at a token: Arabic needs its "and"."""
    token, word = tokens[at], number_word_at(tokens, at)
    if token.kind == "number":
        # "3 million 200 thousand" goes on; "3 million 200 …" does not.
        following = number_word_at(tokens, at + 1)
        return joined or (following is not None and following.kind == "scale")
    if word is None:
        return hyphened(token.norm) is not None
    return joined or not is_arabic(token.norm) or word.glued == "و"


def _group(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Number words below a thousand (or "fifteen hundred"): value, and where they end."""
    word = number_word_at(tokens, at)
    if word is not None and word.kind in ("hundreds", "hundred"):
        return _with_rest(tokens, word.value, at + 1)
    if word is not None and word.kind == "group":
        return word.value, at + 1
    below = _below_hundred(tokens, at)
    if below is None:
        tied = hyphened(tokens[at].norm)  # "two-hundred"
        return (tied.value, at + 1) if tied is not None else None
    value, last = below
    hundred = number_word_at(tokens, last)
    if hundred is None or hundred.kind != "hundred" or hundred.glued:
        return value, last
    return _with_rest(tokens, value * 100, last + 1)


def _with_rest(tokens: Sequence[Token], hundreds: int, at: int) -> tuple[int, int]:
    """What follows a hundred: "and twenty-three", "twenty-three", "وخمسة وعشرون"."""
    joined = norm_at(tokens, at) in _AND
    start = at + 1 if joined else at
    if start >= len(tokens):
        return hundreds, at
    word = number_word_at(tokens, start)
    if word is not None and is_arabic(tokens[start].norm) and not joined and not word.joined:
        return hundreds, at
    below = _below_hundred(tokens, start)
    if below is None:
        return hundreds, at
    after = number_word_at(tokens, below[1])
    if after is not None and after.kind == "hundred" and not after.glued:
        return hundreds, at  # "one hundred and two hundred": the next number begins here
    return hundreds + below[0], below[1]


def _below_hundred(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    word = number_word_at(tokens, at)
    if word is None:
        tied = hyphened(norm_at(tokens, at))
        return (tied.value, at + 1) if tied is not None and tied.value < 100 else None
    if word.kind == "unit":
        return _unit_and(tokens, at, word.value)
    following = number_word_at(tokens, at + 1)
    if word.kind == "tens" and following is not None and following.kind == "unit":
        english = not is_arabic(tokens[at].norm)
        return (word.value + following.value, at + 2) if english else (word.value, at + 1)
    return (word.value, at + 1) if word.kind in ("ten", "teen", "tens", "zero") else None


def _unit_and(tokens: Sequence[Token], at: int, unit: int) -> tuple[int, int]:
    """A unit, with the ten that Arabic says after it: "خمسة عشر", "خمسة وعشرون"."""
    following = number_word_at(tokens, at + 1)
    arabic = is_arabic(tokens[at].norm)
    if following is not None and arabic:
        if following.kind == "ten" and not following.glued:
            return unit + 10, at + 2
        if following.kind == "tens" and following.glued in ("و", "وال"):
            return unit + following.value, at + 2
    if norm_at(tokens, at + 1) == "و":
        tens = number_word_at(tokens, at + 2)
        if tens is not None and tens.kind == "tens" and not tens.glued:
            return unit + tens.value, at + 3
    return unit, at + 1


def _scaled_digits(tokens: Sequence[Token], at: int) -> _Part | None:
    read = digits_at(tokens, at)
    if read is None:
        return None
    doubt = (THOUSANDS_OR_DECIMALS,) if read.otherwise is not None else ()
    # Digits after a point were decimals, if a scale follows: "1.250 million".
    scaled = read.otherwise if read.otherwise is not None else read.value
    letter = letter_after(tokens, read.last)
    if letter is not None:
        if not _is_letter_scale(tokens, at, read.last):
            return None
        return _Part(scaled, letter, read.last + 1, doubt)
    part = _with_scale(tokens, read.value, read.last, doubt)
    return part if part.scale == 1 else _Part(part.count - read.value + scaled, part.scale,
                                              part.last, doubt)  # fmt: skip


def _is_letter_scale(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether "m" after digits is a million: metres and megabytes are told by what stands near."""
    if tokens[last].norm not in ("m", "b"):
        return True
    before = tokens[at - 1].norm if at else ""
    return before in _MONEY or norm_at(tokens, last + 1) in _AFTER_MILLIONS
