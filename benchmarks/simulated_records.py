"""Make the table of records that linkage is measured on, at any size, with the truth in it.

Data: the five lists of `tawthiq.simulate` over as many invented dead as give about N records, with
as many family names as so many people bear. Nothing is written as a list and read back, so that ten
million records take minutes; see `docs/explanation/simulated-conflict.md` for what differs.

    python benchmarks/simulated_records.py 1000000 OUT.parquet        # seed 2011
    python benchmarks/simulated_records.py 10000000 101 OUT.parquet

Prints how many records and people there are, how long it took and the most memory it needed.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from tawthiq.simulate import record_chunks, settings_for_records


def write(records: int, seed: int, out: Path) -> None:
    """Write the records to one Parquet file, a piece at a time."""
    settings = settings_for_records(records, seed)
    with tempfile.TemporaryDirectory(dir=out.parent) as name:
        for number, chunk in enumerate(record_chunks(settings)):
            chunk.write_parquet(Path(name) / f"{number:05d}.parquet")
        pl.scan_parquet(Path(name) / "*.parquet").sink_parquet(out, maintain_order=True)


def main() -> None:
    if len(sys.argv) not in (3, 4):
        raise SystemExit(__doc__)
    records, out = int(sys.argv[1]), Path(sys.argv[-1])
    seed = int(sys.argv[2]) if len(sys.argv) == 4 else 2011
    start, cpu = time.perf_counter(), time.process_time()
    write(records, seed, out)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table = pl.scan_parquet(out).select(pl.len(), pl.col("truth").n_unique()).collect().row(0)
    print(
        f"{table[0]:,} records of {table[1]:,} people  {seconds:.1f} s  {cpu:.1f} s CPU  "
        f"peak {memory:,.0f} MB  {out.stat().st_size / 1e6:,.0f} MB on disk"
    )


if __name__ == "__main__":
    main()
