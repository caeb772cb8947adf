"""Which types of statement there are, how one is read back and checked, and the id of a new one."""

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

import msgspec

from tawthiq.errors import StatementError
from tawthiq.statements.model import Statement

MAX_WORDS = 10_000  # characters of one value; only a quote may be longer
MAX_MANY = 10_000  # values in one field
MOST = 2**53 - 1  # the largest number that every reader of JSON keeps exactly
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}", re.ASCII)
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_MET: WeakValueDictionary[str, type[Statement]] = WeakValueDictionary()
_FIRST = ("type", "id", "start", "end", "quote")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownStatement:
    """A statement of a type that this version does not know: kept as it is, and passed on."""

    type: str
    raw: dict[str, Any]


def types() -> dict[str, type[Statement]]:
    """Every type of statement by its name, in the order in which the classes were made."""
    found: dict[str, type[Statement]] = {}
    waiting = list(Statement.__subclasses__())
    while waiting:
        one = waiting.pop(0)
        found.setdefault(str(one.__struct_config__.tag), one)
        waiting.extend(one.__subclasses__())
    return found


def type_called(name: str) -> type[Statement] | None:
    """As `types`, quick enough for every cell of a table: the family is not walked each time."""
    if name and name not in _MET:
        _MET.update(types())
    return _MET.get(name)


def schema(name: str) -> dict[str, Any]:
    """The JSON schema of one type, with its definitions.

    Raises:
        StatementError: there is no such type.
    """
    known = types()
    if name not in known:
        raise StatementError(f"There is no type {name!r}. Types: {', '.join(known)}.")
    return msgspec.json.schema(known[name])


def read_statement(raw: Mapping[str, Any]) -> Statement | UnknownStatement:
    """Turn plain values into the statement they are.

    Fields that a newer version added are passed over; whoever passes a statement on passes on `raw`
    and not what was read from it.

    Raises:
        StatementError: no type, fields that are missing or of the wrong kind, a span that is none,
            a quote of another length, or ends of a range in the wrong order.
    """
    name = raw.get("type")
    if not isinstance(name, str) or not name:
        raise StatementError('A statement needs a "type", for example "figure".')
    known = type_called(name)
    if known is None:
        return UnknownStatement(type=name, raw=dict(raw))
    try:
        statement = msgspec.convert(raw, known)
    except msgspec.ValidationError as error:
        raise StatementError(f"This is no {name!r}: {error}.") from error
    fault = fault_of(statement)
    if fault is not None:
        raise StatementError(f"This is no {name!r}: {fault}.")
    return statement


def write_statement(statement: Statement | UnknownStatement) -> dict[str, Any]:
    """Plain values, for the ledger and for JSON; `type`, `id`, `start`, `end`, `quote` first."""
    if isinstance(statement, UnknownStatement):
        return dict(statement.raw)
    plain: dict[str, Any] = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in msgspec.to_builtins(statement).items()
    }
    return {name: plain.pop(name) for name in _FIRST} | plain


def fault_of(statement: Statement) -> str | None:
    """What is wrong with the values of a statement, beyond their types; None where nothing is."""
    if not 0 <= statement.start <= statement.end <= MOST:
        return f"{statement.start} to {statement.end} is no span"
    if len(statement.quote) != statement.end - statement.start:
        return (
            f"its quote has {len(statement.quote)} characters, its span "
            f"{statement.end - statement.start}"
        )
    if _ID.fullmatch(statement.id) is None:
        return f"{statement.id[:80]!r} is no id (a-z, 0-9 and hyphens, at most 80)"
    key = getattr(statement, "key", None)
    if key is not None and _KEY.fullmatch(key) is None:
        return f"{key[:80]!r} is no key (a-z, 0-9 and hyphens, at most 64)"
    values = msgspec.structs.astuple(statement)
    for name, value in zip(statement.__struct_fields__, values, strict=True):
        # Most values are nothing or a few words: a register of 100,000 statements has a million.
        if value is None or (type(value) is str and len(value) <= MAX_WORDS) or name == "quote":
            continue
        fault = _fault_of_value(value)
        if fault is not None:
            return f"its {name} {fault}"
    return statement.fault()


def _fault_of_value(value: object) -> str | None:
    if isinstance(value, str):  # first: most are
        longer = len(value) > MAX_WORDS
        return f"has {len(value):,} characters, more than {MAX_WORDS:,}" if longer else None
    if isinstance(value, float) and not math.isfinite(value):
        return "is no finite number"
    if isinstance(value, int | float) and abs(value) > MOST:
        return f"is beyond ±{MOST:,}"
    if isinstance(value, tuple):
        if len(value) > MAX_MANY:
            return f"has {len(value):,} values, more than {MAX_MANY:,}"
        return next((fault for fault in map(_fault_of_value, value) if fault), None)
    return None


def statement_id(document: str, type_name: str, start: int, end: int, nth: int = 0) -> str:
    """The id of what stands at a span: the same reading gives the same id.

    Args:
        document: SHA-256 of the document's bytes.
        nth: of several statements of one type at one span, which.
    """
    said = f"{document}|{type_name}|{start}|{end}|{nth}"
    return f"{type_name[0]}-{hashlib.sha256(said.encode()).hexdigest()[:10]}"
