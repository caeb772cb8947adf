"""The columns of a table of records as linkage reads them: of the right type, in one order.

One at a time: a column is read where it is coded and then let go, so that a table is never held
twice.
"""

import polars as pl

from tawthiq.errors import LinkageError

_TEXT = (
    "list",
    "document",
    "name",
    "name_other",
    "sex",
    "governorate",
    "district",
    "town",
    "origin_governorate",
    "origin_district",
    "origin_town",
    "reporter_id",
)
_NUMBERS = ("age_low", "age_high")
_DATES = ("birth_earliest", "birth_latest", "death_earliest", "death_latest")
COLUMNS = ("record_id", "named", *_TEXT, *_NUMBERS, *_DATES)  # that linkage reads
_TYPES: dict[str, pl.DataType] = {
    **dict.fromkeys(_TEXT, pl.String()),
    **dict.fromkeys(_NUMBERS, pl.Float64()),
    **dict.fromkeys(_DATES, pl.Date()),
}
_OF_FIELD = {
    "name": ("name", "name_other"),
    "sex": ("sex",),
    "place": ("governorate", "district", "town"),
    "origin": ("origin_governorate", "origin_district", "origin_town"),
    "reporter": ("reporter_id",),
    "born": ("age_low", "age_high", "birth_earliest", "birth_latest"),
    "death": ("death_earliest", "death_latest"),
}
_OF_NAMED = ("name", "name_other", "reporter_id")


def is_extra(column: str) -> bool:
    """Whether a column is one of a table's own: an identifier (`id_...`) or a text (`text_...`)."""
    return column.startswith(("id_", "text_")) and len(column.partition("_")[2]) > 0


class Columns:
    """The columns of some records, sorted by `record_id`; a column that is not there is null."""

    def __init__(self, records: pl.DataFrame, fields: frozenset[str]) -> None:
        """Check ids, and what says who is named.

        Args:
            records: see `link`.
            fields: those that may be used; columns of the others are null.

        Raises:
            LinkageError: no `record_id`, an empty or repeated one, or `named` is not true or false.
        """
        ids = _checked_ids(records)
        self._records = records
        self._order = None if ids.is_sorted() else ids.arg_sort()
        self._blank = {c for field, of in _OF_FIELD.items() if field not in fields for c in of}
        self._unnamed = self._in_order(~_named(records))
        self.ids = self._in_order(ids)
        self.extras = sorted(filter(is_extra, records.columns))

    def __getitem__(self, column: str) -> pl.Series:
        """A column; of unnamed victims, who are numbers, nothing that may link.

        Raises:
            LinkageError: it holds another type than its name says.
        """
        values = _cast(self._records, column, _TYPES.get(column, pl.String()))
        if column in self._blank:
            return pl.repeat(None, len(values), eager=True, dtype=values.dtype).alias(column)
        values = self._in_order(values.str.to_lowercase() if is_extra(column) else values)
        return values.set(self._unnamed, None) if column in _OF_NAMED else values

    def _in_order(self, values: pl.Series) -> pl.Series:
        return values if self._order is None else values.gather(self._order)


def _checked_ids(records: pl.DataFrame) -> pl.Series:
    if "record_id" not in records.columns:
        raise LinkageError("records have no column record_id; give each row an id of its own.")
    ids = records["record_id"].cast(pl.String)
    if ids.null_count():
        raise LinkageError(f"record_id is empty in {ids.null_count()} of {len(ids)} records.")
    if ids.n_unique() < len(ids):
        twice = ids.filter(ids.is_duplicated()).sort()[0]
        raise LinkageError(f"record_id {twice!r} stands twice; each record needs an id of its own.")
    return ids


def _named(records: pl.DataFrame) -> pl.Series:
    if "named" not in records.columns:
        return pl.repeat(True, len(records), eager=True, dtype=pl.Boolean)
    named = records["named"]
    if named.dtype not in (pl.Boolean, pl.Null):
        raise LinkageError(f"column named is {named.dtype}; expected true or false.")
    return named.cast(pl.Boolean).fill_null(True)


def _cast(records: pl.DataFrame, column: str, dtype: pl.DataType) -> pl.Series:
    if column not in records.columns:
        return pl.repeat(None, len(records), eager=True, dtype=dtype).alias(column)
    values = records[column]
    try:
        if dtype == pl.Date and values.dtype == pl.String:
            return values.str.to_date("%Y-%m-%d")
        if dtype == pl.String:
            text = values.cast(pl.String).str.strip_chars()
            return text.set(text == "", None)
        return values.cast(dtype)
    except pl.exceptions.PolarsError as error:
        raise LinkageError(
            f"column {column} holds {values.dtype} values that are no {dtype}: "
            f"{str(error).splitlines()[0]} Mend the column, or leave it out."
        ) from error
