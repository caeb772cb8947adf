"""What is read and stated of texts: entries that are checked, travel, and outlive their program."""

import json

import pytest
from ledger_helpers import Register, empty, forge

from tawthiq.errors import LedgerError
from tawthiq.ledger import (
    Dismiss,
    Preserve,
    Read,
    State,
    StateTable,
    Withdraw,
    merge_bundle,
    text_of,
    verify_ledger,
    write_bundle,
)
from tawthiq.ledger.model import Unknown, mentions_of, objects_of, read_body, write_body
from tawthiq.statements import Figure, write_lines, write_statement

TEXT = "The committee said 40 killed in the north."


def figure(**values: object) -> Figure:
    usual = {"id": "f-0000000001", "start": 19, "end": 28, "quote": "40 killed", "value_low": 40}
    return Figure(**usual | values)  # type: ignore[arg-type]


def read(register: Register, *statements: Figure, **fields: object) -> Read:
    document = register.vault.put(TEXT.encode())
    said = {
        "document": document,
        "text": register.vault.put(json.dumps({"text": TEXT, "segments": []}).encode()),
        "proposals": register.vault.put(write_lines(statements)),
        "grammar": "1",
        "counts": {"figure": len(statements)} if statements else {},
    }
    return Read(**said | fields)  # type: ignore[arg-type]


def table(register: Register, *statements: Figure, **fields: object) -> StateTable:
    said = {
        "document": register.vault.put(TEXT.encode()),
        "text": register.vault.put(json.dumps({"text": TEXT}).encode()),
        "statements": register.vault.put(write_lines(statements, bare=True)),
        "set_aside": register.vault.put(b'{"row":3}\n'),
        "counts": {"figure": len(statements)} if statements else {},
        "set_aside_rows": 1,
        "source": "north",
    }
    return StateTable(**said | fields)  # type: ignore[arg-type]


@pytest.fixture
def register(tmp_path) -> Register:
    return empty(tmp_path / "register")


def test_a_reading_of_many_proposals_is_one_entry_and_two_objects(register):
    many = [figure(id=f"f-{number:010}") for number in range(10_000)]
    body = read(register, *many)
    (entry,) = register.ledger.append(body)
    assert register.ledger.count() == 1
    assert set(objects_of(body)) == set(register.vault)
    assert len(entry.canonical) < 1_000
    assert verify_ledger(register.ledger, register.vault).ok


def test_what_is_read_and_stated_travels_with_its_objects(register, tmp_path):
    body = read(register, figure())
    stated = State(
        document=body.document,
        text=body.text,
        statement=write_statement(figure(value_low=41, value_high=41.5)),
        proposal="f-0000000001",
        changed=["value_low"],
        reviewer="Layla",
        reason="the second edition says so",
    )
    register.ledger.append(
        body, stated, Dismiss(document=body.document, proposal="f-2", reason="-")
    )
    write_bundle(register.ledger, register.vault, tmp_path / "out.twq")
    other = empty(tmp_path / "other")
    merge_bundle(other.ledger, other.vault, tmp_path / "out.twq")
    assert [entry.body for entry in other.ledger.entries()][:2] == [body, stated]
    assert text_of(other.vault.get(body.text)) == TEXT
    assert verify_ledger(other.ledger, other.vault).ok


@pytest.mark.parametrize(
    ("statements", "fields", "said"),
    [
        ([figure(quote="41 killed")], {}, "1 of its proposals do not fit its text; first f-0000"),
        ([figure(end=900, quote="x" * 881)], {}, "its span lies outside the text"),
        ([figure()], {"counts": {"figure": 2}}, "counts its proposals otherwise"),
        ([figure()], {"text": b"[]"}, "its text object is no text"),
        ([figure()], {"proposals": b"[1]"}, "its proposals: line 1"),
    ],
)
def test_verify_holds_a_reading_against_its_objects(register, statements, fields, said):
    swapped = {
        name: register.vault.put(value) if isinstance(value, bytes) else value
        for name, value in fields.items()
    }
    register.ledger.append(read(register, *statements, **swapped))
    report = verify_ledger(register.ledger, register.vault)
    assert [said in str(problem) for problem in report.problems] == [True], report.problems


def test_verify_holds_a_statement_against_its_text(register):
    body = read(register, figure())
    wrong = write_statement(figure(start=0, end=9))
    register.ledger.append(body, State(document=body.document, text=body.text, statement=wrong))
    (problem,) = verify_ledger(register.ledger, register.vault).problems
    assert "its quote is not what stands there" in str(problem)


def test_a_missing_object_of_a_reading_is_found_once(register):
    body = read(register, figure())
    register.ledger.append(body)
    sha = body.text
    (register.folder / "vault" / sha[:2] / sha[2:]).unlink()
    (problem,) = verify_ledger(register.ledger, register.vault).problems
    assert "is missing" in str(problem)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (lambda sha: State(document=sha, statement={}), "names no type"),
        (lambda sha: State(document=sha, statement={"type": "figure"}), "its statement is none"),
        (
            lambda sha: State(document=sha, statement=write_statement(figure(end=3))),
            "its statement is none",
        ),
        (lambda sha: State(document=sha, statement={"type": "x"}, proposal="../f"), "proposal"),
        (lambda sha: Dismiss(document=sha, proposal="", reason=""), "proposal"),
        (
            lambda sha: Read(document=sha, text=sha, proposals=sha, grammar="1",
                             published="2012-02-31"),
            "there is no day",
        ),
        (
            lambda sha: Preserve(document=sha, source="north", filename="a.html", size=1,
                                 media_type="text/html", published="last year"),
            "published",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_not_signed(register, body, said):
    with pytest.raises(LedgerError, match=said):
        register.ledger.append(body("0" * 64))
    assert register.ledger.count() == 0


def test_a_type_unknown_to_this_version_is_kept_signed_and_passed_on(register):
    body = read(register)
    prophecy = {"type": "prophecy", "id": "p-1", "depth": [1, {"a": None}]}
    register.ledger.append(body, State(document=body.document, statement=prophecy))
    *_, entry = register.ledger.entries()
    assert entry.body.statement == prophecy
    report = verify_ledger(register.ledger, register.vault)
    assert (report.ok, report.doubts) == (True, ())


def test_a_statement_that_says_more_than_we_know_does_not_stop_the_ledger(register):
    """A newer version may know a bound that this one does not: kept, with a doubt for a person."""
    newer = write_statement(figure()) | {"bound": "roughly"}
    raw = {"kind": "state", "document": register.vault.put(b"x"), "statement": newer}
    register.ledger.add_verified([forge(register.key, raw)])
    (entry,) = register.ledger.entries()
    assert entry.body.statement["bound"] == "roughly"
    report = verify_ledger(register.ledger, register.vault)
    assert report.ok
    (doubt,) = report.doubts
    assert "kept and passed on" in str(doubt)


def test_a_statement_on_a_proposal_that_never_came_is_a_doubt(register):
    document = register.vault.put(b"x")
    register.ledger.append(Dismiss(document=document, proposal="f-1", reason="not a figure"))
    (doubt,) = verify_ledger(register.ledger, register.vault).doubts
    assert "no reading came here" in str(doubt)


def test_an_older_preserve_is_read_as_it_was_meant(register):
    """Entries written before addresses and days were kept verify, and say neither."""
    document = register.vault.put(b"list")
    raw = {
        "kind": "preserve", "document": document, "source": "north", "filename": "list.csv",
        "size": 4, "media_type": "text/csv",
    }  # fmt: skip
    register.ledger.add_verified([forge(register.key, raw)])
    assert verify_ledger(register.ledger, register.vault).ok
    (entry,) = register.ledger.entries()
    assert (entry.body.url, entry.body.published) == (None, None)
    assert read_body(write_body(entry.body)) == entry.body


def test_an_older_program_keeps_a_reading_unread(register):
    """What a version without these kinds makes of them: the same bytes, and their objects."""
    body = read(register, figure())
    unread = Unknown(kind="read", raw=write_body(body))
    assert set(mentions_of(unread)) == {body.document, body.text, body.proposals}


def test_a_statement_taken_back_does_not_count(register):
    body = read(register, figure())
    stated = State(document=body.document, statement=write_statement(figure()))
    _, entry = register.ledger.append(body, stated)
    register.ledger.append(Withdraw(entry=entry.id, reason="a slip"))
    kinds = [type(one.body).__name__ for one in register.ledger.active_entries()]
    assert kinds == ["Read", "Withdraw"]


def test_a_table_of_statements_is_one_entry_and_its_objects(register):
    many = [figure(id=f"f-{number:010}") for number in range(10_000)]
    body = table(register, *many)
    (entry,) = register.ledger.append(body)
    assert set(objects_of(body)) == set(register.vault)
    assert len(entry.canonical) < 1_000
    assert read_body(write_body(body)) == body
    report = verify_ledger(register.ledger, register.vault)
    assert (report.problems, report.doubts) == ((), ())


@pytest.mark.parametrize(
    ("statements", "fields", "said"),
    [
        ([figure(quote="41 killed")], {}, "1 of its statements do not fit its text; first f-0000"),
        ([figure()], {"counts": {}}, "it counts its statements otherwise than they are"),
        ([figure()], {"statements": b"[1]"}, "its statements: line 1"),
        ([figure()], {"text": b"[]"}, "its text object is no text"),
        ([figure()], {"set_aside_rows": 2}, "it counts the rows it sets aside otherwise"),
        ([figure()], {"set_aside": None}, "it counts the rows it sets aside otherwise"),
    ],
)
def test_verify_holds_a_table_against_its_objects(register, statements, fields, said):
    swapped = {
        name: register.vault.put(value) if isinstance(value, bytes) else value
        for name, value in fields.items()
    }
    register.ledger.append(table(register, *statements, **swapped))
    report = verify_ledger(register.ledger, register.vault)
    assert [said in str(problem) for problem in report.problems] == [True], report.problems


@pytest.mark.parametrize("name", ["text", "statements", "set_aside"])
def test_a_missing_object_of_a_table_is_found_once(register, name):
    body = table(register, figure())
    register.ledger.append(body)
    sha = getattr(body, name)
    (register.folder / "vault" / sha[:2] / sha[2:]).unlink()
    (problem,) = verify_ledger(register.ledger, register.vault).problems
    assert "is missing" in str(problem)


def test_statements_of_a_table_that_say_more_than_we_know_are_a_doubt(register):
    newer = [write_statement(figure(id=f"f-{at}")) | {"bound": "roughly"} for at in range(3)]
    lines = b"".join(json.dumps(one).encode() + b"\n" for one in newer)
    lines += json.dumps(
        {"type": "prophecy", "id": "p-1", "start": 0, "end": 3, "quote": "The"}
    ).encode()
    said = table(
        register, statements=register.vault.put(lines), counts={"figure": 3, "prophecy": 1}
    )
    register.ledger.append(said)
    report = verify_ledger(register.ledger, register.vault)
    assert report.ok
    (doubt,) = report.doubts
    assert "So with 3 of its statements: kept and passed on" in str(doubt)


def test_what_is_said_of_a_table_s_statement_is_no_stray(register):
    body = table(register, figure())
    register.ledger.append(
        body, Dismiss(document=body.document, proposal="f-0000000001", reason="a slip")
    )
    assert verify_ledger(register.ledger, register.vault).doubts == ()


def test_an_older_program_keeps_a_table_unread(register):
    body = table(register, figure())
    unread = Unknown(kind="state-table", raw=write_body(body))
    assert set(mentions_of(unread)) == set(objects_of(body))


def test_a_table_as_its_bytes_have_it_stays_readable(register):
    """The entry as this version wrote it: later versions read the same out of it."""
    raw = {
        "kind": "state-table", "document": "a" * 64, "text": "b" * 64, "statements": "c" * 64,
        "set_aside": None, "counts": {"charter": 1}, "set_aside_rows": 0, "source": None,
        "reviewer": "", "reason": "",
    }  # fmt: skip
    body = read_body(raw)
    assert isinstance(body, StateTable)
    assert write_body(body) == raw
    assert objects_of(body) == ("a" * 64, "b" * 64, "c" * 64)
