"""Families of phrasing: a fact of a body as many hands put it, and what is near it and none."""

import pytest
from affairs_read import told

from tawthiq.statements import Change, Gathering, Membership, Organisation

HOLDER = [
    "Quarry Shield Brigade - Captain Adnan Fares, commander",
    "The Quarry Shield Brigade has a new commander, Adnan Fares.",
    "The Quarry Shield Brigade left the talks. Its commander, Adnan Fares, gave no reason.",
]


@pytest.mark.parametrize("text", HOLDER)
def test_who_leads_a_body_is_told_beside_its_name(text):
    assert ("Adnan Fares", "Quarry Shield Brigade", "leads") in told(
        text, Membership, "member", "whole", "relation"
    )


def test_its_is_the_body_with_which_the_sentence_before_begins():
    text = (
        "The Hill Brigade put a post on the roof, the Valley Records Office reports. "
        "Its commander, Major Jihad Zein, denies this."
    )
    assert told(text, Membership, "member", "whole") == [("Jihad Zein", "Hill Brigade")]


@pytest.mark.parametrize(
    ("heading", "relation"),
    [("Popular Committee of Nawa", "member of"), ("Local Council of Nawa", "sits on")],
)
def test_who_is_present_sits_on_a_council_and_is_a_member_of_a_committee(heading, relation):
    present = "Present: Samer Naasan, Rima Barazi (secretary)."
    text = f"{heading}\nMinutes of 13 January 2012\n\n{present}\n"
    assert set(told(text, Membership, "whole", "relation")) == {(heading, relation)}


@pytest.mark.parametrize(
    "text",
    [
        "Amal Qaddour is treasurer from today.",
        "Written by: Amal Qaddour, treasurer",
    ],
)
def test_an_office_without_a_body_is_of_the_body_whose_text_it_is(text):
    whole = f"Relief Committee of Nawa\n13 January 2012\n\n{text}\n"
    assert ("Amal Qaddour", "Relief Committee of Nawa") in told(
        whole, Membership, "member", "whole"
    )


@pytest.mark.parametrize(
    ("text", "member", "whole", "relation"),
    [
        ("وقال بسام خوري من لجنة المفقودين إن القائمة ناقصة.", "بسام خوري", "لجنة المفقودين",
         "member of"),
        ("للسيد أنس جابري مقعد في هيئة المصالحة.", "أنس جابري", "هيئة المصالحة", "sits on"),
        ("وقع المحامي أيهم درويش، عضو مجلس الأعيان.", "أيهم درويش", "مجلس الأعيان", "member of"),
    ],
)  # fmt: skip
def test_arabic_sentences_tell_of_members_in_passing(text, member, whole, relation):
    assert (member, whole, relation) in told(text, Membership, "member", "whole", "relation")


@pytest.mark.parametrize(
    "text",
    [
        "تسلم بسام خوري من لجنة المفقودين عشر سلال.",
        "Amal Qaddour is not treasurer.",
        "Is Amal Qaddour treasurer from today?",
    ],
)
def test_what_is_received_denied_or_asked_makes_no_member(text):
    assert told(f"لجنة السوق\n\n{text}\n", Membership, "member") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("لجنة الفانوس شبكة متطوعين توثق الاعتقالات.", "لجنة الفانوس"),
        ("كتيبة الأرز مجموعة مسلحة من ستين رجلا.", "كتيبة الأرز"),
        ("يسمي الناس مديرية الإغاثة «المستودع».", "مديرية الإغاثة"),
        ("لواء الوادي الثاني (ويعرف محليا باسم «الرعاة») يسيطر على التلة.", "لواء الوادي الثاني"),
    ],
)
def test_an_arabic_sentence_without_a_verb_says_what_a_body_is(text, name):
    assert told(text, Organisation, "name_ar") == [name]


def test_another_name_need_be_no_name_that_is_known():
    found = told("The Rivers Coalition, better known as Nahrain, was silent.", Organisation,
                 "name", "aliases")  # fmt: skip
    assert found == [("Rivers Coalition", ("Nahrain",))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Barada Research Forum met. The Forum, which is registered in Cyprus, has 20 members.",
         "Barada Research Forum"),
        ("The Civil Records Institute wrote. The Institute is an archive founded in 2009.",
         "Civil Records Institute"),
    ],
)  # fmt: skip
def test_what_is_told_of_the_forum_is_told_of_the_body_of_that_noun(text, name):
    assert name in told(text, Organisation, "name")


def test_two_bodies_beside_each_other_are_not_one_said_of_the_other():
    assert told("لجنة الفانوس ولجنة السوق اجتمعتا أمس.", Organisation, "name_ar") == []


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Since Monday the Orchard Office has been called the Orchard Directorate.",
         ("Orchard Office",), ("Orchard Directorate",)),
        ("مكتب الشباب (لجنة الشباب سابقا) انتقل الأسبوع الماضي.",
         ("لجنة الشباب",), ("مكتب الشباب",)),
        ("صدر مرسوم بحل القيادة الشرقية.", ("القيادة الشرقية",), ()),
        ("تم حل لجنة النظافة.", ("لجنة النظافة",), ()),
        ("On Tuesday the council split the Services Bureau into a Water Bureau and a Power Bureau.",
         ("Services Bureau",), ("Water Bureau", "Power Bureau")),
        ("The Cedar Battalion has ceased to exist.", ("Cedar Battalion",), ()),
    ],
)  # fmt: skip
def test_a_change_is_told_in_passing(text, before, after):
    assert told(text, Change, "before", "after") == [(before, after)]


@pytest.mark.parametrize(
    "text",
    [
        'The Dairy League has started "A cup a day".',
        "أطلقت الجمعية «كوب كل يوم».",
        "The hospital was closed on Monday.",
        "The Well Network opened the campaign on Monday.",
        "تنسيقية السلام ما انحلت.",
    ],
)
def test_no_body_comes_or_goes_with_a_campaign_a_closed_house_or_a_denial(text):
    assert told(text, Change, "kind") == []


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("يواصل معلمو القامشلي إضرابهم عن العمل منذ الأحد.", "strike", "القامشلي"),
        ("عقد المزارعون اجتماعهم العام الأول في طفس في 4 أيار.", "meeting", "طفس"),
        ("Students boycotted classes in Aleppo for a third day.", "strike", "Aleppo"),
        ("Women sat for two hours on the steps of the town hall in Jasim.", "sit-in", "Jasim"),
    ],
)
def test_gatherings_in_more_words(text, kind, place):
    assert told(text, Gathering, "kind", "place") == [(kind, place)]


@pytest.mark.parametrize(
    "text",
    [
        "Three members have walked out of the Manbij Town Council.",
        "We sit in the old post office of Kafr Nabl.",
    ],
)
def test_leaving_a_council_or_having_an_office_is_no_gathering(text):
    assert told(text, Gathering, "kind") == []
