"""Calling a vote, and the file of the call that electors need to cast their ballots."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from tawthiq.errors import LedgerError, VoteError
from tawthiq.ledger import (
    Call,
    Entry,
    EntryError,
    Ledger,
    Unknown,
    canonical_json,
    instant,
    read_entry,
    signed_by_author,
)
from tawthiq.vault import atomic_write
from tawthiq.votes.files import read_limited
from tawthiq.votes.finding import votes_of

MAX_CALL_FILE = 1 << 22  # bytes
_FORMAT = "tawthiq call"
_QUORUM = re.compile(r"(\d{1,9})(?:\.(\d{1,6}))?\s*([%٪])?", re.ASCII)


def call_vote(ledger: Ledger, call: Call, now: datetime) -> Entry:
    """Sign a call into the ledger.

    Raises:
        VoteError: the handle is taken, the vote would be closed already, or a key of its roll is on
            the roll of another vote.
        LedgerError: the call contradicts itself; the message says in what.
    """
    if call.closes <= instant(now):
        raise VoteError(
            f"Vote {call.vote!r} would be closed already ({call.closes}). Name a later time."
        )
    roll = frozenset(call.electors)
    for vote in votes_of(ledger):
        if vote.call.vote == call.vote and vote.called_off is None:
            raise VoteError(
                f"There is a vote {call.vote!r} already (entry {vote.id[:12]}). Name another key, "
                f"or withdraw that call first."
            )
        if not roll.isdisjoint(vote.call.electors):
            raise VoteError(
                f"A key of this roll is on the roll of vote {vote.call.vote!r} too. Keys are for "
                "one vote: with one key, ballots of two votes could be tied to one another. Make "
                "a new roll with `tawthiq vote roll`."
            )
    (entry,) = ledger.append(call)
    return entry


def quorum_of(text: str, electors: int) -> int:
    """How many ballots a quorum asks for: "12", or of the roll "50%", rounded up.

    Raises:
        VoteError: it is neither a whole number nor a share from 0 to 100 %, or exceeds the roll.
    """
    found = _QUORUM.fullmatch(text.strip())
    whole, part, percent = found.groups() if found else ("", None, None)
    if not found or (part and not percent):
        raise VoteError(f"--quorum {text!r}: a number of ballots (12), or a share (50%).")
    if not percent:
        ballots = int(whole)
    else:
        scale = 10 ** len(part or "")
        share = int(whole) * scale + int(part or 0)
        ballots = -(-share * electors // (100 * scale))
    if ballots > electors:
        raise VoteError(f"--quorum {text!r}: {ballots:,} ballots of {electors:,} electors.")
    return ballots


def moment_of(text: str, now: datetime) -> str:
    """An instant as entries write it: "now", or a date and a time with its offset from UTC.

    Raises:
        VoteError: it is no such time, or has no offset.
    """
    if text.strip() == "now":
        return instant(now)
    try:
        at = datetime.fromisoformat(text.strip())
        if at.tzinfo is None:
            raise VoteError(
                f"{text!r} does not say how far from UTC it is: write 2024-05-01T18:00+03:00, or "
                "2024-05-01T15:00Z."
            )
        return instant(at)
    except (ValueError, OverflowError) as error:
        raise VoteError(f"{text!r} is no time: write 2024-05-01T18:00+03:00.") from error


def shown_moment(at: str) -> str:
    """An instant for people: "2024-05-01 15:00 +00:00", with seconds where it has some."""
    moment = datetime.fromisoformat(at).astimezone(UTC)
    form = "%Y-%m-%d %H:%M:%S" if moment.second or moment.microsecond else "%Y-%m-%d %H:%M"
    return f"{moment:{form}} +00:00"


def entry_as_plain(entry: Entry) -> dict[str, Any]:
    """A signed entry as JSON has it, from which its bytes can be made again."""
    return {"entry": json.loads(entry.canonical), "signature": entry.signature.hex()}


def entry_of_plain(raw: Any, where: str) -> tuple[Entry, Call]:
    """A call from its JSON form, its signature verified.

    Args:
        where: the file it stands in, for the error.

    Raises:
        VoteError: it is no call, or its author did not sign it like this.
    """
    try:
        canonical = canonical_json(raw["entry"])
        entry = read_entry(canonical, bytes.fromhex(raw["signature"]), strict=True)
    except (EntryError, LedgerError, KeyError, TypeError, ValueError) as error:
        raise VoteError(f"{where}: there is no call of a vote in it: {error}.") from error
    if isinstance(entry.body, Unknown) or not isinstance(entry.body, Call):
        raise VoteError(f"{where}: the entry in it ({entry.kind}) calls no vote.")
    if not signed_by_author(entry.author, entry.canonical, entry.signature):
        raise VoteError(
            f"{where}: the call was altered since it was signed. Ask for the file once more."
        )
    return entry, entry.body


def write_call(entry: Entry, path: Path) -> None:
    """Write the file of a call, for the electors.

    Raises:
        VoteError: it cannot be written.
    """
    said = {"format": _FORMAT, "version": 1} | entry_as_plain(entry)
    with atomic_write(path, error=VoteError) as file:
        file.write(json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n")


def read_call(path: Path) -> tuple[Entry, Call]:
    """Read the file of a call and verify its signature.

    Raises:
        VoteError: it cannot be read, is no call, or was altered.
    """
    data = read_limited(path, MAX_CALL_FILE, "a call")
    try:
        said = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise VoteError(f"{path} is no call of a vote: {error}.") from error
    if not isinstance(said, dict) or said.get("format") != _FORMAT:
        raise VoteError(f"{path} is no call: that is the file `tawthiq vote call --out` writes.")
    if said.get("version") != 1:
        raise VoteError(f"{path} was written by a newer version of tawthiq. Update the program.")
    return entry_of_plain(said, str(path))
