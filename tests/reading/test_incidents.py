"""What happened, where, when and to whom, as a text tells it; and each incident once."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.reading.events.incidents import find_incidents
from tawthiq.reading.model import PlaceMention, Segment, Text, When
from tawthiq.reading.tokens import sentences

DOCUMENT = "ab" * 32
PLACE = re.compile("[بلو]?(?:Daraya|Homs|Aleppo|Houla|Duma|داريا|حمص|حلب|الحولة|دوما)")
DATE = re.compile("2012")


def places_and_dates(found):
    """Places and years as single tokens: what other steps find is not tested here."""
    places, whens = {}, {}
    for one in found:
        for at, token in enumerate(one.tokens):
            if PLACE.fullmatch(token.raw):
                mention = PlaceMention(first=at, last=at + 1, words=token.raw)
                places.setdefault(one.index, []).append(mention)
            if DATE.fullmatch(token.raw):
                when = When(first=at, last=at + 1, kind="day", edtf=token.raw, words=token.raw)
                whens.setdefault(one.index, []).append(when)
    return whens, places


def told(words):
    text = Text(text=words, segments=(Segment(start=0, stop=len(words), role="article"),))
    found = list(sentences(text))
    whens, places = places_and_dates(found)
    return find_incidents(text, found, whens, places, DOCUMENT)


def kinds(words):
    return [(one.kind, one.place) for one in told(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A massacre took place in Daraya.", [("massacre", "Daraya")]),
        ("Government forces shelled Homs.", [("shelling", "Homs")]),
        ("The bombardment of Homs went on.", [("shelling", "Homs")]),
        ("An air strike hit a bakery in Aleppo.", [("air strike", "Aleppo")]),
        ("Barrel bombs fell on Aleppo.", [("air strike", "Aleppo")]),
        ("A car bomb went off in Homs.", [("bombing", "Homs")]),
        ("Three explosions were heard in Aleppo.", [("explosion", "Aleppo")]),
        ("Rebels ambushed a convoy near Duma.", [("ambush", "Duma")]),
        ("Clashes broke out in Duma.", [("clashes", "Duma")]),
        ("Security forces stormed Daraya.", [("raid", "Daraya")]),
        ("An arrest campaign swept Daraya.", [("arrests", "Daraya")]),
        ("Troops laid siege to Homs.", [("siege", "Homs")]),
        ("Five men were executed in Houla.", [("execution", "Houla")]),
        ("Gunmen kidnapped a doctor in Aleppo.", [("kidnapping", "Aleppo")]),
        ("A child was hit by sniper fire in Duma.", [("sniper fire", "Duma")]),
        ("A chemical attack struck Duma.", [("chemical attack", "Duma")]),
        ("The police opened fire in Homs.", [("shooting", "Homs")]),
        ("A judge was assassinated in Aleppo.", [("assassination", "Aleppo")]),
        ("A demonstration of thousands filled Homs.", [("demonstration", "Homs")]),
        ("Shops in Homs were looted.", [("looting", "Homs")]),
        ("Homs was shelled, and clashes broke out in Duma.",
         [("shelling", "Homs"), ("clashes", "Duma")]),
        ("An explosion of prices hit Homs.", []),
        ("The execution of the plan began in Homs.", []),
        ("The shelling goes on and nobody counts.", []),
        ("They live in Homs and work in Duma.", []),
        ("وقعت مجزرة في داريا.", [("massacre", "داريا")]),
        ("قصفت قوات النظام حمص.", [("shelling", "حمص")]),
        ("استمر القصف على حمص.", [("shelling", "حمص")]),
        ("شنت الطائرات غارة جوية على حلب.", [("air strike", "حلب")]),
        ("سقطت براميل متفجرة على حلب.", [("air strike", "حلب")]),
        ("انفجرت سيارة مفخخة في حمص.", [("bombing", "حمص")]),
        ("وقع انفجار في حلب.", [("explosion", "حلب")]),
        ("نصب الثوار كمينا قرب دوما.", [("ambush", "دوما")]),
        ("اندلعت اشتباكات عنيفة في دوما.", [("clashes", "دوما")]),
        ("اقتحمت قوات الأمن داريا.", [("raid", "داريا")]),
        ("شنت قوات الأمن حملة اعتقالات في داريا.", [("arrests", "داريا")]),
        ("يستمر الحصار على حمص.", []),
        ("أعدم خمسة رجال ميدانيا في الحولة.", [("execution", "الحولة")]),
        ("خطف طبيب في حلب.", [("kidnapping", "حلب")]),
        ("أصيب طفل برصاص قناص في دوما.", [("sniper fire", "دوما")]),
        ("وقع هجوم كيماوي في دوما.", [("chemical attack", "دوما")]),
        ("أطلقت قوات الأمن النار، وفتحت النار في حمص.", [("shooting", "حمص")]),
        ("اغتيل قاض في حلب.", [("assassination", "حلب")]),
        ("خرجت مظاهرة حاشدة في حمص.", [("demonstration", "حمص")]),
        ("انفجار الأسعار في حمص أرهق الناس.", []),
        ("القصف مستمر ولا أحد يحصي.", []),
        ("يعيشون في حمص ويعملون في دوما.", []),
        ("وصل وفد إلى حمص فجر أمس.", []),
    ],
)  # fmt: skip
def test_what_happened_and_where(words, expected):
    assert kinds(words) == expected


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("Shelling of the market in Homs killed two.", "the market"),
        ("An air strike on a bakery in Aleppo killed two.", "a bakery"),
        ("Government forces shelled the old market in Homs.", "the old market"),
        ("The field hospital in Homs was shelled.", "The field hospital"),
        ("A massacre took place in Daraya.", None),
        ("The shelling of Homs went on.", None),
        ("قصف السوق في حمص أوقع قتيلين.", "السوق"),
        ("غارة على مخبز في حلب.", "مخبز"),
        ("وقعت مجزرة في داريا.", None),
    ],
)
def test_whom_or_what_it_struck(words, target):
    assert [one.target for one in told(words)] == [target]


def test_an_incident_told_again_is_proposed_once_where_it_is_first_told():
    words = "A massacre took place in Daraya in 2012. The massacre in Daraya shook everybody."
    (one,) = told(words)
    assert (one.start, one.when, one.place) == (2, "2012", "Daraya")


def test_another_place_or_another_date_is_another_incident():
    assert len(told("A massacre in Daraya in 2012. A massacre in Houla in 2012.")) == 2
    assert kinds("A massacre in Homs. Shelling in Homs.") == [
        ("massacre", "Homs"),
        ("shelling", "Homs"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "The attack was heavy, a doctor in Homs said.",  # known already, and placed elsewhere
        "Envoys came to prevent a massacre in Homs.",
        "Homs has lived under siege.",
        "خشية وقوع مجزرة في حمص خرج الناس.",
        "بعد وقف إطلاق النار في حمص عاد الناس.",
    ],
)
def test_what_did_not_come_about_or_is_known_already_is_no_incident(words):
    assert told(words) == []


def test_what_a_sentence_goes_on_to_tell_of_one_incident_is_no_other():
    (one,) = told("An air strike in Homs targeted the market.")
    assert (one.kind, one.quote) == ("air strike", "air strike")


def test_what_is_glued_to_the_word_is_no_part_of_it():
    (one,) = told("تعرضت حمص لقصف عنيف.")
    assert one.quote == "قصف"


def test_a_date_alone_is_enough():
    (one,) = told("In 2012 a massacre was committed.")
    assert (one.when, one.place) == ("2012", None)


def test_a_running_total_dates_no_incident():
    words = "As of 2012 the massacre had no witnesses."
    text = Text(text=words, segments=(Segment(start=0, stop=len(words), role="article"),))
    found = list(sentences(text))
    whens = {0: [When(first=2, last=3, kind="as of", edtf="2012", words="2012")]}
    assert find_incidents(text, found, whens, {}, DOCUMENT) == []


def test_users_own_kinds_are_heeded(tmp_path):
    (tmp_path / "incidents.toml").write_text('[flooding]\nen = ["dam breach"]\n', "utf-8")
    words = "The dam breach near Homs drowned two."
    text = Text(text=words, segments=(Segment(start=0, stop=len(words), role="article"),))
    found = list(sentences(text))
    whens, places = places_and_dates(found)
    (one,) = find_incidents(text, found, whens, places, DOCUMENT, tmp_path)
    assert one.kind == "flooding"


@given(
    st.lists(
        st.sampled_from(
            ["massacre", "shelling", "in", "of", "the", "Homs", "2012", ".", ",", "قصف", "على",
             "حمص", "مجزرة", "في", "was shelled", "والسوق", "ed", "bombed"]
        ),
        max_size=25,
    )
)  # fmt: skip
def test_spans_hold_their_quotes_and_ids_differ(pieces):
    words = " ".join(pieces)
    found = told(words)
    assert all(words[one.start : one.end] == one.quote for one in found)
    assert len({one.id for one in found}) == len(found)
    assert all(one.place is not None or one.when is not None for one in found)
