"""Which body is a part of which, on a day: the tree, and the circles that no tree can have."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Literal, Protocol, TypeVar

from tawthiq.affairs.model import Claim
from tawthiq.affairs.naming import node_of
from tawthiq.affairs.view import View
from tawthiq.statements import Membership

_MOST_CIRCLES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """All that is said of one member in one whole, in one relation."""

    member: str  # a key, or "~" and the folded words
    whole: str
    relation: str
    claims: tuple[Claim, ...]  # that assert it
    denials: tuple[Claim, ...]

    def holds(self, view: View) -> Literal["yes", "possibly", "no"]:
        """Whether it held on the view's day: "possibly" where dates or denials leave it open."""
        found = {view.standing(one) for one in self.claims}
        if not found or found == {"no"}:
            return "no"
        return "yes" if "yes" in found and not self.denials else "possibly"


class Tied(Protocol):
    """A member and its whole."""

    @property
    def member(self) -> str:
        """The part's node."""
        ...

    @property
    def whole(self) -> str:
        """The node of what it belongs to."""
        ...

    @property
    def relation(self) -> str:
        """How: "part of", "member of" …"""
        ...


_Tied = TypeVar("_Tied", bound=Tied)


def node(claim: Claim, field: str) -> str | None:
    """A name for what a field of a claim names: its key, or "~" and the folded words."""
    for one in claim.references:
        if one.field == field:
            return node_of(one)
    return None


def bonds_of(claims: Iterable[Claim]) -> list[Bond]:
    """The bonds that memberships tell of, in the order of the ledger."""
    found: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for one in claims:
        member, whole = node(one, "member"), node(one, "whole")
        if member is not None and whole is not None:
            relation = one.said.relation if isinstance(one.said, Membership) else ""
            found[member, whole, relation].append(one)
    return [
        Bond(
            member=member,
            whole=whole,
            relation=relation,
            claims=tuple(one for one in group if not one.denied),
            denials=tuple(one for one in group if one.denied),
        )
        for (member, whole, relation), group in found.items()
    ]


def roots_of(ties: Sequence[Tied], order: Callable[[str], str]) -> list[str]:
    """Where trees begin, in an order: at what has members and is no part of anything.

    A circle that hangs from nothing begins at one of its bodies, so that it is shown too.
    """
    wholes = {one.whole for one in ties}
    found = sorted(wholes - {one.member for one in ties if one.relation == "part of"}, key=order)
    opened = {name for _, name, _ in tree(ties, found)}
    for name in sorted(wholes - opened, key=order):
        if name not in opened:
            found.append(name)
            opened.update(below for _, below, _ in tree(ties, [name]))
    return sorted(found, key=order)


def tree(bonds: Iterable[_Tied], roots: Iterable[str]) -> Iterator[tuple[int, str, _Tied | None]]:
    """The members of members: depth, member, the bond by which it hangs.

    What hangs in several places is named in each and opened in the first alone: so the tree is no
    longer than bonds and roots together, and a circle ends.
    """
    members: Mapping[str, list[_Tied]] = defaultdict(list)
    for one in bonds:
        members[one.whole].append(one)
    opened: set[str] = set()
    waiting: list[tuple[int, str, _Tied | None]] = [(0, root, None) for root in reversed([*roots])]
    while waiting:
        depth, name, bond = waiting.pop()
        yield depth, name, bond
        if name not in opened:
            opened.add(name)
            waiting.extend((depth + 1, one.member, one) for one in reversed(members[name]))


def circles(bonds: Iterable[Bond]) -> list[tuple[str, ...]]:
    """Bodies that are, by one way of parts or another, parts of themselves; each circle once."""
    parts: dict[str, set[str]] = defaultdict(set)
    for one in bonds:
        if one.relation == "part of" and one.claims:
            parts[one.member].add(one.whole)
    found: list[tuple[str, ...]] = []
    while len(found) < _MOST_CIRCLES:
        try:
            TopologicalSorter(parts).prepare()
        except CycleError as error:
            circle = list(reversed(error.args[1]))  # from part to whole, the first one again at end
            found.append(tuple(circle[:-1]))
            for member, whole in pairwise(circle):
                parts[member].discard(whole)
        else:
            break
    return found
