"""Publishing a vote: one file from which anyone can count anew, without a register.

It holds the signed call, every ballot, the count, and the publisher's seal over all of it. Ballots
stand in the order of their hashes and without their times.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from tawthiq.errors import KeyFileError, VoteError
from tawthiq.ledger import Call, Entry, EntryError, Key, canonical_json, instant, signed_by_author
from tawthiq.vault import atomic_write
from tawthiq.votes.ballots import digest
from tawthiq.votes.calling import entry_as_plain, entry_of_plain, shown_moment
from tawthiq.votes.counting import count_votes
from tawthiq.votes.files import read_limited
from tawthiq.votes.model import Cast, Count, Reason, SetAside, Taken, Vote, When

MAX_PUBLISHED = 1 << 28  # bytes; 10,000 ballots of 200 preferences are half of it
_FORMAT = "tawthiq vote"
_Hex = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
_Signature = Annotated[str, Meta(pattern=r"\A[0-9a-f]{128}\Z")]

Fault = Literal["seal", "count"]
"""The seal is not the publisher's over what stands there; the ballots give another count."""


class _Ballot(Struct, frozen=True, forbid_unknown_fields=True):
    elector: _Hex
    choices: list[Annotated[str, Meta(max_length=64)]]
    signature: _Signature
    when: When


class _Seal(Struct, frozen=True, forbid_unknown_fields=True):
    author: _Hex
    signature: _Signature


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["tawthiq vote"]
    version: int
    call: dict[str, Any]
    called_off: str | None
    ballots: list[_Ballot]
    count: dict[str, Any]
    seal: _Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """A published vote, counted anew."""

    entry: Entry  # the call
    call: Call
    called_off: str | None
    ballots: tuple[Taken, ...]
    count: Count  # by these ballots
    publisher: str  # public key of whoever sealed the file
    faults: tuple[Fault, ...]  # none: the file agrees with itself

    def standing_of(self, mine: Cast) -> Reason | Literal["counted", "missing", "another"]:
        """What became of one ballot: its elector can see that it is there, as it was cast.

        Returns:
            `counted`; the reason why it was set aside; `missing` where no ballot of this elector
            was published; `another` where one was, and not this one.
        """
        theirs = [one.cast for one in self.ballots if one.cast.elector == mine.elector]
        if mine.vote != self.entry.id or not theirs:
            return "missing"
        same = [one for one in theirs if one.choices == mine.choices]
        if not same:
            return "another"
        aside = [one for one in self.count.set_aside if one.cast in same]
        if len(aside) < len(same):
            return "counted"
        return next((one.reason for one in aside if one.cast == mine), aside[0].reason)


def count_when_closed(vote: Vote, now: datetime) -> Count:
    """Count a vote that has closed.

    Raises:
        VoteError: it is still open: nobody is told how it stands before all have voted.
    """
    if instant(now) < vote.call.closes:
        raise VoteError(
            f"Vote {vote.call.vote!r} closes on {shown_moment(vote.call.closes)}. "
            "It is counted after that, and not before."
        )
    return count_votes(vote.id, vote.call, vote.ballots)


def publish_vote(vote: Vote, count: Count, key: Key | None, path: Path) -> None:
    """Write a vote, its ballots and its count into one sealed file.

    Raises:
        KeyFileError: there is no key to seal it with.
        VoteError: it cannot be written.
    """
    if key is None:
        raise KeyFileError("A published vote is sealed: open the register with its signing key.")
    said: dict[str, Any] = {
        "format": _FORMAT,
        "version": 1,
        "call": entry_as_plain(vote.entry),
        "called_off": vote.called_off,
        "ballots": [
            {
                "elector": one.cast.elector,
                "choices": list(one.cast.choices),
                "signature": one.cast.signature,
                "when": one.when,
            }
            for one in sorted(vote.ballots, key=lambda one: (digest(one.cast), one.when))
        ],
        "count": count_as_plain(count),
    }
    said["seal"] = {"author": key.author, "signature": key.sign(canonical_json(said)).hex()}
    with atomic_write(path, error=VoteError) as file:
        file.write(json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n")


def recount_file(path: Path) -> Recount:
    """Count a published vote anew, from the file alone.

    Every signature is verified: the call's, each ballot's, the seal.

    Raises:
        VoteError: the file cannot be read, is no published vote, or its call was altered.
    """
    data = read_limited(path, MAX_PUBLISHED, "a published vote")
    try:
        said = msgspec.json.decode(data, type=_File)
        plain = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise VoteError(f"{path} is no published vote: {error}.") from error
    if said.version != 1:
        raise VoteError(f"{path} was written by a newer version of tawthiq. Update the program.")
    entry, call = entry_of_plain(said.call, str(path))
    ballots = tuple(
        Taken(Cast(entry.id, one.elector, tuple(one.choices), one.signature), one.when)
        for one in said.ballots
    )
    count = count_votes(entry.id, call, ballots)
    faults: list[Fault] = []
    del plain["seal"]
    try:
        sealed = canonical_json(plain)
    except EntryError as error:
        raise VoteError(f"{path} is no published vote: {error}.") from error
    if not signed_by_author(said.seal.author, sealed, bytes.fromhex(said.seal.signature)):
        faults.append("seal")
    if count_as_plain(count) != said.count:
        faults.append("count")
    return Recount(
        entry=entry,
        call=call,
        called_off=said.called_off,
        ballots=ballots,
        count=count,
        publisher=said.seal.author,
        faults=tuple(faults),
    )


def count_as_plain(count: Count) -> dict[str, Any]:
    """A count as JSON has it. Votes of a transferable vote are exact: "7", "22/3"."""
    outcome = count.outcome
    return {
        "vote": count.vote,
        "electors": count.electors,
        "ballots": count.ballots,
        "counted": count.counted,
        "set_aside": [_aside_as_plain(one) for one in count.set_aside],
        "quorum": count.quorum,
        "standing": count.standing,
        "elected": list(count.elected),
        "tied": list(count.tied),
        "sums": dict(outcome.sums),
        "quota": outcome.quota,
        "stages": [
            {
                "totals": {option: str(votes) for option, votes in stage.totals.items()},
                "exhausted": str(stage.exhausted),
                "elected": list(stage.elected),
                "excluded": list(stage.excluded),
                "rule": stage.rule,
            }
            for stage in outcome.stages
        ],
    }


def _aside_as_plain(one: SetAside) -> dict[str, Any]:
    return {
        "elector": one.cast.elector,
        "choices": list(one.cast.choices),
        "reason": one.reason,
    }
