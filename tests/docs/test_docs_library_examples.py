"""The examples of the library page run as they stand, one after another."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "use-as-a-library.md"
BLOCK = re.compile(r"^```python\n(.*?)^```(?:\n\n```\n(.*?)^```)?", re.MULTILINE | re.DOTALL)


def test_the_examples_run_and_print_what_the_page_says(tmp_path, monkeypatch, capsys):
    """Each block sees the names of those before it, as a reader who types them in order does."""
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) >= 4
    names: dict[str, object] = {}
    for code, printed in blocks:
        exec(compile(code, str(PAGE), "exec"), names)  # noqa: S102 (our own page)
        said = capsys.readouterr().out
        if printed:
            assert said.rstrip() == printed.rstrip()
        else:
            assert not said, f"the page does not show what this prints:\n{code}"


def test_the_page_shows_no_data_of_real_people():
    assert "invented" in PAGE.read_text(encoding="utf-8")
