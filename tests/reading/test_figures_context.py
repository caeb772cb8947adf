"""What other lines tell of a number: its topic, its heading, its total; and what they do not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.fields import Gazetteer
from tawthiq.reading.model import Segment, Text
from tawthiq.reading.propose import propose
from tawthiq.statements import Figure, ThreadItem

PLACES = Gazetteer.default()


def figures(text: str, published: date | None = None) -> list[Figure]:
    whole = Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),))
    made = propose(whole, document="0" * 64, published=published, gazetteer=PLACES)
    return [one for one in made if isinstance(one, Figure)]


def test_lines_of_a_list_are_parts_of_the_total_above_them() -> None:
    total, men, women, children = figures(
        "The network documented 3,254 deaths in May. The dead are told apart as follows:\n"
        "- Men: 2,610\n- Women: 311\n- Children: 333\n"
    )
    assert [one.part_of for one in (men, women, children)] == [total.id] * 3
    assert [one.category for one in (men, women, children)] == ["man", "woman", "child"]
    assert {one.counted for one in (men, women, children)} == {"deaths"}


def test_rows_of_a_table_are_parts_of_their_sum() -> None:
    found = figures(
        "Persons killed:\n\n  Women  311\n  Men  2,610\n  Children  333\n  All  3,254\n"
    )
    assert [one.part_of for one in found] == [found[3].id] * 3 + [None]
    assert all("part by its sum" in one.doubt for one in found[:3])


def test_parts_of_a_total_told_before_go_on() -> None:
    total, fighters, civilians = figures(
        "The centre counted 3,254 dead. Of the total, 1,377 were fighters and 1,877 civilians."
    )
    assert (fighters.part_of, civilians.part_of) == (total.id, total.id)


def test_an_arabic_share_of_them_is_a_part() -> None:
    whole, third = figures("قتل 90 شخصا، ثلثهم من الأطفال.")
    assert (third.part_of, third.category) == (whole.id, "child")


def test_a_list_by_province_finds_the_total_that_it_adds_up_to() -> None:
    """The figure told last is another one: the list is held against its sum."""
    found = figures(
        "In May 2,154 people were killed. The army lost 800 soldiers. "
        "By province: Homs 764; Hama 395; Daraa 422; Idlib 573."
    )
    assert [one.part_of for one in found[2:]] == [found[0].id] * 4
    assert [one.place for one in found[2:]] == ["Homs", "Hama", "Daraa", "Idlib"]


def test_numbers_in_brackets_go_on_counting() -> None:
    found = figures("Most people were killed in Homs (764), followed by Hama (395), Idlib (573).")
    assert [(one.value_low, one.counted) for one in found[-3:]] == [
        (764, "deaths"),
        (395, "deaths"),
        (573, "deaths"),
    ]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("How many have you buried? Eleven hundred since the summer.", "deaths"),
        ("كم شهيدا دفنتم؟ ألف ومئة منذ الصيف.", "deaths"),
        ("Killed in May:\n- Homs: 12\n", "deaths"),
    ],
)
def test_what_is_counted_may_be_told_before_and_then_it_is_doubtful(
    text: str, counted: str
) -> None:
    one = figures(text)[-1]
    assert one.counted == counted
    assert one.doubt


def test_a_topic_does_not_reach_into_a_comment() -> None:
    article, comment = "12 people were killed.", "I saw 1,500 there."
    text = f"{article}\n\n{comment}"
    whole = Text(
        text=text,
        segments=(
            Segment(start=0, stop=len(article), role="article"),
            Segment(start=len(article) + 2, stop=len(text), role="comment"),
        ),
    )
    made = propose(whole, document="0" * 64, published=None, gazetteer=PLACES)
    told = [one.counted for one in made if isinstance(one, Figure)]
    assert told == ["deaths", None]


def test_how_many_fighters_there_are_is_no_number_of_dead() -> None:
    found = figures("12 civilians were killed on Friday. The rebels have 1,000 fighters there.")
    assert [one.counted for one in found] == ["deaths", "fighters"]


def test_the_whole_of_a_share_did_not_suffer_what_the_share_did() -> None:
    share, whole = figures("Nearly half of the 22 million people have been displaced.")
    assert (share.unit, share.counted) == ("share", "displaced")
    assert (whole.value_low, whole.counted) == (22_000_000, "people")


def test_a_second_share_has_the_whole_of_the_first() -> None:
    men, women = figures("85.1% of the victims are male, and 9.3% female.")
    assert men.share_of == women.share_of == "victims"
    assert (men.part_of, women.part_of) == (None, None)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("A total of 91 civilian casualties (35 killed, 56 injured) were recorded.", [None, 0, 0]),
        ("Of the 71,000 who came, 51,000 have registered as refugees.", [None, 0]),
        ("About 100,000 of the camp's 150,000 residents have fled.", [1, None]),
        ("90 people died: 60 in Homs, including 12 children, and 30 in Hama.", [None, 0, 1, 0]),
        ("قتل 96 شخصا، منهم 60 في حمص، و24 في حلب، و12 في إدلب.", [None, 0, 0, 0]),
        ("49,951 civilians were killed, among them 7,626 children.", [None, 0]),
    ],
)
def test_parts_of_real_reports(text: str, whole: list[int | None]) -> None:
    found = figures(text)
    ids = {one.id: n for n, one in enumerate(found)}
    assert [ids[one.part_of] if one.part_of else None for one in found] == whole


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("The number of civilians killed rose to 685.", "civilian"),
        ("The civilian death toll rose to 40.", "civilian"),
        ("Civilians made up 61% of the dead.", "civilian"),
        ("ويشكل المدنيون 58% من القتلى.", "civilian"),
        ("Two of my four nurses were killed.", "medic"),
        ("12 members of the Iraqi security forces were killed.", "security"),
        ("They destroyed 14 military vehicles.", None),
    ],
)
def test_who_they_are_may_stand_beside_what_is_counted(text: str, category: str | None) -> None:
    assert figures(text)[0].category == category


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("At least six children, seven women and 12 soldiers were killed.", ["deaths"] * 3),
        ("The rebels do not exceed 25,000 men on paper.", ["fighters"]),
        ("USD 45,000,000 was pledged for refugees.", ["money"]),
        ("7,000 IDP returnees came.", ["returnees"]),
        ("60 pictures of bodies were shown.", ["other"]),
        ("12,000 children were vaccinated; 40 people were killed.", ["people", "deaths"]),
        ("لقح 12000 طفل وقتل 40 شخصا.", ["people", "deaths"]),
    ],
)
def test_what_real_reports_count(text: str, counted: list[str]) -> None:
    assert [one.counted for one in figures(text)] == counted


def test_what_is_left_out_is_no_part() -> None:
    total, without = figures("400 people were killed, not including 30 militiamen who died.")
    assert without.part_of is None
    assert total.total_of == ()


def test_names_of_bodies_tell_of_nobody() -> None:
    found = figures("The Martyrs of Qalamoun Brigade seized three depots near the town.")
    assert all(one.counted != "deaths" for one in found)


def test_a_noun_of_no_list_keeps_its_word_and_a_doubt() -> None:
    (one,) = figures("The mission brought 40 harpsichords to the town.")
    assert (one.counted, one.unit) == ("other", "harpsichords")
    assert one.doubt == ("the noun is in no list of terms",)


def test_paragraphs_in_another_language_are_left_alone() -> None:
    text = (
        "Twelve people were killed in Homs on Friday, the committee said in its bulletin.\n\n"
        "Selon l'observatoire, au moins 45 civils ont été tués dans la ville de Homs vendredi."
    )
    assert [one.value_low for one in figures(text)] == [12]


def test_a_reader_holds_what_stands_in_the_comment() -> None:
    from tawthiq.reading.propose import read_text  # noqa: PLC0415

    page = (
        "At least 40 people were killed.\n\n1 comment\n\n"
        "1. Rana | 3 September 2012\nNo, 12 people were killed at most.\n"
    )
    made = read_text(page.encode(), "page.txt").statements
    (item,) = (one for one in made if isinstance(one, ThreadItem))
    inside = [one for one in made if isinstance(one, Figure) and one.item is not None]
    assert [(one.holder, one.item) for one in inside] == [("Rana", item.id)] * len(inside)
    assert inside


SOUP = st.lists(
    st.sampled_from(
        [*"12,.%()-:\n ", "قتل ", "منهم ", "killed ", "of ", "people ", "including ", "و", "ستون "]
    ),
    max_size=60,
).map("".join)


@given(SOUP)
def test_whatever_the_text_each_figure_stands_where_it_says(text: str) -> None:
    found = figures(text)
    ids = {one.id for one in found}
    assert len(ids) == len(found)
    for one in found:
        assert text[one.start : one.end] == one.quote
        assert one.part_of is None or one.part_of in ids
        assert one.part_of != one.id
        if one.value_low is not None and one.value_high is not None:
            assert one.value_low <= one.value_high
