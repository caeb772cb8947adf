"""The scores of the benchmarks, held to plain twins: a wrong measure would mislead everybody."""

import sys
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from linkage_scores import b_cubed, cluster_score, score

labels = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=14)


def frame(rows):
    return pl.DataFrame(rows, schema={"person": pl.Int64, "truth": pl.Int64}, orient="row")


def groups(values):
    """The sets of rows that share a value."""
    return [frozenset(i for i, value in enumerate(values) if value == one) for one in set(values)]


def f1(right, said, true):
    return right / max(said, 1), right / max(true, 1), 2 * right / max(said + true, 1)


def plain_clusters(rows, *, singletons):
    """Sets that are equal on both sides, counted by comparing each with each."""
    least = 1 if singletons else 2
    said, true = (
        [one for one in groups([row[side] for row in rows]) if len(one) >= least] for side in (0, 1)
    )
    return f1(sum(one == other for one in said for other in true), len(said), len(true))


def plain_pairs(rows):
    said, true = (
        {
            pair
            for one in groups([row[side] for row in rows])
            for pair in combinations(sorted(one), 2)
        }
        for side in (0, 1)
    )
    return f1(len(said & true), len(said), len(true))


def plain_b_cubed(rows):
    """Record by record: what share of its person is right, what share of its truth is there."""
    said, true = (
        {i: one for one in groups([row[side] for row in rows]) for i in one} for side in (0, 1)
    )
    precision = sum(len(said[i] & true[i]) / len(said[i]) for i in said) / len(rows)
    recall = sum(len(said[i] & true[i]) / len(true[i]) for i in said) / len(rows)
    return 2 * precision * recall / (precision + recall)


@pytest.mark.parametrize("singletons", [True, False])
@given(rows=labels)
def test_cluster_scores_equal_a_comparison_of_each_set_with_each(rows, singletons):
    assert cluster_score(frame(rows), singletons=singletons) == pytest.approx(
        plain_clusters(rows, singletons=singletons)
    )


@given(rows=labels)
def test_pair_scores_equal_a_count_of_pairs(rows):
    assert score(frame(rows)) == pytest.approx(plain_pairs(rows))


@given(rows=labels)
def test_b_cubed_equals_the_mean_over_records(rows):
    assert b_cubed(frame(rows)) == pytest.approx(plain_b_cubed(rows))


@given(rows=labels, shift=st.integers(1, 9))
def test_scores_do_not_depend_on_what_people_are_called(rows, shift):
    renamed = frame([(7 * person + shift, truth) for person, truth in rows])
    for singletons in (True, False):
        assert cluster_score(renamed, singletons=singletons) == cluster_score(
            frame(rows), singletons=singletons
        )


@given(rows=labels)
def test_swapping_found_and_true_swaps_precision_and_recall(rows):
    swapped = frame([(truth, person) for person, truth in rows])
    for singletons in (True, False):
        precision, recall, both = cluster_score(frame(rows), singletons=singletons)
        assert cluster_score(swapped, singletons=singletons) == (recall, precision, both)


def test_one_record_too_many_spoils_two_people():
    """Four true people: {0, 1}, {2}, {3, 4}, {5}. Found: {0, 1, 2}, {3, 4}, {5}."""
    rows = [(0, 10), (0, 10), (0, 11), (1, 12), (1, 12), (2, 13)]
    assert cluster_score(frame(rows), singletons=True) == pytest.approx((2 / 3, 2 / 4, 4 / 7))
    assert cluster_score(frame(rows), singletons=False) == pytest.approx((1 / 2, 1 / 2, 1 / 2))
