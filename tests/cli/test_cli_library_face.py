"""The library's face: `tawthiq.open_register`, `link`, `estimate`; each loaded when asked for."""

import subprocess
import sys

import pytest

import tawthiq
from tawthiq.errors import ConfigError
from tawthiq.estimates import estimate
from tawthiq.linkage import link


def test_the_version_loads_nothing_heavy():
    code = (
        "import sys, tawthiq; assert tawthiq.__version__; "
        "print([n for n in ('polars', 'numpy', 'numba', 'sqlalchemy') if n in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_the_face_is_the_rooms_own_functions():
    assert tawthiq.link is link
    assert tawthiq.estimate is estimate
    assert set(tawthiq.__all__) <= set(dir(tawthiq))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = tawthiq.nonsense


def test_a_folder_without_a_register_is_named(tmp_path):
    with pytest.raises(ConfigError, match="tawthiq init"):
        tawthiq.open_register(tmp_path)
