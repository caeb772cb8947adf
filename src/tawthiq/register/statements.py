"""What the sources say: every proposal, what people hold of it, and what they stated themselves.

A pure function of ledger and vault, and quick enough to be worked out anew for each command: what
was read a moment ago is there without `tawthiq link`. Of each document the newest reading counts,
and the newest table of statements; who stated a table holds all that it says. What a person
confirmed or edited stays, also where a newer grammar no longer proposes it.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import polars as pl

from tawthiq.errors import NotFoundError, StatementError
from tawthiq.ledger import Dismiss, Entry, Ledger, Preserve, Read, State, StateTable
from tawthiq.statements import read_lines
from tawthiq.vault import Vault

Status = Literal["proposed", "confirmed", "edited", "rejected"]

DOCUMENT_COLUMNS: Mapping[str, type[pl.DataType]] = {
    "document": pl.String,  # SHA-256
    "source": pl.String,
    "filename": pl.String,
    "url": pl.String,
    "published": pl.Date,
    "media_type": pl.String,
    "size": pl.Int64,  # bytes
    "grammar": pl.String,  # of the newest reading; null: never read as a text
    "statements": pl.Int64,  # proposed by it, or stated by the newest table
}
STATEMENT_COLUMNS: Mapping[str, type[pl.DataType]] = {
    "id": pl.String,
    "type": pl.String,
    "document": pl.String,
    "source": pl.String,
    "status": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "quote": pl.String,
    "review_by": pl.String,
    "review_reason": pl.String,
    "review_entry": pl.String,  # that says so; null: nobody has looked yet
    "fields": pl.String,  # JSON: every other field of the statement
}
_OWN_COLUMNS = frozenset(("type", "id", "start", "end", "quote"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One statement of a document, and what people hold of it."""

    id: str
    type: str
    document: str  # SHA-256
    source: str | None  # who published the document
    status: Status
    raw: Mapping[str, Any]  # plain values: `statements.read_statement` makes them one
    text: str | None  # SHA-256 of the text object that the span stands in
    changed: tuple[str, ...] = ()  # fields that a person set
    reviewer: str | None = None
    reason: str | None = None
    entry: str | None = None  # that confirms, edits or rejects it

    @property
    def fields(self) -> dict[str, Any]:
        """The fields that have no column of their own."""
        return {name: value for name, value in self.raw.items() if name not in _OWN_COLUMNS}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTable:
    """The preserved documents, their newest readings, and the statements."""

    documents: tuple[Preserve, ...]  # one for each document and source
    readings: Mapping[str, Read]  # SHA-256 of a document → its newest reading
    statements: tuple[Stated, ...]  # by document, then as they stand in the text
    tables: Mapping[str, StateTable] = field(default_factory=dict)
    """SHA-256 of a document → its newest table of statements."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of a document → of the text object that is shown of it."""

    def find(self, wanted: Sequence[str]) -> list[Stated]:
        """The statements whose ids are, or begin with, what is wanted, in that order.

        Raises:
            NotFoundError: one of them is none, or begins several.
        """
        known = {one.id: one for one in self.statements}
        return [known.get(one) or self._beginning(one) for one in wanted]

    def _beginning(self, wanted: str) -> Stated:
        found = [one for one in self.statements if wanted and one.id.startswith(wanted)]
        if not found:
            raise NotFoundError(
                f"There is no statement {wanted!r}. `tawthiq proposals` lists their ids."
            )
        if len(found) > 1:
            some = ", ".join(one.id for one in found[:8]) + (" …" if len(found) > 8 else "")
            raise NotFoundError(f"{wanted!r} begins {len(found)} statements: {some}. Write more.")
        return found[0]

    def text_document(self, wanted: str) -> str | None:
        """The SHA-256 of the text whose hash begins with `wanted`; None where there is none.

        Raises:
            NotFoundError: several begin like that.
        """
        known = {*self.texts, *(one.document for one in self.statements)}
        found = sorted(sha for sha in known if sha.startswith(wanted))
        if len(found) > 1:
            raise NotFoundError(f"{wanted} begins {len(found)} documents: {', '.join(found)}.")
        return found[0] if found else None

    def document_frame(self) -> pl.DataFrame:
        """The documents as a table: `DOCUMENT_COLUMNS`."""
        rows = []
        for one in self.documents:
            reading = self.readings.get(one.document)
            table = self.tables.get(one.document)
            counts = [said.counts for said in (reading, table) if said is not None]
            rows.append(
                {
                    "document": one.document,
                    "source": one.source,
                    "filename": one.filename,
                    "url": one.url or (reading.url if reading else None),
                    "published": _day(one.published or (reading.published if reading else None)),
                    "media_type": one.media_type,
                    "size": one.size,
                    "grammar": reading.grammar if reading else None,
                    "statements": sum(map(_total, counts)) if counts else None,
                }
            )
        return pl.DataFrame(rows, schema=dict(DOCUMENT_COLUMNS))

    def statement_frame(self) -> pl.DataFrame:
        """The statements as a table: `STATEMENT_COLUMNS`. One form for every type, known or not."""
        rows = [
            (
                one.id, one.type, one.document, one.source, one.status,
                _whole(one.raw.get("start")), _whole(one.raw.get("end")), _words(one.raw),
                one.reviewer, one.reason, one.entry,
                json.dumps(one.fields, ensure_ascii=False),
            )
            for one in self.statements
        ]  # fmt: skip
        return pl.DataFrame(rows, schema=dict(STATEMENT_COLUMNS), orient="row")


def statements_of(
    ledger: Ledger, vault: Vault, documents: Collection[str] | None = None
) -> StatementTable:
    """Work out what the texts say, by the entries that stand.

    Of what was said of one statement, the last in the order of the ledger holds, whoever said it.
    Proposals and tables whose object cannot be parsed are left out; `tawthiq verify` names them.

    Args:
        documents: only the statements of these; all by default.

    Raises:
        LedgerError: an entry is damaged.
        VaultError: the proposals of a reading are missing or damaged.
    """
    preserved: dict[tuple[str, str], Preserve] = {}
    readings: dict[str, Read] = {}
    tables: dict[str, StateTable] = {}
    texts: dict[str, str] = {}
    held: dict[str, list[Entry]] = {}  # what people hold of a document, in order
    for entry in ledger.active_entries():
        body = entry.body
        if isinstance(body, Preserve):
            preserved[body.document, body.source] = body
        elif isinstance(body, Read):
            readings[body.document] = body
        elif isinstance(body, State | StateTable | Dismiss):
            held.setdefault(body.document, []).append(entry)
            if isinstance(body, StateTable):
                tables[body.document] = body
            elif isinstance(body, State) and body.text is not None:
                texts[body.document] = body.text
    sources: dict[str, str] = {}
    for document, source in preserved:
        sources.setdefault(document, source)
    wanted = None if documents is None else frozenset(documents)
    found: list[Stated] = []
    for document in dict.fromkeys([*sources, *readings, *held]):
        if wanted is None or document in wanted:
            of_this = _of_document(
                vault, readings.get(document), tables.get(document), held.get(document, ())
            )
            known = {"document": document, "source": sources.get(document)}
            found.extend(sorted((Stated(**known | one) for one in of_this), key=_place))
    return StatementTable(
        documents=tuple(preserved.values()),
        readings=readings,
        tables=tables,
        # What was read has its text in parts; a table, or words entered, the text they are.
        texts=texts
        | {sha: table.text for sha, table in tables.items()}
        | {sha: reading.text for sha, reading in readings.items()},
        statements=tuple(found),
    )


def _of_document(
    vault: Vault, reading: Read | None, table: StateTable | None, held: Sequence[Entry]
) -> list[dict[str, Any]]:
    """The statements of one document, as the fields of `Stated`: what is said last holds."""
    found: dict[str, dict[str, Any]] = {}
    if reading is not None:
        for raw in _lines(vault, reading.proposals):
            found[raw["id"]] = _said(raw, reading.text) | {"status": "proposed"}
    for entry in held:
        body = entry.body
        if isinstance(body, StateTable) and body is table:
            verdict = _verdict(body, entry, changed=())
            if body.source is not None:
                verdict["source"] = body.source
            for raw in _lines(vault, body.statements):
                found[raw["id"]] = _said(raw, body.text) | verdict
        elif isinstance(body, State):
            proposal = body.proposal or str(body.statement.get("id", entry.id))
            said = _said(body.statement, body.text) | {"id": proposal}
            verdict = _verdict(body, entry, changed=tuple(body.changed))
            found[proposal] = found.get(proposal, {}) | said | verdict
        elif isinstance(body, Dismiss) and body.proposal in found:
            known = found[body.proposal]
            known |= _verdict(body, entry, changed=known.get("changed", ()))
    return list(found.values())


def _said(raw: Mapping[str, Any], text: str | None) -> dict[str, Any]:
    return {"id": raw.get("id"), "type": str(raw["type"]), "raw": raw, "text": text}


def _lines(vault: Vault, sha: str) -> list[dict[str, Any]]:
    """Every statement of an object, or none where a line of it is none."""
    try:
        lines = list(read_lines(vault.get(sha)))
    except StatementError:
        return []
    return [
        raw for raw in lines if isinstance(raw.get("id"), str) and isinstance(raw.get("type"), str)
    ]


def _verdict(
    body: State | StateTable | Dismiss, entry: Entry, changed: tuple[str, ...]
) -> dict[str, Any]:
    """What the last entry that speaks of a statement makes of it."""
    status: Status = "edited" if changed else "confirmed"
    return {
        "status": "rejected" if isinstance(body, Dismiss) else status,
        "changed": changed,
        "reviewer": body.reviewer or None,
        "reason": body.reason or None,
        "entry": entry.id,
    }


def _place(one: Stated) -> tuple[int, int, str, str]:
    start, end = _whole(one.raw.get("start")), _whole(one.raw.get("end"))
    return (start or 0, -(end or 0), one.type, one.id)


def _whole(value: object) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53
    return value if whole else None  # type: ignore[return-value]


def _words(raw: Mapping[str, Any]) -> str | None:
    quote = raw.get("quote")
    return quote if isinstance(quote, str) else None


def _total(counts: Mapping[str, int]) -> int:
    return sum(counts.values())


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
