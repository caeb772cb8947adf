"""Our own linkage, as a stranger would call it: `link` on the columns it knows."""

import polars as pl
from reporting import Task

from tawthiq.linkage import LinkSettings, link

# What `link` says it reads, beside columns of the table's own; the others are there for the peers.
READ = (
    "record_id", "list", "document", "name", "name_other", "named", "sex", "age_low", "age_high",
    "birth_earliest", "birth_latest", "death_earliest", "death_latest", "governorate", "district",
    "town", "origin_governorate", "origin_district", "origin_town", "reporter_id",
)  # fmt: skip


def main() -> None:
    task = Task()
    there = pl.read_parquet_schema(task.table).names()
    own = [column for column in there if column in READ or column.startswith(("id_", "text_"))]
    records = pl.read_parquet(task.table, columns=own)
    links = link(records, settings=LinkSettings(clean_lists=frozenset(task.clean)))
    task.answered(
        packages=("numba", "polars"),
        candidates=int(links.model.pattern_counts["pairs"].sum()),
        threshold="linked",
    )
    people = links.people.select("record_id", person="linked")
    people.write_parquet(task.folder / "clusters.parquet")


if __name__ == "__main__":
    main()
