"""Belonging, signing, changing and breaching as people write of them: loose frames, both languages."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.reading.affairs.words import KINDS, affair_terms
from tawthiq.reading.terms import spelt_out
from tawthiq.statements import Change, Membership, Signature, Violation

OURS = "Relief Committee of Ariha\n\n"
OURS_AR = "لجنة الإغاثة في أريحا\n\n"


@pytest.mark.parametrize(
    ("text", "member", "whole"),
    [
        ("The Farmers' Union came on board the Water Alliance.", "Farmers' Union", "Water Alliance"),
        ("The Farmers' Union has been admitted to the Water Alliance.", "Farmers' Union", "Water Alliance"),
        ("The Farmers' Union threw in its lot with the Water Alliance.", "Farmers' Union", "Water Alliance"),
        ("The Eagle Battalion fights under the banner of the Shield Brigade.", "Eagle Battalion", "Shield Brigade"),
        ("The Water Alliance welcomed the Farmers' Union as a new member.", "Farmers' Union", "Water Alliance"),
        ("One more group joined the Water Alliance this month: the Well Society.", "Well Society", "Water Alliance"),
        (OURS + "We have joined the Water Alliance.", "Relief Committee of Ariha", "Water Alliance"),
        ("The Water Alliance met. The Farmers' Union quit it in June.", "Farmers' Union", "Water Alliance"),
        ("The Farmers' Union was thrown out of the Water Alliance.", "Farmers' Union", "Water Alliance"),
        ("The Saraqib council has turned its back on the Water Alliance.", "Saraqib council", "Water Alliance"),
        ("أعلنت كتيبة النسر انضواءها تحت راية لواء الدرع.", "كتيبة النسر", "لواء الدرع"),
        ("رحّب تحالف المياه بانضمام نقابة المزارعين إليه.", "نقابة المزارعين", "تحالف المياه"),
        ("طُردت نقابة المزارعين من تحالف المياه.", "نقابة المزارعين", "تحالف المياه"),
        ("أعلنت نقابة المزارعين قبل أسبوع انسحابها من تحالف المياه.", "نقابة المزارعين", "تحالف المياه"),
        ("بايعت كتيبة النسر لواء الدرع.", "كتيبة النسر", "لواء الدرع"),
        (OURS_AR + "انضممنا أمس إلى تحالف المياه.", "لجنة الإغاثة", "تحالف المياه"),
    ],
)  # fmt: skip
def test_who_joins_or_leaves(text, member, whole):
    assert (member, whole) in told(text, Membership, "member", "whole")


@pytest.mark.parametrize(
    "text",
    [
        "The Farmers' Union applied to join the Water Alliance.",
        "The Farmers' Union refused to join the Water Alliance.",
        "The Farmers' Union will not join the Water Alliance.",
        "The Farmers' Union is not, as some wrote, part of the Water Alliance.",
        "Is the Farmers' Union part of the Water Alliance?",
        "رفضت نقابة المزارعين الانضمام إلى تحالف المياه.",
        "طلبت نقابة المزارعين الانضمام إلى تحالف المياه.",
        "نفت نقابة المزارعين انضمامها إلى تحالف المياه.",
    ],
)
def test_who_only_asks_refuses_or_is_asked_about_is_no_member(text):
    assert told(text, Membership, "member") == []


@pytest.mark.parametrize(
    ("text", "member", "relation", "whole"),
    [
        ("The new head of the Darkoush relief office is Samer Othman, a baker.", "Samer Othman", "leads", "Darkoush relief office"),
        ("Mona Shami has been put in charge of the Youth Office.", "Mona Shami", "leads", "Youth Office"),
        ("Karim Azm handed the chair of the Mill Guild to Nadim Azm.", "Nadim Azm", "leads", "Mill Guild"),
        ("Karim Azm was sacked as head of the Mill Guild.", "Karim Azm", "leads", "Mill Guild"),
        ("“We slept,” said Hill Brigade commander Abu Tariq.", "Abu Tariq", "leads", "Hill Brigade"),
        ("A spokesman for the Hill Brigade, Abu Tariq, spoke.", "Abu Tariq", "speaks for", "Hill Brigade"),
        ("The Hill Brigade came. Its commander, a soft-spoken mechanic named Riad Zeino, laughed.", "Riad Zeino", "leads", "Hill Brigade"),
        ("Lina Sawan was appointed head of the Mill Guild and succeeds Peter Azm.", "Peter Azm", "leads", "Mill Guild"),
        ("Riad Antar resigned as head of the Mill Guild. He was replaced by Nabil Attar.", "Nabil Attar", "leads", "Mill Guild"),
        (OURS + "Chair: Basil Nasser. Treasurer: Issam Hamwi.", "Issam Hamwi", "member of", "Relief Committee of Ariha"),
        (OURS + "Basil Nasser was chosen to chair the committee.", "Basil Nasser", "leads", "Relief Committee of Ariha"),
        ("In the Council of Elders we are represented by Sheikh Fawaz Nimr.", "Fawaz Nimr", "sits on", "Council of Elders"),
        ("Sheikh Fawaz Nimr will represent the town on the Council of Elders.", "Fawaz Nimr", "sits on", "Council of Elders"),
        ("صارت الآنسة رنا عودة مسؤولة مكتب الشباب.", "رنا عودة", "leads", "مكتب الشباب"),
        ("وقال مسؤول مكتب الشباب باسل ناصر إن الخبز قليل.", "باسل ناصر", "leads", "مكتب الشباب"),
        ("أُعفي المقدم كريم العظم من قيادة لواء الدرع.", "كريم العظم", "leads", "لواء الدرع"),
        (OURS_AR + "أمين الصندوق: عصام حموي.", "عصام حموي", "member of", "لجنة الإغاثة"),
        (OURS_AR + "ويمثلنا في مجلس المحافظة الأستاذ باسل ناصر.", "باسل ناصر", "sits on", "مجلس المحافظة"),
        ("رئيس المجلس المحلي في كفرنبل، خالد البكور، حضر.", "خالد البكور", "leads", "المجلس المحلي"),
    ],
)  # fmt: skip
def test_who_holds_an_office(text, member, relation, whole):
    found = told(text, Membership, "member", "relation", "whole")
    assert [one for one in found if one[0] == member and one[1] == relation and whole in one[2]]


@pytest.mark.parametrize(
    "text",
    [
        "Rana Odeh met the head of the Mill Guild on Friday.",
        "The head of the Mill Guild told Rana Odeh that the bread was bad.",
        "Who is the head of the Mill Guild, Rana Odeh?",
        "التقت رنا عودة أمس في أريحا رئيس نقابة الخبازين.",
    ],
)
def test_who_only_meets_the_holder_holds_nothing(text):
    assert "Rana Odeh" not in told(text, Membership, "member")
    assert "رنا عودة" not in told(text, Membership, "member")


@pytest.mark.parametrize(
    ("text", "signatory", "act"),
    [
        ("The Charter of the Wells was signed by the Farmers' Union and by Mazen Swaid.", "Mazen Swaid", "signs"),
        ("The teachers signed the Charter of the Wells.", "teachers", "signs"),
        ("Saraqib council signed the Charter of the Wells.", "Saraqib council", "signs"),
        ("The Mill Guild signed the Charter of the Wells. The “Banner of Unity” has since revoked its signature.", "Banner of Unity", "withdraws"),
        ("The Mill Guild went back on its signature under the Charter of the Wells.", "Mill Guild", "withdraws"),
        ("The Mill Guild signed the Charter of the Wells. The Falcon Company says its stamp was stolen.", "Falcon Company", "denies having signed"),
        ("وقّع أهالي كفرنبل «ميثاق الآبار».", "أهالي كفرنبل", "signs"),
        ("حمل «ميثاق الآبار» تواقيع نقابة المزارعين ولجنة التل.", "لجنة التل", "signs"),
        ("وتراجعت كتيبة الأسد عن توقيعها على «ميثاق الآبار».", "كتيبة الأسد", "withdraws"),
        ("تؤكد جمعية الخبازين أن اسمها وُضع تحت «ميثاق الآبار» من غير علمها.", "جمعية الخبازين", "denies having signed"),
    ],
)  # fmt: skip
def test_who_signs_in_other_words(text, signatory, act):
    assert (signatory, act) in told(text, Signature, "signatory", "act")


@pytest.mark.parametrize(
    "text",
    [
        "The Mill Guild will sign the Charter of the Wells next week.",
        "The Mill Guild refused to sign the Charter of the Wells.",
        "We, the undersigned, undertake under the Charter of the Wells:\n1. To keep the road open.\n2. To hand over prisoners.",
        "ستوقّع نقابة المزارعين «ميثاق الآبار» الأسبوع المقبل.",
        "نحن الموقعين على «ميثاق الآبار» نلتزم بما يلي:\nالمادة 1: فتح الطريق.\nالمادة 2: تسليم الموقوفين.",
    ],
)
def test_what_is_to_come_and_the_clauses_themselves_are_no_signatures(text):
    assert told(text, Signature, "signatory") == []


@pytest.mark.parametrize(
    ("text", "kind", "before", "after"),
    [
        ("The Youth Office and the Media Office have been folded into the Office of Words.", "merged", ("Youth Office", "Media Office"), ("Office of Words",)),
        ("The Northern Desk now goes by the name of Tamarisk Bureau.", "renamed", ("Northern Desk",), ("Tamarisk Bureau",)),
        ("The Aleppo Relief Office was turned into the Northern Relief Directorate.", "renamed", ("Aleppo Relief Office",), ("Northern Relief Directorate",)),
        ("The Northern Desk has been wound up for lack of money.", "dissolved", ("Northern Desk",), ()),
        ("The Northern Desk shut its doors in May.", "dissolved", ("Northern Desk",), ()),
        ("The Winter Alliance, a network of 14 organisations set up in August 2012, met.", "founded", (), ("Winter Alliance",)),
        ("كتيبة الفرقان وكتيبة الفرات تندمجان في «لواء درع الوادي».", "merged", ("كتيبة الفرقان", "كتيبة الفرات"), ("لواء درع الوادي",)),
        ("المكتب الشمالي صار يُدعى «مكتب التمارين».", "renamed", ("المكتب الشمالي",), ("مكتب التمارين",)),
        ("الإعلان عن «هيئة أعيان الوادي» في 3 أيار 2012.", "founded", (), ("هيئة أعيان الوادي",)),
    ],
)  # fmt: skip
def test_what_becomes_of_bodies(text, kind, before, after):
    assert (kind, before, after) in told(text, Change, "kind", "before", "after")


@pytest.mark.parametrize(
    "text",
    [
        "The Hill Battalion had set up a checkpoint on the road on 3 May 2012.",
        "The march of the Hill Union was called off on 3 May 2012.",
        "The Northern Desk may be wound up.",
        "وثّق مركز الوادي الأحداث في 3 أيار 2012.",
    ],
)
def test_what_only_looks_like_a_change_is_none(text):
    assert told(text, Change, "kind") == []


@pytest.mark.parametrize(
    ("text", "signatory"),
    [
        (
            "The Lion Battalion did not stick to clause 4 of the Code of the Gates.",
            "Lion Battalion",
        ),
        (
            "The Lion Battalion signed the Code of the Gates. The Wolf Battalion held a nurse. This is a breach of article 3.",
            "Wolf Battalion",
        ),
        ("لم تلتزم كتيبة الأسد بالبند الرابع من «ميثاق الآبار».", "كتيبة الأسد"),
        ("خرق لواء الدرع البند الثالث من «ميثاق الآبار».", "لواء الدرع"),
    ],
)
def test_who_breaks_a_charter(text, signatory):
    assert signatory in told(text, Violation, "signatory")


def test_braces_stand_for_each_choice():
    assert spelt_out("{is|was} {|now }head of") == [
        "is head of", "is now head of", "was head of", "was now head of",
    ]  # fmt: skip
    assert spelt_out("plain words") == ["plain words"]


def test_no_phrase_of_any_list_keeps_a_brace_or_is_empty():
    assert KINDS[0] == "affairs"
    for entry in affair_terms(None).entries.values():
        for phrase in (*entry.get("en", ()), *entry.get("ar", ())):
            assert phrase.strip()
            assert not {"{", "|"} & set(phrase)
