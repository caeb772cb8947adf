"""Does a register take in 100,000 statements in well under a minute, all right, and answer at once?

Data: `invented_statements.table(seed=7)`, one file of fourteen types. Timing: one run by the clock,
with peak memory of the process. A faster run that loses or bends a statement has failed: rows kept
and set aside must add up, a sample is held against what was invented, `verify` must find nothing,
and the same file again must add nothing.

`pages`: how long the affairs of such a register take to derive, and each page of it to make. Made
again from nothing they must be the same, row by row; every page must hold the claims that name it,
and a list says how many rows it has where only the first are shown.

Run: python benchmarks/affairs.py load|pages [N]
"""

import gc
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import invented_statements as invented
from tawthiq.affairs import Part, View, open_affairs, overview_of, page_of
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


def pages(n: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "register"
        make_folder(folder, name="Invented")
        with open_folder(folder, write=True) as opened:
            ledger, vault, settings = opened.ledger, opened.vault, opened.settings
            declare_source(ledger, "committee", name="Committee", type="committee")
            keep_table(ledger, vault, "committee", "said.csv", invented.table(n, SEED))
            affairs = timed("derive", lambda: open_affairs(settings, ledger, vault))
            with timed("open again", lambda: open_affairs(settings, ledger, vault)) as again:
                assert again.stamp() == affairs.stamp()
            first = list(affairs.rows())
            (settings.derived / "affairs.sqlite").unlink()
            with open_affairs(settings, ledger, vault) as anew:
                assert list(anew.rows()) == first
        print(f"{len(first):,} rows, the same made again; {len(affairs.doubts()):,} doubts")
        # A command that shows a page has no such heap for the collector to walk.
        del first
        gc.collect()
        print(f"{'page of':<16} {'things':>7} {'median':>9} {'95 %':>9} {'longest':>9}   CPU ms")
        for kind, (there, _) in sorted(affairs.counts().items()):
            if there:
                times = [
                    page_time(affairs, one) for one in affairs.things(kind)[:: max(1, there // 50)]
                ]
                told(kind, there, times)
        print(
            "\nlists of all of a type: 200 rows of each table, as the terminal shows it; all rows"
        )
        for kind, (there, statements) in sorted(affairs.counts().items()):
            part, whole = (list_time(affairs, kind, part) for part in (Part(), None))
            print(f"{kind:<16} {there or statements:>7,} {1000 * part:>9.1f} {1000 * whole:>9.1f}")


def page_time(affairs, thing) -> float:
    view = View(affairs=affairs)
    started = time.process_time()
    page = page_of(view, thing)
    took = time.process_time() - started
    said = affairs.about(thing.key)
    assert bool(said) == bool(page.facts or page.tables or page.data)
    return took


def list_time(affairs, kind: str, part: Part | None) -> float:
    """Of all rows with what is plotted, or of a part without, as the terminal asks for it."""
    view = View(affairs=affairs, part=part, plots=part is None)
    started = time.process_time()
    page = overview_of(view, kind)
    took = time.process_time() - started
    for table in page.tables:
        assert part is None or len(table.rows) <= part.size
        assert (table.cut is None) or (table.cut.of > len(table.rows) and table.note)
    return took


def told(kind: str, there: int, times: list[float]) -> None:
    ordered = sorted(times)
    shown = [ordered[len(ordered) // 2], ordered[int(0.95 * (len(ordered) - 1))], ordered[-1]]
    print(f"{kind:<16} {there:>7,} " + " ".join(f"{1000 * one:>9.1f}" for one in shown), flush=True)


PARTS = {"load": load, "pages": pages}

if __name__ == "__main__":
    part, *size = sys.argv[1:] or ["load"]
    PARTS[part](*map(int, size or ["100000"]))
