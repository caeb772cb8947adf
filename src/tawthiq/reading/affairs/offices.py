"""Who holds an office of a body, loosely: the office, its body and its holder near one another.

"Our new head is X", "X was sacked as head of Y", "Chair: X", "مسؤول المكتب X": between the three
stand only words that tie them, and at most one word of another kind.
"""

from dataclasses import dataclass

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.roles import Relation, Roles
from tawthiq.reading.affairs.telling import PRONOUN, day_of, denied, is_question, unreal
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Membership

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
    "الدكتور الدكتوره الانسه الزميل الزميله الاخ الاخت العقيد العميد "
    "الرائد الرايد النقيب المقدم الملازم اللواء الطبيب الطبيبه "
    "المهندس المهندسه القاضي القاضيه المعلم المعلمه الصيدلاني الصيدلانيه الرفيق الحاج كل من"
)
_AHEAD, _BACK = 5, 8  # units between an office, or its body, and who holds it
_OFFICE_OF = 4  # units between an office and its body
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
    within: bool = False  # "head of relief at the council": a member of it
    beside: bool = False  # "Hill Brigade | commander": its holder must follow


def held(roles: Roles, line: Line) -> list[Membership]:
    """Every office of a line whose body and holder stand near it."""
    offices = [
        k
        for k, unit in enumerate(line.units)
        if not {"speaker", "leader", "officer"}.isdisjoint(unit.tags) and "body" not in unit.tags
    ]
    found: list[Membership] = []
    if is_question(line):
        return found
    if not offices:
        return _successor(roles, line)
    for k in offices:
        relation = next(one for tag, one in _KINDS if tag in line.units[k].tags)
        body = _body(roles, line, k)
        holder = _holder(line, k, body, offices)
        if body is None and holder is not None:
            body = _topic(roles, line, k, holder)
        said = _he(roles, line, k) if body is not None and holder is None else None
        if body is None or (holder is None and said is None) or _is_unsaid(line, k):
            continue
        if holder is None:
            holder, name = k, said
        else:
            name = roles.telling.full(line, line.units[holder])
        if name is None or name == body.name or (body.beside and holder < k):
            continue
        first, last = min(body.first, holder, k), max(body.last, holder + 1, k + 1)
        ended = _is_ended(line, first, last)
        put_in = any("appointed" in unit.tags for unit in line.units[first:last])
        day = day_of(line, k)
        if "replaces" in line.tags:
            found += _predecessor(roles, line, last, body, relation)
        roles.office = line.sentence.index, body.name, relation
        for other in _others(line, holder):
            found.append(
                roles.telling.make(
                    Membership, line, (other, other + 1), member=line.units[other].said,
                    whole=body.name, relation=relation, since=day if put_in and not ended else None,
                    until=day if ended else None,
                )
            )  # fmt: skip
        found.append(
            roles.telling.make(
                Membership,
                line,
                (first, last),
                member=name,
                whole=body.name,
                relation="member of" if body.within and relation == "leads" else relation,
                since=day if put_in and not ended else None,
                until=day if ended else None,
                doubt=(PRONOUN,) if body.pronoun else (),
            )
        )
    return found


def _others(line: Line, holder: int) -> list[int]:
    """Who else holds it: "A and B were elected vice presidents"."""
    units = line.units
    found = []
    at = holder
    while at >= 2 and {"and", ","} & set(units[at - 1].tags) and "person" in units[at - 2].tags:
        at -= 2
        found.append(at)
    return found


def _successor(roles: Roles, line: Line) -> list[Membership]:
    """ "He was replaced by X", "وحل محله فلان": in the office that the sentence before told of."""
    if roles.office is None or "replaces" not in line.tags:
        return []
    index, whole, relation = roles.office
    at = next(k for k, unit in enumerate(line.units) if "replaces" in unit.tags)
    people = [k for k, unit in enumerate(line.units) if "person" in unit.tags]
    if line.sentence.index - index > 1 or len(people) != 1 or _is_unsaid(line, at):
        return []
    between = line.words(at, people[0] + 1) if people[0] > at else ""
    passive = " by " in between
    if people[0] > at and not passive and line.sentence.language == "en":
        return []
    units = (min(at, people[0]), max(at, people[0]) + 1)
    return [
        roles.telling.make(
            Membership, line, units, member=line.units[people[0]].said, whole=whole,
            relation=relation, since=day_of(line, at), doubt=(PRONOUN,),
        )
    ]  # fmt: skip


def _predecessor(
    roles: Roles, line: Line, first: int, body: _Body, relation: Relation
) -> list[Membership]:
    """Whom the holder of an office replaces: "خلفًا ل…", "succeeds X"."""
    for k in range(first, len(line.units) - 1):
        if "replaces" not in line.units[k].tags:
            continue
        for at in range(k + 1, min(len(line.units), k + 1 + _OFFICE_OF)):
            name = line.units[at].said if "person" in line.units[at].tags else None
            if name is not None:
                day = day_of(line, at)
                return [
                    roles.telling.make(
                        Membership, line, (k, at + 1), member=name, whole=body.name,
                        relation=relation, until=day,
                    )
                ]  # fmt: skip
    return []


def _he(roles: Roles, line: Line, k: int) -> str | None:
    """ "He is its spokesman": the person of the sentence before."""
    tokens = line.sentence.tokens
    said = {one.norm for one in tokens[: line.units[k].first]}
    begins = tokens[0].norm in ("he", "she", "وهو", "وهي") and len(said) <= _AHEAD
    return roles.last_person(line) if begins else None


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
            within = at - k > len(("of", "body")) or (
                arabic and at - k > 1 and "of" in units[at - 1].tags
            )
            return _Body(name, k, at + 1, within=within) if name is not None and tied else None
        if {"person", ",", ":", "sign", "which", "be"} & set(unit.tags):
            break
    if line.sentence.language == "ar":
        return _with_ending(roles, line, k)
    for at in range(k - 1, max(-1, k - 1 - _OFFICE_OF), -1):
        unit = units[at]
        if {"whose", "ours"} & set(unit.tags):
            ours = "ours" in unit.tags or line.words(at, at + 1).lower() == "our"
            opens = at <= 1 and not ours
            name = roles.own(line, at) if ours else roles.told_of(line) if opens else None
            name = name or roles.telling.last_body(line, at)
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
    if last in ("لها", "له", "لهم"):
        name = roles.telling.last_body(line, k, feminine=None if last == "لهم" else last == "لها")
        return None if name is None else _Body(name, k, k + 1, pronoun=True)
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
    written = roles.pronouns.author is not None or roles.telling.own is not None
    determined = written and _is_the_one(line, k, holder)
    opens = k <= 1 and holder > k and any("be" in unit.tags for unit in between)
    minuted = _is_minuted(roles, line, k, holder)
    if not (colon or put or (arabic and beside) or made or determined or opens or minuted):
        return None
    first = min(k, holder)
    here = [unit for unit in units[max(0, first - _NEAR) : first] if "body" in unit.tags]
    near = roles.telling.full(line, here[-1]) if here and not put else None
    name = near or roles.own(line, k) or roles.telling.last_body(line, k)
    return None if name is None else _Body(name, k, k + 1, pronoun=not colon)


def _is_minuted(roles: Roles, line: Line, k: int, holder: int) -> bool:
    """ "Amal is treasurer from today", "Written by: X, secretary": of the body whose text it is."""
    if roles.telling.own is None or holder > k or line.sentence.language == "ar":
        return False
    between = line.units[holder + 1 : k]
    is_it = bool(between) and "be" in between[0].tags and len(between) <= len(("be", "now"))
    ends = line.units[k + 1 : k + 2]
    alone = all(not {"sign", "close", "day", ";"}.isdisjoint(unit.tags) for unit in ends)
    beside = len(between) == 1 and "," in between[0].tags and k <= _SIGNED
    return (is_it or beside) and alone


_SIGNED = 5  # units of a line that says who wrote it


def _is_the_one(line: Line, k: int, holder: int) -> bool:
    """ "The Deputy Minister, Mr. X": of the body whose text it is."""
    before = line.sentence.tokens[max(0, line.units[k].first - 1)].norm
    return line.sentence.language == "en" and before == "the" and 0 < holder - k <= len((",", "x"))


_NEAR = 4  # units before "the commander: X" in which its body stands
_DEFINITE = ("ال", "وال")
_OF_A_BODY = frozenset(
    (
        "أمينا للسر",
        "أمينًا للسر",
        "أميناً للسر",
        "أمينة للسر",
        "أمين الصندوق",
        "امين الصندوق",
        "أمينة الصندوق",
        "أمين السر",
        "أمينة السر",
    )
)
_ACCUSATIVE = ("ًا", "اً", "يسا", "دا", "قا", "ثا", "رئيسة", "ناطقة", "مديرة")


# ---- Who holds it --------------------------------------------------------------------------------


def _holder(line: Line, k: int, body: _Body | None, offices: list[int]) -> int | None:
    """The unit of the person who holds an office: right behind it, else before it."""
    last = max(k + 1, 0 if body is None else body.last)
    last = _past_place(line, last)
    unknown = 0
    far = _AHEAD + (_DESCRIBED if _is_described(line, last) else 0)
    for at in range(last, min(len(line.units), last + far)):
        unit = line.units[at]
        if "person" in unit.tags:
            return at
        if ":" in unit.tags:
            continue
        if at in offices:
            break
        if not _ties(line, at):
            unknown += 1
            if "w" not in unit.tags or unknown > (_DESCRIBED if _is_described(line, last) else 0):
                break
    first = min(k, k if body is None else body.first)
    return _holder_before(line, first, offices)


def _past_place(line: Line, last: int) -> int:
    """Past the town of a body: "رئيس المجلس | في كفرنبل |، فلان"."""
    units = line.units
    if last + 2 >= len(units) or "of" not in units[last].tags:
        return last
    closed = {",", "person"} & set(units[last + 2].tags)
    return last + 2 if closed and {"place", "w"} & set(units[last + 1].tags) else last


_DESCRIBED = 4  # words that say what the holder is: ", a soft-spoken mechanic named X"


def _is_described(line: Line, last: int) -> bool:
    """Whether a comma and "a" follow an office."""
    tokens = line.sentence.tokens
    if last >= len(line.units) or "," not in line.units[last].tags:
        return False
    after = line.units[last].last
    return after < len(tokens) and tokens[after].norm in ("a", "an")


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
