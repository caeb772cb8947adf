"""Open a document: whose it is, what it lists, and which of its rows were set aside and why."""

import json
import re

import polars as pl

from tawthiq.cli.output import print_json, print_lines, print_table
from tawthiq.errors import NotFoundError
from tawthiq.register import Register

_HASH = re.compile(r"[0-9a-f]{8,64}", re.ASCII)


def is_document(wanted: str) -> bool:
    """Whether an id reads like a document's SHA-256, whole or its beginning."""
    return _HASH.fullmatch(wanted.lower()) is not None


def show_document(register: Register, wanted: str, limit: int, *, as_json: bool) -> None:
    """Print a document: each list version it holds, its rows, and the rows set aside.

    Raises:
        NotFoundError: the register holds no such document, or several begin like that.
    """
    document = _resolve(register, wanted.lower())
    versions = register.versions.filter(pl.col("document") == document).join(
        register.sources.select("key", source_name="name"),
        left_on="source",
        right_on="key",
        how="left",
    )
    rows = (
        register.records.filter(pl.col("document") == document)
        .select("list", "row", "record_id", "person_id", "named", "name_raw", "number_high")
        .sort("list", "row")
    )
    aside = register.set_aside.filter(pl.col("document") == document).sort("list", "row")
    if as_json:
        print_json(
            {
                "document": document,
                "versions": versions.drop("document").to_dicts(),
                "rows": rows.to_dicts(),
                "set_aside": [
                    row | {"cells": json.loads(row["cells"])}
                    for row in aside.drop("document").iter_rows(named=True)
                ],
                "ledger_head": register.stamp.ledger_head,
            }
        )
        return
    print_lines(f"document {document}")
    print_table(
        ("list", "source", "called", "released", "records", "set aside"),
        [
            (one["list"], one["source"], one["source_name"], str(one["released"])[:10],
             one["rows"], one["set_aside"])
            for one in versions.iter_rows(named=True)
        ],
        right=("records", "set aside"),
    )  # fmt: skip
    print_table(
        ("row", "record", "person", "name as written"),
        [
            (str(one["row"]), one["record_id"], one["person_id"],
             one["name_raw"] if one["named"] else f"(a number: {one['number_high']})")
            for one in rows.head(limit).iter_rows(named=True)
        ],
        right=("row",),
    )  # fmt: skip
    if rows.height > limit:
        print_lines(f"  … {rows.height - limit:,} more rows; --limit shows more, --json all.")
    for one in aside.head(limit).iter_rows(named=True):
        print_lines(f"set aside, row {one['row']}: {one['reason']}: {_cells(one['cells'])}")
    if aside.height > limit:
        print_lines(f"  … {aside.height - limit:,} more set aside; --limit shows more, --json all.")


def _resolve(register: Register, wanted: str) -> str:
    found = register.versions["document"].unique().sort()
    found = found.filter(found.str.starts_with(wanted))
    if found.len() == 1:
        return str(found[0])
    if found.len():
        raise NotFoundError(f"{wanted} begins {found.len()} documents: {', '.join(found)}.")
    raise NotFoundError(
        f"No document of this register begins with {wanted}. `tawthiq show PERSON` names the "
        "documents of a person; after an import run `tawthiq link`."
    )


def _cells(said: str) -> str:
    text = " | ".join(str(cell) for cell in json.loads(said))
    return text if len(text) <= 200 else f"{text[:200]} …"
