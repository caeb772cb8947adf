"""Recompute everything the ledger claims: hashes, signatures, chains, and the evidence under it.

What it cannot see is an author's newest entries being cut off the end: nothing that is left names
them. Against that, keep the head (`Ledger.head`) somewhere else, or ask those you exchange bundles
with.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tawthiq.ledger.entry import (
    Entry,
    EntryError,
    entry_id,
    head_of,
    instant,
    read_entry,
    signed_by_author,
)
from tawthiq.ledger.ledger import Ledger, row_of
from tawthiq.ledger.model import Declare, Import, Judge, mentions_of, objects_of
from tawthiq.ledger.readings import doubts_of_readings, faults_of_readings
from tawthiq.ledger.store import Row
from tawthiq.ledger.withdrawals import find_withdrawals
from tawthiq.progress import Progress, silent
from tawthiq.vault import Vault

_CLOCK_SLACK = timedelta(days=1)  # clocks differ; a day ahead of ours is more than that


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that verification found, and exactly where."""

    what: str
    entry: str | None = None  # id of the entry
    seq: int | None = None
    author: str | None = None  # public key, hex
    object: str | None = None  # SHA-256 of the object of the vault

    def __str__(self) -> str:
        if self.entry is not None:
            author = f"{self.author[:8]} (full: {self.author})" if self.author else "unknown"
            return f"entry {self.entry} (no. {self.seq} of author {author}): {self.what}"
        return self.what


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """What was checked, what is broken, and what a person should look at."""

    entries: int
    authors: tuple[str, ...]  # public keys, hex, ascending
    objects: int  # in the vault
    unreferenced: int  # objects of the vault that no entry speaks of
    head: str
    problems: tuple[Finding, ...]
    doubts: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is broken. Doubts do not break a ledger."""
        return not self.problems


def verify_ledger(ledger: Ledger, vault: Vault, progress: Progress = silent) -> VerifyReport:
    """Recompute every hash, signature and chain link, and compare every object with its name.

    Returns:
        A report; `report.ok` when nothing is broken. A damaged entry or object is a finding, never
        an error.

    Raises:
        LedgerError: the database itself cannot be read.
        VaultError: the vault cannot be listed.
    """
    problems = [Finding(what=f"the database file: {line}") for line in ledger.store.damage()]
    ids = [one for _, one in ledger.store.order()]
    entries: list[Entry] = []
    for done, row in enumerate(ledger.store.rows(ids), start=1):
        entry, found = _check_row(row)
        problems.extend(found)
        if entry is not None:
            entries.append(entry)
        if done % 100 == 0 or done == len(ids):
            progress("checking entries", done, len(ids))
    problems.extend(_check_chains(entries))
    wanted, mentioned = _objects(entries)
    held = set(vault)
    problems.extend(_check_objects(vault, wanted, progress))
    problems.extend(_about(entry, what) for entry, what in faults_of_readings(entries, vault))
    return VerifyReport(
        entries=len(ids),
        authors=tuple(sorted({entry.author for entry in entries})),
        objects=len(held),
        unreferenced=len(held - mentioned),
        head=head_of(ids),
        problems=tuple(problems),
        doubts=tuple(_doubts(entries, vault)),
    )


def _check_row(row: Row) -> tuple[Entry | None, list[Finding]]:
    def finding(what: str) -> list[Finding]:
        return [Finding(what=what, entry=row.id, seq=row.seq, author=row.author)]

    found = entry_id(row.canonical)
    if found != row.id:
        return None, finding(f"its bytes were altered: their SHA-256 is {found}")
    try:
        entry = read_entry(row.canonical, bytes.fromhex(row.signature), strict=True)
    except EntryError as error:
        return None, finding(str(error))
    except ValueError:  # the signature is no hex
        return None, finding("its signature was altered")
    problems: list[Finding] = []
    if not signed_by_author(entry.author, entry.canonical, entry.signature):
        problems += finding("its signature is not its author's")
    if row_of(entry) != row:
        problems += finding("the columns beside it were altered: they differ from what was signed")
    return entry, problems


def check_link(entry: Entry, before: tuple[str, int, str] | None) -> str | None:
    """What is wrong between an entry and the one it names as its author's previous.

    Args:
        entry: the later one.
        before: (author, seq, at) of the one it names; None where that is not at hand.

    Returns:
        The fault in words, or None.
    """
    if entry.previous is None:
        return None if entry.seq == 1 else "it names no entry before it, but is not its first"
    if before is None:
        return f"the entry before it ({entry.previous}) is missing"
    author, seq, at = before
    if author != entry.author:
        return f"the entry before it ({entry.previous}) is another author's ({author})"
    if seq + 1 != entry.seq:
        return f"the entry before it ({entry.previous}) is no. {seq}, which leaves a gap"
    if at >= entry.at:
        return f"it is dated {entry.at}, not after the entry before it ({at})"
    return None


def _check_chains(entries: Iterable[Entry]) -> list[Finding]:
    entries = list(entries)
    places = {entry.id: (entry.author, entry.seq, entry.at) for entry in entries}
    found = []
    for entry in entries:
        what = check_link(entry, places.get(entry.previous or ""))
        if what is not None:
            found.append(_about(entry, what))
    return found


def forks_of(entries: Iterable[Entry]) -> list[tuple[Entry, ...]]:
    """Entries of one author that name the same entry before them, in groups of two or more."""
    after: dict[tuple[str, str | None], list[Entry]] = defaultdict(list)
    for entry in entries:
        after[entry.author, entry.previous].append(entry)
    return [tuple(group) for group in after.values() if len(group) > 1]


def _objects(entries: Iterable[Entry]) -> tuple[dict[str, list[Entry]], set[str]]:
    wanted: dict[str, list[Entry]] = defaultdict(list)
    mentioned: set[str] = set()
    for entry in entries:
        for sha in objects_of(entry.body):
            wanted[sha].append(entry)
        mentioned.update(mentions_of(entry.body))
    return wanted, mentioned


def _check_objects(
    vault: Vault, wanted: dict[str, list[Entry]], progress: Progress
) -> list[Finding]:
    found = []
    for damage in vault.check(progress, expected=wanted):
        under = [entry.id for entry in wanted.get(damage.sha, ())]
        names = f"; under {', '.join(under[:5])}" if under else "; no entry speaks of it"
        more = f" and {len(under) - 5} more" if len(under) > 5 else ""
        found.append(Finding(what=f"{damage}{names}{more}", object=damage.sha))
    return found


def _doubts(entries: list[Entry], vault: Vault) -> list[Finding]:
    doubts = [
        _about(
            entry,
            "its author's key was used in two places: "
            f"{len(group)} entries name the same entry before them ({entry.previous or 'none'})",
        )
        for group in forks_of(entries)
        for entry in group
    ]
    horizon = instant(datetime.now(UTC) + _CLOCK_SLACK)
    doubts += [_about(e, f"it is dated in the future ({e.at})") for e in entries if e.at > horizon]
    for entry, reason in find_withdrawals(entries).ignored:
        doubts.append(_about(entry, f"the withdrawal does not count: {reason}"))
    doubts += [_about(entry, what) for entry, what in doubts_of_readings(entries, vault)]
    return doubts + _one_key_for_two_sources(entries) + _judged_but_never_imported(entries)


def _one_key_for_two_sources(entries: list[Entry]) -> list[Finding]:
    """Keys that two authors use for what look like two sources: their lists would be mixed."""
    said: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        if isinstance(entry.body, Declare):
            said[entry.body.source][entry.author] = entry
    found = []
    for key, by_author in sorted(said.items()):
        names = {entry.body.name for entry in by_author.values() if isinstance(entry.body, Declare)}
        if len(names) > 1:
            newest = max(by_author.values(), key=lambda entry: (entry.at, entry.id))
            found.append(
                _about(
                    newest,
                    f"source {key!r} goes by {len(names)} names with different authors "
                    f"({'; '.join(sorted(names))}); if these are two sources, their lists are "
                    "taken for versions of one another: declare one of them under another key",
                )
            )
    return found


def _judged_but_never_imported(entries: list[Entry]) -> list[Finding]:
    imports = [entry.body for entry in entries if isinstance(entry.body, Import)]
    imported = {(body.list, body.document) for body in imports}
    judging: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry.body, Judge):
            for ref in (entry.body.a, entry.body.b):
                if (ref.list, ref.document) not in imported:
                    judging[ref.list, ref.document].append(entry)
    return [
        _about(
            group[0],
            f"it judges a record of list {name!r}, document {document}, which no import brought "
            f"here ({len(group)} such in all)",
        )
        for (name, document), group in judging.items()
    ]


def _about(entry: Entry, what: str) -> Finding:
    return Finding(what=what, entry=entry.id, seq=entry.seq, author=entry.author)
