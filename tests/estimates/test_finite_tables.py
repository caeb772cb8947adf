"""Tables that go together: each has the answer it has alone, whether it lies close or far."""

from dataclasses import replace

import numpy as np
import pytest
from estimates_twin import population
from scipy import stats

from tawthiq.estimates import (
    CaptureTable,
    Estimate,
    EstimateSettings,
    capture_table,
    estimate_strata,
)
from tawthiq.estimates.average import average, worth
from tawthiq.estimates.family import FamilyEstimate
from tawthiq.estimates.finite import FiniteSettings, averaged, sample_mean, sample_table
from tawthiq.estimates.finite_particles import Seen
from tawthiq.estimates.finite_tables import likelier_than, sample_together, weighed
from tawthiq.estimates.prior import FinitePrior
from tawthiq.estimates.workers import one_by_one

QUICK = EstimateSettings(particles=400, draws=2_000, min_ess=200, max_rhat=1.1)
THREE_LISTS = [[code >> at & 1 for at in range(3)] for code in range(1, 8)]
CLOSE = ([60, 50, 25, 40, 18, 16, 10], [55, 52, 30, 38, 20, 18, 8], [62, 48, 24, 43, 17, 15, 13])
FAR = ([60, 50, 25, 40, 18, 16, 10], [600, 500, 5, 4, 1, 1, 10])


def table_of(counts: list[int]) -> CaptureTable:
    columns = {f"L{at}": [row[at] for row in THREE_LISTS] for at in range(3)}
    return capture_table(columns | {"count": counts})


def seeds_of(seed: int, n_tables: int, n_classes: int):
    return [one.spawn(n_classes) for one in np.random.SeedSequence(seed).spawn(n_tables)]


def test_the_mean_of_tables_has_the_people_of_all_in_equal_parts():
    tables = [table_of(counts) for counts in (*CLOSE, [0, 0, 9, 0, 0, 0, 0])]
    mean = Seen.mean_of(tables)
    whole = [Seen.of(one, mean) for one in tables]
    np.testing.assert_allclose(mean.counts, np.mean([one.counts for one in whole], axis=0))
    assert mean.counts.sum() == pytest.approx(np.mean([one.n_observed for one in tables]))


@pytest.mark.parametrize(("counts", "by_weights"), [(CLOSE, True), (FAR, False)])
def test_each_of_several_tables_has_the_answer_it_has_alone(counts, by_weights):
    tables = [table_of(one) for one in counts]
    finer = FiniteSettings(particles=4_000, draws=4_000, most_classes=2)
    together = sample_together(tables, finer, seeds_of(4, len(tables), 2), one_by_one)
    for at, (table, found) in enumerate(zip(tables, together.of_table, strict=True)):
        alone = sample_table(table, finer, seeds_of(5 + at, 1, 2)[0], one_by_one)
        for one, other in zip(found, alone, strict=True):
            assert (one.effective is not None) == by_weights
            assert one.log_evidence == pytest.approx(other.log_evidence, abs=0.25)
            for level in (0.1, 0.5, 0.9):
                ours, theirs = (np.quantile(some.missed, level) for some in (one, other))
                assert ours == pytest.approx(theirs, abs=0.03)


def test_a_table_weighed_against_itself_has_all_draws_and_the_same_evidence():
    table = table_of(CLOSE[0])
    settings = FiniteSettings(particles=200, draws=800, most_classes=2)
    mean = sample_mean([table], settings, seeds_of(1, 1, 2)[0], one_by_one)
    for one in mean:
        random = np.random.default_rng(1)
        seen = Seen.of(table, one.seen)
        weights = likelier_than(one, seen)
        np.testing.assert_allclose(weights.missed, one.missed)
        same = weighed(seen, one, weights, one.missed.size, random)
        assert same is not None
        np.testing.assert_allclose(same.evidences, one.evidences)
        assert same.effective == pytest.approx(one.missed.size)
        for run, other in zip(*(np.split(some.missed, 4, axis=1) for some in (same, one)),
                              strict=True):  # fmt: skip
            np.testing.assert_allclose(np.sort(run, axis=None), np.sort(other, axis=None))


def test_ranks_of_what_the_prior_made_are_uniform_in_one_of_three_linkages():
    """Simulation-based calibration (Talts et al. 2018): a table, and two that differ a little."""
    random, ranks = np.random.default_rng(12), []
    patterns = np.array(THREE_LISTS)
    quick = FiniteSettings(particles=200, draws=800, most_classes=2)
    while len(ranks) < 60:
        n_classes = 1 + int(random.random() < np.exp(FinitePrior().log_share(2, 2)))
        position = FinitePrior().draw(random, 1, 3, n_classes)[0]
        weight = np.exp(position[-1]) / np.exp(position[-1]).sum()
        p = 1 / (1 + np.exp(-position[:-1]))
        cells = np.array(
            [(weight * np.where(seen[:, None], p, 1 - p).prod(axis=0)).sum() for seen in patterns]
        )
        missed = 1 - cells.sum()
        counts = random.multinomial(150, cells / cells.sum())
        truth = random.poisson(min(random.standard_gamma(150) * missed / cells.sum(), 1e15))
        tables = [table_of(one.tolist()) for one in (counts, *differing(counts, random, 2))]
        together = sample_together(tables, quick, seeds_of(len(ranks), 3, 2), one_by_one)
        draws = averaged(together.of_table[0], quick, random).unobserved
        tied = random.random() * (draws == truth).mean()
        ranks.append((draws < truth).mean() + tied)
    found, _ = np.histogram(ranks, bins=6, range=(0, 1))
    assert stats.chisquare(found).pvalue > 0.005


def differing(counts: np.ndarray, random: np.random.Generator, times: int):
    """Tables in which three people in a hundred are on other lists."""
    for _ in range(times):
        moved = random.binomial(counts, 0.03)
        yield counts - moved + random.multinomial(moved.sum(), counts / counts.sum())


def test_linkages_that_lie_close_give_the_same_draws_with_one_thread_and_two():
    random = np.random.default_rng(3)
    table = population(random, 600, [[0.4, 0.35, 0.5, 0.3]], [1.0])
    lists = dict(zip(table.lists, table.patterns.T.tolist(), strict=True))
    linkages = [
        capture_table(lists | {"count": one.tolist()}) for one in differing(table.counts, random, 4)
    ]
    one, again = (
        estimate_strata(
            {"N": linkages, "S": linkages}, settings=replace(QUICK, threads=threads), seed=2
        ).strata["N"]
        for threads in (1, 2)
    )
    assert isinstance(one, Estimate)
    assert isinstance(again, Estimate)
    np.testing.assert_array_equal(one.draws, again.draws)
    assert one.low < 600 < one.high
    for family in one.families:  # 500 of each of four linkages are kept
        assert len(family.draws) == QUICK.draws
        assert np.median(family.draws) == pytest.approx(family.median, rel=0.02)


def test_draws_that_tables_share_are_not_counted_once_for_each():
    made = average(
        [FamilyEstimate(family="latent-class", n_observed=10, unobserved=np.arange(40),
                        log_evidence=0.0)],
        10, np.random.default_rng(1),
    )  # fmt: skip
    same, other = table_of(CLOSE[0]), capture_table({"A": [1, 1], "B": [0, 1]})
    assert made.effective == 40
    assert worth([same, same], [made, made]) == pytest.approx(40)
    assert worth([same, other], [made, made]) == pytest.approx(80)
    assert worth([same, same, other], [made] * 3) == pytest.approx(40 / (4 / 9 + 1 / 9))
