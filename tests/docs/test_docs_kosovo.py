"""The tutorial has the published table, and its numbers are what the program says."""

import csv
import re
import shlex
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tawthiq.cli import app

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "tutorial" / "kosovo.md"
TABLE = ROOT / "docs" / "tutorial" / "kosovo.csv"
_RUN = re.compile(r"^\$ (tawthiq estimate [^\n]+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_ANSWER = re.compile(r"All people: ([\d,]+), 95 % interval ([\d,]+) to ([\d,]+);")


def numbers(text):
    return [int(one.replace(",", "")) for one in _ANSWER.search(text).groups()]


def shown():
    return [(words, said) for words, said in _RUN.findall(PAGE.read_text()) if _ANSWER.search(said)]


def test_the_table_is_the_published_one():
    with TABLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    spec = spec_from_file_location("twin", ROOT / "tests" / "estimates" / "estimates_twin.py")
    twin = module_from_spec(spec)
    spec.loader.exec_module(twin)
    for name, values in twin.KOSOVO.items():
        assert [int(row[name]) for row in rows] == values


def test_the_page_shows_three_answers():
    assert len(shown()) == 3


@pytest.mark.parametrize("at", range(3))
def test_the_program_says_what_the_page_says(at, monkeypatch):
    words, said = shown()[at]
    monkeypatch.chdir(TABLE.parent)
    beside = [] if "--no-beside" in words else ["--no-beside"]
    result = CliRunner().invoke(app, [*shlex.split(words)[1:], *beside])
    assert result.exit_code == 0, result.stderr
    # Draws differ by a little from machine to machine; the far end by most.
    for found, given, close in zip(
        numbers(result.stdout), numbers(said), (0.02, 0.02, 0.06), strict=True
    ):
        assert found == pytest.approx(given, rel=close)
