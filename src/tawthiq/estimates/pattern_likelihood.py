"""The likelihood of a mixture of classes on a table of few patterns, one pattern after the other.

Strata are many and thin, and each has lists of its own: tables of products (`finite_cells`) would
take longer to fill than such a table takes to go through.
"""

# ruff: noqa: PLR0917 - compiled functions take positional arguments only

from functools import partial

import numpy as np
from numpy.typing import NDArray

from tawthiq.compiling import compiled

Floats = NDArray[np.float64]

_kernel = partial(compiled, nogil=True, error_model="numpy")


@_kernel
def log_likelihood(  # noqa: PLR0912 - split up, it compiles and runs slower
    first: NDArray[np.int32],
    on: NDArray[np.int32],
    counts: Floats,
    n_observed: float,
    position: Floats,
    gradient: Floats,
    odds: Floats,
) -> tuple[float, float]:
    """Log likelihood of the patterns given that they were seen; its gradient is added.

    Args:
        first: where in `on` the lists of each pattern start, and the end; (n_patterns + 1,).
        on: the lists of each pattern, one pattern after the other.
        counts: people of each pattern. The log likelihood is linear in them, so they may be
            parts of people, and differences of two tables.
        n_observed: their sum.
        position: see `finite_kernel`.
        gradient: added to.
        odds: scratch, of the shape of `position`.

    Returns:
        The log likelihood, -inf where everybody would be missed; the share that is missed.
    """
    n_lists, n_classes = position.shape[0] - 1, position.shape[1]
    missed_share, share, expected = np.empty(n_classes), np.empty(n_classes), np.empty(n_classes)
    most = position[n_lists, 0]
    for k in range(1, n_classes):
        most = max(most, position[n_lists, k])
    total = 0.0
    for k in range(n_classes):
        odds[n_lists, k] = np.exp(position[n_lists, k] - most)
        total += odds[n_lists, k]
    for k in range(n_classes):
        odds[n_lists, k] /= total
        missed_share[k] = odds[n_lists, k]
    for j in range(n_lists):
        for k in range(n_classes):
            odds[j, k] = np.exp(position[j, k])
            missed_share[k] /= 1.0 + odds[j, k]
    missed = 0.0
    for k in range(n_classes):
        missed += missed_share[k]
    if not missed < 1.0:
        return -np.inf, missed
    # Expected members of each class, the unobserved included: the gradient needs nothing else.
    for k in range(n_classes):
        expected[k] = n_observed / (1.0 - missed) * missed_share[k]
    value = -n_observed * np.log1p(-missed)
    for c in range(counts.shape[0]):
        for k in range(n_classes):
            share[k] = missed_share[k]
        for at in range(first[c], first[c + 1]):
            for k in range(n_classes):
                share[k] *= odds[on[at], k]
        probability = 0.0
        for k in range(n_classes):
            probability += share[k]
        value += counts[c] * np.log(probability)
        scale = counts[c] / probability
        for k in range(n_classes):
            share[k] *= scale
            expected[k] += share[k]
        for at in range(first[c], first[c + 1]):
            for k in range(n_classes):
                gradient[on[at], k] += share[k]
    people = 0.0
    for k in range(n_classes):
        people += expected[k]
        for j in range(n_lists):
            gradient[j, k] -= expected[k] * odds[j, k] / (1.0 + odds[j, k])
    for k in range(n_classes):
        gradient[n_lists, k] += expected[k] - people * odds[n_lists, k]
    return value, missed
