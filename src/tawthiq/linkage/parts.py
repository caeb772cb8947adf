"""Names as arrays: distinct names, their parts, and the letters of each part.

A record may carry its name in two scripts. Each distinct couple of names has up to two *readings*,
each a row of parts; the kernel compares readings and keeps the better comparison.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.compiling import compiled
from tawthiq.names import parse_names

MAX_PARTS = 10  # of a name; a longer one keeps its first parts and its last

Ints = npt.NDArray[np.int32]
U64 = npt.NDArray[np.uint64]


_SCRIPTS = {"arab": 0, "latn": 1, "mixed": 2}

# Columns of `NameTable.info`.
FINE, COARSE, TEXT, TEXT_END, FINE_END, END = 0, 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTable:
    """Distinct names (couples), readings and parts.

    `readings`: (n_names, 2), -1 where there is none. `reading`: (n_readings, 3): a reading has the
    parts `part[reading[r, 0]:reading[r, 1]]` and the script `reading[r, 2]`. `info`: (n_parts, 6):
    codes of the fine and the coarse skeleton; where in `letters` the part begins, where it ends
    and its skeleton begins, where that ends and the coarse one begins, and where that ends.
    """

    readings: Ints
    reading: Ints
    part: Ints
    info: Ints
    letters: Ints  # code points
    fine_keys: pl.Series  # by code: the skeleton
    coarse_keys: pl.Series
    # Numbers of skeletons that are the same in every table: made from their letters alone.
    fine_hash: U64  # by part
    coarse_hash: U64

    @property
    def n_readings(self) -> int:
        """How many readings."""
        return len(self.reading)

    @property
    def given(self) -> Ints:
        """The given name of each reading: its first part."""
        return self.part[self.reading[:, 0]]

    @property
    def reading_of_part(self) -> Ints:
        """The reading of each entry of `part`."""
        lengths = self.reading[:, 1] - self.reading[:, 0]
        return np.repeat(np.arange(self.n_readings, dtype=np.int32), lengths)


def mix(h: U64, x: npt.NDArray[np.integer]) -> U64:
    """One step of splitmix64: spreads (h, x) over 64 bits; overflow is meant."""
    z: U64 = h ^ (x.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: U64 = z ^ (z >> np.uint64(31))
    return mixed


def _hash_letters(letters, start, stop, out):  # type: ignore[no-untyped-def]
    """FNV-1a over code points."""
    for k in range(start.shape[0]):
        h = np.uint64(0xCBF29CE484222325)
        for at in range(start[k], stop[k]):
            h = (h ^ np.uint64(letters[at])) * np.uint64(0x100000001B3)
        out[k] = h


_fill_hashes = compiled(_hash_letters, nogil=True)


def hash_letters(letters: Ints, start: Ints, stop: Ints) -> U64:
    """A number for each word: the same in every table, process and version."""
    out = np.empty(len(start), dtype=np.uint64)
    _fill_hashes(letters, start, stop, out)
    return out


def hash_words(words: pl.Series) -> U64:
    """A number for each text: the same in every table, process and version."""
    letters, ends = _letters(words)
    return hash_letters(letters, ends[:-1], ends[1:])


def _households(offsets, part, fine_hash, out):  # type: ignore[no-untyped-def]
    for r in range(offsets.shape[0]):
        out[r] = np.uint64(0)
        if offsets[r, 1] - offsets[r, 0] >= 3:  # with two parts it is a family, not a home
            h = np.uint64(0x51ED270B)
            for at in range(offsets[r, 0] + 1, offsets[r, 1]):
                h = (h ^ fine_hash[part[at]]) * np.uint64(0x9E3779B97F4A7C15)
                h = h ^ (h >> np.uint64(29))
            out[r] = h | np.uint64(1)


_fill_households = compiled(_households, nogil=True)


def households(table: NameTable) -> U64:
    """By reading: a number for the skeletons after the given name; 0 with fewer than three parts."""
    out = np.empty(table.n_readings, dtype=np.uint64)
    _fill_households(table.reading, table.part, table.fine_hash, out)
    return out


def name_table(name: pl.Series, other: pl.Series) -> tuple[NameTable, Ints]:
    """Read the distinct names, and give each record the number of its couple (-1: no name)."""
    couples = pl.DataFrame({"name": name, "other": other})
    # Numbered by what is written, so that two names stand in one order in every table they are in:
    # a comparison does not depend on who else is there.
    distinct = couples.unique().sort("name", "other")
    written = pl.concat([distinct["name"], distinct["other"]]).drop_nulls().unique().sort()
    parsed = _parsed(written)
    reading_of = parsed.select("written", pl.int_range(pl.len(), dtype=pl.Int32).alias("reading"))
    readings = np.stack(
        [
            distinct.select(pl.col(c).alias("written"))
            .join(reading_of, on="written", how="left", maintain_order="left")["reading"]
            .fill_null(-1)
            .to_numpy()
            for c in ("name", "other")
        ],
        axis=1,
    ).astype(np.int32)
    named = (readings >= 0).any(axis=1)
    number = distinct.with_columns(
        pl.Series("number", np.where(named, np.arange(len(distinct)), -1).astype(np.int32))
    )
    of_record = couples.join(
        number, on=["name", "other"], how="left", nulls_equal=True, maintain_order="left"
    )["number"].to_numpy()
    return _table(parsed, readings), of_record.astype(np.int32)


def _parsed(written: pl.Series) -> pl.DataFrame:
    """One row a distinct written name that has at least one part."""
    read = parse_names(written)
    return (
        read.select(
            "script",
            *(_shortened(c) for c in ("tokens", "skeletons", "coarse")),
        )
        .with_columns(written.alias("written"))
        .filter(pl.col("tokens").list.len() > 0)
    )


def _shortened(column: str) -> pl.Expr:
    whole = pl.col(column)
    cut = pl.concat_list(whole.list.head(MAX_PARTS - 1), whole.list.tail(1))
    return pl.when(whole.list.len() > MAX_PARTS).then(cut).otherwise(whole).alias(column)


def _table(parsed: pl.DataFrame, readings: Ints) -> NameTable:
    scripts = parsed["script"].cast(pl.String)
    reading = parsed.with_columns(
        pl.int_range(pl.len(), dtype=pl.Int32).alias("reading"), script=scripts
    )
    lengths = reading["tokens"].list.len().cast(pl.Int64).to_numpy()
    long = reading.select("reading", "script", "tokens", "skeletons", "coarse").explode(
        "tokens", "skeletons", "coarse"
    )
    # A part without consonants would have an empty skeleton and agree with every other such part.
    long = long.with_columns(
        pl.when(pl.col(c) == "").then(pl.concat_str(pl.lit("="), "tokens")).otherwise(c).alias(c)
        for c in ("skeletons", "coarse")
    )
    parts = (
        long.select("script", "tokens", "skeletons", "coarse")
        .unique()
        .sort("script", "tokens", "skeletons", "coarse")
    )
    fine_keys = parts["skeletons"].unique().sort()
    coarse_keys = parts["coarse"].unique().sort()
    numbered = parts.with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias("part"))
    part = long.join(
        numbered,
        on=["script", "tokens", "skeletons", "coarse"],
        how="left",
        maintain_order="left",
    )["part"]
    words = pl.concat([parts["tokens"], parts["skeletons"], parts["coarse"]])
    in_turn = np.arange(3 * len(parts)).reshape(3, -1).T.ravel()  # part by part: its three forms
    letters, ends = _letters(words.gather(in_turn))
    stops = np.cumsum(lengths).astype(np.int32)
    info = np.stack(
        [
            _codes_in(parts["skeletons"], fine_keys),
            _codes_in(parts["coarse"], coarse_keys),
            ends[:-1:3],
            ends[1::3],
            ends[2::3],
            ends[3::3],
        ],
        axis=1,
    )
    return NameTable(
        readings=readings,
        reading=np.stack(
            [
                (stops - lengths).astype(np.int32),
                stops,
                scripts.replace_strict(_SCRIPTS, default=len(_SCRIPTS), return_dtype=pl.Int32).to_numpy(),
            ],
            axis=1,
        ),
        part=part.to_numpy().astype(np.int32),
        info=info,
        letters=letters,
        fine_keys=fine_keys,
        coarse_keys=coarse_keys,
        fine_hash=hash_letters(letters, info[:, TEXT_END], info[:, FINE_END]),
        coarse_hash=hash_letters(letters, info[:, FINE_END], info[:, END]),
    )


def _codes_in(values: pl.Series, keys: pl.Series) -> Ints:
    table = pl.DataFrame({"key": keys, "code": np.arange(len(keys), dtype=np.int32)})
    joined = pl.DataFrame({"key": values}).join(table, on="key", how="left", maintain_order="left")
    return joined["code"].to_numpy().astype(np.int32)


def _letters(words: pl.Series) -> tuple[Ints, Ints]:
    """The letters of all words as one array of code points, and where each word starts."""
    joined = "".join(words.to_list())
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.int32)
    lengths = words.str.len_chars().cast(pl.Int64).to_numpy()
    return points, np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
