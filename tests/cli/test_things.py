"""Things at the terminal: from files of statements to lists, pages, days and doubts."""

import json
from pathlib import Path

import pytest

STATEMENTS = [
    {"type": "charter", "key": "code", "name": "Code of Wadi", "name_ar": "ميثاق الوادي",
     "since": "2012-08-01"},
    {"type": "organisation", "key": "falcons", "name": "Falcons of the Ridge"},
    {"type": "person", "key": "zaid", "name": "Zaid Harir"},
    {"type": "membership", "member": "zaid", "whole": "falcons", "relation": "leads"},
    {"type": "signature", "charter": "code", "signatory": "falcons", "when": "2012-08-10"},
    {"type": "signature", "charter": "code", "signatory": "Ridge battalion", "when": "2012-07-02"},
    {"type": "incident", "key": "mill", "name": "The mill", "when": "2012-05-25"},
    {"type": "victim", "incident": "mill", "record": "observatory:00000000:1"},
    {"type": "displacement", "place": "Wadi", "when": "2012-08-30", "value_low": 400,
     "value_high": 500},
    {"type": "displacement", "place": "Wadi", "when": "2012-09-30", "value_low": 700,
     "value_high": 700},
]  # fmt: skip


@pytest.fixture
def register(tmp_path: Path, run) -> Path:
    """A register in which one source says what stands above."""
    home = tmp_path / "register"
    assert run("init", home).code == 0
    run("source", "add", "observatory", "--name", "Rih Observatory", "--kind", "observatory",
        folder=home)  # fmt: skip
    said = tmp_path / "said.json"
    said.write_text(json.dumps(STATEMENTS, ensure_ascii=False), encoding="utf-8")
    done = run("state-file", said, "--source", "observatory", folder=home)
    assert done.code == 0, done.err
    return home


def test_what_there_is_is_listed_by_type(register, run):
    found = run("things", "--json", folder=register).json
    assert found["charter"] == {"things": 1, "statements": 1}
    assert found["signature"] == {"things": 0, "statements": 2}
    assert "Falcons of the Ridge" in run("things", "organisation", folder=register).out


def test_a_long_list_comes_in_parts_and_for_machines_whole(register, run, refused, tmp_path):
    more = tmp_path / "more.csv"
    rows = "".join(f"code,Unit {at:03},2012-09-01\n" for at in range(250))
    more.write_text(f"charter,signatory,when\n{rows}", encoding="utf-8")
    run("state-file", more, "--type", "signature", "--source", "observatory", folder=register)
    first = run("things", "signature", folder=register).out
    second = run("things", "signature", "--page", "2", folder=register).out
    assert "Rows 1 to 200 of 252" in first
    assert "--page 2" in first
    assert ("Unit 100" in first, "Unit 249" in first) == (True, False)
    assert ("Unit 100" in second, "Unit 249" in second) == (False, True)
    whole = run("things", "signature", "--all", folder=register).out
    assert "Unit 100" in whole
    assert "Unit 249" in whole
    assert "Rows" not in whole
    page = run("things", "signature", "--json", folder=register).json
    assert len(page["tables"]["signature"]) == 252
    part = run("things", "signature", "--json", "--page", "2", folder=register).json
    assert part["parts"]["signature"] == {"rows_before": 200, "rows_in_all": 252}
    html = tmp_path / "signatures.html"
    run("things", "signature", "--html", html, folder=register)
    assert "Rows 1 to 200 of 252" in html.read_text(encoding="utf-8")
    assert "2 pages" in refused("things", "signature", "--page", "3", folder=register).err
    assert "TYPE" in refused("things", "--page", "2", folder=register).err
    assert "--all" in refused("things", "signature", "--page", "2", "--all", folder=register).err


def test_a_long_page_of_a_thing_comes_in_parts_and_in_a_file_whole(
    register, run, refused, tmp_path
):
    more = tmp_path / "more.csv"
    rows = "".join(f"code,Unit {at:03},2012-09-01\n" for at in range(250))
    more.write_text(f"charter,signatory,when\n{rows}", encoding="utf-8")
    run("state-file", more, "--type", "signature", "--source", "observatory", folder=register)
    asked = ("asof", "2013-01-01", "code")
    first = run(*asked, folder=register).out
    assert "Rows 1 to 200 of 252" in first
    assert "tawthiq asof 2013-01-01 code --page 2" in first
    assert ("Unit 100" in first, "Unit 099" in first) == (True, False)
    assert "Unit 099" in run(*asked, "--page", "2", folder=register).out
    assert "Unit 099" in run(*asked, "--all", folder=register).out
    (whole,) = run(*asked, "--json", folder=register).json
    assert len(whole["tables"]["signatories"]) == 252
    html = tmp_path / "code.html"
    run(*asked, "--html", html, folder=register)
    written = html.read_text(encoding="utf-8")
    assert "of 252" not in written
    assert written.count("1 September 2012") >= 250  # names of what is no thing are withheld
    assert "one WHAT" in refused(*asked, "organisation", "--page", "2", folder=register).err
    assert "--all" in refused(*asked, "--page", "2", "--all", folder=register).err
    assert "2 pages" in refused(*asked, "--page", "3", folder=register).err
    shown = run("show", "code", folder=register).out
    assert "`tawthiq show code --page 2`" in shown
    assert ("Unit 100" in shown, "Unit 099" in shown) == (True, False)
    assert "Unit 099" in run("show", "code", "--page", "2", folder=register).out
    assert "Unit 099" in run("show", "code", "--all", folder=register).out
    assert len(run("show", "code", "--json", folder=register).json["tables"]["signatories"]) == 252
    assert "--all" in refused("show", "code", "--page", "2", "--all", folder=register).err


def test_who_was_bound_on_a_day(register, run):
    bound = {}
    for day in ("2012-07-15", "2012-08-30"):
        (page,) = run("asof", day, "code", "--json", folder=register).json
        bound[day] = page["bound"]["bound"]
    assert bound == {"2012-07-15": 1, "2012-08-30": 2}
    assert "signed-before-adopted" in {
        one["code"] for one in run("doubts", "code", "--json", folder=register).json
    }


def test_a_thing_is_shown_by_key_and_by_name_in_both_languages(register, run):
    assert "Code of Wadi" in run("show", "code", folder=register).out
    assert "ميثاق الوادي" in run("show", "ميثاق الوادى", "--lang", "ar", folder=register).out
    assert run("show", "mill", "--json", folder=register).json["casualties"]["deaths"]["low"] == 1


def test_a_history_names_each_value_with_who_gave_it(register, run):
    (row,) = run("history", "code", "since", "--json", folder=register).json
    assert row["value"] == "1 August 2012"
    assert row["who says so"] == "Rih Observatory"


def test_a_page_travels_without_the_names_of_people(register, run, tmp_path):
    out = tmp_path / "falcons.html"
    assert run("show", "falcons", "--html", out, folder=register).code == 0
    html = out.read_text(encoding="utf-8")
    assert "Falcons of the Ridge" in html
    assert "Zaid" not in html
    assert 'lang="ar" dir="rtl"' in html
    assert "Zaid" in run("show", "falcons", folder=register).out


def test_what_is_no_sum_is_refused_with_what_to_do(register, refused, run):
    assert "--as-of" in refused("displaced", "--sum", folder=register).err
    done = run("displaced", "--sum", "--as-of", "2012-09-30", "--json", folder=register).json
    assert done["sum"] == {"low": 700, "high": 700}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "nothing-like-it"), "nothing called"),
        (("things", "unicorn"), "There is no type"),
        (("asof", "2012-08"), "no single day"),
        (("asof", "tomorrow"), "day like"),
        (("history", "code", "colour"), "has no field"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(register, refused, words, said):
    assert said in refused(*words, folder=register).err


def test_new_statements_are_there_at_once_and_a_rebuild_gives_the_same(register, run, tmp_path):
    before = run("show", "code", "--json", folder=register).json
    (register / "derived" / "affairs.sqlite").unlink()
    assert run("show", "code", "--json", folder=register).json == before
    run("state", "signature", "--set", "charter=code", "--set", "signatory=Well guard", "--set",
        "when=2012-09-01", "--source", "observatory", folder=register)  # fmt: skip
    after = run("show", "code", "--json", folder=register).json
    assert after["bound"]["bound"] == before["bound"]["bound"] + 1


def test_a_damaged_file_is_made_anew(register, run):
    path = register / "derived" / "affairs.sqlite"
    run("things", folder=register)
    path.write_bytes(b"SQLite format 3\x00" + b"\x00" * 3000)
    assert run("things", folder=register).code == 0


def test_a_folder_that_cannot_be_written_is_still_read(register, run):
    (register / "derived").chmod(0o500)
    try:
        assert run("things", folder=register).code == 0
    finally:
        (register / "derived").chmod(0o700)


def test_a_table_taken_back_no_longer_counts_and_cannot_be_taken_back_twice(
    register, run, refused, tmp_path
):
    more = tmp_path / "more.csv"
    more.write_text("charter,signatory,when\ncode,Well guard,2012-09-01\n", encoding="utf-8")
    words = ("state-file", more, "--type", "signature", "--source", "observatory", "--json")
    entry = run(*words, folder=register).json["entry"]
    bound = run("show", "code", "--json", folder=register).json["bound"]["bound"]
    assert run("withdraw", entry[:12], "--reason", "the wrong file", folder=register).code == 0
    assert run("show", "code", "--json", folder=register).json["bound"]["bound"] == bound - 1
    assert "already" in refused("withdraw", entry, "--reason", "again", folder=register).err
    assert "No entry" in refused("withdraw", "0" * 12, "--reason", "x", folder=register).err
    assert "reason" in refused("withdraw", entry, "--reason", " ", folder=register).err
