"""A vault in an object store (S3, Google Cloud, Azure, what speaks like them), through obstore.

The layout is that of a folder vault, so that copying one to the other is enough to move.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from tawthiq.errors import ConfigError, VaultError
from tawthiq.vault.model import CHUNK, is_hash, object_name
from tawthiq.vault.store import Vault, missing_object, wrong_bytes

try:
    import obstore
    from obstore.exceptions import BaseError
    from obstore.store import from_url
except ImportError as error:  # the extra is not installed
    raise ConfigError(
        "A vault in an object store needs the extra `cloud`: install it with "
        "`pip install 'tawthiq[cloud]'`, or give the vault a plain folder."
    ) from error

_SPOOL = 32 << 20  # bytes kept in memory before a stream goes to a temporary file


class CloudVault(Vault):
    """A vault behind a URL."""

    def __init__(self, url: str) -> None:
        self.where = url
        # Any here: obstore accepts its stores by structure and names no common class.
        self._store: Any
        try:
            self._store = from_url("memory:///" if url.startswith("memory:") else url)
        except (BaseError, ValueError) as error:
            raise ConfigError(f"{url} is no object store we can open: {_first(error)}.") from error

    def put_stream(self, pieces: Iterable[bytes], sha: str | None = None) -> str:
        """See `Vault.put_stream`."""
        if sha is not None and self._holds_unharmed(sha):
            return sha
        with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as spool:
            found = _spool(spool, pieces)
            if sha is not None and found != sha:
                raise wrong_bytes(sha, found)
            if not self._holds_unharmed(found):
                spool.seek(0)
                try:
                    # An object store shows a put whole or not at all.
                    obstore.put(self._store, object_name(found), spool)
                except (BaseError, OSError) as error:
                    raise self._unreachable(found, error) from error
        return found

    def _read(self, sha: str) -> Iterator[bytes]:
        try:
            for piece in obstore.get(self._store, object_name(sha)).stream(min_chunk_size=CHUNK):
                yield bytes(piece)
        except FileNotFoundError:
            raise missing_object(sha, self.locate(sha)) from None
        except (BaseError, OSError) as error:
            raise self._unreachable(sha, error) from error

    def has(self, sha: str) -> bool:
        """See `Vault.has`."""
        return self._size(sha) is not None

    def size(self, sha: str) -> int:
        """See `Vault.size`."""
        size = self._size(sha)
        if size is None:
            raise missing_object(sha, self.locate(sha))
        return size

    def _size(self, sha: str) -> int | None:
        try:
            return int(obstore.head(self._store, object_name(sha))["size"])
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise self._unreachable(sha, error) from error

    def __iter__(self) -> Iterator[str]:
        try:
            names = [item["path"] for page in obstore.list(self._store) for item in page]
        except (BaseError, OSError) as error:
            raise VaultError(
                f"The vault {self.where} cannot be listed: {_first(error)}."
            ) from error
        parts = [name.split("/") for name in names]
        yield from sorted(
            "".join(part)
            for part in parts
            if len(part) == 2 and len(part[0]) == 2 and is_hash("".join(part))
        )

    def locate(self, sha: str) -> str:
        """See `Vault.locate`."""
        return f"{self.where.rstrip('/')}/{object_name(sha)}"

    def _unreachable(self, sha: str, error: Exception) -> VaultError:
        return VaultError(
            f"Object {sha} at {self.where}: {_first(error)}. Check the address, the network and "
            "your credentials for the object store, then run the command again."
        )


def _spool(spool: IO[bytes], pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        spool.write(piece)
    return digest.hexdigest()


def _first(error: Exception) -> str:
    # obstore appends its inner state to a message; the first line is for people.
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
