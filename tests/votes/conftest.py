import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tawthiq.ledger import Key, Ledger


@pytest.fixture(autouse=True, scope="module")
def _no_waiting_for_the_disk() -> Iterator[None]:
    """No test here cuts the power."""
    flush = os.fsync
    os.fsync = lambda descriptor: None
    yield
    os.fsync = flush


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "ledger.sqlite", Key.create(tmp_path / "key.pem")) as made:
        yield made
