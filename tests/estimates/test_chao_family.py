"""Chao's lower bound as a family of its own, and lists that make it none."""

import numpy as np
import pytest
from estimates_twin import population
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.estimates import capture_table, chao_lower_bound
from tawthiq.estimates.chao import ChaoSettings, chao_bound, unseen_at_least
from tawthiq.estimates.dependence import pair_odds
from tawthiq.estimates.family import FamilyEstimate, NoEstimate


def people(seen):
    seen = seen[seen.any(axis=1)].astype(int)
    names = "ABCDEF"[: seen.shape[1]]
    return capture_table(dict(zip(names, seen.T.tolist(), strict=True)))


def codes(result):
    return {doubt.code for doubt in result.doubts}


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), min_size=7, max_size=7).filter(any))
def test_sums_give_what_the_table_gives(some):
    columns = {name: [cell >> at & 1 for cell in range(1, 8)] for at, name in enumerate("ABC")}
    table = capture_table({**columns, "count": some})
    on_each = (table.patterns * table.counts[:, None]).sum(axis=0)
    if (on_each > 0).all():
        once, twice = (sum(some[at] for at in places) for places in ((0, 1, 3), (2, 4, 5)))
        unseen = unseen_at_least(np.array([[once, twice]], dtype=float), 3)[0]
        assert table.n_observed + unseen == pytest.approx(chao_lower_bound(table).bound)


def test_draws_lie_about_the_bound_and_the_seed_decides():
    table = population(np.random.default_rng(1), 2000, [[0.2] * 4], [1.0])
    result = chao_bound(table, seed=2)
    assert isinstance(result, FamilyEstimate)
    low, median, high = result.interval()
    assert low < chao_lower_bound(table).bound < high
    assert median == pytest.approx(chao_lower_bound(table).bound, rel=0.03)
    assert np.array_equal(result.draws, chao_bound(table, seed=2).draws)
    assert codes(result) == {"lower-bound"}


def test_it_covers_the_truth_where_it_is_the_truth():
    random = np.random.default_rng(6)
    settings = ChaoSettings(resamples=300)
    covered = 0
    for seed in range(40):
        table = population(random, 1000, [[0.3] * 4], [1.0])
        low, _, high = chao_bound(table, settings=settings, seed=seed).interval()
        covered += low <= 1000 <= high
    assert covered >= 34


def test_lists_that_avoid_one_another_are_named():
    random = np.random.default_rng(3)
    seen = random.random((5000, 4)) < 0.35
    seen[:, 1] &= ~seen[:, 0] | (random.random(5000) < 0.3)
    (doubt,) = [
        one for one in chao_bound(people(seen)).doubts if one.code == "lists-avoid-one-another"
    ]
    assert "AB" in doubt.en
    assert "CD" not in doubt.en


def test_a_list_of_referrals_is_named_and_people_who_differ_are_not():
    random = np.random.default_rng(3)
    seen = random.random((5000, 4)) < 0.3
    seen[:, 1] |= seen[:, 0] & (random.random(5000) < 0.7)
    (doubt,) = [one for one in chao_bound(people(seen)).doubts if one.code == "lists-depend"]
    assert "AB" in doubt.en
    differ = chao_bound(population(random, 5000, [[0.6] * 4, [0.15] * 4], [0.5, 0.5]))
    assert codes(differ) == {"lower-bound"}


def test_lists_of_unlike_reach_are_said_to_push_it_up():
    table = population(np.random.default_rng(9), 20_000, [[0.6, 0.05, 0.05]], [1.0])
    assert chao_lower_bound(table).low > 20_000
    assert "lists-differ-in-reach" in codes(chao_bound(table))


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({"A": [1, 0], "B": [0, 1], "count": [60, 40]}, "nobody-on-two-lists"),
        ({"A": [1], "B": [1], "count": [50]}, "nobody-on-one-list"),
    ],
)
def test_tables_that_carry_no_bound_say_so(table, code):
    assert code in codes(chao_bound(capture_table(table)))


def test_one_list_has_none_and_a_stop_stops():
    one = chao_bound(capture_table({"A": [1], "count": [9]}))
    assert isinstance(one, NoEstimate)
    assert codes(one) == {"too-few-lists"}
    two = capture_table({"A": [1, 0, 1], "B": [0, 1, 1]})
    assert codes(chao_bound(two, stop=lambda: True)) == {"stopped"}


def test_the_odds_ratio_of_one_pair_worked_by_hand():
    """Among 60 on C: 10 on A and B, 5 on A, 15 on B, 30 on neither: 10 * 30 / (5 * 15) = 4."""
    counts = np.array([0, 7, 8, 9, 30, 5, 15, 10])
    found = {one.pair: one for one in pair_odds(counts, ("A", "B", "C"))}
    assert found["AB"].ratio == pytest.approx(4)
    # Variance 15 * 45 * 25 * 35 / (60^2 * 59), excess 10 - 15 * 25 / 60.
    assert found["AB"].z == pytest.approx(3.75 / np.sqrt(15 * 45 * 25 * 35 / (3600 * 59)))


def test_two_lists_leave_nobody_to_compare_them_among():
    (one,) = pair_odds(np.array([0, 5, 6, 7]), ("A", "B"))
    assert np.isnan(one.ratio)
    assert one.z == 0
