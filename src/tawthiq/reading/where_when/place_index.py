"""The names of a gazetteer, found at a token of running text.

Built once for a gazetteer and kept with it. Spellings meet as they do in the gazetteer itself
(Talbiseh / Talbisah, الرقة / الرقه), and an Arabic name is also met with و ف ب ل glued before it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tawthiq.fields import Gazetteer
from tawthiq.fields.model import Level
from tawthiq.fields.placenames import close_key
from tawthiq.fields.text import fold
from tawthiq.reading.model import Token
from tawthiq.reading.where_when.roles import plain, unglued

_LONGEST = 5  # words of one name
_START = 2  # letters by which a first word is told to begin no name
_MOST_KEPT = 65_536
_ANY_NAME = "nm"
_ARTICLES = frozenset(("al", "el", "ar", "as", "ash", "at", "ad", "an", "az", "es", "ez", "ed"))
_ARABIC = re.compile("[\u0620-\u064a]")
_COUNTRY = re.compile("([a-z]{2})-")


class Named(NamedTuple):
    """A name of the gazetteer that ends before token `last`."""

    last: int
    ids: tuple[str, ...]  # of the places that bear it
    glued: str  # what stands glued before its first word
    loose: bool = False  # an Arabic word with an article that the name lacks, or without its own


class PlaceIndex:
    """The names of one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Take up every name, in both scripts."""
        self.gazetteer = gazetteer
        self._ids: dict[str, tuple[str, ...]] = {}
        self._above: dict[str, frozenset[str]] = {}
        self._level: dict[str, Level] = {}
        self._articles: dict[str, set[bool]] = {}  # of names of one Arabic word: with, without
        parents = {place.id: place.parent for place in gazetteer}
        for place in gazetteer:
            self._level[place.id] = place.level
            above, parent = set[str](), place.parent
            while parent is not None:
                above.add(parent)
                parent = parents[parent]
            self._above[place.id] = frozenset(above)
            for name in {place.name_en, place.name_ar, *place.alternates} - {""}:
                key = close_key(name)
                if key and place.id not in self._ids.get(key, ()):
                    self._ids[key] = (*self._ids.get(key, ()), place.id)
                if key and _ARABIC.match(name):
                    self._articles.setdefault(key, set()).add(name.startswith("ال"))
        self._starts = frozenset(key[:_START] for key in self._ids)
        self._windows: dict[str, str] = {}
        self._first: dict[str, tuple[tuple[str, str], ...]] = {}
        self._resolved: dict[tuple[str, ...], str | None] = {}

    def at(self, tokens: Sequence[Token], first: int) -> Named | None:
        """The longest name that begins at a token; None where none does."""
        best: Named | None = None
        for glued, start in self._heads(plain(tokens[first])):
            words, before = start, ""
            for last in range(first + 1, min(len(tokens), first + _LONGEST) + 1):
                if last > first + 1:
                    after = tokens[last - 1]
                    if after.kind != "word":
                        break
                    words = f"{words} {plain(after)}"
                key = self._key(words)
                ids = self._ids.get(key)
                # "Homs" and "Homs city" have one key: the shorter is the name.
                if ids is not None and key != before and (best is None or last > best.last):
                    loose = last == first + 1 and self._is_loose(start, key)
                    best = Named(last, ids, glued, loose)
                before = key
        return best

    def _is_loose(self, word: str, key: str) -> bool:
        """Whether an Arabic word differs from the name by its article ("رقة", "الرقة")."""
        return word.startswith("ال") not in self._articles.get(key, {True, False})

    @staticmethod
    def country(id_: str) -> str | None:
        """The country that an id begins with ("sy-homs"); None where ids are made otherwise."""
        found = _COUNTRY.match(id_)
        return found[1] if found is not None else None

    def level(self, id_: str) -> Level:
        """The level of a place."""
        return self._level[id_]

    def lies_in(self, id_: str, other: str) -> bool:
        """Whether a place lies in another, or is it."""
        return id_ == other or other in self._above[id_]

    def best(self, ids: Sequence[str], words: Sequence[str], level: Level | None) -> str | None:
        """The place that words mean, the finest first; None where several may be meant.

        Args:
            ids: of those that bear the finest name.
            words: the finest name, and the names of what it is said to lie in.
            level: the level that a word for its kind says.
        """
        fitting = [id_ for id_ in ids if self._level[id_] == level] if level else []
        if len(fitting) == 1 and len({self._top(id_) for id_ in ids}) == 1:
            return fitting[0]
        key = (*words, level or "")
        if key not in self._resolved:
            if len(self._resolved) >= _MOST_KEPT:
                self._resolved.clear()
            self._resolved[key] = self._resolve(ids, words)
        return self._resolved[key]

    def _resolve(self, ids: Sequence[str], words: Sequence[str]) -> str | None:
        text = ", ".join(words)[:200]
        found = self.gazetteer.resolve(town=text)
        for id_ in (found.town, found.district, found.governorate):
            if id_ is not None and not id_.startswith("~"):
                return id_ if id_ in ids else None
        return self.shared([id_ for id_ in ids if self._is_own_name(id_, words[0])])

    def _is_own_name(self, id_: str, words: str) -> bool:
        place = self.gazetteer.place(id_)
        return fold(words[:200]) in {fold(place.name_en), fold(place.name_ar)}

    def _top(self, id_: str) -> str:
        return next((up for up in self._above[id_] if self._level[up] == "governorate"), id_)

    def shared(self, ids: Sequence[str]) -> str | None:
        """The one place of several in which all the others lie (Homs: governorate, town)."""
        for id_ in ids:
            if all(self.lies_in(other, id_) for other in ids):
                return id_
        return None

    def rural(self, words: str) -> str | None:
        """The place that "rural Homs", "ريف دمشق" mean."""
        found = self.gazetteer.resolve(governorate=words[:200]).governorate
        return found if found is not None and not found.startswith("~") else None

    def _heads(self, head: str) -> tuple[tuple[str, str], ...]:
        """What a word may be that a name begins with, and what is then glued before it."""
        heads = self._first.get(head)
        if heads is None:
            if len(self._first) >= _MOST_KEPT:
                self._first.clear()
            heads = self._first[head] = tuple(
                (glued, start)
                for glued, start in (("", head), *unglued(head))
                if self._key(start)[:_START] in self._starts and not self._says_kind(start)
            )
        return heads

    def _says_kind(self, word: str) -> bool:
        """Whether a word is left out of keys ("مدينة", "city"): no name begins with it."""
        return self._key(f"{word} {_ANY_NAME}") == _ANY_NAME and word not in _ARTICLES

    def _key(self, words: str) -> str:
        key = self._windows.get(words)
        if key is None:
            if len(self._windows) >= _MOST_KEPT:
                self._windows.clear()
            key = self._windows[words] = close_key(words[:200])
        return key


@lru_cache(maxsize=4)
def index_of(gazetteer: Gazetteer) -> PlaceIndex:
    """The names of a gazetteer, made ready once."""
    return PlaceIndex(gazetteer)
