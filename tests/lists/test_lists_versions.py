"""Importing lists, and following their lines from version to version."""

import json
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.errors import ListFormatError, MappingError, VaultError
from tawthiq.fields import Gazetteer
from tawthiq.ledger import Import, Key, Ledger, Preserve
from tawthiq.lists import (
    RECORD_SCHEMA,
    Mapping,
    all_records,
    diff_versions,
    import_list,
    list_versions,
    records_of,
    set_aside_of,
)
from tawthiq.lists.records import Origin, make_records
from tawthiq.lists.storing import to_parquet
from tawthiq.lists.versions import follow_lines
from tawthiq.sources import declare_source
from tawthiq.vault import open_vault

GAZETTEER = Gazetteer([])
CSV = "id,name,age,date of death\n1,Omar Salim,5,2012-05-03\n2,Ali Hasan,6,2012-05-04\n,-,7,\n"


class Register:
    def __init__(self, folder):
        self.folder = folder
        self.ledger = Ledger.create(folder / "ledger.sqlite", Key.create(folder / "key"))
        self.vault = open_vault(folder / "vault")
        declare_source(self.ledger, "committee", "Committee", "committee")
        declare_source(self.ledger, "other", "Other", "observatory")

    def take(self, text=CSV, released=date(2012, 6, 1), source="committee", **options):
        path = self.folder / "list.csv"
        path.write_text(text, encoding="utf-8")
        return import_list(
            self.ledger, self.vault, path, source=source, released=released, **options
        )

    def objects(self):
        return set(self.vault)


@pytest.fixture
def register(tmp_path):
    made = Register(tmp_path)
    yield made
    made.ledger.close()


class TestImport:
    def test_the_file_its_rows_and_those_set_aside_are_kept(self, register):
        result = register.take()
        version = result.version
        assert not result.already
        assert register.vault.get(version.document) == CSV.encode()
        assert (version.rows, version.set_aside_rows) == (2, 1)
        assert list(result.set_aside.values()) == [1]
        ((row, _, cells),) = set_aside_of(register.vault, version).rows()
        assert (row, json.loads(cells)) == (4, ["", "-", "7", ""])
        kinds = [type(entry.body) for entry in register.ledger.entries()]
        assert kinds[-2:] == [Preserve, Import]

    def test_the_same_file_again_adds_nothing(self, register):
        register.take()
        before, objects = register.ledger.count(), register.objects()
        assert register.take().already
        assert register.ledger.count() == before
        assert register.objects() == objects

    def test_the_same_rows_give_the_same_bytes(self):
        table = pl.DataFrame({"_row": [2, 3], "name": ["Omar", None]})
        assert to_parquet(table) == to_parquet(table.clone().rechunk())

    def test_another_mapping_of_the_same_file_takes_its_place(self, register):
        register.take()
        mapping = Mapping(
            columns={"id": "keep", "name": "name", "age": "age", "date of death": "keep"}
        )
        assert not register.take(mapping=mapping).already
        (version,) = list_versions(register.ledger)
        assert Mapping.from_dict(version.mapping) == mapping
        records = all_records(register.ledger, register.vault)
        assert records["death_earliest"].null_count() == records.height == 2

    def test_the_mapping_proposed_is_the_one_used(self, register):
        version = register.take().version
        assert version.mapping["columns"]["date of death"] == "death_date"

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"released": None}, "say when the source released"),
            (
                {"released": datetime.now(UTC).date() + timedelta(days=2)},
                "is in the future",
            ),
            ({"source": "nobody"}, "no source 'nobody'.*tawthiq source add nobody"),
            ({"text": "name,age\n"}, "no row below it"),
            ({"text": "name,age\n-,5\n,6\n"}, "no row can be taken in"),
        ],
    )
    def test_what_cannot_be_imported_leaves_nothing_behind(self, register, options, said):
        before = register.ledger.count()
        with pytest.raises(ListFormatError, match=said):
            register.take(**options)
        assert register.ledger.count() == before
        assert register.objects() == set()

    def test_a_mapping_of_another_file_leaves_nothing_behind(self, register):
        with pytest.raises(MappingError, match="does not have"):
            register.take(mapping=Mapping(columns={"Name": "name"}))
        assert register.objects() == set()

    def test_a_list_of_another_source_is_not_taken_over(self, register):
        register.take(list_key="north")
        with pytest.raises(ListFormatError, match="is one of source 'committee'"):
            register.take(list_key="north", source="other")

    def test_a_crash_before_the_ledger_leaves_no_list(self, register, monkeypatch):
        def crash(*bodies):
            raise KeyboardInterrupt

        monkeypatch.setattr(register.ledger, "append", crash)
        with pytest.raises(KeyboardInterrupt):
            register.take()
        monkeypatch.undo()
        assert list_versions(register.ledger) == []
        assert not register.take().already
        assert len(list_versions(register.ledger)) == 1

    def test_progress_is_told_to_the_end(self, register):
        told = []
        register.take(progress=lambda what, done, total: told.append((done, total)))
        assert told[-1][0] == told[-1][1]
        all_records(register.ledger, register.vault, lambda *said: told.append(said))
        assert told[-1] == ("reading lists", 1, 1)

    def test_the_gazetteer_a_list_was_read_with_is_kept_with_it(self, register):
        text = "id,level,parent,name_en,name_ar,lat,lon,alternates\n"
        places = (text + "xx-a,governorate,,Atlantis,,,,\n").encode()
        result = register.take("name,governorate\nOmar Salim,Atlantis\n", gazetteer_csv=places)
        assert register.vault.get(result.version.gazetteer) == places
        assert all_records(register.ledger, register.vault)["governorate"].to_list() == ["xx-a"]

    def test_a_lost_table_is_named(self, register):
        version = register.take().version
        empty = open_vault(register.folder / "elsewhere")
        with pytest.raises(VaultError, match=version.table):
            records_of(empty, version)


class TestLines:
    V1 = "id,name,age\n1,Omar Salim,5\n2,Ali Hasan,6\n3,Sara Nur,7\n"

    def test_a_line_keeps_its_id_and_what_is_gone_is_withdrawn(self, register):
        register.take(self.V1, date(2012, 6, 1))
        register.take("id,name,age\n3,Sara Nur,8\n1,Omar Salim,5\n4,Huda Ali,9\n", date(2012, 7, 1))
        records = all_records(register.ledger, register.vault)
        assert dict(records.schema) == RECORD_SCHEMA
        old = {r["name"]: r for r in records.filter(~pl.col("current")).rows(named=True)}
        new = {r["name"]: r for r in records.filter(pl.col("current")).rows(named=True)}
        assert old["omar salim"]["line_id"] == new["omar salim"]["line_id"]
        assert old["sara nur"]["line_id"] == new["sara nur"]["line_id"]
        assert new["huda ali"]["line_id"] == new["huda ali"]["record_id"]
        assert old["ali hasan"]["withdrawn_on"] == date(2012, 7, 1)
        assert old["omar salim"]["withdrawn_on"] is None

    def test_a_line_that_comes_back_is_the_same_line_and_stands(self, register):
        register.take(self.V1, date(2012, 6, 1))
        register.take("id,name,age\n1,Omar Salim,5\n2,Ali Hasan,6\n", date(2012, 7, 1))
        register.take("id,name,age\n1,Omar Salim,5\n3,Sara Nur,7\n", date(2012, 8, 1))
        records = all_records(register.ledger, register.vault)
        sara = records.filter(pl.col("name") == "sara nur")
        assert sara["line_id"].n_unique() == 1
        assert sara["withdrawn_on"].to_list() == [None, None]
        ali = records.filter(pl.col("name") == "ali hasan")
        assert ali["withdrawn_on"].to_list() == [date(2012, 8, 1)] * 2

    def test_versions_stand_in_the_order_of_release_not_of_import(self, register):
        register.take("id,name,age\n1,Omar Salim,5\n", date(2012, 7, 1))
        register.take(self.V1, date(2012, 6, 1))
        assert [v.released.month for v in list_versions(register.ledger)] == [6, 7]
        records = all_records(register.ledger, register.vault)
        assert records.filter("current").height == 1

    def test_two_lists_do_not_meet(self, register):
        register.take(self.V1, date(2012, 6, 1))
        register.take(self.V1, date(2012, 6, 1), source="other")
        records = all_records(register.ledger, register.vault)
        assert records["current"].all()
        assert records["line_id"].n_unique() == records.height == 6

    def test_an_empty_ledger_gives_no_records(self, register):
        records = all_records(register.ledger, register.vault)
        assert records.height == 0
        assert dict(records.schema) == RECORD_SCHEMA


def version(rows, columns, number=1):
    """Records of a version given as rows of cells, under columns named by their fields."""
    table = pl.DataFrame(
        [(i, *[cell or None for cell in row]) for i, row in enumerate(rows, start=2)],
        schema={"_row": pl.Int64, **dict.fromkeys(columns, pl.String)},
        orient="row",
    )
    origin = Origin(
        list="l", source="s", document=f"{number:08x}" + "0" * 56, released=date(2012, number, 1)
    )
    return make_records(table, Mapping(columns={c: c for c in columns}), origin, GAZETTEER)[0]


def diff(old, new, columns):
    return diff_versions(version(old, columns, 1), version(new, columns, 2))


def rows_of(pairs):
    return [tuple(int(record.rpartition(":")[2]) for record in pair) for pair in pairs]


class TestDiff:
    def test_cells_that_changed_are_shown_as_written_before_and_now(self):
        found = diff(
            [["1", "Omar Salim", "5", "a"]], [["1", "Omar Salem", "٦", "b"]],
            ["reporter_id", "name", "age", "keep"],
        )  # fmt: skip
        (change,) = found.changed
        assert change.columns == {
            "name_raw": ("Omar Salim", "Omar Salem"),
            "age_raw": ("5", "٦"),
            "keep": ("a", "b"),
        }
        assert (found.added, found.withdrawn, found.same) == ([], [], [])

    def test_ids_that_are_numbered_afresh_are_not_trusted(self):
        old = [["1", "Omar Salim", "5"], ["2", "Ali Hasan", "6"], ["3", "Sara Nur", "7"]]
        new = [["1", "Ali Hasan", "6"], ["2", "Sara Nur", "7"], ["3", "Huda Ali", "8"]]
        found = diff(old, new, ["reporter_id", "name", "age"])
        assert rows_of((c.old_record, c.new_record) for c in found.changed) == [(3, 2), (4, 3)]
        assert (len(found.added), len(found.withdrawn)) == (1, 1)

    def test_without_ids_a_name_that_stands_once_is_met_by_something_else_that_agrees(self):
        columns = ["name", "age", "death_date", "sex"]
        old = ["Omar Salim", "5", "2012-05-03", "m"]
        assert len(diff([old], [["Omar Salim", "6", "2012-05-03", ""]], columns).changed) == 1
        assert diff([old], [["Omar Salim", "6", "2012-05-04", "m"]], columns).changed == []
        assert diff([old], [["Omar Salim", "5", "2012-05-03", "f"]], columns).changed == []

    def test_namesakes_are_not_guessed(self):
        columns = ["name", "age", "death_date"]
        old = [["Omar Salim", "5", "2012-05-03"], ["Omar Salim", "6", "2012-05-03"]]
        new = [["Omar Salim", "7", "2012-05-03"], ["Omar Salim", "8", "2012-05-03"]]
        found = diff(old, new, columns)
        assert (len(found.added), len(found.withdrawn), found.changed) == (2, 2, [])

    def test_equal_rows_are_met_one_by_one(self):
        row = ["", "3", "2012-05-03"]
        found = diff([row] * 3, [row] * 2, ["name", "number", "death_date"])
        assert (len(found.same), len(found.withdrawn), found.added) == (2, 1, [])


ROW = st.tuples(
    st.sampled_from(["", "1", "2", "3", "4"]),
    st.sampled_from(["Omar Salim", "Ali Hasan", "Sara Nur", "أحمد سالم"]),
    st.sampled_from(["", "5", "6"]),
    st.sampled_from(["", "2012-05-03", "2012-05-04"]),
    st.sampled_from(["", "m", "f"]),
    st.sampled_from(["", "x"]),
)
COLUMNS = ["reporter_id", "name", "age", "death_date", "sex", "notes"]
VERSION = st.lists(ROW, min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(VERSION)
def test_a_version_against_itself_is_all_the_same(rows):
    found = diff(rows, rows, COLUMNS)
    assert len(found.same) == len(rows)
    assert (found.added, found.changed, found.withdrawn) == ([], [], [])


@settings(max_examples=40, deadline=None)
@given(VERSION, VERSION)
def test_looking_back_swaps_added_and_withdrawn(old, new):
    a, b = version(old, COLUMNS, 1), version(new, COLUMNS, 2)
    there, back = diff_versions(a, b), diff_versions(b, a)
    assert (there.added, there.withdrawn) == (back.withdrawn, back.added)
    assert {(c.old_record, c.new_record) for c in there.changed} == {
        (c.new_record, c.old_record) for c in back.changed
    }
    assert len(there.added) + len(there.changed) + len(there.same) == len(new)
    assert len(there.withdrawn) + len(there.changed) + len(there.same) == len(old)


@settings(max_examples=25, deadline=None)
@given(st.lists(VERSION, min_size=1, max_size=4))
def test_in_each_version_a_line_stands_once_and_is_withdrawn_only_if_it_is_gone(versions):
    tables = [version(rows, COLUMNS, n) for n, rows in enumerate(versions, start=1)]
    records = follow_lines(tables, [date(2012, n, 1) for n in range(1, len(tables) + 1)])
    assert records.height == sum(table.height for table in tables)
    assert not records.select("document", "line_id").is_duplicated().any()
    stands = set(records.filter("current")["line_id"])
    gone = set(records.filter(pl.col("withdrawn_on").is_not_null())["line_id"])
    assert gone == set(records["line_id"]) - stands
    firsts = records.group_by("line_id", maintain_order=True).agg(pl.col("record_id").first())
    assert (firsts["line_id"] == firsts["record_id"]).all()
