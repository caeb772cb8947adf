"""Lines of a file as entities, before anything is made of them: their form, and bounds."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tawthiq.forms import Row, SetAside

MAX_VALUES = 1_000  # of one property
_SHOWN = 200  # characters of a value that a message repeats
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_ARABIC = re.compile("[\u0621-\u064a]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """One line: an entity as it is written."""

    row: Row
    id: str
    schema: str
    values: Mapping[str, tuple[str, ...]]


def key_of(entity: str, prefix: str | None) -> str:
    """The key of what an entity is: its id where that can be one; of our own, the key it was."""
    if prefix is not None and entity.startswith(f"{prefix}-"):
        _, _, own = entity.removeprefix(f"{prefix}-").partition("-")
        if _KEY.fullmatch(own):
            return own
    if _KEY.fullmatch(entity):
        return entity
    return f"ftm-{hashlib.sha256(entity.encode('utf-8', 'replace')).hexdigest()[:20]}"


def by_script(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names in Latin and other scripts, and names in Arabic script."""
    arabic = tuple(one for one in names if _ARABIC.search(one))
    return tuple(one for one in names if one not in arabic), arabic


def raws_of(rows: Sequence[Row]) -> tuple[list[Raw], list[tuple[Row, str, object]]]:
    """The entities of rows; and rows that are none, each with the reason and its schema."""
    found: list[Raw] = []
    faults: list[tuple[Row, str, object]] = []
    for row in rows:
        said = {row.names[at]: value for at, value in row.filled}
        entity, schema, given = (said.get(name) for name in ("id", "schema", "properties"))
        fault: str | None = None
        values: dict[str, tuple[str, ...]] = {}
        if not isinstance(entity, str) or not isinstance(schema, str):
            fault = 'it has no "id" or no "schema": no entity of FollowTheMoney'
        elif not isinstance(given, dict):
            fault = 'it has no "properties"'
        else:
            fault, values = _values(given)
        if fault is not None:
            faults.append((row, fault, schema))
        elif isinstance(entity, str) and isinstance(schema, str):
            found.append(Raw(row=row, id=entity, schema=schema, values=values))
    return found, faults


def _values(given: Mapping[str, Any]) -> tuple[str | None, dict[str, tuple[str, ...]]]:
    """The values of each property as texts; a fault where they are none."""
    found = {}
    for prop, value in given.items():
        several = value if isinstance(value, list) else [value]
        if len(several) > MAX_VALUES:
            return f"its {prop[:40]} has {len(several):,} values, more than {MAX_VALUES:,}", {}
        if not all(isinstance(one, str) for one in several):
            return f"its {prop[:40]} is no list of texts", {}
        found[prop] = tuple(dict.fromkeys(one.strip() for one in several if one.strip()))
    return None, {prop: values for prop, values in found.items() if values}


def aside(row: Row, reason: str, schema: object) -> SetAside:
    """A row that makes no statement, and why."""
    value = schema if isinstance(schema, str) else None
    return SetAside(
        row=row.number, reason=_clean(reason), column="schema" if value else None,
        value=None if value is None else _clean(value[:_SHOWN]),
    )  # fmt: skip


def _clean(text: str) -> str:
    """Without halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()
