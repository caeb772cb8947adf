"""Find the dates and stretches of time in a sentence, as moments and how they bound the time.

The words of a stretch begin with the preposition where it bounds the time (since, until, as of, by,
before, after, from … to, between … and) and without it where it does not (in, on, at, during).
"""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.model import Token
from tawthiq.reading.where_when.moment_parsing import moment_at, point_at
from tawthiq.reading.where_when.moments import Form, Moment, Point, Relative, Stretch, Unit
from tawthiq.reading.where_when.portions import portion_at
from tawthiq.reading.where_when.relative_parsing import relative_at
from tawthiq.reading.where_when.time_units import day_number, is_definite_number, quantity_of_units
from tawthiq.reading.where_when.time_words import roles_at, word_at, word_before

Tokens = Sequence[Token]

_CUES = ("in", "since", "until", "as of", "from", "between", "before", "after", "filler", "this")
_DASHES = frozenset("-–—‐‑")
_YEAR_DIGITS = 4
# Roles of words that stand before or after a date, or within one, and begin none.
_LATER = frozenset(
    (
        *("in", "and", "length", "length after", "countable", "after year", "body", "began"),
        *("title after", "event", "event adjective", "beginning", "ago", "last after", "until"),
        *("next after",),
    )
)


def stretches(tokens: Tokens) -> list[Stretch]:
    """Every date and stretch of time in a sentence, left to right, without overlap."""
    found: list[Stretch] = []
    at = 0
    while at < len(tokens):
        stretch = _at(tokens, at) if _may_begin(tokens[at]) else None
        if stretch is None:
            at += 1
        else:
            found.append(stretch)
            at = stretch.last
    return _merged(tokens, found)


def _may_begin(token: Token) -> bool:
    if token.kind == "number":
        return True
    if token.kind != "word":
        return False
    return not roles_at(token).keys() <= _LATER or "-" in token.norm or is_definite_number(token)


def _at(tokens: Tokens, at: int) -> Stretch | None:
    """The stretch that begins at a token; None where none does."""
    roles = roles_at(tokens[at])
    if "as of now" in roles and (now := word_at(tokens, at, "as of now")) is not None:
        if not (tokens[now.last - 1].norm == "الساعه" and _clock(tokens, now.last)):
            start = Relative(form="ago", unit="day", count=0)
            return Stretch(first=at, last=now.last, form="as of", start=start)
        return None
    if "undated" in roles and (undated := word_at(tokens, at, "undated")) is not None:
        return Stretch(first=at, last=undated.last, form="undated")
    for role, reader in (
        ("since", _since),
        ("between", _between),
        ("from", _from),
        ("as of", _as_of),
        ("before", _before),
        ("after", _after),
        ("during", _during),
    ):
        if role in roles and (found := reader(tokens, at)) is not None:
            return found
    return portion_at(tokens, at) or _moment_or_range(tokens, at) or _length(tokens, at)


def _clock(tokens: Tokens, at: int) -> bool:
    """Whether an hour goes on ("حتى الساعة الثامنة")."""
    return at < len(tokens) and (tokens[at].kind == "number" or tokens[at].norm.startswith("ال"))


# ---- One moment, or two ------------------------------------------------------------------------


def _moment_or_range(tokens: Tokens, at: int) -> Stretch | None:
    cued = _needs_cue(tokens, at) and any(
        word_before(tokens, at, role) is not None for role in _CUES
    )
    short = _days_of_one_month(tokens, at)
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


def _days_of_one_month(tokens: Tokens, at: int) -> Stretch | None:  # noqa: PLR0911 - one branch a way of writing
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
        list_of = _days_of_one_month(tokens, after) if both else None
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


# ---- With a word before that bounds the time ---------------------------------------------------


def _since(tokens: Tokens, at: int) -> Stretch | None:
    since = word_at(tokens, at, "since")
    if since is None:
        return None
    after = since.last
    found = moment_at(tokens, after, cued=True)
    if found is None:
        length = quantity_of_units(tokens, after)
        if length is not None:
            ago = length[2] < len(tokens) and tokens[length[2]].norm == "ago"
            moment = Relative(form="ago", unit=length[1], count=length[0])
            found = moment, length[2] + ago
    if found is None:
        return _since_event(tokens, at, after)
    start, last = found
    return _to_after(tokens, at, start, last) or Stretch(
        first=at, last=last, form="since", start=start
    )


def _since_event(tokens: Tokens, at: int, after: int) -> Stretch | None:
    """Since the beginning of the revolution; since the uprising began in March 2011."""
    dated = _dated_event(tokens, after)
    if dated is not None:
        start, last = dated
        return _to_after(tokens, at, start, last) or Stretch(
            first=at, last=last, form="since", start=start
        )
    end = _event(tokens, after) or _told_event(tokens, after)
    if end is None:
        return None
    began = word_at(tokens, end, "began")
    return Stretch(first=at, last=began.last if began is not None else end, form="undated")


def _to_after(tokens: Tokens, at: int, start: Moment, last: int) -> Stretch | None:
    """The second end after "since": "since … 23 September 2014 until 5 May"."""
    comma = last + (last < len(tokens) and tokens[last].raw in {",", "،"})
    if comma >= len(tokens) or tokens[comma].raw in _DASHES | {"/"}:
        return None
    return _to(tokens, at, start, comma)


_EVENT_TOKENS = 14  # from "since" to the date of its event
_QUOTES = frozenset("\"'“”‘’«»()")


def _dated_event(tokens: Tokens, after: int) -> tuple[Point, int] | None:
    """The date in "the outbreak of the revolt in March 2011", and the token after it."""
    event, comma = False, False
    for at in range(after, min(len(tokens), after + _EVENT_TOKENS)):
        token = tokens[at]
        if at > after and (event or at - after <= 6) and _may_hold_date(tokens, at, event=event):
            inside = at + (token.norm in _DATE_IN or token.raw == "(")
            found = point_at(tokens, inside, cued=True)
            if found is not None and (found[0].month or found[0].year):
                closed = token.raw == "(" and found[1] < len(tokens)
                return found[0], found[1] + (closed and tokens[found[1]].raw == ")")
        if token.kind == "number":
            return None
        if token.kind == "sign" and token.raw not in _QUOTES:
            if comma or token.raw not in {",", "،"} or not event:
                return None
            comma = True
        roles = roles_at(token)
        event = event or bool(roles.keys() & {"event", "beginning", "began"})
    return None


_DATE_IN = frozenset(("in", "on", "في", "of"))


def _may_hold_date(tokens: Tokens, at: int, *, event: bool) -> bool:
    """Whether a date of an event may begin here: after "in", in brackets, or in Arabic at once."""
    token = tokens[at]
    if token.norm in _DATE_IN or token.raw == "(":
        return True
    if token.raw.isascii() or not event:
        return False
    roles = roles_at(token)
    return bool(roles.keys() & {"month", "day part", "weekday"}) or token.norm in {"يوم", "عام"}


def _told_event(tokens: Tokens, after: int) -> int | None:
    """The end of "the outbreak of Syria's anti-regime revolt", of words that are in no list."""
    beginning = word_at(tokens, after, "beginning") or word_at(tokens, after, "began")
    if beginning is None:
        return None
    for at in range(beginning.last, min(len(tokens), beginning.last + 6)):
        if tokens[at].kind != "word" and tokens[at].raw not in _QUOTES:
            return None
        event = word_at(tokens, at, "event")
        if event is not None:
            closed = event.last < len(tokens) and tokens[event.last].raw in '"”’»'
            return event.last + closed
    return None


def _event(tokens: Tokens, at: int, *, long: bool = False) -> int | None:
    """The token after "(the beginning of) the popular uprising"; None where none stands."""
    beginning = word_at(tokens, at, "beginning")
    if beginning is not None:
        at = beginning.last
    at = _past_adjectives(tokens, at)
    event = word_at(tokens, at, "event")
    if event is None or (long and event.value != "long"):
        return None
    last = event.last
    return last if tokens[at].raw.isascii() else _past_adjectives(tokens, last)


def _past_adjectives(tokens: Tokens, at: int) -> int:
    while at < len(tokens):
        if tokens[at].norm in {"the", "this", "its", "their"}:
            at += 1
            continue
        adjective = word_at(tokens, at, "event adjective")
        if adjective is None:
            return at
        at = adjective.last
    return at


def _between(tokens: Tokens, at: int) -> Stretch | None:
    between = word_at(tokens, at, "between")
    if between is None:
        return None
    short = _days_of_one_month(tokens, between.last)
    if short is not None and short.start is not None:
        return replace(short, first=at)
    return _ends(tokens, at, between.last, "and")


def _from(tokens: Tokens, at: int) -> Stretch | None:
    begin = word_at(tokens, at, "from")
    if begin is None:
        return None
    short = _days_of_one_month(tokens, begin.last)
    if short is not None and begin.glued == "":
        return replace(short, first=at)
    return _ends(tokens, at, begin.last, "until")


def _ends(tokens: Tokens, first: int, at: int, joint: str) -> Stretch | None:
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


def _as_of(tokens: Tokens, at: int) -> Stretch | None:
    as_of = word_at(tokens, at, "as of")
    if as_of is None:
        return None
    return _bounded(tokens, at, as_of.last, "as of")


def _before(tokens: Tokens, at: int) -> Stretch | None:
    before = word_at(tokens, at, "before")
    if before is None:
        return None
    if not tokens[at].raw.isascii() and relative_at(tokens, at) is not None:
        return None  # "قبل يومين": two days ago
    found = _bounded(tokens, at, before.last, "before")
    last = _event(tokens, before.last, long=True)
    if found is None and last is not None:
        return Stretch(first=at, last=last, form="undated")
    return found


def _after(tokens: Tokens, at: int) -> Stretch | None:
    after = word_at(tokens, at, "after")
    if after is None:
        return None
    found = _bounded(tokens, at, after.last, "after")
    last = _event(tokens, after.last, long=True)
    if found is None and last is not None:
        return Stretch(first=at, last=last, form="undated")
    return found


def _bounded(tokens: Tokens, at: int, after: int, form: Form) -> Stretch | None:
    found = moment_at(tokens, after, cued=True)
    if found is None:
        return None
    start, last = found
    if isinstance(start, Relative) and start.form == "rolling":
        return None
    follows = tokens[last] if last < len(tokens) else None
    if form in {"before", "after"} and (
        tokens[last - 1].raw[-2:] in {"'s", "’s"}
        or (follows is not None and "event" in roles_at(follows))
        or (isinstance(start, Point) and start.year is None and start.day is None)
    ):
        # "after Friday's attack" dates the attack; what follows it happened then.
        return Stretch(first=after, last=last, form="point", start=start)
    return Stretch(first=at, last=last, form=form, start=start)


def _during(tokens: Tokens, at: int) -> Stretch | None:
    """During the siege, خلال الحصار: a stretch without dates."""
    during = word_at(tokens, at, "during")
    if during is None:
        return None
    last = _event(tokens, during.last, long=True)
    return Stretch(first=at, last=last, form="undated") if last is not None else None


def _length(tokens: Tokens, at: int) -> Stretch | None:
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


# ---- What was found together -------------------------------------------------------------------


def _merged(tokens: Tokens, found: list[Stretch]) -> list[Stretch]:
    """A length right before its dates is one with them.

    "The 18 months since March 2011"; "the past 14 months, from 23 September 2014 to 23 November".
    """
    merged: list[Stretch] = []
    for stretch in found:
        before = merged[-1] if merged else None
        if before is not None and _is_length_of(tokens, before, stretch):
            merged[-1] = replace(stretch, first=before.first)
        else:
            merged.append(stretch)
    return merged


def _is_length_of(tokens: Tokens, length: Stretch, dates: Stretch) -> bool:
    gap = tokens[length.last : dates.first]
    if any(token.raw not in {",", "،", "("} for token in gap) or len(gap) > 1:
        return False
    rolling = isinstance(length.start, Relative) and length.start.form == "rolling"
    if rolling and length.form == "point":
        return dates.form in {"since", "range"}
    return length.form == "undated" and not gap and dates.form in {"since", "undated"}
