"""Objects placed by ourselves: what is not wholly understood is left to the library."""

import struct
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tawthiq import machine_code, placing
from tawthiq.machine_code import can_be_called, signature_of
from tawthiq.placing import image_of, placed

pytestmark = pytest.mark.skipif(not can_be_called(), reason="loaded on 64-bit Linux alone")


def powers(values, by, out):
    for i in range(values.shape[0]):
        out[i] = values[i] ** by + np.log2(values[i]) * 0.125


GIVEN = (np.linspace(1, 9, 5), 1.5, np.zeros(5))


@pytest.fixture(scope="module")
def kept():
    made = machine_code._make(powers, signature_of(GIVEN))
    assert made is not None
    return made


@pytest.fixture(scope="module")
def image(kept):
    found = image_of(kept.code, kept.symbol)
    if found is None:
        pytest.skip("objects of this processor are left to the library")
    return found


def test_addresses_stand_inside_the_image_and_apart(image):
    ends = sorted(at for at, _ in (*image.inner, *image.outer))
    assert all(later - earlier >= 8 for earlier, later in pairwise(ends))
    assert ends[-1] + 8 <= len(image.code)
    assert all(0 <= place < len(image.code) for _, place in image.inner)
    assert {name for _, name in image.outer} <= machine_code._OUTSIDE
    assert 0 <= image.entry < len(image.code)


def nothing(*_):
    return None


def test_both_ways_into_memory_give_the_same(kept, image, monkeypatch):
    signature, found = signature_of(GIVEN), []
    for ours in (True, False):
        if not ours:
            monkeypatch.setattr(machine_code, "image_of", nothing)
        out = np.zeros(5)
        code = machine_code._load("powers", signature, kept)
        assert isinstance(code.holder, placing.Placed) == ours
        code((*GIVEN[:2], out))
        found.append(out)
    expected = np.zeros(5)
    powers(*GIVEN[:2], expected)
    np.testing.assert_array_equal(*found)
    np.testing.assert_allclose(found[0], expected, rtol=1e-12)


def test_code_in_memory_cannot_be_written(image):
    there = placed(image)
    assert there is not None
    start = there.start - image.entry
    maps = Path("/proc/self/maps").read_text(encoding="ascii")
    spans = (line.split()[:2] for line in maps.splitlines())
    rights = [
        right
        for span, right in spans
        if int(span.split("-")[0], 16) <= start < int(span.split("-")[1], 16)
    ]
    assert rights == ["r-xp"]


def changed(code: bytes, at: int, kind: str, value: int) -> bytes:
    whole = bytearray(code)
    struct.pack_into(kind, whole, at, value)
    return bytes(whole)


def test_what_asks_for_more_is_left(kept, image):
    code = kept.code
    table, count = struct.unpack_from("<Q", code, 40)[0], struct.unpack_from("<H", code, 60)[0]
    sections = [struct.unpack_from("<IIQQQQIIQQ", code, table + 64 * k) for k in range(count)]
    assert image_of(code, "of another name") is None
    assert image_of(b"", kept.symbol) is None
    assert image_of(code[:70], kept.symbol) is None
    assert image_of(changed(code, 18, "<H", 183), kept.symbol) is None  # another processor
    for number, (_, kind, uses, _, start, _, _, about, _, _) in enumerate(sections):
        if kind == 4 and sections[about][2] & 2:  # another kind of address
            first = struct.unpack_from("<Q", code, start + 8)[0]
            assert image_of(changed(code, start + 8, "<Q", first + 1), kept.symbol) is None
        if uses & 2 and sections[number][5]:  # data that may be written
            at = table + 64 * number + 8
            assert image_of(changed(code, at, "<Q", uses | 1), kept.symbol) is None


def test_a_function_that_is_not_there_is_no_address(image):
    unknown = placing.Image(
        code=image.code, entry=image.entry, inner=(), outer=((0, "no_such_function_anywhere"),)
    )
    assert placed(unknown) is None


def test_a_second_run_loads_no_library_of_the_compiler():
    asked = (
        "import sys; import polars as pl; from tawthiq.linkage import link; "
        "link(pl.DataFrame({'record_id': ['a', 'b'], 'name': ['x y z', 'x y z']})); "
        "print('llvmlite' in sys.modules, 'rapidfuzz' in sys.modules)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert runs[1].stdout.split() == ["False", "False"]
