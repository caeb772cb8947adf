"""Doubt is carried where it belongs, and certainty is not thrown away."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lines import day, line, lines, registers

from tawthiq.counts import (
    DIFFERS,
    NOT_RECORDED,
    captures,
    captures_placed,
    count,
    lines_in,
    people_in,
)
from tawthiq.errors import ScopeError
from tawthiq.register import Condition, Scope


def where(field, *values, operator="="):
    return Scope(conditions=(Condition(field=field, operator=operator, values=values),))


def cell(table, value):
    found = table.cells.filter(pl.col(table.by[0]) == value)
    return found.select("minimum", "linked", "maximum").row(0) if found.height else None


def total(table):
    return tuple(table.total[name] for name in ("minimum", "linked", "maximum"))


GONE = {"withdrawn_on": day("2012-06-01")}


def test_a_list_that_withdrew_a_person_does_not_name_them_for_certain():
    two = lines(line(1, sure=1, list="a"), line(2, sure=1, list="b", **GONE))
    table = count(two, by=["list"])
    assert cell(table, "a") == (1, 1, 1)
    assert cell(table, "b") == (0, 0, 1)
    assert total(count(two, where("list", "b"))) == (0, 0, 1)
    assert total(count(two, where("list", "b", operator="!="))) == (0, 0, 1)
    assert total(count(two, where("list", "a", operator="!="))) == (0, 0, 0)


def test_an_age_across_two_groups_is_certainly_in_both_together():
    one = lines(line(1, age_low=16.0, age_high=20.0))
    assert total(count(one, where("age_group", "15-17", "18-29"))) == (1, 1, 1)
    assert total(count(one, where("age_group", "15-17"))) == (0, 0, 1)


def test_a_month_is_spread_over_its_own_days_and_no_others():
    """One list gives the day, another the month alone: other months are not widened by it."""
    two = lines(
        line(1, died=("2012-03-01", "2012-03-31")), line(2, died="2012-03-05"),
        line(3, died="2015-07-01"),
    )  # fmt: skip
    table = count(two, by=["day"])
    assert cell(table, "2012-03-05") == (1, 1, 2)
    assert cell(table, "2012-03-31") == (0, 0, 1)
    assert cell(table, "2015-07-01") == (1, 1, 1)


def test_accounts_years_apart_differ_and_are_not_called_unrecorded():
    two = lines(line(1, sure=1, died="2011-03-01"), line(2, sure=1, died="2019-03-01"))
    for by in ("day", "month", "year"):
        table = count(two, by=[by])
        assert cell(table, DIFFERS) == (None, 1, None), by
        assert cell(table, NOT_RECORDED) is None


def test_unnamed_dead_of_a_place_no_gazetteer_knows_make_no_minimum():
    """The unknown word may be another spelling of where the named died."""
    named = line(1, governorate="wr-north", died="2012-02-14")
    for here, expected in (("~nrth", 0), ("wr-south", 5)):
        unnamed = line(
            2, named=False, governorate=here, died="2012-02-14", number_low=5, number_high=5
        )
        assert count(lines(named, unnamed)).unnamed == {"minimum": expected, "maximum": 5}


@pytest.mark.parametrize(
    "known",
    [{"governorate": "wr-north"}, {"died": "2012-02-14"}, {"died": ("2012-02-01", None)},
     {"governorate": "~nrth", "died": "2012-02-14"}, {}],
)  # fmt: skip
def test_who_may_have_died_there_and_then_may_be_among_the_unnamed(known):
    unnamed = line(
        2, named=False, governorate="wr-north", died="2012-02-14", number_low=5, number_high=5
    )
    assert count(lines(line(1, **known), unnamed)).unnamed["minimum"] == 4


@pytest.mark.parametrize(
    "other", [{"governorate": "wr-south", "died": "2012-02-14"}, {"died": "2012-02-15"}]
)
def test_who_died_elsewhere_or_on_another_day_is_not(other):
    unnamed = line(
        2, named=False, governorate="wr-north", died="2012-02-14", number_low=5, number_high=5
    )
    assert count(lines(line(1, **other), unnamed)).unnamed["minimum"] == 5


@pytest.mark.parametrize("field", ["list", "source", "incident"])
def test_a_slip_in_a_key_is_an_error_and_no_count_of_zero(field):
    one = lines(line(1, incident="market fire"))
    for ask in (
        lambda: count(one, where(field, "vdcc")),
        lambda: people_in(one, where(field, "vdcc")),
        lambda: captures(one, {"a": "a"}, where(field, "vdcc")),
    ):
        with pytest.raises(ScopeError, match="vdcc"):
            ask()


def test_a_maximum_opens_to_everybody_in_it():
    """A record without a sex, linked to a man: if that link is wrong it may be a woman."""
    two = lines(
        line(1, sure=1, linked=1, possible=1), line(2, sure=2, linked=1, possible=1, sex="male")
    )
    scope = where("sex", "female")
    assert total(count(two, scope)) == (0, 0, 1)
    assert people_in(two, scope).rows() == [("p1", False)]


@settings(max_examples=25, deadline=None)
@given(
    frame=registers(),
    scope=st.sampled_from(
        [Scope(), where("sex", "female"), where("list", "a"), where("age_group", "15-17"),
         Scope(start=day("2012-02-01"), stop=day("2012-02-20"))]
    ),
)  # fmt: skip
def test_a_count_opens_to_as_many_people_as_it_says(frame, scope):
    named = frame.filter("named")
    if "a" not in named["list"].to_list():
        return
    table, people = count(named, scope), people_in(named, scope)
    assert people.filter("certainly").height == table.total["linked"]
    # No more people than parts, and somebody wherever there may be one.
    assert people.height <= table.total["maximum"]
    assert (people.height == 0) == (table.total["maximum"] == 0)


def plain_twin(frame, value):
    """minimum and maximum of the cell `sex = value`, from the words of the architecture alone."""
    rows = frame.to_dicts()
    sexes, standing = {}, set()
    for label in ("sure", "possible"):
        for row in rows:
            sexes.setdefault((label, row[label]), set()).add(row["sex"])
            if row["withdrawn_on"] is None:
                standing.add((label, row[label]))
    certain = {key for key, given in sexes.items() if given - {None} == {value}} & standing
    maximum = sum(
        1 for (label, _), given in sexes.items()
        if label == "sure" and (value in given or given == {None})
    )  # fmt: skip
    minimum = {
        row["possible"]
        for row in rows
        if ("possible", row["possible"]) in certain and ("sure", row["sure"]) in certain
    }
    return len(minimum), maximum


@settings(max_examples=25, deadline=None)
@given(frame=registers())
def test_minimum_and_maximum_are_those_of_a_plain_twin(frame):
    named = frame.filter("named")
    table = count(named, by=["sex"])
    for value in ("male", "female"):
        found = cell(table, value)
        if found is not None:
            assert (found[0], found[2]) == plain_twin(named, value)


def test_strata_by_who_names_people_are_refused():
    for by in ("list", "source"):
        with pytest.raises(ScopeError, match="stratum"):
            captures(lines(line(1)), {"a": "a"}, by=[by])


@pytest.mark.parametrize("key", ["count", "cluster", "sex"])
def test_a_source_named_like_a_column_is_refused_and_not_mixed_up(key):
    one = lines(line(1, list=key, source=key, sex="male"))
    with pytest.raises(ScopeError, match="another"):
        captures(one, {key: key}, by=["sex"])


def test_several_lists_of_one_source_are_one_capture_and_can_be_told_apart():
    two = lines(
        line(1, sure=1, list="a1", source="a"), line(2, sure=1, list="a2", source="a"),
        line(3, list="b", source="b"),
    )  # fmt: skip
    assert captures(two, {"a": "a", "b": "b"}).rows() == [(0, 1, 1), (1, 0, 1)]
    by_list = {name: name for name in ("a1", "a2", "b")}
    assert captures(two, by_list, named_by="list").rows() == [(0, 0, 1, 1), (1, 1, 0, 1)]


def test_lines_in_a_scope_are_those_that_may_be_in_it_by_what_they_say():
    three = lines(line(1, sex="female"), line(2, sex="male"), line(3, named=False, number_low=2))
    assert lines_in(three, where("sex", "female"))["record_id"].to_list() == ["r1", "r3"]
    assert lines_in(three, Scope()).equals(three)


@given(
    registers(), st.sampled_from([("sex",), ("month",), ("sex", "governorate")]), st.integers(0, 9)
)
@settings(deadline=None, max_examples=60)
def test_placing_keeps_everybody_on_their_lists_and_leaves_the_recorded_where_they_are(
    made, by, seed
):
    origins = {name: name for name in sorted(made["source"].unique())}
    plain = captures(made, origins, by=by)
    placed = captures_placed(made, origins, by=by, random=np.random.default_rng(seed))
    for frame in (plain, placed):
        assert frame.columns == [*by, *sorted(origins), "count"]
    on = sorted(origins)
    whole = [frame.group_by(on).agg(pl.col("count").sum()).sort(on) for frame in (plain, placed)]
    assert whole[0].equals(whole[1])
    recorded = pl.all_horizontal(~pl.col(name).is_in([NOT_RECORDED, DIFFERS]) for name in by)
    known = plain.filter(recorded)
    both = known.join(placed, on=[*by, *on], how="left", suffix="_placed")
    assert (both["count_placed"] >= both["count"]).all()
    # Nobody is left over, unless there is no stratum to be placed in.
    if known.height:
        assert placed.filter(recorded).height == placed.height


def test_people_are_placed_only_where_what_is_recorded_of_them_allows():
    """A death between February and March is in neither January, which holds most, nor April."""
    rows = [line(at, died="2012-01-10") for at in range(1, 40)]
    rows += [line(50, died="2012-02-10"), line(51, died="2012-03-10"), line(52, died="2012-04-10")]
    rows += [line(at, died=("2012-02-20", "2012-03-05")) for at in range(60, 80)]
    placed = captures_placed(
        lines(*rows), {"a": "a"}, by=("month",), random=np.random.default_rng(1)
    )
    people = dict(placed.select("month", "count").iter_rows())
    assert people["2012-01"] == 39
    assert people["2012-04"] == 1
    assert people["2012-02"] + people["2012-03"] == 22
    assert min(people["2012-02"], people["2012-03"]) > 1


def test_where_no_stratum_is_recorded_nobody_is_placed():
    placed = captures_placed(
        lines(line(1), line(2)), {"a": "a"}, by=("sex",), random=np.random.default_rng(1)
    )
    assert placed["sex"].to_list() == [NOT_RECORDED]


def test_a_pair_of_values_that_nobody_else_has_is_a_stratum_of_its_own():
    rows = [line(1, sex="male", died="2012-01-10"), line(2, sex="male", died="2012-02-10")]
    rows += [line(3, sex="female", died=("2012-01-20", "2012-02-05"))]
    placed = captures_placed(
        lines(*rows), {"a": "a"}, by=("sex", "month"), random=np.random.default_rng(1)
    )
    women = placed.filter(pl.col("sex") == "female")
    assert women["count"].to_list() == [1]
    assert women["month"][0] in {"2012-01", "2012-02"}
