"""Answers to what others published, in many phrasings, each beside what looks like one and is none."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.statements import Dispute


@pytest.mark.parametrize(
    ("text", "by", "about", "attitude"),
    [
        # The verb, its subject and its object
        ("The Ministry of Supply contradicted the toll of the Amber Watch.", "Ministry of Supply", "the toll of the Amber Watch", "disputes"),
        ("The Hill Council on Monday cast doubt on the new list.", "Hill Council", "the new list", "disputes"),
        ("The Jurists' Commission, after a visit, corroborated the watch's findings.", "Jurists' Commission", "the watch's findings", "supports"),
        ("The Amber Watch corrected its list on Wednesday.", "Amber Watch", "its list", "corrects"),
        ("وكذّب المكتب الطبي في الوادي حصيلة الوزارة.", "المكتب الطبي", "حصيلة الوزارة", "disputes"),
        ("وصادقت لجنة الحقوقيين على نتائج المرصد.", "لجنة الحقوقيين", "نتائج المرصد", "supports"),
        ("وصحّح مرصد العنبر قائمته بعد يومين.", "مرصد العنبر", "قائمته", "corrects"),
        ("وقد طعن رئيس مجلس الوادي، المحامي سامر دباغ، في كشوف الإدارة.", "سامر دباغ", "كشوف الإدارة", "disputes"),
        # Turned about
        ("The ministry's toll was contradicted by the Hill Medical Office.", "Hill Medical Office", "The ministry's toll", "disputes"),
        ("وقوبلت القائمة الجديدة بتشكيك من هيئة الإحصاء.", "هيئة الإحصاء", "القائمة الجديدة", "disputes"),
        # What is said of it
        ("The Hill Daily called the watch's figures wildly exaggerated.", "Hill Daily", "the watch's figures", "disputes"),
        ("The figures are inflated, the Amber Office said.", "Amber Office", "The figures", "disputes"),
        ("According to the Union of Surgeons, the ministry's toll was far too low.", "Union of Surgeons", "the ministry's toll", "disputes"),
        ("واعتبرت صحيفة الوادي أرقام المرصد مبالغًا فيها.", "صحيفة الوادي", "أرقام المرصد", "disputes"),
        ("وبحسب نقابة الجراحين فإن حصيلة الوزارة أقل من الواقع.", "نقابة الجراحين", "حصيلة الوزارة", "disputes"),
        # By a noun
        ("The Amber Watch issued a rebuttal of the ministry's statement.", "Amber Watch", "the ministry's statement", "disputes"),
        ("وفي ردّه على بيان الوزارة قال مرصد العنبر إنه باقٍ.", "مرصد العنبر", "بيان الوزارة", "disputes"),
        ("وأبدى مركز الصفصاف تحفظه على منهج التقرير.", "مركز الصفصاف", "التقرير", "disputes"),
        # Numbers held against numbers
        ("Hill Post, a local page, counts six dead, not nine dead.", "Hill Post", "nine dead", "corrects"),
        ("The council speaks of 40,000, which the Relief Committee regards as far too high.", "Relief Committee", "40,000", "disputes"),
        # The text's own voice
        ("We cannot accept its result.", None, "its result", "disputes"),
        ("The correction is itself an error.", None, "The correction", "disputes"),
    ],
)  # fmt: skip
def test_who_answers_what_and_how(text, by, about, attitude):
    assert told(text, Dispute, "by", "about", "attitude") == [(by, about, attitude)]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The page Hill Whistle wrote last night that 31 people died in the raid. That is wrong. We carried them ourselves.", "31 people died in the raid"),
        ("وكتبت صفحة «جرس الوادي» أن المجلس باع 40 كيسًا. هذا غير صحيح.", "المجلس باع 40 كيسًا"),
    ],
)  # fmt: skip
def test_what_the_next_sentence_rejects_is_disputed_by_the_text_itself(text, about):
    assert told(text, Dispute, "by", "about", "attitude") == [(None, about, "disputes")]


def test_a_number_put_right_keeps_both():
    text = "The update of 9 January gave 22,000 persons; this should be read as 16,800."
    assert told(text, Dispute, "about", "attitude", "value") == [
        ("22,000 persons", "corrects", "16,800")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "If the Ministry of Supply disputes the list again, we shall publish the graves.",
        "The Hill Council may dispute the list.",
        "Neither the Hill Council nor the Amber Union has contested the tally.",
        "The report was disputed by nobody.",
        "The weather report for Idlib was corrected on Thursday.",
        "The Amber Watch stood by its findings.",
        "وإذا طعن مجلس الوادي في القائمة نشرنا الصور.",
        "ولم يشكك أحد في التقرير.",
        "وصُحّحت نشرة الطقس يوم الخميس.",
    ],
)
def test_what_only_looks_like_an_answer_is_none(text):
    assert told(text, Dispute, "by") == []
