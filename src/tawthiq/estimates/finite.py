"""Finite mixtures of classes, averaged over how many classes there are.

Each person belongs to one of K classes, in each of which lists catch independently: the model of
Goodman (1974) that Manrique-Vallier (2016) gives infinitely many classes. Here K is small and each K
has its own evidence, so that few people do not have to pay for many classes; and a class may be one
that all lists see badly, which a uniform prior of every capture probability all but rules out.

Sampled by tempering: particles start as draws from the prior and are led to the posterior in small
steps (sequential Monte Carlo; Del Moral, Doucet, Jasra 2006, sections 2.3 and 3.3.2), each step
reweighing, resampling and moving them by Hamiltonian trajectories. So no mode is lost for want of a
start, modes keep their weights, and the evidence comes out by the way. Independent runs side by side
show how sure all that is.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tawthiq.errors import EstimateError
from tawthiq.estimates import finite_kernel as kernel
from tawthiq.estimates.family import MODELS_SCHEMA, FamilyEstimate, log_sum, mixed, shares_of
from tawthiq.estimates.model import CaptureTable

FAMILY = "latent-class"

_RUNS = 4
_LEFT = 0.5  # share of effective particles that one step of heat leaves
_MOVES = 2  # trajectories after each step
_DURATION = 1.6  # of a trajectory, about, in standard deviations of the particles
_MOST_STEPS = 24
_STEP = 0.5
_RIDGE = 1e-6
_MOST_UNOBSERVED = 1e17  # beyond it, counts would leave int64; the answer has run away long before

_HOPELESS = 5.0  # log evidence below the best: after two such numbers of classes no more are tried

Floats = NDArray[np.float64]
Each = Callable[[Callable[[int], float], int], list[float]]


def one_by_one(work: Callable[[int], float], count: int) -> list[float]:
    """Call `work` with 0, 1, ... in this thread."""
    return [work(one) for one in range(count)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinitePrior:
    """Prior of the logits of capture probabilities, and of the logs of weights: all normal.

    A logit is a common level, plus a part of its list, of its class, and of itself. Together, with
    these defaults, each capture probability lies between 0.01 and 0.93 in 95 % of draws.
    """

    level: float = -1.0
    level_spread: float = 0.7
    list_spread: float = 0.8
    class_spread: float = 1.2
    cell_spread: float = 0.7
    weight_spread: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        for name in ("level_spread", "list_spread", "class_spread", "cell_spread", "weight_spread"):
            value = getattr(self, name)
            if not 0 < value < np.inf:
                raise EstimateError(f"prior: {name} is {value}; a number above 0 needed.")
        if not np.isfinite(self.level):
            raise EstimateError(f"prior: level is {self.level}; a finite number needed.")

    @property
    def values(self) -> Floats:
        """As the kernel takes them."""
        return np.array(
            [
                self.level,
                self.level_spread,
                self.list_spread,
                self.class_spread,
                self.cell_spread,
                self.weight_spread,
            ]
        )

    def draw(
        self, random: np.random.Generator, n: int, n_lists: int, n_classes: int
    ) -> Floats:
        """Positions, shape (n, n_lists + 1, n_classes); see `finite_kernel`."""
        drawn = random.standard_normal((n, n_lists + 1, n_classes))
        drawn[:, -1] *= self.weight_spread
        drawn[:, :-1] *= self.cell_spread
        drawn[:, :-1] += self.level + self.level_spread * random.standard_normal((n, 1, 1))
        drawn[:, :-1] += self.list_spread * random.standard_normal((n, n_lists, 1))
        drawn[:, :-1] += self.class_spread * random.standard_normal((n, 1, n_classes))
        return drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class FiniteSettings:
    """What finite mixtures assume, and how finely they are sampled."""

    most_classes: int = 4
    prior: FinitePrior = FinitePrior()
    particles: int = 1_000  # in all runs together
    draws: int = 4_000  # at least so many of each number of classes worth considering


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """What one number of classes makes of a table."""

    n_classes: int
    log_evidence: float
    evidences: Floats  # log, by run
    missed: Floats  # (n_runs, n_draws): the share of people that is missed
    positions: Floats  # (n_particles, n_lists + 1, n_classes): the last ones


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A capture table as the kernel takes it."""

    first: NDArray[np.int32]
    on: NDArray[np.int32]
    counts: Floats
    n_lists: int

    @classmethod
    def of(cls, table: CaptureTable) -> "Seen":
        """See `finite_kernel.log_likelihood`."""
        ends = np.cumsum(table.patterns.sum(axis=1, dtype=np.int64))
        return cls(
            np.concatenate([[0], ends]).astype(np.int32),
            np.nonzero(table.patterns)[1].astype(np.int32),
            table.counts.astype(np.float64),
            len(table.lists),
        )


def sample_classes(
    seen: Seen,
    n_classes: int,
    settings: FiniteSettings,
    seed: np.random.SeedSequence,
    each: Each,
) -> Sampled:
    """Lead particles from the prior to the posterior of a number of classes.

    Args:
        seen: the table.
        n_classes: how many.
        settings: see `FiniteSettings`.
        seed: of all randomness.
        each: calls a function with 0, 1, ... and gives what it returned: in threads, or not.
    """
    random = np.random.default_rng(seed)
    n = settings.particles // _RUNS * _RUNS
    runs = np.arange(n).reshape(_RUNS, -1)
    prior = settings.prior.values
    particles = settings.prior.draw(random, n, seen.n_lists, n_classes)
    likelihood, missed = np.empty(n), np.empty(n)
    table = (seen.first, seen.on, seen.counts, float(seen.counts.sum()))

    def weigh(run: int) -> float:
        chosen = runs[run]
        some = slice(chosen[0], chosen[-1] + 1)
        kernel.weigh_particles(*table, particles[some], likelihood[some], missed[some])
        return 0.0

    each(weigh, _RUNS)
    heat, step, evidences = 0.0, _STEP, np.zeros(_RUNS)
    while heat < 1.0:
        hotter = _next_heat(likelihood, heat)
        weight = (hotter - heat) * likelihood
        heat = hotter
        for run, chosen in enumerate(runs):
            most = weight[chosen].max()
            shares = np.exp(weight[chosen] - most)
            evidences[run] += most + np.log(shares.mean())
            kept = chosen[_resampled(shares / shares.sum(), random)]
            particles[chosen], likelihood[chosen] = particles[kept], likelihood[kept]
            missed[chosen] = missed[kept]
        _sort_classes(particles)
        scale = _scale_of(particles)
        for _ in range(_MOVES):
            step = _moved(
                table, prior, heat, scale, step, random, runs, particles, likelihood, missed, each
            )
    kept_missed = []
    for _ in range(max(-(-settings.draws // n), 1)):
        step = _moved(
            table, prior, heat, scale, step, random, runs, particles, likelihood, missed, each
        )
        kept_missed.append(missed.reshape(_RUNS, -1).copy())
    return Sampled(
        n_classes=n_classes,
        log_evidence=log_sum(evidences) - np.log(_RUNS),
        evidences=evidences,
        missed=np.concatenate(kept_missed, axis=1),
        positions=particles,
    )


def _next_heat(likelihood: Floats, heat: float) -> float:
    """The heat at which `_LEFT` of the particles are still effective; 1 where it is nearer."""

    def effective(hotter: float) -> float:
        weight = (hotter - heat) * (likelihood - likelihood.max())
        shares = np.exp(weight)
        return float(shares.sum() ** 2 / (shares**2).sum() / len(shares))

    if effective(1.0) >= _LEFT:
        return 1.0
    low, high = heat, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if effective(middle) >= _LEFT else (low, middle)
    return max(low, heat + (1.0 - heat) * 1e-9)


def _resampled(shares: Floats, random: np.random.Generator) -> NDArray[np.int64]:
    """Systematic resampling: each index about as often as its share says."""
    n = len(shares)
    places = (random.random() + np.arange(n)) / n
    return np.minimum(np.searchsorted(np.cumsum(shares), places), n - 1)


def _sort_classes(particles: Floats) -> None:
    """Number the classes of each particle by how visible they are.

    All orders are equally likely, before and after: one order makes particles alike, so that their
    covariance says how wide the posterior is.
    """
    order = np.argsort(particles[:, :-1].mean(axis=1), axis=1)
    particles[:] = np.take_along_axis(particles, order[:, None, :], axis=2)


def _scale_of(particles: Floats) -> Floats:
    """A lower triangle whose product with its transpose is the covariance of the particles."""
    flat = particles.reshape(len(particles), -1)
    covariance = np.cov(flat, rowvar=False).reshape(flat.shape[1], flat.shape[1])
    # Of few particles, correlations of many coordinates are drawn towards none.
    shrink = flat.shape[1] / (flat.shape[1] + len(flat))
    spread = np.diag(np.diag(covariance))
    covariance = (1 - shrink) * covariance + shrink * spread + _RIDGE * np.eye(flat.shape[1])
    return np.linalg.cholesky(covariance)


def _moved(  # noqa: PLR0917 - the parts of one loop
    table: tuple[NDArray[np.int32], NDArray[np.int32], Floats, float],
    prior: Floats,
    heat: float,
    scale: Floats,
    step: float,
    random: np.random.Generator,
    runs: NDArray[np.int64],
    particles: Floats,
    likelihood: Floats,
    missed: Floats,
    each: Each,
) -> float:
    """Move all particles by one trajectory; returns the step to go on with."""
    normals = random.standard_normal(particles.shape)
    uniforms = random.random((len(particles), 2))
    most_steps = int(min(max(np.ceil(2 * _DURATION / step), 1), _MOST_STEPS))

    def move(run: int) -> float:
        begin, end = int(runs[run, 0]), int(runs[run, -1]) + 1
        return kernel.move_particles(
            *table, prior, heat, scale, step, most_steps, normals, uniforms, begin, end,
            particles, likelihood, missed,
        )  # fmt: skip

    accepted = sum(each(move, len(runs))) / len(particles)
    return float(np.clip(step * np.exp(0.8 * (accepted - 0.8)), 0.02, 1.2))


def finite(
    table: CaptureTable,
    *,
    settings: FiniteSettings | None = None,
    seed: int | np.random.SeedSequence = 1,
    each: Each = one_by_one,
) -> FamilyEstimate:
    """Average over one class, two, three and so on, by their evidence.

    Args:
        table: at least two patterns.
        settings: see `FiniteSettings`.
        seed: of all randomness: same seed, same draws, however many threads.
        each: calls a function with 0, 1, ... and gives what it returned: in threads, or not.

    Returns:
        Draws of people on no list, by run; the evidence of the family is the mean over numbers of
        classes, which are all as likely before a table is seen.
    """
    settings = settings or FiniteSettings()
    seen = Seen.of(table)
    given = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
    first, *others = given.spawn(settings.most_classes + 1)
    found: list[Sampled] = []
    for n_classes, one_seed in enumerate(others, start=1):
        found.append(sample_classes(seen, n_classes, settings, one_seed, each))
        best = max(one.log_evidence for one in found)
        if n_classes > 2 and min(best - one.log_evidence for one in found[-2:]) > _HOPELESS:
            break
    random = np.random.default_rng(first)
    n = table.n_observed
    drawn = [_unobserved(one.missed, n, random) for one in found]
    evidences = np.stack([one.evidences for one in found], axis=1)  # (n_runs, n_numbers)
    size = settings.draws // _RUNS
    by_run = np.stack(
        [
            mixed([some[run] for some in drawn], shares_of(evidences[run]), size, random)
            for run in range(_RUNS)
        ]
    )
    logs = np.array([one.log_evidence for one in found])
    rows = [
        (f"{one.n_classes}", share, *np.quantile(some + n, [0.5, 0.025, 0.975]))
        for one, share, some in zip(found, shares_of(logs), drawn, strict=True)
    ]
    # Numbers of classes that were not sampled have no evidence to speak of.
    spread = np.log(settings.most_classes)
    return FamilyEstimate(
        family=FAMILY,
        n_observed=n,
        unobserved=random.permutation(by_run.ravel()),
        log_evidence=log_sum(logs) - spread,
        by_run=by_run,
        evidence_by_run=np.array([log_sum(some) for some in evidences]) - spread,
        models=pl.DataFrame(rows, schema=MODELS_SCHEMA, orient="row"),
    )


def _unobserved(missed: Floats, n_observed: int, random: np.random.Generator) -> NDArray[np.int64]:
    """People on no list, given the share that is missed: negative binomial under the prior 1/N."""
    odds = missed / np.maximum(1.0 - missed, n_observed / _MOST_UNOBSERVED)
    drawn: NDArray[np.int64] = random.poisson(random.standard_gamma(n_observed, missed.shape) * odds)
    return drawn
