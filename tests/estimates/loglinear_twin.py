"""Slow and plain: log-linear models by their design matrix, existence by the facets of the cone."""

from itertools import combinations

import numpy as np
from scipy.linalg import null_space
from scipy.optimize import linprog, minimize

# Hepatitis A in a college in northern Taiwan, 1995, three lists: Chao, Tsay, Lin, Shau and Chao
# (2001), Statistics in Medicine 20, 3123-3157. By pattern: bit 0 is P, bit 1 is Q, bit 2 is E.
HEPATITIS = np.array([0, 69, 55, 21, 63, 17, 18, 28])


def design(n_lists, terms):
    """Rows are the cells 1, 2, ...; 1 where the term is a subset of the cell."""
    cells = np.arange(1, 1 << n_lists)
    return (cells[:, None] & np.array(terms) == np.array(terms)).astype(float)


def without_zero_margins(counts, terms):
    """Design and counts less terms whose sufficient statistic is 0 and the cells they are in."""
    cells = np.arange(1, len(counts))
    rows = design(len(counts).bit_length() - 1, terms)
    gone = rows.T @ counts[1:] == 0
    left = ~(rows[:, gone] > 0).any(axis=1)
    return rows[left][:, ~gone], counts[cells[left]].astype(float)


def exists_by_facets(rows, counts):
    """Whether rows.T @ counts lies inside the cone of the rows, by listing all its facets.

    None where the rows have no full rank.
    """
    n_terms = rows.shape[1]
    if np.linalg.matrix_rank(rows) < n_terms:
        return None
    statistics = rows.T @ counts
    for some in combinations(range(len(rows)), n_terms - 1):
        normal = null_space(rows[list(some)], rcond=1e-9)
        if normal.shape[1] != 1:
            continue
        sides = rows @ normal[:, 0]
        supports = (sides > -1e-9).all() or (sides < 1e-9).all()
        if supports and abs(statistics @ normal[:, 0]) < 1e-9 * max(1, statistics[0]):
            return False
    return True


def exists_by_program(rows, counts):
    """Whether some expected counts, all above 0, have the sufficient statistics observed.

    The linear program of Chan, Silverman and Vincent (2021). None where the rows have no full rank.
    """
    n_cells, n_terms = rows.shape
    if np.linalg.matrix_rank(rows) < n_terms:
        return None
    found = linprog(
        [*np.zeros(n_cells), -1.0],
        A_eq=np.column_stack([rows.T, np.zeros(n_terms)]),
        b_eq=rows.T @ counts,
        A_ub=np.column_stack([-np.eye(n_cells), np.ones(n_cells)]),
        b_ub=np.zeros(n_cells),
        bounds=[(0, None)] * n_cells + [(None, 1)],
    )
    return bool(found.success and found.x[-1] > 1e-7)


def fit_by_scipy(rows, counts):
    """Parameters of the Poisson model with log mean rows @ beta, by a general minimiser."""
    scale = counts.sum()

    def loss(beta):
        mean = np.exp(np.minimum(rows @ beta, 50))
        return (mean.sum() - counts @ (rows @ beta)) / scale

    def slope(beta):
        return rows.T @ (np.exp(np.minimum(rows @ beta, 50)) - counts) / scale

    def bend(beta):
        return rows.T @ (np.exp(np.minimum(rows @ beta, 50))[:, None] * rows) / scale

    start = np.linalg.lstsq(rows, np.log(counts + 0.5), rcond=None)[0]
    found = minimize(
        loss, start, jac=slope, hess=bend, method="trust-exact", options={"gtol": 1e-11}
    )
    return found.x
