"""Every `tawthiq …` that a page shows is a command with these options."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from tawthiq.cli import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")])

_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`(tawthiq(?: [^`\n]+)?)`(?!`)")
_STOP = {"|", ">", "&&", ";", "#"}


def shown(page: Path) -> list[str]:
    """The command lines of a page: in blocks of code, and within sentences."""
    text = page.read_text(encoding="utf-8")
    blocks = "\n".join(_FENCE.findall(text)).replace("\\\n", " ")
    lines = [line.strip().removeprefix("$ ") for line in blocks.splitlines()]
    # "cd conflict && tawthiq link" shows a command too.
    parts = [part.strip() for line in lines for part in line.split("&&")]
    in_blocks = [part for part in parts if re.match(r"tawthiq\s+[a-z-]", part)]
    return in_blocks + _INLINE.findall(_FENCE.sub("", text))


def words_of(line: str) -> list[str]:
    words = []
    for word in shlex.split(line, comments=True)[1:]:
        if word in _STOP:
            break
        words.append(word)
    return words


def complaint(line: str) -> str | None:
    """Why the program would not understand a line; None where it would."""
    command: Any = typer.main.get_command(app)
    known = {"--help", "-h"} | {name for one in command.params for name in one.opts}
    words = words_of(line)
    while words and getattr(command, "commands", None):
        name = words[0]
        if name.startswith("-"):
            break
        if name not in command.commands:
            return f"no command {name!r}"
        command = command.commands[words.pop(0)]
    known |= {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    for word in words:
        if re.match(r"--?[a-zA-Z]", word) and word.partition("=")[0] not in known:
            return f"{command.name} has no option {word}"
    return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_commands_a_page_shows_exist(page):
    wrong = {line: said for line in shown(page) if (said := complaint(line))}
    assert not wrong


def test_wrong_commands_are_seen():
    """The check itself: it tells a command from what is none."""
    assert complaint("tawthiq import list.xlsx --source vdc --preview") is None
    assert complaint("tawthiq source add vdc --name 'A centre'") is None
    assert complaint("tawthiq imports list.xlsx") == "no command 'imports'"
    assert complaint("tawthiq count --group sex") == "count has no option --group"


def test_the_pages_show_most_commands():
    every = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    tutorial = ROOT / "docs" / "tutorial" / "first-register.md"
    used = {words_of(line)[0] for line in shown(tutorial) if words_of(line)}
    assert every - used <= {"demo"}
