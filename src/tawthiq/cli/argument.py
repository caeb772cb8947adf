"""The command that lays out the argument of a text: who holds what, and what supports it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument as Asked
from typer import Option

from tawthiq.cli.options import FolderOption, JsonOption, LanguageOption
from tawthiq.cli.output import out, print_json, print_lines, safe, warn

if TYPE_CHECKING:
    from tawthiq.checks import Argument
    from tawthiq.cli.common import Language
    from tawthiq.folder import Folder
    from tawthiq.register import StatementTable

_STYLES = {"against": "dim", "missing": "yellow", "support": "green"}


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(argument)


def argument(
    document: Annotated[
        str, Asked(metavar="DOCUMENT", help="A document's SHA-256 (8 letters or more).")
    ],
    html: Annotated[
        Path | None,
        Option("--html", help="Write a page: the argument beside the marked text (HTML)."),
    ] = None,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Lay out who holds what in a text, and what supports it.

    Voices stand as they first come in the text, each with what it holds, what that answers, what is
    offered for it, and which support is missing; what is dated follows by date. Proposals that
    nobody has looked at yet are in it, rejected ones are not. It rules on nobody.

    Example: tawthiq argument 3f2a9c01
    """
    from tawthiq.checks import argument_of, stated_in
    from tawthiq.checks.arguing import as_plain
    from tawthiq.cli.common import check_folder_of, check_output, language_of
    from tawthiq.errors import NotFoundError
    from tawthiq.folder import open_folder
    from tawthiq.register import statements_of

    if html is not None:
        check_output(folder, html)
        check_folder_of(html)
    language = language_of(folder, lang)
    with open_folder(folder) as opened:
        known = statements_of(opened.ledger, opened.vault, ())
        whole = known.text_document(document.lower())
        if whole is None or whole not in known.readings:
            raise NotFoundError(
                f"{document!r} is no text of this register. `tawthiq documents` lists them; read "
                "one with `tawthiq read FILE --source SOURCE`."
            )
        table = statements_of(opened.ledger, opened.vault, (whole,))
        addresses = [one.url for one in known.documents if one.url]
        found = argument_of(stated_in(table, opened.vault), whole, addresses)
        if html is not None:
            _write_page(opened, table, found, html)
            return
    if as_json:
        print_json(as_plain(found))
    else:
        _print(found, language)


def _print(found: "Argument", language: "Language") -> None:
    from tawthiq.checks import label, lines_of, point_in_words, summary, voice_in_words

    if not found.voices:
        print_lines(label("argument.empty", language))
    else:
        print_lines(label("argument.title", language))
        for voice in found.voices:
            _branch("", voice_in_words(voice.name, found, language), "bold cyan")
            for point in voice.points:
                said = point_in_words(point, language)
                _branch("│   ", f"{point.statement}  {said}", "")
                _branch("│   │   ", f"“{point.words}”", "italic")
                for part, line in lines_of(point, found, language):
                    _branch("│   │   ", line, _STYLES.get(part, ""))
        print_lines("", summary(found, language), label("argument.intro", language))
    if found.timeline:
        print_lines("", label("argument.timeline", language))
        for one in found.timeline:
            print_lines(f"  {one.when}  {one.statement}  {one.words}")


def _branch(stem: str, words: str, style: str) -> None:
    """A line of the tree, whole: a pipe has no width at which to cut it."""
    from rich.text import Text as Styled

    out().print(Styled(f"{stem}├── ") + Styled(safe(words), style=style))


def _write_page(opened: "Folder", table: "StatementTable", found: "Argument", path: Path) -> None:
    from tawthiq.publish.argued import write_argument
    from tawthiq.reading import text_from_json

    text = text_from_json(opened.vault.get(table.readings[found.document].text))
    write_argument(text, table.statements, found, path)
    print_lines(f"Wrote {path} ({path.stat().st_size:,} bytes).")
    warn("It holds the words of the text, which may name people: take care where you put it.")
