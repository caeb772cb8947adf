"""Large tables: which way to the posterior of a number of classes, and what to make of it.

At the peaks (`finite_peaks`) it takes seconds, where drawing around them works, and the weights of
the draws say whether it does. Where it does not, the posterior is a ridge, say of a class that
hardly anybody needs; then particles are led there (`finite_particles`), by way of ever larger
samples of the people: unless so many classes are hopeless anyhow.
"""

from dataclasses import replace

import numpy as np

from tawthiq.estimates.family import log_sum, shares_of
from tawthiq.estimates.finite_particles import (
    RUNS,
    FiniteSettings,
    Floats,
    Sampled,
    Seen,
    sample_classes,
    scale_of,
)
from tawthiq.estimates.finite_peaks import (
    MOST_CLASSES,
    Peak,
    Target,
    Weighed,
    draw_around,
    peaks_from,
)
from tawthiq.estimates.model import CaptureTable
from tawthiq.estimates.tempering import resampled
from tawthiq.estimates.workers import Each

LARGE = 20_000
"""People observed, from which on peaks are tried first: with fewer, particles take a second."""

_PILOT_PEOPLE, _PILOT_PARTICLES = 500, 100
_STARTS = 20  # from which one climbs
_FIRST_DRAWS = 2_000
_NORMAL_ENOUGH = 0.1  # share of the draws that is effective, from which on they are taken
_HOPELESS = 17.0
"""Log evidence below the best, from which on a number of classes is not looked at more closely.

Draws around peaks miss what lies far along a ridge: several units of log evidence, as was seen.
"""
_GROWTH = 8  # of the samples of people that particles are led along


def is_large(table: CaptureTable) -> bool:
    """Whether peaks are tried first."""
    return table.n_observed >= LARGE


def sample_large(  # noqa: PLR0917 - as `sample_classes` takes them
    table: CaptureTable,
    n_classes: int,
    settings: FiniteSettings,
    seed: np.random.SeedSequence,
    each: Each,
    best: float,
) -> Sampled:
    """What a number of classes makes of a large table.

    Args:
        table: in canonical order.
        n_classes: how many.
        settings: as for any table.
        seed: of all randomness.
        each: calls a function with 0, 1, ... and gives what it returned: in threads, or not.
        best: the best log evidence of other numbers of classes; -inf where there are none.
    """
    of_pilot, of_draws, of_particles = seed.spawn(3)
    if n_classes > MOST_CLASSES:
        return led(table, n_classes, settings, of_particles, each)
    sample = some_people(table, _PILOT_PEOPLE, np.random.default_rng(of_pilot))
    short = replace(settings, particles=_PILOT_PARTICLES, draws=_PILOT_PARTICLES)
    pilot = sample_classes(Seen.of(sample), n_classes, short, of_pilot, each)
    starts = pilot.positions[:: _PILOT_PARTICLES // _STARTS]
    narrower = float(np.sqrt(_PILOT_PEOPLE / table.n_observed))
    made, share = _at_peaks(
        Seen.of(table), starts, narrower * scale_of(pilot.positions), settings, of_draws, each
    )
    if share >= _NORMAL_ENOUGH or best - made.log_evidence > _HOPELESS:
        return made
    other = led(table, n_classes, settings, of_particles, each)
    # Either can only miss some of the posterior: the one that found more of it is nearer.
    return other if other.log_evidence > made.log_evidence else made


def sample_large_next(
    table: CaptureTable,
    before: Sampled,
    settings: FiniteSettings,
    seed: np.random.SeedSequence,
    each: Each,
) -> Sampled:
    """A large table that differs little from the one before, such as that of another linkage."""
    of_draws, of_particles = seed.spawn(2)
    if before.peaks:
        starts = before.positions[:: max(len(before.positions) // _STARTS, 1)]
        made, share = _at_peaks(
            Seen.of(table), starts, before.peaks[0].root, settings, of_draws, each
        )
        if share >= _NORMAL_ENOUGH:
            return made
    return sample_classes(
        Seen.of(table, before.seen), before.n_classes, settings, of_particles, each, before=before
    )


def some_people(table: CaptureTable, n: int, random: np.random.Generator) -> CaptureTable:
    """The table of some of its people, chosen by lot.

    Args:
        table: of `n` people or more.
        n: how many.
        random: of the lot.
    """
    counts = random.multivariate_hypergeometric(table.counts, n, method="marginals")
    has = counts > 0
    return CaptureTable(lists=table.lists, patterns=table.patterns[has], counts=counts[has])


def _at_peaks(  # noqa: PLR0917 - one step of `sample_large`
    seen: Seen,
    starts: Floats,
    scale: Floats,
    settings: FiniteSettings,
    seed: np.random.SeedSequence,
    each: Each,
) -> tuple[Sampled, float]:
    """Draws around the peaks that are reached from some positions; the share that is effective."""
    random = np.random.default_rng(seed)
    target = Target(
        layout=seen.layout,
        counts=seen.counts,
        prior=settings.prior,
        n_lists=seen.n_lists,
        n_classes=starts.shape[2],
    )
    peaks = peaks_from(target, starts, scale, each)
    weighed = draw_around(target, peaks, _FIRST_DRAWS, random, each)
    if weighed.effective >= _NORMAL_ENOUGH and settings.draws > _FIRST_DRAWS:
        more = -(-settings.draws // RUNS) * RUNS
        weighed = draw_around(target, peaks, more, random, each)
    made = _sampled(weighed, seen, tuple(peaks), settings, random)
    return made, weighed.effective


def _sampled(
    weighed: Weighed,
    seen: Seen,
    peaks: tuple[Peak, ...],
    settings: FiniteSettings,
    random: np.random.Generator,
) -> Sampled:
    """Draws of equal weight, run by run: each has its own part of those weighed."""
    per_run = settings.particles // RUNS
    rounds = max(-(-settings.draws // (per_run * RUNS)), 1)
    chosen, evidences = [], []
    for part in np.split(np.arange(len(weighed.missed)), RUNS):
        logs = weighed.log_weights[part]
        evidences.append(log_sum(logs) - np.log(len(logs)))
        taken = part[resampled(shares_of(logs), rounds * per_run, random)]
        chosen.append(random.permutation(taken).reshape(rounds, per_run))
    places = np.concatenate(chosen, axis=1)
    return Sampled(
        n_classes=weighed.positions.shape[2],
        seen=seen,
        evidences=np.array(evidences),
        log_prior=settings.log_prior_of(weighed.positions.shape[2]),
        missed=weighed.missed[places],
        positions=weighed.positions[places[-1]],
        effective=min(weighed.effective * len(weighed.missed), float(places.size)),
        peaks=peaks,
    )


def led(
    table: CaptureTable,
    n_classes: int,
    settings: FiniteSettings,
    seed: np.random.SeedSequence,
    each: Each,
) -> Sampled:
    """Particles, led from the prior by way of ever larger samples of the people."""
    random = np.random.default_rng(seed)
    samples = [table]
    while samples[-1].n_observed > _GROWTH * _PILOT_PEOPLE:
        samples.append(some_people(samples[-1], samples[-1].n_observed // _GROWTH, random))
    first, *others = seed.spawn(len(samples))
    passing = replace(settings, draws=settings.particles)
    made = sample_classes(Seen.of(samples.pop()), n_classes, passing, first, each)
    for one_seed in others:
        sample = samples.pop()
        how = passing if samples else settings
        seen = Seen.of(sample, made.seen)
        made = sample_classes(seen, n_classes, how, one_seed, each, before=made)
    return made
