"""Write the derived picture to `derived/`, read it back, and digest it.

One SQLite file that any tool can open, and beside it records and links as Parquet for fast reading.
Everything is written to a new folder that then takes the place of the old one, so a crash in the
middle leaves the old register or none, never half of one.
"""

import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from tawthiq import __version__
from tawthiq.errors import ConfigError, LinkageError, NotFoundError
from tawthiq.register.changes import PERSON_OF_RECORD, Before, Changes
from tawthiq.register.model import (
    CHANGES_FILE,
    DRAWS_FILE,
    ESTIMATES_FOLDER,
    GROWTH_FILE,
    LINKAGE_FOLDER,
    LINKS_FILE,
    RECORDS_FILE,
    REGISTER_FILE,
    WORK_FOLDER,
    Register,
    SideTables,
    Stamp,
)

if TYPE_CHECKING:
    from tawthiq.linkage import Model
    from tawthiq.register.growing import Grown

_OWN = frozenset(
    (REGISTER_FILE, RECORDS_FILE, LINKS_FILE, DRAWS_FILE, CHANGES_FILE, GROWTH_FILE, LINKAGE_FOLDER,
     WORK_FOLDER)
)  # fmt: skip
_TABLES = ("sources", "versions", "people", "judgements", "places", "set_aside")
_OF_RECORDS = "SELECT record_id, person_id, named, number_low, number_high FROM records"
_CHUNK = 500  # ids in one question to the database
_SIDE_TABLES = ("name_keys", "documents", "statements")
_INDEXES = (
    "CREATE INDEX record_by_person ON records (person_id)",
    "CREATE INDEX record_by_id ON records (record_id)",
    "CREATE INDEX record_by_line ON records (line_id)",
    "CREATE INDEX record_by_founded ON records (founds)",
    "CREATE INDEX link_by_a ON links (record_a)",
    "CREATE INDEX link_by_b ON links (record_b)",
    "CREATE INDEX person_by_id ON people (person_id)",
    "CREATE INDEX name_key_by_key ON name_keys (key, person_id)",
    "CREATE INDEX statement_by_document ON statements (document, type)",
)


def write_register(
    register: Register,
    side: SideTables,
    derived: Path,
    changes: Changes | None = None,
    grown: "Grown | None" = None,
) -> None:
    """Write `register` to the folder `derived`, in place of what is there.

    Args:
        register: the derived picture.
        side: what lies beside it.
        derived: the folder.
        changes: what became of the people of the register before, where there was one. It is no
            part of the register: `digests` passes it over.
        grown: the linkage, to go on from the next time; no part of the register either.

    Raises:
        OSError: the folder cannot be written, or the disk is full; what was there stays.
    """
    derived.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=".derived-", dir=derived.parent))
    try:
        register.records.write_parquet(new / RECORDS_FILE)
        register.pairs.write_parquet(new / LINKS_FILE)
        register.draws.write_parquet(new / DRAWS_FILE)
        if changes is not None:
            _write_changes(changes, new / CHANGES_FILE)
        if grown is not None:
            _write_linkage(grown, new, derived)
        with closing(sqlite3.connect(new / REGISTER_FILE)) as connection, connection:
            tables = {name: getattr(register, name) for name in _TABLES}
            tables |= {"records": register.records, "links": register.pairs}
            tables |= {name: getattr(side, name) for name in _SIDE_TABLES}
            for name, frame in tables.items():
                _write_table(connection, name, frame)
            for index in _INDEXES:
                connection.execute(index)
            connection.execute("CREATE TABLE stamp (what TEXT PRIMARY KEY, value TEXT)")
            stamp = {key: str(value) for key, value in asdict(register.stamp).items()}
            stamp["model"] = json.dumps(dict(register.model), sort_keys=True)
            connection.executemany("INSERT INTO stamp VALUES (?, ?)", sorted(stamp.items()))
        _take_place(new, derived)
    except sqlite3.Error as error:
        shutil.rmtree(new, ignore_errors=True)
        raise OSError(f"{derived}: the register cannot be written ({error})") from error
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _take_place(new: Path, derived: Path) -> None:
    if derived.exists():
        # Answers are kept by what they were worked out from: they hold for any register.
        if (derived / ESTIMATES_FOLDER).is_dir():
            (derived / ESTIMATES_FOLDER).replace(new / ESTIMATES_FOLDER)
        old = Path(tempfile.mkdtemp(prefix=".derived-old-", dir=derived.parent))
        derived.replace(old / "derived")
        new.replace(derived)
        # What other rooms keep beside it has its own stamp, and goes on lying there.
        for other in (old / "derived").iterdir():
            if other.name not in _OWN and not (derived / other.name).exists():
                other.replace(derived / other.name)
        shutil.rmtree(old)
    else:
        new.replace(derived)


def read_register(derived: Path) -> Register:
    """Read the register in `derived`.

    Raises:
        NotFoundError: there is none yet.
        ConfigError: the files are damaged.
    """
    path = derived / REGISTER_FILE
    if not path.exists():
        raise NotFoundError(
            "No register has been derived yet. Import lists, then run `tawthiq link`."
        )
    try:
        with _opened(derived) as connection:
            stamp = dict(connection.execute("SELECT what, value FROM stamp"))
            frames = {name: _read_table(connection, name) for name in _TABLES}
        records = pl.read_parquet(derived / RECORDS_FILE)
        pairs = pl.read_parquet(derived / LINKS_FILE)
        draws = pl.read_parquet(derived / DRAWS_FILE)
    except (pl.exceptions.PolarsError, OSError, KeyError, ValueError) as error:
        raise _damaged(derived, error) from error
    return Register(
        stamp=_as_stamp(stamp),
        records=records,
        pairs=pairs,
        draws=draws,
        model=json.loads(stamp["model"]),
        **frames,
    )


def read_side_table(derived: Path, name: str) -> pl.DataFrame:
    """The table `documents` or `statements` of the register in `derived`.

    Raises:
        NotFoundError: no register has been derived yet, or an older program derived it.
        ConfigError: the file is damaged.
    """
    if (derived / REGISTER_FILE).exists():
        with _opened(derived) as connection:
            if connection.execute(f'PRAGMA table_info("{name}")').fetchall():
                return _read_table(connection, name)
    raise NotFoundError("What the texts say has not been derived yet. Run `tawthiq link`.")


def read_before(derived: Path) -> Before | None:
    """What the register in `derived` is compared by with a later one.

    Returns:
        None where there is no register, or none that can be read: a later one is derived all the
        same.
    """
    if not (derived / REGISTER_FILE).exists():
        return None
    try:
        with _opened(derived) as connection:
            stamp = dict(connection.execute("SELECT what, value FROM stamp"))
            versions = _read_table(connection, "versions").select("list", "released", "document")
            judgements = _read_table(connection, "judgements")
        persons = (
            pl.scan_parquet(derived / RECORDS_FILE)
            .filter(pl.col("named"))
            .select(PERSON_OF_RECORD)
            .collect()
        )
        return Before(
            stamp=_as_stamp(stamp), persons=persons, versions=versions, judgements=judgements
        )
    except (pl.exceptions.PolarsError, OSError, KeyError, ValueError, ConfigError):
        return None


def read_changes(derived: Path) -> Changes | None:
    """The comparison kept with the register in `derived`; None where there is none.

    Raises:
        ConfigError: the file is damaged.
    """
    path = derived / CHANGES_FILE
    if not path.exists():
        return None
    try:
        stamps = json.loads(pl.read_parquet_metadata(path)["stamps"])
        return Changes(
            before=_as_stamp(stamps["before"]),
            now=_as_stamp(stamps["now"]),
            events=pl.read_parquet(path),
        )
    except (pl.exceptions.PolarsError, OSError, KeyError, ValueError) as error:
        raise _damaged(derived, error) from error


def _write_linkage(grown: "Grown", new: Path, derived: Path) -> None:
    from tawthiq.linkage import save_state  # noqa: PLC0415 - linkage loads a compiler

    before = derived / LINKAGE_FOLDER
    save_state(grown.state, new / LINKAGE_FOLDER, version=__version__, before=before)
    growth = None if grown.growth is None else asdict(grown.growth)
    said = {"growth": growth, "from_nothing_because": grown.because}
    (new / GROWTH_FILE).write_text(json.dumps(said), encoding="utf-8")


def read_growth(derived: Path) -> dict[str, Any]:
    """How the last linkage came about.

    Returns:
        `growth`: the fields of `linkage.drifting.Growth`, or None; `from_nothing_because`: why it
        was linked from nothing, or None. Empty where an older program derived the register.

    Raises:
        ConfigError: the file is damaged.
    """
    try:
        said: dict[str, Any] = json.loads((derived / GROWTH_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _damaged(derived, error) from error
    return said


def read_model(derived: Path) -> "Model | None":
    """The fitted model of the last linkage; None where it was not kept or cannot be read."""
    from tawthiq.linkage import load_model  # noqa: PLC0415 - linkage loads a compiler

    try:
        return load_model(derived / LINKAGE_FOLDER / "model", version=__version__)
    except LinkageError:
        return None  # the reasons can be given without it


def _write_changes(changes: Changes, path: Path) -> None:
    stamps = {"before": asdict(changes.before), "now": asdict(changes.now)}
    changes.events.write_parquet(path, metadata={"stamps": json.dumps(stamps, sort_keys=True)})


def _as_stamp(said: Mapping[str, str]) -> Stamp:
    return Stamp(
        ledger_head=said["ledger_head"],
        entries=int(said["entries"]),
        settings=said["settings"],
        version=said["version"],
    )


def people_by_keys(derived: Path, keys: Iterable[str]) -> list[str]:
    """The people whose names hold all of `keys`, by way of the index."""
    wanted = sorted(set(keys))
    if not wanted:
        return []
    marks = ", ".join("?" * len(wanted))
    query = (
        f"SELECT person_id FROM name_keys WHERE key IN ({marks}) "  # noqa: S608 - only marks
        "GROUP BY person_id HAVING COUNT(DISTINCT key) = ? ORDER BY person_id"
    )
    with _opened(derived) as connection:
        return [row[0] for row in connection.execute(query, (*wanted, len(wanted)))]


def records_named(
    derived: Path, records: Iterable[str]
) -> dict[str, tuple[str | None, int | None, int | None]]:
    """What the register in `derived` knows of records, and of people, by their ids.

    Returns:
        Id → the person's id, and of a record without a name how many it tells of, at least and at
        most. What is not known there is left out; empty where no register has been derived.

    Raises:
        ConfigError: the file is damaged.
    """
    wanted = sorted(set(records))
    found: dict[str, tuple[str | None, int | None, int | None]] = {}
    if not wanted or not (derived / REGISTER_FILE).exists():
        return found
    with _opened(derived) as connection:
        for start in range(0, len(wanted), _CHUNK):
            some = wanted[start : start + _CHUNK]
            marks = ", ".join("?" * len(some))
            people = connection.execute(
                f"SELECT person_id FROM people WHERE person_id IN ({marks})",  # noqa: S608 - marks
                some,
            )
            found |= {person: (person, None, None) for (person,) in people}
            rows = connection.execute(f"{_OF_RECORDS} WHERE record_id IN ({marks})", some)
            for record, person, named, low, high in rows:
                found[record] = (person, None, None) if named else (None, low, high)
    return found


def digests(derived: Path) -> dict[str, str]:
    """SHA-256 of the content of each table and of each Parquet file, for comparing two registers.

    Contents are digested, not files: another version of a library may write the same rows
    otherwise.

    Raises:
        ConfigError: the files are damaged.
    """
    found: dict[str, str] = {}
    with _opened(derived) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )
        for (name,) in names.fetchall():
            digest = hashlib.sha256()
            for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):  # noqa: S608
                digest.update(repr(row).encode())
            found[name] = digest.hexdigest()
    for name in (RECORDS_FILE, LINKS_FILE, DRAWS_FILE):
        digest = hashlib.sha256()
        try:
            frame = pl.read_parquet(derived / name)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise _damaged(derived, error) from error
        digest.update(repr(frame.schema).encode())
        for row in frame.iter_rows():
            digest.update(repr(row).encode())
        found[name] = digest.hexdigest()
    return found


def _write_table(connection: sqlite3.Connection, name: str, frame: pl.DataFrame) -> None:
    kinds = {column: _kind(kind) for column, kind in frame.schema.items()}
    columns = ", ".join(f'"{column}" {kind}' for column, kind in kinds.items())
    connection.execute(f'CREATE TABLE "{name}" ({columns})')
    marks = ", ".join("?" * len(kinds))
    plain = frame.with_columns(pl.col(pl.Date).cast(pl.String))
    connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', plain.iter_rows())  # noqa: S608


@contextmanager
def _opened(derived: Path) -> Iterator[sqlite3.Connection]:
    """The register's database, for reading only; as a URI, since a path may hold "#" or "?"."""
    uri = f"{(derived / REGISTER_FILE).resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise _damaged(derived, error) from error


def _damaged(derived: Path, error: Exception) -> ConfigError:
    return ConfigError(
        f"The derived register in {derived} is damaged ({error}). Nothing is lost: delete that "
        "folder and run `tawthiq link`."
    )


# What a column is declared as in SQLite, so that reading gives the types that were written.
_KINDS: dict[str, type[pl.DataType]] = {
    "INTEGER": pl.Int64,
    "REAL": pl.Float64,
    "BOOLEAN": pl.Boolean,
    "DATE": pl.Date,
    "TEXT": pl.String,
}


def _kind(kind: pl.DataType) -> str:
    if kind.is_integer():
        return "INTEGER"
    if kind.is_float():
        return "REAL"
    return {pl.Boolean(): "BOOLEAN", pl.Date(): "DATE"}.get(kind, "TEXT")


def _read_table(connection: sqlite3.Connection, name: str) -> pl.DataFrame:
    kinds = {row[1]: _KINDS[row[2]] for row in connection.execute(f'PRAGMA table_info("{name}")')}
    rows = connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()  # noqa: S608
    # SQLite knows neither days nor true and false: they come back as text and as numbers.
    plain = {pl.Date: pl.String, pl.Boolean: pl.Int64}
    frame = pl.DataFrame(
        rows,
        schema={column: plain.get(kind, kind) for column, kind in kinds.items()},
        orient="row",
    )
    return frame.with_columns(
        *(pl.col(column).str.to_date() for column, kind in kinds.items() if kind is pl.Date),
        *(pl.col(column).cast(kind) for column, kind in kinds.items() if kind is pl.Boolean),
    )
