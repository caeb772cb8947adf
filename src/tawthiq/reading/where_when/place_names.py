"""Read one place at a token: a name, what stands before it, and the word for its kind.

Positions are tokens of one sentence. Latin names are told by their capitals and what stands beside
them, Arabic ones by the words and small glued words before them.
"""

from collections.abc import Sequence

from tawthiq.fields.model import Level
from tawthiq.reading.model import Token
from tawthiq.reading.where_when.arabic_places import after_sides, arabic_name, unknown_arabic
from tawthiq.reading.where_when.latin_places import capital_run, latin_name
from tawthiq.reading.where_when.place_cues import (
    FoundPlace,
    governorates_of,
    has_cue,
    in_longer_name,
    in_name_of_body,
    is_capital,
    one_blank_after,
    stands_alone,
)
from tawthiq.reading.where_when.place_index import PlaceIndex
from tawthiq.reading.where_when.place_words import place_roles, place_word

Tokens = Sequence[Token]


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
        if whole is not None and whole.last > at + 1 and not in_longer_name(tokens, at, whole.last):
            return FoundPlace(
                first=at, last=whole.last, name=at, name_last=whole.last, ids=whole.ids
            )
        return _kind_then_name(tokens, at, index)
    roles = place_roles(token)
    if "kind" in roles or "rural" in roles:
        found = _kind_then_name(tokens, at, index)
        if found is not None:
            return found
    reader = latin_name if latin else arabic_name
    return reader(tokens, at, index, before) or _country(tokens, at)


def _country(tokens: Tokens, at: int) -> FoundPlace | None:
    word = place_word(tokens, at, "country")
    if word is None or (tokens[at].raw.isascii() and in_longer_name(tokens, at, word.last)):
        return None
    if not tokens[at].raw.isascii() and not word.glued and not has_cue(tokens, at):
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
    if (
        compass is None
        or compass.last >= len(tokens)
        or not one_blank_after(tokens, compass.last - 1)
    ):
        return None
    whole = index.at(tokens, at)
    if whole is not None and whole.last > compass.last:
        return None  # "South Kordofan": a name of the gazetteer
    latin, after = tokens[at].raw.isascii(), compass.last
    country = place_word(tokens, after, "country")
    if country is not None and not country.glued and (not latin or is_capital(tokens[after])):
        if latin and in_longer_name(tokens, after, country.last):
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
    if not stands_alone(tokens, after, known.last) or not has_cue(tokens, at):
        return None
    return FoundPlace(first=at, last=known.last, name=at, name_last=known.last, cued=True)


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
        if latin and in_longer_name(tokens, name, known.last):
            return None
        if not latin and in_name_of_body(tokens, at, known.last):
            return None
        if kind is None:
            last = known.last if latin else after_sides(tokens, known.last)
            return FoundPlace(
                first=at, last=last, name=at, name_last=known.last,
                ids=governorates_of(known.ids, index), glued=word.glued,
                level="governorate", sure=True, rural=True,
            )  # fmt: skip
        last = known.last if latin else after_sides(tokens, known.last)
        return FoundPlace(
            first=at, last=last, name=name, name_last=known.last,
            ids=() if kind.value == "quarter" else known.ids, level=level, sure=True,
        )  # fmt: skip
    if kind is None:
        return None
    if latin:
        end = capital_run(tokens, name)
        if end is None:
            return None
        return FoundPlace(first=at, last=end, name=name, name_last=end, sure=True)
    return unknown_arabic(tokens, at, name)
