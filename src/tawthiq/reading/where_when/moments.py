"""Moments as words give them: a date with what it lacks, or a time counted from the publication.

A moment is not yet a date: "August 23" lacks its year, "last week" hangs on the day of publication.
`tawthiq.reading.where_when.dating` gives them their days.
"""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["hour", "day", "week", "month", "year"]
Third = Literal["early", "mid", "late"]
Turn = Literal[-1, 0, 1]
"""Last, this, next."""

ORDER_DOUBT = "day and month may stand the other way round"
CENTURY_DOUBT = "year written with two digits"
YEARS_DOUBT = "may be a month or a stretch of two years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A date in the parts that the words give; None for a part they do not."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # Monday is 1
    hijri: bool = False
    third: Third | None = None  # early, mid or late in its month or year
    season: int | None = None  # 1 spring … 4 winter
    division: tuple[int, int] | None = None  # (2, 1): the first half; (4, 3): the third quarter
    turn: Turn | None = None  # "last June", "next Friday"
    year_turn: Turn | None = None  # "August last year"
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A time counted from the day of publication."""

    form: Literal["ago", "calendar", "rolling"]
    """"two days ago"; "last month" (the one of the calendar); "the past 30 days"."""
    unit: Unit
    count: (
        int | None
    )  # of "calendar": -2 the one before last, -1 last, 0 this, 1 next; None: "the past few days"
    day: int | None = None  # "the third of this month"
    third: Third | None = None  # "early this month"
    doubts: tuple[str, ...] = ()


Moment = Point | Relative

Form = Literal["point", "range", "since", "as of", "before", "after", "length to", "undated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What stands at tokens [first, last): one moment, or two, and how they bound the time."""

    first: int
    last: int
    form: Form
    start: Moment | None = None
    end: Moment | None = None
    doubts: tuple[str, ...] = ()
