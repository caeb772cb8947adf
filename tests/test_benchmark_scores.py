"""The scores of the benchmarks, held to plain twins: a wrong measure would mislead everybody."""

import sys
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from linkage_scores import b_cubed, cluster_score, score
from peer_clusters import best_partition, partition_at, partitions

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
@settings(deadline=None)
@given(rows=labels)
def test_cluster_scores_equal_a_comparison_of_each_set_with_each(rows, singletons):
    assert cluster_score(frame(rows), singletons=singletons) == pytest.approx(
        plain_clusters(rows, singletons=singletons)
    )


@settings(deadline=None)
@given(rows=labels)
def test_pair_scores_equal_a_count_of_pairs(rows):
    assert score(frame(rows)) == pytest.approx(plain_pairs(rows))


@settings(deadline=None)
@given(rows=labels)
def test_b_cubed_equals_the_mean_over_records(rows):
    assert b_cubed(frame(rows)) == pytest.approx(plain_b_cubed(rows))


@settings(deadline=None)
@given(rows=labels, shift=st.integers(1, 9))
def test_scores_do_not_depend_on_what_people_are_called(rows, shift):
    renamed = frame([(7 * person + shift, truth) for person, truth in rows])
    for singletons in (True, False):
        assert cluster_score(renamed, singletons=singletons) == cluster_score(
            frame(rows), singletons=singletons
        )


@settings(deadline=None)
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


N = 8
scored_pairs = st.dictionaries(
    st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(-5, 5),
    max_size=20,
)
lists = st.lists(st.sampled_from("abc"), min_size=N, max_size=N)
truths = st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=N, max_size=N)


def records(list_of=("a",) * N, truth=(None,) * N):
    return pl.DataFrame(
        {"record_id": [f"r{i}" for i in range(N)], "list": list_of, "truth": truth},
        schema={"record_id": pl.String, "list": pl.String, "truth": pl.Int64},
    )


def pair_frame(pairs):
    return pl.DataFrame(
        [(f"r{a}", f"r{b}", float(bits)) for (a, b), bits in pairs.items()],
        schema={"record_a": pl.String, "record_b": pl.String, "score": pl.Float64},
        orient="row",
    )


def plain_components(pairs, threshold):
    """Spread each record's label over its links until nothing changes."""
    label = list(range(N))
    for _ in range(N):
        for (a, b), bits in pairs.items():
            if bits >= threshold:
                label[a] = label[b] = min(label[a], label[b])
    return label


@settings(deadline=None)
@given(pairs=scored_pairs, threshold=st.integers(-6, 6))
def test_without_lists_whatever_hangs_together_is_one_person(pairs, threshold):
    found = partition_at(records(), pair_frame(pairs), None, threshold)
    assert set(groups(found["person"].to_list())) == set(groups(plain_components(pairs, threshold)))


@settings(deadline=None)
@given(pairs=scored_pairs, list_of=lists, exclusive=st.frozensets(st.sampled_from("abc")))
def test_a_person_has_one_record_of_an_exclusive_list_and_only_linked_ones(
    pairs, list_of, exclusive
):
    for threshold, person in partitions(
        records(list_of), pair_frame(pairs), exclusive, [-2.0, 0.0, 3.0]
    ):
        joined = plain_components(pairs, threshold)
        for one in groups(person.tolist()):
            named = [list_of[i] for i in one if list_of[i] in exclusive]
            assert len(named) == len(set(named))
            assert len({joined[i] for i in one}) == 1


@settings(deadline=None)
@given(pairs=scored_pairs, truth=truths)
def test_no_threshold_beats_the_best_one_that_was_tried(pairs, truth):
    every = records(truth=truth)
    _, people = best_partition(every, pair_frame(pairs), None)
    scored = every.join(people, on="record_id").drop_nulls("truth")
    for threshold in range(-6, 7):
        other = every.with_columns(person=pl.Series(plain_components(pairs, threshold)))
        assert score(scored)[2] >= score(other.drop_nulls("truth"))[2] - 1e-12


def test_from_the_best_pair_down_the_second_of_a_list_is_refused():
    """r0 of list a is joined to r1 of b by 5 bits; r2, also of b, by 4 bits, comes too late."""
    list_of = ["a", "b", "b", *"ccccc"]
    pairs = pair_frame({(0, 1): 5, (0, 2): 4})
    found = partition_at(records(list_of), pairs, frozenset("ab"), 0.0)["person"].to_list()
    assert found[0] == found[1] != found[2]
