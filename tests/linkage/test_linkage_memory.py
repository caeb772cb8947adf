"""A table that does not fit into memory is refused in words, not by the system."""

import os
import subprocess
import sys

import polars as pl
import pytest

from tawthiq.errors import LinkageError
from tawthiq.linkage import link, linking, memory

resource = pytest.importorskip("resource")

LIMITED = """
import resource, sys
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
import polars as pl
from tawthiq.errors import LinkageError
from tawthiq.linkage import link
names = ["سامر", "ليلى", "هادي", "نورا", "وليد", "رنا", "فارس", "سلمى"]
n = 60_000
ids = pl.int_range(n, eager=True)
table = pl.DataFrame({
    "record_id": ids.cast(pl.String),
    "list": [("one", "two")[k % 2] for k in range(n)],
    "name": [" ".join(names[k // 8**x % 8] for x in range(5)) for k in range(n)],
})
try:
    print("finished", len(link(table).people))
except LinkageError as error:
    print("refused", error)
"""


def limited(size: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(size)],
        capture_output=True, text=True, check=False, env=dict(os.environ), timeout=600,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count address space otherwise")
def test_under_a_limit_of_one_gigabyte_it_finishes_or_says_what_to_do():
    said = limited(1 << 30)
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith(("finished 60000", "refused linking 60,000 records needs about"))
    if said.stdout.startswith("refused"):
        assert "more memory" in said.stdout


def test_a_table_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(memory, "left", lambda: {"this machine": 10**9, "its control group": 10**8})
    with pytest.raises(LinkageError, match=r"its control group leaves this process 0\.1 GB"):
        link(pl.DataFrame({"record_id": ["a"]}))
    monkeypatch.setattr(memory, "left", dict)
    assert len(link(pl.DataFrame({"record_id": ["a"]})).people) == 1


def test_memory_that_runs_out_on_the_way_is_told_the_same_way(monkeypatch):
    def too_much(*_args):
        raise MemoryError

    monkeypatch.setattr(linking, "prepare", too_much)
    with pytest.raises(LinkageError, match="memory ran out while 1 records"):
        link(pl.DataFrame({"record_id": ["a"]}))


def test_limits_are_those_of_the_process():
    limits = memory.left()
    assert 0 < limits["this machine"] < 1 << 50
    assert memory.need(2_000_000) > memory.need(1_000_000) > 10**9


def test_under_a_limit_of_the_process_what_was_freed_counts_unless_it_is_let_go(monkeypatch):
    monkeypatch.setattr(memory, "_used", lambda: (10**8, 10**8))
    monkeypatch.setattr(memory.resource, "getrlimit", lambda _: (2 * 10**9, 2 * 10**9))
    monkeypatch.delenv("_RJEM_MALLOC_CONF", raising=False)
    with pytest.raises(LinkageError, match=r"ulimit.*_RJEM_MALLOC_CONF=retain:false"):
        memory.check_memory(1_100_000)
    less = memory.left()["data (ulimit -d)"]
    monkeypatch.setenv("_RJEM_MALLOC_CONF", "retain:false")
    more = memory.left()["data (ulimit -d)"]
    assert (less, more) == (pytest.approx(more / 1.5, abs=1), 19 * 10**8)
    with pytest.raises(LinkageError) as refused:
        memory.check_memory(2_000_000)
    assert "retain" not in str(refused.value)
