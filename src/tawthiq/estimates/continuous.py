"""Visibility that varies from person to person without steps, most people perhaps near none.

Classes say that people are visible or hidden; here each person has a visibility of their own, and
lists catch independently given it. A few classes fit such a table well and miss those nearest to
invisible, so this is a rival account. How many those are hangs on the shape of the distribution,
of which lists say little: three shapes are weighed, and differ widely where it matters.

* `logit-normal`: the logit of a capture probability is the list's level plus the person's
  visibility, which is normal (Darroch, Fienberg, Glonek and Junker 1993, JASA 88, 1137-1148).
* `gamma-rates`, `lognormal-rates`: a list sights a person at a rate, the list's effort times the
  person's visibility, and holds whom it sighted once or more.

One parameter a list and one of the spread: so few that the posterior is sampled from a
t distribution around its mode, each draw weighed (Geweke 1989, Econometrica 57, 1317-1339).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, gammaln, logsumexp

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

FAMILY = "continuous"

_RUNS = 4
_SPEAKS = 0.2  # share of the answer, from which on it is said
_FREEDOM = 5  # of the t distribution: tails heavier than those of the posterior
_FLATTEST = 0.01  # curvature below which a direction counts as so curved: the prior's is above
_STARTS = (-0.5, 0.7)  # of the log of the spread, around its prior median
_NEAR = 1e-4  # for derivatives by differences
_AT_ONCE = 2_000_000  # numbers in memory
_NORMAL = np.linspace(-7.0, 7.0, 57)  # where a normal visibility is summed over
_GAMMA_PLACES = 72
_CERTAIN = 8.0  # log of a rate at which nobody is missed: larger ones would lose digits
_LEAST = 1e-300  # of what a logarithm is taken of
_MOST_LOG = 4.0  # of a spread, in logs; the prior has nothing beyond
_GAMMA_BELOW = 14.0  # in logs, below the rate at which the busiest list sights one person
_MOST_UNOBSERVED = 1e17  # beyond it, counts would leave int64; the answer has run away long before

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuousSettings:
    """What the family assumes, and how finely it is sampled."""

    prior: ContinuousPrior = field(default_factory=ContinuousPrior)
    weighed: int = 4_000  # draws of each shape that are weighed, in all runs together
    draws: int = 10_000  # that are given


class Odds(NamedTuple):
    """By draw, list and place: the log odds of being caught, and minus the log of being missed.

    And their derivatives by the level of the list.
    """

    caught: Floats
    missed: Floats
    caught_slope: Floats
    missed_slope: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How visibility varies: where it is summed over, and what a list makes of it."""

    name: str
    places: Callable[[Floats, Floats], tuple[Floats, Floats]]
    """From levels (n, n_lists) and spreads (n,): visibilities and log weights, both (n, places)."""
    odds: Callable[[Floats], Odds]  # from level plus visibility


def _normal_places(_: Floats, spread: Floats) -> tuple[Floats, Floats]:
    visibility = spread[:, None] * _NORMAL
    logs = -0.5 * _NORMAL**2 - 0.5 * np.log(2 * np.pi) + np.log(_NORMAL[1] - _NORMAL[0])
    return visibility, np.broadcast_to(logs, visibility.shape)


def _gamma_places(levels: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Logs of gamma rates of mean one whose coefficient of variation is the spread."""
    shape = (spread**-2.0)[:, None]
    # Below `low` no list catches anybody, or there is nobody; above `high` there is nobody.
    unseen = np.minimum(-levels.max(axis=1, keepdims=True), 0.0) - _GAMMA_BELOW
    low = np.maximum(unseen, -(40.0 / shape + 9.0 / np.sqrt(shape)))
    high = np.log((shape + 7.0 * np.sqrt(shape) + 25.0) / shape)
    visibility = low + (high - low) * np.linspace(0.0, 1.0, _GAMMA_PLACES)
    logs = shape * (np.log(shape) + visibility - np.exp(visibility)) - gammaln(shape)
    return visibility, logs + np.log((high - low) / (_GAMMA_PLACES - 1))


def _logistic(value: Floats) -> Odds:
    return Odds(value, np.logaddexp(0.0, value), np.ones_like(value), expit(value))


def _by_rate(value: Floats) -> Odds:
    rate = np.exp(np.minimum(value, _CERTAIN))
    caught = -np.expm1(-np.maximum(rate, _LEAST))
    return Odds(rate + np.log(caught), rate, np.maximum(rate, _LEAST) / caught, rate)


SHAPES = (
    Shape(name="logit-normal", places=_normal_places, odds=_logistic),
    Shape(name="gamma-rates", places=_gamma_places, odds=_by_rate),
    Shape(name="lognormal-rates", places=_normal_places, odds=_by_rate),
)


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
    first, *others = given.spawn(len(SHAPES) + 1)
    found = [
        weighed(table, shape, settings, np.random.default_rng(one))
        for shape, one in zip(SHAPES, others, strict=True)
    ]
    return _averaged(found, table.n_observed, settings, np.random.default_rng(first))


def weighed(
    table: CaptureTable, shape: Shape, settings: ContinuousSettings, random: np.random.Generator
) -> Weighed:
    """Draw from about the posterior of one shape, and weigh the draws."""
    density = Density(table, shape, settings.prior)
    mode, root, log_root = _around_mode(density)
    each = max(settings.weighed // _RUNS, 1)
    size = len(mode)
    away = random.standard_normal((_RUNS * each, size))
    away /= np.sqrt(random.chisquare(_FREEDOM, (_RUNS * each, 1)) / _FREEDOM)
    logs, missed = density(mode + away @ root.T)
    half = (_FREEDOM + size) / 2
    proposed = (
        gammaln(half)
        - gammaln(_FREEDOM / 2)
        - size / 2 * np.log(_FREEDOM * np.pi)
        - half * np.log1p((away**2).sum(axis=1) / _FREEDOM)
        - log_root
    )
    ratio = np.where(np.isfinite(logs), logs - proposed, -np.inf).reshape(_RUNS, each)
    weights = np.exp(ratio - logsumexp(ratio, axis=1, keepdims=True))
    return Weighed(
        shape=shape.name,
        evidences=logsumexp(ratio, axis=1) - np.log(each),
        weights=weights,
        missed=missed.reshape(_RUNS, each),
    )


class Density:
    """Log density of draws (levels of lists, then the log of the spread), given a table.

    The likelihood is that of the patterns given that they were seen, which the prior 1/N leaves.
    """

    def __init__(self, table: CaptureTable, shape: Shape, prior: ContinuousPrior) -> None:
        self.on = table.patterns.astype(np.float64)
        self.counts = table.counts.astype(np.float64)
        self.shape, self.prior = shape, prior
        self.centre, self.width = float(np.log(prior.spread)), prior.spread_of_log

    def __call__(self, draws: Floats) -> tuple[Floats, Floats]:
        """The log density of each draw, and the share of people that it has missed."""
        n_patterns, n_lists = self.on.shape
        some = max(_AT_ONCE // (max(n_patterns, n_lists) * _GAMMA_PLACES), 1)
        parts = [self._likelihood(draws[at : at + some]) for at in range(0, len(draws), some)]
        likelihood, missed = (np.concatenate(part) for part in zip(*parts, strict=True))
        return likelihood + self._prior(draws), missed

    def slope(self, draw: Floats) -> Floats:
        """The derivatives of the log density of one draw; by the spread as a difference."""
        above, below = draw.copy(), draw.copy()
        above[-1] += _NEAR
        below[-1] -= _NEAR
        ends, _ = self(np.stack([above, below]))
        odds, all_miss, weights, seen = self._places(draw[None])
        chances, _ = self._patterns(odds, all_miss, weights)
        # How many people of each pattern stand at each place, about.
        people = chances[0] / chances[0].sum(axis=1, keepdims=True) * self.counts[:, None]
        slope = ((self.on.T @ people) * odds.caught_slope[0]).sum(axis=1)
        slope -= odds.missed_slope[0] @ people.sum(axis=0)
        unseen = odds.missed_slope[0] @ np.exp(weights[0] - all_miss[0])
        slope -= self.counts.sum() / seen[0] * unseen
        from_level = draw[:-1] - self.prior.level
        own = self.prior.list_spread**2
        grand = own + len(from_level) * self.prior.level_spread**2
        mean = from_level.mean()
        slope -= (from_level - mean) / own + mean / grand
        return np.append(slope, (ends[0] - ends[1]) / (2 * _NEAR))

    def _places(self, draws: Floats) -> tuple[Odds, Floats, Floats, Floats]:
        """By place: odds of lists, minus the log of all missing, log weight; then who is seen."""
        levels, spread = draws[:, :-1], np.exp(np.clip(draws[:, -1], -_MOST_LOG, _MOST_LOG))
        visibility, weights = self.shape.places(levels, spread)
        odds = self.shape.odds(levels[:, :, None] + visibility[:, None, :])
        all_miss = odds.missed.sum(axis=1)
        seen = (np.exp(weights) * -np.expm1(-all_miss)).sum(axis=1)
        return odds, all_miss, weights, np.maximum(seen, _LEAST)

    def _patterns(self, odds: Odds, all_miss: Floats, weights: Floats) -> tuple[Floats, Floats]:
        """Chances of patterns by place, up to a factor a pattern; and the logs of those factors."""
        chances = self.on @ odds.caught + (weights - all_miss)[:, None, :]
        most = chances.max(axis=2)
        return np.exp(chances - most[:, :, None]), most

    def _likelihood(self, draws: Floats) -> tuple[Floats, Floats]:
        odds, all_miss, weights, seen = self._places(draws)
        chances, factors = self._patterns(odds, all_miss, weights)
        logs = ((factors + np.log(chances.sum(axis=2))) * self.counts).sum(axis=1)
        return logs - self.counts.sum() * np.log(seen), np.clip(1.0 - seen, 0.0, 1.0)

    def _prior(self, draws: Floats) -> Floats:
        from_level = draws[:, :-1] - self.prior.level
        n_lists = from_level.shape[1]
        mean = from_level.mean(axis=1)
        own = self.prior.list_spread**2
        grand = own + n_lists * self.prior.level_spread**2
        squares = ((from_level - mean[:, None]) ** 2).sum(axis=1) / own
        squares += n_lists * mean**2 / grand + ((draws[:, -1] - self.centre) / self.width) ** 2
        logs = (n_lists - 1) * np.log(own) + np.log(grand) + 2 * np.log(self.width)
        total: Floats = -0.5 * (squares + logs + (n_lists + 1) * np.log(2 * np.pi))
        return total


def _around_mode(density: Density) -> tuple[Floats, Floats, float]:
    """The mode; a root of the covariance there; the log determinant of that root."""
    size = density.on.shape[1] + 1

    def descent(place: Floats) -> tuple[float, Floats]:
        return -float(density(place[None])[0][0]), -density.slope(place)

    share = (density.counts[:, None] * density.on).sum(axis=0) / density.counts.sum()
    found = []
    for further in _STARTS:
        start = np.append(np.log(share / (1.5 - share)) - 1.0, density.centre + further)
        found.append(minimize(descent, start, jac=True, method="BFGS", options={"gtol": 1e-2}))
    mode: Floats = min(found, key=lambda one: float(one.fun)).x
    wide = 10 * _NEAR
    curvature = np.array(
        [
            (descent(mode + one)[1] - descent(mode - one)[1]) / (2 * wide)
            for one in wide * np.eye(size)
        ]
    )
    values, vectors = np.linalg.eigh((curvature + curvature.T) / 2)
    values = np.maximum(values, _FLATTEST)
    return mode, vectors / np.sqrt(values), -0.5 * float(np.log(values).sum())


def _averaged(
    found: list[Weighed],
    n_observed: int,
    settings: ContinuousSettings,
    random: np.random.Generator,
) -> FamilyEstimate:
    """Shapes mixed by their evidence, run by run."""
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
            en="People differ in visibility by degrees, and many are seen by hardly any list "
            f"({share:.0%} of the answer). How many these are hangs on the shape of that "
            "difference, of which lists say little: read the number as an order of magnitude.",
            ar="يتفاوت الأشخاص في الظهور بالتدريج، وكثير منهم لا تكاد تراه أيّ قائمة "
            f"({share:.0%} من الجواب). وعددهم رهن بشكل هذا التفاوت، ولا تقول القوائم عنه إلا "
            "القليل: فالعدد رتبة مقدار لا أكثر.",
        )
