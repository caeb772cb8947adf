"""Read a time counted from the day of publication: "last month", "two days ago", الشهر الماضي.

Positions are tokens of one sentence; a reader gives what it read and the token after its last.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from tawthiq.reading.model import Token
from tawthiq.reading.where_when.moments import Relative, Third, Unit
from tawthiq.reading.where_when.time_units import (
    day_number,
    in_arabic,
    is_definite_number,
    quantity_of_units,
    word_token,
)
from tawthiq.reading.where_when.time_words import plain, roles_at, word_at

Tokens = Sequence[Token]


def relative_at(tokens: Tokens, at: int) -> tuple[Relative, int] | None:
    """Yesterday, two days ago, last month, the past 24 hours, الشهر الماضي, قبل يومين."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    known = roles_at(token) or "-" in token.norm or is_definite_number(token)
    if token.kind == "word" and not known:
        return None
    for reader in (
        _named_day,
        _ago,
        _before_last,
        _rolling,
        _calendar,
        _arabic_stretch,
        _arabic_ago,
    ):
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
        comma = last + (tokens[last].raw in {",", "،"})
        weekday = word_at(tokens, comma, "weekday") if comma < len(tokens) else None
        if weekday is not None and not tokens[comma].raw.isascii() and not weekday.glued:
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


def _ago(tokens: Tokens, at: int) -> tuple[Relative, int] | None:
    """Two days ago, 18 months earlier (no: that hangs on another date)."""
    length = quantity_of_units(tokens, at)
    if length is None or length[2] >= len(tokens) or tokens[length[2]].norm != "ago":
        return None
    return Relative(form="ago", unit=length[1], count=length[0]), length[2] + 1


def _rolling(tokens: Tokens, at: int) -> tuple[Relative, int] | None:  # noqa: PLR0911 - one branch a way of writing
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


def _calendar(tokens: Tokens, at: int) -> tuple[Relative, int] | None:  # noqa: PLR0911 - one branch a way of writing
    """Last month, this week, next year; early this month; the third of this month."""
    halved = at > 0 and "division" in roles_at(tokens[at - 1])  # "النصف الثاني من الشهر الماضي"
    day = None if halved else day_number(tokens, at + (tokens[at].norm == "the"))
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
            numbered = whole is not None and (
                whole.last < len(tokens)
                and (tokens[whole.last].kind == "number" or "month" in roles_at(tokens[whole.last]))
            )
            if whole is not None and whole.value in {"month", "year"} and bounded and not numbered:
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


def _before_last(tokens: Tokens, at: int) -> tuple[Relative, int] | None:
    """The week before last."""
    first = at + (tokens[at].norm == "the")
    unit = word_at(tokens, first, "unit")
    if unit is None or unit.value in {"hour", "day"} or unit.last + 1 >= len(tokens):
        return None
    if [token.norm for token in tokens[unit.last : unit.last + 2]] != ["before", "last"]:
        return None
    return Relative(form="calendar", unit=unit.value, count=-2), unit.last + 2


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


def _arabic_stretch(tokens: Tokens, at: int) -> tuple[Relative, int] | None:  # noqa: PLR0911 - one branch a way of writing
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
    length = quantity_of_units(tokens, first) or _definite_length(tokens, first)
    if (length is not None and not tokens[first].raw.isascii()) or (
        length is not None and in_arabic(tokens)
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
        bare = word_token(token.norm[2:])
        words = (bare, *(_without_inner_article(one) for one in tokens[at + 1 : at + 3]))
        number = word_at(words, 0, "number")
        if number is not None:
            return number.value, at + number.last
    return None, at


def _without_inner_article(token: Token) -> Token:
    """ "والعشرين" as "وعشرين": the second word of "الأربع والعشرين"."""
    return word_token("و" + token.norm[3:]) if token.norm.startswith("وال") else token


def _definite_length(tokens: Tokens, at: int) -> tuple[int | None, Unit, int] | None:
    """الثلاثة أشهر, الـ24 ساعة: a number with the article before its unit."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    count, after = _count_after(tokens, at)
    unit = word_at(tokens, after, "unit") if count is not None else None
    return (count, unit.value, unit.last) if unit is not None else None


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
