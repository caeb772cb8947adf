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
    read: dict[str, list[object]] = {name: [] for name in PARSED_SCHEMA}
    for written in distinct.to_list():
        name = split_name(written)
        fine = [skeleton(token) for token in name.tokens]
        read["folded"].append(name.folded)
        read["script"].append(name.script)
        read["tokens"].append(list(name.tokens))
        read["skeletons"].append(fine)
        read["coarse"].append([_coarse(one) for one in fine])
        read["ism"].append(name.ism)
        read["kunya"].append(name.kunya)
        read["nisba"].append(name.nisba)
        read["n_parts"].append(len(name.tokens))
    parsed = pl.DataFrame(read, schema=PARSED_SCHEMA).insert_column(0, distinct)
    return (
        column.to_frame()
        .join(parsed, on="written", how="left", maintain_order="left")
        .drop("written")
    )
