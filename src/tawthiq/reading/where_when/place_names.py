"""Read one place at a token: a name, what stands before it, and the word for its kind.

Positions are tokens of one sentence. Latin names are told by their capitals and what stands beside
them, Arabic ones by the words and small glued words before them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tawthiq.fields.model import Level
from tawthiq.reading.model import Token
from tawthiq.reading.terms import load_terms
from tawthiq.reading.tokens import tokenise
from tawthiq.reading.where_when.place_index import PlaceIndex
from tawthiq.reading.where_when.place_words import place_roles, place_word, place_word_before
from tawthiq.reading.where_when.roles import plain
from tawthiq.reading.where_when.time_words import roles_at

Tokens = Sequence[Token]

_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A place on its way: its name at tokens [name, name_last) of what stands at [first, last)."""

    first: int
    last: int
    name: int
    name_last: int
    ids: tuple[str, ...] = ()  # none: the gazetteer does not hold it
    glued: str = ""  # before its first word
    level: Level | None = None  # said by a word for its kind
    sure: bool = False  # a word for its kind, or a country
    rural: bool = False
    everyday: bool = False
    cued: bool = False
    strong: bool = False  # a word stands before it that hardly anything but a place follows
    country: str | None = None  # of a country: how ids of its places begin


def place_at(  # noqa: PLR0911 - one branch a way of writing
    tokens: Tokens, at: int, index: PlaceIndex, before: FoundPlace | None
) -> FoundPlace | None:
    """The place that begins at a token; None where none does."""
    token = tokens[at]
    if token.kind != "word":
        return None
    latin = token.raw[:1].isascii()
    side = _side_of(tokens, at, index)
    if side is not None:
        return side
    if latin and not is_capital(token):
        small = place_roles(token).keys() & {"kind", "rural"}
        if not small:
            return None
        whole = index.at(tokens, at)
        if whole is not None and whole.last > at + 1 and not _in_capitals(tokens, at, whole.last):
            return FoundPlace(
                first=at, last=whole.last, name=at, name_last=whole.last, ids=whole.ids
            )
        return _kind_then_name(tokens, at, index)
    roles = place_roles(token)
    if "kind" in roles or "rural" in roles:
        found = _kind_then_name(tokens, at, index)
        if found is not None:
            return found
    reader = _latin_name if latin else _arabic_name
    return reader(tokens, at, index, before) or _country(tokens, at)


def _country(tokens: Tokens, at: int) -> FoundPlace | None:
    word = place_word(tokens, at, "country")
    if word is None or (tokens[at].raw.isascii() and _in_capitals(tokens, at, word.last)):
        return None
    if not tokens[at].raw.isascii() and not word.glued and not _cued(tokens, at):
        return None
    return FoundPlace(
        first=at, last=word.last, name=at, name_last=word.last, glued=word.glued, sure=True,
        strong=True, country=word.value or "",
    )  # fmt: skip


def _side_of(  # noqa: PLR0911 - one branch a way of writing
    tokens: Tokens, at: int, index: PlaceIndex
) -> FoundPlace | None:
    """A side of a country, and a side that belongs to a name: "northern Syria", "South Sudan"."""
    compass = place_word(tokens, at, "compass")
    if compass is None or compass.last >= len(tokens) or not _touches(tokens, compass.last - 1):
        return None
    whole = index.at(tokens, at)
    if whole is not None and whole.last > compass.last:
        return None  # "South Kordofan": a name of the gazetteer
    latin, after = tokens[at].raw.isascii(), compass.last
    country = place_word(tokens, after, "country")
    if country is not None and not country.glued and (not latin or is_capital(tokens[after])):
        if latin and _in_capitals(tokens, after, country.last):
            return None
        return FoundPlace(
            first=at, last=country.last, name=at, name_last=country.last, glued=compass.glued,
            sure=True, strong=True,
            country=(country.value or "") if "no place" not in place_roles(tokens[at]) else "",
        )  # fmt: skip
    known = index.at(tokens, after)
    loud = latin and is_capital(tokens[at]) and is_capital(tokens[after])
    if known is None or at == 0 or not loud or is_capital(tokens[at - 1]):
        return None
    if not _stands_alone(tokens, after, known.last) or not _cued(tokens, at):
        return None
    return FoundPlace(first=at, last=known.last, name=at, name_last=known.last, cued=True)


# ---- A word for the kind, then the name --------------------------------------------------------


def _kind_then_name(tokens: Tokens, at: int, index: PlaceIndex) -> FoundPlace | None:  # noqa: PLR0911, PLR0912 - one branch a way of writing
    """The town of Talbiseh; بلدة تلبيسة; ريف حمص الشمالي; rural Homs."""
    kind = place_word(tokens, at, "kind")
    rural = place_word(tokens, at, "rural")
    word = kind or rural
    if word is None or word.last >= len(tokens):
        return None
    whole = index.at(tokens, at)
    if whole is not None and whole.last > word.last:
        return None  # "Rif Dimashq", "وادي خالد": the word is part of the name
    latin = tokens[at].raw.isascii()
    name = word.last
    if latin and tokens[name].norm == "of":
        name += 1
        name += name < len(tokens) and tokens[name].norm == "the"
    elif latin and rural is None:
        return None
    if name >= len(tokens) or tokens[name].kind != "word":
        return None
    level: Level | None = word.entry.get("level")
    known = index.at(tokens, name)
    if known is not None and known.glued in {"ب", "وب"}:
        return None  # "في منطقة بحلب": the kind alone, and where it lies
    if not latin and kind is not None and kind.value == "quarter":
        known = None  # quarters are not in the gazetteer; what bears the name lies elsewhere
    if known is not None and not known.glued and (not latin or is_capital(tokens[name])):
        if latin and _in_capitals(tokens, name, known.last):
            return None
        if not latin and _in_body(tokens, at, known.last):
            return None
        if kind is None:
            last = known.last if latin else _past_sides(tokens, known.last)
            glued = word.glued
            return FoundPlace(
                first=at, last=last, name=at, name_last=known.last, ids=_tops(known.ids, index),
                glued=glued, level="governorate", sure=True, rural=True,
            )  # fmt: skip
        last = known.last if latin else _past_sides(tokens, known.last)
        return FoundPlace(
            first=at, last=last, name=name, name_last=known.last,
            ids=() if kind.value == "quarter" else known.ids, level=level, sure=True,
        )  # fmt: skip
    if kind is None:
        return None
    if latin:
        end = _capital_run(tokens, name)
        if end is None:
            return None
        return FoundPlace(first=at, last=end, name=name, name_last=end, sure=True)
    return _unknown_arabic(tokens, at, name)


def _tops(ids: Sequence[str], index: PlaceIndex) -> tuple[str, ...]:
    return tuple(id_ for id_ in ids if index.level(id_) == "governorate") or tuple(ids)


def _unknown_arabic(tokens: Tokens, at: int, name: int) -> FoundPlace | None:
    """A name that the gazetteer does not hold, after a singular word for its kind."""
    kind = plain(tokens[at])
    if kind.endswith(_PLURAL_KINDS) or _in_body(tokens, at, name + 1):
        return None
    if not _may_be_name(tokens, name):
        return None
    if name + 1 < len(tokens) and tokens[name + 1].norm.startswith("لل"):
        return None  # "مخيم عشوائي للنازحين": what kind of camp it is
    last = name + 1
    begins = place_word(tokens, name, "name begins")
    if begins is not None and last < len(tokens) and _may_be_name(tokens, last):
        last += 1
    if last < len(tokens) and place_word(tokens, last, "name goes on") is not None:
        last += 1
    end = _past_sides(tokens, last)
    return FoundPlace(first=at, last=end, name=name, name_last=last, sure=True)


_PLURAL_KINDS = ("احيا", "مدن", "بلدات", "قري", "محافظات", "مناطق", "بساتين", "مساكن", "مدينتي",
                 "بلدتي", "قريتي", "محافظتي", "حيي")  # fmt: skip


def _may_be_name(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    if token.kind != "word" or token.raw[:1].isascii():
        return False
    roles = place_roles(token)
    if "name begins" in roles:
        return True
    written = {role for role, phrases in roles.items() if any(not one.glued for one in phrases)}
    if written & {"kind", "rural", "cue", "side", "describes", "title", "body before"}:
        return False
    if roles.keys() & {"kind", "rural"} and token.norm.startswith(("ب", "ل", "وب")):
        return False  # "في منطقة بمدينة حلب": the name stands after it
    return len(token.norm) > 2 and not _dated(token)


def _dated(token: Token) -> bool:
    """Whether a token is a word of dates as it stands ("أمس", "منذ")."""
    return any(
        not phrase.glued
        for role, phrases in roles_at(token).items()
        if role not in {"ordinal", "number", "event adjective"}
        for phrase in phrases
    )


def _past_sides(tokens: Tokens, at: int) -> int:
    """After "ريف حمص" its side: الشمالي, الجنوبي الغربي."""
    side = place_word(tokens, at, "side")
    while side is not None and not side.glued and plain(tokens[at]).startswith("ال"):
        at = side.last
        side = place_word(tokens, at, "side")
    return at


# ---- Names by themselves -----------------------------------------------------------------------


def _arabic_name(  # noqa: PLR0911 - one branch a way of writing
    tokens: Tokens, at: int, index: PlaceIndex, before: FoundPlace | None
) -> FoundPlace | None:
    known = index.at(tokens, at)
    if known is None or (known.last == at + 1 and "side" in place_roles(tokens[at])):
        return _compound_name(tokens, at) or (
            _before_rural(tokens, at, index) if known is None else None
        )
    name = tokens[at : known.last]
    if len(name) == 1 and place_word(tokens, at, "everyday") is not None:
        longer = _compound_name(tokens, at)  # "مساكن برزة", "جديدة الفضل"
        if longer is not None:
            return longer
    if _in_body(tokens, at, known.last):
        return None
    if known.last == at + 1 and _dated(tokens[at]):
        return None
    title = place_word_before(tokens, at, "title")
    if title is not None:
        return None
    everyday = len(name) == 1 and (known.loose or place_word(tokens, at, "everyday") is not None)
    famous = any(index.level(id_) != "town" for id_ in known.ids)
    if everyday and at and tokens[at - 1].norm == "في" and not _owns_next(tokens, known.last):
        well_known = place_word(tokens, at, "well known") is not None
        everyday = not (well_known or (famous and known.loose))
    goes_on = _goes_on(tokens, at, before)
    strong = known.glued in {"ب", "وب", "فب"} or goes_on
    strong = strong or place_word_before(tokens, at, "strong cue") is not None
    if len(name) == 1 and _owns_next(tokens, known.last) and not goes_on:
        strong = False
    cued = known.glued in {"ب", "وب", "فب", "ل"} or _cued(tokens, at) or goes_on
    if known.glued in {"ل", "ول"} and not famous:
        return None
    if not (famous or cued or _heads_line(tokens, at, known.last)):
        return None
    return FoundPlace(
        first=at, last=known.last, name=at, name_last=known.last, ids=known.ids,
        glued=known.glued, everyday=everyday, cued=cued, strong=strong,
    )  # fmt: skip


def _owns_next(tokens: Tokens, at: int) -> bool:
    """Whether a definite noun follows an Arabic word: "طرف المدينة" is an edge, no place."""
    if at >= len(tokens) or tokens[at].kind != "word" or not tokens[at].norm.startswith("ال"):
        return False
    roles = place_roles(tokens[at])
    return not (roles.keys() & {"side", "name goes on"} or roles_at(tokens[at]))


def _compound_name(tokens: Tokens, at: int) -> FoundPlace | None:
    """كفر نبودة, دير فول: names of two words whose first says that a place is named."""
    begins = place_word(tokens, at, "name begins")
    word = plain(tokens[at]).removeprefix(begins.glued) if begins is not None else ""
    if begins is None or word not in _TOWNS_BEGIN or at + 1 >= len(tokens):
        return None
    if not (begins.glued in {"ب", "وب"} or _cued(tokens, at)):
        return None
    if not _may_be_name(tokens, at + 1):
        return None
    return FoundPlace(
        first=at, last=at + 2, name=at, name_last=at + 2, glued=begins.glued, cued=True
    )


_TOWNS_BEGIN = frozenset(("كفر", "تل", "دير", "معره", "جسر", "خربه", "كفره", "خان", "كرم", "بستان",
                          "حوش", "مزرعه", "وادي", "جبل", "بابا", "سوق", "جديده", "مساكن",
                          "ضهر"))  # fmt: skip


def _before_rural(tokens: Tokens, at: int, index: PlaceIndex) -> FoundPlace | None:
    """قمحانة in "في قمحانة بريف حماة": a name in no list, right before what it lies in."""
    after = at + 1
    if at == 0 or after >= len(tokens) or not _touches(tokens, at):
        return None
    if tokens[at - 1].norm not in _INTO or not _may_be_name(tokens, at):
        return None
    rural = place_word(tokens, after, "rural") or place_word(tokens, after, "kind")
    if rural is not None:
        known = rural.glued == "ب" and (rural.entry.get("level") != "town")
        known = known and index.at(tokens, rural.last) is not None
    else:
        place = index.at(tokens, after)
        known = place is not None and place.glued == "ب"
    if not known or _is_everyday(tokens[at]):
        return None
    return FoundPlace(first=at, last=after, name=at, name_last=after, sure=True)


_INTO = frozenset(("في", "علي"))


@cache
def _everyday_words() -> frozenset[str]:
    """Words of the lists that tell of people, acts and things: they name no village."""
    kinds = ("incidents", "acts", "counted_nouns", "counted_verbs", "units", "categories",
             "offices", "countables", "bodies")  # fmt: skip
    return frozenset(
        token.norm
        for kind in kinds
        for entry in load_terms(kind).entries.values()
        for phrase in entry.get("ar", ())
        for token in tokenise(phrase)
    )


def _is_everyday(token: Token) -> bool:
    return any(form in _everyday_words() for form in token.forms)


def _latin_name(
    tokens: Tokens, at: int, index: PlaceIndex, before: FoundPlace | None
) -> FoundPlace | None:
    known = index.at(tokens, at)
    kind_after = None
    if known is not None:
        kind_after = place_word(tokens, known.last, "kind") or place_word(
            tokens, known.last, "rural"
        )
    if known is None:
        return _unknown_latin(tokens, at)
    if _dated(tokens[at]) and known.last == at + 1:
        return None
    if not _stands_alone(tokens, at, known.last):
        longer = _unknown_latin(tokens, at)
        return longer if longer is not None and longer.last > known.last else None
    everyday = place_word(tokens, at, "everyday") is not None and known.last == at + 1
    goes_on = _goes_on(tokens, at, before)
    cued = _cued(tokens, at) or goes_on or kind_after is not None
    famous = any(index.level(id_) != "town" for id_ in known.ids)
    if not (famous or cued or _heads_line(tokens, at, known.last)):
        return None
    last, name_last, level = known.last, known.last, None
    ids, rural = known.ids, False
    if kind_after is not None:
        last, level = kind_after.last, kind_after.entry.get("level")
        ids = () if kind_after.value == "quarter" else ids
        rural = place_word(tokens, known.last, "rural") is not None
        if rural:
            ids, name_last, level = _tops(ids, index), last, "governorate"
    return FoundPlace(
        first=at, last=last, name=at, name_last=name_last, ids=ids,
        level=level, rural=rural, everyday=everyday and kind_after is None, cued=cued,
        sure=kind_after is not None, strong=cued,
    )  # fmt: skip


def _unknown_latin(tokens: Tokens, at: int) -> FoundPlace | None:
    """A capitalised name after "in" or "near", or before "neighbourhood", "district"."""
    if at and is_capital(tokens[at - 1]) and tokens[at - 1].stop + 1 == tokens[at].start:
        side = place_word_before(tokens, at, "side")
        if side is None and not (at == 1 and place_word(tokens, 0, "cue") is not None):
            return None
    end = _capital_run(tokens, at)
    if end is None:
        return None
    kind = place_word(tokens, end, "kind")
    named = kind is not None and (kind.value is not None or kind.entry.get("level"))
    if kind is not None and named and tokens[end].raw[:1].islower():
        return FoundPlace(first=at, last=kind.last, name=at, name_last=end, sure=True)
    if tokens[end - 1].raw[-2:] in {"'s", "’s"}:
        return None
    cue = place_word_before(tokens, at, "strong cue") or place_word_before(tokens, at, "side")
    first = at
    while cue is None and first and place_word_before(tokens, first, "side") is not None:
        first -= 1
        cue = place_word_before(tokens, first, "strong cue")
    said = place_word_before(tokens, at, "strong cue") is not None or _side_after_cue(tokens, at)
    if not said and not (_where_follows(tokens, end) and _cued(tokens, at)):
        return None
    return FoundPlace(first=at, last=end, name=at, name_last=end, cued=True)


def _where_follows(tokens: Tokens, at: int) -> bool:
    """Whether "where" shows the words before it to be a place: "to Talbiseh, where 12,000 live"."""
    at += at < len(tokens) and tokens[at].raw == ","
    return at < len(tokens) and tokens[at].norm == "where"


def _side_after_cue(tokens: Tokens, at: int) -> bool:
    """Whether "in northern", "near the" stands before a name."""
    first = at
    while (side := place_word_before(tokens, first, "side")) is not None and side.last == first:
        first -= 1
    return first < at and place_word_before(tokens, first, "strong cue") is not None


def _capital_run(tokens: Tokens, at: int) -> int | None:
    """The end of a run of capitalised words that may name a place; None where it may not."""
    last = at
    while last < len(tokens) and last - at < _LONGEST_NAME:
        token = tokens[last]
        if token.kind != "word":
            break
        if last > at and token.start - tokens[last - 1].stop != 1:
            break
        article = token.norm in ARTICLES and last + 1 < len(tokens)
        if not is_capital(token) and not (article and is_capital(tokens[last + 1])):
            break
        roles = place_roles(token)
        if "no place" in roles or ("title" in roles and "name begins" not in roles):
            return None
        if last > at and ("kind" in roles or "country" in roles):
            break
        last += 1
    if last == at or (last < len(tokens) and "body after" in place_roles(tokens[last])
                      and tokens[last].raw[:1].isupper()):  # fmt: skip
        return None
    run = tokens[at:last]
    if any("body after" in place_roles(one) for one in run) or _dated(run[0]):
        return None
    if all(one.raw.isupper() and len(one.raw) <= 5 for one in run):
        return None  # "UN", "FSA": abbreviations
    first = run[0]
    if "country" in place_roles(first) or not first.raw[:1].isalpha():
        return None
    return last


ARTICLES = frozenset(("al", "el", "ar", "as", "ash", "at", "ad", "an", "az", "es", "ez", "ed"))


def is_capital(token: Token) -> bool:
    """Whether a Latin word is capitalised, or is after its article ("al-Rastan")."""
    if token.raw[:1].isupper():
        return True
    head, joint, rest = token.raw.partition("-")
    return bool(joint) and head in ARTICLES and rest[:1].isupper()


def _stands_alone(tokens: Tokens, first: int, last: int) -> bool:
    """Whether no capitalised word beside a Latin name makes it a part of another name."""
    if first and _touches(tokens, first - 1):
        before = tokens[first - 1]
        opens = first == 1 or tokens[first - 2].kind == "sign"
        roles = place_roles(before)
        known = roles.keys() & {"side", "rural", "kind"} and "title" not in roles
        if is_capital(before) and not known and not (opens and "cue" in roles):
            return bool(roles_at(before).keys() & {"month", "weekday"})
        if "title" in roles:
            return False
    return not _in_capitals(tokens, first, last)


def _in_capitals(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a capitalised word after a name makes it a part of a longer one."""
    if last >= len(tokens) or not _touches(tokens, last - 1):
        return False
    after = tokens[last]
    if after.kind != "word":
        return False
    roles = place_roles(after)
    if "body after" in roles and (after.raw[:1].isupper() or after.norm in _BODY_IN_SMALL):
        return True
    if not is_capital(after) or tokens[first].raw.isupper():
        return False
    return not (roles.keys() & {"facility", "country", "kind", "rural"}) and not (
        roles_at(after).keys() & {"month", "weekday"}
    )


_BODY_IN_SMALL = frozenset(
    ("brigade", "battalion", "observatory", "council", "committee", "coordination", "declaration")
)


def _touches(tokens: Tokens, at: int) -> bool:
    """Whether only one blank parts a token from the next."""
    return (
        at + 1 < len(tokens)
        and tokens[at + 1].start - tokens[at].stop <= 1
        and (tokens[at].kind == "word" and tokens[at + 1].kind == "word")
    )


def _in_body(tokens: Tokens, first: int, last: int) -> bool:
    """Whether an Arabic place stands in the name of a body: تنسيقية دوما, مركز حلب الإعلامي."""
    body = place_word_before(tokens, first, "body before")
    if body is not None:
        return True
    after = place_word(tokens, last, "body after")
    return after is not None


def _cued(tokens: Tokens, at: int) -> bool:
    """Whether a word stands before that a place follows, perhaps with a side between."""
    if place_word_before(tokens, at, "cue") is not None:
        return True
    if place_word_before(tokens, at, "kind") or place_word_before(tokens, at, "rural"):
        return True
    return _side_after_cue(tokens, at) or place_word_before(tokens, at, "side") is not None


def _goes_on(tokens: Tokens, at: int, before: FoundPlace | None) -> bool:
    """Whether a place goes on a list or chain of places: "in Homs, Hama and Idlib"."""
    if before is None or before.last > at:
        return False
    gap = [token.norm for token in tokens[before.last : at]]
    return all(word in _LIST_SIGNS for word in gap) and len(gap) <= 2


_LIST_SIGNS = frozenset((",", "،", "-", "/", "and", "و", "(", "or", "او", "&", "in", "في"))


def _heads_line(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name opens its line before a colon or a dash: "Talbiseh: 3 martyrs"."""
    if last >= len(tokens) or tokens[last].raw not in {":", "–", "—", "-", "("}:
        return False
    return all(token.kind != "word" for token in tokens[:first]) or (
        first > 0 and tokens[first - 1].raw in {"،", ",", ";", "؛", "•", "*", "-"}
    )
