"""Compile plain loops over arrays at their first call, and keep the result where one can."""

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any], **options: Any) -> Callable[..., Any]:
    """Compile at the first call; keep the result on disk where any folder can be written.

    A read-only installation without a home (a container, a service account) has no such folder:
    there each process compiles anew.

    Args:
        function: what numba can compile.
        options: of `numba.njit`.
    """
    try:
        made: Callable[..., Any] = njit(cache=True, **options)(function)
    except RuntimeError:  # "no locator available"
        made = njit(**options)(function)
    return made
