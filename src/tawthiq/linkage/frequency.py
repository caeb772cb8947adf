"""How common values are: agreement on a rare one weighs more."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from tawthiq.compiling import compiled
from tawthiq.linkage.arrays import F32, F64
from tawthiq.linkage.model import Frequencies
from tawthiq.linkage.parts import COARSE, FINE, NameTable, households
from tawthiq.linkage.prepare import Prepared, Values

_HALF = 0.5  # a value nobody has yet counts as half a record

KEYS = ("born", "age", "death", "place", "origin")


def count_frequencies(prepared: Prepared) -> Frequencies:
    """Shares of records by value; a record that has a part in both scripts counts once."""
    names, n = prepared.names, max(prepared.n, 1)
    records = _records_of_reading(prepared)
    scale = max(float(records.sum()), 1.0)

    def shares(at_start: bool, column: int, keys: pl.Series) -> pl.DataFrame:
        counts = np.zeros(len(keys))
        code = np.ascontiguousarray(names.info[:, column])
        _fill_counts(names.reading, names.part, code, records, at_start, counts)
        seen = counts > 0
        return pl.DataFrame({"key": keys.filter(seen), "share": counts[seen] / scale})

    fine, coarse = names.fine_keys, names.coarse_keys
    values = {key: _value_shares(prepared.values[key], n) for key in KEYS}
    extras = {extra.field: _value_shares(extra, n) for extra in prepared.extras}
    return Frequencies(
        n_records=prepared.n,
        given=shares(True, FINE, fine),
        part=shares(False, FINE, fine),
        given_coarse=shares(True, COARSE, coarse),
        part_coarse=shares(False, COARSE, coarse),
        households=_households(names),
        extras=extras,
        **values,
    )


def of_people(frequencies: Frequencies, apart: Mapping[str, float]) -> Frequencies:
    """Shares of records made shares of other people, where records name people again.

    Args:
        frequencies: of records.
        apart: by kind of value, see `strangers.apart_shares`.
    """
    scaled = {
        key: getattr(frequencies, key).with_columns(pl.col("share") * share)
        for key, share in apart.items()
    }
    return replace(frequencies, **scaled)


def _counts(reading, part, code, records, at_start, counts):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Records by code of the first part of their readings, or of the others, each once a name."""
    for r in range(reading.shape[0]):
        first, end = reading[r, 0], reading[r, 1]
        if at_start:
            end = first + 1
        else:
            first += 1
        for at in range(first, end):
            mine = code[part[at]]
            again = False
            for before in range(first, at):
                again |= code[part[before]] == mine
            if not again:
                counts[mine] += records[r]


_fill_counts = compiled(_counts, alone=True)


def _households(names: NameTable) -> pl.DataFrame:
    """Father's sides with two given names or more, and how many."""
    home = households(names)
    given = names.info[names.given, FINE] if names.n_readings else np.empty(0, np.int32)
    order = np.lexsort((given, home))
    home, given = home[order], given[order]
    new_home = np.concatenate([[True], home[1:] != home[:-1]])[: len(home)]
    new_pair = new_home | np.concatenate([[True], given[1:] != given[:-1]])[: len(home)]
    of_home = np.cumsum(new_home) - 1
    givens = np.bincount(of_home[new_pair], minlength=int(of_home.max(initial=-1)) + 1)
    key = home[new_home]
    several = (givens > 1) & (key > 0)
    return pl.DataFrame({"key": key[several], "givens": givens[several].astype(np.int64)})


def _records_of_reading(prepared: Prepared) -> F64:
    names = prepared.names
    per_name = np.bincount(prepared.name[prepared.name >= 0], minlength=len(names.readings))
    counts = np.zeros(names.n_readings)
    for column in range(2):
        has = names.readings[:, column] >= 0
        np.add.at(counts, names.readings[has, column], per_name[has])
    return counts


def _value_shares(values: Values, n: int) -> pl.DataFrame:
    counts = np.bincount(values.code[values.code >= 0], minlength=len(values.keys))
    seen = counts > 0
    return pl.DataFrame({"key": values.keys.filter(seen), "share": counts[seen] / n})


def name_bits(prepared: Prepared, frequencies: Frequencies) -> tuple[F32, F32]:
    """-log2 shares of parts, (n_parts, 4), in the columns of the kernel; givens by reading."""
    names, n = prepared.names, max(frequencies.n_records, 1)
    found = []
    for table, keys, column in (
        (frequencies.given, names.fine_keys, FINE),
        (frequencies.part, names.fine_keys, FINE),
        (frequencies.given_coarse, names.coarse_keys, COARSE),
        (frequencies.part_coarse, names.coarse_keys, COARSE),
    ):
        found.append(_rarity(keys, table, n)[names.info[:, column]])
    home = households(names)
    known = frequencies.households.sort("key")
    homes, givens = known["key"].to_numpy(), known["givens"].to_numpy()
    kin = np.where(home > 0, 1.0, 0.0)
    if len(homes):
        at = np.minimum(np.searchsorted(homes, home), len(homes) - 1)
        kin = np.where(homes[at] == home, givens[at], kin)
    return np.stack(found, axis=1).astype(np.float32), kin.astype(np.float32)


def value_bits(prepared: Prepared, frequencies: Frequencies) -> F32:
    """-log2 share of each record's values, (n, n_keys), as `KEYS` and then extras; NaN: none."""
    n = max(frequencies.n_records, 1)
    bits = np.full((prepared.n, len(KEYS) + len(prepared.extras)), np.nan, dtype=np.float32)
    for column, key in enumerate(KEYS):
        _fill(bits[:, column], prepared.values[key], getattr(frequencies, key), n)
    for column, extra in enumerate(prepared.extras, start=len(KEYS)):
        _fill(bits[:, column], extra, frequencies.extras.get(extra.field, _NO_SHARES), n)
    return bits


_NO_SHARES = pl.DataFrame(schema={"key": pl.String, "share": pl.Float64})


def _fill(bits: F32, values: Values, shares: pl.DataFrame, n: int) -> None:
    known = values.code >= 0
    if known.any():
        bits[known] = _rarity(values.keys, shares, n)[values.code[known]]


def _rarity(keys: pl.Series, shares: pl.DataFrame, n: int) -> F32:
    """-log2 share of each key; one nobody has yet counts as half a record."""
    share = (
        pl.DataFrame({"key": keys.cast(pl.String)})
        .join(shares, on="key", how="left", maintain_order="left")["share"]
        .fill_null(0.0)
        .to_numpy()
    )
    return (-np.log2(np.minimum(share + _HALF / n, 1.0))).astype(np.float32)
