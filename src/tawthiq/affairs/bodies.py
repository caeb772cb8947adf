"""All bodies: their trees, those that hang from nothing, and where they were at work on a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tawthiq.affairs.belonging import Bond, bonds_of, roots_of, tree
from tawthiq.affairs.listing import Tie, claims_of, doubts_of, things_of_type, ties
from tawthiq.affairs.model import (
    Cell,
    Chart,
    Claim,
    Page,
    Spot,
    Table,
    Thing,
    Value,
    text_of,
)
from tawthiq.affairs.parts import Listed, listed
from tawthiq.affairs.placing import spot
from tawthiq.affairs.trees import tree_table
from tawthiq.affairs.view import View
from tawthiq.statements import Organisation


def overview(view: View) -> Page:
    """All bodies: the tree and the map of a day."""
    there, words = ties(view.affairs, view.on)
    things = things_of_type(view.affairs, "organisation", language=view.language, on=view.on).rows
    doubts = doubts_of(view.affairs, kind="organisation", part=view.part)
    spots = list(_spots(view)) if view.plots and view.gazetteer is not None else []
    title = view.word("map of bodies")
    charts = (Chart(code="map", kind="map", title=title, spots=tuple(spots)),) if spots else ()
    tables = (
        _tree_table(view, there, words),
        _bodies_table(view, listed(things, view.part)),
        _alone_table(view, there, things),
    )
    return Page(
        key=None,
        type="organisation",
        title=view.type_label("organisation"),
        language=view.language,
        on=view.on,
        tables=tuple(one for one in tables if one.rows or one.cut),
        charts=charts,
        doubts=doubts.rows,
        doubts_cut=doubts.cut,
    )


def _tree_table(view: View, there: Sequence[Tie], words: Mapping[str, str]) -> Table:
    view.load(one.whole for one in there if not one.whole.startswith("~"))

    def said(name: str) -> str:
        return view.words(words[name]) if name.startswith("~") else view.called(name)

    shown = listed(list(tree(there, roots_of(there, said))), view.part)
    numbers = [nr for _, _, tie in shown.rows if tie is not None for nr in tie.claims]
    bonds = {
        (one.member, one.whole, one.relation): one
        for one in bonds_of(view.affairs.numbered(numbers).values())
    }

    def bond_of(tie: Tie | None) -> Bond | None:
        return None if tie is None else bonds[tie.member, tie.whole, tie.relation]

    rows = [(depth, name, bond_of(tie)) for depth, name, tie in shown.rows]
    unnamed = {name: said(name) for _, name, _ in shown.rows if name.startswith("~")}
    return tree_table(view, rows, words=unnamed, cut=shown.cut)


def _alone_table(view: View, there: Sequence[Tie], things: Sequence[Thing]) -> Table:
    """Bodies of which nobody says on that day that they belong to, or have, any other."""
    tied = {one.member for one in there} | {one.whole for one in there}
    alone = [one for one in things if one.key not in tied]
    shown = listed(alone, view.part)
    view.load(one.key for one in shown.rows)
    return Table(
        code="alone",
        title=view.word("alone", n=view.number(len(alone))),
        columns=(view.word("name"), view.word("key")),
        rows=tuple((Cell(text=view.called(one.key), key=one.key), one.key) for one in shown.rows),
        cut=shown.cut,
    )


def _bodies_table(view: View, things: Listed[Thing]) -> Table:
    keys = [one.key for one in things.rows]
    view.load(keys)
    said_of = view.affairs.about_each(keys, "key")
    rows: list[tuple[Value, ...]] = []
    for key in keys:
        kinds: dict[str, None] = {}
        areas: dict[str, None] = {}
        for claim in view.standing_claims(said_of.get(key, ())):
            said = claim.said
            if isinstance(said, Organisation):
                if said.kind:
                    kinds[view.term("organisation", "kind", said.kind)] = None
                areas |= dict.fromkeys(said.area or filter(None, (said.place,)))
        cell = Cell(text=view.called(key), key=key)
        rows.append((cell, view.joined(kinds), view.joined(areas), key))
    columns = ("name", "kind of body", "at work in", "key")
    return Table(
        code="bodies",
        title=view.word("bodies"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(sorted(rows, key=lambda row: [text_of(one) for one in row])),
        cut=things.cut,
    )


def _spots(view: View) -> Iterator[Spot]:
    """Where bodies sit or are at work, each place of each body once."""
    seen: set[tuple[str, float | None, float | None]] = set()
    claims = claims_of(view.affairs, "organisation", on=view.on).rows
    view.load(claim.key("key") for claim in claims)
    for key, place_id, words in _places(claims):
        found = spot(view.gazetteer, view.called(key), key, place_id, words)
        if found is not None and (key, found.lat, found.lon) not in seen:
            seen.add((key, found.lat, found.lon))
            yield found


def _places(claims: Iterable[Claim]) -> Iterator[tuple[str, str | None, str | None]]:
    for claim in claims:
        said, key = claim.said, claim.key("key")
        if isinstance(said, Organisation) and key is not None and not claim.denied:
            if said.place_id or said.place:
                yield key, said.place_id, said.place
            for words in said.area:
                yield key, None, words
