"""Turn the rows of one list version into records: one source speaking of one person.

A record never mixes lists. What two lists say of one person meets only later, in
`tawthiq.linkage`; here each list keeps its own voice, spelling and gaps.

The columns are `RECORD_SCHEMA`: each value as written, and beside it its normal form. A value
the list does not give is null, never "" and never 0: silence too is something we know.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from tawthiq.fields import (
    Gazetteer,
    parse_age,
    parse_cause,
    parse_date,
    parse_sex,
    parse_status,
)
from tawthiq.lists.cells import Unknowns, read_distinct
from tawthiq.lists.mapping import Calendar, Mapping, Order
from tawthiq.lists.model import RECORD_SCHEMA, ROW
from tawthiq.lists.persons import in_order, nobody_of, persons_of
from tawthiq.lists.places import resolve_places
from tawthiq.lists.vocabulary import ORIGIN_FIELDS, PLACE_FIELDS, fold_header

_YEAR = 365.25  # days
BIRTH_AFTER_DEATH = "the birth is after the death"
AGE_AGAINST_DATES = "the age differs by more than 2 years from the dates of birth and death"
DEATH_AFTER_RELEASE = "the death is after the day the list was released"
NAME_AND_NUMBER = "the row names one person and gives another number; read as one"
CONTRADICTIONS = (BIRTH_AFTER_DEATH, AGE_AGAINST_DATES, DEATH_AFTER_RELEASE, NAME_AND_NUMBER)
_AGE_SLACK = 2.0  # years between a given age and the one two dates imply


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Which version of which list rows come from."""

    list: str
    source: str
    document: str  # SHA-256
    released: date

    def record_id(self, row: int) -> str:
        """The id of the record that stands in this row."""
        return f"{self.list}:{self.document[:8]}:{row}"


def make_records(
    rows: pl.DataFrame, mapping: Mapping, origin: Origin, gazetteer: Gazetteer
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make the records of a table as read.

    Args:
        rows: `_row` and one text column a header.
        mapping: what each column becomes.
        origin: the version of the list.
        gazetteer: the places that are known.

    Returns:
        Records as in `RECORD_SCHEMA`, in the order of the rows, each its own line, current and not
        withdrawn; and the rows that speak of nobody, as in `SET_ASIDE_SCHEMA`.
    """
    mapping = in_order(mapping, rows)
    persons = persons_of(rows, mapping)
    aside = nobody_of(rows, persons)
    if aside.height:
        someone = ~rows[ROW].is_in(aside[ROW].to_list())
        rows, persons = rows.filter(someone), persons.filter(someone)
    return _Maker(rows, persons, mapping, origin, gazetteer).records(), aside


class _Maker:
    """Fills `RECORD_SCHEMA` one field after another, and notes what is unreadable."""

    def __init__(
        self,
        rows: pl.DataFrame,
        persons: pl.DataFrame,
        mapping: Mapping,
        origin: Origin,
        gazetteer: Gazetteer,
    ) -> None:
        self.rows = rows
        self.persons = persons
        self.mapping = mapping
        self.origin = origin
        self.gazetteer = gazetteer
        self.unknown = Unknowns(mapping.nulls)
        self.columns: dict[str, pl.Series] = {}
        self.problems: list[pl.DataFrame] = []  # row, column, value, reason

    def records(self) -> pl.DataFrame:
        self._persons()
        self._dates()
        self._ages()
        self._simple("sex", lambda text: (parse_sex(text),))
        self._simple("status", lambda text: (parse_status(text),))
        self._simple("cause", lambda text: (parse_cause(text),))
        self._place(PLACE_FIELDS, "place_raw", "")
        self._place(ORIGIN_FIELDS, "origin_raw", "origin_")
        self._texts()
        self._contradictions()
        return self._assemble()

    def _cells(self, *fields: str) -> pl.Series | None:
        columns = self.mapping.columns_of(*fields)
        if not columns:
            return None
        if len(columns) == 1:
            return self.rows[columns[0]]
        joined = pl.concat_str(columns, separator=" / ", ignore_nulls=True)
        return self.rows.select(text=pl.when(joined != "").then(joined))["text"]

    def _read(
        self, given: str, reader: Callable[[str], tuple[Any, ...]], outputs: dict[str, Any]
    ) -> pl.DataFrame | None:
        cells = self._cells(given)
        if cells is None:
            return None
        found = read_distinct(cells, reader, outputs, self.unknown)
        self._note(self.mapping.columns_of(given)[0], cells, found["_reason"])
        return found.with_columns(cells.alias("raw"))

    def _note(self, column: str, values: pl.Series, reasons: pl.Series) -> None:
        noted = pl.DataFrame({ROW: self.rows[ROW], "value": values, "reason": reasons}).filter(
            pl.col("reason").is_not_null()
        )
        if noted.height:
            self.problems.append(
                noted.select(ROW, pl.lit(column).alias("column"), "value", "reason")
            )

    def _persons(self) -> None:
        names = numbers = self.persons
        self.columns["name_raw"] = names["raw"]
        self.columns["name_other_raw"] = names["other_raw"]
        self.columns["name"] = names["name"]
        self.columns["name_other"] = names["other"]
        self.columns["named"] = names["name"].is_not_null()
        people = pl.DataFrame(
            {"named": self.columns["named"], "low": numbers["low"], "high": numbers["high"]}
        )
        one = pl.col("named") | pl.col("low").is_null()
        self.columns["number_low"] = people.select(
            pl.when(one).then(1).otherwise("low").cast(pl.Int64)
        ).to_series()
        self.columns["number_high"] = people.select(
            pl.when(one).then(1).otherwise("high").cast(pl.Int64)
        ).to_series()
        counted = self.mapping.columns_of("number")
        if counted:
            cells = self.rows[counted[0]]
            self._note(counted[0], cells, numbers["_reason"])
            more = people.select(
                pl.when(pl.col("named") & ((pl.col("low") > 1) | (pl.col("high") != 1))).then(
                    pl.lit(NAME_AND_NUMBER)
                )
            ).to_series()
            self._note(counted[0], cells, more)

    def _dates(self) -> None:
        for given, out in (("birth_date", "birth"), ("death_date", "death")):
            columns = self.mapping.columns_of(given)
            if not columns:
                continue
            order = self.mapping.date_order.get(columns[0], "dmy")
            calendar = self.mapping.calendar.get(columns[0])

            def read(
                text: str, order: Order = order, calendar: Calendar | None = calendar
            ) -> tuple[date | None, date | None]:
                found = parse_date(text, order=order, calendar=calendar)
                return found.earliest, found.latest

            found = self._read(given, read, {"earliest": pl.Date, "latest": pl.Date})
            if found is not None:
                self.columns[f"{out}_raw"] = found["raw"]
                self.columns[f"{out}_earliest"] = found["earliest"]
                self.columns[f"{out}_latest"] = found["latest"]

    def _ages(self) -> None:
        def read(text: str) -> tuple[float, float]:
            age = parse_age(text)
            return age.low, age.high

        found = self._read("age", read, {"low": pl.Float64, "high": pl.Float64})
        if found is not None:
            self.columns["age_raw"] = found["raw"]
            self.columns["age_low"] = found["low"]
            self.columns["age_high"] = found["high"]

    def _simple(self, given: str, reader: Callable[[str], tuple[str | None]]) -> None:
        found = self._read(given, reader, {"value": pl.String})
        if found is not None:
            self.columns[f"{given}_raw"] = found["raw"]
            self.columns[given] = found["value"]

    def _place(self, fields: tuple[str, ...], raw: str, prefix: str) -> None:
        cells = {
            level: series
            for level, given in zip(
                ("governorate", "district", "town", "place"), fields, strict=True
            )
            if (series := self._cells(given)) is not None
        }
        if not cells:
            return
        written = self._cells(*fields)
        if written is not None:
            self.columns[raw] = written
        found = resolve_places(
            cells, self.gazetteer, self.unknown, country=self.mapping.country, prefix=prefix
        )
        for column in found.columns:
            if column != "_reason":
                self.columns[column] = found[column]
        if written is not None:
            self._note(self.mapping.columns_of(*fields)[-1], written, found["_reason"])

    def _texts(self) -> None:
        incident = self._read(
            "incident", lambda text: (fold_header(text) or None,), {"value": pl.String}
        )
        if incident is not None:
            self.columns["incident"] = incident["value"]
        for given, out in (("reporter_id", "reporter_id"), ("notes", "notes")):
            cells = self._cells(given)
            if cells is not None:
                self.columns[out] = cells.str.strip_chars() if given == "reporter_id" else cells
        kept = self.mapping.columns_of("keep")
        if kept:
            self.columns["extra"] = self.rows.select(
                pl.struct(kept).struct.json_encode()
            ).to_series()

    def _contradictions(self) -> None:
        """Note values that cannot be true together; which one is wrong is not ours to say."""
        frame = pl.DataFrame(
            [
                self.columns.get(name, pl.Series([None] * self.rows.height, dtype=kind)).alias(name)
                for name in (
                    *("age_low", "age_high", "birth_earliest", "birth_latest"),
                    *("death_earliest", "death_latest"),
                )
                for kind in (RECORD_SCHEMA[name],)
            ]
        )
        least = (pl.col("death_earliest") - pl.col("birth_latest")).dt.total_days() / _YEAR
        most = (pl.col("death_latest") - pl.col("birth_earliest")).dt.total_days() / _YEAR
        found = frame.select(
            birth=pl.when(pl.col("birth_earliest") > pl.col("death_latest")).then(
                pl.lit(BIRTH_AFTER_DEATH)
            ),
            age=pl.when(
                (most >= 0)
                & (
                    (pl.col("age_high") < least - _AGE_SLACK)
                    | (pl.col("age_low") > most + _AGE_SLACK)
                )
            ).then(pl.lit(AGE_AGAINST_DATES)),
            death=pl.when(pl.col("death_earliest") > self.origin.released).then(
                pl.lit(DEATH_AFTER_RELEASE)
            ),
        )
        for given, name in (("birth_date", "birth"), ("age", "age"), ("death_date", "death")):
            columns = self.mapping.columns_of(given)
            if columns:
                self._note(columns[0], self.rows[columns[0]], found[name])

    def _assemble(self) -> pl.DataFrame:
        rows = self.rows
        ids = rows.select(
            pl.format("{}:{}:{}", pl.lit(self.origin.list), pl.lit(self.origin.document[:8]), ROW)
        ).to_series()
        fixed: dict[str, Any] = {
            "list": self.origin.list,
            "source": self.origin.source,
            "document": self.origin.document,
            "released": self.origin.released,
            "current": True,
            "extra": "{}",
        }
        made: list[pl.Series] = []
        self.columns |= {
            "record_id": ids,
            "line_id": ids,
            "row": rows[ROW],
            "problems": self._problems(),
        }
        for name, kind in RECORD_SCHEMA.items():
            if name in self.columns:
                series = self.columns[name].cast(kind)
            else:
                series = pl.repeat(fixed.get(name), rows.height, dtype=kind, eager=True)
            made.append(series.alias(name))
        return pl.DataFrame(made)

    def _problems(self) -> pl.Series:
        if not self.problems:
            return pl.repeat("[]", self.rows.height, dtype=pl.String, eager=True)
        noted = pl.concat(self.problems)
        parts = ["column", "value", "reason"]
        distinct = noted.select(parts).unique(maintain_order=True)
        said = distinct.with_columns(
            pl.Series(
                "said",
                [
                    json.dumps(dict(zip(parts, row, strict=True)), ensure_ascii=False)
                    for row in distinct.rows()
                ],
            )
        )
        by_row = (
            noted.join(said, on=parts, how="left", nulls_equal=True, maintain_order="left")
            .group_by(ROW, maintain_order=True)
            .agg(pl.col("said").str.join(", "))
            .select(ROW, problems=pl.format("[{}]", "said"))
        )
        return (
            self.rows.select(ROW)
            .join(by_row, on=ROW, how="left", maintain_order="left")["problems"]
            .fill_null("[]")
        )


PROBLEM_SCHEMA: dict[str, Any] = {
    "record_id": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
}


def problems_of(records: pl.DataFrame) -> pl.DataFrame:
    """The cells of records that could not be read or contradict each other, one a row.

    Args:
        records: columns as in `RECORD_SCHEMA`.

    Returns:
        `record_id`, `row`, `column` (its header), `value` as written, `reason`.
    """
    found = records.filter(pl.col("problems") != "[]").select("record_id", "row", "problems")
    return pl.DataFrame(
        [
            (record_id, row, problem["column"], problem["value"], problem["reason"])
            for record_id, row, problems in found.rows()
            for problem in json.loads(problems)
        ],
        schema=PROBLEM_SCHEMA,
        orient="row",
    )
