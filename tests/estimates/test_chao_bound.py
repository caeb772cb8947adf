import numpy as np
import pytest
from estimates_twin import population

from tawthiq.estimates import capture_table, chao_lower_bound


def test_the_formula_on_a_table_worked_by_hand():
    """60 on one list, 20 on two, 5 on three: 2/3 * 60^2 / (2 * 20) = 60 unseen."""
    table = capture_table({"A": [1, 1, 1], "B": [0, 1, 1], "C": [0, 0, 1], "count": [60, 20, 5]})
    result = chao_lower_bound(table)
    assert (result.on_one_list, result.on_two_lists) == (60, 20)
    assert result.bound == pytest.approx(85 + 60)
    assert 85 < result.low < result.bound < result.high


def test_on_average_it_is_the_truth_where_all_are_caught_alike():
    random = np.random.default_rng(6)
    tables = [population(random, 2000, [[0.2] * 5], [1.0]) for _ in range(20)]
    bounds = [chao_lower_bound(table) for table in tables]
    assert np.mean([one.bound for one in bounds]) == pytest.approx(2000, rel=0.02)
    assert sum(one.low < 2000 < one.high for one in bounds) >= 17


def test_it_lies_below_the_truth_where_people_differ():
    random = np.random.default_rng(6)
    differ = chao_lower_bound(population(random, 5000, [[0.4] * 5, [0.05] * 5], [0.5, 0.5]))
    assert differ.high < 5000
    assert "independent" in differ.is_bound_when


def test_with_nobody_on_two_lists_it_still_has_a_value():
    result = chao_lower_bound(capture_table({"A": [1, 0], "B": [0, 1], "count": [6, 4]}))
    assert result.bound == pytest.approx(10 + 0.5 * 10 * 9 / 2)
    assert result.low < result.bound < result.high


@pytest.mark.parametrize("table", [{"A": [1]}, {"A": [1, 1], "B": [1, 1]}])
def test_where_nothing_is_to_be_added_it_is_the_observed(table):
    result = chao_lower_bound(capture_table(table))
    assert result.bound == result.low == result.high == result.n_observed
