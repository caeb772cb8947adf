"""The wide net of disputes: any words for who answers, what was said told before, numbers."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.statements import Dispute


@pytest.mark.parametrize(
    ("text", "by", "attitude"),
    [
        # Whoever is the subject
        ("Both nurses of the upper ward question the toll.", "Both nurses of the upper ward", "disputes"),
        ("Our correspondent in the valley has doubts about the figure of 40 dead.", "Our correspondent in the valley", "disputes"),
        ("The mill's foreman, a cautious man, vouches for the list.", "The mill's foreman", "supports"),
        ("وشكّك ممرضو الجناح العلوي في الحصيلة.", "ممرضو الجناح العلوي", "disputes"),
        ("وأهالي الحارة ينفون ما نقلته الإذاعة.", "أهالي الحارة", "disputes"),
        ("ونصدّق ما كتبته الصفحة.", None, "supports"),
        # What was told before
        ("The Hill Radio says that the mill burned down. The miller tells it differently.", "The miller", "disputes"),
        ("The Hill Radio reported that 30 died. The gravedigger says the same.", "The gravedigger", "supports"),
        ("The Hill Radio writes that the bridge is closed. Not true.", None, "disputes"),
        ("According to the driver, the sacks were opened at the gate. I believe the driver.", None, "supports"),
        ("كتبت إذاعة التلة أن الجسر مغلق. هذا غير صحيح.", None, "disputes"),
        ("ذكرت إذاعة التلة أن القتلى ثلاثون. حفّار القبور يقول غير ذلك.", "حفّار القبور", "disputes"),
        ("قالت صفحة التلة إن السوق احترق، والبلدية تنفي ذلك.", "البلدية", "disputes"),
        # Turned about, and called something
        ("The figure of 40 dead given by the radio was questioned by two old gardeners.", "two old gardeners", "disputes"),
        ("The head count of the elders is considered too low by the camp's nurses.", "the camp's nurses", "disputes"),
        ("The Forum's report, published in May, contains serious mistakes.", None, "disputes"),
        # Numbers
        ("The Hill Radio speaks of 40 dead. We buried 12.", None, "corrects"),
        ("The page wrote that 5,000 people came, our stewards counted 1,800 people.", "our stewards", "corrects"),
        ("The council counts 900 families and not the 1,400 families of the radio.", "council", "corrects"),
        ("كتبت صفحة التلة أن القتلى 40. دفنّا 12 قتيلًا.", None, "corrects"),
        # One's own mistake
        ("Our note of May gave 4,000 families. The correct figure is 1,400 families.", None, "corrects"),
    ],
)  # fmt: skip
def test_who_answers_in_any_words(text, by, attitude):
    assert (by, attitude) in told(text, Dispute, "by", "attitude")


def test_each_of_a_list_answers():
    found = told("The driver, the elders and our own staff all dispute his account.", Dispute, "by")
    assert found == ["The driver", "the elders", "our own staff"]


def test_and_so_does_another():
    found = told(
        "The governor says that the well is clean. The nurses dispute this, and so do the teachers.",
        Dispute, "by", "attitude",
    )  # fmt: skip
    assert found == [("The nurses", "disputes"), ("the teachers", "disputes")]


@pytest.mark.parametrize(
    "text",
    [
        # Nobody, perhaps, if, a question
        "Nobody disputes the toll.",
        "The miller may dispute the toll.",
        "If the miller disputes the toll, we shall answer.",
        "Does the miller dispute the toll?",
        "ولم يشكك أحد في الحصيلة.",
        "وإذا شكّك الطحان في الحصيلة أجبنا.",
        # A noun, a quarrel over something else, a plan
        "The dispute over the meadow is old.",
        "The miller questioned the driver at the gate.",
        "The council rejected the plan.",
        "ورفض المجلس الخطة.",
        # Blame that is denied, a charter that is broken
        "The council accused the Lions of theft. The Lions deny this.",
        "اتهم المجلس الكتيبة بالسرقة، والكتيبة تنفي ذلك.",
        "وخالف اللواء المادة السابعة من الميثاق.",
        # Numbers that count other things, or agree with one's own
        "The council wrote that 40 sacks came. We buried 12 people.",
        "The party won eight seats; two went to independents.",
        # Nothing was claimed
        "Not true.",
        "هذا غير صحيح.",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_reply_is_none(text):
    assert told(text, Dispute, "by") == []


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (
            "There is no truth in the rumour that the clinic has closed, says its director Dr. Salma Aziz.",
            "Salma Aziz",
        ),
        ("لا صحة لشائعة إغلاق المستوصف، بحسب مدير المستوصف سالم عزيز.", "سالم عزيز"),
        ("The hospital's records bear out the committee's count.", "The hospital"),
        ("سجلات المشفى تؤيد إحصاء اللجنة.", "المشفى"),
        ("We do not recognise the result that the commission announced.", None),
        ("لا نعترف بالنتيجة التي أعلنتها المفوضية.", None),
    ],
)
def test_who_disputes_is_told_behind_by_a_paper_or_by_nobody(text, by):
    assert by in told(text, Dispute, "by")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        (
            "Q: People say that you are paid by the Turkish government.\nA: That is a lie.\n",
            "you are paid by the Turkish government",
        ),
        (
            "You write in your leaflet that both sides keep to the truce. This does not correspond to what I have seen.",
            "both sides keep to the truce",
        ),
        ("كتبت الصفحة أن الجسر مغلق. هذا محض افتراء.", "الجسر مغلق"),
    ],
)
def test_what_is_put_to_somebody_is_what_they_answer(text, about):
    assert (about, "disputes") in told(text, Dispute, "about", "attitude")


def test_what_people_say_is_no_report_unless_it_is_put_to_somebody():
    assert not told("People say that you are paid. That is a lie.", Dispute, "about")
