"""Claims and things in one SQLite file, asked by key, type or document."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, reduce
from operator import or_
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from tawthiq.affairs.model import Claim, Doubt, Reference, Thing
from tawthiq.affairs.naming import folded
from tawthiq.errors import NotFoundError
from tawthiq.statements import Statement, types

_T = TypeVar("_T")
_S = TypeVar("_S", bound=Statement)
_CLAIM = (
    "SELECT nr, id, document, source, published, status, reviewer, entry, statement, refs "
    "FROM claims"
)
REFERENCES = msgspec.json.Decoder(tuple[Reference, ...])
_WORDS = msgspec.json.Decoder(tuple[str, ...])
DOUBT = "code, en, ar, keys, claims"
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
        connection.create_function("folded", 1, folded, deterministic=True)

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

    def ask(self, question: str, **values: object) -> sqlite3.Cursor:
        """The rows that answer a question to the file, for `listing`.

        Args:
            question: in SQL, as this program writes it; `:proposed` is whether proposed claims are
                told too, and `folded` the normal form of a name.
            values: of its other marks.
        """
        return self._connection.execute(question, {"proposed": self._proposed, **values})

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
            where = f"WHERE key IN ({_marks(chunk)})"
            found |= {one.key: one for one in self._things(where, chunk)}
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
            where += f" AND field IN ({_marks(fields)})"
        where += ")"
        if kinds:
            where += f" AND type IN ({_marks(kinds)})"
        return self._claims(where + " ORDER BY nr", (key, *fields, *kinds))

    def about_each(
        self, keys: Iterable[str], *fields: str, kinds: Sequence[str] = ()
    ) -> dict[str, list[Claim]]:
        """As `about`, of many things at once: key → claims; none of what nobody names."""
        wanted = sorted(set(keys))
        naming: dict[str, list[int]] = {}
        for chunk in _chunks(wanted):
            ask = f"SELECT DISTINCT key, claim FROM refs WHERE key IN ({_marks(chunk)})"  # noqa: S608
            if fields:
                ask += f" AND field IN ({_marks(fields)})"
            for key, nr in self._connection.execute(ask + " ORDER BY claim", (*chunk, *fields)):
                naming.setdefault(key, []).append(nr)
        claims = self.numbered({nr for some in naming.values() for nr in some}, kinds=kinds)
        found = {key: [claims[nr] for nr in some if nr in claims] for key, some in naming.items()}
        return {key: some for key, some in found.items() if some}

    def numbered(self, numbers: Iterable[int], *, kinds: Sequence[str] = ()) -> dict[int, Claim]:
        """Claims by their place in the ledger's order, those of these types."""
        found: dict[int, Claim] = {}
        for chunk in _chunks(sorted(numbers)):
            where = f"WHERE nr IN ({_marks(chunk)})"
            if kinds:
                where += f" AND type IN ({_marks(kinds)})"
            found |= self._numbered(where, (*chunk, *kinds))
        return found

    def how_many_about(self, keys: Iterable[str]) -> dict[str, int]:
        """How many claims name each thing."""
        found: dict[str, int] = {}
        for chunk in _chunks(sorted(set(keys))):
            ask = (
                "SELECT key, count(DISTINCT claim) FROM refs JOIN claims ON nr = claim "  # noqa: S608
                f"WHERE key IN ({_marks(chunk)}) AND (status != 'proposed' OR ?) GROUP BY key"
            )
            found |= dict(self._connection.execute(ask, (*chunk, self._proposed)))
        return found

    def of_type(self, *kinds: str) -> list[Claim]:
        """All claims of these types, in the order of the ledger."""
        return self._claims(f"WHERE type IN ({_marks(kinds)}) ORDER BY nr", kinds)

    def each(self, kind: type[_S]) -> Iterator[tuple[Claim, _S]]:
        """All claims of a class of statement, each with what it says."""
        for claim in self.of_type(str(kind.__struct_config__.tag)):
            if isinstance(claim.said, kind):
                yield claim, claim.said

    def of_document(self, document: str, *ids: str) -> list[Claim]:
        """All claims of a document, or those of these ids."""
        only = f" AND id IN ({_marks(ids)})" if ids else ""
        return self._claims(f"WHERE document = ?{only} ORDER BY nr", (document, *ids))

    def claim(self, wanted: str) -> Claim | None:
        """The claim of an id; None where there is none."""
        return next(iter(self._claims("WHERE id = ?", (wanted,))), None)

    def sources(self) -> dict[str, tuple[str, str | None, str]]:
        """Key of a source → its name, its name in the other script, and its origin group."""
        rows = self._connection.execute("SELECT key, name, name_other, origin FROM sources")
        return {key: (name, other, origin) for key, name, other, origin in rows}

    def doubts(self, key: str | None = None) -> list[Doubt]:
        """All doubts, or those about a thing."""
        return [
            doubt_of(row)
            for row in self.ask(
                f"SELECT {DOUBT} FROM doubts WHERE :key IS NULL "  # noqa: S608 - ours
                "OR nr IN (SELECT doubt FROM doubt_of WHERE key = :key) ORDER BY nr",
                key=key,
            )
        ]

    def rows(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Every row of every table, for comparing two: the same ledger gives the same rows."""
        names = self._connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )
        for (name,) in names.fetchall():
            asked = self._connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            for row in sorted(asked, key=repr):
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
        return list(self._numbered(rest, values).values())

    def _numbered(self, rest: str, values: Sequence[object]) -> dict[int, Claim]:
        if not self._proposed:
            rest = rest.replace("WHERE ", "WHERE status != 'proposed' AND ", 1)
        rows = self._connection.execute(f"{_CLAIM} {rest}", tuple(values))
        statement_of, references_of = self._decoder.decode, REFERENCES.decode
        return {
            nr: Claim(
                id=name,
                said=statement_of(said),
                document=document,
                source=source,
                published=None if published is None else date.fromisoformat(published),
                status=status,
                reviewer=reviewer,
                entry=entry,
                references=references_of(refs),
            )
            for nr, name, document, source, published, status, reviewer, entry, said, refs in rows
        }

    @cached_property
    def _decoder(self) -> "msgspec.json.Decoder[Statement]":
        """Reads what was written: that was held against its type and its faults before."""
        return msgspec.json.Decoder(reduce(or_, types().values()))


def doubt_of(row: Sequence[str]) -> Doubt:
    """A doubt as `DOUBT` asks for it."""
    code, en, ar, keys, claims = row
    return Doubt(code=code, en=en, ar=ar, keys=_WORDS.decode(keys), claims=_WORDS.decode(claims))


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


def _chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
