"""Read one moment at a token: a date, whole or in part, or a time counted from the publication.

Positions are tokens of one sentence. A reader gives the moment and the token after its last, or
None; none of them looks at what stands before its first token, so a caller says whether a word
that may also be no date ("May", "March", a bare year) has a cue before it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from tawthiq.reading.model import Token
from tawthiq.reading.moments import (
    CENTURY_DOUBT,
    ORDER_DOUBT,
    YEARS_DOUBT,
    Moment,
    Point,
    Relative,
    Third,
    Turn,
    Unit,
)
from tawthiq.reading.time_words import plain, roles_at, word_at

Tokens = Sequence[Token]
Read = tuple[Moment, int] | None
ReadPoint = tuple[Point, int] | None

FIRST_YEAR, LAST_YEAR = 1900, 2100
_FIRST_HIJRI, _LAST_HIJRI = 1318, 1500
_DMY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_YMD = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})")
_YM = re.compile(r"(\d{4})-(\d\d)|(\d{4})/(\d{1,2})")
_MY = re.compile(r"(\d{1,2})[/-](\d{4})")
_ORDINAL = frozenset(("st", "nd", "rd", "th"))
_HIJRI_ERA = frozenset(("ه", "هجري", "هجريه", "ah", "للهجره", "hijri"))
_GREGORIAN_ERA = frozenset(("م", "ميلادي", "ميلاديه", "ad", "ce"))
# Names that are also other words: they are months beside a day or a year, or "the month of".
_DOUBTFUL = frozenset(("اب", "ماي", "مارس", "اوت", "صفر", "شعبان", "رجب", "محرم", "المحرم",
                       "جوان", "ت1", "ت2", "ك1", "ك2", "رمضان", "غشت"))  # fmt: skip
_DOUBTFUL_LATIN = frozenset(("mar", "sep", "dec", "jan", "jun", "apr", "may", "march"))
_SHORT_DAYS = frozenset(("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"))
_BARE_DAYS = frozenset(("اثنين", "ثلاثاء", "اربعاء", "خميس", "جمعه", "احد", "سبت"))


def moment_at(tokens: Tokens, at: int, *, cued: bool) -> Read:
    """The longest moment that begins at a token.

    Args:
        tokens: of one sentence.
        at: where it begins.
        cued: a word stands before that a date follows ("in", "since", "بين").
    """
    if at >= len(tokens):
        return None
    return relative_at(tokens, at) or point_at(tokens, at, cued=cued)


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
            or _day_first(tokens, at)
            or (_bare_year(tokens, at) if cued else None)
        )
    roles = roles_at(token)
    for role, reader in (
        ("day part", _day_part_first),
        ("weekday", _weekday_first),
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
        return _month_first(tokens, at, cued=cued)
    return _compound(tokens, at) if "-" in token.norm else None


def numeric_at(tokens: Tokens, at: int, *, cued: bool = False) -> ReadPoint:
    """A date in numbers: 23/8/2012, 2012-08-23, 23.08.2012, 8/2012."""
    text, last = _glued(tokens, at)
    if last == at + 1 and "." not in text:
        return None
    doubts: tuple[str, ...] = ()
    if (found := _YMD.fullmatch(text)) is not None:
        year, month, day = int(found[1]), int(found[3]), int(found[4])
    elif (found := _DMY.fullmatch(text)) is not None:
        day, month, year = int(found[1]), int(found[3]), int(found[4])
        if len(found[4]) == 2:
            if found[2] != "/":
                return None
            year += 2000 if year < 30 else 1900
            doubts = (CENTURY_DOUBT,)
        if month > 12 >= day:
            day, month = month, day
        elif day <= 12 and month != day and found[2] == "/" and not _in_arabic(tokens):
            doubts = (*doubts, ORDER_DOUBT)
    elif (found := _YM.fullmatch(text)) is not None:
        year, month, day = int(found[1] or found[3]), int(found[2] or found[4]), 0
        if month == (year + 1) % 100:
            doubts = (YEARS_DOUBT,)
    elif (found := _MY.fullmatch(text)) is not None and cued:
        year, month, day = int(found[2]), int(found[1]), 0
    else:
        return None
    hijri, last = _era(tokens, last, year)
    if not (1 <= month <= 12 and day <= 31 and _is_year(year, hijri)):
        return None
    if not hijri and day > _days_in(year, month):
        return None
    return Point(year=year, month=month, day=day or None, hijri=hijri, doubts=doubts), last


def _days_in(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _glued(tokens: Tokens, at: int) -> tuple[str, int]:
    """The numbers and their signs from a token on that nothing parts, and where they end."""
    text, last = tokens[at].norm, at + 1
    while (
        last + 1 < len(tokens)
        and tokens[last].raw in "/-.‐‑"
        and tokens[last].start == tokens[last - 1].stop
        and tokens[last + 1].kind == "number"
        and tokens[last + 1].start == tokens[last].stop
    ):
        text += ("-" if tokens[last].raw in "‐‑" else tokens[last].raw) + tokens[last + 1].norm
        last += 2
    return text, last


def day_number(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """A day of a month, in digits (23, 23rd) or as an ordinal ("the fifth", الخامس عشر)."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number":
        if not (token.norm.isdigit() and len(token.norm) <= 2 and 1 <= int(token.norm) <= 31):
            return None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        glued = after is not None and after.start == token.stop and after.norm in _ORDINAL
        return int(token.norm), at + 1 + glued
    ordinal = word_at(tokens, at, "ordinal")
    return (ordinal.value, ordinal.last) if ordinal is not None else None


def _day_first(tokens: Tokens, at: int) -> ReadPoint:
    """23 August 2012, 23rd of August, 23 من آب, الخامس من رمضان 1433 هـ."""
    day = day_number(tokens, at)
    if day is None:
        return None
    after = day[1]
    if after < len(tokens) and tokens[after].norm in {"of", "من"}:
        after += 1
        month_word = word_at(tokens, after, "filler")
        if month_word is not None and tokens[after].norm in {"شهر"}:
            after = month_word.last
        current = relative_at(tokens, after)
        if current is not None and tokens[after - 1].norm == "من":
            return None  # "5 من الشهر الجاري" is a relative day
    elif after < len(tokens) and tokens[after].norm == "شهر":
        after += 1
    elif (
        after + 1 < len(tokens)
        and tokens[after].raw in "-‐‑"
        and tokens[after].start == tokens[after - 1].stop
    ):
        after += 1  # 23-Aug-2012
    found = _month(tokens, after, beside=True)
    if found is None:
        return None
    point, last = _with_year(tokens, *found)
    if point.month is None or not _day_exists(point, day[0]):
        return None
    return replace(point, day=day[0]), last


def _day_exists(point: Point, day: int) -> bool:
    if point.hijri:
        return day <= 30
    return day <= _days_in(point.year or 2012, cast(int, point.month))


def _ordinal_first(tokens: Tokens, at: int) -> ReadPoint:
    found = _day_first(tokens, at)
    return found if found is not None else _ordinal_division(tokens, at)


def _month_first(tokens: Tokens, at: int, *, cued: bool) -> ReadPoint:
    """August 23, 2012; August 2012; آب 2012; August."""
    found = _month(tokens, at, beside=True)
    if found is None:
        return None
    point, last = found
    name = plain(tokens[at])
    latin = name.isascii()
    day = day_number(tokens, last) if latin and last < len(tokens) else None
    if day is not None and tokens[last].kind == "number" and _day_exists(point, day[0]):
        whole, end = _with_year(tokens, point, day[1])
        if whole.year is not None or not _counts(tokens, at, end):
            return replace(whole, day=day[0]), end
    whole, end = _with_year(tokens, point, last)
    if whole.year is not None or whole.year_turn is not None:
        return whole, end
    turn = word_at(tokens, last, "last after") if not latin else None
    for role, value in (("last after", -1), ("this after", 0), ("next after", 1)):
        turn = word_at(tokens, last, role) if not latin else None
        if turn is not None:
            return replace(point, turn=cast(Turn, value)), turn.last
    glued = roles_at(tokens[at]).get("month", roles_at(tokens[at]).get("hijri month", ()))
    cued = cued or (bool(glued) and glued[0].glued in {"ب", "ل", "وب"})
    after_month_word = at > 0 and tokens[at - 1].norm in {"شهر", "month", "بشهر", "لشهر"}
    doubtful = _bare(name) in _DOUBTFUL and not ("آ" in tokens[at].raw and cued)
    if doubtful and not after_month_word and not (_bare(name) == "رمضان" and cued):
        return None
    if latin and not cued and _is_doubtful_alone(tokens, at, name):
        return None
    if not latin and not cued and not after_month_word:
        return None
    return point, last


def _bare(name: str) -> str:
    return name if name in _DOUBTFUL else name.lstrip("وفبل")


def _is_doubtful_alone(tokens: Tokens, at: int, name: str) -> bool:
    """Whether a bare English month may as well be a name, a verb or a short form."""
    if name in _DOUBTFUL_LATIN or len(name) <= 4:
        return True
    around = [tokens[k] for k in (at - 1, at + 1) if 0 <= k < len(tokens)]
    return any(one.kind == "word" and one.raw[:1].isupper() for one in around)


def _counts(tokens: Tokens, at: int, end: int) -> bool:
    """Whether the number after a month counts what follows: "in August 12 people were killed"."""
    before = tokens[at - 1].norm if at else ""
    if before not in {"in", "during", "since", "last", "throughout", "this"} or end >= len(tokens):
        return False
    after = tokens[end]
    return after.kind == "word" and not (roles_at(after).keys() - {"few", "unit", "event"})


def _month(tokens: Tokens, at: int, *, beside: bool) -> ReadPoint:
    """The name of a month, with its other name beside it (آب/أغسطس)."""
    for role in ("month", "hijri month"):
        found = word_at(tokens, at, role)
        if found is None:
            continue
        name = tokens[at].raw
        if name[:1].islower() and name[:1].isascii() and not _beside_number(tokens, at, found.last):
            return None
        last = found.last
        if last < len(tokens) and tokens[last].raw == "." and len(plain(tokens[at])) <= 4:
            last += tokens[last].start == tokens[last - 1].stop
        if beside:
            last = _other_name(tokens, last, role, found.value)
        return Point(month=found.value, hijri=role == "hijri month"), last
    return None


def _beside_number(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a month in small letters has its day and year beside it: "23 may 2012"."""
    return (
        first > 0
        and tokens[first - 1].kind in {"number", "word"}
        and last < len(tokens)
        and tokens[last].kind == "number"
        and len(tokens[last].norm) == 4
        and tokens[last].norm.isdigit()
    ) or (first > 0 and tokens[first - 1].norm in _ORDINAL and tokens[first].norm != "may")


def _other_name(tokens: Tokens, last: int, role: str, number: int) -> int:
    if last + 1 < len(tokens) and tokens[last].raw in "/(-":
        other = word_at(tokens, last + 1, role)
        if other is not None and other.value == number:
            closed = (
                tokens[last].raw == "("
                and other.last < len(tokens)
                and tokens[other.last].raw == ")"
            )
            return other.last + closed
    return last


def _with_year(tokens: Tokens, point: Point, at: int) -> tuple[Point, int]:
    """The month (or day) with the year after it, where there is one."""
    after = at
    if (after < len(tokens) and tokens[after].raw in {",", "،", "-", "/"}) or (
        after < len(tokens) and tokens[after].norm in {"من", "of", "لعام", "لسنه", "in", "في"}
    ):
        after += 1
    if after < len(tokens) and tokens[after].norm in {"عام", "سنه", "العام", "year", "لعام"}:
        after += 1
    year = _year(tokens, after, hijri=point.hijri)
    if year is not None and not (
        tokens[at].raw in "-/" and tokens[at].start != tokens[at - 1].stop
    ):
        number, hijri, last = year
        return replace(point, year=number, hijri=point.hijri or hijri), last
    for first in (after, at):
        relative = relative_at(tokens, first)
        if (
            relative is not None
            and relative[0].form == "calendar"
            and relative[0].unit == "year"
            and relative[0].third is None
        ):
            return replace(point, year_turn=cast(Turn, relative[0].count)), relative[1]
    return point, at


def _year(tokens: Tokens, at: int, *, hijri: bool = False) -> tuple[int, bool, int] | None:
    if at >= len(tokens) or tokens[at].kind != "number":
        return None
    text = tokens[at].norm
    if not (text.isdigit() and len(text) == 4):
        return None
    hijri_era, last = _era(tokens, at + 1, int(text))
    hijri = hijri_era or (hijri and int(text) <= _LAST_HIJRI)
    return (int(text), hijri, last) if _is_year(int(text), hijri) else None


def _is_year(year: int, hijri: bool) -> bool:
    if hijri:
        return _FIRST_HIJRI <= year <= _LAST_HIJRI
    return FIRST_YEAR <= year <= LAST_YEAR


def _era(tokens: Tokens, at: int, year: int) -> tuple[bool, int]:
    """Whether an era after a year says Hijri, and the token after it."""
    if at < len(tokens):
        if tokens[at].norm in _HIJRI_ERA and year <= _LAST_HIJRI:
            dotted = (
                at + 1 < len(tokens)
                and tokens[at + 1].raw == "."
                and (tokens[at + 1].start == tokens[at].stop and at + 2 < len(tokens))
            )
            return True, at + 1 + dotted
        if tokens[at].norm in _GREGORIAN_ERA and year >= FIRST_YEAR:
            return False, at + 1
    return False, at


def _bare_year(tokens: Tokens, at: int) -> ReadPoint:
    """A year alone; where what follows may be what it counts, it is none."""
    year = _year(tokens, at)
    if year is None:
        return None
    number, hijri, last = year
    said = at > 0 and tokens[at - 1].norm in {"عام", "سنه", "year", "لعام", "العام", "عامي"}
    if said or last >= len(tokens) or tokens[last].kind == "sign":
        return Point(year=number, hijri=hijri), last
    strong = at > 0 and tokens[at - 1].norm in {"in", "since", "during", "منذ", "خلال"}
    after = tokens[last]
    if roles_at(after) or after.norm in _AFTER_YEAR or (strong and after.norm not in _COUNTABLE):
        return Point(year=number, hijri=hijri), last
    return None


_AFTER_YEAR = frozenset(
    ["alone", "when", "while", "who", "that", "which", "was", "were", "is", "are", "has", "had", "the", "a", "an", "with", "as", "by", "from", "this", "and", "or", "but", "for", "it", "they", "he", "she", "we", "according", "said", "per", "until", "وحده", "وحدها", "فقط", "كما", "التي", "الذي", "حيث", "بلغ", "وبلغ", "قتل", "سقط", "عندما", "وكان", "كان", "كانت", "وقد", "وهو", "وهي", "بحسب", "وفق", "وفقا", "حسب", "على", "عن"]
)  # fmt: skip
_COUNTABLE = frozenset(
    ["people", "persons", "men", "women", "children", "civilians", "soldiers", "villages", "cases", "families", "attacks", "houses", "fighters", "martyrs", "dead", "killed", "wounded", "injured", "victims", "deaths", "members", "students", "trucks"]
)  # fmt: skip


def _weekday_first(tokens: Tokens, at: int) -> ReadPoint:
    """Friday; Friday night; Friday, 3 August; الجمعة الماضي; ليل الخميس/الجمعة."""
    found = word_at(tokens, at, "weekday")
    token = tokens[at]
    if found is None or _is_plural(token):
        return None
    name, last = plain(token), found.last
    latin = name.isascii()
    if latin and (token.raw[:1].islower() or (token.raw.isupper() and len(token.raw) <= 3)):
        return None
    short = name in _SHORT_DAYS
    bare = _without_glue(token, found.glued) in _BARE_DAYS
    if last < len(tokens) and tokens[last].raw == "." and short:
        last += 1
    after = last
    if after < len(tokens) and tokens[after].raw in {",", "،", "("}:
        after += 1
    if after < len(tokens) and tokens[after].norm in {"the", "الموافق", "الموافقه", "بتاريخ"}:
        after += 1
        if after < len(tokens) and tokens[after].norm in {"ل", "في"}:
            after += 1
    dated = _date_after(tokens, after)
    if dated is not None:
        point, end = dated
        closed = tokens[last].raw == "(" and end < len(tokens) and tokens[end].raw == ")"
        return replace(point, weekday=found.value), end + closed
    if short or (bare and not (at > 0 and tokens[at - 1].norm in _DAY_BEFORE)):
        return None
    if _is_title(tokens, last):
        return None
    point = Point(weekday=found.value)
    for role, value in (("last after", -1), ("this after", 0), ("next after", 1)):
        turn = word_at(tokens, last, role)
        if turn is not None and not latin:
            point, last = replace(point, turn=cast(Turn, value)), turn.last
            break
    dated = _date_after(tokens, last + (last < len(tokens) and tokens[last].raw in {",", "،"}))
    if point.turn is not None and dated is not None:
        return replace(dated[0], weekday=found.value), dated[1]
    part = word_at(tokens, last, "day part")
    if part is not None:
        last = part.last
    return point, last


_DAY_BEFORE = frozenset(("يوم", "ليله", "مساء", "صباح", "فجر", "نهار", "ظهر", "عصر", "يومي", "ليل"))


def _without_glue(token: Token, glued: str) -> str:
    return token.norm.removeprefix(glued) if glued else token.norm


def _date_after(tokens: Tokens, at: int) -> ReadPoint:
    """The date that a weekday belongs to: with a day of a month, or in numbers."""
    if at >= len(tokens):
        return None
    if tokens[at].kind == "number":
        found = numeric_at(tokens, at) or _day_first(tokens, at) or _day_month_numbers(tokens, at)
        return found if found is not None and found[0].day is not None else None
    roles = roles_at(tokens[at])
    if "ordinal" in roles:
        return _day_first(tokens, at)
    if "month" in roles and tokens[at].raw.isascii():
        found = _month_first(tokens, at, cued=True)
        return found if found is not None and found[0].day is not None else None
    return None


def _day_month_numbers(tokens: Tokens, at: int) -> ReadPoint:
    """23/8 after a weekday."""
    text, last = _glued(tokens, at)
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})", text)
    if found is None:
        return None
    day, month = int(found[1]), int(found[2])
    if not (1 <= month <= 12 and 1 <= day <= _days_in(2012, month)):
        return None
    doubts = (ORDER_DOUBT,) if day <= 12 and not _in_arabic(tokens) else ()
    return Point(month=month, day=day, doubts=doubts), last


def _is_plural(token: Token) -> bool:
    return token.norm.isascii() and plain(token) == token.norm and token.norm.endswith("days")


def _is_title(tokens: Tokens, last: int) -> bool:
    """Whether a weekday is part of a name: "Friday of Dignity", "الجمعة العظيمة"."""
    title = word_at(tokens, last, "title after")
    if title is None:
        return False
    if tokens[last].norm != "of":
        return True
    after = tokens[title.last] if title.last < len(tokens) else None
    return (
        after is not None
        and (after.raw[:1].isupper() or after.raw in "\"'“‘«" or after.norm == "the")
        and not roles_at(after).keys() & {"month", "last", "this"}
    )


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
        found = numeric_at(tokens, after) or _day_first(tokens, after)
    else:
        roles = roles_at(tokens[after])
        if "weekday" in roles:
            found = _weekday_first(tokens, after)
            if found is None and tokens[after].norm in _BARE_DAYS:
                return None
        elif "ordinal" in roles:
            found = _day_first(tokens, after)
        elif "month" in roles and tokens[after].raw.isascii():
            found = _month_first(tokens, after, cued=True)
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
        found = _bare_year(tokens, after) if part.value else None
    else:
        found = _month_first(tokens, after, cued=True) or _season_first(tokens, after)
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
    point, last = _with_year(tokens, Point(month=found), at + 1)
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
    point, last = _with_year(tokens, Point(season=season.value), season.last)
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
    found = _bare_year(tokens, after) or (
        _month_first(tokens, after, cued=True) if tokens[after].kind == "word" else None
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
            found = _weekday_first(tokens, after)
        elif word_at(tokens, after, "month") is not None:
            found = _month_first(tokens, after, cued=True)
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


# ---- Counted from the publication --------------------------------------------------------------


def relative_at(tokens: Tokens, at: int) -> tuple[Relative, int] | None:
    """Yesterday, two days ago, last month, the past 24 hours, الشهر الماضي, قبل يومين."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "word" and not roles_at(token) and "-" not in token.norm:
        return None
    for reader in (_named_day, _ago, _rolling, _calendar, _arabic_stretch, _arabic_ago):
        found = reader(tokens, at)
        if found is not None:
            return found
    return None


def _named_day(tokens: Tokens, at: int) -> tuple[Relative, int] | None:
    found = word_at(tokens, at, "days")
    if found is None:
        return None
    token = tokens[at]
    if plain(token) == "today" and at > 0 and token.raw[:1].isupper() and not _opens(tokens, at):
        return None
    if token.norm.endswith("اليوم") and found.last == at + 1:
        # "177 في اليوم" is a rate; "اليوم الأول" a day of something; "اليوم الماضي" another day.
        if found.glued in {"ب", "ل"} or _rate_before(tokens, at):
            return None
        after = roles_at(tokens[found.last]) if found.last < len(tokens) else {}
        if after.keys() & {"ordinal", "last after", "next after", "number"}:
            return None
    last = found.last
    part = word_at(tokens, last, "day part")
    if part is not None:
        last = part.last
    doubts = tuple(filter(None, [found.entry.get("doubt")]))
    count = -found.value
    if last < len(tokens) and found.value <= 0:
        after = last + (tokens[last].raw in {",", "،"})
        weekday = word_at(tokens, after, "weekday") if after < len(tokens) else None
        if weekday is not None and not tokens[after].raw.isascii() and not weekday.glued:
            last = weekday.last
    return Relative(form="ago", unit="day", count=count, doubts=doubts), last


def _rate_before(tokens: Tokens, at: int) -> bool:
    """Whether a number stands before "في اليوم": so many a day."""
    if at == 0 or tokens[at - 1].norm not in {"في", "ب", "خلال"}:
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or "weekday" not in roles_at(after)


def _opens(tokens: Tokens, at: int) -> bool:
    return at == 0 or tokens[at - 1].kind == "sign"


def quantity_of_units(tokens: Tokens, at: int) -> tuple[int | None, Unit, int] | None:
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
    words = (_word_token(number), _word_token(unit))
    value, kind = word_at(words, 0, "number"), word_at(words, 1, "unit")
    return (value.value, kind.value) if value is not None and kind is not None else None


def _word_token(norm: str) -> Token:
    return Token(0, len(norm), norm, norm, (norm,), "word")


def _ago(tokens: Tokens, at: int) -> tuple[Relative, int] | None:
    """Two days ago, 18 months earlier (no: that hangs on another date)."""
    length = quantity_of_units(tokens, at)
    if length is None or length[2] >= len(tokens) or tokens[length[2]].norm != "ago":
        return None
    return Relative(form="ago", unit=length[1], count=length[0]), length[2] + 1


def _rolling(tokens: Tokens, at: int) -> tuple[Relative, int] | None:
    """The past 24 hours, the last two weeks, the past few days, the past week."""
    the = tokens[at].norm in {"the", "these", "this"}
    first = at + the
    if first >= len(tokens):
        return None
    before = word_at(tokens, first, "rolling before") or word_at(tokens, first, "last")
    if before is None or before.last >= len(tokens):
        return None
    length = quantity_of_units(tokens, before.last)
    if length is not None:
        count, unit, last = length
        if tokens[first].norm == "اخر" or the or tokens[first].norm in {"past", "last"}:
            return Relative(form="rolling", unit=unit, count=count), last
        return None
    unit_word = word_at(tokens, before.last, "unit")
    if unit_word is None or not tokens[first].raw.isascii():
        return None
    plural = tokens[before.last].norm.endswith("s") and plain(tokens[before.last]).endswith("s")
    if plural:
        return Relative(form="rolling", unit=unit_word.value, count=None), unit_word.last
    if tokens[first].norm == "past" or (the and tokens[first].norm == "last"):
        if unit_word.value == "day" and tokens[first].norm == "last":
            return None  # "the last day" is a day of something
        return Relative(form="rolling", unit=unit_word.value, count=1), unit_word.last
    return None


def _calendar(tokens: Tokens, at: int) -> tuple[Relative, int] | None:
    """Last month, this week, next year; early this month; the third of this month."""
    day = day_number(tokens, at + (tokens[at].norm == "the"))
    if day is not None and day[1] < len(tokens) and tokens[day[1]].norm in {"of", "من"}:
        found = _calendar_unit(tokens, day[1] + 1)
        if found is not None and found[0].unit == "month":
            return replace(found[0], day=day[0]), found[1]
        return None
    part = word_at(tokens, at, "part")
    if part is not None:
        found = _calendar_unit(tokens, part.last)
        if found is not None and found[0].unit in {"month", "year"}:
            return replace(found[0], third=cast(Third, part.value)), found[1]
        if part.value != "mid" and tokens[at].norm not in {"اول"}:
            whole = word_at(tokens, part.last + _article(tokens, part.last), "unit")
            bounded = at > 0 and roles_at(tokens[at - 1]).keys() & {"as of", "since"}
            if whole is not None and whole.value in {"month", "year"} and bounded:
                return (
                    Relative(
                        form="calendar", unit=whole.value, count=0, third=cast(Third, part.value)
                    ),
                    whole.last,
                )
        return None
    if tokens[at].norm == "earlier":
        return _calendar_unit(tokens, at + 1)
    return _calendar_unit(tokens, at)


def _article(tokens: Tokens, at: int) -> int:
    return int(at < len(tokens) and tokens[at].norm == "the")


def _calendar_unit(tokens: Tokens, at: int) -> tuple[Relative, int] | None:
    if at >= len(tokens):
        return None
    for role, value in (("last", -1), ("this", 0), ("next", 1)):
        turn = word_at(tokens, at, role)
        if turn is None:
            continue
        unit = word_at(tokens, turn.last, "unit")
        if unit is None or unit.value in {"hour", "day"}:
            continue
        word = tokens[turn.last]
        if word.raw.isascii() and plain(word).endswith("s"):
            continue
        return Relative(form="calendar", unit=unit.value, count=value), unit.last
    unit = word_at(tokens, at, "unit")
    if unit is None or unit.value in {"hour", "day"} or tokens[at].raw.isascii():
        return None
    if not plain(tokens[at]).lstrip("وفبل").startswith(("ا", "ش", "س", "ع")):
        return None
    turned = _turn_after(tokens, unit.last)
    if turned is None or _is_arabic_plural(tokens[at]):
        return None
    return Relative(form="calendar", unit=unit.value, count=turned[0]), turned[1]


def _turn_after(tokens: Tokens, at: int) -> tuple[int, int] | None:
    for role, value in (("last after", -1), ("this after", 0), ("next after", 1)):
        turn = word_at(tokens, at, role)
        if turn is not None and not turn.glued:
            return value, turn.last
    return None


_PLURALS = frozenset(("ساعات", "ايام", "اسابيع", "اشهر", "شهور", "سنوات", "اعوام", "سنين"))


def _is_arabic_plural(token: Token) -> bool:
    return any(token.norm.endswith(plural) for plural in _PLURALS)


def _arabic_stretch(tokens: Tokens, at: int) -> tuple[Relative, int] | None:
    """الـ24 ساعة الماضية، الساعات الـ24 الماضية، الأيام الثلاثة الأخيرة، اليومين الماضيين."""
    first = at
    if tokens[at].norm in {"ال", "وال"} and at + 1 < len(tokens):
        first = at + 1
    two = word_at(tokens, first, "two")
    if two is not None and not tokens[first].raw.isascii():
        turned = _turn_after(tokens, two.last)
        if turned is not None and turned[0] == -1:
            return Relative(form="rolling", unit=two.value, count=2), turned[1]
        return None
    length = quantity_of_units(tokens, first)
    if (length is not None and not tokens[first].raw.isascii()) or (
        length is not None and _in_arabic(tokens)
    ):
        turned = _turn_after(tokens, length[2])
        if turned is not None and turned[0] == -1:
            return Relative(form="rolling", unit=length[1], count=length[0]), turned[1]
        return None
    unit = word_at(tokens, first, "unit")
    if unit is None or tokens[first].raw.isascii():
        return None
    count, after = _count_after(tokens, unit.last)
    turned = _turn_after(tokens, after)
    if turned is None or turned[0] != -1:
        return None
    if count is None and not _is_arabic_plural(tokens[first]):
        # "الساعة الماضية", "اليوم الماضي"
        if unit.value not in {"hour", "day"}:
            return None
        count = 1
    after = turned[1]
    if count is None:
        count, after = _count_after(tokens, after)
    return Relative(form="rolling", unit=unit.value, count=count), after


def _count_after(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """ "الـ24", "الثلاثة", "القليلة" after a unit."""
    if at >= len(tokens):
        return None, at
    after = at + (tokens[at].norm == "ال")
    if after < len(tokens) and tokens[after].kind == "number" and after > at:
        return (int(tokens[after].norm) if tokens[after].norm.isdigit() else None), after + 1
    few = word_at(tokens, at, "few")
    if few is not None:
        return None, few.last
    token = tokens[at]
    if token.norm.startswith("ال") and token.kind == "word":
        bare = _word_token(token.norm[2:])
        words = (bare, *tokens[at + 1 : at + 3])
        number = word_at(words, 0, "number")
        if number is not None:
            return number.value, at + number.last
    return None, at


def _arabic_ago(tokens: Tokens, at: int) -> tuple[Relative, int] | None:
    """قبل يومين، قبل 18 شهرا."""
    before = word_at(tokens, at, "before")
    if before is None or tokens[at].raw.isascii():
        return None
    length = quantity_of_units(tokens, before.last)
    if length is None:
        unit = word_at(tokens, before.last, "unit")
        single = unit is not None and tokens[before.last].norm in {"شهر", "عام", "سنه", "اسبوع",
                                                                   "يوم", "ساعه"}  # fmt: skip
        if unit is None or not single:
            return None
        if unit.last < len(tokens) and (
            tokens[unit.last].kind == "number"
            or roles_at(tokens[unit.last]).keys()
            & {"month", "weekday", "hijri month", "last after"}
        ):
            return None
        return Relative(form="ago", unit=unit.value, count=1), unit.last
    after = length[2]
    if after < len(tokens) and tokens[after].norm == "من":
        following = tokens[after + 1] if after + 1 < len(tokens) else None
        if following is None or following.norm not in {"الان", "اليوم"}:
            return None  # "قبل يومين من الهجوم" hangs on the attack
        after += 2
    return Relative(form="ago", unit=length[1], count=length[0]), after


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


def _in_arabic(tokens: Tokens) -> bool:
    """Whether the first letter of the sentence is Arabic: there the day stands first."""
    word = next((token for token in tokens if token.kind == "word"), None)
    return word is not None and not word.norm[:1].isascii()
