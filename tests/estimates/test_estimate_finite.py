"""Finite mixtures: the density by hand, one class by quadrature, ranks of draws from the prior."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from tawthiq.errors import EstimateError
from tawthiq.estimates import CaptureTable, capture_table, finite_cells, finite_kernel
from tawthiq.estimates.finite import averaged, finite, sample_next, sample_table
from tawthiq.estimates.finite_particles import (
    FiniteSettings,
    Seen,
    _Cloud,
    sample_classes,
    scale_of,
)
from tawthiq.estimates.prior import FinitePrior
from tawthiq.estimates.workers import one_by_one

SMALL = FiniteSettings(particles=400, draws=2_000)


def table_of(patterns: np.ndarray, counts: list[int]) -> CaptureTable:
    columns = {f"L{j}": patterns[:, j].tolist() for j in range(patterns.shape[1])}
    return capture_table(columns | {"count": counts})


def all_patterns(n_lists: int) -> np.ndarray:
    """Every pattern but the one of nobody."""
    codes = np.arange(1, 2**n_lists)
    return (codes[:, None] >> np.arange(n_lists)) & 1


def plain_likelihood(table: CaptureTable, position: np.ndarray) -> float:
    """From the definition: every person's probability, a pattern and a class at a time."""
    logits, logs = position[:-1], position[-1]
    weight = np.exp(logs) / np.exp(logs).sum()
    p = 1 / (1 + np.exp(-logits))
    missed = sum(weight[k] * np.prod(1 - p[:, k]) for k in range(len(weight)))
    total = 0.0
    for seen, count in zip(table.patterns, table.counts, strict=True):
        one = sum(
            weight[k] * np.prod(np.where(seen, p[:, k], 1 - p[:, k])) for k in range(len(weight))
        )
        total += count * np.log(one / (1 - missed))
    return float(total)


def density(table: CaptureTable, prior: FinitePrior, position: np.ndarray, heat: float):
    """Log density of a position at a heat, and its gradient, by the kernel."""
    seen = Seen.of(table)
    gradient = np.empty_like(position)
    value = finite_kernel.log_prior(prior.values, position, gradient)
    likelihood, _ = finite_kernel.log_likelihood(
        seen.layout,
        heat * seen.counts,
        heat * seen.counts.sum(),
        position,
        gradient,
        finite_cells.scratch_for(seen.layout.widths, *(np.array(position.shape) - [1, 0])),
        True,
        True,
    )
    return value + likelihood, gradient, likelihood


@st.composite
def tables_and_positions(draw: st.DrawFn):
    n_lists, n_classes = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    patterns = all_patterns(n_lists)
    counts = draw(st.lists(st.integers(0, 30), min_size=len(patterns), max_size=len(patterns)))
    counts[0] += 1
    numbers = st.floats(-4, 4)
    position = draw(
        st.lists(numbers, min_size=(n_lists + 1) * n_classes, max_size=(n_lists + 1) * n_classes)
    )
    return table_of(patterns, counts), np.array(position).reshape(n_lists + 1, n_classes)


@settings(max_examples=60, deadline=None)
@given(case=tables_and_positions(), heat=st.floats(0, 1))
def test_the_compiled_density_is_the_plain_one_and_its_gradient_its_slope(case, heat: float):
    table, position = case
    prior = FinitePrior()
    value, gradient, likelihood = density(table, prior, position, heat)
    assert likelihood == pytest.approx(heat * plain_likelihood(table, position), rel=1e-9, abs=1e-7)
    for at in np.ndindex(position.shape):
        moved, width = position.copy(), 1e-5
        moved[at] += width
        up = density(table, prior, moved, heat)[0]
        moved[at] -= 2 * width
        down = density(table, prior, moved, heat)[0]
        assert gradient[at] == pytest.approx((up - down) / (2 * width), rel=1e-4, abs=1e-3)
    assert np.isfinite(value)


@settings(max_examples=30, deadline=None)
@given(
    n_lists=st.integers(1, 5),
    n_classes=st.integers(1, 4),
    seed=st.integers(0, 10_000),
    level=st.floats(-3, 1),
    spreads=st.lists(st.floats(0.2, 2), min_size=5, max_size=5),
)
def test_the_prior_is_the_normal_density_of_its_parts(n_lists, n_classes, seed, level, spreads):
    names = ("level_spread", "list_spread", "class_spread", "cell_spread", "weight_spread")
    prior = FinitePrior(level=level, **dict(zip(names, spreads, strict=True)))
    position = prior.draw(np.random.default_rng(seed), 1, n_lists, n_classes)[0]
    same_list = np.kron(np.eye(n_lists), np.ones((n_classes, n_classes)))
    same_class = np.kron(np.ones((n_lists, n_lists)), np.eye(n_classes))
    covariance = (
        prior.level_spread**2
        + prior.list_spread**2 * same_list
        + prior.class_spread**2 * same_class
        + prior.cell_spread**2 * np.eye(n_lists * n_classes)
    )
    expected = (
        stats.multivariate_normal(np.full(len(covariance), level), covariance).logpdf(
            position[:-1].ravel()
        )
        + stats.norm(0, prior.weight_spread).logpdf(position[-1]).sum()
    )
    found = finite_kernel.log_prior(prior.values, position, np.empty_like(position))
    assert found == pytest.approx(expected, rel=1e-7, abs=1e-7)


def test_one_class_agrees_with_quadrature():
    """Two lists, one class: evidence and the share missed by summing over a grid of logits."""
    prior, table = FinitePrior(), table_of(all_patterns(2), [30, 20, 10])
    same = prior.level_spread**2
    own = prior.list_spread**2 + prior.class_spread**2 * 0 + prior.cell_spread**2
    common = same + prior.class_spread**2
    covariance = np.array([[common + own, common], [common, common + own]])
    normal = stats.multivariate_normal([prior.level] * 2, covariance)
    grid = np.linspace(-9, 7, 321)
    x, y = np.meshgrid(grid, grid, indexing="ij")
    p, q = 1 / (1 + np.exp(-x)), 1 / (1 + np.exp(-y))
    missed = (1 - p) * (1 - q)
    # Patterns in the order of `all_patterns`: the first list only, the second only, both.
    log_like = 30 * np.log(p * (1 - q)) + 20 * np.log((1 - p) * q) + 10 * np.log(p * q)
    log_like -= 60 * np.log(1 - missed)
    weight = np.exp(log_like - log_like.max()) * normal.pdf(np.stack([x, y], axis=-1))

    def integral(values: np.ndarray) -> float:
        return float(integrate.simpson(integrate.simpson(values, grid), grid))

    exact = log_like.max() + np.log(integral(weight))
    mean = integral(weight * missed) / integral(weight)
    settings_ = FiniteSettings(particles=4_000, draws=8_000)
    found = sample_classes(
        Seen.of(table), 1, settings_, np.random.SeedSequence(3),
        lambda work, count: [work(one) for one in range(count)],
    )  # fmt: skip
    assert found.log_evidence == pytest.approx(exact, abs=0.1)
    assert found.missed.mean() == pytest.approx(mean, abs=0.01)


def test_ranks_of_what_the_prior_made_are_uniform():
    """Simulation-based calibration (Talts et al. 2018): two classes, three lists, few people."""
    prior = FinitePrior()
    random = np.random.default_rng(11)
    patterns = all_patterns(3)
    ranks = []
    while len(ranks) < 60:
        position = prior.draw(random, 1, 3, 2)[0]
        weight = np.exp(position[-1]) / np.exp(position[-1]).sum()
        p = 1 / (1 + np.exp(-position[:-1]))
        cells = np.array(
            [(weight * np.where(seen[:, None], p, 1 - p).prod(axis=0)).sum() for seen in patterns]
        )
        # Given that they were seen: the density holds no more than that.
        counts = random.multinomial(150, cells / cells.sum())
        table = table_of(patterns, counts.tolist())
        one = sample_classes(
            Seen.of(table), 2, FiniteSettings(particles=200, draws=200),
            np.random.SeedSequence(len(ranks)),
            lambda work, count: [work(one) for one in range(count)],
        )  # fmt: skip
        ranks.append((one.missed.ravel() < 1 - cells.sum()).mean())
    counts, _ = np.histogram(ranks, bins=6, range=(0, 1))
    assert stats.chisquare(counts).pvalue > 0.005


def test_same_seed_same_draws_and_threads_change_nothing():
    table = table_of(all_patterns(3), [30, 25, 12, 20, 9, 8, 5])
    first, again = finite(table, settings=SMALL, seed=5), finite(table, settings=SMALL, seed=5)
    backwards = finite(
        table, settings=SMALL, seed=5,
        each=lambda work, count: [work(one) for one in reversed(range(count))],
    )  # fmt: skip
    np.testing.assert_array_equal(first.unobserved, again.unobserved)
    np.testing.assert_array_equal(first.unobserved, backwards.unobserved)
    assert first.models["weight"].sum() == pytest.approx(1)
    assert first.log_evidence == pytest.approx(
        np.log(np.exp(first.evidence_by_run - first.log_evidence).mean()) + first.log_evidence,
        abs=0.5,
    )


def test_going_on_from_a_table_that_differs_a_little_gives_what_starting_anew_gives():
    patterns = all_patterns(3)
    table = table_of(patterns, [60, 50, 25, 40, 18, 16, 10])
    other = table_of(patterns[:-1], [55, 52, 30, 38, 20, 18])
    seeds = np.random.SeedSequence(4).spawn(9)
    several = FiniteSettings(particles=6_000, draws=6_000, most_classes=2)
    first = sample_table(table, several, seeds[:2], one_by_one)
    on, anew = (
        sample_next(other, first, several, seeds[2:4], one_by_one),
        sample_table(other, several, seeds[4:6], one_by_one),
    )
    for one, two in zip(on, anew, strict=True):
        assert one.log_evidence == pytest.approx(two.log_evidence, abs=0.25)
        assert np.median(one.missed) == pytest.approx(np.median(two.missed), abs=0.02)


def test_two_classes_are_told_from_one():
    random = np.random.default_rng(2)
    p = np.array([[0.6, 0.5, 0.6, 0.5], [0.1, 0.15, 0.1, 0.12]])
    seen = random.random((4_000, 4)) < p[(random.random(4_000) < 0.5).astype(int)]
    patterns, counts = np.unique(seen[seen.any(axis=1)], axis=0, return_counts=True)
    found = finite(table_of(patterns.astype(int), counts.tolist()), settings=SMALL, seed=1)
    weight = dict(found.models.select("model", "weight").iter_rows())
    assert weight["1"] < 1e-6
    low, _, high = found.interval()
    assert low < 4_000 < high


@pytest.mark.parametrize("one_more", [1.0, 0.5, 0.2])
def test_numbers_of_classes_weigh_as_their_evidence_and_prior_say(one_more):
    table = table_of(all_patterns(3), [30, 25, 12, 20, 9, 8, 5])
    settings = FiniteSettings(
        particles=400, draws=400, most_classes=3, prior=FinitePrior(one_more=one_more)
    )
    found = sample_table(table, settings, np.random.SeedSequence(6).spawn(3), one_by_one)
    prior = one_more ** np.arange(3)
    prior /= prior.sum()
    assert np.exp([one.log_prior for one in found]) == pytest.approx(prior)
    evidence = np.exp([one.log_evidence for one in found])
    made = averaged(found, settings, np.random.default_rng(1))
    assert made.log_evidence == pytest.approx(np.log((prior * evidence).sum()))
    assert made.models["weight"].to_numpy() == pytest.approx(
        prior * evidence / (prior * evidence).sum()
    )


def test_a_prior_that_cannot_be_meant_is_refused():
    with pytest.raises(EstimateError, match="one_more is 0"):
        FinitePrior(one_more=0.0)
    with pytest.raises(EstimateError, match="cell_spread is 0"):
        FinitePrior(cell_spread=0)
    with pytest.raises(EstimateError, match="level is nan"):
        FinitePrior(level=float("nan"))


@pytest.mark.parametrize(
    ("spreads", "joined"),
    [
        ([1.0, 0.1, 0.5], [False, False]),  # each class is moved by less or more than the others
        ([0.6, 0.6, 0.6], [True, True]),
        ([0.3, 0.3, 1.0], [True, False]),
    ],
)
def test_moves_leave_a_distribution_as_it_is_whatever_they_are_scaled_by(spreads, joined):
    """Classes have no order; the scale has one, and particles must not drift where it leads."""
    table = capture_table({"A": [1, 0, 1], "B": [1, 1, 0], "C": [0, 1, 1], "count": [5, 6, 7]})
    random, settings, n = np.random.default_rng(3), FiniteSettings(), 20_000
    prior = settings.prior.draw(random, n, 3, 3)
    cloud = _Cloud(prior, Seen.of(table), settings, 0.4, np.array(joined))
    before = cloud.particles[:, :-1].mean(axis=1)
    cloud.scale = np.diag(spreads * 4)
    for _ in range(8):  # under the prior: nobody has been counted
        cloud.move(np.zeros_like(cloud.seen.counts), 1, random, one_by_one)
    assert all(finite_kernel.in_order(one) for one in cloud.particles[:100])
    assert (cloud.crossing > 0.01).all()
    after = cloud.particles[:, :-1].mean(axis=1)
    error = np.hypot(before.std(axis=0), after.std(axis=0)) / np.sqrt(n)
    assert (np.abs(after.mean(axis=0) - before.mean(axis=0)) < 5 * error).all()
    for level in (0.1, 0.9):
        apart = np.quantile(after, level, axis=0) - np.quantile(before, level, axis=0)
        assert (np.abs(apart) < 10 * error).all()


def test_joined_classes_have_one_scale_and_the_others_their_own():
    random = np.random.default_rng(4)
    particles = random.standard_normal((4_000, 3, 3)) * [0.2, 1.0, 2.0] + [0.0, 1.0, 9.0]
    root = scale_of(particles, np.array([True, False]))
    covariance = (root @ root.T).reshape(3, 3, 3, 3)
    for order in ([0, 1, 2], [1, 0, 2]):
        seen = covariance[:, order][:, :, :, order]
        np.testing.assert_allclose(seen, covariance, atol=1e-9)
    drawn = particles.copy()  # the same by drawing the order of the first two
    turned = random.random(4_000) < 0.5
    drawn[turned] = drawn[turned][:, :, [1, 0, 2]]
    plain = scale_of(drawn)
    np.testing.assert_allclose(root @ root.T, plain @ plain.T, atol=0.08)


@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=60)
def test_classes_are_put_in_order_or_left_where_they_may_not_cross(n_classes, seed):
    random = np.random.default_rng(seed)
    position = random.standard_normal((4, n_classes))
    joined = random.random(n_classes - 1) < 0.6
    order = np.argsort(position[:-1].mean(axis=0))
    past = [set(order[: k + 1]) != set(range(k + 1)) for k in range(n_classes - 1)]
    given_position, crossed = position.copy(), np.zeros(n_classes - 1)
    done = finite_kernel.put_in_order(position, joined, crossed)
    assert done == all(joined[k] for k in range(n_classes - 1) if past[k])
    np.testing.assert_array_equal(crossed, np.array(past, dtype=float))
    np.testing.assert_array_equal(position, given_position[:, order] if done else given_position)
