"""The compiled part: the density of a latent-class model, and Hamiltonian steps that sample it.

All randomness comes in as arrays drawn by the caller. So a step is a pure function of its input,
runs in a thread without Python's lock, and gives the same with and without compilation.

A position is one array, shape (n_lists + 1, n_classes): classes lie side by side, so that the
innermost loops run over them in vector instructions. Row j < n_lists holds the logits of the
probabilities that list j catches a member of each class. The last row holds log(-log(1 - V)) of
each class's stick V; the last class takes what the other sticks leave, and its entry stays unused.
That scale is chosen because a concentration near zero makes sticks of 1 - 1e-300 quite usual.

A lift raises the density where few draws would come (see `lifting`): an array of the log odds of
being missed at which it starts, the distance of its knots, and its height at each; empty for none.
"""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from tawthiq.compiling import compiled

Floats = NDArray[np.float64]

# Threads run chains side by side; a division by zero is for the caller to see in the numbers.
_kernel = partial(compiled, nogil=True, error_model="numpy")

SWAPS = 3
"""Swaps of classes tried before each trajectory."""

UNIFORMS = 2 + 3 * SWAPS
"""Uniform numbers one iteration uses up."""

MAX_STEPS = 1024
"""Leapfrog steps of the longest trajectory."""

_TARGET_ACCEPTANCE = 0.8
_LEAST_WEIGHT = 1e-290  # of a class; ratios of two stay finite


@_kernel
def lifted(lift: Floats, log_odds: float) -> tuple[float, float]:
    """Height and slope of a lift: cubic between its knots, level beyond them, smooth everywhere."""
    n_knots = lift.shape[0] - 2
    if n_knots < 1:
        return 0.0, 0.0
    place = (log_odds - lift[0]) / lift[1]
    if not place > 0.0:
        return lift[2], 0.0
    if place >= n_knots - 1:
        return lift[n_knots + 1], 0.0
    at = int(place)
    x = place - at
    low, high = lift[2 + at], lift[3 + at]
    slope_low = 0.5 * (high - lift[1 + at]) if at > 0 else 0.0
    slope_high = 0.5 * (lift[4 + at] - low) if at < n_knots - 2 else 0.0
    rise = x * x * (3.0 - 2.0 * x)
    height = low + (high - low) * rise
    height += x * (1.0 - x) * ((1.0 - x) * slope_low - x * slope_high)
    slope = 6.0 * x * (1.0 - x) * (high - low)
    slope += (1.0 - x) * (1.0 - 3.0 * x) * slope_low + x * (3.0 * x - 2.0) * slope_high
    return height, slope / lift[1]


@_kernel
def log_density(  # noqa: PLR0912, PLR0915, PLR0917 - split up, it compiles and runs slower
    seen: NDArray[np.uint8],
    counts: Floats,
    capture_prior: Floats,
    concentration_prior: Floats,
    position: Floats,
    gradient: Floats,
    odds: Floats,
    with_value: bool,
    lift: Floats,
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
        position: shape (n_lists + 1, n_classes), see the module.
        gradient: written: gradient of the log density, of the shape of `position`.
        odds: scratch, of the shape of `position`.
        with_value: compute the density too; a step within a trajectory needs its gradient only.
        lift: see the module.

    Returns:
        The log density up to a constant, -inf where everybody would be missed, 0 without
        `with_value`; and the probability that no list catches a person.

    Source: the model is Manrique-Vallier (2016), Biometrics 72(4), 1246-1254.
    """
    n_patterns, n_lists = seen.shape
    n_classes = position.shape[1]
    missed_share = np.empty(n_classes)
    seen_share = np.zeros(n_classes)
    expected = np.empty(n_classes)
    share = np.empty(n_classes)
    stick = np.empty(n_classes)
    n_observed = 0.0
    for c in range(n_patterns):
        n_observed += counts[c]

    remaining = 1.0
    total_stick = 0.0
    for k in range(n_classes - 1):
        stick[k] = np.exp(position[n_lists, k])
        left = np.exp(-stick[k])
        # 1 - exp(-stick), without losing a tiny stick to rounding.
        missed_share[k] = remaining * (1.0 - left if left < 0.5 else -np.expm1(-stick[k]))
        remaining *= left
        total_stick += stick[k]
    missed_share[n_classes - 1] = remaining
    for j in range(n_lists):
        for k in range(n_classes):
            odds[j, k] = np.exp(position[j, k])
            missed_share[k] /= 1.0 + odds[j, k]
            # Summed by itself: 1 - missed would be rounding where nearly everybody is missed, and
            # chains that start or stray there would not find out.
            seen_share[k] += missed_share[k] * odds[j, k]
            gradient[j, k] = 0.0
    missed = 0.0
    reached = 0.0  # the probability that some list catches a person
    for k in range(n_classes):
        missed += missed_share[k]
        reached += seen_share[k]
    if not reached > 0.0:
        return -np.inf, 1.0

    height = 0.0
    missed_slope = n_observed / reached  # of the log density, by the probability missed
    if lift.shape[0] > 0 and missed > 0.0:
        height, slope = lifted(lift, np.log(missed / reached))
        missed_slope += slope / (missed * reached)
    # Expected members of each class, the unobserved included: the gradient needs nothing else.
    for k in range(n_classes):
        expected[k] = missed_slope * missed_share[k]
    value = 0.0
    for c in range(n_patterns):
        for k in range(n_classes):
            share[k] = missed_share[k]
        for j in range(n_lists):
            if seen[c, j]:
                for k in range(n_classes):
                    share[k] *= odds[j, k]
        probability = 0.0
        for k in range(n_classes):
            probability += share[k]
        if with_value:
            value += counts[c] * np.log(probability)
        scale = counts[c] / probability
        for k in range(n_classes):
            share[k] *= scale
            expected[k] += share[k]
        for j in range(n_lists):
            if seen[c, j]:
                for k in range(n_classes):
                    gradient[j, k] += share[k]

    index = concentration_prior[0] + n_classes - 1
    trials = capture_prior[0] + capture_prior[1]
    for j in range(n_lists):
        for k in range(n_classes):
            capture = odds[j, k] / (1.0 + odds[j, k])
            gradient[j, k] += capture_prior[0] - (expected[k] + trials) * capture
    later = 0.0
    gradient[n_lists, n_classes - 1] = 0.0
    for k in range(n_classes - 2, -1, -1):
        later += expected[k + 1]
        slope = expected[k] / np.expm1(stick[k]) - later
        slope -= index / (concentration_prior[1] + total_stick)
        gradient[n_lists, k] = 1.0 + stick[k] * slope
    if with_value:
        value += height - n_observed * np.log(reached)
        value -= index * np.log(concentration_prior[1] + total_stick)
        for k in range(n_classes - 1):
            value += position[n_lists, k]
        for j in range(n_lists):
            for k in range(n_classes):
                value += capture_prior[0] * position[j, k] - trials * np.log1p(odds[j, k])
    return value, missed


@_kernel
def swap_classes(concentration_prior: Floats, position: Floats, uniforms: Floats) -> bool:
    """Try to exchange two classes with their weights (Metropolis); change `position` if accepted.

    The likelihood does not see the order of classes; the stick-breaking prior does. Weights are
    exchanged as they are, and the exchange has unit Jacobian on the weights, so that only the
    prior density of the weights decides. `uniforms`: three numbers in [0, 1).
    """
    last = position.shape[0] - 1
    n_classes = position.shape[1]
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
        stick = np.exp(position[last, k])
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
    # Shares of so little would make sticks of infinite length; an exchange back is refused too.
    for k in range(n_classes):
        if not weight[k] > _LEAST_WEIGHT:
            return False
    after = -index * np.log(concentration_prior[1] - np.log(left[n_classes - 1]))
    for k in range(1, n_classes):
        after -= np.log(left[k])
    if not np.log(1.0 - uniforms[2]) < after - before:
        return False
    for k in range(n_classes - 1):
        position[last, k] = np.log(np.log1p(weight[k] / left[k + 1]))
    for j in range(last):
        position[j, a], position[j, b] = position[j, b], position[j, a]
    return True


@_kernel
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
    lift: Floats,
) -> float:
    """Move one chain on by `len(missed)` iterations of Hamiltonian Monte Carlo.

    Args:
        seen, counts, capture_prior, concentration_prior: as in `log_density`.
        position: the chain's position; moved on in place.
        tune: five numbers of dual averaging, changed in place while `adapt`: step size, centre
            of its log, mean shortfall of acceptance, averaged log step size, iterations.
        normals: standard normal, shape (n_iterations, n_lists + 1, n_classes): the momenta.
        uniforms: in [0, 1), shape (n_iterations, UNIFORMS).
        duration: longest trajectory, in units of the position; each takes a random part of it.
        missed: written: probability of being missed after each iteration.
        lift: see the module.

    Returns:
        Mean probability of acceptance.

    Source: Neal (2011), MCMC using Hamiltonian dynamics, chapter 5 of the Handbook of Markov Chain
    Monte Carlo; the step size by dual averaging, Hoffman and Gelman (2014), JMLR 15, 1593-1623.
    """
    n_rows, n_classes = position.shape
    gradient = np.empty((n_rows, n_classes))
    odds = np.empty((n_rows, n_classes))
    new = np.empty((n_rows, n_classes))
    momentum = np.empty((n_rows, n_classes))
    accepted = 0.0
    for i in range(missed.shape[0]):
        for s in range(SWAPS):
            swap_classes(concentration_prior, position, uniforms[i, 2 + 3 * s : 5 + 3 * s])
        for j in range(n_rows):
            for k in range(n_classes):
                new[j, k] = position[j, k]
                momentum[j, k] = normals[i, j, k]
        momentum[n_rows - 1, n_classes - 1] = 0.0
        step = tune[0]
        n_steps = min(MAX_STEPS, 1 + int(uniforms[i, 0] * duration / step))
        energy = 0.0
        missed_now = 1.0
        missed_new = 1.0
        # Pass 0 is the start of the trajectory, pass n_steps its end: only there energy counts.
        for at in range(n_steps + 1):
            value, missed_new = log_density(
                seen,
                counts,
                capture_prior,
                concentration_prior,
                new,
                gradient,
                odds,
                at in (0, n_steps),
                lift,
            )
            if at > 0:
                for j in range(n_rows):
                    for k in range(n_classes):
                        momentum[j, k] += 0.5 * step * gradient[j, k]
            if at in (0, n_steps):
                kinetic = 0.0
                for j in range(n_rows):
                    for k in range(n_classes):
                        kinetic += 0.5 * momentum[j, k] ** 2
                energy = value - kinetic - energy  # at the end: how much the density rose
            if at == 0:
                missed_now = missed_new
            if at == n_steps or not value > -np.inf:
                break
            for j in range(n_rows):
                for k in range(n_classes):
                    momentum[j, k] += 0.5 * step * gradient[j, k]
                    new[j, k] += step * momentum[j, k]
        probability = 0.0
        if value > -np.inf and np.isfinite(energy):
            probability = np.exp(min(0.0, energy))
        if uniforms[i, 1] < probability:
            missed_now = missed_new
            for j in range(n_rows):
                for k in range(n_classes):
                    position[j, k] = new[j, k]
        missed[i] = missed_now
        accepted += probability
        if adapt:
            tune[4] += 1.0
            tune[2] += (_TARGET_ACCEPTANCE - probability - tune[2]) / (tune[4] + 10.0)
            log_step = tune[1] - np.sqrt(tune[4]) / 0.05 * tune[2]
            tune[0] = np.exp(log_step)
            tune[3] += tune[4] ** -0.75 * (log_step - tune[3])
    return float(accepted / missed.shape[0])
