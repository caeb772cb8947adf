"""Read a date at a token: in numbers, day and month, month and year, a weekday with its date.

Positions are tokens of one sentence; a reader gives the date in its parts and the token after its
last, or None.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from tawthiq.reading.model import Token
from tawthiq.reading.where_when.moments import CENTURY_DOUBT, ORDER_DOUBT, YEARS_DOUBT, Point, Turn
from tawthiq.reading.where_when.relative_parsing import relative_at
from tawthiq.reading.where_when.time_units import ORDINAL_ENDINGS, day_number, in_arabic
from tawthiq.reading.where_when.time_words import plain, roles_at, word_at

Tokens = Sequence[Token]
ReadPoint = tuple[Point, int] | None

FIRST_YEAR, LAST_YEAR = 1900, 2100
_FIRST_HIJRI, _LAST_HIJRI = 1318, 1500
_DMY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_YMD = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})")
_YM = re.compile(r"(\d{4})-(\d\d)|(\d{4})/(\d{1,2})")
_MY = re.compile(r"(\d{1,2})[/-](\d{4})")
_HIJRI_ERA = frozenset(("ه", "هجري", "هجريه", "ah", "للهجره", "hijri"))
_GREGORIAN_ERA = frozenset(("م", "ميلادي", "ميلاديه", "ad", "ce"))
# Names that are also other words: they are months beside a day or a year, or "the month of".
_DOUBTFUL = frozenset(("اب", "ماي", "مارس", "اوت", "صفر", "شعبان", "رجب", "محرم", "المحرم",
                       "جوان", "ت1", "ت2", "ك1", "ك2", "رمضان", "غشت"))  # fmt: skip
_FATHERS = frozenset(("باب", "لاب", "واب", "فاب", "وباب", "ولاب"))  # "door", "and father" …
_DOUBTFUL_LATIN = frozenset(("mar", "sep", "dec", "jan", "jun", "apr", "may", "march"))
_SHORT_MONTHS = frozenset(
    ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec")
)
_SHORT_DAYS = frozenset(("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"))
BARE_DAYS = frozenset(("اثنين", "ثلاثاء", "اربعاء", "خميس", "جمعه", "احد", "سبت"))


def numeric_at(tokens: Tokens, at: int, *, cued: bool = False) -> ReadPoint:  # noqa: PLR0912 - one branch a way of writing
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
        elif day <= 12 and month != day and found[2] == "/" and not in_arabic(tokens):
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
        # Marks of direction stand after the slashes of an Arabic date.
        and tokens[last + 1].start - tokens[last].stop <= (tokens[last].raw == "/")
    ):
        text += ("-" if tokens[last].raw in "‐‑" else tokens[last].raw) + tokens[last + 1].norm
        last += 2
    return text, last


def day_first(tokens: Tokens, at: int) -> ReadPoint:
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
    point, last = with_year(tokens, *found)
    if point.month is None or not _day_exists(point, day[0]):
        return None
    return replace(point, day=day[0]), last


def _day_exists(point: Point, day: int) -> bool:
    if point.hijri:
        return day <= 30
    return day <= _days_in(point.year or 2012, cast(int, point.month))


def month_first(tokens: Tokens, at: int, *, cued: bool) -> ReadPoint:  # noqa: PLR0911 - one branch a way of writing
    """August 23, 2012; August 2012; آب 2012; August."""
    found = _month(tokens, at, beside=True)
    if found is None:
        return None
    point, last = found
    name = plain(tokens[at])
    latin = name.isascii()
    day = day_number(tokens, last) if latin and last < len(tokens) else None
    if day is not None and tokens[last].kind == "number" and _day_exists(point, day[0]):
        whole, end = with_year(tokens, point, day[1])
        if whole.year is not None or not _counts(tokens, at, end):
            return replace(whole, day=day[0]), end
    whole, end = with_year(tokens, point, last)
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
    return after.kind == "word" and not (
        roles_at(after).keys() - {"few", "unit", "event", "countable"}
    )


def _month(tokens: Tokens, at: int, *, beside: bool) -> ReadPoint:
    """The name of a month, with its other name beside it (آب/أغسطس)."""
    raw = tokens[at].raw if at < len(tokens) else ""
    for role in ("month", "hijri month"):
        found = word_at(tokens, at, role)
        if found is None or (found.glued and plain(tokens[at]) in _FATHERS and "آ" not in raw):
            continue
        name = tokens[at].raw
        if name[:1].islower() and name[:1].isascii() and not _beside_number(tokens, at, found.last):
            return None
        last = found.last
        if last < len(tokens) and tokens[last].raw == "." and plain(tokens[at]) in _SHORT_MONTHS:
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
    ) or (first > 0 and tokens[first - 1].norm in ORDINAL_ENDINGS and tokens[first].norm != "may")


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


def with_year(tokens: Tokens, point: Point, at: int) -> tuple[Point, int]:
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
    joined = at + (at < len(tokens) and tokens[at].norm in {"من", "of", ","})
    for first in (joined, at):
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


def bare_year(tokens: Tokens, at: int) -> ReadPoint:
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
    roles = roles_at(after)
    if roles.keys() - {"countable"} or (strong and "countable" not in roles):
        return Point(year=number, hijri=hijri), last
    return None


def weekday_first(tokens: Tokens, at: int) -> ReadPoint:  # noqa: PLR0911, PLR0912 - one branch a way of writing
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
    bare = _without_glue(token, found.glued) in BARE_DAYS
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
        found = numeric_at(tokens, at) or day_first(tokens, at) or _day_month_numbers(tokens, at)
        return found if found is not None and found[0].day is not None else None
    roles = roles_at(tokens[at])
    if "ordinal" in roles:
        return day_first(tokens, at)
    if "month" in roles and tokens[at].raw.isascii():
        found = month_first(tokens, at, cued=True)
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
    doubts = (ORDER_DOUBT,) if day <= 12 and not in_arabic(tokens) else ()
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
