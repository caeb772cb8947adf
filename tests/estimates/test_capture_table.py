import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.errors import EstimateError
from tawthiq.estimates import capture_table


def test_rows_of_one_pattern_are_summed_and_order_is_kept():
    table = capture_table({"B": [1, 0, 1], "A": [0, 1, 0], "count": [5, 7, 2]})
    assert table.lists == ("B", "A")
    assert table.patterns.tolist() == [[1, 0], [0, 1]]
    assert table.counts.tolist() == [7, 7]
    assert table.n_observed == 14


def test_without_a_count_each_row_is_one_person():
    table = capture_table(pl.DataFrame({"A": [True, True, False], "B": [False, False, True]}))
    assert table.counts.tolist() == [2, 1]


def test_a_row_that_counts_nobody_is_left_out_even_on_no_list():
    table = capture_table({"A": [1, 0], "B": [1, 0], "count": [3, 0]})
    assert table.patterns.tolist() == [[1, 1]]


def test_arrow_tables_are_taken_through_their_c_stream():
    class Arrow:
        def __init__(self, frame):
            self.frame = frame

        def __arrow_c_stream__(self, requested_schema=None):
            return self.frame.__arrow_c_stream__(requested_schema)

    frame = pl.DataFrame({"A": [1, 0], "B": [1, 1], "count": [3, 4]})
    assert capture_table(Arrow(frame)).n_observed == 7


def test_a_billion_people_are_no_trouble():
    assert capture_table({"A": [1], "B": [0], "count": [10**9]}).n_observed == 10**9


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"A": [1, 1], "count": [3, -2]}, r"'count', row 2: -2; expected a whole number"),
        ({"A": [1, 1], "count": [3, 1.5]}, r"'count', row 2: 1\.5"),
        ({"A": [1, 1], "count": [float("nan"), 1]}, r"'count', row 1: nan"),
        ({"A": [1, 1], "count": [2, float("inf")]}, r"'count', row 2: inf"),
        ({"A": [1, 1], "count": [2, None]}, r"'count', row 2: None.*gap is not 0"),
        ({"A": [1], "count": [10**13]}, r"'count', row 1: .*at most"),
        ({"A": [1, 2], "count": [1, 1]}, r"'A', row 2: 2; expected 1"),
        ({"A": [1, None]}, r"'A', row 2: None"),
        ({"A": [1, 0.5]}, r"'A', row 2: 0\.5"),
        ({"A": [1, 1], "place": ["x", "y"]}, r"'place', row 1: 'x'.*not lists"),
        ({"A": [1, 0], "B": [1, 0], "count": [1, 4]}, r"row 2: 0 in every column"),
        ({"A": [], "count": []}, r"no rows"),
        ({"count": [1]}, r"no list"),
        ({"A": [1], "count": [0]}, r"every row counts 0"),
        ({f"L{at}": [1] for at in range(31)}, r"31 lists; at most 30"),
        ({"A": [1, 1], "B": [1]}, r"cannot be read as a table"),
        (object(), r"object cannot be read as a table"),
    ],
)
def test_a_wrong_cell_is_named(table, message):
    with pytest.raises(EstimateError, match=message):
        capture_table(table)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 7), st.integers(0, 50)), min_size=1, max_size=20).filter(
        lambda rows: any(people for _, people in rows)
    )
)
def test_people_are_neither_lost_nor_made(rows):
    """Whatever the rows, the table holds the people of each pattern once."""
    table = capture_table(
        {
            **{name: [pattern >> at & 1 for pattern, _ in rows] for at, name in enumerate("ABC")},
            "count": [people for _, people in rows],
        }
    )
    given_people = {}
    for pattern, people in rows:
        given_people[pattern] = given_people.get(pattern, 0) + people
    held = table.patterns.astype(int) @ np.array([1, 2, 4])
    assert dict(zip(held.tolist(), table.counts.tolist(), strict=True)) == {
        pattern: people for pattern, people in given_people.items() if people
    }
