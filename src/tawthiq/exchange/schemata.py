"""The schemata and properties that are read and written: those of FollowTheMoney, and our own few.

`schemata.json` is a table of what is used, made from the version that it names; our own are the
files in `schema/`. So nothing of FollowTheMoney itself is needed to read or write a file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A schema, as far as it is used."""

    name: str
    ancestors: frozenset[str]  # itself included
    required: tuple[str, ...]
    properties: Mapping[str, str]  # name → type
    own: bool  # of the extension


@cache
def _table() -> dict[str, Any]:
    text = (files(__package__) / "schemata.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


VERSION: str = _table()["followthemoney"]
"""Of FollowTheMoney, which the table was made from."""


@cache
def schemata() -> Mapping[str, Schema]:
    """Every schema that is read or written, by name."""
    return {
        name: Schema(
            name=name,
            ancestors=frozenset(said["is"]),
            required=tuple(said["required"]),
            properties=said["properties"],
            own=part == "extension",
        )
        for part in ("schemata", "extension")
        for name, said in _table()[part].items()
    }


def is_a(name: str, ancestor: str) -> bool:
    """Whether a schema is another one, or one of its kind; False for one that is not known."""
    known = schemata().get(name)
    return known is not None and ancestor in known.ancestors


def is_own(name: str) -> bool:
    """Whether a schema is of the extension."""
    known = schemata().get(name)
    return known is not None and known.own


def schema_files() -> dict[str, bytes]:
    """The extension: file name → YAML, as FollowTheMoney reads it."""
    folder = files(__package__) / "schema"
    return {
        one.name: one.read_bytes()
        for one in sorted(folder.iterdir(), key=lambda one: one.name)
        if one.name.endswith(".yaml")
    }
