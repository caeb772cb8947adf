"""Do two lists avoid or seek one another's people? Seen among those whom a third list holds.

Of the people on no list nothing is known, so two lists can only be set against each other among
people on some other list: there all four cells are seen. Where all people are alike and lists
independent the odds ratio is 1; where people differ in how visible they are it is above 1; clearly
below 1 it is only where lists avoid one another's people, or divide them among themselves.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tawthiq.estimates.naming import term_name

_LEVEL = 0.05  # for all pairs together


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOdds:
    """Two lists against each other, among people on some other list."""

    pair: str
    ratio: float  # odds ratio, over the patterns of the other lists; NaN where it has none
    z: float  # how many standard deviations below or above independence; 0 where it has none


def pair_odds(counts: NDArray[np.int64], lists: tuple[str, ...]) -> list[PairOdds]:
    """The odds ratio of each pair of lists, pooled over the patterns of the others.

    Args:
        counts: people by pattern, shape (2 ** n_lists,).
        lists: names, in the order of the bits.

    Source: Mantel and Haenszel (1959), J. Natl. Cancer Inst. 22, 719-748.
    """
    cells = np.arange(len(counts))
    pairs = []
    for a, b in combinations(range(len(lists)), 2):
        first, second = 1 << a, 1 << b
        others = cells[(cells & (first | second) == 0) & (cells > 0)]
        both, one, two, neither = (
            counts[others | add].astype(np.float64) for add in (first | second, first, second, 0)
        )
        total = both + one + two + neither
        ok = total > 1
        both, one, two, neither, total = (x[ok] for x in (both, one, two, neither, total))
        agree, differ = (both * neither / total).sum(), (one * two / total).sum()
        on_first, on_second = both + one, both + two
        variance = (
            on_first
            * (total - on_first)
            * on_second
            * (total - on_second)
            / (total**2 * (total - 1))
        ).sum()
        excess = (both - on_first * on_second / total).sum()
        ratio = np.nan if agree == differ == 0 else np.inf if differ == 0 else agree / differ
        z = float(excess / np.sqrt(variance)) if variance > 0 else 0.0
        pairs.append(PairOdds(pair=term_name(first | second, lists), ratio=float(ratio), z=z))
    return pairs


def clearly_below(pairs: list[PairOdds]) -> list[PairOdds]:
    """Pairs below independence beyond chance, given that so many are looked at."""
    return [one for one in pairs if one.z < ndtri(_LEVEL / max(len(pairs), 1))]


def clearly_above(pairs: list[PairOdds]) -> list[PairOdds]:
    """Pairs above independence beyond chance."""
    return [one for one in pairs if one.z > -ndtri(_LEVEL / max(len(pairs), 1))]
