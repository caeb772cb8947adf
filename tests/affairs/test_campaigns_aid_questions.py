"""Campaigns and gatherings, aid, questions and works."""

from datetime import date

import pytest
from saying import said, view

from tawthiq.affairs import View, overview_of, page_of
from tawthiq.fields import Gazetteer

PLACES = b"""id,level,parent,name_en,name_ar,lat,lon,alternates
xx-rih,governorate,,Rih,\xd8\xb1\xd9\x8a\xd8\xad,34.5,36.9,
xx-rih-wadi,town,xx-rih,Wadi,\xd9\x88\xd8\xa7\xd8\xaf\xd9\x8a,34.6,36.8,
"""
CAMPAIGN = said(
    "campaign", key="week", name="Week of dignity", name_ar="أسبوع الكرامة", since="2012-12-10",
    until="2012-12-16", slogans=("one people",), slogans_ar=("شعب واحد",), organisers=("Union",),
)  # fmt: skip


def table(page, code):
    return next(one for one in page.tables if one.code == code)


def test_a_campaign_has_a_calendar_and_a_map_and_every_source_its_number():
    shown = view(
        CAMPAIGN,
        said("gathering", campaign="week", kind="strike", place="Wadi", when="2012-12-11",
             number_low=200, number_high=300, symbols=("green banners",)),
        said("gathering", by="ministry", campaign="أسبوع الكرامة", place="Wadi", when="2012-12-11",
             number_low=20, number_high=20),
        said("gathering", campaign="week", place="Nowhere known", when="2012-12-12"),
    )  # fmt: skip
    mapped = View(affairs=shown.affairs, gazetteer=Gazetteer.from_csv(PLACES))
    page = page_of(mapped, mapped.affairs.thing("week"))
    rows = table(page, "gatherings").rows
    assert [row[3] for row in rows] == ["200–300", "20", ""]
    calendar, spots = page.charts
    assert [one.first for one in calendar.spots] == [date(2012, 12, 11)] * 2 + [date(2012, 12, 12)]
    assert {(one.label, one.lat) for one in spots.spots} == {("Wadi", 34.6)}


def test_slogans_stand_in_the_language_of_the_page_and_in_the_other_where_there_is_one_only():
    for language, first in (("en", "one people"), ("ar", "شعب واحد")):
        page = overview_of(view(CAMPAIGN, language=language), "campaign")
        assert table(page, "campaigns").rows[0][2] == first
    only = said("campaign", key="x", name="X", slogans_ar=("شعب واحد",))
    assert table(overview_of(view(only), "campaign"), "campaigns").rows[0][2] == "شعب واحد"


def test_as_of_a_day_only_campaigns_of_that_day_are_listed():
    later = view(CAMPAIGN, on=date(2012, 12, 20))
    assert table(overview_of(later, "campaign"), "campaigns").rows == ()


AID = (
    said("aid", key="flour", name="Flour for Wadi", state="pledged", giver="Relief office",
         receiver="Wadi", amount_low=100, amount_high=100, unit="tonnes", when="2012-08"),
    said("aid", state="delivered", pledge="flour", amount_low=70, amount_high=70, unit="tonnes"),
    said("aid", by="committee", state="diverted", pledge="flour", diverted_by="Falcons",
         amount_low=30, amount_high=30, unit="tonnes"),
    said("aid", by="ministry", state="diverted", pledge="flour", diverted_by="Falcons",
         stance="denies"),
)  # fmt: skip


def test_aid_keeps_the_accuser_and_the_denial():
    shown = view(*AID)
    page = page_of(shown, shown.affairs.thing("flour"))
    rows = table(page, "what-answers-it").rows
    assert [(row[7].text, row[9], row[10]) for row in rows] == [
        ("", "Rih Observatory", "asserts"),
        ("Falcons", "Local committee of Wadi", "asserts"),
        ("Falcons", "Ministry of the Interior", "denies"),
    ]
    assert [one.code for one in overview_of(shown, "aid").tables] == [
        "pledged", "delivered", "diverted",
    ]  # fmt: skip
    assert not shown.affairs.doubts()


@pytest.mark.parametrize(("unit", "flagged"), [("tonnes", True), ("USD", False), (None, False)])
def test_more_delivered_than_pledged_is_flagged_in_one_unit_only(unit, flagged):
    more = said("aid", state="delivered", pledge="flour", amount_low=80, amount_high=80, unit=unit)
    found = [one.code for one in view(*AID, more).affairs.doubts("flour")]
    assert found == (["more-delivered-than-pledged"] if flagged else [])


QUESTION = said("question", key="talks", name="Should there be talks?", name_ar="هل من حوار؟")


def stand(who, answer, when=None, **fields):
    return said("stance", speaker=who, question="talks", answer=answer, when=when, **fields)


def test_the_last_answer_of_each_by_a_day_and_all_before():
    statements = (
        QUESTION,
        stand("Union", "against", "2012-01-10"),
        stand("Union", "on condition", "2012-06-10", condition="a ceasefire first"),
        stand("Party of the Mill", "for", "2012-03-01"),
        stand("Union", "for", "2013-01-01"),
    )
    answers = {}
    for day in ("2012-02-01", "2012-12-31"):
        shown = view(*statements, on=date.fromisoformat(day))
        page = page_of(shown, shown.affairs.thing("talks"))
        answers[day] = page.data["answers"]
    assert answers == {
        "2012-02-01": {"against": 1},
        "2012-12-31": {"on condition": 1, "for": 1},
    }
    assert len(table(page, "all-answers").rows) == 4


def test_two_answers_on_one_day_stand_side_by_side_and_are_flagged():
    shown = view(
        QUESTION, stand("Union", "for", "2012-01-10"), stand("Union", "against", "2012-01-10")
    )
    page = page_of(shown, shown.affairs.thing("talks"))
    assert len(table(page, "answers-by").rows) == 2
    assert [one.code for one in page.doubts] == ["two-answers-on-one-day"]


def test_texts_of_one_work_stand_together():
    shown = view(
        said("work", key="appeal", name="Appeal of the committees", name_ar="نداء اللجان"),
        said("work", version_of="appeal", language="ar"),
        said(
            "work", by="committee", version_of="نداء اللجان", language="en", translation_of="a" * 64
        ),
    )
    page = page_of(shown, shown.affairs.thing("appeal"))  # fmt: skip
    assert [row[0] for row in table(page, "texts").rows] == ["", "ar", "en"]
