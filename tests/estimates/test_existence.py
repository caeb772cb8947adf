"""Whether a log-linear model has an estimate, against the facets of its cone listed one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loglinear_twin import (
    design,
    exists_by_facets,
    exists_by_program,
    without_zero_margins,
)

from tawthiq.estimates.existence import Existence, has_direction_of_recession, verdict
from tawthiq.estimates.loglinear import hierarchical_models

COUNTS = st.sampled_from([0, 0, 0, 1, 2, 9])

# Invented, of the kind of Chan, Silverman and Vincent (2021), Table 2: A and B share people, and
# nobody else is on two lists.
LONELY = np.array([0, 31, 22, 5, 17, 0, 0, 0])
A, B, C = 1, 2, 4
INDEPENDENT = (0, A, B, C)


def tables(n_lists):
    cells = (1 << n_lists) - 1
    return st.lists(COUNTS, min_size=cells, max_size=cells).map(lambda some: np.array([0, *some]))


@settings(max_examples=150, deadline=None)
@given(tables(3).filter(lambda counts: counts.any()), st.sampled_from(hierarchical_models(3, 2)))
def test_three_lists_against_all_facets(counts, terms):
    rows, left = without_zero_margins(counts, terms)
    expected = exists_by_facets(rows, left)
    found = verdict(counts > 0, terms).existence
    assert (
        found
        is {
            None: Existence.UNIDENTIFIED,
            False: Existence.BOUNDARY,
            True: Existence.EXISTS,
        }[expected]
    )


@settings(max_examples=15, deadline=None)
@given(tables(4).filter(lambda counts: counts.any()), st.data())
def test_four_lists_against_all_facets(counts, data):
    few = [model for model in hierarchical_models(4, 3) if len(model) <= 8]
    terms = data.draw(st.sampled_from(few))
    rows, left = without_zero_margins(counts, terms)
    assert verdict(counts > 0, terms).exists is (exists_by_facets(rows, left) is True)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(1, 15), min_size=3, max_size=6), st.data())
def test_few_patterns_leave_many_directions_to_look_into(shown, data):
    few = [model for model in hierarchical_models(4, 3) if len(model) <= 8]
    terms = data.draw(st.sampled_from(few))
    counts = np.isin(np.arange(16), list(shown)).astype(int)
    rows, left = without_zero_margins(counts, terms)
    assert verdict(counts > 0, terms).exists is (exists_by_facets(rows, left) is True)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(1, 31), min_size=3, max_size=14), st.data())
def test_five_lists_against_the_program_as_published(shown, data):
    terms = data.draw(st.sampled_from(hierarchical_models(5, 2)))
    counts = np.isin(np.arange(32), list(shown)).astype(int)
    rows, left = without_zero_margins(counts, terms)
    assert verdict(counts > 0, terms).exists is (exists_by_program(rows, left) is True)


def test_a_direction_that_only_just_does_not_rise_is_found():
    """One free direction is held at 0 from both sides, and the other lowers three cells."""
    counts = np.zeros(16, dtype=bool)
    counts[[0b0111, 0b1011, 0b1100, 0b1101]] = True
    assert verdict(counts, (0, 1, 2, 4, 8, 1 | 8)).existence is Existence.BOUNDARY


@settings(max_examples=60, deadline=None)
@given(tables(4).filter(lambda counts: counts.any()), st.permutations(range(4)), st.data())
def test_the_names_of_lists_do_not_matter(counts, order, data):
    terms = data.draw(st.sampled_from(hierarchical_models(4, 3)))

    def renamed(cell):
        return sum(1 << order[at] for at in range(4) if cell >> at & 1)

    other = np.zeros_like(counts)
    other[[renamed(cell) for cell in range(16)]] = counts
    theirs = verdict(other > 0, [renamed(term) for term in terms]).existence
    assert theirs is verdict(counts > 0, terms).existence


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ((), Existence.EXISTS),
        ((A | C,), Existence.EXISTS),  # A and C share nobody: minus infinity, and four cells left
        ((B | C,), Existence.EXISTS),
        ((A | C, B | C), Existence.EXISTS),
        ((A | B,), Existence.BOUNDARY),  # those on A and B are all in one cell: the rest is fixed
        ((A | B, A | C), Existence.BOUNDARY),
        ((A | B, B | C), Existence.BOUNDARY),
        ((A | B, A | C, B | C), Existence.UNIDENTIFIED),  # five terms for the four cells left
    ],
)
def test_a_table_whose_estimate_exists_for_some_models_only(pairs, expected):
    found = verdict(LONELY > 0, (*INDEPENDENT, *pairs))
    assert found.existence is expected
    assert set(found.at_minus_infinity) == {pair for pair in pairs if pair != A | B}


def test_a_zero_that_no_margin_shows_is_found():
    """Nobody is on all three: every two lists share people, and yet the unseen would be 0 / 0."""
    counts = np.array([0, 10, 10, 5, 10, 5, 5, 0])
    found = verdict(counts > 0, hierarchical_models(3, 2)[-1])
    assert found.existence is Existence.BOUNDARY
    assert found.at_minus_infinity == ()


def test_several_free_directions_need_the_linear_program():
    rows = design(4, (0, 1, 2, 4, 8))
    seen = np.zeros(15, dtype=bool)
    seen[[0, 1, 2]] = True  # people on A, on B, on both; nobody on the other two
    assert has_direction_of_recession(rows[seen], rows[~seen])
    rows = design(5, (0, 1, 2, 4, 8, 16))
    seen = np.zeros(31, dtype=bool)
    seen[[0, 1, 2, 30]] = True  # one on all five: whatever raises C lowers D or E
    assert not has_direction_of_recession(rows[seen], rows[~seen])


def test_an_empty_table_identifies_nothing():
    assert verdict(np.zeros(8, dtype=bool), INDEPENDENT).existence is Existence.UNIDENTIFIED
