"""Places by the country of their text, sides of countries, and words that only look like places."""

import pytest

from tawthiq.fields import Gazetteer
from tawthiq.reading.model import PlaceMention, Segment, Text
from tawthiq.reading.tokens import sentences
from tawthiq.reading.where_when.places import find_all_places

GAZETTEER = Gazetteer.default()


def places_of(text: str) -> list[PlaceMention]:
    whole = Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),))
    found = find_all_places(list(sentences(whole)), GAZETTEER)
    return [one for here in found.values() for one in here]


SIDES = [
    ("Thirteen were killed in South Sudan.", "South Sudan"),
    ("Thirteen were killed in eastern DRC.", "eastern DRC"),
    ("Thirteen were killed in northern Syria.", "northern Syria"),
    ("قتل 13 شخصا في شمال سوريا.", "شمال سوريا"),
    ("قتل 13 شخصا في جنوب السودان.", "جنوب السودان"),
    ("Thirteen were killed in the Gaza Strip.", "Gaza Strip"),
]


@pytest.mark.parametrize(("text", "words"), SIDES)
def test_a_side_belongs_to_the_name_of_its_country(text, words):
    assert [one.words for one in places_of(text)] == [words]


NO_PLACES = [
    "قال الرئيس بشار إن 12 قتلوا.",
    "قتلت قوات بشار 12 شخصا.",
    "سقط 12 شخصا على طرف الطريق.",
    "الوثيقة (ورقة 1) وصور القتلى.",
    "نشر موقع «شام تايمز» الخبر.",
    "Colonel Jordan Hale spoke.",
]


@pytest.mark.parametrize("text", NO_PLACES)
def test_names_of_persons_and_everyday_words_are_no_places(text):
    assert places_of(text) == []


@pytest.mark.parametrize(
    ("text", "words", "place_id"),
    [
        ("قتل 9 في منطقة بمدينة حلب.", "حلب", "sy-aleppo-aleppo"),
        ("قتل 9 في منطقة بحلب.", "حلب", "sy-aleppo"),
        ("قتل 9 بمدينة حلب شمال سوريا.", "حلب", "sy-aleppo-aleppo"),
        ("قتل 9 في قرية مرّان القريبة من مدينة معرة النعمان.", "مرّان", None),
        ("قتل 9 في مرّان بريف حماة.", "مرّان", None),
        ("قتل 9 في مساكن مرّان.", "مساكن مرّان", None),
        ("قتل 9 في مخيم عشوائي للنازحين قرب حماة.", "حماة", "sy-hama"),
        ("قتل 9 في قرية طرف بريف حمص.", "طرف", None),
        ("Deliveries to Marran, where 9 live, stopped.", "Marran", None),
    ],
)
def test_the_finest_place_stands_without_what_is_glued_or_near(text, words, place_id):
    assert [(one.words, one.place_id) for one in places_of(text)] == [(words, place_id)]


def test_of_namesakes_the_one_in_the_country_of_the_text_is_meant():
    """Tripoli is a town of Libya and of Lebanon."""
    lebanon, libya = (
        places_of(f"Clashes spread in {town} and in Tripoli.")[-1].place_id
        for town in ("Baalbek", "Benghazi")
    )
    assert (lebanon or "").startswith("lb-")
    assert (libya or "").startswith("ly-")
