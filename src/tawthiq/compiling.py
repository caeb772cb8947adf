"""Compile plain loops over arrays at their first call, and keep the result where one can.

What is kept stands under a name made from all source files of the package: compiled functions take
others into themselves, from other files too, and a kept one would not see that those have changed.
"""

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from numba import config, njit


@cache
def _kept_folder() -> str:
    """Where compiled functions of just this source are kept."""
    package = Path(__file__).parent
    stamp = hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        status = file.stat()
        stamp.update(
            f"{file.relative_to(package)} {status.st_mtime_ns} {status.st_size}\n".encode()
        )
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    home = Path(chosen) if chosen else package / "__pycache__"
    return str(home / f"compiled-{stamp.hexdigest()[:16]}")


def compiled(function: Callable[..., Any], **options: Any) -> Callable[..., Any]:
    """Compile at the first call; keep the result on disk where any folder can be written.

    A read-only installation without a home (a container, a service account) has no such folder:
    there each process compiles anew.

    Args:
        function: what numba can compile.
        options: of `numba.njit`.
    """
    config.CACHE_DIR = _kept_folder()  # type: ignore[attr-defined]
    try:
        made: Callable[..., Any] = njit(cache=True, **options)(function)
    except RuntimeError:  # "no locator available"
        made = njit(**options)(function)
    return made
