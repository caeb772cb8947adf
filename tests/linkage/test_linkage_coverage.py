"""How much of each list has a partner in the other, and what that is worth."""

import math
from unittest import mock

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkage_invented import aged, crowd

from tawthiq.linkage import coverage, explain, link
from tawthiq.linkage.coverage import coverage_bits, distinct_meetings, meetings

PRIOR = -18.0  # bits
sizes = st.integers(1, 100_000)


def bits(k: float, n: float, m: float, prior: float = PRIOR) -> float:
    return float(coverage_bits(np.array([k]), np.array([n]), np.array([m]), prior)[0])


@settings(max_examples=200, deadline=None)
@given(n=sizes, m=sizes, share=st.floats(0, 1), prior=st.floats(-40, -5))
def test_coverage_is_the_same_either_way_round_and_bounded(
    n: int, m: int, share: float, prior: float
):
    k = share * min(n, m)
    assert bits(k, n, m, prior) == pytest.approx(bits(k, m, n, prior))
    assert -12.0 <= bits(k, n, m, prior) <= 12.0


@settings(max_examples=200, deadline=None)
@given(n=sizes, m=sizes, first=st.floats(0, 1), second=st.floats(0, 1))
def test_the_more_of_a_list_is_found_the_more_a_candidate_is_worth(
    n: int, m: int, first: float, second: float
):
    less, more = sorted((first * min(n, m), second * min(n, m)))
    assert bits(less, n, m) <= bits(more, n, m) + 1e-9


def test_lists_that_were_never_seen_to_meet_are_taken_for_strangers():
    assert bits(0, 20_000, 30_000) < -5
    assert bits(0, 300, 400) < 0.5  # short lists: little is expected, so little is learned


def test_where_all_of_a_list_is_found_a_candidate_is_worth_more():
    assert bits(5_000, 5_000, 40_000) > 5


def test_short_lists_stay_near_the_common_prior():
    """Of five records even all may be found, and of none: neither says much."""
    for k in (0, 5):
        assert abs(bits(k, 5, 8)) < 1.0


def test_the_bits_are_those_of_one_more_pair_in_a_matching():
    """For long lists: k / ((n - k) (m - k)), over the common prior."""
    k, n, m = 40_000.0, 100_000.0, 80_000.0
    assert bits(k, n, m) == pytest.approx(math.log2(k / ((n - k) * (m - k))) - PRIOR, abs=0.01)


@settings(max_examples=100, deadline=None)
@given(
    pairs=st.lists(st.tuples(st.integers(-1, 4), st.integers(-1, 4)), min_size=2, max_size=20),
)
def test_a_meeting_has_one_number_either_way_round_and_none_within_a_version(
    pairs: list[tuple[int, int]],
):
    a, b = np.array(pairs, np.int32).T
    found = meetings(a, b)
    np.testing.assert_array_equal(found, meetings(b, a))
    for (v, w), number in zip(pairs, found, strict=True):
        assert (number == -1) == (v == w or min(v, w) < 0)
    known = {number: frozenset(pair) for pair, number in zip(pairs, found, strict=True)}
    for pair, number in zip(pairs, found, strict=True):
        assert number == -1 or known[number] == frozenset(pair)


def lists(share: float) -> pl.DataFrame:
    """Two lists of 500, of which `share` stand in both, and one last record of each."""
    people = crowd(1000, seed=4)
    both = int(500 * share)
    one = people.filter(pl.col("list") == "one", pl.col("truth") < 500)
    two = people.filter(
        pl.col("list") == "two",
        pl.col("truth") >= 500 - both,
        pl.col("truth") < 1000 - both,
    )
    last = pl.DataFrame(
        [
            {"record_id": "one:x", "list": "one", "document": "one",
             "name": "سامر نزار مروان الدباغ", **aged(40)},
            {"record_id": "two:x", "list": "two", "document": "two",
             "name": "سامر نزار الدباغ", **aged(40)},
        ]
    )  # fmt: skip
    return pl.concat([one.drop("truth"), two.drop("truth"), last], how="diagonal_relaxed")


def test_a_rough_fit_is_the_person_where_nearly_everyone_is_in_both_lists_only():
    """One pair, of one age, but with a part of a common name missing: the lists decide."""
    covered, strangers = lists(0.98), lists(0.02)
    first, second = link(covered), link(strangers)
    one = explain(covered, "one:x", "two:x", first.model)
    other = explain(strangers, "one:x", "two:x", second.model)
    assert one.prior_bits > other.prior_bits + 4
    assert one.probability > 0.5 > other.probability
    for links, joined in ((first, True), (second, False)):
        label = dict(links.people.select("record_id", "linked").iter_rows())
        assert (label["one:x"] == label["two:x"]) == joined


@settings(max_examples=100, deadline=None)
@given(
    versions=st.lists(st.tuples(st.integers(-1, 5), st.integers(-1, 5)), max_size=30),
    few=st.sampled_from([0, 1000]),
)
def test_distinct_meetings_are_those_of_a_sort(versions: list[tuple[int, int]], few: int):
    a, b = np.array(versions, dtype=np.int32).reshape(-1, 2).T
    with mock.patch.object(coverage, "_FEW", few):
        keys, of_pair = distinct_meetings(a, b)
    expected, place = np.unique(meetings(a, b), return_inverse=True)
    np.testing.assert_array_equal(keys, expected)
    np.testing.assert_array_equal(of_pair, place)
