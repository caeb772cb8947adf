"""Tables of what belongs to what: the tree of parts and members, and what one body belongs to."""

from collections.abc import Iterable, Mapping, Sequence

from tawthiq.affairs.belonging import Bond
from tawthiq.affairs.model import Cell, Claim, Table, Value
from tawthiq.affairs.parts import Cut
from tawthiq.affairs.view import View
from tawthiq.statements import Membership

_STEP = "\u2003"  # one level of the tree
_BOND = ("relation", "when", "who says so", "open")


def tree_table(
    view: View,
    rows: Sequence[tuple[int, str, Bond | None]],
    *,
    words: Mapping[str, str] | None = None,
    cut: Cut | None = None,
) -> Table:
    """The tree that `belonging.tree` walks: what has no bond begins a tree.

    Args:
        words: of nodes that are no things, where the rows do not hold them.
        cut: where the rows stand in a longer tree.
    """
    bonds = [bond for _, _, bond in rows if bond is not None]
    view.load(name for _, name, _ in rows if not name.startswith("~"))
    view.load(ref.key for bond in bonds for one in bond.claims for ref in one.references)
    called = dict(words or {})
    for bond in bonds:
        for field, node in (("member", bond.member), ("whole", bond.whole)):
            if node.startswith("~") and node not in called:
                called[node] = view.words_of(bond.claims[0], field)
    return Table(
        code="tree",
        title=view.word("parts and members"),
        columns=tuple(view.word(one) for one in ("name", *_BOND)),
        rows=tuple(
            (
                Cell(text=_STEP * depth + called[name])
                if name.startswith("~")
                else Cell(text=_STEP * depth + view.called(name), key=name),
                *_said(view, bond),
            )
            for depth, name, bond in rows
        ),
        cut=cut,
    )


def belongs_table(view: View, bonds: Iterable[Bond]) -> Table:
    """What a body belongs to on the day of the page."""
    bonds = [one for one in bonds if one.holds(view) != "no"]
    view.load(ref.key for bond in bonds for one in bond.claims for ref in one.references)
    return Table(
        code="belongs-to",
        title=view.word("belongs to"),
        columns=tuple(view.word(one) for one in ("whole", *_BOND)),
        rows=tuple((view.cell(bond.claims[0], "whole"), *_said(view, bond)) for bond in bonds),
    )


def _said(view: View, bond: Bond | None) -> tuple[Value, ...]:
    """What is said of a bond, under the headings of `_BOND`."""
    if bond is None:
        return ("",) * len(_BOND)
    return (
        view.term("membership", "relation", bond.relation),
        view.joined(dict.fromkeys(filter(None, (_span(view, one) for one in bond.claims)))),
        view.joined(dict.fromkeys(view.who(one) for one in bond.claims)),
        _doubtful(view, bond) if bond.holds(view) == "possibly" else "",
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
