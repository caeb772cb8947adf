"""Statements as one flat table: a column for every field that any type known here has.

What no column holds (fields of a newer version, types not known to this one) stands as JSON in the
column `other`: an export loses nothing. `huridocs` holds the codes that stand beside terms, each as
"attribution 28:010200000000 narrower officials".
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tawthiq.register import StatementTable
from tawthiq.statements import codes_in, types

_FIRST = ("id", "type", "document", "source", "status", "start", "end", "quote")
_REVIEW = ("review_by", "review_reason", "review_entry")


def statements_table(table: StatementTable) -> pl.DataFrame:
    """Every statement, whatever its type, one a row."""
    fields = _fields()
    wide: dict[str, list[Any]] = {name: [] for name in fields}
    other: list[str | None] = []
    codes: list[list[str] | None] = []
    for one in table.statements:
        known = one.type in types()
        said = one.fields
        for name in fields:
            wide[name].append(said.pop(name, None) if known else None)
        other.append(json.dumps(said, ensure_ascii=False) if said else None)
        codes.append([_coded(code) for code in codes_in(one.raw)] or None)
    frame = table.statement_frame()
    return frame.select(
        *_FIRST,
        *(_series(name, values) for name, values in wide.items()),
        pl.Series("huridocs", codes, dtype=pl.List(pl.String)),
        pl.Series("other", other, dtype=pl.String),
        *_REVIEW,
    )


def _coded(code: Mapping[str, Any]) -> str:
    """One code in a cell: field, list and code, what it is beside our term, of whom it holds."""
    said = (code["field"], f"{code['list']}:{code['code']}", code["relation"], code.get("who", ""))
    return " ".join(filter(None, said))


def _fields() -> list[str]:
    """The fields of all types known here, in the order in which the classes name them."""
    found: dict[str, None] = {}
    for kind in types().values():
        found |= dict.fromkeys(kind.__struct_fields__)
    return [name for name in found if name not in _FIRST]


def _series(name: str, values: Sequence[Any]) -> pl.Series:
    """A column of the narrowest type that holds all values; JSON where they are of several."""
    kinds = {type(value) for value in values} - {type(None)}
    if kinds == {bool}:
        return pl.Series(name, values, dtype=pl.Boolean)
    if kinds == {int}:
        return pl.Series(name, values, dtype=pl.Int64)
    if kinds and kinds <= {int, float}:
        return pl.Series(name, values, dtype=pl.Float64, strict=False)
    if kinds == {list} and all(type(one) is str for value in values for one in value or ()):
        return pl.Series(name, values, dtype=pl.List(pl.String))
    if kinds <= {str}:
        return pl.Series(name, values, dtype=pl.String)
    said = [None if value is None else json.dumps(value, ensure_ascii=False) for value in values]
    return pl.Series(name, said, dtype=pl.String)
