"""The compiled part of log-linear models: fits by Newton's method, many tables and models at once.

A capture pattern is a number whose bit j says whether list j holds the person, and so is a term of
a model: the set of lists it joins; the empty set is the intercept. The log of a cell's expected
count is the sum of the parameters of all terms that are subsets of the cell, and a sufficient
statistic is the count of all cells that are supersets of its term. So the linear predictor and the
sufficient statistics are sums over subsets and over supersets, which cost n_lists * 2^(n_lists - 1)
additions, and the information of two terms stands in the superset sums under their union. No design
matrix is ever formed.
"""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from tawthiq.compiling import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_kernel = partial(compiled, nogil=True, error_model="numpy")

SURE = 0
"""The support alone shows that the estimate exists and is the only one."""

ASK = 1
"""Whether the estimate exists has to be asked of `existence`."""

NONE = 2
"""Several values of the parameters fit alike, or Newton's method found no top."""

_ITERATIONS = 60
_HALVINGS = 30


@_kernel
def add_over_subsets(values: Floats, n_lists: int) -> None:
    """Replace each value by the sum over all subsets of its index."""
    for j in range(n_lists):
        bit = 1 << j
        for c in range(values.shape[0]):
            if c & bit:
                values[c] += values[c ^ bit]


@_kernel
def add_over_supersets(values: Floats, n_lists: int) -> None:
    """Replace each value by the sum over all supersets of its index."""
    for j in range(n_lists):
        bit = 1 << j
        for c in range(values.shape[0]):
            if not c & bit:
                values[c] += values[c | bit]


@_kernel
def _factor(sums: Floats, terms: Ints, size: int, factor: Floats, least: float) -> bool:
    """Cholesky factor of the matrix sums[term | term]; False where it is singular."""
    for a in range(size):
        for b in range(a + 1):
            value = sums[terms[a] | terms[b]]
            for k in range(b):
                value -= factor[a, k] * factor[b, k]
            if a == b:
                if not value > least * sums[terms[a]]:
                    return False
                factor[a, a] = np.sqrt(value)
            else:
                factor[a, b] = value / factor[b, b]
    return True


@_kernel
def _solve(factor: Floats, size: int, right: Floats) -> None:
    """Solve in place, given the Cholesky factor."""
    for a in range(size):
        for k in range(a):
            right[a] -= factor[a, k] * right[k]
        right[a] /= factor[a, a]
    for a in range(size - 1, -1, -1):
        for k in range(a + 1, size):
            right[a] -= factor[k, a] * right[k]
        right[a] /= factor[a, a]


@_kernel
def _predict(  # noqa: PLR0917 - compiled functions take no keywords
    beta: Floats,
    terms: Ints,
    size: int,
    counts: Floats,
    alive: NDArray[np.bool_],
    n_lists: int,
    eta: Floats,
    mean: Floats,
) -> float:
    """Write linear predictor and expected counts; give the log likelihood up to a constant."""
    eta[:] = 0.0
    for a in range(size):
        eta[terms[a]] = beta[a]
    add_over_subsets(eta, n_lists)
    value = 0.0
    for c in range(eta.shape[0]):
        mean[c] = 0.0
        if alive[c]:
            mean[c] = np.exp(eta[c])
            value -= mean[c]
            if counts[c] > 0.0:
                value += counts[c] * eta[c]
    return value


@_kernel
def fit(  # noqa: PLR0912, PLR0915, PLR0917 - split up, it compiles and runs slower
    counts: Floats,
    margins: Floats,
    support: Floats,
    terms: Ints,
    start: Floats,
    n_lists: int,
    beta: Floats,
    sums: Floats,
) -> tuple[float, int, int]:
    """Fit one hierarchical Poisson model to the observed cells of one table.

    A term whose sufficient statistic is 0 has the estimate minus infinity; it and the cells that
    contain it are left out, where the expected count is 0 (Chan, Silverman and Vincent 2021).

    Args:
        counts: people by pattern, shape (2 ** n_lists,); that of pattern 0 is not looked at.
        margins: superset sums of `counts`: the sufficient statistics.
        support: superset sums of "at least one person", pattern 0 left out.
        terms: the model, the intercept 0 first, subsets before their supersets.
        start: parameters to start from, NaN where there are none.
        n_lists: of the table.
        beta: written: parameters, shape of `terms`; -inf for terms with the statistic 0.
        sums: written: superset sums of the expected counts.

    Returns:
        The log likelihood less its greatest value for any model, at most 0, which is minus half the
        deviance; SURE, ASK or NONE; the number of terms not at -inf.
    """
    n_cells = counts.shape[0]
    n_terms = terms.shape[0]
    alive = np.ones(n_cells, dtype=np.bool_)
    alive[0] = False
    kept = np.empty(n_terms, dtype=np.int64)
    place = np.empty(n_terms, dtype=np.int64)
    size = 0
    warm = True
    for a in range(n_terms):
        term = terms[a]
        if margins[term] > 0.0:
            kept[size] = term
            place[size] = a
            if not np.isfinite(start[a]):
                warm = False
            size += 1
        else:
            for c in range(n_cells):
                if c & term == term:
                    alive[c] = False
        beta[a] = -np.inf

    factor = np.empty((size, size))
    status = SURE
    if not _factor(support, kept, size, factor, 1e-9):
        status = ASK
        for c in range(n_cells):
            sums[c] = 1.0 if alive[c] else 0.0
        add_over_supersets(sums, n_lists)
        if not _factor(sums, kept, size, factor, 1e-9):
            return -np.inf, NONE, size

    eta = np.empty(n_cells)
    mean = np.empty(n_cells)
    best = np.empty(size)
    step = np.empty(size)
    saturated = 0.0
    for c in range(1, n_cells):
        if counts[c] > 0.0:
            saturated += counts[c] * (np.log(counts[c]) - 1.0)
    value = -np.inf
    if warm:
        for a in range(size):
            best[a] = start[place[a]]
        value = _predict(best, kept, size, counts, alive, n_lists, eta, mean)
    if not value > saturated - 10.0 * margins[0]:
        # One step of reweighted least squares, from the counts themselves.
        for c in range(n_cells):
            mean[c] = counts[c] + 0.5 if alive[c] else 0.0
            eta[c] = mean[c] * np.log(mean[c]) if alive[c] else 0.0
            sums[c] = mean[c]
        add_over_supersets(sums, n_lists)
        add_over_supersets(eta, n_lists)
        if not _factor(sums, kept, size, factor, 1e-13):
            return -np.inf, NONE, size
        for a in range(size):
            best[a] = eta[kept[a]]
        _solve(factor, size, best)
        value = _predict(best, kept, size, counts, alive, n_lists, eta, mean)

    at_top = False
    trial = np.empty(size)
    for _ in range(_ITERATIONS):
        for c in range(n_cells):
            sums[c] = mean[c]
        add_over_supersets(sums, n_lists)
        if not _factor(sums, kept, size, factor, 1e-14):
            break
        for a in range(size):
            step[a] = margins[kept[a]] - sums[kept[a]]
            trial[a] = step[a]
        _solve(factor, size, step)
        promised = 0.0
        for a in range(size):
            promised += step[a] * trial[a]
        if promised < 1e-10:
            # So close that the step squares the distance: it is taken unasked, and is the last.
            at_top = True
            for a in range(size):
                best[a] += step[a]
            value = _predict(best, kept, size, counts, alive, n_lists, eta, mean)
            break
        scale = 1.0
        risen = value
        for _half in range(_HALVINGS):
            for a in range(size):
                trial[a] = best[a] + scale * step[a]
            risen = _predict(trial, kept, size, counts, alive, n_lists, eta, mean)
            if risen >= value + 1e-4 * scale * promised - 1e-13 * abs(value):
                break
            scale *= 0.5
        else:
            # Rounding leaves no way up: this is the top, as far as numbers of 53 bits go.
            at_top = promised < 1e-6 * max(1.0, abs(value) * 1e-6)
            _predict(best, kept, size, counts, alive, n_lists, eta, mean)
            break
        value = risen
        for a in range(size):
            best[a] = trial[a]
    for c in range(n_cells):
        sums[c] = mean[c]
    add_over_supersets(sums, n_lists)
    for a in range(size):
        beta[place[a]] = best[a]
    if not at_top:
        status = NONE
    return min(value - saturated, 0.0), status, size


@_kernel
def fit_best(  # noqa: PLR0917 - compiled functions take no keywords
    tables: Floats,
    terms: Ints,
    sizes: Ints,
    parents: Ints,
    starts: Floats,
    n_lists: int,
    penalty: float,
    first: int,
    criteria: Floats,
    intercept: Floats,
    status: NDArray[np.int8],
) -> None:
    """Fit to each table every model that may be its best.

    The deviance of a model is at least that of any model it is part of. So a model whose larger
    ones already lie too high, with its own penalty, need not be fitted: branch and bound, and the
    best is the same as if all had been.

    Args:
        tables: shape (n_tables, 2 ** n_lists).
        terms: shape (n_models, most terms), larger models first; `sizes` of each row count.
        sizes: shape (n_models,).
        parents: shape (n_models, most parents): models with one term more, -1 where there are no
            more of them.
        starts: shape of `terms`; see `fit`.
        n_lists: of the tables.
        penalty: of one term, on the scale of the deviance; below 0, all models are fitted.
        first: the model fitted first, since it is likely to be good.
        criteria: written, shape (n_tables, n_models): deviance plus penalties; inf where the model
            was not fitted or has none.
        intercept: written, of that shape: log of the expected count of people on no list.
        status: written, of that shape: see `fit`.
    """
    n_cells = tables.shape[1]
    n_models = terms.shape[0]
    margins = np.empty(n_cells)
    support = np.empty(n_cells)
    sums = np.empty(n_cells)
    beta = np.empty(terms.shape[1])
    least = np.empty(n_models)  # what the deviance is at least
    for r in range(tables.shape[0]):
        for c in range(n_cells):
            margins[c] = tables[r, c]
            support[c] = 1.0 if tables[r, c] > 0.0 else 0.0
        margins[0] = 0.0
        support[0] = 0.0
        add_over_supersets(margins, n_lists)
        add_over_supersets(support, n_lists)
        best = np.inf
        for turn in range(-1, n_models):
            m = first if turn < 0 else turn
            if turn == first:
                continue
            size = sizes[m]
            bound = 0.0
            if turn >= 0:
                for k in range(parents.shape[1]):
                    if parents[m, k] < 0:
                        break
                    bound = max(bound, least[parents[m, k]])
            least[m] = bound
            criteria[r, m] = np.inf
            intercept[r, m] = 0.0
            status[r, m] = NONE
            # The largest models are fitted always: their deviances are what bounds the others.
            if size < sizes[0] - 1 and bound + penalty * size > best + 1e-4:
                continue
            half, state, _ = fit(
                tables[r],
                margins,
                support,
                terms[m, :size],
                starts[m, :size],
                n_lists,
                beta[:size],
                sums,
            )
            status[r, m] = state
            if state == NONE:
                continue
            least[m] = -2.0 * half
            intercept[r, m] = beta[0]
            criteria[r, m] = -2.0 * half + penalty * size
            if state == SURE and criteria[r, m] < best:
                best = criteria[r, m]


@_kernel
def gains(margins: Floats, sums: Floats, terms: Ints, candidates: Ints, gain: Floats) -> None:
    """Say about how much each candidate term would raise twice the log likelihood.

    By the score test of Rao; for a term with the statistic 0, whose estimate is minus infinity, by
    the expected counts it would take away.

    Args:
        margins: sufficient statistics.
        sums: superset sums of the expected counts under the fitted model.
        terms: those of the fitted model that are not at minus infinity.
        candidates: terms, shape (n_candidates,).
        gain: written, of that shape.
    """
    size = terms.shape[0]
    factor = np.empty((size, size))
    usable = _factor(sums, terms, size, factor, 1e-13)
    across = np.empty(size)
    for k in range(candidates.shape[0]):
        term = candidates[k]
        left = sums[term]
        if usable:
            for a in range(size):
                across[a] = sums[term | terms[a]]
                for b in range(a):
                    across[a] -= factor[a, b] * across[b]
                across[a] /= factor[a, a]
                left -= across[a] ** 2
        score = margins[term] - sums[term]
        gain[k] = score**2 / left if left > 1e-12 * sums[term] else 0.0
        if margins[term] == 0.0:
            gain[k] = max(gain[k], 2.0 * sums[term])
