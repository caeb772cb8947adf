"""The wide net of accounts: who is held responsible for a deed, or cleared of it, in any words."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.statements import Account

DEED = "The mill of Sarmin was shelled on Monday. "
DEED_AR = "قُصفت مطحنة سرمين يوم الاثنين. "


@pytest.mark.parametrize(
    ("text", "claim", "actor", "by"),
    [
        (DEED + "The miller holds the 9th Battery responsible.", "responsible", "the 9th Battery", "The miller"),
        (DEED + "The farmers pointed the finger at the Lions of the Ford.", "responsible", "the Lions of the Ford", "The farmers"),
        (DEED + "The carters attribute the shelling to the hill garrison.", "responsible", "the hill garrison", "The carters"),
        (DEED + "It was the 9th Battery that shelled the mill.", "responsible", "the 9th Battery", None),
        (DEED + "The unit denied involvement.", "not responsible", "unit", "unit"),
        (DEED + "The court has cleared the miller.", "not responsible", "the miller", "court"),
        (DEED + "The observers could not establish who did it.", "unknown", None, "The observers"),
        ("Who shelled the mill? The governor says armed groups.", "responsible", "armed groups", "The governor"),
        (DEED_AR + "ويتهم الطحانون حاجز التلة بقصفها.", "responsible", "حاجز التلة", "الطحانون"),
        (DEED_AR + "والذي قصف المطحنة هو حاجز التلة.", "responsible", "حاجز التلة", None),
        (DEED_AR + "الأهالي: حاجز التلة.", "responsible", "حاجز التلة", "الأهالي"),
        (DEED_AR + "وتنفي السرية ضلوعها في القصف.", "not responsible", "السرية", "السرية"),
    ],
)  # fmt: skip
def test_who_is_held_responsible_in_any_words(text, claim, actor, by):
    assert (claim, actor, by) in told(text, Account, "claim", "actor", "attributed_to")


@pytest.mark.parametrize(
    "text",
    [
        "The miller holds the keys.",
        "The miller pointed to the door.",
        DEED + "The miller may blame the Lions.",
        DEED + "The number of sacks is contested.",
        "The court has cleared the road.",
        "The bread came from the north.",
        "الأهالي: ثلاثون.",
    ],
)
def test_what_lays_no_deed_on_anybody_is_no_account(text):
    found = told(text, Account, "claim", "actor")
    assert [one for one in found if one[0] != "unknown"] == []
