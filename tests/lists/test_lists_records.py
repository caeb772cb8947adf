"""Records: each value as written and beside it its normal form; what is not given is null."""

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.fields import Gazetteer, Place
from tawthiq.lists import RECORD_SCHEMA, Mapping, preview, problems_of
from tawthiq.lists.reading import read_content
from tawthiq.lists.records import Origin, make_records
from tawthiq.names import fold


def place(id_, level, parent, en, ar):
    return Place(
        id=id_,
        level=level,
        parent=parent,
        name_en=en,
        name_ar=ar,
        lat=None,
        lon=None,
        alternates=(),
    )


GAZETTEER = Gazetteer(
    [
        place("xx-homs", "governorate", None, "Homs", "حمص"),
        place("xx-homs-talbiseh", "town", "xx-homs", "Talbiseh", "تلبيسة"),
        place("xx-hama", "governorate", None, "Hama", "حماة"),
    ]
)
ORIGIN = Origin(list="l", source="s", document="ab" * 32, released=date(2013, 1, 1))


def make(rows, columns, **options):
    """Rows as lists of cells, under columns named by their fields (or by a mapping)."""
    mapping = Mapping(
        columns=columns if isinstance(columns, dict) else {c: c for c in columns}, **options
    )
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([list(mapping.columns), *rows])
    raw = read_content(buffer.getvalue().encode(), "f", delimiter=",")
    return make_records(raw.rows, mapping, ORIGIN, GAZETTEER)


def one(**cells):
    records, aside = make([list(cells.values())], list(cells))
    assert aside.height == 0
    return records.row(0, named=True)


def reasons(record):
    return [problem["reason"] for problem in json.loads(record["problems"])]


def test_a_record_has_the_columns_and_types_of_the_schema():
    records, _ = make([["Omar Salim", "5"]], ["name", "age"])
    assert dict(records.schema) == RECORD_SCHEMA
    record = records.row(0, named=True)
    assert record["record_id"] == record["line_id"] == "l:abababab:2"
    assert (record["row"], record["current"], record["withdrawn_on"]) == (2, True, None)
    assert (record["problems"], record["extra"]) == ("[]", "{}")


def test_each_value_is_kept_as_written_beside_its_normal_form():
    record = one(
        name="أَحمد  سالم",
        name_other="Ahmad SALIM",
        sex="ذكر",
        age="٦ أشهر",
        death_date="آذار 2012",
        governorate="حمص",
        town="Talbiseh",
        status="مدني",
        cause="قصف",
        reporter_id=" 17 ",
    )
    assert (record["name_raw"], record["name"]) == ("أَحمد  سالم", fold("أحمد سالم"))
    assert (record["name_other_raw"], record["name_other"]) == ("Ahmad SALIM", "ahmad salim")
    assert (record["sex_raw"], record["sex"]) == ("ذكر", "male")
    assert (record["age_raw"], record["age_low"], record["age_high"]) == ("٦ أشهر", 0.5, 0.5)
    assert record["death_raw"] == "آذار 2012"
    assert (record["death_earliest"], record["death_latest"]) == (
        date(2012, 3, 1),
        date(2012, 3, 31),
    )
    assert record["place_raw"] == "حمص / Talbiseh"
    assert (record["governorate"], record["town"]) == ("xx-homs", "xx-homs-talbiseh")
    assert (record["status"], record["cause"]) == ("civilian", "shelling")
    assert record["reporter_id"] == "17"
    assert (record["number_low"], record["number_high"], record["named"]) == (1, 1, True)


@pytest.mark.parametrize("word", ["", "-", "?", "unknown", "غير معروف", "n/a"])
def test_words_for_unknown_are_null_and_no_problem(word):
    record = one(name="Omar Salim", age=word, sex=word, death_date=word, town=word, status=word)
    assert record["age_low"] is record["sex"] is record["death_earliest"] is record["town"] is None
    assert record["problems"] == "[]"
    assert record["age_raw"] == (word or None)


def test_the_null_words_of_a_mapping_are_heeded():
    rows = [["Omar Salim", "99"], ["Ali Hasan", "ليس بعد"]]
    records, _ = make(rows, ["name", "age"], nulls=("99", "لَيس بعد"))
    assert records["age_low"].to_list() == [None, None]
    assert records["problems"].to_list() == ["[]", "[]"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("death_date", "31/02/2012"),
        ("age", "-5"),
        ("age", "400"),
        ("sex", "blue"),
        ("number", "dozens"),
        ("town", "x" * 300),
    ],
)
def test_what_cannot_be_read_is_null_with_its_reason_and_stays_as_written(field, value):
    record = one(name="Omar Salim", **{field: value})
    (problem,) = json.loads(record["problems"])
    assert (problem["column"], problem["value"]) == (field, value)
    assert problem["reason"]
    assert record["death_earliest"] is record["age_low"] is record["sex"] is record["town"] is None


def test_problems_are_listed_one_a_row():
    records, _ = make([["Omar", "400", "blue"], ["Ali", "5", "m"]], ["name", "age", "sex"])
    table = problems_of(records)
    assert table.select("row", "column", "value").rows() == [(2, "age", "400"), (2, "sex", "blue")]


class TestContradictions:
    def test_a_birth_after_the_death(self):
        record = one(name="Omar", birth_date="2012-05-04", death_date="2012-05-03")
        assert reasons(record) == ["the birth is after the death"]

    def test_an_age_against_two_dates(self):
        cells = {"name": "Omar", "birth_date": "1980-01-01", "death_date": "2012-05-03"}
        assert reasons(one(**cells, age="33")) == []
        assert "differs by more than 2 years" in reasons(one(**cells, age="23"))[0]
        assert one(**cells, age="23")["age_low"] == 23

    def test_vague_dates_contradict_only_where_no_day_fits(self):
        assert reasons(one(name="Omar", birth_date="2012", death_date="2012-01-01")) == []

    def test_a_death_after_the_list_was_released(self):
        assert "after the day the list" in reasons(one(name="Omar", death_date="2013-05-03"))[0]


class TestPeople:
    def test_a_number_without_a_name_is_unnamed_victims(self):
        record = one(name="", number="12-15", death_date="2012-05-03")
        assert (record["named"], record["name"]) == (False, None)
        assert (record["number_low"], record["number_high"]) == (12, 15)

    def test_people_in_the_place_of_a_name_are_counted(self):
        record = one(name="طفل ورجلان", death_date="2012-05-03")
        assert (record["named"], record["number_low"], record["number_high"]) == (False, 3, 3)
        assert record["name_raw"] == "طفل ورجلان"

    def test_a_body_nobody_could_name_is_one_unnamed_victim(self):
        for word in ("مجهول الهوية", "unidentified", "Unknown", "جثة مجهولة الهوية", "unknown man"):
            record = one(name=word, death_date="2012-05-03")
            assert (record["named"], record["name"], record["name_raw"]) == (False, None, word)
            assert (record["number_low"], record["number_high"]) == (1, 1)

    @pytest.mark.parametrize("name", ["", "-", "...", "؟؟", "1234", "«»"])
    def test_a_row_of_nobody_is_set_aside_with_its_reason(self, name):
        records, aside = make(
            [[name, "5", "x"], ["Omar Salim", "6", "y"]], ["name", "age", "notes"]
        )
        assert records["row"].to_list() == [3]
        ((row, reason, cells),) = aside.rows()
        assert row == 2
        assert "name" in reason
        assert json.loads(cells) == [name, "5", "x"]

    def test_a_row_of_zero_people_is_set_aside(self):
        _, aside = make([["", "0"], ["Omar Salim", ""]], ["name", "number"])
        assert aside["reason"].to_list() == ["the row speaks of 0 people"]

    def test_a_named_row_with_another_number_is_one_person_and_a_problem(self):
        record = one(name="Omar Salim", number="5")
        assert (record["number_low"], record["number_high"]) == (1, 1)
        assert "names one person" in reasons(record)[0]

    def test_the_parts_of_a_name_are_joined_and_unknown_parts_left_out(self):
        columns = ["name_6", "name_1", "name_2"]
        rows = [["الحلبي", "أحمد", "سالم"], ["النجار", "ليلى", "غير معروف"], ["", "", ""]]
        records, aside = make([[*row, "x"] for row in rows], [*columns, "notes"])
        assert records["name_raw"].to_list() == ["أحمد سالم الحلبي", "ليلى النجار"]
        assert aside.height == 1

    def test_a_name_given_in_the_other_script_alone_names_the_person(self):
        record = one(name="", name_other="Omar Salim")
        assert (record["named"], record["name"], record["name_raw"]) == (
            True,
            "omar salim",
            "Omar Salim",
        )


def test_other_columns_are_kept_as_written_under_extra():
    columns = {"Name": "name", "Mother": "keep", "Photo": "keep"}
    records, _ = make([["Omar Salim", "ليلى", ""], ["Ali", "", "=x()"]], columns)
    assert [json.loads(extra) for extra in records["extra"]] == [
        {"Mother": "ليلى", "Photo": None},
        {"Mother": None, "Photo": "=x()"},
    ]


def test_dates_follow_the_order_and_calendar_of_the_mapping():
    rows = [["Omar Salim", "05/03/2012"]]
    for order, day in (("dmy", date(2012, 3, 5)), ("mdy", date(2012, 5, 3))):
        records, _ = make(rows, ["name", "death_date"], date_order={"death_date": order})
        assert records["death_earliest"].to_list() == [day]
    records, _ = make(
        [["Omar Salim", "12/06/1433"]], ["name", "death_date"], calendar={"death_date": "hijri"}
    )
    assert records["death_earliest"][0].year == 2012


def test_free_text_of_a_place_is_resolved_as_a_whole():
    assert one(name="Omar", place="Homs - Talbiseh")["town"] == "xx-homs-talbiseh"
    assert one(name="Omar", origin="تلبيسة")["origin_governorate"] == "xx-homs"
    assert one(name="Omar", place="Atlantis")["governorate"] is None


def test_unknown_beside_a_number_of_nobody_is_nobody():
    records, aside = make(
        [["", "0", "unknown"], ["", "1", "unknown"]], ["name", "number", "name_other"]
    )
    assert records["number_high"].to_list() == [1]
    assert aside["reason"].to_list() == ["the row speaks of 0 people"]


CELL = st.sampled_from(
    [
        *("", "Omar Salim", "أحمد سالم", "-", "5", "٥", "m", "أنثى", "2012-05-03", "31/02/2012"),
        *("=1+1", "400", "unknown", "طفلان", "0", '"', "قصف", "{}", "x" * 300, "حمص"),
    ]
)
FIELD = st.sampled_from(
    [
        *("name", "name_other", "sex", "age", "birth_date", "death_date", "town", "place"),
        *("origin", "status", "cause", "incident", "reporter_id", "number", "notes"),
    ]
)


@settings(max_examples=40, deadline=None)
@given(
    fields=st.lists(FIELD, unique=True, min_size=2, max_size=6).filter(lambda f: "name" in f),
    data=st.data(),
)
def test_every_row_is_a_record_or_set_aside_and_every_cell_is_found_again(fields, data):
    size = len(fields)
    rows = data.draw(st.lists(st.lists(CELL, min_size=size, max_size=size), min_size=1, max_size=6))
    rows = [["x", *row] for row in rows]
    records, aside = make(rows, ["keep", *fields])
    assert sorted([*records["row"], *aside["_row"]]) == list(range(2, len(rows) + 2))
    assert records.null_count().select("number_low", "number_high", "named").row(0) == (0, 0, 0)
    assert (records["number_low"] <= records["number_high"]).all()
    assert (records["number_high"] > 0).all()
    for record in records.rows(named=True):
        written = dict(zip(fields, rows[record["row"] - 2][1:], strict=True))
        for field in ("sex", "age", "status", "cause"):
            if field in written:
                assert (record[f"{field}_raw"] or "") == written[field]


def test_the_preview_tells_what_each_column_becomes():
    text = (
        "name,age,date,gov,x\nأحمد سالم,٥,2012-05-03,حمص,a\nليلى حسن,400,31/02/2012,Atlantis,\n"
        "نور علي,غير معروف,,,\n-,5,,,\nعمر,7\n"
    )
    raw = read_content(text.encode(), "list.csv")
    mapping = Mapping(
        columns={"name": "name", "age": "age", "date": "death_date", "gov": "governorate"}
        | {"x": "keep"}
    )
    seen = preview(raw, mapping, GAZETTEER)
    assert (seen.rows, seen.records, seen.named, seen.number_only) == (5, 3, 3, 0)
    assert seen.set_aside == {
        "the row has 2 cells, the header 5": 1,
        "the name holds no letter or is not given, and there is no number": 1,
    }
    by_header = {column.header: column for column in seen.columns}
    age = by_header["age"]
    assert (age.field, age.filled, age.empty, age.unknown, age.unreadable) == ("age", 3, 0, 1, 1)
    assert age.examples == (("٥", "5"), ("400", None))
    assert age.unreadable_examples[0][0] == "400"
    assert by_header["gov"].examples[0] == ("حمص", "xx-homs")
    assert by_header["gov"].unplaced == 1
    assert by_header["date"].unreadable == 1
    assert by_header["x"].examples == (("a", None),)
    assert json.loads(json.dumps(seen.to_dict()))["columns"][1]["unreadable"] == 1
