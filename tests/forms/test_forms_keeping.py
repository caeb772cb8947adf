"""Stated by hand or from a file: one entry, kept once, and what later entries make of it."""

import json
from datetime import date
from pathlib import Path

import pytest

from tawthiq.errors import NotFoundError, ReadingError, StatementError
from tawthiq.folder import Folder, make_folder, open_folder
from tawthiq.forms import keep_table, state_one
from tawthiq.forms.single import locate
from tawthiq.ledger import (
    Dismiss,
    Preserve,
    Read,
    StateTable,
    Withdraw,
    merge_bundle,
    verify_ledger,
    write_bundle,
)
from tawthiq.reading import text_from_json
from tawthiq.register import confirm, edit, reject, statements_of
from tawthiq.sources import declare_source, preserve

TABLE = (
    "type,charter,signatory,when,number\n"
    "signature,code,North Battalion,2012-08-23,\n"
    "signature,code,كتيبة الجنوب,٢٤ آب ٢٠١٢,\n"
    "signature,code,East,some day,\n"
).encode()
TEXT = "The committee said: 40 killed in the north.\nLater it said:\n40 killed\nin the south."


@pytest.fixture
def folder(tmp_path: Path):
    make_folder(tmp_path / "register")
    with open_folder(tmp_path / "register", write=True) as opened:
        for key in ("committee", "paper"):
            declare_source(opened.ledger, key, name=key.title(), type="committee")
        yield opened


def keep(folder: Folder, content: bytes = TABLE, source: str = "committee", **options):
    return keep_table(folder.ledger, folder.vault, source, "signatures.csv", content, **options)


def state(folder: Folder, type_name: str = "signature", **options):
    values = options.pop("values", {"charter": "code", "signatory": "North", "when": "آب ٢٠١٢"})
    return state_one(folder.ledger, folder.vault, type_name, values, **options)


def read_text(folder: Folder, text: str = TEXT) -> str:
    """Preserve and read a text, as `tawthiq read` does."""
    kept = preserve(folder.vault, "committee", text.encode(), "bulletin.txt")
    held = folder.vault.put(json.dumps({"text": text}).encode())
    body = Read(
        document=kept.document, text=held, proposals=folder.vault.put(b""), grammar="1"
    )  # fmt: skip
    folder.ledger.append(kept, body)
    return kept.document


def stated(folder: Folder):
    return statements_of(folder.ledger, folder.vault)


def bodies(folder: Folder, kind: type) -> list:
    return [one.body for one in folder.ledger.entries() if isinstance(one.body, kind)]


def test_a_table_is_one_entry_however_many_rows(folder):
    rows = b"".join(b"signature,code,Unit %d,2012,\n" % n for n in range(2_000))
    before = folder.ledger.count()
    kept = keep(folder, TABLE + rows, reviewer="Layla", reason="from the roll")
    assert folder.ledger.count() == before + 2  # the document, and what it says
    assert kept.counts == {"signature": 2_002}
    (body,) = bodies(folder, StateTable)
    assert (body.set_aside_rows, body.source) == (1, "committee")
    report = verify_ledger(folder.ledger, folder.vault)
    assert (report.problems, report.doubts, report.unreferenced) == ((), (), 0)
    found = stated(folder).statements
    assert len(found) == 2_002
    assert {(one.status, one.source, one.reviewer, one.reason, one.entry) for one in found} == {
        ("confirmed", "committee", "Layla", "from the roll", kept.entry)
    }
    text = text_from_json(folder.vault.get(body.text))
    assert text.text.encode() == TABLE + rows
    for one in found[:3]:
        assert text.text[one.raw["start"] : one.raw["end"]] == one.raw["quote"]


def test_the_same_file_again_adds_nothing(folder):
    first = keep(folder)
    head = folder.ledger.head()
    again = keep(folder, reviewer="somebody else")
    assert (first.already, again.already) == (False, True)
    assert folder.ledger.head() == head
    assert again.counts == first.counts
    later = keep(folder, published=date(2012, 8, 30))
    assert later.already
    assert [one.published for one in bodies(folder, Preserve)] == [None, "2012-08-30"]


def test_rows_set_aside_are_kept_with_their_reason(folder):
    kept = keep(folder)
    (body,) = bodies(folder, StateTable)
    (line,) = folder.vault.get(body.set_aside).splitlines()
    said = json.loads(line)
    assert (said["row"], said["column"], said["value"]) == (4, "when", "some day")
    assert said["reason"] == kept.set_aside[0].reason


def test_a_file_read_in_another_way_takes_the_place_of_the_first(folder):
    content = b"name,holder\nNorth,\n"
    keep(folder, content, type_name="organisation")
    keep(folder, content, type_name="person")
    assert [one.type for one in stated(folder).statements] == ["person"]
    assert stated(folder).document_frame()["statements"].to_list() == [1]


def test_one_file_is_one_source_s_word(folder):
    keep(folder)
    with pytest.raises(StatementError, match="as the word of source 'committee'"):
        keep(folder, source="paper")
    with pytest.raises(ReadingError, match=r"no source 'nobody'.*tawthiq source add"):
        keep(folder, source="nobody")


def test_a_table_taken_back_is_gone_and_can_be_stated_anew(folder):
    kept = keep(folder)
    folder.ledger.append(Withdraw(entry=kept.entry, reason="the wrong file"))
    assert stated(folder).statements == ()
    assert not keep(folder).already
    assert len(stated(folder).statements) == 2


def test_a_table_travels_in_a_bundle_with_all_its_objects(folder, tmp_path):
    keep(folder)
    write_bundle(folder.ledger, folder.vault, tmp_path / "out.twq")
    make_folder(tmp_path / "other")
    with open_folder(tmp_path / "other", write=True) as other:
        merge_bundle(other.ledger, other.vault, tmp_path / "out.twq")
        assert stated(other) == stated(folder)
        assert verify_ledger(other.ledger, other.vault).ok


def test_what_is_said_later_of_one_row_wins(folder):
    keep(folder)
    first, second = stated(folder).statements
    assert first.raw["signatory"] == "North Battalion"
    folder.ledger.append(
        edit(folder.vault, first, {"signatory": "North", "place": "Homs"}, reason="its full name"),
        *reject([second], reason="another list", reviewer="Layla"),
    )
    edited, rejected = stated(folder).statements
    assert (edited.status, edited.changed, edited.source) == (
        "edited", ("place", "signatory"), "committee",
    )  # fmt: skip
    assert (edited.raw["signatory"], edited.raw["place"]) == ("North", "Homs")
    assert (rejected.status, rejected.reviewer) == ("rejected", "Layla")
    folder.ledger.append(*confirm([rejected]))
    assert [one.status for one in stated(folder).statements] == ["edited", "confirmed"]
    report = verify_ledger(folder.ledger, folder.vault)
    assert (report.problems, report.doubts) == ((), ())


def test_a_table_stated_later_takes_the_place_of_what_was_said_before(folder):
    kept = keep(folder)
    first, _ = stated(folder).statements
    folder.ledger.append(*reject([first], reason="a slip"))
    (table,) = bodies(folder, StateTable)
    folder.ledger.append(table)
    assert [one.status for one in stated(folder).statements] == ["confirmed", "confirmed"]
    assert stated(folder).statements[0].entry != kept.entry


def test_a_table_that_was_bent_is_found(folder):
    keep(folder)
    (table,) = bodies(folder, StateTable)
    other = StateTable(
        document=table.document, text=table.text, counts={}, statements=folder.vault.put(b"")
    )
    assert stated(folder).statements
    folder.ledger.append(other)
    assert stated(folder).statements == ()  # it says nothing: the last one holds
    assert verify_ledger(folder.ledger, folder.vault).ok


def test_one_statement_preserves_the_words_entered(folder):
    kept = state(folder, source="committee", published=date(2012, 8, 30), reviewer="Layla")
    (one,) = stated(folder).statements
    assert (one.status, one.source, one.reviewer, one.entry) == (
        "confirmed", "committee", "Layla", kept.entry,
    )  # fmt: skip
    assert (one.raw["when"], one.raw["act"], one.raw["proposer"]) == ("2012-08", "signs", "person")
    assert one.raw["quote"] == "signature\ncharter: code\nsignatory: North\nwhen: آب ٢٠١٢"
    assert folder.vault.get(kept.document).decode() == one.raw["quote"] + "\n"
    (document,) = stated(folder).documents
    assert (document.filename, document.published) == ("signature.txt", "2012-08-30")
    assert verify_ledger(folder.ledger, folder.vault).ok


def test_the_order_in_which_values_are_entered_changes_nothing(folder):
    one = state(folder, source="committee", values={"charter": "code", "signatory": "North"})
    same = state(folder, source="committee", values={"الموقّع": "North", "الميثاق": "code"})
    assert (one.statement, same.already) == (same.statement, True)
    assert folder.ledger.count() == 4


def test_several_statements_can_stand_in_the_same_words(folder):
    words = "The North and the South signed the code."
    north = state(folder, source="committee", quote=words, values={"signatory": "North"})
    south = state(folder, source="committee", quote=words, values={"signatory": "South"})
    again = state(folder, source="committee", quote=words, values={"signatory": "South"})
    assert north.document == south.document
    assert north.statement.id != south.statement.id
    assert again.already
    assert {one.raw["quote"] for one in stated(folder).statements} == {words}
    assert verify_ledger(folder.ledger, folder.vault).ok


def test_words_of_a_preserved_document_are_found_in_its_text(folder):
    document = read_text(folder)
    kept = state(
        folder, "figure", document=document[:8], quote="40 killed in the north",
        values={"value": "40", "counted": "وفيات"},
    )  # fmt: skip
    assert kept.document == document
    assert TEXT[kept.statement.start : kept.statement.end] == "40 killed in the north"
    (one,) = stated(folder).statements
    assert (one.raw["value_low"], one.raw["value_high"], one.source) == (40, 40, "committee")
    broken = state(
        folder, "figure", document=document, quote="40 killed in the south", source="committee",
        values={"value": "40"},
    )  # fmt: skip
    assert broken.statement.quote == "40 killed\nin the south"
    assert verify_ledger(folder.ledger, folder.vault).ok


def test_a_row_of_a_table_can_be_pointed_at_too(folder):
    document = keep(folder).document
    kept = state(folder, document=document, quote="code,East", values={"signatory": "East"})
    assert kept.statement.quote == "code,East"
    assert len(stated(folder).statements) == 3


def test_words_that_stand_twice_or_nowhere_are_refused(folder):
    document = read_text(folder)
    with pytest.raises(StatementError, match=r"2 times .*line 1: .*north.*line 3: .*south"):
        state(folder, "figure", document=document, quote="40 killed", values={"value": "40"})
    with pytest.raises(StatementError, match="do not stand in the document's text"):
        state(folder, "figure", document=document, quote="41 killed", values={"value": "41"})
    assert locate("a b\u00a0c", "b c") == (2, 5)


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({}, StatementError, "Who says it"),
        ({"source": "nobody"}, ReadingError, "no source 'nobody'"),
        ({"document": "f" * 64, "quote": "x"}, NotFoundError, "No document of this register"),
        ({"document": "abc", "quote": "x"}, NotFoundError, "8 or more digits"),
        ({"source": "committee", "values": {"chartr": "x"}}, StatementError, "meant for: charter"),
        ({"source": "committee", "values": {"type": "x"}}, StatementError, "said before the field"),
        ({"source": "committee", "values": {"when": "soon"}}, StatementError, "^when: 'soon'"),
        ({"source": "committee", "values": {"act": ""}}, StatementError, "every field is empty"),
        ({"source": "committee", "values": {"signed": "x"}}, StatementError, "cryptographic"),
        ({"source": "committee", "values": {"place": "\udcff"}}, StatementError, "no text"),
        ({"source": "committee", "quote": "\udcff"}, StatementError, "half a character"),
        ({"source": "committee", "quote": "x" * 100_001}, StatementError, "Save them as a file"),
        ({"source": "committee", "values": {"act": "signs", "الفعل": "signs"}}, StatementError,
         "one field"),
    ],
)  # fmt: skip
def test_what_cannot_be_stated_says_why_and_adds_nothing(folder, options, error, said):
    head = folder.ledger.head()
    with pytest.raises(error, match=said):
        state(folder, **options)
    assert folder.ledger.head() == head


def test_a_document_of_another_source_or_without_text_is_refused(folder):
    document = read_text(folder)
    with pytest.raises(StatementError, match="is of source committee, not of 'paper'"):
        state(folder, document=document, quote="north", source="paper")
    with pytest.raises(StatementError, match="Which words say so"):
        state(folder, document=document)
    bare = preserve(folder.vault, "committee", b"a picture", "a.png")
    folder.ledger.append(bare)
    with pytest.raises(NotFoundError, match="has no text yet"):
        state(folder, document=bare.document, quote="x")


def test_what_was_rejected_can_be_stated_anew(folder):
    document = read_text(folder)

    def say():
        return state(folder, "figure", document=document, quote="north", values={"place": "north"})

    first = say()
    folder.ledger.append(Dismiss(document=document, proposal=first.statement.id, reason="no"))
    assert [one.status for one in stated(folder).statements] == ["rejected"]
    assert not say().already
    assert sorted(one.status for one in stated(folder).statements) == ["confirmed", "rejected"]
