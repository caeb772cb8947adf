"""What single lists and pairs are doubted for: a class only one sees, pairs, one that decides."""

from dataclasses import replace

import numpy as np
import pytest
from estimates_twin import KOSOVO, population

from tawthiq.estimates import (
    Estimate,
    EstimateSettings,
    capture_table,
    class_doubts,
    estimate,
)
from tawthiq.estimates.class_doubts import lone_classes, seen_by_one
from tawthiq.estimates.finite import FiniteSettings, one_by_one, sample_table
from tawthiq.estimates.left_out import Varied, one_list_decides
from tawthiq.estimates.model import Shift
from tawthiq.estimates.pair_notes import pair_notes
from tawthiq.estimates.sensitivity import prior_decides
from tawthiq.simulate import draw_population

QUICK = EstimateSettings(particles=400, draws=2_000, min_ess=200, max_rhat=1.1)


def sampled(table):
    seeds = np.random.SeedSequence(1).spawn(3)
    return sample_table(
        table, FiniteSettings(particles=400, draws=400, most_classes=3), seeds, one_by_one
    )


def plainly_seen_by_one(positions: np.ndarray) -> np.ndarray:
    """As the module says it, one particle, list and class at a time."""
    n_lists, n_classes = positions.shape[1] - 1, positions.shape[2]
    found = np.zeros(n_lists)
    for one in positions:
        caught = 1 / (1 + np.exp(-one[:-1]))
        weights = np.exp(one[-1])
        for j in range(n_lists):
            others = [i for i in range(n_lists) if i != j]
            seen = [1 - np.prod(1 - caught[others, k]) for k in range(n_classes)]
            alone = [weights[k] * caught[j, k] * (1 - seen[k]) for k in range(n_classes)]
            hardly = [share < 0.15 and share < max(seen) / 4 for share in seen]
            part = sum(a for a, is_so in zip(alone, hardly, strict=True) if is_so)
            found[j] += part > 0.3 * sum(alone)
    return found / len(positions)


def test_a_class_that_one_list_alone_sees_is_counted_as_said():
    table = population(
        np.random.default_rng(3), 3_000, [[0.4, 0.4, 0.4, 0.3], [0.3, 0.0, 0.0, 0.0]], [0.6, 0.4]
    )
    found = sampled(table)
    shares = np.array([one.log_weight for one in found])
    shares = np.exp(shares - shares.max()) / np.exp(shares - shares.max()).sum()
    plain = sum(
        share * plainly_seen_by_one(one.positions) for share, one in zip(shares, found, strict=True)
    )
    np.testing.assert_allclose(seen_by_one(found), plain, atol=1e-9)
    doubts = list(lone_classes(found, table.lists, 1.0))
    assert [one.code for one in doubts] == ["lone-class"]
    assert table.lists[0] in doubts[0].en
    assert table.lists[0] in doubts[0].ar
    assert list(lone_classes(found, table.lists, 0.05)) == []  # where classes have no say
    assert list(lone_classes([], table.lists, 0.0)) == []


@pytest.mark.parametrize(
    ("chances", "told"),
    [
        ([0.10, 0.01, 0.02, 0.01], "A"),  # small, and yet it stands out
        ([0.20, 0.15, 0.10, 0.05], ""),  # as likely for every list: the table says little
        ([0.06, 0.0, 0.0, 0.0], ""),
        ([0.7, 0.65, 0.3, 0.2], "AB"),  # likely, whatever the others are
    ],
)
def test_a_list_is_told_that_stands_out_or_where_it_is_likely(monkeypatch, chances, told):
    monkeypatch.setattr(class_doubts, "seen_by_one", lambda _: np.array(chances))
    (any_number,) = sampled(capture_table({"A": [1, 0], "B": [0, 1]}))[:1]
    doubts = list(lone_classes([any_number], tuple("ABCD"), 1.0))
    assert [one.en[0] for one in doubts] == list(told)


def test_a_class_hidden_from_all_lists_alike_is_not_such_a_class():
    table = population(
        np.random.default_rng(4), 5_000, [[0.6, 0.5, 0.6, 0.5], [0.1, 0.15, 0.1, 0.12]], [0.5, 0.5]
    )
    assert list(lone_classes(sampled(table), table.lists, 1.0)) == []


@pytest.mark.parametrize(
    ("scenario", "code"),
    [("positive-dependence", "pair-above"), ("negative-dependence", "pair-below")],
)
def test_pairs_that_depend_are_told_and_no_doubt(scenario, code):
    for seed in range(1, 20):
        drawn = draw_population(scenario, 5, 30_000, seed)
        answer = estimate(capture_table(drawn.table), settings=QUICK)
        if next(one.weight for one in answer.families if one.family == "decomposable") > 0.9:
            break
    pairs = {
        name
        for part in drawn.made_en.rpartition(": ")[2].rstrip(".").split(", ")
        for name in [part.split(" ")[0]]
    }
    assert {one.code for one in answer.notes} == {code}
    told = {"+".join(one.en.split(" share ")[0].split(" and ")) for one in answer.notes}
    assert told <= pairs
    assert told
    assert all(one.ar != one.en for one in answer.notes)


def test_only_pairs_that_are_sure_are_told():
    table = capture_table(
        {"A": [1, 1, 0, 1, 0, 0], "B": [1, 0, 1, 1, 0, 1], "C": [1, 1, 1, 0, 1, 0],
         "count": [40, 10, 10, 30, 40, 20]}
    )  # fmt: skip
    joined, apart = (0b010, 0b001, 0), (0, 0, 0)
    assert [one.code for one in pair_notes([(joined, 0.95), (apart, 0.05)], table)] == [
        "pair-above"
    ]
    assert list(pair_notes([(joined, 0.5), (apart, 0.5)], table)) == []


def varied(code: str, low: float, median: float, high: float) -> Varied:
    return Varied(code=code, en="", ar="", n_observed=10, low=low, median=median, high=high)


def test_a_list_without_which_the_answer_is_another_is_named():
    answer = estimate(capture_table(KOSOVO), settings=QUICK)
    assert isinstance(answer, Estimate)
    answer = replace(answer, low=9_500.0, median=12_000.0, high=20_000.0)
    far = varied("without:ABA", 6_600.0, 7_800.0, 13_500.0)
    inside = varied("without:HRW", 9_000.0, 12_400.0, 25_000.0)
    at_the_edge = varied("without:EXH", 8_000.0, 9_400.0, 12_000.0)
    prior = varied("prior:more-hidden", 1.0, 1.0, 1.0)
    (said,) = one_list_decides(answer, [far, inside, at_the_edge, prior])
    assert said.code == "one-list-decides"
    assert "ABA" in said.en
    assert "ABA" in said.ar
    assert "7,800" in said.en


@pytest.mark.parametrize(("median", "codes"), [(1_300.0, ["prior-decides"]), (1_200.0, [])])
def test_a_prior_that_moves_the_median_by_a_quarter_is_told(median, codes):
    shift = Shift(prior="more-hidden", low=900.0, median=median, high=3_000.0, effective=0.5)
    less = Shift(prior="less-hidden", low=800.0, median=2_000.0, high=3_000.0, effective=0.5)
    assert [one.code for one in prior_decides((shift, less), 1_000.0)] == codes
