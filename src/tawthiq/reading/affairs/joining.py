"""Who joins, leaves, is put out of or taken into a body, loosely: by the roles around a word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.roles import Actor, Relation, Roles
from tawthiq.reading.affairs.telling import (
    PRONOUN,
    clause,
    day_of,
    denied,
    disowned,
    is_name,
    is_question,
    unreal,
)
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Membership

TAGS = frozenset(
    (
        "joins",
        "leaves",
        "put-out",
        "takes-in",
        "made-up-of",
        "sits",
        "part-of",
        "joined",
        "leads",
        "speaks-for",
        "expelled",
    )
)
_GAP = 5  # units between a word that tells and the body
_PASSED = frozenset(
    ("w", "of", "day", "into", "parts", "offered", "phrase-end", "member-of", "part-of", "joined",
     "a-seat", "which", "be", "left", "and")
)  # fmt: skip
_LISTED = 4  # units between "made up of" and the first of the list
_BEFORE_LIST = frozenset(
    ("w", "of", ":", "include", "day", "figure", "phrase-end", "be", "by", ",")
)
_MEMBERS = word_set("member members membership ranks fold عضو عضوا عضوه عضويه انضمام")
_BACK_AR = 4  # units before a word in which an Arabic "not" stands
# What is asked for, refused or thought about has not been done.
_NOT_YET = word_set(
    "to refused refuses refuse declined declines apply applied applies application asked invited "
    "invitation considering considers consider wants want wishes plans hopes talks about before "
    "رفض رفضت رفضوا يرفض ترفض طلب طلبت طلبوا يطلب تطلب طلبها دعا دعت ندعو تدعو يدعو دعوه يدرس تدرس "
    "ينوي تنوي يعتزم تعتزم عرض عرضت ناقش ناقشت نناقش شروط حول مفاوضات يريد تريد ترغب يرغب "
    "امكانيه احتمال فكره مساله هدد هددت تهدد يهدد يمكن"
)
_ANNOUNCED = frozenset(("sits", "leads", "speaks-for"))  # "will chair" is told as settled
_DENIED = 10  # units before an Arabic word in which "نفى ما نقلته …" takes it back
_FAR_BACK = 4  # tokens in which such a word stands before
_DECIDED = word_set("decided agreed voted chose first last قرر قررت قرروا")
_US, _THEM = frozenset(("us",)), frozenset(("it", "them"))
_TO_THEM = word_set("اليها اليه اليهم عنها عنه عنهم منها منه منهم لها له فيها فيه")
_TO_US = word_set("الينا عنا منا لنا فينا صفوفنا")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A membership as found: who, of what, and units [first, last) that tell it."""

    members: Sequence[Actor]
    whole: str
    relation: Relation
    first: int
    last: int
    at: int
    ended: bool = False
    pronoun: bool = False


def joined(roles: Roles, line: Line) -> Iterator[Told]:
    """Every joining, leaving, putting out and taking in that a line tells of."""
    if TAGS.isdisjoint(line.tags) or is_question(line):
        return
    for at, unit in enumerate(line.units):
        tags = set(unit.tags)
        if TAGS.isdisjoint(tags) or is_name(unit) or not is_told(line, at):
            continue
        told = None
        if {"leaves", "left"} & tags:
            told = _joins(roles, line, at, ended=True)
        if told is None and {"joins", "part-of", "joined"} & tags:
            told = _joins(roles, line, at)
        if told is None and {"leads", "speaks-for"} & tags:
            told = _leads(roles, line, at)
        if told is None and "sits" in tags:
            told = _sits(roles, line, at)
        if told is None and {"put-out", "expelled"} & tags:
            told = _put_out(roles, line, at)
        if told is None and "takes-in" in tags:
            told = _taken_in(roles, line, at)
        if told is None and "made-up-of" in tags:
            told = _made_up(roles, line, at)
        if told is not None:
            yield told


def is_told(line: Line, at: int) -> bool:
    """Whether it is told as a fact: not denied, wished, refused, asked for or still to come."""
    tokens = line.sentence.tokens
    first = line.units[at].first
    coming = {one.norm for one in tokens[max(0, first - 2) : first]}
    comes = not _ANNOUNCED.isdisjoint(line.units[at].tags) and "will" in coming
    if denied(line, at) or (unreal(line, at) and not comes) or disowned(line, at):
        return False
    near = [one.norm for one in tokens[max(0, first - _FAR_BACK) : first]]
    if line.sentence.language == "en":
        if near[-1:] == [","] and "not" in near_far(line, at):
            return False  # "not, as we wrote, part of"
        base = near[-1:] == ["to"]
        return not base or any(one in _DECIDED for one in near)
    if any("not" in unit.tags for unit in line.units[max(0, at - _BACK_AR) : at]):
        return False
    begins, _ = clause(line, at)
    if any("denied" in unit.tags for unit in line.units[max(begins, at - _DENIED) : at]):
        return False
    masdar = tokens[first].norm.lstrip("وفب").startswith(("ال", "انضم", "انضو", "انتس", "انسح"))
    named = masdar and not tokens[first].norm.endswith(("ت", "وا"))
    return not (named and any(one.lstrip("وف") in _NOT_YET for one in near))


def near_far(line: Line, at: int) -> list[str]:
    """The words before a unit, as far as an aside may part it from "not"."""
    first = line.units[at].first
    return [one.norm for one in line.sentence.tokens[max(0, first - _ASIDE) : first]]


_ASIDE = 7  # tokens of an aside, with "not" before it


def _whole(  # noqa: PLR0911 - one branch a way of writing
    roles: Roles, line: Line, at: int, members: Sequence[Actor]
) -> tuple[str, int, bool] | None:
    """The body behind a word that tells: its name, past which unit, whether by a pronoun."""
    _, stop = clause(line, at)
    tokens = line.sentence.tokens
    after = line.units[at].last
    words = [one.norm for one in tokens[after : after + 3]]
    taken = {one.first for one in members}
    if words[:1] and words[0] in _US | _TO_US:
        own = roles.own(line, at)
        return None if own is None else (own, at + 2, True)
    start = max([at, *(one.last - 1 for one in members if one.kind != "it" and one.first > at)])
    rest = [k for k in range(start + 1, stop) if "phrase-end" in line.units[k].tags]
    start = rest[0] if rest else start
    for k in range(start + 1, min(stop, start + 1 + _GAP)):
        unit = line.units[k]
        if k in taken:
            continue
        if "body" in unit.tags:
            name = roles.telling.full(line, unit)
            owner = line.words(k, k + 1).endswith(("'s", "’s"))
            if name is None or owner or name.startswith(_CHARTERS):
                return None
            whose = {"whose", "ours"} & set(line.units[k - 1].tags)
            if whose and unit.said in _BOARDS:
                near = _told_before(roles, line, k, set())
                return None if near is None else (near, k + 1, True)
            return name, k + 1, False
        if "quote" in unit.tags and unit.said and line.sentence.language == "ar":
            return None
        if unit.first < unit.last and tokens[unit.first].norm in (_THEM | _TO_THEM):
            names = {one.name for one in members}
            near = _told_before(roles, line, at, names)
            return None if near is None else (near, k + 1, True)
        if _PASSED.isdisjoint(unit.tags):
            return None
    return None


_CHARTERS = ("ميثاق", "وثيقة", "Charter", "Code")
_BOARDS = frozenset(("board", "executive", "bureau", "steering group", "steering committee"))


def _told_before(roles: Roles, line: Line, at: int, names: set[str]) -> str | None:
    """The body that "it" or "إليها" is: the first one of the sentence, else of those before."""
    for k in range(at):
        unit = line.units[k]
        name = roles.telling.full(line, unit) if "body" in unit.tags else None
        if name is not None and name not in names:
            return name
    near = roles.telling.last_body(line, 0)
    return near if near not in names else None


def _joins(roles: Roles, line: Line, at: int, *, ended: bool = False) -> Told | None:
    passive = any("be" in unit.tags for unit in line.units[max(0, at - 3) : at])
    if "put-out" in line.units[at].tags and not passive:
        return None
    members = [one for one in roles.subjects(line, at) if one.kind not in ("place", "folk")]
    turned = _turned(roles, line, at, ended=ended)
    if turned is not None:
        return turned
    found = _whole(roles, line, at, members)
    if found is not None and not members:
        members = _after_colon(roles, line, found[1])
    if found is None or not members or any(one.name == found[0] for one in members):
        return None
    name, last, pronoun = found
    return _told(members, name, "part of", at, last, ended=ended, pronoun=pronoun)


def _turned(roles: Roles, line: Line, at: int, *, ended: bool) -> Told | None:
    """ "ويتبع له لواء الزيتون": the member follows, the body was told before."""
    tokens, after = line.sentence.tokens, line.units[at].last
    pointed = after < len(tokens) and tokens[after].norm in _TO_THEM
    if line.sentence.language != "ar" or not pointed or at + 2 >= len(line.units):
        return None
    members = [one for one in roles.listed(line, at + 2) if one.kind == "name"]
    whole = _told_before(roles, line, at, {one.name for one in members})
    if not members or whole is None:
        return None
    last = members[-1].last
    return _told(members, whole, "part of", at, last, ended=ended, pronoun=True)


def _after_colon(roles: Roles, line: Line, first: int) -> list[Actor]:
    """ "Two more groups joined the alliance this month: A and B"."""
    _, stop = clause(line, first - 1)
    for k in range(first, min(stop, first + _LISTED) - 1):
        if ":" in line.units[k].tags:
            return roles.listed(line, k + 1)
    return []


def _leads(roles: Roles, line: Line, at: int) -> Told | None:
    """ "X was chosen to chair the committee", "picked X to speak for it"."""
    tags = line.units[at].tags
    relation: Relation = "leads" if "leads" in tags else "speaks for"
    by = at + 1 < len(line.units) and "by" in line.units[at + 1].tags
    if by and line.sentence.language == "en":
        wholes = [one for one in roles.subjects(line, at) if one.is_pronoun or _is_body(line, one)]
        people = next((k for k in range(at + 2, min(len(line.units), at + 6))
                       if "person" in line.units[k].tags), None)  # fmt: skip
        if not wholes or people is None:
            return None
        led = roles.listed(line, people)
        return _told(led, wholes[0].name, relation, at, led[-1].last, pronoun=wholes[0].is_pronoun)
    members = [
        one
        for one in roles.subjects(line, at)
        if one.kind == "name" and "person" in line.units[one.first].tags
    ]
    found = _whole(roles, line, at, members) if members else None
    if found is None or len(members) > len(("two", "chairs")):
        return None
    return _told(members, found[0], relation, at, found[1], pronoun=found[2])


def _told(
    members: Sequence[Actor],
    whole: str,
    relation: Relation,
    at: int,
    last: int,
    *,
    ended: bool = False,
    pronoun: bool = False,
) -> Told:
    firsts = [one.first for one in members if one.kind != "it"]
    lasts = [one.last for one in members if one.kind != "it"]
    return Told(
        members=members,
        whole=whole,
        relation=relation,
        first=min([at, *firsts]),
        last=max([at + 1, last, *lasts]),
        at=at,
        ended=ended,
        pronoun=pronoun or any(one.kind == "it" for one in members),
    )


def _sits(roles: Roles, line: Line, at: int) -> Told | None:  # noqa: PLR0911 - as above
    """ "X sits on Y", "in Y we are represented by X", "يمثلنا في Y فلان"."""
    body = roles.body_after(line, at, _GAP)
    _, stop = clause(line, at)
    if line.sentence.language == "en":
        by = next((k for k in range(at, min(stop, at + 3)) if "by" in line.units[k].tags), None)
        if by is None and line.words(at, at + 1).lower().endswith(" by"):
            by = at
        if by is not None:
            first, _ = clause(line, at)
            wholes = [k for k in range(first, at) if "body" in line.units[k].tags]
            members = roles.listed(line, by + 1) if by + 1 < stop else []
            if wholes and members:
                name = roles.telling.full(line, line.units[wholes[0]])
                return None if name is None else _told(members, name, "sits on", at, by + 1)
            return None
    if body is None or any(_PASSED.isdisjoint(unit.tags) for unit in line.units[at + 1 : body]):
        return None
    name = roles.telling.full(line, line.units[body])
    if name is None:
        return None
    if line.sentence.language == "ar":
        members = [one for one in _persons_after(roles, line, body) if one.name != name]
        own = line.sentence.tokens[line.units[at].first].norm
        if not members and own.endswith(("نا",)):
            return None
    else:
        members = _be_after(roles, line, body)
    members = members or [one for one in roles.subjects(line, at) if one.kind in ("name", "it")]
    members = [one for one in members if one.name != name]
    if not members:
        return None
    return _told(members, name, "sits on", at, body + 1)


def _persons_after(roles: Roles, line: Line, k: int) -> list[Actor]:
    """Who stands right behind a body: "في مجلس المحافظة | الأستاذ باسل ناصر"."""
    for at in range(k + 1, min(len(line.units), k + 4)):
        unit = line.units[at]
        if "person" in unit.tags:
            return roles.listed(line, at)
        if {"w", "which", ":", "be", "dash", ","}.isdisjoint(unit.tags):
            break
    return []


def _be_after(roles: Roles, line: Line, k: int) -> list[Actor]:
    """ "Our delegate to the council | is Rana Odeh"."""
    last = min(len(line.units), k + 4)
    if k + 1 < last and {"be", ":", "dash"} & set(line.units[k + 1].tags):
        for at in range(k + 2, last):
            if "person" in line.units[at].tags:
                return roles.listed(line, at)
    return []


def _put_out(roles: Roles, line: Line, at: int) -> Told | None:  # noqa: PLR0911 - as above
    """ "The front expelled X", "X was thrown out of the front", "طُردت X من الجبهة"."""
    units = line.units
    _, stop = clause(line, at)
    after = [
        k
        for k in range(at + 1, min(stop, at + 1 + _GAP + 3))
        if is_name(units[k]) or {",", "which"} & set(units[k].tags)
    ]
    cut = next((n for n, k in enumerate(after) if not is_name(units[k])), len(after))
    names = after[:cut]
    if not names:
        return None
    first = roles.listed(line, names[0])
    if line.sentence.language == "ar":
        if len(names) > 1 and "body" in units[names[1]].tags:
            of = any("of" in unit.tags for unit in units[names[0] + 1 : names[1] + 1])
            member, whole = (names[0], names[1]) if of else (names[1], names[0])
            one, name = roles.actor(line, member), roles.telling.full(line, units[whole])
            if one is not None and name is not None:
                return _told([one], name, "part of", at, max(names[:2]) + 1, ended=True)
        return None
    passive = any("be" in unit.tags for unit in units[max(0, at - 3) : at])
    passive = passive or line.words(at, at + 1).lower().startswith(("was ", "were ", "has been "))
    subjects = [one for one in roles.subjects(line, at) if one.kind != "place"]
    if passive:
        found = _whole(roles, line, at, subjects) if subjects else None
        if found is None:
            return None
        return _told(subjects, found[0], "part of", at, found[1], ended=True)
    wholes = [one for one in subjects if one.kind in ("we", "it") or _is_body(line, one)]
    beside = names[0] - at <= _LISTED - 1
    if not wholes or not first or not beside or wholes[0].name == first[0].name:
        return None
    return _told(first, wholes[0].name, "part of", at, first[-1].last, ended=True)


def _is_body(line: Line, one: Actor) -> bool:
    return "body" in line.units[one.first].tags


def _taken_in(roles: Roles, line: Line, at: int) -> Told | None:
    """ "The front welcomed X as a new member", "رحبت الجبهة بانضمام X إليها"."""
    _, stop = clause(line, at)
    tokens = line.sentence.tokens
    said = {one.norm for one in tokens[line.units[at].first : line.units[stop - 1].last]}
    told = {one.removeprefix("ال").lstrip("بلو") for one in said}
    if _MEMBERS.isdisjoint(told):
        return None
    wholes = [
        one
        for one in roles.subjects(line, at)
        if one.kind in ("we", "it") or (one.kind == "name" and _is_body(line, one))
    ]
    start = max([at, *(one.first for one in wholes if one.kind == "name")])
    for k in range(start + 1, min(stop, start + 1 + _GAP)):
        members = roles.listed(line, k) if is_name(line.units[k]) else []
        members = [one for one in members if not wholes or one.name != wholes[0].name]
        if members and wholes:
            last = members[-1].last
            return _told(members, wholes[0].name, "part of", at, last)
    return None


def _made_up(roles: Roles, line: Line, at: int) -> Told | None:
    """ "The front is made up of A, B and C", "members of the front: A, B", "أعضاؤها A وB"."""
    units = line.units
    _, stop = clause(line, at)
    whole, start = _of_which(roles, line, at)
    begins, _ = clause(line, at)
    of_text = any(not _SIGNED.isdisjoint(unit.tags) for unit in units[begins:at])
    if whole is None or of_text:
        return None
    for k in range(start, min(stop, start + _LISTED + 1)):
        if is_name(units[k]):
            members = [one for one in roles.listed(line, k) if one.kind == "name"]
            members = [one for one in members if one.name != whole]
            if len(members) > 1 or (members and ":" in units[k - 1].tags):
                return _told(members, whole, "part of", at, members[-1].last)
            return None
        if "place" in units[k].tags and ":" in units[k - 1].tags:
            members = roles.listed(line, k)  # "made up of four branches: A, B and C"
            return _told(members, whole, "part of", at, members[-1].last)
        if _BEFORE_LIST.isdisjoint(units[k].tags):
            return None
    return None


_SIGNED = frozenset(("signatories", "charter", "the-charter"))


def _of_which(roles: Roles, line: Line, at: int) -> tuple[str | None, int]:
    """The body of which members are told, and the unit from which they are."""
    words = line.words(at, at + 1).lower()
    after = at + 1
    if words.endswith("members of"):
        body = roles.body_after(line, at, 2)
        name = None if body is None else roles.telling.full(line, line.units[body])
        return name, (body or at) + 1
    subjects = [
        one
        for one in roles.subjects(line, at)
        if one.kind in ("it", "we") or (one.kind == "name" and _is_body(line, one))
    ]
    if line.sentence.language == "ar" and subjects and subjects[0].first > at:
        after = subjects[0].last
    if len(subjects) == 1:
        return subjects[0].name, after
    owner = roles.telling.last_body(line, at)
    return (owner, after) if not subjects else (None, after)


def _is_i(line: Line, one: Actor) -> bool:
    return line.sentence.tokens[line.units[one.first].first].norm == "i"


def membership(roles: Roles, line: Line, told: Told) -> Iterator[Membership]:
    """The statements of what was found, one for each member."""
    day = day_of(line, told.at)
    several = len(told.members) > 1
    for one in told.members:
        relation = told.relation
        person = "person" in line.units[one.first].tags or _is_i(line, one)
        if relation == "part of" and person:
            relation = "member of"
        yield roles.telling.make(
            Membership,
            line,
            (one.first, one.last) if several and not one.is_pronoun else (told.first, told.last),
            member=one.name,
            whole=told.whole,
            relation=relation,
            since=None if told.ended or relation != "part of" else day,
            until=day if told.ended else None,
            doubt=(PRONOUN,) if told.pronoun else (),
        )
