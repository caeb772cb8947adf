"""How many processors this process may use."""

import os


def processors() -> int:
    """Not every system can tell them from all there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
