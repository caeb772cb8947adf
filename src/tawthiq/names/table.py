"""Read a column of names: one row a name, each distinct name read once."""

from functools import lru_cache

import polars as pl

from tawthiq.names.skeletons import coarse_of, skeleton
from tawthiq.names.splitting import split_name

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

_coarse = lru_cache(maxsize=1 << 16)(coarse_of)


def parse_names(names: pl.Series) -> pl.DataFrame:
    """Read every name of a column.

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
    column = names.cast(pl.String, strict=True).alias("written")
    distinct = column.drop_nulls().unique(maintain_order=True)
    read = [split_name(written) for written in distinct.to_list()]
    fine = [[skeleton(token) for token in name.tokens] for name in read]
    parsed = pl.DataFrame(
        {
            "written": distinct,
            "folded": [name.folded for name in read],
            "script": [name.script for name in read],
            # Parts hold no space. Strings split by Polars are ten times faster than Python lists.
            "tokens": [" ".join(name.tokens) for name in read],
            "skeletons": [" ".join(one) for one in fine],
            "coarse": [" ".join(map(_coarse, one)) for one in fine],
            "ism": [name.ism for name in read],
            "kunya": [name.kunya for name in read],
            "nisba": [name.nisba for name in read],
            "n_parts": [len(name.tokens) for name in read],
        },
        schema={
            "written": pl.String,
            **dict.fromkeys(PARSED_SCHEMA, pl.String),
            "n_parts": pl.Int32,
        },
    ).with_columns(
        pl.when(pl.col("n_parts") > 0)
        .then(pl.col("tokens", "skeletons", "coarse").str.split(" "))
        .otherwise(pl.lit([], dtype=pl.List(pl.String)))
    )
    return (
        column.to_frame()
        .join(parsed, on="written", how="left", maintain_order="left")
        .drop("written")
    )
