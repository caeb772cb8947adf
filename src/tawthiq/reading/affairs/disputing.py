"""Answers to what others published: "the watch disputed the list", "شكّكت الهيئة في الأرقام".

Told by a verb with its subject ("contradicted the toll"), turned about ("the toll was contradicted
by …"), by what is said of it ("the figures are inflated, said …"), or by a noun ("in a rebuttal
of the report, …").
"""
# ruff: noqa: E501 - a way of telling a line

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.reports import first_unit, last_unit, object_from, words_about
from tawthiq.reading.affairs.subjects import doer, is_actor, names_at, subject
from tawthiq.reading.affairs.telling import (
    Telling,
    clause,
    day_of,
    denied,
    speaker_of,
    unreal,
)
from tawthiq.reading.affairs.ways import tell
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Dispute

Attitude = Literal["disputes", "supports", "corrects"]

_VERBS: dict[str, tuple[tuple[str, Attitude], ...]] = {
    "en": (("disputed", "disputes"), ("confirmed", "supports"), ("corrected", "corrects")),
    "ar": (
        ("disputed", "disputes"), ("doubted", "disputes"), ("answer", "disputes"),
        ("confirmed", "supports"), ("confirmed-verb", "supports"), ("corrected", "corrects"),
    ),
}  # fmt: skip
_NOUNS = {
    "en": (
        "about=⟨<published>⟩ <.>{0,4}? <,> by=<body|person|folk> tell=<objects> <,>",
        "tell=<answer> about=⟨<.>{1,6}?<published>⟩ <.>{0,4}? <,> by=<body|person|folk>",
        "by=<body|person|folk> <.>{0,8}? tell=<answer> about=⟨<.>{0,5}?<published>⟩",
        "about=<published> <.>{0,6}? <met-with> <w|of>{0,2} tell=<doubt-noun> <of|w|offered>{1,2} by=<body|person|folk>",
    ),
    "ar": (
        "about=⟨<published>⟩ <.>{0,4}? <,> tell=<objects> by=<body|person|folk> <,>",
        "tell=<answer> <of>? about=⟨<.>{0,3}?<published>⟩ <.>{0,5}? <,> <w>{0,2} by=<body|person>",
        "tell=<answer> <of>? about=⟨<.>{0,3}?<published>⟩ <body>? <,>? <w> <w>? by=<body|person>",
        "by=<body|person> <day|w|of>{0,5} tell=<answer> <of>? about=⟨<.>{0,3}?<published>⟩",
        "<met-with> about=⟨<w>?<published>⟩ <.>{0,4}? tell=<doubt-noun|answer> <w>{0,2} <of|offered|by>? by=<body|person>",
        "about=⟨<published>⟩ <.>{0,4}? <met-with> <w|of>{0,2} tell=<doubt-noun|answer> <w>{0,2} <of|offered|by>{0,2} by=<body|person>",
        "<not> <.> about=⟨<w>?<published>⟩ <.>{0,3}? tell=<doubt-noun|answer> <of|offered>? by=<body|person>",
    ),
}  # fmt: skip
_TELLS = frozenset(
    ("disputed", "doubted", "confirmed", "confirmed-verb", "corrected", "answer", "wrong", "right",
     "doubt-noun", "reserve", "objects")
)  # fmt: skip
_JUDGED = 5  # units from what is judged to the judgement
_AHEAD_OF_IT = 3  # units from "it" to what it is called
_ASIDE = 8  # units between two commas
_IS = 9  # units from "the figures" to "are inflated"


@dataclass(frozen=True, slots=True)
class _Found:
    """One answer: the unit that tells it, that of what was published, and who answers."""

    at: int
    published: int
    by: str | None  # None: whose text it is
    attitude: Attitude
    first: int
    last: int


def disputes(telling: Telling) -> Iterator[Dispute]:
    """Everybody who answers, confirms or corrects what another published."""
    for line in telling.lines:
        told = not {"published", "judged"}.isdisjoint(line.tags)
        if (not told or _TELLS.isdisjoint(line.tags)) and "sides" not in line.tags:
            continue
        taken: set[int] = set()
        for one in _found(telling, line):
            if one.published not in taken and one.at not in taken:
                taken |= {one.published, one.at}
                yield _dispute(telling, line, one)


def _found(telling: Telling, line: Line) -> Iterator[_Found]:
    yield from _nouns(telling, line)
    yield from _verbs(telling, line)
    if "reserve" in line.tags:
        yield from _reserves(telling, line)
    yield from _judgements(telling, line)
    if "sides" in line.tags:
        yield from _siding(telling, line)


def _siding(telling: Telling, line: Line) -> Iterator[_Found]:
    """ "The daily sides with the Institute"."""
    for at, unit in enumerate(line.units):
        after = line.units[at + 1] if at + 1 < len(line.units) else None
        if "sides" not in unit.tags or after is None or not is_actor(after):
            continue
        by = doer(telling, line, at)
        if by is not None and not denied(line, at) and not unreal(line, at):
            yield _Found(at, at + 1, by, "supports", at, at + 2)


# ---- By a verb -----------------------------------------------------------------------------------


def _verbs(telling: Telling, line: Line) -> Iterator[_Found]:
    for tag, attitude in _VERBS[line.sentence.language]:
        if tag not in line.tags:
            continue
        for at, unit in enumerate(line.units):
            if tag in unit.tags and not denied(line, at) and not unreal(line, at):
                made = _active(telling, line, at, attitude) or _passive(telling, line, at, attitude)
                if made is not None:
                    yield made


def _active(telling: Telling, line: Line, at: int, attitude: Attitude) -> _Found | None:
    span = subject(line, at)
    follows = span is not None and span[0] > at
    after = at + 1 if span is None or not follows else span[1]
    published = object_from(line, after) or (_far(line, after) if follows else None)
    if published is None and after < len(line.units) and "," in line.units[after].tags:
        published = _past_aside(line, after)
    if published is None or _runs_together(line, at, published):
        return None
    if "confirmed-verb" in line.units[at].tags and "confirmed" not in line.units[at].tags:
        between = line.units[after : published + 1]
        if not any("truth-of" in unit.tags for unit in between):
            return None
    by = doer(telling, line, at) or _report_before(line, at)
    ours = by is None and _is_ours(line, at)
    own = "whose" in line.units[published - 1].tags and attitude == "supports"
    start, _ = words_about(line, published)
    fresh = attitude == "supports" and line.text.text[start : start + 6].lower().startswith(_NEW)
    if (by is None and not ours) or own or fresh or _is_passive(line, at):
        return None  # who stands by their own report answers nobody
    first = min(at, span[0]) if span is not None else at
    return _Found(at, published, by, attitude, first, last_unit(line, published))


_NEW = ("a ", "an ", "every ")  # "supports an audit": no report that is there already
_NUMBERED = word_set("item entry page table point number statement bulletin")
_WE = word_set("we i نحن")
_OURS_AR = word_set(
    "نرفض ننفي نكذب نشكك نعترض نؤيد نؤكد نصحح نصوب نقبل نصدق نقر ننكر يغرنكم تصدقوا صحه"
)


def _is_ours(line: Line, at: int) -> bool:
    """Whether the text itself speaks: "we cannot accept", "لا نقبل"."""
    unit, tokens = line.units[at], line.sentence.tokens
    own = any(token.norm.removeprefix("و") in _OURS_AR for token in tokens[unit.first : unit.last])
    before = tokens[max(0, unit.first - 2) : unit.first]
    return own or any(token.norm in _WE for token in before)


def _report_before(line: Line, at: int) -> str | None:
    """ "The study corrects our number": a report itself answers another."""
    if at == 0 or "published" not in line.units[at - 1].tags or line.sentence.language == "ar":
        return None
    if line.units[at - 1].last != line.units[at].first:
        return None
    start, end = words_about(line, at - 1)
    return line.text.text[start:end]


def _past_aside(line: Line, comma: int) -> int | None:
    """What stands behind "…، مدير المشفى، في الرقم": an aside of the one who disputes."""
    _, stop = clause(line, comma)
    for k in range(comma + 1, min(stop, comma + 2 + _ASIDE)):
        if "," in line.units[k].tags:
            return object_from(line, k + 1)
    return None


def _far(line: Line, after: int) -> int | None:
    """In Arabic a day, or "in turn", may stand between the subject and what it disputes."""
    return object_from(line, after + 1) if after < len(line.units) else None


def _is_passive(line: Line, at: int) -> bool:
    """ "was disputed": what stands before it did not dispute."""
    if line.sentence.language == "ar" or at == 0:
        return False
    before = line.words(at - 1, at).lower() if "be" in line.units[at - 1].tags else ""
    return before in (
        "is",
        "are",
        "was",
        "were",
        "been",
        "being",
        "be",
        "has been",
        "had been",
        "have been",
    )


def _passive(telling: Telling, line: Line, at: int, attitude: Attitude) -> _Found | None:
    """ "The toll was contradicted by the office"."""
    if line.sentence.language == "ar":
        return None
    by_at = next(
        (k for k in range(at + 1, min(len(line.units), at + 5)) if "by" in line.units[k].tags), None
    )
    if by_at is None or by_at + 1 >= len(line.units) or not is_actor(line.units[by_at + 1]):
        return None
    first, _ = clause(line, at)
    for k in range(at - 1, max(first - 1, at - 1 - _IS), -1):
        if "published" in line.units[k].tags:
            start = first_unit(line, k)
            names = _agents(telling, line, by_at)
            return _Found(at, k, names[0][0], attitude, start, by_at + 2) if names else None
    return None


def _agents(telling: Telling, line: Line, by_at: int) -> list[tuple[str, int]]:
    """Who stands after "by"; of "the committee's own physician, Dr. X" the physician."""
    for k in range(by_at + 2, min(len(line.units), by_at + 6)):
        owned = line.words(by_at + 1, by_at + 2).endswith(("'s", "’s"))
        if owned and "person" in line.units[k].tags:
            return names_at(telling, line, (k, k + 1))
    return names_at(telling, line, (by_at + 1, by_at + 2))


def _runs_together(line: Line, at: int, published: int) -> bool:
    """Whether the verb's object has no article: "three hospitals that X supports report that …"."""
    if line.sentence.language == "ar" or published != at + 1:
        return False
    object_ = line.units[published]
    tokens = line.sentence.tokens
    numbered = tokens[object_.last - 1].norm in _NUMBERED
    if numbered and object_.last < len(tokens) and tokens[object_.last].kind == "number":
        return False  # "objected to item 4"
    return object_.first == line.units[at].last and not line.words(
        published, published + 1
    ).endswith("s")


# ---- By a noun -----------------------------------------------------------------------------------


def _nouns(telling: Telling, line: Line) -> Iterator[_Found]:
    if {"answer", "met-with", "doubt-noun", "objects"}.isdisjoint(line.tags):
        return
    for way in _NOUNS[line.sentence.language]:
        for told in tell(line, way):
            at = told.groups["tell"][0]
            about = told.groups["about"]
            published = next(k for k in range(*about) if "published" in line.units[k].tags)
            passed = line.units[at + 1 : published]
            if any({",", "contrast", "be"} & set(unit.tags) for unit in passed) or unreal(line, at):
                continue
            names = names_at(telling, line, told.groups["by"])
            refused = denied(line, at) and "met-with" not in line.tags
            if names and not refused:
                by = names[0][0]
                yield _Found(
                    at,
                    published,
                    by,
                    "disputes",
                    told.first,
                    max(told.last, last_unit(line, published)),
                )


def _reserves(telling: Telling, line: Line) -> Iterator[_Found]:
    """ "أبدى المركز تحفظه على التقرير": the verb says little, the noun tells."""
    for at, unit in enumerate(line.units):
        if "showed" not in unit.tags or denied(line, at) or unreal(line, at):
            continue
        span = subject(line, at)
        if span is None:
            continue
        noun = next(
            (
                k
                for k in range(max(at, span[1] - 1) + 1, min(len(line.units), span[1] + 3))
                if "reserve" in line.units[k].tags
            ),
            None,
        )
        published = None if noun is None else object_from(line, noun + 1)
        names = names_at(telling, line, span)
        if published is not None and names:
            attitude: Attitude = (
                "corrects"
                if line.words(noun or at, (noun or at) + 1).startswith("تصحيح")
                else "disputes"
            )
            yield _Found(
                at, published, names[0][0], attitude, min(at, span[0]), last_unit(line, published)
            )


# ---- By what is said of it -----------------------------------------------------------------------


def _judgements(telling: Telling, line: Line) -> Iterator[_Found]:
    """ "called the figures inflated", "the figures are inflated, the office said"."""
    for at, unit in enumerate(line.units):
        wrong = "wrong" in unit.tags
        if not wrong and "right" not in unit.tags:
            continue
        published = _judged_before(line, at)
        if published is None:
            yield from _called_it(telling, line, at, wrong=wrong)
            continue
        if unreal(line, at):
            continue
        refused = denied(line, at)
        if wrong and refused:
            continue
        attitude: Attitude = "disputes" if wrong or refused else "supports"
        judge = _judge(line, published, at)
        by = doer(telling, line, judge) if judge is not None else None
        if by is None:
            by = _speaker(line, at, published)
        elif judge is not None and attitude == "supports" and denied(line, judge):
            continue
        if not (judge is not None or _says_is(line, published, at)):
            continue
        if by is None and (judge is not None or attitude == "supports"):
            continue
        first = first_unit(line, published) if judge is None else judge
        yield _Found(at, published, by, attitude, min(first, published), at + 1)


def _called_it(telling: Telling, line: Line, at: int, *, wrong: bool) -> Iterator[_Found]:
    """ "The caucus found it sound": what it is was told before."""
    k = at - 1
    while k > 0 and "w" in line.units[k].tags and at - k < _AHEAD_OF_IT:
        k -= 1
    if k < 1 or "which" not in line.units[k].tags or "judged" not in line.units[k - 1].tags:
        return
    by = doer(telling, line, k - 1)
    if by is not None and not denied(line, k - 1) and not unreal(line, k - 1):
        yield _Found(at, k, by, "disputes" if wrong else "supports", k - 1, at + 1)


def _for_whom(line: Line) -> str | None:
    """ "For the bureau the figure is …"."""
    if len(line.units) < 2 or not is_actor(line.units[1]):
        return None
    return line.units[1].said if line.words(0, 1).lower() in ("for", "to", "عند", "لدى") else None


def _speaker(line: Line, at: int, published: int) -> str | None:
    """Who says it; not whoever's report is judged, though "the ministry's toll was …" looks so."""
    by = speaker_of(line, at) or _for_whom(line)
    start, _ = words_about(line, published)
    end = max(start, line.sentence.tokens[line.units[at].first].start)
    if by is None or by not in line.text.text[start:end]:
        return by
    others = {one.speaker for one in line.attributions if one.speaker and one.speaker != by}
    return others.pop() if len(others) == 1 else None


def _judged_before(line: Line, at: int) -> int | None:
    first, _ = clause(line, at)
    for k in range(at - 1, max(first - 1, at - 2 - _IS), -1):
        if "published" in line.units[k].tags and "wrong" not in line.units[k].tags:
            return k
    return None


def _judge(line: Line, published: int, at: int) -> int | None:
    """The verb that judges: "called", "وصفت"; None where it is said with "is"."""
    for k in range(published + 1, at):
        if "judged" in line.units[k].tags:
            return k
    for k in range(published - 1, max(-1, published - 1 - _JUDGED), -1):
        tags = line.units[k].tags
        if "judged" in tags:
            return k
        if {",", "contrast"} & set(tags):
            return None
    return None


def _says_is(line: Line, published: int, at: int) -> bool:
    """Whether "is" stands between, or, in Arabic, nothing needs to."""
    between = line.units[last_unit(line, published) : at]
    if line.sentence.language == "ar":
        return not any({",", "which"} & set(unit.tags) for unit in between)
    verbal = line.words(at, at + 1).lower().split()[0] in (
        "does",
        "do",
        "did",
        "had",
        "has",
        "have",
        "matched",
        "matches",
        "contains",
        "contained",
        "lacked",
        "lacks",
        "lack",
        "counted",
        "counts",
    )
    return verbal or any("be" in unit.tags for unit in between)


def _dispute(telling: Telling, line: Line, one: _Found) -> Dispute:
    start, end = words_about(line, one.published)
    return telling.make(
        Dispute,
        line,
        (one.first, max(one.last, one.at + 1, one.published + 1)),
        about=line.text.text[start:end],
        attitude=one.attitude,
        by=one.by,
        when=day_of(line, one.at),
    )
