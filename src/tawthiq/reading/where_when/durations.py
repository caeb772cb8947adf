"""How long, not when: "18 months of fighting", "على مدى عامين"; and a length that ends on a day."""

from collections.abc import Sequence

from tawthiq.reading.model import Token
from tawthiq.reading.where_when.moment_parsing import point_at
from tawthiq.reading.where_when.moments import Relative, Stretch, Unit
from tawthiq.reading.where_when.time_units import quantity_of_units
from tawthiq.reading.where_when.time_words import word_at, word_before

Tokens = Sequence[Token]


def length_at(tokens: Tokens, at: int) -> Stretch | None:
    """18 months of fighting, in 30 days, على مدى عامين: how long, not when."""
    length = quantity_of_units(tokens, at)
    if length is None:
        return None
    last = length[2]
    before = word_before(tokens, at, "length")
    goes_on = word_at(tokens, last, "length after")
    ending = _length_to(tokens, at, length)
    if ending is not None:
        return ending
    joined = "-" in tokens[at].norm or (at + 1 < last and tokens[at + 1].raw in {"-", "‐", "‑"})
    follows = tokens[last] if last < len(tokens) else None
    if follows is not None and (
        follows.norm in {"old", "a", "in", "per", "earlier", "later", "before", "after", "pregnant"}
        or (goes_on is not None and follows.norm in {"of", "من"} and _is_age(tokens, last))
        or (joined and follows.raw in {"-", "‐"})
    ):
        return None
    if joined:
        if follows is None or follows.kind != "word":
            return None
    elif before is None and (goes_on is None or goes_on.last >= len(tokens)):
        return None
    return Stretch(first=at, last=last, form="undated")


def _length_to(tokens: Tokens, at: int, length: tuple[int | None, Unit, int]) -> Stretch | None:
    """In the twelve months to 31 May 2013: a length that ends on a day."""
    count, unit, last = length
    if count is None or last >= len(tokens):
        return None
    joint = word_at(tokens, last, "until")
    ending = tokens[last].norm == "ending"
    after = last + 1 if ending else joint.last if joint is not None else None
    if after is not None and after < len(tokens) and tokens[after].norm == "on":
        after += 1
    end = point_at(tokens, after, cued=True) if after is not None else None
    if end is None or end[0].day is None:
        return None
    start = Relative(form="ago", unit=unit, count=count)
    return Stretch(first=at, last=end[1], form="length to", start=start, end=end[0])


def _is_age(tokens: Tokens, last: int) -> bool:
    """Whether an age goes on after a length: "5 years of age", "5 سنوات من العمر"."""
    return last + 1 < len(tokens) and tokens[last + 1].norm in {"age", "العمر", "عمره", "عمرها"}
