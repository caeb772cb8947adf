"""What the room of lists hands on: a table as read, the records made of it, and their changes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

ROW = "_row"  # the column of a table as read that holds the line or row in the file

RECORD_SCHEMA: dict[str, Any] = {
    "record_id": pl.String(),
    "line_id": pl.String(),
    "list": pl.String(),
    "source": pl.String(),
    "document": pl.String(),
    "released": pl.Date(),
    "row": pl.Int64(),
    "current": pl.Boolean(),
    "withdrawn_on": pl.Date(),
    "name_raw": pl.String(),
    "name_other_raw": pl.String(),
    "name": pl.String(),
    "name_other": pl.String(),
    "named": pl.Boolean(),
    "number_low": pl.Int64(),
    "number_high": pl.Int64(),
    "sex_raw": pl.String(),
    "sex": pl.String(),
    "age_raw": pl.String(),
    "age_low": pl.Float64(),
    "age_high": pl.Float64(),
    "birth_raw": pl.String(),
    "birth_earliest": pl.Date(),
    "birth_latest": pl.Date(),
    "death_raw": pl.String(),
    "death_earliest": pl.Date(),
    "death_latest": pl.Date(),
    "place_raw": pl.String(),
    "governorate": pl.String(),
    "district": pl.String(),
    "town": pl.String(),
    "origin_raw": pl.String(),
    "origin_governorate": pl.String(),
    "origin_district": pl.String(),
    "origin_town": pl.String(),
    "status_raw": pl.String(),
    "status": pl.String(),
    "cause_raw": pl.String(),
    "cause": pl.String(),
    "incident": pl.String(),
    "reporter_id": pl.String(),
    "notes": pl.String(),
    "extra": pl.String(),
    "problems": pl.String(),
}
"""Columns of a record and their types; what each means stands in the architecture."""

SET_ASIDE_SCHEMA: dict[str, Any] = {
    ROW: pl.Int64(),
    "reason": pl.String(),
    "cells": pl.String(),  # JSON list of the cells as written
}
"""Columns of the rows that could not be taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRows:
    """The rows of a file as they stand, the header still among them."""

    kind: str  # "csv", "xlsx" or "ods"
    rows: list[list[str]]  # cells as written
    numbers: list[int]  # the line or row in the file of each, from 1
    broken: list[tuple[int, str, list[str]]] = field(default_factory=list)  # line, reason, cells
    text: str | None = None  # of a text table: the file, decoded
    encoding: str | None = None  # of a text table
    delimiter: str | None = None  # of a text table
    sheet: str | None = None  # of a workbook
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A table as it was written: every cell text, nothing interpreted."""

    name: str  # of the file, for messages
    document: str  # SHA-256 of the bytes
    kind: str  # "csv", "xlsx" or "ods"
    rows: pl.DataFrame  # `_row` and one text column a header; an empty cell is null
    set_aside: pl.DataFrame  # SET_ASIDE_SCHEMA
    header_row: int  # line or row of the header in the file, from 1
    encoding: str | None  # of a text table
    delimiter: str | None  # of a text table
    sheet: str | None  # of a workbook
    notes: tuple[str, ...]  # what a person should know of how the file was read

    @property
    def columns(self) -> list[str]:
        """The headers, in the order of the file."""
        return [column for column in self.rows.columns if column != ROW]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersion:
    """One release of a list, as the ledger holds it."""

    list: str
    source: str
    document: str  # SHA-256 of the file
    table: str  # SHA-256 of the rows as read (Parquet)
    set_aside: str | None  # SHA-256 of the rows set aside (Parquet)
    released: date
    mapping: dict[str, Any]
    gazetteer: str | None  # SHA-256 of the gazetteer the places were read with; None: the built-in
    rows: int
    set_aside_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What an import did."""

    version: ListVersion
    already: bool  # the same document, read the same way, was here before: nothing was added
    set_aside: dict[str, int]  # reason -> rows
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A line that stands in both versions and says something else in the newer one."""

    old_record: str  # record ids
    new_record: str
    columns: dict[str, tuple[str | None, str | None]]  # column -> (as written before, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDiff:
    """What a newer version of a list changes."""

    added: list[str]  # record ids of the newer version
    changed: list[Change]
    withdrawn: list[str]  # record ids of the older version
    same: list[tuple[str, str]]  # (older record id, newer record id)
