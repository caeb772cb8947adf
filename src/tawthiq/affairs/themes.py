"""Which module shows which type, and which ones look for contradictions.

A type that is not here has the general page: a type added later needs nothing more.
"""

from collections.abc import Callable, Iterable, Mapping

from tawthiq.affairs import (
    aid,
    campaigns,
    charters,
    councils,
    displacement,
    generic,
    incidents,
    organisations,
    questions,
)
from tawthiq.affairs.model import Doubt, Page, Thing
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.view import View
from tawthiq.affairs.withholding import withheld_page

PAGES: Mapping[str, Callable[[View, Thing], Page]] = {
    "aid": aid.page,
    "campaign": campaigns.page,
    "charter": charters.page,
    "election": councils.page,
    "incident": incidents.page,
    "organisation": organisations.page,
    "question": questions.page,
    "work": questions.work,
}
"""Type of a thing → its page."""
OVERVIEWS: Mapping[str, Callable[[View], Page]] = {
    "aid": aid.overview,
    "campaign": campaigns.overview,
    "displacement": displacement.overview,
    "gathering": campaigns.gatherings,
    "incident": incidents.overview,
    "organisation": organisations.overview,
}
"""Type → the page of all of it."""
DOUBTS: tuple[Callable[[Affairs], Iterable[Doubt]], ...] = (
    aid.doubts,
    charters.doubts,
    councils.doubts,
    displacement.doubts,
    incidents.doubts,
    organisations.doubts,
    questions.doubts,
)
"""What looks for contradictions among all claims of a theme."""


def page_of(view: View, thing: Thing) -> Page:
    """The page of a thing; where names are withheld, of all its words."""
    return _for(view, PAGES.get(thing.type, generic.page)(view, thing))


def overview_of(view: View, kind: str) -> Page:
    """The page of all of a type; where names are withheld, of all its words."""
    found = OVERVIEWS.get(kind)
    return _for(view, generic.overview(view, kind) if found is None else found(view))


def _for(view: View, page: Page) -> Page:
    return page if view.named else withheld_page(page, view.withheld)
