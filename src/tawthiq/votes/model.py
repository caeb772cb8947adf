"""What the room of votes speaks of: a vote as the ledger holds it, ballots, and their count."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tawthiq.ledger import Call, Entry

When = Literal["within", "before opening", "after closing"]
"""When the box took a ballot in, by the box's clock."""
Reason = Literal[
    "foreign key",  # not on the roll
    "bad signature",
    "no choice",
    "unknown option",
    "option twice",
    "several choices",  # where one may be chosen
    "before opening",
    "after closing",
    "two ballots",  # of one elector, and they differ: neither counts
    "copy",  # of a ballot that counts
]
Standing = Literal["decided", "tied", "no quorum", "no ballots"]


@dataclass(frozen=True, slots=True, order=True)
class Cast:
    """A ballot as it was cast: what its elector signed, and the signature."""

    vote: str  # id of the entry that called the vote
    elector: str  # public key, 64 hex digits
    choices: tuple[str, ...]
    signature: str  # 128 hex digits


@dataclass(frozen=True, slots=True)
class Taken:
    """A ballot, and when a box took it in."""

    cast: Cast
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A vote as one ledger holds it."""

    entry: Entry  # that called it
    call: Call
    ballots: tuple[Taken, ...]  # in no order that tells anything: by their own hash
    called_off: str | None  # why its author withdrew the call; None: it stands

    @property
    def id(self) -> str:
        """The id of the entry that called it: what ballots name."""
        return self.entry.id


@dataclass(frozen=True, slots=True)
class SetAside:
    """A ballot that does not count, and why."""

    cast: Cast
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a count by single transferable vote."""

    totals: Mapping[str, Fraction]  # votes of each option still in the race, at its beginning
    exhausted: Fraction  # votes that name nobody who is still in the race
    elected: tuple[str, ...]
    excluded: tuple[str, ...]
    rule: Literal["earlier counts", "order"] | None  # of the call, that broke a tie here


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the valid ballots say."""

    sums: Mapping[str, int]  # option → ballots; first preferences of a transferable vote
    elected: tuple[str, ...]  # those with the most first
    tied: tuple[str, ...] = ()  # between them nothing decides
    quota: int | None = None  # votes that fill a seat, of a transferable vote
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The count of a vote: counted and set aside are all its ballots."""

    vote: str  # id of the entry that called it
    electors: int
    ballots: int
    counted: int
    set_aside: tuple[SetAside, ...]
    quorum: int
    standing: Standing
    outcome: Outcome

    @property
    def elected(self) -> tuple[str, ...]:
        """Who or what is chosen; nobody where the quorum is not reached."""
        return () if self.standing == "no quorum" else self.outcome.elected

    @property
    def tied(self) -> tuple[str, ...]:
        """Those between whom nothing decides, where that is why the vote is not decided."""
        return self.outcome.tied if self.standing == "tied" else ()
