"""The files are real ones: other programs read in them what the lists show, row for row."""

import csv
import json
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from tawthiq.errors import SimulationError
from tawthiq.simulate import Conflict, SimulationSettings, simulate_conflict, write_conflict
from tawthiq.simulate.defaults import ARCHIVE, MINISTRY, OBSERVATORY


@pytest.fixture(scope="module")
def conflict() -> Conflict:
    return simulate_conflict(SimulationSettings(deaths=600, seed=8))


@pytest.fixture(scope="module")
def folder(conflict, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists") / "invented"
    write_conflict(conflict, folder)
    return folder


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def as_text(cell) -> str | None:
    """A cell of a sheet in the words of the list's frame."""
    if cell == "":
        return None
    if isinstance(cell, float):
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else cell


def test_the_files_hold_the_cells_the_lists_show(conflict, folder):
    kinds = set()
    for one in conflict.lists.values():
        form = one.settings.file
        kinds.add((form.kind, form.encoding, form.delimiter))
        for version in one.versions:
            path = folder / f"{one.key}-{version.released}.{form.kind}"
            if form.kind == "csv":
                with path.open(encoding=form.encoding, newline="") as lines:
                    rows = list(csv.reader(lines, delimiter=form.delimiter))
                rows = [[cell or None for cell in row] for row in rows]
            else:
                sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
                rows = [[as_text(cell) for cell in row] for row in sheet.to_python()]
            assert rows[0] == version.frame.columns
            assert rows[1:] == [list(row) for row in version.frame.iter_rows()]
    assert {("csv", "cp1256", ","), ("csv", "utf-8-sig", ";")} < kinds


def test_the_truth_names_lines_of_the_files_as_an_editor_counts_them(conflict, folder):
    """No cell holds a line break, so row 2 of a CSV list is its second line."""
    truth = pl.read_csv(folder / "truth.csv")
    row = truth.filter((pl.col("list") == "ministry") & (pl.col("kind") == "named")).row(
        40, named=True
    )
    line = (folder / row["file"]).read_bytes().split(b"\r\n")[row["row"] - 1].decode("cp1256")
    person = conflict.people.row(row["true_id"] - 1, named=True)
    shown = conflict.lists["ministry"].frame.row(row["row"] - 2)
    assert line.split(",")[0] == shown[0]
    assert person["governorate"] not in {"wr-04", "wr-06"}
    assert len(truth) == sum(
        len(version.frame) for one in conflict.lists.values() for version in one.versions
    )


def test_excel_dates_are_dates_in_the_sheet_and_half_dates_stay_text(conflict, folder):
    (path,) = folder.glob("committee-*.xlsx")
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    column = sheet[0].index("Date of death")
    cells = [row[column] for row in sheet[1:] if row[column] != ""]
    assert sum(isinstance(cell, date) for cell in cells) > 0.9 * len(cells)
    assert any(isinstance(cell, str) for cell in cells)


def test_the_declarations_say_who_copies_whom_and_which_list_is_clean(folder):
    made = json.loads((folder / "sources.json").read_text("utf-8"))
    sources = {source["key"]: source for source in made["sources"]}
    assert sources["archive"]["origin"] == "observatory"
    assert [key for key, source in sources.items() if source["clean"]] == ["committee"]
    assert len(sources["observatory"]["versions"]) == 2
    assert set(made["files"]) == {path.name for path in folder.iterdir()}


def test_the_same_conflict_gives_the_same_bytes_spreadsheets_included(conflict, folder, tmp_path):
    again = simulate_conflict(SimulationSettings(deaths=600, seed=8))
    write_conflict(again, tmp_path / "again")
    assert bytes_of(tmp_path / "again") == bytes_of(folder)


def test_writing_returns_each_version_with_its_rows(conflict, tmp_path):
    told = []
    written = write_conflict(conflict, tmp_path / "x", lambda *step: told.append(step))
    assert [(one.source, one.version) for one in written][:2] == [
        ("observatory", 1),
        ("observatory", 2),
    ]
    assert all(one.path.is_file() for one in written)
    assert written[0].rows == len(conflict.lists["observatory"].versions[0].frame)
    assert told[-1] == ("write", 7, 7)


def test_our_own_folder_is_replaced_without_leftovers(tmp_path):
    write_conflict(
        simulate_conflict(SimulationSettings(deaths=60, lists=(OBSERVATORY, ARCHIVE))), tmp_path
    )
    one = simulate_conflict(SimulationSettings(deaths=60, lists=(MINISTRY,)))
    write_conflict(one, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "ministry-2013-04-01.csv", "truth.csv", "people.csv", "gazetteer.csv", "sources.json",
    }  # fmt: skip
    assert len(pl.read_csv(tmp_path / "truth.csv")) == len(one.lists["ministry"].frame)


def test_a_folder_with_anything_of_others_is_refused_and_left_as_it_was(tmp_path):
    conflict = simulate_conflict(SimulationSettings(deaths=60, lists=(MINISTRY,)))
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(SimulationError, match=r"'thesis\.txt'.*nothing was written"):
        write_conflict(conflict, tmp_path)
    assert bytes_of(tmp_path) == {"thesis.txt": b"mine"}
    (tmp_path / "thesis.txt").unlink()
    write_conflict(conflict, tmp_path)
    (tmp_path / "thesis.txt").write_text("mine again")
    before = bytes_of(tmp_path)
    with pytest.raises(SimulationError, match=r"thesis\.txt"):
        write_conflict(conflict, tmp_path)
    assert bytes_of(tmp_path) == before


@pytest.mark.parametrize("forged", ["[]", "{}", "not json", '{"made_by": "x", "files": ["a"]}'])
def test_a_declaration_that_is_not_ours_opens_no_folder(tmp_path, forged):
    conflict = simulate_conflict(SimulationSettings(deaths=60, lists=(MINISTRY,)))
    (tmp_path / "sources.json").write_text(forged)
    with pytest.raises(SimulationError, match="no work of"):
        write_conflict(conflict, tmp_path)


def test_a_run_that_was_killed_does_not_block_the_next(conflict, tmp_path):
    (tmp_path / ".tawthiq-simulate-partial").mkdir()
    (tmp_path / ".tawthiq-simulate-partial" / "half.xlsx").write_bytes(b"PK")
    write_conflict(conflict, tmp_path)
    assert not (tmp_path / ".tawthiq-simulate-partial").exists()
    assert (tmp_path / "truth.csv").is_file()


def test_a_file_where_the_folder_should_be_is_refused(conflict, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(SimulationError, match="is a file"):
        write_conflict(conflict, tmp_path / "file")
    with pytest.raises(SimulationError, match="cannot be"):
        write_conflict(conflict, tmp_path / "file" / "below")


def test_other_encodings_and_delimiters_can_be_asked_for(tmp_path):
    form = replace(MINISTRY.file, encoding="utf-16", delimiter="\t")
    one = replace(MINISTRY, file=form)
    conflict = simulate_conflict(SimulationSettings(deaths=60, lists=(one,)))
    (written,) = write_conflict(conflict, tmp_path / "x")
    first = written.path.read_text("utf-16").splitlines()[0]
    assert first.split("\t") == [header for header, _ in MINISTRY.columns]
