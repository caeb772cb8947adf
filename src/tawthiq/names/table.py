"""Read a column of names: one row a name, each distinct name read once."""

import numpy as np
import polars as pl

from tawthiq.names.coding import (
    SCRIPTS,
    ReadNames,
    Vocabulary,
    distinct_names,
    read_chunks,
)
from tawthiq.names.joining import Bools, Longs
from tawthiq.names.splitting import is_kunya

PARSED_SCHEMA: dict[str, pl.DataType] = {
    "folded": pl.String(),
    "script": pl.String(),
    "tokens": pl.List(pl.String()),
    "skeletons": pl.List(pl.String()),
    "coarse": pl.List(pl.String()),
    "ism": pl.String(),
    "kunya": pl.String(),
    "nisba": pl.String(),
    "n_parts": pl.Int32(),
}


def parse_names(names: pl.Series) -> pl.DataFrame:
    """Read every name of a column into a table for people; `coded_names` is the one for loops.

    Args:
        names: strings, length n; null where a record gives no name.

    Returns:
        n rows in the same order, columns as in `PARSED_SCHEMA`: `folded`, `script`, `tokens`
        (parts as in `split_name`), `skeletons` (fine) and `coarse` (for blocking), one a part,
        `ism`, `kunya`, `nisba`, and `n_parts`. A null name gives nulls in every column; a name
        without letters gives "" with script "none" and no parts.

    Raises:
        polars.exceptions.PolarsError: the column does not hold strings.
    """
    distinct, number = distinct_names(names)
    vocabulary = Vocabulary()
    tables = [_table(one, vocabulary) for one in read_chunks(distinct, vocabulary)]
    # Lists in one piece: gathering them from many is ten times slower.
    parsed = pl.concat(tables, rechunk=True)
    if len(parsed) == len(number):
        return parsed
    rows = pl.Series(number).set(pl.Series(number < 0), None)
    return parsed.select(pl.all().gather(rows))


def _table(read: ReadNames, vocabulary: Vocabulary) -> pl.DataFrame:
    texts = vocabulary.texts()
    tokens = texts.gather(read.tokens)
    fine, coarse, place = vocabulary.skeletons(read.tokens)
    folded = _lists(texts.gather(read.words), read.word_counts).list.join(" ")
    stops = np.cumsum(read.counts)
    starts = stops - read.counts

    def part_at(places: Longs, there: Bools) -> pl.Series:
        return tokens.gather(pl.Series(places).set(pl.Series(~there), None))

    first = part_at(starts, read.counts > 0)
    by_kunya = _is_kunya(first, folded)
    starts += by_kunya
    table = pl.DataFrame(
        {
            "folded": folded,
            "script": pl.Series(SCRIPTS, dtype=pl.String).gather(read.script),
            "tokens": _lists(tokens, read.counts),
            "skeletons": _lists(fine.gather(place), read.counts),
            "coarse": _lists(coarse.gather(place), read.counts),
            "ism": part_at(starts, stops > starts),
            "kunya": first.set(pl.Series(~by_kunya), None),
            "nisba": part_at(stops - 1, stops - starts > 1),
            "n_parts": read.counts,
        },
        schema=PARSED_SCHEMA,
    )
    slow = np.flatnonzero(read.slowly)
    for what in ("ism", "kunya", "nisba"):
        values = pl.Series([getattr(name, what) for name in read.slow], dtype=pl.String)
        table = table.with_columns(table[what].scatter(slow, values))
    return table


def _is_kunya(first: pl.Series, folded: pl.Series) -> Bools:
    """Which names begin with a kunya: `is_kunya` or `is_umm` of their first part."""
    parts = first.drop_nulls().unique()
    fathers = parts.filter(pl.Series([is_kunya(part) for part in parts], dtype=pl.Boolean))
    father = first.is_in(fathers.implode()).fill_null(False)
    # "Umm" is looked for only where the part begins with its letters.
    maybe = first.str.starts_with("ام").fill_null(False)
    rows = maybe.arg_true()
    mother = pl.DataFrame({"folded": folded.gather(rows), "part": first.gather(rows)}).select(
        pl.col("folded").str.contains(pl.lit("ام ") + pl.col("part").str.slice(2), literal=True)
    )
    return (father | maybe.scatter(rows, mother.to_series())).to_numpy()


def _lists(flat: pl.Series, counts: Longs) -> pl.Series:
    """Cut one long column of strings into lists of these lengths."""
    stops = np.cumsum(counts)
    ranges = pl.DataFrame({"start": stops - counts, "stop": stops}).select(
        pl.int_ranges("start", "stop")
    )
    return ranges.select(
        pl.first().list.eval(
            pl.element().map_batches(flat.gather, return_dtype=pl.String, is_elementwise=True)
        )
    ).to_series()
