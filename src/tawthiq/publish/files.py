"""Write a file whole or not at all."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from tawthiq.publish.model import ExportError


def write_atomically(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new file beside `path`, then put it in the place of `path`.

    A reader sees the old file or the new one, never a part; a killed process or a full disk leaves
    the old one as it was.

    Raises:
        ExportError: the folder is missing or read-only, the disk is full, `path` is a folder.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(f"{path} is a folder")
        # Not `tempfile`: its files are for one user only, and a report is there to be read.
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        write(temporary)
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise ExportError(
            f"{path}: cannot be written ({error.strerror or error}). Nothing was changed. "
            "Free space, or choose a folder you may write to."
        ) from error
    finally:
        if temporary.exists():
            temporary.unlink()


def _sync_folder(folder: Path) -> None:
    # So that the new name itself survives a power cut. Some file systems cannot; the file is safe.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
