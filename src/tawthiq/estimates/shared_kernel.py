"""The compiled part of classes shared over strata: density of a position, steps of many particles.

All randomness comes in as arrays drawn by the caller, as in `finite_kernel`.

A position is one flat array. First stands what the strata share: a position of `finite_kernel`,
(n_lists + 1) * n_classes numbers, and two that say how far strata lie apart, in reach and in the
weights of classes. Then, stratum by stratum, n_lists + n_classes standard normals: how far each
list's reach and each class's weight lie from what is shared.
"""

# ruff: noqa: PLR0917 - compiled functions take positional arguments only

from functools import partial

import numpy as np
from numpy.typing import NDArray

from tawthiq.compiling import compiled
from tawthiq.estimates.finite_kernel import in_order, log_prior
from tawthiq.estimates.pattern_likelihood import log_likelihood

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

_kernel = partial(compiled, nogil=True, error_model="numpy")

REACH, REACH_SPREAD, WEIGHTS, WEIGHTS_SPREAD = range(4)
"""Places in the array of how far strata may lie apart; see `shared.SharedPrior`."""

_HALF_LOG_TAU = 0.5 * np.log(2 * np.pi)


@_kernel
def log_prior_shared(
    prior: Floats, n_lists: int, n_classes: int, position: Floats, gradient: Floats
) -> float:
    """Log prior density of a position, normalised; its gradient is written."""
    n_common = (n_lists + 1) * n_classes
    common = position[:n_common].reshape(n_lists + 1, n_classes)
    value = log_prior(prior, common, gradient[:n_common].reshape(n_lists + 1, n_classes))
    for at in range(n_common, position.shape[0]):
        value -= 0.5 * position[at] ** 2 + _HALF_LOG_TAU
        gradient[at] = -position[at]
    return float(value)


@_kernel
def log_likelihood_shared(
    first: Ints,
    on: Ints,
    counts: Floats,
    starts: Ints,
    lists: Ints,
    list_starts: Ints,
    apart: Floats,
    n_lists: int,
    n_classes: int,
    position: Floats,
    gradient: Floats,
    missed: Floats,
) -> float:
    """Log likelihood of the patterns of all strata, given that they were seen.

    Args:
        first, on, counts: as in `pattern_likelihood`, stratum after stratum. `on` holds
            places among the lists that work in the stratum.
        starts: where the patterns of each stratum start, and the end; (n_strata + 1,).
        lists: the lists that work in each stratum, one stratum after the other. A list that does
            not work there has no say there: its zeros are none.
        list_starts: where those of each stratum start, and the end.
        apart: see `REACH` and the others.
        n_lists, n_classes: of the position.
        position: see the module.
        gradient: added to.
        missed: (n_strata,): written, the share of each stratum that is missed.

    Returns:
        The log likelihood, -inf where everybody of a stratum would be missed.
    """
    n_common = (n_lists + 1) * n_classes
    block = n_lists + n_classes
    reach = np.exp(apart[REACH] + apart[REACH_SPREAD] * position[n_common])
    spread = np.exp(apart[WEIGHTS] + apart[WEIGHTS_SPREAD] * position[n_common + 1])
    total = 0.0
    for s in range(starts.shape[0] - 1):
        own = n_common + 2 + s * block
        working = lists[list_starts[s] : list_starts[s + 1]]
        n_working = working.shape[0]
        local = np.empty((n_working + 1, n_classes))
        for i in range(n_working):
            j = working[i]
            for k in range(n_classes):
                local[i, k] = position[j * n_classes + k] + reach * position[own + j]
        for k in range(n_classes):
            local[n_working, k] = (
                position[n_lists * n_classes + k] + spread * position[own + n_lists + k]
            )
        slope, odds = np.zeros_like(local), np.empty_like(local)
        some = counts[starts[s] : starts[s + 1]]
        value, missed[s] = log_likelihood(
            first[starts[s] : starts[s + 1] + 1], on, some, some.sum(), local, slope, odds
        )
        if not np.isfinite(value):
            return -np.inf
        total += value
        for i in range(n_working):
            j = working[i]
            row = 0.0
            for k in range(n_classes):
                gradient[j * n_classes + k] += slope[i, k]
                row += slope[i, k]
            gradient[own + j] += reach * row
            gradient[n_common] += apart[REACH_SPREAD] * reach * position[own + j] * row
        for k in range(n_classes):
            mine = slope[n_working, k]
            gradient[n_lists * n_classes + k] += mine
            gradient[own + n_lists + k] += spread * mine
            gradient[n_common + 1] += (
                apart[WEIGHTS_SPREAD] * spread * position[own + n_lists + k] * mine
            )
    return float(total)


@_kernel
def weigh_shared(
    first: Ints,
    on: Ints,
    counts: Floats,
    starts: Ints,
    lists: Ints,
    list_starts: Ints,
    apart: Floats,
    n_lists: int,
    n_classes: int,
    particles: Floats,
    likelihood: Floats,
    missed: Floats,
) -> None:
    """Write the log likelihood, and the share missed of each stratum, of each particle."""
    gradient = np.zeros(particles.shape[1])
    for i in range(particles.shape[0]):
        likelihood[i] = log_likelihood_shared(
            first, on, counts, starts, lists, list_starts, apart, n_lists, n_classes,
            particles[i], gradient, missed[i],
        )  # fmt: skip


@_kernel
def move_shared(  # noqa: PLR0912, PLR0915 - split up, it compiles and runs slower
    first: Ints,
    on: Ints,
    counts: Floats,
    starts: Ints,
    lists: Ints,
    list_starts: Ints,
    apart: Floats,
    n_lists: int,
    n_classes: int,
    prior: Floats,
    common_scale: Floats,
    lean: Floats,
    own_scale: Floats,
    step: float,
    most_steps: int,
    normals: Floats,
    uniforms: Floats,
    particles: Floats,
    missed: Floats,
) -> float:
    """Move particles by one Hamiltonian trajectory each.

    Args:
        first to n_classes: as in `log_likelihood_shared`.
        prior: as in `finite_kernel.log_prior`.
        common_scale: lower triangle, whose product with its transpose is about the covariance of
            what strata share.
        lean: (n_strata, n_block, n_common): how a stratum's own numbers follow what is shared, in
            units of `common_scale`.
        own_scale: (n_strata, n_block, n_block): lower triangles of what is left in each stratum.
            Given what they share strata are independent, so these three are a square root of the
            covariance of all.
        step, most_steps: of a trajectory; each takes a random number of steps.
        normals: the momenta, standard normal, of the shape of `particles`.
        uniforms: in [0, 1), (n_particles, 2).
        particles: classes in order (`finite_kernel.in_order`); moved on in place.
        missed: (n_particles, n_strata): written.

    Returns:
        Sum of the probabilities of acceptance; leaving the order does not count against it.

    Source: Neal (2011), MCMC using Hamiltonian dynamics, sections 2.3 and 4.1.
    """
    size = particles.shape[1]
    n_common, n_strata, block = common_scale.shape[0], own_scale.shape[0], own_scale.shape[1]
    gradient, push = np.empty(size), np.empty(size)
    new, momentum = np.empty(size), np.empty(size)
    unseen, unseen_before = np.empty(n_strata), np.ones(n_strata)
    accepted = 0.0
    for i in range(particles.shape[0]):
        momentum[:] = normals[i]
        new[:] = particles[i]
        n_steps = 1 + int(uniforms[i, 0] * most_steps)
        density, before = 0.0, 0.0
        for at in range(n_steps + 1):
            density = log_prior_shared(prior, n_lists, n_classes, new, gradient)
            density += log_likelihood_shared(
                first, on, counts, starts, lists, list_starts, apart, n_lists, n_classes,
                new, gradient, unseen,
            )  # fmt: skip
            if not np.isfinite(density):
                break
            # The gradient in units of the scale.
            for x in range(n_common):
                total = 0.0
                for y in range(x, n_common):
                    total += common_scale[y, x] * gradient[y]
                push[x] = total
            for s in range(n_strata):
                own = n_common + s * block
                for y in range(block):
                    slope = gradient[own + y]
                    for x in range(n_common):
                        push[x] += lean[s, y, x] * slope
                for x in range(block):
                    total = 0.0
                    for y in range(x, block):
                        total += own_scale[s, y, x] * gradient[own + y]
                    push[own + x] = total
            if at == 0:
                unseen_before[:] = unseen
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
            for x in range(n_common):
                total = 0.0
                for y in range(x + 1):
                    total += common_scale[x, y] * momentum[y]
                new[x] += step * total
            for s in range(n_strata):
                own = n_common + s * block
                for x in range(block):
                    total = 0.0
                    for y in range(n_common):
                        total += lean[s, x, y] * momentum[y]
                    for y in range(x + 1):
                        total += own_scale[s, x, y] * momentum[own + y]
                    new[own + x] += step * total
        chance = 0.0
        if np.isfinite(density):
            kinetic = 0.0
            for x in range(size):
                kinetic += 0.5 * momentum[x] ** 2
            chance = np.exp(min(0.0, density - kinetic - before))
        common = new[: (n_lists + 1) * n_classes].reshape(n_lists + 1, n_classes)
        if uniforms[i, 1] < chance and in_order(common):
            particles[i] = new
            missed[i] = unseen
        else:
            missed[i] = unseen_before
        accepted += chance
    return accepted
