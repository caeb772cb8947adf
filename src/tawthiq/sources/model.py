"""A source as the ledger's latest declaration has it."""

from dataclasses import dataclass

from tawthiq.ledger import SourceType


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who speaks."""

    key: str
    name: str
    name_other: str | None  # in the other script
    type: SourceType
    covers: str | None  # area, period and people its lists are meant to cover
    origin: str | None  # key of the source whose data it copies or shares
    clean: bool  # its lists are known to name nobody twice
    origin_group: str  # the root of the chain of origins: sources that copy one another share it
    entry: str  # id of the entry that declares it
    declared_at: str  # ISO 8601, UTC
