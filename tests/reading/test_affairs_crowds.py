"""Crowds without a noun for them, tallies in rows, and people driven out without a noun of flight."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.statements import Displacement, Election, Gathering, Result


@pytest.mark.parametrize(
    ("text", "kind", "places"),
    [
        ("Around 800 came out in Nawa.", "demonstration", ["Nawa"]),
        ("Demonstrations took place in Jasim and Busra al-Sham.", "demonstration", ["Jasim", "Busra al-Sham"]),
        ("Some 200 women marched in Salqin, banging pots.", "demonstration", ["Salqin"]),
        ("The elders met in Saraqib on Sunday.", "meeting", ["Saraqib"]),
        ("A workshop for teachers was held in Binnish on 4 May 2012.", "meeting", ["Binnish"]),
        ("اجتمع في سراقب ممثلو الفصائل يوم الأحد.", "meeting", ["سراقب"]),
        ("وقفت العشرات من النساء في بنش.", "demonstration", ["بنش"]),
    ],
)  # fmt: skip
def test_a_crowd_at_a_place_is_a_gathering(text, kind, places):
    found = told(text, Gathering, "kind", "place")
    assert sorted(found) == sorted((kind, place) for place in places)


@pytest.mark.parametrize(
    "text",
    [
        "Hundreds fled from Nawa when tanks came out in force.",
        "The elders' council has 21 members and meets in Saraqib.",
        "A march in Idlib was called off.",
        "Nobody came out in Nawa.",
        "لم يتظاهر أحد في بنش.",
        "أعلن تجمع شباب الزبداني حل نفسه.",
    ],
)  # fmt: skip
def test_what_is_no_gathering_there_is_not_proposed(text):
    assert told(text, Gathering, "place") == []


def test_the_demonstration_told_before_is_not_told_again():
    text = "تظاهر 400 شخص في بنش صباح اليوم. المظاهرة دعا إليها اتحاد عمال بنش."
    assert told(text, Gathering, "place") == ["بنش"]


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ('List "Bread and Dignity": 1,870 votes, 7 seats', [("Bread and Dignity", 1870, 7)]),
        ('The "White List" takes eight seats, the "List of the Springs" three.', [("White List", None, 8), ("List of the Springs", None, 3)]),
        ("Dr. Faten Hallaq (388 votes), Mazen Swaid (260)", [("Faten Hallaq", 388, None), ("Mazen Swaid", 260, None)]),
        ("فاز الأستاذ غسان بلاقسي بـ82 صوتًا، مقابل 51 صوتًا للمهندس معتصم حبيب.", [("غسان بلاقسي", 82, None), ("معتصم حبيب", 51, None)]),
        ("حصلت قائمة «البلد» على 11 مقعدًا، وقائمة «السوق» على 7 مقاعد.", [("البلد", None, 11), ("السوق", None, 7)]),
        ("نال خالد كنعان صوتين.", [("خالد كنعان", 2, None)]),
    ],
)  # fmt: skip
def test_what_each_of_a_row_got(text, results):
    assert told(text, Result, "candidate", "votes_low", "seats") == results


@pytest.mark.parametrize(
    "text",
    [
        "The council has 15 seats.",
        "The council approved the motion by 9 votes.",
        "In all 3,120 votes were cast.",
        "أقر المجلس الاقتراح بـ9 أصوات.",
    ],
)
def test_votes_that_nobody_got_are_no_result(text):
    assert told(text, Result, "candidate") == []


def test_an_election_noted_in_a_log_is_one():
    text = "Election to the local council of Bloudan, 11 seats, show of hands."
    assert told(text, Election, "seats", "method") == [(11, "show of hands")]


@pytest.mark.parametrize(
    ("text", "measure", "status", "low"),
    [
        ("The registers show 22,400 persons housed in shelters in Damascus.", "stock", "internally displaced", 22400),
        ("Fighting has driven some 6,500 people from the town of Maaloula.", "flow", "internally displaced", 6500),
        ("About 700 people have gone back to their homes in Maaloula.", "flow", "returned", 700),
        ("Displaced persons\n\nOn Saturday there were 212 families from Halfaya in the town.", "stock", "internally displaced", 212),
        ("The total of 31,000 IDPs includes persons counted twice.", "stock", "internally displaced", 31000),
        ("بلغ عدد الأسر المقيمة في مراكز الإيواء 3400 أسرة.", "stock", "internally displaced", 3400),
        ("غادرت البلدة نحو 600 أسرة باتجاه ترمانين.", "flow", "internally displaced", 600),
    ],
)  # fmt: skip
def test_people_driven_out_are_counted_though_no_noun_says_so(text, measure, status, low):
    found = told(text, Displacement, "measure", "status", "value_low")
    assert found == [(measure, status, low)]


@pytest.mark.parametrize(
    "text",
    [
        "Blankets were distributed to 300 families in the camps.",
        "Some 300 people attended the meeting in the town.",
        "وزعت الجمعية سلالًا على 300 أسرة في المخيمات.",
        "شارك 300 شخص في المظاهرة في البلدة.",
    ],
)
def test_who_was_given_something_or_came_is_not_displaced_by_it(text):
    assert told(text, Displacement, "value_low") == []
