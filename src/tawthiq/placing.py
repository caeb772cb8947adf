"""Put the code of an object file into memory, where all that it asks for are addresses.

The linker of the compiler's library does this for every object there is, and takes forty megabytes
to load. What numba makes for x86-64 needs next to nothing of it: some sections, and in them places
where eight bytes are the address of another section or of a function of the C library. Any other
object is left to the library.

Source: System V Application Binary Interface, AMD64 supplement, chapter 4 (ELF).
"""

import ctypes
import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

_HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
_SECTION = struct.Struct("<IIQQQQIIQQ")
_SYMBOL = struct.Struct("<IBBHQQ")
_ADDRESS_AT = struct.Struct("<QQq")
_BEGINS, _RELOCATABLE, _X86_64 = b"\x7fELF\x02\x01\x01", 1, 62  # 64 bits, little-endian
_SYMBOLS, _ADDRESSES, _EMPTY, _SHORT_ADDRESSES = 2, 4, 8, 9  # kinds of section
_WRITTEN, _IN_MEMORY, _OF_THREAD = 1, 2, 1 << 10  # what a section is for
_WHOLE_ADDRESS = 1  # the one kind of address known here: 64 bits, symbol and addend
_OUTSIDE = 0  # the section of what is elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of an object."""

    kind: int
    uses: int
    start: int
    size: int
    link: int
    about: int
    align: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """Code as it will stand in memory, but for the addresses in it."""

    code: bytes
    entry: int  # where the function begins
    inner: tuple[tuple[int, int], ...]  # where an address belongs, and the place it is of
    outer: tuple[tuple[int, str], ...]  # where an address belongs, and the function it is of


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Code in memory: it is there as long as this is."""

    start: int  # address of the function
    pages: mmap.mmap = field(repr=False)


def image_of(code: bytes, symbol: str) -> Image | None:
    """Lay out an object; None where it asks for more than addresses.

    Args:
        code: the object.
        symbol: the function in it.
    """
    try:
        return _laid_out(code, symbol)
    except (struct.error, IndexError, ValueError):  # not an object at all
        return None


def _laid_out(code: bytes, symbol: str) -> Image | None:
    begins, kind, machine, _, _, _, table, *_, count, _ = _HEADER.unpack_from(code)
    if not begins.startswith(_BEGINS) or (kind, machine) != (_RELOCATABLE, _X86_64):
        return None
    sections = list(_sections(code, table, count))
    place, size = dict[int, int](), 0
    for number, one in enumerate(sections):
        if one.uses & _IN_MEMORY and one.size:
            if one.uses & (_WRITTEN | _OF_THREAD) or one.kind == _EMPTY:
                return None
            place[number] = size + -size % max(one.align, 1)
            size = place[number] + one.size
    image = bytearray(size)
    for number, at in place.items():
        one = sections[number]
        image[at : at + one.size] = code[one.start : one.start + one.size]
    entries = [
        place[section] + value
        for table_ in sections
        if table_.kind == _SYMBOLS
        for name, section, value in _symbols(code, table_, sections)
        if name == symbol and section in place
    ]
    addresses = _addresses(code, sections, place)
    if addresses is None or not entries:
        return None
    inner, outer = addresses
    return Image(code=bytes(image), entry=entries[0], inner=tuple(inner), outer=tuple(outer))


def _addresses(
    code: bytes, sections: list[Section], place: dict[int, int]
) -> tuple[list[tuple[int, int]], list[tuple[int, str]]] | None:
    """`Image.inner` and `Image.outer`; None where an address is of another kind than we know."""
    inner, outer = list[tuple[int, int]](), list[tuple[int, str]]()
    for one in sections:
        if one.about not in place or one.kind not in (_ADDRESSES, _SHORT_ADDRESSES):
            continue
        symbols = list(_symbols(code, sections[one.link], sections))
        for within, what, more in _ADDRESS_AT.iter_unpack(code[one.start : one.start + one.size]):
            name, section, value = symbols[what >> 32]
            at = place[one.about] + within
            if one.kind != _ADDRESSES or what & 0xFFFFFFFF != _WHOLE_ADDRESS:
                return None
            if section in place:
                inner.append((at, place[section] + value + more))
            elif section == _OUTSIDE and name and more == 0:
                outer.append((at, name))
            else:
                return None
    return inner, outer


def _sections(code: bytes, table: int, count: int) -> Iterator[Section]:
    for number in range(count):
        _, kind, uses, _, start, size, link, about, align, _ = _SECTION.unpack_from(
            code, table + number * _SECTION.size
        )
        yield Section(
            kind=kind, uses=uses, start=start, size=size, link=link, about=about, align=align
        )


def _symbols(
    code: bytes, table: Section, sections: list[Section]
) -> Iterator[tuple[str, int, int]]:
    """Name, section and place in it of each symbol."""
    names = sections[table.link].start
    symbols = code[table.start : table.start + table.size]
    for name, _, _, section, value, _ in _SYMBOL.iter_unpack(symbols):
        start = names + name
        yield code[start : code.index(b"\0", start)].decode("ascii"), section, value


def placed(image: Image) -> Placed | None:
    """Put code into memory; None where the system will not have it there."""
    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    pages = mmap.mmap(-1, max(len(image.code), 1), flags=private)
    start = ctypes.addressof(ctypes.c_char.from_buffer(pages))
    pages.write(image.code)
    try:
        addresses = {at: _address_of(name) for at, name in image.outer}
    except AttributeError:  # the C library here has no such function
        return None
    addresses |= {at: start + place for at, place in image.inner}
    for at, address in addresses.items():
        struct.pack_into("<Q", pages, at, address)
    # From here on it may run, and nobody may write it.
    if _this_process().mprotect(start, len(pages), mmap.PROT_READ | mmap.PROT_EXEC):
        return None
    return Placed(start=start + image.entry, pages=pages)


@cache
def _this_process() -> Any:
    """All that this process has loaded."""
    process = ctypes.CDLL(None)
    process.mprotect.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return process


def _address_of(name: str) -> int:
    return ctypes.cast(getattr(_this_process(), name), ctypes.c_void_p).value or 0
