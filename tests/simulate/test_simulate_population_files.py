"""Tables of populations on disk: a folder is whole or not there, and nothing is written over."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tawthiq.errors import SimulationError
from tawthiq.simulate import POPULATIONS, draw_population, write_populations


def test_the_files_hold_what_is_drawn(tmp_path):
    told = []
    written = write_populations(
        tmp_path / "tables",
        scenarios=["referral", "sparse"],
        n_lists=4,
        n_people=800,
        number=2,
        seed=7,
        progress=lambda what, done, total: told.append((done, total)),
    )
    truth = pl.read_csv(tmp_path / "tables" / "truth.csv")
    assert truth["file"].to_list() == [one.path.name for one in written]
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    for one, row in zip(written, truth.iter_rows(named=True), strict=True):
        population = draw_population(row["scenario"], row["lists"], row["people"], row["seed"])
        assert_frame_equal(pl.read_csv(one.path), population.table)
        assert {"file": one.path.name, **one.truth} == row
        assert one.truth == population.truth()
    assert {path.name for path in tmp_path.iterdir()} == {"tables"}


def test_an_empty_folder_is_taken_and_leftovers_of_a_killed_run_go(tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    leftover = tmp_path / ".tables.tawthiq-populations-partial"
    leftover.mkdir()
    (leftover / "sparse-1.csv").write_text("A,B,C,count\n1,0,")
    write_populations(folder, scenarios=["referral"], n_people=500, number=1)
    assert {path.name for path in folder.iterdir()} == {"referral-1.csv", "truth.csv"}
    assert not leftover.exists()


def test_without_a_scenario_all_are_drawn(tmp_path):
    written = write_populations(tmp_path / "tables", n_people=500, number=1)
    assert [one.truth["scenario"] for one in written] == list(POPULATIONS)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"scenarios": ["magic"]}, "no scenario 'magic'"),
        ({"n_lists": 3}, "two-classes: 3 lists"),
        ({"n_people": 10}, "10 people"),
        ({"seed": -2}, "seed -2"),
        ({"number": 0}, "0 populations of 16 scenarios"),
        ({"number": 100_000}, "not above 10,000"),
    ],
)
def test_what_cannot_be_drawn_leaves_no_folder(asked, message, tmp_path):
    with pytest.raises(SimulationError, match=message):
        write_populations(tmp_path / "tables", **asked)
    assert not list(tmp_path.iterdir())


def test_nothing_that_stands_is_written_over(tmp_path, monkeypatch):
    (tmp_path / "truth.csv").write_text("mine")
    with pytest.raises(SimulationError, match=r"holds 'truth.csv'; nothing was written"):
        write_populations(tmp_path)
    with pytest.raises(SimulationError, match="is a file"):
        write_populations(tmp_path / "truth.csv")
    with pytest.raises(SimulationError, match="cannot be written"):
        write_populations(tmp_path / "truth.csv" / "tables")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(SimulationError, match="the folder you work in"):
        write_populations(tmp_path / "here")
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["here", "truth.csv"]
    assert (tmp_path / "truth.csv").read_text() == "mine"
