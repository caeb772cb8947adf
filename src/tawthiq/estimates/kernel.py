"""The compiled part: the density of a latent-class model, and Hamiltonian steps that sample it.

All randomness comes in as arrays drawn by the caller. So a step is a pure function of its input,
runs in a thread without Python's lock, and gives the same with and without compilation.

A position is one array, shape (n_classes, n_lists + 1). Column j < n_lists holds the logit of the
probability that list j catches a member of the class. The last column holds log(-log(1 - V)) of
the class's stick V; the last class takes what the other sticks leave, and its entry stays unused.
That scale is chosen because a concentration near zero makes sticks of 1 - 1e-300 quite usual.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SWAPS = 3
"""Swaps of classes tried before each trajectory."""

UNIFORMS = 2 + 3 * SWAPS
"""Uniform numbers one iteration uses up."""

MAX_STEPS = 1024
"""Leapfrog steps of the longest trajectory."""

_TARGET_ACCEPTANCE = 0.8


@njit(cache=True, nogil=True, error_model="numpy")
def log_density(  # noqa: PLR0912, PLR0915, PLR0917 - split up, it compiles and runs slower
    seen: NDArray[np.uint8],
    counts: Floats,
    capture_prior: Floats,
    concentration_prior: Floats,
    position: Floats,
    gradient: Floats,
    share: Floats,
) -> tuple[float, float]:
    """Log posterior density of a position, its gradient, and the probability of being missed.

    Labels, the unobserved and the concentration are integrated out. Under the prior 1/N the sum
    over the unobserved leaves the likelihood of the patterns given that they were seen at all:
    prod over patterns of (p / (1 - p_missed)) ** count. The sticks, exponential in -log(1 - V)
    given a Gamma(a, b) concentration, become a Lomax density in their sum.

    Args:
        seen: shape (n_patterns, n_lists), 1 where the pattern is on the list.
        counts: people of each pattern, shape (n_patterns,).
        capture_prior: the two shapes of the Beta prior of each capture probability.
        concentration_prior: shape and rate of the Gamma prior of the concentration.
        position: shape (n_classes, n_lists + 1), see the module.
        gradient: written: gradient of the log density, of the shape of `position`.
        share: scratch, shape (n_classes,).

    Returns:
        The log density up to a constant, -inf where everybody would be missed; and the
        probability that no list catches a person.

    Source: the model is Manrique-Vallier (2016), Biometrics 72(4), 1246-1254.
    """
    n_patterns, n_lists = seen.shape
    n_classes = position.shape[0]
    capture = np.empty((n_classes, n_lists))
    odds = np.empty((n_classes, n_lists))
    missed_share = np.empty(n_classes)
    expected = np.empty(n_classes)
    stick = np.empty(n_classes)
    n_observed = 0.0
    for c in range(n_patterns):
        n_observed += counts[c]

    value = 0.0
    remaining = 1.0
    total_stick = 0.0
    missed = 0.0
    for k in range(n_classes):
        weight = remaining
        if k < n_classes - 1:
            stick[k] = np.exp(position[k, n_lists])
            weight = -remaining * np.expm1(-stick[k])
            remaining *= np.exp(-stick[k])
            total_stick += stick[k]
            value += position[k, n_lists]
        for j in range(n_lists):
            inverse_odds = np.exp(-position[k, j])
            odds[k, j] = 1.0 / inverse_odds
            capture[k, j] = 1.0 / (1.0 + inverse_odds)
            not_caught = inverse_odds * capture[k, j]
            weight *= not_caught
            value += capture_prior[0] * np.log(capture[k, j])
            value += capture_prior[1] * np.log(not_caught)
            gradient[k, j] = 0.0
        gradient[k, n_lists] = 0.0
        missed_share[k] = weight
        missed += weight
    index = concentration_prior[0] + n_classes - 1
    value -= index * np.log(concentration_prior[1] + total_stick)
    if not missed < 1.0:
        return -np.inf, missed

    # Expected members of each class, the unobserved included: the gradient needs nothing else.
    value -= n_observed * np.log1p(-missed)
    for k in range(n_classes):
        expected[k] = n_observed / (1.0 - missed) * missed_share[k]
    for c in range(n_patterns):
        probability = 0.0
        for k in range(n_classes):
            joint = missed_share[k]
            for j in range(n_lists):
                if seen[c, j]:
                    joint *= odds[k, j]
            share[k] = joint
            probability += joint
        value += counts[c] * np.log(probability)
        for k in range(n_classes):
            members = share[k] * (counts[c] / probability)
            expected[k] += members
            for j in range(n_lists):
                if seen[c, j]:
                    gradient[k, j] += members

    later = 0.0
    for k in range(n_classes - 1, -1, -1):
        trials = expected[k] + capture_prior[0] + capture_prior[1]
        for j in range(n_lists):
            gradient[k, j] += capture_prior[0] - trials * capture[k, j]
        if k < n_classes - 1:
            slope = expected[k] / np.expm1(stick[k]) - later
            slope -= index / (concentration_prior[1] + total_stick)
            gradient[k, n_lists] = 1.0 + stick[k] * slope
        later += expected[k]
    return value, missed


@njit(cache=True, nogil=True, error_model="numpy")
def swap_classes(concentration_prior: Floats, position: Floats, uniforms: Floats) -> bool:
    """Try to exchange two classes with their weights (Metropolis); change `position` if accepted.

    The likelihood does not see the order of classes; the stick-breaking prior does. Weights are
    exchanged as they are, and the exchange has unit Jacobian on the weights, so that only the
    prior density of the weights decides. `uniforms`: three numbers in [0, 1).
    """
    n_classes = position.shape[0]
    last = position.shape[1] - 1
    if n_classes < 2:
        return False
    a = int(uniforms[0] * (n_classes - 1))
    b = a + 1 + int(uniforms[1] * (n_classes - 1 - a))
    index = concentration_prior[0] + n_classes - 1
    weight = np.empty(n_classes)
    remaining = 1.0
    total_stick = 0.0
    before = 0.0
    for k in range(n_classes - 1):
        stick = np.exp(position[k, last])
        weight[k] = -remaining * np.expm1(-stick)
        remaining *= np.exp(-stick)
        total_stick += stick
        before += total_stick  # minus the log of what the sticks up to here leave
    weight[n_classes - 1] = remaining
    before -= index * np.log(concentration_prior[1] + total_stick)
    weight[a], weight[b] = weight[b], weight[a]

    left = np.empty(n_classes)  # weight of this class and all later ones
    left[n_classes - 1] = weight[n_classes - 1]
    for k in range(n_classes - 2, -1, -1):
        left[k] = left[k + 1] + weight[k]
        if weight[k] <= 0.0:
            return False
    if left[n_classes - 1] <= 0.0:
        return False
    after = -index * np.log(concentration_prior[1] - np.log(left[n_classes - 1]))
    for k in range(1, n_classes):
        after -= np.log(left[k])
    if not np.log(1.0 - uniforms[2]) < after - before:
        return False
    for k in range(n_classes - 1):
        position[k, last] = np.log(np.log1p(weight[k] / left[k + 1]))
    for j in range(last):
        position[a, j], position[b, j] = position[b, j], position[a, j]
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def advance(  # noqa: PLR0912, PLR0917 - split up, it compiles and runs slower
    seen: NDArray[np.uint8],
    counts: Floats,
    capture_prior: Floats,
    concentration_prior: Floats,
    position: Floats,
    tune: Floats,
    normals: Floats,
    uniforms: Floats,
    duration: float,
    adapt: bool,
    missed: Floats,
) -> float:
    """Move one chain on by `len(missed)` iterations of Hamiltonian Monte Carlo.

    Args:
        seen, counts, capture_prior, concentration_prior: as in `log_density`.
        position: the chain's position; moved on in place.
        tune: five numbers of dual averaging, changed in place while `adapt`: step size, centre
            of its log, mean shortfall of acceptance, averaged log step size, iterations.
        normals: standard normal, shape (n_iterations, n_classes, n_lists + 1): the momenta.
        uniforms: in [0, 1), shape (n_iterations, UNIFORMS).
        duration: longest trajectory, in units of the position; each takes a random part of it.
        missed: written: probability of being missed after each iteration.

    Returns:
        Mean probability of acceptance.

    Source: Neal (2011), MCMC using Hamiltonian dynamics, sections 2.3 and 3.2; the step size by
    Hoffman and Gelman (2014), JMLR 15, 1593-1623, section 3.2.
    """
    n_classes, width = position.shape
    gradient = np.empty((n_classes, width))
    new = np.empty((n_classes, width))
    momentum = np.empty((n_classes, width))
    share = np.empty(n_classes)
    accepted = 0.0
    for i in range(missed.shape[0]):
        for s in range(SWAPS):
            swap_classes(concentration_prior, position, uniforms[i, 2 + 3 * s : 5 + 3 * s])
        for k in range(n_classes):
            for j in range(width):
                new[k, j] = position[k, j]
                momentum[k, j] = normals[i, k, j]
        momentum[n_classes - 1, width - 1] = 0.0
        value, missed_now = log_density(
            seen, counts, capture_prior, concentration_prior, new, gradient, share
        )
        energy = -value
        for k in range(n_classes):
            for j in range(width):
                energy += 0.5 * momentum[k, j] ** 2
        step = tune[0]
        n_steps = min(MAX_STEPS, 1 + int(uniforms[i, 0] * duration / step))
        missed_new = missed_now
        half = 0.5 * step
        for _ in range(n_steps):
            for k in range(n_classes):
                for j in range(width):
                    momentum[k, j] += half * gradient[k, j]
                    new[k, j] += step * momentum[k, j]
            value, missed_new = log_density(
                seen, counts, capture_prior, concentration_prior, new, gradient, share
            )
            if not np.isfinite(value):
                break
            for k in range(n_classes):
                for j in range(width):
                    momentum[k, j] += half * gradient[k, j]
        change = value + energy
        for k in range(n_classes):
            for j in range(width):
                change -= 0.5 * momentum[k, j] ** 2
        probability = 0.0
        if np.isfinite(change):
            probability = np.exp(min(0.0, change))
        if uniforms[i, 1] < probability:
            missed_now = missed_new
            for k in range(n_classes):
                for j in range(width):
                    position[k, j] = new[k, j]
        missed[i] = missed_now
        accepted += probability
        if adapt:
            tune[4] += 1.0
            tune[2] += (_TARGET_ACCEPTANCE - probability - tune[2]) / (tune[4] + 10.0)
            log_step = tune[1] - np.sqrt(tune[4]) / 0.05 * tune[2]
            tune[0] = np.exp(log_step)
            tune[3] += tune[4] ** -0.75 * (log_step - tune[3])
    return accepted / missed.shape[0]
