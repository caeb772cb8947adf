"""Find where: the places of a sentence, each at its finest ("Talbiseh, Homs" is Talbiseh).

A name of the gazetteer is taken where it is well known (a governorate, a district) or where a word
stands by it that a place follows ("in", "بلدة"); everyday words that are also names of villages
need a word for their kind. A name that no gazetteer holds is a place after such a word too, with
no id. A place in the name of a body ("Aleppo Media Center") or of a person is none, and a dateline
says where a text was written: it gives none.

Of namesakes the one in the country of the text's other places is meant; a name that lies only in
another country needs a word before it that hardly anything but a place follows.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tawthiq.fields import Gazetteer
from tawthiq.reading.model import PlaceMention, Sentence, Token
from tawthiq.reading.where_when.place_cues import ARTICLES, FoundPlace, is_capital
from tawthiq.reading.where_when.place_index import PlaceIndex, index_of
from tawthiq.reading.where_when.place_names import place_at
from tawthiq.reading.where_when.place_words import place_roles, place_word
from tawthiq.reading.where_when.time_words import roles_at

Tokens = Sequence[Token]

_DATELINE_TOKENS = 14
_CUED = 3  # how much more a name tells of the country where a word shows it to be a place
_DASHES = frozenset("-–—")


Chain = tuple[FoundPlace, ...]


def find_all_places(
    sentences: Sequence[Sentence], gazetteer: Gazetteer
) -> dict[int, list[PlaceMention]]:
    """The places of each sentence of a text, left to right, without overlap.

    `words` is the finest name as written, without preposition and without the word for its kind;
    the tokens are those of the whole mention ("the town of Talbiseh in rural Homs").

    Returns:
        `Sentence.index` → what stands in it.
    """
    index = index_of(gazetteer)
    chains = {one.index: _chains_of(one.tokens, index) for one in sentences}
    home = _home([chain for found in chains.values() for chain in found], index)
    return {
        one.index: [
            _mention(one.tokens, chain, index, home)
            for chain in chains[one.index]
            if _is_place(one.tokens, chain, index, home)
        ]
        for one in sentences
    }


def find_places(sentence: Sentence, gazetteer: Gazetteer) -> list[PlaceMention]:
    """The places of a sentence that stands by itself."""
    return find_all_places([sentence], gazetteer)[sentence.index]


def _chains_of(tokens: Tokens, index: PlaceIndex) -> list[Chain]:
    found: list[FoundPlace] = []
    at = _after_dateline(tokens)
    while at < len(tokens):
        place = place_at(tokens, at, index, found[-1] if found else None)
        if place is None:
            at += 1
        else:
            found.append(place)
            at = place.last
    return _chains(tokens, found, index)


# ---- The country of a text ---------------------------------------------------------------------


def _home(chains: Sequence[Chain], index: PlaceIndex) -> str | None:
    """The country that most places of a text lie in; None where nothing tells."""
    told: Counter[str] = Counter()
    for chain in chains:
        sure = len(chain) > 1 or chain[0].sure or chain[0].cued
        for place in chain:
            countries = _countries(place, index)
            if len(countries) == 1:
                told[countries.pop()] += _CUED if sure else 1
    best = told.most_common(1)
    return best[0][0] if best else None


def _countries(place: FoundPlace, index: PlaceIndex) -> set[str]:
    if place.country:
        return {place.country}
    return {country for id_ in place.ids if (country := index.country(id_)) is not None}


def _is_place(tokens: Tokens, chain: Chain, index: PlaceIndex, home: str | None) -> bool:
    """Whether a name that may be another word is a place here."""
    place = chain[0]
    if len(chain) > 1 or place.sure or not place.ids:
        return True
    countries = _countries(place, index)
    if home in countries or not countries or place.strong:
        return True
    short = place.name_last == place.name + 1
    if not place.cued:
        return home is None and (not short or tokens[place.first].raw.isascii() or not place.first)
    return not short or tokens[place.first].raw.isascii()


# ---- Datelines ---------------------------------------------------------------------------------


def _after_dateline(tokens: Tokens) -> int:
    """The token after a dateline: "HOMS, 5 May 2012 –", "دمشق (وكالة) -"."""
    for at in range(1, min(len(tokens), _DATELINE_TOKENS)):
        token = tokens[at]
        if token.raw in _DASHES and token.start > tokens[at - 1].stop:
            head = tokens[:at]
            loud = head[0].raw.isupper() and len(head[0].raw) > 2 and head[0].raw.isascii()
            dated = any(one.kind == "number" and len(one.norm) == 4 for one in head) or any(
                one.kind == "number" and "month" in roles_at(beside)
                for pair in pairwise(head)
                for one, beside in (pair, pair[::-1])
            )
            bracketed = head[-1].raw == ")"
            if (loud or dated or bracketed) and all(map(_in_heading, head)):
                return at + 1
            return 0
    return 0


def _in_heading(token: Token) -> bool:
    if token.kind != "word":
        return token.raw in ",،()/." or (token.kind == "number" and token.norm.isdigit())
    if not token.raw[:1].isascii():
        return not place_roles(token).keys() & {"cue"}
    return token.raw[:1].isupper() or token.norm in ARTICLES


# ---- Chains ------------------------------------------------------------------------------------


def _chains(tokens: Tokens, found: Sequence[FoundPlace], index: PlaceIndex) -> list[Chain]:
    """Places that lie in one another, mention by mention, finest first.

    An everyday word that nothing shows to be a place is dropped here: a chain may show it.
    """
    chains: list[Chain] = []
    for place in found:
        if chains:
            chain = chains[-1]
            joined = _joined(tokens, chain, place, index)
            if joined is not None:
                chains[-1] = joined
                continue
        chains.append((place,))
    return [chain for chain in chains if len(chain) > 1 or not chain[0].everyday]


def _joined(  # noqa: PLR0911, PLR0912 - one branch a way of writing
    tokens: Tokens, chain: Chain, place: FoundPlace, index: PlaceIndex
) -> Chain | None:
    """The chain with one more place, where it lies around it or within it."""
    if place_word(tokens, place.first, "side") is None and _has_and(tokens[place.first]):
        return None
    end = max(one.last for one in chain)
    gap = tokens[end : place.first]
    if 0 < len(gap) <= _NEAR_TOKENS and (
        all(token.norm in _NEAR for token in gap)
        and any(token.norm in _NEAR_HEADS for token in gap)
    ):
        # "قرية سرجة القريبة من معرة النعمان": where the first lies, by what is near it.
        return (replace(chain[0], last=place.last), *chain[1:])
    # "both" where two places may as well be a list: "Talbiseh, Homs and Hama".
    signs = {token.raw for token in gap} & {",", "،", "-", "/", "–"}
    if not all(_connects(token) for token in gap) or len(gap) > 4:
        return None
    said_within = any(token.norm in {"in", "of", "في", "من", "("} for token in gap) or (
        place.glued in {"ب"}
    )
    # "مدينة حلب شمال سوريا": the side of a country around what stands right before it.
    beside = not gap and place.country is not None and place.name_last > place.name + 1
    if not (signs or said_within or beside or _arabic_rural(tokens, place)):
        return None
    if "و" in place.glued:
        return None
    finest, coarsest = chain[0], chain[-1]
    if place.ids:
        if finest.ids and any(
            index.lies_in(a, b) and a != b for a in finest.ids for b in place.ids
        ):
            return (*chain, place)
        if finest.ids and any(
            index.lies_in(b, a) and a != b for a in coarsest.ids for b in place.ids
        ):
            listed = bool(signs) and _list_follows(tokens, place)
            return None if listed or not (signs or said_within) else (place, *chain)
        if not finest.ids and (said_within or _arabic_rural(tokens, place)):
            return (*chain, place)
        if finest.ids and finest.sure and place.rural and (said_within or place.glued):
            # "قرية طرف بريف حمص": what bears the name in the gazetteer lies elsewhere.
            return (replace(finest, ids=()), *chain[1:], place)
        if not finest.ids and signs and not _list_follows(tokens, place):
            return (*chain, place)
        return None
    if said_within and (place.sure and not finest.ids):
        return (*chain, place)
    if place.country is not None and coarsest.country is None and not _list_follows(tokens, place):
        return (*chain, place)
    return None


_NEAR_TOKENS = 3
_NEAR = frozenset(
    ("near", "close", "to", "outside", "south", "north", "east", "west", "of", "just", "the",
     "القريبه", "القريب", "الواقعه", "الواقع", "المجاوره", "المجاور", "بالقرب", "قرب", "من", "ل",
     "شمال", "جنوب", "شرق", "غرب", "شمالي", "جنوبي", "شرقي", "غربي")
)  # fmt: skip
_NEAR_HEADS = _NEAR - {"of", "to", "the", "من", "ل", "just"}


def _has_and(token: Token) -> bool:
    """Whether an Arabic "and" is glued before a word that is known without it."""
    roles = place_roles(token)
    glued = {phrase.glued[:1] for phrases in roles.values() for phrase in phrases}
    return bool(glued) and glued == {"و"}


def _connects(token: Token) -> bool:
    if token.raw in {",", "،", "(", ")", "-", "/", "–"} or token.norm in {
        "in",
        "of",
        "the",
        "في",
        "من",
        "التابعه",
    }:
        return True
    return bool(place_roles(token).keys() & {"side", "rural"})


def _arabic_rural(tokens: Tokens, place: FoundPlace) -> bool:
    return not tokens[place.first].raw.isascii() and place.glued != "" and "ب" in place.glued


def _list_follows(tokens: Tokens, place: FoundPlace) -> bool:
    """Whether a list goes on after a place, so that a comma before it joins equals."""
    if place.last >= len(tokens):
        return False
    after = tokens[place.last]
    if after.norm == "and" or after.norm.startswith("و"):
        return True
    return (
        after.raw in {",", "،"}
        and place.last + 1 < len(tokens)
        and (is_capital(tokens[place.last + 1]))
    )


def _mention(tokens: Tokens, chain: Chain, index: PlaceIndex, home: str | None) -> PlaceMention:
    finest = chain[0]
    names = [_words(tokens, one) for one in chain]
    place_id: str | None = None
    if finest.ids:
        within = [
            id_
            for id_ in finest.ids
            if all(
                not one.ids or any(index.lies_in(id_, other) for other in one.ids)
                for one in chain[1:]
            )
        ]
        known = [name for name, one in zip(names, chain, strict=True) if one.ids]
        place_id = index.rural(names[0]) if finest.rural else None
        if not within and any(one.ids for one in chain[1:]):
            return _named(chain, names[0], None)  # a namesake that lies elsewhere
        within = within or list(finest.ids)
        countries = {index.country(id_) for id_ in within}
        if home in countries and len(countries) > 1:
            within = [id_ for id_ in within if index.country(id_) == home]
            place_id = place_id or index.shared(within)
        place_id = place_id or index.best(within, known, finest.level)
    return _named(chain, names[0], place_id)


def _named(chain: Chain, words: str, place_id: str | None) -> PlaceMention:
    return PlaceMention(
        first=min(one.first for one in chain),
        last=max(one.last for one in chain),
        words=words,
        place_id=place_id,
    )


def _words(tokens: Tokens, place: FoundPlace) -> str:
    """The name as written, each gap one blank, without what is glued before it."""
    parts = [_unglued(tokens[place.name], place.glued)]
    for at in range(place.name + 1, place.name_last):
        gap = " " if tokens[at].start > tokens[at - 1].stop else ""
        parts.append(gap + tokens[at].raw)
    return "".join(parts).removesuffix("'s").removesuffix("’s")


def _unglued(token: Token, glued: str) -> str:
    raw = token.raw
    if not raw.startswith(glued):
        return raw
    bare = raw.removeprefix(glued)
    # "للرقة" is ل + الرقة.
    return "ا" + bare if glued.endswith("ل") and bare.startswith("ل") else bare
