"""Compile plain loops over arrays at their first call, and keep the result where one can.

The compiler takes a second and a hundred megabytes to load. Loops that need nothing of Python and
allocate nothing are kept as bare machine code too, and called without it: where they were compiled
once, the compiler is not loaded at all.

What is kept stands under a name made from the sources of all rooms that hold such loops, and of the
rooms these stand on: compiled functions take others into themselves, and constants too, from other
files, and a kept one would not see that those have changed. Work on other rooms compiles nothing
anew. What other sources left there goes once nothing has used it for a month.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any

from tawthiq.machine_code import Code, can_be_called, kept_code, signature_of

_NAME, _STAMP = "compiled-", 16  # the name of a folder, and the hexadecimal digits that follow
_UNUSED = 30 * 24 * 3600  # seconds
ROOMS = ("estimates", "fields", "linkage", "names")
"""Where compiled functions are, with the rooms that those import from."""


@cache
def _kept_folder() -> str:
    """Where compiled functions of just these sources are kept."""
    package = Path(__file__).parent
    files = [
        *package.glob("*.py"),
        *(file for room in ROOMS for file in (package / room).rglob("*.py")),
    ]
    stamp = hashlib.sha256()
    for file in sorted(files):
        status = file.stat()
        stamp.update(
            f"{file.relative_to(package)} {status.st_mtime_ns} {status.st_size}\n".encode()
        )
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    home = Path(chosen) if chosen else package / "__pycache__"
    folder = home / f"{_NAME}{stamp.hexdigest()[:_STAMP]}"
    remove_unused(folder)
    return str(folder)


def remove_unused(folder: Path) -> None:
    """Mark a folder as used today, and remove those beside it that nobody has used for long.

    Other programs may still be at work in those: a folder is as old as its last use, not as what is
    in it. A process that loses one all the same compiles anew. Where nothing may be written or
    removed, all stays as it is.

    Args:
        folder: of the sources that run now.
    """
    with suppress(OSError):  # it is not there yet, or belongs to somebody else
        os.utime(folder)
    oldest = time.time() - _UNUSED
    with suppress(OSError):  # the home is not there yet
        for other in folder.parent.glob(_NAME + "[0-9a-f]" * _STAMP):
            with suppress(OSError):  # another process was faster
                if other != folder and other.stat().st_mtime < oldest:
                    shutil.rmtree(other, ignore_errors=True)


class Compiled:
    """A function that is compiled at its first call, for each set of types it is called with.

    Other compiled functions may call it, too. What it does not know itself it asks the compiler's
    own function.
    """

    def __init__(
        self, function: Callable[..., Any], *, alone: bool, options: dict[str, Any]
    ) -> None:
        self.py_func = function
        self.targetoptions = options  # the compiler reads it where one function calls another
        self._alone = alone and can_be_called()
        self._codes: dict[str, Code | None] = {}
        self._made: Callable[..., Any] | None = None
        self._lock = RLock()

    def __call__(self, *given: Any) -> Any:
        """Call it; the first call with arguments of some types waits for the compiler."""
        if self._alone:
            signature = signature_of(given)
            try:
                code = self._codes[signature]
            except KeyError:
                code = self._code(signature)
            if code is not None:
                return code(given)
        return self.dispatcher(*given)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.dispatcher, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.py_func, self._alone, self.targetoptions)

    @property
    def dispatcher(self) -> Callable[..., Any]:
        """The compiler's own function."""
        with self._lock:
            if self._made is None:
                self._made = _dispatcher(self.py_func, self.targetoptions)
        return self._made

    def _code(self, signature: str) -> Code | None:
        with self._lock:
            if signature not in self._codes:
                self._codes[signature] = kept_code(self.py_func, signature, _code_folder())
            return self._codes[signature]


def _again(function: Callable[..., Any], alone: bool, options: dict[str, Any]) -> Compiled:
    """One that was sent to another process, or told of to the compiler."""
    return Compiled(function, alone=alone, options=options)


@cache
def _code_folder() -> Path:
    """Where machine code is kept: beside the compiler's, or where this user keeps such things."""
    folder = Path(_kept_folder())
    with suppress(OSError, RuntimeError):  # nothing may be written there; nobody is at home
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            caches = os.environ.get("XDG_CACHE_HOME")
            home = Path(caches) if caches else Path.home() / ".cache"
            folder = home / "tawthiq" / folder.name
            remove_unused(folder)
    return folder


def _dispatcher(function: Callable[..., Any], options: dict[str, Any]) -> Callable[..., Any]:
    from numba import config, njit  # noqa: PLC0415 - it takes most of a second to load

    config.CACHE_DIR = _kept_folder()  # type: ignore[attr-defined]
    try:
        made: Callable[..., Any] = njit(cache=True, **options)(function)
    except RuntimeError:  # "no locator available"
        made = njit(**options)(function)
    return made


def compiled(function: Callable[..., Any], *, alone: bool = False, **options: Any) -> Compiled:
    """Compile at the first call; keep the result on disk where any folder can be written.

    A read-only installation without a home (a container, a service account) has no such folder:
    there each process compiles anew.

    Args:
        function: what numba can compile.
        alone: it gets arrays and numbers, gives numbers or nothing, allocates nothing and raises
            nothing: it may be called without numba, and lets go of the interpreter.
        options: of `numba.njit`.
    """
    if alone:
        options["nogil"] = True
    return Compiled(function, alone=alone, options=options)
