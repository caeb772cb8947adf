"""Names as arrays: distinct names, their parts, and the letters of each part.

A record may carry its name in two scripts. Each distinct couple of names has up to two *readings*,
each a row of parts; the kernel compares readings and keeps the better comparison.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.names import parse_names

MAX_PARTS = 10  # of a name; a longer one keeps its first parts and its last

Ints = npt.NDArray[np.int32]


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
    household_keys: pl.Series  # by reading: skeletons after the given name; null without two

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


def name_table(name: pl.Series, other: pl.Series) -> tuple[NameTable, Ints]:
    """Read the distinct names, and give each record the number of its couple (-1: no name)."""
    couples = pl.DataFrame({"name": name, "other": other})
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
    households = (
        reading.select(
            pl.when(
                pl.col("skeletons").list.len() >= 3
            )  # with two parts it is a family, not a home
            .then(pl.col("skeletons").list.slice(1).list.join(" "))
            .alias("household")
        ).to_series()
        if len(reading)
        else pl.Series("household", [], dtype=pl.String)
    )
    words = pl.concat([parts["tokens"], parts["skeletons"], parts["coarse"]])
    in_turn = np.arange(3 * len(parts)).reshape(3, -1).T.ravel()  # part by part: its three forms
    letters, ends = _letters(words.gather(in_turn))
    stops = np.cumsum(lengths).astype(np.int32)
    return NameTable(
        readings=readings,
        reading=np.stack(
            [
                (stops - lengths).astype(np.int32),
                stops,
                scripts.rank("dense").cast(pl.Int32).to_numpy().astype(np.int32),
            ],
            axis=1,
        ),
        part=part.to_numpy().astype(np.int32),
        info=np.stack(
            [
                _codes_in(parts["skeletons"], fine_keys),
                _codes_in(parts["coarse"], coarse_keys),
                ends[:-1:3],
                ends[1::3],
                ends[2::3],
                ends[3::3],
            ],
            axis=1,
        ),
        letters=letters,
        fine_keys=fine_keys,
        coarse_keys=coarse_keys,
        household_keys=households,
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
