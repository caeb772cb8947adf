"""Make the affairs of a register from its ledger and vault: same entries, same file."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from itertools import chain
from pathlib import Path

from msgspec.structs import replace

from tawthiq import __version__
from tawthiq.affairs.model import Claim, Doubt
from tawthiq.affairs.resolving import Resolver, things_of
from tawthiq.affairs.store import Affairs, open_file
from tawthiq.affairs.themes import DOUBTS
from tawthiq.affairs.wording import doubt
from tawthiq.affairs.writing import FILE, LAYOUT, take_place, write, write_doubts
from tawthiq.config import Settings
from tawthiq.errors import StatementError
from tawthiq.ledger import Ledger
from tawthiq.progress import Progress, silent
from tawthiq.register import Stated, StatementTable, statements_of
from tawthiq.sources import sources_of
from tawthiq.statements import Statement, read_statement
from tawthiq.vault import Vault


def open_affairs(
    settings: Settings, ledger: Ledger, vault: Vault, progress: Progress = silent
) -> Affairs:
    """The affairs of a register, made anew where the ledger or the program changed since.

    A folder that cannot be written gets them in memory.

    Raises:
        LedgerError, VaultError: what they are made of is damaged.
    """
    path = settings.derived / FILE
    wanted = {"ledger_head": ledger.head(), "version": __version__, "layout": LAYOUT}
    opened = open_file(path)
    if opened is not None:
        if opened.stamp() == wanted:
            return opened
        opened.__exit__(None, None, None)
    table = statements_of(ledger, vault)
    sources = {
        key: (one.name, one.name_other, one.origin_group) for key, one in sources_of(ledger).items()
    }
    try:
        settings.derived.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=settings.folder, prefix=".derived-") as work:
            new = Path(work) / FILE
            with closing(sqlite3.connect(new)) as connection:
                _write(connection, table, sources, wanted, progress)
            take_place(new, path)
    except (PermissionError, sqlite3.OperationalError):
        return affairs_of(table, sources, wanted)
    opened = open_file(path)
    return opened if opened is not None else affairs_of(table, sources, wanted)


def affairs_of(
    table: StatementTable,
    sources: dict[str, tuple[str, str | None, str]] | None = None,
    stamp: dict[str, str] | None = None,
) -> Affairs:
    """The affairs that statements make, in memory."""
    connection = sqlite3.connect(":memory:")
    _write(connection, table, sources or {}, stamp or {"ledger_head": ""}, silent)
    return Affairs(connection)


def _write(
    connection: sqlite3.Connection,
    table: StatementTable,
    sources: dict[str, tuple[str, str | None, str]],
    stamp: dict[str, str],
    progress: Progress,
) -> None:
    progress("affairs", 0, 3)
    claims = list(_claims(table))
    named, doubts = things_of(one for one in claims if one.status != "proposed")
    resolver = Resolver(named, claims)
    claims = [replace(one, references=tuple(resolver.references(one))) for one in claims]
    progress("affairs", 1, 3)
    with connection:
        write(connection, claims, named, sources, stamp)
        doubts.extend(_unclear(claims, resolver))
        progress("affairs", 2, 3)
        affairs = Affairs(connection)
        write_doubts(connection, chain(doubts, *(find(affairs) for find in DOUBTS)))
    progress("affairs", 3, 3)


def _claims(table: StatementTable) -> Iterator[Claim]:
    """The statements that stand, of types that this version knows, as claims."""
    published = {
        one.document: one.published or _of_reading(table, one.document) for one in table.documents
    }
    for one in table.statements:
        said = _typed(one)
        if said is None or one.status == "rejected":
            continue
        day = published.get(one.document)
        yield Claim(
            id=one.id,
            said=said,
            document=one.document,
            source=one.source,
            published=None if day is None else date.fromisoformat(day),
            status=one.status,
            reviewer=one.reviewer,
            entry=one.entry,
        )


def _of_reading(table: StatementTable, document: str) -> str | None:
    reading = table.readings.get(document)
    return None if reading is None else reading.published


def _typed(one: Stated) -> Statement | None:
    try:
        said = read_statement(one.raw)
    except StatementError:
        return None  # `tawthiq verify` names it
    return said if isinstance(said, Statement) else None


def _unclear(claims: Iterable[Claim], resolver: Resolver) -> Iterator[Doubt]:
    """Words that several things bear."""
    for claim in claims:
        for one in claim.references:
            if one.how == "ambiguous":
                keys = resolver.candidates(claim, one)
                several = ", ".join(keys)
                yield doubt(
                    "name unclear", keys=keys, claims=(claim.id,), name=one.words, several=several
                )
