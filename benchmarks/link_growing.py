"""What does it cost to link 1,000 new records against N, and is it what linking all at once gives?

Data: tables of `simulated_records.py`. The last 1,000 records of a shuffled table come later. The
state of the others is made in one process and kept on disk; another one opens it, links the
arrivals, and keeps the new state. Seconds include opening, compiled code is warm. Equality: the
arrivals in one step and in ten steps must give equal people and pairs; and the groups that were
formed only where something changed must be those formed everywhere. Beside it, how many of the
likely pairs (0.5 and more) of the arrivals a run from nothing, with a fit of its own, also has.

    python benchmarks/link_growing.py RECORDS.parquet
    python benchmarks/link_growing.py RECORDS.parquet --no-anew   # one run from nothing less
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from tawthiq.linkage import Links, found_state, grow, load_state, save_state
from tawthiq.linkage.cluster import partitions
from tawthiq.linkage.em import log2_odds

LATE = 1_000
STEPS = 10
PARTITIONS = ("sure", "linked", "possible")


def read(path: Path) -> pl.DataFrame:
    """The records, shuffled, without the truth."""
    table = pl.read_parquet(path)
    return table.drop("truth", "clean", strict=False).sample(fraction=1.0, shuffle=True, seed=3)


def measured(what: str, start: float, cpu: float) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  {what:44} {time.perf_counter() - start:7.1f} s  {time.process_time() - cpu:7.1f} s CPU"
        f"  peak {memory:,.0f} MB",
        flush=True,
    )


def found(path: Path, folder: Path) -> None:
    """Link all but the last records from nothing, and keep the state."""
    table = read(path)
    start, cpu = time.perf_counter(), time.process_time()
    _, state = found_state(table.head(-LATE))
    measured(f"{len(table) - LATE:,} records from nothing", start, cpu)
    start, cpu = time.perf_counter(), time.process_time()
    save_state(state, folder)
    measured("state kept", start, cpu)


def grown(path: Path, folder: Path) -> None:
    """Link the last records, and check."""
    table = read(path)
    late = table.tail(LATE)
    _, made = found_state(table.head(500))  # compiled code is loaded once, before the run
    grow(made, table[500:520], table.head(520))
    start, cpu = time.perf_counter(), time.process_time()
    state = load_state(folder)
    measured("state opened", start, cpu)
    links, new, growth = grow(state, late, table)
    measured(f"and {LATE:,} records linked on", start, cpu)
    save_state(new, folder.with_name("next"), before=folder)
    measured("and the new state kept", start, cpu)
    print(f"  {growth}")
    levels = (*PARTITIONS, "repeat")
    least = {f"{x}_bits": log2_odds(getattr(links.settings, f"{x}_probability")) for x in levels}
    every = partitions(links.evidence, **least)
    everywhere = all(
        (links.people[name].to_numpy() == labels).all()
        for name, labels in zip(PARTITIONS, every, strict=True)
    )
    print(f"  groups formed where something changed = formed everywhere: {everywhere}")
    size = LATE // STEPS
    one = links
    for step in range(STEPS):
        seen = table.head(len(table) - LATE + (step + 1) * size)
        one, state, _ = grow(state, late[step * size : (step + 1) * size], seen)
    same = one.people.equals(links.people) and one.pairs.equals(links.pairs)
    print(f"  in {STEPS} steps = in one: {same}", flush=True)
    likely(links, late).write_parquet(folder.with_name("likely.parquet"))


def likely(links: Links, late: pl.DataFrame) -> pl.DataFrame:
    """The likely pairs of the arrivals."""
    new = late["record_id"].implode()
    either = pl.col("record_a").is_in(new) | pl.col("record_b").is_in(new)
    return links.pairs.filter(either, pl.col("probability") >= 0.5).select("record_a", "record_b")


def anew(path: Path, folder: Path) -> None:
    """A run from nothing over all records, with a fit of its own."""
    table = read(path)
    start, cpu = time.perf_counter(), time.process_time()
    links, _ = found_state(table)
    measured(f"all {len(table):,} from nothing", start, cpu)
    one, other = (
        pl.read_parquet(folder.with_name("likely.parquet")),
        likely(links, table.tail(LATE)),
    )
    both = len(one.join(other, on=["record_a", "record_b"]))
    print(
        f"  likely pairs of the arrivals: {len(one):,} linked on, {len(other):,} from nothing, "
        f"{both:,} in both"
    )


def main() -> None:
    path, words = Path(sys.argv[1]), sys.argv[2:]
    for name, step in (("--found", found), ("--grown", grown), ("--anew", anew)):
        if words[:1] == [name]:
            step(path, Path(words[1]))
            return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "state"
        steps = ["--found", "--grown"] + ([] if "--no-anew" in words else ["--anew"])
        for step in steps:
            subprocess.run([sys.executable, __file__, str(path), step, str(folder)], check=True)


if __name__ == "__main__":
    main()
