"""Two moments that bound a stretch, each lending what the other lacks: "1–5 May", "from … to"."""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.model import Token
from tawthiq.reading.where_when.moment_parsing import moment_at, point_at
from tawthiq.reading.where_when.moments import Moment, Point, Relative, Stretch
from tawthiq.reading.where_when.time_units import day_number
from tawthiq.reading.where_when.time_words import roles_at, word_at, word_before

Tokens = Sequence[Token]
_CUES = ("in", "since", "until", "as of", "from", "between", "before", "after", "filler", "this")
_DASHES = frozenset("-–—‐‑")
_YEAR_DIGITS = 4


def moment_or_range(tokens: Tokens, at: int) -> Stretch | None:
    """A date by itself, or two that begin and end a stretch."""
    cued = _needs_cue(tokens, at) and any(
        word_before(tokens, at, role) is not None for role in _CUES
    )
    short = days_of_one_month(tokens, at)
    if short is not None:
        return short
    found = moment_at(tokens, at, cued=cued)
    if found is None:
        # "May", "March" with no cue are dates where another date follows: "March to May 2012".
        month = moment_at(tokens, at, cued=True) if roles_at(tokens[at]).get("month") else None
        ranged = _to(tokens, at, *month) if month is not None else None
        years = _years(tokens, at) if cued else None
        return ranged or years or _months_by_hyphen(tokens, at)
    start, last = found
    if cued and isinstance(start, Point) and (years := _years(tokens, at)) is not None:
        return years
    ranged = _to(tokens, at, start, last) or _two_weekdays(tokens, at, start, last)
    if ranged is not None:
        return ranged
    if isinstance(start, Point) and _names_a_body(tokens, at, last, start):
        return None
    return Stretch(first=at, last=last, form="point", start=start)


def _needs_cue(tokens: Tokens, at: int) -> bool:
    """Whether a token is a date only after a word that one follows: a year, a month."""
    token = tokens[at]
    if token.kind == "number":
        joined = at + 1 < len(tokens) and tokens[at + 1].raw in "/-"
        return joined or len(token.norm) == _YEAR_DIGITS
    return bool(roles_at(token).keys() & {"month", "hijri month"})


def _to(tokens: Tokens, at: int, start: Moment, last: int) -> Stretch | None:
    """The second end of a range after its first: "3 May – 9 June", "March to May 2012"."""
    if last >= len(tokens):
        return None
    after = _connector(tokens, last)
    if after is None:
        return None
    end = moment_at(tokens, after, cued=True)
    if end is None and isinstance(start, Point) and start.day is not None:
        # "July 15–20, 2012": the second day has its month before it.
        end = _day_then_year(tokens, after)
    if end is None or not _pair(start, end[0]):
        return None
    return Stretch(first=at, last=end[1], form="range", start=start, end=end[0])


def _two_weekdays(tokens: Tokens, at: int, start: Moment, last: int) -> Stretch | None:
    """Thursday and Friday: two days on end are one stretch."""
    if not isinstance(start, Point) or start.weekday is None or start.day is not None:
        return None
    after = _joined(tokens, last, "and") if last < len(tokens) else None
    end = point_at(tokens, after, cued=True) if after is not None else None
    if end is None or end[0].day is not None or end[0].weekday != start.weekday % 7 + 1:
        return None
    return Stretch(first=at, last=end[1], form="range", start=start, end=end[0])


def _connector(tokens: Tokens, at: int) -> int | None:
    """The token after "to", "until", "إلى" or a dash between two dates."""
    token = tokens[at]
    if token.raw in _DASHES or token.raw == "/":
        return at + 1
    until = word_at(tokens, at, "until")
    if until is not None and token.norm not in {"by", "as"}:
        return until.last
    return None


def _pair(start: Moment, end: Moment) -> bool:
    """Whether two moments can be the ends of one range: they are of one kind."""
    if isinstance(start, Relative) or isinstance(end, Relative):
        return isinstance(start, Relative) != isinstance(end, Relative) or (
            isinstance(start, Relative)
            and isinstance(end, Relative)
            and (start.form, end.form) == ("ago", "ago")
        )
    if start.weekday and not start.day:
        return bool(end.weekday)
    if start.day:
        return bool(end.day) or bool(end.month)
    if start.month or start.season:
        return bool(end.month or end.season or end.year) and not (end.day and end.weekday)
    return bool(end.year or end.month)


def _day_then_year(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    day = day_number(tokens, at)
    if day is None:
        return None
    last = day[1]
    if last + 1 < len(tokens) and tokens[last].raw == "," and _is_year(tokens[last + 1]):
        return Point(year=int(tokens[last + 1].norm), day=day[0]), last + 2
    if last < len(tokens) and _is_year(tokens[last]):
        return Point(year=int(tokens[last].norm), day=day[0]), last + 1
    after = tokens[last] if last < len(tokens) else None
    if after is not None and after.kind == "word" and roles_at(after).keys() <= {"countable"}:
        return None  # "July 15 – 20 people": a number of something
    return Point(day=day[0]), last


def _is_year(token: Token) -> bool:
    return (
        token.kind == "number"
        and token.norm.isdigit()
        and (len(token.norm) == 4 and token.norm[:2] in {"19", "20"})
    )


def days_of_one_month(tokens: Tokens, at: int) -> Stretch | None:  # noqa: PLR0911 - one branch a way of writing
    """1–5 May; 15 and 16 July; 3 و9 أيار: the first day takes its month from the second."""
    day = day_number(tokens, at)
    if day is None or day[1] >= len(tokens):
        return None
    after = _connector(tokens, day[1])
    both = False
    if after is None:
        joined = word_at(tokens, day[1], "and")
        comma = tokens[day[1]].raw in {",", "،"}
        if joined is None and not comma:
            return None
        after, both = (joined.last if joined is not None else day[1] + 1), True
    if day_number(tokens, after) is None:
        return None
    end = point_at(tokens, after, cued=True)
    if end is None:
        list_of = days_of_one_month(tokens, after) if both else None
        if list_of is None or not isinstance(list_of.start, Point):
            return None
        start = replace(list_of.start, day=day[0])
        return replace(list_of, first=at, start=start) if start.day else None
    if not end[0].day or not end[0].month or (not both and day[0] > end[0].day):
        return None
    start = replace(end[0], day=day[0], weekday=None)
    return Stretch(first=at, last=end[1], form="range", start=start, end=end[0])


def _years(tokens: Tokens, at: int) -> Stretch | None:
    """2011-2012, 2011–12, 2011 and 2012."""
    if not _is_year(tokens[at]) or at + 2 >= len(tokens):
        return None
    first, joint, second = tokens[at : at + 3]
    if joint.raw not in _DASHES | {"/"} or second.kind != "number" or not second.norm.isdigit():
        return None
    year = int(first.norm)
    if _is_year(second):
        other = int(second.norm)
    elif len(second.norm) == 2 and int(second.norm) == (year + 1) % 100 and joint.raw != "-":
        other = year + 1
    else:
        return None
    if other <= year or (at + 3 < len(tokens) and tokens[at + 3].raw == joint.raw):
        return None
    return Stretch(
        first=at, last=at + 3, form="range", start=Point(year=year), end=Point(year=other)
    )


def _months_by_hyphen(tokens: Tokens, at: int) -> Stretch | None:
    """May-June 2012: one word to the reader of tokens."""
    token = tokens[at]
    first, joint, second = token.norm.partition("-")
    if not joint or not token.raw[:1].isupper():
        return None
    start, end = (_month_of(name) for name in (first, second))
    if start is None or end is None:
        return None
    last = at + 1
    year = None
    if last < len(tokens) and _is_year(tokens[last]):
        year, last = int(tokens[last].norm), last + 1
    return Stretch(
        first=at,
        last=last,
        form="range",
        start=Point(month=start, year=None),
        end=Point(month=end, year=year),
    )


def _month_of(name: str) -> int | None:
    found = word_at((Token(0, len(name), name, name, (name,), "word"),), 0, "month")
    return found.value if found is not None else None


def _names_a_body(tokens: Tokens, at: int, last: int, point: Point) -> bool:
    """Whether a date without year is part of a name: "17 September Brigade", "قوى 14 آذار"."""
    if point.year is not None or point.weekday is not None or point.month is None:
        return False
    if last < len(tokens) and word_at(tokens, last, "body") is not None:
        return tokens[last].raw[:1].isupper()
    if at == 0 or point.day is None:
        return False
    before = tokens[at - 1]
    return not before.raw.isascii() and word_at(tokens, at - 1, "body") is not None


def second_end(tokens: Tokens, at: int, start: Moment, last: int) -> Stretch | None:
    """The second end after "since": "since … 23 September 2014 until 5 May"."""
    comma = last + (last < len(tokens) and tokens[last].raw in {",", "،"})
    if comma >= len(tokens) or tokens[comma].raw in _DASHES | {"/"}:
        return None
    return _to(tokens, at, start, comma)


def two_ends(tokens: Tokens, first: int, at: int, joint: str) -> Stretch | None:
    """Two moments with "and" or "to" between, each lending the other what it lacks."""
    start = moment_at(tokens, at, cued=True)
    if start is None:
        day = day_number(tokens, at)
        if day is None:
            return None
        start = Point(day=day[0]), day[1]
    if start[1] >= len(tokens):
        return None
    after = _joined(tokens, start[1], joint)
    if after is None:
        return None
    begin, end = start[0], moment_at(tokens, after, cued=True)
    if end is None:
        end = _day_then_year(tokens, after) if isinstance(begin, Point) and begin.month else None
    if end is None or not _pair(begin, end[0]):
        return None
    return Stretch(first=first, last=end[1], form="range", start=begin, end=end[0])


def _joined(tokens: Tokens, at: int, joint: str) -> int | None:
    """The token after the joint; an Arabic "و" may be glued to the second date."""
    if tokens[at].raw in {",", "،"} and at + 1 < len(tokens):
        at += 1
    found = word_at(tokens, at, joint)
    if found is not None:
        return found.last
    if joint == "and" and tokens[at].kind == "word" and tokens[at].norm.startswith("و"):
        return at
    if joint == "until" and tokens[at].raw in _DASHES:
        return at + 1
    return None
