"""Places in Latin letters, told by their capitals and what stands beside them."""

from collections.abc import Sequence

from tawthiq.reading.model import Token
from tawthiq.reading.where_when.place_cues import (
    ARTICLES,
    FoundPlace,
    goes_on_list,
    governorates_of,
    has_cue,
    is_capital,
    is_date_word,
    opens_line,
    side_after_cue,
    stands_alone,
)
from tawthiq.reading.where_when.place_index import PlaceIndex
from tawthiq.reading.where_when.place_words import place_roles, place_word, place_word_before

Tokens = Sequence[Token]


_LONGEST_NAME = 4


def latin_name(
    tokens: Tokens, at: int, index: PlaceIndex, before: FoundPlace | None
) -> FoundPlace | None:
    """A name that stands by itself; `before` is the place read before it."""
    known = index.at(tokens, at)
    kind_after = None
    if known is not None:
        kind_after = place_word(tokens, known.last, "kind") or place_word(
            tokens, known.last, "rural"
        )
    if known is None:
        return _unknown_latin(tokens, at)
    if is_date_word(tokens[at]) and known.last == at + 1:
        return None
    if not stands_alone(tokens, at, known.last):
        longer = _unknown_latin(tokens, at)
        return longer if longer is not None and longer.last > known.last else None
    everyday = place_word(tokens, at, "everyday") is not None and known.last == at + 1
    goes_on = goes_on_list(tokens, at, before)
    cued = has_cue(tokens, at) or goes_on or kind_after is not None
    famous = any(index.level(id_) != "town" for id_ in known.ids)
    if not (famous or cued or opens_line(tokens, at, known.last)):
        return None
    last, name_last, level = known.last, known.last, None
    ids, rural = known.ids, False
    if kind_after is not None:
        last, level = kind_after.last, kind_after.entry.get("level")
        ids = () if kind_after.value == "quarter" else ids
        rural = place_word(tokens, known.last, "rural") is not None
        if rural:
            ids, name_last, level = governorates_of(ids, index), last, "governorate"
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
    end = capital_run(tokens, at)
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
    said = place_word_before(tokens, at, "strong cue") is not None or side_after_cue(tokens, at)
    if not said and not (_where_follows(tokens, end) and has_cue(tokens, at)):
        return None
    return FoundPlace(first=at, last=end, name=at, name_last=end, cued=True)


def _where_follows(tokens: Tokens, at: int) -> bool:
    """Whether "where" shows the words before it to be a place: "to Talbiseh, where 12,000 live"."""
    at += at < len(tokens) and tokens[at].raw == ","
    return at < len(tokens) and tokens[at].norm == "where"


def capital_run(tokens: Tokens, at: int) -> int | None:
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
    if any("body after" in place_roles(one) for one in run) or is_date_word(run[0]):
        return None
    if all(one.raw.isupper() and len(one.raw) <= 5 for one in run):
        return None  # "UN", "FSA": abbreviations
    first = run[0]
    if "country" in place_roles(first) or not first.raw[:1].isalpha():
        return None
    return last
