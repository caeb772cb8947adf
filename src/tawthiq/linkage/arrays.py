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
