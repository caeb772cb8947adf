"""A text against itself: sums with their bounds, shares, rates, running totals, translations."""

from datetime import date

import msgspec
import pytest
from figures import checked, figure, stated, verdicts
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.checks import Interval, check_statements, say
from tawthiq.checks.arithmetic import check_arithmetic
from tawthiq.checks.places import Places
from tawthiq.fields import Gazetteer, Place

NOWHERE = Places()


def itself(*figures, **more):
    """The findings of a text against itself, by verdict."""
    found = checked(*figures, **more)
    return [one for each in found.findings.values() for one in each if one.check == "itself"]


def one_of(findings, verdict):
    (found,) = [one for one in findings if one.verdict == verdict]
    return found


def test_three_statuses_that_come_to_the_total_add_up():
    findings = itself(
        figure("all", 24_495, bound="at least"),
        figure("civilians", 17_281, category="civilian", part_of="all"),
        figure("soldiers", 6_163, category="soldier", part_of="all"),
        figure("deserters", 1_051, category="defector", part_of="all"),
    )
    (found,) = findings
    assert found.verdict == "may add up"  # "at least 24,495" allows more than its parts
    assert found.values["sum"] == Interval(24_495, 24_495)
    (exact,) = itself(
        figure("all", 24_495),
        figure("civilians", 17_281, category="civilian", part_of="all"),
        figure("soldiers", 7_214, category="soldier", part_of="all"),
    )
    assert exact.verdict == "adds up"


def test_parts_over_the_total_name_each_value_that_would_reconcile():
    found = one_of(
        itself(
            figure("all", 1_790, quote="1,790 people"),
            figure("a", 1_200, category="civilian", part_of="all", quote="1,200 civilians"),
            figure("b", 595, category="soldier", part_of="all", quote="595 soldiers"),
        ),
        "does not add up",
    )
    near = {one["statement"]: one["near"] for one in found.values["reconcile"]}
    assert near == {"all": 1_795, "a": 1_195, "b": 590}
    assert "1,795 would reconcile both" in say(found, "en")
    assert "١٬٧٩٥ يوفّق بينهما" in say(found, "ar")


def test_children_among_civilians_are_not_summed_with_them():
    findings = itself(
        figure("all", 100),
        figure("civilians", 80, category="civilian", part_of="all"),
        figure("soldiers", 20, category="soldier", part_of="all"),
        figure("children", 30, category="child", part_of="all"),
    )
    assert sorted(one.verdict for one in findings) == ["adds up", "leaves a remainder",
                                                       "not summed"]  # fmt: skip
    assert one_of(findings, "leaves a remainder").values["remainder"] == Interval(70, 70)


def test_parts_without_a_category_may_be_the_same_people():
    findings = itself(figure("all", 40), figure("a", 30, part_of="all"),
                      figure("b", 25, part_of="all"))  # fmt: skip
    assert "does not add up" not in [one.verdict for one in findings]


def test_another_twelve_are_not_those_before():
    found = one_of(
        itself(
            figure("all", 40),
            figure("a", 30, part_of="all"),
            figure("b", 12, part_of="all", besides="a"),
        ),
        "does not add up",
    )
    assert found.values["sum"] == Interval(42, 42)


def test_men_women_and_children_are_everybody_so_a_gap_is_told():
    found = one_of(
        itself(
            figure("all", 50),
            figure("m", 20, category="man", part_of="all"),
            figure("w", 15, category="woman", part_of="all"),
            figure("c", 10, category="child", part_of="all"),
        ),
        "does not add up",
    )
    assert found.words == "itself.parts_missing"
    assert {one["statement"]: one["near"] for one in found.values["reconcile"]} == {
        "all": 45, "m": 25, "w": 20, "c": 15,
    }  # fmt: skip


def test_killed_and_injured_are_all_casualties():
    parts = (
        figure("k", 12, part_of="all"),
        figure("i", 30, counted="injured", part_of="all"),
    )
    assert [one.verdict for one in itself(figure("all", 42, counted="casualties"), *parts)] == [
        "adds up"
    ]
    assert [one.verdict for one in itself(figure("all", 45, counted="casualties"), *parts)] == [
        "does not add up"
    ]


def test_places_within_one_another_are_not_summed_and_others_are():
    gazetteer = Gazetteer(
        [
            Place(id=id_, level=level, parent=parent, name_en=id_, name_ar=id_, lat=None, lon=None,
                  alternates=())
            for id_, level, parent in (
                ("wr-north", "governorate", None),
                ("wr-south", "governorate", None),
                ("wr-north-mill", "town", "wr-north"),
            )
        ]
    )  # fmt: skip
    parts = {
        "apart": ("wr-north", "wr-south"),
        "nested": ("wr-north", "wr-north-mill"),
    }
    found = {
        name: [
            one.verdict
            for one in itself(
                figure("all", 50),
                figure("a", 30, place_id=first, part_of="all"),
                figure("b", 25, place_id=second, part_of="all"),
                gazetteer=gazetteer,
            )
        ]
        for name, (first, second) in parts.items()
    }
    assert found["apart"] == ["does not add up"]
    assert "does not add up" not in found["nested"]


def test_total_of_is_read_as_part_of_is():
    parts = [figure("a", 30, category="civilian"), figure("b", 20, category="soldier")]
    found = itself(figure("all", 45, total_of=("a", "b")), *parts)
    assert [one.verdict for one in found] == ["does not add up"]


def test_what_is_told_to_be_rejected_is_not_summed():
    assert not itself(
        figure("all", 10, stance="rejects"), figure("a", 30, part_of="all", stance="rejects")
    )


CATEGORIES = ("civilian", "soldier", "fighter", "defector")
PARTS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20), st.sampled_from(["between", "at least"])),
    min_size=1,
    max_size=4,
)


@given(PARTS, st.integers(0, 120), st.integers(0, 20), st.sampled_from(["exact", "at most"]))
@settings(deadline=None)
def test_a_value_said_to_reconcile_does(parts, total, room, bound):
    low = None if bound == "at most" else total
    whole = figure("all", low, total + room if bound == "at most" else total, bound=bound)
    each = [
        figure(
            f"p{at}", one, one + wide if kind == "between" else None, bound=kind,
            category=CATEGORIES[at], part_of="all",
        )
        for at, (one, wide, kind) in enumerate(parts)
    ]  # fmt: skip
    _reconciles([whole, *each])


@given(st.lists(st.integers(0, 50), min_size=3, max_size=3), st.integers(0, 200))
@settings(deadline=None)
def test_a_value_said_to_reconcile_does_where_the_parts_are_everybody(parts, total):
    each = [
        figure(f"p{at}", one, category=name, part_of="all")
        for at, (one, name) in enumerate(zip(parts, ("man", "woman", "child"), strict=True))
    ]
    _reconciles([figure("all", total), *each])


def _reconciles(figures):
    found = [
        one
        for one in check_arithmetic(stated(*figures), NOWHERE)
        if one.verdict == "does not add up"
    ]
    for one in found:
        assert one.values["reconcile"], "a total can always be put right"
        for instead in one.values["reconcile"]:
            put = instead["near"]
            mended = [
                msgspec.structs.replace(each, value_low=put, value_high=put, bound="exact")
                if each.id == instead["statement"]
                else each
                for each in figures
            ]
            again = check_arithmetic(stated(*mended), NOWHERE)
            assert "does not add up" not in [each.verdict for each in again]


def test_a_rate_over_its_days_is_held_against_the_total():
    rate = figure("r", 177, per="day", period="2012-09-01/2012-09-30", quote="177 a day")
    agrees = itself(rate, figure("t", 5_310, period="2012-09-01/2012-09-30"))
    assert [one.verdict for one in agrees] == ["adds up"]
    # The same days, written otherwise.
    differs = one_of(itself(rate, figure("t", 4_800, period="2012-09")), "does not add up")
    assert differs.values["comes_to"] == Interval(5_310, 5_310)
    assert differs.values["told"] == Interval(4_800, 4_800)
    assert "5,310" in say(differs, "en")


def test_a_rate_is_held_against_no_total_of_something_else():
    rate = figure("r", 10, per="day", period="2012-09")
    others = [
        figure("injured", 900, counted="injured", period="2012-09"),
        figure("soldiers", 900, category="soldier", period="2012-09"),
        figure("elsewhere", 900, attributed_to="the ministry", period="2012-09"),
    ]
    assert [one.verdict for one in itself(rate, *others)] == ["derived"]


def test_a_share_of_the_total_is_held_against_the_number_given():
    share = figure("s", 60, unit="percent", category="civilian", part_of="all", quote="60 %")
    whole = figure("all", 200)
    (alone,) = itself(whole, share)
    assert (alone.verdict, alone.values["derived"]) == ("derived", True)
    assert alone.values["made"] == Interval(119, 121)
    number = figure("n", 120, category="civilian", part_of="all")
    assert "adds up" in [one.verdict for one in itself(whole, share, number)]
    other = figure("n", 140, category="civilian", part_of="all")
    assert "does not add up" in [one.verdict for one in itself(whole, share, other)]


def test_shares_of_one_whole_that_exclude_one_another_stay_within_it():
    shares = {"man": 40, "woman": 45, "child": 25}
    figures = [
        figure(name, value, unit="percent", category=name, share_of="the dead")
        for name, value in shares.items()
    ]
    found = one_of(itself(*figures), "does not add up")
    assert found.values["sum"] == Interval(110, 110)
    assert {one["near"] for one in found.values["reconcile"]} == {30, 35, 15}
    # Overlapping shares may well come to more, and so may those of two wholes.
    overlapping = [
        figure("a", 60, unit="percent", category="civilian", share_of="the dead"),
        figure("b", 60, unit="percent", category="child", share_of="the dead"),
    ]
    wholes = [
        figure("a", 60, unit="percent", category="man", share_of="the dead"),
        figure("b", 60, unit="percent", category="child", share_of="the injured"),
    ]
    assert not itself(*overlapping)
    assert not itself(*wholes)


def test_a_running_total_that_falls_is_told_with_both_days():
    before = stated(figure("before", 5_000, as_of="2012-05-03"), document="d1")
    after = stated(figure("after", 4_800, as_of="2012-06-03"), document="d2")
    found = check_statements([*before, *after])
    assert verdicts(found) == [("after", "falls")]
    (finding,) = [one for one in found.findings["after"] if one.check == "itself"]
    assert finding.values["reconcile"][0]["near"] == 5_000
    assert "3 June 2012" in say(finding, "en")


@pytest.mark.parametrize(
    "later",
    [
        {"low": 5_100},
        {"low": 4_800, "bound": "at least"},
        {"low": 4_800, "category": "civilian"},
        {"low": 4_800, "period": "2012-06"},
        {"low": 4_800, "place_id": "sy-homs"},
        {"low": 4_800, "attributed_to": "the ministry"},
    ],
    ids=", ".join,
)
def test_a_running_total_falls_only_against_its_own_and_only_certainly(later):
    before = stated(figure("before", 5_000, as_of="2012-05-03"), document="d1")
    after = stated(figure("after", as_of="2012-06-03", **later), document="d2")
    assert not verdicts(check_statements([*before, *after]))


def test_translations_that_differ_are_told_side_by_side():
    english = stated(
        figure("e1", 45, quote="45 people"), figure("e2", 12, counted="injured"), document="d1"
    )
    arabic = stated(
        figure("a1", 54, quote="54 شخصا"), figure("a2", 12, counted="injured"),
        document="d2", language="ar",
    )  # fmt: skip
    found = check_statements([*english, *arabic])
    assert verdicts(found) == [("e1", "texts differ"), ("e1", "texts differ")]
    assert next(one.verdict for one in found.findings["a1"]) == "texts differ"
    assert "the English text says 45" in say(found.findings["e1"][0], "en")


def test_two_texts_of_one_day_that_count_other_things_are_no_translations():
    english = stated(figure("e1", 45), document="d1")
    arabic = stated(figure("a1", 54, counted="detained"), document="d2", language="ar")
    other_day = stated(figure("a2", 54), document="d3", language="ar", published=date(2012, 9, 2))
    other_source = stated(figure("a3", 54), document="d4", language="ar", source="ministry")
    assert not verdicts(check_statements([*english, *arabic, *other_day, *other_source]))


@pytest.mark.parametrize(
    ("english", "arabic", "differ"),
    [
        ({"low": 210, "bound": "at least"}, {"low": 120, "bound": "at least"}, True),
        ({"low": 210, "bound": "at least"}, {"low": 210, "bound": "more than"}, False),
        ({"low": 1_500, "bound": "about"}, {"low": 1_510}, False),
        ({"low": 50, "high": 60, "bound": "between"}, {"low": 55}, True),
        ({"high": 60, "bound": "at most"}, {"high": 60, "bound": "up to"}, False),
    ],
)
def test_translations_agree_in_every_end_that_both_set(english, arabic, differ):
    one = stated(figure("e", **english), document="d1")
    other = stated(figure("a", **arabic), document="d2", language="ar")
    assert bool(verdicts(check_statements([*one, *other]))) == differ


def test_a_total_of_an_open_period_stands_on_the_day_of_publication():
    before = stated(
        figure("before", 1_500, period="2011-03/.."), document="d1", published=date(2012, 6, 3)
    )
    after = stated(
        figure("after", 1_300, period="2011-03/.."), document="d2", published=date(2012, 8, 3)
    )
    found = check_statements([*before, *after])
    assert verdicts(found) == [("after", "falls")]
    assert found.findings["after"][0].values["earlier_as_of"] == date(2012, 6, 3)
