"""The register is a function of ledger, vault and settings: nothing else, and always the same."""

import shutil
import sqlite3

import polars as pl
import pytest
from invented import HEADER, Committee, add, founded, whole

from tawthiq.errors import ConfigError, NotFoundError
from tawthiq.ledger import Withdraw
from tawthiq.register import (
    ESTIMATES_FOLDER,
    derive,
    digests,
    find_people,
    read_register,
    show_person,
    stamp_of,
    store,
    write_register,
)

ROWS = (
    "1,Salim Qasim Haddad,m,31,2012-03-04,Homs,civilian,",
    "2,Layla Nasr Darwish,f,7,2012-03-04,Homs,civilian,",
    "3,,,,2012-03-04,Homs,,6",
)


def test_deriving_from_nothing_gives_the_same_content(tmp_path):
    made, _ = whole()
    with made.opened() as folder:
        register, keys = derive(folder.ledger, folder.vault, folder.settings)
    write_register(register, keys, tmp_path / "derived")
    assert digests(tmp_path / "derived") == digests(made.derived)


def test_what_is_read_back_is_what_was_derived():
    made, register = whole()
    again = read_register(made.derived)
    for name in ("records", "people", "pairs", "draws", "sources", "versions", "judgements",
                 "places", "set_aside"):  # fmt: skip
        written, read = getattr(register, name), getattr(again, name)
        assert read.schema == written.schema, name
        assert read.equals(written), name
    assert (again.stamp, again.model) == (register.stamp, register.model)


def test_estimates_kept_beside_the_register_outlive_it_and_are_no_part_of_it(tmp_path):
    made = founded(tmp_path / "grown", skip=[("ministry", 1)])
    made.link()
    kept = made.derived / ESTIMATES_FOLDER / "one.estimate"
    before = digests(made.derived)
    kept.parent.mkdir()
    kept.write_bytes(b"an answer")
    assert digests(made.derived) == before
    add(made, "ministry", 1)
    made.link()
    assert digests(made.derived) != before
    assert kept.read_bytes() == b"an answer"


def test_an_entry_added_to_the_old_ledger_gives_what_the_whole_ledger_gives(tmp_path):
    """Building, adding, building again: the same as importing everything and building once."""
    late = ("ministry", 1)
    made = founded(tmp_path / "grown", skip=[late])
    made.link()
    add(made, *late)
    made.link()
    anew = made.copy(tmp_path / "anew")
    shutil.rmtree(anew.derived)
    anew.link()
    assert digests(anew.derived) == digests(made.derived)


def exchanged(tmp_path):
    """Two committees, each with a list of their own and both with a third; they judge apart."""
    north, south = (Committee.found(tmp_path / name) for name in ("north", "south"))
    for made, key, released in ((north, "north", "2012-05-01"), (south, "south", "2012-05-02")):
        made.declare(key)
        made.declare("press")
        made.publish(key, released, ROWS if key == "north" else [row + "1" for row in ROWS[:2]])
        # Both import one and the same document of the press.
        made.publish("press", "2012-06-01", ["9,Salim Haddad,m,31,2012-03-04,Homs,,"])
    return north, south


def test_two_committees_that_exchange_bundles_in_any_order_derive_one_register(tmp_path):
    north, south = exchanged(tmp_path)
    register = north.link()
    own = register.records.filter(pl.col("list") == "north")["record_id"].to_list()
    press = register.records.filter(pl.col("list") == "press")["record_id"].to_list()
    north.judge(register, own[0], press[0], "same", "Layla")
    south_register = south.link()
    theirs = south_register.records.filter(pl.col("list") == "south")["record_id"].to_list()
    south.judge(south_register, theirs[0], press[0], "different", "Nadir")

    from_north, from_south = north.give(tmp_path / "n.twq"), south.give(tmp_path / "s.twq")
    one_way, other_way = Committee.found(tmp_path / "one"), Committee.found(tmp_path / "other")
    for made, bundles in (
        (one_way, (from_north, from_south)),
        (other_way, (from_south, from_north, from_north)),
        (north, (from_south,)),
        (south, (from_north,)),
    ):
        for bundle in bundles:
            made.take(bundle)
    registers = [made.link() for made in (one_way, other_way, north, south)]
    assert len({register.stamp.ledger_head for register in registers}) == 1
    contents = [digests(made.derived) for made in (one_way, other_way, north, south)]
    assert all(content == contents[0] for content in contents)
    # The document that both imported is one version of one list.
    assert registers[0].records.filter(pl.col("list") == "press").height == 1
    assert registers[0].versions.filter(pl.col("list") == "press").height == 1


def test_a_withdrawn_declaration_leaves_its_list_with_nothing_but_a_key(tmp_path):
    made = Committee.found(tmp_path / "register")
    declared = made.declare("north", clean=True)
    made.publish("north", "2012-05-01", ROWS)
    with made.opened() as folder:
        folder.ledger.append(Withdraw(entry=declared.id, reason="not ours to describe"))
    register = made.link()
    assert register.origins == {"north": "north"}
    assert register.people.height == 2


def test_a_source_whose_list_names_nobody_can_still_be_clean(tmp_path):
    made = Committee.found(tmp_path / "register")
    made.declare("north", clean=True)
    made.declare("south", clean=True)
    made.publish("north", "2012-05-01", ROWS)
    assert made.link().model["settings"]["clean_lists"] == ["north"]


def test_a_register_without_lists_is_empty_and_not_an_error(tmp_path):
    made = Committee.found(tmp_path / "register")
    register = made.link()
    assert (register.records.height, register.people.height, register.pairs.height) == (0, 0, 0)
    assert read_register(made.derived).records.equals(register.records)


def test_a_folder_may_be_called_anything_a_file_system_allows(tmp_path):
    made = Committee.found(tmp_path / "May #1 100%? مدينة")
    made.declare("north")
    made.publish("north", "2012-05-01", ROWS)
    made.link()
    register = read_register(made.derived)
    assert find_people(register, made.derived, "Layla").height == 1


def test_an_entry_appended_while_the_register_is_derived_makes_it_old(tmp_path, monkeypatch):
    made = Committee.found(tmp_path / "register")
    made.declare("north")
    made.publish("north", "2012-05-01", ROWS)

    def meanwhile(what, done, total):
        if what == "cluster":
            made.declare("south")

    with made.opened() as folder:
        register, _ = derive(folder.ledger, folder.vault, folder.settings, meanwhile)
        assert register.stamp != stamp_of(folder.ledger, folder.settings)


def test_a_full_disk_leaves_the_old_register_and_nothing_half_written(tmp_path, monkeypatch):
    made = Committee.found(tmp_path / "register")
    made.declare("north")
    made.publish("north", "2012-05-01", ROWS)
    made.link()
    before = digests(made.derived)

    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    with made.opened() as folder:
        register, keys = derive(folder.ledger, folder.vault, folder.settings)
        monkeypatch.setattr(store, "_write_table", full)
        with pytest.raises(OSError, match="disk is full"):
            write_register(register, keys, made.derived)
    assert digests(made.derived) == before
    assert not list(made.path.glob(".derived-*"))


@pytest.mark.parametrize("file", ["register.sqlite", "records.parquet", "draws.parquet"])
def test_a_damaged_register_says_how_to_mend_it(tmp_path, file):
    made = Committee.found(tmp_path / "register")
    made.link()
    (made.derived / file).write_bytes(b"not a register at all" * 100)
    with pytest.raises(ConfigError, match="tawthiq link"):
        read_register(made.derived)
    with pytest.raises(ConfigError, match="tawthiq link"):
        digests(made.derived)


def test_without_a_register_the_user_is_told_to_link(tmp_path):
    with pytest.raises(NotFoundError, match="tawthiq link"):
        read_register(tmp_path)


def test_two_versions_released_on_one_day_are_two_versions_in_one_order(tmp_path):
    made = Committee.found(tmp_path / "register")
    made.declare("north")
    made.publish("north", "2012-05-01", ROWS[:1])
    (tmp_path / "again").mkdir()
    text = "\n".join([HEADER, ROWS[0], ROWS[1]]) + "\n"
    (tmp_path / "again" / "list.csv").write_text(text, encoding="utf-8")
    made.take_in(tmp_path / "again" / "list.csv", "north", "2012-05-01")
    register = made.link()
    # The line that stands in both is one line, and one person.
    salim = register.records.filter(pl.col("name_raw") == "Salim Qasim Haddad")
    assert (salim.height, salim["line_id"].n_unique(), salim["person_id"].n_unique()) == (2, 1, 1)
    assert register.lines.filter("named").height == register.people.height == 2
    page = show_person(register, salim["record_id"][0])
    assert page.records.height == 2
