"""Commands that take lists in and show what their versions change: import, diff."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from tawthiq.cli.options import FolderOption, JsonOption
from tawthiq.cli.output import (
    counted,
    print_json,
    print_lines,
    print_table,
    progress_bars,
    warn,
)

if TYPE_CHECKING:
    import polars as pl

    from tawthiq.lists import Mapping, RawTable


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("import")(import_)
    app.command()(diff)


def import_(
    file: Annotated[Path, Argument(help="The list: CSV, XLSX or ODS.")],
    source: Annotated[str, Option("--source", "-s", help="Key of the source that released it.")],
    released: Annotated[str | None, Option(help="Day of release, YYYY-MM-DD.")] = None,
    preview: Annotated[
        bool, Option("--preview", help="Show what each column would become; keep nothing.")
    ] = False,
    mapping: Annotated[
        Path | None, Option("--map", help="A mapping of columns (TOML); else one is proposed.")
    ] = None,
    save_map: Annotated[
        Path | None, Option("--save-map", help="With --preview: write the mapping, to be edited.")
    ] = None,
    list_key: Annotated[
        str | None, Option("--list", help="Key of the list, where a source has several.")
    ] = None,
    sheet: Annotated[str | None, Option(help="Name of the sheet of a workbook.")] = None,
    encoding: Annotated[
        str | None, Option(help="utf-8, utf-16 or windows-1256; else it is found out.")
    ] = None,
    delimiter: Annotated[str | None, Option(help="Between cells; else it is found out.")] = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Take in one version of a list of people.

    Rows that cannot be read are set aside with their reason, and kept. The same file again adds
    nothing.

    Example: tawthiq import list.xlsx --source vdc --released 2012-08-23 --preview
    """
    from tawthiq.errors import MappingError
    from tawthiq.folder import open_folder
    from tawthiq.lists import (
        import_list,
        problems_of,
        propose_mapping,
        read_table,
        records_of,
    )
    from tawthiq.sources import sources_of

    if save_map and not preview:
        raise MappingError("--save-map goes with --preview: look first, then import with --map.")
    if save_map and save_map.exists():
        raise MappingError(
            f"{save_map} exists and is not written over: it may hold your changes. "
            "Name another file."
        )
    # A preview only looks: it asks for no key, so that a list can be judged on any machine.
    with open_folder(folder, write=not preview) as opened, progress_bars(quiet=as_json) as progress:
        gazetteer = opened.gazetteer()
        if preview:
            raw = read_table(file, sheet=sheet, encoding=encoding, delimiter=delimiter)
            chosen = _mapping(mapping) or propose_mapping(raw)
            _preview(raw, chosen, gazetteer, save_map, as_json=as_json)
            if source not in sources_of(opened.ledger):
                warn(
                    f"The source {source!r} is not declared yet. Before the import: "
                    f'tawthiq source add {source} --name "…" --kind …'
                )
            return
        result = import_list(
            opened.ledger,
            opened.vault,
            file,
            source=source,
            released=_day(released),
            list_key=list_key,
            mapping=_mapping(mapping),
            gazetteer_csv=gazetteer,
            sheet=sheet,
            encoding=encoding,
            delimiter=delimiter,
            progress=progress,
        )
        version = result.version
        problems = (
            problems_of(records_of(opened.vault, version))
            .group_by("column", maintain_order=True)
            .len()
        )
        unreadable: dict[str, int] = dict(problems.iter_rows())
    if as_json:
        print_json(
            {
                "list": version.list,
                "released": version.released,
                "document": version.document,
                "already": result.already,
                "rows": version.rows,
                "set_aside": result.set_aside,
                "unreadable": unreadable,
                "mapping": version.mapping,
                "notes": result.notes,
            }
        )
        return
    print_lines(*result.notes)
    if result.already:
        print_lines("This document is in the ledger already: nothing was added.")
        return
    print_lines(f"{version.list}, released {version.released}: {version.rows:,} rows taken in.")
    print_lines(*(f"set aside: {rows:,} × {reason}" for reason, rows in result.set_aside.items()))
    print_lines(
        *(
            f"{column}: {counted(cells, 'cell')} unreadable or in contradiction; kept as written"
            for column, cells in unreadable.items()
        )
    )
    print_lines(f"Document {version.document}: `tawthiq show {version.document[:8]}` opens it.")


def _mapping(path: Path | None) -> "Mapping | None":
    from tawthiq.errors import MappingError
    from tawthiq.lists import Mapping

    if path is None:
        return None
    try:
        return Mapping.from_toml(path.read_text(encoding="utf-8"), where=str(path))
    except UnicodeDecodeError:
        raise MappingError(f"{path} is not UTF-8 text; save it as UTF-8.") from None


def _day(text: str | None) -> date:
    from tawthiq.errors import ListFormatError

    if text is None:
        raise ListFormatError("When was this version released? Add --released YYYY-MM-DD.")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ListFormatError(f"--released {text!r} is no day; write YYYY-MM-DD.") from None


def _preview(
    raw: "RawTable",
    mapping: "Mapping",
    gazetteer: bytes | None,
    save_map: Path | None,
    *,
    as_json: bool,
) -> None:
    from tawthiq.fields import Gazetteer
    from tawthiq.lists import preview

    known = Gazetteer.from_csv(gazetteer) if gazetteer else Gazetteer.default()
    shown = preview(raw, mapping, known)
    if save_map:
        save_map.write_text(mapping.to_toml(), encoding="utf-8")
    if as_json:
        print_json(shown.to_dict())
        return
    rows = [
        (
            column.header,
            column.field,
            "; ".join(f"{written} → {read}" if read is not None and read != written else written
                      for written, read in column.examples),
            column.filled,
            column.empty,
            column.unknown,
            column.unreadable,
            column.unplaced,
        )
        for column in shown.columns
    ]  # fmt: skip
    numbers = ("filled", "empty", "unknown", "unreadable", "not in the vocabulary")
    print_table(
        ("column", "becomes", "examples", *numbers),
        rows,
        right=numbers,
    )
    for column in shown.columns:
        for value, reason in column.unreadable_examples:
            print_lines(f"  {column.header}: {value!r} cannot be read: {reason}")
    print_lines(
        f"{shown.rows:,} rows give {shown.records:,} records: {shown.named:,} named, "
        f"{shown.number_only:,} by number only.",
        *shown.notes,
        *(f"contradiction: {rows:,} × {reason}" for reason, rows in shown.contradictions.items()),
    )
    print_lines(*(f"set aside: {rows:,} × {reason}" for reason, rows in shown.set_aside.items()))
    print_lines(
        f"The mapping was written to {save_map}: edit it, then import with --map {save_map}."
        if save_map
        else "To change the mapping: --preview --save-map map.toml, edit it, then --map map.toml."
    )


def diff(
    list_key: Annotated[str, Argument(metavar="LIST", help="Key of a list.")],
    limit: Annotated[
        int, Option(min=0, help="How many lines to show of each: added, changed, withdrawn.")
    ] = 20,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Show what a list's newest version added, changed, withdrew.

    Example: tawthiq diff vdc
    """
    from tawthiq.errors import NotFoundError
    from tawthiq.folder import open_folder
    from tawthiq.lists import diff_versions, list_versions, records_of

    with open_folder(folder) as opened:
        every = list_versions(opened.ledger)
        versions = [version for version in every if version.list == list_key]
        if not versions:
            known = ", ".join(sorted({version.list for version in every})) or "none yet"
            raise NotFoundError(f"There is no list {list_key!r}. Lists: {known}.")
        if len(versions) == 1:
            raise NotFoundError(f"{list_key} has one version only: nothing to compare it with.")
        old, new = versions[-2:]
        before, after = (records_of(opened.vault, version) for version in (old, new))
        change = diff_versions(before, after)
    if as_json:
        print_json(
            {
                "list": list_key,
                "old": old.released,
                "new": new.released,
                "added": change.added,
                "changed": [
                    {"old": one.old_record, "new": one.new_record, "columns": one.columns}
                    for one in change.changed
                ],
                "withdrawn": change.withdrawn,
                "same": len(change.same),
            }
        )
        return
    print_lines(
        f"{list_key}, {old.released} → {new.released}: {len(change.added):,} added, "
        f"{len(change.changed):,} changed, {len(change.withdrawn):,} withdrawn, "
        f"{len(change.same):,} the same."
    )
    _print_names("+ added", after, change.added, limit)
    for one in change.changed[:limit]:
        cells = "; ".join(
            f"{name}: {was or '–'} → {now or '–'}" for name, (was, now) in one.columns.items()
        )
        print_lines(f"~ changed    {one.old_record} → {one.new_record}  {cells}")
    _print_more(len(change.changed) - limit, "changed")
    _print_names("- withdrawn", before, change.withdrawn, limit)


def _print_names(what: str, records: "pl.DataFrame", ids: list[str], limit: int) -> None:
    names = dict(records.select("record_id", "name_raw").iter_rows())
    print_lines(*(f"{what:<12} {one}  {names[one] or '(a number)'}" for one in ids[:limit]))
    _print_more(len(ids) - limit, what[2:])


def _print_more(more: int, what: str) -> None:
    if more > 0:
        print_lines(f"  … {more:,} more {what}; --limit shows more, --json all.")
