"""Aid in many phrasings: passive, in relative clauses, at a checkpoint, kept back, counted as come."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.statements import Aid


@pytest.mark.parametrize(
    ("text", "state", "giver", "receiver", "thief"),
    [
        ("Norway pledged 4 million dollars on Friday.", "pledged", "Norway", None, None),
        ("The Bay Relief Society said it would send 60 ambulances.", "pledged", "Bay Relief Society", None, None),
        ("وعدت النرويج بتقديم 4 ملايين دولار.", "pledged", "النرويج", None, None),
        ("وقالت جمعية الخليج للإغاثة إنها سترسل 60 سيارة إسعاف.", "pledged", "جمعية الخليج للإغاثة", None, None),
        ("The Lamp Society on Friday distributed 7,000 rations in Saqba.", "delivered", "Lamp Society", None, None),
        ("Some 300 food baskets were handed to the Hill Relief Office by the Volunteers' Union.", "delivered", "Volunteers' Union", "Hill Relief Office", None),
        ("Twenty sacks of flour that the Crescent of Kindness sent us arrived on Tuesday.", "delivered", "Crescent of Kindness", None, None),
        ("The Harasta clinic said it had received 40 boxes of vaccines from the Bridge Association.", "delivered", "Bridge Association", "Harasta clinic", None),
        ("وسُلّمت 300 سلة غذائية إلى مكتب الوادي الإغاثي من قبل اتحاد متطوعي الهلال.", "delivered", "اتحاد متطوعي الهلال", None, None),
        ("وصلتنا يوم الاثنين من جمعية «خبز وورد» خمس عشرة مدفأة.", "delivered", "جمعية «خبز وورد»", None, None),
        ("A convoy of the Volunteers' Union was turned back at the checkpoint.", "refused", "Volunteers' Union", None, None),
        ("A second convoy, to Houla, was not granted permission.", "refused", None, None, None),
        ("ورفض المجلس المحلي في مسكنة استلام ألف سلة أرسلها صندوق الضفاف.", "refused", "صندوق الضفاف", "المجلس المحلي", None),
        ("The Falcons of the Plain Battalion seized half of the flour.", "diverted", None, None, "Falcons of the Plain Battalion"),
        ("The Hill Battalion had helped itself to the remainder of the flour.", "diverted", None, None, "Hill Battalion"),
        ("Eleven tonnes of sugar were stolen from a store in Ain Terma by gunmen.", "diverted", None, None, "gunmen"),
        ("وسُرق أحد عشر طنًا من السكر في عين ترما على يد مسلحين.", "diverted", None, None, "مسلحين"),
        ("ويُقال إن حاجز كتيبة رعد التل احتفظ لنفسه بنصف حمولة الحطب.", "diverted", None, None, "كتيبة رعد التل"),
    ],
)  # fmt: skip
def test_who_gives_gets_or_takes(text, state, giver, receiver, thief):
    found = told(text, Aid, "state", "giver", "receiver", "diverted_by")
    ((was, by, to, taken),) = found
    assert (was, by, taken) == (state, giver, thief)
    assert receiver is None or to == receiver


def test_of_what_was_promised_so_many_came():
    text = "The Tree Foundation promised two hundred tents. Thirty came."
    assert told(text, Aid, "state", "giver", "amount_low") == [
        ("pledged", "Tree Foundation", 200),
        ("delivered", "Tree Foundation", 30),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Had the Hill Fund pledged money, the bakeries could have opened.",
        "Nobody has delivered fuel since June.",
        "The Hill Battalion denied that it had sold tents.",
        "The Hill Battalion did not steal any flour.",
        "The rain brought 30 millimetres of water to Douma.",
        "ولو تعهد صندوق الوادي بالمال لفُتحت الأفران.",
        "ونفى مكتب الوادي الإغاثي أن يكون قد باع خيامًا.",
        "لم تسرق كتيبة الوادي أي طحين.",
    ],
)
def test_what_did_not_come_about_is_not_proposed(text):
    assert told(text, Aid, "state") == []
