"""Dates that say when something was said, published or laid down as law, not when it happened."""

from collections.abc import Sequence

from tawthiq.reading.model import Token, When
from tawthiq.reading.where_when.time_words import word_before

_COMMAS = frozenset(",،")


def is_of_telling(when: When, tokens: Sequence[Token]) -> bool:
    """Whether a date belongs to a speech, a publication or a law.

    "A study released last week"; "Speaking on Tuesday, …"; "decree 61 of 2011".
    """
    if when.last <= when.first:
        return False  # of a heading
    first = when.first
    while first and tokens[first - 1].norm in _ON:
        first -= 1
    opens = all(token.raw not in _COMMAS for token in tokens[:first])
    if tokens[0].norm in _SPEAKING and opens:
        return True
    return word_before(tokens, first, "told") is not None or _of_law(tokens, when.first)


def _of_law(tokens: Sequence[Token], first: int) -> bool:
    """Whether a numbered law stands right before a date: المرسوم رقم 61 للعام 2011."""
    before = tokens[max(0, first - _LAW_TOKENS) : first]
    return any(token.kind == "number" for token in before) and any(
        form in _LAWS for token in before for form in token.forms
    )


_ON = frozenset(("on", "in", "earlier", "late", "early", "في", "يوم", "نهار", "مساء", "صباح", ","))
_SPEAKING = frozenset(("speaking", "talking", "addressing", "writing", "متحدثا", "متحدثه"))
_LAW_TOKENS = 5
_LAWS = frozenset(("law", "decree", "resolution", "مرسوم", "قانون", "قرار", "ماده", "تعميم"))
