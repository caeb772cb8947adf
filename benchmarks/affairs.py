"""Does a register take in 100,000 statements of many types in well under a minute, and all right?

Data: `invented_statements.table(seed=7)`, one file of fourteen types. Timing: one run by the clock,
with peak memory of the process. A faster run that loses or bends a statement has failed: rows kept
and set aside must add up, a sample is held against what was invented, `verify` must find nothing,
and the same file again must add nothing.

Run: python benchmarks/affairs.py load [N]
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import invented_statements as invented
from tawthiq.folder import make_folder, open_folder
from tawthiq.forms import keep_table
from tawthiq.ledger import verify_ledger
from tawthiq.register import statements_of
from tawthiq.sources import declare_source

Made = TypeVar("Made")
SEED = 7
PLAIN = ("key", "name_ar", "member", "whole", "signatory", "giver", "clause", "speaker")
"""Fields whose value is kept as it is written."""


def timed(what: str, run: Callable[[], Made]) -> Made:
    started, processor = time.perf_counter(), time.process_time()
    made = run()
    wall, cpu = time.perf_counter() - started, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<24} {wall:7.2f} s  CPU {cpu:6.2f} s  peak {peak:6,.0f} MB", flush=True)
    return made


def load(n: int) -> None:
    content = invented.table(n, SEED)
    print(f"{n:,} rows of {len(content) / 1e6:.1f} MB")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "register"
        make_folder(folder, name="Invented")
        with open_folder(folder, write=True) as opened:
            ledger, vault = opened.ledger, opened.vault
            declare_source(ledger, "committee", name="Committee", type="committee")

            def keep():
                return keep_table(ledger, vault, "committee", "statements.csv", content)

            kept = timed("read and keep", keep)
            table = timed("statements_of", lambda: statements_of(ledger, vault))
            report = timed("verify", lambda: verify_ledger(ledger, vault))
            again = timed("the same file again", keep)
            check(n, kept, table.statements)
            assert report.ok, report.problems[:3]
            assert not report.doubts, report.doubts[:3]
            assert again.already
            assert ledger.count() == 3  # who the source is, its document, what it says
    print(f"kept {sum(kept.counts.values()):,}, set aside {len(kept.set_aside):,}; all as invented")


def check(n: int, kept, statements) -> None:
    assert sum(kept.counts.values()) + len(kept.set_aside) == n
    broken = [at for at in range(1, n + 1) if at % invented.BROKEN == 0]
    assert [one.row - 1 for one in kept.set_aside] == broken
    rows = [row for at, row in enumerate(invented.rows(n, SEED), 1) if at % invented.BROKEN]
    assert len(statements) == len(rows)
    for row, one in zip(rows, statements, strict=True):  # both as they stand in the file
        assert one.type == row["type"]
        for field in PLAIN:
            assert one.raw.get(field) == row.get(field), (row, one.raw)


PARTS = {"load": load}

if __name__ == "__main__":
    part, *size = sys.argv[1:] or ["load"]
    PARTS[part](*map(int, size or ["100000"]))
