"""Who holds an office of a body, loosely: the office, its body and its holder near one another.

"Our new head is X", "X was sacked as head of Y", "Chair: X", "مسؤول المكتب X": between the three
stand only words that tie them, and at most one word of another kind.
"""

from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.roles import Roles
from tawthiq.reading.affairs.telling import PRONOUN, day_of, denied, is_question, unreal
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Membership

Relation = Literal["part of", "member of", "leads", "speaks for", "sits on"]

_KINDS: tuple[tuple[str, Relation], ...] = (
    ("speaker", "speaks for"), ("leader", "leads"), ("officer", "member of"),
)  # fmt: skip
_ENDED = frozenset(("ended-office", "left", "leaves", "put-out", "expelled"))
_TYING = frozenset(
    (",", "be", "which", "day", "appointed", "whose", "ours", "called", "open", "dash", "into",
     "of", "offered", *_ENDED)
)  # fmt: skip
_WORDS = word_set(
    "new old former current acting interim elected first official own now today also still again "
    "temporarily then newly unanimously as to a an the mr mrs ms miss dr man woman person name "
    "named himself herself himself young popular long-time veteran our its their his her since "
    "from monday tuesday wednesday thursday friday saturday sunday tonight yesterday on with "
    "immediate effect finally provisionally jointly honorary elder cousin brother sister "
    "هو هي وهو وهي الجديد الجديده السابق السابقه الحالي الحاليه المنتخب المنتخبه ايضا "
    "الان اليوم امس السيد السيده الاستاذ الاستاذه بالاجماع "
    "موقتا رسميا له لها عليه عليها الشيخ المحامي المحاميه "
    "الدكتور الدكتوره الانسه الزميل الزميله الاخ الاخت الرفيق الحاج كل من"
)
_AHEAD, _BACK = 5, 8  # units between an office, or its body, and who holds it
_OFFICE_OF = 3  # units between an office and its body
_UNKNOWN = 1  # words of another kind that may stand between
_OWN_AR = ("نا",)
_ITS_AR = ("ها", "ه", "هم")
_SHORT = 3


@dataclass(frozen=True, slots=True)
class _Body:
    """The body of an office: its name, and units [first, last) that hold body and office."""

    name: str
    first: int
    last: int
    pronoun: bool = False
    beside: bool = False  # "Hill Brigade | commander": its holder must follow


def held(roles: Roles, line: Line) -> list[Membership]:
    """Every office of a line whose body and holder stand near it."""
    offices = [
        k
        for k, unit in enumerate(line.units)
        if not {"speaker", "leader", "officer"}.isdisjoint(unit.tags) and "body" not in unit.tags
    ]
    found: list[Membership] = []
    if not offices or is_question(line):
        return found
    for k in offices:
        relation = next(one for tag, one in _KINDS if tag in line.units[k].tags)
        body = _body(roles, line, k)
        holder = _holder(line, k, body, offices)
        if body is None and holder is not None:
            body = _topic(roles, line, k, holder)
        if body is None or holder is None or _is_unsaid(line, k):
            continue
        name = roles.telling.full(line, line.units[holder])
        if name is None or name == body.name or (body.beside and holder < k):
            continue
        first, last = min(body.first, holder, k), max(body.last, holder + 1, k + 1)
        ended = _is_ended(line, first, last)
        put_in = any("appointed" in unit.tags for unit in line.units[first:last])
        day = day_of(line, k)
        found.append(
            roles.telling.make(
                Membership,
                line,
                (first, last),
                member=name,
                whole=body.name,
                relation=relation,
                since=day if put_in and not ended else None,
                until=day if ended else None,
                doubt=(PRONOUN,) if body.pronoun else (),
            )
        )
    return found


def _is_unsaid(line: Line, k: int) -> bool:
    words = line.sentence.tokens[max(0, line.units[k].first - 3) : line.units[k].first]
    if any("ended-office" in unit.tags for unit in line.units[max(0, k - 2) : k]):
        return False
    wished = unreal(line, k) and not any(one.norm == "will" for one in words)
    return denied(line, k) or wished


def _is_ended(line: Line, first: int, last: int) -> bool:
    """Whether the office is told to be over: "resigned as", "أقيل", "the former head"."""
    return any(not _ENDED.isdisjoint(unit.tags) for unit in line.units[first:last])


# ---- The body ------------------------------------------------------------------------------------


def _body(roles: Roles, line: Line, k: int) -> _Body | None:  # noqa: PLR0911 - one branch a way of writing
    units = line.units
    for at in range(k + 1, min(len(units), k + 1 + _OFFICE_OF)):
        unit = units[at]
        if "body" in unit.tags:
            name = roles.telling.full(line, unit)
            arabic = line.sentence.language == "ar"
            tied = any("of" in one.tags or "offered" in one.tags for one in units[k + 1 : at])
            tied = tied or (arabic and at == k + 1) or "of" in line.words(k, k + 1).split()
            return _Body(name, k, at + 1) if name is not None and tied else None
        if not {"of", "offered"} & set(unit.tags) and "w" not in unit.tags:
            break
        if "person" in unit.tags:
            break
    if line.sentence.language == "ar":
        return _with_ending(roles, line, k)
    for at in range(k - 1, max(-1, k - 1 - _OFFICE_OF), -1):
        unit = units[at]
        if {"whose", "ours"} & set(unit.tags):
            ours = "ours" in unit.tags or line.words(at, at + 1).lower() == "our"
            name = roles.own(line, at) if ours else roles.telling.last_body(line, at)
            return None if name is None else _Body(name, at, k + 1, pronoun=not ours)
        if unit.last > unit.first and line.sentence.tokens[unit.first].norm == "our":
            name = roles.own(line, at)
            return None if name is None else _Body(name, at, k + 1)
        if "body" in unit.tags:
            name = roles.telling.full(line, unit)
            owns = line.words(at, at + 1).endswith(("'s", "’s")) or _apostrophe(line, at)
            beside = not owns and at == k - 1
            if name is None or not (owns or beside):
                return None
            return _Body(name, at, k + 1, beside=beside)
        if "w" not in unit.tags:
            return None
    return None


def _apostrophe(line: Line, at: int) -> bool:
    after = line.units[at].last
    tokens = line.sentence.tokens
    return after < len(tokens) and tokens[after].raw in "'’"


def _with_ending(roles: Roles, line: Line, k: int) -> _Body | None:
    """ "ناطقنا", "رئيسها": the body is an ending of the word."""
    last = line.sentence.tokens[line.units[k].last - 1].norm
    if len(last) <= _SHORT:
        return None
    if last.endswith(_OWN_AR):
        name = roles.own(line, k)
        return None if name is None else _Body(name, k, k + 1)
    if last.endswith(_ITS_AR) and "body" not in line.units[k].tags:
        plain = last.startswith("ال") or last.endswith("يه") or not last.endswith(("ها", "هم", "ه"))
        taa = last.endswith("ه") and not last.endswith(("ته",))
        if plain or (taa and not _is_possessed(last)):
            return None
        name = roles.telling.last_body(line, k, feminine=last.endswith("ها"))
        return None if name is None else _Body(name, k, k + 1, pronoun=True)
    return None


_POSSESSED = word_set(
    "رئيسه رئيسته قائده قايده مديره مديرته نائبه نايبه نائبته نايبته امينه امينته منسقه مسؤوله "
    "مسوله مسوولته مسوؤله زعيمه مؤسسه موسسه ناطقه ناطقته متحدثه"
)


def _is_possessed(norm: str) -> bool:
    return norm.lstrip("و") in _POSSESSED


def _topic(roles: Roles, line: Line, k: int, holder: int) -> _Body | None:
    """Of "Chair: X", "X steps down as treasurer": the body whose text or item it is."""
    units = line.units
    colon = k + 1 < len(units) and ":" in units[k + 1].tags and holder > k
    between = units[min(k, holder) : max(k, holder)]
    put = any(not (_ENDED | {"appointed"}).isdisjoint(unit.tags) for unit in between)
    said = line.words(k, k + 1)
    arabic = line.sentence.language == "ar"
    beside = holder in (k + 1, k + 2) and (said.startswith(_DEFINITE) or said in _OF_A_BODY)
    made = arabic and holder == k - 1 and said.endswith(_ACCUSATIVE)
    if not (colon or put or (arabic and beside) or made):
        return None
    first = min(k, holder)
    here = [unit for unit in units[max(0, first - _NEAR) : first] if "body" in unit.tags]
    near = roles.telling.full(line, here[-1]) if here and not put else None
    name = near or roles.own(line, k) or roles.telling.last_body(line, k)
    return None if name is None else _Body(name, k, k + 1, pronoun=not colon)


_NEAR = 4  # units before "the commander: X" in which its body stands
_DEFINITE = ("ال", "وال")
_OF_A_BODY = frozenset(("أمين الصندوق", "امين الصندوق", "أمينة الصندوق", "أمين السر", "أمينة السر"))
_ACCUSATIVE = ("ًا", "اً", "يسا", "دا", "قا", "ثا", "رئيسة", "ناطقة", "مديرة")


# ---- Who holds it --------------------------------------------------------------------------------


def _holder(line: Line, k: int, body: _Body | None, offices: list[int]) -> int | None:
    """The unit of the person who holds an office: right behind it, else before it."""
    last = max(k + 1, 0 if body is None else body.last)
    unknown = 0
    for at in range(last, min(len(line.units), last + _AHEAD)):
        unit = line.units[at]
        if "person" in unit.tags:
            return at
        if ":" in unit.tags:
            continue
        if at in offices or not _ties(line, at):
            unknown += 1
            if unknown or at in offices:
                break
    first = min(k, k if body is None else body.first)
    return _holder_before(line, first, offices)


def _holder_before(line: Line, first: int, offices: list[int]) -> int | None:
    unknown, tied = 0, line.sentence.language == "ar"
    for at in range(first - 1, max(-1, first - 1 - _BACK), -1):
        unit = line.units[at]
        if "person" in unit.tags:
            return at if tied else None
        if at in offices and "appointed" not in unit.tags:
            return None
        if {",", "be", "appointed", "dash", *_ENDED} & set(unit.tags):
            tied = True
        if not _ties(line, at):
            unknown += 1
            if unknown > _UNKNOWN or at != first - 1:
                return None
    return None


def _ties(line: Line, at: int) -> bool:
    unit = line.units[at]
    if not _TYING.isdisjoint(unit.tags):
        return "of" not in unit.tags or unit.first == unit.last or line.words(at, at + 1) in ("to",)
    token = line.sentence.tokens[min(unit.first, len(line.sentence.tokens) - 1)]
    return "w" in unit.tags and token.norm.removeprefix("و") in _WORDS
