"""Large tables: the posterior of a number of classes is drawn from at its peaks.

Where very many people are observed the posterior is narrow, and leading particles to it from the
prior takes many small steps. But then it is nearly normal around a few peaks. So a small sample of
the people is sampled from the prior on, as any small table; from particles of that, which know how
the posterior hangs together at large, one climbs to the peaks of the whole table; and positions
drawn around these, by normal distributions with heavier tails, are weighed by what the posterior
holds of them over how often they are drawn (importance sampling; Owen 2013, chapter 9). Weights
tell how well that went: where positions are few that carry it, the posterior is not that normal.
They are moved on by Hamiltonian trajectories then, distributions fitted to where they went, and new
ones drawn; and if that too fails, the caller has to take the long way.
"""

from dataclasses import dataclass
from itertools import permutations
from math import factorial

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

from tawthiq.estimates import finite_kernel
from tawthiq.estimates.finite_cells import Layout
from tawthiq.estimates.prior import FinitePrior
from tawthiq.estimates.workers import Each

Floats = NDArray[np.float64]

MOST_CLASSES = 5  # classes can be numbered in so many orders that more takes too long

_FREEDOM = 20.0  # degrees of freedom of the t distributions that are drawn from
_CLIMB = 1_000  # steps
_WIDTH = 0.1  # of the differences that curvature is taken from, in standard deviations
_FLATTEST = 1e-6  # curvature, in units in which it is about 1
_FAR_BELOW = 20.0  # log evidence below the best peak, from which on a peak is left out
_MOST_PEAKS = 6
_SAME = 0.1  # heights, and squared distances a coordinate, of what is one peak found twice
_SPREAD = 0.1  # share of the draws that all peaks have alike, whatever they weigh


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Target:
    """The posterior of a number of classes."""

    layout: Layout
    counts: Floats
    prior: FinitePrior
    n_lists: int
    n_classes: int

    @property
    def size(self) -> int:
        """Numbers in a position."""
        return (self.n_lists + 1) * self.n_classes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Peak:
    """A normal distribution around a peak, as if it were all there is, in one order of classes."""

    height: float  # log density
    place: Floats  # (size,)
    root: Floats  # (size, size): a lower triangle, of the covariance

    @property
    def log_evidence(self) -> float:
        """By Laplace's method, all orders of classes left out."""
        logs = float(np.log(self.root.diagonal()).sum())
        return self.height + logs + len(self.place) / 2 * float(np.log(2 * np.pi))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weighed:
    """Positions drawn around peaks."""

    positions: Floats  # (n, n_lists + 1, n_classes)
    missed: Floats  # (n,): the share of people that each has missed
    log_weights: Floats  # (n,): log of the posterior, up to the evidence, over the density drawn

    @property
    def log_evidence(self) -> float:
        """All draws together."""
        return float(logsumexp(self.log_weights) - np.log(len(self.log_weights)))

    @property
    def effective(self) -> float:
        """The share of draws that are effective."""
        weights = np.exp(self.log_weights - self.log_weights.max())
        return float(weights.sum() ** 2 / (weights**2).sum() / len(weights))


def peaks_from(target: Target, starts: Floats, scale: Floats, each: Each) -> list[Peak]:
    """Climb from some positions, and give the peaks reached, the one of most evidence first.

    Args:
        target: the posterior.
        starts: (n, n_lists + 1, n_classes), classes numbered alike.
        scale: a lower triangle, of about the covariance at a peak.
        each: calls a function with 0, 1, ... and gives what it returned: in threads, or not.
    """
    prior, total = target.prior.values, target.counts.sum()
    ends = starts.copy()

    def up(at: int) -> float:
        height: float = finite_kernel.climb(
            target.layout, target.counts, total, prior, scale, _CLIMB, ends[at]
        )
        return height

    heights = np.array(each(up, len(starts)))
    found: list[Peak] = []
    for at in np.argsort(-heights, kind="stable"):
        sort_classes(ends[at : at + 1])
        if any(_is_same(one, heights[at], ends[at].ravel()) for one in found):
            continue
        found.append(_peak(target, float(heights[at]), ends[at], scale))
        if len(found) == _MOST_PEAKS:
            break
    found.sort(key=lambda one: -one.log_evidence)
    return [one for one in found if one.log_evidence > found[0].log_evidence - _FAR_BELOW]


def _is_same(one: Peak, height: float, place: Floats) -> bool:
    distance = np.linalg.solve(one.root, place - one.place)
    return abs(one.height - height) < _SAME and float((distance**2).mean()) < _SAME


def _peak(target: Target, height: float, place: Floats, scale: Floats) -> Peak:
    bent = finite_kernel.curvature(
        target.layout, target.counts, target.counts.sum(), target.prior.values, scale, _WIDTH, place
    )
    values, vectors = np.linalg.eigh(bent)
    half = (scale @ vectors) / np.sqrt(np.maximum(values, _FLATTEST))
    return Peak(height=height, place=place.ravel().copy(), root=_root_of(half @ half.T))


def _root_of(covariance: Floats) -> Floats:
    ridge = 1e-12 * np.diag(covariance.diagonal())
    return np.linalg.cholesky(covariance + ridge).astype(np.float64, copy=False)


def draw_around(
    target: Target, peaks: list[Peak], n: int, random: np.random.Generator, each: Each
) -> Weighed:
    """Draw positions around peaks, and weigh them.

    The density of a draw counts all orders of its classes: the posterior holds them all, and a
    draw near one peak can, numbered otherwise, lie near another.
    """
    shares = _shares(peaks)
    which = np.sort(random.choice(len(peaks), n, p=shares))
    normals, chis = random.standard_normal((n, target.size)), random.chisquare(_FREEDOM, n)
    places = np.empty((n, target.size))
    for at, peak in enumerate(peaks):
        mine = which == at
        stretched = normals[mine] / np.sqrt(chis[mine, None] / _FREEDOM)
        places[mine] = peak.place + stretched @ peak.root.T
    places = random.permutation(places)
    positions = places.reshape(n, target.n_lists + 1, target.n_classes)
    drawn = np.full(n, -np.inf)
    for share, peak in zip(shares, peaks, strict=True):
        inverse = np.linalg.inv(peak.root)
        logs = gammaln((_FREEDOM + target.size) / 2) - gammaln(_FREEDOM / 2)
        logs -= target.size / 2 * np.log(_FREEDOM * np.pi) + np.log(peak.root.diagonal()).sum()
        logs += np.log(share / factorial(target.n_classes))
        for order in permutations(range(target.n_classes)):
            apart = (positions[:, :, order].reshape(n, -1) - peak.place) @ inverse.T
            squares = (apart**2).sum(axis=1)
            drawn = np.logaddexp(
                drawn, logs - (_FREEDOM + target.size) / 2 * np.log1p(squares / _FREEDOM)
            )
    density, missed = _densities(target, positions, each)
    return Weighed(positions=positions, missed=missed, log_weights=density - drawn)


def _shares(peaks: list[Peak]) -> Floats:
    logs = np.array([one.log_evidence for one in peaks])
    shares = np.exp(logs - logs.max())
    spread: Floats = (1 - _SPREAD) * shares / shares.sum() + _SPREAD / len(peaks)
    return spread


def _densities(target: Target, positions: Floats, each: Each) -> tuple[Floats, Floats]:
    """Log density of positions, up to the evidence, and the share that each has missed."""
    density, missed = np.empty(len(positions)), np.empty(len(positions))
    parts = np.array_split(np.arange(len(positions)), min(8, len(positions)))

    def work(at: int) -> float:
        some = slice(parts[at][0], parts[at][-1] + 1)
        finite_kernel.weigh_particles(
            target.layout, target.counts, target.counts.sum(), positions[some], density[some],
            missed[some],
        )  # fmt: skip
        return 0.0

    each(work, len(parts))
    scratch = np.empty(positions.shape[1:])
    prior = target.prior.values
    density += [finite_kernel.log_prior(prior, one, scratch) for one in positions]
    return density, missed


def sort_classes(particles: Floats) -> None:
    """Number the classes of each particle by how visible they are.

    All orders are equally likely, before and after: one order makes particles alike, so that their
    covariance says how wide the posterior is.
    """
    order = np.argsort(particles[:, :-1].mean(axis=1), axis=1)
    particles[:] = np.take_along_axis(particles, order[:, None, :], axis=2)
