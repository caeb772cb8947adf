"""Log-linear models: fits, selection, and intervals that repeat it."""

from dataclasses import replace

import numpy as np
import pytest
from estimates_twin import KOSOVO, population, published
from hypothesis import given, settings
from hypothesis import strategies as st
from loglinear_twin import HEPATITIS, fit_by_scipy, without_zero_margins

from tawthiq.errors import EstimateError
from tawthiq.estimates import capture_table
from tawthiq.estimates import loglinear as module
from tawthiq.estimates.bootstrap import full_table
from tawthiq.estimates.existence import verdict
from tawthiq.estimates.family import FamilyEstimate, NoEstimate
from tawthiq.estimates.loglinear import (
    LoglinearSettings,
    fit_model,
    goodness_of_fit,
    hierarchical_models,
    loglinear,
    selector,
)
from tawthiq.estimates.naming import model_name

QUICK = LoglinearSettings(resamples=200)
COUNTS = st.sampled_from([0, 1, 2, 5, 14, 60, 200])


def tables(n_lists, counts=COUNTS):
    cells = (1 << n_lists) - 1
    return (
        st.lists(counts, min_size=cells, max_size=cells)
        .map(lambda some: np.array([0, *some]))
        .filter(lambda made: made.sum() >= 5)
    )


def as_table(counts, names="ABCDEFGH"):
    n_lists = len(counts).bit_length() - 1
    columns = {
        names[at]: [cell >> at & 1 for cell in range(1, len(counts))] for at in range(n_lists)
    }
    return capture_table({**columns, "count": counts[1:].tolist()})


@settings(max_examples=50, deadline=None)
@given(tables(4), st.sampled_from(hierarchical_models(4, 3)))
def test_newton_finds_what_a_general_minimiser_finds(counts, terms):
    fitted = fit_model(counts, terms)
    if not fitted.verdict.exists:
        return
    rows, left = without_zero_margins(counts, fitted.terms)
    expected = fit_by_scipy(rows, left)
    kept = np.isfinite(fitted.parameters)
    ours, theirs = np.exp(rows @ fitted.parameters[kept]), np.exp(rows @ expected)
    np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-4 * left.max())
    # The equations of maximum likelihood: fitted margins are the observed ones.
    np.testing.assert_allclose(rows.T @ ours, rows.T @ left, rtol=1e-6, atol=1e-5)


def test_two_lists_give_lincoln_and_petersen():
    assert fit_model(np.array([0, 30, 20, 10]), (0, 1, 2)).unobserved == pytest.approx(60)


def test_closed_forms_of_three_lists():
    """Bishop, Fienberg and Holland (1975), chapter 6: conditional independence and all pairs."""
    n = HEPATITIS
    a_and_b_given_c = fit_model(n, (0, 1, 2, 4, 1 | 4, 2 | 4))
    assert a_and_b_given_c.unobserved == pytest.approx(n[1] * n[2] / n[3])
    all_pairs = fit_model(n, (0, 1, 2, 4, 3, 5, 6))
    assert all_pairs.unobserved == pytest.approx(n[7] * n[1] * n[2] * n[4] / (n[3] * n[5] * n[6]))
    assert round(n.sum() + all_pairs.unobserved) == 1313  # as the source of the table prints
    assert all_pairs.deviance == pytest.approx(0, abs=1e-6)
    assert goodness_of_fit(all_pairs, n) == (0, 1.0)


def test_independent_lists_on_the_published_table():
    """Chao et al. (2001) print 388 for independent lists."""
    assert round(HEPATITIS.sum() + fit_model(HEPATITIS, (0, 1, 2, 4)).unobserved) == 388


def test_hares_are_75_if_occasions_are_independent():
    """Cormack (1989): 75.1 hares, deviance 58.3 on 56 degrees of freedom."""
    counts = full_table(published("hare"))
    fitted = fit_model(counts, (0, *(1 << at for at in range(6))))
    assert counts.sum() + fitted.unobserved == pytest.approx(75.1, abs=0.05)
    assert fitted.deviance == pytest.approx(58.3, abs=0.05)
    assert goodness_of_fit(fitted, counts)[0] == 56


def test_trafficking_in_the_united_kingdom_is_the_number_published():
    """Bales, Hesketh and Silverman (2015): 11,313, the model chosen by AIC on five lists."""
    counts = full_table(published("ukdat_5"))
    (chosen,) = selector(counts, 5, 2.0)[0](counts[None, :])
    assert round(counts.sum() + chosen.unobserved) == 11_313


def test_two_lists_that_share_nobody_have_a_term_of_minus_infinity():
    counts = np.array([0, 31, 22, 5, 17, 0, 0, 0])
    fitted = fit_model(counts, (0, 1, 2, 4, 1 | 4, 2 | 4))
    assert fitted.parameters[-2:].tolist() == [-np.inf, -np.inf]
    assert fitted.unobserved == pytest.approx(31 * 22 / 5)


def test_a_model_without_the_subsets_of_its_terms_is_refused():
    with pytest.raises(EstimateError, match="all subsets"):
        fit_model(HEPATITIS, (0, 1, 2, 3 | 4))


def test_the_number_of_hierarchical_models():
    """With every list in them: 9 on three lists and 114 on four, the saturated ones among them."""
    assert len(hierarchical_models(3, 3)) == 9 - 1
    assert len(hierarchical_models(4, 3)) == 114 - 1
    assert len(hierarchical_models(5, 2)) == 2**10


def plain_choice(counts, n_lists, penalty):
    """Each model by itself, its verdict first."""
    best = (np.inf, (), np.inf)
    for terms in hierarchical_models(n_lists, 3):
        if verdict(counts > 0, terms).exists:
            fitted = fit_model(counts, terms)
            criterion = round(fitted.deviance + penalty * len(terms), 6)
            if criterion < best[0] and fitted.unobserved < 1e17:
                best = (criterion, terms, fitted.unobserved)
    return best[1], best[2]


@settings(max_examples=40, deadline=None)
@given(tables(3), st.sampled_from([2.0, 5.0]))
def test_the_quick_selection_is_that_of_one_model_after_the_other(counts, penalty):
    select, without = selector(counts, 3, penalty)
    (quick,) = select(counts[None, :])
    terms, unobserved = plain_choice(counts, 3, penalty)
    assert quick.terms == terms
    assert quick.unobserved == pytest.approx(unobserved, rel=1e-6)
    expected = [
        model for model in hierarchical_models(3, 2) if not verdict(counts > 0, model).exists
    ]
    assert without == expected


@settings(max_examples=6, deadline=None)
@given(tables(4), tables(4), st.sampled_from([2.0, 5.0]))
def test_models_that_are_not_fitted_could_not_have_won(counts, other, penalty):
    """On the table itself and on another one, where it starts from the first one's model."""
    select, _ = selector(counts, 4, penalty)
    for table, quick in zip((counts, other), select(np.stack([counts, other])), strict=True):
        terms, _ = plain_choice(table, 4, penalty)
        assert bool(terms) == bool(quick.terms)
        if terms:
            ours, theirs = fit_model(table, quick.terms), fit_model(table, terms)
            assert ours.deviance + penalty * len(quick.terms) == pytest.approx(
                theirs.deviance + penalty * len(terms), abs=1e-4
            )


@settings(max_examples=20, deadline=None)
@given(tables(4), tables(4))
def test_no_model_is_chosen_that_has_no_estimate_on_resampled_tables_either(counts, other):
    select, _ = selector(counts, 4, np.log(counts.sum()))
    for table, choice in zip((counts, other), select(np.stack([counts, other])), strict=True):
        if choice.terms:
            assert verdict(table > 0, choice.terms).exists
            assert np.isfinite(choice.unobserved)


def seven_lists():
    random = np.random.default_rng(5)
    seen = random.random((4000, 6)) < 0.2
    copied = seen[:, 0] & (random.random(4000) < 0.5)
    both = np.column_stack([seen, copied | (random.random(4000) < 0.1)]).astype(np.uint8)
    both = both[both.any(axis=1)]
    return both @ (1 << np.arange(7))


def test_beyond_five_lists_terms_are_added_one_by_one():
    """Of seven lists the last refers to the first: that pair, and the right number, come out."""
    counts = np.bincount(seven_lists(), minlength=128)
    select, _ = selector(counts, 7, np.log(counts.sum()))
    (chosen,) = select(counts[None, :])
    assert 1 | 64 in chosen.terms
    assert counts.sum() + chosen.unobserved == pytest.approx(4000, rel=0.03)
    alone = fit_model(counts, (0, *(1 << at for at in range(7))))
    fitted = fit_model(counts, chosen.terms)
    cost = np.log(counts.sum())
    assert fitted.deviance + cost * len(fitted.terms) < alone.deviance + cost * len(alone.terms)
    assert fitted.unobserved == pytest.approx(chosen.unobserved)


def test_one_by_one_comes_to_the_same_as_all_at_once(monkeypatch):
    first_four_and_last = seven_lists() & 15 | (seven_lists() >> 6) << 4
    counts = np.bincount(first_four_and_last, minlength=32) * (np.arange(32) > 0)
    (every,) = selector(counts, 5, 8.0)[0](counts[None, :])
    monkeypatch.setattr(module, "EXHAUSTIVE_LISTS", 2)
    (forward,) = selector(counts, 5, 8.0)[0](counts[None, :])
    assert 1 | 16 in every.terms
    assert every.terms == forward.terms
    assert every.unobserved == pytest.approx(forward.unobserved)


@settings(max_examples=10, deadline=None)
@given(st.permutations("ABCD"), st.permutations(range(8)))
def test_the_order_of_lists_and_rows_changes_no_draw(lists, rows):
    base = {
        "A": [1, 0, 0, 0, 1, 0, 1, 1],
        "B": [0, 1, 0, 0, 1, 1, 0, 1],
        "C": [0, 0, 1, 0, 0, 1, 0, 1],
        "D": [0, 0, 0, 1, 0, 0, 1, 0],
        "count": [40, 30, 25, 22, 12, 9, 7, 4],
    }
    other = {name: [base[name][row] for row in rows] for name in [*lists, "count"]}
    ours, theirs = (loglinear(capture_table(one), settings=QUICK) for one in (base, other))
    assert np.array_equal(ours.draws, theirs.draws)
    assert ours.models.equals(theirs.models)


@settings(max_examples=25, deadline=None)
@given(tables(4), st.permutations(range(4)))
def test_other_names_for_the_lists_change_no_estimate(counts, order):
    def renamed(cell):
        return sum(1 << order[at] for at in range(4) if cell >> at & 1)

    other = np.zeros_like(counts)
    other[[renamed(cell) for cell in range(16)]] = counts
    (ours,), (theirs,) = (selector(one, 4, 4.0)[0](one[None, :]) for one in (counts, other))
    assert len(ours.terms) == len(theirs.terms)
    fitted = fit_model(other, [renamed(term) for term in ours.terms]) if ours.terms else None
    if fitted:
        assert fitted.unobserved == pytest.approx(ours.unobserved, rel=1e-5, abs=1e-6)
        assert fitted.deviance == pytest.approx(fit_model(other, theirs.terms).deviance, abs=1e-4)


def test_same_seed_same_draws_on_however_many_threads():
    table = capture_table(KOSOVO)
    one, two = (loglinear(table, settings=replace(QUICK, threads=n), seed=3) for n in (1, 3))
    assert np.array_equal(one.draws, two.draws)
    assert not np.array_equal(one.draws, loglinear(table, settings=QUICK, seed=4).draws)


def test_what_kosovo_gives():
    result = loglinear(capture_table(KOSOVO), settings=QUICK)
    assert isinstance(result, FamilyEstimate)
    assert result.log_evidence is None
    assert result.unobserved.shape == (200,)
    assert result.unobserved.min() >= 0
    low, median, high = result.interval()
    assert result.n_observed < low < median < high
    assert result.models["weight"].sum() == pytest.approx(1)
    assert {"models-disagree", "selection-unsure"} & {doubt.code for doubt in result.doubts}


def test_intervals_cover_where_lists_are_independent():
    random = np.random.default_rng(11)
    covered = 0
    for seed in range(40):
        table = population(random, 800, [[0.3, 0.25, 0.2]], [1.0])
        low, _, high = loglinear(table, settings=QUICK, seed=seed).interval()
        covered += low <= 800 <= high
    assert covered >= 34


def test_people_caught_twice_by_dependence_are_told_from_chance():
    random = np.random.default_rng(2)
    seen = random.random((3000, 4)) < np.array([0.3, 0.3, 0.3, 0.3])
    seen[:, 1] |= seen[:, 0] & (random.random(3000) < 0.6)
    seen = seen[seen.any(axis=1)].astype(int)
    table = capture_table({name: seen[:, at].tolist() for at, name in enumerate("ABCD")})
    result = loglinear(table, settings=QUICK)
    low, median, high = result.interval()
    assert low < 3000 < high
    assert median == pytest.approx(3000, rel=0.05)
    assert result.models["model"][0] == "AB|C|D"


def test_a_table_whose_estimate_exists_for_some_models_says_so():
    table = as_table(np.array([0, 310, 220, 50, 170, 0, 0, 0]))
    result = loglinear(table, settings=QUICK)
    codes = {doubt.code: doubt for doubt in result.doubts}
    assert "AC, BC" in codes["empty-overlap"].en
    assert "4 models" in codes["no-finite-estimate"].en
    assert "term AB" in codes["no-finite-estimate"].en
    assert all("AB" not in model for model in result.models["model"])


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ([0, 30, 20, 10], "too-few-lists"),
        ([0, 40, 30, 0, 20, 0, 0, 0], "no-model-has-an-estimate"),  # no overlap at all
        ([0, 40, 0, 8, 0, 9, 0, 3], "no-model-has-an-estimate"),  # everybody is on A
        ([0, 40, 30, 1, 20, 0, 0, 0], "unbounded-above"),  # one person on two lists
    ],
)
def test_where_there_is_no_number_there_is_a_reason(counts, code):
    result = loglinear(as_table(np.array(counts)), settings=QUICK)
    assert isinstance(result, NoEstimate)
    assert result.doubts[0].code == code
    assert all(doubt.en and doubt.ar for doubt in result.doubts)


def test_too_many_lists_are_a_doubt_and_no_crash():
    lists = {f"L{at}": [1, *(int(other == at) for other in range(20))] for at in range(20)}
    result = loglinear(capture_table({**lists, "count": [9] * 21}), settings=QUICK)
    assert result.doubts[0].code == "too-many-lists"


def test_a_billion_people_are_no_trouble():
    counts = HEPATITIS * 4_000_000
    result = loglinear(as_table(counts), settings=QUICK)
    expected = counts.sum() + fit_model(HEPATITIS, (0, 1, 2, 4, 3, 5, 6)).unobserved * 4_000_000
    assert result.interval()[1] == pytest.approx(expected, rel=1e-2)


def test_stopped_there_is_none_and_progress_is_told():
    told = []
    table = as_table(HEPATITIS)
    loglinear(table, settings=QUICK, progress=lambda what, done, of: told.append((done, of)))
    assert told[-1] == (200, 200)
    assert loglinear(table, settings=QUICK, stop=lambda: True).doubts[0].code == "stopped"


@pytest.mark.parametrize(
    "changed", [{"criterion": "cic"}, {"resamples": 10}, {"interval": "t"}, {"threads": 0}]
)
def test_settings_that_cannot_be_meant_are_refused(changed):
    with pytest.raises(EstimateError, match=next(iter(changed))):
        LoglinearSettings(**changed)


def test_models_are_written_as_the_field_writes_them():
    assert model_name((0, 1, 2, 4, 8, 3, 6), "ABCD") == "AB|BC|D"
    assert model_name((0, 1, 2, 4, 3), ("north", "south", "C")) == "north*south|C"
