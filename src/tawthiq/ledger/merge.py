"""Take in a bundle: everything in it is verified before anything is written.

A bundle comes from outside: by mail, on a stick, through hands that may not be friendly. It is
refused whole, with the reason, unless every byte of it is accounted for.
"""

import hashlib
import os
import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from tawthiq.errors import BundleError
from tawthiq.ledger import bundle as bundles
from tawthiq.ledger.bundle import (
    ENTRIES,
    FORMAT,
    MANIFEST,
    OBJECTS,
    VERSION,
    BundleLimits,
    Manifest,
    manifest_bytes,
    manifest_of,
    split_line,
)
from tawthiq.ledger.entry import Entry, EntryError, read_entry, signed_by_author
from tawthiq.ledger.ledger import Ledger
from tawthiq.ledger.model import looks_like_hash, mentions_of, objects_of
from tawthiq.ledger.verify import check_link, forks_of
from tawthiq.progress import Progress, silent
from tawthiq.vault import Vault

_CHUNK = 1 << 20  # bytes read at a time
_ENCRYPTED = 0x1  # flag bit of a zip member
_LOCAL_HEADER = 30  # bytes before the name of a zip member (APPNOTE 4.3.7)
_ZIP64_EXTRA = 20  # bytes of the extra field that a large member's header carries (4.5.3)
_DIRECTORY_LINE = 46 + len(OBJECTS) + 64 + 28  # bytes a member takes in the directory, at most
_END = struct.Struct("<4s4H2LH")  # end of the directory (4.3.16)
_LOCATOR = struct.Struct("<4sLQL")  # where its zip64 form is (4.3.15)
_END64 = struct.Struct("<4sQ2H2L4Q")  # its zip64 form (4.3.14)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What a bundle brought."""

    added: int  # entries that are new here
    known: int  # entries that were here already
    objects: int  # objects that are new in the vault
    doubts: tuple[str, ...]  # what a person should look at: an author's key used in two places


def merge_bundle(
    ledger: Ledger,
    vault: Vault,
    path: Path | str,
    progress: Progress = silent,
    limits: BundleLimits = BundleLimits(),  # noqa: B008 - frozen
) -> MergeReport:
    """Verify the bundle at `path` and add what is new in it: all of it, or nothing.

    Checked before anything is written: the zip's form, that each member is expected and of its
    declared size, each object's hash, each entry's id, canonical form and signature, that each
    chain connects to what is known here or in the bundle, and that every object an entry stands on
    is here or in the bundle. Objects go to the vault first, then the entries in one transaction: a
    process killed in between leaves objects nobody speaks of yet, and the merge can be run again.

    Raises:
        BundleError: the bundle is refused, with the reason; nothing was written.
        LedgerError: the ledger cannot be written; it is as it was before.
        VaultError: the vault cannot be read or written.
    """
    path = Path(path)
    with _opened(path, limits) as bundle:
        entries = _check_entries(bundle, progress)
        _check_objects(bundle, vault, entries, progress)
        known = ledger.store.known([entry.id for entry in entries])
        _check_chains(bundle, ledger, entries, known)
        objects = _keep_objects(bundle, vault, progress)
    new = [entry for entry in entries if entry.id not in known]
    ledger.add_verified(new)
    return MergeReport(
        added=len(new), known=len(known), objects=objects, doubts=_forks(ledger, new)
    )


class _Bundle:
    """An open bundle whose form has been checked."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.path = path
        self.archive = archive
        self.manifest = manifest

    def refuse(self, reason: str) -> BundleError:
        return _refusal(self.path, reason)

    def pieces(self, name: str) -> Iterator[bytes]:
        with _zip_faults(self.path), self.archive.open(name) as member:
            while piece := member.read(_CHUNK):
                yield piece


def _refusal(path: Path, reason: str) -> BundleError:
    return BundleError(
        f"{path} was refused, and nothing was taken from it: {reason}. Ask its sender to write it "
        "again and compare the files' SHA-256."
    )


@contextmanager
def _opened(path: Path, limits: BundleLimits) -> Iterator[_Bundle]:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise BundleError(f"There is no bundle at {path}.") from None
    except OSError as error:
        raise BundleError(f"{path} cannot be read: {error.strerror}.") from error
    with file:
        with _zip_faults(path):
            size = _check_directory(path, file, limits)
            archive = zipfile.ZipFile(file)
        with archive:
            members = _check_members(path, archive, size, limits)
            yield _Bundle(path, archive, _read_manifest(path, archive, members))


@contextmanager
def _zip_faults(path: Path) -> Iterator[None]:
    try:
        yield
    # What `zipfile` raises on bytes that only look like a zip; NotImplementedError is a
    # RuntimeError, UnicodeDecodeError a ValueError.
    except (zipfile.BadZipFile, struct.error, EOFError, RuntimeError, ValueError) as error:
        raise _refusal(path, f"it is no whole zip file ({error})") from error
    except OSError as error:
        raise BundleError(f"{path} cannot be read: {error.strerror or error}.") from error


def _check_directory(path: Path, file: BinaryIO, limits: BundleLimits) -> int:
    """Refuse a directory too large to load, before `zipfile` loads it; return the file's size."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END.size - _LOCATOR.size - _END64.size))
    tail = file.read()
    end = tail[-_END.size :]
    if len(end) < _END.size or not end.startswith(b"PK\5\6"):
        raise _refusal(path, "it is no zip file, or was cut short")
    directory = _END.unpack(end)[5]
    locator = tail[-_END.size - _LOCATOR.size : -_END.size]
    if locator.startswith(b"PK\6\7") and tail.startswith(b"PK\6\6"):
        directory = max(directory, _END64.unpack(tail[: _END64.size])[8])
    if directory > limits.members * _DIRECTORY_LINE:
        raise _refusal(path, f"its directory is {directory:,} bytes long")
    file.seek(0)
    return size


def _check_members(
    path: Path, archive: zipfile.ZipFile, size: int, limits: BundleLimits
) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > limits.members:
        raise _refusal(path, f"it has {len(infos):,} members, more than {limits.members:,}")
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.orig_filename  # before `zipfile` cuts it at a NUL or turns its slashes
        fault = _fault(info, name, limits)
        if fault is None and name in members:
            fault = "stands in it twice"
        if fault is not None:
            raise _refusal(path, f"its member {name!r} {fault}")
        members[name] = info
    for name in (MANIFEST, ENTRIES):
        if name not in members:
            raise _refusal(path, f"its {name} is missing")
    total = sum(info.file_size for info in infos)
    if total > min(limits.total, size):
        raise _refusal(path, f"its members claim {total:,} bytes in a file of {size:,}")
    if list(members) != [MANIFEST, ENTRIES, *sorted(members.keys() - {MANIFEST, ENTRIES})]:
        raise _refusal(path, "its members are out of order")
    # One after another from the first byte on: none overlap, and nothing hides between them.
    at = 0
    ends = [*(info.header_offset for info in infos[1:]), archive.start_dir]
    for info, end in zip(infos, ends, strict=True):
        large = info.file_size >= bundles.ZIP64_FROM
        length = _LOCAL_HEADER + len(info.orig_filename) + info.file_size
        length += _ZIP64_EXTRA if large else 0
        plain = not info.comment and (large or at >= 1 << 31 or not info.extra)
        if info.header_offset != at or end - at != length or not plain:
            raise _refusal(path, f"its member {info.orig_filename!r} overlaps or hides something")
        at = end
    return members


def _fault(info: zipfile.ZipInfo, name: str, limits: BundleLimits) -> str | None:
    allowed = {MANIFEST: limits.manifest, ENTRIES: limits.entries}
    limit = allowed.get(name)
    if limit is None:
        sha = name.removeprefix(OBJECTS)
        if not name.startswith(OBJECTS) or not looks_like_hash(sha):
            return "has a name no bundle holds"
        limit = limits.object
    mode = info.external_attr >> 16
    if mode and not stat.S_ISREG(mode):
        return "is no plain file"
    if info.flag_bits & _ENCRYPTED:
        return "is locked with a password"
    if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
        return "is compressed; a bundle stores its members as they are"
    if info.file_size > limit:
        return f"claims {info.file_size:,} bytes, more than {limit:,}"
    return None


def _read_manifest(
    path: Path, archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]
) -> Manifest:
    with _zip_faults(path):
        data = archive.read(MANIFEST)
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        newer = _newer_version(data)
        if newer is not None:
            raise _too_new(path, newer) from error
        raise _refusal(path, f"its manifest is not one ({error})") from error
    except RecursionError:
        raise _refusal(path, "its manifest is nested too deep") from None
    if manifest.format != FORMAT:
        raise _refusal(path, f"its manifest calls it a {manifest.format!r}")
    if manifest.version != VERSION:
        raise _too_new(path, manifest.version)
    if manifest_bytes(manifest) != data:
        raise _refusal(path, "its manifest is not in canonical form")
    declared = {OBJECTS + note.sha256: note.size for note in manifest.objects}
    if list(declared) != sorted(declared) or len(declared) != len(manifest.objects):
        raise _refusal(path, "its manifest lists objects twice or out of order")
    declared[ENTRIES] = manifest.entries_size
    declared[MANIFEST] = len(data)
    if members.keys() != declared.keys():
        odd = sorted(members.keys() ^ declared.keys())[0]
        raise _refusal(path, f"its manifest and its members disagree about {odd}")
    for name, info in members.items():
        if info.file_size != declared[name]:
            raise _refusal(
                path, f"{name} has {info.file_size:,} bytes; its manifest says {declared[name]:,}"
            )
    return manifest


def _newer_version(data: bytes) -> int | None:
    try:
        said = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        version = int(bytes(said.get("version", msgspec.Raw(b"0"))))
    except (ValueError, RecursionError):
        return None
    return version if version > VERSION else None


def _too_new(path: Path, version: int) -> BundleError:
    return BundleError(
        f"{path} has bundle format {version}; this version of tawthiq reads format {VERSION}. "
        "Install the newer version; nothing was taken from the bundle."
    )


def _check_entries(bundle: _Bundle, progress: Progress) -> list[Entry]:
    data = b"".join(bundle.pieces(ENTRIES))
    if hashlib.sha256(data).hexdigest() != bundle.manifest.entries_sha256:
        raise bundle.refuse("its entries are not those its manifest names")
    if data and not data.endswith(b"\n"):
        raise bundle.refuse("its entries are cut short")
    lines = data.split(b"\n")[:-1]
    entries: list[Entry] = []
    for number, line in enumerate(lines, start=1):
        entry = _read_line(bundle, number, line)
        if entries and (entry.at, entry.id) <= (entries[-1].at, entries[-1].id):
            raise bundle.refuse(f"line {number} of its entries is out of order or there twice")
        entries.append(entry)
        if number % 100 == 0 or number == len(lines):
            progress("checking entries", number, len(lines))
    manifest = manifest_of(data, [entry.id for entry in entries], bundle.manifest.objects)
    if manifest != bundle.manifest:
        raise bundle.refuse("its manifest counts its entries wrongly")
    return entries


def _read_line(bundle: _Bundle, number: int, line: bytes) -> Entry:
    try:
        canonical, signature = split_line(line)
        entry = read_entry(canonical, signature, strict=True)
    except EntryError as error:
        raise bundle.refuse(f"line {number} of its entries: {error}") from error
    except ValueError as error:
        raise bundle.refuse(
            f"line {number} of its entries: it is not an entry with a signature"
        ) from error
    if not signed_by_author(entry.author, canonical, signature):
        raise bundle.refuse(
            f"line {number} of its entries: the signature of {entry} is not its author's"
        )
    return entry


def _check_objects(bundle: _Bundle, vault: Vault, entries: list[Entry], progress: Progress) -> None:
    needed = {sha: entry for entry in entries for sha in objects_of(entry.body)}
    mentioned = {sha for entry in entries for sha in mentions_of(entry.body)}
    carried = {note.sha256 for note in bundle.manifest.objects}
    for sha in sorted(carried - mentioned):
        raise bundle.refuse(f"it carries object {sha}, which none of its entries speaks of")
    for sha in sorted(needed.keys() - carried):
        if not vault.has(sha):
            raise bundle.refuse(
                f"{needed[sha]} stands on object {sha}, which is neither here nor in the bundle"
            )
    for done, sha in enumerate(sorted(carried), start=1):
        digest = hashlib.sha256()
        for piece in bundle.pieces(OBJECTS + sha):
            digest.update(piece)
        if digest.hexdigest() != sha:
            raise bundle.refuse(f"its object {sha} has other bytes (SHA-256 {digest.hexdigest()})")
        progress("checking objects", done, len(carried))


def _check_chains(
    bundle: _Bundle,
    ledger: Ledger,
    entries: list[Entry],
    known: dict[str, tuple[str, int, str]],
) -> None:
    places = {entry.id: (entry.author, entry.seq, entry.at) for entry in entries}
    before = sorted({entry.previous for entry in entries if entry.previous} - places.keys())
    places |= ledger.store.known(before)
    for entry in entries:
        if entry.id in known:
            continue
        fault = check_link(entry, places.get(entry.previous or ""))
        if fault is not None:
            raise bundle.refuse(f"{entry}: {fault}")


def _keep_objects(bundle: _Bundle, vault: Vault, progress: Progress) -> int:
    new = 0
    for done, note in enumerate(bundle.manifest.objects, start=1):
        if not vault.has(note.sha256):
            new += 1
        # Checked anew as it is written: the file may have been swapped under us.
        vault.put_stream(bundle.pieces(OBJECTS + note.sha256), note.sha256)
        progress("keeping objects", done, len(bundle.manifest.objects))
    return new


def _forks(ledger: Ledger, new: list[Entry]) -> tuple[str, ...]:
    fresh = {entry.id for entry in new}
    authors = {entry.author for entry in new}
    if not authors:
        return ()
    ours = (entry for entry in ledger.entries() if entry.author in authors)
    return tuple(
        f"The key of author {group[0].author} was used in two places: {len(group)} entries follow "
        f"{group[0].previous or 'nothing'} ({', '.join(entry.id for entry in group)})."
        for group in forks_of(ours)
        if fresh.intersection(entry.id for entry in group)
    )
