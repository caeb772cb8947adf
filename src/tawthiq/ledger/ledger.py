"""The ledger: signed entries, only ever added, in an order that all who hold them agree on."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from tawthiq.errors import KeyFileError, LedgerError
from tawthiq.ledger.entry import Entry, EntryError, head_of, later_instant, read_entry, seal
from tawthiq.ledger.keys import Key
from tawthiq.ledger.model import Known
from tawthiq.ledger.store import ENTRY, Row, Store
from tawthiq.ledger.withdrawals import Withdrawals, find_withdrawals


class Ledger:
    """All entries of one register. Use it as a context manager, or call `close`."""

    def __init__(self, store: Store, key: Key | None) -> None:
        self.store = store
        self.key = key

    @classmethod
    def create(cls, url_or_path: str | Path, key: Key | None = None) -> Self:
        """Make an empty ledger: a SQLite file (path or `sqlite:///…`), or in PostgreSQL (URL).

        Raises:
            LedgerError: there is one already, or the place cannot be written.
            ConfigError: the URL is not understood, or needs an extra that is not installed.
        """
        return cls(Store(url_or_path, create=True), key)

    @classmethod
    def open(cls, url_or_path: str | Path, key: Key | None = None) -> Self:
        """Open a ledger. A key is only needed to append.

        Raises:
            LedgerError: no ledger there, damaged, or written by a newer version.
            ConfigError: as for `create`.
        """
        return cls(Store(url_or_path, create=False), key)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def append(self, *bodies: Known) -> tuple[Entry, ...]:
        """Sign and add entries in one transaction: all of them stand, or none.

        Safe under several writers. Their instants ascend strictly for each author, even where the
        clock has gone back.

        Raises:
            KeyFileError: the ledger was opened without a key.
            LedgerError: a body is not what its kind asks for, or the ledger cannot be written.
        """
        if self.key is None:
            raise KeyFileError(
                f"{self.store.where} was opened for reading, without a signing key. "
                "Open it with the author's key to add entries."
            )
        with self.store.writing() as connection:
            previous, seq, at = _chain_head(connection, self.key.author)
            entries: list[Entry] = []
            for body in bodies:
                seq += 1
                at = later_instant(datetime.now(UTC), at)
                entry = seal(self.key, seq=seq, previous=previous, at=at, body=body)
                entries.append(entry)
                previous = entry.id
            self.store.insert(connection, [row_of(entry) for entry in entries])
        return tuple(entries)

    def add_verified(self, entries: Sequence[Entry]) -> None:
        """Add entries of any author, which the caller has verified, in one transaction."""
        with self.store.writing() as connection:
            self.store.insert(connection, [row_of(entry) for entry in entries])

    def entries(self) -> Iterator[Entry]:
        """Every entry, by (at, id): the same order for all who hold the same entries.

        What is appended while this runs is not seen.

        Raises:
            LedgerError: an entry was damaged; the message names it.
        """
        ids = [one for _, one in self.store.order()]
        for row in self.store.rows(ids):
            try:
                entry = read_entry(row.canonical, bytes.fromhex(row.signature), strict=False)
            except (EntryError, ValueError) as error:
                raise _damaged(row) from error
            if entry.id != row.id:
                raise _damaged(row)
            yield entry

    def active_entries(self) -> Iterator[Entry]:
        """The entries that their authors have not withdrawn, in the order of `entries`."""
        withdrawn = self.withdrawals().withdrawn
        return (entry for entry in self.entries() if entry.id not in withdrawn)

    def withdrawals(self) -> Withdrawals:
        """Which entries are withdrawn, and which withdrawals do not count."""
        return find_withdrawals(self.entries())

    def head(self) -> str:
        """One hash for all entries: SHA-256 over their sorted ids. The same set, the same head."""
        return head_of([one for _, one in self.store.order()])

    def count(self) -> int:
        """How many entries there are."""
        return self.store.count()


def row_of(entry: Entry) -> Row:
    """The row that keeps an entry."""
    return Row(
        id=entry.id,
        author=entry.author,
        seq=entry.seq,
        previous=entry.previous,
        at=entry.at,
        kind=entry.kind,
        canonical=entry.canonical,
        signature=entry.signature.hex(),
    )


def _chain_head(connection: sa.Connection, author: str) -> tuple[str | None, int, str | None]:
    # Where an author's key was used in two places, the chain has two ends. Any will do; the choice
    # is made by id so that it does not hang on the order of rows.
    query = sa.select(ENTRY.c.id, ENTRY.c.seq, ENTRY.c.at).where(ENTRY.c.author == author)
    ends = connection.execute(query.order_by(ENTRY.c.seq.desc()).limit(50)).all()
    if not ends:
        return None, 0, None
    last = min((end for end in ends if end.seq == ends[0].seq), key=lambda end: str(end.id))
    return last.id, last.seq, max(end.at for end in ends)


def _damaged(row: Row) -> LedgerError:
    return LedgerError(
        f"Entry {row.id} (no. {row.seq} of author {row.author}) was altered since it was signed. "
        "Run `tawthiq verify` to see all that was touched; mend it by making a new ledger and "
        "merging a bundle of someone who holds the entry."
    )
