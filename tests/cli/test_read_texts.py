"""`tawthiq read`: for trying, and into a register; what it prints, keeps and refuses."""

import hashlib
import json
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

import tawthiq.reading
from tawthiq.errors import ReadingError
from tawthiq.folder import open_folder
from tawthiq.ledger import Preserve, Read, verify_ledger
from tawthiq.reading.model import Reading, Segment, Text
from tawthiq.statements import Citation, Figure, statement_id, types

ENGLISH = (
    "The committee said 40 civilians were killed. See this article: \n12 of them were children."
)
ARABIC = "قالت اللجنة إن 30 مدنيا قتلوا في البلدة."


def fake_reading(content: bytes, filename: str, **how: object) -> Reading:
    """A reader of numbers alone, so that these tests stand on the commands and not on a grammar."""
    document = hashlib.sha256(content).hexdigest()
    if not content.strip():
        raise ReadingError(f"{filename} holds no text.")
    words = content.decode()
    found = []
    for one in re.finditer(r"[0-9]+", words):
        identity = statement_id(document, "figure", one.start(), one.end())
        found.append(
            Figure(id=identity, start=one.start(), end=one.end(), quote=one[0],
                   value_low=int(one[0]), value_high=int(one[0]), counted="deaths",
                   doubt=("what is counted is not said",))
        )  # fmt: skip
    at = words.find("See this article")
    if at >= 0:
        quote = "See this article"
        identity = statement_id(document, "citation", at, at + len(quote))
        found.append(Citation(id=identity, start=at, end=at + len(quote), quote=quote,
                              form="promised", state="dangling"))  # fmt: skip
    published = how.get("published")
    assert published is None or isinstance(published, date)
    return Reading(
        document=document,
        text=Text(text=words, segments=(Segment(start=0, stop=len(words), role="article"),)),
        published=published,
        statements=tuple(found),
        notes=("comments announced: 12",),
        version="fake-1",
    )


@pytest.fixture(autouse=True)
def reader(monkeypatch):
    monkeypatch.setitem(vars(tawthiq.reading), "read_text", fake_reading)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "bulletin.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    return path


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Where no register lies."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")


def kinds(folder: Path) -> list[str]:
    with open_folder(folder) as opened:
        assert verify_ledger(opened.ledger, opened.vault).ok
        return [entry.kind for entry in opened.ledger.entries()]


def bodies(folder: Path, kind: type) -> list:
    with open_folder(folder) as opened:
        return [one.body for one in opened.ledger.entries() if isinstance(one.body, kind)]


@pytest.mark.usefixtures("elsewhere")
def test_without_a_register_it_prints_and_says_that_nothing_was_kept(run, page):
    said = run("read", page)
    assert said.code == 0
    assert "40" in said.out
    assert "dead" in said.out or "deaths" in said.out
    assert "nothing was kept (there is no register here)" in " ".join(said.err.split())
    assert list(page.parent.glob("elsewhere/*")) == []


@pytest.mark.usefixtures("elsewhere")
def test_json_is_one_line_a_proposal_and_nothing_else(run, page):
    said = run("read", page, "--json")
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert [one["type"] for one in lines] == ["figure", "figure", "citation"]
    for one in lines:
        assert list(one)[:5] == ["type", "id", "start", "end", "quote"]
        assert set(one) == {"type", *types()[one["type"]].__struct_fields__}
        assert ENGLISH[one["start"] : one["end"]] == one["quote"]
    assert (lines[0]["value_low"], lines[0]["place"], lines[0]["total_of"]) == (40, None, [])
    assert "comments announced: 12" in " ".join(said.err.split())


@pytest.mark.usefixtures("elsewhere")
def test_json_lines_are_lines_for_whoever_reads_them(run, tmp_path, monkeypatch):
    """What some programs take for the end of a line is escaped; a quote keeps its characters."""
    odd = "\u2028\u0085".join(["40", "41"])

    def read(content, filename, **how):
        reading = fake_reading(b"x", filename, **how)
        one = Figure(id="f-1", start=0, end=len(odd), quote=odd)
        return replace(reading, statements=(one,))

    monkeypatch.setitem(vars(tawthiq.reading), "read_text", read)
    (tmp_path / "a.txt").write_text("x")
    (line,) = run("read", tmp_path / "a.txt", "--json").out.splitlines()
    assert json.loads(line)["quote"] == odd


@pytest.mark.usefixtures("elsewhere")
def test_labels_are_arabic_where_arabic_is_asked_for(run, tmp_path):
    (tmp_path / "بيان.txt").write_text(ARABIC, encoding="utf-8")
    said = run("read", tmp_path / "بيان.txt", "--lang", "ar")
    assert "وفيات" in said.out
    assert "deaths" not in said.out


def test_a_document_is_preserved_and_read_in_one_step(run, page, empty):
    said = run("read", page, "--source", "committee", "--published", "2012-08-23", folder=empty)
    assert said.code == 0
    assert kinds(empty) == ["declare", "preserve", "read"]
    (kept,), (read,) = bodies(empty, Preserve), bodies(empty, Read)
    assert (kept.filename, kept.source, kept.published) == (
        "bulletin.txt", "committee", "2012-08-23",
    )  # fmt: skip
    assert read.counts == {"citation": 1, "figure": 2}
    assert (read.grammar, read.languages, read.notes) == (
        "fake-1", ["en"], ["comments announced: 12"],
    )  # fmt: skip


def test_the_same_document_again_adds_nothing_and_says_so(run, page, empty):
    words = ("read", page, "--source", "committee")
    run(*words, folder=empty)
    before = kinds(empty)
    said = run(*words, folder=empty)
    assert "nothing was added" in " ".join(said.out.split())
    assert kinds(empty) == before


def test_a_newer_grammar_adds_a_reading_and_no_second_document(run, page, empty, monkeypatch):
    run("read", page, "--source", "committee", folder=empty)

    def newer(*args, **how):
        return replace(fake_reading(*args, **how), version="fake-2")

    monkeypatch.setitem(vars(tawthiq.reading), "read_text", newer)
    run("read", page, "--source", "committee", folder=empty)
    assert kinds(empty) == ["declare", "preserve", "read", "read"]
    assert [one.grammar for one in bodies(empty, Read)] == ["fake-1", "fake-2"]


def test_the_day_once_given_is_remembered_and_a_new_one_is_kept(run, page, empty):
    run("read", page, "--source", "committee", "--published", "2012-08-23", folder=empty)
    assert "nothing was added" in run("read", page, "-s", "committee", folder=empty).out
    run("read", page, "-s", "committee", "--published", "2012-08-24", folder=empty)
    assert [one.published for one in bodies(empty, Read)] == ["2012-08-23", "2012-08-24"]


def test_proposals_that_contradict_themselves_are_left_out_and_counted(
    run, page, empty, monkeypatch
):
    def read(*args, **how):
        reading = fake_reading(*args, **how)
        wrong = replace_struct(reading.statements[0], quote="99")
        return replace(reading, statements=(*reading.statements, wrong))

    monkeypatch.setitem(vars(tawthiq.reading), "read_text", read)
    said = run("read", page, "--source", "committee", folder=empty)
    assert "left out because they contradict themselves: 1" in " ".join(said.err.split())
    assert bodies(empty, Read)[0].counts == {"citation": 1, "figure": 2}


def replace_struct(one: Figure, **values: object) -> Figure:
    return msgspec.structs.replace(one, **values)


@pytest.mark.parametrize("options", [("--no-keep", "--source", "committee"), ()])
def test_nothing_is_kept_unless_it_is_asked_for(run, page, empty, options):
    said = run("read", page, *options, folder=empty)
    assert said.code == 0
    assert "nothing was kept" in " ".join(said.err.split())
    assert kinds(empty) == ["declare"]


@pytest.mark.usefixtures("elsewhere")
def test_a_source_needs_a_register(refused, page):
    assert "tawthiq init" in refused("read", page, "--source", "committee").err


def test_a_source_must_be_declared_before_anything_is_read(refused, page, empty):
    said = refused("read", page, "--source", "stranger", folder=empty)
    assert "tawthiq source add stranger" in " ".join(said.err.split())
    assert kinds(empty) == ["declare"]


@pytest.mark.parametrize("day", ["23/8/2012", "2012-02-30", "2999-01-01"])
def test_a_day_that_cannot_be_is_refused(refused, page, empty, day):
    refused("read", page, "--source", "committee", "--published", day, folder=empty)


@pytest.mark.usefixtures("elsewhere")
def test_a_file_that_is_missing_or_empty_is_an_error_in_plain_words(refused, tmp_path):
    assert "cannot be read" in " ".join(refused("read", tmp_path / "none.txt").err.split())
    assert "cannot be read" in " ".join(refused("read", tmp_path).err.split())
    (tmp_path / "empty.txt").touch()
    assert "holds no text" in refused("read", tmp_path / "empty.txt").err


def test_one_file_that_fails_does_not_lose_the_others(run, page, empty, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("41 were injured.")
    said = run("read", page, tmp_path / "none.txt", other, "-s", "committee", folder=empty)
    assert said.code == 2
    assert "none.txt" in said.err
    assert kinds(empty) == ["declare", "preserve", "read", "preserve", "read"]


def test_what_an_address_gives_is_preserved_with_the_address(run, page, empty, monkeypatch):
    """And the same bytes read from a file later are the same document: nothing is added."""
    found = "https://committee.example/bulletin"
    fetched = SimpleNamespace(content=page.read_bytes(), filename="bulletin.html", url=found)
    monkeypatch.setattr("tawthiq.reading.pages.fetching.fetch", lambda url: fetched)
    run("read", "https://committee.example/b", "-s", "committee", folder=empty)
    (kept,), (read,) = bodies(empty, Preserve), bodies(empty, Read)
    assert (kept.url, read.url, kept.filename) == (found, found, "bulletin.html")
    run("read", page, "-s", "committee", folder=empty)
    assert kinds(empty) == ["declare", "preserve", "read"]


def test_the_registers_own_terms_and_places_are_used(run, page, empty, monkeypatch, refused):
    seen = {}

    def read(content, filename, **how):
        seen.update(how)
        return fake_reading(content, filename, **how)

    monkeypatch.setitem(vars(tawthiq.reading), "read_text", read)
    settings = empty / "tawthiq.toml"
    settings.write_text(settings.read_text() + '\n[reading]\nterms = "terms"\n')
    assert "[reading] terms" in refused("read", page, folder=empty).err
    (empty / "terms").mkdir()
    run("read", page, folder=empty)
    assert seen["extra"] == (empty / "terms").resolve()


def test_an_endpoint_must_be_named_in_the_settings(refused, page, empty):
    assert "[reader]" in refused("read", page, "--endpoint", folder=empty).err


def test_a_run_killed_at_any_step_loses_nothing(stopped, run, page, empty, tmp_path):
    """Whatever the step: the ledger verifies, holds both entries or none, and a second run ends."""
    words = ["read", page, "--source", "committee", "--folder"]
    whole = Path(shutil.copytree(empty, tmp_path / "whole"))
    steps = int(re.search(r"STEPS (\d+)", stopped(whole, [*words, whole]).stderr)[1])
    assert steps > 5
    for at in range(1, steps + 1, max(1, steps // 6)):
        copy = Path(shutil.copytree(empty, tmp_path / f"stopped-{at}"))
        stopped(copy, [*words, copy], at=at)
        assert kinds(copy) in (["declare"], ["declare", "preserve", "read"])
        again = stopped(copy, [*words, copy])
        assert again.returncode == 0, again.stderr
        assert kinds(copy) == ["declare", "preserve", "read"]
