"""A long run that is stopped goes on where it was, and ends where it would have ended."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial

import polars as pl
import pytest

from tawthiq.linkage import LinkSettings, fitting, link
from tawthiq.linkage.block import make_blocks
from tawthiq.linkage.fitting import fit_model, lesson_from
from tawthiq.linkage.prepare import prepare
from tawthiq.linkage.resuming import Slices, fingerprint
from tawthiq.progress import silent
from tawthiq.simulate import record_chunks, settings_for_records

SETTINGS = LinkSettings()


def invented(n: int) -> pl.DataFrame:
    return pl.concat(list(record_chunks(settings_for_records(n, 5)))).drop("truth", "clean")


TABLE = invented(1500)


@pytest.fixture
def long(monkeypatch):
    """A comparison that is not held in memory, in slices of 100 records."""
    monkeypatch.setattr(fitting, "_SLICE", 100)
    prepared = prepare(TABLE, SETTINGS.fields)
    blocks = make_blocks(prepared, SETTINGS.max_block)
    taught = fit_model(prepared, partial(lesson_from, blocks), SETTINGS)
    return replace(taught, found=None), blocks


def same(one, other) -> bool:
    return all((getattr(one, x) == getattr(other, x)).all() for x in ("a", "b", "odds", "within"))


def test_slices_that_are_done_are_not_done_again(long, tmp_path, monkeypatch):
    taught, blocks = long
    whole = taught.edges(blocks, silent)
    done = []
    one_slice = type(taught)._slice

    def stopped(self, of, start, progress):
        if len(done) == 6:
            raise KeyboardInterrupt
        done.append(start)
        return one_slice(self, of, start, progress)

    monkeypatch.setattr(fitting.Taught, "_slice", stopped)
    with pytest.raises(KeyboardInterrupt):
        taught.edges(blocks, silent, tmp_path / "work")
    assert len(done) == 6
    again = []

    def counted(self, of, start, progress):
        again.append(start)
        return one_slice(self, of, start, progress)

    monkeypatch.setattr(fitting.Taught, "_slice", counted)
    assert same(taught.edges(blocks, silent, tmp_path / "work"), whole)
    assert not set(done) & set(again)
    assert sorted(done + again) == list(range(0, blocks.n, 100))


def test_a_torn_slice_is_done_again(long, tmp_path):
    taught, blocks = long
    whole = taught.edges(blocks, silent, tmp_path / "work")
    (tmp_path / "work" / "300.arrow").write_bytes(b"torn")
    assert same(taught.edges(blocks, silent, tmp_path / "work"), whole)


def test_slices_made_from_something_else_are_removed(long, tmp_path):
    taught, blocks = long
    made_from = fingerprint(taught.using.prepared, taught.model)
    others = {
        fingerprint(taught.using.prepared, replace(taught.model, prior_bits=-9.0)),
        fingerprint(taught.using.prepared, taught.model, "more"),
        fingerprint(prepare(TABLE.head(1400), SETTINGS.fields), taught.model),
        fingerprint(
            prepare(TABLE.with_columns(sex=pl.lit(None, dtype=pl.String)), SETTINGS.fields),
            taught.model,
        ),
    }
    assert len(others | {made_from}) == 5
    assert fingerprint(prepare(TABLE, SETTINGS.fields), taught.model) == made_from
    whole = taught.edges(blocks, silent)
    Slices(tmp_path / "work", made_from).keep(0, whole)
    assert Slices(tmp_path / "work", made_from).kept(0) is not None
    assert Slices(tmp_path / "work", "another").kept(0) is None


def test_what_taught_is_not_compared_again_and_the_edges_are_the_same(long, monkeypatch):
    taught, blocks = long
    monkeypatch.setattr(fitting, "_TAUGHT_PAIRS", 2_000)
    sampled = fit_model(taught.using.prepared, partial(lesson_from, blocks), SETTINGS)
    assert sampled.step > 1
    anew = replace(sampled, found=None).edges(blocks, silent)
    assert 0 < len(sampled.found.a) < len(anew.a)
    assert same(sampled.edges(blocks, silent), anew)


RUN = """
import sys
from pathlib import Path
import polars as pl
from tawthiq.linkage import fitting, link
fitting._SLICE, fitting._TAUGHT_PAIRS = 200, 5_000
one_slice = fitting.Taught._slice
def told(self, blocks, start, progress):
    made = one_slice(self, blocks, start, progress)
    print("slice", start, flush=True)
    return made
fitting.Taught._slice = told
links = link(pl.read_parquet(sys.argv[1]), work=Path(sys.argv[2]))
links.pairs.write_parquet(sys.argv[3])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_run_that_is_killed_goes_on(tmp_path):
    invented(4000).write_parquet(tmp_path / "records.parquet")
    work = tmp_path / "work"

    def start(out: str) -> subprocess.Popen[str]:
        words = [tmp_path / "records.parquet", work, tmp_path / out]
        return subprocess.Popen(
            [sys.executable, "-c", RUN, *map(str, words)],
            stdout=subprocess.PIPE, text=True, env=dict(os.environ),
        )  # fmt: skip

    with start("none.parquet") as killed:
        assert killed.stdout is not None
        for _ in range(4):
            assert killed.stdout.readline().startswith("slice")
        while len(list(work.glob("*.arrow"))) < 3:
            time.sleep(0.01)
        killed.kill()
    kept = {int(path.stem) for path in work.glob("*.arrow")}
    assert kept
    with start("on.parquet") as second:
        went_on, _ = second.communicate()
    assert second.returncode == 0
    done_again = {int(line.split()[1]) for line in went_on.splitlines()}
    assert done_again
    assert not kept & done_again
    assert not work.exists()
    with start("anew.parquet") as third:
        anew, _ = third.communicate()
    assert len(anew.splitlines()) == len(kept | done_again)
    on, whole = (pl.read_parquet(tmp_path / f"{name}.parquet") for name in ("on", "anew"))
    assert on.equals(whole)


def test_a_run_that_ends_leaves_nothing(tmp_path):
    link(TABLE.head(50), work=tmp_path / "work")
    assert not (tmp_path / "work").exists()
