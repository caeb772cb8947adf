"""Which type of statement is which schema, and which field which property: for both ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import msgspec

from tawthiq.statements import Statement, known_terms, types

EVENTS = ("incident", "gathering", "campaign", "election")
"""Types that are an Event; their name stands first among its keywords."""
GOVERNMENT = "government body"
PART_OF = "part of"
"""The role of a link from an event to the one it belongs to."""
WHOLE: Mapping[str, str] = {"incident": "parent", "gathering": "campaign"}
"""Type of event → the field that names the event it belongs to."""
NUMBERS = frozenset(
    ("seats", "electors", "ballots", "number_low", "number_high", "amount_low", "amount_high")
)
PROPERTIES: Mapping[str, Mapping[str, str]] = {
    "organisation": {"kind": "classification", "place": "address"},
    "person": {"role": "position"},
    "incident": {"kind": "keywords", "place": "location"},
    "gathering": {"kind": "keywords", "place": "location"},
    "campaign": {"places": "location"},
    "election": {"place": "location"},
    "charter": {},
}
"""Type of thing → its fields, with the property of its entity."""
BEGIN_END: Mapping[str, tuple[str, str, str, str]] = {
    "organisation": ("since", "incorporationDate", "until", "dissolutionDate"),
    "campaign": ("since", "startDate", "until", "endDate"),
    "election": ("opens", "startDate", "closes", "endDate"),
}
"""Type of thing → the field of its start and the property, and those of its end."""
EXTRA: Mapping[str, tuple[str, ...]] = {
    "organisation": ("area", "place_id", "first_cited", "last_cited"),
    "person": (),
    "incident": ("target", "place_id"),
    "gathering": ("place_id", "number_low", "number_high", "bound", "slogans", "slogans_ar",
                  "symbols"),
    "campaign": ("slogans", "slogans_ar"),
    "election": ("place_id", "seats", "electors", "ballots", "method", "term"),
    "charter": (),
}  # fmt: skip
"""Fields of a thing that FollowTheMoney has no property for: each a claim of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A type of statement of which each is an entity by itself."""

    schema: str
    fields: Mapping[str, str]  # field → property
    keys: tuple[str, ...] = ()  # fields that hold a key, or name a thing by one, as text


CLAIMS: Mapping[str, Mapped] = {
    "charter": Mapped(
        schema="CharterVersion",
        fields={"key": "charter", "version": "version", "adopted_by": "adoptedBy", "text": "text",
                "text_ar": "textArabic"},
    ),
    "signature": Mapped(
        schema="CharterSignature",
        fields={"charter": "charter", "signatory": "signatory", "act": "act", "version": "version",
                "place": "place"},
    ),
    "violation": Mapped(
        schema="CharterViolation",
        fields={"key": "violation", "name": "title", "name_ar": "title", "charter": "charter",
                "clause": "clause", "signatory": "signatory", "incident": "incident", "act": "act",
                "place": "place"},
        keys=("key",),
    ),
    "aid": Mapped(
        schema="AidClaim",
        fields={"key": "aid", "name": "title", "name_ar": "title", "state": "state",
                "giver": "giver", "receiver": "receiver", "carrier": "carrier",
                "diverted_by": "divertedBy", "what": "goods", "amount_low": "amountLow",
                "amount_high": "amountHigh", "bound": "bound", "unit": "unit", "place": "place",
                "pledge": "pledge"},
        keys=("key", "pledge"),
    ),
    "account": Mapped(
        schema="IncidentAccount",
        fields={"incident": "event", "actor": "actor", "claim": "claim", "act": "act",
                "target": "target", "method": "method", "attribution": "response"},
    ),
}  # fmt: skip
"""Types of the extension, apart from the things: every statement stands, each with its stance."""


@cache
def type_called(name: str) -> type[Statement]:
    """The class of a type."""
    return types()[name]


@cache
def terms_of(type_name: str, field: str) -> tuple[str, ...]:
    """The terms of a field."""
    return known_terms(type_name, field)


@cache
def is_many(type_name: str, field: str) -> bool:
    """Whether a field holds several values."""
    fields = msgspec.structs.fields(type_called(type_name))
    return any(one.name == field and one.default == () for one in fields)
