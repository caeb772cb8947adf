"""Commands on typed statements by hand or from a file: template, state, state-file."""

import os
import stat
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from tawthiq.cli.options import FolderOption, JsonOption, LanguageOption
from tawthiq.cli.output import (
    counted,
    print_json,
    print_lines,
    print_table,
    progress_bars,
    warn,
)
from tawthiq.cli.proposals import ReviewerOption

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tawthiq.cli.common import Language
    from tawthiq.forms import Explained, SetAside

_BOM = b"\xef\xbb\xbf"  # by which spreadsheet programs know UTF-8
_SHOWN = 20  # rows set aside

SourceOption = Annotated[
    str | None, Option("--source", "-s", help="Key of the source whose word it is.")
]
PublishedOption = Annotated[
    str | None, Option(help="Day on which the source published it, YYYY-MM-DD.")
]
UrlOption = Annotated[str | None, Option(help="Where the source published it.")]
ReasonOption = Annotated[str, Option(help="Why, if it needs saying.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(template)
    app.command()(state)
    app.command("state-file")(state_file)


def template(
    type_name: Annotated[
        str | None, Argument(metavar="TYPE", help="charter, signature, aid …; without, all types.")
    ] = None,
    lang: Annotated[
        str | None,
        Option("--lang", help="Columns by their labels: en or ar. Default: names of fields."),
    ] = None,
    xlsx: Annotated[Path | None, Option(help="Write a workbook, with terms to choose.")] = None,
    explain: Annotated[
        bool, Option("--explain", help="Say what each column takes, instead of the template.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Print an empty table for one type of statement, to fill in.

    Filled, `tawthiq state-file` takes it in. A column may be left out; one called type lets a file
    hold several types.

    Example: tawthiq template charter > charter.csv
    """
    from tawthiq.errors import ConfigError
    from tawthiq.forms import explain as explained
    from tawthiq.forms import template_csv, template_of, template_xlsx, title_of

    if lang not in (None, "en", "ar"):
        raise ConfigError(f"--lang {lang!r}: en or ar.")
    wanted: Language | None = "ar" if lang == "ar" else "en" if lang == "en" else None
    if type_name is None:
        _print_types(wanted or "en", as_json=as_json)
    elif xlsx is not None:
        _write_new(xlsx, template_xlsx(type_name, wanted))
        warn(f"Wrote {xlsx}: fill it, then `tawthiq state-file {xlsx} --type … --source …`.")
    elif explain:
        fields = explained(type_name, wanted or "en")
        if as_json:
            print_json([_plain(one) for one in fields])
        else:
            print_lines(title_of(type_name, wanted or "en"), "")
            _print_explained(fields, wanted or "en")
    elif as_json:
        print_json(list(template_of(type_name, wanted)))
    else:
        _print_bytes(template_csv(type_name, wanted).encode())


def _print_types(language: "Language", *, as_json: bool) -> None:
    from tawthiq.statements import help_of_type, label_of_type, types

    rows = [(name, label_of_type(name, language), help_of_type(name, language)) for name in types()]
    if as_json:
        print_json([{"type": name, "label": label, "help": said} for name, label, said in rows])
    else:
        print_table(("type", "label", "what it says"), rows)


def _print_explained(fields: "Sequence[Explained]", language: "Language") -> None:
    for one in fields:
        print_lines(f"{one.field} – {one.label}" + (f": {one.help}" if one.help else ""))
        print_lines(f"    {one.takes}")
        if one.refers is not None:
            print_lines(f"    → {', '.join(one.refers) or '*'}")
        if one.vocabulary is not None:
            print_lines(f"    {one.vocabulary}")
        if one.terms:
            said = [term if term == label else f"{term} ({label})" for term, label in one.terms]
            print_lines(f"    {'; '.join(said)}{' …' if one.open else ''}")
        for _, label, codes in one.codes:
            print_lines(f"      {label}: {'; '.join(code.called(language) for code in codes)}")


def _plain(one: "Explained") -> dict[str, object]:
    return {
        "field": one.field,
        "label": one.label,
        "help": one.help,
        "takes": one.takes,
        "terms": dict(one.terms),
        "open": one.open,
        "refers": None if one.refers is None else list(one.refers),
        "in_template": one.in_template,
        "vocabulary": one.vocabulary,
        "codes": {term: [code.to_dict() for code in codes] for term, _, codes in one.codes},
    }


def _write_new(path: Path, content: bytes) -> None:
    from tawthiq.cli.common import check_folder_of
    from tawthiq.errors import ConfigError

    check_folder_of(path)
    if path.exists():
        raise ConfigError(
            f"{path} exists and is not written over: it may be filled already. Name another file."
        )
    path.write_bytes(content)


def _print_bytes(content: bytes) -> None:
    """Bytes as they are; into a file, with the mark by which spreadsheet programs know UTF-8."""
    sys.stdout.flush()
    sys.stdout.buffer.write((_BOM if _is_file() else b"") + content)


def _is_file() -> bool:
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):  # a stream that is none of the system's
        return False


def state(
    type_name: Annotated[str, Argument(metavar="TYPE", help="charter, signature, aid …")],
    changes: Annotated[
        list[str],
        Option("--set", metavar="FIELD=VALUE", help="A field and its value; may be repeated."),
    ],
    source: SourceOption = None,
    document: Annotated[
        str | None,
        Option(help="A preserved document that says so: SHA-256, 8 digits or more."),
    ] = None,
    quote: Annotated[
        str | None, Option(help="The words that say so, as they stand in the document.")
    ] = None,
    published: PublishedOption = None,
    url: UrlOption = None,
    reviewer: ReviewerOption = "",
    reason: ReasonOption = "",
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """State one thing that a source says.

    With --document and --quote it points at the words of a preserved text. Without a document,
    what is entered is itself preserved, as the word of the source. The same once more adds nothing.

    Example: tawthiq state signature --set charter=code --set signatory="North Battalion" \\
      --set when="23 آب 2012" --source lcc
    """
    from tawthiq.cli.common import language_of
    from tawthiq.folder import open_folder
    from tawthiq.forms import state_one
    from tawthiq.statements import in_words, write_statement

    language = language_of(folder, lang)
    with open_folder(folder, write=True) as opened:
        kept = state_one(
            opened.ledger,
            opened.vault,
            type_name,
            _settings(changes),
            source=source,
            document=document,
            quote=quote,
            published=day_of(published),
            url=url,
            reviewer=reviewer,
            reason=reason,
        )
    plain = write_statement(kept.statement)
    if as_json:
        print_json(
            {
                "document": kept.document,
                "entry": kept.entry,
                "already": kept.already,
                "statement": plain,
            }
        )
        return
    print_lines(f"{kept.statement.id}  {in_words(plain, language)}")
    done = "was stated already: nothing was added" if kept.already else "is stated"
    print_lines(f"{kept.statement.id} {done} (document {kept.document[:12]}).")


def state_file(
    file: Annotated[Path, Argument(help="The filled table: CSV, XLSX, ODS, JSON or JSON Lines.")],
    source: Annotated[str, Option("--source", "-s", help="Key of the source whose word it is.")],
    type_name: Annotated[
        str | None, Option("--type", help="Type of the rows that name none in a column type.")
    ] = None,
    dry_run: Annotated[
        bool, Option("--dry-run", help="Say what the rows would become; keep nothing.")
    ] = False,
    published: PublishedOption = None,
    url: UrlOption = None,
    sheet: Annotated[str | None, Option(help="Name of the sheet of a workbook.")] = None,
    encoding: Annotated[
        str | None, Option(help="utf-8, utf-16 or windows-1256; else it is found out.")
    ] = None,
    delimiter: Annotated[str | None, Option(help="Between cells; else it is found out.")] = None,
    reviewer: ReviewerOption = "",
    reason: ReasonOption = "",
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """State all that a filled table says, as one entry.

    Rows that make no statement are set aside with their reason, and kept. The same file of the same
    source again adds nothing.

    Example: tawthiq state-file charter.csv --type charter --source lcc --dry-run
    """
    from tawthiq.cli.common import language_of
    from tawthiq.folder import open_folder
    from tawthiq.forms import keep_table, read_file
    from tawthiq.lists import read_bytes
    from tawthiq.sources import sources_of
    from tawthiq.statements import label_of_type

    language = language_of(folder, lang)
    day = day_of(published)
    # A dry run only looks: it asks for no key, so that a file can be judged on any machine.
    with open_folder(folder, write=not dry_run) as opened, progress_bars(quiet=as_json) as progress:
        content = read_bytes(file)
        if dry_run:
            said = read_file(
                content, file.name, type_name, sheet=sheet, encoding=encoding,
                delimiter=delimiter, progress=progress,
            )  # fmt: skip
            if source not in sources_of(opened.ledger):
                warn(
                    f"The source {source!r} is not declared yet. Before the file is taken in: "
                    f'tawthiq source add {source} --name "…" --kind …'
                )
            document, entry, aside, notes = said.document, None, said.set_aside, said.notes
            counts: Mapping[str, int] = Counter(
                str(one.__struct_config__.tag) for one in said.statements
            )
        else:
            kept = keep_table(
                opened.ledger, opened.vault, source, file.name, content, type_name=type_name,
                reviewer=reviewer, reason=reason, published=day, url=url, sheet=sheet,
                encoding=encoding, delimiter=delimiter, progress=progress,
            )  # fmt: skip
            document, entry, aside, notes = kept.document, kept.entry, kept.set_aside, kept.notes
            counts = kept.counts
    if as_json:
        print_json(
            {
                "document": document,
                "entry": entry,
                "already": entry is None and not dry_run,
                "dry_run": dry_run,
                "counts": dict(counts),
                "set_aside": plain_aside(aside),
                "notes": list(notes),
            }
        )  # fmt: skip
        return
    print_lines(*notes)
    print_lines(*(f"{label_of_type(name, language)}: {n:,}" for name, n in counts.items()))
    print_aside(aside, language)
    print_stated(sum(counts.values()), document, entry, dry_run=dry_run)


def print_stated(n: int, document: str, entry: str | None, *, dry_run: bool) -> None:
    """Say what became of a file of statements."""
    total = counted(n, "statement")
    if dry_run:
        print_lines(f"{total} would be stated. Nothing was kept (--dry-run).")
    elif entry is None:
        print_lines("This file is in the ledger already: nothing was added.")
    else:
        print_lines(f"{total} stated: document {document[:12]}, entry {entry[:12]}.")


def plain_aside(aside: "Sequence[SetAside]") -> list[dict[str, object]]:
    """The rows that were set aside, for machines."""
    from tawthiq.forms import reason_in

    return [
        {"row": one.row, "column": one.column, "value": one.value, "reason": one.reason,
         "reason_ar": reason_in(one.reason, "ar")}
        for one in aside
    ]  # fmt: skip


def print_aside(aside: "Sequence[SetAside]", language: "Language") -> None:
    """Name the first rows that were set aside, and how many more there are."""
    from tawthiq.forms import reason_in

    for one in aside[:_SHOWN]:
        where = f", {one.column}" if one.column else ""
        print_lines(f"set aside: row {one.row}{where}: {reason_in(one.reason, language)}")
    if len(aside) > _SHOWN:
        print_lines(f"  … {len(aside) - _SHOWN:,} more rows set aside; --json names all.")


def _settings(changes: list[str]) -> dict[str, str]:
    from tawthiq.errors import StatementError

    fields: dict[str, str] = {}
    for change in changes:
        name, sign, value = change.partition("=")
        name = name.strip()
        if not sign or not name:
            raise StatementError(f"--set {change!r}: write FIELD=VALUE, like charter=code.")
        if name in fields:
            raise StatementError(f"--set {name} is given twice; several values are parted by ;")
        fields[name] = value
    return fields


def day_of(text: str | None) -> date | None:
    """The day that --published gives.

    Raises:
        StatementError: it is none, or lies in the future.
    """
    from tawthiq.errors import StatementError

    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise StatementError(f"--published {text!r} is no day; write YYYY-MM-DD.") from None
    if day > datetime.now(UTC).date():
        raise StatementError(f"--published {text} is in the future. Check the year.")
    return day
