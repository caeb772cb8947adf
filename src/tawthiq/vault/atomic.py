"""Write a file whole or not at all, whatever kills us in between."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tawthiq.errors import TawthiqError

_REASONS = {
    errno.ENOSPC: "the disk is full. Free some space and run the same command again",
    errno.EDQUOT: "your quota on this disk is used up. Free some space and run the command again",
    errno.EFBIG: "the file would be larger than this disk or session allows",
    errno.EROFS: "the disk is read-only. Mount it for writing, or choose another folder",
    errno.EACCES: "you may not write there. Ask for write permission, or choose another folder",
    errno.EPERM: "you may not write there. Ask for write permission, or choose another folder",
    errno.ENOTDIR: "a part of that path is a file, not a folder. Choose another path",
    errno.EISDIR: "a folder lies at that path. Choose another path",
}


def explain_os_error(error: OSError) -> str:
    """What went wrong with a file, and how to mend it, in plain words."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


@contextmanager
def atomic_write(
    path: Path, *, error: type[TawthiqError], mode: int = 0o644, overwrite: bool = True
) -> Iterator[BinaryIO]:
    """Open a new file that takes its place at `path` only when the block ends well.

    Written beside `path`, flushed to the disk, then renamed: a reader sees the old file or the new
    one, never half of it. When the block raises, nothing is left.

    Args:
        path: where the file shall stand; its folder must exist.
        error: the class of error to raise.
        mode: permission bits of the new file, before the umask.
        overwrite: false raises where a file already stands at `path`.

    Raises:
        TawthiqError: of class `error`: disk full, folder read-only, or `path` taken.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(temporary, flags, mode), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            os.replace(temporary, path)  # noqa: PTH105 - tests stop the process here by name
        else:
            _place_new(temporary, path)
        sync_folder(path.parent)
    except FileExistsError as exists:
        raise error(f"{path} already exists; nothing was written. Choose another name.") from exists
    except OSError as caught:
        raise error(f"{path} cannot be written: {explain_os_error(caught)}.") from caught
    finally:
        temporary.unlink(missing_ok=True)


def _place_new(temporary: Path, path: Path) -> None:
    try:
        # Unlike a rename, a link refuses where `path` is taken.
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here (FAT, some network disks): look, then rename.
        if path.exists():
            raise FileExistsError(errno.EEXIST, "taken", str(path)) from None
        os.replace(temporary, path)  # noqa: PTH105


def sync_folder(folder: Path) -> None:
    """Flush a folder's own entries, so that a rename in it survives a power cut."""
    if os.name == "nt":  # Windows opens no folder as a file, and needs no such flush
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network disks cannot flush a folder; the file itself is already safe.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)
