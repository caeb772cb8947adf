"""Where someone stands on what is said: denials, doubts, and what is told only to be rejected."""
# ruff: noqa: E501 - a sentence a line

import pytest
from attributing import article

from tawthiq.reading.model import Segment, Text, ThreadNode
from tawthiq.reading.tokens import sentences
from tawthiq.reading.voices.attributions import find_attributions
from tawthiq.reading.voices.positions import find_positions
from tawthiq.statements import Position


def positions(text: str | Text) -> list[Position]:
    whole = article(text) if isinstance(text, str) else text
    found = list(sentences(whole))
    return find_positions(whole, found, find_attributions(found), "d" * 64)


@pytest.mark.parametrize(
    ("text", "speaker", "position", "about"),
    [
        ("The ministry denied that 40 civilians died.", "ministry", "denies", "40 civilians died"),
        ("The ministry denied the killing of 40 civilians.", "ministry", "denies", "the killing of 40 civilians"),
        ("A spokesman dismissed the toll of 40.", "spokesman", "denies", "the toll of 40"),
        ("The ministry questioned the toll of 40.", "ministry", "questions", "the toll of 40"),
        ("The army rejected reports of 40 dead.", "army", "denies", "reports of 40 dead"),
        ("نفت الوزارة مقتل 40 مدنيا.", "الوزارة", "denies", "مقتل 40 مدنيا"),
        ("نفى الناطق باسم اللواء، أبو يزن، مقتل عناصره.", "أبو يزن", "denies", "مقتل عناصره"),
        ("وتنفي الوزارة ما قيل عن مقتل 40 مدنيا.", "الوزارة", "denies", None),
        ("شككت الوزارة في مقتل 40 مدنيا.", "الوزارة", "questions", "مقتل 40 مدنيا"),
        ("أما الوزارة فنفت مقتل 40 مدنيا.", "الوزارة", "denies", "مقتل 40 مدنيا"),
    ],
)  # fmt: skip
def test_a_denial_told_is_the_speaker_s_position(text, speaker, position, about):
    (one,) = positions(text)
    assert (one.speaker, one.position, one.stance) == (speaker, position, "reports")
    assert about is None or one.about == about


@pytest.mark.parametrize(
    ("text", "position", "about"),
    [
        ("It is a lie that 40 died.", "rejects", "that 40 died"),
        ("The claim that 40 died is false.", "rejects", "The claim that 40 died"),
        ("The figure of 40 is pure invention.", "rejects", "The figure of 40"),
        ("I do not believe the figure of 40.", "questions", "the figure of 40"),
        ("The figure is exaggerated.", "questions", "The figure"),
        ("ليس صحيحا أن 40 قتلوا.", "rejects", "أن 40 قتلوا"),
        ("هذا الرقم كذب.", "rejects", "هذا الرقم"),
        ("الأنباء عن مقتل 40 عارية عن الصحة.", "rejects", "الأنباء عن مقتل 40"),
        ("لست مقتنعا بهذا الرقم.", "questions", "بهذا الرقم"),
        ("لا صحة لما قيل.", "rejects", "لما قيل"),
    ],
)
def test_words_of_rejection_that_nobody_is_said_to_speak_are_the_holder_s(text, position, about):
    (one,) = positions(text)
    assert (one.speaker, one.stance, one.position) == (None, position, position)
    assert one.about == about


@pytest.mark.parametrize(
    ("text", "speaker", "position"),
    [
        ('"The reports are baseless," the ministry said.', "ministry", "rejects"),
        ("The ministry said the reports were fabricated.", "ministry", "rejects"),
        ("قال الوزير إن الأنباء عارية عن الصحة.", "الوزير", "rejects"),
        ("وقال الوزير إن هذه الأرقام مبالغ فيها.", "الوزير", "questions"),
    ],
)
def test_words_of_rejection_that_are_quoted_are_the_speaker_s(text, speaker, position):
    (one,) = positions(text)
    assert (one.speaker, one.position, one.stance) == (speaker, position, "reports")


def test_who_tells_a_position_to_reject_it_holds_the_rejection():
    (one,) = positions("Some say that 12 died; that is nonsense.")
    assert (one.speaker, one.position, one.stance, one.holder) == (
        "Some",
        "asserts",
        "rejects",
        None,
    )
    assert one.about == "12 died"


def test_in_a_comment_the_holder_is_who_wrote_it():
    said = "This is nonsense."
    whole = Text(
        text=said,
        segments=(Segment(start=0, stop=len(said), role="comment", item=0),),
        thread=(ThreadNode(start=0, stop=len(said), kind="comment", author="reader_7"),),
    )
    (one,) = positions(whole)
    assert (one.holder, one.stance) == ("reader_7", "rejects")


@pytest.mark.parametrize(
    "text",
    [
        "The ministry said 12 died.",
        "It is not a lie that 12 died.",
        "The army denied aid workers entry.",
        "Nobody doubts the number.",
        "Twelve people were killed in Homs.",
        "ليس كذبا أن 12 قتلوا.",
        "قالت الوزارة إن 12 قتلوا.",
        "منع الجيش دخول المساعدات.",
    ],
)
def test_no_position_where_nobody_takes_one(text):
    assert positions(text) == []


def test_what_is_not_pointed_at_is_doubted():
    (one,) = positions("That is nonsense.")
    assert (one.about, one.doubt) == (None, ("who is answered is not told",))


@pytest.mark.parametrize(
    "text",
    [
        "Civilians made up 61% of the dead.",
        "Women made up a third of them.",
        "The long disputed border was closed and 12 died.",
        "The disputed region saw 12 deaths.",
    ],
)
def test_shares_and_disputed_places_are_no_position(text):
    assert positions(text) == []
