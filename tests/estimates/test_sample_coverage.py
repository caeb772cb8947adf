"""Sample coverage: the published numbers, the paper's formula letter by letter, and laws."""

import numpy as np
import pytest
from estimates_twin import population
from hypothesis import given, settings
from hypothesis import strategies as st
from loglinear_twin import HEPATITIS

from tawthiq.errors import EstimateError
from tawthiq.estimates import capture_table
from tawthiq.estimates.family import FamilyEstimate, NoEstimate
from tawthiq.estimates.sample_coverage import (
    CoverageSettings,
    coverage_estimates,
    sample_coverage,
)

PEOPLE = st.lists(st.integers(1, 300), min_size=7, max_size=7).map(
    lambda some: np.array([0, *some])
)


def as_table(counts):
    n_lists = len(counts).bit_length() - 1
    columns = {
        "ABCDEF"[at]: [cell >> at & 1 for cell in range(1, len(counts))] for at in range(n_lists)
    }
    return capture_table({**columns, "count": counts[1:].tolist()})


def estimates_of(counts):
    return coverage_estimates(
        counts[None, 1:], np.arange(1, len(counts)), len(counts).bit_length() - 1
    )


def test_the_numbers_the_paper_prints_for_hepatitis_a():
    """Coverage 51 %, and 407, 971 and 508 people by the three forms."""
    found = estimates_of(HEPATITIS)
    assert found.coverage[0] == pytest.approx(0.513, abs=0.0005)
    assert found.overlapping[0] == pytest.approx(208.667, abs=0.001)
    assert round(found.independent[0]) == 407
    assert round(found.high_coverage[0]) == 971
    assert round(found.one_step[0]) == 508


@given(PEOPLE)
def test_three_lists_by_the_formula_of_the_paper(z):
    z100, z010, z110, z001, z101, z011, z111 = z[1:].astype(float)
    n1, n2, n3 = z100 + z110 + z101 + z111, z010 + z110 + z011 + z111, z001 + z101 + z011 + z111
    coverage = 1 - (z100 / n1 + z010 / n2 + z001 / n3) / 3
    doubles = ((z110 + z111) + (z101 + z111) + (z011 + z111)) / (3 * coverage)
    share = (
        (z100 + z110 + z010 + z110) * (z110 + z111) / (n1 * n2)
        + (z100 + z101 + z001 + z101) * (z101 + z111) / (n1 * n3)
        + (z010 + z011 + z001 + z011) * (z011 + z111) / (n2 * n3)
    ) / (3 * coverage)
    expected = doubles / (1 - share) if share < 1 else np.inf
    found = estimates_of(z)
    assert found.high_coverage[0] == pytest.approx(max(expected, z.sum()), rel=1e-9)


@given(PEOPLE, st.permutations(range(3)))
def test_other_names_for_the_lists_change_nothing(z, order):
    other = np.zeros_like(z)
    other[[sum(1 << order[at] for at in range(3) if cell >> at & 1) for cell in range(8)]] = z
    ours, theirs = estimates_of(z), estimates_of(other)
    for form in ("independent", "high-coverage", "one-step"):
        assert ours.of(form)[0] == pytest.approx(theirs.of(form)[0], rel=1e-9)


@pytest.mark.parametrize("n_lists", [3, 4, 5])
def test_with_independent_lists_all_forms_find_the_truth(n_lists):
    """On the expected table to the digit but for what the forms leave out on purpose."""
    capture = np.linspace(0.2, 0.5, n_lists)
    cells = np.arange(1 << n_lists)
    share = np.prod([np.where(cells >> at & 1, p, 1 - p) for at, p in enumerate(capture)], axis=0)
    expected = np.round(share * 10_000_000).astype(np.int64)
    expected[0] = 0
    found = estimates_of(expected)
    for form in ("independent", "high-coverage", "one-step"):
        assert found.of(form)[0] == pytest.approx(10_000_000, rel=1e-4)


def test_intervals_cover_where_lists_are_independent():
    random = np.random.default_rng(8)
    settings = CoverageSettings(resamples=300)
    covered = 0
    for seed in range(40):
        table = population(random, 1000, [[0.4, 0.35, 0.3]], [1.0])
        low, _, high = sample_coverage(table, settings=settings, seed=seed).interval()
        covered += low <= 1000 <= high
    assert covered >= 34


def test_low_coverage_takes_one_step_and_says_so():
    result = sample_coverage(as_table(HEPATITIS))
    assert isinstance(result, FamilyEstimate)
    assert result.models.filter(result.models["weight"] == 1)["model"].to_list() == ["one-step"]
    assert "low-coverage" in {doubt.code for doubt in result.doubts}
    low, median, high = result.interval()
    assert low < 508 < high
    assert median == pytest.approx(508, rel=0.1)


def test_high_coverage_of_many_people_needs_no_step():
    table = population(np.random.default_rng(1), 20_000, [[0.5, 0.6, 0.55]], [1.0])
    result = sample_coverage(table)
    assert result.models.filter(result.models["weight"] == 1)["model"].to_list() == [
        "high-coverage"
    ]
    low, _, high = result.interval()
    assert low < 20_000 < high


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(["independent", "one-step"]))
def test_a_form_asked_for_is_used_and_the_seed_decides(form):
    wanted = CoverageSettings(form=form, resamples=200)
    one, two = (sample_coverage(as_table(HEPATITIS), settings=wanted, seed=5) for _ in range(2))
    assert one.models.filter(one.models["weight"] == 1)["model"].to_list() == [form]
    assert np.array_equal(one.draws, two.draws)


def test_lists_that_seek_and_lists_that_avoid_each_other_are_named():
    random = np.random.default_rng(4)
    seen = random.random((20_000, 4)) < 0.4
    seen[:, 1] = np.where(random.random(20_000) < 0.5, seen[:, 0], seen[:, 1])
    seen[:, 3] &= ~seen[:, 2] | (random.random(20_000) < 0.4)
    seen = seen[seen.any(axis=1)].astype(int)
    result = sample_coverage(capture_table(dict(zip("ABCD", seen.T.tolist(), strict=True))))
    (doubt,) = [one for one in result.doubts if one.code == "mixed-dependence"]
    assert "AB" in doubt.en
    assert "CD" in doubt.en


@pytest.mark.parametrize(
    ("counts", "code"),
    [([0, 30, 20, 10], "too-few-lists"), ([0, 40, 30, 0, 20, 0, 0, 0], "no-overlap")],
)
def test_where_there_is_no_number_there_is_a_reason(counts, code):
    result = sample_coverage(as_table(np.array(counts)))
    assert isinstance(result, NoEstimate)
    assert result.doubts[0].code == code


def test_stopped_there_is_none():
    assert sample_coverage(as_table(HEPATITIS), stop=lambda: True).doubts[0].code == "stopped"


@pytest.mark.parametrize("changed", [{"form": "both"}, {"resamples": 1}, {"interval": "t"}])
def test_settings_that_cannot_be_meant_are_refused(changed):
    with pytest.raises(EstimateError, match=next(iter(changed))):
        CoverageSettings(**changed)
