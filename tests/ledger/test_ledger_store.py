"""The database under the ledger: made whole, refused when not ours, safe when things break."""

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap

import pytest
import sqlalchemy as sa
from ledger_helpers import judgement

import tawthiq.ledger.store as store_module
from tawthiq.errors import LedgerError
from tawthiq.ledger import Key, Ledger
from tawthiq.ledger.store import MIGRATION, migrations, statements

# What is out in the world cannot be edited: a change to the schema is a new migration.
PUBLISHED = {
    "0001_entry.sql": "2eafff4dfd55698deba08fa0864c4c30d9c880c50f58a8572a01ffc3a57e9d32",
}


def test_published_migrations_are_never_edited():
    found = {
        name: hashlib.sha256(text.encode()).hexdigest() for name, text in migrations().values()
    }
    assert found == PUBLISHED
    assert sorted(migrations()) == list(range(1, len(found) + 1))


def test_a_migration_is_split_into_its_statements_without_comments():
    text = "-- why; and how\nCREATE TABLE a (\n  b TEXT -- c;\n);\n\nCREATE INDEX d ON a (b);\n"
    assert statements(text) == ["CREATE TABLE a (\n  b TEXT \n)", "CREATE INDEX d ON a (b)"]


def test_a_ledger_is_not_made_over_another(place, key):
    with Ledger.create(place, key) as ledger:
        ledger.append(judgement())
    with pytest.raises(LedgerError, match="already holds a ledger"):
        Ledger.create(place)
    with Ledger.open(place) as ledger:
        assert ledger.count() == 1


def test_a_ledger_of_a_newer_version_is_refused_and_left_alone(place):
    with Ledger.create(place) as ledger, ledger.store.writing() as connection:
        connection.execute(sa.insert(MIGRATION).values(number=999, name="0999_later.sql"))
    with pytest.raises(LedgerError, match=r"newer version of tawthiq \(ledger format 999"):
        Ledger.open(place)


def test_a_ledger_of_an_older_version_is_brought_up_to_date(place, key, monkeypatch):
    with Ledger.create(place, key) as ledger:
        ledger.append(judgement())
    later = {**migrations(), 2: ("0002_x.sql", "-- why\nALTER TABLE entry ADD COLUMN x TEXT;")}
    monkeypatch.setattr(store_module, "migrations", lambda: later)
    for _ in range(2):
        with Ledger.open(place, key) as ledger, ledger.store.reading() as connection:
            names = {c["name"] for c in sa.inspect(connection).get_columns("entry")}
            assert "x" in names
    with Ledger.open(place, key) as ledger:
        assert ledger.count() == 1


def test_there_is_no_ledger_where_there_is_no_file(tmp_path):
    with pytest.raises(LedgerError, match="There is no ledger at"):
        Ledger.open(tmp_path / "ledger.sqlite")
    assert list(tmp_path.iterdir()) == []  # asking makes none


def test_a_ledger_cannot_be_made_in_a_folder_that_is_missing(tmp_path):
    with pytest.raises(LedgerError, match="its folder is missing"):
        Ledger.create(tmp_path / "missing" / "ledger.sqlite")


@pytest.mark.parametrize("content", [b"", b"name,age\nSalim,61\n" * 100], ids=["empty", "a list"])
def test_a_file_that_is_no_ledger_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"holds no ledger|is no ledger"):
        Ledger.open(path)
    assert path.read_bytes() == content


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipe (name TEXT)")
    other.close()
    with pytest.raises(LedgerError, match="holds no ledger"):
        Ledger.open(path)
    with pytest.raises(LedgerError, match="something else"):
        Ledger.create(path)


def test_a_database_file_that_was_torn_is_called_damaged(tmp_path, key):
    path = tmp_path / "ledger.sqlite"
    with Ledger.create(path, key) as ledger:
        ledger.append(*[judgement(n + 1) for n in range(50)])
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(len(data) - 4096))
    with pytest.raises(LedgerError, match="is damaged"), Ledger.open(path) as ledger:
        list(ledger.entries())


def test_a_disk_that_is_full_adds_nothing(tmp_path, key):
    """SQLite itself is told that its file may not grow."""
    with Ledger.create(tmp_path / "ledger.sqlite", key) as ledger:
        ledger.append(judgement())

        @sa.event.listens_for(ledger.store._engine, "begin")
        def full(connection):
            connection.exec_driver_sql("PRAGMA max_page_count = 1")

        with pytest.raises(LedgerError, match="the disk is full; nothing was added"):
            ledger.append(*[judgement(n + 1) for n in range(500)])
        sa.event.remove(ledger.store._engine, "begin", full)
        assert ledger.count() == 1
        ledger.append(judgement(2))
        assert [entry.seq for entry in ledger.entries()] == [1, 2]


def test_a_read_only_ledger_can_be_read_but_not_added_to(tmp_path, key):
    path = tmp_path / "ledger.sqlite"
    with Ledger.create(path, key) as ledger:
        ledger.append(judgement())

        @sa.event.listens_for(ledger.store._engine, "begin")
        def read_only(connection):
            connection.exec_driver_sql("PRAGMA query_only = ON")  # as if the disk were

        with pytest.raises(LedgerError, match="read-only; nothing was added"):
            ledger.append(judgement(2))
        assert ledger.count() == 1


def test_another_writer_that_never_ends_is_named(tmp_path, key, monkeypatch):
    monkeypatch.setattr(store_module, "_BUSY_SECONDS", 0.05)
    path = tmp_path / "ledger.sqlite"
    with Ledger.create(path, key) as ledger:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="another program has been writing"):
            ledger.append(judgement())
        other.execute("ROLLBACK")
        other.close()
        ledger.append(judgement())


def test_the_file_alone_is_the_whole_ledger(tmp_path, key):
    """Who copies the one file to a stick has copied everything, even while it is open here."""
    with Ledger.create(tmp_path / "ledger.sqlite", key) as ledger:
        ledger.append(judgement(1), judgement(2))
        (tmp_path / "stick").mkdir()
        shutil.copy(tmp_path / "ledger.sqlite", tmp_path / "stick")
        with Ledger.open(tmp_path / "stick" / "ledger.sqlite") as copy:
            assert copy.head() == ledger.head()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("step", ["insert", "commit"])
def test_a_process_killed_while_appending_has_added_all_or_nothing(place, tmp_path, step):
    key = Key.create(tmp_path / "key.pem")
    with Ledger.create(place, key) as ledger:
        ledger.append(judgement(1))
    code = """
        import os, signal, sys
        import sqlalchemy as sa
        sys.path.insert(0, sys.argv[1])
        from ledger_helpers import judgement
        from tawthiq.ledger import Key, Ledger
        place, key, step = sys.argv[2:]
        ledger = Ledger.open(place, Key.load(key))
        def die(*args):
            os.kill(os.getpid(), signal.SIGKILL)
        if step == "insert":
            def after(connection, cursor, statement, *rest):
                if statement.startswith("INSERT"):
                    die()
            sa.event.listen(ledger.store._engine, "after_cursor_execute", after)
        else:
            sa.event.listen(ledger.store._engine, "commit", die)
        ledger.append(*[judgement(n + 2) for n in range(300)])
    """
    here = os.path.dirname(__file__)  # noqa: PTH120
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), here, place, tmp_path / "key.pem", step],
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    with Ledger.open(place, key) as ledger:
        assert ledger.count() == 1
        ledger.append(judgement(2))
        assert [entry.seq for entry in ledger.entries()] == [1, 2]
