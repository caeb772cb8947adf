"""Visibility that varies from person to person without steps, most people perhaps near none.

Classes say that people are visible or hidden; here each person has a visibility of their own, and
lists catch independently given it. A few classes fit such a table well and miss those nearest to
invisible, so this is a rival account. How many those are hangs on the shape of the distribution,
of which lists say little: three of `continuous_shapes` are weighed, and differ widely where it
matters.

One parameter a list and one of the spread: so few that the posterior is sampled from a
t distribution around its mode, each draw weighed (Geweke 1989, Econometrica 57, 1317-1339).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln, logsumexp

from tawthiq.estimates.continuous_kernel import Halves, log_likelihoods, people_at
from tawthiq.estimates.continuous_shapes import MOST_PLACES, SHAPES, Shape
from tawthiq.estimates.family import (
    MODELS_SCHEMA,
    Doubt,
    FamilyEstimate,
    log_sum,
    mixed,
    shares_of,
)
from tawthiq.estimates.model import CaptureTable
from tawthiq.estimates.prior import ContinuousPrior
from tawthiq.estimates.tables import side_by_side
from tawthiq.estimates.workers import Each, one_by_one

FAMILY = "continuous"

_RUNS = 4
_SPEAKS = 0.08  # share of the answer, from which on it is said: overlaps speak for it, nine to one
_FREEDOM = 5  # of the t distribution: tails heavier than those of the posterior
_FLATTEST = 0.01  # curvature below which a direction counts as so curved: the prior's is above
_GOOD_ENOUGH = 0.25  # effective draws of those weighed, where they come from a table close by
_STARTS = (-0.5, 0.7)  # of the log of the spread, around its prior median
_NEAR = 1e-3  # for second derivatives by differences
_AT_ONCE = 30_000  # numbers in memory: more would leave the cache of the processor
_LEAST = 1e-300  # of what is divided by
_MOST_LOG = 4.0  # of a spread, in logs; the prior has nothing beyond
_MOST_UNOBSERVED = 1e17  # beyond it, counts would leave int64; the answer has run away long before

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuousSettings:
    """What the family assumes, and how finely it is sampled."""

    prior: ContinuousPrior = field(default_factory=ContinuousPrior)
    weighed: int = 4_000  # draws of each shape that are weighed, in all runs together
    draws: int = 10_000  # that are given


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proposal:
    """A t distribution that draws come from."""

    mode: Floats  # (n_lists + 1,): levels, then the log of the spread
    root: Floats  # of the covariance
    log_root: float  # log determinant of that root


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weighed:
    """Draws of one shape, with their weights."""

    shape: str
    evidences: Floats  # log, by run
    weights: Floats  # (runs, n): their sum is 1 in each run
    missed: Floats  # (runs, n): the share of people that is missed

    @property
    def log_evidence(self) -> float:
        """Of all runs."""
        return log_sum(self.evidences) - float(np.log(len(self.evidences)))

    @property
    def effective(self) -> float:
        """Independent draws that the weighed ones are worth."""
        return float((1.0 / (self.weights**2).sum(axis=1)).sum())


def continuous(
    table: CaptureTable,
    *,
    settings: ContinuousSettings | None = None,
    seed: int | np.random.SeedSequence = 1,
) -> FamilyEstimate:
    """Average over shapes of a visibility that varies without steps, by their evidence.

    Args:
        table: at least two patterns.
        settings: see `ContinuousSettings`.
        seed: of all randomness: same seed, same draws.

    Returns:
        Draws of people on no list, by run; before a table is seen all shapes are as likely.
    """
    settings = settings or ContinuousSettings()
    given = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
    of_shapes, of_average = given.spawn(2)
    (found,) = sample_shapes([table], settings, of_shapes)
    return averaged(found, table.n_observed, settings, np.random.default_rng(of_average))


def sample_shapes(
    tables: Sequence[CaptureTable],
    settings: ContinuousSettings,
    seed: np.random.SeedSequence,
    each: Each = one_by_one,
) -> list[list[Weighed]]:
    """Draw from about the posterior of each shape, and weigh the draws.

    Args:
        tables: of the same lists, in the same order; at least two patterns.
        settings: see `ContinuousSettings`.
        seed: of all randomness.
        each: how the shapes are gone through.

    Returns:
        Of each table the shapes.
    """
    seeds = seed.spawn(len(SHAPES))

    def one(at: int) -> list[Weighed]:
        return weighed(tables, SHAPES[at], settings, np.random.default_rng(seeds[at]))

    return [list(shapes) for shapes in zip(*each(one, len(SHAPES)), strict=True)]


def weighed(
    tables: Sequence[CaptureTable],
    shape: Shape,
    settings: ContinuousSettings,
    random: np.random.Generator,
) -> list[Weighed]:
    """Draw from about the posterior of one shape, and weigh the draws for each table.

    Weights make good whatever draws come from. So all tables share those around the mode of their
    mean, and one that lies too far from it has draws of its own.
    """
    density = Density(tables, shape, settings.prior)
    found = _drawn_from(density, _around_mode(density), settings, random)
    if len(tables) == 1:
        return found
    return [
        one
        if one.effective >= _GOOD_ENOUGH * settings.weighed
        else weighed([table], shape, settings, random)[0]
        for one, table in zip(found, tables, strict=True)
    ]


def _drawn_from(
    density: "Density",
    proposal: Proposal,
    settings: ContinuousSettings,
    random: np.random.Generator,
) -> list[Weighed]:
    each = max(settings.weighed // _RUNS, 1)
    size = len(proposal.mode)
    away = random.standard_normal((_RUNS * each, size))
    away /= np.sqrt(random.chisquare(_FREEDOM, (_RUNS * each, 1)) / _FREEDOM)
    logs, missed = density(proposal.mode + away @ proposal.root.T)
    half = (_FREEDOM + size) / 2
    proposed = (
        gammaln(half)
        - gammaln(_FREEDOM / 2)
        - size / 2 * np.log(_FREEDOM * np.pi)
        - half * np.log1p((away**2).sum(axis=1) / _FREEDOM)
        - proposal.log_root
    )
    ratio = np.where(np.isfinite(logs), logs - proposed, -np.inf).reshape(-1, _RUNS, each)
    sums = logsumexp(ratio, axis=2)
    return [
        Weighed(
            shape=density.shape.name,
            evidences=of_table - np.log(each),
            weights=np.exp(ratios - of_table[:, None]),
            missed=missed.reshape(_RUNS, each),
        )
        for ratios, of_table in zip(ratio, sums, strict=True)
    ]


class Density:
    """Log density of draws (levels of lists, then the log of the spread), given some tables.

    The likelihood is that of the patterns given that they were seen, which the prior 1/N leaves.
    Its log is linear in the people, so the mean over tables is the log density of their mean.
    """

    def __init__(
        self, tables: Sequence[CaptureTable], shape: Shape, prior: ContinuousPrior
    ) -> None:
        patterns, self.counts = side_by_side(tables)
        self.halves = Halves.of(patterns, self.counts.mean(axis=0))
        self.shape, self.prior = shape, prior
        self.centre, self.width = float(np.log(prior.spread)), prior.spread_of_log

    def __call__(self, draws: Floats) -> tuple[Floats, Floats]:
        """Log densities, (n_tables, n_draws), and the share of people that each draw missed."""
        some = max(_AT_ONCE // (draws.shape[1] * MOST_PLACES), 1)
        parts = [self._likelihood(draws[at : at + some]) for at in range(0, len(draws), some)]
        likelihood, missed = (np.concatenate(part, axis=-1) for part in zip(*parts, strict=True))
        return likelihood + self._prior(draws), missed

    def slope(self, draw: Floats) -> Floats:
        """The derivatives of the log density of one draw, given the mean of the tables."""
        levels, spread, visibility, weights = self._places(draw[None])
        value = levels[0][:, None] + visibility[0]
        (caught, missed), weight = self.shape.chances(value), np.exp(weights[0])
        by_caught, by_missed = self.shape.slopes(value)
        by_visibility, by_weight = self.shape.moved(visibility[0], float(spread[0]))
        people = people_at(self.halves, caught, missed, weight)
        all_miss = missed.prod(axis=0)
        seen = weight * (1.0 - all_miss)
        # Those who are seen must be seen: the likelihood is given that, which takes off as much.
        per_seen = people[-1].sum() / max(seen.sum(), _LEAST)
        by_value = people[:-1] * by_caught
        by_value += (people[-1] - people[:-1] + per_seen * weight * all_miss) * by_missed
        by_spread = by_value.sum(axis=0) @ by_visibility
        by_spread += (people[-1] - per_seen * seen) @ by_weight
        return np.append(by_value.sum(axis=1), by_spread) + self._prior_slope(draw)

    def _places(self, draws: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Levels and spreads; visibilities of places, and their log weights."""
        levels, spread = draws[:, :-1], np.exp(np.clip(draws[:, -1], -_MOST_LOG, _MOST_LOG))
        return levels, spread, *self.shape.places(levels, spread)

    def _likelihood(self, draws: Floats) -> tuple[Floats, Floats]:
        levels, _, visibility, weights = self._places(draws)
        caught, missed = self.shape.chances(levels[:, :, None] + visibility[:, None, :])
        logs, seen = log_likelihoods(self.halves, self.counts, caught, missed, np.exp(weights))
        return logs, np.clip(1.0 - seen, 0.0, 1.0)

    def _variances(self, n_lists: int) -> tuple[float, float]:
        """Of a level around the mean of levels; and of that mean, times the number of lists."""
        own = self.prior.list_spread**2
        return own, own + n_lists * self.prior.level_spread**2

    def _prior(self, draws: Floats) -> Floats:
        from_level = draws[:, :-1] - self.prior.level
        n_lists = from_level.shape[1]
        mean = from_level.mean(axis=1)
        own, grand = self._variances(n_lists)
        squares = ((from_level - mean[:, None]) ** 2).sum(axis=1) / own
        squares += n_lists * mean**2 / grand + ((draws[:, -1] - self.centre) / self.width) ** 2
        logs = (n_lists - 1) * np.log(own) + np.log(grand) + 2 * np.log(self.width)
        total: Floats = -0.5 * (squares + logs + (n_lists + 1) * np.log(2 * np.pi))
        return total

    def _prior_slope(self, draw: Floats) -> Floats:
        from_level = draw[:-1] - self.prior.level
        own, grand = self._variances(len(from_level))
        mean = from_level.mean()
        by_spread = (draw[-1] - self.centre) / self.width**2
        return -np.append((from_level - mean) / own + mean / grand, by_spread)


def _around_mode(density: Density) -> Proposal:
    """As the density of the mean of the tables is curved at its mode."""

    def descent(place: Floats) -> tuple[float, Floats]:
        return -float(density(place[None])[0].mean()), -density.slope(place)

    halves = density.halves
    share = halves.caught / halves.counts.sum()
    found = []
    for further in _STARTS:
        start = np.append(np.log(share / (1.5 - share)) - 1.0, density.centre + further)
        found.append(minimize(descent, start, jac=True, method="BFGS", options={"gtol": 1e-2}))
    mode: Floats = min(found, key=lambda one: float(one.fun)).x
    curvature = np.array(
        [
            (density.slope(mode - one) - density.slope(mode + one)) / (2 * _NEAR)
            for one in _NEAR * np.eye(len(mode))
        ]
    )
    values, vectors = np.linalg.eigh((curvature + curvature.T) / 2)
    values = np.maximum(values, _FLATTEST)
    return Proposal(
        mode=mode,
        root=vectors / np.sqrt(values),
        log_root=-0.5 * float(np.log(values).sum()),
    )


def averaged(
    found: Sequence[Weighed],
    n_observed: int,
    settings: ContinuousSettings,
    random: np.random.Generator,
) -> FamilyEstimate:
    """Mix shapes by their evidence, run by run."""
    size = max(settings.draws // _RUNS, 1)
    drawn = [_unobserved(one, n_observed, size, random) for one in found]
    evidences = np.stack([one.evidences for one in found], axis=1)  # (runs, shapes)
    by_run = np.stack(
        [
            mixed([some[run] for some in drawn], shares_of(evidences[run]), size, random)
            for run in range(_RUNS)
        ]
    )
    logs = np.array([one.log_evidence for one in found])
    shares = shares_of(logs)
    rows = [
        (one.shape, share, *np.quantile(some + n_observed, [0.5, 0.025, 0.975]))
        for one, share, some in zip(found, shares, drawn, strict=True)
    ]
    sizes = np.array([one.effective for one in found])
    spread = float(np.log(len(found)))
    return FamilyEstimate(
        family=FAMILY,
        n_observed=n_observed,
        unobserved=random.permutation(by_run.ravel()),
        log_evidence=log_sum(logs) - spread,
        by_run=by_run,
        evidence_by_run=np.array([log_sum(some) for some in evidences]) - spread,
        effective=float(1 / (shares**2 / sizes).sum()),
        models=pl.DataFrame(rows, schema=MODELS_SCHEMA, orient="row"),
    )


def _unobserved(
    one: Weighed, n_observed: int, size: int, random: np.random.Generator
) -> NDArray[np.int64]:
    """People on no list, (runs, size): negative binomial given the share missed, prior 1/N."""
    missed = np.stack(
        [
            random.choice(some, size, p=weights)
            for some, weights in zip(one.missed, one.weights, strict=True)
        ]
    )
    odds = missed / np.maximum(1.0 - missed, n_observed / _MOST_UNOBSERVED)
    drawn: NDArray[np.int64] = random.poisson(
        random.standard_gamma(n_observed, missed.shape) * odds
    )
    return drawn


def seldom_seen(share: float) -> Iterator[Doubt]:
    """A doubt where lists speak for people of whom most are seen by hardly any list.

    Args:
        share: of the answer, that is of this family.
    """
    if share >= _SPEAKS:
        yield Doubt(
            code="heterogeneous",
            en="Overlaps speak for people who differ in visibility by degrees, many of them seen "
            f"by hardly any list ({share:.0%} of the answer). How many these are hangs on the "
            "shape of that difference, of which lists say little: read the number as an order of "
            "magnitude.",
            ar="تشهد التقاطعات لتفاوت الأشخاص في الظهور بالتدريج، وكثير منهم لا تكاد تراه أيّ قائمة "
            f"({share:.0%} من الجواب). وعددهم رهن بشكل هذا التفاوت، ولا تقول القوائم عنه إلا "
            "القليل: فالعدد رتبة مقدار لا أكثر.",
        )
