"""The ledger in a database: SQLite by default, PostgreSQL by URL. Rows go in; none is changed.

SQLite keeps a rollback journal, not a write-ahead log: between transactions all of the ledger is in
its one file, so copying that file copies the ledger, and it can be read from a read-only disk.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from tawthiq.errors import ConfigError, LedgerError, NoLedgerError

_BUSY_SECONDS = 60.0  # how long we wait for another writer
_JOURNAL_LIMIT = 1 << 20  # bytes the journal keeps between transactions
_CHUNK = 500  # rows fetched at a time
_WRITER_LOCK = 0x7461_7774_6869_71  # "tawthiq": the advisory lock of writers on PostgreSQL

_metadata = sa.MetaData()
ENTRY = sa.Table(
    "entry",
    _metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("author", sa.Text),
    sa.Column("seq", sa.BigInteger),
    sa.Column("previous", sa.Text),
    sa.Column("at", sa.Text),
    sa.Column("kind", sa.Text),
    sa.Column("canonical", sa.Text),
    sa.Column("signature", sa.Text),
)
MIGRATION = sa.Table(
    "ledger_migration",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table, as it lies there, unchecked."""

    id: str
    author: str
    seq: int
    previous: str | None
    at: str
    kind: str
    canonical: bytes
    signature: str


class Store:
    """The table of entries. Every call is one transaction of its own."""

    def __init__(self, url_or_path: str | Path, *, create: bool) -> None:
        self._path = sqlite_path(url_or_path)
        if self._path is None:
            self.where, self._engine = _postgresql(str(url_or_path))
        else:
            self.where = str(self._path)
            self._engine = _sqlite(self._path, create=create)
        try:
            if create:
                self._create()
            else:
                self._check_version()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that only reads."""
        with self._explained(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that holds the ledger's one writer's lock; all of it stands, or nothing."""
        with self._explained(), self._engine.connect() as connection:
            writer = connection.execution_options(tawthiq_writer=True)
            with writer.begin():
                if self._path is None:
                    lock = sa.func.pg_advisory_xact_lock(_WRITER_LOCK)
                    writer.execute(sa.select(lock))
                yield writer

    def order(self) -> list[tuple[str, str]]:
        """(at, id) of every entry, ascending: the one order that all who hold them agree on."""
        with self.reading() as connection:
            found = connection.execute(sa.select(ENTRY.c.at, ENTRY.c.id)).all()
        # Sorted here and not by the database, whose collation may not be that of the bytes.
        return sorted((str(at), str(one)) for at, one in found)

    def rows(self, ids: Sequence[str]) -> Iterator[Row]:
        """The rows of these ids, in this order; those that are not there are left out."""
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            with self.reading() as connection:
                query = sa.select(ENTRY).where(ENTRY.c.id.in_(chunk))
                found = {row["id"]: _row(row) for row in connection.execute(query).mappings()}
            yield from (found[one] for one in chunk if one in found)

    def known(self, ids: Sequence[str]) -> dict[str, tuple[str, int, str]]:
        """Of these ids, those in the ledger: id → (author, seq, at)."""
        known: dict[str, tuple[str, int, str]] = {}
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            with self.reading() as connection:
                query = sa.select(ENTRY.c.id, ENTRY.c.author, ENTRY.c.seq, ENTRY.c.at)
                for row in connection.execute(query.where(ENTRY.c.id.in_(chunk))):
                    known[row.id] = (row.author, row.seq, row.at)
        return known

    def count(self) -> int:
        """How many entries there are."""
        with self.reading() as connection:
            return int(
                connection.execute(sa.select(sa.func.count()).select_from(ENTRY)).scalar_one()
            )

    def damage(self) -> list[str]:
        """What the database says is wrong with its own file; empty when it finds nothing."""
        if self._path is None:
            return []
        with self.reading() as connection:
            said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        return [str(line) for line in said if line != "ok"]

    def insert(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """Add rows; an id that is already there is left as it is."""
        if not rows:
            return
        values = [
            {
                "id": row.id,
                "author": row.author,
                "seq": row.seq,
                "previous": row.previous,
                "at": row.at,
                "kind": row.kind,
                "canonical": row.canonical.decode("utf-8"),
                "signature": row.signature,
            }
            for row in rows
        ]
        dialect = postgresql if self._path is None else sqlite
        connection.execute(dialect.insert(ENTRY).on_conflict_do_nothing(), values)

    def _create(self) -> None:
        with self.writing() as connection:
            inspector = sa.inspect(connection)
            if inspector.has_table(MIGRATION.name) or inspector.has_table(ENTRY.name):
                raise LedgerError(f"{self.where} already holds a ledger. Open that one.")
            if self._path is not None and inspector.get_table_names():
                raise LedgerError(f"{self.where} is a database of something else. Choose another.")
            for number in sorted(migrations()):
                self._migrate(connection, number)

    def _check_version(self) -> None:
        ours = migrations()
        with self.reading() as connection:
            applied = _applied(connection)
        if not applied:
            raise NoLedgerError(
                f"{self.where} holds no ledger. Name the right file, or make one with "
                "`tawthiq init`."
            )
        if max(applied) > max(ours):
            raise LedgerError(
                f"{self.where} was written by a newer version of tawthiq (ledger format "
                f"{max(applied)}; this one knows up to {max(ours)}). Install the newer "
                "version; nothing was changed."
            )
        if not applied.issuperset(ours):
            with self.writing() as connection:
                # Asked again under the lock: another program may have done it meanwhile.
                for number in sorted(set(ours).difference(_applied(connection))):
                    self._migrate(connection, number)

    def _migrate(self, connection: sa.Connection, number: int) -> None:
        name, text = migrations()[number]
        for statement in statements(text):
            connection.exec_driver_sql(statement)
        connection.execute(sa.insert(MIGRATION).values(number=number, name=name))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise LedgerError(f"{self.where}: {_explain(error.orig)}") from error


def sqlite_path(url_or_path: str | Path) -> Path | None:
    """The file of a SQLite ledger; None where the URL names PostgreSQL.

    Raises:
        ConfigError: the URL is not understood, or names another kind of database.
    """
    text = str(url_or_path)
    if isinstance(url_or_path, Path) or "://" not in text:
        return Path(url_or_path)
    url = _url(text)
    if url.get_backend_name() == "postgresql":
        return None
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise ConfigError(
            f"{url.render_as_string()}: a ledger lies in a file (a plain path, or "
            "sqlite:///path) or in PostgreSQL (postgresql://user@host/database)."
        )
    return Path(url.database)


def migrations() -> dict[int, tuple[str, str]]:
    """Number → (file name, SQL) of every migration of this version."""
    folder = resources.files("tawthiq.ledger") / "migrations"
    files = [file for file in folder.iterdir() if file.name.endswith(".sql")]
    return {int(file.name[:4]): (file.name, file.read_text(encoding="utf-8")) for file in files}


def statements(text: str) -> list[str]:
    """The statements of a migration, without their comments."""
    bare = re.sub(r"--[^\n]*", "", text)
    return [statement.strip() for statement in bare.split(";") if statement.strip()]


def _applied(connection: sa.Connection) -> set[int]:
    if not sa.inspect(connection).has_table(MIGRATION.name):
        return set()
    return set(connection.execute(sa.select(MIGRATION.c.number)).scalars())


def _row(row: sa.RowMapping) -> Row:
    values: dict[str, Any] = dict(row)
    # Damage may have made the text no UTF-8; such bytes come through as they are, and are named.
    values["canonical"] = str(values["canonical"]).encode("utf-8", "surrogateescape")
    return Row(**values)


def _sqlite(path: Path, *, create: bool) -> sa.Engine:
    if not create and not path.is_file():
        raise NoLedgerError(
            f"There is no ledger at {path}. Name the right folder, or make one with `tawthiq init`."
        )
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        # What append returns is on the disk, even if the power goes the next moment.
        connection.execute("PRAGMA synchronous = FULL")
        # Blanking the journal spares the disk what deleting and making it anew costs each time.
        connection.execute("PRAGMA journal_mode = PERSIST")
        connection.execute(f"PRAGMA journal_size_limit = {_JOURNAL_LIMIT}")
        return connection

    # A connection for each transaction: none lies open, so the file can be copied at any time.
    engine = sa.create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A writer takes the lock before it reads the head of its chain, so that two never extend
        # the same entry.
        writer = connection.get_execution_options().get("tawthiq_writer", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine


def _postgresql(text: str) -> tuple[str, sa.Engine]:
    url = _url(text).set(drivername="postgresql+psycopg")
    where = url.set(drivername="postgresql").render_as_string(hide_password=True)
    try:
        return where, sa.create_engine(url, pool_size=2, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise ConfigError(
            "A ledger in PostgreSQL needs the extra `postgres`: install it with "
            "`pip install 'tawthiq[postgres]'`, or keep the ledger in a file."
        ) from error


def _url(text: str) -> URL:
    if text.startswith("postgres://"):
        text = text.replace("postgres://", "postgresql://", 1)
    try:
        return make_url(text)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise ConfigError(
            "The ledger's address is no database URL; expected a path, sqlite:///path or "
            "postgresql://user@host/database."
        ) from error


_SQLITE_REASONS = {
    "SQLITE_NOTADB": "is no ledger: the file is not a SQLite database. Name the right file.",
    "SQLITE_CORRUPT": "is damaged. Restore it from a backup, or make a new ledger and merge the "
    "bundles of those who hold its entries.",
    "SQLITE_FULL": "the disk is full; nothing was added. Free some space and run it again.",
    "SQLITE_READONLY": "the file or its folder is read-only; nothing was added. Ask for write "
    "permission, or copy the register to another folder.",
    "SQLITE_BUSY": f"another program has been writing for {_BUSY_SECONDS:.0f} s; nothing was "
    "added. Wait for it, then run it again.",
    "SQLITE_CANTOPEN": "cannot be opened: its folder is missing, or you may not read or write "
    "there. Check the path and its permissions.",
    "SQLITE_IOERR": "the disk failed while reading or writing; nothing was added. Check the disk.",
}


def _explain(error: BaseException | None) -> str:
    name = str(getattr(error, "sqlite_errorname", ""))
    for code, reason in _SQLITE_REASONS.items():
        if name.startswith(code):  # extended codes begin with the plain one
            return reason
    first = (str(error).splitlines() or ["the database failed"])[0]
    return f"the database says: {first}"
