"""Latent classes that strata share, while each stratum has its own mixture of them.

Thin strata say little of how unlike people are in being caught; together they say it. So the
probability that a list catches a member of a class is one for all strata but for how far the list
reaches there, and the weights of the classes differ from stratum to stratum about common ones: the
simultaneous latent structure of several groups (Clogg and Goodman 1984, JASA 79, 762-771), with
hierarchical priors in place of equal or free parameters. Kang, Gile and Price (2020,
arXiv:2007.06160) tie strata of a conflict by classes of strata, for the same purpose.

In stratum s, list j catches a member of class k with the logit a_jk + t z_sj, and the logs of the
weights are w_k + u v_sk; z and v are standard normal, and a and w have the prior of `finite`. How
far strata lie apart, t and u, is learned: where strata are alike they pool, where they are not they
part. A list that does not work in a stratum has no say there.

Sampled as `finite` is: from the prior, by tempering, for each number of classes, with its evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tawthiq.errors import EstimateError
from tawthiq.estimates import shared_kernel
from tawthiq.estimates.family import log_sum, shares_of
from tawthiq.estimates.model import CaptureTable
from tawthiq.estimates.prior import FinitePrior
from tawthiq.estimates.tempering import next_heat, resampled
from tawthiq.estimates.workers import Each

RUNS = 4
_LEFT = 0.5  # share of effective particles that one step of heat leaves
_DURATION = 1.6  # of a trajectory, about, in standard deviations of the particles
_MOST_STEPS = 24
_STEP = 0.4
_RIDGE = 1e-6
_NEXT_SHARE = 1e-3  # numbers of classes less likely than that are not tried on the next table
_HOPELESS = 5.0  # log evidence below the best: after two such numbers of classes no more are tried

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPrior:
    """What is held of strata before their tables are seen.

    With these defaults a list's reach differs between strata by a logit of 0.1 to 2 (95 %), and so
    do the weights of classes on the scale of logs.
    """

    classes: FinitePrior = field(default_factory=FinitePrior)
    reach_apart: float = 0.5  # median of t, logits
    weights_apart: float = 0.5  # median of u, on the scale of logs
    apart_spread: float = 0.7  # of their logs

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        for name in ("reach_apart", "weights_apart", "apart_spread"):
            value = getattr(self, name)
            if not 0 < value < np.inf:
                raise EstimateError(f"prior: {name} is {value}; a number above 0 needed.")

    @property
    def apart(self) -> Floats:
        """How far strata may lie apart, as the kernel takes it."""
        return np.array(
            [
                np.log(self.reach_apart),
                self.apart_spread,
                np.log(self.weights_apart),
                self.apart_spread,
            ]
        )

    def draw(
        self, random: np.random.Generator, n: int, n_lists: int, n_classes: int, n_strata: int
    ) -> Floats:
        """Positions, shape (n, n_common + 2 + n_strata * (n_lists + n_classes))."""
        common = self.classes.draw(random, n, n_lists, n_classes).reshape(n, -1)
        rest = random.standard_normal((n, 2 + n_strata * (n_lists + n_classes)))
        return np.concatenate([common, rest], axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The patterns of all strata as the kernel takes them; see `log_likelihood_shared`."""

    first: Ints
    on: Ints
    starts: Ints
    lists: Ints
    list_starts: Ints
    n_lists: int
    counts: Floats  # (n_tables, n_patterns): people, by linkage

    @property
    def n_strata(self) -> int:
        """How many strata there are."""
        return len(self.starts) - 1

    @property
    def works(self) -> NDArray[np.bool_]:
        """Whether a list works in a stratum, (n_strata, n_lists)."""
        found = np.zeros((self.n_strata, self.n_lists), dtype=bool)
        found[np.repeat(np.arange(self.n_strata), np.diff(self.list_starts)), self.lists] = True
        return found

    @property
    def observed(self) -> NDArray[np.int64]:
        """People on the lists, (n_tables, n_strata)."""
        return np.add.reduceat(self.counts, self.starts[:-1], axis=1).astype(np.int64)

    @property
    def tables(self) -> tuple[Ints, ...]:
        """What the kernel takes after the counts."""
        return self.starts, self.lists, self.list_starts

    @classmethod
    def of(cls, strata: Sequence[Sequence[CaptureTable]]) -> "Layout":
        """Lay out strata, each with one table a linkage; every table holds people.

        A list works in a stratum where anybody of it is on the list, in any linkage.
        """
        names = sorted({name for tables in strata for one in tables for name in _used(one)})
        first, starts, list_starts = [0], [0], [0]
        on: list[int] = []
        lists: list[int] = []
        counts: list[list[float]] = []
        for tables in strata:
            working = sorted({name for one in tables for name in _used(one)})
            place = {name: at for at, name in enumerate(working)}
            lists += [names.index(name) for name in working]
            list_starts.append(len(lists))
            people: dict[tuple[int, ...], list[float]] = {}
            for number, one in enumerate(tables):
                for row, n in zip(one.patterns, one.counts, strict=True):
                    seen = tuple(sorted(place[one.lists[at]] for at in np.flatnonzero(row)))
                    people.setdefault(seen, [0.0] * len(tables))[number] += float(n)
            for seen in sorted(people):
                on += seen
                first.append(len(on))
                counts.append(people[seen])
            starts.append(len(counts))
        return cls(
            first=np.array(first, dtype=np.int32),
            on=np.array(on, dtype=np.int32),
            starts=np.array(starts, dtype=np.int32),
            lists=np.array(lists, dtype=np.int32),
            list_starts=np.array(list_starts, dtype=np.int32),
            n_lists=len(names),
            counts=np.array(counts).T,
        )


def _used(table: CaptureTable) -> list[str]:
    """Lists with people."""
    return [name for name, on in zip(table.lists, table.patterns.T, strict=True) if on.any()]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSettings:
    """What shared classes assume, and how finely they are sampled."""

    most_classes: int = 4
    prior: SharedPrior = field(default_factory=SharedPrior)
    particles: int = 1_000  # in all runs together
    draws: int = 4_000  # at least so many of each number of classes
    moves: int = 2  # trajectories after each step of heat


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SharedSample:
    """What one number of classes makes of the tables of one linkage."""

    n_classes: int
    table: int  # which linkage
    evidences: Floats  # log, by run
    log_prior: float  # log of how likely so many classes were, before the tables were seen
    missed: Floats  # (n_rounds, n_particles, n_strata): the share that is missed; run after run
    positions: Floats  # (n_guides + n_particles, size): of the last round
    step: float

    @property
    def log_evidence(self) -> float:
        """Of all runs."""
        return log_sum(self.evidences) - float(np.log(len(self.evidences)))

    @property
    def log_weight(self) -> float:
        """Beside other numbers of classes, now that the tables were seen."""
        return self.log_prior + self.log_evidence


def sample_shared(
    layout: Layout, settings: SharedSettings, seed: np.random.SeedSequence, each: Each
) -> list[list[SharedSample]]:
    """By linkage: one class, two and so on, until more are hopeless.

    Particles of a linkage go on from the one before, whose tables differ little.

    Args:
        layout: the strata.
        settings: see `SharedSettings`.
        seed: of all randomness: same seed, same draws, however many threads.
        each: calls a function with 0, 1, ... and gives what it returned: in threads, or not.
    """
    seeds = seed.spawn(len(layout.counts))
    found: list[SharedSample] = []
    for n_classes, one in enumerate(seeds[0].spawn(settings.most_classes), start=1):
        found.append(_sample(layout, 0, n_classes, settings, seed=one, each=each))
        best = max(made.log_evidence for made in found)
        if n_classes > 2 and min(best - made.log_evidence for made in found[-2:]) > _HOPELESS:
            break
    every = [found]
    for table in range(1, len(layout.counts)):
        given = seeds[table].spawn(settings.most_classes)
        before = every[-1]
        shares = shares_of(np.array([made.log_weight for made in before]))
        every.append(
            [
                _sample(
                    layout,
                    table,
                    made.n_classes,
                    settings,
                    seed=given[made.n_classes - 1],
                    each=each,
                    before=made,
                )
                for made, share in zip(before, shares, strict=True)
                if share > _NEXT_SHARE
            ]
        )
    return every


def _sample(
    layout: Layout,
    table: int,
    n_classes: int,
    settings: SharedSettings,
    *,
    seed: np.random.SeedSequence,
    each: Each,
    before: SharedSample | None = None,
) -> SharedSample:
    """Lead particles to the posterior of a number of classes: from the prior, or from a table."""
    random = np.random.default_rng(seed)
    n = settings.particles // RUNS * RUNS
    guides = n // 2
    if before is None:
        drawn = settings.prior.draw(random, guides + n, layout.n_lists, n_classes, layout.n_strata)
        cloud = _Cloud(drawn, n_classes, layout, settings.prior, _STEP)
        base, evidences = np.zeros_like(layout.counts[table]), np.zeros(RUNS)
    else:
        cloud = _Cloud(before.positions.copy(), n_classes, layout, settings.prior, before.step)
        base, evidences = layout.counts[before.table], before.evidences.copy()
    change = layout.counts[table] - base
    reached = 0.0
    while reached < 1.0:
        cloud.weigh(change, each)
        further = next_heat(cloud.likelihood[cloud.guides], reached, _LEFT)
        weight = (further - reached) * cloud.likelihood
        reached = further
        for run, chosen in enumerate((*cloud.runs, cloud.guides)):
            most = weight[chosen].max()
            shares = np.exp(weight[chosen] - most)
            if run < RUNS:
                evidences[run] += most + np.log(shares.mean())
            cloud.keep(chosen, chosen[resampled(shares / shares.sum(), len(shares), random)])
        cloud.gather()
        for _ in range(settings.moves):
            cloud.move(base + reached * change, random, each)
    missed = []
    for _ in range(max(-(-settings.draws // n), 1)):
        cloud.move(layout.counts[table], random, each)
        missed.append(cloud.missed[cloud.answering].copy())
    return SharedSample(
        n_classes=n_classes,
        table=table,
        evidences=evidences,
        log_prior=settings.prior.classes.log_share(n_classes, settings.most_classes),
        missed=np.stack(missed),
        positions=cloud.particles,
        step=cloud.step,
    )


class _Cloud:
    """Particles on their way, in runs that do not hear of one another, and guides before them.

    How far each step of heat goes, and how particles move, is learned from guides that have no say
    in the answer. Were it learned from those that have, in a hundred dimensions the few that are
    lucky would bend the way after themselves, and evidences come out far too high now and then.
    """

    def __init__(
        self, particles: Floats, n_classes: int, layout: Layout, prior: SharedPrior, step: float
    ) -> None:
        n = len(particles)
        self.particles, self.n_classes, self.layout, self.step = particles, n_classes, layout, step
        self.prior, self.apart = prior.classes.values, prior.apart
        guides = n // 3
        self.guides, self.answering = np.arange(guides), slice(guides, n)
        self.runs = np.arange(guides, n).reshape(RUNS, -1)
        self.likelihood, self.missed = np.empty(n), np.empty((n, layout.n_strata))
        self.gather()

    def weigh(self, counts: Floats, each: Each) -> None:
        """The log likelihood that some counts, which may be differences, give each particle."""

        def work(run: int) -> float:
            some, its = self._some(run), self.layout
            shared_kernel.weigh_shared(
                its.first, its.on, counts, *its.tables, self.apart, its.n_lists, self.n_classes,
                self.particles[some], self.likelihood[some], self.missed[some],
            )  # fmt: skip
            return 0.0

        each(work, RUNS + 1)

    def _some(self, run: int) -> slice:
        """The particles of a run; after the runs, the guides."""
        if run == RUNS:
            return slice(0, len(self.guides))
        return slice(int(self.runs[run, 0]), int(self.runs[run, -1]) + 1)

    def keep(self, places: NDArray[np.int64], chosen: NDArray[np.int64]) -> None:
        """Put the chosen particles in some places."""
        self.particles[places] = self.particles[chosen]

    def gather(self) -> None:
        """Learn how wide the cloud is."""
        _sort_classes(self.particles, self.layout.n_lists, self.n_classes)
        n_common = (self.layout.n_lists + 1) * self.n_classes + 2
        guiding = self.particles[self.guides]
        self.scale = scale_of(guiding, n_common, self.layout.n_strata)

    def move(self, counts: Floats, random: np.random.Generator, each: Each) -> None:
        """Move all by one trajectory, under the posterior of some counts."""
        self._rescale(random)
        normals = random.standard_normal(self.particles.shape)
        uniforms = random.random((len(self.particles), 2))
        most_steps = int(min(max(np.ceil(2 * _DURATION / self.step), 1), _MOST_STEPS))

        def work(run: int) -> float:
            some, its = self._some(run), self.layout
            moved: float = shared_kernel.move_shared(
                its.first, its.on, counts, *its.tables, self.apart, its.n_lists, self.n_classes,
                self.prior, *self.scale, self.step, most_steps, normals[some], uniforms[some],
                self.particles[some], self.missed[some],
            )  # fmt: skip
            return moved

        accepted = each(work, RUNS + 1)[RUNS] / len(self.guides)
        self.step = float(np.clip(self.step * np.exp(0.8 * (accepted - 0.8)), 0.02, 1.2))

    def _rescale(self, random: np.random.Generator) -> None:
        """Draw anew how far strata lie apart, each where it is: the other way to write the model.

        A trajectory hardly changes how far a hundred numbers lie apart; this hardly changes the
        numbers. In turns they do both (Yu and Meng 2011, JCGS 20, 531-570).
        """
        n_common = (self.layout.n_lists + 1) * self.n_classes
        for at, places in enumerate(_stretched(self.layout, self.n_classes)):
            spread, log_apart = self.apart[2 * at + 1], self.particles[:, n_common + at]
            squares = (self.particles[:, places] ** 2).sum(axis=1)
            change = rescaled(log_apart, squares, len(places), spread, random)
            self.particles[:, places] *= np.exp(-spread * change)[:, None]
            log_apart += change


def _stretched(layout: Layout, n_classes: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places in a position of the numbers of lists that work in a stratum, and of classes."""
    n_common, block = (layout.n_lists + 1) * n_classes + 2, layout.n_lists + n_classes
    places = n_common + np.arange(layout.n_strata * block).reshape(layout.n_strata, block)
    return places[:, : layout.n_lists][layout.works], places[:, layout.n_lists :].ravel()


def rescaled(
    at: Floats, squares: Floats, size: int, spread: float, random: np.random.Generator
) -> Floats:
    """How far to move a log standard deviation, the numbers it belongs to staying where they are.

    Args:
        at: of each particle; the log standard deviation less its median is `spread * at`, and `at`
            standard normal.
        squares: sum of squares of the `size` standard normals that it stretches.
        size: how many.
        spread: see `at`.
        random: of all randomness.

    Returns:
        What to add to `at`. The proposal is the gamma law that the precision would have if all
        values of `at` were as likely; where it is turned down, 0.
    """
    fixed = squares * np.exp(2 * spread * at)  # of what stays, in units of the median
    precision = random.standard_gamma(size / 2, len(at)) * 2 / np.maximum(fixed, _RIDGE)
    new = -np.log(np.maximum(precision, _RIDGE)) / (2 * spread)
    taken = np.log(random.random(len(at))) < 0.5 * (at**2 - new**2)
    return np.where(taken, new - at, 0.0)


def _sort_classes(particles: Floats, n_lists: int, n_classes: int) -> None:
    """Number the classes of each particle by how visible they are, in all strata alike.

    All orders are equally likely, before and after: one order makes particles alike, so that their
    covariance says how wide the posterior is.
    """
    n, n_common = len(particles), (n_lists + 1) * n_classes
    common = particles[:, :n_common].reshape(n, n_lists + 1, n_classes)
    order = np.argsort(common[:, :-1].mean(axis=1), axis=1)
    particles[:, :n_common] = np.take_along_axis(common, order[:, None, :], axis=2).reshape(n, -1)
    own = particles[:, n_common + 2 :].reshape(n, -1, n_lists + n_classes)
    own[:, :, n_lists:] = np.take_along_axis(own[:, :, n_lists:], order[:, None, :], axis=2)
    particles[:, n_common + 2 :] = own.reshape(n, -1)


def scale_of(particles: Floats, n_common: int, n_strata: int) -> tuple[Floats, Floats, Floats]:
    """A square root of the covariance of particles, given that strata share `n_common` numbers.

    Returns:
        `common_scale`, `lean` and `own_scale` of `shared_kernel.move_shared`.
    """
    n = len(particles)
    centred = particles - particles.mean(axis=0)
    common = _triangle(centred[:, :n_common].T @ centred[:, :n_common] / n, n)
    units = np.linalg.solve(common, centred[:, :n_common].T)  # (n_common, n)
    own = centred[:, n_common:].reshape(n, n_strata, -1)
    # Of few particles, correlations are drawn towards none.
    lean = np.einsum("ni,snb->sbi", units.T, own.swapaxes(0, 1)) / (n + n_common)
    left = own - np.einsum("sbi,ni->nsb", lean, units.T)
    own_scale = np.stack([_triangle(left[:, s].T @ left[:, s] / n, n) for s in range(n_strata)])
    return common, lean, own_scale


def _triangle(covariance: Floats, n: int) -> Floats:
    """A lower triangle whose product with its transpose is about the covariance."""
    size = len(covariance)
    shrink = size / (size + n)
    diagonal = np.diag(np.diag(covariance))
    covariance = (1 - shrink) * covariance + shrink * diagonal + _RIDGE * np.eye(size)
    return np.linalg.cholesky(covariance).astype(np.float64)
