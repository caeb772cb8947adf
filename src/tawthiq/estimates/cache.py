"""Answers that were worked out before, kept by what they were worked out from.

The name of a kept answer is a hash of the tables, the settings, the seed, the sources of this room
and the libraries that draw; so it is the answer, to the draw, that would be worked out now. A file
holds what `Estimate` holds, plain arrays and text: names of lists, but no record and no person.
Nothing depends on it: what is damaged, or cannot be written, is passed over.
"""

import hashlib
import json
import os
import platform
import secrets
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache as once
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates.family import Doubt
from tawthiq.estimates.model import (
    CaptureTable,
    Estimate,
    EstimateSettings,
    FamilyAnswer,
    NotEstimable,
    Shift,
)
from tawthiq.estimates.modes import Mode
from tawthiq.estimates.prior import FinitePrior
from tawthiq.estimates.tables import canonical

VARIABLE = "TAWTHIQ_CACHE_DIR"
"""The environment variable that names another folder for the user's own answers; empty: none."""

_MOST_BYTES = 200_000_000
_LEFT = 0.8  # of them, once the oldest are removed
_END = ".estimate"
_UNFINISHED = ".part"
_LIBRARIES = ("numpy", "scipy", "numba", "arviz-stats")  # that draws depend on
_KNOWN = {
    one.__name__: one
    for one in (
        Estimate, NotEstimable, EstimateSettings, FinitePrior, FamilyAnswer, Shift, Doubt, Mode,
    )
}  # fmt: skip
_DIGEST = hashlib.sha256().digest_size  # bytes, ahead of a file's content


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """A folder of answers."""

    folder: Path
    most_bytes: int = _MOST_BYTES

    def answer(
        self,
        tables: Sequence[CaptureTable],
        settings: EstimateSettings,
        seed: np.random.SeedSequence,
        work_out: Callable[[], Estimate | NotEstimable],
    ) -> Estimate | NotEstimable:
        """What these tables, settings and seed give: as it was kept, or worked out and kept now.

        Args:
            tables: as they are estimated; the order of their lists and rows does not matter.
            settings: those with `max_seconds` are not kept, since their draws depend on the clock.
            seed: of the draws.
            work_out: called where there is nothing.
        """
        if settings.max_seconds is not None:
            return work_out()
        path = self.folder / f"{key_of(tables, settings, seed)}{_END}"
        kept = _read(path)
        if kept is not None:
            # How many threads there were has no bearing on the draws.
            return replace(kept, settings=settings)
        found = work_out()
        with suppress(OSError):  # a full disk, a folder of somebody else
            self._write(path, found)
        return found

    def _write(self, path: Path, found: Estimate | NotEstimable) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.stem}.{secrets.token_hex(4)}{_UNFINISHED}")
        try:
            handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as file:
                content = packed(found)
                file.write(hashlib.sha256(content).digest() + content)
            temporary.replace(path)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()
        self._make_room()

    def _make_room(self) -> None:
        """Remove what was not used for longest, where there is more than there may be."""
        files = []
        for path in self.folder.iterdir():
            if path.suffix in (_END, _UNFINISHED):
                with suppress(FileNotFoundError):  # another process makes room too
                    status = path.stat()
                    files.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in files)
        if total <= self.most_bytes:
            return
        for _, size, path in sorted(files):
            if total <= _LEFT * self.most_bytes:
                break
            with suppress(FileNotFoundError):
                path.unlink()
            total -= size


def user_cache() -> Cache | None:
    """Where answers of plain tables are kept for this user; None where there is no such place."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Cache(folder=Path(named)) if named else None
    try:
        home = Path.home()
    except RuntimeError:  # an account without one
        return None
    if sys.platform == "darwin":
        base = home / "Library" / "Caches"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        chosen = Path(os.environ.get("XDG_CACHE_HOME") or "")
        base = chosen if chosen.is_absolute() else home / ".cache"
    return Cache(folder=base / "tawthiq" / "estimates")


def key_of(
    tables: Sequence[CaptureTable], settings: EstimateSettings, seed: np.random.SeedSequence
) -> str:
    """A hash of all that an answer depends on, hexadecimal.

    Args:
        tables: as they are estimated; the order of their lists and rows does not matter.
        settings: all but the number of threads.
        seed: as given; what was spawned of it before does not matter, where it comes from does.
    """
    ready = [canonical(table) for table in tables]
    said = {
        "sources": _sources(),
        "settings": replace(settings, threads=None).to_dict(),
        "entropy": _plain(seed.entropy),
        "spawn_key": [int(one) for one in seed.spawn_key],
        "lists": [[table.lists, dropped] for table, dropped in ready],
    }
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    for table, _ in ready:
        for numbers in (table.patterns, table.counts):
            digest.update(f"\n{numbers.shape} {numbers.dtype.name}\n".encode())
            digest.update(np.ascontiguousarray(numbers).tobytes())
    return digest.hexdigest()


def _plain(entropy: Any) -> Any:
    return entropy if entropy is None or isinstance(entropy, int) else [int(one) for one in entropy]


@once
def _sources() -> str:
    """What draws are made with: this room's files, by content, the libraries and the machine."""
    digest = hashlib.sha256(f"{platform.machine()} {sys.version_info[:2]}".encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    room = Path(__file__).parent
    for path in sorted([*room.glob("*.py"), room.parent / "compiling.py"]):
        digest.update(f"{path.name}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> Estimate | NotEstimable | None:
    """What is kept there; None where there is nothing, or nothing whole."""
    try:
        written = path.read_bytes()
    except OSError:
        return None
    content = written[_DIGEST:]
    if hashlib.sha256(content).digest() != written[:_DIGEST]:
        return None
    with suppress(OSError):  # so that it is not the next to go
        os.utime(path)
    return unpacked(content)


def packed(found: Estimate | NotEstimable) -> bytes:
    """An answer as bytes: a text, and the arrays that it points to."""
    arrays: dict[str, NDArray[Any]] = {}
    text = json.dumps(_to_plain(found, arrays))
    file = BytesIO()
    np.savez_compressed(
        file, allow_pickle=False, text=np.frombuffer(text.encode(), dtype=np.uint8), **arrays
    )
    return file.getvalue()


def unpacked(content: bytes) -> Estimate | NotEstimable:
    """The answer again, field by field."""
    with np.load(BytesIO(content), allow_pickle=False) as file:
        found: Estimate | NotEstimable = _from_plain(json.loads(file["text"].tobytes()), file)
    return found


def _to_plain(value: Any, arrays: dict[str, NDArray[Any]]) -> Any:
    if is_dataclass(value):
        return {
            "class": type(value).__name__,
            "fields": {
                one.name: _to_plain(getattr(value, one.name), arrays) for one in fields(value)
            },
        }
    if isinstance(value, np.ndarray):
        name = f"array{len(arrays)}"
        arrays[name] = value
        return {"array": name}
    if isinstance(value, tuple):
        return {"tuple": [_to_plain(one, arrays) for one in value]}
    if isinstance(value, dict):
        return {"dict": {name: _to_plain(one, arrays) for name, one in value.items()}}
    if isinstance(value, np.generic):
        return value.item()
    return value


def _from_plain(plain: Any, arrays: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    if "array" in plain:
        return arrays[plain["array"]]
    if "tuple" in plain:
        return tuple(_from_plain(one, arrays) for one in plain["tuple"])
    if "dict" in plain:
        return {name: _from_plain(one, arrays) for name, one in plain["dict"].items()}
    values = {name: _from_plain(one, arrays) for name, one in plain["fields"].items()}
    return _KNOWN[plain["class"]](**values)
