"""No number where the lists carry none, and the reason in words a reader can act on."""

import numpy as np
import pytest

from tawthiq.estimates import CaptureTable, NotEstimable, capture_table, estimate
from tawthiq.estimates.identify import why_not_from_posterior


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"A": [1], "count": [90]}, ["1 list only (A)", "Three are needed"]),
        (
            {"A": [1, 0, 1], "B": [0, 1, 1], "Empty": [0, 0, 0], "count": [40, 30, 20]},
            ["2 lists only (A and B; nobody is on Empty)"],
        ),
        (
            {"A": [1, 0, 0], "B": [0, 1, 0], "C": [0, 0, 1], "count": [40, 30, 20]},
            ["Nobody is on two lists", "A, B and C"],
        ),
        (
            {"A": [1, 0, 0, 1], "B": [0, 1, 0, 1], "C": [0, 0, 1, 0], "count": [40, 30, 20, 6]},
            ["share nobody (A and B; C)"],
        ),
        (
            {"A": [1, 1, 1, 1], "B": [1, 0, 1, 0], "C": [0, 1, 1, 0], "count": [9, 8, 4, 50]},
            ["Everybody observed is on A"],
        ),
        (
            {"A": [1, 1, 0, 0], "B": [1, 1, 0, 0], "C": [1, 0, 1, 0], "D": [0, 1, 1, 1],
             "count": [20, 30, 10, 10]},
            ["A and B hold exactly the same people", "one list"],
        ),
        (
            {"A": [1, 0, 1, 0], "B": [1, 1, 0, 0], "C": [0, 1, 0, 1], "count": [3, 2, 4, 5]},
            ["Only 14 people", "at least 20"],
        ),
    ],
    ids=["one list", "two lists", "no overlap", "apart", "nested", "copied", "few people"],
)  # fmt: skip
def test_a_table_that_carries_no_estimate_says_why(table, words):
    result = estimate(capture_table(table))
    assert isinstance(result, NotEstimable)
    assert not result.estimable
    assert result.n_observed == sum(table["count"])
    for word in words:
        assert word in result.reason


def test_an_interval_that_runs_away_is_no_answer():
    """Three lists of 300 people each, and one person between each two of them."""
    table = {
        "A": [1, 0, 0, 1, 0, 1],
        "B": [0, 1, 0, 1, 1, 0],
        "C": [0, 0, 1, 0, 1, 1],
        "count": [300, 300, 300, 1, 1, 1],
    }
    result = estimate(capture_table(table))
    assert isinstance(result, NotEstimable)
    assert "runs away" in result.reason
    assert result.n_observed == 903


def test_an_answer_the_prior_decides_is_no_answer():
    """Draws so wide that p(N) = 1 in place of 1/N more than doubles their median."""
    draws = np.exp(np.random.default_rng(1).normal(8.0, 1.0, size=20_000)).astype(np.int64)
    assert "The prior decides" in why_not_from_posterior(draws, 1000).en
    narrow = np.exp(np.random.default_rng(1).normal(8.0, 0.3, size=20_000)).astype(np.int64)
    assert why_not_from_posterior(narrow, 1000) is None


def test_nobody_on_any_list_is_a_reason_and_no_crash():
    for lists in ((), ("a", "b", "c")):
        nobody = CaptureTable(
            lists=lists,
            patterns=np.zeros((0, len(lists)), dtype=np.uint8),
            counts=np.zeros(0, dtype=np.int64),
        )
        answer = estimate(nobody)
        assert isinstance(answer, NotEstimable)
        assert answer.reason.startswith("Nobody is on any list")
