"""Machine code that needs neither Python nor a compiler: made once by numba, then only loaded.

A file holds one function for one set of types, as an object of the system's linker; its first line
holds the hash of the rest, what the function is called and what it gives. It is made for just this
processor: for another, or another version of Python or numba, it has another name. Functions are
called as numba's own code calls them, which its developers may change: so none are made with a
version of numba that has not been looked at, and where anything is not as expected, numba is asked.
"""

import ctypes
import hashlib
import json
import os
import struct
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from tawthiq.placing import image_of, placed

_KNOWN = ("0.68.",)  # of numba: how their code is called has been looked at, and is tested

# What an object may ask of the process: the C library's own, at home in every process.
_OUTSIDE = frozenset(
    ("exp", "exp2", "floor", "log", "log2", "memcpy", "memmove", "memset", "pow", "sqrt")
)
# Lines of /proc/cpuinfo: of x86 and of ARM.
_OF_PROCESSOR = (
    *("vendor_id", "cpu family", "model", "model name", "stepping", "flags"),
    *("CPU implementer", "CPU architecture", "CPU variant", "CPU part", "CPU revision", "Features"),
)
_GIVES = {"none": "", "int64": "q", "float64": "d", "bool": "?", "UniTuple(int64 x 2)": "qq"}
_NUMBERS = {
    "?": ctypes.c_uint8, "q": ctypes.c_int64, "Q": ctypes.c_uint64, "d": ctypes.c_double,
}  # fmt: skip


def can_be_called() -> bool:
    """Whether this system's objects and calls are those that we know, and compiling is wanted."""
    asked = os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"
    return asked and sys.platform == "linux" and struct.calcsize("P") == 8


def signature_of(given: Sequence[Any]) -> str:
    """The types of arguments, as a text: of arrays what they hold, dimensions, whether dense."""
    return ",".join([_type_of(one) for one in given])


def _type_of(one: Any) -> str:
    if isinstance(one, np.ndarray):
        return f"{one.dtype.str[1:]}:{one.ndim}{'C' if one.flags.c_contiguous else 'A'}"
    if isinstance(one, bool | np.bool_):
        return "?"
    if isinstance(one, float):
        return "d"
    if isinstance(one, np.uint64):
        return "Q"
    if isinstance(one, int | np.integer):
        return "q"
    return type(one).__name__


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A function as it is kept."""

    symbol: str  # its name in the object
    gives: str  # what it gives, as `struct` has it
    code: bytes  # the object


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A function in memory."""

    name: str
    call: Callable[..., int]
    gives: str  # as `struct` has it
    holder: Any = field(repr=False)  # the code is there as long as this is

    def __call__(self, given: Sequence[Any]) -> Any:
        """Call it with arguments of its types.

        Raises:
            RuntimeError: it has ended with an error of its own, such as a division by zero.
        """
        result = ctypes.create_string_buffer(64)
        error = ctypes.c_void_p()
        flat: list[Any] = [ctypes.addressof(result), ctypes.addressof(error)]
        for one in given:
            if isinstance(one, np.ndarray):
                # Nobody owns it here; how many, how large; where; and its shape and strides.
                start = one.__array_interface__["data"][0]
                flat += (0, 0, one.size, one.itemsize, start, *one.shape, *one.strides)
            else:
                flat.append(one)
        status = self.call(*flat)
        if status:
            raise RuntimeError(f"{self.name}: compiled code ended with status {status}.")
        if not self.gives:
            return None
        found = struct.unpack_from(self.gives, result)
        return found if len(found) > 1 else found[0]


def kept_code(function: Callable[..., Any], signature: str, folder: Path) -> Code | None:
    """The code of a function for some types: read, or made and kept; None where it cannot be.

    Args:
        function: plain Python, that numba can compile.
        signature: see `signature_of`.
        folder: where what is made of these sources is kept.
    """
    name = f"{function.__module__}.{function.__qualname__}"
    mark = hashlib.sha256(f"{_made_for()} {name} {signature}".encode()).hexdigest()[:24]
    path = folder / f"{name}-{mark}.code"
    kept = _read(path)
    if kept is None:
        kept = _make(function, signature)
        if kept is None:
            return None
        _keep(path, kept)
    return _load(name, signature, kept)


def _read(path: Path) -> Kept | None:
    """What a file holds; None where there is none, or not all of one."""
    with suppress(OSError):
        said, _, code = path.read_bytes().partition(b"\n")
        mark, _, about = said.partition(b" ")
        if mark.decode("ascii", "replace") == _mark(about, code):
            return Kept(code=code, **json.loads(about))
    return None


def _mark(about: bytes, code: bytes) -> str:
    return hashlib.sha256(about + code).hexdigest()


def _keep(path: Path, kept: Kept) -> None:
    """Write a file, whole or not at all: another process may read or write it now."""
    half = path.with_suffix(f".{os.getpid()}")
    about = json.dumps({"symbol": kept.symbol, "gives": kept.gives}).encode()
    with suppress(OSError):  # nothing may be written here: each process makes it anew
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(_mark(about, kept.code).encode() + b" " + about + b"\n" + kept.code)
        half.replace(path)


@cache
def _made_for() -> str:
    versions = (sys.version, _version_file("numba"), _version_file("llvmlite"), np.__version__)
    return " ".join([os.uname().machine, *versions, _processor()])


def _version_file(package: str) -> str:
    """What says which version of a package there is: to import it would take much longer."""
    found = find_spec(package)
    if found is not None and found.origin is not None:
        with suppress(OSError):
            return Path(found.origin).with_name("_version.py").read_text(encoding="utf-8")
    from importlib.metadata import version  # noqa: PLC0415 - seldom needed, and slow to import

    return version(package)


def _processor() -> str:
    """What tells processors apart that do not know the same instructions, as the system has it."""
    with suppress(OSError):
        first, _, _ = Path("/proc/cpuinfo").read_text(encoding="utf-8").partition("\n\n")
        said = (line.partition(":") for line in first.splitlines())
        return " ".join(value for key, _, value in said if key.strip() in _OF_PROCESSOR)
    from llvmlite import binding  # noqa: PLC0415 - nothing else knows

    return f"{binding.get_host_cpu_name()} {binding.get_host_cpu_features().flatten()}"


def _make(function: Callable[..., Any], signature: str) -> Kept | None:
    """Compile a function for some types; None where it cannot stand alone."""
    from numba import __version__, njit, types  # noqa: PLC0415 - only where nothing is kept
    from numba.core.errors import NumbaError  # noqa: PLC0415
    from numba.np.numpy_support import from_dtype  # noqa: PLC0415

    plain = {"?": types.boolean, "q": types.int64, "Q": types.uint64, "d": types.float64}
    given: list[Any] = []
    if not __version__.startswith(_KNOWN):
        return None
    for one in signature.split(","):
        what, _, shape = one.partition(":")
        if shape:
            layout: Any = shape[-1]
            given.append(types.Array(from_dtype(np.dtype(what)), int(shape[:-1]), layout))
        elif what in plain:
            given.append(plain[what])
        else:
            return None
    bare: Any = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}
    made: Any = njit(nogil=True, **bare)(function)
    try:
        made.compile(tuple(given))
    except NumbaError:  # it allocates, or does what only Python can
        return None
    one = made.overloads[tuple(given)]
    gives = _GIVES.get(str(one.signature.return_type))
    try:
        inside = one.library._final_module.functions
        code: bytes = one.library._get_compiled_object()
    except AttributeError:  # numba keeps it elsewhere now
        return None
    outside = {x.name for x in inside if x.is_declaration and not x.name.startswith("llvm.")}
    if gives is None or not outside <= _OUTSIDE:
        return None
    return Kept(symbol=one.fndesc.llvm_func_name, gives=gives, code=code)


@cache
def _target() -> Any:
    from llvmlite import binding  # noqa: PLC0415

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding.Target.from_triple(binding.get_process_triple())


def _load(name: str, signature: str, kept: Kept) -> Code | None:
    """Bring a function into memory."""
    image = image_of(kept.code, kept.symbol)
    in_place = None if image is None else placed(image)
    holder, start = (in_place, in_place.start) if in_place else _linked(kept)
    if not start:
        return None
    types: list[Any] = [ctypes.c_void_p, ctypes.c_void_p]
    for one in signature.split(","):
        what, _, shape = one.partition(":")
        if shape:
            n = int(shape[:-1])
            types += [ctypes.c_void_p] * 2 + [ctypes.c_int64] * 2 + [ctypes.c_void_p]
            types += [ctypes.c_int64] * (2 * n)
        else:
            types.append(_NUMBERS[what])
    call = ctypes.CFUNCTYPE(ctypes.c_int32, *types)(start)
    return Code(name=name, call=call, gives=kept.gives, holder=holder)


def _linked(kept: Kept) -> tuple[Any, int]:
    """Let the compiler's library bring a function into memory; what holds it, and its address."""
    from llvmlite import binding  # noqa: PLC0415 - where our own way does, it is not loaded

    nothing = binding.parse_assembly("")
    engine = binding.create_mcjit_compiler(nothing, _target().create_target_machine())
    engine.add_object_file(binding.ObjectFileRef.from_data(kept.code))
    engine.finalize_object()
    return engine, engine.get_function_address(kept.symbol)
