"""Modes: found where they are and nowhere else, and chains that walk between them."""

from dataclasses import replace

import numpy as np
import pytest
from estimates_twin import QUICK, population, published
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaln, gammaln

from tawthiq.estimates import Estimate, EstimateSettings, NotEstimable, estimate
from tawthiq.estimates.latent_class import start_chains
from tawthiq.estimates.lifting import NO_LIFT, Walked, learned, level_draws, weights_of
from tawthiq.estimates.modes import modes_of, several_modes


def draws(random, parts, n=4_000):
    """Unobserved people, log-normal around each centre in its share; four runs."""
    counts = np.round(n * np.array([share for _, _, share in parts])).astype(int)
    logs = np.concatenate(
        [
            random.normal(np.log(centre), spread, count)
            for (centre, spread, _), count in zip(parts, counts, strict=True)
        ]
    )
    return random.permutation(np.exp(logs).astype(np.int64))[: len(logs) // 4 * 4].reshape(4, -1)


@given(
    low=st.integers(1_000, 50_000),
    apart=st.floats(1.6, 3.0),
    share=st.floats(0.15, 0.85),
    seed=st.integers(0, 1_000),
)
@settings(max_examples=40, deadline=None)
def test_two_modes_far_apart_are_both_found_with_their_weights(low, apart, share, seed):
    high = low * np.exp(apart)
    found = modes_of(
        draws(np.random.default_rng(seed), [(low, 0.2, share), (high, 0.2, 1 - share)]), 500, 4_000
    )
    assert len(found) == 2
    for one, centre in zip(found, (low, high), strict=True):
        assert np.log((one.people - 500) / centre) == pytest.approx(0, abs=0.2)
        assert one.low < one.people < one.high
    assert found[0].weight == pytest.approx(share, abs=0.03)
    assert sum(one.weight for one in found) == pytest.approx(1)


@given(
    shape=st.sampled_from(["normal", "skewed", "heavy", "flat", "few"]),
    seed=st.integers(0, 10_000),
    effective=st.sampled_from([100, 400, 2_000]),
)
@settings(max_examples=80, deadline=None)
def test_one_hill_is_one_mode_however_skewed_or_noisy(shape, seed, effective):
    """As many draws as they are worth, each repeated: noise of few draws is no mode."""
    random = np.random.default_rng(seed)
    logs = {
        "normal": lambda: random.normal(8, 0.4, effective),
        "skewed": lambda: 8 + 0.3 * random.gamma(1.5, 1, effective),
        "heavy": lambda: 8 + 0.2 * random.standard_t(4, effective),
        "flat": lambda: random.uniform(7, 9, effective),
        "few": lambda: np.log1p(random.poisson(3, effective)),
    }[shape]()
    people = np.maximum(np.round(np.expm1(logs)), 0).astype(np.int64).reshape(4, -1)
    found = modes_of(np.repeat(people, 3, axis=1), 100, effective)
    assert len(found) == 1
    assert found[0].weight == 1
    assert not several_modes(found)


def test_draws_that_are_all_equal_have_one_mode():
    (one,) = modes_of(np.full((4, 100), 7), 20, 400)
    assert (one.low, one.high, one.weight) == (27, 27, 1)
    assert one.people == pytest.approx(27, abs=0.6)


def test_runs_that_disagree_show_in_the_error_of_the_weight():
    random = np.random.default_rng(1)
    stuck = np.stack([random.poisson(centre, 500) for centre in (1_000, 1_000, 9_000, 9_000)])
    agreed = random.permutation(stuck.ravel()).reshape(4, -1)
    assert modes_of(stuck, 100, 2_000)[0].error > 0.25
    assert modes_of(agreed, 100, 2_000)[0].error < 0.03


def test_modes_are_said_in_both_languages():
    (doubt,) = several_modes(
        modes_of(
            draws(np.random.default_rng(3), [(1_000, 0.1, 0.4), (9_000, 0.1, 0.6)]), 500, 4_000
        )
    )
    assert doubt.code == "several-modes"
    for said in (doubt.en, doubt.ar):
        assert "0.40" in said
        assert "0.60" in said


LIFTS = [
    np.array([-3.0, 0.7, 0.0, 2.0, -1.0, 1.5, 0.3, 0.0]),
    np.array([-1.2, 0.3, 3.0, 0.0, 0.0, 3.0]),
]


@pytest.mark.parametrize("lift", LIFTS, ids=["bumps", "a trough"])
def test_whatever_the_lift_the_draws_weighed_back_are_those_of_the_posterior(lift):
    """One class, whose posterior can be worked out by hand; a lift that nothing was learned for."""
    table = population(np.random.default_rng(1), 200, [[0.4, 0.3, 0.25]], [1.0])
    chains = start_chains(table, replace(QUICK, classes=1), np.random.SeedSequence(5))
    parts = []
    for chain in chains:
        chain.lift = lift
        chain.warm_up(300, lambda: False)
        parts.append(chain.draw(6_000, lambda: False))
    walked = Walked.side_by_side(parts)
    n = np.arange(table.n_observed, 2_000, dtype=float)
    log_p = gammaln(n) - gammaln(n - table.n_observed + 1)
    for on in table.counts @ table.patterns:
        log_p += betaln(on + 1, n - on + 1)
    p = np.exp(log_p - log_p.max())
    exact = np.interp([0.1, 0.5, 0.9], np.cumsum(p) / p.sum(), n) - table.n_observed
    weighed = np.quantile(level_draws(walked, lift), [0.1, 0.5, 0.9])
    assert weighed == pytest.approx(exact, rel=0.06)
    raw = np.quantile(walked.unobserved, [0.1, 0.5, 0.9])
    assert np.abs(raw / exact - 1).max() > 0.1  # it does lift


def walked_of(random, odds):
    return Walked(unobserved=random.poisson(1_000 * odds), odds=odds)


def test_a_lift_is_learned_for_the_valley_and_leaves_the_ends_alone():
    random = np.random.default_rng(2)
    odds = np.exp(np.concatenate([random.normal(0, 0.3, 3_000), random.normal(3, 0.3, 3_000)]))
    lift = learned([(walked_of(random, random.permutation(odds).reshape(4, -1)), NO_LIFT)])
    knots = lift[0] + lift[1] * np.arange(len(lift) - 2)
    heights = lift[2:]
    assert heights[(knots > 1.3) & (knots < 1.7)].min() > 2
    assert heights[knots < -0.3].max() < 0.3
    assert heights[knots > 3.3].max() < 0.3


def test_one_hill_is_hardly_lifted():
    random = np.random.default_rng(4)
    lift = learned([(walked_of(random, np.exp(random.normal(1, 0.4, (4, 5_000)))), NO_LIFT)])
    weights = weights_of(walked_of(random, np.exp(random.normal(1, 0.4, (4, 5_000)))), lift)
    assert weights.mean() == pytest.approx(1)
    assert weights.std() < 0.1


def test_draws_that_do_not_vary_have_no_lift():
    random = np.random.default_rng(4)
    assert not learned([(walked_of(random, np.ones((4, 50))), NO_LIFT)]).size


def test_two_published_modes_are_told_with_their_weights():
    """Chains of 60,000 draws each, without a lift, put 0.25 of the posterior in the upper mode."""
    result = estimate(published("scotpwid"), settings=EstimateSettings(model="dirichlet"))
    assert isinstance(result, Estimate)
    assert result.converged, result.reason
    lower, upper = result.modes
    assert lower.people == pytest.approx(20_300, rel=0.03)
    assert upper.people == pytest.approx(30_900, rel=0.04)
    assert upper.weight == pytest.approx(0.25, abs=0.07)
    assert "several-modes" in {one.code for one in result.doubts}
    assert [one["weight"] for one in result.to_dict()["modes"]] == [lower.weight, upper.weight]


def test_a_posterior_that_is_no_answer_tells_its_modes_too():
    result = estimate(published("ned_5"))
    assert isinstance(result, NotEstimable)
    assert len(result.modes) == 2
    for one in result.modes:
        assert f"{one.people:,.0f}" in result.reason
        assert f"{one.people:,.0f}" in result.reason_ar


def test_a_lump_of_one_run_is_no_mode():
    """Particles that were resampled from one another lie together, in one run and in no other."""
    random = np.random.default_rng(12)
    logs = random.normal(6.0, 0.2, (4, 4_000))
    assert len(modes_of(np.rint(np.exp(logs)).astype(np.int64), 5_000, 8_000)) == 1
    lump = logs.copy()
    lump[2, :1_200] = random.normal(8.0, 0.05, 1_200)  # 0.075 of all draws
    assert len(modes_of(np.rint(np.exp(lump)).astype(np.int64), 5_000, 8_000)) == 1
    in_all = logs.copy()
    in_all[:, :400] = random.normal(8.0, 0.05, (4, 400))
    both = modes_of(np.rint(np.exp(in_all)).astype(np.int64), 5_000, 8_000)
    assert [one.weight for one in both] == pytest.approx([0.9, 0.1], abs=0.01)
