"""Whether a statement holds on a day, with dates known in part."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.affairs.asof import standing
from tawthiq.statements import Gathering, Membership

DAYS = st.dates(date(2011, 1, 1), date(2013, 12, 31))


def membership(since: str | None = None, until: str | None = None) -> Membership:
    return Membership(id="m-1", start=0, end=0, quote="", since=since, until=until)


def gathering(when: str | None) -> Gathering:
    return Gathering(id="g-1", start=0, end=0, quote="", when=when)


@pytest.mark.parametrize(
    ("since", "until", "on", "holds"),
    [
        ("2012-03-01", None, "2012-03-01", "yes"),
        ("2012-03-01", None, "2012-02-29", "no"),
        ("2012-03", None, "2012-03-15", "possibly"),
        ("2012-03", None, "2012-03-31", "yes"),
        ("2012-03-01", "2012-08", "2012-08-10", "possibly"),
        ("2012-03-01", "2012-08-10", "2012-08-10", "yes"),
        ("2012-03-01", "2012-08-10", "2012-08-11", "no"),
        (None, "2012", "2011-05-01", "yes"),
        (None, "2012", "2012-05-01", "possibly"),
        (None, "2012", "2013-01-01", "no"),
        (None, None, "2013-01-01", "undated"),
    ],
)
def test_periods(since, until, on, holds):
    assert standing(membership(since, until), date.fromisoformat(on)) == holds


def test_what_happened_stays_what_happened():
    said = gathering("2012-08")
    found = [standing(said, date(2012, month, 15)) for month in (7, 8, 9)]
    assert found == ["no", "possibly", "yes"]


@given(DAYS, DAYS, DAYS)
def test_whole_days_leave_nothing_open(since, until, on):
    since, until = min(since, until), max(since, until)
    found = standing(membership(since.isoformat(), until.isoformat()), on)
    assert found == ("yes" if since <= on <= until else "no")


@given(DAYS, DAYS)
def test_a_less_exact_date_never_says_the_contrary(since, on):
    exact = standing(membership(since.isoformat()), on)
    for written in (since.isoformat()[:7], since.isoformat()[:4]):
        assert standing(membership(written), on) in (exact, "possibly")


@given(DAYS, st.integers(0, 400))
def test_what_has_happened_never_unhappens(when, later):
    said = gathering(when.isoformat()[:7])
    order = ["no", "possibly", "yes"]
    first, second = standing(said, when), standing(said, when + timedelta(days=later))
    assert order.index(first) <= order.index(second)
