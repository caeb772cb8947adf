"""Aid: what was promised, delivered, refused or taken, by the word of whoever says so."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from tawthiq.statements.faults import fault_of_amount, fault_of_days
from tawthiq.statements.model import Bound, Number, Statement


class Aid(Statement, frozen=True, kw_only=True, tag="aid"):
    """Something given, or said to be, from somebody to somebody."""

    key: str | None = None  # of a pledge or a delivery that others speak of
    name: str | None = None
    name_ar: str | None = None
    state: Literal["pledged", "delivered", "refused", "diverted"] | None = None
    giver: str | None = None  # by key or name
    receiver: str | None = None
    carrier: str | None = None  # who hands it on
    diverted_by: str | None = None  # said to have taken it
    what: str | None = None  # as written
    amount_low: Number | None = None
    amount_high: Number | None = None
    bound: Bound = "exact"
    unit: str | None = None  # a currency (ISO 4217), tonnes, trucks …
    place: str | None = None
    place_id: str | None = None
    when: str | None = None  # EDTF
    pledge: str | None = None  # the pledge it answers, by key or name
    attributed_to: str | None = None  # who says so

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "giver": ("organisation", "person"),
        "receiver": ("organisation", "person"),
        "carrier": ("organisation", "person"),
        "diverted_by": ("organisation", "person"),
        "pledge": ("aid",),
        "attributed_to": ("organisation", "person"),
    }

    def fault(self) -> str | None:
        """An amount below nothing or reversed; a date that cannot be read."""
        return fault_of_amount(self.amount_low, self.amount_high) or fault_of_days(when=self.when)
