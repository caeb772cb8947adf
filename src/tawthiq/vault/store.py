"""What every vault offers, whatever it lies on."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path

from tawthiq.errors import VaultError
from tawthiq.progress import Progress, silent
from tawthiq.vault.atomic import explain_os_error
from tawthiq.vault.model import CHUNK, Damage, object_name


class Vault(ABC):
    """Bytes by SHA-256. Nothing is ever changed; putting the same bytes again does nothing."""

    where: str  # the folder or URL, for messages

    def put(self, data: bytes) -> str:
        """Keep `data` and return its SHA-256 (64 hex digits).

        An object found damaged is mended, since its true bytes are at hand.

        Raises:
            VaultError: disk full, folder read-only, or the store cannot be reached; nothing kept.
        """
        return self.put_stream([data], hashlib.sha256(data).hexdigest())

    def put_file(self, path: Path | str) -> str:
        """Keep the bytes of the file at `path`, read piece by piece, and return their SHA-256.

        Raises:
            VaultError: the file cannot be read, or as for `put`.
        """
        return self.put_stream(_pieces(Path(path)))

    @abstractmethod
    def put_stream(self, pieces: Iterable[bytes], sha: str | None = None) -> str:
        """Keep the bytes that `pieces` give one after another, and return their SHA-256.

        Args:
            pieces: the bytes in order; never held in memory together.
            sha: the SHA-256 they must have, where known.

        Raises:
            VaultError: the bytes are not those of `sha`, or as for `put`; nothing kept.
        """

    @abstractmethod
    def _read(self, sha: str) -> Iterator[bytes]:
        """Give the bytes that lie under `sha`, unchecked; VaultError where there are none."""

    @abstractmethod
    def has(self, sha: str) -> bool:
        """Whether an object lies under `sha` (its bytes are not read)."""

    @abstractmethod
    def size(self, sha: str) -> int:
        """Bytes that lie under `sha` (not read). VaultError where there are none."""

    @abstractmethod
    def __iter__(self) -> Iterator[str]:
        """The SHA-256 of every object, ascending."""

    @abstractmethod
    def locate(self, sha: str) -> str:
        """The file or address where the object lies, or should lie."""

    def stream(self, sha: str) -> Iterator[bytes]:
        """Give the bytes of an object piece by piece, checked against their hash at the end.

        Raises:
            VaultError: the object is missing, or (after the last piece) not what its name says.
        """
        digest = hashlib.sha256()
        for piece in self._read(sha):
            digest.update(piece)
            yield piece
        found = digest.hexdigest()
        if found != sha:
            raise VaultError(
                f"Object {sha} in the vault is damaged: the bytes in {self.locate(sha)} have "
                f"SHA-256 {found}. Put the original back (from a backup, or by merging a bundle of "
                "someone who holds it)."
            )

    def get(self, sha: str) -> bytes:
        """The bytes of an object, checked against their hash.

        Raises:
            VaultError: the object is missing or damaged; the message names it.
        """
        return b"".join(self.stream(sha))

    def check(self, progress: Progress = silent, expected: Iterable[str] = ()) -> list[Damage]:
        """Read every object and compare it with its name.

        Args:
            progress: told after each object.
            expected: SHA-256 of objects that must be there; those absent are reported missing.

        Returns:
            What is missing, altered or unreadable, in the order of the hashes; empty when all is
            well.
        """
        held = list(self)
        missing = set(expected).difference(held)
        found: list[Damage] = [
            Damage(sha=sha, what="missing", where=self.locate(sha), detail="") for sha in missing
        ]
        for done, sha in enumerate(held, start=1):
            damage = self._check_one(sha)
            if damage is not None:
                found.append(damage)
            progress("checking the vault", done, len(held))
        return sorted(found, key=lambda damage: damage.sha)

    def _check_one(self, sha: str) -> Damage | None:
        try:
            digest = hash_pieces(self._read(sha))
        except VaultError as error:
            return Damage(sha=sha, what="unreadable", where=self.locate(sha), detail=str(error))
        if digest == sha:
            return None
        detail = f"its bytes have SHA-256 {digest}"
        return Damage(sha=sha, what="altered", where=self.locate(sha), detail=detail)

    def _holds_unharmed(self, sha: str) -> bool:
        return self.has(sha) and self._check_one(sha) is None


def hash_pieces(pieces: Iterable[bytes]) -> str:
    """SHA-256 of the bytes that `pieces` give one after another."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def missing_object(sha: str, where: str) -> VaultError:
    """The error that says an object is not in the vault."""
    return VaultError(
        f"Object {sha} is missing from the vault (expected at {where}). Put the original back "
        "from a backup, or merge a bundle of someone who holds it."
    )


def wrong_bytes(sha: str, found: str) -> VaultError:
    """The error that says the bytes offered are not those that were announced."""
    return VaultError(f"Bytes announced as {sha} have SHA-256 {found}; nothing was kept.")


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(CHUNK):
                yield piece
    except OSError as error:
        reason = error.strerror or explain_os_error(error)
        raise VaultError(f"{path} cannot be read: {reason}.") from error


__all__ = ["Vault", "hash_pieces", "missing_object", "object_name", "wrong_bytes"]
