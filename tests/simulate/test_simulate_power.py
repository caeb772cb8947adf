"""Capture tables of known truth: what each scenario promises can be seen in its table."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tawthiq.errors import SimulationError
from tawthiq.simulate import SCENARIOS, simulate_capture_table


@settings(max_examples=30, deadline=None)
@given(
    n_people=st.integers(1, 3_000),
    n_lists=st.integers(2, 12),
    scenario=st.sampled_from(sorted(SCENARIOS)),
    seed=st.integers(0, 2**32),
)
def test_a_table_is_a_table_of_histories_that_occur(n_people, n_lists, scenario, seed):
    table = simulate_capture_table(n_people, n_lists, scenario, seed)
    lists = [f"list_{k}" for k in range(1, n_lists + 1)]
    assert table.columns == [*lists, "count"]
    assert (table["count"] > 0).all()
    assert table["count"].sum() <= n_people
    assert table.select(lists).is_unique().all()
    assert set(table.select(lists).unpivot()["value"]) <= {0, 1}
    assert (table.select(pl.sum_horizontal(lists)).to_series() > 0).all()
    assert_frame_equal(table, simulate_capture_table(n_people, n_lists, scenario, seed))


def two_list_estimate(table: pl.DataFrame) -> float:
    """Lincoln-Petersen on the first two lists: right if they are independent."""
    n = table["count"]
    first, second = (int((n * table[f"list_{k}"]).sum()) for k in (1, 2))
    both = int((n * table["list_1"] * table["list_2"]).sum())
    return first * second / both


def test_two_independent_lists_find_the_truth():
    table = simulate_capture_table(100_000, 3, "independent", 1)
    assert two_list_estimate(table) == pytest.approx(100_000, rel=0.03)


@pytest.mark.parametrize("scenario", ["two_classes", "heterogeneous", "copying", "unseen"])
def test_where_an_assumption_fails_two_lists_find_too_few(scenario):
    table = simulate_capture_table(100_000, 3, scenario, 1)
    assert two_list_estimate(table) < 95_000


def test_the_sparse_scenario_leaves_most_unseen():
    table = simulate_capture_table(100_000, 3, "sparse", 1)
    assert 0.1 < table["count"].sum() / 100_000 < 0.2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1_000, 3, "magic"), "no scenario 'magic'"),
        ((0, 3), "n_people is 0"),
        ((1_000, 1), "n_lists is 1"),
        ((1_000, 13), "n_lists is 13"),
        ((1_000, 3, "independent", -1), "seed is -1"),
    ],
)
def test_what_cannot_be_drawn_is_refused(arguments, message):
    with pytest.raises(SimulationError, match=message):
        simulate_capture_table(*arguments)
