"""Read one number among the tokens of a sentence: digits, number words of both languages, both mixed.

"24,495" · "24 495" · "٢٤٬٤٩٥" · "1,5 مليون" · "12k" · "one hundred and twenty-three" · "a million
and a half" · "مئة وخمسة وعشرون ألفا" · "12 ألف و500". A number is read where it begins, as far as
it goes; what it counts, and whether it counts anything, is for others to say. Exact arithmetic
throughout: "1.1 million" is 1,100,000.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files

from tawthiq.fields.text import fold
from tawthiq.reading.model import Token
from tawthiq.statements import Number

THOUSANDS_OR_DECIMALS = "thousands or decimals"
ONE_OR_TWO = "one or two of the thousand or million"
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u061c\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]")
_MOST_DIGITS = 13  # more is an identifier, no count
_HALF = Fraction(1, 2)
_AND = frozenset(("و", "and"))
_A = frozenset(("a", "an"))


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
    doubt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    """What a word may be within a number."""

    kind: str
    value: int
    glued: str = ""

    @property
    def joined(self) -> bool:
        return self.glued.startswith("و")


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


@cache
def _table() -> dict[str, _Word]:
    said = tomllib.loads((files(__package__) / "data" / "numerals.toml").read_text("utf-8"))
    found: dict[str, _Word] = {}
    for kind, values in said.items():
        if kind != "letter":
            for value, words in values.items():
                found.update({fold(word): _Word(kind, int(value)) for word in words})
    return found


@cache
def _letters() -> dict[str, int]:
    said = tomllib.loads((files(__package__) / "data" / "numerals.toml").read_text("utf-8"))
    return {letter: int(value) for value, some in said["letter"].items() for letter in some}


_PREFIX = re.compile(r"(?P<and>[وف]?)(?P<to>[بلك]?)(?P<the>ال|ل(?=[^ل]))?(?=\w)")
_NEGATED = frozenset(("لست", "كست", "فست"))  # "I am not": no six


@lru_cache(maxsize=32_768)
def word_of(norm: str) -> _Word | None:
    """What a folded word is within a number; None where it is none."""
    table = _table()
    found = table.get(norm)
    if found is not None:
        return found
    if not norm or not "ء" <= norm[0] <= "ي" or norm in _NEGATED:
        return None
    for cut in range(1, min(5, len(norm) - 1)):
        prefix, rest = norm[:cut], norm[cut:]
        if prefix in _GLUED and rest in table:
            word = table[rest]
            return _Word(word.kind, word.value, prefix)
    return None


_GLUED = frozenset(
    conjunction + preposition + article
    for conjunction in ("", "و", "ف")
    for preposition in ("", "ب", "ل", "ك")
    for article in ("", "ال", "ل")
) - {""}  # fmt: skip


def begins_number(token: Token) -> bool:
    """Whether a number may begin at a token: a quick look, before `numeral_at`."""
    if token.kind == "number":
        return True
    norm = token.norm
    return (
        norm in _A or word_of(norm) is not None or (token.kind == "word" and _hyphened(norm) != ())
    )


def numeral_at(tokens: Sequence[Token], at: int) -> Numeral | None:
    """The longest number that begins at a token; None where none does."""
    token = tokens[at]
    if token.kind == "sign":
        return None
    part = _part(tokens, at)
    if part is None:
        return None
    total, scale, last, doubt = part.total, part.scale, part.last, part.doubt
    while scale > 1:
        more = _further(tokens, last, scale)
        if more is None:
            break
        total, scale, last, doubt = (
            total + more.total, more.scale, more.last, doubt + more.doubt
        )  # fmt: skip
    word = word_of(token.norm) if token.kind == "word" else None
    return Numeral(
        first=at,
        last=last,
        value=_number(total),
        scale=scale,
        digits=token.kind == "number",
        plain=token.kind == "number" and scale == 1,
        glued=word.glued if word else "",
        doubt=tuple(dict.fromkeys(doubt)),
    )


def _number(value: Fraction) -> Number:
    return int(value) if value.denominator == 1 else float(value)


def _get(tokens: Sequence[Token], at: int) -> _Word | None:
    if at < len(tokens) and tokens[at].kind == "word":
        if tokens[at].norm == "واحد" and _norm(tokens, at + 1) == "عشر":
            return _Word("unit", 1, "و")  # "and eleven", not "one": "وأحد عشر"
        return word_of(tokens[at].norm)
    return None


def _norm(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].norm if at < len(tokens) else ""


def _part(tokens: Sequence[Token], at: int) -> _Part | None:
    """A count and its scale: "12 thousand", "خمسة عشر ألفا", "half a million", "24,495"."""
    fraction = _fraction_of_scale(tokens, at)
    if fraction is not None:
        return fraction
    if tokens[at].kind == "number":
        return _scaled_digits(tokens, at)
    word = _get(tokens, at)
    if word is not None and word.kind == "two_scales":
        return _Part(Fraction(2), word.value, at + 1)
    if word is not None and word.kind == "one_or_two_scales":
        return _one_or_two(tokens, at, word)
    if word is not None and word.kind == "scale":
        # A plural alone is vague ("thousands of", "آلاف"), and no number.
        return None if _plural(tokens[at].norm) else _Part(Fraction(1), word.value, at + 1)
    start = at
    if _norm(tokens, at) in _A:
        following = _get(tokens, at + 1)
        if following is None or following.kind not in ("hundred", "scale", "group"):
            return None
        if _plural(tokens[at + 1].norm):
            return None
        start = at + 1
        if following.kind == "scale":
            return _Part(Fraction(1), following.value, start + 1)
    group = _group(tokens, start)
    if group is None:
        return None
    count, last = group
    return _with_scale(tokens, Fraction(count), last, ())


def _plural(norm: str) -> bool:
    return norm.endswith(("thousands", "millions", "billions", "trillions")) or any(
        plural in norm for plural in ("الاف", "ملايين", "مليارات", "بلايين")
    )


def _with_scale(
    tokens: Sequence[Token], count: Fraction, last: int, doubt: tuple[str, ...]
) -> _Part:
    """The scale after a count, and a half that stands between them."""
    extra, after = _and_a_fraction(tokens, last)
    for part, at in ((extra, after), (Fraction(0), last)):
        word = _get(tokens, at)
        # "12-million", "1.2-million-strong": a hyphen with no blank joins the two.
        if (
            word is None
            and _norm(tokens, at) == "-"
            and at + 1 < len(tokens)
            and (
                tokens[at].start == tokens[at - 1].stop and tokens[at + 1].start == tokens[at].stop
            )
        ):
            at += 1
            word = word_of(tokens[at].norm.partition("-")[0])
        if (
            word is not None
            and not word.glued
            and (word.kind in ("scale", "one_or_two_scales") or (word.kind == "group" and not part))
        ):
            count, scale, last = count + part, word.value, at + 1
            if word.kind == "group":
                return _Part(count * scale, 1, last, doubt)
            while (word := _get(tokens, last)) is not None and (
                word.kind == "scale" and not word.glued and word.value > scale
            ):
                # "two hundred thousand million": rare, yet one number.
                scale, last = scale * word.value, last + 1
            return _Part(count, scale, last, doubt)
    if extra and last < after and not _measures_follow(tokens, after):
        return _Part(count + extra, 1, after, doubt)
    return _Part(count, 1, last, doubt)


def _measures_follow(tokens: Sequence[Token], at: int) -> bool:
    """ "12 ونصف المليون" was read before; "three and half the town" is no three and a half."""
    return _norm(tokens, at) in ("the", "of", "their", "its")


def _and_a_fraction(tokens: Sequence[Token], at: int) -> tuple[Fraction, int]:
    """ "and a half", "ونصف": its value, and where it ends."""
    word = _get(tokens, at)
    if word is not None and word.kind == "fraction" and word.joined:
        return Fraction(word.value, 100), at + 1
    if _norm(tokens, at) in _AND:
        skip = 2 if _norm(tokens, at + 1) in _A else 1
        word = _get(tokens, at + skip)
        if (
            word is not None
            and word.kind == "fraction"
            and not word.glued
            and (skip == 2 or tokens[at].norm == "و")
        ):
            return Fraction(word.value, 100), at + skip + 1
    return Fraction(0), at


def _one_or_two(tokens: Sequence[Token], at: int, word: _Word) -> _Part:
    """ "ألفا": a thousand in the accusative ("ألفا وخمسمئة"), or two before their noun."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.kind != "word" or following.norm.startswith("و"):
        return _Part(Fraction(1), word.value, at + 1)
    return _Part(Fraction(2), word.value, at + 1, (ONE_OR_TWO,))


def _fraction_of_scale(tokens: Sequence[Token], at: int) -> _Part | None:
    """ "half a million", "a quarter of a million", "three quarters of a million", "نصف مليون"."""
    parts, last = 1, at
    if _norm(tokens, last) in _A:
        last += 1
    word = _get(tokens, last)
    if word is not None and word.kind == "unit":
        parts, last = word.value, last + 1
        word = _get(tokens, last)
        if word is None or word.kind != "quarters":
            return None
    elif word is None or word.kind != "fraction" or (word.joined and at != last):
        return None
    hundredths = Fraction(word.value * parts, 100)
    last += 1
    if _norm(tokens, last) == "of":
        last += 1
    if _norm(tokens, last) in _A:
        last += 1
    scale = _get(tokens, last)
    if scale is None or scale.kind not in ("scale", "group") or _plural(tokens[last].norm):
        return None
    if scale.glued not in ("", "ال"):
        return None
    return (
        _Part(hundredths * scale.value, 1, last + 1)
        if scale.kind == "group"
        else _Part(hundredths, scale.value, last + 1)
    )


def _further(tokens: Sequence[Token], at: int, scale: int) -> _Part | None:
    """What a number with a scale goes on with: "and two hundred", "و500", "and a half"."""
    extra, last = _and_a_fraction(tokens, at)
    if extra:
        word = _get(tokens, last)
        if word is not None and word.kind == "scale" and word.value == scale:
            last += 1
        return _Part(extra * scale, 1, last)
    start, joined = at, False
    if _norm(tokens, at) in _AND:
        start, joined = at + 1, True
    if start >= len(tokens):
        return None
    token = tokens[start]
    word = _get(tokens, start)
    arabic = "ء" <= token.norm[:1] <= "ي" or tokens[at].norm == "و"
    if word is not None and arabic:
        if not joined and not (word.joined and word.glued == "و"):
            return None
    elif token.kind == "number":
        # "3 million 200 thousand" goes on; "3 million 200 …" does not.
        following = _get(tokens, start + 1)
        if not joined and (following is None or following.kind != "scale"):
            return None
    elif word is None and not _hyphened(token.norm):
        return None
    part = _part(tokens, start)
    if part is None or part.total >= scale or part.count.denominator != 1:
        return None
    if token.kind == "number" and part.scale == 1 and tokens[at].norm == "and":
        # "3 thousand and 200 wounded" are two numbers.
        return None
    return part


def _group(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Number words below a thousand (or "fifteen hundred"): value, and where they end."""
    token = tokens[at]
    word = _get(tokens, at)
    if word is None:
        hyphened = _hyphened(token.norm)
        if not hyphened:
            return None
        return _hundreds(tokens, hyphened[0], at + 1)
    if word.kind in ("hundreds", "hundred"):
        rest = _rest(tokens, at + 1)
        return (word.value + rest[0], rest[1]) if rest else (word.value, at + 1)
    if word.kind == "group":
        return word.value, at + 1
    below = _below_hundred(tokens, at)
    return _hundreds(tokens, *below) if below is not None else None


def _hundreds(tokens: Sequence[Token], value: int, last: int) -> tuple[int, int]:
    """ "hundred" after what it counts, and what follows it."""
    word = _get(tokens, last)
    if word is None or word.kind != "hundred" or word.glued:
        return value, last
    value, last = value * 100, last + 1
    rest = _rest(tokens, last)
    return (value + rest[0], rest[1]) if rest else (value, last)


def _rest(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """What follows a hundred: "and twenty-three", "twenty-three", "وخمسة وعشرون"."""
    start, joined = at, False
    if _norm(tokens, at) in _AND:
        start, joined = at + 1, True
    if start >= len(tokens) or tokens[start].kind != "word":
        return None
    word = _get(tokens, start)
    if word is not None and tokens[start].norm[0] >= "ء" and not (joined or word.glued == "و"):
        return None
    below = _below_hundred(tokens, start)
    if below is None:
        return None
    after = _get(tokens, below[1])
    if after is not None and after.kind == "hundred" and not after.glued:
        return None  # "one hundred and two hundred": the next number begins here
    return below


def _below_hundred(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    word = _get(tokens, at)
    if word is None:
        hyphened = _hyphened(tokens[at].norm)
        return (hyphened[0], at + 1) if hyphened and hyphened[0] < 100 else None
    following = _get(tokens, at + 1)
    if word.kind == "unit":
        if following is not None and following.kind == "ten" and not following.glued:
            if tokens[at].norm[0] >= "ء":
                return word.value + 10, at + 2
            return None if tokens[at].norm != "one" else (word.value, at + 1)
        if following is not None and following.kind == "tens" and following.glued in ("و", "وال"):
            return word.value + following.value, at + 2
        if _norm(tokens, at + 1) == "و":
            tens = _get(tokens, at + 2)
            if tens is not None and tens.kind == "tens" and not tens.glued:
                return word.value + tens.value, at + 3
        return word.value, at + 1
    if word.kind in ("ten", "teen", "zero"):
        return word.value, at + 1
    if word.kind == "tens":
        if tokens[at].norm.isascii() and following is not None and following.kind == "unit":
            return word.value + following.value, at + 2
        return word.value, at + 1
    return None


@lru_cache(maxsize=8_192)
def _hyphened(norm: str) -> tuple[int, ...]:
    """ "twenty-three" as one token: its value, or nothing."""
    if "-" not in norm or not norm.isascii():
        return ()
    words = [word_of(part) for part in norm.split("-") if part != "and"]
    if not all(words):
        return ()
    value = 0
    for word in words:
        assert word is not None
        if word.kind in ("hundred", "group") and value:
            value *= word.value
        elif word.kind in ("unit", "ten", "teen", "tens", "hundred"):
            if value and (value % 10 or word.kind != "unit") and value % 100:
                return ()
            value += word.value
        else:
            return ()
    return (value,)


def _scaled_digits(tokens: Sequence[Token], at: int) -> _Part | None:
    read = _digits(tokens, at)
    if read is None:
        return None
    value, last, unsure = read
    token = tokens[last] if last < len(tokens) else None
    doubt = (THOUSANDS_OR_DECIMALS,) if unsure else ()
    if token is not None and token.start == tokens[last - 1].stop and token.norm in _letters():
        if _is_letter_scale(tokens, at, last):
            # Digits after a point were decimals, since a scale follows.
            value = _decimals(tokens, at) if unsure else value
            return _Part(value, _letters()[token.norm], last + 1, doubt)
        return None
    part = _with_scale(tokens, value, last, doubt)
    if part.scale > 1 and unsure:
        return _Part(_decimals(tokens, at), part.scale, part.last, doubt)
    return part


def _is_letter_scale(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether "m" after digits is a million: metres and megabytes are told by what stands near."""
    norm = tokens[last].norm
    if norm in ("k", "bn", "mn", "mln"):
        return True
    before = tokens[at - 1].norm if at else ""
    after = _norm(tokens, last + 1)
    money = before in ("$", "€", "£", "¥", "usd", "eur", "gbp", "us$")
    return money or after in _AFTER_MILLIONS


_AFTER_MILLIONS = frozenset(
    [
        "people",
        "refugees",
        "displaced",
        "syrians",
        "children",
        "civilians",
        "residents",
        "persons",
        "inhabitants",
        "idps",
        "women",
        "dollars",
        "euros",
        "pounds",
        "internally",
        "registered",
    ]
)


def _clean(token: Token) -> str:
    return _ZERO_WIDTH.sub("", token.raw)


_FORMS = (
    # (pattern over raw with western digits, signs to drop, sign of decimals, may be the other)
    (re.compile(r"\d+"), "", "", False),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:[.٫]\d+)?"), ",", ".٫", False),
    (re.compile(r"[1-9]\d{0,2}(?:٬\d{3})+(?:[.٫,]\d+)?"), "٬", ".٫,", False),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?"), ".", ",", False),
    (re.compile(r"[1-9]\d{0,2}\.\d{3},\d+"), ".", ",", False),
    (re.compile(r"[1-9]\d{0,2}[.٫]\d{3}"), ".٫", "", True),
    (re.compile(r"[1-9]\d{0,2}(?:['’ ]\d{3})+(?:[.,٫]\d+)?"), "'’ ", ".,٫", False),
    (re.compile(r"\d+[.,٫]\d+"), "", ".,٫", False),
)
_TO_PLAIN = {0x0660 + n: str(n) for n in range(10)} | {0x06F0 + n: str(n) for n in range(10)}
_TO_PLAIN |= {0x00A0: " ", 0x202F: " ", 0x2009: " "}


@lru_cache(maxsize=16_384)
def _written(raw: str) -> tuple[Fraction, bool] | None:
    """Digits as written: their value, and whether it may be another; None where they are none."""
    plain = raw.translate(_TO_PLAIN)
    if sum(c.isdecimal() for c in plain) > _MOST_DIGITS:
        return None
    for pattern, dropped, decimal, unsure in _FORMS:
        if pattern.fullmatch(plain):
            kept = "".join("." if c in decimal else c for c in plain if c not in dropped)
            return Fraction(kept), unsure
    return None


def _digits(tokens: Sequence[Token], at: int) -> tuple[Fraction, int, bool] | None:
    """Digits, and those set apart by a blank or an Arabic comma: value, end, may be another."""
    raw, last = _clean(tokens[at]), at + 1
    if len(raw) <= 3 and raw[0] not in "0٠۰":
        groups = raw
        while (step := _next_group(tokens, last)) is not None:
            groups, last = groups + " " + _clean(tokens[step - 1]), step
        raw = groups
        if (
            last == at + 1
            and _norm(tokens, last) == ","
            and last + 1 < len(tokens)
            and (
                # "١،٥ مليون": the Arabic comma of decimals.
                tokens[last].raw == "،"
                and tokens[last].start == tokens[at].stop
                and tokens[last + 1].start == tokens[last].stop
                and tokens[last + 1].kind == "number"
                and (word := _get(tokens, last + 2)) is not None
                and word.kind == "scale"
            )
        ):
            raw, last = f"{raw}٫{_clean(tokens[last + 1])}", last + 2
    found = _written(raw)
    return (found[0], last, found[1]) if found is not None else None


def _next_group(tokens: Sequence[Token], at: int) -> int | None:
    """Where a further group of three digits ends; None where there is none."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.raw == "،" and token.start == tokens[at - 1].stop and at + 1 < len(tokens):
        token, last = tokens[at + 1], at + 2
        gap = token.start - tokens[at].stop
        return last if token.kind == "number" and gap == 0 and _three(token) else None
    if token.kind == "number" and token.start - tokens[at - 1].stop == 1 and _three(token):
        return at + 1
    return None


def _three(token: Token) -> bool:
    return len(token.norm) == 3 and token.norm.isdecimal()


def _decimals(tokens: Sequence[Token], at: int) -> Fraction:
    return Fraction(_clean(tokens[at]).translate(_TO_PLAIN).replace("٫", "."))


def letter_scale(norm: str) -> int | None:
    """What a letter glued to digits multiplies them by ("12k"); None where it does not."""
    return _letters().get(norm)
