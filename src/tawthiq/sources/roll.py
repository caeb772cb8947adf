"""The roll of sources: the latest declaration of each, and who shares an origin with whom."""

from collections.abc import Mapping

from tawthiq.ledger import Declare, Entry, Ledger
from tawthiq.sources.model import Source


def sources_of(ledger: Ledger) -> dict[str, Source]:
    """Every source declared in the ledger, by key, in the order of the keys.

    The latest declaration that was not withdrawn holds, whoever wrote it: the same for all who hold
    the same entries.

    Raises:
        LedgerError: an entry is damaged.
    """
    latest = declarations_of(ledger)
    origins = {key: body.origin for key, (_, body) in latest.items()}
    return {
        key: Source(
            key=key,
            name=body.name,
            name_other=body.name_other,
            type=body.type,
            covers=body.covers,
            origin=body.origin,
            clean=body.clean,
            origin_group=origin_group(key, origins),
            entry=entry.id,
            declared_at=entry.at,
        )
        for key, (entry, body) in sorted(latest.items())
    }


def declarations_of(ledger: Ledger) -> dict[str, tuple[Entry, Declare]]:
    """The declaration that holds for each key, and the entry that makes it."""
    latest: dict[str, tuple[Entry, Declare]] = {}
    for entry in ledger.active_entries():
        if isinstance(entry.body, Declare):
            latest[entry.body.source] = (entry, entry.body)
    return latest


def origin_group(key: str, origins: Mapping[str, str | None]) -> str:
    """The root of a source's chain of origins.

    An origin that nobody declared is a root. Two committees may each declare the other's source the
    origin of their own; after merging that is a circle, and its first key in the alphabet is the
    root for all in it and all that lead to it.
    """
    path = [key]
    while (origin := origins.get(path[-1])) is not None:
        if origin in path:
            return min(path[path.index(origin) :])
        path.append(origin)
    return path[-1]
