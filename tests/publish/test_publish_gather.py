"""What a report says is what the counts and estimates say, and it names nobody."""

from dataclasses import asdict, replace

import polars as pl
import pytest
from invented import Committee, whole

from tawthiq.counts import DIFFERS, NOT_RECORDED, count
from tawthiq.names import fold
from tawthiq.publish import NoEstimate, gather_report
from tawthiq.publish.report import render_report
from tawthiq.register import Condition, Scope

FEMALE = Scope(conditions=(Condition(field="sex", operator="=", values=("female",)),))


@pytest.fixture(scope="module")
def report():
    return gather_report(whole()[1], title="Invented", linkages=1)


def words(data):
    """Every text anywhere in the data of a report."""
    found, waiting = [], [asdict(data)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, (list, tuple)):
            waiting += value
        elif isinstance(value, str):
            found.append(value)
    return found


def names_of(register):
    named = register.records.filter("named")
    written = [named[column].drop_nulls() for column in
               ("name_raw", "name_other_raw", "name", "name_other")]  # fmt: skip
    return set(pl.concat(written))


def test_no_name_of_any_person_is_in_the_data_or_on_the_page(report):
    _, register = whole()
    names = names_of(register)
    assert len(names) > 100
    said = [fold(text) for text in words(report)]
    page = render_report(report)
    for name in names:
        assert not any(fold(name) in text for text in said)
        assert name not in page
    ids = set(register.records["record_id"]) | set(register.people["person_id"])
    assert not any(one in page for one in ids)


def test_every_number_of_a_breakdown_is_that_of_the_count(report):
    _, register = whole()
    for breakdown in report.breakdowns:
        table = count(register.lines, by=[breakdown.field])
        cells = {row[breakdown.field]: row for row in table.cells.to_dicts()}
        assert {row.id for row in breakdown.rows} == set(cells) - {NOT_RECORDED, DIFFERS}
        for row in breakdown.rows:
            assert {key: cells[row.id][key] for key in asdict(row.count)} == asdict(row.count)
        for value, people in ((NOT_RECORDED, breakdown.not_recorded),
                              (DIFFERS, breakdown.accounts_differ)):  # fmt: skip
            assert people == (cells[value]["linked"] if value in cells else 0)
        assert asdict(report.totals.people) == table.total


def test_the_other_numbers_are_those_of_the_register(report):
    _, register = whole()
    assert report.totals.records == register.lines.height
    assert report.totals.number_only == register.lines.filter(~pl.col("named")).height
    standing = register.lines.filter("named").filter(pl.col("withdrawn_on").is_null())
    assert sum(one.people for one in report.overlap) == standing["linked"].n_unique()
    assert sum(people for _, people in report.links.people_by_lists) == register.people.height
    assert report.links.people_sure + report.links.people_doubtful == register.people.height
    assert sum(one.pairs for one in report.links.histogram) == register.pairs.height
    rows = {(v.document, v.rows) for s in report.sources for one in s.lists for v in one.versions}
    assert rows == set(register.versions.select("document", "rows").iter_rows())
    assert report.ledger_head == register.stamp.ledger_head


def test_what_is_not_estimable_says_so_with_its_reason_in_both_languages(report):
    silent = [
        row.estimate
        for breakdown in report.breakdowns
        for row in breakdown.rows
        if isinstance(row.estimate, NoEstimate)
    ]
    assert silent
    for one in silent:
        assert one.reason_en.isascii() or "·" in one.reason_en
        assert any("\u0600" <= letter <= "\u06ff" for letter in one.reason_ar)
        assert one.reason_en != one.reason_ar


def test_a_report_of_a_scope_speaks_of_that_scope_alone():
    _, register = whole()
    data = gather_report(register, title="Invented", scope=FEMALE, linkages=1)
    assert asdict(data.totals.people) == count(register.lines, FEMALE).total
    not_male = register.lines.filter(pl.col("sex").is_null() | (pl.col("sex") == "female"))
    assert data.totals.records == not_male.height
    assert sum(one.records for one in data.coverage) <= not_male.height
    assert data.scope_en
    assert data.scope_ar
    assert data.scope_en != data.scope_ar


def test_lists_of_one_source_stand_apart_in_the_overlap(tmp_path):
    made = Committee.found(tmp_path / "register")
    made.declare("north")
    row = "1,Salim Qasim Haddad,m,31,2012-03-04,Homs,civilian,"
    for name in ("dead", "missing"):
        made.publish("north", f"2012-05-0{len(name) - 3}", [row], list_key=name)
    data = gather_report(made.link(), title="Invented", linkages=1)
    assert {name for one in data.overlap for name in one.lists} == {"dead", "missing"}


@pytest.fixture(scope="module")
def careless(tmp_path_factory):
    """A list in which names slipped into other columns."""
    made = Committee.found(tmp_path_factory.mktemp("careless") / "register")
    made.declare("north")
    made.publish(
        "north",
        "2012-05-01",
        ["1,Salim Qasim Haddad,m,31,2012-03-04,Homs,civilian,",
         "2,Layla Nasr Darwish,f,Basil Nuri Khatib,Basil Nuri Khatib,Basil Nuri Khatib,Basil,",
         "3,,,,2012-03-04,Homs,,Basil Nuri Khatib",
         "4,,,,2012-03-04,Homs,,3",
         *(f"{5 + at},Person Number{at} Khoury,m,20,2012-03-04,Atlantis,," for at in range(3))],
    )  # fmt: skip
    return made.link()


def test_a_name_in_the_wrong_column_does_not_reach_the_report(careless):
    data = gather_report(careless, title="Invented", linkages=1)
    assert careless.set_aside.height == 1
    page = render_report(data)
    for part in ("Basil", "Nuri", "Khatib", "basil", "khatib"):
        assert not any(part in text for text in words(data)), part
        assert part not in page
    places = {row.label_en for one in data.breakdowns if one.field == "governorate"
              for row in one.rows}  # fmt: skip
    # A place that many lines give is told, known or not.
    assert "atlantis" in places
    assert "a place the gazetteer does not know" in places


def test_the_map_shows_towns_and_the_governorates_without_one():
    _, register = whole()
    towns = set(register.lines["town"].drop_nulls())
    somewhere = register.lines["governorate"].drop_nulls().unique().sort()[0]
    bare = replace(
        register,
        records=register.records.with_columns(
            town=pl.when(pl.col("governorate") != somewhere).then("town")
        ),
    )
    shown = {one.id for one in gather_report(bare, title="Invented", linkages=1).places}
    assert somewhere in shown
    assert shown & towns
    full = {one.id for one in gather_report(register, title="Invented", linkages=1).places}
    assert full <= towns
