"""Finite mixtures of classes, averaged over how many classes there are.

Each person belongs to one of K classes, in each of which lists catch independently: the model of
Goodman (1974) that Manrique-Vallier (2016) gives infinitely many classes. Here K is small and each
K has its own evidence, so that few people do not have to pay for many classes; and a class may be
one that all lists see badly, which a uniform prior of every capture probability all but rules out.

Sampled by particles that are led to the posterior (`finite_particles`), or, where very many people
are observed, at the posterior's peaks (`finite_peaks`).
"""

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tawthiq.estimates.diagnostics import effective_size
from tawthiq.estimates.family import MODELS_SCHEMA, FamilyEstimate, log_sum, mixed, shares_of
from tawthiq.estimates.finite_large import is_large, sample_large, sample_large_next
from tawthiq.estimates.finite_particles import (
    RUNS,
    FiniteSettings,
    Floats,
    Sampled,
    Seen,
    sample_classes,
)
from tawthiq.estimates.model import CaptureTable
from tawthiq.estimates.workers import Each, one_by_one

__all__ = [
    "FAMILY",
    "NEXT_SHARE",
    "FiniteSettings",
    "Sampled",
    "averaged",
    "finite",
    "sample_mean",
    "sample_next",
    "sample_table",
    "size_of",
    "unobserved_given",
]

FAMILY = "latent-class"

_MOST_UNOBSERVED = 1e17  # beyond it, counts would leave int64; the answer has run away long before

_TELLS = 0.02  # share whose square is too small for what its draws are worth to matter
NEXT_SHARE = 1e-3  # numbers of classes less likely than that are not tried on the next table
_HOPELESS = 5.0  # log evidence below the best: after two such numbers of classes no more are tried


def finite(
    table: CaptureTable,
    *,
    settings: FiniteSettings | None = None,
    seed: int | np.random.SeedSequence = 1,
    each: Each = one_by_one,
) -> FamilyEstimate:
    """Average over one class, two, three and so on, by their evidence and prior.

    Args:
        table: at least two patterns.
        settings: see `FiniteSettings`.
        seed: of all randomness: same seed, same draws, however many threads.
        each: calls a function with 0, 1, ... and gives what it returned: in threads, or not.

    Returns:
        Draws of people on no list, by run; the evidence of the family is the mean over numbers of
        classes, each as likely before a table is seen as `FinitePrior.one_more` has it.
    """
    settings = settings or FiniteSettings()
    given = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
    first, *others = given.spawn(settings.most_classes + 1)
    found = sample_table(table, settings, others, each)
    return averaged(found, settings, np.random.default_rng(first))


def sample_table(
    table: CaptureTable,
    settings: FiniteSettings,
    seeds: Sequence[np.random.SeedSequence],
    each: Each,
) -> list[Sampled]:
    """One class, two and so on, until more are hopeless."""

    def one(n_classes: int, seed: np.random.SeedSequence, best: float) -> Sampled:
        if is_large(table):
            return sample_large(table, n_classes, settings, seed, each, best)
        return sample_classes(Seen.of(table), n_classes, settings, seed, each)

    return _more_and_more(one, seeds[: settings.most_classes])


def sample_mean(
    tables: Sequence[CaptureTable],
    settings: FiniteSettings,
    seeds: Sequence[np.random.SeedSequence],
    each: Each,
) -> list[Sampled]:
    """The same for the mean of tables of the same lists; the positions of all rounds are kept."""
    seen = Seen.mean_of(tables)

    def one(n_classes: int, seed: np.random.SeedSequence, _: float) -> Sampled:
        return sample_classes(seen, n_classes, settings, seed, each, keep=True)

    return _more_and_more(one, seeds[: settings.most_classes])


def _more_and_more(
    one: Callable[[int, np.random.SeedSequence, float], Sampled],
    seeds: Sequence[np.random.SeedSequence],
) -> list[Sampled]:
    """One class, two and so on, each told the best log evidence so far."""
    found: list[Sampled] = []
    best = -np.inf
    for n_classes, seed in enumerate(seeds, start=1):
        found.append(one(n_classes, seed, best))
        best = max(best, found[-1].log_evidence)
        if n_classes > 2 and min(best - some.log_evidence for some in found[-2:]) > _HOPELESS:
            break
    return found


def sample_next(
    table: CaptureTable,
    before: list[Sampled],
    settings: FiniteSettings,
    seeds: Sequence[np.random.SeedSequence],
    each: Each,
) -> list[Sampled]:
    """A table that differs little from the one before, such as that of another linkage."""
    shares = shares_of(np.array([one.log_weight for one in before]))
    found = []
    for one, share in zip(before, shares, strict=True):
        seed = seeds[one.n_classes - 1]
        if share <= NEXT_SHARE:
            continue
        if is_large(table):
            found.append(sample_large_next(table, one, settings, seed, each))
        else:
            seen = Seen.of(table, one.seen)
            found.append(sample_classes(seen, one.n_classes, settings, seed, each, before=one))
    return found


def averaged(
    found: list[Sampled], settings: FiniteSettings, random: np.random.Generator
) -> FamilyEstimate:
    """Numbers of classes mixed by their evidence and prior, run by run."""
    n = int(found[0].seen.counts.sum())
    drawn = [unobserved_given(one.missed, n, random) for one in found]
    # Numbers of classes that were not sampled have no evidence to speak of.
    evidences = np.stack([one.log_prior + one.evidences for one in found], axis=1)
    size = max(settings.draws // RUNS, 1)
    of_run = [np.split(some, RUNS, axis=1) for some in drawn]
    by_run = np.stack(
        [
            mixed([some[run].ravel() for some in of_run], shares_of(evidences[run]), size, random)
            for run in range(RUNS)
        ]
    )
    logs = np.array([one.log_weight for one in found])
    shares = shares_of(logs)
    rows = [
        (f"{one.n_classes}", share, *np.quantile(some + n, [0.5, 0.025, 0.975]))
        for one, share, some in zip(found, shares, drawn, strict=True)
    ]
    # Parts that are drawn apart: what each adds to the variance of a mean adds up.
    sizes = [
        size_of(one, some) if share > _TELLS else float(some.shape[1])
        for one, some, share in zip(found, drawn, shares, strict=True)
    ]
    return FamilyEstimate(
        family=FAMILY,
        n_observed=n,
        unobserved=random.permutation(by_run.ravel()),
        log_evidence=log_sum(logs),
        by_run=by_run,
        evidence_by_run=np.array([log_sum(some) for some in evidences]),
        effective=float(1 / (shares**2 / np.array(sizes)).sum()),
        models=pl.DataFrame(rows, schema=MODELS_SCHEMA, orient="row"),
    )


def size_of(one: Sampled, drawn: NDArray[np.int64]) -> float:
    """How many independent draws those of a number of classes are worth."""
    return one.effective or effective_size(np.log1p(drawn.T.astype(np.float64)))


def unobserved_given(
    missed: Floats, n_observed: int, random: np.random.Generator
) -> NDArray[np.int64]:
    """People on no list, given the share that is missed: negative binomial under the prior 1/N."""
    odds = missed / np.maximum(1.0 - missed, n_observed / _MOST_UNOBSERVED)
    drawn: NDArray[np.int64] = random.poisson(
        random.standard_gamma(n_observed, missed.shape) * odds
    )
    return drawn
