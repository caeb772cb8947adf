"""Read short lines about a text: who wrote it, when, how many comments it has."""

import re
from datetime import date
from functools import lru_cache

from tawthiq.errors import FieldError
from tawthiq.fields import parse_date

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_COMPACT = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?$")
_EN_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_AR_MONTH = (
    r"(?:كانون (?:الثاني|الأول|الاول)|شباط|[آأا]ذار|نيسان|[أا]?يار|حزيران|تموز|[آأا]ب|[أا]يلول|"
    r"تشرين (?:الأول|الاول|الثاني)|يناير|فبراير|مارس|[أا]بريل|مايو|يونيو|يونيه|يوليو|يوليه|"
    r"[أا]غسطس|سبتمبر|[أا]كتوبر|نوفمبر|ديسمبر)"
)
_DATE = re.compile(
    rf"""
    (?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)
    | (?<!\d)\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:19|20)\d\d(?!\d)
    | (?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_EN_MONTH},?\s+(?:19|20)\d\d(?!\d)
    | \b{_EN_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d(?!\d)
    | (?<!\d)\d{{1,2}}\s+(?:من\s+)?(?:شهر\s+)?{_AR_MONTH}(?:\s*/\s*\w+)?[،,]?\s+(?:من\s+)?(?:عام\s+|سنة\s+)?(?:19|20)\d\d(?!\d)
    | {_AR_MONTH}\s+\d{{1,2}}[،,]?\s+(?:19|20)\d\d(?!\d)
    """,  # noqa: E501
    re.VERBOSE | re.IGNORECASE,
)
_NO_YEAR = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s+{_EN_MONTH}(?!\w)|\b{_EN_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\w)"
    rf"|(?<!\d)\d{{1,2}}\s+{_AR_MONTH}(?!\w)|(?<=[(\[])\s*\d{{1,2}}/\d{{1,2}}(?=\s*[,،)\]])"
    r"|(?<![\d/])\d{1,2}/\d{1,2}(?=[\s,،]+\d{1,2}:\d\d)"
    r"|(?<!\w)(?:yesterday|today|اليوم|أمس)(?=[\s,،]*(?:at\s+|الساعة\s+)?\d{1,2}:\d\d)",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d\d(?!\d)")
_TIME = re.compile(
    r"\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?|ص|م|صباحا[ًّ]?|مساء[ًّ]?|hrs?|h|GMT|UTC)?",
    re.IGNORECASE,
)
_TIME_AFTER = re.compile(r"[\s,،–—-]*(?:at|@|الساعة|في|T|,|،)?\s*" + _TIME.pattern, re.IGNORECASE)
_TIME_BEFORE = re.compile(_TIME.pattern + r"[\s,،|–—-]*(?:on\s+)?$", re.IGNORECASE)
_MAY_BE_DATED = re.compile(r"\d|\bago\b|منذ|قبل", re.IGNORECASE)
_AGO = re.compile(
    r"(?:\d+|an?|one)\s+(?:second|minute|hour|day|week|month|year)s?\s+ago"
    r"|(?:منذ|قبل)\s+(?:\d+\s+)?\w+(?:\s+\w+)?",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:^|[|·•,،]\s*)(?:written\s+by|submitted\s+by|posted\s+by|published\s+by|story\s+by|by|بقلم|كتبه|كتبته|كتبت|كتب|"
    r"تحرير|إعداد|اعداد|الكاتب|المصدر)\s*[:：/]?\s+(?P<name>[^|·•\n]{2,120})",
    re.IGNORECASE,
)
_NAME_END = re.compile(
    r"\s+(?:on|in|at|for|published|posted|updated|filed)\b.*|\s*[|·•].*|\s*[,،]?\s*\d.*"
    r"|\s+(?:في|بتاريخ|يوم)\s+.*|\s*[-–—]\s+.*",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = r"(?P<n>\d{1,6}(?:[,.٬]\d{3})*)"
_ONE = r"(?P<one>one|a\s+single|no|zero|two|three|four|five|six|seven|eight|nine|ten|تعليقان|ردان|تعليق واحد|رد واحد|لا توجد|لا يوجد|بدون)"  # noqa: E501
_KINDS_EN = r"(?:comments?|responses?|replies|reply|thoughts?|reactions?|reader\s+comments)"
_KINDS_AR = r"(?:تعليقا?ت?|تعليقًا|تعليقاً|التعليقات|ردود|ردا|ردًا|رد|الردود|مشاركات|مشاركة)"
_ANNOUNCED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*(?:view\s+|show\s+|see\s+|read\s+|there\s+(?:is|are)\s+)?(?:all\s+)?(?:{_NUMBER}|{_ONE})\s+{_KINDS_EN}\b(?:\s*(?:so\s+far|to\b.*|on\b.*|for\b.*|sorted.*|have\b.*|add\b.*|leave\b.*|post\b.*|\|.*|:|\.|»))?\W*$",
        rf"^\W*(?:comments?|responses|replies|discussion|reader\s+comments)\s*[:(\[\-–]?\s*{_NUMBER}\s*[)\]]?\W*$",
        rf"^\W*{_NUMBER}\s+{_KINDS_AR}(?:\s+(?:على|علي|عن|حول)\b.*|\s*[:»|].*)?\W*$",
        r"^\W*(?P<one>تعليقان|تعليق واحد|ردان|رد واحد)(?:\s+(?:على|علي|عن|حول)\b.*)?\W*$",
        rf"^\W*(?:عدد\s+)?(?:التعليقات|تعليقات(?:\s+(?:القراء|الزوار))?|الردود|ردود|تعليقات القراء)\s*[:(\[\-–]?\s*{_NUMBER}\s*[)\]]?\W*$",  # noqa: E501
    )
)
_WORDS = {
    "one": 1, "a single": 1, "no": 0, "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "تعليقان": 2, "ردان": 2,
    "تعليق واحد": 1, "رد واحد": 1, "لا توجد": 0, "لا يوجد": 0, "بدون": 0,
}  # fmt: skip


def western(text: str) -> str:
    """The text with western digits; of the same length."""
    return text.translate(_DIGITS)


def date_in(text: str) -> date | None:
    """The first day that a short text gives with its year; None if it gives none."""
    plain = western(" ".join(text.split())[:300])
    for pattern in (_ISO, _COMPACT):
        found = pattern.search(plain)
        if found:
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
    for one in _DATE.finditer(plain):
        try:
            said = parse_date(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b", "", one[0]))
        except FieldError:
            continue
        if said.earliest is not None and said.earliest == said.latest:
            return said.earliest
    return None


@lru_cache(maxsize=2048)  # a line of a thread is asked about several times
def written_date(text: str) -> tuple[int, int] | None:
    """Where a short line has its date, with the time of day beside it; None without a date.

    "3 hours ago" is a date as written too.
    """
    if not _MAY_BE_DATED.search(text):
        return None
    plain = western(text)
    found = next(
        (one for one in (p.search(plain) for p in (_DATE, _SHORT_YEAR, _NO_YEAR, _AGO)) if one),
        None,
    )
    if found is None:
        return None
    start, stop = found.span()
    after = _TIME_AFTER.match(plain, stop)
    if after:
        stop = after.end()
    else:
        before = _TIME_BEFORE.search(plain[max(0, start - 60) : start])
        if before:
            start = max(0, start - 60) + before.start()
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop


def author_in(text: str) -> str | None:
    """The name in a byline ("By Name", "بقلم: فلان"); None where it is no byline."""
    found = _BY.search(text.strip())
    if found is None:
        return None
    name = _NAME_END.sub("", found["name"]).strip(" .,،:|-")
    return name if 1 < len(name) <= 100 else None


def announced_in(text: str) -> int | None:
    """How many comments a heading says there are: "23 comments", "التعليقات (12)"."""
    plain = western(" ".join(text.split()))
    if len(plain) > 160:
        return None
    for pattern in _ANNOUNCED:
        found = pattern.search(plain)
        if found:
            said = found.groupdict()
            if said.get("n"):
                return int(re.sub(r"\D", "", said["n"])[:7])
            return _WORDS[" ".join(said["one"].lower().split())]
    return None
