"""Does Spark find the very links that one machine finds, and what does its way cost?

Data: `benchmarks/simulated_records.py`. Each engine links the same table in a process of its own,
compiled code warm. One machine alone cannot show what a cluster gains: this shows what the detour
costs (keys and candidates written to disk and read again), and what the driver has to hold.

    python benchmarks/link_spark.py RECORDS.parquet            # local, then Spark with local[2]
    python benchmarks/link_spark.py RECORDS.parquet local[4]   # or any other master

Memory: the most that the process of Python held by itself, and the most that it and all it started
(the JVM, the workers of Python) held together, what they share counted once each (PSS; Linux).
"""

import contextlib
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import polars as pl

from tawthiq.linkage import link

TRUTH = ("truth", "clean")
MB = 1024


class Together:
    """The most memory that a process and all its descendants held, asked twice a second."""

    def __init__(self) -> None:
        self.most = 0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Together":
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(0.5):
            self.most = max(self.most, held_by("self"))


def held_by(process: str) -> int:
    """KiB that a process and its descendants hold; 0 once it is gone."""
    total = 0
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
        for task in Path(f"/proc/{process}/task").iterdir():
            total += sum(held_by(child) for child in (task / "children").read_text().split())
    return total


def measure(engine: str, path: Path, out: Path) -> None:
    records = pl.read_parquet(path).drop(TRUTH, strict=False)
    link(records.head(200))  # compiled code is loaded once, before the run
    with Together() as memory:
        start = time.perf_counter()
        if engine == "local":
            links = link(records)
        else:
            from tawthiq.linkage.spark import link_with_spark  # noqa: PLC0415 - an extra

            links = link_with_spark(records, master=engine)
        seconds = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB
    print(
        f"  {engine}: {len(records):,} records  {len(links.pairs):,} pairs kept  {seconds:.1f} s  "
        f"peak {own:,.0f} MB, {memory.most / MB:,.0f} MB with all it started",
        flush=True,
    )
    links.pairs.write_parquet(out / "pairs.parquet")
    links.people.write_parquet(out / "people.parquet")


def main() -> None:
    if len(sys.argv) == 5 and sys.argv[1] == "--measure":
        measure(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
        return
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    path, master = sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else "local[2]"
    with tempfile.TemporaryDirectory() as name:
        first, second = Path(name) / "first", Path(name) / "second"
        for engine, out in (("local", first), (master, second)):
            out.mkdir()
            command = [sys.executable, __file__, "--measure", engine, path, str(out)]
            subprocess.run(command, check=True)
        for table in ("pairs", "people"):
            one, other = (pl.read_parquet(out / f"{table}.parquet") for out in (first, second))
            print(f"  {table}: {'identical' if one.equals(other) else 'DIFFERENT'}")


if __name__ == "__main__":
    main()
