"""A part lies in its whole: what the text says of the total holds for its parts too.

"In May 900 civilians were killed in the north, including 350 children": the 350 are civilians,
killed in the north, in May, though their own words say none of it. Whatever a part gives itself
stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from tawthiq.checks.categories import disjoint, lies_in
from tawthiq.checks.model import Stated
from tawthiq.statements import Figure

_DEEPEST = 5  # a part of a part of …; a circle ends here


@dataclass(frozen=True, slots=True, kw_only=True)
class InWhole:
    """A figure with what it takes from the totals it is a part of."""

    figure: Figure  # place, dates and speaker filled in where it gives none
    within: tuple[str, ...] = ()  # categories of its totals, which it does not imply itself
    inherits: bool = False  # whether anything was filled in


def in_wholes(stated: Iterable[Stated]) -> dict[str, InWhole]:
    """Every figure by its id, as a part of its totals in the same document."""
    figures = {
        (one.document, one.statement.id): one.statement
        for one in stated
        if isinstance(one.statement, Figure)
    }
    return {
        name: _in_whole(document, figure, figures) for (document, name), figure in figures.items()
    }


def _in_whole(document: str, figure: Figure, figures: Mapping[tuple[str, str], Figure]) -> InWhole:
    filled, within, at = figure, list[str](), figure
    for _ in range(_DEEPEST):
        whole = figures.get((document, at.part_of)) if at.part_of else None
        if whole is None or whole is figure:
            break
        filled = _filled(filled, whole)
        category = whole.category
        if (
            category is not None
            and category not in within
            and not lies_in(figure.category, category)
            and not disjoint(figure.category, category)
        ):
            within.append(category)
        at = whole
    return InWhole(
        figure=filled, within=tuple(within), inherits=filled is not figure or bool(within)
    )


def _filled(part: Figure, whole: Figure) -> Figure:
    """The part with the place, dates and speaker of its whole where it has none of its own."""
    changes: dict[str, object] = {}
    groups = (
        (("place", "place_id"), part.place is None and part.place_id is None),
        (
            ("period", "period_words", "period_basis", "as_of", "as_of_words", "as_of_basis"),
            part.period is None and part.period_words is None and part.as_of is None,
        ),
        (("attributed_to", "role"), part.attributed_to is None),
    )
    for names, empty in groups:
        if empty and any(getattr(whole, name) is not None for name in names):
            changes |= {name: getattr(whole, name) for name in names}
    return msgspec.structs.replace(part, **changes) if changes else part
