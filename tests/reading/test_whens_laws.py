"""Laws of reading dates: what is written reads back, and the past is the default."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tawthiq.errors import FieldError
from tawthiq.fields import period_days
from tawthiq.reading.model import Segment, Text
from tawthiq.reading.tokens import sentences
from tawthiq.reading.where_when.whens import days_of_words, find_whens

ENGLISH = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December"]  # fmt: skip
ARABIC = ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول",
          "تشرين الأول", "تشرين الثاني", "كانون الأول"]  # fmt: skip
DAYS = st.dates(date(1990, 1, 1), date(2035, 12, 31))
FORMATS = [
    lambda d: f"Six died on {d.day} {ENGLISH[d.month - 1]} {d.year} in the town.",
    lambda d: f"Six died on {ENGLISH[d.month - 1]} {d.day}, {d.year}, in the town.",
    lambda d: f"Six died on the {d.day}th of {ENGLISH[d.month - 1]} {d.year} in the town.",
    lambda d: f"Six died on {d.isoformat()} in the town.",
    lambda d: f"Six died on {d:%d/%m/%Y} in the town.",
    lambda d: f"Six died on {d.day}.{d.month}.{d.year} in the town.",
    lambda d: f"قتل ستة في {d.day} {ARABIC[d.month - 1]} {d.year} في البلدة",
    lambda d: f"قتل ستة في {d.day} من {ARABIC[d.month - 1]} {d.year} في البلدة",
    lambda d: f"قتل ستة بتاريخ {d.day}/{d.month}/{d.year} في البلدة",
]
LACKING = [
    lambda d: f"Six died on {d.day} {ENGLISH[d.month - 1]} in the town.",
    lambda d: f"Six died in {ENGLISH[d.month - 1]} in the town.",
    lambda d: f"Six died on {d:%A} in the town.",
    lambda d: f"Six died last {d:%A} in the town.",
    lambda d: f"Six died last {ENGLISH[d.month - 1]} in the town.",
    lambda d: f"قتل ستة في {d.day} {ARABIC[d.month - 1]} في البلدة",
    lambda d: f"قتل ستة في {ARABIC[d.month - 1]} الماضي في البلدة",
    lambda d: "Six died two days ago, ten died last month and 40 in the past two weeks.",
]


def whens_of(text, published=None):
    whole = Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),))
    found = find_whens(list(sentences(whole)), published)
    return [when for index in sorted(found) for when in found[index]]


@given(day=DAYS, write=st.sampled_from(FORMATS))
def test_a_date_in_any_writing_reads_back(day, write):
    (when,) = whens_of(write(day))
    assert (when.edtf, when.kind, when.basis) == (day.isoformat(), "day", "stated")


@given(day=DAYS, published=DAYS, write=st.sampled_from(LACKING))
def test_what_is_filled_never_begins_after_the_publication(day, published, write):
    for when in whens_of(write(day), published):
        assert when.basis == "inferred"
        first, _ = period_days(when.edtf)
        assert first is not None
        assert first <= published


@given(first=DAYS, length=st.integers(0, 400))
def test_a_range_of_two_days_gives_both(first, length):
    last = first + timedelta(days=length)
    one, other = (f"{d.day} {ENGLISH[d.month - 1]} {d.year}" for d in (first, last))
    (when,) = whens_of(f"Six died between {one} and {other} in the town.")
    assert period_days(when.edtf) == (first, last)


@given(
    text=st.text(
        alphabet=st.sampled_from("0123456789/-. ,()MayFridsincetolu'منذآبيوم٣هـ"), max_size=60
    )
)
@settings(max_examples=300)
def test_no_text_breaks_the_reading_and_every_date_is_valid(text):
    for published in (None, date(2012, 8, 29)):
        for when in whens_of(text, published):
            if when.edtf is not None:
                period_days(when.edtf)


@given(day=DAYS, write=st.sampled_from(FORMATS), at=st.integers(0, 60))
def test_a_mark_without_width_changes_nothing(day, write, at):
    text = write(day)
    at = min(at, len(text))
    # Between a stop or a hyphen and a digit a mark parts the numbers: there nothing joins them.
    assume(at == 0 or text[at - 1] not in ".-")
    marked = text[:at] + "\u200f" + text[at:]
    assert [when.edtf for when in whens_of(marked)] == [day.isoformat()]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("30 days", 30),
        ("in 30 days", 30),
        ("two weeks", 14),
        ("over the past two weeks", 14),
        ("48 hours", 2),
        ("36 hours", None),
        ("18 months", None),
        ("two years", None),
        ("a few days", None),
        ("خلال ثلاثة أيام", 3),
        ("يومين", 2),
        ("أسبوعين", 14),
        ("شهر", None),
        ("18 شهرا", None),
        ("no length at all", None),
    ],
)
def test_days_of_a_length_in_words(words, days):
    assert days_of_words(words) == days


@pytest.mark.parametrize(
    ("edtf", "days"),
    [
        (None, (None, None)),
        ("2012-08-23", (date(2012, 8, 23), date(2012, 8, 23))),
        ("2012-02", (date(2012, 2, 1), date(2012, 2, 29))),
        ("2012", (date(2012, 1, 1), date(2012, 12, 31))),
        ("2012-05/2012-06", (date(2012, 5, 1), date(2012, 6, 30))),
        ("2011-03/..", (date(2011, 3, 1), None)),
        ("../2012-05-04", (None, date(2012, 5, 4))),
        ("XXXX-08-23", (None, None)),
    ],
)
def test_days_of_a_period(edtf, days):
    assert period_days(edtf) == days


@pytest.mark.parametrize("edtf", ["2012-13", "soon", "2012-05/2012-03", "2012-05-03/2012-05-01"])
def test_what_is_no_period_is_refused(edtf):
    with pytest.raises(FieldError):
        period_days(edtf)
