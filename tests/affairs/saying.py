"""Affairs made from a few statements, without a ledger."""

import hashlib
from typing import Any

from tawthiq.affairs import Affairs, View, affairs_of
from tawthiq.affairs.model import Language
from tawthiq.ledger import Preserve
from tawthiq.register import Stated, StatementTable
from tawthiq.statements import read_statement, statement_id, write_statement


def said(
    kind: str,
    /,
    *,
    by: str = "observatory",
    looked_at: str = "confirmed",
    document: str = "one",
    published: str | None = "2013-03-15",
    **fields: Any,
) -> dict[str, Any]:
    """One statement: its type and fields, who published it in which document."""
    return {
        "kind": kind, "by": by, "status": looked_at, "document": f"{by} {document}",
        "published": published, "fields": fields,
    }  # fmt: skip


def table_of(*statements: dict[str, Any]) -> StatementTable:
    """The statements as a register would hold them; ids are made of document and place."""
    documents: dict[str, Preserve] = {}
    stated = []
    for number, one in enumerate(statements):
        sha = hashlib.sha256(one["document"].encode()).hexdigest()
        documents[sha] = Preserve(
            document=sha, source=one["by"], filename="a.txt", size=1, media_type="text/plain",
            published=one["published"],
        )  # fmt: skip
        raw = {
            "type": one["kind"],
            "id": one["fields"].pop("id", statement_id(sha, one["kind"], number, number)),
            "start": number, "end": number, "quote": "", "proposer": "person", **one["fields"],
        }  # fmt: skip
        raw = write_statement(read_statement(raw))
        stated.append(
            Stated(
                id=raw["id"],
                type=one["kind"],
                document=sha,
                source=one["by"],
                status=one["status"],
                raw=raw,
                text=None,
                entry="e" * 64,
            )
        )
    return StatementTable(
        documents=tuple(documents.values()),
        readings={},
        tables={},
        texts={},
        statements=tuple(stated),
    )


SOURCES = {
    "observatory": ("Rih Observatory", "مرصد الريح", "observatory"),
    "ministry": ("Ministry of the Interior", "وزارة الداخلية", "ministry"),
    "committee": ("Local committee of Wadi", "اللجنة المحلية في الوادي", "committee"),
    "echo": ("Echo of the Observatory", None, "observatory"),  # copies the observatory
}


def affairs(*statements: dict[str, Any]) -> Affairs:
    """The affairs that statements make."""
    return affairs_of(table_of(*statements), SOURCES)


def view(
    *statements: dict[str, Any], language: Language = "en", on: Any = None, named: bool = True
) -> View:
    """The affairs that statements make, as one reader sees them."""
    return View(affairs=affairs(*statements), language=language, on=on, named=named)
