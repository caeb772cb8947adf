import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from tawthiq.estimates import bootstrap, capture_table

VALUES = st.lists(st.floats(0, 1e6), min_size=5, max_size=60).map(np.array)


def test_resampled_tables_have_the_same_people():
    counts = np.array([5, 7, 100])
    drawn = np.concatenate(list(bootstrap.resampled(np.random.default_rng(1), counts, 500)))
    assert drawn.shape == (500, 3)
    assert (drawn.sum(axis=1) == 112).all()
    assert drawn.mean(axis=0) == pytest.approx(counts, abs=1)


def test_every_pattern_has_its_place():
    table = capture_table({"A": [1, 0, 1], "B": [0, 1, 1], "count": [3, 4, 5]})
    assert bootstrap.cells(table).tolist() == [1, 2, 3]
    assert bootstrap.full_table(table).tolist() == [0, 3, 4, 5]


def test_sums_are_those_of_whole_tables(monkeypatch):
    counts, features = np.array([2, 1, 4]), np.array([[1.0, 0.0], [1.0, 2.0], [0.0, 1.0]])
    left_out = (counts - np.eye(3)) @ features
    tables = np.concatenate(list(bootstrap.resampled(np.random.default_rng(5), counts, 40)))
    for at_once in (3, 10**6):  # a table or a pattern at a time, and all together
        monkeypatch.setattr(bootstrap, "_AT_ONCE", at_once)
        given = csr_array(features)
        found = np.concatenate(list(bootstrap.left_out_sums(counts, given)))
        assert np.array_equal(found, left_out)
        again = bootstrap.resampled_sums(np.random.default_rng(5), counts, given, 40)
        assert np.array_equal(again, tables @ features)


@given(VALUES)
def test_without_bias_and_bend_the_correction_only_sorts(values):
    middle = float(np.median(values))
    evenly = (values < middle).sum() == (values > middle).sum()
    moved = bootstrap.corrected(values, middle, 0.0)
    if evenly:
        assert np.array_equal(moved, np.sort(values))
    assert np.isin(moved, values).all()
    assert (np.diff(moved) >= 0).all()


def test_resamples_that_lie_too_low_are_moved_up():
    values = np.random.default_rng(1).normal(100, 10, 2000)
    moved = bootstrap.corrected(values, 105.0, 0.0)
    # Half a standard deviation of bias is taken off twice, as BCa does.
    assert np.median(moved) == pytest.approx(110, abs=1)


def test_the_skewness_of_a_mean_is_that_of_its_people():
    """For a mean, the acceleration is the skewness over 6 sqrt(n)."""
    values = np.random.default_rng(3).exponential(size=400)
    left_out = (values.sum() - values) / 399
    skewness = ((values - values.mean()) ** 3).mean() / values.std() ** 3
    found = bootstrap.acceleration(-left_out, np.ones(400, dtype=np.int64))
    assert found == pytest.approx(skewness / (6 * 20), rel=1e-6)


def test_where_all_estimates_are_alike_nothing_is_bent():
    assert bootstrap.acceleration(np.ones(4), np.ones(4, dtype=np.int64)) == 0
    assert bootstrap.acceleration(np.full(4, np.inf), np.ones(4, dtype=np.int64)) == 0


def test_the_unobserved_spread_as_the_chance_of_being_seen_says():
    random = np.random.default_rng(2)
    draws = bootstrap.unobserved_draws(random, np.full(50_000, 300.0), 100)
    assert draws.mean() == pytest.approx(300, rel=0.01)
    assert draws.var() == pytest.approx(300 / 0.25, rel=0.03)  # mean over the share seen
    assert bootstrap.unobserved_draws(random, np.zeros(3), 100).tolist() == [0, 0, 0]
