"""A pool of threads that ends at once, and cleanly, when the user interrupts."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from tawthiq.processors import processors

Each = Callable[[Callable[[int], Any], int], list[Any]]
"""Calls some work with 0, 1, ... and gives what it returned, in order: in threads, or not."""


class Stopped(Exception):  # noqa: N818 - not an error: the caller asked for it
    """Sampling was told to stop."""


def one_by_one(work: Callable[[int], Any], count: int) -> list[Any]:
    """Call `work` with 0, 1, ... in this thread."""
    return [work(one) for one in range(count)]


@contextmanager
def stoppable_pool(threads: int) -> Iterator[tuple[ThreadPoolExecutor, threading.Event]]:
    """Open a pool of `threads` (0: one a processor) and an event that its work must look at.

    Whatever interrupts the block, Ctrl-C included, sets the event, drops work not begun, and
    waits for the threads to notice.
    """
    stop = threading.Event()
    pool = ThreadPoolExecutor(threads or processors())
    try:
        yield pool, stop
    except BaseException:
        stop.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
