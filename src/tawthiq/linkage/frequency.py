"""How common values are: agreement on a rare one weighs more."""

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.linkage.model import Frequencies
from tawthiq.linkage.parts import COARSE, FINE
from tawthiq.linkage.prepare import Prepared

_HALF = 0.5  # a value nobody has yet counts as half a record

Floats = npt.NDArray[np.float64]
_KEYS = ("born", "age", "death", "place", "origin")


def count_frequencies(prepared: Prepared) -> Frequencies:
    """Shares of records by value; a record that has a part in both scripts counts once."""
    names, n = prepared.names, max(prepared.n, 1)
    records_of_reading = _records_of_reading(prepared)
    of_reading = names.reading_of_part
    at_start = np.zeros(len(names.part), dtype=bool)
    at_start[names.reading[:, 0]] = True
    parts = pl.DataFrame(
        {
            "fine": names.fine_keys.gather(names.info[names.part, FINE]),
            "coarse": names.coarse_keys.gather(names.info[names.part, COARSE]),
            "records": records_of_reading[of_reading],
            "given": at_start,
            "reading": of_reading,
        }
    )
    scale = max(float(records_of_reading.sum()), 1.0)

    def shares(rows: pl.DataFrame, skeleton: str) -> pl.DataFrame:
        return (
            rows.select("reading", "records", key=skeleton)
            .unique(["reading", "key"])
            .group_by("key")
            .agg((pl.col("records").sum() / scale).alias("share"))
            .sort("key")
        )

    homes = pl.DataFrame(
        {
            "key": names.household_keys,
            "given_key": names.fine_keys.gather(names.info[names.given, FINE]),
        }
    )
    given, other = parts.filter("given"), parts.filter(~pl.col("given"))
    tables = {key: _value_shares(prepared.keys[key], n) for key in _KEYS}
    return Frequencies(
        n_records=prepared.n,
        given=shares(given, "fine"),
        part=shares(other, "fine"),
        given_coarse=shares(given, "coarse"),
        part_coarse=shares(other, "coarse"),
        households=homes.drop_nulls("key")
        .group_by("key")
        .agg(pl.col("given_key").n_unique().cast(pl.Int64).alias("givens"))
        .sort("key"),
        **tables,
    )


def _records_of_reading(prepared: Prepared) -> Floats:
    names = prepared.names
    per_name = np.bincount(prepared.name[prepared.name >= 0], minlength=len(names.readings))
    counts = np.zeros(names.n_readings)
    for column in range(2):
        has = names.readings[:, column] >= 0
        np.add.at(counts, names.readings[has, column], per_name[has])
    return counts


def _value_shares(values: pl.Series, n: int) -> pl.DataFrame:
    return (
        pl.DataFrame({"key": values})
        .drop_nulls()
        .group_by("key")
        .agg((pl.len() / n).alias("share"))
        .sort("key")
    )


def name_bits(prepared: Prepared, frequencies: Frequencies) -> tuple[Floats, Floats]:
    """-log2 shares of parts, (n_parts, 4), in the columns of the kernel; givens by reading."""
    names, n = prepared.names, max(frequencies.n_records, 1)
    found = []
    for table, keys, column in (
        (frequencies.given, names.fine_keys, FINE),
        (frequencies.part, names.fine_keys, FINE),
        (frequencies.given_coarse, names.coarse_keys, COARSE),
        (frequencies.part_coarse, names.coarse_keys, COARSE),
    ):
        share = _look_up(keys, table, "share").fill_null(0.0).to_numpy()
        found.append(-np.log2(np.minimum(share + _HALF / n, 1.0))[names.info[:, column]])
    household = _look_up(names.household_keys, frequencies.households, "givens")
    return np.stack(found, axis=1), household.fill_null(0).cast(pl.Float64).to_numpy()


def value_bits(prepared: Prepared, frequencies: Frequencies) -> dict[str, Floats]:
    """-log2 share of each record's value, by key; NaN where there is none."""
    n = max(frequencies.n_records, 1)
    bits = {}
    for key in _KEYS:
        share = _look_up(prepared.keys[key], getattr(frequencies, key), "share")
        share = pl.Series(np.where(prepared.keys[key].is_null(), np.nan, share.fill_null(0.0)))
        bits[key] = -np.log2(np.minimum(share.to_numpy() + _HALF / n, 1.0))
    return bits


def _look_up(keys: pl.Series, table: pl.DataFrame, column: str) -> pl.Series:
    return pl.DataFrame({"key": keys.cast(pl.String)}).join(
        table, on="key", how="left", maintain_order="left"
    )[column]
