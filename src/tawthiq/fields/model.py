"""What a cell can turn out to hold: each a closed range, because a source may not know exactly."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Order = Literal["dmy", "mdy", "ymd"]
Calendar = Literal["gregorian", "hijri"]
Level = Literal["governorate", "district", "town"]
Language = Literal["en", "ar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """One day, somewhere in a closed interval of days."""

    earliest: date | None  # None: the source sets no first day ("before 5 May")
    latest: date | None  # None: the source sets no last day ("after 5 May")
    edtf: str  # the same in EDTF (ISO 8601-2); an unsure day is a set, `[2012-08-03..2012-08-05]`
    calendar: str  # the calendar the source wrote in: "gregorian" or "hijri"
    doubt: str | None  # why the reading is not beyond doubt, for a person to read


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeRange:
    """An age in years, somewhere in a closed interval; completed years where whole."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRange:
    """How many people a cell speaks of: at least `low`, at most `high`."""

    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One row of a gazetteer."""

    id: str  # a slug: "sy-homs", "sy-homs-talbiseh"; the first part is the country (ISO 3166-1)
    level: Level
    parent: str | None  # the id of the district or governorate it lies in; None for a governorate
    name_en: str
    name_ar: str
    lat: float | None  # degrees north, WGS 84
    lon: float | None  # degrees east, WGS 84
    alternates: tuple[str, ...]  # other spellings, in any script


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMatch:
    """Where a cell (or several) places something; ids of the gazetteer, or `~` + folded text."""

    governorate: str | None
    district: str | None
    town: str | None
    lat: float | None  # of the finest place that was found, degrees
    lon: float | None
    doubt: str | None
