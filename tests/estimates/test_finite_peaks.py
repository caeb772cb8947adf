"""Large tables at their peaks: held to particles led from the prior, and to quadrature."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import integrate, stats

from tawthiq.estimates import CaptureTable, EstimateSettings, estimate
from tawthiq.estimates.finite import sample_next, sample_table
from tawthiq.estimates.finite_large import LARGE, is_large, sample_large, some_people
from tawthiq.estimates.finite_particles import FiniteSettings, Seen, sample_classes, scale_of
from tawthiq.estimates.finite_peaks import Target, draw_around, peaks_from
from tawthiq.estimates.prior import FinitePrior
from tawthiq.estimates.workers import one_by_one

SETTINGS = FiniteSettings(particles=800, draws=4_000)


def two_classes(n_people: int, n_lists: int, seed: int) -> CaptureTable:
    """People of whom half are seen well and half badly."""
    random = np.random.default_rng(seed)
    reach = np.stack([random.uniform(0.3, 0.6, n_lists), random.uniform(0.05, 0.2, n_lists)])
    seen = random.random((n_people, n_lists)) < reach[random.integers(0, 2, n_people)]
    patterns, counts = np.unique(seen[seen.any(axis=1)], axis=0, return_counts=True)
    return CaptureTable(
        lists=tuple("ABCDEFGH"[:n_lists]), patterns=patterns.astype(np.uint8), counts=counts
    )


@pytest.fixture(scope="module")
def table() -> CaptureTable:
    made = two_classes(40_000, 5, 3)
    assert is_large(made)
    return made


@pytest.mark.parametrize("n_classes", [1, 2])
def test_peaks_give_what_particles_led_from_the_prior_give(table: CaptureTable, n_classes: int):
    seed = np.random.SeedSequence(5)
    quick = sample_large(table, n_classes, SETTINGS, seed, one_by_one, -np.inf)
    assert quick.peaks
    long_way = sample_classes(
        Seen.of(table), n_classes, FiniteSettings(particles=2_000, draws=8_000), seed, one_by_one
    )
    assert quick.log_evidence == pytest.approx(long_way.log_evidence, abs=0.6)
    ours, theirs = (table.n_observed / (1 - one.missed) for one in (quick, long_way))
    wide = np.quantile(theirs, 0.975) - np.quantile(theirs, 0.025)
    for level in (0.025, 0.5, 0.975):
        assert np.quantile(ours, level) == pytest.approx(np.quantile(theirs, level), abs=0.1 * wide)


def test_one_class_and_two_lists_agree_with_quadrature():
    """The evidence by a grid of logits around the peak, the prior's normal density times it."""
    prior = FinitePrior()
    counts = np.array([12_000, 9_000, 5_000])
    table = CaptureTable(
        lists=("A", "B"), patterns=np.array([[1, 0], [0, 1], [1, 1]], dtype=np.uint8), counts=counts
    )
    own = prior.list_spread**2 + prior.cell_spread**2
    common = prior.level_spread**2 + prior.class_spread**2
    normal = stats.multivariate_normal(
        [prior.level] * 2, [[common + own, common], [common, common + own]]
    )
    centre = np.log([5_000 / 9_000, 5_000 / 12_000])
    x, y = np.meshgrid(*(at + np.linspace(-0.3, 0.3, 401) for at in centre), indexing="ij")
    p, q = 1 / (1 + np.exp(-x)), 1 / (1 + np.exp(-y))
    logs = counts[0] * np.log(p * (1 - q)) + counts[1] * np.log((1 - p) * q)
    logs += counts[2] * np.log(p * q) - counts.sum() * np.log(1 - (1 - p) * (1 - q))
    weight = np.exp(logs - logs.max()) * normal.pdf(np.stack([x, y], axis=-1))
    mass = integrate.simpson(integrate.simpson(weight, y[0]), x[:, 0])
    found = sample_large(table, 1, SETTINGS, np.random.SeedSequence(1), one_by_one, -np.inf)
    assert found.log_evidence == pytest.approx(logs.max() + np.log(mass), abs=0.05)


def test_draws_count_all_orders_of_classes(table: CaptureTable):
    """Starts numbered otherwise lead to the same peak, and the evidence is of all orders."""
    seen = Seen.of(table)
    target = Target(
        layout=seen.layout, counts=seen.counts, prior=FinitePrior(), n_lists=5, n_classes=2
    )
    pilot = sample_classes(
        Seen.of(some_people(table, 500, np.random.default_rng(1))), 2,
        FiniteSettings(particles=100, draws=100), np.random.SeedSequence(1), one_by_one,
    )  # fmt: skip
    scale = 0.1 * scale_of(pilot.positions)
    found = []
    for order in ([0, 1], [1, 0]):
        peaks = peaks_from(target, pilot.positions[:5][:, :, order], scale, one_by_one)
        assert len(peaks) == 1
        random = np.random.default_rng(7)
        found.append(draw_around(target, peaks, 4_000, random, one_by_one))
        assert found[-1].effective > 0.5
    assert found[0].log_evidence == pytest.approx(found[1].log_evidence, abs=0.1)
    # Laplace's method, and two orders of two classes.
    assert found[0].log_evidence == pytest.approx(peaks[0].log_evidence + np.log(2), abs=0.3)


def test_where_the_posterior_is_no_peak_particles_are_led_there(table: CaptureTable):
    """A third class that nobody needs makes a ridge; its evidence is that of the long way."""
    seed = np.random.SeedSequence(2)
    finer = replace(SETTINGS, particles=3_200)
    found = sample_large(table, 3, finer, seed, one_by_one, -np.inf)
    long_way = sample_classes(Seen.of(table), 3, finer, seed, one_by_one)
    assert not found.peaks
    assert found.log_evidence == pytest.approx(long_way.log_evidence, abs=1.5)


def test_a_hopeless_number_of_classes_is_not_looked_at_closely(table: CaptureTable):
    seed = np.random.SeedSequence(2)
    found = sample_large(table, 3, SETTINGS, seed, one_by_one, np.inf)
    assert found.peaks


def test_same_seed_same_draws_however_the_work_is_shared(table: CaptureTable):
    def backwards(work, count):
        return [work(one) for one in reversed(range(count))][::-1]

    seed = np.random.SeedSequence(9)
    one = sample_large(table, 2, SETTINGS, seed, one_by_one, -np.inf)
    two = sample_large(table, 2, SETTINGS, np.random.SeedSequence(9), backwards, -np.inf)
    np.testing.assert_array_equal(one.missed, two.missed)
    np.testing.assert_array_equal(one.evidences, two.evidences)


def test_the_next_linkage_goes_on_from_the_peaks_of_the_last(table: CaptureTable):
    seeds = np.random.SeedSequence(4).spawn(4)
    two = FiniteSettings(particles=800, draws=4_000, most_classes=2)
    before = sample_table(table, two, seeds[:2], one_by_one)
    random = np.random.default_rng(8)
    other = some_people(table, table.n_observed - 300, random)
    on = sample_next(other, before, two, seeds[:2], one_by_one)
    anew = sample_table(other, two, seeds[2:], one_by_one)
    assert [one.n_classes for one in on] == [2]
    assert on[0].peaks
    assert on[0].log_evidence == pytest.approx(anew[1].log_evidence, abs=0.2)
    assert np.median(on[0].missed) == pytest.approx(np.median(anew[1].missed), rel=0.02)


def test_some_people_are_as_many_as_asked_for_and_among_all(table: CaptureTable):
    some = some_people(table, 500, np.random.default_rng(1))
    assert some.n_observed == 500
    of_all = dict(zip(map(bytes, table.patterns), table.counts.tolist(), strict=True))
    for pattern, count in zip(some.patterns, some.counts, strict=True):
        assert 0 < count <= of_all[bytes(pattern)]


def test_an_estimate_of_a_large_table_holds_the_truth_and_converges():
    table = two_classes(40_000, 6, 11)
    assert table.n_observed > LARGE
    found = estimate(table, settings=EstimateSettings(model="latent-class"), seed=1)
    assert found.converged
    assert found.low < 40_000 < found.high
