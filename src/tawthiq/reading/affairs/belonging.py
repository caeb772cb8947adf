"""Who belongs to a body, leads it or speaks for it: "X is part of Y", "Y's director, Dr. Z"."""

from collections.abc import Iterator

from tawthiq.reading.affairs.belonging_ways import WAYS
from tawthiq.reading.affairs.joining import joined, membership
from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.offices import held
from tawthiq.reading.affairs.roles import Relation, Roles
from tawthiq.reading.affairs.subjects import hangs_on
from tawthiq.reading.affairs.telling import (
    PRONOUN,
    Telling,
    day_of,
    denied,
    disowned,
    goes_on,
    is_name,
    is_question,
    unreal,
)
from tawthiq.reading.affairs.ways import Told, tell
from tawthiq.reading.voices.speakers_ar import THAT, is_preposition, is_time
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Membership

_SHORT = 3  # letters: a word as short as "وفد" does not begin with a glued "و"
_OWNS = ("'s", "’s", "'", "’")


_ENDS = frozenset(("left", "expelled"))
_OFFICES: tuple[tuple[str, Relation], ...] = (
    ("speaker", "speaks for"), ("leader", "leads"), ("member-of", "member of"),
    ("officer", "member of"),
)  # fmt: skip


def memberships(telling: Telling) -> Iterator[Membership]:
    """Every membership, leadership and office of speaking that the text tells of."""
    roles = Roles(telling)
    for line in telling.lines:
        if is_question(line):
            continue
        near = list(_near(telling, line))
        yield from near
        for one in near:
            if one.whole is not None and one.relation in ("leads", "speaks for"):
                roles.office = line.sentence.index, one.whole, one.relation
        known = {(one.member, one.whole) for one in near}
        known |= {(one.whole, one.member) for one in near}
        spans = [(one.start, one.end) for one in near]
        loose = [
            *held(roles, line),
            *(one for told in joined(roles, line) for one in membership(roles, line, told)),
        ]
        for one in loose:
            told = any(one.start < end and start < one.end for start, end in spans)
            again = any(one.member == member for member, _ in known) and told
            if (one.member, one.whole) not in known and not again:
                known.add((one.member, one.whole))
                yield one


def _near(telling: Telling, line: Line) -> Iterator[Membership]:
    """Those told in one of the ways that are patterns of units."""
    seen: set[tuple[str, str]] = set()
    told_at: set[tuple[str, int]] = set()
    if "present" in line.tags:
        yield from _present(telling, line)
    if line.sentence.language == "ar":
        yield from _voices(telling, line)
    for relation, tag, way in WAYS[line.sentence.language]:
        if tag not in line.tags:
            continue
        for told in tell(line, way):
            at = told.groups["tell"][0]
            for one in _made(telling, told, relation):
                pair = (one.member or "", one.whole or "")
                if pair not in seen and (pair[0], at) not in told_at:
                    seen.add(pair)
                    told_at.add((pair[0], at))
                    yield one


def _voices(telling: Telling, line: Line) -> Iterator[Membership]:
    """ "الناطق باسمه غياث …": the title of a person says for whom they speak."""
    for k, unit in enumerate(line.units):
        if "person" not in unit.tags or unit.said is None:
            continue
        title = [token.norm for token in line.sentence.tokens[unit.first : unit.last]]
        if not {"باسمه", "باسمها"}.isdisjoint(title):
            whole = telling.last_body(line, k, feminine="باسمها" in title)
            if whole is not None:
                yield telling.make(
                    Membership,
                    line,
                    (k, k + 1),
                    member=unit.said,
                    whole=whole,
                    relation="speaks for",
                    doubt=(PRONOUN,),
                )


def _present(telling: Telling, line: Line) -> Iterator[Membership]:
    """ "Present: A (chairman), B (health)": minutes of the body whose text it is."""
    start = next(k for k, unit in enumerate(line.units) if "present" in unit.tags)
    opened = line.units[start + 1] if start + 1 < len(line.units) else None
    if start > 1 or telling.own is None or opened is None or ":" not in opened.tags:
        return
    for k, unit in enumerate(line.units):
        if "person" not in unit.tags or unit.said is None:
            continue
        after: list[str] = []
        for other in line.units[k + 1 : k + 6]:
            if {"person", ","} & set(other.tags) and after:
                break
            after += other.tags
        yield telling.make(
            Membership,
            line,
            (k, k + 1),
            member=unit.said,
            whole=telling.own,
            relation="leads" if "leader" in after else _sitting(telling.own),
        )


def _sitting(body: str) -> Relation:
    """Who is present at a council or a board sits on it; of a committee they are members."""
    words = {word.removeprefix("ال") for word in body.lower().split()}
    return "member of" if words & _COMMITTEES and not words & _COUNCILS else "sits on"


_COMMITTEES = frozenset(("committee", "committees", "لجنة", "union", "league", "association",
                         "رابطة", "نقابة", "اتحاد", "جمعية"))  # fmt: skip
_COUNCILS = frozenset(("council", "board", "مجلس", "هيئة"))


def _made(telling: Telling, told: Told, relation: Relation) -> Iterator[Membership]:
    line = told.line
    at = told.groups["tell"][0]
    group = "far" if told.has("far") else "whole"
    whole = _meant(telling, told) or _whole(telling, told, group)
    if whole is None or not _is_told(line, at) or not _owns(told) or _is_parted(told):
        return
    if _is_turned(told):
        return
    if told.has("it") and not told.has("member"):
        yield from _of_it(telling, told, relation, whole)
        return
    ended = not _ENDS.isdisjoint(line.units[at].tags)
    relation = _relation(told, relation, ended)
    first, last = told.groups["member"]
    units = [k for k in range(first, last) if is_name(line.units[k])]
    if "leads" in line.units[at].tags and units and units[0] < at and hangs_on(line, units[0]):
        return  # "took over from X at the head of"
    members = [(telling.full(line, line.units[k]), k) for k in units]
    doubt = (PRONOUN,) if told.has("far") or told.has("it") else ()
    if not members and (relation == "sits on" or _is_untitled(line, first, last)):
        members = [(_bare(line, first, last), first)]
    day = day_of(line, at)
    for member, k in members:
        if member is None or member == whole:
            continue
        several = len(members) > 1
        person = "person" in line.units[k].tags or "w" in line.units[k].tags
        yield telling.make(
            Membership,
            line,
            (k, k + 1) if several else (told.first, told.last),
            member=member,
            whole=whole,
            relation="member of" if relation == "part of" and person else relation,
            since=None if ended else _since(told, at, relation),
            until=day if ended else None,
            doubt=doubt + (goes_on(line, last) if several else ()),
        )


def _is_turned(told: Told) -> bool:
    """Whether the roles are the other way round: "was thrown out of Y", "بانضمام X إليها"."""
    line, at = told.line, told.groups["tell"][0]
    said = line.words(at, at + 1)
    if line.sentence.language == "en":
        passive = at > 0 and "be" in line.units[at - 1].tags
        passive = passive or said.lower().startswith(("was ", "were ", "been ", "is ", "has been "))
        turned = passive and told.has("whole") and told.groups["whole"][0] < at
        return turned and "expelled" in line.units[at].tags
    return said.endswith("انضمام") and at + 1 < len(line.units) and is_name(line.units[at + 1])


_ASKED, _ASK = 4, ("طلب", "رفض", "عرض")  # tokens in which belonging is only asked for
_BACK_AR = 4  # units before a word of belonging in which an Arabic "not" stands
_ITS = ("ها", "ه", "هم")


def _meant(telling: Telling, told: Told) -> str | None:
    """The body that "our", "its", "it" or the ending of an Arabic word is; None: it is named."""
    line, at = told.line, told.groups["tell"][0]
    if told.has("whole") and not _is_told_of_it(told):
        return None
    if told.has("ours") or {"joined-us", "chairs-us"} & set(line.units[at].tags):
        return telling.own
    if {"comprises", "as-members"} & set(line.units[at].tags):
        return telling.last_body(line, at)
    if told.has("it") and line.sentence.language == "en":
        nearest = line.words(*told.groups["it"]).lower() == "whose"
        return telling.last_body(line, told.groups["it"][0], nearest=nearest)
    last = line.sentence.tokens[line.units[at].last - 1].norm
    if line.sentence.language == "en" or not last.endswith(_ITS) or len(last) <= _SHORT:
        return None
    return telling.last_body(line, at, feminine=last.endswith("ها"))


def _is_told_of_it(told: Told) -> bool:
    """ "A وB، وينطق باسمه X": the ending says that the body was told before, not right before."""
    line, at = told.line, told.groups["tell"][0]
    last = line.sentence.tokens[line.units[at].last - 1].norm
    before = told.groups["whole"][0] < at and line.sentence.language == "ar"
    return before and last in ("باسمه", "باسمها", "باسمهم")


def _is_parted(told: Told) -> bool:
    """Whether somebody else stands between: "X, who met Y, leads"; or "تتبع" without "له"."""
    line = told.line
    if told.has("fill") and any(is_name(unit) for unit in line.units[slice(*told.groups["fill"])]):
        return True
    if told.has("to"):
        return line.words(*told.groups["to"]) not in ("له", "لها", "إليه", "إليها")
    plain = "offered" in line.units[told.groups["tell"][0]].tags
    return plain and line.words(*told.groups["tell"]).lower() not in ("of", "من")


def _of_it(telling: Telling, told: Told, relation: Relation, whole: str) -> Iterator[Membership]:
    """ "وهي تتبع مجلس المحافظة": the member is the body told before."""
    member = telling.last_body(told.line, told.groups["it"][0])
    if member is not None and member != whole:
        units = (told.first, told.last)
        yield telling.make(
            Membership, told.line, units, member=member, whole=whole, relation=relation,
            doubt=(PRONOUN,),
        )  # fmt: skip


def _is_told(line: Line, at: int) -> bool:
    if denied(line, at) or unreal(line, at) or disowned(line, at):
        return False
    first = line.units[at].first
    asked = line.sentence.tokens[max(0, first - _ASKED) : first]
    if line.sentence.language == "ar" and any(one.norm.startswith(_ASK) for one in asked):
        return False
    before = line.units[max(0, at - _BACK_AR) : at]
    masdar = line.sentence.tokens[first].norm.startswith(("انضما", "انضوا", "انتساب", "التحاق"))
    if masdar and any("denied" in unit.tags for unit in before):
        return False
    # "لم تعد الكتيبة جزءًا": the verb, and "not", stand before the name.
    back = line.units[max(0, at - _BACK_AR) : at] if line.sentence.language == "ar" else ()
    return not any("not" in unit.tags for unit in back)


def _relation(told: Told, relation: Relation, ended: bool) -> Relation:
    """What the office that is named makes of it: "elected spokesman of", "resigned as head of"."""
    if ended and _gave_up_headship(told):
        return "leads"
    if not told.has("office"):
        if "officer" in told.line.units[told.groups["tell"][0]].tags:
            return "member of"
        return _OFFICES[0][1] if _speaks(told, relation) and not ended else relation
    tags = told.line.units[told.groups["office"][0]].tags
    return next((one for tag, one in _OFFICES if tag in tags), relation)


def _gave_up_headship(told: Told) -> bool:
    """ "gave up the chairmanship of", "تخلّى عن رئاسة"."""
    line = told.line
    words = line.words(*told.groups["tell"]).lower()
    if any(word in words for word in ("chair", "leader", "presidency", "head of")):
        return True
    return told.has("whole") and line.words(*told.groups["whole"]).startswith(tuple(_HEADSHIPS))


def _speaks(told: Told, relation: Relation) -> bool:
    tags = told.line.units[told.groups["tell"][0]].tags
    return relation == "leads" and "speaker" in tags and "leader" not in tags


_NO_PEOPLE = word_set(
    "امس اليوم غدا قال قالت صرح صرحت اكد اكدت اعلن اعلنت انه انها كان كانت جديد جديده سابق سابقه "
    "عنه عنها له لها فيه فيها منه منها هذا هذه ذلك تلك كل بعض غير بعد قبل ايضا الاعلي الوطني الاول "
    "التنفيذي السابق السابقه الحالي الحاليه الجديد الجديده"
)


def _is_untitled(line: Line, first: int, last: int) -> bool:
    """Whether two words can be a person's name: no preposition, no time, no adjective."""
    if line.sentence.language != "ar" or last - first != len(("ism", "nasab")):
        return False
    tokens = [line.sentence.tokens[line.units[k].first] for k in range(first, last)]
    return not any(
        one.kind != "word"
        or one.norm in _NO_PEOPLE | THAT
        or is_preposition(one)
        or is_time(one)
        or one.norm.startswith(("بال", "لل", "كال"))
        for one in tokens
    ) and not tokens[0].norm.startswith("ال")


def _bare(line: Line, first: int, last: int) -> str:
    """The words, without the "و" that may be glued before the first."""
    words = line.words(first, last)
    if line.sentence.language == "ar" and words.startswith("و"):
        after_stop = first == 0 or not {",", "sign", ";"}.isdisjoint(line.units[first - 1].tags)
        return words[1:] if after_stop and len(words.split()[0]) > _SHORT else words
    return words


def _whole(telling: Telling, told: Told, group: str) -> str | None:
    """The body; "the union's external office" stands as it is written."""
    if group not in told.groups:
        return None
    first, last = told.groups[group]
    if last - first > 1 and told.line.words(first, first + 1).endswith(_OWNS):
        return told.line.words(first, last)
    name = telling.full_name(told, group)
    tags = told.line.units[told.groups["tell"][0]].tags
    if name is None:
        return _plain_whole(told, first, last, owned="a-seat" in tags)
    head, _, rest = name.partition(" ")
    if "left" in tags and head in _HEADSHIPS:
        return rest or None  # "تخلّى عن رئاسة المنتدى"
    if "takes" in tags:
        # "تتولى الجمعية رئاسة المجموعة": the headship is no body.
        headed = any("headship" in unit.tags for unit in told.line.units[first - 1 : first])
        return rest if head in _HEADSHIPS and rest else name if headed else None
    return name


def _plain_whole(told: Told, first: int, last: int, *, owned: bool) -> str | None:
    """A body without a name of its own: a quoted title, "لجنتها التوجيهية", "المعبر"."""
    unit = told.line.units[first]
    if "quote" in unit.tags:
        return unit.said
    words = told.line.words(first, last)
    adjective = words.endswith(("ي", "ية"))  # "مديرها التنفيذي"
    return words if owned or (words.startswith("ال") and not adjective) else None


_HEADSHIPS = frozenset(("رئاسة", "قيادة", "إدارة", "أمانة"))


def _owns(told: Told) -> bool:
    """Whether "X leader Y" says "X's leader": in English the sign of owning stands there."""
    line = told.line
    if line.sentence.language == "ar" or not told.has("whole") or told.has("own"):
        return True
    first, last = told.groups["whole"]
    at = told.groups["tell"][0]
    beside = first < at and {"leader", "speaker"} & set(line.units[at].tags)
    if told.has("member") and first < told.groups["member"][0] < at:
        return True  # "Hill Brigade - Captain X, commander"
    if not beside or any("whose" in unit.tags for unit in line.units[last:at]):
        return True
    return line.words(first, first + 1).endswith(_OWNS)


def _since(told: Told, at: int, relation: Relation) -> str | None:
    """The day somebody joined or was put in office, or since when they are a member."""
    line = told.line
    tags = line.units[at].tags
    joined = "joined" in tags or "join" in line.words(at, at + 1).lower()
    if (relation == "part of" and joined) or "appointed" in tags:
        return day_of(line, at)
    after = line.units[told.last] if told.last < len(line.units) else None
    when = None if after is None else after.when
    if relation == "member of" and when is not None and when.edtf is not None:
        first, slash, last = when.edtf.partition("/")
        return first if slash and last == ".." else None
    return None
