"""Show what each column of a list will become, before anything is kept."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import polars as pl

from tawthiq.fields import Gazetteer
from tawthiq.lists.cells import Unknowns
from tawthiq.lists.mapping import Mapping
from tawthiq.lists.model import RawTable
from tawthiq.lists.records import CONTRADICTIONS, Origin, make_records, problems_of
from tawthiq.lists.vocabulary import NAME_PARTS

_EXAMPLES = 3
_UNREADABLE = 5

# The normal form of each field, as columns of a record.
_NORMAL: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    **dict.fromkeys(NAME_PARTS, ("name",)),
    "name_other": ("name_other",),
    "sex": ("sex",),
    "age": ("age_low", "age_high"),
    "birth_date": ("birth_earliest", "birth_latest"),
    "death_date": ("death_earliest", "death_latest"),
    "governorate": ("governorate",),
    "district": ("district",),
    "town": ("town",),
    "place": ("governorate", "district", "town"),
    "origin_governorate": ("origin_governorate",),
    "origin_district": ("origin_district",),
    "origin_town": ("origin_town",),
    "origin": ("origin_governorate", "origin_district", "origin_town"),
    "status": ("status",),
    "cause": ("cause",),
    "incident": ("incident",),
    "reporter_id": ("reporter_id",),
    "number": ("number_low", "number_high"),
    "notes": ("notes",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPreview:
    """What one column becomes."""

    header: str
    field: str
    examples: tuple[tuple[str, str | None], ...]  # (as written, normal form)
    filled: int  # cells
    empty: int
    unknown: int  # cells that say the value is not known
    unreadable: int
    unreadable_examples: tuple[tuple[str, str], ...]  # (as written, reason)
    unplaced: int  # cells the gazetteer does not know, or the vocabulary has no term for


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a list would become, for a person to confirm."""

    name: str
    kind: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_row: int
    rows: int
    records: int
    named: int
    number_only: int
    set_aside: dict[str, int]  # reason -> rows
    set_aside_examples: tuple[tuple[int, str], ...]  # (line or row, reason)
    columns: tuple[ColumnPreview, ...]
    contradictions: dict[str, int]  # reason -> rows
    notes: tuple[str, ...]
    mapping: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return asdict(self)


def preview(raw: RawTable, mapping: Mapping, gazetteer: Gazetteer) -> Preview:
    """Make the records of a table as read, keep none, and tell what became of each column.

    Args:
        raw: the table.
        mapping: what each column becomes.
        gazetteer: the places that are known.

    Raises:
        MappingError: the mapping speaks of other columns than the table has.
    """
    mapping.check_against(raw.columns, raw.name)
    origin = Origin(list="preview", source="preview", document=raw.document, released=date.max)
    records, nobody = make_records(raw.rows, mapping, origin, gazetteer)
    rows = raw.rows.join(records.select(pl.col("row").alias("_row")), on="_row", how="semi")
    problems = problems_of(records)
    aside = pl.concat([raw.set_aside, nobody]).sort("_row")
    reasons = aside["reason"].value_counts(sort=True)
    columns = set(mapping.columns)
    contradictions = problems.filter(pl.col("reason").is_in(list(CONTRADICTIONS)))
    return Preview(
        name=raw.name,
        kind=raw.kind,
        encoding=raw.encoding,
        delimiter=raw.delimiter,
        sheet=raw.sheet,
        header_row=raw.header_row,
        rows=raw.rows.height + raw.set_aside.height,
        records=records.height,
        named=int(records["named"].sum()),
        number_only=int((~records["named"]).sum()),
        set_aside=dict(reasons.rows()),
        set_aside_examples=tuple(aside.select("_row", "reason").head(_UNREADABLE).rows()),
        columns=tuple(
            _column(header, mapping, rows, records, problems)
            for header in raw.columns
            if header in columns
        ),
        contradictions=dict(contradictions["reason"].value_counts(sort=True).rows()),
        notes=raw.notes,
        mapping=mapping.to_dict(),
    )


def _column(
    header: str,
    mapping: Mapping,
    rows: pl.DataFrame,
    records: pl.DataFrame,
    problems: pl.DataFrame,
) -> ColumnPreview:
    given = mapping.columns[header]
    cells = rows[header]
    outputs = _NORMAL.get(given, ())
    unknowns = Unknowns(mapping.nulls)
    distinct = cells.drop_nulls().unique(maintain_order=True)
    markers = [text for text in distinct.to_list() if outputs and text in unknowns]
    bad = problems.filter(
        (pl.col("column") == header) & ~pl.col("reason").is_in(list(CONTRADICTIONS))
    )
    table = pl.DataFrame([cells.alias("cell"), *(records[name] for name in outputs)])
    first = (
        table.filter(pl.col("cell").is_not_null() & ~pl.col("cell").is_in(markers))
        .unique("cell", keep="first", maintain_order=True)
        .head(_EXAMPLES)
    )
    unplaced = 0
    if outputs and records.schema[outputs[-1]] == pl.String:
        unplaced = records.filter(pl.col(outputs[-1]).str.starts_with("~")).height
    return ColumnPreview(
        header=header,
        field=given,
        examples=tuple((row[0], _normal(row[1:])) for row in first.rows()),
        filled=cells.len() - cells.null_count(),
        empty=cells.null_count(),
        unknown=int(cells.is_in(markers).sum()),
        unreadable=bad.height,
        unreadable_examples=tuple(
            bad.unique("value", maintain_order=True)
            .head(_UNREADABLE)
            .select("value", "reason")
            .rows()
        ),
        unplaced=unplaced,
    )


def _normal(values: tuple[Any, ...]) -> str | None:
    """A normal form on one line: "34", "2012-05-01 – 2012-05-31", "sy-homs / sy-homs-talbiseh"."""
    if all(value is None for value in values):
        return None
    if any(isinstance(value, str) for value in values):
        return " / ".join(value for value in values if value is not None)
    shown = [
        "…" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
        for value in values
    ]
    return shown[0] if shown[0] == shown[-1] else " – ".join(shown)
