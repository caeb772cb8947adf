"""Where a posterior has several modes: each with its interval and its share of the draws.

Two modes are two accounts of one table. A median between them names a number that neither holds.
They are looked for in log(1 + unobserved), the scale on which chains are judged too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates.family import Doubt

Floats = NDArray[np.float64]

_POINTS = 400  # of a density
_REACH = 3.0  # standard deviations of the kernel that the density goes beyond the draws
_VALLEY = 0.8  # a valley is one where it lies below so much of the lower of the modes beside it
_LEAST_SHARE = 0.05
_LUMP = 0.2  # weight, below which a mode may be a lump of one run: a run that is stuck has more
_SURE = 3.0  # standard errors of its weight that it has to be above nothing then
_CLEAR = 3.0  # standard errors by which the density has to fall into a valley
_FEW = 100  # effective draws, below which the density is smoothed as if there were so many


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """One mode of the posterior of log of the unobserved."""

    people: float  # all people, at its top
    low: float  # ends of the central 95 % of the draws that lie in it
    high: float
    weight: float  # its share of the draws
    error: float  # Monte Carlo standard error of the weight, by how far runs differ


def modes_of(unobserved: NDArray[np.int64], n_observed: int, effective: float) -> tuple[Mode, ...]:
    """Modes in the order of their numbers; one where there are no several.

    Args:
        unobserved: draws of people on no list, (n_runs, n).
        n_observed: people on some list.
        effective: independent draws that they are worth: the fewer, the smoother the density.
    """
    logs = _spread_ties(unobserved)
    at, density = _density(logs.ravel(), min(max(effective, _FEW), logs.size))
    cuts = _valleys(at, density, np.sort(logs, axis=None))
    found = _apart(unobserved, n_observed, logs, at, density, cuts)
    if all(one.weight > min(_LUMP, _SURE * one.error) for one in found):
        return found
    return _apart(unobserved, n_observed, logs, at, density, [])


def _apart(  # noqa: PLR0917 - one step of `modes_of`
    unobserved: NDArray[np.int64],
    n_observed: int,
    logs: Floats,
    at: Floats,
    density: Floats,
    cuts: Sequence[float],
) -> tuple[Mode, ...]:
    """The draws between one cut and the next."""
    ends = [-np.inf, *cuts, np.inf]
    found = []
    for low, high in pairwise(ends):
        inside = (logs >= low) & (logs < high)
        here = (at >= low) & (at < high)
        top = np.expm1(at[here][np.argmax(density[here])]) - 0.5  # ties are spread over a whole one
        by_run = inside.mean(axis=1)
        first, last = np.quantile(unobserved[inside], [0.025, 0.975]) + n_observed
        found.append(
            Mode(
                people=float(max(top, 0.0) + n_observed),
                low=float(first),
                high=float(last),
                weight=float(inside.mean()),
                error=float(by_run.std(ddof=1) / np.sqrt(len(by_run))) if len(by_run) > 1 else 0.0,
            )
        )
    return tuple(found)


def several_modes(modes: Sequence[Mode]) -> tuple[Doubt, ...]:
    """A doubt where there are several, with where they are and what they weigh."""
    if len(modes) < 2:
        return ()
    return (Doubt(code="several-modes", en=_in_english(modes), ar=_in_arabic(modes)),)


def _in_english(modes: Sequence[Mode]) -> str:
    said = "; ".join(
        f"near {one.people:,.0f} ({one.low:,.0f} to {one.high:,.0f}) with weight {one.weight:.2f}"
        for one in modes
    )
    return (
        f"The lists fit {len(modes)} accounts, and the posterior has a mode for each: {said}. "
        "A number between them may be held by none: read them apart."
    )


def _in_arabic(modes: Sequence[Mode]) -> str:
    said = "؛ ".join(
        f"قرب {one.people:,.0f} (من {one.low:,.0f} إلى {one.high:,.0f}) بوزن {one.weight:.2f}"
        for one in modes
    )
    return (
        f"للتوزيع البعدي أكثر من قمّة، وعدد قممه {len(modes)}، لأنّ القوائم تحتمل أكثر من تفسير: "
        f"{said}. وقد لا يقول أيّ منها بعدد يقع بينها، فتُقرأ كلّ قمّة وحدها."
    )


def _spread_ties(unobserved: NDArray[np.int64]) -> Floats:
    """log(1 + unobserved), whole numbers spread evenly up to the next one."""
    flat = unobserved.ravel()
    order = np.argsort(flat, kind="stable")
    _, first, counts = np.unique(flat[order], return_index=True, return_counts=True)
    place = np.empty(len(flat))
    within = np.arange(len(flat)) - np.repeat(first, counts)
    place[order] = (within + 0.5) / np.repeat(counts, counts)
    return np.log1p(flat + place).reshape(unobserved.shape)


def _density(logs: Floats, effective: float) -> tuple[Floats, Floats]:
    """A normal kernel on a fine grid, its width by Silverman's rule for the effective draws.

    In units of how many effective draws each place of the grid rests on.
    """
    quartiles = np.quantile(logs, [0.25, 0.75])
    spread = min(float(logs.std()), float(quartiles[1] - quartiles[0]) / 1.34)
    width = max(0.9 * spread * effective**-0.2, 1e-6)
    low, high = float(logs.min()) - _REACH * width, float(logs.max()) + _REACH * width
    step = max((high - low) / _POINTS, width / 4)
    at = np.arange(low, high + step, step)
    counts, _ = np.histogram(logs, bins=np.append(at - step / 2, at[-1] + step / 2))
    reach = np.arange(-np.ceil(4 * width / step), np.ceil(4 * width / step) + 1) * step
    kernel = np.exp(-0.5 * (reach / width) ** 2)
    if len(kernel) > len(at):
        kernel = np.ones(1)
    rests_on = kernel.sum() / (kernel**2).sum()
    density = np.convolve(counts, kernel, mode="same") * rests_on * effective / len(logs)
    return at, density


def _valleys(at: Floats, density: Floats, ordered: Floats) -> list[float]:
    """Where to cut: the deepest valley first, as long as both sides keep a mode and a share."""

    def share(low: float, high: float) -> float:
        first, last = np.searchsorted(ordered, [low, high])
        return float(last - first) / len(ordered)

    def cut(first: int, last: int) -> list[float]:
        """Valleys between two places of the grid."""
        part = density[first:last]
        if len(part) < 3:
            return []
        lower = np.minimum(np.maximum.accumulate(part), np.maximum.accumulate(part[::-1])[::-1])
        depth = np.divide(part, lower, out=np.ones_like(part), where=lower > 0)
        clear = lower - part > _CLEAR * np.sqrt(lower + part)
        for place in np.argsort(depth, kind="stable"):
            if not depth[place] < _VALLEY:
                return []
            if not clear[place]:
                continue
            low, high = at[first], at[min(last, len(at) - 1)]
            middle = float(at[first + place])
            if min(share(low, middle), share(middle, high)) >= _LEAST_SHARE:
                return [
                    *cut(first, first + int(place)),
                    middle,
                    *cut(first + int(place), last),
                ]
        return []

    return cut(0, len(at))
