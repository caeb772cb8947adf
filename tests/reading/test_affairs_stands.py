"""The wide net of answers: any words for who stands where, and what the question is."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.statements import Position


def stands(text):
    return [one for one in told(text, Position, "speaker", "answer", "about") if one[1] is not None]


@pytest.mark.parametrize(
    ("text", "speaker", "answer", "about"),
    [
        # On a topic
        ("On the truce: the shepherds are all for it.", "the shepherds", "for", "the truce"),
        ("On the question of a joint cash box: the weavers have not decided.", "the weavers", "undecided", "a joint cash box"),
        ("Should the gate be opened? The porters say nothing.", "The porters", "silent", "gate be opened"),
        ("Asked about the truce, the head of the porters declined to answer.", "the head of the porters", "silent", "the truce"),
        ("5. Night curfew. The bakers refuse.", "The bakers", "against", "Night curfew"),
        ("وعن الهدنة: الرعاة موافقون.", "الرعاة", "for", "الهدنة"),
        ("هل تقبلون بهدنة؟ الخبازون لم يقرروا بعد.", "الخبازون", "undecided", "بهدنة"),
        # Few words
        ("Do we want armed escorts? Our drivers: no.", "Our drivers", "against", "want armed escorts"),
        ("On the truce: the weavers are against it, so do the porters.", "the porters", "against", "the truce"),
        ("وعن الهدنة: الرعاة نعم، الخبازون لا.", "الخبازون", "against", "الهدنة"),
        # By the noun of what is stood on
        ("The old gentlemen of the hill oppose the ceasefire.", "The old gentlemen of the hill", "against", "the ceasefire"),
        ("ويؤيد حراس السوق وقف إطلاق النار.", "حراس السوق", "for", "وقف إطلاق النار"),
    ],
)  # fmt: skip
def test_who_stands_where_in_any_words(text, speaker, answer, about):
    assert (speaker, answer, about) in stands(text)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("On the truce: the weavers would agree if the prisoners came home.", "the prisoners came home"),
        ("The tribal league said it would join the talks only if it kept the wells.", "it kept the wells"),
        ("وعن الهدنة: الرعاة موافقون بشرط خروج الأسرى.", "خروج الأسرى"),
        ("The bakers take part in the strike if they may bake until eight.", "they may bake until eight"),
        ("No talks before the shelling stops, says the Arbin Medical Point.", "the shelling stops"),
        ("لا حوار قبل وقف القصف، تقول تنسيقية نوى.", "وقف القصف"),
    ],
)  # fmt: skip
def test_what_a_stand_hangs_on(text, condition):
    found = told(text, Position, "answer", "condition")
    assert ("on condition", condition) in found


def test_two_who_stand_together_are_two():
    found = stands("The priest and the imam are both for the truce.")
    assert [one[0] for one in found] == ["The priest", "the imam"]


@pytest.mark.parametrize(
    "text",
    [
        "The council hopes that the bakers will accept the truce.",
        "The bakers denied that they support the truce.",
        "Do the bakers support the truce?",
        "The council rejected the accusations.",
        "The bakers refused the flour.",
        "The miller was silent.",
        "ورفض المجلس الاتهامات.",
        "ويأمل المجلس أن يقبل الخبازون الهدنة.",
    ],
)
def test_what_is_no_stand_on_a_question_is_none(text):
    assert stands(text) == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("The taxi drivers do not want to take part in the strike.", "against"),
        ("The Harem Council won't have any part in the election.", "against"),
        ("The Harem Council is not prepared to join the dialogue.", "against"),
        ("The bakers' union wants nothing to do with the truce.", "against"),
        ("The Harem Council said no to the proposal.", "against"),
        ("The Jisr Committee stays out of the talks.", "against"),
        ("The Jisr Committee sees no point in the conference.", "against"),
        ("The Jisr Committee regards the plan as a mistake.", "against"),
        ("The elders of Nawa would have none of the truce.", "against"),
        ("The Nawa Council voted down the proposal.", "against"),
        ("The Nawa Council will not send anyone to the conference.", "against"),
        ("The Nawa Council has withdrawn its support for the initiative.", "against"),
        ("The farmers think the ceasefire a trap.", "against"),
        ("The Hama Lawyers' Circle has no objection to the plan.", "for"),
        ("The Hama Lawyers' Circle would be glad of monitors.", "for"),
        ("The Hama Lawyers' Circle considers the truce necessary.", "for"),
        ("The Hama Lawyers' Circle came out in favour of the election.", "for"),
        ("The Hama Lawyers' Circle said yes to the dialogue.", "for"),
        ("The Hama Lawyers' Circle will send two delegates to the conference.", "for"),
        ("The Hama Lawyers' Circle thinks the initiative a good one.", "for"),
        ("The women's committee gave its blessing to the truce.", "for"),
        ("The women's committee has thrown its weight behind the plan.", "for"),
        ("The Idlib Youth Union can live with the plan.", "for"),
        ("The Idlib Youth Union sees the election as the only way out.", "for"),
        (
            "The Arbin Medical Point would go to the talks once the prisoners are free.",
            "on condition",
        ),
        (
            "The Arbin Medical Point accepts the truce as long as the crossings stay open.",
            "on condition",
        ),
        (
            "The Arbin Medical Point ties its consent to the plan to the release of the nurses.",
            "on condition",
        ),
        ("Umm Ahmad is not so sure about the election.", "undecided"),
        ("The Sarmin Council has yet to decide on the truce.", "undecided"),
        ("The Sarmin Council is still thinking about the plan.", "undecided"),
        ("The Sarmin Council put off its decision on the talks.", "undecided"),
        ("The officers have not given any answer on the exchange to this day.", "silent"),
        ("The Homs Traders' League did not reply to our question about the election.", "silent"),
        ("The Homs Traders' League would not be drawn on the truce.", "silent"),
        (
            "The Homs Traders' League let the deadline pass without a word on the initiative.",
            "silent",
        ),
        ("Asked about the truce, the head of the league only smiled.", "silent"),
        ("أما السائقون فلا يريدون المشاركة في الإضراب.", "against"),
        ("لا يرى اتحاد الخبازين فائدة من المؤتمر.", "against"),
        ("تنسيقية نوى غير مستعدة للانضمام إلى الحوار.", "against"),
        ("قالت هيئة جسر الشغور لا للهدنة.", "against"),
        ("صوت مجلس نوى ضد المقترح.", "against"),
        ("يعتبر اتحاد الفلاحين الهدنة فخا.", "against"),
        ("سحب مجلس نوى تأييده للمبادرة.", "against"),
        ("لا مانع لدى رابطة محامي حماة من الخطة.", "for"),
        ("ترى رابطة محامي حماة أن الهدنة ضرورية.", "for"),
        ("أعطت لجنة المرأة الضوء الأخضر للخطة.", "for"),
        ("صوتت لجنة المرأة لصالح المبادرة.", "for"),
        ("باركت لجنة المرأة الهدنة.", "for"),
        ("سترسل رابطة محامي حماة مندوبين إلى المؤتمر.", "for"),
        ("يوافق مجلس سرمين على الهدنة ما دامت المعابر مفتوحة.", "on condition"),
        ("ربط مجلس سرمين مشاركته في المؤتمر بإطلاق سراح المعتقلين.", "on condition"),
        ("لم يحسم مجلس سرمين أمره بشأن الهدنة.", "undecided"),
        ("ما زال مجلس سرمين يدرس المبادرة.", "undecided"),
        ("أجل مجلس سرمين قراره حول المفاوضات.", "undecided"),
        ("انقسم أعضاء المجلس حول الهدنة.", "undecided"),
        ("لم يصدر عن رابطة تجار حمص أي موقف من الانتخابات.", "silent"),
        ("لزمت رابطة تجار حمص الصمت حيال الخطة.", "silent"),
        ("لم يجب رئيس الرابطة عن سؤالنا حول الهدنة.", "silent"),
    ],
)
def test_stands_in_many_words(text, answer):
    assert answer in {one[1] for one in stands(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The Hama Lawyers' Circle does not consider the truce a trap.",
        "The council hopes the bakers will not take part in the strike.",
        "لا تعتبر رابطة المحامين الهدنة فخا.",
        "The Harem Council thinks of the dead. A truce was a mistake, its critics said in 1998.",
    ],
)
def test_what_is_denied_or_hoped_for_is_no_judgement(text):
    assert not {one[1] for one in stands(text)} & {"for", "against"}


def test_who_takes_part_without_a_condition_takes_no_stand():
    assert not stands("The bakers take part in the strike on Monday.")
