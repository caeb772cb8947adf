"""Where bodies and people stand on a question: for, against, on condition, undecided, silent.

A word that tells of a stance (`affairs.toml`: `for`, `against`, `agreed`, …), whoever is its
subject, and the words behind it that say what it is about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.subjects import names_at, subject
from tawthiq.reading.affairs.telling import (
    OPEN_LIST,
    PRONOUN,
    Telling,
    clause,
    denied,
    disowned,
    goes_on,
    is_name,
    is_question,
    unreal,
)
from tawthiq.reading.affairs.ways import tell
from tawthiq.reading.affairs.whose import Pronouns
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import HolderStance, Position

Side = Literal["for", "against", "undecided", "silent", "on condition"]

_SIDES: dict[str, Side] = {
    "for": "for", "for-we": "for", "for-they": "for", "agreed": "for",
    "against": "against", "against-we": "against", "against-they": "against",
    "dissented": "against",
    "undecided": "undecided", "undecided-we": "undecided",
    "silent": "silent", "wishes-not": "silent",
    "conditions": "on condition", "conditions-we": "on condition",
}  # fmt: skip
_WHOLE = frozenset(("agreed", "dissented", "conditions", "conditions-we"))
"""What stands by itself, without the words of what it is about."""
_DENIED: dict[Side, Side] = {"for": "against"}  # not to oppose is not to support
# What is rejected or accepted so is blame, a gift or a document, and no question.
_ELSEWHERE = word_set(
    "responsibility accusation accusations allegation allegations charge charges claim claims "
    "تبرعا عرضا هبه منحه عرض العرض "
    "involvement link connection مبلغا المبلغ مساهمه الاحصاء احصاء الارقام ضلوع "
    "report reports statement findings figures list blame suggestion rumour rumours item items "
    "point minutes result results nobody none anyone delegation guests visitors refugees patients "
    "wounded condolences donations families children students "
    "مسووليه المسووليه اتهام اتهامات الاتهامات مزاعم تقرير التقرير بيان ارقام تهمه التهم ادخال "
    "شائعات الشائعات ادعاءات الادعاءات رقمنا رقم الرقم كلام الكلام استلام تسلم تسليم نتيجه نتايج "
    "البند وفد وفدا الوفد ضيوف الضيوف التعازي تعازي التبرعات تبرعات المرضي مرضي الجرحي جرحي طلاب "
    "الطلاب عايلات النازحين"
)
_ELSEWHERE_TAGS = frozenset(
    ("published", "aid", "refused", "signed", "diverted", "accused", "figure", "person")
)
_FIRST_ONLY = frozenset(("figure", "person", "refused"))  # "the release of the detained …"
_GO_ON = frozenset((",", "if", "contrast", "open", "dash", ":"))
_POSITIONS: dict[Side, HolderStance] = {"against": "rejects"}
_TAKER_FAR = 5  # units between those without a name and their verb
_MAY_FOLLOW = frozenset(("be", "may", "w"))
_LONGEST = 14  # units of what a stance is about
_FIRST = 3  # units of it that tell what kind of thing it is
_ASIDE_LONGEST = 6  # units from the first comma of an aside to its second
_ASIDE = "(?:<,>(?:(?!<,|;|sign>)<.>){1,14}<,>)?"
_ETC = "(?:<,>?<etc><sign>?)?"
_SAYS = word_set("قال قالت قالوا واضاف واضافت اضاف وقال وقالت يقول تقول ويقول اعلن اعلنت")
_LINKS = word_set("in of on at to from with by عن علي في من الي مع")


@dataclass(frozen=True, slots=True)
class _Who:
    """Who takes a stance: a name or, of "we", whoever wrote it, and where it stands."""

    name: str | None
    at: int | None
    doubt: tuple[str, ...] = ()


def answers(telling: Telling) -> Iterator[Position]:
    """Every stance on a question that the text tells of a named body or person, or of "us"."""
    pronouns = Pronouns(telling)
    for line in telling.lines:
        if _SIDES.keys().isdisjoint(line.tags) or is_question(line):
            continue
        for at, unit in enumerate(line.units):
            tag = next((one for one in unit.tags if one in _SIDES), None)
            if tag is not None:
                yield from _made(telling, line, at, tag, pronouns)


def _made(
    telling: Telling, line: Line, at: int, tag: str, pronouns: Pronouns
) -> Iterator[Position]:
    side: Side | None = _SIDES[tag]
    if tag == "wishes-not" and not _wishes_no_comment(line, at):
        return
    if denied(line, at):
        side = _DENIED.get(_SIDES[tag])
    if side is None or disowned(line, at):
        return
    who, last = _who(telling, line, at, tag, pronouns)
    if not who:
        return
    about = _about(line, at, last) if side not in ("undecided", "silent") else None
    condition = _condition(line, at) if side in ("for", "on condition") else None
    if not _is_stance(line, at, tag, about, condition):
        return
    if condition is not None:
        side = "on condition"
    places = [one.at for one in who if one.at is not None]
    first = min((*places, at))
    stop = max((*(k + 1 for k in places), at + 1, about[1] if about else 0))
    for one in who:
        several = len(who) > 1 and one.at is not None
        units = (one.at, one.at + 1) if several and one.at is not None else (first, stop)
        yield telling.make(
            Position,
            line,
            units,
            stance="asserts" if one.name is None else "reports",
            speaker=one.name,
            position=_POSITIONS.get(side, "asserts"),
            about=line.words(*about) if about else None,
            answer=side,
            condition=condition,
            doubt=(*one.doubt, *_list_goes_on(line, places, several=several)),
        )


def _list_goes_on(line: Line, places: Sequence[int], *, several: bool) -> tuple[str, ...]:
    return (
        tuple(one for one in goes_on(line, max(places) + 1) if one == OPEN_LIST) if several else ()
    )


def _wishes_no_comment(line: Line, at: int) -> bool:
    """ "لم يشأ اللواء أن يعلّق": the verb of speaking stands behind who would not."""
    _, stop = clause(line, at)
    return any("comment" in unit.tags for unit in line.units[at + 1 : min(stop, at + 4)])


def _is_stance(
    line: Line, at: int, tag: str, about: tuple[int, int] | None, condition: str | None
) -> bool:
    """Whether it is a stand on a question, and one that is taken, not only thinkable."""
    if _SIDES[tag] in ("undecided", "silent"):
        return not _supposed(line, at)
    if tag in _WHOLE and _goes_on_otherwise(line, at):
        return False
    if condition is None and tag not in _WHOLE and unreal(line, at):
        return False
    if about is not None and _is_no_question(line, about):
        return False
    return about is not None or tag in _WHOLE or _hangs_on_it(line, at)


def _goes_on_otherwise(line: Line, at: int) -> bool:
    """Whether "says no" goes on: "says no civilian was hurt", "are against the wall"."""
    bare = line.words(at, at + 1).lower().endswith((" no", " against", " yes"))
    after = line.units[at + 1] if at + 1 < len(line.units) else None
    return (
        bare
        and after is not None
        and not {",", ";", "sign", "of", "if", "suppose", "contrast", "and"} & set(after.tags)
    )


def _supposed(line: Line, at: int) -> bool:
    """Whether "if" or "may" governs it; not "asked whether it would go, X gave no answer"."""
    for k in range(at - 1, max(-1, at - 1 - _LONGEST), -1):
        tags = line.units[k].tags
        if {",", ";", "sign"} & set(tags):
            return False
        if {"may", "suppose"} & set(tags):
            return True
    return False


# ---- Who -----------------------------------------------------------------------------------------


def _who(
    telling: Telling, line: Line, at: int, tag: str, pronouns: Pronouns
) -> tuple[list[_Who], int]:
    """Who takes the stance, and the unit behind the verb and its subject."""
    if tag.endswith("-we"):
        return [_Who(pronouns.we(line, at), None)], at + 1
    if at and "takers" in line.units[at - 1].tags and not is_name(line.units[at - 1]):
        return _without_name(line, at)
    kind = pronouns.kind(line, at, close=True)
    if kind is None:
        by = _by(line, at)
        span = by or _listed(line, at, tag) or subject(line, at)
        if span is not None:
            last = max(at + 1, span[1]) if by is None else at + 1
            found = [_Who(name, k) for name, k in names_at(telling, line, span)]
            return found, _past_etc(line, last)
        if tag.endswith("-they"):
            return _name_before(telling, line, at), at + 1
    return _meant(line, at, pronouns) or _without_name(line, at)


def _meant(line: Line, at: int, pronouns: Pronouns) -> tuple[list[_Who], int] | None:
    """Whom the pronoun before the verb means; None where there is no pronoun."""
    kind = pronouns.kind(line, at)
    if kind is None:
        return None
    if kind == "we":
        return [_Who(pronouns.we(line, at), None)], at + 1
    meant = pronouns.they(line, at)
    found = [] if meant is None else [_Who(meant, None, (PRONOUN,))]
    return found, _past_aside(line, at + 1)


def _without_name(line: Line, at: int) -> tuple[list[_Who], int]:
    taker = _taker(line, at)
    if taker is None:
        return [], at + 1
    first, end = taker
    last = end if first > at else at + 1
    return [_Who(line.words(first, end), first)], _past_etc(line, last)


def _taker(line: Line, at: int) -> tuple[int, int] | None:
    """Those who have no name of their own: "the bakers", "the sheikhs of the hills", "الفصائل"."""
    arabic = line.sentence.language == "ar"
    if arabic and at + 1 < len(line.units) and "takers" in line.units[at + 1].tags:
        return at + 1, _end_of_taker(line, at + 1, len(line.units))
    for k in range(at - 1, max(-1, at - 1 - _TAKER_FAR), -1):
        tags = set(line.units[k].tags)
        if "takers" in tags and (arabic or k == 0 or "of" not in line.units[k - 1].tags):
            end = _end_of_taker(line, k, at)
            rest = line.units[end:at]
            return (k, end) if all(set(one.tags) & _MAY_FOLLOW for one in rest) else None
        if tags & {",", ";", "sign", "contrast", ":"}:
            return None
    return None


def _end_of_taker(line: Line, first: int, stop: int) -> int:
    """Past "of the hills", or past the noun that follows in Arabic."""
    units, end = line.units, first + 1
    if line.sentence.language == "ar":
        more = end < stop and {"w", "place", "body"} & set(units[end].tags)
        return end + 1 if more and not {"of", "parts"} & set(units[end].tags) else end
    return end + 2 if end + 1 < stop and "of" in units[end].tags else end


def _listed(line: Line, at: int, tag: str) -> tuple[int, int] | None:
    """A list before the verb, closed by "and others" or an aside: "A, B, etc., who …, oppose"."""
    for told in tell(line, f"who=@ {_ETC} {_ASIDE} tell=<{tag}>"):
        if told.groups["tell"][0] == at:
            return told.groups["who"]
    return None


def _by(line: Line, at: int) -> tuple[int, int] | None:
    """ "is backed by X": who stands behind "by" where the verb is passive."""
    units = line.units
    if line.sentence.language == "ar" or at + 2 >= len(units):
        return None
    if not (at and "be" in units[at - 1].tags and "by" in units[at + 1].tags):
        return None
    return (at + 2, at + 3) if is_name(units[at + 2]) else None


def _past_etc(line: Line, last: int) -> int:
    """Past the "and others" of a list, where a body sits, an aside, the rest of the phrase."""
    units = line.units
    last = _past_aside(line, last)
    while last < len(units) and ("etc" in units[last].tags or "place" in units[last].tags):
        last += 1
    if last + 1 < len(units) and "of" in units[last].tags and "place" in units[last + 1].tags:
        last += 2
    if last < len(units) and "phrase-end" in units[last].tags:
        last += 1
    return _past_aside(line, last)


def _past_aside(line: Line, last: int) -> int:
    """Past what stands between two commas: "يقبل، بحسب صفدي، برقابة"."""
    if last >= len(line.units) or "," not in line.units[last].tags:
        return last
    for k in range(last + 2, min(last + _ASIDE_LONGEST, len(line.units))):
        if "," in line.units[k].tags:
            return k + 1
    return last


def _name_before(telling: Telling, line: Line, at: int) -> list[_Who]:
    """The nearest name before "فهم ضده", "أما الإدارة فلا تريد"."""
    for k in range(at - 1, -1, -1):
        unit = line.units[k]
        if is_name(unit) or "folk" in unit.tags:
            return [_Who(*one) for one in names_at(telling, line, (k, k + 1))][:1]
        if {";", "sign", "contrast"} & set(unit.tags):
            return []
    return []


# ---- About what ----------------------------------------------------------------------------------


def _about(line: Line, at: int, last: int) -> tuple[int, int] | None:
    """What the stance is on: the words after the verb, and after who takes it in Arabic."""
    first = max(at + 1, last)
    _, stop = clause(line, at)
    if first < stop and ({","} & set(line.units[first].tags) or first + 1 > stop):
        return None
    wants = line.sentence.tokens[line.units[at].last - 1].norm == "want"
    while not wants and first < stop and {"of", "and", "by"} & set(line.units[first].tags):
        first += 1
    end = first
    while end < min(stop, first + _LONGEST) and _GO_ON.isdisjoint(line.units[end].tags):
        end += 1
    return (first, end) if end > first else None


def _is_no_question(line: Line, about: tuple[int, int]) -> bool:
    first, last = about
    if "be" in line.units[first].tags:
        return True  # "the clinic that we support has been hit"
    opening = line.sentence.tokens[line.units[first].first]
    before = line.sentence.tokens[line.units[first].first - 1]
    if opening.norm == "to" and before.norm == "want":
        return True  # "do not want to know"
    if opening.norm in ("what", "ما", "him", "her"):
        return True  # "reject what was published": a report
    for k, unit in enumerate(line.units[first : min(last, first + _FIRST)]):
        tags = set(unit.tags)
        if tags & (_ELSEWHERE_TAGS - _FIRST_ONLY if k else _ELSEWHERE_TAGS):
            return True
        token = line.sentence.tokens[unit.first]
        if unit.last > unit.first and token.norm in _ELSEWHERE:
            return True
    return False


def _hangs_on_it(line: Line, at: int) -> bool:
    """Whether an Arabic verb ends in the pronoun of what it is about: "يقبلها"."""
    unit = line.units[at]
    said = line.sentence.tokens[unit.last - 1].norm
    return line.sentence.language == "ar" and said.endswith(("ها", "ه"))


def _condition(line: Line, at: int) -> str | None:
    """The words behind "on condition that", "if" in the same sentence's clause."""
    first, stop = clause(line, at)
    for k in range(at, stop):
        if k > at and not _SIDES.keys().isdisjoint(line.units[k].tags):
            break  # another stance: what follows hangs on that
        if _conditions(line, k):
            return _until_comma(line, k + 1, stop)
    if "conditions" in line.units[at].tags or "conditions-we" in line.units[at].tags:
        return _until_comma(line, at + 1, stop)
    for k in range(first, at):
        if _conditions(line, k) and any("," in one.tags for one in line.units[k:at]):
            return _until_comma(line, k + 1, at)
    return None


def _conditions(line: Line, k: int) -> bool:
    tags = line.units[k].tags
    token = line.sentence.tokens[min(line.units[k].first, len(line.sentence.tokens) - 1)]
    if "if" in tags or ("suppose" in tags and token.norm != "whether"):
        return True
    # "إن" is "if" as well as "that": after a word of speech it is the latter.
    before = line.sentence.tokens[line.units[k].first - 1].norm if line.units[k].first else ""
    after = line.sentence.tokens[line.units[k].first + 1 :][:1]
    if after and after[0].norm == "شاء":
        return False  # "إن شاء الله" sets no condition
    past = after and after[0].norm.endswith(("تم", "وا", "نا"))
    if token.raw in ("ان", "وان") and past and before not in _SAYS:
        return True
    return (
        token.raw.startswith(("إن", "فإن", "وإن"))
        and token.norm in ("ان", "وان")
        and (before not in _SAYS)
    )


def _until_comma(line: Line, first: int, stop: int) -> str | None:
    last = first
    while last < stop and {",", "open", "dash"}.isdisjoint(line.units[last].tags):
        last += 1
    return line.words(first, last) if last > first else None
