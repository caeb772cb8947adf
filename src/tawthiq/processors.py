"""The processors this process may use, and work for them."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def processors() -> int:
    """How many there are: not every system can tell those this process may use from all."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def side_by_side(work: Callable[[Given], Made], given: Iterable[Given]) -> Iterator[Made]:
    """What `work` makes of each, in order; one thread a processor.

    `Executor.map` takes everything that is given at once. This takes no more than is being worked
    on, so what is given may be large, and made as it is asked for.
    """
    most = processors()
    waiting: deque[Future[Made]] = deque()
    pool = ThreadPoolExecutor(max_workers=most)
    try:
        for one in given:
            if len(waiting) == most:
                yield waiting.popleft().result()
            waiting.append(pool.submit(work, one))
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
