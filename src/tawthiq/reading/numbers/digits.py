"""Digits as written: "24,495", "24 495", "٢٤٬٤٩٥", "٢٤،٤٩٥", "1.500.000", "1,5", exactly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from tawthiq.reading.model import Token
from tawthiq.reading.numbers.number_words import letters, number_word_at

_ZERO_WIDTH = re.compile("[\u200b-\u200f\u061c\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]")
_MOST = 13  # digits; more is an identifier, no count
_TO_PLAIN = {
    **{0x0660 + n: str(n) for n in range(10)},
    **{0x06F0 + n: str(n) for n in range(10)},
    **dict.fromkeys((0x00A0, 0x2009, 0x202F), " "),
}
# Pattern, signs between thousands, signs of decimals, whether it may be read otherwise.
_FORMS = (
    (re.compile(r"0|[1-9]\d*"), "", "", False),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:[.٫]\d+)?"), ",", ".٫", False),
    (re.compile(r"[1-9]\d{0,2}(?:٬\d{3})+(?:[.٫,]\d+)?"), "٬", ".٫,", False),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?"), ".", ",", False),
    (re.compile(r"[1-9]\d{0,2}\.\d{3},\d+"), ".", ",", False),
    (re.compile(r"[1-9]\d{0,2}[.٫]\d{3}"), ".٫", "", True),
    (re.compile(r"[1-9]\d{0,2}(?:['’ ]\d{3})+(?:[.,٫]\d+)?"), "'’ ", ".,٫", False),
    (re.compile(r"(?:0|[1-9]\d*)[.,٫]\d+"), "", ".,٫", False),
)


@dataclass(frozen=True, slots=True)
class Digits:
    """A number in digits, up to token `last`."""

    value: Fraction
    last: int
    otherwise: Fraction | None = None  # "24.495" may be 24,495 or twenty-four and a half


def digits_at(tokens: Sequence[Token], at: int) -> Digits | None:
    """The number in digits at a token, with the groups that a blank sets apart.

    Digits that begin with a zero ("0900", "00") and very long ones are no number.
    """
    raw, last = _clean(tokens[at]), at + 1
    if len(raw) <= 3 and not raw.startswith(("0", "٠", "۰")):
        while (step := _group_after(tokens, last)) is not None:
            raw, last = f"{raw} {_clean(tokens[step - 1])}", step
        if last == at + 1 and _arabic_decimals(tokens, last):
            raw, last = f"{raw}٫{_clean(tokens[last + 1])}", last + 2
    read = _written(raw)
    return Digits(read[0], last, read[1]) if read is not None else None


def letter_after(tokens: Sequence[Token], at: int) -> int | None:
    """What the letter glued after digits multiplies them by; None where there is none."""
    if at < len(tokens) and tokens[at].start == tokens[at - 1].stop:
        return letters().get(tokens[at].norm)
    return None


@lru_cache(maxsize=16_384)
def _written(raw: str) -> tuple[Fraction, Fraction | None] | None:
    """The value of digits, and the other value that they may have."""
    plain = raw.translate(_TO_PLAIN)
    if sum(sign.isdecimal() for sign in plain) > _MOST:
        return None
    for pattern, between, decimal, unsure in _FORMS:
        if pattern.fullmatch(plain):
            signs = (sign for sign in plain if sign not in between)
            kept = "".join("." if sign in decimal else sign for sign in signs)
            otherwise = Fraction(plain.replace("٫", ".")) if unsure else None
            return Fraction(kept), otherwise
    return None


def _clean(token: Token) -> str:
    return _ZERO_WIDTH.sub("", token.raw)


def _group_after(tokens: Sequence[Token], at: int) -> int | None:
    """Where a further group of three digits ends: after a blank, or a glued Arabic comma."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.raw == "،" and token.start == tokens[at - 1].stop and at + 1 < len(tokens):
        after = tokens[at + 1]
        return at + 2 if after.start == token.stop and _is_group(after) else None
    if token.start - tokens[at - 1].stop == 1 and _is_group(token):
        return at + 1
    return None


def _is_group(token: Token) -> bool:
    return token.kind == "number" and len(token.norm) == 3 and token.norm.isdecimal()


def _arabic_decimals(tokens: Sequence[Token], at: int) -> bool:
    """Whether an Arabic comma parts decimals: "١،٥ مليون"."""
    if at + 2 >= len(tokens) or tokens[at].raw != "،" or tokens[at + 1].kind != "number":
        return False
    glued = tokens[at].start == tokens[at - 1].stop and tokens[at + 1].start == tokens[at].stop
    scale = number_word_at(tokens, at + 2)
    return glued and scale is not None and scale.kind == "scale"
