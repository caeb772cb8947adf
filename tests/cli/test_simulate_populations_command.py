"""`tawthiq simulate --populations`: tables of known truth from the terminal."""

import signal

import polars as pl
import pytest

from tawthiq.estimates import capture_table

WORDS = ("--populations", "--scenario", "referral", "--people", 600, "--number", 3, "--seed", 5)


def test_tables_are_written_and_told_of(run, tmp_path):
    said = run("simulate", tmp_path / "tables", *WORDS, "--lists", 3, "--json")
    assert said.code == 0
    truth = pl.read_csv(tmp_path / "tables" / "truth.csv")
    assert len(said.json["populations"]) == 3
    for told, row in zip(said.json["populations"], truth.iter_rows(named=True), strict=True):
        assert {**told, "file": row["file"]} == row
        table = capture_table(pl.read_csv(told["file"]))
        assert table.lists == ("A", "B", "C")
        assert table.n_observed == told["observed"]
    assert "referral" in run("simulate", tmp_path / "again", *WORDS).out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--populations", "--scenario", "magic"], "no scenario 'magic'"),
        (["--populations", "--lists", 2], "2 lists"),
        (["--populations", "--people", 1], "1 people"),
        (["--populations", "--number", 0], "0 populations"),
        (["--populations", "--deaths", 100], "--deaths says nothing of populations"),
        (["--scenario", "referral"], "--scenario is of populations"),
        (["--lists", 4], "add --populations or leave it out"),
    ],
)
def test_what_does_not_fit_is_refused(refused, words, message, tmp_path):
    folder = tmp_path / "tables"
    assert message in " ".join(refused("simulate", folder, *words).err.split())
    assert not folder.exists()


def test_a_folder_with_something_in_it_is_left_as_it_is(refused, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    assert "notes.txt" in refused("simulate", tmp_path, *WORDS).err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_killed_at_any_step_the_folder_is_whole_or_absent(run, stopped, tmp_path):
    words = ["simulate", tmp_path / "tables", *WORDS]
    first = stopped(tmp_path, words)
    steps = int(first.stderr.rsplit("STEPS", 1)[1])
    whole = {path.name for path in (tmp_path / "tables").iterdir()}
    assert steps >= len(whole) + 1
    for at in (1, 2, steps - 1, steps):
        folder = tmp_path / f"run{at}" / "tables"
        folder.parent.mkdir()
        said = stopped(folder.parent, ["simulate", folder, *WORDS], at=at)
        assert said.returncode == -signal.SIGKILL
        assert not folder.exists() or {path.name for path in folder.iterdir()} == whole
        if not folder.exists():
            assert run("simulate", folder, *WORDS).code == 0
        assert {path.name for path in folder.parent.iterdir()} == {"tables"}
