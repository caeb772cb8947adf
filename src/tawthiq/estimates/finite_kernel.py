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
from tawthiq.estimates.finite_cells import Layout, log_likelihood, scratch_for

Floats = NDArray[np.float64]

_kernel = partial(compiled, nogil=True, error_model="numpy")

LEVEL, LEVEL_SPREAD, LIST_SPREAD, CLASS_SPREAD, CELL_SPREAD, WEIGHT_SPREAD = range(6)
"""Places in the array of prior settings; see `finite.FinitePrior`."""

_ARRIVED = 1e-7  # twice what a climb has still to gain, about, in log density
_HALVINGS = 30


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
def in_order(position: Floats) -> bool:
    """Whether each class is at least as visible, over all lists, as the one before."""
    before = -np.inf
    for k in range(position.shape[1]):
        total = 0.0
        for j in range(position.shape[0] - 1):
            total += position[j, k]
        if total < before:
            return False
        before = total
    return True


@_kernel
def put_in_order(position: Floats, joined: NDArray[np.bool_], crossed: Floats) -> bool:
    """Put the classes of a position in order, unless one has to cross where it may not.

    All orders of classes are one account, and one order stands for all. `scale` is learnt of that
    order. Where it is not the same seen from another order, moving and then ordering would not
    leave the posterior as it is: particles would drift to where trajectories lead out of the order.
    So a class crosses only to a neighbour with which `scale` does not tell it apart.

    Args:
        position: put in order in place, where it can be.
        joined: (n_classes - 1,): whether a class and the next are told apart by nothing.
        crossed: (n_classes - 1,): 1 is added where classes crossed, or would have.

    Returns:
        Whether it is in order now.
    """
    n_rows, n_classes = position.shape
    total, order = np.zeros(n_classes), np.arange(n_classes)
    for k in range(n_classes):
        for j in range(n_rows - 1):
            total[k] += position[j, k]
    for k in range(1, n_classes):
        at = k
        while at > 0 and total[order[at - 1]] > total[order[at]]:
            order[at - 1], order[at] = order[at], order[at - 1]
            at -= 1
    allowed, highest = True, -1
    for k in range(n_classes - 1):
        highest = max(highest, order[k])
        if highest > k:  # one from above stands among the lowest k + 1
            crossed[k] += 1.0
            allowed = allowed and joined[k]
    if allowed:
        before = position.copy()
        for k in range(n_classes):
            if order[k] != k:
                position[:, k] = before[:, order[k]]
    return allowed


@_kernel
def move_particles(  # noqa: PLR0912 - split up, it compiles and runs slower
    layout: Layout,
    counts: Floats,
    n_observed: float,
    prior: Floats,
    scale: Floats,
    step: float,
    most_steps: int,
    joined: NDArray[np.bool_],
    normals: Floats,
    uniforms: Floats,
    begin: int,
    end: int,
    particles: Floats,
    missed: Floats,
    crossed: Floats,
    visited: Floats,
) -> float:
    """Move the particles from `begin` to `end` by some Hamiltonian trajectories each.

    Args:
        layout, counts, n_observed: as in `log_likelihood`.
        prior: see `LEVEL` and the others.
        scale: (n_lists + 1, n_classes, n_lists + 1, n_classes) as a square matrix: a lower triangle
            whose product with its transpose is about the covariance of the target.
        step: size of a step, in units of `scale`.
        most_steps: of a trajectory; each takes a random number of them.
        joined: (n_classes - 1,): where `scale` is the same whichever of two neighbours is which.
        normals: the momenta, standard normal, (n_trajectories, *particles.shape).
        uniforms: in [0, 1), (n_trajectories, n_particles, 2).
        begin, end: which.
        particles: (n_particles, n_lists + 1, n_classes), classes in order; moved on in place.
        missed: (n_trajectories, n_particles): written, the share of people that each has missed.
        crossed: (n_classes - 1,): added to, how many trajectories led a class past the next.
        visited: (n_trajectories, *particles.shape): written, where each was; empty if not wanted.

    Returns:
        Mean probability of acceptance, times the number of particles; leaving the order of classes
        does not count against it.

    Source: Neal (2011), MCMC using Hamiltonian dynamics, chapter 5 of the Handbook of Markov Chain
    Monte Carlo.
    """
    n_rows, n_classes = particles.shape[1], particles.shape[2]
    size = n_rows * n_classes
    scratch = scratch_for(layout.widths, n_rows - 1, n_classes)
    columns = scale.T.copy()
    gradient, start = np.empty((n_rows, n_classes)), np.empty((n_rows, n_classes))
    new, momentum, push = np.empty((n_rows, n_classes)), np.empty(size), np.empty(size)
    flat, start_flat, place = gradient.ravel(), start.ravel(), new.ravel()
    accepted = 0.0
    for i in range(begin, end):
        # The gradient where a trajectory begins is the one where the last one ended.
        density = log_prior(prior, particles[i], start)
        seen, unseen = log_likelihood(
            layout, counts, n_observed, particles[i], start, scratch, True, True
        )
        density += seen
        for trip in range(normals.shape[0]):
            momentum[:] = normals[trip, i].ravel()
            new[:] = particles[i]
            flat[:] = start_flat
            before, reached, unseen_then = density, density, unseen
            for x in range(size):
                before -= 0.5 * momentum[x] ** 2
            n_steps = 1 + int(uniforms[trip, i, 0] * most_steps)
            _push(scale, flat, push)
            for at in range(1, n_steps + 1):
                for x in range(size):
                    momentum[x] += 0.5 * step * push[x]
                for y in range(size):
                    for x in range(y, size):
                        place[x] += step * columns[y, x] * momentum[y]
                reached = log_prior(prior, new, gradient)
                seen, unseen_then = log_likelihood(
                    layout, counts, n_observed, new, gradient, scratch, at == n_steps, True
                )
                reached += seen
                if not np.isfinite(reached):
                    break
                _push(scale, flat, push)
                for x in range(size):
                    momentum[x] += 0.5 * step * push[x]
            chance = 0.0
            if np.isfinite(reached):
                kinetic = 0.0
                for x in range(size):
                    kinetic += 0.5 * momentum[x] ** 2
                chance = np.exp(min(0.0, reached - kinetic - before))
            if uniforms[trip, i, 1] < chance:
                ordered = in_order(new)
                if ordered or put_in_order(new, joined, crossed):
                    particles[i] = new
                    density, unseen = reached, unseen_then
                    if ordered or trip == normals.shape[0] - 1:
                        start_flat[:] = flat
                    else:
                        log_prior(prior, new, start)
                        log_likelihood(layout, counts, n_observed, new, start, scratch, False, True)
            missed[trip, i] = unseen
            if visited.shape[0] > 0:
                visited[trip, i] = particles[i]
            accepted += chance / normals.shape[0]
    return accepted


@_kernel
def _push(scale: Floats, gradient: Floats, push: Floats) -> None:
    """Write the gradient in units of `scale`."""
    push[:] = 0.0
    for y in range(gradient.shape[0]):
        for x in range(y + 1):
            push[x] += scale[y, x] * gradient[y]


@_kernel
def weigh_particles(
    layout: Layout,
    counts: Floats,
    n_observed: float,
    particles: Floats,
    likelihood: Floats,
    missed: Floats,
) -> None:
    """Write the log likelihood and the share missed of each particle."""
    gradient = np.empty(particles.shape[1:])
    scratch = scratch_for(layout.widths, particles.shape[1] - 1, particles.shape[2])
    for i in range(particles.shape[0]):
        likelihood[i], missed[i] = log_likelihood(
            layout, counts, n_observed, particles[i], gradient, scratch, True, False
        )


@_kernel
def weigh_by_prior(prior: Floats, particles: Floats, logs: Floats) -> None:
    """Write the log prior density of each particle."""
    gradient = np.empty(particles.shape[1:])
    for i in range(particles.shape[0]):
        logs[i] = log_prior(prior, particles[i], gradient)


@_kernel
def climb(
    layout: Layout,
    counts: Floats,
    n_observed: float,
    prior: Floats,
    scale: Floats,
    most_steps: int,
    position: Floats,
) -> float:
    """Move a position to a peak of the posterior density, by quasi-Newton steps.

    Args:
        layout, counts, n_observed, prior, scale: as in `move_particles`.
        most_steps: after which it stops, arrived or not.
        position: moved on in place.

    Returns:
        The log density there.

    Source: Nocedal and Wright (2006), Numerical Optimization, algorithm 6.1 and equation 6.20.
    """
    n_rows, n_classes = position.shape
    size = n_rows * n_classes
    scratch = scratch_for(layout.widths, n_rows - 1, n_classes)
    gradient, new = np.empty((n_rows, n_classes)), np.empty((n_rows, n_classes))
    slope, slope_then, change = np.empty(size), np.empty(size), np.empty(size)
    value = log_prior(prior, position, gradient)
    seen, _ = log_likelihood(layout, counts, n_observed, position, gradient, scratch, True, True)
    value += seen
    _push(scale, gradient.ravel(), slope)
    inverse = np.eye(size)  # of the curvature
    learnt = False
    for _ in range(most_steps):
        step = inverse @ slope
        gain = float(step @ slope)
        if not gain > _ARRIVED:
            break
        length = 1.0 if learnt else min(1.0, gain**-0.5)
        reached = -np.inf
        for _ in range(_HALVINGS):
            new[:] = position + length * (scale @ step).reshape(n_rows, n_classes)
            reached = log_prior(prior, new, gradient)
            seen, _ = log_likelihood(layout, counts, n_observed, new, gradient, scratch, True, True)
            reached += seen
            if reached >= value + 1e-4 * length * gain:
                break
            length *= 0.5
        if not reached > value:
            break
        value = reached
        position[:] = new
        _push(scale, gradient.ravel(), slope_then)
        change[:] = slope - slope_then
        slope[:] = slope_then
        step *= length
        along = float(step @ change)
        if along <= 1e-10:
            continue
        if not learnt:
            inverse *= along / float(change @ change)
            learnt = True
        turned = inverse @ change
        grown = (1.0 + float(change @ turned) / along) / along
        for x in range(size):
            for y in range(size):
                inverse[x, y] += (
                    grown * step[x] * step[y] - (turned[x] * step[y] + step[x] * turned[y]) / along
                )
    return float(value)


@_kernel
def curvature(
    layout: Layout,
    counts: Floats,
    n_observed: float,
    prior: Floats,
    scale: Floats,
    width: float,
    position: Floats,
) -> Floats:
    """Minus the second derivatives of the log density, in units of `scale`, by differences.

    Args:
        layout, counts, n_observed, prior, scale: as in `move_particles`.
        width: how far to either side, in units of `scale`.
        position: where.
    """
    n_rows, n_classes = position.shape
    size = n_rows * n_classes
    scratch = scratch_for(layout.widths, n_rows - 1, n_classes)
    gradient, near = np.empty((n_rows, n_classes)), np.empty((n_rows, n_classes))
    push, made = np.empty(size), np.zeros((size, size))
    for x in range(size):
        for side in (-1.0, 1.0):
            near[:] = position + side * width * scale[:, x].copy().reshape(n_rows, n_classes)
            log_prior(prior, near, gradient)
            log_likelihood(layout, counts, n_observed, near, gradient, scratch, False, True)
            _push(scale, gradient.ravel(), push)
            made[x] -= side * push / (2 * width)
    return (made + made.T) / 2
