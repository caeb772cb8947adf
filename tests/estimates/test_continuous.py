"""Continuous visibility: densities by quadrature, evidence on a grid, truths held and told."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats
from scipy.special import expit, logsumexp

from tawthiq.errors import EstimateError
from tawthiq.estimates import EstimateSettings, capture_table, estimate
from tawthiq.estimates.continuous import (
    ContinuousSettings,
    Density,
    continuous,
    sample_shapes,
    seldom_seen,
    weighed,
)
from tawthiq.estimates.continuous_kernel import Halves, log_likelihoods, people_at
from tawthiq.estimates.continuous_shapes import SHAPES
from tawthiq.estimates.prior import ContinuousPrior
from tawthiq.simulate import draw_population

QUICK = EstimateSettings(particles=400, draws=2_000, min_ess=200, max_rhat=1.1)
PRIOR = ContinuousPrior()
NAMES = [shape.name for shape in SHAPES]


def shape_of(name: str):
    return next(shape for shape in SHAPES if shape.name == name)


def chance_of(name: str, levels: np.ndarray, spread: float, seen: tuple[int, ...]) -> float:
    """That a person shows a pattern: the integral over visibilities, as the model is written."""

    def given_visibility(value: float) -> float:
        caught = (
            expit(levels + value) if name == "logit-normal" else -np.expm1(-np.exp(levels) * value)
        )
        return float(np.prod(np.where(seen, caught, 1 - caught)))

    def integrand(at: float) -> float:
        if name == "gamma-rates":  # of the log of the rate, for mass near no rate at all
            rate = np.exp(at)
            density = stats.gamma.pdf(rate, spread**-2, scale=spread**2) * rate
            return density * given_visibility(rate)
        value = spread * at if name == "logit-normal" else np.exp(spread * at)
        return stats.norm.pdf(at) * given_visibility(value)

    ends = (-60.0, 8.0) if name == "gamma-rates" else (-9.0, 9.0)
    parts = np.linspace(*ends, 18)
    return sum(
        integrate.quad(integrand, low, high, epsabs=1e-13)[0] for low, high in pairwise(parts)
    )


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from(NAMES),
    levels=st.lists(st.floats(-5, 1.5), min_size=2, max_size=3),
    spread=st.floats(0.3, 3.0),
    data=st.data(),
)
def test_the_density_is_the_integral_over_visibilities(name, levels, spread, data):
    patterns = [
        tuple(code >> at & 1 for at in range(len(levels))) for code in range(1, 2 ** len(levels))
    ]
    counts = data.draw(st.lists(st.integers(1, 50), min_size=len(patterns), max_size=len(patterns)))
    columns = {f"L{at}": [seen[at] for seen in patterns] for at in range(len(levels))}
    table = capture_table(columns | {"count": counts})
    draw = np.array([[*levels, np.log(spread)]])
    (log_density,), missed = Density([table], shape_of(name), PRIOR)(draw)
    chances = [chance_of(name, np.array(levels), spread, seen) for seen in patterns]
    likelihood = np.dot(counts, np.log(chances)) - sum(counts) * np.log(sum(chances))
    size = len(levels)
    covariance = PRIOR.level_spread**2 + PRIOR.list_spread**2 * np.eye(size)
    prior = stats.multivariate_normal(np.full(size, PRIOR.level), covariance).logpdf(levels)
    prior += stats.norm(np.log(PRIOR.spread), PRIOR.spread_of_log).logpdf(np.log(spread))
    assert log_density[0] == pytest.approx(likelihood + prior, rel=1e-6, abs=1e-4 * sum(counts))
    assert missed[0] == pytest.approx(1 - sum(chances), abs=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_the_slope_is_that_of_the_density(name):
    table = capture_table(draw_population("heterogeneity", 4, 2_000, 1).table)
    density = Density([table], shape_of(name), PRIOR)
    random = np.random.default_rng(3)
    for _ in range(5):
        draw = np.append(random.uniform(-4, 0.5, 4), random.uniform(-0.3, 1.2))
        steps = 1e-4 * np.eye(5)
        rise = density(draw + steps)[0][0] - density(draw - steps)[0][0]
        np.testing.assert_allclose(density.slope(draw), rise / 2e-4, rtol=1e-3, atol=0.05)


@settings(max_examples=40, deadline=None)
@given(n_lists=st.integers(2, 7), seed=st.integers(0, 2**32 - 1))
def test_patterns_in_halves_are_those_multiplied_out_one_by_one(n_lists, seed):
    random = np.random.default_rng(seed)
    patterns = np.unique(random.random((12, n_lists)) < 0.5, axis=0)
    both = random.integers(1, 40, (2, len(patterns))).astype(float)
    counts = both[0]
    caught, weights = random.random((3, n_lists, 5)), random.random((3, 5))
    halves = Halves.of(patterns, counts)
    logs, seen = log_likelihoods(halves, both, caught, 1 - caught, weights)
    for d in range(3):
        here = np.array(
            [np.where(on[:, None], caught[d], 1 - caught[d]).prod(axis=0) for on in patterns]
        )
        whole = weights[d] @ (1 - (1 - caught[d]).prod(axis=0))
        assert seen[d] == pytest.approx(whole)
        expected = both @ np.log(here @ weights[d]) - both.sum(axis=1) * np.log(whole)
        np.testing.assert_allclose(logs[:, d], expected)
        shares = counts[:, None] * here * weights[d] / (here @ weights[d])[:, None]
        people = people_at(halves, caught[d], 1 - caught[d], weights[d])
        np.testing.assert_allclose(people[:-1], patterns.T @ shares)
        np.testing.assert_allclose(people[-1], shares.sum(axis=0))


@pytest.mark.parametrize("name", NAMES)
def test_the_evidence_and_the_share_missed_are_those_of_a_fine_grid(name):
    table = capture_table({"A": [1, 0, 1], "B": [0, 1, 1], "count": [30, 20, 10]})
    shape = shape_of(name)
    axes = [np.linspace(-10, 6, 65), np.linspace(-10, 6, 65), np.linspace(-1.2, 2.4, 41)]
    places = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    (logs,), missed = Density([table], shape, PRIOR)(places)
    cell = np.prod([axis[1] - axis[0] for axis in axes])
    (found,) = weighed([table], shape, ContinuousSettings(weighed=8_000), np.random.default_rng(1))
    assert found.log_evidence == pytest.approx(logsumexp(logs) + np.log(cell), abs=0.05)
    share = np.exp(logs - logsumexp(logs)) @ missed
    assert (found.weights * found.missed).sum() / len(found.weights) == pytest.approx(
        share, abs=0.02
    )


def test_the_chances_of_all_patterns_and_of_none_sum_to_one_in_large_spreads_too():
    patterns = [[code >> at & 1 for at in range(3)] for code in range(1, 8)]
    table = capture_table({f"L{at}": [row[at] for row in patterns] for at in range(3)})
    random = np.random.default_rng(2)
    draws = np.column_stack([random.uniform(-6, 2, (50, 3)), random.uniform(-2.5, 2, 50)])
    for shape in SHAPES:
        density = Density([table], shape, PRIOR)
        density.counts = np.eye(7)  # one person, on one pattern after the other
        chances = np.exp(density._likelihood(draws)[0])  # given that the person is seen
        np.testing.assert_allclose(chances.sum(axis=0), 1.0, atol=1e-5)


@pytest.mark.parametrize("seed", [5, 6])
def test_where_most_people_are_all_but_invisible_the_default_holds_the_truth_and_says_so(seed):
    population = draw_population("heterogeneity", 6, 6_000, seed)
    answer = estimate(capture_table(population.table), settings=QUICK)
    assert answer.low < 6_000 < answer.high
    assert "heterogeneous" in {one.code for one in answer.doubts}
    classes = next(one for one in answer.families if one.family == "latent-class")
    assert classes.high < 6_000  # what the answer was before


def test_where_people_are_of_two_classes_it_has_no_say():
    population = draw_population("two-classes", 5, 5_000, 3)
    answer = estimate(capture_table(population.table), settings=QUICK)
    share = next(one.weight for one in answer.families if one.family == "continuous")
    assert share < 0.01
    assert "heterogeneous" not in {one.code for one in answer.doubts}


def test_same_seed_same_draws_and_the_runs_agree():
    table = capture_table(draw_population("heterogeneity", 4, 2_000, 9).table)
    one, two = (continuous(table, seed=4) for _ in range(2))
    np.testing.assert_array_equal(one.unobserved, two.unobserved)
    assert np.ptp(one.evidence_by_run) < 0.5
    assert one.effective > 400
    assert set(one.models["model"]) == set(NAMES)


def test_alone_it_is_the_answer_and_its_supposition_no_news():
    table = capture_table(draw_population("heterogeneity", 4, 2_000, 9).table)
    alone = estimate(
        table, settings=EstimateSettings(model="continuous", draws=2_000, max_rhat=1.1)
    )
    assert [one.family for one in alone.families] == ["continuous"]
    assert "heterogeneous" not in {one.code for one in alone.doubts}


def test_the_doubt_names_its_share_in_both_languages():
    (said,) = seldom_seen(0.42)
    assert "42%" in said.en
    assert "42%" in said.ar
    assert list(seldom_seen(0.05)) == []


@pytest.mark.parametrize("changed", [{"spread": 0.0}, {"level": np.inf}, {"list_spread": -1.0}])
def test_a_prior_that_cannot_be_is_refused(changed):
    with pytest.raises(EstimateError, match=next(iter(changed))):
        ContinuousPrior(**changed)


@pytest.mark.parametrize(("third", "shared"), [([34, 19, 13], True), ([300, 300, 40], False)])
def test_tables_together_have_the_answers_they_have_alone(third, shared):
    """They lie close and share draws, or lie so far from their mean that each has its own."""
    tables = [
        capture_table({"A": [1, 0, 1], "B": [0, 1, 1], "count": counts})
        for counts in ([30, 20, 10], [28, 22, 11], third)
    ]
    finer = ContinuousSettings(weighed=8_000)
    together = sample_shapes(tables, finer, np.random.SeedSequence(1))
    for table, shapes in zip(tables, together, strict=True):
        (alone,) = sample_shapes([table], finer, np.random.SeedSequence(2))
        for one, other in zip(shapes, alone, strict=True):
            assert one.log_evidence == pytest.approx(other.log_evidence, abs=0.1)
            ours, theirs = ((some.weights * some.missed).sum() / 4 for some in (one, other))
            assert ours == pytest.approx(theirs, abs=0.03)
    same = np.array_equal(together[0][0].missed, together[2][0].missed)
    assert same == shared
