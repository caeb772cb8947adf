"""What is held of latent classes before a table is seen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tawthiq.errors import EstimateError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinitePrior:
    """Prior of the logits of capture probabilities, and of the logs of weights: all normal.

    A logit is a common level, plus a part of its list, of its class, and of itself. Together, with
    these defaults, each capture probability lies between 0.01 and 0.92 in 95 % of draws.

    Each class more is half as likely as to do without it. Were all numbers as likely, it would hang
    on where one stops counting how likely many classes are: thin tables speak against none.
    """

    level: float = -1.0
    level_spread: float = 0.7
    list_spread: float = 0.8
    class_spread: float = 1.2
    cell_spread: float = 0.7
    weight_spread: float = 1.0
    one_more: float = 0.5  # how likely one class more is, where to do without it has 1

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        for name in ("level_spread", "list_spread", "class_spread", "cell_spread", "weight_spread"):
            value = getattr(self, name)
            if not 0 < value < np.inf:
                raise EstimateError(f"prior: {name} is {value}; a number above 0 needed.")
        if not np.isfinite(self.level):
            raise EstimateError(f"prior: level is {self.level}; a finite number needed.")
        if not 0 < self.one_more <= 1:
            raise EstimateError(f"prior: one_more is {self.one_more}; above 0, at most 1.")

    def log_share(self, n_classes: int, most: int) -> float:
        """Log of how likely so many classes are, of at most so many, before a table is seen."""
        every = self.one_more ** np.arange(most)
        return float((n_classes - 1) * np.log(self.one_more) - np.log(every.sum()))

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

    def draw(self, random: np.random.Generator, n: int, n_lists: int, n_classes: int) -> Floats:
        """Positions, shape (n, n_lists + 1, n_classes); see `finite_kernel`."""
        drawn = random.standard_normal((n, n_lists + 1, n_classes))
        drawn[:, -1] *= self.weight_spread
        drawn[:, :-1] *= self.cell_spread
        drawn[:, :-1] += self.level + self.level_spread * random.standard_normal((n, 1, 1))
        drawn[:, :-1] += self.list_spread * random.standard_normal((n, n_lists, 1))
        drawn[:, :-1] += self.class_spread * random.standard_normal((n, 1, n_classes))
        return drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuousPrior:
    """Prior of levels of lists (jointly normal), and of the spread of visibility (log-normal).

    The spread is in logits, in logs of rates, or the coefficient of variation of rates, as a shape
    has it. Its median is 1.8: differences so small that they hardly matter are what classes are
    for, and would be held here against tables that show none.
    """

    level: float = -1.5
    level_spread: float = 1.5
    list_spread: float = 0.8
    spread: float = 1.8
    spread_of_log: float = 0.4

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        for name in ("level_spread", "list_spread", "spread", "spread_of_log"):
            value = getattr(self, name)
            if not 0 < value < np.inf:
                raise EstimateError(f"prior: {name} is {value}; a number above 0 needed.")
        if not np.isfinite(self.level):
            raise EstimateError(f"prior: level is {self.level}; a finite number needed.")
