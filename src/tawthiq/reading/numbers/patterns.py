"""Numbers that are none by their pattern alone: dates, phones, names with digits, list numbers.

`masked` marks tokens of a sentence before any number is read: "23/8/2012", "August 23", "RPG-7",
"M5", "12:30", "[12]", "#7april", "+963 11 …", "twenty third", "الثاني عشر", "1." of a list.
"""

import re
from collections.abc import Iterator

from tawthiq.reading.model import Token
from tawthiq.reading.numbers.number_words import (
    is_arabic,
    letters,
    norm_at,
    number_word,
    number_word_at,
)
from tawthiq.reading.numbers.ranges import DASHES
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.reading.where_when.time_words import word_at

Tokens = tuple[Token, ...]

_YEAR = re.compile(r"(?:1[2-9]|20)\d\d")
_PARTICLE = re.compile(r"[وف]?[بلك]?(?:ال|ل)?ـ?")  # what Arabic glues before digits: "والـ30"
_ARTICLE = re.compile(r"[وفبلك]?(?:ال|ل)?")
_TIED = word_set("/ _ \\ @ # × № =")  # a number glued to one of these is part of something else
_ORDINAL_ENDINGS = word_set("st nd rd th s")
_CODES = word_set("us usd eur gbp syp try lbp jod iqd sar aed egp chf cad aud nok sek dkk rs")
_PEOPLED = word_set("strong member person man odd some plus million billion thousand")
_LIST_SIGNS = word_set(". ) - ـ : / ]")
_BEFORE_LISTED = frozenset(";؛:,،.–—")
_BE = word_set("was were is are")
_DATE_JOINTS = word_set("and to , و الي or او حتي")
_DAY_FILLERS = word_set("of من شهر st nd rd th")
_MONTHS_WITH_CAPITAL = word_set("may march mar dec sep jan")
_STREETS = word_set("street road row avenue lane square boulevard drive close place st rd ave")
_ORDINALS = word_set(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth "
    "fiftieth hundredth"
)
_ARABIC_ORDINALS = word_set(
    "اول اولي ثاني ثانيه ثالث ثالثه رابع رابعه خامس خامسه سادس سادسه سابع سابعه ثامن ثامنه تاسع "
    "تاسعه عاشر عاشره حادي حاديه"
)


def masked(tokens: Tokens) -> frozenset[int]:
    """The tokens that belong to a number that is none."""
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if token.kind == "number":
            found.update(_digits(tokens, at))
            if at not in found:
                found.update(_date(tokens, at))
        elif token.kind == "word" and _is_ordinal(tokens, at):
            found.update((at, at + 1))
    found.update(_list_numbers(tokens))
    return frozenset(found)


def is_day(norm: str) -> bool:
    """Whether digits may be a day of a month."""
    return norm.isdecimal() and len(norm) <= 2 and 1 <= int(norm) <= 31


def _digits(tokens: Tokens, at: int) -> Iterator[int]:
    token = tokens[at]
    if ":" in token.raw:
        yield at
    yield from _run(tokens, at)
    if at + 1 < len(tokens) and tokens[at + 1].start == token.stop:
        yield from _before_glued(tokens, at)
    if at and tokens[at - 1].stop == token.start:
        yield from _after_glued(tokens, at)
    if _is_house(tokens, at):
        yield at


def _run(tokens: Tokens, at: int) -> list[int]:
    """A phone or another long number in groups: "0115 550 134", "+963 11 555 0134"."""
    run, groups = [at], 1
    while (
        run[-1] + 1 < len(tokens)
        and tokens[run[-1] + 1].kind == "number"
        and tokens[run[-1] + 1].start - tokens[run[-1]].stop == 1
    ):
        run.append(run[-1] + 1)
        groups += 1
    plus = at > 0 and tokens[at - 1].raw == "+" and tokens[at - 1].stop == tokens[at].start
    digits = sum(len(tokens[k].norm) for k in run)
    thousands = all(len(tokens[k].norm) == 3 for k in run[1:]) and len(tokens[at].norm) <= 3
    if plus and (groups > 1 or digits >= 5):
        return run
    return run if groups > 1 and digits >= 7 and not thousands else []


def _before_glued(tokens: Tokens, at: int) -> Iterator[int]:
    """By the sign or letters glued after: "12th", "60mm", "23/8", "12-point", "2012-08-23"."""
    after = tokens[at + 1]
    if after.norm in _ORDINAL_ENDINGS or (after.norm in _TIED | {"°"} and after.raw != "⁄"):
        yield at
    elif after.raw in DASHES:
        yield from _dashed(tokens, at)
    elif (
        after.kind == "word"
        and after.norm.isascii()
        and after.norm not in _CODES | letters().keys()
    ):
        yield at


def _after_glued(tokens: Tokens, at: int) -> Iterator[int]:
    """By what is glued before: "M16", "#7", "[12", "RPG-7", "تي-72"."""
    before = tokens[at - 1]
    if before.norm in _TIED:
        yield at
    elif before.raw == "[":
        yield from _bracket(tokens, at)
    elif before.kind == "word":
        particle = is_arabic(before.norm) and _PARTICLE.fullmatch(before.norm)
        if not particle and before.norm not in _CODES:
            yield at
    elif before.raw in DASHES and at >= 2:
        name = tokens[at - 2]
        glued = name.kind == "word" and name.stop == before.start
        if glued and number_word(name.norm) is None and not _PARTICLE.fullmatch(name.norm):
            yield at


def _bracket(tokens: Tokens, at: int) -> Iterator[int]:
    """ "[12]", "[1, 2]": notes."""
    while at < len(tokens) and (tokens[at].kind == "number" or tokens[at].norm in _DATE_JOINTS):
        yield at
        at += 1


def _dashed(tokens: Tokens, at: int) -> Iterator[int]:
    """ "2012-08-23", "555-0134-22", "2-1", "12-point": what dashes tie to a number."""
    chain = [at]
    while (
        chain[-1] + 2 < len(tokens)
        and tokens[chain[-1] + 1].raw in DASHES
        and tokens[chain[-1] + 2].kind == "number"
        and tokens[chain[-1] + 2].start - tokens[chain[-1]].stop == 1
    ):
        chain.append(chain[-1] + 2)
    after = tokens[at + 2] if at + 2 < len(tokens) else None
    if len(chain) > 2:
        yield from chain
    elif len(chain) == 2 and after is not None:
        low, high = tokens[at].norm, after.norm
        scaled = number_word_at(tokens, at + 3) is not None or norm_at(tokens, at + 3) == "%"
        seasons = _YEAR.fullmatch(low) and len(high) in (2, 4)
        falls = low.isdecimal() and high.isdecimal() and int(low) >= int(high) and not scaled
        if seasons or falls or (high.startswith("0") and high != "0"):
            yield from chain
    elif after is not None and after.kind == "word" and after.start == tokens[at + 1].stop:
        tied = after.norm.isascii() and not _PEOPLED & set(after.norm.split("-"))
        yield from (at,) if tied else ()


def _is_house(tokens: Tokens, at: int) -> bool:
    """ "17 Nile Street": the number of a house."""
    for ahead in range(at + 1, min(at + 4, len(tokens))):
        token = tokens[ahead]
        if token.kind != "word" or not token.raw[0].isupper():
            return False
        if token.norm in _STREETS and ahead > at + 1:
            return True
    return False


def _date(tokens: Tokens, at: int) -> Iterator[int]:
    """ "August 23", "23 August 2012", "23 آب", "23-25 August", "August 23 and 24", "Friday 23"."""
    token = tokens[at]
    if not is_day(token.norm):
        if _YEAR.fullmatch(token.norm) and (
            _month_before(tokens, at)
            or (at >= 2 and tokens[at - 1].norm == "," and _month_before(tokens, at - 2))
        ):
            yield at
        return
    month = _month_after(tokens, at + 1)
    if month is not None:
        yield at
        if month < len(tokens) and _YEAR.fullmatch(tokens[month].norm):
            yield month
        yield from _days_beside(tokens, at, -2)
    elif _counted_after(tokens, at):
        return
    elif _month_before(tokens, at):
        yield at
        yield from _days_beside(tokens, at, 2)
    elif at and word_at(tokens, at - 1, "weekday") and norm_at(tokens, at + 1) not in _BE:
        yield at


def _counted_after(tokens: Tokens, at: int) -> bool:
    """Whether a word that is no month and no joint follows: "on 23 August 12 people"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return (
        after is not None
        and after.kind == "word"
        and after.norm not in _AFTER_DATE
        and not after.norm.startswith("و")
    )


_AFTER_DATE = word_set(
    "and to or in at on the of when where as by for from until was were is it he she they "
    "that which this a an in after before during near with في و الي من او حتي عندما حين بعد "
    "قبل خلال منه علي عن كان كانت قرب مع الماضي الجاري المقبل الحالي الفائت السنه العام عام "
)


def _days_beside(tokens: Tokens, at: int, step: int) -> Iterator[int]:
    """The other days of "23 and 24 August", "August 23, 24 and 25"."""
    here, there = at, at + step
    while 0 <= there < len(tokens) and is_day(tokens[there].norm):
        joint = tokens[(here + there) // 2]
        rises = (int(tokens[there].norm) > int(tokens[here].norm)) == (step > 0)
        if not rises or (joint.raw not in DASHES and joint.norm not in _DATE_JOINTS):
            return
        if step > 0 and _counted_after(tokens, there):
            return
        yield there
        here, there = there, there + step


def _month_at(tokens: Tokens, at: int) -> int | None:
    """Where a month's name that begins at a token ends."""
    if not 0 <= at < len(tokens):
        return None
    word = word_at(tokens, at, "month") or word_at(tokens, at, "hijri month")
    if word is None:
        return None
    raw, norm = tokens[at].raw, tokens[at].norm
    if norm in _MONTHS_WITH_CAPITAL and not raw[0].isupper():
        return None
    return None if norm == "اب" and raw.startswith("أ") else word.last


def _month_after(tokens: Tokens, at: int) -> int | None:
    """Where the month after a day ends: "23 August", "23rd of August", "23 من شهر آب"."""
    while norm_at(tokens, at) in _DAY_FILLERS:
        at += 1
    if norm_at(tokens, at) in ("/", "-"):
        at += 1
    return _month_at(tokens, at)


def _month_before(tokens: Tokens, at: int) -> bool:
    """Whether a month ends right before a token."""
    return any(_month_at(tokens, first) == at for first in (at - 2, at - 1))


def _is_ordinal(tokens: Tokens, at: int) -> bool:
    """ "twenty third", "الخامس والعشرين", "الثاني عشر": a number word that is part of one."""
    norm = tokens[at].norm
    word = number_word_at(tokens, at + 1)
    if not is_arabic(norm):
        first = number_word(norm) if norm_at(tokens, at + 1) in _ORDINALS else None
        return first is not None and first.kind in ("tens", "hundred")
    if word is None or word.kind not in ("ten", "tens"):
        return False
    if norm not in _ARABIC_ORDINALS and _ARTICLE.sub("", norm, count=1) not in _ARABIC_ORDINALS:
        return False
    return word.joined if word.kind == "tens" else word.glued in ("", "ال")


def _list_numbers(tokens: Tokens) -> Iterator[int]:
    """ "1." and "3-" at the head of a line; "2)" and "; (3)" within one."""
    for at, token in enumerate(tokens):
        if token.kind != "number" or len(token.norm) > 3 or at + 1 == len(tokens):
            continue
        after = tokens[at + 1]
        opening = tokens[at - 1].raw if at else ""
        if at == 0 and (after.norm in _LIST_SIGNS or after.raw in DASHES):
            listed = at + 2 >= len(tokens) or tokens[at + 2].kind != "number"
        elif after.raw != ")" or len(token.norm) > 2:
            listed = False
        elif opening == "(":
            alone = at == 1 and len(tokens) == 3
            listed = alone or (at > 1 and tokens[at - 2].raw in _BEFORE_LISTED)
        else:
            listed = all(one.raw != "(" for one in tokens[max(0, at - 12) : at])
        if listed:
            yield at
