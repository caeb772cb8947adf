"""Verification names the exact entry or object that was touched."""

import sqlite3

import msgspec
import pytest
from ledger_helpers import DOCUMENT, empty, filled, forge, judgement, sha256

from tawthiq.errors import LedgerError
from tawthiq.ledger import Declare, Key, Ledger, Withdraw, verify_ledger
from tawthiq.vault import open_vault

LATE = "9000-01-01T00:00:00.000000Z"


def tamper(register, sql, *values):
    """Change the database behind the ledger's back."""
    connection = sqlite3.connect(register.folder / "ledger.sqlite")
    changed = connection.execute(sql, values).rowcount
    connection.commit()
    connection.close()
    assert changed == 1


def nth(register, seq):
    return next(entry for entry in register.ledger.entries() if entry.seq == seq)


def test_a_ledger_nobody_touched_verifies(register):
    told = []
    report = verify_ledger(register.ledger, register.vault, lambda *args: told.append(args))
    assert report.ok
    assert (report.problems, report.doubts) == ((), ())
    assert (report.entries, report.objects, report.unreferenced) == (6, 2, 0)
    assert report.authors == (register.key.author,)
    assert report.head == register.ledger.head()
    assert ("checking entries", 6, 6) in told
    assert ("checking the vault", 2, 2) in told


def test_a_ledger_verifies_on_either_database(place, key, tmp_path):
    with Ledger.create(place, key) as ledger:
        ledger.append(judgement(1), judgement(2))
        report = verify_ledger(ledger, empty(tmp_path / "e").vault)
    assert (report.ok, report.entries) == (True, 2)


def test_an_empty_ledger_verifies(tmp_path):
    register = empty(tmp_path / "new")
    assert verify_ledger(register.ledger, register.vault).ok


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("canonical = replace(canonical, 'same', 'unsure')", "bytes were altered"),
        ("canonical = canonical || ' '", "bytes were altered"),
        ("canonical = CAST(x'FF' AS TEXT) || canonical", "bytes were altered"),
        ("canonical = ''", "bytes were altered"),
        ("signature = replace(signature, substr(signature, 1, 2), 'zz')", "signature was altered"),
        ("signature = substr(signature, 3) || '00'", "signature is not its author's"),
        ("signature = ''", "signature is not its author's"),
        ("seq = 77", "columns beside it were altered"),
        ("at = '2001-01-01T00:00:00.000000Z'", "columns beside it were altered"),
        ("kind = 'withdraw'", "columns beside it were altered"),
        ("previous = NULL", "columns beside it were altered"),
        ("id = 'ab' || substr(id, 3)", "bytes were altered"),
    ],
)
def test_a_touched_entry_is_named(register, change, says):
    touched = nth(register, 5)
    tamper(register, f"UPDATE entry SET {change} WHERE id = ?", touched.id)  # noqa: S608
    report = verify_ledger(register.ledger, register.vault)
    assert not report.ok
    named = next(found for found in report.problems if says in found.what)
    assert named.author == register.key.author
    assert named.entry.endswith(touched.id[3:])
    assert named.entry in str(named)
    assert f"author {register.key.author[:8]} (full: {register.key.author})" in str(named)


def test_reading_a_touched_entry_names_it_too(register):
    touched = nth(register, 5)
    tamper(register, "UPDATE entry SET canonical = replace(canonical, 'same', 'unsure') "
           "WHERE id = ?", touched.id)  # fmt: skip
    with pytest.raises(LedgerError, match=f"{touched.id} .no. 5 of author .* was altered"):
        list(register.ledger.entries())


def test_an_entry_that_was_taken_out_is_named_by_the_one_after_it(register):
    gone, after = nth(register, 4), nth(register, 5)
    tamper(register, "DELETE FROM entry WHERE id = ?", gone.id)
    (found,) = verify_ledger(register.ledger, register.vault).problems
    assert (found.entry, found.seq) == (after.id, 5)
    assert gone.id in found.what


def test_an_entry_signed_by_another_key_is_named(register, tmp_path):
    """Someone who writes in our name, with a hash and chain that hold, but without our key."""
    other = Key.create(tmp_path / "other.pem")
    last = nth(register, 6)
    entry = forge(
        other,
        msgspec.to_builtins(judgement(document=sha256(DOCUMENT))),
        author=register.key.author,
        seq=7,
        previous=last.id,
        at=LATE,
    )
    register.ledger.add_verified([entry])
    (found,) = verify_ledger(register.ledger, register.vault).problems
    assert (found.entry, found.what) == (entry.id, "its signature is not its author's")


@pytest.mark.parametrize(
    ("links", "says"),
    [
        ({"seq": 8}, "leaves a gap"),
        ({"seq": 7, "at": "2001-01-01T00:00:00.000000Z"}, "not after the entry before it"),
        ({"seq": 7, "previous": "ab" * 32}, "is missing"),
    ],
)
def test_a_chain_that_does_not_hold_is_named(register, links, says):
    entry = forge(
        register.key,
        msgspec.to_builtins(judgement(document=sha256(DOCUMENT))),
        **({"previous": nth(register, 6).id, "at": LATE} | links),
    )
    register.ledger.add_verified([entry])
    (found,) = verify_ledger(register.ledger, register.vault).problems
    assert found.entry == entry.id
    assert says in found.what


def test_an_entry_that_follows_another_authors_is_named(register, tmp_path):
    other = Key.create(tmp_path / "other.pem")
    entry = forge(
        other,
        {"kind": "later"},
        seq=7,
        previous=nth(register, 6).id,
        at="2030-01-01T00:00:00.000000Z",
    )
    register.ledger.add_verified([entry])
    (found,) = verify_ledger(register.ledger, register.vault).problems
    assert "is another author's" in found.what


def test_a_touched_object_is_named_with_the_entries_on_it(register):
    sha = sha256(DOCUMENT)
    path = register.folder / "vault" / sha[:2] / sha[2:]
    path.chmod(0o644)
    path.write_bytes(DOCUMENT.replace(b"61", b"16"))
    (found,) = verify_ledger(register.ledger, register.vault).problems
    assert found.object == sha
    for part in (sha, "altered", str(path), nth(register, 2).id, nth(register, 3).id):
        assert part in str(found)


def test_a_missing_object_is_named(register):
    sha = sha256(DOCUMENT)
    (register.folder / "vault" / sha[:2] / sha[2:]).unlink()
    (found,) = verify_ledger(register.ledger, register.vault).problems
    assert found.object == sha
    assert "missing" in str(found)


def test_objects_nobody_speaks_of_are_counted_and_no_problem(register):
    register.vault.put(b"left by a process that was killed")
    report = verify_ledger(register.ledger, register.vault)
    assert (report.ok, report.unreferenced) == (True, 1)


def test_a_key_used_in_two_places_is_a_doubt_not_a_refusal(register):
    """The author wrote on two computers. Both entries are genuine; a person should look."""
    fifth = nth(register, 5)
    twin = forge(
        register.key,
        msgspec.to_builtins(judgement(9, document=sha256(DOCUMENT))),
        seq=6,
        previous=fifth.id,
        at="2030-01-01T00:00:00.000000Z",
    )
    register.ledger.add_verified([twin])
    report = verify_ledger(register.ledger, register.vault)
    assert report.ok
    forked = [found for found in report.doubts if "two places" in found.what]
    assert {found.entry for found in forked} == {nth(register, 6).id, twin.id}
    register.ledger.append(judgement(document=sha256(DOCUMENT)))  # and the author can go on
    assert verify_ledger(register.ledger, register.vault).ok


def test_what_a_person_should_look_at_is_a_doubt(register, tmp_path):
    other = Key.create(tmp_path / "other.pem")
    with Ledger.open(register.folder / "ledger.sqlite", other) as theirs:
        theirs.append(Withdraw(entry=nth(register, 4).id, reason="we disagree"))
        theirs.append(judgement(document="ab" * 32), judgement(2, document="ab" * 32))
    late = forge(other, {"kind": "withdraw", "entry": "ab" * 32, "reason": "x"}, at=LATE)
    register.ledger.add_verified([late])
    report = verify_ledger(register.ledger, register.vault)
    assert report.ok
    said = " / ".join(found.what for found in report.doubts)
    assert "withdrawal does not count" in said
    assert "no import brought here (4 such in all)" in said
    assert "dated in the future" in said


def test_a_fault_in_the_database_file_is_reported(tmp_path):
    """An index that no longer agrees with its table hides entries from look-ups."""
    register = filled(tmp_path / "r", judgements=50)
    tamper_schema = sqlite3.connect(register.folder / "ledger.sqlite")
    tamper_schema.execute("PRAGMA writable_schema = ON")
    tamper_schema.execute(
        "UPDATE sqlite_master SET sql = 'CREATE INDEX entry_by_author ON entry (seq, author)' "
        "WHERE name = 'entry_by_author'"
    )
    tamper_schema.commit()
    tamper_schema.close()
    report = verify_ledger(register.ledger, register.vault)
    assert any("the database file" in found.what for found in report.problems)


def test_one_source_key_for_two_sources_is_a_doubt(tmp_path):
    """Two committees call two hospitals "hospital": once merged, their lists would be mixed."""
    url = str(tmp_path / "ledger.sqlite")
    for number, name in enumerate(("Hospital of the North", "Hospital of the South")):
        key = Key.create(tmp_path / f"{number}.pem")
        with (Ledger.create if number == 0 else Ledger.open)(url, key) as ledger:
            ledger.append(Declare(source="hospital", name=name, type="hospital"))
            report = verify_ledger(ledger, open_vault(tmp_path / "vault"))
    assert report.ok
    (doubt,) = report.doubts
    assert "Hospital of the North; Hospital of the South" in str(doubt)
