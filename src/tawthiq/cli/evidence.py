"""Commands that prove, carry and hand out what is held: verify, bundle, merge, export."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument

from tawthiq.cli.options import ByOption, FolderOption, JsonOption, PeriodOption, WhereOption
from tawthiq.cli.output import print_json, print_lines, progress_bars, warn


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (verify, bundle, merge, export):
        app.command()(command)


def verify(folder: FolderOption = Path(), as_json: JsonOption = False) -> None:
    """Check every hash, chain and signature; derive the register anew and compare.

    Exits with 1 where something does not hold, and names the entry, object or table.

    Example: tawthiq verify
    """
    from tawthiq.folder import open_folder
    from tawthiq.ledger import verify_ledger

    with open_folder(folder) as opened, progress_bars(quiet=as_json) as progress:
        report = verify_ledger(opened.ledger, opened.vault, progress)
        problems = [str(problem) for problem in report.problems]
        # A register derived from a damaged ledger says nothing; first things first.
        differing, state = ([], "not compared") if problems else _compare(opened, progress)
    holds = not problems and not differing
    if as_json:
        print_json(
            {
                "holds": holds,
                "entries": report.entries,
                "objects": report.objects,
                "head": report.head,
                "problems": problems,
                "doubts": [str(doubt) for doubt in report.doubts],
                "register": state,
                "tables_that_differ": differing,
            }
        )
    else:
        print_lines(f"{report.entries:,} entries, {report.objects:,} objects; head {report.head}")
        print_lines(*(f"PROBLEM  {problem}" for problem in problems))
        print_lines(*(f"doubt    {doubt}" for doubt in report.doubts))
        print_lines(*(f"DIFFERS  table {name} of the register" for name in differing))
        print_lines(f"Register: {state}.")
        print_lines("All holds." if holds else "Something does not hold: see above.")
    if not holds:
        raise typer.Exit(1)


def _compare(opened, progress) -> tuple[list[str], str]:  # type: ignore[no-untyped-def]
    from tawthiq.errors import NotFoundError
    from tawthiq.register import derive, digests, read_register, stamp_of, write_register

    settings = opened.settings
    try:
        stamp = read_register(settings.derived).stamp
    except NotFoundError:
        return [], "none derived yet"
    if stamp != stamp_of(opened.ledger, settings):
        return [], "older than the ledger or the settings; run `tawthiq link`"
    with tempfile.TemporaryDirectory(dir=settings.folder, prefix=".verify-") as scratch:
        anew = Path(scratch) / "derived"
        register, keys = derive(opened.ledger, opened.vault, settings, progress)
        write_register(register, keys, anew)
        old, new = digests(settings.derived), digests(anew)
    differing = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return differing, "differs from what the ledger gives" if differing else "recomputed, the same"


def bundle(
    out: Annotated[Path, Argument(help="The bundle to write (.twq).")],
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Write the ledger and its documents to one file, to carry to another committee.

    Example: tawthiq bundle out.twq
    """
    from tawthiq.folder import open_folder
    from tawthiq.ledger import write_bundle

    with open_folder(folder) as opened, progress_bars(quiet=as_json):
        write_bundle(opened.ledger, opened.vault, out)
        said = {"bundle": str(out), "entries": opened.ledger.count(), "head": opened.ledger.head()}
    if as_json:
        print_json(said)
    else:
        print_lines(f"Wrote {out}: {said['entries']:,} entries, head {said['head']}.")


def merge(
    bundle_file: Annotated[Path, Argument(metavar="IN.twq", help="A bundle of another register.")],
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Take in a bundle: whole, or not at all.

    Example: tawthiq merge in.twq
    """
    from dataclasses import asdict

    from tawthiq.folder import open_folder
    from tawthiq.ledger import merge_bundle

    with open_folder(folder) as opened, progress_bars(quiet=as_json) as progress:
        report = merge_bundle(opened.ledger, opened.vault, bundle_file, progress)
        head = opened.ledger.head()
    if as_json:
        print_json(asdict(report) | {"head": head})
        return
    print_lines(
        f"{report.added:,} entries were new, {report.known:,} known; {report.objects:,} objects "
        f"added; head {head}."
    )
    if report.added:
        warn("The register is older than the ledger now: run `tawthiq link`.")


def export(
    what: Annotated[str, Argument(metavar="links|people|records|captures", help="Which table.")],
    out: Annotated[Path, Argument(help="The file: .csv, .parquet, .jsonl or .xlsx.")],
    by: ByOption = None,
    where: WhereOption = None,
    period: PeriodOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Write a table of the register to a file.

    links: list, version, row, record and person of every record; people: one row a person; records:
    every value as written and in normal form; captures: who is on which lists, for estimates (with
    --by, --where and --period). Cells that a spreadsheet would run as formulas are made harmless.

    Example: tawthiq export links links.csv
    """
    from tawthiq.cli.common import open_register, scope_of
    from tawthiq.counts import captures
    from tawthiq.errors import NotFoundError
    from tawthiq.publish import export_table

    register = open_register(folder)
    if what == "captures":
        scope = scope_of(register, where, period)
        frame = captures(register.lines, register.origins, scope, by or ())
    elif by or where or period:
        raise NotFoundError("--by, --where and --period go with `export captures` alone.")
    elif what == "links":
        frame = register.records.select(
            "list", "released", "document", "row", record="record_id", person="person_id"
        )
    elif what == "people":
        frame = register.people
    elif what == "records":
        frame = register.records
    else:
        raise NotFoundError(f"There is no table {what!r}: links, people, records or captures.")
    export_table(frame, out)
    if as_json:
        print_json({"file": str(out), "rows": frame.height, "columns": frame.columns})
    else:
        print_lines(f"Wrote {frame.height:,} rows to {out}.")
