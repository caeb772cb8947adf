"""Place people whose stratum nobody recorded: drawn anew for each table, never settled.

Left out, they would be missing from every stratum; all in one, they would be made up. So each is
placed by chance, as the people on the same lists whose stratum is recorded are, several times over;
each placing is estimated, and the draws are mixed: multiple imputation (Rubin 1987, Multiple
Imputation for Nonresponse in Surveys, chapter 5: the approximate Bayesian way, with the shares
themselves drawn first). It supposes that, among people on the same lists, whose stratum is
recorded does not hang on what it is ("missing at random").
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tawthiq.errors import EstimateError
from tawthiq.estimates.model import CaptureTable
from tawthiq.estimates.tables import joined_tables

Ints = NDArray[np.int64]


def place_people(
    known: Ints, people: Ints, pattern: Ints, may_be: NDArray[np.bool_], random: np.random.Generator
) -> Ints:
    """Place people in strata, once.

    The shares of the strata among people on the same lists are drawn from their posterior, whose
    prior is one person who is placed as all people are: so lists that nobody recorded shares follow
    the whole.

    Args:
        known: people whose stratum is recorded, (n_patterns, n_strata); somebody in one.
        people: of each group to be placed, (n_groups,).
        pattern: which lists each group is on: a row of `known`.
        may_be: (n_groups, n_strata): which strata the group may be in; one at least.
        random: of all randomness.

    Returns:
        People of each group by stratum, (n_groups, n_strata); rows sum to `people`.
    """
    overall = known.sum(axis=0) / known.sum()
    shares: dict[int, NDArray[np.float64]] = {}
    placed = np.zeros(may_be.shape, dtype=np.int64)
    for group, (n, row) in enumerate(zip(people.tolist(), pattern.tolist(), strict=True)):
        expected = known[row] + overall
        if row not in shares:
            shares[row] = random.standard_gamma(expected)
        weight = np.where(may_be[group], shares[row], 0.0)
        # Where little is expected in all strata that it may be in, gamma draws can all be 0.
        if not weight.sum() > 0:
            weight = np.where(may_be[group], expected, 0.0)
        if not weight.sum() > 0:  # nobody is recorded in any of them: all are as likely
            weight = may_be[group].astype(np.float64)
        placed[group] = random.multinomial(n, weight / weight.sum())
    return placed


def placed_tables(
    strata: Mapping[str, CaptureTable], unknown: CaptureTable, times: int, *, seed: int = 1
) -> dict[str, list[CaptureTable]]:
    """Several tables of each stratum, the people of no recorded stratum placed anew in each.

    Args:
        strata: people by recorded stratum.
        unknown: people whose stratum is not recorded: any may be theirs.
        times: how many tables.
        seed: same seed, same tables.

    Returns:
        As `estimate_strata` takes them.

    Raises:
        EstimateError: no strata to place anybody in, or fewer than one table wanted.
    """
    if not strata or times < 1:
        raise EstimateError(
            f"placing: {len(strata)} strata and {times} tables; one of each is needed at least."
        )
    tables = [*strata.values(), unknown]
    lists = joined_tables(tables).lists
    counts = [_by_pattern(one, lists) for one in tables]
    patterns = sorted({row for one in counts for row in one})
    known = np.array([[one.get(row, 0) for one in counts[:-1]] for row in patterns])
    groups = [at for at, row in enumerate(patterns) if row in counts[-1]]
    people = np.array([counts[-1][patterns[at]] for at in groups])
    random = np.random.default_rng(np.random.SeedSequence([seed, _OWN_STREAM]))
    made: dict[str, list[CaptureTable]] = {name: [] for name in strata}
    for _ in range(times):
        whole = known.copy()
        whole[groups] += place_people(
            known, people, np.array(groups), np.ones((len(groups), len(strata)), bool), random
        )
        for name, column in zip(strata, whole.T, strict=True):
            some = column > 0
            made[name].append(
                CaptureTable(
                    lists=lists,
                    patterns=np.array(patterns, dtype=np.uint8)[some],
                    counts=column[some],
                )
            )
    return made


_OWN_STREAM = 0x9A17  # so that placing and sampling do not share random numbers


def _by_pattern(table: CaptureTable, lists: tuple[str, ...]) -> dict[tuple[int, ...], int]:
    at = [lists.index(name) for name in table.lists]
    found: dict[tuple[int, ...], int] = {}
    for row, n in zip(table.patterns, table.counts.tolist(), strict=True):
        whole = [0] * len(lists)
        for place, on in zip(at, row.tolist(), strict=True):
            whole[place] = on
        key = tuple(whole)
        found[key] = found.get(key, 0) + n
    return found
