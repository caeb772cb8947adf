"""Long lists and the parts of them that are shown: counted, ordered and cut where they are kept.

Orders are those of the pages: what is asked for without a part comes in the same order, whole.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tawthiq.affairs.model import Claim, Doubt, Language, Thing
from tawthiq.affairs.parts import Listed, Part, listed
from tawthiq.affairs.store import DOUBT, Affairs, doubt_of

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
    rows = affairs.ask(
        f"SELECT key, count(*) OVER () {rest} ORDER BY {by}, key {_limit(part)}",
        **values,
    ).fetchall()
    found = affairs.called(key for key, _ in rows)
    return Listed(
        rows=tuple(found[key] for key, _ in rows),
        before=_before(part),
        # Beyond the last part no row tells how many there are.
        of=rows[0][1] if rows else _count(affairs, f"FROM (SELECT key {rest})", values),
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


@dataclass(frozen=True, slots=True)
class Tie:
    """A bond of which only the ends have been read: for a tree of very many."""

    member: str  # a key, or "~" and the folded words
    whole: str
    relation: str
    claims: list[int]  # their numbers, denials among them


def ties(affairs: Affairs, on: date | None) -> tuple[list[Tie], dict[str, str]]:
    """What belongs to what on a day, in the order of the ledger; and words of nodes without key.

    A tie is told where somebody asserts it and it holds, may hold or gives no date on the day.
    """
    rows = affairs.ask(
        "SELECT member, whole, relation, nr, denied, member_words, whole_words, "  # noqa: S608 - ours
        f"{_STANDS} FROM claims JOIN ties ON nr = claim "
        f"WHERE type = 'membership' AND {_SEEN} ORDER BY nr",
        on=_day(on),
    )
    numbers: dict[tuple[str, str, str], list[int]] = {}
    standing: set[tuple[str, str, str]] = set()
    words: dict[str, str] = {}
    for member, whole, relation, nr, denied, member_words, whole_words, stands in rows:
        tie = (member, whole, relation)
        numbers.setdefault(tie, []).append(nr)
        if stands and not denied:
            standing.add(tie)
        if member_words is not None:
            words.setdefault(member, member_words)
        if whole_words is not None:
            words.setdefault(whole, whole_words)
    return [Tie(*tie, some) for tie, some in numbers.items() if tie in standing], words


def _count(affairs: Affairs, rest: str, values: Mapping[str, object]) -> int:
    ((found,),) = affairs.ask(f"SELECT count(*) {rest}", **values)
    return int(found)


def _before(part: Part | None) -> int:
    return 0 if part is None else part.before


def _limit(part: Part | None) -> str:
    return "" if part is None else f"LIMIT {part.size} OFFSET {part.before}"


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()
