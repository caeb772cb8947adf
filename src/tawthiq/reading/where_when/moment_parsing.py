"""Read one moment at a token: a date, whole or in part, or a time counted from the publication.

Positions are tokens of one sentence. A reader gives the moment and the token after its last, or
None; none of them looks at what stands before its first token, so a caller says whether a word
that may also be no date ("May", "March", a bare year) has a cue before it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from tawthiq.reading.model import Token
from tawthiq.reading.where_when.date_parsing import (
    BARE_DAYS,
    ReadPoint,
    bare_year,
    day_first,
    month_first,
    numeric_at,
    weekday_first,
    with_year,
)
from tawthiq.reading.where_when.moments import (
    Moment,
    Point,
    Relative,
    Third,
    Turn,
)
from tawthiq.reading.where_when.relative_parsing import relative_at
from tawthiq.reading.where_when.time_words import roles_at, word_at

Tokens = Sequence[Token]
Read = tuple[Moment, int] | None


def moment_at(tokens: Tokens, at: int, *, cued: bool) -> Read:
    """The longest moment that begins at a token.

    Args:
        tokens: of one sentence.
        at: where it begins.
        cued: a word stands before that a date follows ("in", "since", "بين").
    """
    if at >= len(tokens):
        return None
    relative = relative_at(tokens, at)
    if relative is None:
        return point_at(tokens, at, cued=cued)
    return _spelt_out(tokens, *relative) or relative


def _spelt_out(tokens: Tokens, moment: Relative, last: int) -> Read:
    """The day in brackets after one counted from the publication: أمس (23 تشرين الثاني 2015)."""
    if moment.form != "ago" or last + 1 >= len(tokens) or tokens[last].raw != "(":
        return None
    found = point_at(tokens, last + 1, cued=True)
    if found is None or found[0].day is None or found[1] >= len(tokens):
        return None
    return (found[0], found[1] + 1) if tokens[found[1]].raw == ")" else None


# ---- Dates -------------------------------------------------------------------------------------


def point_at(tokens: Tokens, at: int, *, cued: bool) -> ReadPoint:
    """A date that begins at a token, whole or in part, with another calendar's beside it."""
    found = _plain_point(tokens, at, cued=cued)
    return None if found is None else _same_day(tokens, *found)


def _plain_point(tokens: Tokens, at: int, *, cued: bool) -> ReadPoint:
    if _arabic_filler(tokens, at):
        at, cued = _skip(tokens, at, "filler"), True
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number":
        return (
            numeric_at(tokens, at, cued=cued)
            or day_first(tokens, at)
            or (bare_year(tokens, at) if cued else None)
        )
    roles = roles_at(token)
    for role, reader in (
        ("feast", _feast),
        ("day part", _day_part_first),
        ("weekday", weekday_first),
        ("ordinal", _ordinal_first),
        ("part", _third_first),
        ("season", _season_first),
        ("division", _division_first),
        ("last", _turned_first),
        ("this", _turned_first),
        ("next", _turned_first),
    ):
        if role in roles and (found := reader(tokens, at)) is not None:
            return found
    if "month" in roles or "hijri month" in roles:
        return month_first(tokens, at, cued=cued)
    return _compound(tokens, at) if "-" in token.norm else None


def _feast(tokens: Tokens, at: int) -> ReadPoint:
    """Eid al-Fitr, عيد الأضحى: days that a calendar sets."""
    feast = word_at(tokens, at, "feast")
    if feast is None:
        return None
    day, month = feast.value
    point = Point(day=day, month=month, hijri=bool(feast.entry.get("hijri")))
    return with_year(tokens, point, feast.last)


def _ordinal_first(tokens: Tokens, at: int) -> ReadPoint:
    found = day_first(tokens, at)
    return found if found is not None else _ordinal_division(tokens, at)


def _day_part_first(tokens: Tokens, at: int) -> ReadPoint:
    """The morning of 5 May; مساء الجمعة; فجر يوم 5 أيار."""
    part = word_at(tokens, at, "day part")
    if part is None or part.last >= len(tokens):
        return None
    after = part.last
    if tokens[after].norm in {"of", "on", "من"}:
        after += 1
    after = _skip(tokens, after, "filler") if _arabic_filler(tokens, after) else after
    if after >= len(tokens):
        return None
    if tokens[after].kind == "number":
        found = numeric_at(tokens, after) or day_first(tokens, after)
    else:
        roles = roles_at(tokens[after])
        if "weekday" in roles:
            found = weekday_first(tokens, after)
            if found is None and tokens[after].norm in BARE_DAYS:
                return None
        elif "ordinal" in roles:
            found = day_first(tokens, after)
        elif "month" in roles and tokens[after].raw.isascii():
            found = month_first(tokens, after, cued=True)
        else:
            return None
    return found if found and (found[0].day or found[0].weekday) else None


def _third_first(tokens: Tokens, at: int) -> ReadPoint:
    """Early August 2012, mid-2012, أواخر آب."""
    part = word_at(tokens, at, "part")
    if part is None or part.last >= len(tokens):
        return None
    after = part.last
    if tokens[after].raw == "-":
        after += 1
    after = _skip(tokens, after, "filler")
    if after >= len(tokens):
        return None
    found: ReadPoint
    if tokens[after].kind == "number":
        found = bare_year(tokens, after) if part.value else None
    else:
        found = month_first(tokens, after, cued=True) or _season_first(tokens, after)
    if found is None or found[0].day is not None or found[0].season is not None:
        return None
    return replace(found[0], third=cast(Third, part.value)), found[1]


def _compound(tokens: Tokens, at: int) -> ReadPoint:
    """Words of one hyphen: mid-August 2012, mid-2012."""
    first, _, second = tokens[at].norm.partition("-")
    if first not in {"mid", "early", "late"}:
        return None
    found = _month_named(second)
    if found is None:
        return None
    point, last = with_year(tokens, Point(month=found), at + 1)
    return replace(point, third=cast(Third, first)), last


def _month_named(name: str) -> int | None:
    from_token = Token(0, len(name), name.capitalize(), name, (name,), "word")
    found = word_at((from_token,), 0, "month")
    return found.value if found is not None else None


def _season_first(tokens: Tokens, at: int) -> ReadPoint:
    """Summer 2012, the summer of 2012, الصيف الماضي."""
    season = word_at(tokens, at, "season")
    if season is None:
        return None
    point, last = with_year(tokens, Point(season=season.value), season.last)
    if point.year is not None:
        return point, last
    for role, value in (("last after", -1), ("this after", 0), ("next after", 1)):
        turn = word_at(tokens, last, role)
        if turn is not None and not tokens[at].raw.isascii():
            return replace(point, turn=cast(Turn, value)), turn.last
    return None


def _division_first(tokens: Tokens, at: int) -> ReadPoint:
    """النصف الأول من عام 2012."""
    division = word_at(tokens, at, "division")
    if division is None or tokens[at].raw.isascii():
        return None
    which = word_at(tokens, division.last, "ordinal")
    if which is None:
        return None
    return _divided(tokens, which.last, division.value, which.value)


def _ordinal_division(tokens: Tokens, at: int) -> ReadPoint:
    """The first half of 2012."""
    which = word_at(tokens, at, "ordinal")
    if which is None:
        return None
    division = word_at(tokens, which.last, "division")
    return (
        None if division is None else _divided(tokens, division.last, division.value, which.value)
    )


def _divided(tokens: Tokens, at: int, parts: int, which: int) -> ReadPoint:
    if which > parts or at >= len(tokens):
        return None
    after = at + 1 if tokens[at].norm in {"of", "من", "in"} else at
    after = _skip(tokens, after, "filler")
    if after >= len(tokens):
        return None
    found = bare_year(tokens, after) or (
        month_first(tokens, after, cued=True) if tokens[after].kind == "word" else None
    )
    if found is None or found[0].day is not None or found[0].hijri:
        return None
    return replace(found[0], division=(parts, which)), found[1]


def _turned_first(tokens: Tokens, at: int) -> ReadPoint:
    """Last June, next Friday, this summer, last Friday night."""
    for role, value in (("last", -1), ("this", 0), ("next", 1)):
        turn = word_at(tokens, at, role)
        if turn is None or turn.last >= len(tokens) or not tokens[at].raw.isascii():
            continue
        after = turn.last
        season = word_at(tokens, after, "season")
        found: ReadPoint
        if season is not None:
            found = Point(season=season.value), season.last
        elif word_at(tokens, after, "weekday") is not None:
            found = weekday_first(tokens, after)
        elif word_at(tokens, after, "month") is not None:
            found = month_first(tokens, after, cued=True)
        else:
            return None
        if found is None:
            return None
        point, last = found
        known = point.year is not None
        return (point if known else replace(point, turn=cast(Turn, value))), last
    return None


def _same_day(tokens: Tokens, point: Point, last: int) -> tuple[Point, int]:
    """One day in two calendars: the Gregorian date is kept."""
    after = last
    bracket = after < len(tokens) and tokens[after].raw == "("
    if bracket:
        after += 1
    said = False
    while after < len(tokens) and tokens[after].norm in _CORRESPONDING:
        said, after = True, after + 1
    if after < len(tokens) and tokens[after].raw == "/":
        after, said = after + 1, True
    if not (bracket or said) or after >= len(tokens):
        return point, last
    if point.day is None and not point.hijri:
        return point, last
    other = _plain_point(tokens, after, cued=False)
    if other is None or other[0].hijri == point.hijri or other[0].month is None:
        return point, last
    end = other[1]
    if bracket and end < len(tokens) and tokens[end].raw == ")":
        end += 1
    return (other[0] if point.hijri else point), end


_CORRESPONDING = frozenset(
    ("الموافق", "الموافقه", "موافق", "لتاريخ", "ل", "corresponding", "to", "equivalent", "or")
)


# ---- Small steps -------------------------------------------------------------------------------


def _skip(tokens: Tokens, at: int, role: str) -> int:
    while (found := word_at(tokens, at, role)) is not None:
        at = found.last
    return at


def _arabic_filler(tokens: Tokens, at: int) -> bool:
    """Whether يوم, شهر, عام … stands at a token."""
    return (
        at < len(tokens)
        and tokens[at].kind == "word"
        and not tokens[at].raw.isascii()
        and (word_at(tokens, at, "filler") is not None)
    )
