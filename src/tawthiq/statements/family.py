"""Which types of statement there are, how one is read back, and the id of a new one."""

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec

from tawthiq.errors import StatementError
from tawthiq.statements.model import Statement


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


def read_statement(raw: dict[str, Any]) -> Statement | UnknownStatement:
    """Turn plain values into the statement they are.

    Raises:
        StatementError: no type, or fields that are missing or of the wrong kind.
    """
    name = raw.get("type")
    if not isinstance(name, str) or not name:
        raise StatementError('A statement needs a "type", for example "figure".')
    known = types().get(name)
    if known is None:
        return UnknownStatement(type=name, raw=raw)
    try:
        return msgspec.convert(raw, known)
    except msgspec.ValidationError as error:
        raise StatementError(f"This is no {name!r}: {error}.") from error


def write_statement(statement: Statement | UnknownStatement) -> dict[str, Any]:
    """Plain values, for the ledger and for JSON; `type`, `id`, `start`, `end`, `quote` first."""
    if isinstance(statement, UnknownStatement):
        return statement.raw
    plain: dict[str, Any] = msgspec.to_builtins(statement)
    first = {name: plain.pop(name) for name in ("type", "id", "start", "end", "quote")}
    return first | plain


def statement_id(document: str, type_name: str, start: int, end: int, nth: int = 0) -> str:
    """The id of what stands at a span: the same reading gives the same id.

    Args:
        document: SHA-256 of the document's bytes.
        nth: of several statements of one type at one span, which.
    """
    said = f"{document}|{type_name}|{start}|{end}|{nth}"
    return f"{type_name[0]}-{hashlib.sha256(said.encode()).hexdigest()[:10]}"
