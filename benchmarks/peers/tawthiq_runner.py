"""Our own linkage, as a stranger would call it: `link` on the columns it knows."""

import polars as pl
from reporting import Task

from tawthiq.linkage import LinkSettings, link


def main() -> None:
    task = Task()
    records = pl.read_parquet(task.table)
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
