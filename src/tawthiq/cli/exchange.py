"""Commands for exchange with other programs: `export ftm` and `import-ftm`."""

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from tawthiq.cli.forms import (
    PublishedOption,
    ReasonOption,
    UrlOption,
    day_of,
    plain_aside,
    print_aside,
    print_stated,
)
from tawthiq.cli.options import FolderOption, JsonOption, LanguageOption
from tawthiq.cli.output import print_json, print_lines, progress_bars, warn
from tawthiq.cli.proposals import ReviewerOption

if TYPE_CHECKING:
    from tawthiq.cli.common import Language
    from tawthiq.exchange import Exported
    from tawthiq.vault import Vault


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("import-ftm")(import_ftm)


def export_ftm(folder: Path, out: Path, *, plain: bool, schema: Path | None, as_json: bool) -> None:
    """Write what the register holds beside its dead as entities of FollowTheMoney.

    Raises:
        ExportError: the file or the folder of schemata cannot be written.
    """
    from tawthiq.affairs import open_affairs
    from tawthiq.cli.common import check_folder_of, language_of
    from tawthiq.exchange import export_entities, prefix_of, schema_files, to_lines
    from tawthiq.folder import clear_leftovers, open_folder
    from tawthiq.publish import ExportError
    from tawthiq.register import statements_of
    from tawthiq.vault import atomic_write

    language = language_of(folder, None)
    check_folder_of(out)
    with open_folder(folder) as opened, progress_bars(quiet=as_json) as progress:
        clear_leftovers(opened.settings)
        documents = statements_of(opened.ledger, opened.vault, ()).documents
        with open_affairs(opened.settings, opened.ledger, opened.vault, progress) as affairs:
            found = export_entities(
                affairs,
                documents,
                prefix_of(opened.settings.author),
                plain=plain,
                sha1=_sha1_in(opened.vault),
            )
    with atomic_write(out, error=ExportError) as file:
        file.write(to_lines(found.entities))
    if schema is not None:
        try:
            schema.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ExportError(f"{schema} cannot be made: {error.strerror}.") from error
        for name, content in schema_files().items():
            with atomic_write(schema / name, error=ExportError) as file:
                file.write(content)
    _tell(found, out, schema, language, as_json=as_json)


def _sha1_in(vault: "Vault") -> Callable[[str], str | None]:
    """What tells the SHA-1 of a document, by which FollowTheMoney goes, from its bytes."""

    def sha1(sha: str) -> str | None:
        if not vault.has(sha):
            return None
        digest = hashlib.sha1(usedforsecurity=False)
        for piece in vault.stream(sha):
            digest.update(piece)
        return digest.hexdigest()

    return sha1


def _tell(
    found: "Exported", out: Path, schema: Path | None, lang: "Language", *, as_json: bool
) -> None:
    from tawthiq.exchange import VERSION, is_own, word
    from tawthiq.statements import label_of_type

    if as_json:
        print_json(
            {
                "file": str(out),
                "followthemoney": VERSION,
                "schema": None if schema is None else str(schema),
                "entities": dict(found.counts),
                "left_out": dict(found.left_out),
                "types_left_out": dict(found.types_left_out),
            }
        )
        return
    total = f"{len(found.entities):,}"
    print_lines(word("wrote", lang, n=total, version=VERSION, file=out))
    print_lines(*(f"  {name}: {n:,}" for name, n in found.counts.items()))
    if schema is not None:
        print_lines(word("wrote schema", lang, folder=schema))
    own = sum(n for name, n in found.counts.items() if is_own(name))
    if own and schema is None:
        warn(word("needs extension", lang, n=f"{own:,}"))
    said = [word(name, lang, n=f"{n:,}") for name, n in found.left_out.items()]
    said += [
        word("type", lang, n=f"{n:,}", type=label_of_type(name, lang))
        for name, n in found.types_left_out.items()
    ]
    if said:
        print_lines(word("left out", lang), *(f"  {one}" for one in said))


def import_ftm(
    file: Annotated[Path, Argument(help="Entities of FollowTheMoney: JSON Lines.")],
    source: Annotated[str, Option("--source", "-s", help="Key of the source whose word it is.")],
    public_people: Annotated[
        bool,
        Option("--public-people", help="The people in it appear in public under their names."),
    ] = False,
    dry_run: Annotated[
        bool, Option("--dry-run", help="Say what the entities would become; keep nothing.")
    ] = False,
    published: PublishedOption = None,
    url: UrlOption = None,
    reviewer: ReviewerOption = "",
    reason: ReasonOption = "",
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """State what a file of FollowTheMoney entities says.

    People, organisations, memberships, directorships, occupancies, successions, events and
    documents become statements of the source, each at its line of the file, which is preserved.
    Other entities are set aside with their reason. The same file again adds nothing.

    Example: tawthiq import-ftm entities.ftm.json --source registry --dry-run
    """
    from tawthiq.cli.common import language_of
    from tawthiq.errors import NotFoundError
    from tawthiq.exchange import prefix_of, read_entities, word
    from tawthiq.folder import open_folder
    from tawthiq.forms import keep_stated
    from tawthiq.lists import read_bytes
    from tawthiq.sources import sources_of
    from tawthiq.statements import label_of_type

    language = language_of(folder, lang)
    day = day_of(published)
    with open_folder(folder, write=not dry_run) as opened, progress_bars(quiet=as_json) as progress:
        if not dry_run and source not in sources_of(opened.ledger):
            raise NotFoundError(
                f"The source {source!r} is not declared. First: "
                f'tawthiq source add {source} --name "…" --kind …'
            )
        content = read_bytes(file)
        said = read_entities(
            content,
            file.name,
            prefix=prefix_of(opened.settings.author),
            public_people=public_people,
            progress=progress,
        )
        entry = None
        if not dry_run:
            entry = keep_stated(
                opened.ledger, opened.vault, source, file.name, content, said,
                reviewer=reviewer, reason=reason, published=day, url=url,
            ).entry  # fmt: skip
    counts = Counter(str(one.__struct_config__.tag) for one in said.statements)
    if as_json:
        print_json(
            {
                "document": said.document,
                "entry": entry,
                "already": entry is None and not dry_run,
                "dry_run": dry_run,
                "counts": dict(sorted(counts.items())),
                "set_aside": plain_aside(said.set_aside),
                "not_taken": dict(said.unused),
            }
        )  # fmt: skip
        return
    print_lines(*(f"{label_of_type(name, language)}: {n:,}" for name, n in sorted(counts.items())))
    print_lines(
        *(word("not taken", language, name=name, n=f"{n:,}") for name, n in said.unused.items())
    )
    print_aside(said.set_aside, language)
    print_stated(len(said.statements), said.document, entry, dry_run=dry_run)
