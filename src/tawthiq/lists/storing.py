"""Keep tables in the vault: the same rows always give the same bytes, so the same hash."""

import io
import json

import polars as pl

from tawthiq.errors import VaultError
from tawthiq.lists.model import ROW, SET_ASIDE_SCHEMA
from tawthiq.vault import Vault


def to_parquet(table: pl.DataFrame) -> bytes:
    """The table as Parquet: zstd, one fixed size of row groups, nothing of the time or machine."""
    buffer = io.BytesIO()
    table.rechunk().write_parquet(
        buffer, compression="zstd", compression_level=3, row_group_size=100_000, statistics=False
    )
    return buffer.getvalue()


def load_table(vault: Vault, sha: str) -> pl.DataFrame:
    """The rows as read of a list version.

    Raises:
        VaultError: the object is missing, damaged, or no table of this kind.
    """
    table = _load(vault, sha)
    if table.schema.get(ROW) != pl.Int64:
        raise VaultError(f"Object {sha} is no table of rows as read: it has no column {ROW!r}.")
    return table


def load_set_aside(vault: Vault, sha: str | None) -> pl.DataFrame:
    """The rows of a list version that were set aside, with reasons.

    Raises:
        VaultError: the object is missing, damaged, or no table of this kind.
    """
    if sha is None:
        return pl.DataFrame(schema=SET_ASIDE_SCHEMA)
    table = _load(vault, sha)
    if dict(table.schema) != SET_ASIDE_SCHEMA:
        raise VaultError(f"Object {sha} is no table of rows set aside.")
    return table


def _load(vault: Vault, sha: str) -> pl.DataFrame:
    try:
        return pl.read_parquet(io.BytesIO(vault.get(sha)))
    except pl.exceptions.PolarsError as error:
        raise VaultError(f"Object {sha} in the vault is no Parquet table ({error}).") from error


def cells_as_json(row: tuple[str | None, ...]) -> str:
    """The cells of a row that is set aside, as written; an empty cell is ""."""
    return json.dumps([cell or "" for cell in row], ensure_ascii=False)
