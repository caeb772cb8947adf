"""A name in a sentence that tells of public affairs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name at tokens [first, last)."""

    first: int
    last: int
    said: str  # as written, without article and glued words
    tag: str  # body, person, charter
    short: bool = False  # the noun alone: "the committee"
    glued: str = ""  # the letter glued before it: "و", "ب", "ل"
    head: str | None = None
