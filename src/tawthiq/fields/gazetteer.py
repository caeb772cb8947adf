"""Places by name: governorates, districts and towns, found from the cells of a list.

A name that several places bear is never settled by guessing: what the candidates share is kept
(their governorate, say), and the rest stays as written, marked `~`, with the doubt in words.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Self

from tawthiq.errors import FieldError
from tawthiq.fields.model import Language, Level, Place, PlaceMatch
from tawthiq.fields.placenames import close_key, loose_key, split_cell, without_rural
from tawthiq.fields.text import MAX_LENGTH, check_length, fold, folded_form
from tawthiq.fields.unknown import is_unknown

COLUMNS = ("id", "level", "parent", "name_en", "name_ar", "lat", "lon", "alternates")
MAX_BYTES = 64 * 2**20
_LEVELS: tuple[Level, ...] = ("governorate", "district", "town")
_Chain = dict[Level, str]  # a place and the places it lies in, by level
_ID = re.compile(r"[a-z]{2}(?:-[a-z0-9]+)+")
_COUNTRY = re.compile(r"[a-zA-Z]{2}")
_MAX_PIECES = 6  # more in one cell are an address; the first six place it


@dataclass(slots=True)
class _Piece:
    """One name out of the cells, and the places that bear it."""

    text: str
    key: str
    cell: Level  # the column it stood in
    alone: bool  # the only name in its cell, so that its column says its level
    candidates: tuple[str, ...]
    loose: bool  # found by its consonants only


class Gazetteer:
    """A set of places and the names they go by."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Index the places.

        Raises:
            FieldError: an id twice, a parent that is missing or of no higher level.
        """
        self._places: dict[str, Place] = {}
        for place in places:
            if place.id in self._places:
                raise FieldError(f"the id {place.id!r} stands twice in the gazetteer.")
            self._places[place.id] = place
        self._chains = {place.id: self._chain_of(place) for place in self._places.values()}
        self._close: dict[str, list[str]] = {}
        self._loose: dict[str, list[str]] = {}
        self._own_keys: dict[str, frozenset[str]] = {}
        for place in self._places.values():
            names = {place.name_en, place.name_ar, *place.alternates} - {""}
            keys = {close_key(name) for name in names} - {""}
            for key in keys:
                self._close.setdefault(key, []).append(place.id)
            for loose in {loose_key(key) for key in keys} - {None}:
                self._loose.setdefault(str(loose), []).append(place.id)
            self._own_keys[place.id] = frozenset(map(close_key, (place.name_en, place.name_ar)))

    @classmethod
    def default(cls) -> "Gazetteer":
        """Give the gazetteer of the package: the Arabic-speaking countries, after GeoNames."""
        return _default()

    @classmethod
    def from_csv(cls, source: bytes | str | Path) -> Self:
        """Read a gazetteer from CSV (UTF-8), given as bytes or as a path.

        The columns are `COLUMNS`; `alternates` parts its names by `|`; `parent` is empty for a
        governorate; `lat` and `lon` are degrees, or both empty.

        Raises:
            FieldError: the file or one of its lines is not so; the message names the line.
        """
        if isinstance(source, bytes):
            data = source
        else:
            try:
                data = Path(source).read_bytes()
            except OSError as error:
                raise FieldError(f"{source}: cannot be read ({error.strerror}).") from error
        return cls(_read_places(data))

    def to_csv(self) -> bytes:
        """Write the gazetteer as `from_csv` reads it, in the order it was read."""
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(COLUMNS)
        for p in self._places.values():
            lat, lon = ("" if v is None else f"{v:.10g}" for v in (p.lat, p.lon))
            alternates = "|".join(p.alternates)
            writer.writerow(
                (p.id, p.level, p.parent or "", p.name_en, p.name_ar, lat, lon, alternates)
            )
        return buffer.getvalue().encode()

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    def place(self, id: str) -> Place:  # noqa: A002 - the column is called id
        """Give the place of an id.

        Raises:
            FieldError: no such place.
        """
        try:
            return self._places[id]
        except KeyError:
            raise FieldError(f"the gazetteer has no place {id!r}.") from None

    def name(self, id: str, lang: Language) -> str:  # noqa: A002
        """Give the name of a place in a language, or in the other where it has none there.

        Args:
            id: an id, or `~text`, which gives back the text.
            lang: "en" or "ar".

        Raises:
            FieldError: no such place.
        """
        if id.startswith("~"):
            return id[1:]
        place = self.place(id)
        first, second = place.name_en, place.name_ar
        return (second or first) if lang == "ar" else (first or second)

    def resolve(
        self,
        governorate: str | None = None,
        district: str | None = None,
        town: str | None = None,
        country: str | None = None,
    ) -> PlaceMatch:
        """Find the place that cells name, each alone or as one free text ("Homs - Talbiseh").

        Each cell may hold several names in any order, and need not fit its column. The names must
        lie within one another; of several such readings, the one that explains most names counts.

        Args:
            governorate: cells as written, at most 200 characters each; None where not given.
            district: the same.
            town: the same.
            country: ISO 3166-1 code or name, to which to keep.

        Returns:
            Ids where found; `~` and the folded text where a name was given and not found, or is
            borne by several places; None where nothing was given.

        Raises:
            FieldError: a cell of more than 200 characters.
        """
        code = _country_code(country) if country and not is_unknown(country) else None
        pieces: list[_Piece] = []
        for level, cell in zip(_LEVELS, (governorate, district, town), strict=True):
            if cell is None or is_unknown(cell):
                continue
            check_length(cell)
            names, code = self._names_in(cell, code)
            pieces += [
                self._piece(name, level, len(names) == 1, code) for name in names[:_MAX_PIECES]
            ]
        doubts: list[str] = []
        self._keep_within_governorate(pieces, doubts)
        chain, used = self._best(pieces, doubts)
        return self._match(chain, used, pieces, doubts)

    def _chain_of(self, place: Place) -> _Chain:
        chain: _Chain = {place.level: place.id}
        while place.parent is not None:
            parent = self._places.get(place.parent)
            if parent is None:
                raise FieldError(
                    f"{place.id}: its parent {place.parent!r} is not in the gazetteer."
                )
            if _LEVELS.index(parent.level) >= _LEVELS.index(place.level):
                raise FieldError(
                    f"{place.id}: its parent {parent.id} is a {parent.level}; a {place.level} lies "
                    "in a place of a higher level."
                )
            chain[parent.level] = parent.id
            place = parent
        return chain

    def _names_in(self, cell: str, code: str | None) -> tuple[list[str], str | None]:
        """Cut a cell into names; a country among them is a restriction, not a place."""
        names: list[str] = []
        for piece in split_cell(cell):
            if is_unknown(piece):
                continue
            names += self._cut(piece)
        if len(names) > 1:
            for name in names:
                found = _countries().get(close_key(name))
                if found is not None and close_key(name) not in self._close:
                    return [other for other in names if other is not name], code or found
        return names, code

    def _cut(self, piece: str) -> list[str]:
        """Cut "Homs-Talbiseh" or "حمص تلبيسة" where both sides are known and the whole is not."""
        if close_key(piece) in self._close:
            return [piece]
        for separators in ("-", " "):
            for i, c in enumerate(piece):
                if c in separators:
                    left, right = piece[:i].strip(), piece[i + 1 :].strip()
                    if close_key(left) in self._close and close_key(right) in self._close:
                        return [left, right]
        return [piece]

    def _piece(self, name: str, level: Level, alone: bool, code: str | None) -> _Piece:
        key = close_key(name)
        found = tuple(self._of_country(self._close.get(key, ()), code))
        if found:
            return _Piece(name, key, level, alone, found, False)
        town = without_rural(name)
        if town is not None:
            around = self._of_country(self._close.get(close_key(town), ()), code)
            found = tuple(id_ for id_ in around if self._places[id_].level == "governorate")
            if found:
                return _Piece(name, close_key(town), level, alone, found, False)
        loose = loose_key(key)
        found = tuple(self._of_country(self._loose.get(loose, ()) if loose else (), code))
        return _Piece(name, key, level, alone, found, bool(found))

    @staticmethod
    def _of_country(ids: Iterable[str], code: str | None) -> Iterable[str]:
        return ids if code is None else (id_ for id_ in ids if id_.startswith(code + "-"))

    def _keep_within_governorate(self, pieces: list[_Piece], doubts: list[str]) -> None:
        """A governorate given in its own column binds the other names."""
        stated = [p for p in pieces if p.cell == "governorate" and p.alone]
        if not stated:
            return
        allowed = {c for c in stated[0].candidates if self._places[c].level == "governorate"}
        if not stated[0].candidates and len(pieces) > 1:
            doubts.append(f"the governorate {stated[0].text!r} is not known")
        for piece in pieces:
            if piece is stated[0] or (stated[0].candidates and not allowed):
                continue
            within = tuple(c for c in piece.candidates if self._chains[c]["governorate"] in allowed)
            if piece.candidates and not within and allowed:
                doubts.append(f"{piece.text!r} is not known in {stated[0].text!r}")
            piece.candidates = within
        if allowed:
            stated[0].candidates = tuple(allowed)

    def _best(self, pieces: list[_Piece], doubts: list[str]) -> tuple[_Chain, set[int]]:
        """Choose the chain of places that explains most names; what the best share, if they tie.

        Between chains that explain as many names, a name found as it is written weighs before one
        found by its consonants, a place's own name before another spelling of it, a column that
        fits the level before one that does not, and a governorate that is named before none.
        """
        readings: list[tuple[tuple[int, ...], _Chain, set[int]]] = []
        alone = len(pieces) == 1 and pieces[0].cell == "town"
        blind = alone and any(self._places[c].level == "governorate" for c in pieces[0].candidates)
        for chain in self._chains_named_by(pieces):
            used, hints = _explain(chain, pieces)
            if not used:
                continue
            close = sum(not pieces[i].loose for i in used)
            own = sum(any(pieces[i].key in self._own_keys[c] for c in chain.values()) for i in used)
            top = any(chain["governorate"] in pieces[i].candidates for i in used)
            score = (len(used), close, 0 if blind else hints, own, len(pieces) > 1 and top)
            readings.append((score, chain, used))
        if not readings:
            return {}, set()
        best = max(score for score, _, _ in readings)
        tied = [(chain, used) for score, chain, used in readings if score == best]
        chain, used = tied[0]
        if len(tied) > 1:
            chain = self._shared([chain for chain, _ in tied], pieces, doubts)
            used = _explain(chain, pieces)[0] if chain else set()
        for i in sorted(used):
            if pieces[i].loose:
                read = [self._label(c) for c in chain.values() if c in pieces[i].candidates]
                doubts.append(f"{pieces[i].text!r} read as {', '.join(read)}")
        return chain, used

    def _chains_named_by(self, pieces: list[_Piece]) -> list[_Chain]:
        """Give the chains whose finest place is named.

        The gazetteer does not know the district of every town; a district given in its own column
        then stands, if it lies in the town's governorate.
        """
        ids = dict.fromkeys(c for piece in pieces for c in piece.candidates)
        chains = [self._chains[c] for c in ids]
        stated = {c for p in pieces if p.cell == "district" and p.alone for c in p.candidates}
        for chain in list(chains):
            if "town" not in chain or "district" in chain:
                continue
            for district in sorted(stated):
                place = self._places[district]
                if place.level == "district" and place.parent == chain["governorate"]:
                    chains.append({**chain, "district": district})
        return chains

    def _shared(self, tied: list[_Chain], pieces: list[_Piece], doubts: list[str]) -> _Chain:
        """Give the chain down to which all readings agree, and say how they differ."""
        shared: _Chain = {}
        for level in _LEVELS:
            ids = {chain.get(level) for chain in tied}
            id_ = ids.pop()
            if ids or id_ is None:
                break
            shared[level] = id_
        finest = [_finest(chain) for chain in tied]
        texts = ", ".join(repr(p.text) for p in pieces if set(p.candidates) & set(finest))
        if shared and _finest(shared) in finest:
            levels = [level for level in _LEVELS if any(_is_at(c, level) for c in tied)]
            doubts.append(f"{texts} may be the {' or the '.join(levels)}")
        else:
            where = ", ".join(map(self._describe, finest[:4])) + (", …" if len(tied) > 4 else "")
            doubts.append(f"{texts} may be any of: {where}")
        return shared

    def _label(self, id_: str) -> str:
        return self._places[id_].name_en or self._places[id_].name_ar

    def _describe(self, id_: str) -> str:
        top = self._chains[id_]["governorate"]
        return (
            f"{self._label(id_)} ({'' if top == id_ else self._label(top) + ', '}{id_[:2].upper()})"
        )

    def _match(
        self, chain: _Chain, used: set[int], pieces: list[_Piece], doubts: list[str]
    ) -> PlaceMatch:
        found: dict[Level, str] = dict(chain)
        loose_ends: dict[Level, list[str]] = {}
        for i, piece in enumerate(pieces):
            # A name that only repeats a place already found says nothing more.
            if i in used or set(piece.candidates) & set(chain.values()):
                continue
            level: Level = "town" if chain and not piece.alone else piece.cell
            if level not in chain:
                loose_ends.setdefault(level, []).append(piece.text)
        for level, texts in loose_ends.items():
            found[level] = folded_form(" ".join(texts))
        place = self._places[_finest(chain)] if chain else None
        return PlaceMatch(
            governorate=found.get("governorate"),
            district=found.get("district"),
            town=found.get("town"),
            lat=place.lat if place else None,
            lon=place.lon if place else None,
            doubt="; ".join(dict.fromkeys(doubts)) or None,
        )


def _finest(chain: _Chain) -> str:
    return next(chain[level] for level in reversed(_LEVELS) if level in chain)


def _is_at(chain: _Chain, level: Level) -> bool:
    return chain.get(level) == _finest(chain)


def _explain(chain: _Chain, pieces: list[_Piece]) -> tuple[set[int], int]:
    """Give the names that a chain explains, each level one name, and how many stand in its column.

    Names that stand in the column of the level go first; with three levels, taking what is left in
    a second pass is exact enough. A chain whose finest place is not named explains nothing.
    """
    used: set[int] = set()
    taken: set[Level] = set()
    in_column = 0
    for by_column in (True, False):
        for level, id_ in chain.items():
            if level in taken:
                continue
            for i, piece in enumerate(pieces):
                fits = piece.alone and piece.cell == level
                if i not in used and id_ in piece.candidates and by_column == fits:
                    used.add(i)
                    taken.add(level)
                    in_column += by_column
                    break
    named = any(_is_at(chain, level) for level in taken)
    return (used, in_column) if named else (set(), 0)


@cache
def _default() -> Gazetteer:
    data = files(__package__) / "data" / "gazetteer.csv"
    return Gazetteer(_read_places(data.read_bytes()))


@cache
def _countries() -> dict[str, str]:
    text = (files(__package__) / "data" / "countries.csv").read_text("utf-8")
    keys: dict[str, str] = {}
    for row in csv.DictReader(io.StringIO(text)):
        for name in (row["name_en"], row["name_ar"], *row["alternates"].split("|")):
            if name:
                keys[close_key(name)] = row["code"].lower()
    return keys


def country_code(name: str) -> str | None:
    """Give the lower-case code (ISO 3166-1) of a country by its name; None for any other words."""
    return _countries().get(close_key(name[:MAX_LENGTH]))


def _country_code(country: str) -> str:
    """Give the lower-case code of a country, given as code or name.

    A country that is not known gives its folded name: no place lies in it, so none is found there.
    """
    check_length(country)
    bare = country.strip()
    found = _countries().get(close_key(bare))
    if found is not None:
        return found
    return bare.lower() if _COUNTRY.fullmatch(bare) else fold(bare)


def _read_places(data: bytes) -> list[Place]:
    if len(data) > MAX_BYTES:
        raise FieldError(
            f"a gazetteer has at most {MAX_BYTES:,} bytes; this one has {len(data):,}."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FieldError(f"gazetteer, line {line}: not UTF-8; save the file as UTF-8.") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    places: list[Place] = []
    lines: dict[str, int] = {}
    try:
        header = next(reader, [])
        if tuple(name.strip() for name in header) != COLUMNS:
            raise FieldError(
                f"gazetteer, line 1: the columns are {','.join(header)[:100]!r}; expected "
                f"{','.join(COLUMNS)!r}."
            )
        for row in reader:
            if not row:
                continue
            place = _place_of(row, reader.line_num)
            if place.id in lines:
                raise FieldError(
                    f"gazetteer, line {reader.line_num}: the id {place.id!r} stands already in "
                    f"line {lines[place.id]}; ids are unique."
                )
            lines[place.id] = reader.line_num
            places.append(place)
    except csv.Error as error:
        raise FieldError(f"gazetteer, line {reader.line_num}: not CSV ({error}).") from error
    levels = {place.id: place.level for place in places}
    for place in places:
        _check_parent(place, levels, lines[place.id])
    return places


def _check_parent(place: Place, levels: dict[str, Level], line: int) -> None:
    if place.parent is None:
        return
    level = levels.get(place.parent)
    if level is None:
        raise FieldError(f"gazetteer, line {line}: the parent {place.parent!r} has no line.")
    if _LEVELS.index(level) >= _LEVELS.index(place.level):
        raise FieldError(
            f"gazetteer, line {line}: the parent {place.parent!r} is a {level}; a {place.level} "
            "lies in a place of a higher level."
        )


def _place_of(row: list[str], line: int) -> Place:
    if len(row) != len(COLUMNS):
        raise FieldError(
            f"gazetteer, line {line}: {len(row)} cells; expected {len(COLUMNS)}. Quote a cell that "
            "holds a comma."
        )
    id_, level, parent, name_en, name_ar, lat, lon, alternates = (cell.strip() for cell in row)
    where = f"gazetteer, line {line}"
    if not _ID.fullmatch(id_) or len(id_) > 100:
        raise FieldError(
            f"{where}: the id is {id_[:100]!r}; expected a country code and a slug, such as "
            "'sy-homs'."
        )
    known = next((known for known in _LEVELS if known == level), None)
    if known is None:
        raise FieldError(f"{where}: the level is {level[:40]!r}; expected {', '.join(_LEVELS)}.")
    if bool(parent) == (known == "governorate"):
        raise FieldError(f"{where}: a governorate has no parent, any other place has one.")
    names = tuple(name for name in alternates.split("|") if name)
    if not name_en and not name_ar:
        raise FieldError(f"{where}: the place has no name; give name_en or name_ar.")
    for name in (name_en, name_ar, *names):
        if len(name) > 200 or name[:1] in {"=", "+", "-", "@", "~"} or not name.isprintable():
            raise FieldError(f"{where}: {name[:40]!r} is no name of a place.")
    return Place(
        id=id_,
        level=known,
        parent=parent or None,
        name_en=name_en,
        name_ar=name_ar,
        lat=_degrees(lat, 90, f"{where}: lat"),
        lon=_degrees(lon, 180, f"{where}: lon"),
        alternates=names,
    )


def _degrees(text: str, most: int, where: str) -> float | None:
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,3}(?:\.\d{1,12})?", text, re.ASCII) or abs(float(text)) > most:
        raise FieldError(f"{where} is {text[:40]!r}; expected degrees from -{most} to {most}.")
    return float(text)
