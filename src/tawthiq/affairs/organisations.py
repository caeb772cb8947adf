"""Bodies: names, parts, members, changes, and where they were at work on a day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from tawthiq.affairs.asof import days_of
from tawthiq.affairs.belonging import Bond, bonds_of, circles, tree
from tawthiq.affairs.generic import claims_table, shown, title_of
from tawthiq.affairs.history import facts_of
from tawthiq.affairs.model import (
    Cell,
    Chart,
    Claim,
    Doubt,
    Page,
    Spot,
    Table,
    Thing,
    Value,
    text_of,
)
from tawthiq.affairs.placing import spot
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.view import View
from tawthiq.affairs.wording import doubt
from tawthiq.statements import Membership, Organisation

_STEP = "\u2003"  # one level of the tree
_MOST_MEMBERS = 300  # bonds of the tree of one body; the rest is on the pages of its parts


def page(view: View, thing: Thing) -> Page:
    """A body: what is said of it, what it belongs to, and the tree of what belongs to it."""
    affairs = view.affairs
    above = bonds_of(affairs.about(thing.key, "member", kinds=("membership",)))
    below = _bonds_below(view, thing.key)
    by_type: dict[str, list[Claim]] = defaultdict(list)
    for one in affairs.about(thing.key):
        if one.type not in ("organisation", "membership"):
            by_type[one.type].append(one)
    tables = [
        _names_table(view, thing),
        _belongs_table(view, above),
        _tree_table(view, below, [thing.key]),
        *(claims_table(view, claims) for claims in by_type.values()),
    ]
    cited = _cited(affairs.about(thing.key))
    return Page(
        key=thing.key,
        type=thing.type,
        title=title_of(view, thing),
        language=view.language,
        on=view.on,
        facts=facts_of(view, thing.key),
        tables=tuple(one for one in tables if one.rows),
        doubts=tuple(affairs.doubts(thing.key)),
        notes=_cited_note(view, cited),
        data={
            "names": list(affairs.names(thing.key)) if shown(view, thing) else [],
            "first_cited": None if cited is None else cited[0].isoformat(),
            "last_cited": None if cited is None else cited[1].isoformat(),
        },
    )


def overview(view: View) -> Page:
    """All bodies: the tree and the map of a day."""
    bonds = bonds_of(view.affairs.of_type("membership"))
    standing = [one for one in bonds if one.holds(view) != "no"]
    things = view.affairs.things("organisation")
    view.load(one.key for one in things)
    members = {one.member for one in standing if one.relation == "part of"}
    wholes = {one.whole for one in standing}
    known = {one.key for one in things}
    roots = [one.key for one in things if one.key not in members]
    roots += sorted(one for one in wholes - members if one not in known)
    roots.sort(key=lambda one: _called(view, one, standing))
    claims = view.standing_claims(view.affairs.of_type("organisation"))
    spots = list(_spots(view, claims))
    title = view.word("map of bodies")
    charts = (Chart(code="map", kind="map", title=title, spots=tuple(spots)),) if spots else ()
    return Page(
        key=None,
        type="organisation",
        title=view.type_label("organisation"),
        language=view.language,
        on=view.on,
        tables=(_tree_table(view, standing, roots), _bodies_table(view, things, claims)),
        charts=charts,
        doubts=tuple(one for one in view.affairs.doubts() if known.intersection(one.keys)),
    )


def _bonds_below(view: View, key: str) -> list[Bond]:
    """The bonds of all that belongs to a body, directly or through its parts, on the view's day."""
    found: list[Bond] = []
    seen = {key}
    waiting = [key]
    while waiting and len(found) < _MOST_MEMBERS:
        claims = view.affairs.about(waiting.pop(), "whole", kinds=("membership",))
        for one in bonds_of(claims):
            if one.holds(view) != "no":
                found.append(one)
                if one.member not in seen and not one.member.startswith("~"):
                    seen.add(one.member)
                    waiting.append(one.member)
    return found


def _called(view: View, name: str, bonds: Iterable[Bond] = ()) -> str:
    """The name of a node of the tree: a thing's, or the words that a statement uses."""
    if not name.startswith("~"):
        return view.called(name)
    for bond in bonds:
        for field, node in (("member", bond.member), ("whole", bond.whole)):
            if node == name:
                return view.words_of((bond.claims or bond.denials)[0], field)
    return name[1:]


def _tree_table(view: View, bonds: list[Bond], roots: list[str]) -> Table:
    view.load(ref.key for bond in bonds for one in bond.claims for ref in one.references)
    words = {name: _called(view, name, (bond,)) for bond in bonds
             for name in (bond.member, bond.whole)}  # fmt: skip
    rows = []
    for depth, name, bond in tree(bonds, roots):
        said = words.get(name) or _called(view, name)
        cell = Cell(text=_STEP * depth + said, key=None if name.startswith("~") else name)
        if bond is None:
            rows.append((cell, "", "", "", ""))
            continue
        standing = bond.holds(view)
        rows.append(
            (
                cell,
                view.term("membership", "relation", bond.relation),
                view.joined(dict.fromkeys(filter(None, (_span(view, one) for one in bond.claims)))),
                view.joined(dict.fromkeys(view.who(one) for one in bond.claims)),
                _doubtful(view, bond) if standing == "possibly" else "",
            )
        )
    columns = ("name", "relation", "when", "who says so", "open")
    return Table(
        code="tree",
        title=view.word("parts and members"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(rows) if bonds or len(roots) > 1 else (),
    )


def _doubtful(view: View, bond: Bond) -> str:
    if not bond.denials:
        return view.word("possibly")
    who = view.joined(dict.fromkeys(view.who(one) for one in bond.denials))
    return view.word("denied by", who=who)


def _span(view: View, claim: Claim) -> str:
    said = claim.said
    if not isinstance(said, Membership):
        return ""
    since, until = view.when(said.since), view.when(said.until)
    if since and until:
        return view.word("from to", start=since, stop=until)
    if since or until:
        return view.word("from" if since else "to", day=since or until)
    if said.first_cited or said.last_cited:
        ends = [view.when(one) for one in (said.first_cited, said.last_cited) if one]
        return view.word("cited", days=view.joined(dict.fromkeys(ends)))
    return ""


def _belongs_table(view: View, bonds: list[Bond]) -> Table:
    view.load(ref.key for bond in bonds for one in bond.claims for ref in one.references)
    rows = []
    for bond in bonds:
        if bond.holds(view) == "no":
            continue
        rows.append(
            (
                view.cell(bond.claims[0], "whole"),
                view.term("membership", "relation", bond.relation),
                view.joined(dict.fromkeys(filter(None, (_span(view, one) for one in bond.claims)))),
                view.joined(dict.fromkeys(view.who(one) for one in bond.claims)),
                _doubtful(view, bond) if bond.holds(view) == "possibly" else "",
            )
        )
    columns = ("whole", "relation", "when", "who says so", "open")
    return Table(
        code="belongs-to",
        title=view.word("belongs to"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(rows),
    )


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


def _bodies_table(view: View, things: list[Thing], claims: list[Claim]) -> Table:
    kinds: dict[str, dict[str, None]] = defaultdict(dict)
    areas: dict[str, dict[str, None]] = defaultdict(dict)
    for claim in claims:
        said, key = claim.said, claim.key("key")
        if isinstance(said, Organisation) and key is not None:
            if said.kind:
                kinds[key][view.term("organisation", "kind", said.kind)] = None
            areas[key] |= dict.fromkeys(said.area or filter(None, (said.place,)))
    held = {claim.key("key") for claim in claims}
    rows: list[tuple[Value, ...]] = [
        (
            Cell(text=view.called(one.key), key=one.key),
            view.joined(kinds[one.key]),
            view.joined(areas[one.key]),
            one.key,
        )
        for one in things
        if one.key in held
    ]
    columns = ("name", "kind of body", "at work in", "key")
    return Table(
        code="bodies",
        title=view.word("bodies"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(sorted(rows, key=lambda row: [text_of(one) for one in row])),
    )


def _spots(view: View, claims: Iterable[Claim]) -> Iterator[Spot]:
    """Where bodies sit or are at work, each place of each body once."""
    seen: set[tuple[str, str]] = set()
    for claim in claims:
        said, key = claim.said, claim.key("key")
        if not isinstance(said, Organisation) or key is None or claim.denied:
            continue
        places = [(said.place_id, said.place)] if said.place_id or said.place else []
        places += [(None, words) for words in said.area]
        for place_id, words in places:
            found = spot(view.gazetteer, view.called(key), key, place_id, words)
            if found is not None and (key, f"{found.lat} {found.lon}") not in seen:
                seen.add((key, f"{found.lat} {found.lon}"))
                yield replace(found, label=found.label)


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
