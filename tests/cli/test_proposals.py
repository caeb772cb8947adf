"""`tawthiq proposals` and `tawthiq show` of a text, and what leaves the register of them."""

import csv
import hashlib
import io
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from tawthiq.folder import open_folder
from tawthiq.ledger import State, verify_ledger
from tawthiq.reading import Reading, Text, keep_reading
from tawthiq.reading.model import Segment, ThreadNode
from tawthiq.statements import Figure, Statement, ThreadItem, types

TITLE = "Bulletin"
BODY = (
    'The committee said "<script>alert(1)</script>" 40 killed, 12 of them children.\nقتل 30 مدنيا.'
)
MENU = "Home | About"
COMMENT = "No, I saw \u202e12\u202c there. =HYPERLINK(0)"
WHOLE = "\n\n".join((TITLE, BODY, MENU, COMMENT))


def at(words: str) -> dict[str, object]:
    start = WHOLE.index(words)
    return {"start": start, "end": start + len(words), "quote": words}


FORTY = Figure(id="f-0000000040", **at("40 killed"), value_low=40, value_high=40, counted="deaths",
               total_of=("f-0000000012",))  # fmt: skip
TWELVE = Figure(id="f-0000000012", **at("12"), value_low=12, value_high=12, category="child",
                part_of="f-0000000040", doubt=("it rained on the page",))  # fmt: skip
THIRTY = Figure(id="f-0000000030", **at("30 مدنيا"), value_low=30, value_high=30)
ITEM = ThreadItem(id="t-0000000001", **at(COMMENT), author="=Reader", number=1)
ALL = (FORTY, TWELVE, THIRTY, ITEM)


def text() -> Text:
    ends = [WHOLE.index(part) + len(part) for part in (TITLE, BODY, MENU, COMMENT)]
    starts = [0, *ends[:-1]]
    roles = ("title", "article", "furniture", "comment")
    segments = [
        Segment(start=start, stop=stop, role=role, item=0 if role == "comment" else None)
        for start, stop, role in zip(starts, ends, roles, strict=True)
    ]
    node = ThreadNode(start=ends[2] + 2, stop=ends[3], kind="comment", number=1, author="Reader")
    return Text(text=WHOLE, segments=tuple(segments), thread=(node,), title=TITLE)


def keep(folder: Path, *statements: Statement, content: bytes = b"page") -> str:
    reading = Reading(
        document=hashlib.sha256(content).hexdigest(), text=text(), published=None,
        statements=statements, notes=(), version="fake-1",
    )  # fmt: skip
    with open_folder(folder, write=True) as opened:
        return keep_reading(
            opened.ledger, opened.vault, reading, content, "page.html", source="committee"
        ).document


@pytest.fixture
def document(empty) -> str:
    return keep(empty, *ALL)


def statuses(run, folder: Path) -> dict[str, str]:
    return {one["id"]: one["status"] for one in run("proposals", "--json", folder=folder).json}


def test_the_group_alone_lists_and_so_does_list(run, empty, document):
    for words in (("proposals",), ("proposals", "list"), ("proposals", document[:8])):
        said = run(*words, folder=empty)
        assert said.code == 0
        assert "4 statements, of which 4 wait to be looked at" in said.out
        assert "f-0000000040" in said.out
    assert (
        run("proposals", "--type", "figure", "--json", folder=empty).json[0]["statement"]["quote"]
        == "40 killed"
    )
    assert run("proposals", "--status", "edited", "--json", folder=empty).json == []
    assert "3 more" in run("proposals", "--limit", "1", folder=empty).out


def test_confirm_edit_and_reject_are_an_entry_each(run, empty, document):
    run("proposals", "confirm", "f-0000000040", "f-00000000", folder=empty)  # the second is unclear
    assert set(statuses(run, empty).values()) == {"proposed"}
    said = run("proposals", "confirm", "f-0000000040", "f-0000000030", folder=empty)
    assert said.code == 0
    said = run(
        "proposals", "edit", "f-0000000012", "--set", "bound=at least", "--set", "value_high=",
        "--reason", "the PDF has it", "--reviewer", "Layla", folder=empty,
    )  # fmt: skip
    assert said.code == 0, said.err
    run("proposals", "reject", "t-", "--reason", "a menu", folder=empty)
    assert statuses(run, empty) == {
        "f-0000000040": "confirmed", "f-0000000012": "edited",
        "f-0000000030": "confirmed", "t-0000000001": "rejected",
    }  # fmt: skip
    with open_folder(empty) as opened:
        kinds = [entry.kind for entry in opened.ledger.entries()]
        assert kinds == ["declare", "preserve", "read", "state", "state", "state", "dismiss"]
        assert verify_ledger(opened.ledger, opened.vault).ok
    edited = next(
        one for one in run("proposals", "--json", folder=empty).json if one["status"] == "edited"
    )
    assert (edited["changed"], edited["reviewer"], edited["reason"]) == (
        ["bound", "value_high"], "Layla", "the PDF has it",
    )  # fmt: skip
    assert (edited["statement"]["bound"], edited["statement"]["value_high"]) == ("at least", None)


def test_all_of_a_document_are_confirmed_but_what_was_rejected(run, empty, document):
    run("proposals", "reject", "f-0000000012", "--reason", "an age", folder=empty)
    said = run("proposals", "confirm", "--all", document[:8], "--type", "figure", folder=empty)
    assert "2 statements" in said.out
    assert statuses(run, empty)["t-0000000001"] == "proposed"
    assert statuses(run, empty)["f-0000000012"] == "rejected"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("confirm",), "--all DOCUMENT"),
        (("confirm", "f-9"), "no statement 'f-9'"),
        (("confirm", "f-"), "begins 3 statements"),
        (("confirm", "f-0000000040", "f-9"), "no statement"),
        (("confirm", "f-0000000040", "--type", "figure"), "--type goes with --all"),
        (("confirm", "--all", "0123abcd"), "No text of this register begins with"),
        (("confirm", "--all", "page"), "No text of this register begins with"),
        (("edit", "f-0000000040", "--set", "colour=red", "--reason", "x"), "no field 'colour'"),
        (("edit", "f-0000000040", "--set", "bound", "--reason", "x"), "write FIELD=VALUE"),
        (("edit", "f-0000000040", "--set", "bound=roughly", "--reason", "x"), "its terms: exact"),
        (("edit", "f-0000000040", "--set", "value_low=many", "--reason", "x"), "is no number"),
        (("edit", "f-0000000040", "--set", "value_low=40", "--reason", "x"), "says that already"),
        (("edit", "f-0000000040", "--set", "value_low=41", "--reason", " "), "--reason"),
        (("reject", "f-0000000040", "--reason", ""), "--reason"),
        (("list", "--status", "done"), "proposed, confirmed"),
        (("list", "--type", "rumour"), "there is"),
        (("list", "deadbeef"), "No text of this register begins with"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(refused, empty, document, words, said):
    assert said in " ".join(refused("proposals", *words, folder=empty).err.split())
    with open_folder(empty) as opened:
        assert opened.ledger.count() == 3


def test_deciding_the_same_twice_is_refused(run, refused, empty, document):
    run("proposals", "confirm", "f-0000000040", folder=empty)
    assert "confirmed already" in refused("proposals", "confirm", "f-0000000040", folder=empty).err
    run("proposals", "reject", "f-0000000040", "--reason", "x", folder=empty)
    said = refused("proposals", "reject", "f-0000000040", "--reason", "x", folder=empty)
    assert "rejected already" in said.err


def test_show_marks_every_statement_right_after_reading(run, empty, document):
    """Without `tawthiq link`, without colour, without the menu, and with every mark numbered."""
    said = run("show", document[:8], folder=empty)
    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert "[40 killed](1), [12](2) of them children." in said.out
    assert "قتل [30 مدنيا](3)." in said.out
    assert MENU not in said.out
    assert "— comment · 1 · Reader —" in lines
    assert "\u202e" not in said.out
    assert any(line.startswith("(1) f-0000000040  figure, proposed: 40, deaths") for line in lines)
    assert "      ? it rained on the page" in lines


def test_show_speaks_arabic_where_it_is_asked_for(run, empty, document):
    said = run("show", document[:8], "--lang", "ar", folder=empty)
    assert "(1) f-0000000040  رقم، مقترح" in said.out.replace(",", "،")


def test_show_says_what_it_leaves_out(run, empty, document):
    said = run("show", document[:8], "--limit", "2", folder=empty)
    assert "2 more statements" in said.out
    assert COMMENT[:9] not in said.out


def test_show_as_json_gives_text_and_statements(run, empty, document):
    said = run("show", document[:8], "--json", folder=empty).json
    assert said["text"] == WHOLE
    assert [one["id"] for one in said["statements"]] == [one.id for one in ALL]
    for one in said["statements"]:
        start, end = one["statement"]["start"], one["statement"]["end"]
        assert said["text"][start:end] == one["statement"]["quote"]
    assert said["preserved"][0]["filename"] == "page.html"


class Page(HTMLParser):
    """What a browser would make of the page: elements, words, and where links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.handlers: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.links.append(value)
            if name.startswith("on"):
                self.handlers.append(name)

    def handle_data(self, data):
        self.words += data


def test_the_page_is_whole_harmless_and_in_both_languages(run, empty, document, tmp_path):
    out = tmp_path / "marked.html"
    said = run("show", document[:8], "--html", out, folder=empty)
    assert said.code == 0, said.err
    assert "may name people" in " ".join(said.err.split())
    html = out.read_text(encoding="utf-8")
    page = Page(html)
    policy = unescape(html.partition('Policy" content="')[2].partition('"')[0])
    assert not {"script", "img", "link", "iframe", "form"} & set(page.tags)
    assert page.handlers == []
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "\u202e" not in html
    assert "<script>alert(1)</script>" in page.words
    assert MENU not in page.words
    assert page.tags.count("mark") >= 4
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert {"s1", "m1", "s4", "m4"} <= set(page.ids)
    assert "40, deaths" in page.words
    assert "وفيات" in page.words


def test_the_same_text_gives_the_same_page(run, empty, document, tmp_path):
    for name in ("a.html", "b.html"):
        run("show", document[:8], "--html", tmp_path / name, folder=empty)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize("name", ["ledger.sqlite", "vault/x.html", "none/x.html"])
def test_a_page_is_not_written_where_it_must_not_be(refused, empty, document, name):
    refused("show", document[:8], "--html", empty / name, folder=empty)


def test_a_page_goes_with_a_text_alone(refused, whole, run, tmp_path):
    person = run("find", "محمد", "--json", folder=whole).json[0]["person_id"]
    said = refused("show", person, "--html", tmp_path / "x.html", folder=whole)
    assert "goes with a text" in " ".join(said.err.split())


def test_statements_leave_as_one_table_of_all_types(run, empty, document, tmp_path):
    run("proposals", "confirm", "f-0000000040", folder=empty)
    for ending in ("csv", "json", "parquet", "xlsx"):
        out = tmp_path / f"statements.{ending}"
        said = run("export", "statements", out, folder=empty)
        assert said.code == 0, said.err
        assert "may name people" in " ".join(said.err.split())
    frame = pl.read_parquet(tmp_path / "statements.parquet")
    fields = {name for kind in types().values() for name in kind.__struct_fields__}
    assert fields <= set(frame.columns)
    assert frame["status"].to_list() == ["confirmed", *["proposed"] * 3]
    assert frame["value_low"].to_list() == [40, 12, 30, None]
    assert frame["total_of"].to_list()[0] == ["f-0000000012"]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "statements.csv").read_text("utf-8-sig"))))
    assert rows[3]["author"] == "'=Reader"
    assert json.loads((tmp_path / "statements.json").read_text())[1]["part_of"] == "f-0000000040"
    deaths = ["counted 25:010100000000 same"]
    assert [deaths[0] in (codes or ()) for codes in frame["huridocs"].to_list()] == [
        counted == "deaths" for counted in frame["counted"].to_list()
    ]


def test_documents_leave_with_where_they_are_from(run, empty, document, tmp_path):
    said = run("export", "documents", tmp_path / "d.csv", folder=empty)
    assert said.code == 0
    (row,) = csv.DictReader(io.StringIO((tmp_path / "d.csv").read_text("utf-8-sig")))
    assert (row["document"], row["source"], row["grammar"], row["statements"]) == (
        document, "committee", "fake-1", "4",
    )  # fmt: skip


def test_a_new_type_and_one_nobody_here_knows_leave_and_show_like_the_others(run, empty, tmp_path):
    """One class and its labels are all that a type needs."""

    class Aid(Statement, frozen=True, kw_only=True, tag="aid of the commands"):
        LABELS = {  # noqa: RUF012 - msgspec takes it for what it is: no field
            "type": {"en": "lorries given", "ar": "شاحنات موهوبة"},
            "trucks_sent": {"en": "lorries", "ar": "شاحنات"},
        }
        trucks_sent: int | None = None

    aid = Aid(id="a-0000000001", **at("committee"), trucks_sent=7)
    document = keep(empty, aid)
    assert run("proposals", "confirm", "a-", folder=empty).code == 0
    assert (
        run("proposals", "edit", "a-", "--set", "trucks_sent=8", "--reason", "x", folder=empty).code
        == 0
    )
    prophecy = {"type": "prophecy", "id": "p-1", "depth": [1, {"a": None}]} | at("Bulletin")
    with open_folder(empty, write=True) as opened:
        reading = next(e.body for e in opened.ledger.entries() if e.kind == "read")
        opened.ledger.append(State(document=document, text=reading.text, statement=prophecy))
    assert run("link", folder=empty).code == 0
    assert run("verify", folder=empty).code == 0
    shown = run("show", document[:8], folder=empty).out
    assert "lorries given, edited: lorries: 8" in shown
    assert "[Bulletin](1)" in shown
    assert "شاحنات: 8" in run("show", document[:8], "--lang", "ar", folder=empty).out
    run("show", document[:8], "--html", tmp_path / "page.html", folder=empty)
    assert "lorries: 8" in (tmp_path / "page.html").read_text(encoding="utf-8")
    run("export", "statements", tmp_path / "s.parquet", folder=empty)
    rows = {row["type"]: row for row in pl.read_parquet(tmp_path / "s.parquet").to_dicts()}
    assert rows["aid of the commands"]["trucks_sent"] == 8
    assert json.loads(rows["prophecy"]["other"]) == {"depth": [1, {"a": None}]}


def test_lists_are_shown_as_before(run, whole):
    versions = run("show", "vdc", folder=whole)
    assert versions.code == 2
    with open_folder(whole) as opened:
        document = next(e.body.document for e in opened.ledger.entries() if e.kind == "import")
    said = run("show", document[:8], "--limit", "3", folder=whole)
    assert said.code == 0
    assert re.search(r"more rows; --limit shows more", said.out)


def test_a_register_of_texts_alone_links_and_counts_nobody(run, empty, document):
    assert run("link", folder=empty).code == 0
    assert run("count", "--json", folder=empty).code == 0
    assert run("verify", folder=empty).code == 0


def test_a_bundle_carries_texts_to_another_register(run, empty, document, tmp_path):
    run("proposals", "confirm", "f-0000000040", folder=empty)
    run("bundle", tmp_path / "out.twq", folder=empty)
    other = tmp_path / "other"
    run("init", other)
    assert run("merge", tmp_path / "out.twq", folder=other).code == 0
    assert statuses(run, other)["f-0000000040"] == "confirmed"
    assert "[40 killed](1)" in run("show", document[:8], folder=other).out
