"""Which place and date belong to which number of a sentence, through the whole reading."""

from datetime import date

import pytest

from tawthiq.fields import Gazetteer
from tawthiq.reading import read_text
from tawthiq.statements import Figure

GAZETTEER = Gazetteer.default()
PUBLISHED = date(2013, 2, 20)  # a Wednesday


def figures(text: str) -> list[Figure]:
    reading = read_text(text.encode(), "x.txt", published=PUBLISHED, gazetteer=GAZETTEER)
    return [one for one in reading.statements if isinstance(one, Figure)]


PLACES = [
    ("12 people were killed in Homs, 8 in Hama.", ["Homs", "Hama"]),
    ("In Homs 12, in Hama 8 people were killed.", ["Homs", "Hama"]),
    ("In Homs, 12 people were killed and 30 wounded.", ["Homs", "Homs"]),
    ("12 people were killed and 30 were wounded in Talbiseh.", ["Talbiseh", "Talbiseh"]),
    ("137 people were killed, 61 in Aleppo and 34 in Damascus.", [None, "Aleppo", "Damascus"]),
    ("40 people were killed, including 12 children, in Talbiseh.", ["Talbiseh", "Talbiseh"]),
    ("40 people were killed, including 12 in Talbiseh.", [None, "Talbiseh"]),
    (
        "A rocket in Talbiseh killed seven people, including four children, and injured 31 others.",
        ["Talbiseh", "Talbiseh", "Talbiseh"],
    ),
    ("12 people died in Homs; the agency counts 9,000 deaths.", ["Homs", None]),
    ("12 people died in Homs, while 9,000 people have been killed.", ["Homs", None]),
    ("12 people have died in Jordan, bringing the total to 450 deaths.", ["Jordan", "Jordan"]),
    ("قتل 27 مدنيا على الأقل، بينهم 11 طفلا في قصف على مدينة حلب.", ["حلب", "حلب"]),
    ("تصدرت حلب المحافظات بـ822 قتيلا، تليها حمص بـ304 قتلى.", ["حلب", "حمص"]),
    ("سقط سبعون قتيلا في سوريا معظمهم في درعا.", ["سوريا"]),
]


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_a_place_belongs_to_the_numbers_of_its_clause(text, places):
    assert [one.place for one in figures(text)] == places


def test_of_a_list_of_places_the_first_stands_with_a_doubt():
    (figure,) = figures("40 people were killed in the provinces of Hasakah, Raqqa and Aleppo.")
    assert figure.place == "Hasakah"
    assert "one of several places told" in figure.doubt


def test_a_place_in_the_name_of_a_body_is_nobodys_place():
    (figure,) = figures("قالت تنسيقية دوما إن 12 شخصا قتلوا.")
    assert figure.place is None


PERIODS = [
    ("On Sunday, 12 people were killed and 30 were wounded.", ["2013-02-17", "2013-02-17"]),
    ("The agency said on Tuesday that 12 people were killed.", [None]),
    ("The agency said in a statement on Tuesday that 12 people were killed.", [None]),
    ("12 people were killed, says a study released last week.", [None]),
    ("Speaking on Tuesday, the mayor said 12 people were killed.", [None]),
    ("12 people were released under decree 61 of 2011.", [None]),
    ("Between 3 and 9 May, partners report that 12 people were killed.", ["2012-05-03/2012-05-09"]),
    ("12 people died on Friday, bringing the total to 450 deaths.", ["2013-02-15", None]),
    ("The dead rose to 14,700 people on Tuesday, up from 13,500 people.", ["2013-02-19", None]),
    ("12 people were killed, and the road was opened on Monday.", [None]),
    (
        "ارتفعت الحصيلة منذ 7 تشرين الأول 2012 حيث بلغ عدد القتلى 400 شخص، بينما أصيب 900 شخص.",
        ["2012-10-07/..", "2012-10-07/.."],
    ),
    ("وصل 61 قتيلا و308 جرحى خلال الأيام الثلاثة الماضية.", ["2013-02-17/2013-02-20"] * 2),
]


@pytest.mark.parametrize(("text", "periods"), PERIODS)
def test_a_date_belongs_to_the_numbers_that_it_dates(text, periods):
    assert [one.period for one in figures(text)] == periods


def test_a_number_within_a_date_is_no_figure():
    (figure,) = figures("During the first half of this year, 3,000 people were displaced.")
    assert (figure.value_low, figure.period) == (3000, "2013-01/2013-06")


BULLETINS = [
    ("Friday 24 August 2012\n\n• 12 people were killed in Homs.", "2012-08-24", "stated"),
    ("Friday 24 August\n\n• 12 people were killed in Homs.", "2012-08-24", "inferred"),
    ("Hour by hour (Friday 24 August 2012)\n\n02:45 - 12 people killed.", "2012-08-24", "stated"),
    ("الجمعة 24 آب 2012\n\n- قتل 12 شخصا في حمص.", "2012-08-24", "stated"),
]


@pytest.mark.parametrize(("text", "period", "basis"), BULLETINS)
def test_the_lines_under_a_dated_heading_have_its_day(text, period, basis):
    (figure,) = figures(text)
    assert (figure.period, figure.period_basis) == (period, basis)


def test_every_line_of_a_timeline_has_its_own_day():
    found = figures(
        "30 August - 12 people were killed in Homs.\n31 August - Shelling. 8 people were killed.\n"
    )
    assert [one.period for one in found] == ["2012-08-30", "2012-08-31"]


def test_ordinary_sentences_have_no_day_from_a_heading():
    (figure,) = figures("Friday 24 August 2012\n\nThe agency tells of 12 people killed in Homs.")
    assert figure.period is None


def test_the_day_of_publication_above_a_list_says_when_it_was_written():
    (figure,) = figures("Wednesday 20 February 2013\n\n• 12 people were killed in Homs.")
    assert figure.period is None
