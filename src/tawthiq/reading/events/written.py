"""Read the date words of a comment ("August 23, 2012 at 10:15 am") as EDTF.

Pages write the date of a comment in many ways, most often with the time of day. What is relative to
the day the page was looked at ("two days ago") gives no date: nobody says here which day that was.
"""

import re
from collections.abc import Sequence
from datetime import date

from tawthiq.errors import FieldError
from tawthiq.fields import detect_order, parse_date
from tawthiq.fields.model import Order
from tawthiq.fields.text import MAX_LENGTH, fold

_TIME = re.compile(
    r"(?<![\d.:])(?P<hour>[01]?\d|2[0-3])(?P<sign>[:.h])(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    r"(?:[.,]\d+)?(?![\d:])\s*(?P<half>[ap]\.?\s?m\b\.?|صباحا|مسا|ظهرا|ص\b|م\b)?"
    r"\s*(?:z\b|utc|gmt|(?:est|edt|cet|eet|pst|pdt|bst)\b)?\s*(?:[+-]\d{2}:?\d{2})?"
)
_HOUR = re.compile(
    r"(?<![\d.:])(?P<hour>1[0-2]|0?[1-9])\s*(?P<half>[ap]\.?m\b\.?|صباحا|مسا)(?![\d:])"
)
_FILLER = re.compile(
    r"(?<![^\W\d_])(?:at|on|posted|written|said|says|wrote|by|the|date|time|comment|added|published|"
    r"في|عند|الساعه|ساعه|بتاريخ|التاريخ|تاريخ|كتب|كتبت|نشر|اضيف|يوم|تمام|بتوقيت|على|علي|:|\||·|•|@)"
    r"(?![^\W\d_])"
)
_STRAY = re.compile(r"(?<!\S)[-,|·•:/()\[\]]+(?!\S)|[,:|()\[\]]+")
_AFTERNOON = ("p", "مسا", "ظهرا", "م")


def dates_written(words: Sequence[str | None], published: date | None) -> list[str | None]:
    """Read the dates of one thread's items together: they are written in one way.

    Args:
        words: the date of each item as the page writes it; None where it writes none.
        published: the day of the article: a date without a year is the first such day from then on.

    Returns:
        For each, EDTF: a day ("2012-08-23"), with the time of day where the page gives it
        ("2012-08-23T10:15"), or a month or year; None where the words give no date.
    """
    parts = [_part(one) if one else None for one in words]
    order: Order = detect_order(day for day, _ in filter(None, parts)) or "dmy"
    return [_read(*part, order, published) if part else None for part in parts]


def _part(words: str) -> tuple[str, str | None] | None:
    """The words of the day, and the time of day as hh:mm or hh:mm:ss."""
    if len(words) > MAX_LENGTH:
        return None
    plain = fold(words)
    plain = re.sub(r"(?<=\d)t(?=\d{1,2}:\d\d)", " ", plain)
    time = None
    found = _TIME.search(plain)
    if found and found["sign"] == "." and not found["half"]:
        found = None  # "23.08" is a day and a month
    if found is None:
        found = _HOUR.search(plain)
    if found:
        time = _clock(found)
        plain = plain[: found.start()] + " " + plain[found.end() :]
    plain = _FILLER.sub(" ", plain)
    return " ".join(_STRAY.sub(" ", plain).split()), time


def _clock(found: re.Match[str]) -> str:
    said = found.groupdict()
    hour, half = int(found["hour"]), said["half"]
    if half:
        late = half.startswith(_AFTERNOON)
        if late and hour < 12:
            hour += 12
        elif not late and hour == 12:
            hour = 0
    seconds = f":{said['second']}" if said.get("second") else ""
    return f"{hour:02}:{said.get('minute') or '00'}{seconds}"


def _read(day: str, time: str | None, order: Order, published: date | None) -> str | None:
    found = _day(day, order)
    if found is None and published is not None and day and not re.search(r"\d{4}", day):
        for year in (published.year, published.year + 1):
            found = _day(f"{day} {year}", order)
            if found is None or len(found) != 10 or found >= published.isoformat():
                break
    if found is None:
        return None
    return f"{found}T{time}" if time and len(found) == 10 else found


def _day(words: str, order: Order) -> str | None:
    try:
        read = parse_date(words, order=order)
    except FieldError:
        return None
    edtf = read.edtf
    return edtf if re.fullmatch(r"\d{4}(?:-\d\d){0,2}", edtf) else None
