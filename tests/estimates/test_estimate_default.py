"""The default answer: which family speaks, what stands beside it, and what it doubts."""

import json
from dataclasses import replace

import numpy as np
import pytest
from estimates_twin import KOSOVO, population

from tawthiq.errors import EstimateError
from tawthiq.estimates import (
    Doubt,
    Estimate,
    EstimateSettings,
    NotEstimable,
    average,
    capture_table,
    estimate,
    estimate_strata,
)
from tawthiq.estimates.families_in_words import WORDS
from tawthiq.estimates.family import NoEstimate
from tawthiq.estimates.table_doubts import of_table
from tawthiq.simulate import draw_population

QUICK = EstimateSettings(particles=400, draws=2_000, min_ess=200, max_rhat=1.1)
TWO_CLASSES = population(
    np.random.default_rng(5), 4_000, [[0.6, 0.5, 0.6, 0.5], [0.1, 0.15, 0.1, 0.12]], [0.5, 0.5]
)


def pair_of_lists(size: int, seed: int):
    """Four lists; whoever is on the first is on the second four times as often as the others."""
    random = np.random.default_rng(seed)
    first = random.random(size) < 0.3
    second = random.random(size) < np.where(first, 0.6, 0.15)
    rest = random.random((size, 2)) < [0.35, 0.25]
    seen = np.column_stack([first, second, rest]).astype(int)
    seen = seen[seen.any(axis=1)]
    return capture_table({f"L{at}": column.tolist() for at, column in enumerate(seen.T)})


def weights_of(result: Estimate) -> dict[str, float | None]:
    return {one.family: one.weight for one in result.families}


def test_where_people_differ_latent_classes_speak_and_hold_the_truth():
    result = estimate(TWO_CLASSES, settings=QUICK, seed=1)
    assert weights_of(result)["latent-class"] > 0.99
    assert result.low < 4_000 < result.high
    graphs = next(one for one in result.families if one.family == "decomposable")
    assert graphs.high < 4_000  # what one family by itself would have said


def test_where_lists_depend_graphs_speak_and_hold_the_truth():
    result = estimate(pair_of_lists(20_000, 3), settings=QUICK, seed=1)
    assert weights_of(result)["decomposable"] > 0.9
    assert result.low < 20_000 < result.high
    graphs = next(one for one in result.families if one.family == "decomposable")
    assert graphs.models[0]["model"].startswith("L0+L1")


def test_families_stand_beside_the_answer_and_their_shares_make_it_up():
    result = estimate(capture_table(KOSOVO), settings=QUICK, seed=2)
    assert sum(weights_of(result).values()) == pytest.approx(1)
    for one in result.families:
        assert result.n_observed <= one.low <= one.median <= one.high
        assert 0 < sum(model["weight"] for model in one.models) <= 1 + 1e-9
    said = json.loads(json.dumps(result.to_dict()))
    assert [one["family"] for one in said["families"]] == [
        "latent-class",
        "decomposable",
        "continuous",
    ]
    assert {one["prior"] for one in said["shifts"]} <= {"more-hidden", "less-hidden"}


def test_more_hidden_people_held_possible_means_more_people():
    shifts = {one.prior: one for one in estimate(TWO_CLASSES, settings=QUICK).shifts}
    assert shifts["less-hidden"].median < shifts["more-hidden"].median


@pytest.mark.parametrize("model", ["latent-class", "decomposable", "continuous"])
def test_one_family_alone_is_the_one_beside_the_average(model: str):
    finer = replace(QUICK, particles=1_600)
    both = estimate(capture_table(KOSOVO), settings=finer, seed=4)
    alone = estimate(capture_table(KOSOVO), settings=replace(finer, model=model), seed=4)
    beside = next(one for one in both.families if one.family == model)
    assert alone.median == pytest.approx(beside.median, rel=0.03)
    assert [one.family for one in alone.families] == [model]


def test_threads_change_nothing_and_neither_does_the_order_of_lists():
    one, two = (estimate(TWO_CLASSES, settings=replace(QUICK, threads=n), seed=3) for n in (1, 3))
    np.testing.assert_array_equal(one.draws, two.draws)
    turned = capture_table(
        {
            name: TWO_CLASSES.patterns[::-1, at].tolist()
            for at, name in reversed(list(enumerate(TWO_CLASSES.lists)))
        }
        | {"count": TWO_CLASSES.counts[::-1].tolist()}
    )
    np.testing.assert_array_equal(one.draws, estimate(turned, settings=QUICK, seed=3).draws)


def test_tables_of_several_linkages_are_mixed_in_equal_shares():
    fewer = population(
        np.random.default_rng(6), 3_000, [[0.6, 0.5, 0.6, 0.5], [0.1, 0.15, 0.1, 0.12]], [0.5, 0.5]
    )
    made = estimate_strata({"all": [TWO_CLASSES, fewer]}, settings=QUICK).strata["all"]
    first, second = made.by_table()
    assert first.shape == second.shape
    assert np.median(first) == pytest.approx(estimate(TWO_CLASSES, settings=QUICK).median, rel=0.1)
    assert np.median(second) == pytest.approx(estimate(fewer, settings=QUICK).median, rel=0.1)


def test_runs_that_cannot_agree_are_said_not_to_have_converged():
    hasty = replace(QUICK, particles=100, draws=100, max_rhat=1.0000001)
    result = estimate(capture_table(KOSOVO), settings=hasty)
    assert not result.converged
    assert "400 particles" in result.reason


@pytest.mark.parametrize(
    ("table", "code", "names"),
    [
        (
            {"A": [1, 0, 1, 0, 0], "B": [0, 1, 0, 1, 0], "C": [1, 1, 0, 0, 1],
             "count": [40, 40, 60, 60, 50]},
            "empty-overlap", ("A", "B"),
        ),
        (
            {"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "C": [0, 1, 1, 1], "D": [1, 0, 0, 0],
             "count": [30, 30, 30, 30]},
            "nested-list", ("D", "A"),
        ),
        (
            {"A": [1, 1, 0, 1], "B": [1, 0, 1, 1], "C": [0, 1, 1, 1], "count": [60, 2, 2, 60]},
            "near-copy", ("A", "B"),
        ),
    ],
)  # fmt: skip
def test_lists_that_are_not_what_models_suppose_are_doubted(table, code, names):
    given = capture_table(table)
    found = [one for one in of_table(given, given.n_observed) if one.code == code]
    assert found
    for name in names:
        assert name in found[0].en
        assert name in found[0].ar


def test_small_lists_of_many_people_need_not_meet():
    """A hundred on each of two lists: of 300 people a third would be on both, of 30,000 nobody."""
    table = capture_table({"A": [1, 0, 1], "B": [0, 1, 0], "C": [0, 0, 1], "count": [90, 100, 10]})
    assert {one.code for one in of_table(table, 300)} == {"empty-overlap"}
    assert of_table(table, 30_000) == ()


def test_independent_lists_give_no_doubt():
    table = population(np.random.default_rng(9), 5_000, [[0.4, 0.35, 0.5, 0.3]], [1.0])
    assert estimate(table, settings=QUICK).doubts == ()


def test_graphs_without_a_number_leave_it_to_the_classes_or_say_why(monkeypatch):
    said = Doubt(code="tail", en="The tail does not fall.", ar="الذيل لا ينحدر.")
    nothing = NoEstimate(family="decomposable", n_observed=4_400, doubts=(said,))
    monkeypatch.setattr(average, "decomposable", lambda *_, **__: nothing)
    alone = estimate(capture_table(KOSOVO), settings=replace(QUICK, model="decomposable"))
    assert isinstance(alone, NotEstimable)
    assert (alone.reason, alone.reason_ar) == (said.en, said.ar)
    both = estimate(capture_table(KOSOVO), settings=QUICK)
    assert set(weights_of(both)) == {"latent-class", "continuous"}
    assert weights_of(both)["latent-class"] == pytest.approx(1.0)


@pytest.mark.parametrize("model", ["log-linear", "sample-coverage", "chao-bound"])
def test_families_without_evidence_can_be_asked_for_by_themselves(model: str):
    result = estimate(capture_table(KOSOVO), settings=replace(QUICK, model=model), seed=4)
    assert 4_400 < result.low <= result.median <= result.high < 40_000
    assert [(one.family, one.weight) for one in result.families] == [(model, 1.0)]
    assert json.loads(json.dumps(result.to_dict()))["method"] == WORDS[model].method_en
    again = estimate(capture_table(KOSOVO), settings=replace(QUICK, model=model), seed=4)
    np.testing.assert_array_equal(result.draws, again.draws)


def test_a_model_nobody_knows_is_refused():
    with pytest.raises(EstimateError, match="'magic'; choose one of average"):
        EstimateSettings(model="magic")
    with pytest.raises(EstimateError, match="prior_count is -1"):
        EstimateSettings(prior_count=-1)


def test_where_two_lists_never_meet_evidence_does_not_decide_between_families():
    population = draw_population("turns", 5, 5_000, 2)
    answer = estimate(capture_table(population.table), settings=QUICK)
    assert "empty-overlap" in {one.code for one in answer.doubts}
    assert "even-families" in {one.code for one in answer.notes}
    weights = {one.family: one.weight for one in answer.families}
    assert weights["latent-class"] == pytest.approx(weights["decomposable"])
    for one in answer.families:  # as wide as the two together, about
        if one.family != "continuous":
            assert answer.low <= one.median <= answer.high


def test_where_lists_meet_nothing_is_said_of_even_families():
    population = draw_population("independent", 4, 3_000, 2)
    answer = estimate(capture_table(population.table), settings=QUICK)
    assert "even-families" not in {one.code for one in answer.notes}
