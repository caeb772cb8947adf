"""Bad input gets a clear error or is set aside with its reason; nothing that was kept is lost."""

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tawthiq.ledger import Key

HEAD = "name,sex,age,date of death\n"
GOOD = "Ali Ahmad Sample,male,30,2012-05-06\n"


@pytest.fixture
def write(tmp_path: Path):
    def make(content: str | bytes, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def words_for(path: Path, *more: object) -> list[object]:
    return ["import", path, "--source", "committee", "--released", "2013-01-01", *more]


def entries_of(run, folder: Path) -> int:
    said = run("verify", "--json", folder=folder)
    assert said.code == 0, said
    return said.json["entries"]


def xlsx(*rows: list[object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_member(workbook: bytes, name: str, content: bytes) -> bytes:
    buffer = io.BytesIO(workbook)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


BOOK = xlsx(["name", "age"], ["Ali Ahmad Sample", 30])
REFUSED = {
    "an empty file": (b"", "empty"),
    "only a header": (HEAD.encode(), "no row"),
    "a zip bomb": (with_member(BOOK, "xl/worksheets/sheet2.xml", b" " * 60_000_000), "overwhelm"),
    "macros": (with_member(BOOK, "xl/vbaProject.bin", b"program"), "macros"),
    "a cut workbook": (BOOK[: len(BOOK) // 2], "damaged"),
    "some archive": (zipped(**{"readme.txt": b"hello"}), "no workbook"),
    "a PDF": (b"%PDF-1.7 ...", "PDF"),
    "a column twice": (b"name,age,name\nAli,3,Omar\n", "name"),
    "no names at all": (b"name,age\n,3\n!!!,4\n", "no row can be taken in"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_no_list_is_refused_whole(run, refused, empty, write, what):
    content, reason = REFUSED[what]
    said = refused(*words_for(write(content)), folder=empty)
    assert reason in said.err
    assert "list.csv" in said.err
    assert entries_of(run, empty) == 1
    refused(*words_for(write(content), "--json"), folder=empty)
    if what != "no names at all":
        assert reason in refused(*words_for(write(content), "--preview"), folder=empty).err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
def test_arabic_is_read_in_each_encoding(run, empty, write, encoding):
    text = "الاسم;العمر\nمحمد أحمد سالم;30\nليلى خالد حسن;25\n"
    said = run(*words_for(write(text.encode(encoding)), "--json"), folder=empty).json
    assert said["rows"] == 2
    assert run("link", folder=empty).code == 0
    assert len(run("find", "Layla", "--json", folder=empty).json) == 1


def test_a_wrong_encoding_is_said(run, refused, empty, write):
    arabic = ("الاسم,العمر\n" + "محمد أحمد سالم,30\n" * 5).encode("windows-1256")
    said = refused(*words_for(write(arabic), "--encoding", "utf-8"), folder=empty)
    assert "utf-8" in said.err.lower()
    said = refused(*words_for(write(arabic), "--encoding", "klingon"), folder=empty)
    assert "klingon" in said.err
    assert entries_of(run, empty) == 1


ASIDE = {
    "ragged": ("Omar,male\n", "cells"),
    "the header again": (HEAD, "header"),
    "ten megabytes in one cell": ("x" * 10_000_000 + ",male,30,2012-05-06\n", "characters"),
    "a name of punctuation": ("?!…,male,30,2012-05-06\n", "name"),
}


@pytest.mark.parametrize("what", ASIDE)
def test_a_row_that_cannot_be_read_is_set_aside_counted_and_kept(run, empty, write, what):
    row, reason = ASIDE[what]
    path = write(HEAD + GOOD + row + "Omar Said Sample,male,31,2012-05-07\n")
    said = run(*words_for(path, "--json"), folder=empty).json
    assert said["rows"] == 2
    assert sum(said["set_aside"].values()) == 1
    assert reason in next(iter(said["set_aside"]))
    assert run("link", folder=empty).code == 0
    page = run("show", said["document"][:8], "--json", folder=empty).json
    (aside,) = page["set_aside"]
    assert aside["row"] == 3
    assert reason in aside["reason"]
    told = run("show", said["document"][:8], folder=empty).out
    assert "set aside, row 3" in told
    assert len(told) < 5000, "ten megabytes are not thrown at the terminal"


CELLS = {
    "31 February": ("Ali Ahmad Sample,male,30,31/02/2012", "death_date"),
    "age -5": ("Ali Ahmad Sample,male,-5,2012-05-06", "age"),
    "age 400": ("Ali Ahmad Sample,male,400,2012-05-06", "age"),
}


@pytest.mark.parametrize("what", CELLS)
def test_a_cell_that_cannot_be_read_is_kept_as_written_with_its_reason(run, empty, write, what):
    row, field = CELLS[what]
    path = write(HEAD + row + "\n" + "Omar Said Sample,male,31,2012-05-07\n")
    seen = run(*words_for(path, "--preview", "--json"), folder=empty).json
    unreadable = {column["field"]: column["unreadable"] for column in seen["columns"]}
    assert unreadable[field] == 1
    assert "cannot be read" in run(*words_for(path, "--preview"), folder=empty).out
    kept = run(*words_for(path), folder=empty)
    assert kept.code == 0
    assert "1 cell unreadable" in kept.out
    assert run("link", folder=empty).code == 0
    (person,) = run("find", "Ali Sample", "--json", folder=empty).json
    page = run("show", person["person_id"], "--json", folder=empty).json
    assert page["records"][0]["problems"] not in ("[]", None)
    values = {one["field"]: one["value"] for one in page["values"]}
    assert values[field] in row


FORMULAS = ["=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", '=HYPERLINK("http://x.invalid")']


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_cells_like_formulas_do_not_run_when_exported(run, empty, write, tmp_path, ending):
    rows = [
        [f"Ali {sign} Sample", formula] for sign, formula in zip("abcde", FORMULAS, strict=True)
    ]
    path = write(xlsx(["name", "notes"], *rows), "list.xlsx")
    assert run(*words_for(path), folder=empty).code == 0
    assert run("link", folder=empty).code == 0
    out = tmp_path / f"records.{ending}"
    assert run("export", "records", out, folder=empty).code == 0
    if ending == "csv":
        cells = pl.read_csv(out, infer_schema_length=None)["notes"].to_list()
    else:
        content = out.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        head, *body = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
        cells = [row[head.index("notes")] for row in body]
    assert sorted(cells) == sorted("'" + formula for formula in FORMULAS)


def test_a_file_with_the_terminals_own_signs_does_not_steer_it(run, empty, write):
    path = write(HEAD + "Ali \x1b[31m\x1b]0;owned\x07 Sample\u202e,male,30,2012-05-06\n")
    assert run(*words_for(path), folder=empty).code == 0
    run("link", folder=empty)
    said = run("find", "Sample", folder=empty).out
    assert "Sample" in said
    assert not set(said) & set("\x1b\x07\u202e")


NONSENSE = {
    ("count", "--by", "colour"): "no such field",
    ("count", "--by", "sex", "--by", "sex"): "twice",
    ("count", "--by", "sex", "--people"): "--where",
    ("count", "--where", "sex"): "no condition",
    ("count", "--where", "colour = red"): "no field",
    ("count", "--where", "age < ten"): "no number",
    ("count", "--where", "governorate = Atlantis"): "Atlantis",
    ("count", "--period", "2012-13"): "month 13",
    ("count", "--period", "2013/2012"): "ends before",
    ("count", "--period", "yesterday"): "yesterday",
    ("count", "--lang", "fr"): "en or ar",
    ("estimate", "--linkages", "0"): "linkages",
    ("estimate", "--linkages", "99"): "linkages",
    ("estimate", "--seed", "-1"): "seed",
    ("show", "p-nobodyhere"): "tawthiq find",
    ("show", "00000000"): "No document",
    ("show", ""): "tawthiq things",
    ("find", ""): "no letter",
    ("find", "?!"): "no letter",
    ("find", "x", "--limit", "0"): "limit",
    ("find", "\udcff"): "no letter",
    ("diff", "nolist"): "Lists:",
    ("diff", "ministry"): "one version",
    ("judge", "a:b:1", "c:d:2", "same", "--reason", "x"): "no record",
    ("judge", "a:b:1", "c:d:2", "maybe", "--reason", "x"): "same, different or unsure",
    ("judge", "a:b:1", "c:d:2", "same", "--reason", " "): "reason",
    ("judge", "a:b:1", "c:d:2", "same"): "--reason",
    ("export", "stars", "x.csv"): "links, people, records, captures, statements, documents or ftm",
    ("export", "links", "x.doc"): ".jsonl",
    ("export", "links", "/nonexistent/x.csv"): "cannot be written",
    ("report", "/nonexistent/report.html"): "no folder",
    ("report", "/"): "is a folder",
    ("bundle", "/nonexistent/x.twq"): "cannot be written",
    ("bundle", "x.twq", "--since", "lately"): "no instant",
    ("merge", "/nonexistent.twq"): "no bundle",
    ("merge", "/dev/null"): "refused",
    ("source", "add", "Bad Key", "--name", "x"): "hyphens",
    ("source", "add", "ok", "--name", " "): "needs a name",
    ("source", "add", "ok", "--name", "x", "--kind", "party"): "observatory, committee",
    ("source", "add", "ok", "--name", "x", "--origin", "nobody"): "not declared",
    ("source", "add", "ok", "--name", "\udcff"): "surrogates",
}


def test_nonsense_is_answered_with_what_is_expected(refused, run, whole):
    """One register for all: each of these leaves it as it is."""
    entries = entries_of(run, whole)
    for words, reason in NONSENSE.items():
        assert reason in refused(*words, folder=whole).err, words
    assert entries_of(run, whole) == entries


def test_an_import_says_what_is_missing(refused, run, empty, write):
    path = write(HEAD + GOOD)
    bare = ["import", path, "--source"]
    assert "source add nobody" in refused(*bare, "nobody", "--released", "2012-01-01",
                                          folder=empty).err  # fmt: skip
    assert "--released" in refused(*bare, "committee", folder=empty).err
    assert "future" in refused(*bare, "committee", "--released", "2999-01-01", folder=empty).err
    assert "YYYY-MM-DD" in refused(*bare, "committee", "--released", "soon", folder=empty).err
    assert "hyphens" in refused(*words_for(path, "--list", "A B"), folder=empty).err
    assert "no such file" in refused(*words_for(Path("/nonexistent.csv")), folder=empty).err
    assert refused(*words_for(path, "--map", "/nonexistent.toml"), folder=empty).err
    assert entries_of(run, empty) == 1
    seen = run("import", path, "--source", "nobody", "--preview", folder=empty)
    assert seen.code == 0
    assert "source add nobody" in seen.err


def test_a_mapping_that_fits_another_file_is_refused(refused, run, empty, write):
    mapping = write("this is = not [ TOML", "map.toml")
    path = write(HEAD + GOOD)
    assert "map.toml" in refused(*words_for(path, "--map", mapping), folder=empty).err
    mapping.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in refused(*words_for(path, "--map", mapping), folder=empty).err
    good = mapping.with_name("good.toml")
    words = words_for(path, "--preview", "--save-map", good)
    assert run(*words, folder=empty).code == 0
    other = write("completely,different\n1,2\n", "other.csv")
    assert refused(*words_for(other, "--map", good), folder=empty).err
    assert entries_of(run, empty) == 1


def test_init_leaves_what_is_there_alone(refused, run, tmp_path, whole):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine", encoding="utf-8")
    assert "not an empty folder" in refused("init", mine).err
    assert "is a file" in refused("init", mine / "notes.txt").err
    assert "already" in refused("init", whole).err
    assert "en or ar" in refused("init", tmp_path / "new", "--lang", "fr").err
    assert refused("init", tmp_path / "new", "--gazetteer", "/nonexistent.csv").err
    assert refused("init", tmp_path / "new", "--gazetteer", mine / "notes.txt").err
    assert not (tmp_path / "new").exists()
    assert sorted(path.name for path in mine.iterdir()) == ["notes.txt"]


def test_the_key_must_be_there_whole_and_ours(refused, run, whole, tmp_path):
    key = whole / "key.pem"
    ours = key.read_bytes()
    add = ["source", "add", "late", "--name", "Late"]
    key.write_bytes(ours[:40])
    assert "damaged" in refused(*add, folder=whole).err
    key.unlink()
    assert "missing" in refused(*add, folder=whole).err
    Key.create(key)
    assert "author" in refused(*add, folder=whole).err
    for words in (["count"], ["verify"], ["find", "محمد"], ["bundle", tmp_path / "out.twq"]):
        assert run(*words, folder=whole).code == 0, "reading needs no key"
    key.write_bytes(ours)
    assert run(*add, folder=whole).code == 0


@pytest.mark.parametrize("setting", ["[linkage]\nsure_probability = 7\n", "[colour]\n", "= =\n"])
def test_settings_that_are_no_settings_are_named(refused, empty, setting):
    (empty / "tawthiq.toml").write_text(setting, encoding="utf-8")
    assert "tawthiq.toml" in refused("source", "list", folder=empty).err


def test_a_gazetteer_that_is_gone_is_named(refused, whole, conflict):
    (whole / "places.csv").unlink()
    words = ["import", conflict / "people.csv", "--source", "committee", "--released", "2013-01-01"]
    assert "places.csv" in refused(*words, folder=whole).err


def test_a_folder_that_holds_no_register_is_named(refused, tmp_path):
    for words in (["count"], ["link"], ["verify"], ["source", "list"], ["diff", "x"]):
        assert "tawthiq init" in refused(*words, folder=tmp_path).err
        assert "tawthiq init" in refused(*words, folder=tmp_path / "nowhere").err
