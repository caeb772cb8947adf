"""A pool of threads that ends at once, and cleanly, when the user interrupts."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def stoppable_pool(threads: int) -> Iterator[tuple[ThreadPoolExecutor, threading.Event]]:
    """Open a pool of `threads` (0: one a processor) and an event that its work must look at.

    Whatever interrupts the block, Ctrl-C included, sets the event, drops work not begun, and
    waits for the threads to notice.
    """
    stop = threading.Event()
    pool = ThreadPoolExecutor(threads or _processors())
    try:
        yield pool, stop
    except BaseException:
        stop.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _processors() -> int:
    """Processors this process may use; not every system can tell them from all there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
