"""What the preserved texts say: every proposal and what people hold of it, as the ledger has it.

A pure function of ledger and vault, and quick enough to be worked out anew for each command: what
was read a moment ago is there without `tawthiq link`. Of each document the newest reading counts.
What a person confirmed or edited stays, also where a newer grammar no longer proposes it.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from tawthiq.errors import NotFoundError, StatementError
from tawthiq.ledger import Dismiss, Entry, Ledger, Preserve, Read, State
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
    "statements": pl.Int64,  # proposed by it
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
_Proposal = tuple[Mapping[str, Any], str | None, Sequence[str]]  # values, text, fields changed
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
        known = {*self.readings, *(one.document for one in self.statements)}
        found = sorted(sha for sha in known if sha.startswith(wanted))
        if len(found) > 1:
            raise NotFoundError(f"{wanted} begins {len(found)} documents: {', '.join(found)}.")
        return found[0] if found else None

    def document_frame(self) -> pl.DataFrame:
        """The documents as a table: `DOCUMENT_COLUMNS`."""
        rows = []
        for one in self.documents:
            reading = self.readings.get(one.document)
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
                    "statements": sum(reading.counts.values()) if reading else None,
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

    Of what was said of one proposal, the last in the order of the ledger holds, whoever said it.
    Proposals whose object cannot be parsed are left out; `tawthiq verify` names them.

    Args:
        documents: only the statements of these; all by default.

    Raises:
        LedgerError: an entry is damaged.
        VaultError: the proposals of a reading are missing or damaged.
    """
    preserved: dict[tuple[str, str], Preserve] = {}
    readings: dict[str, Read] = {}
    verdicts: dict[tuple[str, str], Entry] = {}
    stated: dict[str, dict[str, State]] = {}
    for entry in ledger.active_entries():
        body = entry.body
        if isinstance(body, Preserve):
            preserved[body.document, body.source] = body
        elif isinstance(body, Read):
            readings[body.document] = body
        elif isinstance(body, State):
            proposal = body.proposal or str(body.statement.get("id", entry.id))
            stated.setdefault(body.document, {})[proposal] = body
            verdicts[body.document, proposal] = entry
        elif isinstance(body, Dismiss):
            verdicts[body.document, body.proposal] = entry
    sources: dict[str, str] = {}
    for document, source in preserved:
        sources.setdefault(document, source)
    wanted = None if documents is None else frozenset(documents)
    found: list[Stated] = []
    for document in dict.fromkeys([*sources, *readings, *stated]):
        if wanted is not None and document not in wanted:
            continue
        rows = _proposed(vault, readings.get(document))
        for proposal, body in stated.get(document, {}).items():
            rows[proposal] = (body.statement, body.text, body.changed)
        of_this = [
            Stated(
                id=proposal,
                type=str(raw["type"]),
                document=document,
                source=sources.get(document),
                raw=raw,
                text=text,
                changed=tuple(changed),
                **_verdict(verdicts.get((document, proposal))),
            )
            for proposal, (raw, text, changed) in rows.items()
        ]
        found.extend(sorted(of_this, key=_place))
    return StatementTable(
        documents=tuple(preserved.values()), readings=readings, statements=tuple(found)
    )


def _proposed(vault: Vault, reading: Read | None) -> dict[str, _Proposal]:
    if reading is None:
        return {}
    try:
        lines = list(read_lines(vault.get(reading.proposals)))
    except StatementError:
        return {}
    return {
        raw["id"]: (raw, reading.text, ())
        for raw in lines
        if isinstance(raw.get("id"), str) and isinstance(raw.get("type"), str)
    }


def _verdict(entry: Entry | None) -> dict[str, Any]:
    """What the last entry that speaks of a statement makes of it."""
    if entry is None or not isinstance(entry.body, State | Dismiss):
        return {"status": "proposed"}
    body = entry.body
    status: Status = "rejected"
    if isinstance(body, State):
        status = "edited" if body.changed else "confirmed"
    return {
        "status": status,
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


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
