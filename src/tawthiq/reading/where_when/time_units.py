"""Small readers that dates and lengths share: a day of a month, a number of days or weeks."""

from collections.abc import Sequence

from tawthiq.reading.model import Token
from tawthiq.reading.where_when.moments import Unit
from tawthiq.reading.where_when.time_words import word_at

Tokens = Sequence[Token]

ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))


def day_number(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """A day of a month, in digits (23, 23rd) or as an ordinal ("the fifth", الخامس عشر)."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number":
        if not (token.norm.isdigit() and len(token.norm) <= 2 and 1 <= int(token.norm) <= 31):
            return None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        glued = after is not None and after.start == token.stop and after.norm in ORDINAL_ENDINGS
        return int(token.norm), at + 1 + glued
    ordinal = word_at(tokens, at, "ordinal")
    return (ordinal.value, ordinal.last) if ordinal is not None else None


def quantity_of_units(tokens: Tokens, at: int) -> tuple[int | None, Unit, int] | None:  # noqa: PLR0911, PLR0912 - one branch a way of writing
    """A length at a token: "30 days", "two weeks", "يومين", "a few days" (count None)."""
    if at >= len(tokens):
        return None
    two = word_at(tokens, at, "two")
    if two is not None:
        return 2, two.value, two.last
    about = word_at(tokens, at, "about")
    if about is not None:
        at = about.last
        if at >= len(tokens):
            return None
    token = tokens[at]
    number: int | None
    if token.kind == "number":
        if not token.norm.isdigit() or len(token.norm) > 4:
            return None
        number, after = int(token.norm), at + 1
    elif (few := word_at(tokens, at, "few")) is not None:
        number, after = None, few.last
    elif (word := word_at(tokens, at, "number")) is not None and not word.glued:
        number, after = word.value, word.last
    elif token.norm in {"a", "an"}:
        number, after = 1, at + 1
    elif two is None and (joined := _joined_length(token)) is not None:
        return joined[0], joined[1], at + 1
    else:
        return None
    if after < len(tokens) and tokens[after].raw in "-‐‑":
        after += 1
    unit = word_at(tokens, after, "unit")
    if unit is None:
        two = word_at(tokens, after, "two")
        if two is not None and number in {None, 1}:
            return (2 if number else None), two.value, two.last
        return None
    return number, unit.value, unit.last


def _joined_length(token: Token) -> tuple[int, Unit] | None:
    """ "three-day", "two-week": a length in one word."""
    number, _, unit = token.norm.partition("-")
    if not unit:
        return None
    unit = unit.removesuffix("-long")
    words = (word_token(number), word_token(unit))
    value, kind = word_at(words, 0, "number"), word_at(words, 1, "unit")
    return (value.value, kind.value) if value is not None and kind is not None else None


def word_token(norm: str) -> Token:
    """A folded word as a token, for a part of a word."""
    return Token(0, len(norm), norm, norm, (norm,), "word")


def is_definite_number(token: Token) -> bool:
    """Whether a word is a number with the article: الثلاثة."""
    norm = token.norm
    return norm.startswith("ال") and word_at((word_token(norm[2:]),), 0, "number") is not None


def in_arabic(tokens: Tokens) -> bool:
    """Whether the first letter of the sentence is Arabic: there the day stands first."""
    word = next((token for token in tokens if token.kind == "word"), None)
    return word is not None and not word.norm[:1].isascii()
