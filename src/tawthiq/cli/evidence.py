"""Commands that prove, carry and hand out what is held: verify, bundle, merge, export."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from tawthiq.cli.exchange import export_ftm
from tawthiq.cli.options import ByOption, FolderOption, JsonOption, PeriodOption, WhereOption
from tawthiq.cli.output import print_json, print_lines, progress_bars, warn

if TYPE_CHECKING:
    import polars as pl

    from tawthiq.folder import Folder
    from tawthiq.progress import Progress


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (verify, bundle, merge, export, withdraw):
        app.command()(command)


def verify(folder: FolderOption = Path(), as_json: JsonOption = False) -> None:
    """Check every hash and signature; derive anew and compare.

    Chains of entries are followed, objects of the vault hashed, and the register is recomputed.
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


def _compare(opened: "Folder", progress: "Progress") -> tuple[list[str], str]:
    from tawthiq.errors import ConfigError, NotFoundError
    from tawthiq.folder import scratch_folder
    from tawthiq.register import derive, digests, read_register, stamp_of, write_register

    settings = opened.settings
    try:
        stamp = read_register(settings.derived).stamp
    except NotFoundError:
        return [], "none derived yet"
    except ConfigError as error:
        return ["all"], str(error).rstrip(".")
    if stamp != stamp_of(opened.ledger, settings):
        return [], "older than the ledger or the settings; run `tawthiq link`"
    with scratch_folder(settings) as scratch:
        anew = scratch / "derived"
        register, side = derive(opened.ledger, opened.vault, settings, progress)
        write_register(register, side, anew)
        old, new = digests(settings.derived), digests(anew)
    differing = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return differing, "differs from what the ledger gives" if differing else "recomputed, the same"


def bundle(
    out: Annotated[Path, Argument(help="The bundle to write (.twq).")],
    since: Annotated[
        str | None,
        Option(
            help="Only entries from this day or instant on (2024-05-01, 2024-05-01T12:00:00Z); the "
            "receiver must hold what came before."
        ),
    ] = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Write the ledger and its documents to one file to carry.

    It holds every document, names included: send it by a safe way.

    Example: tawthiq bundle out.twq
    """
    from tawthiq.cli.common import check_output
    from tawthiq.folder import open_folder
    from tawthiq.ledger import write_bundle

    check_output(folder, out)
    with open_folder(folder) as opened, progress_bars(quiet=as_json) as progress:
        manifest = write_bundle(opened.ledger, opened.vault, out, _instant(since), progress)
    objects = len(manifest.objects)
    if as_json:
        print_json(
            {
                "bundle": str(out),
                "entries": manifest.entries,
                "objects": objects,
                "bytes": out.stat().st_size,
                "head": manifest.head,
            }
        )
        return
    print_lines(
        f"Wrote {out}: {manifest.entries:,} entries, {objects:,} objects, "
        f"{out.stat().st_size:,} bytes; head {manifest.head}."
    )
    if not manifest.entries:
        warn(f"Nothing was entered since {since}: the bundle is empty.")


def _instant(text: str | None) -> datetime | None:
    from tawthiq.errors import BundleError

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BundleError(
            f"--since {text!r} is no instant; write 2024-05-01 or 2024-05-01T12:00:00Z."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


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
    what: Annotated[
        str,
        Argument(
            metavar="links|people|records|captures|statements|documents|ftm", help="Which table."
        ),
    ],
    out: Annotated[Path, Argument(help="The file: .csv, .parquet, .json, .jsonl or .xlsx.")],
    by: ByOption = None,
    where: WhereOption = None,
    period: PeriodOption = None,
    plain: Annotated[
        bool, Option("--plain", help="Of ftm: only schemata of FollowTheMoney itself.")
    ] = False,
    schema: Annotated[
        Path | None,
        Option("--schema", metavar="DIR", help="Of ftm: write the extension's schemata there too."),
    ] = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Write a table of the register to a file.

    links: list, version (its day of release), document, row, record and person of every record;
    people: one row a person; records: every value as written and in normal form; captures: who is
    on which lists, for estimates (with --by, --where and --period); statements: what the texts say,
    a column for each field of any type; documents: what is preserved, and where it is from; ftm:
    bodies, public people, memberships, events, charters and aid as entities of FollowTheMoney
    (JSON Lines). Cells that a spreadsheet would run as formulas are made harmless.

    Example: tawthiq export links links.csv
    """
    from tawthiq.cli.common import check_output, check_strata, open_register, scope_of
    from tawthiq.counts import captures
    from tawthiq.errors import NotFoundError, ScopeError
    from tawthiq.publish import export_table

    if what != "captures" and (by or where or period):
        raise ScopeError("--by, --where and --period go with `export captures` alone.")
    if what != "ftm" and (plain or schema is not None):
        raise ScopeError("--plain and --schema go with `export ftm` alone.")
    check_output(folder, out)
    if what == "ftm":
        export_ftm(folder, out, plain=plain, schema=schema, as_json=as_json)
        return
    if what in ("statements", "documents"):
        _export_said(folder, what, out, as_json=as_json)
        return
    register = open_register(folder)
    if what == "captures":
        check_strata(by)
        scope = scope_of(register, where, period)
        frame = captures(register.lines, register.origins, scope, by or ())
    elif what == "links":
        frame = register.records.select(
            "list",
            "document",
            "row",
            version="released",
            record="record_id",
            person="person_id",
        ).select("list", "version", "document", "row", "record", "person")
    elif what == "people":
        frame = register.people
    elif what == "records":
        frame = register.records
    else:
        raise NotFoundError(
            f"There is no table {what!r}: links, people, records, captures, statements, "
            "documents or ftm."
        )
    export_table(frame, out)
    _tell_export(frame, out, as_json=as_json)


def _export_said(folder: Path, what: str, out: Path, *, as_json: bool) -> None:
    """What the texts say is exported as the ledger has it now, without `tawthiq link`."""
    from tawthiq.folder import open_folder
    from tawthiq.publish import export_table
    from tawthiq.publish.statements import statements_table
    from tawthiq.register import statements_of

    with open_folder(folder) as opened:
        table = statements_of(opened.ledger, opened.vault)
    frame = statements_table(table) if what == "statements" else table.document_frame()
    export_table(frame, out)
    _tell_export(frame, out, as_json=as_json)
    if what == "statements":
        warn("It holds the words of the texts, which may name people: take care where you put it.")


def _tell_export(frame: "pl.DataFrame", out: Path, *, as_json: bool) -> None:
    if as_json:
        print_json({"file": str(out), "rows": frame.height, "columns": frame.columns})
    else:
        print_lines(f"Wrote {frame.height:,} rows to {out}.")


def withdraw(
    entry: Annotated[
        str, Argument(metavar="ENTRY", help="An entry's id, or 8 or more letters of its beginning.")
    ],
    reason: Annotated[str, Option(help="Why: others will read it.")],
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Take back an entry of your own; it stays, with your reason.

    What was said in it no longer counts: a list that was imported in error, a table of statements,
    a judgement. `state-file`, `import` and the like give the ids of entries with `--json`.

    Example: tawthiq withdraw 3fa92c1b --reason "the wrong file"
    """
    from tawthiq.errors import NotFoundError
    from tawthiq.folder import open_folder
    from tawthiq.ledger import Unknown, Withdraw, find_withdrawals

    if not reason.strip():
        raise NotFoundError('Taking back needs its reason, which others will read: --reason "…".')
    with open_folder(folder, write=True) as opened:
        entries = list(opened.ledger.entries())
        found = [one for one in entries if len(entry) >= 8 and one.id.startswith(entry.lower())]
        if len(found) != 1:
            said = "Several entries begin" if found else "No entry of this register begins"
            raise NotFoundError(f"{said} with {entry!r}; give 8 or more letters of one id.")
        target = found[0]
        withdrawn = Withdraw(entry=target.id, reason=reason)
        if target.id in find_withdrawals(entries).withdrawn:
            raise NotFoundError(f"{target.id[:12]} was taken back already. Nothing was written.")
        if isinstance(target.body, Withdraw):
            raise NotFoundError("A withdrawal cannot be taken back: say the same thing anew.")
        if target.author != opened.settings.author:
            raise NotFoundError(
                f"{target.id[:12]} is another author's ({target.author[:12]}…); only they can take "
                "it back. You can judge, dismiss or dispute what it says."
            )
        (made,) = opened.ledger.append(withdrawn)
    body = target.body
    kind = body.kind if isinstance(body, Unknown) else str(body.__struct_config__.tag)
    if as_json:
        print_json({"withdrawn": target.id, "kind": kind, "entry": made.id})
    else:
        print_lines(
            f"Taken back: {kind} {target.id[:12]}. Run `tawthiq link` where people depend on it."
        )
