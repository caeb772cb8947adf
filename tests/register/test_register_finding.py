"""Finding in either script, and opening a person down to the preserved documents."""

import polars as pl
import pytest
from invented import Committee, whole

from tawthiq.counts import count, people_in
from tawthiq.register import Scope, find_people, show_person
from tawthiq.register.people import people_of
from tawthiq.vault import Vault

ARABIC = "الاسم,الجنس,العمر,تاريخ الوفاة,المحافظة"


@pytest.fixture(scope="module")
def two_scripts(tmp_path_factory):
    made = Committee.found(tmp_path_factory.mktemp("scripts") / "register")
    made.declare("north")
    made.declare("south")
    made.publish(
        "north",
        "2012-05-01",
        ["1,Muhammad Salim al-Haddad,m,31,2012-03-04,Homs,civilian,",
         "2,Layla Nasr Darwish,f,7,2012-03-04,Homs,civilian,"],
    )  # fmt: skip
    made.publish("south", "2012-05-02", ["محمد عادل الحداد,ذكر,٢٢,2012-04-04,حمص"], header=ARABIC)
    return made, made.link()


@pytest.mark.parametrize("words", ["محمد", "Mohammed", "Muhammad", "MOHAMED", "محمّد"])
def test_a_name_is_found_in_whichever_script_it_is_asked_for(two_scripts, words):
    made, register = two_scripts
    found = find_people(register, made.derived, words)
    assert sorted(found["name"]) == ["Muhammad Salim al-Haddad", "محمد عادل الحداد"]


def test_all_words_must_be_in_the_name(two_scripts):
    made, register = two_scripts
    assert find_people(register, made.derived, "محمد سليم").height == 1
    assert find_people(register, made.derived, "Muhammad Darwish").height == 0


@pytest.mark.parametrize("words", ["", "   ", "…", "12", "%", "'; DROP TABLE people; --"])
def test_words_that_name_nobody_find_nobody(two_scripts, words):
    made, register = two_scripts
    assert find_people(register, made.derived, words).height == 0


def test_a_person_is_found_by_a_spelling_that_the_list_has_since_corrected(tmp_path):
    made = Committee.found(tmp_path / "register")
    made.declare("north")
    rest = "m,31,2012-03-04,Homs,civilian,"
    made.publish("north", "2012-05-01", [f"1,Kasem Haddad,{rest}"])
    made.publish("north", "2012-06-01", [f"1,Basil Haddad,{rest}"])
    register = made.link()
    assert register.people.height == 1
    for words in ("Kasem", "Basil"):
        assert find_people(register, made.derived, words)["name"].to_list() == ["Basil Haddad"]


def test_a_count_opens_to_people_records_and_documents_in_the_vault():
    made, register = whole()
    table = count(register.lines)
    people = people_in(register.lines, Scope())
    assert people.filter("certainly").height == table.total["linked"] - table.unnamed["minimum"]
    with made.opened() as folder:
        vault: Vault = folder.vault
        for person in people["person_id"]:
            page = show_person(register, person)
            assert page.records.height
            for value in page.values:
                record = page.records.filter(pl.col("record_id") == value["record"])
                assert record["document"].to_list() == [value["document"]]
                assert str(value["value"]) in [
                    str(cell) for cell in record.row(0) if cell is not None
                ]
        for document in register.records["document"].unique():
            assert vault.get(document)


def test_withdrawn_records_stay_with_their_person_and_are_marked(tmp_path):
    made = Committee.found(tmp_path / "register")
    made.declare("north")
    rows = ["1,Salim Qasim,m,31,2012-03-04,Homs,,", "2,Layla Nasr,f,7,2012-03-04,Homs,,"]
    made.publish("north", "2012-05-01", rows)
    made.publish("north", "2012-06-01", rows[:1])
    register = made.link()
    (gone,) = find_people(register, made.derived, "Layla").to_dicts()
    assert gone["standing"] is False
    page = show_person(register, gone["person_id"])
    assert str(page.records["withdrawn_on"][0]) == "2012-06-01"
    assert count(register.lines).total == {"minimum": 1, "linked": 1, "maximum": 2}
    # Who comes back is the same person as before.
    made.publish("north", "2012-07-01", rows)
    again = made.link()
    (back,) = find_people(again, made.derived, "Layla").to_dicts()
    assert (back["person_id"], back["standing"]) == (gone["person_id"], True)


def test_values_that_differ_stand_side_by_side(tmp_path):
    made = Committee.found(tmp_path / "register")
    for key, age in (("north", 31), ("south", 33)):
        made.declare(key)
        made.publish(key, "2012-05-01", [f"1,Salim Qasim Haddad,m,{age},2012-03-04,Homs,,"])
    register = made.link()
    first, second = register.lines["record_id"].to_list()
    made.judge(register, first, second, "same")
    register = made.link()
    page = show_person(register, first)
    assert sorted(one["value"] for one in page.values if one["field"] == "age") == ["31", "33"]
    assert page.judgements["verdict"].to_list() == ["same"]
    assert page.person["name"] == "Salim Qasim Haddad"


def test_people_who_may_be_one_point_at_each_other():
    _, register = whole()
    for row in register.people.filter("doubtful").iter_rows(named=True):
        page = show_person(register, row["person_id"])
        for other in page.possibly_same:
            assert row["person_id"] in show_person(register, other).possibly_same


def test_the_order_of_records_makes_no_difference_to_the_summary_of_people():
    _, register = whole()
    shuffled = register.lines.sample(fraction=1.0, shuffle=True, seed=1)
    assert people_of(shuffled, register.pairs.reverse()).equals(register.people)
