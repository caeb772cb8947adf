"""Files of statements: what their cells say, what is set aside, and what stops the whole file."""

import json

import pytest
from filling import csv_of
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.errors import FieldError, StatementError, TawthiqError
from tawthiq.forms import SetAside, read_file
from tawthiq.forms.values import read_date, read_number
from tawthiq.statements import types


def one_of(type_name, **cells):
    """The statement of one row."""
    content = csv_of(list(cells), [list(cells.values())])
    (one,) = read_file(content, "a.csv", type_name).statements
    return one


def aside_of(type_name, **cells) -> SetAside:
    """Why one row is set aside; another beside it makes a statement."""
    content = csv_of([*cells, "holder"], [[*cells.values(), ""], [""] * len(cells) + ["x"]])
    (one,) = read_file(content, "a.csv", type_name).set_aside
    return one


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("2012-08-23", "2012-08-23"),
        ("٢٣ آب ٢٠١٢", "2012-08-23"),
        ("August 2012", "2012-08"),
        ("٢٣/٨/٢٠١٢", "2012-08-23"),
        ("2011-03/..", "2011-03/.."),
        ("../2012-05-02", "../2012-05-02"),
        ("2012-08-01/2012-08-05", "2012-08-01/2012-08-05"),
        ("XXXX-08-23", "XXXX-08-23"),
        ("2012-08-23~", "2012-08-23~"),
        ("before 2012-08", "[..2012-07-31]"),
    ],
)
def test_a_date_is_kept_as_edtf_whatever_its_script(written, edtf):
    assert read_date(written).held == edtf
    assert one_of("incident", when=written, place="Homs").when == edtf


def test_what_is_unsure_of_a_date_stands_beside_it():
    assert read_date("03/04/2012").doubts == ("day and month may stand the other way round",)
    assert read_date("23/04/2012").doubts == read_date("04/04/2012").doubts == ()
    assert read_date("3/4/12").doubts == (
        "year written with two digits", "day and month may stand the other way round",
    )  # fmt: skip
    assert "Hijri" in read_date("شوال 1433").doubts[0]
    assert one_of("incident", when="03/04/2012").doubt == (
        "day and month may stand the other way round",
    )


def test_a_column_tells_the_order_of_its_dates():
    days = ["03/04/2012", "08/23/2012", "12/25/2012"]
    content = csv_of(["when"], [[day] for day in days])
    said = read_file(content, "a.csv", "incident").statements
    assert [one.when for one in said] == ["2012-03-04", "2012-08-23", "2012-12-25"]
    assert {one.doubt for one in said} == {()}


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("24495", 24495), ("24,495", 24495), ("٢٤٬٤٩٥", 24495), ("٢٤٤٩٥", 24495), ("24 495", 24495),
        ("1.250.000", 1_250_000), ("62.5", 62.5), ("0.125", 0.125), ("1,250.75", 1250.75),
        ("٦٢٫٥", 62.5), ("0", 0), ("25000000", 25_000_000), ("7.0", 7), ("خمسون", 50),
        ("twelve", 12), ("1.1250", 1.125),
    ],
)  # fmt: skip
def test_a_number_is_read_in_either_script(written, number):
    assert read_number(written, whole=False) == number


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1.250", "may be 1250 or 1.25; write 1250 for the thousands, or one digit more"),
        ("40-50", "is a range.*write 40 as the lowest and 50 as the highest"),
        ("at least 40", "open or rough.*in digits"),
        ("dozens", "vague"),
        ("x", "is no number"),
        ("1e5", "is no number"),
        ("--", "is no number"),
        ("٤" * 40, "is no number"),
    ],
)
def test_what_is_no_one_number_is_refused_with_what_to_write(written, said):
    with pytest.raises(FieldError, match=said):
        read_number(written, whole=False)


def test_half_a_seat_is_no_seat():
    assert "no whole number" in aside_of("election", seats="2.5").reason


def test_a_range_fills_the_lowest_and_the_highest():
    one = one_of("gathering", number="٤٠٠-٥٠٠", place="حمص")
    assert (one.number_low, one.number_high, one.bound) == (400, 500, "between")
    exact = one_of("gathering", number="1,200", place="حمص")
    assert (exact.number_low, exact.number_high, exact.bound) == (1200, 1200, "exact")
    open_ended = one_of("gathering", number="40-50", bound="على الأقل")
    assert open_ended.bound == "at least"
    twice = aside_of("gathering", number_low="40", number="40")
    assert (twice.column, twice.reason) == (
        "number", "number_low is given twice; fill it once",
    )  # fmt: skip


def test_terms_answers_and_lists_are_read_in_either_language():
    one = one_of("organisation", kind="لجنة محلية", aliases="لجنة التنسيق؛ LCC ;; ")
    assert (one.kind, one.aliases) == ("local committee", ("لجنة التنسيق", "LCC"))
    assert one_of("organisation", kind="Local  Committee").kind == "local committee"
    assert [one_of("person", public=said).public for said in ("نعم", "YES", "لا", "0")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert one_of("figure", counted="وفيات", category="طفل + امرأة").category == "child+woman"
    assert one_of("figure", counted="broken windows").counted == "broken windows"
    wrong = aside_of("organisation", kind="gang")
    assert (wrong.row, wrong.column, wrong.value) == (2, "kind", "gang")
    assert "none of its terms: local committee, coordination body" in wrong.reason
    assert "neither yes nor no" in aside_of("person", public="perhaps").reason


@pytest.mark.parametrize(
    "written",
    ["010200000000", "0102", "01 02", "10200000000", "01020000000028", "٠١٠٢", "denies the act"],
)
def test_a_code_of_huridocs_is_read_as_the_term_that_it_stands_beside(written):
    one = one_of("account", actor="the Sixth Brigade", attribution=written)
    assert one.attribution == "denies the act"


def test_a_code_that_says_less_than_any_term_is_no_term():
    assert "none of its terms" in aside_of("account", attribution="010000000000").reason
    assert "none of its terms" in aside_of("account", attribution="01020000000004").reason
    # A field that holds other words too keeps what it cannot read, and takes whole codes alone.
    assert one_of("incident", kind="010101000000").kind == "010101000000"
    assert one_of("incident", kind="030101000000").kind == "arrests"
    assert one_of("figure", counted="0101").counted == "0101"
    assert one_of("figure", counted="10100000000").counted == "deaths"
    content = json.dumps([{"type": "account", "attribution": 10200000000}]).encode()
    (said,) = read_file(content, "a.json", None).statements
    assert said.attribution == "denies the act"


def test_what_is_left_empty_is_not_known_and_never_zero():
    one = one_of("election", key="e-1", seats="", ballots=" ")
    assert (one.seats, one.ballots, one.method) == (None, None, None)
    assert aside_of("election", type="election", seats=" ").reason.startswith("nothing is said")
    blank = read_file(b"name,version\n\na,1\n , \n,\n", "a.csv", "charter")
    assert (len(blank.statements), blank.set_aside) == (1, ())


def test_what_contradicts_itself_is_set_aside_with_the_reason():
    assert (
        "ends (2011) before it begins (2012)"
        in aside_of("charter", since="2012", until="2011").reason
    )
    assert "less than nothing" in aside_of("aid", amount_low="-5").reason
    assert "no key" in aside_of("charter", key="Code of Conduct").reason
    assert "a stock stands on a day" in aside_of("displacement", since="2012").reason


def test_a_row_keeps_the_words_it_stands_in():
    content = 'name;aliases\r\n"Council\r\nof Homs";"a;b"\r\nهيئة;x\r\n'.encode()
    said = read_file(content, "a.csv", "organisation")
    assert [one.quote for one in said.statements] == ['"Council\r\nof Homs";"a;b"', "هيئة;x"]
    assert [said.text[one.start : one.end] for one in said.statements] == [
        one.quote for one in said.statements
    ]
    assert said.statements[0].name == "Council\r\nof Homs"
    assert said.statements[0].id != said.statements[1].id


def test_one_file_holds_several_types():
    content = (
        "النوع,key,name,charter,signatory,when\n"
        "ميثاق,code,Code,,,\n"
        "signature,,,code,North,2012-08\n"
        ",x,,,,\n"
        "rumour,x,,,,\n"
        "charter,two,,,North,\n"
    ).encode()
    said = read_file(content, "a.csv")
    assert [type(one) for one in said.statements] == [types()["charter"], types()["signature"]]
    assert [(one.row, one.column, one.reason) for one in said.set_aside] == [
        (4, "النوع", "it does not say its type"),
        (5, "النوع", "there is no type 'rumour'"),
        (6, "signatory", "a charter has no such field; leave the cell empty"),
    ]
    with_default = read_file(content, "a.csv", "charter")
    assert [type(one).__name__ for one in with_default.statements] == [
        "Charter", "Signature", "Charter",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "type_name", "said"),
    [
        ("name,sincee\na,2012\n", "charter", r"no field 'sincee' of charter. It may be meant for: "
                                             r"since.*Fields: key, name"),
        ("name,id\na,b\n", "charter", "'id' is filled by the program; take it out"),
        ("name,quote\na,b\n", "charter", "filled by the program"),
        ("name,Name\na,b\n", "charter", "are one field of a charter"),
        ("name,\na,b\n", "charter", "column 2 has no header, and there are values below"),
        ("name,version\na,b\n", None, "does not say which type its rows are.*--type"),
        ("a,b\n1,2\n", "charter", "no row names columns that are known.*tawthiq template"),
        ("name\n", "charter", "no row makes a statement; there is none below the header"),
        ("type,name,nmae\ncharter,x,\n", None, "no field 'nmae' of charter. .* meant for: name"),
        ("type,name\nrumour,x\n", None, "no row makes a statement; row 2, type: there is no type"),
        ("name\na\n", "chartr", "There is no type 'chartr'"),
        ("[1", "charter", "line 1: this is no JSON"),
        ('[{"name": "a"} {"name": "b"}]', "charter", "a comma or ] is missing"),
        ('[{"name": "a"}] x', "charter", "something stands after the array"),
        ("[" * 100_000, "charter", "nested too deeply"),
        ('{"name": ' * 100_000, "charter", "nested too deeply"),
        ('[{"naem": "a"}]', "charter", "no field 'naem' of charter. It may be meant for: name"),
    ],
)  # fmt: skip
def test_what_no_row_could_mend_stops_the_file_and_says_how_to(content, type_name, said):
    with pytest.raises(StatementError, match=said):
        read_file(content.encode(), "a.csv", type_name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "؛"])
def test_a_table_of_any_encoding_and_delimiter_is_read(encoding, delimiter):
    if encoding == "windows-1256" and delimiter == "؛":
        delimiter = "|"
    rows = [[f"هيئة التنسيق {n}", "لجنة محلية", "حمص"] for n in range(5)]
    text = csv_of(["الاسم بالعربية", "الصنف", "المكان"], rows, delimiter).decode()
    said = read_file(text.encode(encoding), "a.csv", "هيئة")
    assert [one.name_ar for one in said.statements] == [row[0] for row in rows]
    assert said.text == text


def test_titles_above_the_header_are_passed_over_and_said():
    content = b"Charters of the north\n,,\nname,version\na,1\n"
    said = read_file(content, "a.csv", "charter")
    assert (said.statements[0].version, said.notes) == (
        "1", ("2 rows above the header were taken as titles",),
    )  # fmt: skip


def test_rows_that_are_none_are_set_aside():
    content = b'name,version\na,1\nb\nc,1,2\nname,version\nd,"1\ne,1\n'
    said = read_file(content, "a.csv", "charter")
    assert [one.name for one in said.statements] == ["a", "e"]
    assert [one.row for one in said.set_aside] == [3, 4, 5, 6]
    assert "the row has 1 cells, the header 2" in said.set_aside[0].reason
    assert "quotation mark" in said.set_aside[3].reason


def test_json_gives_values_as_they_are():
    row = {"type": "clause", "charter": "code", "number": 3, "words": None, "words_ar": ""}
    gathering = {"type": "gathering", "number_low": 40, "number_high": 40.0, "slogans": ["a;b", 1],
                 "when": 2012}  # fmt: skip
    person = {"type": "person", "name": "Speaker", "public": False}
    for content in (json.dumps([row, gathering, person], indent=1),
                    "\n".join(map(json.dumps, (row, gathering, person)))):  # fmt: skip
        clause, other, someone = read_file(content.encode(), "a.json").statements
        assert (clause.number, clause.words, clause.words_ar) == ("3", None, None)
        assert (other.number_low, other.number_high, other.slogans) == (40, 40, ("a;b", "1"))
        assert other.when == "2012"
        assert someone.public is False


def test_one_object_alone_is_a_file_of_one_row():
    content = json.dumps({"type": "charter", "name": "a"}, indent=2).encode()
    (one,) = read_file(content, "a.json").statements
    assert json.loads(one.quote)["name"] == "a"


def test_rows_of_json_that_are_none_are_set_aside():
    lines = ['{"name": "a"}', "[1]", '{"name": ', '{"name": {"x": 1}}', '{"name": true}', "",
             '{"name": "\\ud800"}', '{"name": "\\u0000"}', '{"version": [1, [2]]}',
             '{"name": "b", "since": 1e999}']  # fmt: skip
    said = read_file("\n".join(lines).encode(), "a.jsonl", "charter")
    assert [one.name for one in said.statements] == ["a"]
    assert [one.row for one in said.set_aside] == [2, 3, 4, 5, 7, 8, 9, 10]
    assert "no JSON object" in said.set_aside[0].reason
    assert "this is no JSON" in said.set_aside[1].reason
    assert "one value" in said.set_aside[2].reason
    assert "no text" in said.set_aside[4].reason


cells = st.text(max_size=12) | st.sampled_from(
    ["figure", "charter", "2012-08-23", "40-50", "نعم", "=1+1", "\ufeff", "'", '"', "1" * 400]
)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.lists(cells, min_size=4, max_size=4), min_size=1, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t"]),
)
def test_any_text_in_cells_is_kept_or_set_aside_and_nothing_is_lost(rows, delimiter):
    header = ["type", "when", "value", "holder"]
    good = ["figure", "2012", "4", "somebody"]
    content = csv_of(header, [good, *rows], delimiter)
    try:
        said = read_file(content, "a.csv", delimiter=delimiter)
    except TawthiqError as error:
        assert str(error)  # noqa: PT017 - the other branch is a law
        return
    blank = sum(not "".join(row).strip() for row in rows)
    found = len(said.statements) + len(said.set_aside)
    # A stray quotation mark or line break parts one row into several lines, or joins two.
    exact = not any(mark in cell for row in rows for cell in row for mark in '"\r\n\x00')
    assert found == len(rows) + 1 - blank or not exact
    for one in said.statements:
        assert said.text[one.start : one.end] == one.quote


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes_give_statements_or_an_error_to_mend(content):
    for start in (b"", b"[", b"{", b"PK\x03\x04", b"type,when\nfigure,2012\n"):
        try:
            said = read_file(start + content, "a.csv")
        except TawthiqError as error:
            assert str(error)  # noqa: PT017
        else:
            assert said.statements


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.fixed_dictionaries({"when": json_values, "value": json_values,
                                            "slogans": json_values}), max_size=5))  # fmt: skip
def test_any_json_values_are_kept_or_set_aside(rows):
    rows = [{"type": "gathering", "number": row["value"], "when": row["when"],
             "slogans": row["slogans"], "key": row["when"]} for row in rows]  # fmt: skip
    rows.append({"type": "gathering", "number": 1, "when": "2012", "slogans": None, "key": None})
    for content in (json.dumps(rows), "\n".join(map(json.dumps, rows))):
        said = read_file(content.encode(), "a.json")
        assert len(said.statements) + len(said.set_aside) == len(rows)


def test_a_file_beyond_measure_is_refused_unread(monkeypatch):
    monkeypatch.setattr("tawthiq.forms.tables.MAX_FILE", 10)
    with pytest.raises(StatementError, match="Split it into several"):
        read_file(b"name,version\na,1\n", "a.csv", "charter")
    wide = ",".join(["name", *map(str, range(1_001))]).encode()
    monkeypatch.setattr("tawthiq.forms.tables.MAX_FILE", 10_000)
    with pytest.raises(StatementError, match="columns; it may have 1,000"):
        read_file(wide + b"\na\n", "a.csv", "charter")
