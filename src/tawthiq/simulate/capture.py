"""Which list sees whom.

The chance that a list names a death depends on province and time (each list has its own reach),
on status, sex and size of the incident, and on how visible the death is to everybody. That last,
latent part makes lists depend on one another positively, as real ones do: it is what estimates
must cope with, and what `SimulationSettings.heterogeneity` turns up or off.
"""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from tawthiq.errors import SimulationError
from tawthiq.simulate.model import STATUSES, ListSettings, SimulationSettings
from tawthiq.simulate.pools import places
from tawthiq.simulate.truth import Population

_MONTHS_A_SEASON = 3


def _sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-logits)))


def _intercept(
    logits: NDArray[np.float64], share: float, rng: np.random.Generator
) -> tuple[float, float]:
    """The constant that brings the mean chance to `share`, by bisection on a sample."""
    if len(logits) > 50_000:
        logits = rng.choice(logits, 50_000, replace=False)
    low, high = -40.0, 40.0
    for _ in range(60):
        middle = (low + high) / 2
        if _sigmoid(logits + middle).mean() < share:
            low = middle
        else:
            high = middle
    return low, high


def capture(
    settings: SimulationSettings,
    one: ListSettings,
    population: Population,
    rng: np.random.Generator,
    *,
    share: float,
    without: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Draw who is on the list by its own work: places in `population`, ascending.

    Args:
        settings: the conflict's.
        one: the list's.
        population: the dead.
        rng: draws are taken from it.
        share: of all deaths, how many it should name.
        without: bool, shape (people,): whom it cannot name (copied from elsewhere already).

    Raises:
        SimulationError: the list cannot reach its coverage from what it can see.
    """
    land = places()
    governorate = np.searchsorted(land.governorates, land.governorate_of[population.place])
    season = population.month // _MONTHS_A_SEASON
    n_seasons = -(-settings.months // _MONTHS_A_SEASON)
    reach = rng.normal(0, 0.6, len(land.governorates))
    drift = rng.normal(0, 0.45, (len(land.governorates), n_seasons))
    status = np.array([one.status_effect.get(term, 0.0) for term in STATUSES])
    logits = (
        reach[governorate]
        + drift[governorate, season]
        + status[population.status]
        + one.female_effect * population.female
        + one.size_effect * np.log2(population.event_size)
        + settings.heterogeneity * one.loading * population.visibility
    )
    blind = np.isin([land.ids[at] for at in land.governorates], one.blind)
    last_day = (one.releases[-1] - date(1970, 1, 1)).days
    seen = (
        ~blind[governorate]
        & (population.month >= one.start_month)
        & (population.death < last_day)
        & ~without
    )
    wanted = share * len(population)
    if wanted > 0.97 * seen.sum():
        raise SimulationError(
            f"list {one.key!r}: coverage asks for {wanted:,.0f} deaths, but it can see only "
            f"{int(seen.sum()):,} (start_month, blind, releases). "
            "Lower coverage, or let it see more."
        )
    if not wanted:
        return np.zeros(0, np.int64)
    low, high = _intercept(logits[seen], wanted / int(seen.sum()), rng)
    chance = _sigmoid(logits + (low + high) / 2) * seen
    return np.flatnonzero(rng.random(len(population)) < chance)
