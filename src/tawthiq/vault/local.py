"""A vault in a folder: `aa/bb…`, one read-only file an object.

An object is written to `.incoming-…` in the vault's own folder, flushed, and renamed to its name: a
killed process leaves no half object, only such a file, which everyone ignores and the next writer
sweeps away.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from tawthiq.errors import VaultError
from tawthiq.vault.atomic import explain_os_error, sync_folder
from tawthiq.vault.model import CHUNK, is_hash, object_name
from tawthiq.vault.store import Vault, missing_object, wrong_bytes

_INCOMING = ".incoming-"
# A living writer touches its file all the time; one untouched for an hour belongs to nobody.
_ABANDONED_AFTER = 3600.0  # seconds


class LocalVault(Vault):
    """A vault in a folder of this machine (or a network disk)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.where = str(folder)
        self._swept = False
        if folder.exists() and not folder.is_dir():
            raise VaultError(f"{folder} is a file; a vault is a folder. Name another path.")

    def put_stream(self, pieces: Iterable[bytes], sha: str | None = None) -> str:
        """See `Vault.put_stream`."""
        if sha is not None and self._holds_unharmed(sha):
            return sha
        incoming = self.folder / f"{_INCOMING}{secrets.token_hex(8)}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._sweep()
            found = _write(incoming, pieces)
            if sha is not None and found != sha:
                raise wrong_bytes(sha, found)
            if not self._holds_unharmed(found):
                self._place(incoming, found)
        except OSError as error:
            raise VaultError(
                f"Nothing was kept in the vault {self.folder}: {explain_os_error(error)}."
            ) from error
        finally:
            with suppress(OSError):  # on a disk just turned read-only it stays, and is ignored
                incoming.unlink(missing_ok=True)
        return found

    def _place(self, incoming: Path, sha: str) -> None:
        path = self._path(sha)
        if not path.parent.is_dir():
            path.parent.mkdir(exist_ok=True)
            sync_folder(self.folder)
        os.replace(incoming, path)  # noqa: PTH105 - tests stop the process here by name
        sync_folder(path.parent)

    def _sweep(self) -> None:
        if self._swept:
            return
        self._swept = True
        for left in self.folder.glob(f"{_INCOMING}*"):
            with suppress(OSError):  # another writer may have swept it first
                if time.time() - left.stat().st_mtime > _ABANDONED_AFTER:
                    left.unlink()

    def _read(self, sha: str) -> Iterator[bytes]:
        path = self._path(sha)
        try:
            with path.open("rb") as file:
                while piece := file.read(CHUNK):
                    yield piece
        except (FileNotFoundError, NotADirectoryError):
            raise missing_object(sha, str(path)) from None
        except OSError as error:
            raise VaultError(f"Object {sha} ({path}) cannot be read: {error.strerror}.") from error

    def has(self, sha: str) -> bool:
        """See `Vault.has`."""
        return self._path(sha).is_file()

    def size(self, sha: str) -> int:
        """See `Vault.size`."""
        try:
            return self._path(sha).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            raise missing_object(sha, self.locate(sha)) from None
        except OSError as error:
            raise VaultError(f"Object {sha} cannot be read: {error.strerror}.") from error

    def __iter__(self) -> Iterator[str]:
        try:
            shards = sorted(path for path in self.folder.iterdir() if len(path.name) == 2)
            for shard in shards:
                if shard.is_dir():
                    names = sorted(shard.name + path.name for path in shard.iterdir())
                    yield from filter(is_hash, names)
        except FileNotFoundError:
            return  # nothing was ever put
        except OSError as error:
            raise VaultError(
                f"The vault {self.folder} cannot be read: {error.strerror}."
            ) from error

    def locate(self, sha: str) -> str:
        """See `Vault.locate`."""
        return str(self._path(sha))

    def _path(self, sha: str) -> Path:
        return self.folder / object_name(sha)


def _write(path: Path, pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    # Read-only from birth: no editor or script shall change an object by mistake.
    with os.fdopen(os.open(path, flags, 0o444), "wb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()
