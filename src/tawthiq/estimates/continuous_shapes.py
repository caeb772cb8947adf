"""Shapes of a visibility without steps: how it varies, and what a list makes of it.

* `logit-normal`: the logit of a capture probability is the list's level plus the person's
  visibility, which is normal (Darroch, Fienberg, Glonek and Junker 1993, JASA 88, 1137-1148).
* `gamma-rates`, `lognormal-rates`: a list sights a person at a rate, the list's effort times the
  person's visibility, and holds whom it sighted once or more. The log of the effort is the level.

Visibility is summed over at places: people are told apart no finer than lists can tell.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, expit, gammaln

Floats = NDArray[np.float64]

_NORMAL = np.linspace(-7.0, 7.0, 57)  # where a normal visibility is summed over
_GAMMA_PLACES = 72
_GAMMA_BELOW = 14.0  # in logs, below the rate at which the busiest list sights one person
_CERTAIN = 8.0  # log of a rate at which nobody is missed: larger ones would lose digits
_RARE = 1e-5  # a rate below which one minus an exponential would lose digits, and a square will do
_SURE = 700.0  # a logit beyond which exponentials would overflow
_LEAST = 1e-300  # of what is divided by

MOST_PLACES = max(len(_NORMAL), _GAMMA_PLACES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How visibility varies: where it is summed over, and what a list makes of it."""

    name: str
    places: Callable[[Floats, Floats], tuple[Floats, Floats]]
    """From levels (n, n_lists) and spreads (n,): visibilities and log weights, both (n, places)."""
    moved: Callable[[Floats, float], tuple[Floats, Floats]]
    """From visibilities (places,) and the spread: the slopes, by the log of the spread, of
    visibilities and of log weights. Places that only follow where people are do not count."""
    chances: Callable[[Floats], tuple[Floats, Floats]]
    """From level plus visibility: the chances of being caught, and of being missed."""
    slopes: Callable[[Floats], tuple[Floats, Floats]]
    """From level plus visibility: the slopes, by the level, of the logs of these chances."""


def _normal_places(_: Floats, spread: Floats) -> tuple[Floats, Floats]:
    visibility = spread[:, None] * _NORMAL
    logs = -0.5 * _NORMAL**2 - 0.5 * np.log(2 * np.pi) + np.log(_NORMAL[1] - _NORMAL[0])
    return visibility, np.broadcast_to(logs, visibility.shape)


def _normal_moved(visibility: Floats, _: float) -> tuple[Floats, Floats]:
    return visibility, np.zeros_like(visibility)


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


def _gamma_moved(visibility: Floats, spread: float) -> tuple[Floats, Floats]:
    shape = spread**-2.0
    by_shape = np.log(shape) + 1.0 + visibility - np.exp(visibility) - digamma(shape)
    return np.zeros_like(visibility), -2.0 * shape * by_shape


def _logistic(value: Floats) -> tuple[Floats, Floats]:
    # One exponential for both, and several at once, as `expit` does not take them.
    against = np.exp(-np.clip(value, -_SURE, _SURE))
    caught = 1.0 / (1.0 + against)
    return caught, against * caught


def _logistic_slopes(value: Floats) -> tuple[Floats, Floats]:
    return expit(-value), -expit(value)


def _by_rate(value: Floats) -> tuple[Floats, Floats]:
    rate = np.exp(np.minimum(value, _CERTAIN))
    missed = np.exp(-rate)
    return np.where(rate < _RARE, rate * (1.0 - rate / 2.0), 1.0 - missed), missed


def _by_rate_slopes(value: Floats) -> tuple[Floats, Floats]:
    rate = np.maximum(np.exp(np.minimum(value, _CERTAIN)), _LEAST)
    return rate * np.exp(-rate) / -np.expm1(-rate), -rate


SHAPES = (
    Shape(
        name="logit-normal",
        places=_normal_places,
        moved=_normal_moved,
        chances=_logistic,
        slopes=_logistic_slopes,
    ),
    Shape(
        name="gamma-rates",
        places=_gamma_places,
        moved=_gamma_moved,
        chances=_by_rate,
        slopes=_by_rate_slopes,
    ),
    Shape(
        name="lognormal-rates",
        places=_normal_places,
        moved=_normal_moved,
        chances=_by_rate,
        slopes=_by_rate_slopes,
    ),
)
