import os
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from ledger_helpers import Register, filled, fresh_schema

from tawthiq.ledger import Key


@pytest.fixture(autouse=True, scope="module")
def _no_waiting_for_the_disk() -> Iterator[None]:
    """No test here cuts the power, and flushing is most of their time.

    The tests that kill a process run it by itself, with every flush in place.
    """
    flush = os.fsync

    def unsynchronised(connection: object, _: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous = OFF")

    os.fsync = lambda descriptor: None
    sa.event.listen(sa.Engine, "connect", unsynchronised)
    yield
    sa.event.remove(sa.Engine, "connect", unsynchronised)
    os.fsync = flush


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return filled(tmp_path / "here")


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return Key.create(tmp_path / "key.pem")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a new ledger can be made, on either database."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.sqlite")
        return
    url = os.environ.get("TAWTHIQ_TEST_POSTGRES")
    if not url:
        pytest.skip("set TAWTHIQ_TEST_POSTGRES to the URL of a throw-away PostgreSQL database")
    with fresh_schema(url, f"test_{secrets.token_hex(6)}") as schema:
        yield schema
