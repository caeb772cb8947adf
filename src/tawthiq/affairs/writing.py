"""Claims, things and doubts into the SQLite file that `store` reads."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from tawthiq.affairs.asof import end_of, span_of
from tawthiq.affairs.model import Claim, Doubt
from tawthiq.affairs.naming import folded, node_of
from tawthiq.affairs.resolving import Named
from tawthiq.statements import Membership

FILE = "affairs.sqlite"
_TABLES = """
CREATE TABLE stamp (what TEXT PRIMARY KEY, value TEXT);
CREATE TABLE things (key TEXT PRIMARY KEY, type TEXT, name TEXT, name_ar TEXT, public INTEGER);
CREATE TABLE names (folded TEXT, key TEXT, written TEXT);
CREATE TABLE claims (nr INTEGER PRIMARY KEY, id TEXT, type TEXT, document TEXT, source TEXT,
    published TEXT, status TEXT, reviewer TEXT, entry TEXT, stance TEXT, first TEXT, last TEXT,
    over TEXT, quote TEXT, statement TEXT, refs TEXT);
CREATE TABLE refs (key TEXT, field TEXT, claim INTEGER, PRIMARY KEY (key, field, claim))
    WITHOUT ROWID;
CREATE TABLE ties (claim INTEGER PRIMARY KEY, member TEXT, whole TEXT, relation TEXT,
    denied INTEGER, member_words TEXT, whole_words TEXT);
CREATE TABLE sources (key TEXT PRIMARY KEY, name TEXT, name_other TEXT, origin TEXT);
CREATE TABLE doubts (nr INTEGER PRIMARY KEY, code TEXT, en TEXT, ar TEXT, keys TEXT, claims TEXT);
CREATE TABLE doubt_of (key TEXT, doubt INTEGER);
"""
# What a list needs to count and order its claims stands in the index: it reads those it shows.
_INDEXES = """
CREATE INDEX thing_by_type ON things (type, key);
CREATE INDEX name_by_folded ON names (folded);
CREATE INDEX name_by_key ON names (key);
CREATE INDEX claim_by_type ON claims (type, nr, status, first, last, over);
CREATE INDEX claim_by_id ON claims (id);
CREATE INDEX claim_by_document ON claims (document);
CREATE INDEX ref_by_claim ON refs (claim, field);
CREATE INDEX doubt_by_key ON doubt_of (key);
"""
LAYOUT = hashlib.sha256((_TABLES + _INDEXES).encode()).hexdigest()[:12]
"""Of the tables: a file that has others is made anew."""


def write(
    connection: sqlite3.Connection,
    claims: Iterable[Claim],
    named: Named,
    sources: Mapping[str, tuple[str, str | None, str]],
    stamp: Mapping[str, str],
) -> None:
    """Write everything but the doubts; the connection is new and empty."""
    connection.executescript(_TABLES)
    connection.executemany("INSERT INTO stamp VALUES (?, ?)", sorted(stamp.items()))
    connection.executemany(
        "INSERT INTO things VALUES (?, ?, ?, ?, ?)",
        (
            (one.key, one.type, one.name, one.name_ar, one.public)
            for _, one in sorted(named.things.items())
        ),
    )
    connection.executemany(
        "INSERT INTO names VALUES (?, ?, ?)",
        ((folded(name), key, name) for key, names in sorted(named.names.items()) for name in names),
    )
    connection.executemany(
        "INSERT INTO sources VALUES (?, ?, ?, ?)",
        ((key, *said) for key, said in sorted(sources.items())),
    )
    rows: list[tuple[Any, ...]] = []
    refs: set[tuple[str, str, int]] = set()
    ties: list[tuple[Any, ...]] = []
    for nr, one in enumerate(claims):
        first, last = span_of(one.said)
        rows.append(
            (
                nr, one.id, one.type, one.document, one.source, _day(one.published), one.status,
                one.reviewer, one.entry, one.said.stance, _day(first), _day(last),
                _day(end_of(one.said)), one.said.quote,
                msgspec.json.encode(_said(one)).decode(),
                msgspec.json.encode(one.references).decode(),
            )
        )  # fmt: skip
        tie = _tie(nr, one)
        if tie is not None:
            ties.append(tie)
        refs.update((ref.key, ref.field, nr) for ref in one.references if ref.key is not None)
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO claims VALUES ({marks})", rows)  # noqa: S608 - marks
    connection.executemany("INSERT INTO refs VALUES (?, ?, ?)", sorted(refs))
    connection.executemany("INSERT INTO ties VALUES (?, ?, ?, ?, ?, ?, ?)", ties)
    connection.executescript(_INDEXES)


def _tie(nr: int, claim: Claim) -> tuple[Any, ...] | None:
    """What a membership ties to what, for trees of very many; None where an end is not named."""
    if not isinstance(claim.said, Membership):
        return None
    ends = {one.field: one for one in claim.references}
    if "member" not in ends or "whole" not in ends:
        return None
    member, whole = ends["member"], ends["whole"]
    return (
        nr, node_of(member), node_of(whole), claim.said.relation, claim.denied,
        *(None if one.key else one.words for one in (member, whole)),
    )  # fmt: skip


def _said(claim: Claim) -> dict[str, Any]:
    """What a statement says: what is empty is left out, and read back as empty."""
    plain: dict[str, Any] = msgspec.to_builtins(claim.said)
    return {name: value for name, value in plain.items() if value is not None and value != ()}


def write_doubts(connection: sqlite3.Connection, doubts: Iterable[Doubt]) -> None:
    """Write the doubts, in a fixed order."""
    ordered = sorted(doubts, key=lambda one: (one.code, one.keys, one.claims, one.en))
    for nr, one in enumerate(ordered):
        connection.execute(
            "INSERT INTO doubts VALUES (?, ?, ?, ?, ?, ?)",
            (nr, one.code, one.en, one.ar, json.dumps(one.keys), json.dumps(one.claims)),
        )
        connection.executemany(
            "INSERT INTO doubt_of VALUES (?, ?)", ((key, nr) for key in dict.fromkeys(one.keys))
        )


def take_place(new: Path, path: Path) -> None:
    """Put a finished file in the place of the old one, in one step."""
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    new.replace(path)
    with suppress(OSError):
        path.with_name(path.name + "-journal").unlink(missing_ok=True)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
