"""Read the line that stands over a comment: its number, who wrote it, when, whom it answers."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tawthiq.reading.pages.bylines import western, written_date

_MARK = re.compile(
    r"^(?P<marks>(?:[\s\u200e\u200f]*(?:>|»|↳|└─*|├─*|\|_|--+|—|–|\*|•|·|-|\+)(?=[\s>]|[^\W\d]))*)[\s\u200e\u200f]*"
)
_REPLY_MARKS = re.compile(r"[>↳└├]|--+|—|\|_")
_NUMBER = re.compile(
    r"(?:(?:comment|reply|no\.?|تعليق|رقم|رد)\s*)?(?:(?P<hash>[#＃])\s*)?[\[(]?(?P<n>\d{1,5})(?P<path>(?:\.\d{1,3}|-\d{1,2}(?=\s*(?:\||$)))*)"
    r"(?P<after>\s*[.)\]:|/–—-]+\s*|\s+|$)",
    re.IGNORECASE,
)
_SAYS_EN = (
    r"(?:says?|said|wrote|writes|replied|replies|commented|comments|posted|responds?|responded|"
    r"added|asks?|asked)"
)
_SAYS_AR = r"(?:يقول|تقول|قال|قالت|كتب|كتبت|يكتب|ردّ|رد|ردّت|ردت|علّق|علق|علّقت|علقت|أجاب|يرد)"
SAYS = re.compile(rf"{_SAYS_EN}|{_SAYS_AR}", re.IGNORECASE)
_SAYS_AFTER = re.compile(
    rf"^(?P<name>.{{1,60}}?)\s+(?P<verb>{_SAYS_EN}|{_SAYS_AR})\b(?P<rest>\s*(?:on\b|at\b|في\b|بتاريخ\b|yesterday\b)?)(?P<colon>\s*:)?",
    re.IGNORECASE,
)
_SAYS_BEFORE = re.compile(
    rf"^(?:(?P<verb>{_SAYS_AR})|(?:posted|written|comment|reply|said)\s+(?:by|from)|by|بقلم|من|الاسم\s*:|name\s*:|from\s*:)\s+(?P<name>[^:|\n]{{1,60}}?)(?P<colon>\s*[:|]|\s*$)",
    re.IGNORECASE,
)
_PING = re.compile(
    r"^\W{0,3}(?P<what>pingbacks?|trackbacks?|ping|إشارة مرجعية|إشارة|تنبيه|تعقيب)\b\W{0,3}\s*(?:from|by|من)?\s*[:\-–]?\s*(?P<title>.*)$",  # noqa: E501
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"(?:in\s+)?(?:reply|replying|response|answer(?:ing)?|re)\s*(?:to\b|:)\s*(?:comment\s*)?(?:(?:[#＃\[(]|no\.?\s*)?\s*(?P<n>\d{1,5})\b|@?(?P<name>[^\s:|()\n][^:|()\n]{0,50}))"
    r"|(?:رد[اّ]?[ًا]?ا?|ردّاً|ردًّا|جواب[اً]*|تعقيب[اً]*|الرد)\s+على\s+(?:(?:ال)?تعليق\s+)?(?:رقم\s+)?(?:(?:[#＃])?\s*(?P<n2>\d{1,5})|@?(?P<name2>[^\s:|()\n][^:|()\n]{0,50}))"
    r"|(?:إلى|الى)\s+(?:صاحب\s+)?(?:(?:ال)?تعليق|رقم)\s+(?:رقم\s+)?(?P<n4>\d{1,5})"
    r"|(?:quote|quoting|originally\s+posted\s+by|اقتباس|المشاركة الأصلية كتبت بواسطة)\s*[:：]?\s*"
    r"(?P<name3>[^\s:|()\n\"“«][^:|()\n]{0,50}?)\s*(?:\((?:[#＃]|no\.?\s*)(?P<n3>\d{1,5})|(?=:|\s*$))",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"^\W{0,2}@\s?(?P<name>[^\n:]{1,60})")
_BUTTON = re.compile(
    r"^[\W_]*(?:(?:reply|respond|permalink|link|report(?:\s+(?:abuse|comment))?|flag|quote|edit|delete|share|like[sd]?|dislike|"
    r"upvote|vote|log\s+in\s+to\s+reply|reply\s+to\s+this(?:\s+comment)?|رد|الرد|ردّ|أضف ردا?|اقتباس|إبلاغ|تبليغ|أعجبني|مشاركة|حذف|تعديل|"  # noqa: E501
    r"recommend|read more|↑|↓|▲|▼)[\W\d_]*)+$",
    re.IGNORECASE,
)
_SEPARATORS = " \t\u00a0|–—-,،:;()[]/·•>»@*_،"
_QUOTES = '"“”\u2018\u2019'
_NO_NAME = re.compile(r"[.!?؟…]\s|[.!?؟]$|[\"“”]")
_INITIAL = re.compile(
    r"\b(?:[^\W\d_]|Dr|Mr|Mrs|Ms|Prof|St|Sr|Jr|Col|Gen|Capt|Lt|Maj|Sgt|Rev|ret)\.(?=\s|$|\))", re.I
)
_DOTS = re.compile(r"^\s*(?:…|\.{3})")  # "Sami said…"
_NAME_MOST = 60
_TO_ANOTHER = re.compile(r"^(?P<name>[^>▶→↪]{1,50}?)\s+(?:>|▶|→|↪|►)\s+(?P<other>[^>▶→↪]{1,50})$")
_WEEKDAY = re.compile(
    r"[\s»|•,،-]+(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|"
    r"(?:ال)?(?:اثنين|ثلاثاء|أربعاء|خميس|جمعة|سبت|أحد))\.?,?$",
    re.IGNORECASE,
)
_INLINE_NAME = re.compile(r"^(?P<name>[^\s:.!?؟,،][^:.!?؟\n]{0,40}?)\s*:(?!//)(?:\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a line says of the comment that it begins."""

    stop: int  # where in the line the comment's own words begin
    kind: Literal["comment", "pingback"] = "comment"
    number: int | None = None
    path: str = ""  # of "1.2": ".2"
    author: str | None = None
    written: str | None = None
    says: bool = False  # "says", "wrote", "يقول"
    named: bool = False  # it has what may be a name
    inline: bool = False  # the comment goes on in the same line
    marked: bool = False  # it begins with ">", "↳", "--"
    level: int = 0  # of such marks
    answers_number: int | None = None
    answers_name: str | None = None
    addressed: str | None = None  # words after "@"


def is_button(line: str) -> bool:
    """Whether a line is nothing but "Reply", "Like (3)", "رد"."""
    return len(line) < 120 and _BUTTON.match(line) is not None


def addressed_in(words: str) -> str | None:
    """The words after "@" at the beginning of a comment: a name, and perhaps more."""
    found = _ADDRESSED.match(words[:100])
    return found["name"] if found else None


def answers_first(words: str) -> tuple[int, int | None, str | None] | None:
    """What a comment that begins "Reply to 2:" answers: where its words begin, number, name."""
    plain = western(words[:200].split("\n", maxsplit=1)[0])
    found = _ANSWERS.match(plain.lstrip())
    if found is None:
        return None
    at = len(plain) - len(plain.lstrip()) + found.end()
    colon = re.compile(r"\s*[:،,)\]–-]+\s*|\s*$").match(plain, at)
    if colon is None:
        return None
    digits, name = _answered(found)
    return colon.end(), int(digits) if digits else None, name.strip(_SEPARATORS) if name else None


@lru_cache(maxsize=2048)  # the first line of a comment is asked about several times
def _answered(found: re.Match[str]) -> tuple[str | None, str | None]:
    """The number and the name that a line says it answers."""
    return (
        found["n"] or found["n2"] or found["n3"] or found["n4"],
        found["name"] or found["name2"] or found["name3"],
    )


def read_head(line: str, *, in_thread: bool = False, after_author: bool = False) -> Head | None:
    """What a line says of a comment; None where it is no such line.

    Args:
        line: one line, as written.
        in_thread: it stands in a thread, so a number or a short name is enough.
        after_author: the author stood in the line before; only a date is looked for.
    """
    if len(line) > 4000:
        line = line[:4000]
    plain = western(line)
    mark = _MARK.match(plain)
    at = mark.end() if mark else 0
    marks = mark["marks"] if mark else ""
    level = len(_REPLY_MARKS.findall(marks))
    ping = _PING.match(plain[at:])
    number, path, hashed = None, "", False
    if ping is None:
        numbered = _NUMBER.match(plain, at)
        if numbered and not re.match(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}", plain[at:]):
            bare = not numbered["after"].strip() and not numbered["hash"]
            if not bare or not plain[numbered.end() :].strip():
                number, path = int(numbered["n"]), numbered["path"]
                hashed = numbered["hash"] is not None
                at = numbered.end()
                ping = _PING.match(plain[at:])
    if after_author:
        number, at = None, mark.end() if mark else 0
    if ping is not None and (in_thread or ":" in plain[at : at + 20]):
        return _pingback(line, at, ping, number, marked=bool(marks.strip()))
    return _comment(
        line, plain, at, number, path, level,
        marked=bool(marks.strip()), strong=in_thread or hashed, after_author=after_author,
    )  # fmt: skip


def _pingback(line: str, at: int, ping: re.Match[str], number: int | None, *, marked: bool) -> Head:
    title_start = at + ping.start("title")
    title = line[title_start:]
    quoted = _QUOTED_SITE.match(title)
    if quoted is not None:  # the site, then its words: 'Trackback from "A site": "… words …"'
        return Head(
            stop=title_start + quoted.end(),
            kind="pingback",
            number=number,
            author=quoted["site"].strip(),
            named=True,
            marked=marked,
        )
    date = written_date(title)
    written = title[date[0] : date[1]] if date else None
    name = title[: date[0]] if date else title
    name = re.sub(rf"\s+(?:{_SAYS_EN}|{_SAYS_AR})?(?:\s+(?:on|at|في))?\s*$", "", name, flags=re.I)
    return Head(
        stop=title_start + (_past(title, date[1]) if date else 0),
        kind="pingback",
        number=number,
        author=_site(name.strip(_SEPARATORS)) or None,
        written=written,
        named=True,
        marked=marked,
    )


_QUOTED_SITE = re.compile(r"\s*[\"“«](?P<site>[^\"”»\n]{2,80})[\"”»]\s*:\s*(?=\S)")


def site_of(title: str) -> str:
    """The site of a title like "Weekly reader | The Ninth Wave"."""
    return _site(title)


def _site(title: str) -> str:
    """Of "Weekly reader | The Ninth Wave" or "The Ninth Wave » Weekly reader": the site."""
    if " » " in title:
        return title.split(" » ", maxsplit=1)[0].strip(_SEPARATORS)
    if " « " in title:
        return title.rsplit(" « ", 1)[1].strip(_SEPARATORS)
    for sign in (" | ", " – ", " — ", " - "):
        if sign in title:
            return title.rsplit(sign, 1)[1].strip(_SEPARATORS)
    return title


def _comment(  # noqa: PLR0912, PLR0917
    line: str,
    plain: str,
    at: int,
    number: int | None,
    path: str,
    level: int,
    *,
    marked: bool,
    strong: bool,
    after_author: bool,
) -> Head | None:
    rest = plain[at:]
    said = _said(rest)
    date = written_date(rest[:200])
    name_stop = len(rest)
    author: str | None = None
    colon = -1
    if said is not None:
        author = line[at + said.start("name") : at + said.end("name")]
        if date is not None and date[0] < said.end("name"):  # "Name on 3 May at 10:15 said:"
            author = line[at : at + date[0]]
        if said["colon"]:
            colon = said.end()
    if date is not None:
        between = rest[min(said.end("name"), date[0]) if said else 0 : date[0]]
        if len(between) > _NAME_MOST + 20 or (said is None and ":" in between.rstrip(_SEPARATORS)
                                              and not _label(between)):  # fmt: skip
            date = None
    written = None
    stop = 0
    if date is not None:
        written = line[at + date[0] : at + date[1]]
        stop = max(date[1], said.end() if said else 0)
        if author is None:
            name_stop = date[0]
            author = line[at : at + name_stop]
    elif colon >= 0:
        stop = colon
    elif said is not None:
        stop = said.end()
    elif author is None and not after_author:
        inline = _INLINE_NAME.match(rest)
        if inline is not None and len(inline["name"].split()) <= 5:
            author, stop = line[at : at + inline.end("name")], inline.end()
        elif len(rest.strip()) <= 40 and len(rest.split()) <= 5 and not _is_sentence(rest.strip()):
            author, stop = line[at:], len(rest)
    answered_name: str | None = None
    if author is not None and (turned := _TO_ANOTHER.match(author)):
        author, answered_name = turned["name"], turned["other"].strip(_SEPARATORS)
    name = _name(author)
    answers = _ANSWERS.match(rest, _past(rest, stop)) or (
        _ANSWERS.search(rest[:stop]) if stop else None
    )
    if author is not None and name is None and date is None and said is None:
        stop = 0
    if number is None and not (strong or said is not None or (after_author and written)):
        return None
    if number is None and name is None and written is None:
        return None
    answers_number, answers_name = None, answered_name
    if answers is not None:
        digits, said_name = _answered(answers)
        answers_number = int(digits) if digits else None
        answers_name = said_name.strip(_SEPARATORS) if said_name else None
        stop = max(stop, answers.end())
    stop = _past(rest, stop) if stop else 0
    return Head(
        stop=at + stop,
        number=number,
        path=path,
        author=name,
        written=written,
        says=said is not None and said["verb"] is not None,
        named=name is not None,
        inline=bool(rest[stop:].strip()),
        marked=marked,
        level=level,
        answers_number=answers_number,
        answers_name=answers_name,
        addressed=addressed_in(rest[stop:]),
    )


def _said(rest: str) -> re.Match[str] | None:
    """ "Name says", where what follows is a colon, a date or nothing."""
    for pattern in (_SAYS_AFTER, _SAYS_BEFORE):
        found = pattern.match(rest)
        if found is None or _is_sentence(found["name"].strip(_QUOTES)):
            continue
        if pattern is _SAYS_BEFORE and written_date(found["name"]) is not None:
            continue
        after = rest[found.end() : found.end() + 60]
        if pattern is _SAYS_BEFORE and found["name"].startswith(("على ", "to ")):
            continue  # "رد على …": whom it answers
        if found["colon"] or not _DOTS.sub("", after).strip(_SEPARATORS) or _dated_at_once(after):
            return found
    return None


def _is_sentence(name: str) -> bool:
    return _NO_NAME.search(_INITIAL.sub("", name)) is not None


def _dated_at_once(after: str) -> bool:
    date = written_date(after)
    return date is not None and date[0] <= 14


def _label(between: str) -> bool:
    return (
        re.search(r"(?:date|on|at|في|بتاريخ|التاريخ|name|الاسم)\s*:?\s*$", between, re.I)
        is not None
    )


def _past(rest: str, stop: int) -> int:
    """Past the signs and small words between a head and what it stands over."""
    found = re.compile(
        r"(?:\s|…|\.{3}(?=\s|$)|[|–—\-,،:;)\]]|\bat\b|\b(?:says?|said|wrote|يقول|كتب|قال)\b\s*:)*"
    ).match(rest, stop)
    return found.end() if found else stop


def _name(author: str | None) -> str | None:
    if author is None:
        return None
    name = re.sub(
        rf"^\W*(?:(?:posted|written|comment|reply|said)\s+(?:by|from)|by|بقلم|الاسم|name|from|{_SAYS_AR})\s*[:：]?\s+", "", author,  # noqa: E501
        flags=re.IGNORECASE,
    )  # fmt: skip
    name = name.strip().strip(_SEPARATORS.replace("«", "").replace("»", ""))
    name = re.sub(
        rf"\s+(?:{_SAYS_EN}|{_SAYS_AR}|on|at|في|بتاريخ|يوم|date)\W*$", "", name, flags=re.IGNORECASE
    ).strip(_SEPARATORS.replace("»", ""))
    answers = _ANSWERS.search(western(name))
    if answers is not None and answers.start() > 0:
        name = name[: answers.start()].strip(_SEPARATORS)
    name = _WEEKDAY.sub("", name).strip(_QUOTES)
    if "(" in name and ")" not in name:  # "سمير (دمشق"
        name = name[: name.index("(")].strip(_SEPARATORS)
    if not name or len(name) > _NAME_MOST or _is_sentence(name) or not re.search(r"\w", name):
        return None
    if re.match(r"\d+\s", name):  # "4 were hurt" is an item of a list
        return None
    return name
