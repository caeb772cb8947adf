"""Turn records into arrays: every value coded as a number, missing as -1 or NaN.

Everything is sorted by `record_id` first, so nothing later depends on the order of rows.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage.parts import NameTable, name_table

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

NO_DAY = np.int32(-(2**31))  # a date that is not given
_OLDEST = 130.0  # years: an age beyond it, or below 0, cannot be read and is missing
_DAYS_A_YEAR = 365.2425

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """One value a record, as a code; -1 where it is missing or uncertain."""

    code: Ints
    keys: pl.Series  # by code: the value as text


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra(Values):
    """A column that a table brings beyond those we know: `id_...` or `text_...`."""

    field: str  # the column's name
    kind: str  # "id" or "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Records as arrays of length n, in the order of `record_id`."""

    ids: pl.Series
    lists: pl.Series  # as given
    list_code: Ints
    list_keys: pl.Series  # by code
    version: Ints  # one code for each document of each list; -1 where neither is given
    versions: pl.DataFrame  # by code: list, document
    linkable: npt.NDArray[np.bool_]  # has a name, or an id of its reporter
    names: NameTable
    name: Ints  # distinct pair of name and name in the other script; -1 without a name
    age_low: Floats  # years, at death; NaN missing
    age_high: Floats
    birth_low: Ints  # days since 1970; NO_DAY missing
    birth_high: Ints
    death_low: Ints
    death_high: Ints
    sex: Ints
    places: Ints  # (n, 3): governorate, district, town
    origins: Ints  # (n, 3)
    reporter: Ints
    reporter_keys: pl.Series  # by code
    usual_death: float  # days since 1970; NaN unknown
    values: dict[str, Values]  # born, age, death, place, origin: what frequencies are counted of
    extras: tuple[Extra, ...]

    @property
    def n(self) -> int:
        """How many records."""
        return len(self.ids)

    @property
    def said(self) -> Floats:
        """How many values each record gives."""
        known = [value.code >= 0 for value in self.values.values()]
        known += [self.sex >= 0, *(extra.code >= 0 for extra in self.extras)]
        count: Floats = np.sum(known, axis=0, dtype=np.float32)
        return count

    @property
    def told(self) -> Floats:
        """See `told_of`."""
        return told_of(self.said, self.version, self.n_versions)

    @property
    def n_versions(self) -> int:
        """How many versions of lists."""
        return len(self.versions)


def told_of(said: Floats, version: Ints, n_versions: int) -> Floats:
    """How much a record tells of what the fullest record of its version does, from 0 to 1."""
    most = np.ones(n_versions + 1, dtype=np.float32)
    np.maximum.at(most, version, said)  # -1, no version, is the last
    told: Floats = said / most[version]
    return told


def is_extra(column: str) -> bool:
    """Whether a column is one of a table's own: an identifier (`id_...`) or a text (`text_...`)."""
    return column.startswith(("id_", "text_")) and len(column.partition("_")[2]) > 0


def prepare(
    records: pl.DataFrame, fields: frozenset[str], usual_death: float | None = None
) -> Prepared:
    """Check and code `records`.

    Args:
        records: see `link`.
        fields: those that may be used; the others count as missing.
        usual_death: days since 1970, for ages at an unknown date of death; None takes it from the
            records that give both age and birth date.

    Raises:
        LinkageError: no `record_id`, an empty or repeated one, or a column of another type than
            its name says.
    """
    table = _checked(records)
    blank = {
        "name": ["name", "name_other"],
        "sex": ["sex"],
        "place": ["governorate", "district", "town"],
        "origin": ["origin_governorate", "origin_district", "origin_town"],
        "reporter": ["reporter_id"],
        "born": ["age_low", "age_high", "birth_earliest", "birth_latest"],
        "death": ["death_earliest", "death_latest"],
    }
    for field, columns in blank.items():
        if field not in fields:
            table = table.with_columns(pl.lit(None, dtype=table[c].dtype).alias(c) for c in columns)
    table = table.sort("record_id").with_columns(_named_only(table))
    names, name = name_table(table["name"], table["name_other"])
    birth = _interval(table, "birth")
    death = _interval(table, "death")
    age_low, age_high, usual_death = _ages(table, birth, death, usual_death)
    places = _codes(table, ["governorate", "district", "town"])
    origins = _codes(table, ["origin_governorate", "origin_district", "origin_town"])
    reporter = _code(table["reporter_id"])
    list_code = _code(table["list"])
    version, versions = _versions(table)
    town, origin_town = places[:, 2], origins[:, 2]
    return Prepared(
        ids=table["record_id"],
        lists=table["list"],
        list_code=list_code,
        list_keys=_distinct(table["list"]),
        version=version,
        versions=versions,
        linkable=(name >= 0) | ((reporter >= 0) & (list_code >= 0)),
        names=names,
        name=name,
        age_low=age_low,
        age_high=age_high,
        birth_low=birth[0],
        birth_high=birth[1],
        death_low=death[0],
        death_high=death[1],
        sex=_code(table["sex"]),
        places=places,
        origins=origins,
        reporter=reporter,
        reporter_keys=_distinct(table["reporter_id"]),
        usual_death=usual_death,
        values={
            "born": _days(birth),
            "age": _whole_years(age_low, age_high),
            "death": _days(death),
            "place": Values(code=town, keys=_distinct(table["town"])),
            "origin": Values(code=origin_town, keys=_distinct(table["origin_town"])),
        },
        extras=_extras(table),
    )


def _checked(records: pl.DataFrame) -> pl.DataFrame:
    """Only the columns linkage reads, each of the type it should have; absent ones are null."""
    if "record_id" not in records.columns:
        raise LinkageError("records have no column record_id; give each row an id of its own.")
    ids = records["record_id"].cast(pl.String)
    if ids.null_count():
        raise LinkageError(f"record_id is empty in {ids.null_count()} of {len(ids)} records.")
    if ids.n_unique() < len(ids):
        twice = ids.filter(ids.is_duplicated()).sort()[0]
        raise LinkageError(f"record_id {twice!r} stands twice; each record needs an id of its own.")
    columns = {"record_id": ids}
    for group, dtype in ((_TEXT, pl.String), (_NUMBERS, pl.Float64), (_DATES, pl.Date)):
        for column in group:
            columns[column] = _cast(records, column, dtype())
    for column in filter(is_extra, records.columns):
        columns[column] = _cast(records, column, pl.String()).str.to_lowercase()
    if "named" in records.columns:
        named = records["named"]
        if named.dtype not in (pl.Boolean, pl.Null):
            raise LinkageError(f"column named is {named.dtype}; expected true or false.")
        columns["named"] = named.cast(pl.Boolean).fill_null(True)
    else:
        columns["named"] = pl.repeat(True, len(ids), eager=True, dtype=pl.Boolean)
    return pl.DataFrame(columns)


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


def _named_only(table: pl.DataFrame) -> list[pl.Expr]:
    """Rows of unnamed victims are numbers: nothing in them may link."""
    return [
        pl.when(pl.col("named")).then(pl.col(c)).alias(c)
        for c in ("name", "name_other", "reporter_id")
        if c in table.columns
    ]


def _distinct(values: pl.Series) -> pl.Series:
    return values.drop_nulls().unique().sort()


def _code(values: pl.Series) -> Ints:
    """Codes from 0 in the order of the values; -1 for null."""
    if values.null_count() == len(values):
        return np.full(len(values), -1, dtype=np.int32)
    codes = values.cast(pl.Enum(_distinct(values))).to_physical().cast(pl.Int32)
    return codes.fill_null(-1).to_numpy().astype(np.int32)


def _versions(table: pl.DataFrame) -> tuple[Ints, pl.DataFrame]:
    """One code for each document of each list, in their order; -1 where neither is given."""
    pair = table.select("list", "document")
    known = pair.unique().filter(pl.any_horizontal(pl.all().is_not_null())).sort("list", "document")
    coded = known.with_columns(code=pl.int_range(pl.len(), dtype=pl.Int32))
    found = pair.join(
        coded, on=["list", "document"], how="left", nulls_equal=True, maintain_order="left"
    )
    return found["code"].fill_null(-1).to_numpy().astype(np.int32), known


def _codes(table: pl.DataFrame, columns: list[str]) -> Ints:
    return np.stack([_code(table[c]) for c in columns], axis=1)


def _interval(table: pl.DataFrame, what: str) -> tuple[Ints, Ints]:
    """First and last day of an uncertain date; an open end, or ends in the wrong order, is none."""
    low = table[f"{what}_earliest"].to_physical().cast(pl.Int64)
    high = table[f"{what}_latest"].to_physical().cast(pl.Int64)
    both = (low.is_not_null() & high.is_not_null() & (low <= high)).fill_null(False).to_numpy()
    return (
        np.where(both, low.fill_null(0).to_numpy(), NO_DAY).astype(np.int32),
        np.where(both, high.fill_null(0).to_numpy(), NO_DAY).astype(np.int32),
    )


def _ages(
    table: pl.DataFrame,
    birth: tuple[Ints, Ints],
    death: tuple[Ints, Ints],
    usual_death: float | None,
) -> tuple[Floats, Floats, float]:
    """Age at death as given, else from both dates, else from the birth date and the usual day.

    The usual day is the median of birth date plus age over the records that have both; without
    one, a birth date alone says nothing of the age.
    """
    low = table["age_low"].fill_null(float("nan")).to_numpy().astype(np.float64)
    high = table["age_high"].fill_null(float("nan")).to_numpy().astype(np.float64)
    low = np.where(np.isnan(low), high, low)
    high = np.where(np.isnan(high), low, high)
    with np.errstate(invalid="ignore"):
        readable = (low >= 0) & (high <= _OLDEST) & (low <= high)
    low[~readable], high[~readable] = np.nan, np.nan
    has_birth, has_death = birth[0] != NO_DAY, death[0] != NO_DAY
    born_low, born_high = birth[0].astype(float), birth[1].astype(float)
    from_dates = has_birth & has_death & ~readable
    low[from_dates] = (death[0] - born_high)[from_dates] / _DAYS_A_YEAR
    high[from_dates] = (death[1] - born_low)[from_dates] / _DAYS_A_YEAR
    both = has_birth & readable
    died = float("nan") if usual_death is None else usual_death
    if usual_death is None and both.any():
        born = (born_low + born_high)[both] / 2
        died = float(np.median(born + (low + high)[both] / 2 * _DAYS_A_YEAR))
    if not np.isnan(died):
        guessed = has_birth & ~has_death & ~readable
        low[guessed] = (died - born_high[guessed]) / _DAYS_A_YEAR
        high[guessed] = (died - born_low[guessed]) / _DAYS_A_YEAR
    # Written ages are whole years counted down or up, or taken on another day: floor both ends.
    with np.errstate(invalid="ignore"):
        return np.floor(low).astype(np.float32), np.floor(high).astype(np.float32), died


def _days(interval: tuple[Ints, Ints]) -> Values:
    """Certain days, as days since 1970."""
    low, high = interval
    known = (low != NO_DAY) & (low == high)
    days, code = np.unique(low[known], return_inverse=True)
    codes = np.full(len(low), -1, dtype=np.int32)
    codes[known] = code
    return Values(code=codes, keys=pl.Series(days, dtype=pl.Int32).cast(pl.String))


def _whole_years(low: Floats, high: Floats) -> Values:
    exact = ~np.isnan(low) & (low == high)
    return Values(
        code=np.where(exact, low, -1.0).astype(np.int32),
        keys=pl.Series(np.arange(int(_OLDEST) + 1), dtype=pl.Int32).cast(pl.String),
    )


def _extras(table: pl.DataFrame) -> tuple[Extra, ...]:
    return tuple(
        Extra(
            field=column,
            kind=column.partition("_")[0],
            code=_code(table[column]),
            keys=_distinct(table[column]),
        )
        for column in sorted(table.columns)
        if is_extra(column)
    )
