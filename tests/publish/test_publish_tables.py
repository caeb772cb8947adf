"""Tables as other programs read them, and what a spreadsheet must never run."""

import csv
import errno
import json
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from python_calamine import CalamineWorkbook

from tawthiq.errors import TawthiqError
from tawthiq.publish import ExportError, export_table
from tawthiq.publish.tables import guard, restore

RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
cells = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="'=+-@＝\t\r\n 0123456789.aء\ufeff\u200f", max_size=8),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
)


def through(step, texts: list[str | None]) -> list[str | None]:
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    return frame.select(step(pl.col("text")))["text"].to_list()


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@given(st.lists(st.none() | cells, max_size=20))
@settings(max_examples=200, deadline=None)
def test_what_is_guarded_can_be_restored_to_the_letter(texts):
    assert through(restore, through(guard, texts)) == texts


@given(st.lists(cells, max_size=20))
@settings(max_examples=200, deadline=None)
def test_no_guarded_text_begins_like_a_formula(texts):
    for text in through(guard, texts):
        begin = text.lstrip(" \x00\ufeff\u200b\u200c\u200d\u200e\u200f")
        plain_negative = text.startswith("-") and text[1:].replace(".", "", 1).isdigit()
        assert plain_negative or not begin.startswith(RISKY)


@pytest.mark.parametrize("text", ["-12", "-12.5", "- مجهول", "12", "محمد", "a=b", "'quoted'", ""])
def test_only_what_could_run_is_changed(text):
    expected = f"'{text}" if text == "- مجهول" else text
    assert through(guard, [text]) == [expected]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", " =1", "＝1", "'=1", "-٥"]
)
def test_what_could_run_gets_one_apostrophe(text):
    assert through(guard, [text]) == ["'" + text]


def test_a_csv_opens_in_arabic_and_tells_null_from_empty(tmp_path):
    path = tmp_path / "people.csv"
    frame = pl.DataFrame(
        {
            "name": ["سالم", "", None],
            "age": [3.5, None, -1.0],
            "on": [date(2012, 8, 23), None, None],
        }
    )
    export_table(frame, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].startswith('"سالم",3.5,')
    assert lines[2].startswith('"",')
    assert lines[3].startswith(",-1.0,")
    assert read_csv(path)[1] == ["سالم", "3.5", "2012-08-23"]


def test_cells_of_strangers_stay_texts_in_csv_headers_included(tmp_path):
    path = tmp_path / "captures.csv"
    hostile = '=HYPERLINK("http://example.invalid";"x")\n;=1+1'
    export_table(pl.DataFrame({"=cmd": [hostile], "b": ["x"]}), path)
    assert read_csv(path) == [["'=cmd", "b"], ["'" + hostile, "x"]]
    # Split at semicolons, as some spreadsheets do: still no cell begins with a formula.
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        assert not line.startswith("=")


def test_lists_and_structs_become_json_in_csv(tmp_path):
    path = tmp_path / "t.csv"
    frame = pl.DataFrame(
        {"lists": [["أ", "b"], None, []], "pair": [{"d": date(2012, 1, 2), "n": 1}] * 3}
    )
    export_table(frame, path)
    rows = read_csv(path)[1:]
    assert json.loads(rows[0][0]) == ["أ", "b"]
    assert rows[1][0] == ""
    assert json.loads(rows[2][0]) == []
    assert json.loads(rows[0][1]) == {"d": "2012-01-02", "n": 1}


def test_an_xlsx_holds_texts_and_no_formula(tmp_path):
    path = tmp_path / "t.xlsx"
    frame = pl.DataFrame(
        {
            "text": ["=1+1", "http://example.invalid", "007", None],
            "number": [1, -2, 2**60, None],
            "float": [1.5, float("nan"), None, float("inf")],
            "on": [date(2012, 8, 23), date(1890, 1, 1), None, None],
            "yes": [True, False, None, True],
        }
    )
    export_table(frame, path)
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["text", "number", "float", "on", "yes"]
    assert rows[1] == ["'=1+1", 1.0, 1.5, date(2012, 8, 23), True]
    assert rows[2][3] == "1890-01-01"
    assert rows[3][:2] == ["007", str(2**60)]
    assert rows[4][0] == ""


def test_the_same_table_gives_the_same_bytes(tmp_path):
    frame = pl.DataFrame({"a": ["س", "b"], "n": [1, 2]})
    for ending in ("csv", "parquet", "json", "jsonl", "xlsx"):
        first, second = tmp_path / f"1.{ending}", tmp_path / f"2.{ending}"
        export_table(frame, first)
        export_table(frame, second)
        assert first.read_bytes() == second.read_bytes(), ending


@pytest.mark.parametrize("ending", ["parquet", "json", "jsonl"])
def test_programs_get_every_value_untouched(tmp_path, ending):
    path = tmp_path / f"t.{ending}"
    frame = pl.DataFrame({"text": ["=1+1", None, ""], "n": [1, None, -3], "l": [["a"], [], None]})
    export_table(frame, path)
    read = {"parquet": pl.read_parquet, "json": pl.read_json, "jsonl": pl.read_ndjson}[ending]
    assert_frame_equal(read(path), frame)


def test_an_ending_may_be_in_capitals(tmp_path):
    export_table(pl.DataFrame({"a": [1]}), tmp_path / "T.CSV")
    assert (tmp_path / "T.CSV").exists()


@pytest.mark.parametrize("name", ["t.pdf", "t", "t.csv.gz"])
def test_another_ending_is_refused_and_the_known_ones_are_named(tmp_path, name):
    with pytest.raises(ExportError, match=r"\.csv, \.parquet, \.json, \.jsonl, \.xlsx") as refused:
        export_table(pl.DataFrame({"a": [1]}), tmp_path / name)
    assert isinstance(refused.value, TawthiqError)
    assert not list(tmp_path.iterdir())


def test_a_text_too_long_for_a_cell_is_refused_and_the_old_file_stays(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(ExportError, match="40,000 characters"):
        export_table(pl.DataFrame({"a": ["x" * 40_000]}), path)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["t.xlsx"]


def test_too_many_rows_for_a_spreadsheet_are_refused(tmp_path):
    with pytest.raises(ExportError, match="1,048,576 rows"):
        export_table(pl.DataFrame({"a": pl.zeros(1_048_576, eager=True)}), tmp_path / "t.xlsx")


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_bytes(b"old")

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_csv", full)
    with pytest.raises(ExportError, match="No space left on device"):
        export_table(pl.DataFrame({"a": [1]}), path)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["t.csv"]


def test_a_missing_folder_and_a_folder_as_file_are_named(tmp_path):
    frame = pl.DataFrame({"a": [1]})
    with pytest.raises(ExportError, match="No such file"):
        export_table(frame, tmp_path / "missing" / "t.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        export_table(frame, tmp_path / "folder.csv")


def test_an_empty_table_has_its_header(tmp_path):
    path = tmp_path / "t.csv"
    export_table(pl.DataFrame(schema={"a": pl.String, "b": pl.Int64}), path)
    assert read_csv(path) == [["a", "b"]]
