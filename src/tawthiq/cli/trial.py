"""Commands that work on invented people: simulate, demo."""

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from tawthiq.cli.options import JsonOption
from tawthiq.cli.output import print_json, print_lines, progress_bars


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (simulate, demo):
        app.command()(command)


def simulate(
    folder: Annotated[Path, Argument(help="A new or empty folder for the invented lists.")],
    deaths: Annotated[int, Option(help="How many people die.")] = 6_000,
    months: Annotated[int, Option(help="Over how many months.")] = 24,
    seed: Annotated[int, Option(help="The same seed gives the same conflict.")] = 2011,
    heterogeneity: Annotated[
        float, Option(help="How unlike people are in how visible their deaths are, in logits.")
    ] = 1.0,
    errors: Annotated[float, Option(help="Factor on every error rate of every list.")] = 1.0,
    as_json: JsonOption = False,
) -> None:
    """Write the lists of an invented conflict, with the truth.

    For power studies: how well would these lists be linked, and the dead be estimated?

    Example: tawthiq simulate trial/ --deaths 20000 --seed 7
    """
    from tawthiq.simulate import SimulationSettings, simulate_conflict, write_conflict

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
