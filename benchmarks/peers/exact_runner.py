"""The least anybody can do: records are one person where name, sex and age or birth are equal.

The name is given as skeletons of its parts, so that it may meet across scripts. A record that lacks
one of the values stays alone.
"""

import polars as pl
from reporting import Task


def main() -> None:
    task = Task()
    table = pl.read_parquet(task.table)
    born = pl.coalesce(pl.col("age").cast(pl.String), "birth")
    keys = [pl.col("name_skeleton"), born.alias("born")]
    if table["sex"].null_count() < len(table):
        keys.append(pl.col("sex"))
    people = table.select(
        "record_id",
        pl.when(pl.all_horizontal(key.is_not_null() for key in keys))
        .then(pl.concat_str(keys, separator="|"))
        .otherwise("record_id")
        .alias("person"),
    )
    people.write_parquet(task.folder / "clusters.parquet")
    task.answered(packages=("polars",), threshold="all equal")


if __name__ == "__main__":
    main()
