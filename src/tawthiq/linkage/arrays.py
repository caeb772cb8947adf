"""Short names for the types of arrays, and rows that memory gives at once."""

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
I8 = npt.NDArray[np.int8]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]
F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]

_LINE = 64  # bytes that the processor brings at once


def cache_lines(rows: int, width: int) -> I32:
    """Zeros of this shape, whose first row begins a line of the processor's cache."""
    room = np.zeros(rows * width + _LINE // 4, dtype=np.int32)
    first = -room.__array_interface__["data"][0] % _LINE // 4
    return room[first : first + rows * width].reshape(rows, width)


def distinct(values: I64) -> I64:
    """Each value once, ascending: sorted, which is many times as quick as a table of them."""
    values = np.sort(values)
    each: I64 = values[np.concatenate([[True], values[1:] != values[:-1]])[: len(values)]]
    return each


def without(values: I64, known: I64) -> I64:
    """Each value once, ascending, that is none of `known`, which ascend."""
    values = distinct(values)
    if not len(known):
        return values
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    new: I64 = values[known[at] != values]
    return new
