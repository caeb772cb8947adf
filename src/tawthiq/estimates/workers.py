"""A pool of threads that ends at once, and cleanly, when the user interrupts."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tawthiq.processors import processors


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
