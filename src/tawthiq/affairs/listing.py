"""Long lists and the parts of them that are shown: counted, ordered and cut where they are kept.

Orders are those of the pages: what is asked for without a part comes in the same order, whole.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from tawthiq.affairs.model import Claim, Doubt, Language, Reference, Thing
from tawthiq.affairs.parts import Listed, Part, listed
from tawthiq.affairs.store import DOUBT, REFERENCES, Affairs, doubt_of

Order = Literal["entered", "time", "place", "name"]
_SEEN = "(status != 'proposed' OR :proposed)"
# `asof.standing` is not "no": it may have begun by the day, and is not over for certain.
_STANDS = "(:on IS NULL OR ((first IS NULL OR first <= :on) AND (over IS NULL OR over >= :on)))"
_CALLED: Mapping[Language, str] = {
    "en": "coalesce(nullif(name, ''), nullif(name_ar, ''), key)",
    "ar": "coalesce(nullif(name_ar, ''), nullif(name, ''), key)",
}
_NAME_OF_CLAIM = (
    "(SELECT {called} FROM things JOIN refs USING (key) WHERE claim = nr AND field = 'key')"
)
_ORDERS: Mapping[Order, str] = {
    "entered": "nr",
    "time": "coalesce(first, last, '9999'), nr",
    "place": (
        "coalesce(nullif(json_extract(statement, '$.place_id'), ''), "
        "folded(coalesce(json_extract(statement, '$.place'), ''))), "
        "json_extract(statement, '$.status'), coalesce(first, '9999-12-31'), id"
    ),
    "name": f"{_NAME_OF_CLAIM} IS NULL, {_NAME_OF_CLAIM}, nr",
}


def claims_of(
    affairs: Affairs,
    kind: str,
    *,
    order: Order = "entered",
    language: Language = "en",
    on: date | None = None,
    part: Part | None = None,
) -> Listed[Claim]:
    """The claims of a type in an order, or a part of them.

    Args:
        order: of the ledger; by their first day; by place, status and day; by the name of the thing
            that they say what it is, those without one last.
        language: of the names.
        on: only what holds on that day, may hold, or gives no date.
    """
    values = {"kind": kind, "on": _day(on)}
    rest = f"FROM claims WHERE type = :kind AND {_SEEN} AND {_STANDS}"
    by = _ORDERS[order].format(called=_CALLED[language])
    numbers = [
        row[0] for row in affairs.ask(f"SELECT nr {rest} ORDER BY {by} {_limit(part)}", **values)
    ]
    claims = affairs.numbered(numbers)
    return Listed(
        rows=tuple(claims[nr] for nr in numbers),
        before=_before(part),
        of=len(numbers) if part is None else _count(affairs, rest, values),
    )


def claims_by(
    affairs: Affairs,
    kind: str,
    field: str,
    *,
    order: Order = "entered",
    on: date | None = None,
    part: Part | None = None,
) -> dict[str | None, Listed[Claim]]:
    """The claims of a type by the value of a field, of each value a part of them."""
    by_value: dict[str | None, list[int]] = defaultdict(list)
    for value, nr in affairs.ask(
        f"SELECT json_extract(statement, '$.{field}'), nr FROM claims "  # noqa: S608 - ours
        f"WHERE type = :kind AND {_SEEN} AND {_STANDS} ORDER BY {_ORDERS[order]}",
        kind=kind,
        on=_day(on),
    ):
        by_value[value].append(nr)
    parts = {value: listed(numbers, part) for value, numbers in by_value.items()}
    claims = affairs.numbered(nr for one in parts.values() for nr in one.rows)
    return {
        value: Listed(rows=tuple(claims[nr] for nr in one.rows), before=one.before, of=one.of)
        for value, one in parts.items()
    }


def things_of_type(
    affairs: Affairs,
    kind: str,
    *,
    order: Literal["name", "time"] = "name",
    language: Language = "en",
    hidden: str | None = None,
    on: date | None = None,
    part: Part | None = None,
) -> Listed[Thing]:
    """The things of a type in an order, or a part of them.

    Args:
        order: by name, or by the first day on which one is said to have been.
        language: of the names.
        hidden: what stands for the names of people who are not public; None: their names.
        on: only those of which something stands on that day by what is said.
    """
    values = {"kind": kind, "hidden": hidden, "on": _day(on)}
    called = _CALLED[language]
    if hidden is not None:
        called = f"CASE WHEN public THEN {called} ELSE :hidden END"
    by = called if order == "name" else "coalesce(min(first), '9999')"
    rest = (
        "FROM things JOIN refs USING (key) JOIN claims ON nr = claim "
        f"WHERE things.type = :kind AND field = 'key' AND {_SEEN} "
        f"GROUP BY key HAVING max({_STANDS})"
    )
    keys = [
        row[0]
        for row in affairs.ask(f"SELECT key {rest} ORDER BY {by}, key {_limit(part)}", **values)
    ]
    found = affairs.called(keys)
    return Listed(
        rows=tuple(found[key] for key in keys),
        before=_before(part),
        of=len(keys) if part is None else _count(affairs, f"FROM (SELECT key {rest})", values),
    )


def doubts_of(
    affairs: Affairs,
    *,
    kind: str | None = None,
    code: str | None = None,
    part: Part | None = None,
) -> Listed[Doubt]:
    """Doubts about things of a type, or of a code, or a part of them."""
    values = {"kind": kind, "code": code}
    rest = (
        "FROM doubts WHERE (:code IS NULL OR code = :code) AND (:kind IS NULL OR nr IN "
        "(SELECT doubt FROM doubt_of JOIN things USING (key) WHERE type = :kind))"
    )
    rows = tuple(
        doubt_of(row)
        for row in affairs.ask(f"SELECT {DOUBT} {rest} ORDER BY nr {_limit(part)}", **values)
    )
    return Listed(
        rows=rows,
        before=_before(part),
        of=len(rows) if part is None else _count(affairs, rest, values),
    )


def ties(
    affairs: Affairs, on: date | None
) -> Iterator[tuple[int, Reference, Reference, str, bool]]:
    """Every membership that names both ends, without the rest that it says.

    Yields:
        Its number, the member, the whole, the relation, and whether it is asserted and holds, may
        hold or gives no date on the day.
    """
    rows = affairs.ask(
        "SELECT nr, refs, coalesce(json_extract(statement, '$.relation'), ''), "  # noqa: S608 - ours
        f"stance NOT IN ('denies', 'rejects') AND {_STANDS} "
        f"FROM claims WHERE type = 'membership' AND {_SEEN} ORDER BY nr",
        on=_day(on),
    )
    for nr, refs, relation, holds in rows:
        ends = {one.field: one for one in REFERENCES.decode(refs)}
        if "member" in ends and "whole" in ends:
            yield nr, ends["member"], ends["whole"], relation, bool(holds)


def _count(affairs: Affairs, rest: str, values: Mapping[str, object]) -> int:
    ((found,),) = affairs.ask(f"SELECT count(*) {rest}", **values)
    return int(found)


def _before(part: Part | None) -> int:
    return 0 if part is None else part.before


def _limit(part: Part | None) -> str:
    return "" if part is None else f"LIMIT {part.size} OFFSET {part.before}"


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()
