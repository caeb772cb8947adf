"""State one thing: the words it stands in, found in a preserved document or preserved here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from tawthiq.errors import FieldError, NotFoundError, StatementError
from tawthiq.forms.headers import check_names, columns_of
from tawthiq.forms.keeping import put_text, tells_more
from tawthiq.forms.model import KeptOne
from tawthiq.forms.slots import find_type, slots_of
from tawthiq.forms.stating import make_statement, put
from tawthiq.forms.values import EMPTY, is_text, reader_of
from tawthiq.ledger import Dismiss, Known, Ledger, Preserve, Read, State, StateTable, text_of
from tawthiq.reading import check_source
from tawthiq.sources import preserve
from tawthiq.statements import Statement, read_lines, types, write_statement
from tawthiq.vault import Vault

_MAX_WORDS = 100_000  # characters of the words entered
_SHORTEST = 8  # digits of a hash that name a document
_AROUND = 30  # characters shown on either side of words found twice
_LISTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Where a statement stands: its document, the document's text, and the characters in it."""

    document: str
    text_sha: str
    text: str
    span: tuple[int, int]
    preserved: Preserve | None = None  # to be appended: the document is new here


def state_one(
    ledger: Ledger,
    vault: Vault,
    type_name: str,
    values: Mapping[str, str],
    *,
    source: str | None = None,
    document: str | None = None,
    quote: str | None = None,
    published: date | None = None,
    url: str | None = None,
    reviewer: str = "",
    reason: str = "",
) -> KeptOne:
    """State one thing. The same once more adds nothing.

    Args:
        ledger: opened with a key.
        vault: where the words go.
        type_name: its type, by name or label.
        values: field, by name or label → value as written.
        source: key of a declared source: whose word it is. Of a preserved document it is known.
        document: SHA-256 of a preserved document that was read, or 8 or more of its first digits;
            None preserves the words entered as a small text of the source.
        quote: the words of the source. Of a document they must stand in its text, once. Without a
            document, None takes the values as they were entered for the words.
        published: when the source said it, as far as is known; for words preserved here.
        url: where.
        reviewer: who states it, where several share a key.
        reason: why, if it needs saying.

    Raises:
        StatementError: no such type or field, a value that the field cannot hold, values that
            contradict themselves, or words that stand nowhere or more than once.
        NotFoundError: there is no such document, or it has no text.
        ReadingError: the source is not declared.
        VaultError, LedgerError: they cannot be written; nothing is kept.
    """
    name = find_type(type_name)
    held, doubts = read_values(name, values)
    if document is None:
        words = _entered(ledger, vault, name, values, source, quote, published, url)
    else:
        words = _found(ledger, vault, document, source, quote)
    taken, stated = _said_of(ledger, vault, words.document)
    for nth in count():
        try:
            made = make_statement(
                types()[name], held, doubts,
                document=words.document, text=words.text, span=words.span, nth=nth,
            )  # fmt: skip
        except StatementError as error:
            raise StatementError(f"This is no {name}: {error}. Nothing was kept.") from error
        if made.id in stated and _same(stated[made.id], made):
            return KeptOne(statement=made, document=words.document, entry=None)
        if made.id not in taken and made.id not in stated:
            break
    body = State(
        document=words.document,
        text=words.text_sha,
        statement=write_statement(made),
        reviewer=reviewer,
        reason=reason,
    )
    adding: list[Known] = [body] if words.preserved is None else [words.preserved, body]
    entries = ledger.append(*adding)
    return KeptOne(statement=made, document=words.document, entry=entries[-1].id)


def read_values(name: str, values: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """What values as written say, by field, and what is unsure of them.

    Args:
        name: a type.
        values: field, by name or label → value as written; "" says nothing.

    Raises:
        StatementError: no such field, one given twice, or a value that it cannot hold.
    """
    names = tuple(values)
    check_names(names, [name], "--set")
    columns = columns_of(name, names)
    slots = slots_of(name)
    held: dict[str, Any] = {}
    doubts: list[str] = []
    for index, given in enumerate(names):
        if index not in columns:
            raise StatementError(f"--set {given}: the type is said before the fields.")
        slot = slots[columns[index]]
        if not is_text(values[given]):
            raise StatementError(f"{given} holds a character that is no text. Write it anew.")
        try:
            read = reader_of(slot, name)(values[given])
            if read.held is not EMPTY:
                put(held, slot, read.held)
        except FieldError as error:
            raise StatementError(f"{given}: {str(error).rstrip('.')}.") from error
        doubts += read.doubts
    return held, doubts


def read_changes(name: str, values: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """As `read_values`, where "" takes away what a field holds: None, or no values of several.

    Raises:
        StatementError: no such field, one given twice, a value that it cannot hold, or one that it
            cannot be without.
    """
    held, doubts = read_values(name, values)
    slots, names = slots_of(name), tuple(values)
    for index, field in columns_of(name, names).items():
        slot = slots[field]
        if any(one in held for one in slot.fills):
            continue
        if not slot.nullable:
            raise StatementError(f"{names[index]} cannot be empty.")
        held |= dict.fromkeys(slot.fills, slot.nothing)
    return held, doubts


def _entered(  # noqa: PLR0917 - all that was entered
    ledger: Ledger,
    vault: Vault,
    name: str,
    values: Mapping[str, str],
    source: str | None,
    quote: str | None,
    published: date | None,
    url: str | None,
) -> _Words:
    """The words entered, preserved as a small text of the source."""
    if source is None:
        raise StatementError(
            "Who says it? Add --source KEY; without --document, what you enter is preserved as the "
            "word of that source."
        )
    check_source(ledger, source)
    said = (quote or "").strip() or _written(name, values)
    if len(said) > _MAX_WORDS:
        raise StatementError(
            f"The words have {len(said):,} characters, more than {_MAX_WORDS:,}. Save them as a "
            "file, read it (`tawthiq read`), and name it with --document."
        )
    try:
        content = f"{said}\n".encode()
    except UnicodeEncodeError as error:
        raise StatementError("The words hold half a character, which is no text.") from error
    kept = preserve(vault, source, content, f"{name.replace(' ', '-')}.txt", url=url,
                    published=published)  # fmt: skip
    known = [
        entry.body
        for entry in ledger.active_entries()
        if isinstance(entry.body, Preserve)
        and (entry.body.document, entry.body.source) == (kept.document, source)
    ]
    new = not known or tells_more(kept, known[-1])
    text = content.decode()
    return _Words(
        document=kept.document,
        text_sha=put_text(vault, text),
        text=text,
        span=(0, len(said)),
        preserved=kept if new else None,
    )


def _written(name: str, values: Mapping[str, str]) -> str:
    """Values as they were entered, a line each, in the order of the type's fields."""
    names = tuple(values)
    columns = columns_of(name, names)
    order = list(slots_of(name))
    given = sorted(columns, key=lambda index: order.index(columns[index]))
    return "\n".join([name, *(f"{columns[at]}: {values[names[at]].strip()}" for at in given)])


def _found(
    ledger: Ledger, vault: Vault, wanted: str, source: str | None, quote: str | None
) -> _Words:
    """The words of a preserved document."""
    sources: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for entry in ledger.active_entries():
        body = entry.body
        if isinstance(body, Preserve):
            sources.setdefault(body.document, []).append(body.source)
        elif isinstance(body, Read | StateTable):
            texts[body.document] = body.text
        elif isinstance(body, State) and body.text is not None:
            texts.setdefault(body.document, body.text)
    document = _document(sources, wanted.lower())
    if source is not None and source not in sources[document]:
        raise StatementError(
            f"Document {document[:12]} is of source {', '.join(sources[document])}, not of "
            f"{source!r}. Leave --source out; whose word it is besides goes into holder or "
            "attributed_to."
        )
    if document not in texts:
        raise NotFoundError(
            f"Document {document[:12]} has no text yet: `tawthiq read FILE --source "
            f"{sources[document][0]}` reads it."
        )
    if quote is None or not quote.strip():
        raise StatementError(
            'Which words say so? Add --quote "…": they must stand in the document\'s text, once.'
        )
    text = text_of(vault.get(texts[document]))
    return _Words(
        document=document,
        text_sha=texts[document],
        text=text,
        span=locate(text, quote),
    )


def _document(known: Mapping[str, object], wanted: str) -> str:
    found = sorted(sha for sha in known if len(wanted) >= _SHORTEST and sha.startswith(wanted))
    if not found:
        raise NotFoundError(
            f"No document of this register begins with {wanted[:80]!r}; give {_SHORTEST} or more "
            "digits of its SHA-256."
        )
    if len(found) > 1:
        raise NotFoundError(f"{wanted} begins {len(found)} documents: {', '.join(found[:5])}.")
    return found[0]


def locate(text: str, quote: str) -> tuple[int, int]:
    """Where words stand in a text; blanks and line breaks are alike.

    Raises:
        StatementError: nowhere, or more than once; the message says where.
    """
    pattern = re.compile(r"\s+".join(map(re.escape, quote.split())))
    found = [match.span() for match in pattern.finditer(text)]
    if not found:
        raise StatementError(
            f"The words {quote.strip()[:80]!r} do not stand in the document's text. Copy them as "
            "they are there, spelling and marks included."
        )
    if len(found) > 1:
        places = "; ".join(
            f"line {text.count(chr(10), 0, start) + 1}: …{_around(text, start, stop)}…"
            for start, stop in found[:_LISTED]
        )
        more = f"; and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
        raise StatementError(
            f"The words {quote.strip()[:80]!r} stand {len(found):,} times in the document's text "
            f"({places}{more}). Quote more of them, so that one place is meant."
        )
    return found[0]


def _around(text: str, start: int, stop: int) -> str:
    return " ".join(text[max(0, start - _AROUND) : stop + _AROUND].split())


def _said_of(
    ledger: Ledger, vault: Vault, document: str
) -> tuple[set[str], dict[str, Mapping[str, Any]]]:
    """The ids taken by what is proposed or dismissed of a document, and what is stated of it."""
    taken: set[str] = set()
    stated: dict[str, Mapping[str, Any]] = {}
    for entry in ledger.active_entries():
        body = entry.body
        if isinstance(body, Read) and body.document == document:
            taken |= {str(raw.get("id")) for raw in read_lines(vault.get(body.proposals))}
        elif isinstance(body, Dismiss) and body.document == document:
            stated.pop(body.proposal, None)
            taken.add(body.proposal)
        elif isinstance(body, StateTable) and body.document == document:
            stated |= {str(raw["id"]): raw for raw in read_lines(vault.get(body.statements))}
        elif isinstance(body, State) and body.document == document:
            stated[str(body.statement.get("id"))] = body.statement
    return taken, stated


def _same(raw: Mapping[str, Any], made: Statement) -> bool:
    """Whether plain values say what a statement says; what is left out is not said."""
    return all(
        raw.get(name) == value or (name not in raw and value in (None, []))
        for name, value in write_statement(made).items()
    )
