"""Commands about everything but the dead: things, what held on a day, histories, doubts."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from typer import Argument, Option

from tawthiq.cli.options import FolderOption, JsonOption, LanguageOption
from tawthiq.cli.output import counted, print_json, print_lines, print_table, progress_bars

if TYPE_CHECKING:
    from tawthiq.affairs import Page, View

_Proposed = Annotated[
    bool, Option("--proposed", help="With what texts are read to say and nobody has looked at.")
]
_Html = Annotated[
    Path | None,
    Option("--html", metavar="FILE", help="Write it as a page (HTML), both languages, with plots."),
]
_PageNumber = Annotated[
    int | None,
    Option("--page", min=1, help="Which 200 rows of a long list; default: the first."),
]
_All = Annotated[bool, Option("--all", help="All rows of long lists, not 200 of each.")]
_AsOf = Annotated[
    str | None, Option("--as-of", metavar="DATE", help="As it stood on a day: 2012-08-30.")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (things, asof, history, doubts, displaced):
        app.command()(command)


def things(
    kind: Annotated[
        str | None, Argument(metavar="TYPE", help="A type, such as organisation; none: all.")
    ] = None,
    as_of: _AsOf = None,
    page: _PageNumber = None,
    every: _All = False,
    proposed: _Proposed = False,
    html: _Html = None,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """List incidents, bodies, charters, campaigns, aid.

    All that the register holds beside people. Of a long list, 200 rows at a time; `--json` gives
    all unless a page is asked for.

    Example: tawthiq things charter
    """
    if page is not None and (every or kind is None):
        from tawthiq.errors import ScopeError

        raise ScopeError("--page asks for a part of one list: name a TYPE, and leave out --all.")
    with view_of(folder, lang, as_of, proposed=proposed, quiet=as_json) as seen:
        view = in_parts(seen, page, every=every or (as_json and html is None))
        if html is not None:
            kinds = [kind] if kind is not None else list(view.affairs.counts())
            write_html(view, lambda seen: [_overview(seen, one) for one in kinds], html, folder)
        elif kind is None:
            _types(view, as_json=as_json)
        else:
            _show(_overview(view, kind), as_json=as_json)


def asof(
    day: Annotated[str, Argument(metavar="DATE", help="A day: 2012-08-30.")],
    wanted: Annotated[
        list[str] | None,
        Argument(metavar="WHAT…", help="A type, a key or a name; none: every type."),
    ] = None,
    page: _PageNumber = None,
    every: _All = False,
    proposed: _Proposed = False,
    html: _Html = None,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Say what held on a day, and on whose word.

    Who was bound by a charter, who belonged to whom, which campaigns ran.

    Dates known in part leave open whether something had begun: "possibly". Of long tables, 200 rows
    at a time; `--json` gives all unless a page is asked for.

    Example: tawthiq asof 2012-08-30 charter
    """
    from tawthiq.affairs import thing_types

    def pages_of(view: "View") -> list["Page"]:
        if wanted:
            return [_page(view, one) for one in wanted]
        there = view.affairs.counts()
        return [_overview(view, kind) for kind in thing_types() if kind in there]

    if page is not None and (every or len(wanted or ()) != 1):
        from tawthiq.errors import ScopeError

        raise ScopeError("--page asks for a part of one page: name one WHAT, and leave out --all.")
    with view_of(folder, lang, day, proposed=proposed, quiet=as_json) as seen:
        view = in_parts(seen, page, every=every or (as_json and html is None))
        if html is not None:
            write_html(view, pages_of, html, folder)
            return
        pages = pages_of(view)
        if as_json:
            print_json([one.to_dict() for one in pages])
            return
        for number, one in enumerate(pages):
            if number:
                print_lines("")
            _show(one, as_json=False)


def history(
    key: Annotated[str, Argument(metavar="KEY", help="A thing's key, or its name.")],
    field: Annotated[str | None, Argument(metavar="FIELD", help="Only this field.")] = None,
    proposed: _Proposed = False,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Show every value a thing was ever given, and by whom.

    Example: tawthiq history wadi-council seats
    """
    from tawthiq.affairs import history_table
    from tawthiq.cli.pages import print_page_table
    from tawthiq.errors import NotFoundError
    from tawthiq.statements import types

    with view_of(folder, lang, None, proposed=proposed, quiet=as_json) as view:
        thing = view.affairs.thing(key)
        if field is not None and field not in types()[thing.type].__struct_fields__:
            known = ", ".join(types()[thing.type].__struct_fields__)
            raise NotFoundError(f"A {thing.type} has no field {field!r}. Fields: {known}.")
        table = history_table(view, thing.key, field)
        if as_json:
            print_json([dict(zip(table.columns, row, strict=True)) for row in table.rows])
        else:
            print_page_table(table)


def doubts(
    key: Annotated[
        str | None, Argument(metavar="KEY", help="Only about this thing: its key or name.")
    ] = None,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Show what contradicts itself among the statements.

    For a person to look at: nothing is dropped for it.

    Example: tawthiq doubts
    """
    with view_of(folder, lang, None, quiet=as_json) as view:
        wanted = None if key is None else view.affairs.thing(key).key
        found = view.affairs.doubts(wanted)
        if as_json:
            print_json(
                [
                    {"code": one.code, "text": one.said(view.language), "keys": list(one.keys),
                     "statements": list(one.claims)}
                    for one in found
                ]
            )  # fmt: skip
            return
        for one in found:
            print_lines(f"! {one.said(view.language)}")
        print_lines(f"{counted(len(found), 'doubt')}.")


def displaced(
    place: Annotated[str | None, Option(help="As written, or the gazetteer's id.")] = None,
    body: Annotated[str | None, Option(help="Whose: a source, or a body it quotes.")] = None,
    status: Annotated[
        Literal["internally displaced", "refugees", "returned"] | None, Option(help="Who.")
    ] = None,
    flow: Annotated[
        bool, Option("--flow", help="People who moved within a time; default: stocks on a day.")
    ] = False,
    add: Annotated[
        bool, Option("--sum", help="Their sum, where they may be added: never stocks of two days.")
    ] = False,
    as_of: _AsOf = None,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Show figures of displacement; sums only where allowed.

    Of many bodies on one line of time.

    Example: tawthiq displaced --body relief-office --as-of 2012-08-30 --sum
    """
    from tawthiq.affairs import displaced_figures, displaced_sum, displaced_table
    from tawthiq.cli.pages import print_page_table

    measure = "flow" if flow else "stock"
    with view_of(folder, lang, as_of, quiet=as_json) as view:
        found = displaced_figures(view, measure=measure, place=place, body=body, status=status)
        low, high = displaced_sum(found) if add else (None, None)
        table = displaced_table(view, [one.claim for one in found], measure)
        if as_json:
            rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
            print_json({"figures": rows, "sum": {"low": low, "high": high} if add else None})
            return
        print_page_table(table)
        if add:
            print_lines(f"{view.word('sum')}: {view.range(low, high) or view.word('no sum')}")


@contextmanager
def view_of(
    folder: Path, lang: str | None, as_of: str | None, *, proposed: bool = False, quiet: bool
) -> Iterator["View"]:
    """The affairs of a register as its owner sees them."""
    from tawthiq.affairs import RecordOf, View, open_affairs
    from tawthiq.cli.common import language_of
    from tawthiq.folder import clear_leftovers, open_folder
    from tawthiq.register import records_named

    def find_records(records: Sequence[str]) -> dict[str, RecordOf]:
        known = records_named(derived, records)
        return {
            record: RecordOf(person=person, low=low, high=high)
            for record, (person, low, high) in known.items()
        }

    language = language_of(folder, lang)
    on = None if as_of is None else day_of(as_of)
    with open_folder(folder) as opened, progress_bars(quiet=quiet) as progress:
        clear_leftovers(opened.settings)
        derived = opened.settings.derived
        affairs = open_affairs(opened.settings, opened.ledger, opened.vault, progress)
    with affairs:
        shown = affairs.with_proposed() if proposed else affairs
        yield View(affairs=shown, language=language, on=on, plots=False, find_records=find_records)


def write_html(
    view: "View", make: "Callable[[View], Sequence[Page]]", out: Path, folder: Path
) -> None:
    """Write pages in both languages to one HTML file, with maps.

    Names of people who are not public are withheld: a file travels.
    """
    from tawthiq.cli.common import check_folder_of, check_output
    from tawthiq.fields import Gazetteer
    from tawthiq.folder import open_folder
    from tawthiq.publish import write_things

    check_output(folder, out)
    check_folder_of(out)
    with open_folder(folder) as opened:
        own = opened.gazetteer()
    places = Gazetteer.default() if own is None else Gazetteer.from_csv(own)
    languages: tuple[Literal["en", "ar"], ...] = ("en", "ar")
    pages = {
        lang: make(replace(view, language=lang, named=False, plots=True, gazetteer=places))
        for lang in languages
    }
    write_things(pages, out, first=view.language)
    print_lines(f"Written: {out}")


def day_of(written: str) -> date:
    """A day as a command is given it.

    Raises:
        ScopeError: it is none, or more than one day.
    """
    from tawthiq.errors import FieldError, ScopeError
    from tawthiq.fields import parse_date

    try:
        found = parse_date(written)
    except FieldError as error:
        raise ScopeError(f"{error} Write a day like 2012-08-30.") from error
    if found.earliest is None or found.earliest != found.latest:
        raise ScopeError(f"{written!r} is no single day. Write one like 2012-08-30.")
    return found.earliest


def in_parts(view: "View", page: int | None, *, every: bool) -> "View":
    """The view with the part of long lists that is asked for."""
    from tawthiq.affairs import Part

    if every and page is None:
        return view
    return replace(view, part=Part(number=page or 1))


def _types(view: "View", *, as_json: bool) -> None:
    found = view.affairs.counts()
    if as_json:
        print_json(
            {name: {"things": there, "statements": said} for name, (there, said) in found.items()}
        )
        return
    print_table(
        ("type", "", "things", "statements"),
        [(name, view.type_label(name), *found[name]) for name in sorted(found)],
        right=("things", "statements"),
    )


def _page(view: "View", wanted: str) -> "Page":
    """The page of a type, a key or a name."""
    from tawthiq.affairs import page_of
    from tawthiq.statements import types

    if wanted in types() and not view.affairs.has(wanted):
        return _overview(view, wanted)
    # A file, which has plots, is whole: who reads it may have no register to ask for the rest.
    return page_of(replace(view, part=None) if view.plots else view, view.affairs.thing(wanted))


def _overview(view: "View", kind: str) -> "Page":
    from tawthiq.affairs import overview_of
    from tawthiq.errors import NotFoundError
    from tawthiq.statements import types

    if kind not in types():
        raise NotFoundError(f"There is no type {kind!r}. Types: {', '.join(sorted(types()))}.")
    return overview_of(view, kind)


def _show(page: "Page", *, as_json: bool) -> None:
    from tawthiq.cli.pages import print_page

    if as_json:
        print_json(page.to_dict())
    else:
        print_page(page)
