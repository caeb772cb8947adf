"""The bodies of a vote that is held in the ledger: the call, and the ballots.

A ballot says by which one-time key it was cast and is signed by that key. The author of its entry
only relays it: nothing in the ledger ties the key to a person.
"""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct, field

from tawthiq.ledger.terms import Count, Hash, Instant, Line, SourceKey

Method = Literal["plurality", "approval", "stv"]
TieRule = Literal["earlier counts", "order"]
OptionKey = SourceKey
Signature = Annotated[str, Meta(pattern=r"\A[0-9a-f]{128}\Z")]

MAX_OPTIONS = 200
MAX_ELECTORS = 10_000  # an entry has at most 1 MiB, and a key takes 67 bytes of it


class VoteOption(Struct, frozen=True, kw_only=True):
    """What one can vote for: a candidate, or an answer to a motion."""

    key: OptionKey
    name: Line | None = None
    name_ar: Line | None = None
    abstains: bool = False  # counts towards the quorum, and never wins


class Call(Struct, frozen=True, kw_only=True, tag="call", tag_field="kind"):
    """A vote is called: on what, by whom, from when until when, and how it is counted."""

    vote: SourceKey  # its handle
    name: Line | None = None  # the motion, or the seats to be filled
    name_ar: Line | None = None
    options: Annotated[list[VoteOption], Meta(min_length=1, max_length=MAX_OPTIONS)]
    method: Method
    seats: Annotated[int, Meta(ge=1, le=MAX_OPTIONS)] = 1
    quorum: Count = 0  # ballots that must count; 0: any number will do
    opens: Instant
    closes: Instant  # ballots of this instant or later are late
    electors: Annotated[list[Hash], Meta(min_length=1, max_length=MAX_ELECTORS)]
    """The roll: one-time public keys (Ed25519), ascending. Whose they are stands nowhere here."""
    ties: list[TieRule] = field(default_factory=list)
    """How ties are broken, the first rule first; none: a tie is named and left to the electors."""

    objects: ClassVar[tuple[str, ...]] = ()


class Ballot(Struct, frozen=True, kw_only=True, tag="ballot", tag_field="kind"):
    """One elector's ballot, as a ballot box relays it. Whether it counts is the count's to say."""

    vote: Hash  # id of the entry that called the vote
    elector: Hash  # the one-time public key
    choices: Annotated[list[OptionKey], Meta(max_length=MAX_OPTIONS)]
    """Keys of options; of a transferable vote, the first preference first."""
    signature: Signature  # by the elector's key

    objects: ClassVar[tuple[str, ...]] = ()


def fault_of_call(call: Call) -> str | None:
    """What contradicts itself in a call; None where nothing does."""
    keys = [one.key for one in call.options]
    open_to_win = sum(not one.abstains for one in call.options)
    unnamed = [one.key for one in call.options if not (one.name or one.name_ar)]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    checks = (
        (not (call.name or call.name_ar), f"vote {call.vote!r} has no name in either language"),
        (bool(unnamed), f"option {', '.join(unnamed)} has no name in either language"),
        (bool(twice), f"option {', '.join(twice)} stands there twice"),
        (not open_to_win, "nobody could win: every option is an abstention"),
        (
            call.seats > open_to_win,
            f"it fills {call.seats} seats out of {open_to_win} options",
        ),
        (
            call.method != "plurality" and open_to_win < len(keys),
            f"there are no abstentions in a vote by {call.method}: who abstains casts no ballot",
        ),
        (
            call.electors != sorted(set(call.electors)),
            "its electors are not in ascending order, or one of them stands there twice",
        ),
        (
            call.quorum > len(call.electors),
            f"its quorum is {call.quorum} of {len(call.electors)} electors",
        ),
        (len(set(call.ties)) < len(call.ties), "a rule for ties stands there twice"),
        (
            call.method != "stv" and "earlier counts" in call.ties,
            f"a vote by {call.method} has no earlier counts to break a tie by",
        ),
    )
    return next((said for wrong, said in checks if wrong), None) or _fault_of_times(call)


def _fault_of_times(call: Call) -> str | None:
    for at in (call.opens, call.closes):
        try:
            datetime.fromisoformat(at)
        except ValueError:
            return f"there is no instant {at!r}"
    if call.closes <= call.opens:
        return f"vote {call.vote!r} closes ({call.closes}) before it opens ({call.opens})"
    return None
