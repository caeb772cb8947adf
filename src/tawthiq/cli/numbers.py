"""Commands that give numbers: count, estimate, report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Context, Option

from tawthiq.cli.options import (
    ByOption,
    FolderOption,
    JsonOption,
    LanguageOption,
    PeriodOption,
    WhereOption,
)
from tawthiq.cli.output import print_json, print_lines, print_table, progress_bars

if TYPE_CHECKING:
    import polars as pl

    from tawthiq.checks.scoped import Unknown
    from tawthiq.cli.common import Language
    from tawthiq.estimates import Estimate, EstimateSettings, NotEstimable
    from tawthiq.register import Register, Scope


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (count, estimate, report):
        app.command()(command)


def count(
    by: ByOption = None,
    where: WhereOption = None,
    period: PeriodOption = None,
    people: Annotated[
        bool, Option("--people", help="List the people behind the count, for `tawthiq show`.")
    ] = False,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Count the documented dead, as minimum and maximum.

    "linked" is the best single reading of the links. Doubtful links, missing values and differing
    accounts widen the range; they never vanish.

    Example: tawthiq count --by governorate --by month --where "status = civilian" --period 2012
    """
    from tawthiq.cli.common import language_of, open_register, scope_of, value_label
    from tawthiq.counts import count as count_people
    from tawthiq.counts import people_in
    from tawthiq.errors import ScopeError

    if people and by:
        raise ScopeError(
            "--people lists the people of one scope: narrow it with --where, not --by."
        )
    register = open_register(folder)
    scope = scope_of(register, where, period)
    if people:
        _print_people(register, scope, people_in(register.lines, scope), as_json=as_json)
        return
    table = count_people(register.lines, scope, by or ())
    if as_json:
        print_json(table.to_dict() | {"ledger_head": register.stamp.ledger_head})
        return
    language = language_of(folder, lang)
    numbers = ("minimum", "linked", "maximum")
    if by:
        rows = [
            [value_label(register, name, row[name], language) for name in table.by]
            + [row[name] for name in numbers]
            for row in table.cells.iter_rows(named=True)
        ]
        print_table((*table.by, *numbers), rows, right=numbers)
    total = table.total
    print_lines(
        f"Documented: at least {total['minimum']:,} and at most {total['maximum']:,} people "
        f"({total['linked']:,} as linked)."
    )
    if table.unnamed["maximum"]:
        print_lines(
            f"Of these, in records that give only a number: {table.unnamed['minimum']:,} to "
            f"{table.unnamed['maximum']:,}."
        )


def _print_people(
    register: "Register", scope: "Scope", found: "pl.DataFrame", *, as_json: bool
) -> None:
    frame = found.join(register.people, on="person_id", how="left").sort("person_id")
    if as_json:
        print_json(
            {
                "scope": scope.to_dict(),
                "people": frame.to_dicts(),
                "ledger_head": register.stamp.ledger_head,
            }
        )
        return
    rows = [
        (
            row["person_id"],
            "certainly" if row["certainly"] else "possibly",
            row["name"],
            row["name_other"],
        )
        for row in frame.iter_rows(named=True)
    ]
    print_table(("person", "in the scope", "name", "other script"), rows)
    sure = int(frame["certainly"].sum())
    print_lines(
        f"{frame.height:,} people as linked: {sure:,} certainly in the scope, "
        f"{frame.height - sure:,} possibly. `tawthiq show PERSON` opens one."
    )


_OF_REGISTER = ("where", "period", "linkages", "folder")
_OF_TABLE = ("beside", "sensitivity", "report", "draws")
_OF_ONE_TABLE = ("beside", "sensitivity")


def estimate(
    context: Context,
    table: Annotated[
        Path | None,
        Argument(
            help="A table to estimate by itself (CSV, Parquet, XLSX, ODS): one 0/1 column a list, "
            "and `count` where a row is several people. Without it: the register's estimate."
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        Option(
            "--by",
            "-b",
            help="Break down by a field: month, governorate, sex … May be repeated. "
            "Of a table: the one column that names each row's stratum.",
        ),
    ] = None,
    share_strata: Annotated[
        bool,
        Option(
            "--share-strata",
            help="With --by: strata share their latent classes, so that thin ones lean on others.",
        ),
    ] = False,
    unknown: Annotated[
        str,
        Option(
            help="With --by: people whose stratum nobody recorded are placed by chance, for the "
            "estimate alone (placed), or left out (left-out)."
        ),
    ] = "placed",
    where: WhereOption = None,
    period: PeriodOption = None,
    linkages: Annotated[
        int, Option(help="Linkages to draw, so that doubt in the links widens the interval.")
    ] = 4,
    model: Annotated[
        str,
        Option(
            help="average (of families, by their evidence), or one alone: latent-class, "
            "decomposable, continuous, dirichlet, log-linear, sample-coverage, chao-bound."
        ),
    ] = "average",
    beside: Annotated[
        bool,
        Option("--beside/--no-beside", help="Of a table: all other families beside the answer."),
    ] = True,
    sensitivity: Annotated[
        bool,
        Option(
            "--sensitivity",
            help="Of a table: also the answer without each list. A report always has it.",
        ),
    ] = False,
    seed: Annotated[int, Option(help="The same seed gives the same draws.")] = 1,
    report: Annotated[
        Path | None,
        Option("--report", help="Of a table: also write a page to attach (HTML), both languages."),
    ] = None,
    draws: Annotated[
        Path | None,
        Option("--draws", help="Of a table: also write every draw (.parquet or .csv)."),
    ] = None,
    no_cache: Annotated[
        bool,
        Option("--no-cache", help="Neither take nor keep answers that were worked out before."),
    ] = False,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Estimate all deaths, those no list caught included.

    Of the register; or, where a file is given, of that capture table alone. The estimate comes from
    the overlap of the lists. It is never added to a count, and minimum and maximum are no interval.
    Where the lists do not tell, it says "not estimable" and why.

    Example: tawthiq estimate --by month

    Example: tawthiq estimate table.csv --report table.html

    Example: tawthiq estimate table.csv --by place --share-strata
    """
    from tawthiq.estimates import EstimateSettings

    _refuse_mixed(context, table)
    _refuse_without_strata(context)
    settings = EstimateSettings(model=model)
    if table is None:
        _estimate_register(
            by,
            where,
            period,
            share_strata=share_strata,
            unknown=_unknown(unknown),
            linkages=linkages,
            settings=settings,
            seed=seed,
            lang=lang,
            folder=folder,
            as_json=as_json,
            no_cache=no_cache,
        )
        return
    from tawthiq.cli.tables import Asked, estimate_file
    from tawthiq.errors import EstimateError
    from tawthiq.estimates import user_cache

    if by is not None and len(by) > 1:
        raise EstimateError(
            f"--by {' --by '.join(by)}: one column of a table names its strata. "
            "Join the columns into one, such as 'north 2012-08'."
        )
    estimate_file(
        Asked(
            file=table,
            by=by[0] if by else None,
            share_strata=share_strata,
            place_unknown=_unknown(unknown) == "placed",
            settings=settings,
            seed=seed,
            beside=beside,
            sensitivity=sensitivity,
            report=report,
            draws=draws,
            language=_language(lang),
            as_json=as_json,
            cache=None if no_cache else user_cache(),
        )
    )


def _refuse_mixed(context: Context, table: Path | None) -> None:
    """Refuse an option that what is asked for has no use for: it would be heeded by nothing."""
    from tawthiq.errors import EstimateError

    for name in _OF_TABLE if table is None else _OF_REGISTER:
        given = context.get_parameter_source(name)
        # A folder set for the whole shell is no answer to this table.
        if given is None or given.name in ("DEFAULT", "ENVIRONMENT"):
            continue
        raise EstimateError(
            f"--{name} is of a table by itself: name the file, or leave it out."
            if table is None
            else f"--{name} is of the register, and {table} is estimated by itself: leave it out."
        )
    if table is None or not context.params.get("by"):
        return
    for name in _OF_ONE_TABLE:
        given = context.get_parameter_source(name)
        if given is not None and given.name != "DEFAULT" and context.params.get(name):
            raise EstimateError(f"--{name} is of one table: leave it out, or leave --by out.")


def _refuse_without_strata(context: Context) -> None:
    """Refuse an option of strata where there are none."""
    from tawthiq.errors import EstimateError

    for name in ("share_strata", "unknown"):
        given = context.get_parameter_source(name)
        asked = given is not None and given.name not in ("DEFAULT", "ENVIRONMENT")
        if asked and not context.params.get("by"):
            raise EstimateError(
                f"--{name.replace('_', '-')} is of strata: name them with --by, or leave it out."
            )


def _unknown(wanted: str) -> "Unknown":
    """What becomes of people whose stratum nobody recorded."""
    from tawthiq.errors import EstimateError

    if wanted not in ("placed", "left-out"):
        raise EstimateError(f"--unknown {wanted!r}: placed or left-out.")
    return "left-out" if wanted == "left-out" else "placed"


def _language(wanted: str | None) -> "Language":
    """The language of a table's words: as asked for, or English."""
    from tawthiq.errors import ConfigError

    if wanted not in (None, "en", "ar"):
        raise ConfigError(f"--lang {wanted!r}: en or ar.")
    return "ar" if wanted == "ar" else "en"


def _estimate_register(
    by: list[str] | None,
    where: list[str] | None,
    period: str | None,
    *,
    share_strata: bool,
    unknown: "Unknown",
    linkages: int,
    settings: "EstimateSettings",
    seed: int,
    lang: str | None,
    folder: Path,
    as_json: bool,
    no_cache: bool,
) -> None:
    from tawthiq.checks import estimate_scope
    from tawthiq.cli.common import (
        check_strata,
        kept_answers,
        language_of,
        open_register,
        scope_of,
        value_label,
    )

    check_strata(by)
    language = language_of(folder, lang)
    register = open_register(folder)
    scope = scope_of(register, where, period)
    with progress_bars(quiet=as_json) as progress:
        result = estimate_scope(
            register,
            scope,
            by or (),
            linkages=linkages,
            seed=seed,
            settings=settings,
            pooling="shared" if share_strata else "separate",
            unknown=unknown,
            progress=progress,
            cache=kept_answers(folder, no_cache),
        )
    if as_json:
        print_json(result.to_dict() | {"ledger_head": register.stamp.ledger_head})
        return
    if by:
        rows = [
            [
                value_label(register, name, value, language)
                for name, value in zip(by, cell, strict=True)
            ]
            + _estimate_row(result.recorded.get(cell, 0), one)
            for cell, one in result.strata.items()
        ]
        print_table(
            (*by, "on lists", "median", "low", "high", "R-hat", "effective draws", "note"),
            rows,
            right=("on lists", "median", "low", "high", "R-hat", "effective draws"),
        )
    print_lines(*result.summary())


def _estimate_row(recorded: int, one: "Estimate | NotEstimable") -> list[object]:
    """Of one stratum: people recorded there, never those placed by chance."""
    from tawthiq.estimates import NotEstimable

    if isinstance(one, NotEstimable):
        return [recorded, None, None, None, None, None, f"not estimable: {one.reason}"]
    note = None if one.converged else one.reason
    return [
        recorded,
        round(one.median),
        round(one.low),
        round(one.high),
        one.rhat,
        round(one.ess),
        note,
    ]


def report(
    out: Annotated[Path, Argument(help="The HTML file to write.")],
    where: WhereOption = None,
    period: PeriodOption = None,
    seed: Annotated[int, Option(help="The same seed gives the same draws.")] = 1,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Write the report: one HTML file, Arabic and English.

    It can be read in a browser or in print, and names no person.

    Example: tawthiq report report.html
    """
    from tawthiq.affairs import open_affairs
    from tawthiq.cli.common import (
        check_folder_of,
        check_output,
        kept_answers,
        open_register,
        scope_of,
    )
    from tawthiq.fields import Gazetteer
    from tawthiq.folder import open_folder
    from tawthiq.publish import gather_report, write_report
    from tawthiq.publish.said import figures_said
    from tawthiq.publish.things_page import report_pages
    from tawthiq.register import read_side_table

    check_output(folder, out)
    check_folder_of(out)
    register = open_register(folder)
    with open_folder(folder) as opened, progress_bars(quiet=as_json) as progress:
        settings, own = opened.settings, opened.gazetteer()
        places = Gazetteer.from_csv(own) if own else Gazetteer.default()
        with open_affairs(settings, opened.ledger, opened.vault, progress) as affairs:
            things = report_pages(affairs, places)
    with progress_bars(quiet=as_json) as progress:
        data = gather_report(
            register,
            title=settings.name,
            title_ar=settings.name_ar,
            scope=scope_of(register, where, period),
            seed=seed,
            said=figures_said(
                read_side_table(settings.derived, "statements"),
                register.sources,
                places,
            ),
            things=things,
            progress=progress,
            cache=kept_answers(folder, no_cache=False),
        )
        write_report(data, out)
    if as_json:
        print_json({"file": str(out), "bytes": out.stat().st_size, "ledger_head": data.ledger_head})
    else:
        print_lines(f"Wrote {out} ({out.stat().st_size:,} bytes).")
