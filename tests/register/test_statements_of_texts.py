"""What the texts say, from the ledger: proposals, what people hold of them, and later readings."""

import itertools
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tawthiq.counts import count
from tawthiq.errors import NotFoundError
from tawthiq.folder import Folder, make_folder, open_folder
from tawthiq.ledger import Dismiss, Read, State, Withdraw, verify_ledger
from tawthiq.register import (
    Scope,
    build_register,
    digests,
    read_register,
    read_side_table,
    statements_of,
)
from tawthiq.sources import declare_source, preserve
from tawthiq.statements import Figure, Statement, in_words, types, write_lines, write_statement

TEXT = "The committee said 40 killed in the north, 12 of them children."


@pytest.fixture
def folder(tmp_path: Path):
    make_folder(tmp_path / "register")
    with open_folder(tmp_path / "register", write=True) as opened:
        declare_source(opened.ledger, "committee", name="Committee", type="committee")
        yield opened


def figure(quote: str, **values: Any) -> Figure:
    start = TEXT.index(quote)
    identity = values.pop("id", f"f-{start:010}")
    return Figure(id=identity, start=start, end=start + len(quote), quote=quote, **values)


FORTY = figure("40 killed", value_low=40, value_high=40, counted="deaths")
TWELVE = figure("12", value_low=12, value_high=12, part_of=FORTY.id)


def keep(folder: Folder, *statements: Statement, grammar: str = "1", text: str = TEXT) -> Read:
    """Preserve and read a text, as `tawthiq read` does."""
    kept = preserve(folder.vault, "committee", text.encode(), "bulletin.txt")
    counts: dict[str, int] = {}
    for one in statements:
        name = write_statement(one)["type"]
        counts[name] = counts.get(name, 0) + 1
    body = Read(
        document=kept.document,
        text=folder.vault.put(json.dumps({"text": text}).encode()),
        proposals=folder.vault.put(write_lines(statements)),
        grammar=grammar,
        published="2012-08-23",
        counts=counts,
    )
    folder.ledger.append(kept, body)
    return body


def state(reading: Read, statement: Statement, *changed: str, **fields: Any) -> State:
    return State(
        document=reading.document, text=reading.text, statement=write_statement(statement),
        proposal=statement.id, changed=list(changed), **fields,
    )  # fmt: skip


def standing(folder: Folder) -> dict[str, tuple[str, object]]:
    table = statements_of(folder.ledger, folder.vault)
    return {one.id: (one.status, one.raw.get("value_low")) for one in table.statements}


def test_what_is_read_is_proposed_until_someone_looks(folder):
    reading = keep(folder, FORTY, TWELVE)
    table = statements_of(folder.ledger, folder.vault)
    assert [(one.id, one.status, one.source) for one in table.statements] == [
        (FORTY.id, "proposed", "committee"),
        (TWELVE.id, "proposed", "committee"),
    ]
    assert table.statements[0].text == reading.text
    assert table.text_document(reading.document[:8]) == reading.document
    assert table.text_document("0" * 8) is None


@pytest.mark.parametrize("order", [*itertools.permutations(("confirm", "edit", "reject"))])
def test_the_last_word_on_a_proposal_holds(folder, order):
    reading = keep(folder, FORTY)
    said = {
        "confirm": state(reading, FORTY),
        "edit": state(reading, figure("40 killed", value_low=41), "value_low"),
        "reject": Dismiss(document=reading.document, proposal=FORTY.id, reason="an age"),
    }
    folder.ledger.append(*(said[one] for one in order))
    status = {"confirm": "confirmed", "edit": "edited", "reject": "rejected"}[order[-1]]
    last = [one for one in order if one != "reject"][-1]
    assert standing(folder) == {FORTY.id: (status, 41 if last == "edit" else 40)}


def test_a_word_taken_back_does_not_count(folder):
    reading = keep(folder, FORTY)
    (entry,) = folder.ledger.append(state(reading, FORTY))
    assert standing(folder)[FORTY.id][0] == "confirmed"
    folder.ledger.append(Withdraw(entry=entry.id, reason="a slip"))
    assert standing(folder)[FORTY.id][0] == "proposed"


def test_a_newer_reading_takes_the_place_of_the_older_and_leaves_what_was_confirmed(folder):
    """The grammar no longer makes the twelve, which a person confirmed; the forty was not looked at
    and changes with the grammar; what was rejected stays rejected."""
    other = figure("The committee", id="f-0000000999")
    reading = keep(folder, FORTY, TWELVE, other)
    rejected = Dismiss(document=reading.document, proposal=other.id, reason="no figure")
    folder.ledger.append(state(reading, TWELVE), rejected)
    better = figure("40 killed", value_low=40, bound="at least")
    keep(folder, better, other, grammar="2")
    assert standing(folder) == {
        FORTY.id: ("proposed", 40),
        TWELVE.id: ("confirmed", 12),
        other.id: ("rejected", None),
    }
    table = statements_of(folder.ledger, folder.vault)
    assert table.readings[reading.document].grammar == "2"
    (forty,) = table.find([FORTY.id])
    assert forty.raw["bound"] == "at least"


def test_what_a_person_wrote_needs_no_proposal(folder):
    reading = keep(folder)
    own = figure("12", proposer="person")
    folder.ledger.append(
        State(document=reading.document, text=reading.text, statement=write_statement(own))
    )
    assert standing(folder) == {own.id: ("confirmed", None)}


def test_statements_are_found_by_the_beginning_of_their_id(folder):
    keep(folder, FORTY, TWELVE)
    table = statements_of(folder.ledger, folder.vault)
    assert [one.id for one in table.find([TWELVE.id, FORTY.id])] == [TWELVE.id, FORTY.id]
    assert table.find([FORTY.id[:-1]])[0].id == FORTY.id
    for wanted, said in (("f-", "begins 2 statements"), ("x", "no statement"), ("", "no state")):
        with pytest.raises(NotFoundError, match=said):
            table.find([wanted])


def test_one_document_can_be_asked_for_alone(folder):
    keep(folder, FORTY)
    other = keep(folder, text=TEXT + " ")
    assert statements_of(folder.ledger, folder.vault, [other.document]).statements == ()


def test_proposals_that_cannot_be_parsed_do_not_stop_the_register(folder):
    """They may come in a stranger's bundle; verify names them."""
    reading = keep(folder)
    broken = Read(
        document=reading.document, text=reading.text, grammar="3",
        proposals=folder.vault.put(b"{"),
    )  # fmt: skip
    folder.ledger.append(broken)
    assert standing(folder) == {}
    assert not verify_ledger(folder.ledger, folder.vault).ok


def test_a_register_of_texts_alone_is_derived_and_read(folder):
    reading = keep(folder, FORTY, TWELVE)
    register = build_register(folder.ledger, folder.vault, folder.settings)
    assert register.people.height == 0
    derived = folder.settings.derived
    assert count(read_register(derived).lines, Scope(), ()).total["maximum"] == 0
    documents, statements = (read_side_table(derived, n) for n in ("documents", "statements"))
    assert documents.select("document", "source", "filename", "published", "grammar").rows() == [
        (reading.document, "committee", "bulletin.txt", documents["published"][0], "1")
    ]
    assert str(documents["published"][0]) == "2012-08-23"
    assert statements["quote"].to_list() == ["40 killed", "12"]
    assert json.loads(statements["fields"][1])["part_of"] == FORTY.id


def test_a_register_derived_by_an_older_program_says_what_to_do(folder):
    keep(folder, FORTY)
    build_register(folder.ledger, folder.vault, folder.settings)
    path = folder.settings.derived / "register.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE statements")
    with pytest.raises(NotFoundError, match="tawthiq link"):
        read_side_table(folder.settings.derived, "statements")


def test_deriving_anew_and_deriving_again_give_the_same(folder, tmp_path):
    reading = keep(folder, FORTY, TWELVE)
    build_register(folder.ledger, folder.vault, folder.settings)
    folder.ledger.append(state(reading, FORTY))
    build_register(folder.ledger, folder.vault, folder.settings)
    again = digests(folder.settings.derived)
    shutil.rmtree(folder.settings.derived)
    build_register(folder.ledger, folder.vault, folder.settings)
    assert digests(folder.settings.derived) == again
    folder.ledger.append(state(reading, TWELVE))
    build_register(folder.ledger, folder.vault, folder.settings)
    differing = {name for name, sha in digests(folder.settings.derived).items()
                 if sha != again[name]}  # fmt: skip
    assert differing == {"stamp", "statements"}


def test_a_new_type_of_statement_needs_no_change_anywhere(folder):
    """One class and its labels: ledger, register and words take it from there."""

    class Aid(Statement, frozen=True, kw_only=True, tag="aid seen in a test"):
        LABELS = {  # noqa: RUF012 - msgspec takes it for what it is: no field
            "type": {"en": "lorries seen", "ar": "شاحنات مرئية"},
            "trucks": {"en": "trucks", "ar": "شاحنات"},
        }
        trucks: int | None = None

    aid = Aid(id="a-0000000001", start=0, end=13, quote=TEXT[:13], trucks=7)
    reading = keep(folder, aid)
    folder.ledger.append(state(reading, aid))
    build_register(folder.ledger, folder.vault, folder.settings)
    (row,) = read_side_table(folder.settings.derived, "statements").iter_rows(named=True)
    assert (row["type"], row["status"]) == ("aid seen in a test", "confirmed")
    assert json.loads(row["fields"])["trucks"] == 7
    (one,) = statements_of(folder.ledger, folder.vault).statements
    assert in_words(one.raw, "ar") == "شاحنات: 7"
    assert verify_ledger(folder.ledger, folder.vault).doubts == ()
    assert types()["aid seen in a test"] is Aid


def test_a_type_of_a_newer_version_is_kept_as_it_is(folder):
    reading = keep(folder)
    prophecy = {"type": "prophecy", "id": "p-1", "depth": [1, {"a": None}]}
    folder.ledger.append(State(document=reading.document, statement=prophecy))
    table = statements_of(folder.ledger, folder.vault)
    assert [(one.id, one.type, one.raw) for one in table.statements] == [
        ("p-1", "prophecy", prophecy)
    ]
    (row,) = table.statement_frame().iter_rows(named=True)
    assert (row["start"], row["quote"], json.loads(row["fields"])) == (
        None, None, {"depth": [1, {"a": None}]},
    )  # fmt: skip
