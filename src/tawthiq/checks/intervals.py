"""What a figure allows: an interval of values, and how two such intervals stand to one another.

"At least 40" allows 40 and all above; "about 1,500" what a writer would round to that; a sum of
figures what the sums of their values may be. An end that nobody sets is open (None).
"""

import math
from dataclasses import dataclass, field
from typing import Literal

from tawthiq.statements import Figure, Number

Relation = Literal["below", "within", "above", "overlaps"]
"""One interval to another: wholly below it, inside it, wholly above it, or partly inside."""

# How much a round number may hide: half a unit of its last digit that is not zero, and never more
# than this share of it ("about 100" may be 90 to 110, not 50 to 150).
_MOST_SLACK = 0.1


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both allowed; None: that end is open."""

    low: Number | None
    high: Number | None
    as_said: tuple[Literal["more", "about", "said_least", "said_most"], Number] | None = field(
        default=None, compare=False
    )
    """How a text put it, for sentences: "more than 3,400" is 3,401 or more."""

    @property
    def exact(self) -> bool:
        """Whether one value alone is allowed."""
        return self.low is not None and self.low == self.high

    def __add__(self, other: "Interval") -> "Interval":
        """What the sum of a value of each may be."""
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def __sub__(self, other: "Interval") -> "Interval":
        """What the difference of a value of each may be."""
        return Interval(_sum(self.low, _minus(other.high)), _sum(self.high, _minus(other.low)))

    def times(self, least: float, most: float | None = None) -> "Interval":
        """What a value times a factor from `least` to `most` may be; neither is negative."""
        most = least if most is None else most
        low = None if self.low is None else self.low * (least if self.low >= 0 else most)
        high = None if self.high is None else self.high * (most if self.high >= 0 else least)
        return Interval(_tidy(low), _tidy(high))

    def over(self, other: "Interval") -> "Interval":
        """What the ratio of two values that are not negative may be."""
        low = None if self.low is None or not other.high else self.low / other.high
        if other.high is None:
            low = 0 if self.low is not None else None
        high = None if self.high is None or not other.low else self.high / other.low
        return Interval(low, high)

    def meets(self, other: "Interval") -> bool:
        """Whether some value is allowed by both."""
        return _below(self.low, other.high) and _below(other.low, self.high)

    def at_least(self, least: Number) -> "Interval | None":
        """The part of it that is not under `least`; None where nothing is left."""
        if self.high is not None and self.high < least:
            return None
        return Interval(least if self.low is None else max(self.low, least), self.high)


def total(parts: list[Interval]) -> Interval:
    """What the sum of a value of each part may be; of no part, nothing but 0."""
    found = Interval(0, 0)
    for part in parts:
        found = found + part
    return found


def relation(one: Interval, other: Interval) -> Relation:
    """How the values that `one` allows stand to those of `other`; exactly one answer."""
    if not _below(other.low, one.high):
        return "below"
    if not _below(one.low, other.high):
        return "above"
    low_inside = other.low is None or (one.low is not None and one.low >= other.low)
    high_inside = other.high is None or (one.high is not None and one.high <= other.high)
    return "within" if low_inside and high_inside else "overlaps"


def interval_of(figure: Figure) -> Interval | None:
    """What a figure allows; None where it gives no number ("dozens", "not known yet").

    Of things counted one by one, "more than 40" is 41 or more. "About 1,500" allows what rounds to
    it: 1,450 to 1,550. People are never fewer than none, so "at most 40" begins at 0.
    """
    low, high = figure.value_low, figure.value_high
    if low is None and high is None:
        return None
    if figure.bound == "more than" and low is not None and _counts(figure) and low == int(low):
        return Interval(int(low) + 1, high, ("more", low) if high is None else None)
    if figure.bound == "about":
        room = slack(low if low is not None else high or 0)
        return Interval(
            None if low is None else _tidy(max(low - room, 0)),
            None if high is None else _tidy(high + room),
            ("about", low) if low is not None and low == high else None,
        )
    if low is None and high is not None:
        return Interval(0, high, ("said_most", high))
    return Interval(low, high, ("said_least", low) if high is None and low is not None else None)


def allowed_by(figure: Figure) -> Interval:
    """What a figure allows; any number of people where it gives none."""
    found = interval_of(figure)
    return Interval(0, None) if found is None else found


def slack(value: Number) -> float:
    """How far a value that is called "about" may lie from it, either way."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    digits = f"{abs(value):.10f}".rstrip("0")
    whole, _, fraction = digits.partition(".")
    zeros = len(whole) - len(whole.rstrip("0"))
    unit = 10.0 ** (-len(fraction) if fraction else zeros)
    return min(unit / 2, abs(value) * _MOST_SLACK)


def rounding(value: Number) -> float:
    """How far the value behind a percentage or a rate may lie from it: half its last digit."""
    fraction = f"{abs(value):.10f}".rstrip("0").partition(".")[2]
    return 0.5 * 10.0 ** -len(fraction)


def rounded(interval: Interval) -> Interval:
    """An interval of shares or rates, widened by what rounding may hide at each end."""
    return Interval(
        None if interval.low is None else max(interval.low - rounding(interval.low), 0),
        None if interval.high is None else interval.high + rounding(interval.high),
    )


def _counts(figure: Figure) -> bool:
    return figure.unit not in ("percent", "share") and figure.counted != "money"


def _sum(one: Number | None, other: Number | None) -> Number | None:
    return None if one is None or other is None else one + other


def _minus(value: Number | None) -> Number | None:
    return None if value is None else -value


def _below(one: Number | None, other: Number | None) -> bool:
    """Whether a lower end leaves room under an upper end."""
    return one is None or other is None or one <= other


def _tidy(value: Number | None) -> Number | None:
    """A whole number as an int, so that no sentence says "1,450.0"."""
    if value is None or not math.isfinite(value):
        return None
    near = round(value, 9)
    return int(near) if near == int(near) else near
