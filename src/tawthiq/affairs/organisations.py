"""A body: its names, parts, members, changes; and bodies that are parts of themselves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from tawthiq.affairs.asof import days_of
from tawthiq.affairs.belonging import Bond, bonds_of, circles, tree
from tawthiq.affairs.generic import claims_table, page_about, shown
from tawthiq.affairs.model import Claim, Doubt, Page, Table, Thing
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.trees import belongs_table, tree_table
from tawthiq.affairs.view import View
from tawthiq.affairs.wording import doubt
from tawthiq.statements import Organisation

_MOST_MEMBERS = 300  # bonds of the tree of one body; the rest is on the pages of its parts
_AT_ONCE = 10  # bodies of whose members the file is asked together


def page(view: View, thing: Thing) -> Page:
    """A body: what is said of it, what it belongs to, and the tree of what belongs to it."""
    affairs = view.affairs
    every = affairs.about(thing.key)
    above = bonds_of(
        one for one in every if one.type == "membership" and thing.key in one.keys("member")
    )
    below, cut = _bonds_below(view, thing.key)
    by_type: dict[str, list[Claim]] = defaultdict(list)
    for one in every:
        if one.type not in ("organisation", "membership"):
            by_type[one.type].append(one)
    tables = [
        _names_table(view, thing),
        belongs_table(view, above),
        *([tree_table(view, list(tree(below, [thing.key])))] if below else []),
        *(claims_table(view, claims) for claims in by_type.values()),
    ]
    cited = _cited(every)
    return page_about(
        view,
        thing,
        tables,
        notes=(
            *_cited_note(view, cited),
            *([view.word("tree cut", n=view.number(len(below)))] if cut else []),
        ),
        data={
            "names": list(affairs.names(thing.key)) if shown(view, thing) else [],
            "first_cited": None if cited is None else cited[0].isoformat(),
            "last_cited": None if cited is None else cited[1].isoformat(),
        },
    )


def _bonds_below(view: View, key: str) -> tuple[list[Bond], bool]:
    """The bonds of all that belongs to a body, directly or through its parts, on the view's day.

    The nearest come first. The second value: whether some bodies were not looked below any more.
    """
    found: list[Bond] = []
    seen = {key}
    waiting = [key]
    while waiting and len(found) < _MOST_MEMBERS:
        level, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
        below = view.affairs.about_each(level, "whole", kinds=("membership",))
        for one in bonds_of(claim for whole in level for claim in below.get(whole, ())):
            if one.holds(view) != "no":
                found.append(one)
                if one.member not in seen and not one.member.startswith("~"):
                    seen.add(one.member)
                    waiting.append(one.member)
    return found, bool(waiting)


def _names_table(view: View, thing: Thing) -> Table:
    """Every name with who uses it; nothing where there is one name only."""
    found: dict[str, list[str]] = {}
    for claim in view.affairs.about(thing.key, "key"):
        said = claim.said
        if isinstance(said, Organisation):
            for name in filter(None, (said.name, said.name_ar, *said.aliases)):
                found.setdefault(name, []).append(view.who(claim))
    rows = tuple((name, view.joined(dict.fromkeys(by))) for name, by in found.items())
    return Table(
        code="names",
        title=view.word("names"),
        columns=(view.word("name"), view.word("who says so")),
        rows=rows if len(rows) > 1 else (),
    )


def _cited(claims: Iterable[Claim]) -> tuple[date, date] | None:
    """The first and last day on which a source speaks of it, or says that one did."""
    days = []
    for one in claims:
        if one.published is not None:
            days.append(one.published)
        for field, end in (("first_cited", 0), ("last_cited", 1)):
            day = days_of(getattr(one.said, field, None))[end]
            if day is not None:
                days.append(day)
    return (min(days), max(days)) if days else None


def _cited_note(view: View, cited: tuple[date, date] | None) -> tuple[str, ...]:
    if cited is None:
        return ()
    return (view.word("first and last cited", first=view.day(cited[0]), last=view.day(cited[1])),)


def doubts(affairs: Affairs) -> Iterator[Doubt]:
    """Bodies that are parts of themselves."""
    memberships = affairs.of_type("membership")
    bonds = bonds_of(memberships)
    names = {(ref.key or ref.words): ref.words for one in memberships for ref in one.references}
    for circle in circles(bonds):
        pairs = set(zip(circle, (*circle[1:], circle[0]), strict=True))
        claims = [
            one.id for bond in bonds if (bond.member, bond.whole) in pairs for one in bond.claims
        ]
        keys = tuple(one for one in circle if not one.startswith("~"))
        said = " → ".join(names.get(one, one.lstrip("~")) for one in (*circle, circle[0]))
        yield doubt("circle of parts", keys=keys, claims=claims, circle=said)
