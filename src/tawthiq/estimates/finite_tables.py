"""Tables that lie close together, such as those of several linkages: sampled once, then weighed.

Particles are led to the posterior of the *mean* of the tables, which lies between theirs. The log
likelihood is linear in the people of each pattern, so for one table a draw weighs as much more as
the difference between that table and the mean makes it likelier (importance sampling: Geweke 1989,
Econometrica 57, 1317-1339). Nothing is lost by it but draws, and the weights say how many; where
they leave too few, particles are led on from the mean to that table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tawthiq.estimates import finite_kernel
from tawthiq.estimates.family import shares_of
from tawthiq.estimates.finite import (
    NEXT_SHARE,
    FiniteSettings,
    Sampled,
    sample_mean,
    sample_next,
    sample_table,
    size_of,
    unobserved_given,
)
from tawthiq.estimates.finite_large import is_large
from tawthiq.estimates.finite_particles import RUNS, Floats, Seen, sample_classes
from tawthiq.estimates.model import CaptureTable
from tawthiq.estimates.tempering import resampled
from tawthiq.estimates.workers import Each

_ENOUGH = 0.2  # share of effective draws that weighing has to leave
_SHARED = 4  # times as many draws of the mean as of a table

Seeds = Sequence[np.random.SeedSequence]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Together:
    """What numbers of classes make of several tables."""

    mean: list[Sampled]  # of the mean of the tables; of the first, where none is taken
    of_table: list[list[Sampled]]


def sample_together(
    tables: Sequence[CaptureTable], settings: FiniteSettings, seeds: Sequence[Seeds], each: Each
) -> Together:
    """One class, two and so on, of each of some tables of the same lists.

    Args:
        tables: in canonical order.
        settings: how many draws of each table are wanted.
        seeds: of each table, one for each number of classes.
        each: calls a function with 0, 1, ... and gives what it returned: in threads, or not.
    """
    if len(tables) == 1 or any(is_large(table) for table in tables):
        found = [sample_table(tables[0], settings, seeds[0], each)]
        for table, some in zip(tables[1:], seeds[1:], strict=True):
            found.append(sample_next(table, found[-1], settings, some, each))
        return Together(mean=found[0], of_table=found)
    more = replace(settings, draws=_SHARED * settings.draws)
    mean = sample_mean(tables, more, seeds[0], each)
    random = np.random.default_rng(seeds[0][-1].spawn(1)[0])
    n_observed = int(mean[0].seen.counts.sum())
    shares = shares_of(np.array([one.log_evidence for one in mean]))
    near = [
        replace(one, effective=size_of(one, unobserved_given(one.missed, n_observed, random)))
        for one, share in zip(mean, shares, strict=True)
        if share > NEXT_SHARE
    ]
    found = []
    for table, some in zip(tables, seeds, strict=True):
        seen = Seen.of(table, near[0].seen)
        found.append([_of_table(seen, one, settings, some[one.n_classes - 1], each) for one in near])
    return Together(mean=mean, of_table=found)


def _of_table(
    seen: Seen, mean: Sampled, settings: FiniteSettings, seed: np.random.SeedSequence, each: Each
) -> Sampled:
    """The draws of the mean, as they weigh for one of its tables; or particles led on to that."""
    of_weights, of_moves = seed.spawn(2)
    made = weighed(seen, mean, settings.draws, np.random.default_rng(of_weights))
    if made is not None:
        return made
    return sample_classes(seen, mean.n_classes, settings, of_moves, each, before=mean)


def weighed(
    seen: Seen, mean: Sampled, wanted: int, random: np.random.Generator
) -> Sampled | None:
    """Draws of one table from those of another that lies close; None where too few are effective.

    Args:
        seen: the table, with the patterns of the other.
        mean: the other, its positions of all rounds kept.
        wanted: draws, about.
        random: of which are taken.
    """
    assert mean.visited is not None
    n_rounds, n = mean.missed.shape
    likelihood, missed = np.empty(n_rounds * n), np.empty(n_rounds * n)
    change = seen.counts - seen.counts_of(mean.seen)
    finite_kernel.weigh_particles(
        seen.layout, change, change.sum(), mean.visited.reshape(-1, *mean.positions.shape[1:]),
        likelihood, missed,
    )  # fmt: skip
    of_run = likelihood.reshape(n_rounds, RUNS, -1).swapaxes(0, 1).reshape(RUNS, -1)
    most = of_run.max(axis=1, keepdims=True)
    weights: Floats = np.exp(of_run - most)
    share = float((weights.sum(axis=1) ** 2 / (weights**2).sum(axis=1)).mean() / weights.shape[1])
    if not share >= _ENOUGH:
        return None
    rounds = max(-(-wanted // n), 1)
    # Where a draw stands among those of all rounds and particles.
    place = np.arange(n_rounds * n).reshape(n_rounds, RUNS, -1).swapaxes(0, 1).reshape(RUNS, -1)
    chosen = []
    for places, some in zip(place, weights, strict=True):
        taken = places[resampled(some / some.sum(), rounds * n // RUNS, random)]
        chosen.append(random.permutation(taken).reshape(rounds, -1))
    taken = np.concatenate(chosen, axis=1)
    return Sampled(
        n_classes=mean.n_classes,
        seen=seen,
        evidences=mean.evidences + most[:, 0] + np.log(weights.mean(axis=1)),
        missed=missed[taken],
        positions=mean.visited.reshape(-1, *mean.positions.shape[1:])[taken[-1]],
        effective=share * (mean.effective or float(mean.missed.size)),
    )
