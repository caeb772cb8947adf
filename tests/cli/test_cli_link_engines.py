"""`tawthiq link` on Spark: the same register, and a word on what is missing. All are invented."""

import importlib.util
import os
import shutil
import sys

import pytest


def test_the_register_is_the_same(run, whole):
    """A session of its own, which the command starts and ends."""
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed: pip install 'tawthiq[spark]'")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("no Java found, which Spark runs on: install a JRE, 17 or newer")
    from pyspark import SparkContext  # noqa: PLC0415 - an extra

    words = ("link", "--from-nothing", "--json")
    here = run(*words, folder=whole)
    there = run(*words, "--engine", "spark", "--spark-master", "local[1]", folder=whole)
    assert (here.code, there.code) == (0, 0), there.err
    assert there.json == here.json
    assert SparkContext._active_spark_context is None
    assert "PYSPARK_PYTHON" not in os.environ


def test_without_pyspark_it_says_what_to_install(refused, whole, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    said = refused("link", "--from-nothing", "--engine", "spark", folder=whole)
    assert "pip install 'tawthiq[spark]'" in said.err.replace("\n", " ")


def test_a_master_without_the_engine_is_refused(refused, whole):
    said = refused("link", "--spark-master", "local[1]", folder=whole)
    assert "--engine spark" in said.err


def test_an_engine_that_is_none_is_refused(refused, whole):
    assert "sparks" in refused("link", "--engine", "sparks", folder=whole).err
