"""Places in Arabic, told by the words and small glued words before them."""

from collections.abc import Sequence
from functools import cache

from tawthiq.reading.model import Token
from tawthiq.reading.terms import load_terms
from tawthiq.reading.tokens import tokenise
from tawthiq.reading.where_when.place_cues import (
    FoundPlace,
    goes_on_list,
    has_cue,
    in_name_of_body,
    is_date_word,
    one_blank_after,
    opens_line,
)
from tawthiq.reading.where_when.place_index import PlaceIndex
from tawthiq.reading.where_when.place_words import place_roles, place_word, place_word_before
from tawthiq.reading.where_when.roles import plain
from tawthiq.reading.where_when.time_words import roles_at

Tokens = Sequence[Token]


def unknown_arabic(tokens: Tokens, at: int, name: int) -> FoundPlace | None:
    """A name that the gazetteer does not hold, after a singular word for its kind."""
    kind = plain(tokens[at])
    if kind.endswith(_PLURAL_KINDS) or in_name_of_body(tokens, at, name + 1):
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
    end = after_sides(tokens, last)
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
    return len(token.norm) > 2 and not is_date_word(token)


def after_sides(tokens: Tokens, at: int) -> int:
    """After "ريف حمص" its side: الشمالي, الجنوبي الغربي."""
    side = place_word(tokens, at, "side")
    while side is not None and not side.glued and plain(tokens[at]).startswith("ال"):
        at = side.last
        side = place_word(tokens, at, "side")
    return at


def arabic_name(  # noqa: PLR0911 - one branch a way of writing
    tokens: Tokens, at: int, index: PlaceIndex, before: FoundPlace | None
) -> FoundPlace | None:
    """A name that stands by itself; `before` is the place read before it."""
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
    if in_name_of_body(tokens, at, known.last):
        return None
    if known.last == at + 1 and is_date_word(tokens[at]):
        return None
    title = place_word_before(tokens, at, "title")
    if title is not None:
        return None
    everyday = len(name) == 1 and (known.loose or place_word(tokens, at, "everyday") is not None)
    famous = any(index.level(id_) != "town" for id_ in known.ids)
    if everyday and at and tokens[at - 1].norm == "في" and not _owns_next(tokens, known.last):
        well_known = place_word(tokens, at, "well known") is not None
        everyday = not (well_known or (famous and known.loose))
    goes_on = goes_on_list(tokens, at, before)
    strong = known.glued in {"ب", "وب", "فب"} or goes_on
    strong = strong or place_word_before(tokens, at, "strong cue") is not None
    if len(name) == 1 and _owns_next(tokens, known.last) and not goes_on:
        strong = False
    cued = known.glued in {"ب", "وب", "فب", "ل"} or has_cue(tokens, at) or goes_on
    if known.glued in {"ل", "ول"} and not famous:
        return None
    if not (famous or cued or opens_line(tokens, at, known.last)):
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
    if not (begins.glued in {"ب", "وب"} or has_cue(tokens, at)):
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
    if at == 0 or after >= len(tokens) or not one_blank_after(tokens, at):
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
