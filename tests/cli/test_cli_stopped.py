"""Killed, interrupted, out of disk, read-only, two at once: nothing that was kept is lost."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tawthiq.config import load_settings
from tawthiq.folder import working_alone

LEFT = (".derived-", ".verify-", ".incoming-")


def state(run, folder: Path) -> dict[str, object]:
    said = run("verify", "--json", folder=folder)
    assert said.code == 0, said
    return said.json


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.name.startswith(LEFT)]


def steps_of(said) -> int:
    assert said.returncode == 0, said.stderr
    return int(said.stderr.rsplit("STEPS", 1)[1])


def spread(steps: int, most: int) -> list[int]:
    """At most `most` of the steps, the first and the last among them."""
    if steps <= most:
        return list(range(1, steps + 1))
    return sorted({1 + round(number * (steps - 1) / (most - 1)) for number in range(most)})


def test_an_import_killed_at_any_step_is_whole_or_absent_and_can_be_repeated(
    run, stopped, empty, tmp_path
):
    path = tmp_path / "list.csv"
    path.write_text("name,age\nAli Sample,30\n?!,1\nOmar Sample,31\n", encoding="utf-8")
    words = ["import", path, "--source", "committee", "--released", "2013-01-01"]

    def copy(number: int) -> Path:
        return Path(shutil.copytree(empty, tmp_path / f"copy{number}"))

    first = copy(0)
    steps = steps_of(stopped(first, [*words, "-C", first]))
    assert steps > 5
    whole = state(run, first)
    for at in spread(steps, 8):
        folder = copy(at)
        said = stopped(folder, [*words, "-C", folder], at=at)
        assert said.returncode == -signal.SIGKILL
        assert state(run, folder)["entries"] in (1, whole["entries"]), "all of it, or nothing"
        again = run(*words, "--json", folder=folder)
        assert (again.code, again.json["rows"]) == (0, 2)
        assert state(run, folder)["entries"] == whole["entries"]


def test_a_link_killed_at_any_step_leaves_the_old_register_or_the_new(run, stopped, whole):
    # A new entry, so that old and new register differ in their stamp.
    run("source", "add", "late", "--name", "Late", folder=whole)
    before = run("count", "--json", folder=whole).json
    trial = Path(shutil.copytree(whole, whole.parent / "trial"))
    steps = steps_of(stopped(trial, ["link", "-C", trial]))
    after = run("count", "--json", folder=trial).json
    assert before["ledger_head"] != after["ledger_head"]
    # The last steps are those in which the new register takes the place of the old one.
    points = sorted({1, *range(max(2, steps - 12), steps + 1, 3)})
    for at in points:
        folder = Path(shutil.copytree(whole, whole.parent / f"copy{at}"))
        said = stopped(folder, ["link", "-C", folder], at=at)
        assert said.returncode == -signal.SIGKILL
        assert run("count", "--json", folder=folder).json in (before, after), at
        assert leftovers(folder) == [], "the next run clears what was left"
        shutil.rmtree(folder)
    last = Path(shutil.copytree(whole, whole.parent / "last"))
    stopped(last, ["link", "-C", last], at=points[-2])
    assert run("link", folder=last).code == 0
    assert state(run, last)["register"] == "recomputed, the same"
    assert run("count", "--json", folder=last).json == after


def test_ctrl_c_during_link_ends_with_130_and_the_old_register_stays(run, stopped, whole):
    run("source", "add", "late", "--name", "Late", folder=whole)
    before = run("count", "--json", folder=whole).json
    for at in (2, 6, 9):
        said = stopped(whole, ["link", "-C", whole], at=at, how="SIGINT")
        assert said.returncode == 130, said.stderr
        assert "Interrupted" in said.stderr
        assert "Traceback" not in said.stderr
        assert run("count", "--json", folder=whole).json == before
        assert leftovers(whole) == []


@pytest.mark.parametrize("after", [0.4, 2.0])
def test_ctrl_c_at_any_moment_shows_no_traceback(whole, after):
    command = [sys.executable, "-m", "tawthiq", "verify", "-C", str(whole)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
    # On a slow machine the signal may come before Python itself is there to take it.
    assert process.returncode in (130, 0, -signal.SIGINT)
    assert b"Traceback" not in err


def test_what_a_killed_run_left_is_cleared_and_an_old_register_put_back(run, whole):
    (whole / ".verify-dead").mkdir()
    (whole / ".derived-dead").mkdir()
    before = run("count", "--json", folder=whole).json
    assert leftovers(whole) == []
    (whole / ".derived-old-x").mkdir()
    (whole / "derived").rename(whole / ".derived-old-x" / "derived")
    assert run("count", "--json", folder=whole).json == before
    assert leftovers(whole) == []


def test_two_processes_append_at_once_and_both_stand(run, empty):
    start = [sys.executable, "-m", "tawthiq", "source", "add"]
    keys = [f"source-{number}" for number in range(4)]
    started = [
        subprocess.Popen([*start, key, "--name", key, "-C", str(empty)], stdout=subprocess.PIPE)
        for key in keys
    ]
    assert [process.wait(timeout=120) for process in started] == [0] * len(keys)
    for process in started:
        process.communicate()
    assert state(run, empty)["entries"] == 1 + len(keys)
    known = {one["key"] for one in run("source", "list", "--json", folder=empty).json}
    assert known == {"committee", *keys}


def test_two_links_at_once_do_not_mix(run, refused, whole):
    with working_alone(load_settings(whole)):
        assert "Wait" in refused("link", folder=whole).err
        assert "Wait" in refused("verify", folder=whole).err
        (whole / ".derived-theirs").mkdir()
        assert run("count", folder=whole).code == 0, "reading waits for nobody"
        assert (whole / ".derived-theirs").exists(), "what a living run is making is left to it"
    assert run("link", folder=whole).code == 0


@contextmanager
def mounted(at: Path, size: str):
    at.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(at)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


def fill(disk: Path) -> Path:
    path = disk / "filler"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return path


def test_a_full_disk_is_said_and_nothing_is_lost(run, refused, whole, conflict, tmp_path):
    with mounted(tmp_path / "disk", "64m") as disk:
        folder = Path(shutil.copytree(whole, disk / "register"))
        run("source", "add", "late", "--name", "Late", folder=folder)
        before, counted = state(run, folder), run("count", "--json", folder=folder).json
        filler = fill(disk)
        words = ["import", conflict / "people.csv", "--source", "committee"]
        words += ["--released", "2013-01-01"]
        full = [
            words,
            ["link"],
            ["bundle", disk / "out.twq"],
            ["export", "records", disk / "out.csv"],
            ["export", "records", disk / "out.parquet"],
        ]
        for command in full:
            assert "full" in refused(*command, folder=folder).err, command
        assert "full" in refused("init", disk / "new").err
        assert run("count", "--json", folder=folder).json == counted
        filler.unlink()
        assert state(run, folder) == before
        assert run("init", disk / "new").code == 0, "an init that ran out of space is completed"
        assert run("link", folder=folder).code == 0
        assert leftovers(folder) == []


def test_a_read_only_folder_can_be_read_and_verified(run, refused, whole, conflict, tmp_path):
    with mounted(tmp_path / "disk", "64m") as disk:
        folder = Path(shutil.copytree(whole, disk / "register"))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for words in (["count"], ["verify"], ["find", "محمد"], ["diff", "observatory"]):
            assert run(*words, folder=folder).code == 0, words
        words = ["import", conflict / "people.csv", "--source", "committee"]
        for command in (
            [*words, "--released", "2013-01-01"],
            ["link"],
            ["source", "add", "late", "--name", "Late"],
            ["bundle", disk / "out.twq"],
            ["export", "people", disk / "out.csv"],
            ["report", disk / "out.html"],
        ):
            said = refused(*command, folder=folder).err.lower()
            assert "read-only" in said or "may not write" in said, command
        assert "read-only" in refused("init", disk / "new").err


def test_a_ledger_of_a_newer_version_is_left_alone(refused, whole):
    ledger = whole / "ledger.sqlite"
    with sqlite3.connect(ledger) as connection:
        connection.execute("INSERT INTO ledger_migration VALUES (99, '0099_later.sql')")
    connection.close()
    before = ledger.read_bytes()
    for words in (["count"], ["link"], ["verify"], ["source", "add", "x", "--name", "x"]):
        assert "newer version" in refused(*words, folder=whole).err
    assert ledger.read_bytes() == before
    ledger.write_bytes(b"no database")
    assert "not a SQLite database" in refused("count", folder=whole).err
