"""Statements as JSON Lines, one a line: how a reading's proposals lie in the vault."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from tawthiq.errors import StatementError
from tawthiq.statements.family import write_statement
from tawthiq.statements.model import Statement


def write_lines(statements: Iterable[Statement], *, bare: bool = False) -> bytes:
    """One line of JSON for each; the same statements give the same bytes.

    Args:
        statements: of any types.
        bare: without the fields that hold nothing. A field that a later version adds to a type then
            changes no bytes of those who do not use it.
    """
    plain: Iterable[dict[str, Any]] = map(write_statement, statements)
    if bare:
        plain = (
            {name: value for name, value in one.items() if value is not None and value != []}
            for one in plain
        )
    return b"".join(msgspec.json.encode(one) + b"\n" for one in plain)


def read_lines(data: bytes) -> Iterator[dict[str, Any]]:
    """The plain values of each line. Types are not checked: see `read_statement`.

    Raises:
        StatementError: a line is no JSON object; the message names it.
    """
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            yield msgspec.json.decode(line, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise StatementError(f"line {number} is no statement: {error}") from error


def misquotes(raw: Mapping[str, Any], text: str) -> str | None:
    """How the span and the quote of plain values disagree with a text; None where they agree."""
    start, end, quote = (raw.get(name) for name in ("start", "end", "quote"))
    whole = isinstance(start, int) and isinstance(end, int) and isinstance(quote, str)
    if not whole or not 0 <= start <= end <= len(text):  # type: ignore[operator]
        return "its span lies outside the text"
    return None if text[start:end] == quote else "its quote is not what stands there"
