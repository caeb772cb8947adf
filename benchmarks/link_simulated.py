"""How many errors does linkage make on invented lists it was not tuned on, and what does it cost?

Data: the five lists of `tawthiq simulate` with its default settings, written to files and read in
as a user would; truth is known. Seeds 101 to 103 were never looked at while linkage was built. Each
linkage runs in a process of its own, so that its memory is its own: two cores, one run, compiled
code warm. Score: pairs of named records in one person. Beside it, in the same run, exact match on
(folded name, sex, age), which cannot cross scripts.

    python benchmarks/link_simulated.py                  # 10,000 deaths three times, 100,000 once
    python benchmarks/link_simulated.py 10000:101        # deaths:seed
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from linkage_scores import blocking_recall, calibration, exact_match, show
from peers.reporting import peak_megabytes
from tawthiq.folder import make_folder, open_folder
from tawthiq.linkage import LinkSettings, link
from tawthiq.lists import all_records, import_list
from tawthiq.simulate import SimulationSettings, simulate_conflict, write_conflict
from tawthiq.sources import declare_source

RUNS = ("10000:101", "10000:102", "10000:103", "100000:101")
CLEAN = "clean"  # column: the list of the record is declared to name each person once


def invented(deaths: int, seed: int, folder: Path) -> pl.DataFrame:
    """The newest record of each line of all lists, as imported, with `truth`."""
    conflict = simulate_conflict(SimulationSettings(deaths=deaths, seed=seed))
    written = write_conflict(conflict, folder / "lists")
    gazetteer = folder / "lists/gazetteer.csv"
    make_folder(folder / "register", name="Invented", gazetteer=gazetteer)
    with open_folder(folder / "register", write=True) as opened:
        for key, one in conflict.lists.items():
            said = one.settings
            declare_source(
                opened.ledger, key, name=said.name, name_other=said.name_other, type=said.type,
                covers=said.covers, origin=said.copies, clean=said.clean,
            )  # fmt: skip
        for one in sorted(written, key=lambda one: (one.released, one.source)):
            import_list(
                opened.ledger, opened.vault, one.path, source=one.source, released=one.released,
                gazetteer_csv=gazetteer.read_bytes(),
            )  # fmt: skip
        records = all_records(opened.ledger, opened.vault)
    releases = pl.DataFrame(
        [(one.source, one.version, one.released) for one in written],
        schema={"list": pl.String, "version": pl.Int64, "released": pl.Date},
        orient="row",
    )
    truth = pl.read_csv(folder / "lists/truth.csv", infer_schema_length=None)
    clean = [key for key, one in conflict.lists.items() if one.settings.clean]
    return (
        records.sort("released", "document", "row")
        .group_by("line_id", maintain_order=True)
        .last()
        .join(
            truth.join(releases, on=["list", "version"]).select(
                "list", "released", "row", truth="true_id"
            ),
            on=["list", "released", "row"],
            how="left",
        )
        .filter("named")
        .with_columns(pl.col("list").is_in(clean).alias(CLEAN))
    )


def measure(table: pl.DataFrame) -> None:
    """Link, and say how long it took, how much memory it needed, and how right it is."""
    settings = LinkSettings(clean_lists=frozenset(table.filter(CLEAN)["list"].unique().to_list()))
    records = table.drop("truth", CLEAN)
    link(records.head(200), settings=LinkSettings())  # compiled code is loaded once, before the run
    start, cpu = time.perf_counter(), time.process_time()
    links = link(records, settings=settings)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    memory = peak_megabytes()
    candidates, recall = blocking_recall(table)
    print(
        f"  {len(table):,} records  {seconds:.1f} s  {cpu:.1f} s CPU  peak {memory:,.0f} MB  "
        f"{candidates:,} candidate pairs  blocking recall {recall:.4f}"
    )
    labelled = table.join(links.people, on="record_id")
    for partition in ("sure", "linked", "possible"):
        show(partition, labelled.rename({partition: "person"}))
    show("exact name, sex, age", exact_match(table))
    calibration(links, table)


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] == "--measure":
        measure(pl.read_parquet(sys.argv[2]))
        return
    for run in sys.argv[1:] or RUNS:
        deaths, seed = (int(part) for part in run.split(":"))
        print(f"{deaths:,} deaths, seed {seed}", flush=True)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            path = folder / "records.parquet"
            invented(deaths, seed, folder).write_parquet(path)
            subprocess.run([sys.executable, __file__, "--measure", str(path)], check=True)


if __name__ == "__main__":
    main()
