"""What each family of models hands over, so that families can stand beside one another.

All families speak of one likelihood: patterns are multinomial over N people, and N has the prior
1/N with no upper end. So their evidences can be compared.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

MODELS_SCHEMA = {
    "model": pl.String,  # as its field writes it, such as "AB|BC|D"
    "weight": pl.Float64,  # posterior probability within the family; 1 for the one selected
    "median": pl.Float64,  # persons, all people in the scope; null where it has no number
    "low": pl.Float64,
    "high": pl.Float64,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something a reader of a number has to know, as a sentence in each language."""

    code: str  # a fixed word for machines, such as "empty-overlap"
    en: str
    ar: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FamilyEstimate:
    """What one family of models makes of one capture table."""

    family: str
    n_observed: int
    unobserved: NDArray[
        np.int64
    ]  # (n_draws,): people on no list; draws of equal weight, in no order
    log_evidence: float | None
    """log of: sum over n0 >= 0 of C(n - 1 + n0, n0) * integral of prod p_c ** n_c * p_0 ** n0.

    Over the prior of the parameters, and of models where there are several. n is the people
    observed. None for families that are not Bayesian.
    """
    by_run: NDArray[np.int64] | None = None
    """(n_runs, n): draws of independent runs, where drawing could have missed something."""
    evidence_by_run: NDArray[np.float64] | None = None
    effective: float | None = None  # draws that they are worth; None: all, they are independent
    models: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MODELS_SCHEMA))
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[Doubt, ...] = ()  # what the family saw, and allows for

    @property
    def draws(self) -> NDArray[np.int64]:
        """All people, those observed included."""
        return self.n_observed + self.unobserved

    def interval(self, level: float = 0.95) -> tuple[float, float, float]:
        """Lower end, median and upper end, persons."""
        tail = (1 - level) / 2
        low, median, high = np.quantile(self.draws, [tail, 0.5, 1 - tail])
        return float(low), float(median), float(high)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEstimate:
    """A family that has no number for a table, and why."""

    family: str
    n_observed: int
    doubts: tuple[Doubt, ...]


def log_sum(logs: NDArray[np.float64]) -> float:
    """log of the sum of exponentials."""
    most = float(logs.max())
    return most + float(np.log(np.exp(logs - most).sum()))


def shares_of(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Exponentials, as shares of their sum."""
    weights: NDArray[np.float64] = np.exp(logs - logs.max())
    weights /= weights.sum()
    return weights


def mixed(
    drawn: list[NDArray[np.int64]],
    shares: NDArray[np.float64],
    size: int,
    random: np.random.Generator,
) -> NDArray[np.int64]:
    """`size` draws of a mixture, in random order, each part in its share."""
    which = np.sort(random.choice(len(drawn), size, p=shares))
    counts = np.bincount(which, minlength=len(drawn))
    taken = [random.choice(some, count) for some, count in zip(drawn, counts, strict=True)]
    return random.permutation(np.concatenate(taken))
