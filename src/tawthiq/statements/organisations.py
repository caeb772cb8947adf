"""Bodies and people, how they belong together, and the councils that they elect."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from tawthiq.statements.faults import (
    fault_of_amount,
    fault_of_days,
    fault_of_order,
    fault_of_period,
    own_part,
)
from tawthiq.statements.model import Number, Statement

OrganisationKind = Literal[
    "local committee",
    "coordination body",
    "elected council",
    "armed group",
    "party",
    "government body",
    "observatory",
    "outlet",
    "other",
]


class Organisation(Statement, frozen=True, kw_only=True, tag="organisation"):
    """A body: what it is called, what it is, where it is at work, since when."""

    key: str | None = None  # its handle in the register; None: known by its name only
    name: str | None = None
    name_ar: str | None = None
    aliases: tuple[str, ...] = ()  # other names, of any script
    kind: OrganisationKind | None = None
    area: tuple[str, ...] = ()  # where it is at work: places as written
    place: str | None = None  # where it sits, as written
    place_id: str | None = None
    since: str | None = None  # EDTF: its real start, as this source has it
    until: str | None = None
    first_cited: str | None = None  # EDTF: the first mention this source knows of
    last_cited: str | None = None
    attributed_to: str | None = None

    def fault(self) -> str | None:
        """Periods reversed."""
        return fault_of_period(self.since, self.until) or fault_of_order(
            first_cited=self.first_cited, last_cited=self.last_cited
        )


class Person(Statement, frozen=True, kw_only=True, tag="person"):
    """Somebody who acts or speaks: a member, a signatory, a spokesperson. No victim of a list.

    Names of people are withheld from what is published unless a source says that they are public.
    """

    key: str | None = None
    name: str | None = None
    name_ar: str | None = None
    aliases: tuple[str, ...] = ()
    role: str | None = None
    public: bool = False  # the person appears in public under this name
    attributed_to: str | None = None


class Membership(Statement, frozen=True, kw_only=True, tag="membership"):
    """A body or a person belongs to a body."""

    member: str | None = None  # by key or name
    whole: str | None = None
    relation: Literal["part of", "member of", "leads", "speaks for", "sits on"] = "part of"
    since: str | None = None  # EDTF: its real start, as this source has it
    until: str | None = None
    first_cited: str | None = None
    last_cited: str | None = None
    term: str | None = None  # EDTF: of a seat, the term it is held for
    attributed_to: str | None = None

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "member": ("organisation", "person"),
        "whole": ("organisation",),
        "attributed_to": ("organisation", "person"),
    }

    def fault(self) -> str | None:
        """Periods reversed; a body that is a part of itself."""
        return (
            own_part(self.member, self.whole, "whole")
            or fault_of_period(self.since, self.until)
            or fault_of_order(first_cited=self.first_cited, last_cited=self.last_cited)
            or fault_of_days(term=self.term)
        )


class Change(Statement, frozen=True, kw_only=True, tag="change"):
    """Bodies become others: founded, merged, split, renamed, dissolved."""

    kind: Literal["founded", "merged", "split", "renamed", "dissolved"] = "founded"
    before: tuple[str, ...] = ()  # bodies that were, by key or name
    after: tuple[str, ...] = ()  # bodies that came of it
    when: str | None = None  # EDTF
    attributed_to: str | None = None

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "before": ("organisation",),
        "after": ("organisation",),
        "attributed_to": ("organisation", "person"),
    }

    def fault(self) -> str | None:
        """Bodies that the kind of change does not have."""
        fault = fault_of_days(when=self.when)
        if fault is not None:
            return fault
        before, after = len(self.before), len(self.after)
        fits = {
            "founded": before == 0 and after >= 1,
            "merged": before >= 2 and after == 1,
            "split": before == 1 and after >= 2,
            "renamed": before == 1 and after == 1,
            "dissolved": before >= 1 and after == 0,
        }
        if not fits[self.kind]:
            return f"{before} bodies before and {after} after are no body {self.kind}"
        return None


class Election(Statement, frozen=True, kw_only=True, tag="election"):
    """A body is elected, as a source tells of it (votes held in the register are entries)."""

    key: str | None = None
    name: str | None = None
    name_ar: str | None = None
    body: str | None = None  # the council or committee elected, by key or name
    when: str | None = None  # EDTF
    opens: str | None = None  # EDTF: of a vote over several days
    closes: str | None = None
    place: str | None = None
    place_id: str | None = None
    seats: int | None = None
    electors: int | None = None  # entitled to vote
    ballots: int | None = None  # cast
    method: (
        Literal["secret ballot", "show of hands", "consensus", "appointment", "other"] | None
    ) = None
    term: str | None = None  # EDTF: for which it was elected
    attributed_to: str | None = None

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "body": ("organisation",),
        "attributed_to": ("organisation", "person"),
    }

    def fault(self) -> str | None:
        """Closed before it opens; numbers below nothing; more ballots than electors."""
        fault = fault_of_days(when=self.when, term=self.term) or fault_of_order(
            opens=self.opens, closes=self.closes
        )
        for name in ("seats", "electors", "ballots"):
            number = getattr(self, name)
            if fault is None and number is not None and number < 0:
                fault = f"its {name} {number} is less than nothing"
        return fault


class Result(Statement, frozen=True, kw_only=True, tag="result"):
    """What somebody got in an election, as a source tells of it."""

    election: str | None = None  # by key or name
    candidate: str | None = None  # a person, a body or a list, by key or name
    votes_low: Number | None = None
    votes_high: Number | None = None
    seats: int | None = None
    elected: bool | None = None
    attributed_to: str | None = None

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "election": ("election",),
        "candidate": ("person", "organisation"),
        "attributed_to": ("organisation", "person"),
    }

    def fault(self) -> str | None:
        """Votes or seats below nothing."""
        return fault_of_amount(self.votes_low, self.votes_high) or fault_of_amount(
            self.seats, self.seats
        )


class Dispute(Statement, frozen=True, kw_only=True, tag="dispute"):
    """Somebody disputes, supports or corrects what the register holds: a vote, a signature …"""

    about: str | None = None  # a thing by key or name, or a statement by its id
    field: str | None = None  # which value of it
    attitude: Literal["disputes", "supports", "corrects"] = "disputes"
    by: str | None = None  # who does; None: the holder
    grounds: str | None = None  # as written
    value: str | None = None  # what it should be, by whoever corrects
    when: str | None = None  # EDTF

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "about": (),  # a thing of any type
        "by": ("organisation", "person"),
    }

    def fault(self) -> str | None:
        """A date that cannot be read."""
        return fault_of_days(when=self.when)
