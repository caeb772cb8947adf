"""What the vault says of its objects, and the one way an object is named."""

import re
from dataclasses import dataclass
from typing import Literal

from tawthiq.errors import VaultError

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)

CHUNK = 1 << 20  # bytes read or written at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """An object of the vault that is not what its name says."""

    sha: str  # the SHA-256 the object should have
    what: Literal["missing", "altered", "unreadable"]
    where: str  # the file or address where it lies, or should lie
    detail: str  # the hash found, or the reason it cannot be read; "" where missing

    def __str__(self) -> str:
        detail = f": {self.detail}" if self.detail else ""
        return f"object {self.sha} is {self.what} ({self.where}){detail}"


def is_hash(text: str) -> bool:
    """Whether `text` is a SHA-256 as we write it: 64 lower-case hex digits."""
    return _HASH.fullmatch(text) is not None


def object_name(sha: str) -> str:
    """Where an object lies within any vault: `aa/bb…`, split after the first two digits.

    Raises:
        VaultError: `sha` is no SHA-256, so it can name no object (nor a path out of the vault).
    """
    if not is_hash(sha):
        raise VaultError(f"{sha!r} is no SHA-256; expected 64 hex digits in lower case.")
    return f"{sha[:2]}/{sha[2:]}"
