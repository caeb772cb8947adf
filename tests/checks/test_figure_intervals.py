"""What a figure allows, and the laws of holding two intervals against each other."""

import pytest
from figures import figure
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.checks import Interval, interval_of, relation
from tawthiq.checks.intervals import rounding, slack, total

ENDS = st.one_of(st.none(), st.integers(0, 60))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = draw(ENDS), draw(ENDS)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Interval(low, high)


def values(interval: Interval) -> set[int]:
    """Whole values from -1 to 61, of which an open end takes in the outermost."""
    low = -1 if interval.low is None else interval.low
    high = 61 if interval.high is None else interval.high
    return set(range(low, high + 1))


@given(intervals(), intervals())
def test_exactly_one_relation_holds_and_it_is_the_one_of_the_values(one, other):
    mine, theirs = values(one), values(other)
    stands = {
        "below": max(mine) < min(theirs),
        "above": min(mine) > max(theirs),
        "within": mine <= theirs,
    }
    stands["overlaps"] = not any(stands.values())
    assert [name for name, holds in stands.items() if holds] == [relation(one, other)]


@given(intervals(), intervals())
def test_below_and_above_are_one_relation_seen_from_two_sides(one, other):
    assert (relation(one, other) == "below") == (relation(other, one) == "above")
    assert one.meets(other) == (relation(one, other) in ("within", "overlaps"))
    assert one.meets(other) == other.meets(one)


@given(st.lists(intervals(), max_size=4), st.data())
def test_a_sum_holds_the_sum_of_any_values_of_its_parts(parts, data):
    chosen = [data.draw(st.sampled_from(sorted(values(part)))) for part in parts]
    whole = total(parts)
    assert relation(Interval(sum(chosen), sum(chosen)), whole) == "within"


@given(intervals(), intervals(), st.data())
def test_a_difference_holds_the_difference_of_any_two_values(one, other, data):
    a, b = (data.draw(st.sampled_from(sorted(values(each)))) for each in (one, other))
    assert relation(Interval(a - b, a - b), one - other) == "within"


@given(intervals(), intervals(), st.data())
def test_a_ratio_holds_the_ratio_of_any_two_values(one, other, data):
    a = data.draw(st.sampled_from(sorted(values(one) - {-1})))
    b = data.draw(st.sampled_from(sorted(values(other) - {-1, 0}) or [1]))
    if values(other) - {-1, 0}:
        found = one.over(other)
        assert found.low is None or found.low <= a / b + 1e-9
        assert found.high is None or a / b <= found.high + 1e-9


@pytest.mark.parametrize(
    ("bound", "low", "high", "allowed"),
    [
        ("exact", 40, 40, Interval(40, 40)),
        ("at least", 40, None, Interval(40, None)),
        ("more than", 3400, None, Interval(3401, None)),
        ("at most", None, 1000, Interval(0, 1000)),
        ("up to", None, 50, Interval(0, 50)),
        ("between", 50, 60, Interval(50, 60)),
        ("about", 1500, 1500, Interval(1450, 1550)),
        ("about", 100, 100, Interval(90, 110)),
        ("about", 17, 17, Interval(16.5, 17.5)),
        ("vague", None, None, None),
        ("not known", None, None, None),
    ],
)
def test_a_bound_becomes_what_it_allows(bound, low, high, allowed):
    assert interval_of(figure("a", low, high, bound=bound)) == allowed


def test_more_than_a_percentage_has_no_next_whole_number():
    assert interval_of(figure("a", 60, bound="more than", unit="percent")) == Interval(60, None)


@given(st.integers(1, 10**7))
def test_about_never_hides_more_than_a_tenth(value):
    assert 0 < slack(value) <= value / 10


def test_rounding_is_half_of_the_last_digit():
    assert (rounding(60), rounding(12.5), rounding(0.25)) == (0.5, 0.05, 0.005)
