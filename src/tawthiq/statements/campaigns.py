"""Campaigns and gatherings: what was called for, by whom, where people came, what they showed."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from tawthiq.statements.faults import fault_of_amount, fault_of_days, fault_of_period
from tawthiq.statements.model import Bound, Number, Statement


class Campaign(Statement, frozen=True, kw_only=True, tag="campaign"):
    """Something that many places do under one name for a time."""

    key: str | None = None
    name: str | None = None
    name_ar: str | None = None
    slogans: tuple[str, ...] = ()
    slogans_ar: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()  # by key or name
    since: str | None = None  # EDTF
    until: str | None = None
    places: tuple[str, ...] = ()  # as written
    attributed_to: str | None = None

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "organisers": ("organisation", "person"),
        "attributed_to": ("organisation", "person"),
    }

    def fault(self) -> str | None:
        """Periods reversed."""
        return fault_of_period(self.since, self.until)


class Gathering(Statement, frozen=True, kw_only=True, tag="gathering"):
    """People come together at a place: a demonstration, a strike, a sit-in, a funeral."""

    key: str | None = None
    name: str | None = None
    name_ar: str | None = None
    campaign: str | None = None  # by key or name
    kind: (
        Literal["demonstration", "strike", "sit-in", "funeral", "vigil", "meeting", "other"] | None
    ) = None
    place: str | None = None
    place_id: str | None = None
    when: str | None = None  # EDTF
    organisers: tuple[str, ...] = ()
    number_low: Number | None = None  # people
    number_high: Number | None = None
    bound: Bound = "exact"
    slogans: tuple[str, ...] = ()
    slogans_ar: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()  # flags, banners, portraits … shown
    attributed_to: str | None = None

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "campaign": ("campaign",),
        "organisers": ("organisation", "person"),
        "attributed_to": ("organisation", "person"),
    }

    def fault(self) -> str | None:
        """A date that cannot be read; numbers below nothing or reversed."""
        return fault_of_days(when=self.when) or fault_of_amount(self.number_low, self.number_high)
