"""What must not change an estimate, to the digit; and what its parts owe one another."""

import json
from dataclasses import replace

import numpy as np
import pytest
from estimates_twin import KOSOVO, QUICK, population
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.errors import EstimateError
from tawthiq.estimates import EstimateSettings, NotEstimable, capture_table, estimate

FAST = replace(QUICK, warmup=50, min_ess=1, max_draws=100, max_rhat=100.0)
BASE = {
    "A": [1, 0, 0, 1, 1, 0, 1],
    "B": [0, 1, 0, 1, 0, 1, 1],
    "C": [0, 0, 1, 0, 1, 1, 1],
    "count": [40, 30, 25, 12, 9, 7, 4],
}


@settings(max_examples=15, deadline=None)
@given(st.permutations("ABC"), st.permutations(range(7)))
def test_the_order_of_lists_and_rows_changes_nothing(lists, rows):
    other = {name: [BASE[name][row] for row in rows] for name in [*lists, "count"]}
    ours, theirs = (estimate(capture_table(one), settings=FAST) for one in (BASE, other))
    assert np.array_equal(ours.draws, theirs.draws)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 6), st.data())
def test_splitting_a_row_in_two_changes_nothing(row, data):
    part = data.draw(st.integers(1, BASE["count"][row] - 1))
    other = {name: [*cells, cells[row]] for name, cells in BASE.items()}
    other["count"][row] -= part
    other["count"][-1] = part
    ours, theirs = (estimate(capture_table(one), settings=FAST) for one in (BASE, other))
    assert np.array_equal(ours.draws, theirs.draws)


def test_people_one_by_one_are_the_same_as_counted():
    people = {name: np.repeat(BASE[name], BASE["count"]).tolist() for name in "ABC"}
    ours, theirs = (estimate(capture_table(one), settings=FAST) for one in (BASE, people))
    assert np.array_equal(ours.draws, theirs.draws)


def test_a_list_nobody_is_on_is_dropped_and_named():
    with_empty = capture_table({**BASE, "Empty": [0] * 7})
    result = estimate(with_empty, settings=FAST)
    assert result.lists == ("A", "B", "C")
    assert result.dropped_lists == ("Empty",)
    assert np.array_equal(result.draws, estimate(capture_table(BASE), settings=FAST).draws)


def test_same_seed_same_draws_whatever_the_threads_and_another_seed_others():
    table = capture_table(BASE)
    one, two = (estimate(table, settings=replace(FAST, threads=n), seed=4) for n in (1, 3))
    assert np.array_equal(one.draws, two.draws)
    assert not np.array_equal(one.draws, estimate(table, settings=FAST, seed=5).draws)


def test_an_estimate_never_lies_below_the_observed_and_agrees_with_its_draws():
    result = estimate(capture_table(BASE), settings=QUICK)
    assert result.draws.min() >= result.n_observed == 127
    assert result.low <= result.median <= result.high
    assert result.median == np.median(result.draws)
    assert result.draws.shape[0] == 4


def test_more_classes_than_needed_change_little():
    table = population(np.random.default_rng(4), 400, [[0.5, 0.4, 0.45, 0.5]], [1.0])
    few, many = (
        estimate(table, settings=replace(QUICK, classes=classes, min_ess=1500))
        for classes in (6, 12)
    )
    assert few.median == pytest.approx(many.median, rel=0.02)


def test_draws_that_run_out_are_never_called_converged():
    result = estimate(capture_table(KOSOVO), settings=replace(FAST, min_ess=100_000, max_rhat=1.01))
    assert not result.converged
    assert "ran out of 100 draws a chain" in result.reason
    assert "not to be relied on" in result.reason


def test_time_that_runs_out_is_said():
    impatient = replace(FAST, min_ess=1e6, max_draws=10_000, max_seconds=0.01)
    result = estimate(capture_table(BASE), settings=impatient)
    assert not result.converged
    assert "ran out of 0.01 seconds" in result.reason


def test_both_kinds_of_result_have_the_same_keys_and_are_json():
    number = estimate(capture_table(BASE), settings=FAST).to_dict()
    none = estimate(capture_table({"A": [1], "B": [1], "count": [50]})).to_dict()
    assert number.keys() == none.keys()
    assert (number["estimable"], none["estimable"]) == (True, False)
    assert json.loads(json.dumps([number, none]))[1]["median"] is None


def test_a_billion_people_give_an_answer_or_a_doubt_not_a_crash():
    huge = {**BASE, "count": [people * 8_000_000 for people in BASE["count"]]}
    result = estimate(capture_table(huge), settings=FAST)
    assert isinstance(result, NotEstimable) or result.low >= result.n_observed


def test_progress_is_told_up_to_the_end():
    told = []
    estimate(
        capture_table(BASE), settings=QUICK, progress=lambda what, done, of: told.append((done, of))
    )
    assert told[-1] == (300, 300)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"chains": 3}, "chains is 3; at least 4"),
        ({"classes": 0}, "classes is 0"),
        ({"capture_prior": (0.0, 1.0)}, "capture_prior"),
        ({"concentration_prior": (1.0, float("inf"))}, "concentration_prior"),
        ({"max_rhat": 1.0}, "max_rhat"),
        ({"max_seconds": 0.0}, "max_seconds"),
        ({"threads": 0}, "threads"),
        ({"min_ess": float("nan")}, "min_ess"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(changed, message):
    with pytest.raises(EstimateError, match=message):
        EstimateSettings(**changed)


def test_a_negative_seed_is_refused():
    with pytest.raises(EstimateError, match="seed is -1"):
        estimate(capture_table(BASE), seed=-1)
