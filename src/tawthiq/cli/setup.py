"""Commands that make a register and say who speaks in it: init, source."""

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from tawthiq.cli.options import FolderOption, JsonOption
from tawthiq.cli.output import print_json, print_lines, print_table


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(init)
    source = typer.Typer(help="Say who speaks: declare and list sources.", no_args_is_help=True)
    source.command("add")(source_add)
    source.command("list")(source_list)
    app.add_typer(source, name="source")


def init(
    folder: Annotated[Path, Argument(help="A new or empty folder.")],
    name: Annotated[str, Option(help="What the register is called.")] = "",
    name_ar: Annotated[
        str | None, Option(help="What it is called in the Arabic half of a report.")
    ] = None,
    lang: Annotated[str, Option(help="Language of values in tables: en or ar.")] = "en",
    gazetteer: Annotated[
        Path | None, Option(help="Places of the area (CSV), beside those built in.")
    ] = None,
    ledger: Annotated[
        str | None,
        Option(help="A PostgreSQL database a team shares (postgresql://…), instead of a file."),
    ] = None,
    vault: Annotated[
        str | None,
        Option(help="An object store (s3://…, gs://…, az://…), instead of a folder."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a register: ledger, signing key, vault, settings.

    Example: tawthiq init conflict/ --name "Register of the valley"
    """
    from tawthiq.errors import ConfigError
    from tawthiq.folder import make_folder

    if lang not in ("en", "ar"):
        raise ConfigError(f"--lang {lang!r}: en or ar.")
    settings = make_folder(
        folder,
        name=name,
        name_ar=name_ar,
        language=lang,
        gazetteer=gazetteer,
        ledger_url=ledger,
        vault_url=vault,
    )
    if as_json:
        print_json(
            {"folder": str(settings.folder), "name": settings.name, "author": settings.author}
        )
        return
    print_lines(
        f"Made the register {settings.name!r} in {folder}.",
        f"Your key is {settings.key.relative_to(settings.folder)} (public part {settings.author}).",
        "Keep a copy of it in a safe place: entries can only be added with it.",
        f"Next: cd {folder} && tawthiq source add KEY --name … --kind …",
    )


def source_add(
    key: Annotated[str, Argument(help="A short key: small letters, digits and hyphens.")],
    name: Annotated[str, Option(help="The source's name.")],
    kind: Annotated[
        str,
        Option(
            help="observatory, committee, ministry, newspaper, hospital, un, ngo, reader or other."
        ),
    ] = "other",
    name_other: Annotated[str | None, Option(help="Its name in the other script.")] = None,
    covers: Annotated[str | None, Option(help="Area, period and people its lists cover.")] = None,
    origin: Annotated[
        str | None, Option(help="Key of the source whose data it copies or shares.")
    ] = None,
    clean: Annotated[
        bool, Option("--clean", help="Its lists are known to name nobody twice.")
    ] = False,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Declare a source, or declare it anew.

    Example: tawthiq source add vdc --name "Documentation Centre" --kind observatory
    --covers "SY, 2011-03/.., civilians and fighters"
    """
    from tawthiq.folder import open_folder
    from tawthiq.sources import declare_source

    with open_folder(folder, write=True) as register:
        entry = declare_source(
            register.ledger,
            key,
            name=name,
            type=kind,
            covers=covers,
            origin=origin,
            clean=clean,
            name_other=name_other,
        )
    if as_json:
        print_json({"source": key, "entry": entry.id})
    else:
        print_lines(f"Declared {key}: {name} ({kind}).")


def source_list(folder: FolderOption = Path(), as_json: JsonOption = False) -> None:
    """List the sources that were declared.

    Example: tawthiq source list
    """
    from tawthiq.folder import open_folder
    from tawthiq.sources import sources_of

    with open_folder(folder) as register:
        sources = sources_of(register.ledger)
    rows = [
        {
            "key": key,
            "name": source.name,
            "name_other": source.name_other,
            "kind": source.type,
            "covers": source.covers,
            "origin": source.origin,
            "clean": source.clean,
        }
        for key, source in sorted(sources.items())
    ]
    if as_json:
        print_json(rows)
        return
    columns = ("key", "name", "name_other", "kind", "covers", "origin", "clean")
    print_table(columns, [[row[column] for column in columns] for row in rows])
