"""The command that reads texts: a page, a report, a message, or an address."""

import os
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from tawthiq.cli.options import LanguageOption
from tawthiq.cli.output import (
    counted,
    fail,
    print_json_line,
    print_lines,
    print_table,
    progress_bars,
    warn,
)

if TYPE_CHECKING:
    from tawthiq.cli.common import Language
    from tawthiq.config import ReaderSettings
    from tawthiq.fields import Gazetteer
    from tawthiq.folder import Folder
    from tawthiq.progress import Progress
    from tawthiq.reading import Kept, Reading

_SHORT = 60  # characters of a quote in a table


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(read)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """One document to read: its bytes, and where they are from."""

    content: bytes
    filename: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _How:
    """How to read: what the register and the command line say."""

    published: date | None
    gazetteer: "Gazetteer"
    terms: Path | None
    endpoint: "ReaderSettings | None"


def read(
    files: Annotated[
        list[str],
        Argument(metavar="FILE|URL…", help="Pages (HTML), reports (PDF), messages (text), URLs."),
    ],
    source: Annotated[
        str | None,
        Option("--source", "-s", help="Key of the source that published it; keeps the document."),
    ] = None,
    published: Annotated[
        str | None,
        Option(help="Day of publication, YYYY-MM-DD; else as the document itself says."),
    ] = None,
    no_keep: Annotated[
        bool, Option("--no-keep", help="Read and print; keep nothing in the register.")
    ] = False,
    endpoint: Annotated[
        bool,
        Option(
            "--endpoint",
            help="Also ask the model that [reader] in tawthiq.toml names: the text is sent there.",
        ),
    ] = False,
    lang: LanguageOption = None,
    folder: Annotated[
        Path | None,
        Option("--folder", "-C", envvar="TAWTHIQ_FOLDER", help="The register's folder."),
    ] = None,
    as_json: Annotated[
        bool, Option("--json", help="Print each proposal as one line of JSON.")
    ] = False,
) -> None:
    """Read texts and propose what they say, each with its words.

    In a register, with --source, the document is preserved and the proposals wait for
    `tawthiq proposals`; the same document again adds nothing. Anywhere else it only prints. All is
    done on this machine, and the same text always gives the same proposals.

    Example: tawthiq read bulletin.html --source lcc --published 2012-08-23
    """
    from contextlib import ExitStack

    from tawthiq.config import FILE_NAME
    from tawthiq.errors import ConfigError, TawthiqError
    from tawthiq.fields import Gazetteer
    from tawthiq.folder import open_folder
    from tawthiq.reading import check_source

    day = _day(published)
    where = folder or Path()
    inside = folder is not None or source is not None or (where / FILE_NAME).exists()
    keeping = source is not None and not no_keep
    language = _language(where, lang, inside=inside)
    failed = False
    with ExitStack() as stack:
        opened = stack.enter_context(open_folder(where, write=keeping)) if inside else None
        if opened is not None and source is not None:
            check_source(opened.ledger, source)
        reader = opened.settings.reader if opened is not None else None
        if endpoint and reader is None:
            raise ConfigError(
                "--endpoint needs to know whom to ask: write [reader] with url and model into the "
                f"register's {FILE_NAME}."
            )
        own = opened.gazetteer() if opened is not None else None
        how = _How(
            published=day,
            gazetteer=Gazetteer.from_csv(own) if own else Gazetteer.default(),
            terms=_terms(opened),
            endpoint=reader if endpoint else None,
        )
        progress = stack.enter_context(progress_bars(quiet=as_json))
        for number, file in enumerate(files):
            if number and not as_json:
                print_lines("")
            try:
                given = _given(file)
                known = replace(how, published=day or _known_day(opened, given))
                reading = _read(given, known, progress)
                kept = _keep(opened, reading, given, source) if keeping else None
            except TawthiqError as error:
                if len(files) == 1:
                    raise
                fail(f"{file}: {error}")
                failed = True
                continue
            if as_json:
                _print_lines_of_json(reading)
            else:
                _print_reading(reading, given, language)
            _tell(kept, reading, given, language, quiet=as_json, inside=inside)
    if failed:
        raise typer.Exit(2)


def _day(text: str | None) -> date | None:
    from tawthiq.errors import ReadingError

    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ReadingError(f"--published {text!r} is no day; write YYYY-MM-DD.") from None
    if day > datetime.now(UTC).date():
        raise ReadingError(f"--published {text} is in the future. Check the year.")
    return day


def _language(folder: Path, wanted: str | None, *, inside: bool) -> "Language":
    from tawthiq.cli.common import language_of
    from tawthiq.errors import ConfigError

    if inside:
        return language_of(folder, wanted)
    if wanted not in (None, "en", "ar"):
        raise ConfigError(f"--lang {wanted!r}: en or ar.")
    return "ar" if wanted == "ar" else "en"


def _terms(opened: "Folder | None") -> Path | None:
    from tawthiq.errors import ConfigError

    terms = opened.settings.terms if opened is not None else None
    if terms is not None and not terms.is_dir():
        raise ConfigError(
            f"There is no folder {terms}, which [reading] terms in tawthiq.toml names. Make it, or "
            "take the line out."
        )
    return terms


def _given(file: str) -> _Given:
    from tawthiq.errors import ReadingError
    from tawthiq.vault import explain_os_error

    if file.startswith(("http://", "https://")):
        from tawthiq.reading.pages.fetching import fetch

        fetched = fetch(file)
        return _Given(content=fetched.content, filename=fetched.filename, url=fetched.url)
    try:
        return _Given(content=Path(file).read_bytes(), filename=Path(file).name)
    except OSError as error:
        raise ReadingError(f"{file} cannot be read: {explain_os_error(error)}.") from error


def _known_day(opened: "Folder | None", given: _Given) -> date | None:
    import hashlib

    from tawthiq.reading import published_before

    if opened is None:
        return None
    return published_before(opened.ledger, hashlib.sha256(given.content).hexdigest())


def _read(given: _Given, how: _How, progress: "Progress") -> "Reading":
    from tawthiq.reading import read_text

    reading = read_text(
        given.content,
        given.filename,
        url=given.url,
        published=how.published,
        gazetteer=how.gazetteer,
        extra=how.terms,
    )
    return reading if how.endpoint is None else _second_reader(reading, how, progress)


def _second_reader(reading: "Reading", how: _How, progress: "Progress") -> "Reading":
    from tawthiq.reading.endpoint import Endpoint, ask_endpoint

    reader = how.endpoint
    if reader is None:
        return reading
    warn(f"The text is sent to {reader.url}, to be read by {reader.model}.")
    key = os.environ.get(reader.key_env) if reader.key_env else None
    added = ask_endpoint(
        reading.text,
        reading.statements,
        Endpoint(url=reader.url, model=reader.model, key=key),
        document=reading.document,
        extra=how.terms,
        progress=progress,
    )
    if added.dropped:
        warn(f"{counted(added.dropped, 'answer')} dropped: no such words in the text.")
    together = sorted((*reading.statements, *added.statements), key=lambda one: one.start)
    return replace(
        reading, statements=tuple(together), version=f"{reading.version} + {reader.model}"
    )


def _keep(
    opened: "Folder | None", reading: "Reading", given: _Given, source: str | None
) -> "Kept | None":
    from tawthiq.reading import keep_reading

    if opened is None or source is None:
        return None
    return keep_reading(
        opened.ledger,
        opened.vault,
        reading,
        given.content,
        given.filename,
        source=source,
        url=given.url,
    )


def _tell(
    kept: "Kept | None",
    reading: "Reading",
    given: _Given,
    language: "Language",
    *,
    quiet: bool,
    inside: bool,
) -> None:
    """What was noted and kept: talk, so it goes to stderr."""
    from tawthiq.statements import label_of_note

    for note in kept.notes if kept else reading.notes:
        warn(f"{given.filename}: {label_of_note(note, language)}.")
    if kept is None:
        why = "add --source KEY to keep it" if inside else "there is no register here"
        warn(f"{given.filename}: nothing was kept ({why}).")
        return
    if kept.already:
        said = f"{given.filename} was read by this grammar already: nothing was added."
        if kept.preserved:
            said = f"{given.filename} was read already; where and when it appeared is kept now."
    else:
        said = (
            f"Kept {given.filename} as document {kept.document[:12]}: `tawthiq show "
            f"{kept.document[:8]}` shows it, `tawthiq proposals {kept.document[:8]}` what to "
            "confirm."
        )
    if quiet:
        warn(said)
    else:
        print_lines(said)


def _print_lines_of_json(reading: "Reading") -> None:
    from tawthiq.statements import write_statement

    for one in reading.statements:
        print_json_line(write_statement(one))


def _print_reading(reading: "Reading", given: _Given, language: "Language") -> None:
    from tawthiq.reading import languages_of
    from tawthiq.statements import Figure, label_of_field, label_of_type, write_statement

    text = reading.text
    head = [text.title or given.filename, reading.published and reading.published.isoformat(),
            text.author, ", ".join(languages_of(text.text))]  # fmt: skip
    print_lines(" · ".join(part for part in head if part), f"document {reading.document}")
    counts = Counter(str(one.__struct_config__.tag) for one in reading.statements)
    print_lines(
        ", ".join(f"{label_of_type(name, language)}: {n:,}" for name, n in counts.items())
        or "No statement was found."
    )
    figures = [one for one in reading.statements if isinstance(one, Figure)]
    if figures:
        fields = ("counted", "category", "place", "period", "attributed_to", "part_of", "quote")
        labels = [label_of_field("figure", name, language) for name in fields]
        print_table(
            (label_of_field("figure", "id", language), label_of_type("figure", language), *labels),
            [figure_row(write_statement(one), language) for one in figures],
        )


def figure_row(raw: dict[str, object], language: "Language") -> list[object]:
    """A figure in the columns of a table."""
    from tawthiq.statements import label_of_term, value_in_words

    def term(name: str) -> str | None:
        value = raw.get(name)
        return label_of_term("figure", name, str(value), language) if value else None

    when = raw.get("period") or raw.get("as_of") or raw.get("period_words")
    quote = str(raw.get("quote") or "")
    return [
        raw.get("id"),
        value_in_words(raw, language),
        term("counted"),
        term("category"),
        raw.get("place"),
        when,
        raw.get("attributed_to"),
        raw.get("part_of"),
        quote if len(quote) <= _SHORT else f"{quote[:_SHORT]}…",
    ]
