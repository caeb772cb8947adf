"""What a figure counts, of whom, where and when; parts and totals. English and Arabic alike."""

from datetime import date

import pytest

from tawthiq.fields import Gazetteer
from tawthiq.reading.model import Segment, Text
from tawthiq.reading.propose import propose
from tawthiq.statements import Figure

DOCUMENT = "0" * 64


def figures(text: str, published: date | None = None) -> list[Figure]:
    whole = Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),))
    made = propose(
        whole, document=DOCUMENT, published=published, gazetteer=Gazetteer.default(), extra=None
    )
    return [one for one in made if isinstance(one, Figure)]


def told(text: str) -> list[tuple[float | None, str | None, str | None]]:
    """Value, what is counted and category of each figure."""
    return [(one.value_low, one.counted, one.category) for one in figures(text)]


COUNTED = [
    # the number's own noun
    ("40 dead and 30 wounded.", [(40, "deaths", None), (30, "injured", None)]),
    ("12 civilian deaths were recorded.", [(12, "deaths", "civilian")]),
    ("The bulletin lists 177 martyrs.", [(177, "deaths", None)]),
    ("There are 250,000 refugees in the camps.", [(250_000, "refugees abroad", None)]),
    ("300 signatories stand under the code.", [(300, "signatories", None)]),
    ("٤٠ قتيلا و٣٠ جريحا في القصف.", [(40, "deaths", None), (30, "injured", None)]),
    ("وثقت اللجنة 25 معتقلا.", [(25, "detained", None)]),
    # a verb of the clause
    ("12 people were killed and 30 others wounded.", [(12, "deaths", None), (30, "injured", None)]),
    ("Shells killed 12 people and wounded 30.", [(12, "deaths", None), (30, "injured", None)]),
    ("A blast tore through the queue, killing 9.", [(9, "deaths", None)]),
    ("At dawn 45 men were arrested.", [(45, "detained", "man")]),
    ("قتل 12 شخصا وأصيب 30 آخرون.", [(12, "deaths", None), (30, "injured", None)]),
    (
        "أسفر القصف عن مقتل 12 مدنيا وإصابة 30 بجروح.",
        [(12, "deaths", "civilian"), (30, "injured", None)],
    ),
    ("اعتقلت الدورية 15 شابا.", [(15, "detained", None)]),
    ("نزحت 300 عائلة من القرية.", [(300, "displaced inside", None)]),
    # the verb left out
    (
        "6,163 soldiers have been killed and 1,051 deserters.",
        [(6163, "deaths", "soldier"), (1051, "deaths", "defector")],
    ),
    (
        "قتل 12 مدنيا و8 جنود في الاشتباك.",
        [(12, "deaths", "civilian"), (8, "deaths", "soldier")],
    ),
    # counted together
    ("60 killed and wounded were carried out.", [(60, "casualties", None)]),
    ("سقط 60 بين قتيل وجريح.", [(60, "casualties", None)]),
    ("The strike caused 14 casualties.", [(14, "casualties", None)]),
    # a noun that tells who they are yields to a verb of harm
    ("12 detainees died under torture.", [(12, "deaths", "prisoner")]),
    ("Nine refugees were wounded at the fence.", [(9, "injured", None)]),
    # nothing befell them
    ("The rebels have 1,000 fighters in the hills.", [(1000, "fighters", "fighter")]),
    ("Up to 2,000 residents are still in the town.", [(None, "people", None)]),
    # inside or abroad
    (
        "Some 3,000 people have been displaced inside the country.",
        [(3000, "displaced inside", None)],
    ),
    ("Some 3,000 people fled to Turkey.", [(3000, "refugees abroad", None)]),
    # things
    ("20 air raids hit the district.", [(20, "attacks", None)]),
    ("The shelling destroyed 37 houses.", [(37, "buildings", None)]),
]


@pytest.mark.parametrize(("text", "expected"), COUNTED)
def test_what_is_counted(text: str, expected: list[tuple[float, str, str | None]]) -> None:
    assert told(text) == expected


CATEGORIES = [
    ("Women and children were among the dead; 12 women and children were killed.", "child+woman"),
    ("Two police officers were killed.", "security"),
    ("17 members of the security forces died.", "security"),
    ("Seven army defectors were killed.", "defector"),
    ("قتل 7 من المدنيين.", "civilian"),
    ("استشهد خمسة أطفال.", "child"),
    ("قتل 12 من عناصر الأمن.", "security"),
    ("استشهد ثلاثة مسعفين.", "medic"),
]


@pytest.mark.parametrize(("text", "category"), CATEGORIES)
def test_of_whom(text: str, category: str) -> None:
    assert [one.category for one in figures(text)][-1] == category


PARTS = [
    # text, for each figure the index of the one it is part of
    ("40 people, including 12 children, were killed.", [None, 0]),
    ("40 people were killed, among them 12 children and 8 women.", [None, 0, 0]),
    ("At least 40 people were killed, 12 of them children.", [None, 0]),
    ("12 of the 40 dead were children.", [1, None]),
    ("40 people (12 children, 8 women) were killed.", [None, 0, 0]),
    ("137 people were killed: 61 in Aleppo, 34 in Homs and 42 in Idlib.", [None, 0, 0, 0]),
    ("40 people were killed. Of these, 12 were children.", [None, 0]),
    ("40 people were killed and 30 wounded.", [None, None]),
    ("40 people, including 12 children, were killed and 30 others wounded.", [None, 0, None]),
    ("قتل 40 شخصا بينهم 12 طفلا و8 نساء.", [None, 0, 0]),
    ("استشهد 40 مدنيا، منهم 12 طفلا، وأصيب 30 آخرون.", [None, 0, None]),
    ("قتل 12 من أصل 40 معتقلا.", [1, None]),
]


@pytest.mark.parametrize(("text", "whole"), PARTS)
def test_parts_know_their_total(text: str, whole: list[int | None]) -> None:
    found = figures(text)
    ids = {one.id: n for n, one in enumerate(found)}
    assert [ids[one.part_of] if one.part_of else None for one in found] == whole
    for n, one in enumerate(found):
        assert [ids[part] for part in one.total_of] == [k for k, w in enumerate(whole) if w == n]


def test_parts_that_add_up_are_proposed_with_doubt() -> None:
    """The example of a total whose parts are told in another clause, without a word of parting."""
    text = (
        "At least 24,495 people have died since the beginning of the revolution, including a "
        "total of 17,281 civilians, while 6,163 soldiers have been killed and 1,051 deserters."
    )
    total, civilians, soldiers, deserters = figures(text)
    assert (total.value_low, total.value_high, total.bound) == (24_495, None, "at least")
    assert total.total_of == (civilians.id, soldiers.id, deserters.id)
    assert {one.counted for one in (total, civilians, soldiers, deserters)} == {"deaths"}
    assert not civilians.doubt
    assert soldiers.doubt == deserters.doubt == ("part by its sum",)


def test_each_number_has_the_place_beside_it() -> None:
    found = figures("12 people were killed in Homs, 8 in Hama and 3 in Idlib.")
    assert [one.place for one in found] == ["Homs", "Hama", "Idlib"]
    found = figures("قتل 12 شخصا في حمص و8 في حماة.")
    assert [one.place_id for one in found] == ["sy-homs", "sy-hama"]


def test_a_place_before_all_numbers_is_of_them_all() -> None:
    found = figures("In Homs, 12 people were killed and 30 wounded.")
    assert [one.place for one in found] == ["Homs", "Homs"]


def test_what_a_text_does_not_say_stays_empty() -> None:
    (one,) = figures("Twelve people were killed.")
    assert (one.place, one.as_of, one.period, one.attributed_to, one.category) == (None,) * 5


def test_attribution_is_not_inherited_from_the_sentence_before() -> None:
    first, second = figures("The ministry said 12 people were killed. Another 30 were wounded.")
    assert first.attributed_to is not None
    assert "ministry" in first.attributed_to
    assert second.attributed_to is None
    assert second.besides == first.id


def test_a_share_keeps_its_whole() -> None:
    (one,) = figures("60 per cent of the dead were children.")
    assert (one.value_low, one.unit, one.counted, one.category) == (
        60,
        "percent",
        "deaths",
        "child",
    )
    assert one.share_of in {"dead", "the dead"}


def test_a_date_is_of_the_numbers_beside_it() -> None:
    (one,) = figures("On 23 August 12 people were killed.", date(2012, 9, 3))
    assert (one.period, one.period_basis) == ("2012-08-23", "inferred")


@pytest.mark.parametrize(
    "text",
    [
        "The boy, aged 12, was in the 7th grade at School No. 5.",
        "Resolution 2042 was read at 12:30 on Highway 60.",
        "The minister spoke for three hours about 12 points.",
        "The 130 mm gun fired from the hill.",
        "قرأ المندوب القرار 2042 في الساعة الثالثة.",
        "كان عمره 12 عاما في الصف السابع.",
    ],
)
def test_numbers_that_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_the_quote_is_what_stands_at_the_span() -> None:
    text = "In Homs at least 40 people were killed, ما لا يقل عن 12 طفلا."
    for one in figures(text):
        assert text[one.start : one.end] == one.quote
