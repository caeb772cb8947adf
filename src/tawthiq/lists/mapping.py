"""Say what each column of a list becomes, and keep that as TOML beside the list.

A mapping names every column of one file: nothing is left out, and what has no field of its own is
kept as is. Options tell how a column writes its dates and which words stand for "not known".
"""

import difflib
import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import tomli_w

from tawthiq.errors import MappingError
from tawthiq.lists.vocabulary import DATE_FIELDS, FIELDS

Order = Literal["dmy", "mdy", "ymd"]
Calendar = Literal["gregorian", "hijri"]
ORDERS = ("dmy", "mdy", "ymd")
CALENDARS = ("gregorian", "hijri")
_KEYS = ("columns", "date_order", "calendar", "nulls", "country")

# These may be fed by several columns: joined in the order of the file.
_JOINED = {"notes", "keep", "place", "origin", "incident"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What each column becomes. Compare two with ==; the order of columns is no part of it."""

    columns: dict[str, str]  # header -> field
    date_order: dict[str, Order] = field(default_factory=dict)  # header -> order of its dates
    calendar: dict[str, Calendar] = field(default_factory=dict)  # header -> calendar, where fixed
    nulls: tuple[str, ...] = ()  # words that stand for "not known", besides the usual ones
    country: str | None = None  # ISO 3166-1, two letters: where places without one are sought

    def __post_init__(self) -> None:
        """Check everything that can be checked without the file.

        Raises:
            MappingError: an unknown field or option, or two columns for one field.
        """
        _check_fields(self.columns)
        _check_option(self.date_order, ORDERS, "date_order", self.columns)
        _check_option(self.calendar, CALENDARS, "calendar", self.columns)
        if self.country is not None and not (len(self.country) == 2 and self.country.isalpha()):
            raise MappingError(
                f"country is {self.country!r}; expected two letters, such as 'SY' (ISO 3166-1)."
            )

    def columns_of(self, *fields: str) -> list[str]:
        """The columns that become one of these fields: in the order of fields, then of the file."""
        return [c for wanted in fields for c, given in self.columns.items() if given == wanted]

    def check_against(self, columns: list[str], where: str) -> None:
        """Make sure that the mapping speaks of exactly these columns.

        Raises:
            MappingError: a column of the file is not mapped, or one of the mapping is not there.
        """
        for column in self.columns:
            if column not in columns:
                near = difflib.get_close_matches(column, columns, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else "."
                raise MappingError(
                    f"The mapping names a column {column!r}, which {where} does not have{hint} "
                    f"It has: {', '.join(map(repr, columns))}."
                )
        missing = [column for column in columns if column not in self.columns]
        if missing:
            raise MappingError(
                f"The mapping says nothing of the column {missing[0]!r} of {where}. Give it a "
                'field, or "keep" to keep it as it is.'
            )

    def to_dict(self) -> dict[str, Any]:
        """Plain data: what the ledger keeps. The inverse of `from_dict`."""
        data: dict[str, Any] = {"columns": dict(self.columns)}
        if self.date_order:
            data["date_order"] = dict(self.date_order)
        if self.calendar:
            data["calendar"] = dict(self.calendar)
        if self.nulls:
            data["nulls"] = list(self.nulls)
        if self.country:
            data["country"] = self.country
        return data

    @classmethod
    def from_dict(cls, data: Table[str, Any], where: str = "the mapping") -> "Mapping":
        """Read plain data as a mapping.

        Args:
            data: `columns`, and where needed `date_order`, `calendar`, `nulls`, `country`.
            where: how to name it in a message.

        Raises:
            MappingError: a key, field or value that a mapping does not have.
        """
        for key in data:
            if key not in _KEYS:
                near = difflib.get_close_matches(str(key), _KEYS, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else "."
                raise MappingError(
                    f"{where}: there is no setting {key!r}{hint} Known: {', '.join(_KEYS)}."
                )
        columns = _texts(data.get("columns"), "columns", where)
        if not columns:
            raise MappingError(
                f"{where}: the table [columns] is missing. It says what each column becomes, for "
                'example "Date of death" = "death_date".'
            )
        nulls = data.get("nulls", [])
        if not isinstance(nulls, list) or not all(isinstance(word, str) for word in nulls):
            raise MappingError(f'{where}: nulls must be a list of words, such as ["?", "لا يوجد"].')
        country = data.get("country")
        if country is not None and not isinstance(country, str):
            raise MappingError(f"{where}: country must be text, such as 'SY'.")
        return cls(
            columns=columns,
            date_order=cast(
                "dict[str, Order]", _texts(data.get("date_order", {}), "date_order", where)
            ),
            calendar=cast(
                "dict[str, Calendar]", _texts(data.get("calendar", {}), "calendar", where)
            ),
            nulls=tuple(nulls),
            country=country.upper() if country else None,
        )

    def to_toml(self) -> str:
        """The mapping as TOML, to be looked through and changed by a person."""
        data = self.to_dict()
        top = {key: data.pop(key) for key in ("country", "nulls") if key in data}
        return tomli_w.dumps(top | data)

    @classmethod
    def from_toml(cls, text: str, where: str = "the mapping") -> "Mapping":
        """Read TOML as a mapping.

        Raises:
            MappingError: it is no TOML, or `from_dict` refuses it.
        """
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise MappingError(f"{where} is not TOML: {error}.") from error
        return cls.from_dict(data, where)


def _texts(value: object, key: str, where: str) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise MappingError(f"{where}: [{key}] must be a table of texts: one line a column.")
    return {str(name): str(text) for name, text in value.items()}


def _check_fields(columns: dict[str, str]) -> None:
    taken: dict[str, str] = {}
    for column, given in columns.items():
        if given not in FIELDS:
            near = difflib.get_close_matches(given, FIELDS, n=1, cutoff=0.4)
            hint = f"; did you mean {near[0]!r}?" if near else "."
            raise MappingError(
                f"Column {column!r} is mapped to {given!r}, which is no field{hint} "
                f"Fields: {', '.join(FIELDS)}."
            )
        if given in taken and given not in _JOINED:
            raise MappingError(
                f"Columns {taken[given]!r} and {column!r} are both mapped to {given!r}. Map one of "
                'them to another field, or to "keep".'
            )
        taken[given] = column
    parts = [given for given in taken if given.startswith("name_") and given != "name_other"]
    if parts and "name" in taken:
        raise MappingError(
            f"Column {taken['name']!r} is the whole name and {taken[parts[0]]!r} a part of it "
            f'({parts[0]!r}). Map either the whole or the parts, and the rest to "keep".'
        )


def _check_option(
    option: Table[str, str], allowed: tuple[str, ...], key: str, columns: dict[str, str]
) -> None:
    for column, value in option.items():
        if value not in allowed:
            raise MappingError(
                f"{key} of column {column!r} is {value!r}; expected one of {', '.join(allowed)}."
            )
        if columns.get(column) not in DATE_FIELDS:
            raise MappingError(
                f"{key} is given for {column!r}, which is not mapped to a date "
                f"({', '.join(DATE_FIELDS)})."
            )
