"""A register that grew is the register rebuilt from nothing, whatever came in between."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from invented import Committee, add, founded

from tawthiq.ledger import Withdraw
from tawthiq.register import digests, growing, read_growth
from tawthiq.register.growing import steps_of


@pytest.fixture(autouse=True)
def small_registers_grow_too(monkeypatch):
    monkeypatch.setattr(growing, "FIT_BELOW", 50)


def rebuilt(made: Committee, path) -> dict[str, str]:
    anew = made.copy(path)
    shutil.rmtree(anew.derived)
    anew.link()
    assert read_growth(anew.derived)["from_nothing_because"] is not None
    return digests(anew.derived)


def grew(made: Committee) -> bool:
    return read_growth(made.derived)["from_nothing_because"] is None


def few(start: int, stop: int, step: int) -> list[str]:
    """Rows of a small list of invented people."""
    names = ("Salim Qasim Haddad", "Layla Nasr Darwish", "Hadi Munir Khayat", "Rana Fawzi Attar",
             "Tariq Ziyad Sabbagh", "Dina Rafiq Najjar")  # fmt: skip
    return [
        f"{row},{names[row * step % len(names)]},,{20 + row},2012-03-{1 + row:02d},Homs,civilian,"
        for row in range(start, stop)
    ]


@pytest.fixture
def large(tmp_path) -> Committee:
    """The simulated lists, linked; two small lists come on top without a new fit."""
    made = founded(tmp_path / "grown")
    made.declare("north")
    made.declare("south", clean=True)
    made.link()
    return made


def test_lists_that_come_one_by_one_give_what_all_at_once_give(large, tmp_path):
    for step, (key, day) in enumerate((("north", "2014-05-01"), ("south", "2014-05-02")), 1):
        large.publish(key, day, few(0, 5, step))
        large.link()
        assert grew(large)
        assert digests(large.derived) == rebuilt(large, tmp_path / f"anew-{step}")


def test_a_new_version_of_a_list_replaces_its_lines_and_nothing_else(large, tmp_path):
    for number, stop in enumerate((4, 7, 6)):
        large.publish("north", f"2014-05-0{number + 1}", few(0, stop, 1))
        large.link()
        assert grew(large)
        assert digests(large.derived) == rebuilt(large, tmp_path / f"anew-{number}")


def test_judgements_are_law_at_once_and_leave_when_they_are_withdrawn(large, tmp_path):
    large.publish("north", "2014-05-01", few(0, 5, 1))
    register = large.link()
    before = digests(large.derived)
    lines = register.lines
    mine = lines.filter(lines["list"] == "north")["record_id"]
    other = lines.filter(lines["list"] != "north")["record_id"]
    entry = large.judge(register, mine[0], other[3], "same")
    judged = large.link()
    assert grew(large)
    people = dict(judged.lines.select("record_id", "linked").iter_rows())
    assert people[mine[0]] == people[other[3]]
    assert digests(large.derived) == rebuilt(large, tmp_path / "judged")
    with large.opened() as folder:
        folder.ledger.append(Withdraw(entry=entry.id, reason="mistaken"))
    large.link()
    assert grew(large)
    after = digests(large.derived)
    assert {name for name in before if before[name] != after[name]} == {"stamp"}


def test_two_orders_of_small_lists_each_give_their_rebuild(tmp_path):
    for order in (("north", "south"), ("south", "north")):
        made = founded(tmp_path / order[0])
        for key in ("north", "south"):
            made.declare(key)
        made.link()
        for step, key in enumerate(order, 1):
            made.publish(key, f"2014-05-0{step}", few(0, 4 + step, step))
        made.link()
        assert grew(made)
        assert digests(made.derived) == rebuilt(made, tmp_path / f"{order[0]}-anew")


def test_a_list_that_is_large_beside_the_others_is_a_new_fit(tmp_path):
    late = ("ministry", 1)
    made = founded(tmp_path / "grown", skip=[late])
    made.link()
    add(made, *late)
    made.link()
    assert "fitted" in read_growth(made.derived)["from_nothing_because"]
    assert digests(made.derived) == rebuilt(made, tmp_path / "anew")


def test_an_older_list_that_is_withdrawn_is_a_run_from_nothing(large, tmp_path):
    large.publish("north", "2014-05-01", few(0, 5, 1))
    large.publish("south", "2014-05-02", few(0, 4, 2))
    large.link()
    with large.opened() as folder:
        entry = next(
            entry
            for entry in folder.ledger.active_entries()
            if getattr(entry.body, "list", None) == "north"
        )
        folder.ledger.append(Withdraw(entry=entry.id, reason="a mistake"))
    large.link()
    assert not grew(large)
    assert digests(large.derived) == rebuilt(large, tmp_path / "anew")


def test_a_damaged_state_costs_time_and_nothing_else(large):
    large.publish("north", "2014-05-01", few(0, 5, 1))
    large.link()
    before = digests(large.derived)
    (large.derived / "linkage" / "state.json").write_text("{", encoding="utf-8")
    large.link()
    assert "damaged" in read_growth(large.derived)["from_nothing_because"]
    assert digests(large.derived) == before


def test_fit_points_follow_from_the_order_of_imports(tmp_path, monkeypatch):
    """Every import of the small register is one; later only what makes a tenth more."""
    made = founded(tmp_path / "register")
    made.declare("north")
    for number in range(3):
        made.publish("north", f"2014-05-0{number + 1}", few(0, 2 + number, 1))
    register = made.link()
    with made.opened() as folder:
        entries = list(folder.ledger.active_entries())
    records = register.records
    north = [at for at, entry in enumerate(entries)
             if getattr(entry.body, "list", None) == "north"]  # fmt: skip
    late = steps_of(records, entries, 0.1)
    assert late.fit_entry < north[0]
    assert late.arrivals["list"].unique().to_list() == ["north"]
    assert late.arrivals.height == 2 + 3 + 4
    assert late.newest.height == late.base.height + 4
    always = steps_of(records, entries, 1e-9)
    assert always.fit_entry == north[-1]
    monkeypatch.setattr(growing, "FIT_BELOW", 10**9)
    assert steps_of(records, entries, 0.1).fit_entry == north[-1]


def test_another_process_goes_on_from_the_run_before(large):
    """Sets come in another order in each process; what is kept must not depend on it."""
    for seed in ("1", "2"):
        said = subprocess.run(
            [sys.executable, "-c", "from tawthiq.cli import app; app()", "link", "--json",
             "--folder", str(large.path)],
            capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        assert json.loads(said.stdout)["from_nothing_because"] is None
