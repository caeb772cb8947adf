"""The reference pages that follow from the code are what the code says now."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    tools = str(ROOT / "tools")
    sys.path.insert(0, tools)
    try:
        return importlib.import_module("build_reference")
    finally:
        sys.path.remove(tools)


@pytest.mark.parametrize(
    "page", ["commands", "library", "records", "mapping", "statements", "huridocs"]
)
def test_a_reference_page_is_not_older_than_the_code(tool, page):
    """When this fails, run `python tools/build_reference.py` and look at what changed."""
    name = f"docs/reference/{page}.md"
    assert (ROOT / name).read_text(encoding="utf-8") == tool.pages()[name]


def test_the_pages_do_not_depend_on_the_run(tool):
    """No address of an object, no path of this machine, the same words twice."""
    pages = tool.pages()
    assert pages == tool.pages()
    for text in pages.values():
        assert " at 0x" not in text
        assert str(ROOT) not in text
        assert str(Path.home()) + "/" not in text


def test_every_command_has_a_heading_and_an_example(tool):
    sections = tool.commands_page().split("\n## ")[1:]
    assert len(sections) >= 15
    for section in sections:
        assert "\nExample:\n" in section, section.partition("\n")[0]
