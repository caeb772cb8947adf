"""Displacement: stocks and flows apart, sums refused where there is none, contradictions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saying import said, view

from tawthiq.affairs import displaced_figures, displaced_sum, overview_of
from tawthiq.errors import ScopeError, StatementError


def stock(low, high=None, *, when="2012-08-30", place="Wadi", by="observatory", **fields):
    return said("displacement", by=by, place=place, when=when, value_low=low,
                value_high=low if high is None else high, **fields)  # fmt: skip


def flow(number, since, until, **fields):
    return said("displacement", measure="flow", place="Wadi", since=since, until=until,
                value_low=number, value_high=number, **fields)  # fmt: skip


def figures(*statements, measure="stock", on=None, **wanted):
    return displaced_figures(view(*statements, on=on), measure=measure, **wanted)


def test_stocks_of_several_places_on_one_day_are_added():
    found = figures(stock(400, 500), stock(100, place="Ridge"))
    assert displaced_sum(found) == (500, 600)


@pytest.mark.parametrize(
    ("statements", "why"),
    [
        ((stock(400), stock(500, when="2012-09-30")), "several days"),
        ((stock(400), stock(500)), "one place"),
        ((stock(400), stock(500, place="Ridge", by="ministry")), "several bodies"),
        ((stock(400), stock(500, place="Ridge", status="refugees")), "counted apart"),
    ],
)
def test_what_is_no_sum_is_refused(statements, why):
    with pytest.raises(ScopeError, match=why):
        displaced_sum(figures(*statements))


def test_flows_are_added_where_their_times_follow_one_another():
    follow = (flow(10, "2012-01-01", "2012-01-31"), flow(20, "2012-02-01", "2012-02-29"))
    assert displaced_sum(figures(*follow, measure="flow")) == (30, 30)
    overlap = (*follow, flow(5, "2012-02", "2012-03"))
    with pytest.raises(ScopeError, match="overlap"):
        displaced_sum(figures(*overlap, measure="flow"))


def test_households_become_people_only_by_the_factor_that_the_body_gives():
    (one,) = figures(stock(100, unit="households", factor_low=5, factor_high=6))
    assert (one.low, one.high) == (500, 600)
    (other,) = figures(stock(100, unit="households"))
    assert (other.low, other.high) == (None, None)
    assert displaced_sum([other]) == (None, None)


def test_one_bodys_two_stocks_of_one_day_are_a_contradiction_those_of_two_bodies_are_not():
    assert [one.code for one in view(stock(400), stock(500)).affairs.doubts()] == [
        "stocks-of-one-day-differ"
    ]
    assert not view(stock(400, 600), stock(500, 700)).affairs.doubts()
    assert not view(stock(400), stock(500, by="ministry")).affairs.doubts()


def test_a_timeline_holds_every_bodys_figures_and_no_flow():
    shown = view(
        stock(400), stock(700, when="2012-09-30"), stock(300, by="ministry"),
        flow(50, "2012-09-01", "2012-09-30"),
    )  # fmt: skip
    page = overview_of(shown, "displacement")
    (chart,) = page.charts
    assert {one.label: one.high for one in chart.series} == {
        "Rih Observatory": (400, 700),
        "Ministry of the Interior": (300,),
    }
    assert [one.code for one in page.tables] == ["stocks", "flows"]


def test_only_what_is_asked_for_is_taken():
    statements = (stock(400), stock(300, by="ministry"), stock(9, when="2012-09-30"))
    assert len(figures(*statements, body="وزارة الداخلية")) == 0
    assert len(figures(*statements, body="Ministry of the Interior")) == 1
    assert len(figures(*statements, on=date(2012, 8, 30))) == 2
    assert len(figures(*statements, place="wadi", status="refugees")) == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"since": "2012-01", "value_low": 5},
        {"measure": "flow", "when": "2012-01-01"},
        {"value_low": -5},
        {"value_low": 5, "value_high": 4},
        {"measure": "flow", "since": "2012-05", "until": "2012-01"},
    ],
)
def test_what_contradicts_itself_is_no_statement(fields):
    with pytest.raises(StatementError):
        view(said("displacement", **fields))


NUMBERS = st.integers(0, 10_000)


def test_of_nothing_there_is_no_sum():
    assert displaced_sum([]) == (None, None)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=6))
def test_a_sum_lies_between_the_sums_of_its_ends(ranges):
    statements = [
        stock(min(pair), max(pair), place=f"Place {number}") for number, pair in enumerate(ranges)
    ]
    low, high = displaced_sum(figures(*statements))
    assert (low, high) == (sum(map(min, ranges)), sum(map(max, ranges)))
