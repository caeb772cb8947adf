"""Write capture tables of populations of known size, and the truth beside them, as CSV.

All files are made in a hidden folder beside the one asked for, which takes its name when it is
whole: a killed process leaves no half folder, and nothing that stands is written over.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from tawthiq.errors import SimulationError
from tawthiq.progress import Progress, silent
from tawthiq.simulate.populations import POPULATIONS, checked, draw_population

TRUTH_FILE = "truth.csv"
MOST_POPULATIONS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPopulation:
    """One capture table as a file."""

    path: Path
    truth: dict[str, Any]  # the row of `truth.csv`, without the file's name


def write_populations(
    folder: Path,
    *,
    scenarios: Sequence[str] = (),
    n_lists: int = 5,
    n_people: int = 5_000,
    number: int = 10,
    seed: int = 1,
    progress: Progress = silent,
) -> list[WrittenPopulation]:
    """Write a capture table for each population, and `truth.csv` with one row for each.

    Args:
        folder: must not be there yet, or be empty.
        scenarios: names of `POPULATIONS`; none for all of them.
        n_lists: of each population.
        n_people: of each population.
        number: populations of each scenario.
        seed: of the first population of each scenario; the next has the next.
        progress: told the populations written.

    Returns:
        The tables, scenarios in the order given.

    Raises:
        SimulationError: a scenario that is not known or cannot have these numbers, a folder that
            holds something, or that cannot be written.
    """
    wanted = list(dict.fromkeys(scenarios)) or list(POPULATIONS)
    for scenario in wanted:
        checked(scenario, n_lists, n_people, seed)
    if not 1 <= number * len(wanted) <= MOST_POPULATIONS:
        raise SimulationError(
            f"{number:,} populations of {len(wanted)} scenarios; "
            f"give 1 or more, and not above {MOST_POPULATIONS:,} in all."
        )
    folder = Path(folder).resolve()
    _refuse_what_stands(folder)
    partial = folder.with_name(f".{folder.name}.tawthiq-populations-partial")
    written: list[WrittenPopulation] = []
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        for scenario in wanted:
            for at in range(number):
                progress("draw populations", len(written), number * len(wanted))
                one = draw_population(scenario, n_lists, n_people, seed + at)
                name = f"{scenario}-{seed + at}.csv"
                (partial / name).write_bytes(one.table.write_csv().encode())
                written.append(WrittenPopulation(path=folder / name, truth=one.truth()))
        rows = [{"file": one.path.name, **one.truth} for one in written]
        (partial / TRUTH_FILE).write_bytes(pl.DataFrame(rows).write_csv().encode())
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise SimulationError(f"{folder} cannot be written: {error}.") from error
    progress("draw populations", len(written), len(written))
    return written


def _refuse_what_stands(folder: Path) -> None:
    """Refuse a folder with something in it, and one that cannot be put in place as a whole."""
    if folder == Path.cwd():
        raise SimulationError(f"{folder} is the folder you work in. Name a new one inside it.")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise SimulationError(f"{folder} is a file. Name a new folder.")
    try:
        there = next(folder.iterdir(), None)
    except OSError as error:
        raise SimulationError(f"{folder} cannot be read: {error}.") from error
    if there is not None:
        raise SimulationError(
            f"{folder} holds {there.name!r}; nothing was written. Name a new folder, or empty it."
        )
