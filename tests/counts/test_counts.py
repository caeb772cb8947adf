"""What a documented count promises: minimum ≤ linked ≤ maximum, and no doubt ever lost."""

import itertools

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lines import day, line, lines, registers

from tawthiq.counts import DIFFERS, NOT_RECORDED, captures, count, people_in
from tawthiq.errors import ScopeError
from tawthiq.register import Condition, Scope

FEMALE = Scope(conditions=(Condition(field="sex", operator="=", values=("female",)),))
FEBRUARY = Scope(start=day("2012-02-01"), stop=day("2012-02-29"))
SCOPES = (Scope(), FEMALE, FEBRUARY)


def cell(table, *values):
    """(minimum, linked, maximum) of one cell; None where there is no such cell."""
    found = table.cells.filter(
        pl.all_horizontal(
            pl.col(name) == value for name, value in zip(table.by, values, strict=True)
        )
    )
    return found.select("minimum", "linked", "maximum").row(0) if found.height else None


def total(table):
    return tuple(table.total[name] for name in ("minimum", "linked", "maximum"))


def test_people_with_nothing_in_doubt_are_counted_exactly():
    table = count(
        lines(line(1, sex="male"), line(2, sex="female"), line(3, sex="male")), by=["sex"]
    )
    assert cell(table, "male") == (2, 2, 2)
    assert cell(table, "female") == (1, 1, 1)
    assert total(table) == (3, 3, 3)


def test_a_doubtful_link_is_a_range_and_not_a_choice():
    """Two records that may be one person: at least one dead, at most two."""
    table = count(
        lines(line(1, sure=1, linked=1, possible=1), line(2, sure=2, linked=2, possible=1))
    )
    assert total(table) == (1, 2, 2)


def test_a_link_that_is_made_but_not_sure_keeps_the_maximum_open():
    table = count(
        lines(line(1, sure=1, linked=7, possible=7), line(2, sure=2, linked=7, possible=7))
    )
    assert total(table) == (1, 1, 2)


def test_who_has_no_recorded_value_widens_every_maximum_and_no_minimum():
    table = count(lines(line(1, sex="male"), line(2, sex="female"), line(3, sex=None)), by=["sex"])
    assert cell(table, "male") == (1, 1, 2)
    assert cell(table, "female") == (1, 1, 2)
    assert cell(table, NOT_RECORDED) == (None, 1, None)
    assert total(table) == (3, 3, 3)


def test_accounts_that_differ_are_possible_in_both_places_and_certain_in_none():
    two = [
        line(1, sure=1, governorate="wr-north"),
        line(2, sure=1, governorate="wr-south", list="b"),
    ]
    table = count(lines(*two), by=["governorate"])
    assert cell(table, "wr-north") == (0, 0, 1)
    assert cell(table, "wr-south") == (0, 0, 1)
    assert cell(table, DIFFERS) == (None, 1, None)
    assert total(table) == (1, 1, 1)


def test_records_that_may_be_two_people_are_not_pieced_together_into_one_cell():
    """A man somewhere, somebody in the north: a man of the north only if they are one person."""
    two = lines(
        line(1, sure=1, linked=1, possible=1, sex="male"),
        line(2, sure=2, linked=2, possible=1, governorate="wr-north"),
    )
    table = count(two, by=["sex", "governorate"])
    assert cell(table, "male", "wr-north") == (0, 0, 2)


def test_one_account_makes_another_more_exact():
    """One list knows the month, another the day: the person died on that day."""
    two = [
        line(1, sure=1, died=("2012-02-01", "2012-02-29")),
        line(2, sure=1, died="2012-02-14", list="b"),
    ]
    assert cell(count(lines(*two), by=["day"]), "2012-02-14") == (1, 1, 1)


def test_a_date_across_the_border_of_a_month_counts_as_possible_in_both():
    table = count(lines(line(1, died=("2012-01-30", "2012-02-02"))), by=["month"])
    assert cell(table, "2012-01") == (0, 0, 1)
    assert cell(table, "2012-02") == (0, 0, 1)
    assert cell(table, NOT_RECORDED) == (None, 1, None)


def test_an_open_date_is_possible_only_where_it_may_lie():
    before = lines(line(1, died=(None, "2012-01-15")))
    assert total(count(before, FEBRUARY)) == (0, 0, 0)
    assert total(count(before, Scope(stop=day("2012-01-31")))) == (1, 1, 1)
    assert total(count(before, Scope(start=day("2012-01-10"), stop=day("2012-01-31")))) == (0, 0, 1)


def test_a_withdrawn_record_is_possible_and_no_longer_certain():
    table = count(lines(line(1, withdrawn_on=day("2012-06-01")), line(2)))
    assert total(table) == (1, 1, 2)


def test_a_scope_leaves_out_who_is_certainly_not_in_it():
    three = lines(line(1, sex="female"), line(2, sex="male"), line(3, sex=None))
    assert total(count(three, FEMALE)) == (1, 1, 2)


def test_not_equal_keeps_who_may_be_other():
    three = lines(line(1, sex="female"), line(2, sex="male"), line(3, sex=None))
    scope = Scope(conditions=(Condition(field="sex", operator="!=", values=("female",)),))
    assert total(count(three, scope)) == (1, 1, 2)


@pytest.mark.parametrize(
    ("operator", "number", "expected"),
    [("<", 18, (1, 1, 2)), (">=", 18, (1, 1, 2)), ("=", 40, (1, 1, 2)), ("!=", 40, (1, 1, 2))],
)
def test_ages_are_compared_and_a_missing_age_is_possible(operator, number, expected):
    three = lines(line(1, age=7), line(2, age=40), line(3))
    scope = Scope(conditions=(Condition(field="age", operator=operator, number=number),))
    assert total(count(three, scope)) == expected


def test_a_person_on_two_lists_counts_in_each_under_list():
    two = lines(line(1, sure=1, list="a"), line(2, sure=1, list="b"))
    table = count(two, by=["list"])
    assert cell(table, "a") == (1, 1, 1)
    assert cell(table, "b") == (1, 1, 1)
    assert total(table) == (1, 1, 1)


def test_unnamed_victims_count_only_beyond_the_named_of_their_day_and_place():
    """Five unnamed in the north on a day when two named people died there: three more at least."""
    here = {"governorate": "wr-north", "died": "2012-02-14"}
    rows = [
        line(1, **here),
        line(2, **here),
        line(3, named=False, number_low=5, number_high=6, **here),
    ]
    table = count(lines(*rows))
    assert total(table) == (5, 5, 8)
    assert table.unnamed == {"minimum": 3, "maximum": 6}


def test_unnamed_victims_of_nowhere_add_to_the_maximum_alone():
    table = count(lines(line(1), line(2, named=False, number_low=5, number_high=5)))
    assert total(table) == (1, 1, 6)


def test_two_lists_that_give_a_number_for_one_day_are_not_added_in_the_minimum():
    here = {"governorate": "wr-north", "died": "2012-02-14", "named": False}
    rows = [
        line(1, number_low=4, number_high=4, **here),
        line(2, number_low=5, number_high=5, list="b", **here),
    ]
    assert total(count(lines(*rows))) == (5, 5, 9)


def test_an_empty_register_counts_nobody():
    assert total(count(lines())) == (0, 0, 0)
    assert count(lines(), by=["sex"]).cells.height == 0


@pytest.mark.parametrize(
    "by", [["colour"], ["sex", "sex"], ["sex", "day", "town", "cause", "list"]]
)
def test_a_breakdown_that_cannot_be_is_refused(by):
    with pytest.raises(ScopeError):
        count(lines(line(1)), by=by)


@settings(max_examples=25, deadline=None)
@given(
    frame=registers(),
    scope=st.sampled_from(SCOPES),
    by=st.sampled_from(
        [(), ("sex",), ("governorate", "sex"), ("month",), ("age_group",), ("list",)]
    ),
)
def test_minimum_linked_and_maximum_are_in_order_in_every_cell(frame, scope, by):
    table = count(frame, scope, by)
    assert total(table)[0] <= total(table)[1] <= total(table)[2]
    for row in table.cells.iter_rows(named=True):
        if row["maximum"] is not None:
            assert row["minimum"] <= row["linked"] <= row["maximum"], row


@settings(max_examples=25, deadline=None)
@given(
    frame=registers(),
    scope=st.sampled_from(SCOPES),
    by=st.sampled_from(["sex", "governorate", "month"]),
)
def test_every_linked_person_of_a_scope_stands_in_exactly_one_cell(frame, scope, by):
    table = count(frame, scope, [by])
    extra = table.unnamed["minimum"]
    cells = table.cells["linked"].sum()
    # The unnamed may fall outside every cell, so only the named must agree.
    assert cells - extra <= table.total["linked"] - extra <= cells


@settings(max_examples=20, deadline=None)
@given(frame=registers())
def test_the_range_holds_whatever_the_doubtful_links_turn_out_to_be(frame):
    """Every partition between `sure` and `possible` counts within the range: a plain twin."""
    named = frame.filter("named")
    table = count(named)
    parts = named.select("sure", "possible").unique().sort("sure").rows()
    standing = set(named.filter(pl.col("withdrawn_on").is_null())["sure"])
    for choice in itertools.product((0, 1), repeat=min(len(parts), 5)):
        choices = zip(parts, itertools.chain(choice, itertools.repeat(1)), strict=False)
        joined = {sure: possible if join else f"alone {sure}" for (sure, possible), join in choices}
        people = {joined[sure] for sure in standing}
        assert table.total["minimum"] <= len(people) <= table.total["maximum"]


@settings(max_examples=20, deadline=None)
@given(frame=registers(), seed=st.integers(0, 5))
def test_the_order_of_records_changes_nothing(frame, seed):
    table, other = (
        count(f, by=["sex"]) for f in (frame, frame.sample(fraction=1.0, shuffle=True, seed=seed))
    )
    assert table.cells.equals(other.cells)
    assert table.total == other.total


def test_a_count_opens_to_its_people():
    three = lines(line(1, sex="female"), line(2, sex="male"), line(3, sex=None))
    assert people_in(three, FEMALE).rows() == [("p1", True), ("p3", False)]


def test_lists_that_copy_one_another_are_one_capture():
    two = lines(line(1, sure=1, list="a"), line(2, sure=1, list="b"), line(3, list="c"))
    table = captures(two, {"a": "a", "b": "a", "c": "c"})
    assert table.rows() == [(0, 1, 1), (1, 0, 1)]
    assert table.columns == ["a", "c", "count"]


def test_a_withdrawn_record_is_no_sighting():
    two = lines(
        line(1, sure=1, list="a"), line(2, sure=1, list="b", withdrawn_on=day("2012-06-01"))
    )
    assert captures(two, {"a": "a", "b": "b"}).rows() == [(1, 0, 1)]


@settings(max_examples=20, deadline=None)
@given(frame=registers())
def test_captures_by_stratum_add_up_to_the_captures_of_all(frame):
    origins = {name: name for name in "abc"}
    whole = captures(frame, origins)
    parts = captures(frame, origins, by=["sex"])
    assert (
        parts.group_by("a", "b", "c").agg(pl.col("count").sum()).sort("a", "b", "c").equals(whole)
    )
