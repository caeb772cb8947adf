"""Does a log-linear model have an estimate on this table, and only one?

With zero counts a log-linear model may have no maximum likelihood estimate, and yet a program that
climbs the likelihood stops somewhere and prints a number. Whether there is one is known beforehand,
from which cells are 0 and the model alone:

1. A term whose sufficient statistic is 0 (two lists that share nobody) has the estimate minus
   infinity, and the cells that contain it the expected count 0. Both are left out: the extended
   estimate (Chan, Silverman and Vincent 2021, JASA 116, 1297-1306).
2. The terms left must have a design matrix of full rank on the cells left: else many values of the
   parameters, and of the people on no list, fit alike (the rank test of the same paper).
3. The sufficient statistics must lie in the relative interior of the marginal cone (Fienberg and
   Rinaldo 2012, Annals of Statistics 40(2)). They lie on its boundary if and only if some direction
   changes no observed cell, lowers some cell nobody shows, and raises none. That is a linear
   program.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import null_space, qr
from scipy.optimize import linprog

from tawthiq.errors import EstimateError

_TINY = 1e-9


class Existence(Enum):
    """What a model has on a table."""

    EXISTS = "exists"
    BOUNDARY = "boundary"  # the likelihood has no top: the statistics lie on the cone's boundary
    UNIDENTIFIED = "unidentified"  # many values of the parameters fit alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether there is an estimate, and which terms are at minus infinity."""

    existence: Existence
    at_minus_infinity: tuple[int, ...]  # terms, as bits

    @property
    def exists(self) -> bool:
        """There is one estimate, and only one."""
        return self.existence is Existence.EXISTS


def verdict(observed: NDArray[np.bool_], terms: Sequence[int]) -> Verdict:
    """Ask whether a hierarchical model has one extended estimate on a table.

    Args:
        observed: shape (2 ** n_lists,): whether anybody shows the pattern; index 0 is not looked
        at. terms: the model: sets of lists as bits, 0 for the intercept.

    Returns:
        The verdict.
    """
    cells = np.arange(1, len(observed))
    shown = observed[1:]
    gone = tuple(term for term in terms if not (shown & (cells & term == term)).any())
    kept = np.array([term for term in terms if term not in gone], dtype=np.int64)
    for term in gone:
        left = cells & term != term
        cells, shown = cells[left], shown[left]
    if not kept.size:
        return Verdict(existence=Existence.UNIDENTIFIED, at_minus_infinity=gone)
    design = (cells[:, None] & kept == kept).astype(np.float64)
    if len(design) < kept.size or np.linalg.matrix_rank(_triangle(design)) < kept.size:
        return Verdict(existence=Existence.UNIDENTIFIED, at_minus_infinity=gone)
    inside = not has_direction_of_recession(design[shown], design[~shown])
    return Verdict(
        existence=Existence.EXISTS if inside else Existence.BOUNDARY, at_minus_infinity=gone
    )


def has_direction_of_recession(seen: NDArray[np.float64], unseen: NDArray[np.float64]) -> bool:
    """Say whether some d has seen @ d = 0 and unseen @ d <= 0, somewhere below 0.

    Args:
        seen: rows of the design of the cells with people, shape (n_seen, n_terms).
        unseen: rows of the cells without, shape (n_unseen, n_terms).

    Returns:
        True where the likelihood has no top, if the design as a whole has full rank.
    """
    if not len(unseen):
        return False
    free = null_space(_triangle(seen), rcond=_TINY)
    if not free.shape[1]:
        return False
    # Unseen cells that the few free directions cannot tell apart are one row of the program.
    slopes, first = np.unique(np.round(unseen @ free, 6), axis=0, return_index=True)
    moved = np.abs(slopes).max(axis=1) > 0
    slopes, rows = slopes[moved], unseen[first[moved]]
    if not len(rows):
        return False
    if free.shape[1] == 1:
        return bool(slopes.min() > 0 or slopes.max() < 0)
    # Lower as many unseen cells as can be, each by 1 at most; any that is lowered is a witness.
    # In the numbers of the design, 0 and 1: in those of `free` rounding decides what is feasible.
    n_terms, n_rows = rows.shape[1], len(rows)
    held = seen[_independent(seen, n_terms - free.shape[1])]
    answer = linprog(
        np.concatenate([np.zeros(n_terms), -np.ones(n_rows)]),
        A_ub=np.hstack([rows, np.eye(n_rows)]),
        b_ub=np.zeros(n_rows),
        A_eq=np.hstack([held, np.zeros((len(held), n_rows))]),
        b_eq=np.zeros(len(held)),
        bounds=[(None, None)] * n_terms + [(0.0, 1.0)] * n_rows,
        method="highs",
    )
    if not answer.success:
        raise EstimateError(
            f"log-linear: the linear program for existence failed ({answer.message}) with "
            f"{n_rows} rows. Leave out this model, or join lists that share an origin."
        )
    return bool(-answer.fun > 0.5)


def _independent(rows: NDArray[np.float64], rank: int) -> NDArray[np.int64]:
    """Which rows span all of them."""
    _, _, order = qr(rows.T, mode="economic", pivoting=True)
    return np.asarray(order[:rank], dtype=np.int64)


def _triangle(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """As few rows as there are columns, of the same rank and null space: tens, not thousands."""
    return np.asarray(np.linalg.qr(rows, mode="r"))
