"""People of no recorded stratum are placed where they may be, as those on the same lists are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.errors import EstimateError
from tawthiq.estimates import capture_table, place_people, placed_tables
from tawthiq.estimates.tables import joined_tables


@st.composite
def groups(draw):
    n_patterns, n_strata = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    n_groups = draw(st.integers(1, 5))
    counts = st.integers(0, 30)
    known = np.array(
        draw(st.lists(counts, min_size=n_patterns * n_strata, max_size=n_patterns * n_strata))
    )
    known = known.reshape(n_patterns, n_strata)
    known[0, 0] += 1
    people = np.array([draw(counts) for _ in range(n_groups)])
    pattern = np.array([draw(st.integers(0, n_patterns - 1)) for _ in range(n_groups)])
    may_be = np.array([[draw(st.booleans()) for _ in range(n_strata)] for _ in range(n_groups)])
    may_be[:, 0] |= ~may_be.any(axis=1)
    return known, people, pattern, may_be


@given(groups(), st.integers(0, 99))
def test_everybody_is_placed_once_and_only_where_they_may_be(made, seed):
    known, people, pattern, may_be = made
    placed = place_people(known, people, pattern, may_be, np.random.default_rng(seed))
    assert placed.sum(axis=1).tolist() == people.tolist()
    assert not placed[~may_be].any()


def test_people_follow_those_on_the_same_lists():
    known = np.array([[900, 100], [100, 900]])
    placed = place_people(
        known,
        np.array([1_000, 1_000]),
        np.array([0, 1]),
        np.ones((2, 2), dtype=bool),
        np.random.default_rng(1),
    )
    assert placed[0, 0] == pytest.approx(900, abs=60)
    assert placed[1, 0] == pytest.approx(100, abs=60)


def test_placings_differ_as_much_as_what_is_known_leaves_open():
    """Shares are drawn too: with ten people known, placings spread beyond chance alone."""
    few, many = np.array([[5, 5]]), np.array([[5_000, 5_000]])
    spread = []
    for known in (few, many):
        random = np.random.default_rng(2)
        drawn = [
            place_people(known, np.array([400]), np.array([0]), np.ones((1, 2), bool), random)[0, 0]
            for _ in range(400)
        ]
        spread.append(np.std(drawn))
    assert spread[1] == pytest.approx(10, rel=0.2)  # binomial: the root of 400 / 4
    assert spread[0] > 4 * spread[1]


def test_tables_hold_all_people_and_those_recorded_stay_where_they_are():
    north = capture_table({"A": [1, 1, 0], "B": [0, 1, 1], "count": [20, 5, 8]})
    south = capture_table({"A": [1, 0], "C": [0, 1], "count": [7, 9]})
    unknown = capture_table({"A": [1, 0], "B": [1, 1], "C": [0, 1], "count": [6, 3]})
    made = placed_tables({"N": north, "S": south}, unknown, 3, seed=5)
    whole = joined_tables([north, south, unknown])
    assert {name: len(tables) for name, tables in made.items()} == {"N": 3, "S": 3}
    for number in range(3):
        both = joined_tables([tables[number] for tables in made.values()])
        assert np.array_equal(both.patterns, whole.patterns)
        assert np.array_equal(both.counts, whole.counts)
        for name, recorded in (("N", north), ("S", south)):
            assert made[name][number].n_observed >= recorded.n_observed
    again = placed_tables({"N": north, "S": south}, unknown, 3, seed=5)
    assert [one.counts.tolist() for one in again["N"]] == [one.counts.tolist() for one in made["N"]]


def test_nowhere_to_place_anybody_is_refused():
    with pytest.raises(EstimateError, match="0 strata"):
        placed_tables({}, capture_table({"A": [1]}), 2)
