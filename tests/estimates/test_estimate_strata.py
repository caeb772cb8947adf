"""Strata by themselves, their total, and the draws of several linkages."""

import json
import threading
from dataclasses import replace

import numpy as np
import pytest
from estimates_twin import QUICK, population

from tawthiq.errors import EstimateError
from tawthiq.estimates import (
    Estimate,
    NotEstimable,
    capture_table,
    estimate,
    estimate_strata,
)

TWO_LISTS = capture_table({"L0": [1, 0, 1], "L1": [0, 1, 1], "count": [30, 20, 10]})
SMALL = replace(QUICK, min_ess=200, warmup=100)


def some(seed: int, size: int = 300):
    return population(np.random.default_rng(seed), size, [[0.4, 0.35, 0.5, 0.3]], [1.0])


def test_the_total_is_the_sum_of_its_strata_and_holds_the_truth():
    result = estimate_strata(
        {name: [some(at)] for at, name in enumerate("NSE")}, settings=SMALL, seed=2
    )
    parts = list(result.strata.values())
    assert result.total_reason is None
    assert result.total.strata == ("N", "S", "E")
    assert result.total.mean == pytest.approx(sum(one.mean for one in parts), rel=0.01)
    assert result.total.low < 900 < result.total.high
    # Independent strata: the width of the sum is less than the sum of the widths.
    assert result.total.high - result.total.low < sum(one.high - one.low for one in parts)
    assert result.total.n_observed == sum(one.n_observed for one in parts)


def test_a_stratum_without_an_estimate_leaves_no_total_and_its_people_are_named_not_added():
    result = estimate_strata({"N": [some(1)], "S": [TWO_LISTS]}, settings=SMALL)
    assert result.total is None
    assert "S (60 documented)" in result.total_reason
    assert isinstance(result.strata["S"], NotEstimable)
    assert result.documented_left_out == {"S": 60}
    partial = result.partial_total
    assert partial.strata == ("N",)
    assert partial.left_out == {"S": 60}
    assert partial.n_observed == result.strata["N"].n_observed
    assert partial.draws.min() >= partial.n_observed
    assert partial.median == pytest.approx(result.strata["N"].median, rel=0.02)
    assert json.loads(json.dumps(result.to_dict()))["total"] is None


def test_where_no_stratum_is_estimable_there_is_not_even_a_part_of_a_total():
    result = estimate_strata({"N": [TWO_LISTS]})
    assert result.total is None
    assert result.partial_total is None


def test_a_stratum_does_not_depend_on_its_neighbours_or_their_order():
    a, b = [some(1)], [some(2)]
    both = estimate_strata({"A": a, "B": b}, settings=SMALL, seed=7)
    swapped = estimate_strata({"B": b, "A": a}, settings=replace(SMALL, threads=1), seed=7)
    alone = estimate_strata({"B": b}, settings=SMALL, seed=7)
    assert list(swapped.strata) == ["B", "A"]
    for other in (swapped, alone):
        assert np.array_equal(both.strata["B"].draws, other.strata["B"].draws)
    assert np.array_equal(both.total.draws, swapped.total.draws)


def test_linkages_are_mixed_in_equal_shares():
    """Two linkages that see 20 % more and fewer people: the mixture spans both."""
    low, high = some(3, 300), some(4, 600)
    mixed = estimate_strata({"N": [low, high]}, settings=SMALL, seed=3).strata["N"]
    assert isinstance(mixed, Estimate)
    assert mixed.n_tables == 2
    assert mixed.n_observed_range == (low.n_observed, high.n_observed)
    first, second = mixed.by_table()
    assert first.shape == second.shape
    assert np.median(first) == pytest.approx(estimate(low, settings=SMALL).median, rel=0.05)
    assert np.median(second) == pytest.approx(estimate(high, settings=SMALL).median, rel=0.05)
    assert mixed.low < np.median(first)
    assert mixed.high > np.median(second)
    assert mixed.converged, mixed.reason


def test_a_total_keeps_to_one_linkage_at_a_time():
    """Linkage 1 finds few people in both strata, linkage 2 many: their totals stay apart."""
    tables = [some(3, 300), some(4, 3000)]
    total = estimate_strata({"A": tables, "B": tables}, settings=SMALL).total
    half = total.draws.size // 2
    assert np.median(total.draws[:half]) == pytest.approx(600, rel=0.15)
    assert np.median(total.draws[half:]) == pytest.approx(6000, rel=0.15)


def test_a_linkage_that_carries_no_estimate_is_said():
    fewer = capture_table({"L0": [1, 0, 1], "L1": [0, 1, 1], "count": [30, 20, 10]})
    result = estimate_strata({"A": [some(1), fewer]}, settings=SMALL).strata["A"]
    assert isinstance(result, NotEstimable)
    assert result.reason.startswith("In 1 of 2 tables drawn: People stand on 2 lists only")


def test_linkages_that_differ_in_their_lists_are_sampled_all_the_same():
    with_more = population(np.random.default_rng(1), 300, [[0.4, 0.35, 0.5, 0.3, 0.2]], [1.0])
    result = estimate_strata({"A": [some(1), with_more]}, settings=SMALL).strata["A"]
    assert result.lists == ("L0", "L1", "L2", "L3", "L4")
    assert result.low < 300 < result.high


def test_a_stratum_that_did_not_converge_marks_the_total():
    rushed = replace(SMALL, max_draws=100, min_ess=1e6)
    result = estimate_strata({"A": [some(1)]}, settings=rushed)
    assert not result.total.converged
    assert result.total.reason == "Not converged in: A."


@pytest.mark.parametrize(
    ("strata", "message"),
    [
        ({}, "no strata"),
        ({"A": [TWO_LISTS], "B": []}, "'B': 0 capture tables where another"),
        ({"A": []}, "'A': 0 capture tables"),
        ({"A": [TWO_LISTS] * 2, "B": [TWO_LISTS]}, "'B': 1 capture tables .* 2"),
    ],
)
def test_strata_that_do_not_fit_are_refused(strata, message):
    with pytest.raises(EstimateError, match=message):
        estimate_strata(strata)


def test_an_interrupt_stops_all_threads_at_once():
    """Ctrl-C while strata are being sampled: it comes through, and nothing works on."""

    def interrupt(what, done, total):
        raise KeyboardInterrupt

    endless = replace(SMALL, min_ess=1e9, max_draws=10**8, classes=8)
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        estimate_strata(
            {str(at): [some(at)] for at in range(6)}, settings=endless, progress=interrupt
        )
    assert threading.active_count() == before
