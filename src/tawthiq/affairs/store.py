"""Claims and things in one SQLite file, asked by key, type or document."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cache, reduce
from operator import or_
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from tawthiq.affairs.asof import span_of
from tawthiq.affairs.model import Claim, Doubt, Reference, Thing
from tawthiq.affairs.naming import folded
from tawthiq.affairs.resolving import Named
from tawthiq.errors import NotFoundError
from tawthiq.statements import Statement, types, write_statement

FILE = "affairs.sqlite"
_T = TypeVar("_T")
_S = TypeVar("_S", bound=Statement)
_TABLES = """
CREATE TABLE stamp (what TEXT PRIMARY KEY, value TEXT);
CREATE TABLE things (key TEXT PRIMARY KEY, type TEXT, name TEXT, name_ar TEXT, public INTEGER);
CREATE TABLE names (folded TEXT, key TEXT, written TEXT);
CREATE TABLE claims (nr INTEGER PRIMARY KEY, id TEXT, type TEXT, document TEXT, source TEXT,
    published TEXT, status TEXT, reviewer TEXT, entry TEXT, stance TEXT, first TEXT, last TEXT,
    quote TEXT, statement TEXT);
CREATE TABLE refs (claim INTEGER, field TEXT, words TEXT, key TEXT, how TEXT);
CREATE TABLE sources (key TEXT PRIMARY KEY, name TEXT, name_other TEXT, origin TEXT);
CREATE TABLE doubts (nr INTEGER PRIMARY KEY, code TEXT, en TEXT, ar TEXT, keys TEXT, claims TEXT);
CREATE TABLE doubt_of (key TEXT, doubt INTEGER);
"""
_INDEXES = """
CREATE INDEX thing_by_type ON things (type, key);
CREATE INDEX name_by_folded ON names (folded);
CREATE INDEX name_by_key ON names (key);
CREATE INDEX claim_by_type ON claims (type, nr);
CREATE INDEX claim_by_id ON claims (id);
CREATE INDEX claim_by_document ON claims (document);
CREATE INDEX ref_by_key ON refs (key, field, claim);
CREATE INDEX ref_by_claim ON refs (claim);
CREATE INDEX doubt_by_key ON doubt_of (key);
"""
_CLAIM = (
    "SELECT nr, id, document, source, published, status, reviewer, entry, statement FROM claims"
)
_REFERENCE = "SELECT claim, field, words, key, how FROM refs"
_CHUNK = 500  # keys or rows in one question to the database


class Affairs:
    """What the register holds beyond its dead, in one file, for reading.

    Made by `building.open_affairs` or `affairs_of`; use as a context manager.

    Args:
        connection: to the file.
        proposed: claims that nobody has looked at yet are told too.
    """

    def __init__(self, connection: sqlite3.Connection, *, proposed: bool = False) -> None:
        self._connection = connection
        self._proposed = proposed

    def with_proposed(self) -> "Affairs":
        """The same, with claims that nobody has looked at yet."""
        return Affairs(self._connection, proposed=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def stamp(self) -> dict[str, str]:
        """What it was made from."""
        return dict(self._connection.execute("SELECT what, value FROM stamp"))

    def thing(self, wanted: str, kinds: Sequence[str] = ()) -> Thing:
        """The thing of a key or a name.

        Args:
            kinds: only of these types.

        Raises:
            NotFoundError: there is none, or several bear the name.
        """
        found = self._things("WHERE key = ?", (wanted,)) or self._things(
            "WHERE key IN (SELECT key FROM names WHERE folded = ?) ORDER BY key",
            (folded(wanted),),
        )
        found = [one for one in found if not kinds or one.type in kinds]
        if len(found) == 1:
            return found[0]
        kind = f" of type {' or '.join(kinds)}" if kinds else ""
        if found:
            keys = ", ".join(one.key for one in found)
            raise NotFoundError(f"{wanted!r} is the name of several: {keys}. Give the key.")
        raise NotFoundError(
            f"There is nothing{kind} called {wanted!r}. `tawthiq things` lists what there is."
        )

    def has(self, key: str) -> bool:
        """Whether there is a thing of this key."""
        return bool(self._things("WHERE key = ?", (key,)))

    def things(self, kind: str | None = None) -> list[Thing]:
        """All things, or those of a type, by key."""
        if kind is None:
            return self._things("ORDER BY type, key", ())
        return self._things("WHERE type = ? ORDER BY key", (kind,))

    def called(self, keys: Iterable[str]) -> dict[str, Thing]:
        """Things by their keys, those that there are."""
        wanted = sorted(set(keys))
        found: dict[str, Thing] = {}
        for chunk in _chunks(wanted):
            marks = ", ".join("?" * len(chunk))
            found |= {one.key: one for one in self._things(f"WHERE key IN ({marks})", chunk)}
        return found

    def names(self, key: str) -> tuple[str, ...]:
        """Every name that a thing is given, as first written."""
        rows = self._connection.execute(
            "SELECT written FROM names WHERE key = ? ORDER BY rowid", (key,)
        )
        return tuple(row[0] for row in rows)

    def counts(self) -> dict[str, tuple[int, int]]:
        """Type → how many things and how many statements."""
        things = dict(self._connection.execute("SELECT type, COUNT(*) FROM things GROUP BY type"))
        claims = dict(
            self._connection.execute(
                "SELECT type, COUNT(*) FROM claims WHERE status != 'proposed' OR ? GROUP BY type",
                (self._proposed,),
            )
        )
        return {name: (things.get(name, 0), claims.get(name, 0)) for name in {**things, **claims}}

    def about(self, key: str, *fields: str, kinds: Sequence[str] = ()) -> list[Claim]:
        """The claims that name a thing, in the order of the ledger.

        Args:
            fields: only where one of these names it; "key" for what says what the thing is.
            kinds: only claims of these types.
        """
        where = "WHERE nr IN (SELECT claim FROM refs WHERE key = ?"
        if fields:
            where += f" AND field IN ({', '.join('?' * len(fields))})"
        where += ")"
        if kinds:
            where += f" AND type IN ({', '.join('?' * len(kinds))})"
        return self._claims(where + " ORDER BY nr", (key, *fields, *kinds))

    def of_type(self, *kinds: str) -> list[Claim]:
        """All claims of these types, in the order of the ledger."""
        marks = ", ".join("?" * len(kinds))
        return self._claims(f"WHERE type IN ({marks}) ORDER BY nr", kinds)

    def each(self, kind: type[_S]) -> Iterator[tuple[Claim, _S]]:
        """All claims of a class of statement, each with what it says."""
        for claim in self.of_type(str(kind.__struct_config__.tag)):
            if isinstance(claim.said, kind):
                yield claim, claim.said

    def of_document(self, document: str) -> list[Claim]:
        """All claims of a document."""
        return self._claims("WHERE document = ? ORDER BY nr", (document,))

    def claim(self, wanted: str) -> Claim | None:
        """The claim of an id; None where there is none."""
        return next(iter(self._claims("WHERE id = ?", (wanted,))), None)

    def sources(self) -> dict[str, tuple[str, str | None, str]]:
        """Key of a source → its name, its name in the other script, and its origin group."""
        rows = self._connection.execute("SELECT key, name, name_other, origin FROM sources")
        return {key: (name, other, origin) for key, name, other, origin in rows}

    def doubts(self, key: str | None = None) -> list[Doubt]:
        """All doubts, or those about a thing."""
        rows = self._connection.execute(
            "SELECT code, en, ar, keys, claims FROM doubts "
            "WHERE ? IS NULL OR nr IN (SELECT doubt FROM doubt_of WHERE key = ?) ORDER BY nr",
            (key, key),
        )
        return [
            Doubt(
                code=code, en=en, ar=ar, keys=tuple(json.loads(keys)),
                claims=tuple(json.loads(claims)),
            )
            for code, en, ar, keys, claims in rows
        ]  # fmt: skip

    def rows(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Every row of every table, for comparing two: the same ledger gives the same rows."""
        names = self._connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )
        for (name,) in names.fetchall():
            for row in self._connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):  # noqa: S608
                yield name, row

    def _things(self, rest: str, values: Sequence[str]) -> list[Thing]:
        rows = self._connection.execute(
            f"SELECT key, type, name, name_ar, public FROM things {rest}",  # noqa: S608 - ours
            tuple(values),
        )
        return [
            Thing(key=key, type=kind, name=name, name_ar=name_ar, public=bool(public))
            for key, kind, name, name_ar, public in rows
        ]

    def _claims(self, rest: str, values: Sequence[str]) -> list[Claim]:
        if not self._proposed:
            rest = rest.replace("WHERE ", "WHERE status != 'proposed' AND ", 1)
        rows = self._connection.execute(f"{_CLAIM} {rest}", tuple(values)).fetchall()
        references = self._references([row[0] for row in rows])
        said_by = _decoder()
        return [_claim(row, references.get(row[0], ()), said_by) for row in rows]

    def _references(self, numbers: Sequence[int]) -> dict[int, tuple[Reference, ...]]:
        found: dict[int, tuple[Reference, ...]] = {}
        for chunk in _chunks(numbers):
            marks = ", ".join("?" * len(chunk))
            query = f"{_REFERENCE} WHERE claim IN ({marks}) ORDER BY rowid"
            rows = self._connection.execute(query, tuple(chunk))
            for nr, field, words, key, how in rows:
                one = Reference(field=field, words=words, key=key, how=how)
                found[nr] = (*found.get(nr, ()), one)
        return found


def _decoder() -> "msgspec.json.Decoder[Statement]":
    """Reads what `write` wrote: that was held against its type and its faults before."""
    return _decoder_of(tuple(types().values()))


@cache
def _decoder_of(kinds: tuple[type[Statement], ...]) -> "msgspec.json.Decoder[Statement]":
    return msgspec.json.Decoder(reduce(or_, kinds))


def _claim(
    row: Sequence[Any],
    references: tuple[Reference, ...],
    said_by: "msgspec.json.Decoder[Statement]",
) -> Claim:
    _, claim_id, document, source, published, status, reviewer, entry, statement = row
    return Claim(
        id=claim_id,
        said=said_by.decode(statement),
        document=document,
        source=source,
        published=None if published is None else date.fromisoformat(published),
        status=status,
        reviewer=reviewer,
        entry=entry,
        references=references,
    )


def write(
    connection: sqlite3.Connection,
    claims: Iterable[Claim],
    named: Named,
    sources: Mapping[str, tuple[str, str | None, str]],
    stamp: Mapping[str, str],
) -> None:
    """Write everything but the doubts; the connection is new and empty."""
    connection.executescript(_TABLES)
    connection.executemany("INSERT INTO stamp VALUES (?, ?)", sorted(stamp.items()))
    connection.executemany(
        "INSERT INTO things VALUES (?, ?, ?, ?, ?)",
        (
            (one.key, one.type, one.name, one.name_ar, one.public)
            for _, one in sorted(named.things.items())
        ),
    )
    connection.executemany(
        "INSERT INTO names VALUES (?, ?, ?)",
        ((folded(name), key, name) for key, names in sorted(named.names.items()) for name in names),
    )
    connection.executemany(
        "INSERT INTO sources VALUES (?, ?, ?, ?)",
        ((key, *said) for key, said in sorted(sources.items())),
    )
    rows: list[tuple[Any, ...]] = []
    refs: list[tuple[int, str, str, str | None, str]] = []
    for nr, one in enumerate(claims):
        first, last = span_of(one.said)
        rows.append(
            (
                nr, one.id, one.type, one.document, one.source, _day(one.published), one.status,
                one.reviewer, one.entry, one.said.stance, _day(first), _day(last),
                one.said.quote, msgspec.json.encode(write_statement(one.said)).decode(),
            )
        )  # fmt: skip
        refs.extend((nr, ref.field, ref.words, ref.key, ref.how) for ref in one.references)
    connection.executemany(
        "INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
    )
    connection.executemany("INSERT INTO refs VALUES (?, ?, ?, ?, ?)", refs)
    connection.executescript(_INDEXES)


def write_doubts(connection: sqlite3.Connection, doubts: Iterable[Doubt]) -> None:
    """Write the doubts, in a fixed order."""
    ordered = sorted(doubts, key=lambda one: (one.code, one.keys, one.claims, one.en))
    for nr, one in enumerate(ordered):
        connection.execute(
            "INSERT INTO doubts VALUES (?, ?, ?, ?, ?, ?)",
            (nr, one.code, one.en, one.ar, json.dumps(one.keys), json.dumps(one.claims)),
        )
        connection.executemany(
            "INSERT INTO doubt_of VALUES (?, ?)", ((key, nr) for key in dict.fromkeys(one.keys))
        )


def open_file(path: Path) -> Affairs | None:
    """Open the file for reading; None where it is missing or damaged, and has to be made."""
    if not path.exists():
        return None
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("SELECT value FROM stamp WHERE what = 'ledger_head'").fetchone()
        connection.execute("SELECT nr FROM doubts LIMIT 1").fetchone()
    except sqlite3.Error:
        connection.close()
        return None
    return Affairs(connection)


def take_place(new: Path, path: Path) -> None:
    """Put a finished file in the place of the old one, in one step."""
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    new.replace(path)
    with suppress(OSError):
        path.with_name(path.name + "-journal").unlink(missing_ok=True)


def _chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
