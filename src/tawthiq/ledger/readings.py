"""Hold what the ledger says of texts against the objects it names: do the quotes stand there?"""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from tawthiq.errors import StatementError, VaultError
from tawthiq.ledger.entry import Entry
from tawthiq.ledger.model import Dismiss, Read, State, StateTable
from tawthiq.statements import misquotes, read_lines, read_statement
from tawthiq.vault import Vault


class TextObject(Struct, frozen=True):
    """What the ledger needs to know of a text object: the characters that spans count."""

    text: str


class TextObjectError(ValueError):
    """An object that a reading names is not what it should be."""


def text_of(content: bytes) -> str:
    """The characters of a text object.

    Raises:
        TextObjectError: it is no JSON object with a member `text`.
    """
    try:
        return msgspec.json.decode(content, type=TextObject).text
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise TextObjectError(f"its text object is no text: {error}") from error


def faults_of_readings(entries: Iterable[Entry], vault: Vault) -> list[tuple[Entry, str]]:
    """What does not hold, entry by entry.

    Objects that are missing or damaged are passed over here: they are found as such elsewhere.
    """
    texts: dict[str, str | None] = {}
    found = []
    for entry in entries:
        body = entry.body
        if not isinstance(body, Read | State | StateTable) or body.text is None:
            continue
        try:
            text = _text(vault, body.text, texts)
            said = None if text is None else _fault(vault, body, text)
        except TextObjectError as error:
            said = str(error)
        if said is not None:
            found.append((entry, said))
    return found


def doubts_of_readings(entries: Iterable[Entry], vault: Vault) -> list[tuple[Entry, str]]:
    """What a person should look at: statements this version cannot read, and strays."""
    entries = list(entries)
    known = {e.body.document for e in entries if isinstance(e.body, Read | StateTable)}
    found = []
    for entry in entries:
        body = entry.body
        said = None
        if isinstance(body, State):
            said = _unread([body.statement])
        elif isinstance(body, StateTable):
            said = _unread_of_table(vault, body)
        if said is not None:
            found.append((entry, said))
        if isinstance(body, State | Dismiss) and body.proposal and body.document not in known:
            found.append(
                (
                    entry,
                    f"it speaks of proposal {body.proposal} of document {body.document}, of which "
                    "no reading came here",
                )
            )
    return found


def _unread(statements: Iterable[dict[str, Any]]) -> str | None:
    unread = 0
    first = ""
    for raw in statements:
        try:
            read_statement(raw)
        except StatementError as error:
            first = first or str(error)
            unread += 1
    if not unread:
        return None
    if unread == 1:
        return f"{first} It is kept and passed on, not heeded"
    return f"{first} So with {unread:,} of its statements: kept and passed on, not heeded"


def _unread_of_table(vault: Vault, body: StateTable) -> str | None:
    try:
        return _unread(read_lines(vault.get(body.statements)))
    except (StatementError, VaultError):
        return None  # no lines of statements, or no bytes at all: a fault, and found as such


def _fault(vault: Vault, body: Read | State | StateTable, text: str) -> str | None:
    if isinstance(body, State):
        return misquotes(body.statement, text) if "quote" in body.statement else None
    if isinstance(body, Read):
        return _fault_of_lines(vault, body.proposals, body.counts, text, "proposals")
    return _fault_of_lines(
        vault, body.statements, body.counts, text, "statements"
    ) or _fault_of_set_aside(vault, body)


def _fault_of_lines(
    vault: Vault, sha: str, said: dict[str, int], text: str, what: str
) -> str | None:
    try:
        content = vault.get(sha)
    except VaultError:
        return None
    counts: dict[str, int] = {}
    wrong: list[str] = []
    try:
        for raw in read_lines(content):
            counts[_type_of(raw)] = counts.get(_type_of(raw), 0) + 1
            fault = misquotes(raw, text)
            if fault is not None:
                wrong.append(f"{raw.get('id')}: {fault}")
    except StatementError as error:
        return f"its {what}: {error}"
    if wrong:
        return f"{len(wrong)} of its {what} do not fit its text; first {wrong[0]}"
    if counts != said:
        return f"it counts its {what} otherwise than they are"
    return None


def _fault_of_set_aside(vault: Vault, body: StateTable) -> str | None:
    try:
        lines = 0 if body.set_aside is None else len(vault.get(body.set_aside).splitlines())
    except VaultError:
        return None
    if lines != body.set_aside_rows:
        return "it counts the rows it sets aside otherwise than they are"
    return None


def _type_of(raw: dict[str, Any]) -> str:
    return str(raw.get("type"))


def _text(vault: Vault, sha: str, known: dict[str, str | None]) -> str | None:
    if sha not in known:
        try:
            known[sha] = text_of(vault.get(sha))
        except VaultError:
            known[sha] = None
    return known[sha]
