"""`tawthiq template`, `state` and `state-file`, as a stranger meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tawthiq.folder import open_folder
from tawthiq.ledger import verify_ledger
from tawthiq.statements import types


@pytest.fixture
def folder(tmp_path: Path, run) -> Path:
    where = tmp_path / "register"
    assert run("init", where).code == 0
    said = run("source", "add", "lcc", "--name", "Committees", "--kind", "committee", folder=where)
    assert said.code == 0, said.err
    return where


def head(folder: Path) -> str:
    with open_folder(folder) as opened:
        return opened.ledger.head()


def test_a_template_filled_is_taken_in_and_taken_in_once(run, folder, tmp_path):
    header = run("template", "signature", "--lang", "ar").out
    assert header.startswith("الميثاق,الصيغة,الموقّع,الفعل,متى")
    file = tmp_path / "filled.csv"
    file.write_text(
        header + "code,1,كتيبة الشمال,يوقّع,٢٣ آب ٢٠١٢,,,,,,,\n" + "code,1,South,x,,,,,,,,\n",
        encoding="utf-8",
    )
    words = ("state-file", file, "--type", "توقيع", "--source", "lcc")
    before = head(folder)
    dry = run(*words, "--dry-run", folder=folder)
    assert dry.code == 0
    assert "1 statement would be stated. Nothing was kept" in dry.out
    assert "set aside: row 3, الفعل: 'x' is none of its terms: signs" in dry.out
    arabic = run(*words, "--dry-run", "--lang", "ar", folder=folder).out
    assert "row 3, الفعل: 'x' ليس من مصطلحاته: signs" in arabic
    assert head(folder) == before
    kept = run(*words, "--json", folder=folder).json
    assert (kept["counts"], kept["already"]) == ({"signature": 1}, False)
    ((row, reason, arabic),) = (
        (one["row"], one["reason"], one["reason_ar"]) for one in kept["set_aside"]
    )
    assert row == 3
    assert reason.startswith("'x' is none of its terms")
    assert arabic.startswith("'x' ليس من مصطلحاته")
    again = run(*words, folder=folder)
    assert "already: nothing was added" in again.out
    shown = run("show", kept["document"], folder=folder)
    assert "[code,1,كتيبة الشمال,يوقّع" in shown.out
    (listed,) = run("proposals", "--json", folder=folder).json
    assert (listed["status"], listed["source"]) == ("confirmed", "lcc")
    assert listed["statement"]["when"] == "2012-08-23"
    with open_folder(folder) as opened:
        assert verify_ledger(opened.ledger, opened.vault).ok


def test_one_statement_is_stated_and_edited_as_any_other(run, folder):
    words = ("state", "gathering", "--set", "campaign=dignity", "--set", "المكان=حمص",
             "--set", "number=400-500", "--source", "lcc")  # fmt: skip
    said = run(*words, "--json", folder=folder).json
    assert said["statement"]["number_low"] == 400
    assert said["statement"]["bound"] == "between"
    again = run(*words, folder=folder)
    assert "was stated already: nothing was added" in again.out
    identity = said["statement"]["id"]
    edited = run(
        "proposals", "edit", identity, "--set", "place=Talbiseh", "--reason", "-", folder=folder
    )
    assert edited.code == 0, edited.err
    (listed,) = run("proposals", "--json", folder=folder).json
    assert (listed["status"], listed["statement"]["place"]) == ("edited", "Talbiseh")


def test_words_of_a_text_that_was_read_are_pointed_at(run, folder, tmp_path):
    page = tmp_path / "bulletin.txt"
    page.write_text("Homs: the northern battalion signed the code of conduct.", encoding="utf-8")
    assert run("read", page, "--source", "lcc", folder=folder).code == 0
    with open_folder(folder) as opened:
        (document,) = [
            one.body.document for one in opened.ledger.entries() if one.body.__class__.__name__
            == "Preserve"
        ]  # fmt: skip
    words = ("state", "signature", "--set", "charter=code", "--document", document[:10])
    said = run(*words, "--quote", "northern battalion signed", "--json", folder=folder)
    assert said.json["statement"]["quote"] == "northern battalion signed"
    assert said.json["document"] == document
    missing = run(*words, "--quote", "southern", folder=folder)
    assert (missing.code, "do not stand in the document" in missing.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("template", "chartr"), "There is no type 'chartr'"),
        (("template", "charter", "--lang", "fr"), "en or ar"),
        (("state", "charter", "--set", "name", "--source", "lcc"), "write FIELD=VALUE"),
        (("state", "charter", "--set", "name=a", "--set", "name=b", "--source", "lcc"), "twice"),
        (("state", "charter", "--set", "name=a"), "Who says it"),
        (("state", "charter", "--set", "name=a", "--source", "x"), "tawthiq source add x"),
        (("state", "charter", "--set", "until=2011", "--set", "since=2012", "--source", "lcc"),
         "ends (2011) before it begins"),
        (("state", "charter", "--set", "name=a", "--source", "lcc", "--published", "2999-01-01"),
         "in the future"),
        (("state", "charter", "--set", "name=a", "--source", "lcc", "--published", "soon"),
         "is no day"),
        (("state-file", "missing.csv", "--source", "lcc"), "there is no such file"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_message_and_exit_code_2(run, folder, words, said):
    where = None if words[0] == "template" else folder
    result = run(*words, folder=where)
    assert result.code == 2
    assert said in result.err
    assert result.err.count("Error:") == 1


def test_a_dry_run_asks_for_no_declared_source_and_no_key(run, folder, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("name,since\nCode,2012\n", encoding="utf-8")
    (folder / "key.pem").unlink()
    said = run(
        "state-file", file, "--type", "charter", "--source", "new", "--dry-run", folder=folder
    )
    assert said.code == 0, said.err
    assert "not declared yet" in said.err


def test_every_type_is_listed_and_explained(run):
    listed = run("template", "--json").json
    assert [one["type"] for one in listed] == list(types())
    for name in types():
        said = run("template", name, "--explain", "--lang", "ar")
        assert said.code == 0
        fields = run("template", name, "--explain", "--json").json
        assert {one["field"] for one in fields} > set(run("template", name, "--json").json)


def test_a_workbook_is_written_once(run, tmp_path):
    file = tmp_path / "charter.xlsx"
    assert run("template", "charter", "--xlsx", file, "--lang", "ar").code == 0
    assert file.read_bytes().startswith(b"PK")
    again = run("template", "charter", "--xlsx", file)
    assert (again.code, "is not written over" in again.err) == (2, True)


def test_only_a_file_gets_the_mark_that_spreadsheets_know_utf_8_by(run, tmp_path):
    command = [sys.executable, "-m", "tawthiq", "template", "charter"]
    piped = subprocess.run(command, capture_output=True, check=True).stdout
    with (tmp_path / "charter.csv").open("wb") as file:
        subprocess.run(command, stdout=file, check=True)
    assert piped.startswith(b"key,name,name_ar,version")
    assert (tmp_path / "charter.csv").read_bytes() == b"\xef\xbb\xbf" + piped


def test_many_rows_set_aside_are_not_all_printed(run, folder, tmp_path):
    file = tmp_path / "a.jsonl"
    rows = [{"type": "charter", "name": "a"}] + [{"type": "charter", "since": "x"}] * 30
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    said = run("state-file", file, "--source", "lcc", "--dry-run", folder=folder)
    assert said.out.count("set aside: row") == 20
    assert "10 more rows set aside" in said.out


def test_codes_of_huridocs_go_in_and_come_out(run, folder, tmp_path):
    shown = run("template", "account", "--explain").out
    assert "HURIDOCS Micro-thesaurus 28" in shown
    assert "denies the act: 28:010200000000 (narrower, said by officials)" in shown
    arabic = run("template", "account", "--explain", "--lang", "ar").out
    assert "ينفي الفعل: 28:010200000000 (أخصّ، على لسان مسؤولين)" in arabic
    explained = run("template", "incident", "--explain", "--json").json
    (kind,) = [one for one in explained if one["field"] == "kind"]
    assert kind["codes"]["massacre"] == [{"list": 4, "code": "010104000000", "relation": "same"}]
    said = [
        {"type": "organisation", "key": "interior", "name": "Interior", "kind": "0100"},
        {"type": "incident", "key": "mill", "name": "The mill", "kind": "010104000000"},
        {"type": "account", "incident": "mill", "attributed_to": "interior",
         "attribution": "0203"},
    ]  # fmt: skip
    file = tmp_path / "said.json"
    file.write_text(json.dumps(said), encoding="utf-8")
    done = run("state-file", file, "--source", "lcc", "--json", folder=folder).json
    assert (done["counts"], done["set_aside"]) == (
        {"organisation": 1, "incident": 1, "account": 1}, [],
    )  # fmt: skip
    listed = run("proposals", "--json", folder=folder).json
    by_type = {one["type"]: one for one in listed}
    assert by_type["organisation"]["statement"]["kind"] == "government body"
    assert by_type["incident"]["statement"]["kind"] == "massacre"
    account = by_type["account"]
    assert account["statement"]["attribution"] == "acknowledges the act, denies responsibility"
    assert [one["code"] for one in account["huridocs"]] == ["010300000000", "020300000000"]
    page = run("show", "mill", "--json", folder=folder).json
    assert [one["code"] for one in page["huridocs"][account["id"]]] == ["010300000000"]
