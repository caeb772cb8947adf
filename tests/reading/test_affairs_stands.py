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
