"""Hold what the ledger says of texts against the objects it names: do the quotes stand there?"""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from tawthiq.errors import StatementError, VaultError
from tawthiq.ledger.entry import Entry
from tawthiq.ledger.model import Dismiss, Read, State
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
        if not isinstance(body, Read | State) or body.text is None:
            continue
        try:
            text = _text(vault, body.text, texts)
            if text is None:
                continue
            said = _fault_of_reading(vault, body, text) if isinstance(body, Read) else None
            if isinstance(body, State) and "quote" in body.statement:
                said = misquotes(body.statement, text)
        except TextObjectError as error:
            said = str(error)
        if said is not None:
            found.append((entry, said))
    return found


def doubts_of_readings(entries: Iterable[Entry]) -> list[tuple[Entry, str]]:
    """What a person should look at: statements this version cannot read, and strays."""
    entries = list(entries)
    read = {entry.body.document for entry in entries if isinstance(entry.body, Read)}
    found = []
    for entry in entries:
        body = entry.body
        if isinstance(body, State):
            try:
                read_statement(body.statement)
            except StatementError as error:
                found.append((entry, f"{error} It is kept and passed on, not heeded"))
        if isinstance(body, State | Dismiss) and body.proposal and body.document not in read:
            found.append(
                (
                    entry,
                    f"it speaks of proposal {body.proposal} of document {body.document}, of which "
                    "no reading came here",
                )
            )
    return found


def _fault_of_reading(vault: Vault, body: Read, text: str) -> str | None:
    try:
        content = vault.get(body.proposals)
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
        return f"its proposals: {error}"
    if wrong:
        return f"{len(wrong)} of its proposals do not fit its text; first {wrong[0]}"
    if counts != body.counts:
        return "it counts its proposals otherwise than they are"
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
