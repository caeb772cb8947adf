"""The compiled part of finite mixtures: the density of a position, and steps of many particles.

All randomness comes in as arrays drawn by the caller, so a step is a pure function of its input,
runs in a thread without Python's lock, and gives the same with and without compilation.

A position is one array, shape (n_lists + 1, n_classes). Row j < n_lists holds the logits of the
probabilities that list j catches a member of each class; the last row holds the logs of the
classes' weights, up to a constant.
"""

# ruff: noqa: PLR0917 - compiled functions take positional arguments only

from functools import partial

import numpy as np
from numpy.typing import NDArray

from tawthiq.compiling import compiled

Floats = NDArray[np.float64]

_kernel = partial(compiled, nogil=True, error_model="numpy")

LEVEL, LEVEL_SPREAD, LIST_SPREAD, CLASS_SPREAD, CELL_SPREAD, WEIGHT_SPREAD = range(6)
"""Places in the array of prior settings; see `finite.FinitePrior`."""


@_kernel
def log_prior(prior: Floats, position: Floats, gradient: Floats) -> float:
    """Log prior density of a position, normalised; its gradient is written.

    Logits are jointly normal: a common level, a part of each list, a part of each class (how
    visible its members are to all lists), and a part of each cell. That covariance has four
    eigenspaces: the grand mean, lists, classes, and what is left.
    """
    n_lists, n_classes = position.shape[0] - 1, position.shape[1]
    cell = prior[CELL_SPREAD] ** 2
    of_list = cell + n_classes * prior[LIST_SPREAD] ** 2
    of_class = cell + n_lists * prior[CLASS_SPREAD] ** 2
    grand = of_list + of_class - cell + n_lists * n_classes * prior[LEVEL_SPREAD] ** 2
    column = np.zeros(n_classes)
    mean = 0.0
    for j in range(n_lists):
        for k in range(n_classes):
            column[k] += position[j, k] - prior[LEVEL]
    for k in range(n_classes):
        column[k] /= n_lists
        mean += column[k] / n_classes
    squares_list = squares_class = squares_cell = 0.0
    for k in range(n_classes):
        squares_class += n_lists * (column[k] - mean) ** 2
    for j in range(n_lists):
        row = 0.0
        for k in range(n_classes):
            row += (position[j, k] - prior[LEVEL]) / n_classes
        squares_list += n_classes * (row - mean) ** 2
        for k in range(n_classes):
            rest = position[j, k] - prior[LEVEL] - row - column[k] + mean
            squares_cell += rest**2
            gradient[j, k] = -(
                rest / cell + (row - mean) / of_list + (column[k] - mean) / of_class + mean / grand
            )
    squares = squares_cell / cell + squares_list / of_list + squares_class / of_class
    squares += n_lists * n_classes * mean**2 / grand
    logs = np.log(grand) + (n_lists - 1) * np.log(of_list) + (n_classes - 1) * np.log(of_class)
    logs += (n_lists - 1) * (n_classes - 1) * np.log(cell)
    weight = prior[WEIGHT_SPREAD] ** 2
    for k in range(n_classes):
        squares += position[n_lists, k] ** 2 / weight
        gradient[n_lists, k] = -position[n_lists, k] / weight
    logs += n_classes * np.log(weight) + (n_lists + 1) * n_classes * np.log(2 * np.pi)
    return float(-0.5 * (squares + logs))


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
        position: see the module.
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


@_kernel
def move_particles(  # noqa: PLR0912 - split up, it compiles and runs slower
    first: NDArray[np.int32],
    on: NDArray[np.int32],
    counts: Floats,
    n_observed: float,
    prior: Floats,
    scale: Floats,
    step: float,
    most_steps: int,
    normals: Floats,
    uniforms: Floats,
    begin: int,
    end: int,
    particles: Floats,
    missed: Floats,
) -> float:
    """Move the particles from `begin` to `end` by one Hamiltonian trajectory each.

    Args:
        first, on, counts, n_observed: as in `log_likelihood`.
        prior: see `LEVEL` and the others.
        scale: (n_lists + 1, n_classes, n_lists + 1, n_classes) as a square matrix: a lower triangle
            whose product with its transpose is about the covariance of the target.
        step: size of a step, in units of `scale`.
        most_steps: of a trajectory; each takes a random number of them.
        normals: the momenta, standard normal, of the shape of `particles`.
        uniforms: in [0, 1), (n_particles, 2).
        begin, end: which.
        particles: (n_particles, n_lists + 1, n_classes); moved on in place.
        missed: (n_particles,): written, the share of people that each has missed.

    Returns:
        Sum of the probabilities of acceptance.

    Source: Neal (2011), MCMC using Hamiltonian dynamics, chapter 5 of the Handbook of Markov Chain
    Monte Carlo.
    """
    n_rows, n_classes = particles.shape[1], particles.shape[2]
    size = n_rows * n_classes
    gradient, odds = np.empty((n_rows, n_classes)), np.empty((n_rows, n_classes))
    new, momentum, push = np.empty((n_rows, n_classes)), np.empty(size), np.empty(size)
    accepted = 0.0
    for i in range(begin, end):
        momentum[:] = normals[i].ravel()
        new[:] = particles[i]
        before = 0.0
        n_steps = 1 + int(uniforms[i, 0] * most_steps)
        density, seen, unseen, unseen_before = 0.0, 0.0, 1.0, 1.0
        for at in range(n_steps + 1):
            density = log_prior(prior, new, gradient)
            seen, unseen = log_likelihood(first, on, counts, n_observed, new, gradient, odds)
            density += seen
            if not np.isfinite(density):
                break
            # The gradient in units of `scale`.
            flat = gradient.ravel()
            for x in range(size):
                total = 0.0
                for y in range(x, size):
                    total += scale[y, x] * flat[y]
                push[x] = total
            if at == 0:
                unseen_before = unseen
                kinetic = 0.0
                for x in range(size):
                    kinetic += 0.5 * momentum[x] ** 2
                before = density - kinetic
            else:
                for x in range(size):
                    momentum[x] += 0.5 * step * push[x]
            if at == n_steps:
                break
            for x in range(size):
                momentum[x] += 0.5 * step * push[x]
            place = new.ravel()
            for x in range(size):
                total = 0.0
                for y in range(x + 1):
                    total += scale[x, y] * momentum[y]
                place[x] += step * total
        chance = 0.0
        if np.isfinite(density):
            kinetic = 0.0
            for x in range(size):
                kinetic += 0.5 * momentum[x] ** 2
            chance = np.exp(min(0.0, density - kinetic - before))
        if uniforms[i, 1] < chance:
            particles[i] = new
            missed[i] = unseen
        else:
            missed[i] = unseen_before
        accepted += chance
    return accepted


@_kernel
def weigh_particles(
    first: NDArray[np.int32],
    on: NDArray[np.int32],
    counts: Floats,
    n_observed: float,
    particles: Floats,
    likelihood: Floats,
    missed: Floats,
) -> None:
    """Write the log likelihood and the share missed of each particle."""
    gradient, odds = np.empty(particles.shape[1:]), np.empty(particles.shape[1:])
    for i in range(particles.shape[0]):
        likelihood[i], missed[i] = log_likelihood(
            first, on, counts, n_observed, particles[i], gradient, odds
        )
