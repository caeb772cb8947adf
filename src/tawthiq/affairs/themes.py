"""Which module shows which type, and which ones look for contradictions.

A type that is not here has the general page: a type added later needs nothing more.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from tawthiq.affairs import (
    aid,
    bodies,
    campaigns,
    charters,
    clashing,
    councils,
    displacement,
    generic,
    incidents,
    organisations,
    questions,
)
from tawthiq.affairs.model import Doubt, Page, Table, Thing
from tawthiq.affairs.parts import Cut, listed
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.view import View
from tawthiq.affairs.withholding import withheld_page
from tawthiq.errors import NotFoundError

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
    "organisation": bodies.overview,
}
"""Type → the page of all of it."""
DOUBTS: tuple[Callable[[Affairs], Iterable[Doubt]], ...] = (
    aid.doubts,
    charters.doubts,
    clashing.doubts,
    councils.doubts,
    displacement.doubts,
    incidents.doubts,
    organisations.doubts,
    questions.doubts,
)
"""What looks for contradictions among all claims of a theme."""


def page_of(view: View, thing: Thing) -> Page:
    """The page of a thing, with the part of its long tables that the view asks for.

    Where rows are left out a note says how many, and how to see them. Where names are withheld,
    they are so in all its words.

    Raises:
        NotFoundError: no table has such a part.
    """
    page = PAGES.get(thing.type, generic.page)(view, thing)
    return _for(view, _with_notes(view, _in_part(view, page)))


def overview_of(view: View, kind: str) -> Page:
    """The page of all of a type, or the part of it that the view asks for.

    Where rows are left out a note says how many, and how to see them. Where names are withheld,
    they are so in all its words.

    Raises:
        NotFoundError: the list has no such part.
    """
    found = OVERVIEWS.get(kind)
    page = generic.overview(view, kind) if found is None else found(view)
    return _for(view, _with_notes(view, page))


def _in_part(view: View, page: Page) -> Page:
    """The page with a part of each table that is still whole."""
    if view.part is None:
        return page
    tables = []
    for one in page.tables:
        part = listed(one.rows, view.part)
        tables.append(one if one.cut is not None else replace(one, rows=part.rows, cut=part.cut))
    return replace(page, tables=tuple(tables))


def _with_notes(view: View, page: Page) -> Page:
    """The page with a note under each table that is cut."""
    tables = tuple(one for one in page.tables if one.rows or one.cut is None)
    part = view.part
    if part is None or (page.doubts_cut is None and all(one.cut is None for one in page.tables)):
        return page
    if not any(one.rows for one in tables):
        last = max(-(-one.cut.of // part.size) for one in page.tables if one.cut is not None)
        what = f"The list of {page.type}" if page.key is None else page.key
        raise NotFoundError(f"{what} has {last:,} pages; there is none after.")
    notes = page.notes
    if page.doubts_cut is not None and page.doubts:
        shown = _rows(view, page.doubts_cut, len(page.doubts))
        notes = (*notes, view.word("doubts cut", **shown))
    return replace(
        page,
        tables=tuple(one if one.cut is None else _with_note(view, page, one) for one in tables),
        notes=notes,
    )


def _with_note(view: View, page: Page, table: Table) -> Table:
    assert table.cut is not None  # noqa: S101 - asked for
    assert view.part is not None  # noqa: S101 - without it nothing is cut
    command = _command(view, page)
    rest = table.cut.before + len(table.rows) < table.cut.of
    said = view.word(
        "rows cut" if rest else "last rows",
        **_rows(view, table.cut, len(table.rows)),
        next=f"{command} --page {view.part.number + 1}",
        all=f"{command} --all",
    )
    return replace(table, note=said if table.note is None else f"{table.note} {said}")


def _command(view: View, page: Page) -> str:
    """What shows this page in the terminal."""
    on = None if view.on is None else view.on.isoformat()
    if page.key is not None:
        return f"tawthiq asof {on} {page.key}" if on else f"tawthiq show {page.key}"
    kind = f'"{page.type}"' if " " in page.type else page.type
    return f"tawthiq things {kind}" + (f" --as-of {on}" if on else "")


def _rows(view: View, cut: Cut, shown: int) -> dict[str, str]:
    ends = {"first": cut.before + 1, "last": cut.before + shown, "n": cut.of}
    return {name: view.number(end) for name, end in ends.items()}


def _for(view: View, page: Page) -> Page:
    return page if view.named else withheld_page(page, view.withheld)
