"""All families beside the answer, and the answer without each list."""

from types import SimpleNamespace

import numpy as np
import pytest
from estimates_twin import KOSOVO
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.estimates import EstimateSettings, capture_table, estimate
from tawthiq.estimates.beside import FAMILIES, families_beside, in_the_answer
from tawthiq.estimates.families_in_words import WORDS
from tawthiq.estimates.left_out import under_other_priors, without_each_list, without_list
from tawthiq.estimates.model import MODELS
from tawthiq.publish.estimate_said import answer_said, doubts_said, drawn_said, table_said

GRAPHS = EstimateSettings(model="decomposable")


@pytest.fixture(scope="module")
def kosovo():
    return capture_table(KOSOVO)


@pytest.fixture(scope="module")
def standing(kosovo):
    answer = estimate(kosovo, settings=GRAPHS)
    return answer, families_beside(kosovo, answer)


def test_every_family_stands_once_the_answer_first(standing):
    answer, families = standing
    assert sorted(one.family for one in families) == sorted(FAMILIES)
    first = families[0]
    assert (first.family, first.share, first.median) == ("decomposable", 1.0, answer.median)
    assert all(one.share is None for one in families[1:])


def test_numbers_are_those_of_the_draws(standing):
    for one in standing[1]:
        low, median, high = np.quantile(one.draws, [0.025, 0.5, 0.975])
        assert (one.low, one.median, one.high) == pytest.approx((low, median, high))
        assert one.low >= 4_400
        assert "draws" not in one.to_dict()


def test_families_agree_with_published_ranges(standing):
    """Reasonable models of this table range from 7,393 to 14,342; LCMCR gives about 10,443."""
    medians = {one.family: one.median for one in standing[1]}
    # Against which the table speaks by thousands to one, and of which no published model is.
    assert medians.pop("continuous") > 14_342
    assert 10_100 < medians["dirichlet"] < 10_800
    assert all(7_393 < one < 14_342 for one in medians.values())


def test_the_same_seed_gives_the_same_families(kosovo, standing):
    again = families_beside(kosovo, standing[0])
    for one, other in zip(standing[1], again, strict=True):
        assert (one.draws == other.draws).all()


def test_shares_of_the_default_sum_to_one(kosovo):
    inside = in_the_answer(estimate(kosovo))
    assert inside[0].family == "latent-class"
    assert {one.family for one in inside} == {"latent-class", "decomposable", "continuous"}
    assert sum(one.share for one in inside) == pytest.approx(1.0)
    assert all(len(one.draws) for one in inside)


def test_a_table_too_large_for_the_slow_family_says_so(kosovo, standing, monkeypatch):
    monkeypatch.setattr("tawthiq.estimates.beside.DIRICHLET_PATTERNS", 14)
    left_out = {one.family: one for one in families_beside(kosovo, standing[0])}["dirichlet"]
    assert (left_out.median, left_out.draws) == (None, None)
    assert [one.code for one in left_out.doubts] == ["too-large-beside"]
    assert "15 patterns" in left_out.doubts[0].en


def test_a_table_of_too_many_lists_for_log_linear_models_says_so(kosovo, standing, monkeypatch):
    monkeypatch.setattr("tawthiq.estimates.beside.LOG_LINEAR_LISTS", 3)
    left_out = {one.family: one for one in families_beside(kosovo, standing[0])}["log-linear"]
    assert left_out.median is None
    assert [one.code for one in left_out.doubts] == ["too-large-beside"]
    assert "4 lists" in left_out.doubts[0].en


def test_every_family_and_model_has_words_in_both_languages():
    assert set(WORDS) == {*MODELS, *FAMILIES}
    for one in WORDS.values():
        assert one.name("en") != one.name("ar")
        assert one.assumes("en") != one.assumes("ar")
        assert one.cite


def test_sentences_hold_the_numbers_in_both_languages(kosovo, standing):
    answer, families = standing
    english, arabic = (answer_said(answer, lang) for lang in ("en", "ar"))
    assert f"{round(answer.median):,}" in english
    assert f"{round(answer.high):,}" in english
    western = arabic.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩٬", "0123456789,"))
    assert f"{round(answer.median):,}" in western
    assert "4,400" in table_said("kosovo.csv", kosovo, "en")
    assert "٤٬٤٠٠" in table_said("kosovo.csv", kosovo, "ar")
    assert "seed 7" in drawn_said(answer, 7, "en")
    assert "٧" in drawn_said(answer, 7, "ar")
    named = [name for name, _ in doubts_said(answer, families, "en")]
    assert "Chao's lower bound" in named
    assert len(named) == len(doubts_said(answer, families, "ar"))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=7, max_size=7).filter(any))
def test_without_a_list_the_others_hold_whom_they_held(counts):
    bits = [[(at >> list_) & 1 for at in range(1, 8)] for list_ in range(3)]
    table = capture_table(dict(zip("ABC", bits, strict=True)) | {"count": counts})
    on = table.patterns.astype(bool)
    for at, name in enumerate(table.lists):
        rest = without_list(table, name)
        others = [other for other in range(3) if other != at]
        assert rest.lists == tuple(table.lists[other] for other in others)
        assert rest.n_observed == table.counts[on[:, others].any(axis=1)].sum()
        for column, other in enumerate(others):
            kept = rest.counts[rest.patterns[:, column] > 0].sum()
            assert kept == table.counts[on[:, other]].sum()
        assert len(np.unique(rest.patterns, axis=0)) == len(rest.patterns)


def test_the_answer_without_each_list(kosovo):
    seen = []
    rows = without_each_list(kosovo, settings=GRAPHS, progress=lambda *said: seen.append(said))
    assert [one.code for one in rows] == [
        f"without:{name}" for name in ("ABA", "EXH", "HRW", "OSCE")
    ]
    assert all(one.low < one.median < one.high for one in rows)
    assert rows[0].n_observed == 4_400 - 845  # those on ABA alone are not seen
    assert seen[-1] == ("without each list", 4, 4)
    hrw = next(one for one in rows if one.code == "without:HRW")
    assert hrw.median == estimate(without_list(kosovo, "HRW"), settings=GRAPHS).median


def test_of_three_lists_none_can_be_left_out(kosovo):
    three = without_list(kosovo, "HRW")
    rows = without_each_list(three, settings=GRAPHS)
    assert [one.median for one in rows] == [None] * 3
    assert all("2 lists" in one.reason_en and one.reason_ar for one in rows)


def test_where_one_list_holds_all_nothing_is_left():
    table = capture_table({"A": [1, 1], "count": [5, 7]})
    (row,) = without_each_list(table, settings=GRAPHS)
    assert (row.n_observed, row.median) == (0, None)


def test_other_priors_are_rows_beside():
    shifts = [
        SimpleNamespace(prior="more-hidden", low=90.0, median=120.0, high=180.0),
        SimpleNamespace(prior="less-hidden", low=80.0, median=95.0, high=110.0),
    ]
    more, less = under_other_priors(shifts, 70)
    assert (more.code, more.median, more.high) == ("prior:more-hidden", 120.0, 180.0)
    assert (less.code, less.n_observed) == ("prior:less-hidden", 70)
    assert more.en != less.en
    assert more.ar != less.ar
