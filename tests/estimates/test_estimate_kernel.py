"""The compiled density and step, each against something written another way."""

import numpy as np
import pytest
from scipy.special import expit

from tawthiq.estimates import kernel
from tawthiq.estimates.lifting import NO_LIFT

SEEN = np.array([[1, 0, 0], [0, 1, 1], [1, 1, 0], [1, 1, 1]], dtype=np.uint8)
COUNTS = np.array([30.0, 12.0, 5.0, 3.0])
LIFT = np.array([-4.0, 1.0, 0.0, 2.0, -1.0, 3.0, 1.0, 0.5])
CAPTURE, CONCENTRATION = np.array([1.3, 0.8]), np.array([0.25, 0.4])


def density(position, *, with_value=True, lift=NO_LIFT):
    gradient = np.empty_like(position)
    value, missed = kernel.log_density(
        SEEN, COUNTS, CAPTURE, CONCENTRATION, position, gradient, gradient.copy(), with_value, lift
    )
    return value, missed, gradient


def plain_density(position):
    """The same in the paper's quantities: weights, capture probabilities, cells."""
    capture, stick = expit(position[:-1]), np.exp(position[-1, :-1])
    left = np.exp(-np.append(0.0, np.cumsum(stick)))
    weights = left * np.append(1 - np.exp(-stick), 1.0)
    missed = weights @ np.prod(1 - capture, axis=0)
    cells = [
        weights @ np.prod(np.where(row[:, None] == 1, capture, 1 - capture), axis=0) for row in SEEN
    ]
    index = CONCENTRATION[0] + len(weights) - 1
    return (
        COUNTS @ np.log(np.array(cells) / (1 - missed))
        + CAPTURE[0] * np.log(capture).sum()
        + CAPTURE[1] * np.log(1 - capture).sum()
        + position[-1, :-1].sum()
        - index * np.log(CONCENTRATION[1] + stick.sum())
    ), missed


@pytest.mark.parametrize("classes", [1, 2, 5])
def test_the_density_is_the_one_written_down_in_the_papers_quantities(classes):
    position = np.random.default_rng(classes).normal(size=(4, classes))
    value, missed, _ = density(position)
    expected, expected_missed = plain_density(position)
    assert value == pytest.approx(expected)
    assert missed == pytest.approx(expected_missed)


@pytest.mark.parametrize("classes", [1, 2, 5])
def test_the_gradient_is_the_slope_of_the_density(classes):
    position = np.random.default_rng(classes).normal(size=(4, classes))
    _, _, gradient = density(position, with_value=False)
    for at in np.ndindex(position.shape):
        step = np.zeros_like(position)
        step[at] = 1e-5
        slope = (plain_density(position + step)[0] - plain_density(position - step)[0]) / 2e-5
        assert gradient[at] == pytest.approx(slope, rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("seed", range(8))
def test_a_lift_raises_the_density_by_its_height_and_tilts_the_gradient(seed):
    position = np.random.default_rng(seed).normal(seed / 2 - 2, size=(4, 3))
    value, missed, gradient = density(position, lift=LIFT)
    height, _ = kernel.lifted(LIFT, np.log(missed / (1 - missed)))
    assert value == pytest.approx(plain_density(position)[0] + height)
    for at in np.ndindex(position.shape):
        step = np.zeros_like(position)
        step[at] = 1e-5
        rise = density(position + step, lift=LIFT)[0] - density(position - step, lift=LIFT)[0]
        assert gradient[at] == pytest.approx(rise / 2e-5, rel=1e-4, abs=1e-5)


def test_a_lift_passes_through_its_knots_and_is_level_beyond_them():
    assert [kernel.lifted(LIFT, -4.0 + at)[0] for at in range(6)] == pytest.approx(LIFT[2:])
    assert kernel.lifted(LIFT, -50.0) == (0.0, 0.0)
    assert kernel.lifted(LIFT, 50.0) == (0.5, 0.0)
    assert kernel.lifted(NO_LIFT, 0.3) == (0.0, 0.0)


def test_compiled_and_plain_python_take_the_same_steps(monkeypatch):
    random = np.random.default_rng(5)
    start = random.normal(size=(4, 3))
    normals, uniforms = random.normal(size=(15, 4, 3)), random.random((15, kernel.UNIFORMS))

    def run():
        position, missed = start.copy(), np.empty(15)
        tune = np.array([0.05, np.log(0.2), 0.0, np.log(0.05), 0.0])
        accepted = kernel.advance(
            SEEN, COUNTS, CAPTURE, CONCENTRATION, position, tune, normals, uniforms, 2.0, True,
            missed, LIFT,
        )  # fmt: skip
        return position, missed, tune, accepted

    compiled = run()
    for name in ("lifted", "log_density", "swap_classes", "advance"):
        monkeypatch.setattr(kernel, name, getattr(kernel, name).py_func)
    plain = run()
    assert not np.allclose(compiled[0], start)
    for one, other in zip(compiled, plain, strict=True):
        assert one == pytest.approx(other, rel=1e-6)


def test_a_swap_exchanges_two_classes_and_their_weights_and_nothing_else():
    def weights(position):
        left = np.exp(-np.append(0.0, np.cumsum(np.exp(position[-1, :-1]))))
        return left * np.append(1 - np.exp(-np.exp(position[-1, :-1])), 1.0)

    random = np.random.default_rng(2)
    swapped = 0
    for _ in range(50):
        before = random.normal(size=(4, 4))
        after = before.copy()
        accepted = kernel.swap_classes(CONCENTRATION, after, random.random(3))
        swapped += accepted
        order = np.argsort(before[0]), np.argsort(after[0])
        assert weights(before)[order[0]] == pytest.approx(weights(after)[order[1]])
        assert before[:-1, order[0]] == pytest.approx(after[:-1, order[1]])
        assert accepted == (not np.array_equal(before, after))
        assert density(before)[1] == pytest.approx(density(after)[1])
    assert 5 < swapped < 50


def test_swaps_alone_leave_the_prior_of_the_weights_as_it_is():
    """Sticks from the prior, then swaps: the first weight keeps its distribution."""
    random = np.random.default_rng(3)
    before, after = [], []
    for _ in range(4000):
        concentration = random.gamma(3.0, 1 / 2.0)
        stick = np.append(random.exponential(1 / concentration, size=2), 1.0)
        position = np.vstack([random.normal(size=(1, 3)), np.log(stick)])
        before.append(position[-1, 0])
        for _ in range(3):
            kernel.swap_classes(np.array([3.0, 2.0]), position, random.random(3))
        after.append(position[-1, 0])
    assert np.mean(after) == pytest.approx(np.mean(before), abs=0.12)
    assert np.quantile(after, [0.1, 0.5, 0.9]) == pytest.approx(
        np.quantile(before, [0.1, 0.5, 0.9]), abs=0.25
    )
