"""Tables that lie close together, such as those of several linkages: sampled once, then weighed.

Particles are led to the posterior of the *mean* of the tables, which lies between theirs. The log
likelihood is linear in the people of each pattern, so for one table a draw weighs as much more as
the difference between that table and the mean makes it likelier (importance sampling: Geweke 1989,
Econometrica 57, 1317-1339). Nothing is lost by it but draws, and the weights say how many; where
they leave too few, particles are led on from the mean to that table, or from the prior where it
lies far off.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tawthiq.estimates import finite_kernel
from tawthiq.estimates.family import log_sum, shares_of
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
from tawthiq.estimates.tempering import next_heat, resampled
from tawthiq.estimates.workers import Each

_ENOUGH = 0.2  # share of effective draws that weighing has to leave
_STEP, _NEAR = 0.5, 0.1  # particles go on where a step that leaves so many comes so far
_SHARED = 4_000  # draws of the mean at most, unless more of each table are wanted

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
    wanted = min(len(tables) * settings.draws, max(settings.draws, _SHARED))
    more = replace(settings, draws=wanted)
    mean = sample_mean(tables, more, seeds[0], each)
    random = np.random.default_rng(seeds[0][-1].spawn(1)[0])
    n_observed = int(mean[0].seen.counts.sum())
    shares = shares_of(np.array([one.log_weight for one in mean]))
    near = [
        replace(one, effective=size_of(one, unobserved_given(one.missed, n_observed, random)))
        for one, share in zip(mean, shares, strict=True)
        if share > NEXT_SHARE
    ]
    found = [
        _of_table(table, near, settings, some, each)
        for table, some in zip(tables, seeds, strict=True)
    ]
    return Together(mean=mean, of_table=found)


def _of_table(
    table: CaptureTable, mean: list[Sampled], settings: FiniteSettings, seeds: Seeds, each: Each
) -> list[Sampled]:
    """One of the tables: draws of the mean, as they weigh for it, or its own."""
    seen = Seen.of(table, mean[0].seen)
    weights = [likelier_than(one, seen) for one in mean]
    if any(next_heat(some.likelier.ravel(), 0.0, _STEP) < _NEAR for some in weights):
        return sample_table(table, settings, seeds, each)
    found = []
    for one, some in zip(mean, weights, strict=True):
        seed = seeds[one.n_classes - 1]
        of_weights, of_moves = seed.spawn(2)
        made = weighed(seen, one, some, settings.draws, np.random.default_rng(of_weights))
        if made is None:
            made = sample_classes(seen, one.n_classes, settings, of_moves, each, before=one)
        found.append(made)
    return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Likelier:
    """What a table makes of the draws of another."""

    likelier: Floats  # (n_rounds, n_particles): log of how much likelier each makes it
    missed: Floats  # the same shape: the share of people that is missed


def likelier_than(mean: Sampled, seen: Seen) -> Likelier:
    """How much likelier each draw of a table makes another.

    Args:
        mean: the one, its positions of all rounds kept.
        seen: the other, with the patterns of the one.
    """
    places = mean.visited.reshape(-1, *mean.positions.shape[1:])
    likelier, missed = np.empty(len(places)), np.empty(len(places))
    change = seen.counts - seen.counts_of(mean.seen)
    finite_kernel.weigh_particles(seen.layout, change, change.sum(), places, likelier, missed)
    shape = mean.visited.shape[:2]
    return Likelier(likelier=likelier.reshape(shape), missed=missed.reshape(shape))


def weighed(
    seen: Seen, mean: Sampled, weights: Likelier, wanted: int, random: np.random.Generator
) -> Sampled | None:
    """Draws of equal weight of a table, from those of another; None where too few are effective.

    Args:
        seen: the table.
        mean: the other.
        weights: what `likelier_than` says.
        wanted: draws, about.
        random: of which are taken.
    """
    missed, n = weights.missed, weights.missed.shape[1]
    rounds = max(-(-wanted // n), 1)
    taken, evidences, effective = [], mean.evidences.copy(), 0.0
    for run, particles in enumerate(np.split(np.arange(n), RUNS)):
        logs = weights.likelier[:, particles].ravel()
        shares = shares_of(logs)
        evidences[run] += log_sum(logs) - np.log(len(logs))
        effective += 1 / float((shares**2).sum()) / missed.size
        chosen = random.permutation(resampled(shares, rounds * len(particles), random))
        at_round, particle = np.divmod(chosen, len(particles))
        taken.append((at_round * n + particles[particle]).reshape(rounds, -1))
    if not effective >= _ENOUGH:
        return None
    places = np.concatenate(taken, axis=1)
    return Sampled(
        n_classes=mean.n_classes,
        seen=seen,
        evidences=evidences,
        log_prior=mean.log_prior,
        missed=missed.ravel()[places],
        positions=mean.visited.reshape(-1, *mean.positions.shape[1:])[places[-1]],
        effective=effective * (mean.effective or float(missed.size)),
    )
