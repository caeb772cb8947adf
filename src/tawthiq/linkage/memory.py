"""Is there memory enough? Asked before the long work: a system that runs out stops without a word.

Sums of what arrays, threads and libraries took at 100,000 and 1,000,000 invented records
(benchmarks/link_growing.py); a table with longer names or larger blocks may need more.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tawthiq.errors import LinkageError

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

_A_RECORD = 1_200  # bytes
_ANY_TABLE = 300_000_000  # bytes: a sample of pairs that teaches, compiled code
_ADDRESSES = 1_700_000_000  # bytes of address space that threads and libraries set aside, unused
# A limit of the process counts what is set aside, and the memory that Polars has freed stays so: a
# million records took 2.7 GB of such a limit, and 1.7 GB where the allocator was told to let go.
_SET_ASIDE = 1.5
_ALLOCATOR, _LETS_GO = "_RJEM_MALLOC_CONF", "retain:false"
_UNLIMITED = 1 << 60
_GROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")

ADVICE = (
    "Link on a machine with more memory, raise the limit of this process, or link a part of the "
    "records at a time (one governorate, say)."
)
LIMITED_ADVICE = (
    f" A limit set by ulimit goes further with {_ALLOCATOR}={_LETS_GO} in the environment: memory "
    "that was freed then no longer counts."
)


def need(records: int) -> int:
    """Bytes that linking so many records takes, about."""
    return _ANY_TABLE + _A_RECORD * records


def left() -> Mapping[str, int]:
    """Bytes that this process may still use, by what sets the limit."""
    space, resident = _used()
    each = 1.0 if _lets_go() else _SET_ASIDE
    found = {}
    if resource is not None:
        for what, limit, used in (
            ("address space (ulimit -v)", resource.RLIMIT_AS, max(space, _ADDRESSES)),
            ("data (ulimit -d)", resource.RLIMIT_DATA, resident),
        ):
            soft = resource.getrlimit(limit)[0]
            if soft != resource.RLIM_INFINITY:
                found[what] = int((soft - used) / each)
    for path in _GROUPS:
        limit_of_group = _number_in(Path(path))
        if limit_of_group is not None:
            found["its control group"] = limit_of_group - resident
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        found["this machine"] = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") - resident
    return found


def check_memory(records: int) -> None:
    """Refuse to begin what cannot end.

    Args:
        records: how many will be linked.

    Raises:
        LinkageError: they need more than this process may take.
    """
    wanted = need(records)
    limits = left()
    if not limits:
        return
    what = min(limits, key=limits.__getitem__)
    if limits[what] < wanted:
        raise LinkageError(
            f"linking {records:,} records needs about {wanted / 1e9:.1f} GB of memory; "
            f"{what} leaves this process {max(limits[what], 0) / 1e9:.1f} GB. "
            f"{ADVICE}{_more_advice(what)}"
        )


@contextmanager
def memory_told(records: int) -> Iterator[None]:
    """Say what to do where memory runs out all the same.

    Raises:
        LinkageError: it did.
    """
    try:
        yield
    except MemoryError as error:
        raise LinkageError(
            f"memory ran out while {records:,} records were linked. "
            f"{ADVICE}{''.join({_more_advice(what) for what in left()})}"
        ) from error


def _lets_go() -> bool:
    """Whether the allocator of Polars was told to give back what is freed."""
    return _LETS_GO in os.environ.get(_ALLOCATOR, "")


def _more_advice(what: str) -> str:
    return LIMITED_ADVICE if "ulimit" in what and not _lets_go() else ""


def _used() -> tuple[int, int]:
    """Bytes of address space and of memory that this process has taken; 0 where nobody says."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
        page = os.sysconf("SC_PAGE_SIZE")
        return int(pages[0]) * page, int(pages[1]) * page
    except (OSError, ValueError):
        return 0, 0


def _number_in(path: Path) -> int | None:
    """A limit; None where there is none."""
    try:
        limit = int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):  # no such group, or "max"
        return None
    return limit if limit < _UNLIMITED else None
