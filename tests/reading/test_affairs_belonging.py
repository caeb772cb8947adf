"""Who joins, leaves, is put in office; bodies that "our", "its" and "ها" stand for."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.reading.affairs.telling import PRONOUN
from tawthiq.statements import Membership


@pytest.mark.parametrize(
    ("text", "member", "relation", "whole"),
    [
        ("Walid Shaar was elected chairman of the Hill Lawyers' League in July.", "Walid Shaar", "leads", "Hill Lawyers' League"),
        ("Huda Rifai, a teacher, has been a member of the Provincial Council since March 2012.", "Huda Rifai", "member of", "Provincial Council"),
        ("Judge Mamdouh Rashwan, who drafted the text and now heads the Hill Bench Committee, spoke.", "Mamdouh Rashwan", "leads", "Hill Bench Committee"),
        ("The Plain Youth Association is affiliated with the Hill Alliance.", "Plain Youth Association", "part of", "Hill Alliance"),
        ("وانتُخب المحامي وليد دباغ رئيسًا لرابطة محامي الوادي.", "وليد دباغ", "leads", "رابطة محامي الوادي"),
        ("وتتولى منظمة «ينبوع» رئاسة مجموعة الوادي.", "منظمة «ينبوع»", "leads", "مجموعة الوادي"),
        ("وعُيّنت الدكتورة سلمى دباغ مديرة لمكتب الوادي.", "سلمى دباغ", "leads", "مكتب الوادي"),
        ("وترتبط جمعية شباب السهل بتحالف الوادي.", "جمعية شباب السهل", "part of", "تحالف الوادي"),
        ("وتشغل جمعية الرافد مقعدًا في لجنتها التوجيهية.", "جمعية الرافد", "sits on", "لجنتها التوجيهية"),
    ],
)  # fmt: skip
def test_office_and_belonging(text, member, relation, whole):
    assert told(text, Membership, "member", "relation", "whole") == [(member, relation, whole)]


@pytest.mark.parametrize(
    ("text", "member", "until"),
    [
        ("The Falcon Battalion left the Western Front on 3 May 2012 after a quarrel.", "Falcon Battalion", "2012-05-03"),
        ("وانسحبت كتيبة الصقر من جبهة التل في 3 أيار 2012.", "كتيبة الصقر", "2012-05-03"),
        ("ولم تعد كتيبة النور جزءًا من لواء الدرع منذ 3 أيار 2012.", "كتيبة النور", "2012-05-03/.."),
    ],
)  # fmt: skip
def test_who_left_has_an_end_and_no_beginning(text, member, until):
    assert told(text, Membership, "member", "since", "until") == [(member, None, until)]


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("The Hill Alliance comprises the Justice Party, the Unity Bloc and the Rural Workers' Movement.", ["Justice Party", "Unity Bloc", "Rural Workers' Movement"]),
        ("يضم تحالف الوادي حزب العدالة وكتلة الوحدة وحركة عمال الريف.", ["حزب العدالة", "كتلة الوحدة", "حركة عمال الريف"]),
    ],
)  # fmt: skip
def test_what_a_body_is_made_of(text, members):
    assert told(text, Membership, "member") == members


@pytest.mark.parametrize(
    ("text", "member", "whole"),
    [
        ("Revolution Committee of the Hill\n18 October 2012\n\nOur new spokesman from today is Anwar Jubran.", "Anwar Jubran", "Revolution Committee of the Hill"),
        ("The Winter Cluster was founded in May 2012. It is led by the Hearth Organisation.", "Hearth Organisation", "Winter Cluster"),
        ("تأسست شبكة الوادي في آب 2012. والناطقة باسمها هي المحامية رهف دباغ.", "رهف دباغ", "شبكة الوادي"),
    ],
)  # fmt: skip
def test_whose_office_a_pronoun_tells(text, member, whole):
    assert told(text, Membership, "member", "whole") == [(member, whole)]


def test_what_a_pronoun_is_taken_for_is_doubtful():
    text = "The Winter Cluster was founded in May 2012. It is led by the Hearth Organisation."
    assert told(text, Membership, "doubt") == [(PRONOUN,)]


@pytest.mark.parametrize(
    "text",
    [
        "The Wadi Battalion is not part of the Hill Front.",
        "The Cedar Party may join the Hill Alliance next year.",
        "The Cedar Party could have left the Hill Alliance.",
        "أما كتيبة الوادي فليست جزءًا من جبهة التل.",
        "وقد ينضم حزب الأرز إلى تحالف الوادي.",
    ],
)
def test_what_is_wished_or_denied_is_no_membership(text):
    assert told(text, Membership, "member") == []
