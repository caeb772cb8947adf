"""Places by name: governorates, districts and towns, found from the cells of a list.

A name that several places bear is never settled by guessing: what the candidates share is kept
(their governorate, say), and the rest stays as written, marked `~`, with the doubt in words.
"""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Self

from tawthiq.errors import FieldError
from tawthiq.fields.model import Language, Level, Place, PlaceMatch
from tawthiq.fields.placenames import close_key, loose_key, split_cell
from tawthiq.fields.text import check_length, fold, folded_form
from tawthiq.fields.unknown import is_unknown

COLUMNS = ("id", "level", "parent", "name_en", "name_ar", "lat", "lon", "alternates")
MAX_BYTES = 64 * 2**20
_LEVELS: tuple[Level, ...] = ("governorate", "district", "town")
_ID = re.compile(r"[a-z]{2}(?:-[a-z0-9]+)+")
_COUNTRY = re.compile(r"[a-zA-Z]{2}")
_MAX_PIECES = 6  # more in one cell are an address; the first six place it


@dataclass(slots=True)
class _Piece:
    """One name out of the cells, and the places that bear it."""

    text: str
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
        for place in self._places.values():
            names = {place.name_en, place.name_ar, *place.alternates} - {""}
            for key in {close_key(name) for name in names} - {""}:
                self._close.setdefault(key, []).append(place.id)
            for loose in {loose_key(name) for name in names} - {None}:
                self._loose.setdefault(str(loose), []).append(place.id)

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

    def __iter__(self) -> Iterable[Place]:
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
        cells: dict[Level, str] = {}
        pieces: list[_Piece] = []
        for level, cell in zip(_LEVELS, (governorate, district, town), strict=True):
            if cell is None or is_unknown(cell):
                continue
            check_length(cell)
            cells[level] = cell
            names, code = self._names_in(cell, code)
            pieces += [
                self._piece(name, level, len(names) == 1, code) for name in names[:_MAX_PIECES]
            ]
        doubts: list[str] = []
        self._keep_within_governorate(pieces, doubts)
        finest, used = self._best(pieces, doubts)
        return self._match(finest, used, pieces, cells, doubts)

    def _chain_of(self, place: Place) -> dict[Level, str]:
        chain: dict[Level, str] = {place.level: place.id}
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
        close = tuple(self._of_country(self._close.get(close_key(name), ()), code))
        if close:
            return _Piece(name, level, alone, close, False)
        key = loose_key(name)
        loose = tuple(self._of_country(self._loose.get(key, ()) if key else (), code))
        return _Piece(name, level, alone, loose, bool(loose))

    @staticmethod
    def _of_country(ids: Iterable[str], code: str | None) -> Iterable[str]:
        return ids if code is None else (id for id in ids if id.startswith(code + "-"))

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

    def _best(self, pieces: list[_Piece], doubts: list[str]) -> tuple[str | None, set[int]]:
        """Choose the finest place whose chain explains most names; what ties share, if they tie."""
        scores: dict[str, tuple[int, int, int]] = {}
        explained: dict[str, set[int]] = {}
        only_town = len(pieces) == 1 and pieces[0].cell == "town"
        blind = only_town and any(
            self._places[c].level == "governorate" for c in pieces[0].candidates
        )
        for candidate in {c for piece in pieces for c in piece.candidates}:
            used, hints = self._explain(candidate, pieces)
            close = sum(not pieces[i].loose for i in used)
            scores[candidate] = (len(used), close, 0 if blind else hints)
            explained[candidate] = used
        if not scores:
            return None, set()
        best = max(scores.values())
        tied = sorted(c for c, score in scores.items() if score == best)
        finest = tied[0] if len(tied) == 1 else self._shared(tied, blind, pieces, doubts)
        if finest is None:
            return None, set()
        used = explained.get(finest, set())
        for i in sorted(used):
            if pieces[i].loose:
                names = ", ".join(
                    self._places[c].name_en or c
                    for c in pieces[i].candidates
                    if c in self._chains[finest].values()
                )
                doubts.append(f"{pieces[i].text!r} read as {names}")
        return finest, used

    def _explain(self, candidate: str, pieces: list[_Piece]) -> tuple[set[int], int]:
        """Give the names that a chain explains, a name for a level at most, and how many columns fit.

        Names whose column fits the level go first; few names and three levels make greed exact
        enough: a second pass takes what is left.
        """
        chain = self._chains[candidate]
        used: set[int] = set()
        taken: set[Level] = set()
        hints = 0
        for by_column in (True, False):
            for level in _LEVELS:
                if level not in chain or level in taken:
                    continue
                for i, piece in enumerate(pieces):
                    fits = piece.alone and piece.cell == level
                    if i in used or chain[level] not in piece.candidates or by_column != fits:
                        continue
                    used.add(i)
                    taken.add(level)
                    hints += by_column
                    break
        # The finest place must itself be named: its parents alone do not make it.
        level = self._places[candidate].level
        return (used, hints) if level in taken else (set(), 0)

    def _shared(
        self, tied: list[str], blind: bool, pieces: list[_Piece], doubts: list[str]
    ) -> str | None:
        """Give the finest place that all readings lie in; None where they share none."""
        chains = [self._chains[c] for c in tied]
        shared: str | None = None
        for level in _LEVELS:
            ids = {chain.get(level) for chain in chains}
            if len(ids) != 1 or None in ids:
                break
            shared = ids.pop()
        texts = ", ".join(repr(piece.text) for piece in pieces if set(piece.candidates) & set(tied))
        if shared in tied:
            if blind:
                doubts.append(f"{texts} may be the town or the governorate")
            return shared
        where = ", ".join(self._describe(c) for c in tied[:4]) + (", …" if len(tied) > 4 else "")
        doubts.append(f"{texts} may be any of: {where}")
        return shared

    def _describe(self, id: str) -> str:  # noqa: A002
        place = self._places[id]
        top = self._places[self._chains[id]["governorate"]]
        name = place.name_en or place.name_ar
        return f"{name} ({top.name_en or top.name_ar}, {id[:2].upper()})" if top != place else name

    def _match(
        self,
        finest: str | None,
        used: set[int],
        pieces: list[_Piece],
        cells: dict[Level, str],
        doubts: list[str],
    ) -> PlaceMatch:
        found: dict[Level, str] = dict(self._chains[finest]) if finest is not None else {}
        place = self._places[finest] if finest is not None else None
        left = [piece for i, piece in enumerate(pieces) if i not in used]
        if finest is not None:
            # A name that only repeats a level already found says nothing more.
            chain = set(self._chains[finest].values())
            left = [p for p in left if not (set(p.candidates) & chain and _coarser(p, found))]
        loose_ends: dict[Level, list[str]] = {}
        for piece in left:
            level: Level = piece.cell
            if not piece.alone and finest is not None:
                level = "town"
            if level not in found:
                loose_ends.setdefault(level, []).append(piece.text)
        for level, texts in loose_ends.items():
            found[level] = folded_form(" ".join(texts))
        return PlaceMatch(
            governorate=found.get("governorate"),
            district=found.get("district"),
            town=found.get("town"),
            lat=place.lat if place else None,
            lon=place.lon if place else None,
            doubt="; ".join(dict.fromkeys(doubts)) or None,
        )


def _coarser(piece: _Piece, found: dict[Level, str]) -> bool:
    """Say whether the piece's column is one that is already filled."""
    return piece.cell in found or not piece.alone


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
                    f"gazetteer, line {reader.line_num}: the id {place.id!r} stands already in line "
                    f"{lines[place.id]}; ids are unique."
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
            f"{where}: the id is {id_[:100]!r}; expected a country code and a slug, such as 'sy-homs'."
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
