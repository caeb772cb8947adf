"""What the room says to its users, in both languages."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["en", "ar"]


@cache
def _said() -> dict[str, dict[str, str]]:
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


def word(phrase: str, language: Language, /, **values: object) -> str:
    """A phrase, filled.

    Raises:
        KeyError: there is no such phrase: a mistake of the program.
    """
    said = _said()[phrase][language]
    for name, value in values.items():
        said = said.replace(f"{{{name}}}", str(value))
    return said
