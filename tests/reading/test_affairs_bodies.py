"""Bodies: other names, seat, founding; who belongs to them; how they become others."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.reading.affairs.organising import kind_of
from tawthiq.statements import Change, Membership, Organisation


@pytest.mark.parametrize(
    ("text", "name", "aliases", "place"),
    [
        ("The Amber Valley Committees (AVC), also known as the Lantern Committees, are a network.", "Amber Valley Committees", ("AVC", "Lantern Committees"), None),
        ("The Willow Rights Observatory, which is based in Tartus, published a list.", "Willow Rights Observatory", (), "Tartus"),
        ("اتحاد تنسيقيات الوادي (المعروف باسم «تنسيقية النهر») شبكة من اللجان.", "اتحاد تنسيقيات الوادي", ("تنسيقية النهر",), None),
        ("رحّب حزب الفجر الوطني، ومقره اللاذقية، بالخطة.", "حزب الفجر الوطني", (), "اللاذقية"),
    ],
)  # fmt: skip
def test_a_body_is_proposed_where_more_than_its_name_is_told(text, name, aliases, place):
    (found,) = told(text, Organisation, "name", "name_ar", "aliases", "place")
    assert (found[0] or found[1], found[2], found[3]) == (name, aliases, place)


@pytest.mark.parametrize(
    "text",
    [
        "The Willow Rights Observatory published a list on Friday.",
        "نشر مرصد الصفصاف للحقوق قائمة يوم الجمعة.",
        "The Willow Rights Observatory (see the map) published a list.",
    ],
)
def test_a_body_that_is_only_named_is_not(text):
    assert told(text, Organisation, "name") == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Falcons of the Hill Battalion", "armed group"),
        ("Willow Rights Observatory", "observatory"),
        ("Local Coordination Committee of the Old Mill", "coordination body"),
        ("Neighbourhood Committee of the Old Mill", "local committee"),
        ("Committee of Jurists", None),
        ("كتيبة صقور التل", "armed group"),
        ("مرصد الصفصاف للحقوق", "observatory"),
        ("لجنة الحي الشرقي", "local committee"),
        ("حزب الفجر", "party"),
        ("Friends of the River", None),
    ],
)
def test_the_kind_is_what_the_name_says(name, kind):
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("text", "kind", "before", "after", "when"),
    [
        ("The Amber Valley Union was founded in April 2011 by students.", "founded", (), ("Amber Valley Union",), "2011-04"),
        ("The Amber Valley Union, formed on 12 September 2011, spoke.", "founded", (), ("Amber Valley Union",), "2011-09-12"),
        ("تأسس مرصد الصفصاف عام 2006 في حماة.", "founded", (), ("مرصد الصفصاف",), "2006"),
        ("ومرصد الصفصاف هيئة مستقلة تأسست عام 2011.", "founded", (), ("مرصد الصفصاف",), "2011"),
        ("In June 2012 the Amber Youth Union and the Amber Women Circle merged to form the Amber Council.", "merged", ("Amber Youth Union", "Amber Women Circle"), ("Amber Council",), "2012-06"),
        ("وفي أيار 2012 اندمجت لجنة شباب الوادي ورابطة نساء الوادي في مجلس الوادي المدني.", "merged", ("لجنة شباب الوادي", "رابطة نساء الوادي"), ("مجلس الوادي المدني",), "2012-05"),
        ("The Amber Dawn Battalion split into the Amber Night Battalion and the Amber Noon Battalion.", "split", ("Amber Dawn Battalion",), ("Amber Night Battalion", "Amber Noon Battalion"), None),
        ("وانقسمت كتيبة فجر الوادي إلى كتيبة ليل الوادي وكتيبة أحرار الوادي.", "split", ("كتيبة فجر الوادي",), ("كتيبة ليل الوادي", "كتيبة أحرار الوادي"), None),
        ("The Amber Youth Union changed its name to the Amber Assembly.", "renamed", ("Amber Youth Union",), ("Amber Assembly",), None),
        ("غيّر اتحاد شباب الوادي اسمه إلى اتحاد أحرار الوادي.", "renamed", ("اتحاد شباب الوادي",), ("اتحاد أحرار الوادي",), None),
        ("The Amber Council was dissolved on 3 October 2011.", "dissolved", ("Amber Council",), (), "2011-10-03"),
        ("وحُلّ مجلس الوادي المدني في 30 تشرين الأول 2011.", "dissolved", ("مجلس الوادي المدني",), (), "2011-10-30"),
    ],
)  # fmt: skip
def test_bodies_become_others(text, kind, before, after, when):
    assert told(text, Change, "kind", "before", "after", "when") == [(kind, before, after, when)]


@pytest.mark.parametrize(
    "text",
    [
        "The Amber Council was not dissolved on 3 October 2011.",
        "The camp was set up in May 2012 near the Amber Valley Union.",
        "The government dissolved the Amber Council.",
        "لا حلّ سياسيًا في عام 2012.",
    ],
)
def test_what_is_no_change_of_a_body_is_not_proposed(text):
    assert told(text, Change, "kind") == []


@pytest.mark.parametrize(
    ("text", "member", "relation", "whole"),
    [
        ("The Amber Youth Union is part of the National Assembly for Change.", "Amber Youth Union", "part of", "National Assembly for Change"),
        ("The Hill Battalion has joined the Brigade of the Plain.", "Hill Battalion", "part of", "Brigade of the Plain"),
        ("Nabil Sarkis, who heads the Amber Youth Union, spoke.", "Nabil Sarkis", "leads", "Amber Youth Union"),
        ("Rima Tannous, director of the Willow Rights Observatory, spoke.", "Rima Tannous", "leads", "Willow Rights Observatory"),
        ("The Amber Council is led by the engineer Adib Khoury.", "Adib Khoury", "leads", "Amber Council"),
        ("A spokesman for the Hill Battalion, Captain Munir Dabbagh, denied it.", "Munir Dabbagh", "speaks for", "Hill Battalion"),
        ("The lawyer Nabil Sarkis sits on the Council of the Eastern Bank.", "Nabil Sarkis", "sits on", "Council of the Eastern Bank"),
        ("واتحاد شباب الوادي عضو في المجلس الأعلى للتغيير.", "اتحاد شباب الوادي", "member of", "المجلس الأعلى للتغيير"),
        ("وانضمت كتيبة صقور التل إلى لواء السهل.", "كتيبة صقور التل", "part of", "لواء السهل"),
        ("وقال الدكتور يحيى الصراف، مدير مرصد الصفصاف، إن القائمة ناقصة.", "يحيى الصراف", "leads", "مرصد الصفصاف"),
        ("ونفى الناطق باسم كتيبة صقور التل، الرائد جميل الحسون، ذلك.", "جميل الحسون", "speaks for", "كتيبة صقور التل"),
        ("تتحدث باسم اتحاد شباب الوادي المهندسة هالة المرعي.", "هالة المرعي", "speaks for", "اتحاد شباب الوادي"),
    ],
)  # fmt: skip
def test_who_belongs_to_a_body(text, member, relation, whole):
    assert told(text, Membership, "member", "relation", "whole") == [(member, relation, whole)]


def test_a_pronoun_s_body_is_told_with_its_doubt():
    text = (
        'The foreign ministry rejects "any solution", in the words of its spokesman, Bassam Alwani.'
    )
    assert told(text, Membership, "member", "whole", "doubt") == [
        ("Bassam Alwani", "foreign ministry", ("pronoun",))
    ]


def test_a_short_name_is_the_last_body_so_called():
    text = "The Amber Valley Union spoke. The union was founded in April 2011."
    assert told(text, Change, "after") == [("Amber Valley Union",)]
