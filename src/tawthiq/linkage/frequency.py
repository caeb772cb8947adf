"""How common values are: agreement on a rare one weighs more."""

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.linkage.model import Frequencies
from tawthiq.linkage.prepare import Prepared

_HALF = 0.5  # a value nobody has yet counts as half a record

Floats = npt.NDArray[np.float64]
_KEYS = ("born", "age", "death", "place", "origin")


def count_frequencies(prepared: Prepared) -> Frequencies:
    """Shares of records by value; a record that has a part in both scripts counts once."""
    names, n = prepared.names, max(prepared.n, 1)
    records_of_reading = _records_of_reading(prepared)
    of_reading = np.repeat(np.arange(names.n_readings), np.diff(names.start))
    at_start = np.zeros(len(names.part), dtype=bool)
    at_start[names.start[:-1][np.diff(names.start) > 0]] = True
    parts = pl.DataFrame(
        {
            "key": names.fine_keys.gather(names.fine[names.part]),
            "records": records_of_reading[of_reading],
            "given": at_start,
            "reading": of_reading,
        }
    )
    # The couple's second reading repeats the first in another script: where the skeletons meet,
    # the record would count twice. The mean over readings of a record corrects for it.
    scale = max(float(records_of_reading.sum()), 1.0)

    def shares(rows: pl.DataFrame) -> pl.DataFrame:
        return (
            rows.unique(["reading", "key"])
            .group_by("key")
            .agg((pl.col("records").sum() / scale).alias("share"))
            .sort("key")
        )

    homes = pl.DataFrame(
        {
            "key": names.household_keys,
            "given_key": names.fine_keys.gather(names.fine[names.part[names.start[:-1]]])
            if names.n_readings
            else pl.Series([], dtype=pl.String),
        }
    )
    tables = {key: _value_shares(prepared.keys[key], n) for key in _KEYS}
    return Frequencies(
        n_records=prepared.n,
        given=shares(parts.filter("given")),
        part=shares(parts.filter(~pl.col("given"))),
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


def name_bits(prepared: Prepared, frequencies: Frequencies) -> tuple[Floats, Floats, Floats]:
    """-log2 shares by code of the skeleton (as given name, as other part); givens by reading."""
    names, n = prepared.names, max(frequencies.n_records, 1)
    found = []
    for table in (frequencies.given, frequencies.part):
        share = _look_up(names.fine_keys, table, "share").fill_null(0.0).to_numpy()
        found.append(-np.log2(np.minimum(share + _HALF / n, 1.0)))
    household = _look_up(names.household_keys, frequencies.households, "givens")
    return found[0], found[1], household.fill_null(0).cast(pl.Float64).to_numpy()


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
