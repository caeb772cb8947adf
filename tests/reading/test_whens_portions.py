"""Dates of events, portions of years and months, and lengths with their ends."""

from datetime import date

import pytest

from tawthiq.reading.model import Segment, Text, When
from tawthiq.reading.tokens import sentences
from tawthiq.reading.where_when.whens import find_whens

PUBLISHED = date(2013, 9, 20)


def whens_of(text: str) -> list[When]:
    whole = Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),))
    found = find_whens(list(sentences(whole)), PUBLISHED)
    return [one for here in found.values() for one in here]


EVENTS = [
    ("since the outbreak of the anti-regime revolt in March 2011", "2011-03/.."),
    ("since the conflict began in December 2012", "2012-12/.."),
    ("since the fighting broke out (May 2012)", "2012-05/.."),
    ("منذ اندلاع الانتفاضة في مارس 2011", "2011-03/.."),
    ('منذ اندلاع "الانتفاضة" ضد الحكومة في مارس / آذار 2011', "2011-03/.."),
    ("منذ بدأت القوات إطلاق الرصاص على محتجين في مارس 2011", "2011-03/.."),
    ("منذ اندلاعه في 2011", "2011/.."),
    ("since mid-2012", "2012-06/.."),
]


@pytest.mark.parametrize(("words", "edtf"), EVENTS)
def test_since_an_event_is_since_its_date(words, edtf):
    (when,) = whens_of(f"40 {words}.")
    assert (when.kind, when.edtf, when.words) == ("period", edtf, words)


PORTIONS = [
    ("in the first six months of 2012", "2012-01/2012-06", "stated"),
    ("in the first six months of this year", "2013-01/2013-06", "inferred"),
    ("in the last three months of 2012", "2012-10/2012-12", "stated"),
    ("in the first half of last year", "2012-01/2012-06", "inferred"),
    ("in the first two weeks of May 2012", "2012-05-01/2012-05-14", "stated"),
    ("خلال الأشهر الستة الأولى من عام 2012", "2012-01/2012-06", "stated"),
    ("خلال الأشهر الـ6 الأولى من عام 2012", "2012-01/2012-06", "stated"),
    ("خلال النصف الأول من العام الجاري", "2013-01/2013-06", "inferred"),
    ("خلال الثلاثة أشهر الماضية", "2013-06-20/2013-09-20", "inferred"),
    ("خلال الساعات الأربع والعشرين الماضية", "2013-09-19/2013-09-20", "inferred"),
]


@pytest.mark.parametrize(("words", "edtf", "basis"), PORTIONS)
def test_a_portion_of_a_year_or_month_is_its_days(words, edtf, basis):
    (when,) = whens_of(f"40 {words}.")
    assert (when.kind, when.edtf, when.basis) == ("period", edtf, basis)


def test_a_length_with_its_ends_is_from_one_to_the_other():
    (when,) = whens_of(
        "خلال الـ14 شهرا الفائتة، منذ بدء الضربات فجر 5 أيار 2012 وحتى فجر أمس (7 تموز 2013)."
    )
    assert (when.edtf, when.basis) == ("2012-05-05/2013-07-07", "stated")


def test_by_the_middle_of_a_year_is_by_its_june():
    (when,) = whens_of("40 as of mid-2012.")
    assert (when.kind, when.edtf) == ("as of", "2012-06")


@pytest.mark.parametrize("words", ["on both days", "that month", "في اليوم نفسه"])
def test_a_time_that_points_back_has_words_and_no_date(words):
    (when,) = whens_of(f"40 {words}.")
    assert (when.edtf, when.kind) == (None, "period")


def test_a_dateline_with_its_town_is_no_time_though_it_lacks_the_year():
    assert whens_of("Aleppo, 7 May - 40 arrived.") == []
