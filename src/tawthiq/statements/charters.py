"""Codes and charters: their texts and clauses, who signed, who is said to have broken them."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from tawthiq.statements.faults import fault_of_days, fault_of_period
from tawthiq.statements.model import Statement


class Charter(Statement, frozen=True, kw_only=True, tag="charter"):
    """A text that units or people bind themselves to, in one of its versions."""

    key: str | None = None
    name: str | None = None
    name_ar: str | None = None
    version: str | None = None  # as it is called: "1", "August 2012"; None: there is one
    since: str | None = None  # EDTF: when this version was adopted
    until: str | None = None
    adopted_by: tuple[str, ...] = ()  # by key or name
    text: str | None = None  # SHA-256 of the preserved document that holds it
    text_ar: str | None = None
    attributed_to: str | None = None

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "adopted_by": ("organisation", "person"),
        "attributed_to": ("organisation", "person"),
    }

    def fault(self) -> str | None:
        """Periods reversed."""
        return fault_of_period(self.since, self.until)


class Clause(Statement, frozen=True, kw_only=True, tag="clause"):
    """One clause of a version of a charter, in both languages where both are at hand."""

    charter: str | None = None  # by key or name
    version: str | None = None  # None: every version
    number: str | None = None  # as the text numbers it: "3", "3 (b)"
    words: str | None = None
    words_ar: str | None = None

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {"charter": ("charter",)}


class Signature(Statement, frozen=True, kw_only=True, tag="signature"):
    """Somebody signs a charter, withdraws from it, or denies having signed it."""

    charter: str | None = None  # by key or name
    version: str | None = None  # None: whichever stood then
    signatory: str | None = None  # a unit or a person, by key or name
    act: Literal["signs", "withdraws", "denies having signed"] = "signs"
    when: str | None = None  # EDTF
    place: str | None = None
    attributed_to: str | None = None
    signed: str | None = None  # Ed25519 signature over the 32 bytes of `signed_text`, base64
    public_key: str | None = None  # that it verifies with: 32 bytes, base64
    signed_text: str | None = None  # SHA-256 (hex) of the document that was signed

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "charter": ("charter",),
        "signatory": ("organisation", "person"),
        "attributed_to": ("organisation", "person"),
    }

    def fault(self) -> str | None:
        """A date that cannot be read; a half of a cryptographic signature."""
        parts = [one is not None for one in (self.signed, self.public_key, self.signed_text)]
        if any(parts) and not all(parts):
            return "a cryptographic signature needs signed, public_key and signed_text"
        return fault_of_days(when=self.when)


class Violation(Statement, frozen=True, kw_only=True, tag="violation"):
    """A signatory is said to have broken a clause."""

    key: str | None = None
    name: str | None = None
    name_ar: str | None = None
    charter: str | None = None  # by key or name
    clause: str | None = None  # its number
    signatory: str | None = None  # by key or name
    incident: str | None = None  # in which it happened, by key or name
    act: str | None = None  # what was done, as written
    when: str | None = None  # EDTF
    place: str | None = None
    place_id: str | None = None
    attributed_to: str | None = None

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "charter": ("charter",),
        "signatory": ("organisation", "person"),
        "incident": ("incident",),
        "attributed_to": ("organisation", "person"),
    }

    def fault(self) -> str | None:
        """A date that cannot be read."""
        return fault_of_days(when=self.when)
