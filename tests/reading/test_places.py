"""Places of a sentence in English and Arabic, with the built-in gazetteer."""

import pytest

from tawthiq.fields import Gazetteer
from tawthiq.reading.model import Segment, Text
from tawthiq.reading.tokens import sentences
from tawthiq.reading.where_when.places import find_places

GAZETTEER = Gazetteer.default()


def places_of(text: str):
    whole = Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),))
    return [place for one in sentences(whole) for place in find_places(one, GAZETTEER)]


ONE_PLACE = [
    ("Twelve people were killed in Homs.", "Homs", "sy-homs"),
    ("Twelve people were killed in Talbiseh.", "Talbiseh", "sy-homs-talbiseh"),
    ("Twelve people were killed in Talbiseh, Homs.", "Talbiseh", "sy-homs-talbiseh"),
    ("Twelve people were killed in Talbiseh in northern Homs.", "Talbiseh", "sy-homs-talbiseh"),
    ("Twelve people were killed in Talbiseh (Homs).", "Talbiseh", "sy-homs-talbiseh"),
    ("Twelve people were killed in the town of Talbiseh.", "Talbiseh", "sy-homs-talbiseh"),
    ("Twelve were killed in the town of Talbiseh in rural Homs.", "Talbiseh", "sy-homs-talbiseh"),
    ("Twelve people were killed near al-Rastan.", "al-Rastan", "sy-homs-ar-rastan"),
    ("Twelve people were killed in Aleppo governorate.", "Aleppo", "sy-aleppo"),
    ("Twelve people were killed in the province of Aleppo.", "Aleppo", "sy-aleppo"),
    ("Twelve people were killed in Aleppo city.", "Aleppo", "sy-aleppo-aleppo"),
    ("Twelve people were killed in the city of Aleppo.", "Aleppo", "sy-aleppo-aleppo"),
    ("Twelve people were killed in Rif Dimashq.", "Rif Dimashq", "sy-rif-dimashq"),
    ("Twelve people were killed in rural Damascus.", "rural Damascus", "sy-rif-dimashq"),
    ("Twelve people were killed in Homs countryside.", "Homs countryside", "sy-homs"),
    ("Twelve people were killed in Deir ez-Zor.", "Deir ez-Zor", "sy-deir-ez-zor"),
    ("Twelve people were killed in the Khalidiya neighbourhood.", "Khalidiya", None),
    ("Twelve were killed in the Khalidiya neighbourhood of Homs.", "Khalidiya", None),
    ("Twelve people were killed in the Sukkari district of Aleppo.", "Sukkari", None),
    ("Twelve people were killed in Wadi Marran.", "Wadi Marran", None),
    ("Twelve people were killed near Tell Marran.", "Tell Marran", None),
    ("Twelve people were killed in the village of Marran.", "Marran", None),
    ("Twelve thousand are refugees in Turkey.", "Turkey", None),
    ("Trucks reached Talbiseh.", "Talbiseh", "sy-homs-talbiseh"),
    ("Talbiseh: three martyrs.", "Talbiseh", "sy-homs-talbiseh"),
    ("Homs has buried twelve people.", "Homs", "sy-homs"),
    ("Homs's hospitals received twelve people.", "Homs", "sy-homs"),
    ("In Homs twelve people were killed.", "Homs", "sy-homs"),
    ("Shelling from Hama killed twelve.", "Hama", "sy-hama"),
    ("Twelve were killed at Aleppo University.", "Aleppo", "sy-aleppo"),
    ("Fighting in eastern Aleppo killed twelve.", "Aleppo", "sy-aleppo"),
    ("قتل 12 شخصا في حمص", "حمص", "sy-homs"),
    ("قتل 12 شخصا بحمص", "حمص", "sy-homs"),
    ("قتل 12 شخصا في تلبيسة", "تلبيسة", "sy-homs-talbiseh"),
    ("قتل 12 شخصا في بلدة تلبيسة", "تلبيسة", "sy-homs-talbiseh"),
    ("قتل 12 شخصا في تلبيسة بريف حمص", "تلبيسة", "sy-homs-talbiseh"),
    ("قتل 12 شخصا في بلدة تلبيسة بريف حمص الشمالي", "تلبيسة", "sy-homs-talbiseh"),
    ("قتل 12 شخصا في بلدة تلبيسة في ريف حمص الشمالي", "تلبيسة", "sy-homs-talbiseh"),
    ("قتل 12 شخصا في محافظة حلب", "حلب", "sy-aleppo"),
    ("قتل 12 شخصا في مدينة حلب", "حلب", "sy-aleppo-aleppo"),
    ("قتل 12 شخصا في ريف دمشق", "ريف دمشق", "sy-rif-dimashq"),
    ("قتل 12 شخصا بريف حماة", "ريف حماة", "sy-hama"),
    ("قتل 12 شخصا في ريف حلب الشمالي", "ريف حلب", "sy-aleppo"),
    ("قتل 12 شخصا في دير الزور", "دير الزور", "sy-deir-ez-zor"),
    ("قتل 12 شخصا بدير الزور", "دير الزور", "sy-deir-ez-zor"),
    ("قتل 12 شخصا في حي الخالدية", "الخالدية", None),
    ("قتل 12 شخصا في حي الخالدية بحمص", "الخالدية", None),
    ("قتل 12 شخصا في حي باب السباع", "باب السباع", None),
    ("قتل 12 شخصا في بلدة مران", "مران", None),
    ("قتل 12 شخصا في قرية تل مران بريف حماة", "تل مران", None),
    ("قتل 12 شخصا في مدينة الباب", "الباب", "sy-aleppo-al-bab"),
    ("قتل 12 شخصا في مخيم اليرموك", "اليرموك", "sy-damascus-al-yarmuk"),
    ("قتل 12 شخصا في جسر الشغور", "جسر الشغور", "sy-idlib-jisr-ash-shughur"),
    ("لجأ 12 ألفا إلى تركيا", "تركيا", None),
    ("حمص: 12 شهيدا", "حمص", "sy-homs"),
    ("تلبيسة: ثلاثة شهداء", "تلبيسة", "sy-homs-talbiseh"),
    ("قتل 12 شخصا جنوب دمشق", "دمشق", "sy-damascus"),
    ("وصلت الشاحنات إلى الرستن", "الرستن", None),
]


@pytest.mark.parametrize(("text", "words", "place_id"), ONE_PLACE)
def test_a_place_is_given_at_its_finest(text, words, place_id):
    (place,) = places_of(text)
    assert place.words == words
    if place_id is not None:
        assert place.place_id == place_id


LISTS = [
    ("Forty died in Homs, Hama and Idlib.", ["Homs", "Hama", "Idlib"]),
    ("Forty died in Homs and in Talbiseh.", ["Homs", "Talbiseh"]),
    ("Of forty, ten died in Aleppo and six in Daraa.", ["Aleppo", "Daraa"]),
    ("Refugees fled to Turkey and Lebanon.", ["Turkey", "Lebanon"]),
    ("قتل أربعون في حمص وحماة وإدلب", ["حمص", "حماة", "إدلب"]),
    ("في محافظات حمص وحماة وإدلب", ["حمص", "حماة", "إدلب"]),
    ("حمص: 12، حماة: 3، درعا: 5", ["حمص", "حماة", "درعا"]),
    ("قتل عشرة في حلب وستة في درعا", ["حلب", "درعا"]),
    ("في حي الخالدية بحمص وبلدة كفر زيتا بريف حماة", ["الخالدية", "كفر زيتا"]),
]


@pytest.mark.parametrize(("text", "words"), LISTS)
def test_places_of_a_list_stay_apart(text, words):
    assert [place.words for place in places_of(text)] == words


NO_PLACES = [
    "The Aleppo Media Center said twelve were killed.",
    "The Homs Revolution Council said twelve were killed.",
    "The Free Homs Brigade denied it.",
    "Salim Homsi said twelve were killed.",
    "Sheikh Hama said twelve were killed.",
    "The Damascus Declaration was signed by twelve.",
    "HOMS, 5 May 2012 – Twelve people were killed.",
    "In May twelve people were killed.",
    "In Ramadan twelve people were killed.",
    "On Friday twelve people were killed.",
    "In Arabic the word is the same.",
    "In Resolution 2042 the council demanded it.",
    "At Reuters nobody answered.",
    "He is a reader of the Media.",
    "The town buried twelve people.",
    "أعلن مركز حلب الإعلامي عن مقتل 12",
    "قالت تنسيقية دوما إن 12 قتلوا",
    "قال سليم الحلبي إن 12 قتلوا",
    "قتل 12 شخصا في المدينة",
    "وقف عند الباب",
    "نفى لواء حلب ذلك",
    "في حي سكني",
    "في هذه الثورة",
    "قتل جاسم الحداد",
    "في السجن 12 شخصا",
]


@pytest.mark.parametrize("text", NO_PLACES)
def test_names_of_bodies_persons_and_everyday_words_give_no_place(text):
    assert places_of(text) == []


def test_the_tokens_are_those_of_the_whole_mention():
    text = "Twelve were killed in the town of Talbiseh in rural Homs on Friday."
    whole = Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),))
    (sentence,) = sentences(whole)
    (place,) = find_places(sentence, GAZETTEER)
    first, last = sentence.words(place.first, place.last)
    assert text[first:last] == "town of Talbiseh in rural Homs"


def test_an_everyday_word_is_a_place_beside_the_one_it_lies_in():
    (place,) = places_of("قتل 12 شخصا في الباب بريف حلب")
    assert place.words == "الباب"


def test_marks_without_width_and_tatweel_change_nothing():
    plain = places_of("قتل 12 شخصا في تلبيسة بريف حمص")
    marked = places_of("قتل 12 شخصا في تلبيـــسة بر\u200dيف حم\u200fص")
    assert [place.place_id for place in marked] == [place.place_id for place in plain]


def test_a_gazetteer_of_the_users_own_is_heeded():
    rows = (
        "id,level,parent,name_en,name_ar,lat,lon,alternates\n"
        "xx-marran,governorate,,Marran,مران,,,\n"
    )
    own = Gazetteer.from_csv(rows.encode())
    text = "Twelve were killed in Marran."
    whole = Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),))
    (sentence,) = sentences(whole)
    assert [place.place_id for place in find_places(sentence, own)] == ["xx-marran"]
