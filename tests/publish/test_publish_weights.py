"""The report shows what the model holds of levels of agreement, and of no pair."""

import math
from dataclasses import replace

import polars as pl
import pytest
from invented import whole

from tawthiq.linkage.model import FIELDS, LEVELS
from tawthiq.publish import LevelWeight, ReportError, gather_report
from tawthiq.publish.report import render_report
from tawthiq.publish.weights import FEW, level_weights


def test_the_weights_are_those_of_the_model_and_the_pairs():
    register = whole()[1]
    found = level_weights(register)
    assert [one.field for one in found] == sorted((one.field for one in found), key=FIELDS.index), (
        "in the order of the linkage"
    )
    for one in found:
        level = LEVELS[one.field].index(one.level)
        rows = register.pairs.filter(pl.col(f"gamma_{one.field}") == level)
        bits = rows[f"bits_{one.field}"]
        assert one.pairs == rows.height > 0
        if one.field == "name":
            assert one.bits == pytest.approx(bits.median())
        else:
            same = register.model["m"][one.field][level]
            strangers = register.model["u"][one.field][0][level]
            assert one.bits == pytest.approx(math.log2(same / strangers))
        if one.low is not None:
            assert rows.height >= FEW
            assert (bits < one.low).mean() <= 0.05 + 1 / rows.height
            assert (bits > one.high).mean() <= 0.05 + 1 / rows.height


def test_the_weight_of_a_few_pairs_is_told_by_no_median_and_no_range():
    register = whole()[1]
    one_each = register.pairs.group_by("gamma_name", "gamma_born").first()
    few = replace(register, pairs=one_each.select(register.pairs.columns))
    for one in level_weights(few):
        told = few.pairs.filter(
            pl.col(f"gamma_{one.field}") == LEVELS[one.field].index(one.level)
        ).height
        assert (one.low is None) == (told < FEW)
        assert one.field != "name" or told >= FEW


def test_a_model_of_another_shape_is_shown_as_far_as_it_is_understood():
    register = whole()[1]
    flat = {field: rows[0] for field, rows in register.model["u"].items()}
    assert level_weights(replace(register, model=register.model | {"u": flat})) == level_weights(
        register
    )
    assert level_weights(replace(register, model={})) == ()
    assert level_weights(replace(register, pairs=register.pairs.clear())) == ()


def test_a_range_that_is_none_is_refused():
    with pytest.raises(ReportError, match="no range"):
        LevelWeight(field="name", level="the same name", bits=1.0, low=2.0, high=1.0, pairs=30)
    with pytest.raises(ReportError, match="no range"):
        LevelWeight(field="name", level="the same name", bits=1.0, low=2.0, pairs=30)


def test_the_report_has_a_plot_and_a_table_for_each_field_in_both_languages():
    register = whole()[1]
    data = gather_report(register, title="Invented", linkages=1)
    page = render_report(data)
    fields = {one.field for one in data.weights}
    assert {"name", "death"} <= fields
    for lang in ("en", "ar"):
        assert f'<section class="part" id="{lang}-weights"' in page
        for field in fields:
            assert page.count(f'id="{lang}-plot-weights-{field}-title"') == 1
    assert "Name: weights by level of agreement" in page
    assert "الاسم: الأوزان بحسب درجة الاتفاق" in page
    assert "No pairs of records were compared." in render_report(replace(data, weights=()))
