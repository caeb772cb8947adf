"""Turn records into arrays: every value coded as a number, missing as -1 or NaN.

Everything is sorted by `record_id` first, so nothing later depends on the order of rows.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.linkage.columns import Columns
from tawthiq.linkage.parts import NameTable, name_table

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

NO_DAY = np.int32(-(2**31))  # a date that is not given
_OLDEST = 130.0  # years: an age beyond it, or below 0, cannot be read and is missing
_DAYS_A_YEAR = 365.2425


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
    table = Columns(records, fields)
    names, name = name_table(table["name"], table["name_other"])
    birth = _interval(table, "birth")
    death = _interval(table, "death")
    age_low, age_high, usual_death = _ages(table, birth, death, usual_death)
    lists = table["list"]
    version, versions = _versions(lists, table["document"])
    listed, places, origins, reporter = (
        _coded(lists),
        [_coded(table[column]) for column in ("governorate", "district", "town")],
        [_coded(table[f"origin_{column}"]) for column in ("governorate", "district", "town")],
        _coded(table["reporter_id"]),
    )
    return Prepared(
        ids=table.ids,
        lists=lists,
        list_code=listed.code,
        list_keys=listed.keys,
        version=version,
        versions=versions,
        linkable=(name >= 0) | ((reporter.code >= 0) & (listed.code >= 0)),
        names=names,
        name=name,
        age_low=age_low,
        age_high=age_high,
        birth_low=birth[0],
        birth_high=birth[1],
        death_low=death[0],
        death_high=death[1],
        sex=_coded(table["sex"]).code,
        places=np.stack([place.code for place in places], axis=1),
        origins=np.stack([place.code for place in origins], axis=1),
        reporter=reporter.code,
        reporter_keys=reporter.keys,
        usual_death=usual_death,
        values={
            "born": _days(birth),
            "age": _whole_years(age_low, age_high),
            "death": _days(death),
            "place": places[2],
            "origin": origins[2],
        },
        extras=_extras(table),
    )


def _coded(values: pl.Series) -> Values:
    """Codes from 0 in the order of the values; -1 for null."""
    keys = values.drop_nulls().unique().sort()
    if not len(keys):
        return Values(code=np.full(len(values), -1, dtype=np.int32), keys=keys)
    codes = values.cast(pl.Enum(keys)).to_physical().cast(pl.Int32)
    return Values(code=codes.fill_null(-1).to_numpy().astype(np.int32), keys=keys)


def _versions(lists: pl.Series, documents: pl.Series) -> tuple[Ints, pl.DataFrame]:
    """One code for each document of each list, in their order; -1 where neither is given."""
    pair = pl.DataFrame({"list": lists, "document": documents})
    known = pair.unique().filter(pl.any_horizontal(pl.all().is_not_null())).sort("list", "document")
    coded = known.with_columns(code=pl.int_range(pl.len(), dtype=pl.Int32))
    found = pair.join(
        coded, on=["list", "document"], how="left", nulls_equal=True, maintain_order="left"
    )
    return found["code"].fill_null(-1).to_numpy().astype(np.int32), known


def _interval(table: Columns, what: str) -> tuple[Ints, Ints]:
    """First and last day of an uncertain date; an open end, or ends in the wrong order, is none."""
    low = table[f"{what}_earliest"].to_physical().cast(pl.Int64)
    high = table[f"{what}_latest"].to_physical().cast(pl.Int64)
    both = (low.is_not_null() & high.is_not_null() & (low <= high)).fill_null(False).to_numpy()
    return (
        np.where(both, low.fill_null(0).to_numpy(), NO_DAY).astype(np.int32),
        np.where(both, high.fill_null(0).to_numpy(), NO_DAY).astype(np.int32),
    )


def _ages(
    table: Columns,
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


def _extras(table: Columns) -> tuple[Extra, ...]:
    found = ((column, _coded(table[column])) for column in table.extras)
    return tuple(
        Extra(field=column, kind=column.partition("_")[0], code=values.code, keys=values.keys)
        for column, values in found
    )
