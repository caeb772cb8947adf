"""What the plots compute before anything is drawn."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.publish import list_plots, maps, plots

points = st.lists(st.tuples(st.floats(-80, 80), st.floats(-175, 175)), min_size=1, max_size=20)


@given(st.integers(1, 10**7))
@settings(max_examples=100, deadline=None)
def test_classes_ascend_from_one_and_none_is_beyond_what_was_seen(most):
    bounds = list_plots.class_bounds(most)
    assert bounds[0] == 1
    assert len(bounds) <= 5
    assert bounds == sorted(set(bounds))
    assert bounds[-1] <= most


def test_an_axis_of_months_shows_the_empty_ones():
    assert plots.month_span(["2012-11", "2013-02"]) == ["2012-11", "2012-12", "2013-01", "2013-02"]
    assert plots.month_span([]) == []


def test_one_wrong_century_does_not_stretch_the_axis():
    assert plots.month_span(["1012-08", "2012-08"]) == ["1012-08", "2012-08"]


@given(st.floats(-84, 84))
@settings(max_examples=50, deadline=None)
def test_latitude_undoes_mercator(lat):
    assert maps.latitude(maps.mercator(lat, 0)[1]) == pytest.approx(lat, abs=1e-9)


@given(points)
@settings(max_examples=100, deadline=None)
def test_every_place_is_on_the_map_and_north_is_up(places):
    window = maps.frame(places)
    spots = [window.pixel(lat, lon) for lat, lon in places]
    for x, y in spots:
        assert 30 <= x <= window.width - 30
        assert 30 <= y <= window.height - 30
    north, south = max(places), min(places)
    if north[0] > south[0]:
        assert window.pixel(*north)[1] <= window.pixel(*south)[1]


@given(
    st.lists(
        st.tuples(
            st.floats(0, 700), st.floats(0, 500), st.floats(2, 30), st.text(min_size=1, max_size=20)
        ),
        max_size=30,
    )
)
@settings(max_examples=50, deadline=None)
def test_no_name_on_the_map_covers_another(spots):
    boxes = []
    for x, y, align, name in maps.place_labels(spots, 700, 500):
        wide = 7 * len(name) + 4
        left = {"left": x, "right": x - wide, "center": x - wide / 2}[align]
        boxes.append((left, y - 7, left + wide, y + 7))
    for at, a in enumerate(boxes):
        for b in boxes[at + 1 :]:
            assert a[0] >= b[2] - 1e-6 or b[0] >= a[2] - 1e-6 or a[1] >= b[3] or b[1] >= a[3]


@given(st.floats(1e-4, 1e5), st.integers(1, 10))
@settings(max_examples=100, deadline=None)
def test_a_step_is_round_and_not_too_small(span, most):
    step = maps.nice_step(span, most)
    assert span / step <= most * (1 + 1e-9)
    digit = step / 10 ** math.floor(math.log10(step * (1 + 1e-9)))
    assert min(abs(digit - each) for each in (1, 2, 5)) < 1e-6
