"""Capture histories alone, with known truth: to ask what an estimate could have found.

Each scenario is a way in which lists come to see people; in all but the first, some assumption of
the simplest estimators fails, and it is known which.
"""

import numpy as np
import polars as pl

from tawthiq.errors import SimulationError

SCENARIOS = {
    "independent": "every list sees everybody with one chance of its own",
    "two_classes": "seven in ten are hard to see for all lists, three in ten easy",
    "heterogeneous": "how visible a death is varies smoothly (logit-normal, standard deviation 1)",
    "copying": "the second list takes a third of the first one's people",
    "unseen": "a fifth of the dead can be on no list at all: no estimate can find them",
    "sparse": "independent, but every list sees only three to seven in a hundred",
}
MAX_LISTS = 12


def simulate_capture_table(
    n_people: int, n_lists: int, scenario: str = "independent", seed: int = 0
) -> pl.DataFrame:
    """Draw a capture table from a population of known size.

    Args:
        n_people: all deaths, those on no list included.
        n_lists: 2 to 12.
        scenario: one of `SCENARIOS`.
        seed: the same seed gives the same table.

    Returns:
        Columns `list_1` ... `list_k` (0 or 1) and `count` (people with that history), one row a
        history that occurs, ascending; the history of nobody's list (all 0) is not in it. What it
        hides is `n_people - table["count"].sum()`.

    Raises:
        SimulationError: an unknown scenario or a number out of range.
    """
    if scenario not in SCENARIOS:
        raise SimulationError(f"no scenario {scenario!r}; one of {', '.join(SCENARIOS)}.")
    if not 1 <= n_people <= 50_000_000:
        raise SimulationError(f"n_people is {n_people!r}; expected 1 to 50,000,000.")
    if not 2 <= n_lists <= MAX_LISTS:
        raise SimulationError(f"n_lists is {n_lists!r}; expected 2 to {MAX_LISTS}.")
    if seed < 0:
        raise SimulationError(f"seed is {seed!r}; expected a whole number from 0.")
    rng = np.random.default_rng(seed)
    base = np.linspace(0.45, 0.2, n_lists)
    if scenario == "sparse":
        base = np.linspace(0.07, 0.03, n_lists)
    logit = np.log(base / (1 - base))
    shift = np.zeros(n_people)
    if scenario == "two_classes":
        shift = np.where(rng.random(n_people) < 0.7, -0.8, 1.5)
    elif scenario == "heterogeneous":
        shift = rng.normal(0, 1, n_people)
    visible = rng.random(n_people) >= (0.2 if scenario == "unseen" else 0.0)
    history = np.zeros(n_people, np.int64)
    first = np.zeros(n_people, bool)
    for number in range(n_lists):
        seen = visible & (rng.random(n_people) < 1 / (1 + np.exp(-(logit[number] + shift))))
        if number == 0:
            first = seen
        elif number == 1 and scenario == "copying":
            seen |= first & (rng.random(n_people) < 1 / 3)
        history = history * 2 + seen
    histories, counts = np.unique(history[history > 0], return_counts=True)
    columns = {
        f"list_{number + 1}": (histories >> (n_lists - 1 - number)) & 1 for number in range(n_lists)
    }
    return pl.DataFrame({**columns, "count": counts}).cast(pl.Int64)
