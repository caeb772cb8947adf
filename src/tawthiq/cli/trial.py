"""Commands that work on invented people: simulate, demo."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Context, Option

from tawthiq.cli.options import JsonOption
from tawthiq.cli.output import print_json, print_lines, print_table, progress_bars
from tawthiq.errors import SimulationError

if TYPE_CHECKING:
    from tawthiq.simulate import WrittenPopulation

_OF_CONFLICT = ("deaths", "months", "heterogeneity", "errors")
_OF_POPULATIONS = ("scenario", "lists", "people", "number")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (simulate, demo):
        app.command()(command)


def simulate(
    context: Context,
    folder: Annotated[Path, Argument(help="A new or empty folder for the invented lists.")],
    deaths: Annotated[int, Option(help="How many people die.")] = 6_000,
    months: Annotated[int, Option(help="Over how many months.")] = 24,
    seed: Annotated[int, Option(help="The same seed gives the same conflict.")] = 2011,
    heterogeneity: Annotated[
        float, Option(help="How unlike people are in how visible their deaths are, in logits.")
    ] = 1.0,
    errors: Annotated[float, Option(help="Factor on every error rate of every list.")] = 1.0,
    populations: Annotated[
        bool,
        Option("--populations", help="Write capture tables of populations of known size instead."),
    ] = False,
    scenario: Annotated[
        list[str] | None,
        Option(help="With --populations: how lists see people. May be repeated. Default: all."),
    ] = None,
    lists: Annotated[int, Option(help="With --populations: how many lists, 3 to 16.")] = 5,
    people: Annotated[
        int, Option(help="With --populations: how many people, those on no list included.")
    ] = 5_000,
    number: Annotated[
        int, Option(help="With --populations: how many populations of each scenario.")
    ] = 10,
    as_json: JsonOption = False,
) -> None:
    """Write the lists of an invented conflict, with the truth.

    For power studies: how well would these lists be linked, and the dead be estimated? With
    --populations, capture tables alone: does a method of estimation find the number that is true?

    Example: tawthiq simulate trial/ --deaths 20000 --seed 7

    Example: tawthiq simulate tables/ --populations --scenario two-classes --lists 4 --number 20
    """
    from tawthiq.simulate import (
        SimulationSettings,
        simulate_conflict,
        write_conflict,
        write_populations,
    )

    _refuse_mixed(context, populations=populations)
    if populations:
        with progress_bars(quiet=as_json) as progress:
            tables = write_populations(
                folder,
                scenarios=scenario or (),
                n_lists=lists,
                n_people=people,
                number=number,
                seed=seed,
                progress=progress,
            )
        _print_populations(folder, tables, as_json=as_json)
        return
    settings = SimulationSettings(
        deaths=deaths, months=months, seed=seed, heterogeneity=heterogeneity, errors=errors
    )
    with progress_bars(quiet=as_json) as progress:
        written = write_conflict(simulate_conflict(settings, progress), folder)
    said = [
        {"file": str(one.path), "source": one.source, "released": one.released, "rows": one.rows}
        for one in written
    ]
    if as_json:
        print_json({"folder": str(folder), "deaths": deaths, "lists": said})
        return
    print_lines(
        *(f"{one['file']}: {one['rows']:,} rows, released {one['released']}" for one in said)
    )
    print_lines("The truth: truth.csv (who each row is) and people.csv. Everybody is invented.")


def _refuse_mixed(context: Context, *, populations: bool) -> None:
    """Refuse an option that what is asked for has no use for: it would be heeded by nothing."""
    for name in _OF_CONFLICT if populations else _OF_POPULATIONS:
        given = context.get_parameter_source(name)
        if given is not None and given.name != "DEFAULT":
            raise SimulationError(
                f"--{name} says nothing of populations of known size: leave it out."
                if populations
                else f"--{name} is of populations of known size: add --populations or leave it out."
            )


def _print_populations(folder: Path, tables: "list[WrittenPopulation]", *, as_json: bool) -> None:
    if as_json:
        said = [{"file": str(one.path), **one.truth} for one in tables]
        print_json({"folder": str(folder), "populations": said})
        return
    rows = []
    for name in dict.fromkeys(one.truth["scenario"] for one in tables):
        of_name = [one.truth for one in tables if one.truth["scenario"] == name]
        missed = [truth["share_missed"] for truth in of_name]
        rows.append(
            (name, len(of_name), of_name[0]["identified"], f"{min(missed):.0%}–{max(missed):.0%}")
        )
    columns = ("scenario", "tables", "identified", "on no list")
    print_table(columns, rows, right=("tables", "on no list"))
    print_lines(f"The truth of each table: {folder / 'truth.csv'}. Everybody is invented.")


def demo(
    folder: Annotated[
        Path, Argument(help="A new or empty folder; an earlier demo there is made anew.")
    ] = Path("demo"),
    deaths: Annotated[int, Option(help="How many invented people die.")] = 6_000,
    seed: Annotated[int, Option(help="The same seed gives the same conflict.")] = 2011,
    as_json: JsonOption = False,
) -> None:
    """Build a register of invented people, beside the truth.

    Simulates a conflict, imports its lists, links, counts, estimates and writes the report.

    Example: tawthiq demo
    """
    from tawthiq.demo import run_demo

    with progress_bars(quiet=as_json) as progress:
        result = run_demo(folder, deaths=deaths, seed=seed, progress=progress)
    if as_json:
        print_json(result.to_dict())
    else:
        print_lines(*result.report_lines())
