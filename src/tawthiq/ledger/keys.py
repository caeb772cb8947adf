"""The key an author signs with: Ed25519, in one file that only its owner may read."""

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from tawthiq.errors import KeyFileError
from tawthiq.vault import atomic_write

_MAX_KEY_FILE = 1 << 16  # bytes; a key takes 119


class Key:
    """An author's signing key."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.author = public.hex()  # 64 hex digits: who the author is, to everyone

    def __repr__(self) -> str:
        return f"Key(author={self.author!r})"  # never the secret

    def sign(self, data: bytes) -> bytes:
        """Ed25519 signature over `data`, 64 bytes."""
        return self._private.sign(data)

    @classmethod
    def create(cls, path: Path | str) -> "Key":
        """Make a new key and keep it at `path` (PEM, PKCS #8, mode 0600).

        Raises:
            KeyFileError: a file is already there, or it cannot be written.
        """
        private = Ed25519PrivateKey.generate()
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with atomic_write(Path(path), error=KeyFileError, mode=0o600, overwrite=False) as file:
            file.write(pem)
        return cls(private)

    @classmethod
    def load(cls, path: Path | str, expected_author: str | None = None) -> "Key":
        """Read the key at `path`.

        Args:
            path: a file made by `Key.create`.
            expected_author: public key (hex) it must have, where known.

        Raises:
            KeyFileError: missing, damaged, not Ed25519, or of another author.
        """
        path = Path(path)
        key = cls(_read(path))
        if expected_author is not None and key.author != expected_author:
            raise KeyFileError(
                f"{path} signs as {key.author}, but this register's author is {expected_author}. "
                "Put that author's key there; or, to go on as another author, name the new public "
                "key in the register's settings."
            )
        return key


def _read(path: Path) -> Ed25519PrivateKey:
    try:
        with path.open("rb") as file:
            pem = file.read(_MAX_KEY_FILE)
    except FileNotFoundError:
        raise KeyFileError(
            f"The signing key {path} is missing. Restore it from your backup; without it the "
            "ledger can be read and verified, but nothing can be added in its author's name."
        ) from None
    except OSError as error:
        raise KeyFileError(f"The signing key {path} cannot be read: {error.strerror}.") from error
    try:
        private = load_pem_private_key(pem, password=None)
    except TypeError:
        raise KeyFileError(
            f"{path} is locked with a password, which tawthiq cannot ask for. "
            "Save it without one (PEM, PKCS #8) and protect the folder instead."
        ) from None
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyFileError(
            f"{path} is damaged or no private key in PEM. Restore it from your backup."
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyFileError(
            f"{path} holds a key of another kind; entries are signed with Ed25519. "
            "Restore the key that this register was made with."
        )
    return private
