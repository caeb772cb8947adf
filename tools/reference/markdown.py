"""Pieces of a Markdown page: paragraphs, tables, code."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NOTE = "<!-- Written by tools/build_reference.py; change the code it describes, then run it. -->"


def page(parts: list[str]) -> str:
    """A page of paragraphs, without those that are empty."""
    return "\n\n".join(part for part in parts if part) + "\n"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table; empty where it has no rows."""
    if not rows:
        return ""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace(" | ", " \\| ") for cell in row) + " |" for row in lines
    )


def block(text: str, language: str = "") -> str:
    """Lines of code."""
    return f"```{language}\n{text}\n```"


def code(names: Any) -> str:
    """Names as code, one after another."""
    return ", ".join(f"`{name}`" for name in names)


def sentence(text: str | None) -> str:
    """Words on one line, with a full stop."""
    said = " ".join((text or "").split())
    return said if said.endswith((".", "…", "?")) or not said else f"{said}."
