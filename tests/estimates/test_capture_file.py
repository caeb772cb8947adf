"""Capture tables from files: one table whatever the format, and messages that name the cell."""

import hashlib

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.errors import TawthiqError
from tawthiq.estimates import capture_table
from tawthiq.lists.capture_file import read_capture_file

ROWS = [("A", "B", "C", "count"), (1, 0, 0, 30), (1, 1, 0, 12), (0, 1, 1, 7), (1, 1, 1, 5)]


def same(one, other):
    return (
        one.lists == other.lists
        and (one.patterns == other.patterns).all()
        and (one.counts == other.counts).all()
    )


def workbook(path, rows):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)


def text(path, rows, delimiter=","):
    path.write_text("".join(delimiter.join(map(str, row)) + "\n" for row in rows))


@pytest.mark.parametrize("kind", ["csv", "tsv", "semicolons", "parquet", "xlsx"])
def test_every_format_gives_the_same_table(tmp_path, kind):
    path = tmp_path / "table.dat"
    frame = pl.DataFrame(ROWS[1:], schema=list(ROWS[0]), orient="row")
    if kind == "xlsx":
        workbook(path, ROWS)
    elif kind == "parquet":
        frame.write_parquet(path)
    else:
        text(path, ROWS, {"csv": ",", "tsv": "\t", "semicolons": ";"}[kind])
    found = read_capture_file(path)
    assert same(found.table, capture_table(frame))
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.name == "table.dat"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.integers(0, 1)] * 3, st.integers(0, 10**6)), min_size=1, max_size=20
    ).filter(lambda rows: all(any(row[:3]) for row in rows) and any(row[3] for row in rows))
)
def test_a_written_table_is_read_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("table") / "table.csv"
    frame = pl.DataFrame(rows, schema=["A", "B", "C", "count"], orient="row")
    frame.write_csv(path)
    assert same(read_capture_file(path).table, capture_table(frame))


def test_arabic_names_and_digits_booleans_and_blank_lines(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("قائمة,ب,ج,count\n\ntrue,FALSE,1,١٢\n0,1,1, 3 \n", encoding="utf-8")
    table = read_capture_file(path).table
    assert table.lists == ("قائمة", "ب", "ج")
    assert table.counts.tolist() == [12, 3]


def test_strata_part_the_people(tmp_path):
    path = tmp_path / "table.csv"
    text(
        path,
        [
            ("place", *ROWS[0]),
            ("south", 1, 0, 0, 30),
            ("north", 1, 1, 0, 12),
            ("north", 0, 1, 1, 7),
            ("south", 1, 1, 1, 5),
            ("east", 1, 0, 1, 0),
        ],
    )
    found = read_capture_file(path, by="place")
    assert list(found.strata) == ["north", "south"]  # nobody is in the east
    assert [one.n_observed for one in found.strata.values()] == [19, 35]
    assert found.table.n_observed == 54
    assert all(one.lists == ("A", "B", "C") for one in found.strata.values())


def test_an_empty_stratum_is_one_that_is_not_recorded(tmp_path):
    path = tmp_path / "table.csv"
    text(path, [("place", *ROWS[0]), ("south", 1, 0, 0, 30), ("", 1, 1, 0, 12), (" ", 0, 1, 1, 2)])
    found = read_capture_file(path, by="place")
    assert list(found.strata) == ["south"]
    assert found.unknown.n_observed == 14
    assert found.table.n_observed == 44


BAD = {
    "A,B,C\n1,0,x\n": "column 'C', row 2: 'x'; expected 1",
    "place,B,C\nnorth,0,1\n": "column 'place', row 2: 'north'.*--by",
    "A,B,count\n1,0,3\n1,1,-2\n": "column 'count', row 3: -2.0",
    "A,B,count\n1,0,3\n1,1,2.5\n": "column 'count', row 3: 2.5",
    "A,B,count\n1,0,3\n\n1,1,\n": "column 'count', row 4: None.*A gap is not 0",
    "A,B,count\n1,0,many\n": "column 'count', row 2: 'many'; expected a whole number",
    "A,B,count\n1,0,1e13\n": "column 'count', row 2",
    "A,B\n1,0\n2,1\n": "column 'A', row 3: 2.0",
    "A,B\n1,0\n0,0\n": "row 3: 0 in every column",
    "A,B,C\n1,0\n": "column 'C', row 2: None",
    "A,B\n1,0\n1,1,1\n": "row 3: 3 cells under a head of 2",
    "A,B,A\n1,0,1\n": "two columns are called 'A'",
    "A,,B\n1,0,1\n": "column 2 has no name",
    "1,0,1\n1,1,0\n": "only numbers where the names",
    "A,B\n": "no rows under the head",
    "count,\n12,\n": "no list",
    "A,B,count\n1,0,0\n": "every row counts 0 people",
    "\n\n": "empty",
    ",".join(f"L{at}" for at in range(60)) + "\n" + ",".join("1" * 60) + "\n": "60 lists; at most",
}


@pytest.mark.parametrize("content", BAD, ids=[f"{at}" for at in range(len(BAD))])
def test_bad_tables_are_refused_by_name(tmp_path, content):
    path = tmp_path / "table.csv"
    path.write_text(content)
    with pytest.raises(TawthiqError, match=f"(?s)table.csv.*{BAD[content]}"):
        read_capture_file(path)


def test_a_workbook_is_refused_by_its_own_rows(tmp_path):
    path = tmp_path / "table.xlsx"
    workbook(path, [*ROWS[:3], (1, "yes", 0, 4)])
    with pytest.raises(TawthiqError, match="column 'B', row 4: 'yes'"):
        read_capture_file(path)


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("region", "there is no column 'region'.*'place'"),
        ("count", "no stratum"),
        ("town", "column 'town': empty in every row"),
    ],
)
def test_what_is_no_stratum_is_refused(tmp_path, by, message):
    path = tmp_path / "table.csv"
    head = ("place", "town", *ROWS[0])
    text(path, [head, ("south", "", 1, 0, 0, 30), ("", "", 1, 1, 0, 12)])
    with pytest.raises(TawthiqError, match=f"(?s){message}"):
        read_capture_file(path, by=by)


def test_names_for_strata_are_too_many(tmp_path):
    path = tmp_path / "table.csv"
    text(path, [("name", "A", "B"), *((f"person {at}", 1, at % 2) for at in range(1_001))])
    with pytest.raises(TawthiqError, match="1,001 strata; at most 1,000"):
        read_capture_file(path, by="name")


def test_a_damaged_parquet_file_is_refused(tmp_path):
    path = tmp_path / "table.parquet"
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(TawthiqError, match="this Parquet file cannot be read"):
        read_capture_file(path)
