"""A bundle: entries and the objects under them in one file, to carry to another ledger.

A `.twq` is a zip whose members are stored, not compressed: what lies in a vault is mostly
compressed already, the same content then gives the same bytes whatever library wrote it, and a
reader need not fear a bomb.
"""

import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
from msgspec import Meta, Struct

from tawthiq.errors import BundleError
from tawthiq.ledger.entry import Entry, canonical_json, head_of, instant
from tawthiq.ledger.ledger import Ledger
from tawthiq.ledger.model import looks_like_hash, mentions_of, objects_of
from tawthiq.ledger.terms import Hash
from tawthiq.progress import Progress, silent
from tawthiq.vault import Vault, atomic_write

FORMAT = "tawthiq bundle"
VERSION = 1
MANIFEST = "manifest.json"
ENTRIES = "entries.jsonl"
OBJECTS = "objects/"
ZIP64_FROM = 2_000_000_000  # bytes; below what makes `zipfile` choose by itself
_LINE_START = b'{"entry":'
_LINE_MIDDLE = b',"signature":"'
_LINE_END = b'"}'
_SIGNATURE_DIGITS = 128
_Size = Annotated[int, Meta(ge=0, le=2**53 - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleLimits:
    """How large a bundle may be before it is refused unread."""

    members: int = 200_000
    manifest: int = 64 << 20  # bytes
    entries: int = 2 << 30  # bytes of all entries
    object: int = 8 << 30  # bytes of one object
    total: int = 256 << 30  # bytes of all members


class ObjectNote(Struct, frozen=True, forbid_unknown_fields=True):
    """One object as the manifest lists it."""

    sha256: Hash
    size: _Size  # bytes


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """What a bundle says it holds."""

    format: str
    version: int
    entries: _Size  # how many
    entries_size: _Size  # bytes of entries.jsonl
    entries_sha256: Hash
    head: Hash  # over the ids of these entries, as `Ledger.head`
    objects: list[ObjectNote]  # by sha256, ascending


def write_bundle(
    ledger: Ledger,
    vault: Vault,
    path: Path | str,
    since: str | datetime | None = None,
    progress: Progress = silent,
) -> Manifest:
    """Write entries, and the objects they stand on, into one file at `path`.

    The same entries and objects give the same bytes, whoever writes them. The file appears whole or
    not at all; one already at `path` is replaced.

    Args:
        ledger: where the entries come from.
        vault: where the objects come from; each is checked as it is read.
        path: the file to write, named `….twq` by custom.
        since: only entries dated at or after this instant (a `datetime`, or ISO 8601; without a
            zone it is UTC). The receiver must hold what those entries follow, or will refuse the
            bundle and say so. Entries that others wrote earlier and that reached this ledger later
            are not in it: send a whole bundle when in doubt.
        progress: told after each object.

    Returns:
        The manifest that was written.

    Raises:
        BundleError: `since` is no instant, or the file cannot be written.
        VaultError: an object is missing or damaged.
        LedgerError: an entry is damaged.
    """
    start = _start(since)
    entries = [entry for entry in ledger.entries() if entry.at >= start]
    shas = sorted(_travelling(entries, vault))
    lines = b"".join(bundle_line(entry) for entry in entries)
    manifest = manifest_of(
        lines,
        [entry.id for entry in entries],
        [ObjectNote(sha256=sha, size=vault.size(sha)) for sha in shas],
    )
    with atomic_write(Path(path), error=BundleError) as file, _new_zip(file) as archive:
        said = manifest_bytes(manifest)
        _write_member(archive, MANIFEST, len(said), [said])
        _write_member(archive, ENTRIES, len(lines), [lines])
        for done, note in enumerate(manifest.objects, start=1):
            pieces = vault.stream(note.sha256)
            _write_member(archive, OBJECTS + note.sha256, note.size, pieces)
            progress("writing objects", done, len(manifest.objects))
    return manifest


def bundle_line(entry: Entry) -> bytes:
    """One line of `entries.jsonl`: canonical JSON of the entry and its signature."""
    signature = entry.signature.hex().encode("ascii")
    return _LINE_START + entry.canonical + _LINE_MIDDLE + signature + _LINE_END + b"\n"


def split_line(line: bytes) -> tuple[bytes, bytes]:
    """The canonical bytes and the signature of one line (without its newline).

    Raises:
        ValueError: the line is not of that form.
    """
    tail = len(_LINE_MIDDLE) + _SIGNATURE_DIGITS + len(_LINE_END)
    canonical = line[len(_LINE_START) : -tail]
    digits = line[-_SIGNATURE_DIGITS - len(_LINE_END) : -len(_LINE_END)].decode("ascii")
    rebuilt = _LINE_START + canonical + _LINE_MIDDLE + digits.encode("ascii") + _LINE_END
    if rebuilt != line or not (looks_like_hash(digits[:64]) and looks_like_hash(digits[64:])):
        raise ValueError("it is not an entry with a signature")
    return canonical, bytes.fromhex(digits)


def manifest_of(lines: bytes, ids: list[str], objects: list[ObjectNote]) -> Manifest:
    """The manifest that belongs to these entries and objects."""
    return Manifest(
        format=FORMAT,
        version=VERSION,
        entries=len(ids),
        entries_size=len(lines),
        entries_sha256=hashlib.sha256(lines).hexdigest(),
        head=head_of(ids),
        objects=objects,
    )


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as canonical JSON."""
    return canonical_json(msgspec.to_builtins(manifest))


def _travelling(entries: list[Entry], vault: Vault) -> set[str]:
    needed = {sha for entry in entries for sha in objects_of(entry.body)}
    perhaps = {sha for entry in entries for sha in mentions_of(entry.body)} - needed
    return needed | {sha for sha in perhaps if vault.has(sha)}


def _start(since: str | datetime | None) -> str:
    if since is None:
        return ""
    try:
        moment = datetime.fromisoformat(since) if isinstance(since, str) else since
    except ValueError:
        raise BundleError(
            f"since: {since!r} is no instant; expected for example 2024-05-01 or "
            "2024-05-01T12:00:00Z."
        ) from None
    return instant(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _new_zip(file: BinaryIO) -> zipfile.ZipFile:
    return zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True)


def _member(name: str, size: int) -> zipfile.ZipInfo:
    # Everything a zip would take from the machine it is written on is fixed.
    member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    member.create_system = 3
    member.external_attr = 0o100644 << 16
    member.file_size = size
    return member


def _write_member(archive: zipfile.ZipFile, name: str, size: int, pieces: Iterable[bytes]) -> None:
    with archive.open(_member(name, size), "w", force_zip64=size >= ZIP64_FROM) as out:
        for piece in pieces:
            out.write(piece)
