"""What the tests of the ledger share: an invented author's entries, and forgeries of them."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rfc8785
import sqlalchemy as sa

from tawthiq.ledger import Declare, Import, Judge, Key, Ledger, Preserve, RecordRef
from tawthiq.ledger.entry import Entry, read_entry
from tawthiq.vault import Vault, open_vault

DOCUMENT = b"name,age\nSalim,61\n"
TABLE = b"the rows as Parquet"


@dataclass
class Register:
    """A ledger with its key and vault, as a committee holds them."""

    ledger: Ledger
    vault: Vault
    key: Key
    folder: Path


def judgement(row: int = 1, reason: str = "same grave", document: str = "0" * 64) -> Judge:
    return Judge(
        a=RecordRef("north", document, row),
        b=RecordRef("north", document, row + 1),
        verdict="same",
        reason=reason,
        reviewer="Layla",
    )


def declaration(key: str = "north", **fields: Any) -> Declare:
    return Declare(**{"source": key, "name": "Northern committee", "type": "committee"} | fields)


def imported(vault: Vault, document: bytes = DOCUMENT) -> tuple[Preserve, Import]:
    """The two bodies of one import, their objects put into the vault."""
    sha = vault.put(document)
    kept = Preserve(
        document=sha,
        source="north",
        filename="list.csv",
        size=len(document),
        media_type="text/csv",
    )
    read = Import(
        list="north",
        source="north",
        document=sha,
        table=vault.put(TABLE),
        released="2024-01-03",
        mapping={"name": "name", "share": 0.5},
        rows=1,
    )
    return kept, read


def filled(folder: Path, judgements: int = 3) -> Register:
    """A register with one import and some judgements on it."""
    folder.mkdir(parents=True, exist_ok=True)
    key = Key.create(folder / "key.pem")
    register = Register(
        ledger=Ledger.create(folder / "ledger.sqlite", key),
        vault=open_vault(folder / "vault"),
        key=key,
        folder=folder,
    )
    kept, read = imported(register.vault)
    register.ledger.append(declaration(), kept, read)
    if judgements:
        register.ledger.append(*[judgement(n + 1, "", kept.document) for n in range(judgements)])
    return register


def empty(folder: Path) -> Register:
    folder.mkdir(parents=True, exist_ok=True)
    key = Key.create(folder / "key.pem")
    return Register(
        ledger=Ledger.create(folder / "ledger.sqlite", key),
        vault=open_vault(folder / "vault"),
        key=key,
        folder=folder,
    )


def forge(key: Key, body: dict[str, Any], **envelope: Any) -> Entry:
    """An entry signed without any of the checks `append` makes."""
    canonical = forged_bytes(key, body, **envelope)
    return read_entry(canonical, key.sign(canonical), strict=False)


def forged_bytes(key: Key, body: dict[str, Any], **envelope: Any) -> bytes:
    said = {
        "v": 1,
        "author": key.author,
        "seq": 1,
        "previous": None,
        "at": "2024-01-03T12:00:00.000000Z",
        "body": body,
    } | envelope
    return rfc8785.dumps(said)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def fresh_schema(url: str, name: str) -> Iterator[str]:
    """A schema of its own in a PostgreSQL database, and the URL that leads into it."""
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateSchema(name))
    try:
        yield f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{name}"
    finally:
        with engine.begin() as connection:
            connection.execute(sa.schema.DropSchema(name, cascade=True))
        engine.dispose()


Making = Callable[[], Ledger]
