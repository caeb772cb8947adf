"""Declare a source, or declare it anew."""

import re
from typing import cast, get_args

from tawthiq.errors import LedgerError
from tawthiq.ledger import Declare, Entry, Ledger, SourceType
from tawthiq.sources.roll import declarations_of, origin_group

_KEY = re.compile(r"[a-z0-9-]{1,64}", re.ASCII)


def declare_source(  # noqa: PLR0917 - a source has that many sides; callers name them
    ledger: Ledger,
    key: str,
    name: str,
    type: str,  # noqa: A002 - the field's own word
    covers: str | None = None,
    origin: str | None = None,
    clean: bool = False,
    name_other: str | None = None,
) -> Entry:
    """Write who a source is into the ledger. Of a key declared before, this takes the place.

    Saying again exactly what already holds adds nothing.

    Args:
        ledger: opened with a key.
        key: short name, of a-z, 0-9 and `-`, at most 64.
        name: its name, in its own script.
        type: observatory, committee, ministry, newspaper, hospital, un, ngo, reader or other.
        covers: area, period and people its lists are meant to cover.
        origin: key of a declared source whose data it copies or shares.
        clean: its lists are known to name nobody twice.
        name_other: its name in the other script.

    Returns:
        The entry that declares it: the new one, or the one that already says the same.

    Raises:
        LedgerError: a value is not of its kind, `origin` is not declared, or origins would run in
            a circle.
        KeyFileError: the ledger was opened without a key.
    """
    check_key("source", key)
    if not name.strip():
        raise LedgerError(f'Source {key!r} needs a name: --name "…".')
    if type not in get_args(SourceType):
        raise LedgerError(
            f"Source {key!r}: {type!r} is no type of source; expected one of "
            f"{', '.join(get_args(SourceType))}."
        )
    known = declarations_of(ledger)
    if origin is not None:
        _check_origin(key, origin, {name: body.origin for name, (_, body) in known.items()})
    body = Declare(
        source=key,
        name=name.strip(),
        name_other=name_other.strip() or None if name_other else None,
        type=cast(SourceType, type),
        covers=covers or None,
        origin=origin,
        clean=clean,
    )
    if key in known and known[key][1] == body:
        return known[key][0]
    (entry,) = ledger.append(body)
    return entry


def check_key(what: str, key: str) -> None:
    """Make sure that a key of a source or a list can stand in ids, file names and URLs.

    Raises:
        LedgerError: it is empty, too long, or holds other signs.
    """
    if not _KEY.fullmatch(key):
        raise LedgerError(
            f"{key!r} is no key of a {what}: 1 to 64 of a-z, 0-9 and hyphens, for example "
            "'vdc' or 'health-ministry'. Its full name, in any script, goes beside it."
        )


def _check_origin(key: str, origin: str, origins: dict[str, str | None]) -> None:
    if origin == key:
        raise LedgerError(f"Source {key!r} cannot be its own origin. Leave the origin out.")
    if origin not in origins:
        names = ", ".join(sorted(origins)) or "none yet"
        raise LedgerError(
            f"Source {key!r} names {origin!r} as its origin, which is not declared. Declare that "
            f"one first, or name one of: {names}."
        )
    if origin_group(origin, {**origins, key: None}) == key:
        raise LedgerError(
            f"Source {key!r} cannot have {origin!r} as its origin: that one already leads back to "
            f"{key!r}. Declare {origin!r} anew without an origin first if that was wrong."
        )
