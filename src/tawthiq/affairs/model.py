"""Claims, the things they speak of, doubts, and the page on which a thing is shown.

What a page holds by the thousand is a `Struct`: it is made several times as fast as a data class.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from msgspec import Struct

from tawthiq.affairs.parts import Cut
from tawthiq.statements import Statement

Language = Literal["en", "ar"]
How = Literal["key", "name", "statement", "ambiguous", "unknown"]
"""By what a reference was found: the thing's key, one of its names, the id of a statement of the
same document; several things bear the name; none does."""


class Reference(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """Words of a claim that name a thing."""

    field: str
    words: str
    key: str | None  # of the thing; None: ambiguous or unknown
    how: How


class Claim(Struct, frozen=True, kw_only=True, gc=False):
    """One statement as the register holds it: who says it where, and what it speaks of."""

    id: str
    said: Statement
    document: str  # SHA-256
    source: str | None
    published: date | None  # the day of the document, as far as is known
    status: str  # proposed, confirmed, edited
    reviewer: str | None
    entry: str | None  # of the ledger that holds it; None: only proposed
    references: tuple[Reference, ...] = ()

    @property
    def type(self) -> str:
        """The type of the statement."""
        return str(self.said.__struct_config__.tag)

    @property
    def denied(self) -> bool:
        """Whether whoever puts it forward denies or rejects it."""
        return self.said.stance in ("denies", "rejects")

    def keys(self, name: str) -> tuple[str, ...]:
        """Keys of the things that a field names, as far as they are known."""
        return tuple(one.key for one in self.references if one.field == name and one.key)

    def key(self, name: str) -> str | None:
        """Key of the one thing that a field names; None where none is known."""
        for one in self.references:
            if one.key and one.field == name:
                return one.key
        return None


class Thing(Struct, frozen=True, kw_only=True, gc=False):
    """What several statements speak of: an incident, a body, a charter …"""

    key: str
    type: str
    name: str | None  # in Latin script; the first that a statement gives
    name_ar: str | None
    public: bool = True  # False: a person whose name is withheld from what is published

    def called(self, language: Language) -> str:
        """Its name in a language, in the other one where it has none, or its key."""
        first, second = (self.name_ar, self.name) if language == "ar" else (self.name, self.name_ar)
        return first or second or self.key


class Doubt(Struct, frozen=True, kw_only=True, gc=False):
    """Statements contradict each other, or what can be: for a person to look at."""

    code: str  # a fixed word for machines, such as "signed-before-adopted"
    en: str
    ar: str
    keys: tuple[str, ...] = ()  # of the things in doubt
    claims: tuple[str, ...] = ()  # ids of the statements

    def said(self, language: Language) -> str:
        """In words."""
        return self.ar if language == "ar" else self.en


class Cell(Struct, frozen=True, kw_only=True, gc=False):
    """A value in a table, with the thing that it opens to."""

    text: str
    key: str | None = None


Value = str | int | float | Cell | None
"""What stands in one cell of a table."""


def text_of(value: Value) -> str:
    """A cell as text, for ordering rows."""
    return value.text if isinstance(value, Cell) else "" if value is None else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A field of a thing, with each value that somebody gives it, and who."""

    label: str
    values: tuple[tuple[str, tuple[str, ...]], ...]  # value, who says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headings; the code is a fixed word for machines."""

    code: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str | None = None
    numbers: tuple[int, ...] = ()  # columns that hold numbers
    cut: Cut | None = None  # None: these are all rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values over time for a plot: one body's figures, or how many had signed."""

    label: str
    days: tuple[date, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on a map or a period in a calendar."""

    label: str
    first: date | None = None
    last: date | None = None
    lat: float | None = None
    lon: float | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a plot shows; every value of it stands in a table of the page, or of its next parts."""

    code: str
    kind: Literal["steps", "ranges", "calendar", "map", "tree"]
    title: str
    axis: str = ""  # what the values are, with their unit
    series: tuple[Series, ...] = ()
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that the register holds of a thing, or of a type, in one language."""

    key: str | None  # None: of a whole type
    type: str
    title: str
    language: Language
    on: date | None = None  # as of which day; None: all times
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    doubts_cut: Cut | None = None  # None: these are all doubts
    notes: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)  # the same for machines: plain values

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "key": self.key,
            "type": self.type,
            "title": self.title,
            "as_of": None if self.on is None else self.on.isoformat(),
            "facts": {
                one.label: [
                    {"value": value, "said_by": list(by)} for value, by in one.values
                ]
                for one in self.facts
            },
            "tables": {
                one.code: [
                    dict(zip(one.columns, map(_plain, row), strict=True)) for row in one.rows
                ]
                for one in self.tables
            },
            "doubts": [
                {"code": one.code, "text": one.said(self.language), "keys": list(one.keys),
                 "statements": list(one.claims)}
                for one in self.doubts
            ],
            "notes": list(self.notes),
            **self._parts(),
            **self.data,
        }  # fmt: skip

    def _parts(self) -> dict[str, Any]:
        """Of which lists these are a part, where they are."""
        found = {one.code: one.cut for one in self.tables} | {"doubts": self.doubts_cut}
        cut = {
            code: {"rows_before": one.before, "rows_in_all": one.of}
            for code, one in found.items()
            if one is not None
        }
        return {"parts": cut} if cut else {}


def _plain(cell: Value) -> object:
    return {"text": cell.text, "key": cell.key} if isinstance(cell, Cell) else cell
