"""Finite mixtures sampled by tempering: particles are led from the prior to the posterior.

Particles start as draws from the prior and are led to the posterior in small steps (sequential
Monte Carlo; Del Moral, Doucet, Jasra 2006, sections 2.3 and 3.3.2), each step reweighing,
resampling and moving them by Hamiltonian trajectories. So no mode is lost for want of a start,
modes keep their weights, and the evidence comes out by the way. Independent runs side by side show
how sure all that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates import finite_kernel
from tawthiq.estimates.family import log_sum
from tawthiq.estimates.finite_cells import Layout, laid_out
from tawthiq.estimates.finite_peaks import Peak, sort_classes
from tawthiq.estimates.model import CaptureTable
from tawthiq.estimates.prior import FinitePrior
from tawthiq.estimates.tempering import next_heat, resampled
from tawthiq.estimates.workers import Each

RUNS = 4
_LEFT = 0.5  # share of effective particles that one step of heat leaves
_MOVES = 2  # trajectories after each step
_DURATION = 1.6  # of a trajectory, about, in standard deviations of the particles
_MOST_STEPS = 24
FIRST_STEP = 0.5
_RIDGE = 1e-6
_CROSSING = 0.05  # share of trajectories that lead a class past the next, of two not told apart

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiniteSettings:
    """What finite mixtures assume, and how finely they are sampled."""

    most_classes: int = 4
    prior: FinitePrior = field(default_factory=FinitePrior)
    particles: int = 1_000  # in all runs together
    draws: int = 4_000  # at least so many of each number of classes worth considering

    def log_prior_of(self, n_classes: int) -> float:
        """Log of how likely so many classes are, before a table is seen."""
        return self.prior.log_share(n_classes, self.most_classes)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A capture table as the kernel takes it."""

    layout: Layout
    counts: Floats  # (n_cells,): people, 0 in cells that the table does not have
    n_lists: int
    codes: NDArray[np.int64]  # (n_cells,): the pattern of each cell, ascending; bit j is list j

    @classmethod
    def of(cls, table: CaptureTable, also: "Seen | None" = None) -> "Seen":
        """Lay out the patterns of a table, and those of another, which count 0."""
        return cls._laid_out([table], np.zeros(0, np.int64) if also is None else also.codes)

    @classmethod
    def mean_of(cls, tables: Sequence[CaptureTable]) -> "Seen":
        """Lay out the mean of tables of the same lists: parts of people count."""
        return cls._laid_out(tables, np.zeros(0, np.int64))

    @classmethod
    def _laid_out(cls, tables: Sequence[CaptureTable], also: NDArray[np.int64]) -> "Seen":
        n_lists = len(tables[0].lists)
        bits = 1 << np.arange(n_lists, dtype=np.int64)
        own = [table.patterns.astype(np.int64) @ bits for table in tables]
        layout, codes = laid_out(np.unique(np.concatenate([*own, also])), n_lists)
        counts = np.zeros(len(codes))
        for some, table in zip(own, tables, strict=True):
            counts[np.searchsorted(codes, some)] += table.counts / len(tables)
        return cls(layout, counts, n_lists, codes)

    def counts_of(self, other: "Seen") -> Floats:
        """The counts of another table, whose patterns are among these, by the cells of this one."""
        counts = np.zeros(len(self.codes))
        has = other.counts != 0
        counts[np.searchsorted(self.codes, other.codes[has])] = other.counts[has]
        return counts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sampled:
    """What one number of classes makes of a table."""

    n_classes: int
    seen: Seen
    evidences: Floats  # log, by run
    log_prior: float  # log of how likely so many classes were, before the table was seen
    missed: Floats  # (n_rounds, n_particles): the share of people that is missed; run after run
    positions: Floats  # (n_particles, n_lists + 1, n_classes): of the last round
    step: float = FIRST_STEP
    joined: NDArray[np.bool_] | None = None  # see `scale_of`; as particles were last moved
    effective: float | None = None  # draws that all rounds are worth; None: as chains say
    peaks: tuple[Peak, ...] = ()  # where they were drawn at peaks
    visited: Floats = field(default_factory=lambda: np.empty((0, 0, 0, 0)))
    """(n_rounds, *positions.shape): of all rounds; empty where they were not kept."""

    @property
    def log_evidence(self) -> float:
        """Of all runs."""
        return log_sum(self.evidences) - float(np.log(len(self.evidences)))

    @property
    def log_weight(self) -> float:
        """Beside other numbers of classes, now that the table was seen."""
        return self.log_prior + self.log_evidence


def sample_classes(
    seen: Seen,
    n_classes: int,
    settings: FiniteSettings,
    seed: np.random.SeedSequence,
    each: Each,
    *,
    before: Sampled | None = None,
    keep: bool = False,
) -> Sampled:
    """Lead particles to the posterior of a number of classes: from the prior, or from a table.

    On the way the table's counts grow from nothing, or change from those of the table before: the
    log likelihood is linear in them.

    Args:
        seen: the table, with the patterns of the table before.
        n_classes: how many.
        settings: see `FiniteSettings`.
        seed: of all randomness.
        each: calls a function with 0, 1, ... and gives what it returned: in threads, or not.
        before: what the same number of classes made of a table that differs little.
        keep: the positions of all rounds, not of the last alone.
    """
    random = np.random.default_rng(seed)
    n = settings.particles // RUNS * RUNS
    if before is None:
        # Under the prior nothing tells classes apart.
        alike = np.ones(n_classes - 1, dtype=np.bool_)
        drawn = settings.prior.draw(random, n, seen.n_lists, n_classes)
        cloud = _Cloud(drawn, seen, settings, FIRST_STEP, alike)
        base, evidences = np.zeros_like(seen.counts), np.zeros(RUNS)
    else:
        joined = before.joined
        if joined is None:
            joined = np.zeros(n_classes - 1, dtype=np.bool_)
        cloud = _Cloud(before.positions.copy(), seen, settings, before.step, joined)
        base, evidences = seen.counts_of(before.seen), before.evidences.copy()
    change = seen.counts - base
    reached = 0.0
    while reached < 1.0:
        cloud.weigh(change, each)
        further = next_heat(cloud.likelihood, reached, _LEFT)
        weight = (further - reached) * cloud.likelihood
        reached = further
        for run, chosen in enumerate(cloud.runs):
            most = weight[chosen].max()
            shares = np.exp(weight[chosen] - most)
            evidences[run] += most + np.log(shares.mean())
            cloud.keep(chosen, chosen[resampled(shares / shares.sum(), len(shares), random)])
        cloud.gather()
        for _ in range(_MOVES):  # each by itself: the step is learned anew after each
            cloud.move(base + reached * change, 1, random, each)
    rounds = max(-(-settings.draws // n), 1)
    visited = np.empty((rounds if keep else 0, *cloud.particles.shape))
    missed = [cloud.move(seen.counts, 1, random, each, visited[:1])]
    if rounds > 1:
        missed.append(cloud.move(seen.counts, rounds - 1, random, each, visited[1:]))
    return Sampled(
        n_classes=n_classes,
        seen=seen,
        evidences=evidences,
        log_prior=settings.log_prior_of(n_classes),
        missed=np.concatenate(missed),
        positions=cloud.particles,
        step=cloud.step,
        joined=cloud.joined,
        visited=visited,
    )


class _Cloud:
    """Particles on their way, in runs that do not hear of one another."""

    def __init__(
        self,
        particles: Floats,
        seen: Seen,
        settings: FiniteSettings,
        step: float,
        joined: NDArray[np.bool_],
    ) -> None:
        n = len(particles)
        self.particles, self.seen, self.step = particles, seen, step
        self.prior = settings.prior.values
        self.runs = np.arange(n).reshape(RUNS, -1)
        self.likelihood, self.missed = np.empty(n), np.empty(n)
        self.joined = joined
        self.crossing: Floats | None = None  # share of trajectories that led a class past the next
        self.gather()

    def weigh(self, counts: Floats, each: Each) -> None:
        """The log likelihood that some counts, which may be differences, give each particle."""

        def work(run: int) -> float:
            some = slice(self.runs[run, 0], self.runs[run, -1] + 1)
            finite_kernel.weigh_particles(
                self.seen.layout, counts, counts.sum(), self.particles[some],
                self.likelihood[some], self.missed[some],
            )  # fmt: skip
            return 0.0

        each(work, RUNS)

    def keep(self, places: NDArray[np.int64], chosen: NDArray[np.int64]) -> None:
        """Put the chosen particles in some places."""
        self.particles[places] = self.particles[chosen]

    def gather(self) -> None:
        """Learn how wide the cloud is, and which classes it tells apart."""
        sort_classes(self.particles)
        if self.crossing is not None:
            self.joined = self.crossing >= _CROSSING
        self.scale = scale_of(self.particles, self.joined)

    def move(
        self,
        counts: Floats,
        trajectories: int,
        random: np.random.Generator,
        each: Each,
        visited: Floats | None = None,
    ) -> Floats:
        """Move all by some trajectories, under the posterior of some counts.

        Args:
            counts: people by cell.
            trajectories: how many.
            random: of the momenta.
            each: as for `sample_classes`.
            visited: written, where each was after each; not where it is None, or empty.

        Returns:
            The share that is missed by each after each, (trajectories, n_particles).
        """
        shape = (trajectories, *self.particles.shape)
        normals, uniforms = random.standard_normal(shape), random.random((*shape[:2], 2))
        missed = np.empty(shape[:2])
        crossed = np.zeros((RUNS, len(self.joined)))
        kept = np.empty((0, *self.particles.shape)) if visited is None else visited
        most_steps = int(min(max(np.ceil(2 * _DURATION / self.step), 1), _MOST_STEPS))

        def work(run: int) -> float:
            begin, end = int(self.runs[run, 0]), int(self.runs[run, -1]) + 1
            moved: float = finite_kernel.move_particles(
                self.seen.layout, counts, counts.sum(), self.prior, self.scale, self.step,
                most_steps, self.joined, normals, uniforms, begin, end, self.particles, missed,
                crossed[run], kept,
            )  # fmt: skip
            return moved

        accepted = sum(each(work, RUNS)) / len(self.particles)
        self.crossing = crossed.sum(axis=0) / missed.size
        self.step = float(np.clip(self.step * np.exp(0.8 * (accepted - 0.8)), 0.02, 1.2))
        return missed


def scale_of(particles: Floats, joined: NDArray[np.bool_] | None = None) -> Floats:
    """A lower triangle whose product with its transpose is the covariance of the particles.

    Args:
        particles: (n, n_rows, n_classes), classes in order.
        joined: (n_classes - 1,): where a class and the next are to be told apart by nothing, as if
            they were not in order; nowhere if None.
    """
    flat = particles.reshape(len(particles), -1)
    size = flat.shape[1]
    covariance = np.cov(flat, rowvar=False).reshape(size, size)
    if joined is not None and joined.any():
        covariance = _told_apart_by_nothing(particles, covariance, joined)
    # Of few particles, correlations of many coordinates are drawn towards none.
    shrink = size / (size + len(flat))
    spread = np.diag(np.diag(covariance))
    covariance = (1 - shrink) * covariance + shrink * spread + _RIDGE * np.eye(size)
    return np.linalg.cholesky(covariance).astype(np.float64)


def _told_apart_by_nothing(
    particles: Floats, covariance: Floats, joined: NDArray[np.bool_]
) -> Floats:
    """The covariance if joined classes stood in each of their orders equally often."""
    _, n_rows, n_classes = particles.shape
    mean = particles.mean(axis=0)
    squares = covariance.reshape(n_rows, n_classes, n_rows, n_classes)
    squares = squares + mean[:, :, None, None] * mean
    group = np.concatenate([[0], np.cumsum(~joined)])
    for one in range(group[-1] + 1):
        inside = np.flatnonzero(group == one)
        if len(inside) == 1:
            continue
        same = squares[:, inside, :, inside].mean(axis=0)
        pairs = [squares[:, a, :, b] for a in inside for b in inside if a != b]
        other = np.mean(pairs, axis=0)
        squares[:, inside] = squares[:, inside].mean(axis=1, keepdims=True)
        squares[:, :, :, inside] = squares[:, :, :, inside].mean(axis=3, keepdims=True)
        for a in inside:
            for b in inside:
                squares[:, a, :, b] = same if a == b else other
        mean[:, inside] = mean[:, inside].mean(axis=1, keepdims=True)
    return np.asarray((squares - mean[:, :, None, None] * mean).reshape(covariance.shape))
