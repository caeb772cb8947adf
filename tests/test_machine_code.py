"""Machine code that stands alone: the same answers, and no compiler where it was made before."""

# ruff: noqa: PLR0917 - compiled functions take positional arguments only

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq import machine_code
from tawthiq.machine_code import can_be_called, kept_code, signature_of

pytestmark = pytest.mark.skipif(not can_be_called(), reason="loaded on 64-bit Linux alone")


def weighted(values, weights, flags, shift, factor, turned, out):
    """Sums over rows, with every kind of argument; how many rows, and the sum of the flags."""
    total = 0
    for i in range(values.shape[0]):
        if turned and flags[i]:
            out[i] = -shift * factor
        else:
            for j in range(values.shape[1]):
                out[i] += values[i, j] * weights[j] * 2.0 ** min(shift, 8) * factor
        total += flags[i]
    return values.shape[0], total


def last(values, at):
    return values[at]


def divided(values, by):
    return values[0] // by


def allocates(values):
    return np.zeros(len(values)).sum() + values[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("code")


@settings(max_examples=30, deadline=None)
@given(
    rows=st.integers(0, 5),
    columns=st.integers(0, 4),
    shift=st.integers(-5, 20),
    factor=st.floats(-4, 4),
    turned=st.booleans(),
    strided=st.booleans(),
    seed=st.integers(0, 99),
)
def test_code_gives_what_python_gives(folder, rows, columns, shift, factor, turned, strided, seed):
    rng = np.random.default_rng(seed)
    values = rng.integers(-9, 9, (rows, 2 * columns)).astype(np.int32)
    values = values[:, ::2] if strided else np.ascontiguousarray(values[:, ::2])
    weights, flags = rng.normal(size=columns).astype(np.float32), rng.random(rows) < 0.5
    found, expected = np.zeros((2, rows))
    arguments = (values, weights, flags, shift, factor, turned)
    code = kept_code(weighted, signature_of((*arguments, found)), folder)
    assert code is not None
    assert code((*arguments, found)) == weighted(*arguments, expected)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_numbers_come_back_as_what_they_are(folder):
    for values in (np.arange(4), np.arange(4) / 3, np.arange(4) > 1):
        given_ = (values, 3)
        code = kept_code(last, signature_of(given_), folder)
        assert code(given_) == values[3]
        assert isinstance(code(given_), int | float)


def test_an_error_inside_is_raised(folder):
    given_ = (np.arange(3, 5), 0)
    code = kept_code(divided, signature_of(given_), folder)
    assert code((np.arange(7, 9), 2)) == 3
    with pytest.raises(RuntimeError, match="divided"):
        code(given_)


def test_what_cannot_stand_alone_is_left_to_the_compiler(folder):
    assert kept_code(allocates, signature_of((np.arange(3),)), folder) is None
    assert kept_code(last, signature_of(([1, 2], 1)), folder) is None


def test_a_file_that_is_not_whole_is_made_again(tmp_path, monkeypatch):
    given_ = (np.arange(5), 2)
    signature = signature_of(given_)
    kept_code(last, signature, tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    made, make = [], machine_code._make

    def counted(*given):
        made.append(given)
        return make(*given)

    monkeypatch.setattr(machine_code, "_make", counted)
    for torn in (whole[:-7], b"", whole[:70], whole.replace(b"symbol", b"Symbol", 1)):
        file.write_bytes(torn)
        for _ in range(2):
            assert kept_code(last, signature, tmp_path)(given_) == 2
    assert len(made) == 4


def test_where_nothing_can_be_written_it_is_made_anew(tmp_path):
    place = tmp_path / "file"
    place.write_text("no folder")
    given_ = (np.arange(5), 2)
    assert kept_code(last, signature_of(given_), place)(given_) == 2


LINK = """
import sys
import polars as pl
from tawthiq.linkage import link
link(pl.DataFrame({"record_id": ["a", "b", "c"], "name": ["x y z", "x y z", "x z"]}))
print("numba" in sys.modules)
"""


def test_a_second_run_loads_no_compiler():
    """Whatever the first one had to compile, it kept."""
    runs = [
        subprocess.run([sys.executable, "-c", LINK], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert runs[1].stdout.strip() == "False"
