"""Rivals, held to the sum over all matchings, and compiled code where nothing can be written."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq import compiling
from tawthiq.linkage.rivals import rivalry


def plain_marginals(pairs: list[tuple[int, int]], odds: list[float]) -> list[float]:
    """P(pair) where each record has at most one partner: every matching, weighed by its odds."""
    total, holds = 0.0, [0.0] * len(pairs)
    for size in range(len(pairs) + 1):
        for chosen in combinations(range(len(pairs)), size):
            used = [row for k in chosen for row in pairs[k]]
            if len(set(used)) < len(used):
                continue
            weight = float(np.prod([2.0 ** odds[k] for k in chosen]))
            total += weight
            for k in chosen:
                holds[k] += weight
    return [one / total for one in holds]


def probabilities(pairs: list[tuple[int, int]], odds: list[float], version: list[int]):
    a, b = np.array(pairs, np.int32).reshape(-1, 2).T
    taken = rivalry(a, b, np.array(version, np.int32)).bits(np.array(odds))
    return 1 / (1 + 2.0 ** -(np.array(odds) + taken))


@settings(max_examples=60, deadline=None)
@given(odds=st.lists(st.floats(-8, 20), min_size=4, max_size=4))
def test_where_pairs_form_no_cycle_probabilities_are_those_of_all_matchings(odds: list[float]):
    """Records 0, 1, 2 of one version, 3, 4 of another: a path 3-0-4-1 and a pair 1-3 left out."""
    pairs = [(0, 3), (0, 4), (1, 4), (2, 4)]
    found = probabilities(pairs, odds, [0, 0, 0, 1, 1])
    np.testing.assert_allclose(found, plain_marginals(pairs, odds), atol=2e-3)


def test_two_equal_rivals_share_what_one_alone_would_have():
    alone = probabilities([(0, 1)], [12.0], [0, 1, 1])
    both = probabilities([(0, 1), (0, 2)], [12.0, 12.0], [0, 1, 1])
    assert alone[0] > 0.99
    np.testing.assert_allclose(both, [0.5, 0.5], atol=1e-3)


def test_records_that_are_one_person_do_not_compete():
    """1 and 2 are surely a repetition within their list: 0 is both."""
    found = probabilities([(0, 1), (0, 2), (1, 2)], [12.0, 12.0, 15.0], [0, 1, 1])
    assert found.min() > 0.99


def test_records_of_two_lists_or_of_no_known_list_do_not_compete():
    for version in ([0, 1, 2], [-1, -1, -1]):
        assert probabilities([(0, 1), (0, 2)], [12.0, 12.0], version).min() > 0.99


def test_two_records_with_partners_of_their_own_in_a_third_list_are_two_people():
    """0 and 1 look alike; 0 is surely 2 and 1 is surely 3, two people of one list."""
    pairs, version = [(0, 1), (0, 2), (1, 3)], [0, 1, 2, 2]
    found = probabilities(pairs, [4.0, 15.0, 15.0], version)
    assert found[0] < 0.05
    assert found[1:].min() > 0.99


@settings(max_examples=40, deadline=None)
@given(
    odds=st.lists(st.floats(-10, 60), min_size=9, max_size=9),
    version=st.lists(st.integers(-1, 1), min_size=6, max_size=6),
)
def test_rivals_only_ever_take_and_larger_numbers_change_nothing(
    odds: list[float], version: list[int]
):
    pairs = [(x, y) for x in range(3) for y in range(3, 6)]
    a, b = np.array(pairs, np.int32).T
    taken = rivalry(a, b, np.array(version, np.int32)).bits(np.array(odds))
    assert np.isfinite(taken).all()
    assert (taken <= 0).all()


def test_compiled_code_works_where_no_folder_can_be_written(monkeypatch: pytest.MonkeyPatch):
    """A read-only installation and no home: nothing is kept, but everything runs."""

    def refuse(*_: object, **options: object):
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setattr(compiling, "njit", refuse)
    assert compiling.compiled(len)([1, 2]) == 2
