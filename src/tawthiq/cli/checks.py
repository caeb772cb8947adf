"""The command that holds a figure against itself, the register, other sources, its evidence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from tawthiq.cli.options import JsonOption, LanguageOption
from tawthiq.cli.output import counted, print_json, print_lines, progress_bars, safe, warn

if TYPE_CHECKING:
    from tawthiq.checks import Checked, Finding, Stated
    from tawthiq.checks.wording import Label
    from tawthiq.cli.common import Language
    from tawthiq.folder import Folder
    from tawthiq.register import Register, StatementTable

_HASH = re.compile(r"[0-9a-f]{8,64}", re.ASCII)
_MOST_SHOWN = 3  # other sources' figures under one figure; JSON has all
_SHORT = 160  # characters of a sentence


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(check)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What there is to hold against: a register and its texts, or neither."""

    register: "Register | None" = None
    table: "StatementTable | None" = None
    stated: tuple["Stated", ...] = ()  # of the register's texts
    gazetteer: bytes | None = None
    terms: Path | None = None
    name: str = "tawthiq"

    @property
    def addresses(self) -> dict[str, str]:
        """Document → where it was published."""
        if self.table is None:
            return {}
        rows = self.table.document_frame().select("document", "url").iter_rows()
        return {document: url for document, url in rows if url}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is to be checked: some statements of the register's texts, or of words given here."""

    about: frozenset[str] | None  # ids; None: all
    new: tuple["Stated", ...] = ()


def check(
    what: Annotated[
        str | None,
        Argument(
            metavar="[DOCUMENT|FILE|SENTENCE]",
            help="A document of the register (the beginning of its SHA-256), a file, or a sentence "
            "in quotes. Default: every text of the register.",
        ),
    ] = None,
    source: Annotated[
        str | None, Option("--source", "-s", help="Key of the source of a file or sentence.")
    ] = None,
    published: Annotated[
        str | None,
        Option(help="Its day of publication, YYYY-MM-DD: dates without a year are read by it."),
    ] = None,
    no_estimate: Annotated[
        bool, Option("--no-estimate", help="Count only; an estimate takes seconds.")
    ] = False,
    estimates: Annotated[
        int, Option(min=0, help="How many different scopes to estimate, in the order of figures.")
    ] = 20,
    seed: Annotated[int, Option(help="The same seed gives the same estimates.")] = 1,
    plot: Annotated[
        Path | None, Option(help="Also draw the figures: a .svg, .png or .html file.")
    ] = None,
    online: Annotated[
        bool, Option("--online", help="Try the links that texts offer as evidence.")
    ] = False,
    limit: Annotated[int, Option(min=1, help="Figures to print; --json gives all.")] = 50,
    lang: LanguageOption = None,
    folder: Annotated[
        Path | None,
        Option("--folder", "-C", envvar="TAWTHIQ_FOLDER", help="The register's folder."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Hold figures against themselves, the register and others.

    Each figure is held against the sums of its own text, the documented range and the estimate of
    the same scope, and what other sources give. Where a figure cannot be compared, the reason and
    the nearest scope are given. It says how numbers stand to one another and rules on nobody, so it
    ends with 0 whatever it finds.

    Example: tawthiq check "more than 3,400 civilians killed in November 2012" --no-estimate
    """
    from tawthiq.checks import EstimateSetting, check_statements
    from tawthiq.cli.common import check_folder_of, check_output, kept_answers
    from tawthiq.config import FILE_NAME
    from tawthiq.fields import Gazetteer

    where = folder or Path()
    inside = folder is not None or (where / FILE_NAME).exists()
    language = _language(where, lang, inside=inside)
    if plot is not None:
        _check_plot(plot)
        if inside:
            check_output(where, plot)
        check_folder_of(plot)
    ground = _ground(where) if inside else _Ground()
    asked = _asked(what, ground, source=source, published=published)
    with progress_bars(quiet=as_json) as progress:
        found = check_statements(
            [*ground.stated, *asked.new],
            ground.register,
            about=asked.about,
            gazetteer=Gazetteer.from_csv(ground.gazetteer) if ground.gazetteer else None,
            preserved=ground.addresses.values(),
            answers=_answers if online else None,
            setting=EstimateSetting(
                most=0 if no_estimate else estimates,
                seed=seed,
                cache=kept_answers(where, no_cache=False) if inside else None,
            ),
            progress=progress,
        )
    if as_json:
        _print_json(found, ground)
    else:
        _print(found, ground, language, limit)
    if plot is not None:
        _draw(found, plot, language, quiet=as_json)


def _language(folder: Path, wanted: str | None, *, inside: bool) -> "Language":
    from tawthiq.cli.common import language_of
    from tawthiq.errors import ConfigError

    if inside:
        return language_of(folder, wanted)
    if wanted not in (None, "en", "ar"):
        raise ConfigError(f"--lang {wanted!r}: en or ar.")
    return "ar" if wanted == "ar" else "en"


def _check_plot(path: Path) -> None:
    """Refuse at once, and not after the estimates, a file of a kind that cannot be drawn."""
    from tawthiq.errors import ConfigError

    # As in `publish.checked`, which takes a second to load.
    endings = (".svg", ".png", ".html")
    if path.suffix.lower() not in endings:
        raise ConfigError(f"--plot {path}: name a file that ends in {', '.join(endings)}.")


def _ground(folder: Path) -> _Ground:
    """The register and its texts."""
    from tawthiq.checks import stated_in
    from tawthiq.errors import NotFoundError
    from tawthiq.folder import open_folder
    from tawthiq.register import Register, read_register, stamp_of, statements_of

    with open_folder(folder) as opened:
        table = statements_of(opened.ledger, opened.vault)
        stated = tuple(stated_in(table, opened.vault))
        register: Register | None = None
        try:
            register = read_register(opened.settings.derived)
        except NotFoundError:
            warn("Nothing is linked here yet: figures are not counted. Run `tawthiq link`.")
        stamp = register.stamp if register is not None else None
        if stamp is not None and stamp != stamp_of(opened.ledger, opened.settings):
            warn(
                "The register is older than the ledger, the settings or the program: this is of "
                f"ledger head {stamp.ledger_head[:12]}. Run `tawthiq link`."
            )
        return _Ground(
            register=register,
            table=table,
            stated=stated,
            gazetteer=opened.gazetteer(),
            terms=_terms(opened),
            name=opened.settings.name,
        )


def _terms(opened: "Folder") -> Path | None:
    terms = opened.settings.terms
    return terms if terms is not None and terms.is_dir() else None


def _asked(
    what: str | None, ground: _Ground, *, source: str | None, published: str | None
) -> _Asked:
    """Which statements are asked about.

    Raises:
        NotFoundError: no such document, or no register to check all of.
        ReadingError: the file cannot be read.
    """
    from tawthiq.errors import NotFoundError

    if what is None:
        if ground.table is None:
            raise NotFoundError(
                "There is no register here. Name a file, or write a sentence in quotes: "
                '`tawthiq check "40 people were killed on 3 May 2012, 25 of them civilians"`.'
            )
        return _Asked(about=None)
    if Path(what).exists():
        return _of_text(Path(what).read_bytes(), Path(what).name, ground, source, published)
    table = ground.table
    named = _HASH.fullmatch(what.lower()) is not None
    document = table.text_document(what.lower()) if table is not None and named else None
    if document is not None:
        return _Asked(about=_ids_of(document, ground))
    if not re.search(r"\s", what.strip()):
        raise NotFoundError(
            f"{what!r} is no file, and no document of the register that was read begins so. A "
            "sentence stands in quotes, with its spaces."
        )
    return _of_text(what.encode("utf-8", "replace"), "sentence.txt", ground, source, published)


def _ids_of(document: str, ground: _Ground) -> frozenset[str]:
    return frozenset(one.statement.id for one in ground.stated if one.document == document)


def _of_text(
    content: bytes, filename: str, ground: _Ground, source: str | None, published: str | None
) -> _Asked:
    """The statements of a file or a sentence; those of the register, where it was read there."""
    from tawthiq.checks import stated_of_text
    from tawthiq.fields import Gazetteer
    from tawthiq.reading import read_text

    reading = read_text(
        content,
        filename,
        published=_day(published),
        gazetteer=Gazetteer.from_csv(ground.gazetteer) if ground.gazetteer else None,
        extra=ground.terms,
    )
    if ground.table is not None and reading.document in ground.table.readings:
        return _Asked(about=_ids_of(reading.document, ground))
    new = stated_of_text(
        reading.statements,
        reading.text.text,
        reading.document,
        source=source,
        published=reading.published,
    )
    return _Asked(about=frozenset(one.statement.id for one in new), new=tuple(new))


def _day(text: str | None) -> date | None:
    from tawthiq.errors import ReadingError

    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReadingError(f"--published {text!r} is no day; write YYYY-MM-DD.") from None


def _answers(url: str) -> bool:
    """Whether an address answers, within the limits that `tawthiq read` keeps."""
    from tawthiq.errors import ReadingError
    from tawthiq.reading.pages.fetching import fetch

    try:
        # An address that a text gives is not to reach into this machine or its network.
        fetch(url, timeout=15.0, public_only=True)
    except ReadingError as error:
        warn(f"{url}: {error}")
        return False
    return True


def _name(ground: _Ground) -> "Label":
    from tawthiq.checks.wording import as_it_is
    from tawthiq.register import value_in_words

    return as_it_is if ground.register is None else partial(value_in_words, ground.register)


def _print_json(found: "Checked", ground: _Ground) -> None:
    from tawthiq.checks import claims_of

    name = _name(ground)
    register = ground.register
    head = register.stamp.ledger_head if register else None
    sources = dict(register.sources.select("key", "name").iter_rows()) if register else {}
    claims = claims_of(
        found.stated,
        found.findings,
        reviewer=ground.name,
        sources=sources,
        addresses=ground.addresses,
        based_on=head,
        name=name,
    )
    print_json(found.to_dict(name) | {"claims": claims, "ledger_head": head})


def _print(found: "Checked", ground: _Ground, language: "Language", limit: int) -> None:
    name = _name(ground)
    if ground.register is None and ground.table is None:
        warn("There is no register here: the text is held against itself only.")
    if not found.stated:
        print_lines("No figure or account was found.")
        return
    for number, one in enumerate(found.stated[:limit]):
        if number:
            print_lines("")
        _print_one(one, found, name, language)
    if len(found.stated) > limit:
        more = counted(len(found.stated) - limit, "more statement")
        print_lines("", f"… {more}: --limit shows them, --json gives all.")


def _print_one(one: "Stated", found: "Checked", name: "Label", language: "Language") -> None:
    """One figure at a glance: its words, then a line for each question."""
    from tawthiq.checks import VERDICTS, label
    from tawthiq.statements import Figure, label_of_doubt, label_of_term

    statement = one.statement
    findings = found.findings[statement.id]
    sentence = safe(one.sentence or statement.quote)
    short = sentence if len(sentence) <= _SHORT else f"{sentence[:_SHORT].rstrip()}…"
    stance = statement.stance
    about = [
        one.source,
        None if one.status == "read" else one.status,
        label_of_term("figure", "stance", stance, language) if stance != "asserts" else None,
        *(label_of_doubt(doubt, language) for doubt in statement.doubt),
    ]
    who = " · ".join(part for part in about if part)
    print_lines(
        f"{statement.id}  {safe(statement.quote)}" + (f"  ({who})" if who else ""), f"  “{short}”"
    )
    questions = VERDICTS if isinstance(statement, Figure) else ("evidence",)
    headings = {each: label(f"heading.{each}", language) for each in questions}
    width = max(map(len, headings.values()))
    for question, heading in headings.items():
        of_it = [
            finding
            for finding in findings
            if finding.check == question and finding.verdict != "no register"
        ]
        lines = _lines_of(of_it, name, language)
        if not lines and question == "itself":
            lines = [_not_alone(one, found, language)]
        elif not lines and question == "estimate" and _compared(findings):
            lines = [label("heading.not_checked", language)]
        for at, line in enumerate(lines):
            print_lines(f"  {'' if at else heading:<{width}}  {line}")


def _not_alone(one: "Stated", found: "Checked", language: "Language") -> str:
    """What to say of a figure that no finding of its own text is about."""
    from tawthiq.checks import label

    whole = getattr(one.statement, "part_of", None)
    for other in found.stated:
        if whole is not None and other.statement.id == whole and found.findings[whole]:
            return label("heading.part", language).format(
                quote=safe(other.statement.quote), id=whole
            )
    return label("heading.nothing", language)


def _lines_of(findings: Sequence["Finding"], name: "Label", language: "Language") -> list[str]:
    from tawthiq.checks import more, say

    # Of what is shown here others stay in JSON: many sources may give figures of one scope.
    shown = findings[:_MOST_SHOWN] if findings and findings[0].check == "sources" else findings
    lines = []
    for finding in shown:
        lines.append(say(finding, language, name))
        lines += [f"  {line}" for line in more(finding, language, name)]
    if len(findings) > len(shown):
        lines.append(f"… {counted(len(findings) - len(shown), 'more finding')} (--json)")
    return lines


def _compared(findings: Sequence["Finding"]) -> bool:
    return any(one.check == "register" and one.verdict == "not comparable" for one in findings)


def _draw(found: "Checked", path: Path, language: "Language", *, quiet: bool) -> None:
    from tawthiq.publish.checked import MOST_FIGURES, rows_of, write_checked

    rows = rows_of(found)
    write_checked(rows, path, language)
    if len(rows) > MOST_FIGURES:
        warn(f"{path} shows the first {MOST_FIGURES} of {len(rows):,} figures in order of time.")
    if not quiet:
        print_lines("", f"Wrote {path} ({path.stat().st_size:,} bytes).")
