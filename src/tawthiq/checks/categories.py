"""What a category means: which are disjoint, which lie in which, and which cover a whole.

Meaning is status, sex and age, as `categories.toml` has it. A category that says nothing of one of
them may have any value there.
"""

import math
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ALL_STATUSES = frozenset(["civilian", "soldier", "security", "fighter", "defector"])
ALL_SEXES = frozenset(["male", "female"])
_AGES = (0, 1, 18, 60, math.inf)  # every border that a category has


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """Whom a category takes in."""

    status: frozenset[str] = ALL_STATUSES
    sex: frozenset[str] = ALL_SEXES
    age: tuple[float, float] = (0, math.inf)  # completed years: from the first, under the second
    note: str | None = None  # the convention that decides: key of a label
    recorded: bool = True  # a record of the register can say it

    def cells(self) -> frozenset[tuple[str, float]]:
        """The sexes and ages it takes in, for covering; whatever the status."""
        low, high = self.age
        return frozenset(
            (sex, start) for sex in self.sex for start in _AGES[:-1] if low <= start < high
        )


def meanings(category: str | None) -> tuple[Meaning, ...] | None:
    """Whom the words of a category take in, one for each joined by "+".

    None where the category is one that this table does not know.
    """
    if category is None:
        return (Meaning(),)
    found = [_table().get(name.strip()) for name in category.split("+")]
    return None if None in found else tuple(one for one in found if one is not None)


def disjoint(one: str | None, other: str | None) -> bool:
    """Whether nobody can be of both categories. What is not known may overlap."""
    first, second = meanings(one), meanings(other)
    if first is None or second is None:
        return False
    return all(_disjoint(a, b) for a in first for b in second)


def lies_in(one: str | None, other: str | None) -> bool:
    """Whether everybody of the first category is of the second."""
    if one == other or other is None:
        return True
    first, second = meanings(one), meanings(other)
    if first is None or second is None:
        return False
    return all(any(_inside(a, b) for b in second) for a in first)


def cover(parts: Iterable[str | None], whole: str | None) -> bool:
    """Whether the parts together take in everybody of the whole, whoever they are."""
    wanted = meanings(whole)
    if wanted is None:
        return False
    taken: set[tuple[str, float]] = set()
    for part in parts:
        for one in meanings(part) or ():
            if one.recorded and one.status >= ALL_STATUSES:
                taken |= one.cells()
    return all(one.recorded and one.cells() <= taken for one in wanted)


def _disjoint(a: Meaning, b: Meaning) -> bool:
    return (
        not a.status & b.status or not a.sex & b.sex or a.age[1] <= b.age[0] or b.age[1] <= a.age[0]
    )


def _inside(a: Meaning, b: Meaning) -> bool:
    # Of a trade ("journalist") nothing says who else is of it.
    if not b.recorded:
        return False
    return a.status <= b.status and a.sex <= b.sex and b.age[0] <= a.age[0] and a.age[1] <= b.age[1]


@cache
def _table() -> dict[str, Meaning]:
    said = tomllib.loads((files(__package__) / "categories.toml").read_text("utf-8"))
    return {
        name: Meaning(
            status=frozenset(entry.get("status", ALL_STATUSES)),
            sex=frozenset(entry.get("sex", ALL_SEXES)),
            age=(entry["age"][0], entry["age"][1] if len(entry["age"]) > 1 else math.inf)
            if "age" in entry
            else (0, math.inf),
            note=entry.get("note"),
            recorded=not entry.get("unrecorded", False),
        )
        for name, entry in said.items()
    }
