"""A place on its way to be read, and what stands beside its name: cues, lists, bodies, capitals."""

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.fields.model import Level
from tawthiq.reading.model import Token
from tawthiq.reading.where_when.place_index import PlaceIndex
from tawthiq.reading.where_when.place_words import place_roles, place_word, place_word_before
from tawthiq.reading.where_when.time_words import roles_at

Tokens = Sequence[Token]


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


def governorates_of(ids: Sequence[str], index: PlaceIndex) -> tuple[str, ...]:
    """Of the places that bear a name, the governorates; all where there is none."""
    return tuple(id_ for id_ in ids if index.level(id_) == "governorate") or tuple(ids)


def is_date_word(token: Token) -> bool:
    """Whether a token is a word of dates as it stands ("أمس", "منذ")."""
    return any(
        not phrase.glued
        for role, phrases in roles_at(token).items()
        if role not in {"ordinal", "number", "event adjective"}
        for phrase in phrases
    )


def side_after_cue(tokens: Tokens, at: int) -> bool:
    """Whether "in northern", "near the" stands before a name."""
    first = at
    while (side := place_word_before(tokens, first, "side")) is not None and side.last == first:
        first -= 1
    return first < at and place_word_before(tokens, first, "strong cue") is not None


ARTICLES = frozenset(("al", "el", "ar", "as", "ash", "at", "ad", "an", "az", "es", "ez", "ed"))


def is_capital(token: Token) -> bool:
    """Whether a Latin word is capitalised, or is after its article ("al-Rastan")."""
    if token.raw[:1].isupper():
        return True
    head, joint, rest = token.raw.partition("-")
    return bool(joint) and head in ARTICLES and rest[:1].isupper()


def stands_alone(tokens: Tokens, first: int, last: int) -> bool:
    """Whether no capitalised word beside a Latin name makes it a part of another name."""
    if first and one_blank_after(tokens, first - 1):
        before = tokens[first - 1]
        opens = first == 1 or tokens[first - 2].kind == "sign"
        roles = place_roles(before)
        known = roles.keys() & {"side", "rural", "kind"} and "title" not in roles
        if is_capital(before) and not known and not (opens and "cue" in roles):
            return bool(roles_at(before).keys() & {"month", "weekday"})
        if "title" in roles:
            return False
    return not in_longer_name(tokens, first, last)


def in_longer_name(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a capitalised word after a name makes it a part of a longer one."""
    if last >= len(tokens) or not one_blank_after(tokens, last - 1):
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


def one_blank_after(tokens: Tokens, at: int) -> bool:
    """Whether only one blank parts a token from the next."""
    return (
        at + 1 < len(tokens)
        and tokens[at + 1].start - tokens[at].stop <= 1
        and (tokens[at].kind == "word" and tokens[at + 1].kind == "word")
    )


def in_name_of_body(tokens: Tokens, first: int, last: int) -> bool:
    """Whether an Arabic place stands in the name of a body: تنسيقية دوما, مركز حلب الإعلامي."""
    body = place_word_before(tokens, first, "body before")
    if body is not None:
        return True
    after = place_word(tokens, last, "body after")
    return after is not None


def has_cue(tokens: Tokens, at: int) -> bool:
    """Whether a word stands before that a place follows, perhaps with a side between."""
    if place_word_before(tokens, at, "cue") is not None:
        return True
    if place_word_before(tokens, at, "kind") or place_word_before(tokens, at, "rural"):
        return True
    return side_after_cue(tokens, at) or place_word_before(tokens, at, "side") is not None


def goes_on_list(tokens: Tokens, at: int, before: FoundPlace | None) -> bool:
    """Whether a place goes on a list or chain of places: "in Homs, Hama and Idlib"."""
    if before is None or before.last > at:
        return False
    gap = [token.norm for token in tokens[before.last : at]]
    return all(word in _LIST_SIGNS for word in gap) and len(gap) <= 2


_LIST_SIGNS = frozenset((",", "،", "-", "/", "and", "و", "(", "or", "او", "&", "in", "في"))


def opens_line(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name opens its line before a colon or a dash: "Talbiseh: 3 martyrs"."""
    if last >= len(tokens) or tokens[last].raw not in {":", "–", "—", "-", "("}:
        return False
    return all(token.kind != "word" for token in tokens[:first]) or (
        first > 0 and tokens[first - 1].raw in {"،", ",", ";", "؛", "•", "*", "-"}
    )
