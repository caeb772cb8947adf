"""Strata that share classes: held to a plain twin, to known truth, to the sum of their parts."""

from dataclasses import replace

import numpy as np
import pytest
from estimates_twin import population

from tawthiq.errors import EstimateError
from tawthiq.estimates import Estimate, EstimateSettings, NotEstimable, capture_table
from tawthiq.estimates import estimate_strata as by_strata
from tawthiq.estimates.shared import (
    Layout,
    SharedPrior,
    SharedSample,
    SharedSettings,
    rescaled,
    sample_shared,
    scale_of,
)
from tawthiq.estimates.shared_kernel import log_likelihood_shared, log_prior_shared, weigh_shared
from tawthiq.estimates.workers import one_by_one

SMALL = EstimateSettings(most_classes=2, particles=200, draws=1_000, min_ess=100, max_rhat=1.1)
PRIOR = SharedPrior()
TWO_CLASSES = [[0.5, 0.4, 0.45, 0.35], [0.1, 0.08, 0.12, 0.06]]


def some(seed, size=200, captures=TWO_CLASSES, weights=(0.6, 0.4)):
    return population(np.random.default_rng(seed), size, captures, list(weights))


@pytest.fixture
def strata():
    """Three of them; in the last the first list does not work."""
    third = [[0.0, *row[1:]] for row in TWO_CLASSES]
    return [[some(1)], [some(2, 120)], [some(3, 150, third)]]


def plain_log_likelihood(tables, position, n_classes, names):
    """The same, one pattern and one class at a time: slow, and plainly right."""
    n_lists = len(names)
    common = position[: (n_lists + 1) * n_classes].reshape(n_lists + 1, n_classes)
    at = (n_lists + 1) * n_classes
    reach = PRIOR.reach_apart * np.exp(PRIOR.apart_spread * position[at])
    spread = PRIOR.weights_apart * np.exp(PRIOR.apart_spread * position[at + 1])
    total = 0.0
    for s, (table,) in enumerate(tables):
        own = position[at + 2 + s * (n_lists + n_classes) :]
        used = [
            name for name, has in zip(table.lists, table.patterns.any(axis=0), strict=True) if has
        ]
        weights = np.exp(common[-1] + spread * own[n_lists : n_lists + n_classes])
        weights /= weights.sum()
        caught = {
            name: 1 / (1 + np.exp(-(common[j] + reach * own[j]))) for j, name in enumerate(names)
        }
        missed = weights * np.prod([1 - caught[name] for name in used], axis=0)
        for row, n in zip(table.patterns, table.counts, strict=True):
            on = {name for name, one in zip(table.lists, row, strict=True) if one}
            seen = [caught[name] if name in on else 1 - caught[name] for name in used]
            share = (weights * np.prod(seen, axis=0)).sum()
            total += n * np.log(share / (1 - missed.sum()))
    return total


@pytest.mark.parametrize("n_classes", [1, 3])
def test_the_likelihood_is_the_plain_one_and_its_gradient_its_slope(strata, n_classes):
    layout = Layout.of(strata)
    position = PRIOR.draw(np.random.default_rng(4), 1, 4, n_classes, 3)[0]
    missed = np.empty(3)

    def density(at, gradient):
        value = log_prior_shared(PRIOR.classes.values, 4, n_classes, at, gradient)
        return value, log_likelihood_shared(
            layout.first, layout.on, layout.counts[0], *layout.tables, PRIOR.apart, 4, n_classes,
            at, gradient, missed,
        )  # fmt: skip

    slope, scratch = np.empty(len(position)), np.empty(len(position))
    _, likelihood = density(position, slope)
    names = [f"L{at}" for at in range(4)]
    assert likelihood == pytest.approx(plain_log_likelihood(strata, position, n_classes, names))
    for at, step in enumerate(1e-5 * np.eye(len(position))):
        up, down = sum(density(position + step, scratch)), sum(density(position - step, scratch))
        assert slope[at] == pytest.approx((up - down) / 2e-5, abs=1e-3)


def test_a_list_that_does_not_work_in_a_stratum_has_no_say_there(strata):
    layout = Layout.of(strata)
    assert layout.works.tolist() == [[True] * 4, [True] * 4, [False, True, True, True]]
    position = PRIOR.draw(np.random.default_rng(5), 1, 4, 2, 3)
    moved = position.copy()
    moved[0, 10 + 2 + 2 * 6] += 3.0  # reach of the first list in the third stratum
    likelihood, missed = np.empty(2), np.empty((2, 3))
    weigh_shared(
        layout.first, layout.on, layout.counts[0], *layout.tables, PRIOR.apart, 4, 2,
        np.concatenate([position, moved]), likelihood, missed,
    )  # fmt: skip
    assert likelihood[0] == likelihood[1]
    assert np.array_equal(missed[0], missed[1])


def test_the_evidence_is_the_mean_likelihood_under_the_prior():
    """On tables of few people that mean can be had by drawing from the prior."""
    few = capture_table({"A": [1, 0, 1], "B": [0, 1, 1], "C": [0, 1, 0], "count": [3, 2, 2]})
    layout = Layout.of([[few], [few]])
    drawn = PRIOR.draw(np.random.default_rng(6), 200_000, 3, 2, 2)
    likelihood, missed = np.empty(len(drawn)), np.empty((len(drawn), 2))
    weigh_shared(
        layout.first, layout.on, layout.counts[0], *layout.tables, PRIOR.apart, 3, 2,
        drawn, likelihood, missed,
    )  # fmt: skip
    plain = np.log(np.exp(likelihood).mean())
    settings = SharedSettings(most_classes=2, particles=2_000, draws=2_000)
    two = sample_shared(layout, settings, np.random.SeedSequence(1), one_by_one)[0][1]
    assert two.log_evidence == pytest.approx(plain, abs=0.1)
    weights = np.exp(likelihood - likelihood.max())
    assert two.missed.mean() == pytest.approx((weights @ missed).mean() / weights.sum(), abs=0.02)


def test_drawing_anew_how_far_strata_lie_apart_keeps_the_prior():
    """Numbers that are standard normal, and their log spread, stay so together."""
    random = np.random.default_rng(7)
    at, numbers = random.standard_normal(20_000), random.standard_normal((20_000, 6))
    for _ in range(5):
        change = rescaled(at, (numbers**2).sum(axis=1), 6, 0.7, random)
        at, numbers = at + change, numbers * np.exp(-0.7 * change)[:, None]
    assert (change != 0).mean() > 0.2
    assert at.mean() == pytest.approx(0, abs=0.04)
    assert at.std() == pytest.approx(1, abs=0.04)
    assert (numbers**2).mean() == pytest.approx(1, abs=0.04)
    assert np.corrcoef(at, (numbers**2).sum(axis=1))[0, 1] == pytest.approx(0, abs=0.04)


def test_the_scale_is_a_root_of_the_covariance_where_strata_are_independent_given_the_rest():
    random = np.random.default_rng(8)
    common = random.standard_normal((40_000, 3)) @ np.array([[1, 0.5, 0], [0, 1, 0], [0, 0, 2]])
    own = [common @ random.normal(size=(3, 2)) + random.standard_normal((40_000, 2)) for _ in "ab"]
    particles = np.concatenate([common, *own], axis=1)
    root, lean, left = scale_of(particles, 3, 2)
    whole = np.zeros((7, 7))
    whole[:3, :3] = root
    for s in range(2):
        block = slice(3 + 2 * s, 5 + 2 * s)
        whole[block, :3], whole[block, block] = lean[s], left[s]
    assert whole @ whole.T == pytest.approx(np.cov(particles.T), abs=0.15)


def test_shared_strata_hold_the_truth_and_their_draws_add_up_to_the_sum():
    sizes = (1_500, 900, 1_200)
    given = {
        name: [some(at, size)] for at, (name, size) in enumerate(zip("NSE", sizes, strict=True))
    }
    found = by_strata(given, settings=SMALL, pooling="shared", seed=2)
    assert found.pooling == "shared"
    parts = [one.by_table().reshape(-1) for one in found.strata.values()]
    assert np.array_equal(found.total.draws, np.sum(parts, axis=0))
    assert found.total.low < sum(sizes) < found.total.high
    for one, size in zip(found.strata.values(), sizes, strict=True):
        assert one.low < size < one.high
        assert one.draws.min() >= one.n_observed
        assert one.settings.model == "latent-class"
    # They err together: the sum is wider than that of strata which know nothing of one another.
    alone = np.sqrt(sum(np.var(part.astype(float)) for part in parts))
    assert found.total.draws.std() > alone


def test_the_same_seed_gives_the_same_draws_whatever_order_and_threads(strata):
    given = dict(zip("NSE", strata, strict=True))
    first = by_strata(given, settings=SMALL, pooling="shared", seed=3)
    other = by_strata(
        dict(reversed(given.items())),
        settings=replace(SMALL, threads=1),
        pooling="shared",
        seed=3,
    )
    assert list(other.strata) == ["E", "S", "N"]
    for name in given:
        assert np.array_equal(first.strata[name].draws, other.strata[name].draws)


def test_it_begins_again_while_runs_agree_on_the_sum_and_not_on_a_stratum(strata, monkeypatch):
    tried = []

    def sampled(layout, settings, seed, each):
        """At first what one stratum has more of in a run, the other has less of."""
        random = np.random.default_rng(seed)
        tried.append((settings.particles, settings.moves))
        apart = 0.1 if len(tried) == 1 else 0.0
        missed = 0.4 + 0.02 * random.standard_normal((4, settings.particles, 2))
        run = np.repeat([1, -1, 1, -1], settings.particles // 4)
        missed += apart * run[:, None] * [1, -1]
        made = SharedSample(
            n_classes=1,
            table=0,
            evidences=np.zeros(4),
            log_prior=0.0,
            missed=missed,
            positions=missed[-1],
            step=1.0,
        )
        return [[made]]

    monkeypatch.setattr("tawthiq.estimates.shared_strata.sample_shared", sampled)
    given = {"N": strata[0], "S": strata[0]}
    found = by_strata(given, settings=replace(SMALL, max_rhat=1.05), pooling="shared", seed=5)
    assert tried == [(200, 2), (400, 4)]
    assert all(one.converged for one in found.strata.values())


def test_a_stratum_too_thin_to_stand_alone_borrows_and_says_so(strata):
    thin = capture_table({"L0": [1, 0, 1], "L1": [0, 1, 1], "count": [4, 3, 2]})
    given = {"N": strata[0], "S": strata[1], "thin": [thin]}
    alone = by_strata(given, settings=SMALL)
    assert isinstance(alone.strata["thin"], NotEstimable)
    found = by_strata(given, settings=SMALL, pooling="shared").strata["thin"]
    assert isinstance(found, Estimate)
    assert [one.code for one in found.doubts] == ["borrowed"]
    assert "2 lists only" in found.doubts[0].en
    assert found.lists == ("L0", "L1")


def test_several_linkages_go_on_from_one_another(strata):
    fewer = some(9, 140)
    given = {"N": [strata[0][0], fewer], "S": [strata[1][0], strata[1][0]]}
    found = by_strata(given, settings=SMALL, pooling="shared", seed=4)
    north = found.strata["N"]
    assert north.n_tables == 2
    assert north.n_observed_range == tuple(sorted((strata[0][0].n_observed, fewer.n_observed)))
    first, second = np.median(north.by_table(), axis=(1, 2))
    assert second < first


def test_strata_that_carry_nothing_even_together_have_no_number():
    apart = capture_table({"A": [1, 0], "B": [0, 1], "count": [30, 20]})
    found = by_strata({"N": [apart], "S": [apart]}, settings=SMALL, pooling="shared")
    assert found.partial_total is None
    assert "All strata together: People stand on 2 lists only" in found.strata["N"].reason
    nobody = replace_counts(apart)
    both = by_strata({"N": [apart], "S": [nobody]}, settings=SMALL, pooling="shared")
    assert "Nobody is on any list" in both.strata["S"].reason


def replace_counts(table):
    """The same lists, and nobody on them."""
    return replace(table, patterns=table.patterns[:0], counts=table.counts[:0])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"pooling": "some"}, "pooling is 'some'; choose one of separate, shared"),
        ({"pooling": "shared", "settings": replace(SMALL, model="decomposable")}, "share latent"),
    ],
)
def test_what_cannot_be_shared_is_refused(strata, words, message):
    with pytest.raises(EstimateError, match=message):
        by_strata({"N": strata[0]}, **words)
