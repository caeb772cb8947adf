"""Dates and stretches of time in English sentences, read as of Wednesday 29 August 2012."""

from datetime import date

import pytest

from tawthiq.reading.model import Segment, Text
from tawthiq.reading.tokens import sentences
from tawthiq.reading.where_when.whens import find_whens

PUBLISHED = date(2012, 8, 29)


def whens_of(text: str, published: date | None = PUBLISHED):
    whole = Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),))
    found = find_whens(list(sentences(whole)), published)
    return [when for index in sorted(found) for when in found[index]]


def said(text: str, published: date | None = PUBLISHED):
    return [(when.kind, when.edtf) for when in whens_of(text, published)]


FULL_DATES = [
    ("Twelve people were killed on 23 August 2012.", "2012-08-23"),
    ("Twelve people were killed on August 23, 2012, by shelling.", "2012-08-23"),
    ("On Aug. 23rd, 2012 twelve died.", "2012-08-23"),
    ("Shelling on the 23rd of August 2012 killed four.", "2012-08-23"),
    ("Shelling on the 23rd of August, 2012, killed four.", "2012-08-23"),
    ("It was 2012-08-23 when the shell fell.", "2012-08-23"),
    ("Killed on 23/8/2012 in the square.", "2012-08-23"),
    ("Killed on 23/08/2012 in the square.", "2012-08-23"),
    ("Killed on 8/23/2012 in the square.", "2012-08-23"),
    ("Killed on 23.08.2012 in the square.", "2012-08-23"),
    ("Killed on 23-08-2012 in the square.", "2012-08-23"),
    ("Killed on 2012/08/23 in the square.", "2012-08-23"),
    ("Killed on 23/8/12 in the square.", "2012-08-23"),
    ("Killed on 23-Aug-2012 in the square.", "2012-08-23"),
    ("Killed on Thursday, 23 August 2012.", "2012-08-23"),
    ("Killed on Thursday 23 August 2012.", "2012-08-23"),
    ("Killed on Thursday, August 23, 2012.", "2012-08-23"),
    ("Killed on Thursday (23 August 2012) at dawn.", "2012-08-23"),
    ("Killed on the morning of 23 August 2012.", "2012-08-23"),
    ("Killed on the evening of August 23, 2012.", "2012-08-23"),
    ("KILLED ON 23 AUGUST 2012 IN HOMS.", "2012-08-23"),
    ("Killed on 23 august 2012 in Homs.", "2012-08-23"),
    ("Killed on 1 Sept 2011 in Homs.", "2011-09-01"),
    ("Killed on 1 Ramadan 1433 AH in Homs.", "2012-07-20"),
    ("Killed on 1 Ramadan 1433 AH (20 July 2012) in Homs.", "2012-07-20"),
    ("Killed on 20 July 2012 (1 Ramadan 1433) in Homs.", "2012-07-20"),
    ("Killed on May 5, 2012.", "2012-05-05"),
    ("Killed on March 15, 2011.", "2011-03-15"),
    ("Killed on the fifteenth of March 2011.", "2011-03-15"),
]


@pytest.mark.parametrize(("text", "edtf"), FULL_DATES)
def test_a_full_date_is_a_day_as_stated(text, edtf):
    (when,) = whens_of(text, None)
    assert (when.kind, when.edtf, when.basis) == ("day", edtf, "stated")


DATES_THAT_LACK_A_PART = [
    ("Forty were killed on August 23.", "day", "2012-08-23"),
    ("Forty were killed on 23 August.", "day", "2012-08-23"),
    ("Forty were killed on 30 August.", "day", "2011-08-30"),
    ("Forty were killed on August 23rd.", "day", "2012-08-23"),
    ("Forty were killed on Friday, 3 August.", "day", "2012-08-03"),
    ("Forty were killed on Friday, August 3, by shelling.", "day", "2012-08-03"),
    ("Forty were killed on Friday.", "day", "2012-08-24"),
    ("Forty were killed on Friday night.", "day", "2012-08-24"),
    ("Forty were killed late on Saturday.", "day", "2012-08-25"),
    ("Friday's shelling killed forty.", "day", "2012-08-24"),
    ("Forty were killed last Friday.", "day", "2012-08-24"),
    ("Forty were killed last Wednesday.", "day", "2012-08-22"),
    ("Talks will resume next Friday.", "day", "2012-08-31"),
    ("Forty were killed in May.", "period", "2012-05"),
    ("Forty were killed in September.", "period", "2011-09"),
    ("Forty were killed in March.", "period", "2012-03"),
    ("Forty were killed last June.", "period", "2012-06"),
    ("Forty were killed this August.", "period", "2012-08"),
    ("A vote is due next September.", "period", "2012-09"),
    ("Forty were killed in August last year.", "period", "2011-08"),
    ("Forty were killed yesterday.", "day", "2012-08-28"),
    ("Yesterday evening forty were killed.", "day", "2012-08-28"),
    ("Forty were killed today.", "day", "2012-08-29"),
    ("Today, forty were killed.", "day", "2012-08-29"),
    ("Today's toll is forty.", "day", "2012-08-29"),
    ("Forty were killed this morning.", "day", "2012-08-29"),
    ("Forty were killed tonight.", "day", "2012-08-29"),
    ("Forty were killed last night.", "day", "2012-08-28"),
    ("Forty were killed the day before yesterday.", "day", "2012-08-27"),
    ("Forty were killed two days ago.", "day", "2012-08-27"),
    ("Forty were killed 10 days ago.", "day", "2012-08-19"),
    ("Forty were killed 18 months ago.", "period", "2011-02"),
    ("Forty were killed last month.", "period", "2012-07"),
    ("Forty were killed this month.", "period", "2012-08"),
    ("Forty were killed earlier this month.", "period", "2012-08"),
    ("Forty were killed last year.", "period", "2011"),
    ("Forty were killed this year.", "period", "2012"),
    ("Forty were killed last week.", "period", "2012-08-20/2012-08-26"),
    ("Forty were killed this week.", "period", "2012-08-27/2012-09-02"),
    ("Forty were killed the week before last.", "period", "2012-08-13/2012-08-19"),
    ("Forty were killed over the past 24 hours.", "period", "2012-08-28/2012-08-29"),
    ("Forty were killed in the last 48 hours.", "period", "2012-08-27/2012-08-29"),
    ("Forty were killed in the last two weeks.", "period", "2012-08-15/2012-08-29"),
    ("Forty were killed during the past three days.", "period", "2012-08-26/2012-08-29"),
    ("Forty were killed in the past month.", "period", "2012-07-29/2012-08-29"),
    ("Forty were killed over the past week.", "period", "2012-08-22/2012-08-29"),
    ("Forty were killed on the 5th of this month.", "day", "2012-08-05"),
    ("Forty were killed since Friday.", "period", "2012-08-24/.."),
    ("Forty were killed since March.", "period", "2012-03/.."),
    ("Forty were killed since last Friday.", "period", "2012-08-24/.."),
    ("Forty were killed since yesterday.", "period", "2012-08-28/.."),
    ("Forty were killed since the beginning of the year.", "period", "2012-01/.."),
    ("Forty were killed since the start of this month.", "period", "2012-08-01/.."),
    ("Forty were killed during Ramadan.", "period", "2012-07-20/2012-08-18"),
    ("Forty were killed from 1 to 5 May.", "period", "2012-05-01/2012-05-05"),
    ("Forty were killed between 3 May and 9 June.", "period", "2012-05-03/2012-06-09"),
    ("Forty were killed on 1–5 May.", "period", "2012-05-01/2012-05-05"),
    ("Forty were killed between December and February.", "period", "2011-12/2012-02"),
    ("Forty were killed from Friday to Sunday.", "period", "2012-08-24/2012-08-26"),
    ("Forty were killed on Thursday and Friday.", "period", "2012-08-23/2012-08-24"),
    ("Forty were killed on 15 and 16 July.", "period", "2012-07-15/2012-07-16"),
    ("As of 3 May forty had been killed.", "as of", "2012-05-03"),
    ("Up to 3 May forty had been killed.", "as of", "2012-05-03"),
    ("Until 3 May forty had been killed.", "as of", "2012-05-03"),
    ("By the end of July forty had been killed.", "as of", "2012-07-31"),
    ("By Friday forty had been killed.", "as of", "2012-08-24"),
    ("By yesterday evening forty had been killed.", "as of", "2012-08-28"),
    ("Forty have been killed so far.", "as of", "2012-08-29"),
    ("Forty have been killed to date.", "as of", "2012-08-29"),
    ("Forty have been killed until now.", "as of", "2012-08-29"),
    ("Forty have been killed up to now.", "as of", "2012-08-29"),
    ("Forty have been killed as of today.", "as of", "2012-08-29"),
    ("Forty have been killed thus far.", "as of", "2012-08-29"),
    ("Forty have been killed since Eid al-Fitr.", "period", "2012-08-19/.."),
]


@pytest.mark.parametrize(("text", "kind", "edtf"), DATES_THAT_LACK_A_PART)
def test_what_a_date_lacks_comes_from_the_day_of_publication(text, kind, edtf):
    (when,) = whens_of(text)
    assert (when.kind, when.edtf, when.basis) == (kind, edtf, "inferred")


STRETCHES = [
    ("Forty were killed in August 2012.", "2012-08"),
    ("Forty were killed in August of 2012.", "2012-08"),
    ("Forty were killed in 2012.", "2012"),
    ("In 2012 alone, forty were killed.", "2012"),
    ("In 2012, forty were killed.", "2012"),
    ("Forty were killed since March 2011.", "2011-03/.."),
    ("Forty were killed since 15 March 2011.", "2011-03-15/.."),
    ("Forty were killed since 2011.", "2011/.."),
    ("Forty were killed since the beginning of 2012.", "2012-01/.."),
    ("Forty were killed since mid-March 2011.", "2011-03/.."),
    ("Forty were killed since the uprising began in March 2011.", "2011-03/.."),
    ("Forty were killed since the start of the conflict in March 2011.", "2011-03/.."),
    ("Forty were killed between March 2011 and August 2012.", "2011-03/2012-08"),
    ("Forty were killed from March 2011 to August 2012.", "2011-03/2012-08"),
    ("Forty were killed from 2011 to 2013.", "2011/2013"),
    ("Forty were killed in 2011-2012.", "2011/2012"),
    ("Forty were killed in May-June 2012.", "2012-05/2012-06"),
    ("Forty were killed in March to May 2012.", "2012-03/2012-05"),
    ("Forty were killed from 28 May to 3 June 2012.", "2012-05-28/2012-06-03"),
    ("Forty were killed on July 15-20, 2012.", "2012-07-15/2012-07-20"),
    ("Forty were killed from 25 December to 3 January 2012.", "2011-12-25/2012-01-03"),
    ("Forty were killed from 2012-05-01 to 2012-05-05.", "2012-05-01/2012-05-05"),
    ("Forty were killed in early August 2012.", "2012-08"),
    ("Forty were killed in mid-August 2012.", "2012-08"),
    ("Forty were killed in summer 2012.", "2012-06/2012-08"),
    ("Forty were killed in the first half of 2012.", "2012-01/2012-06"),
    ("Forty were killed in the second quarter of 2012.", "2012-04/2012-06"),
    ("Forty were killed before 5 May 2012.", "../2012-05-04"),
    ("Forty were killed after 5 May 2012.", "2012-05-06/.."),
    ("In the twelve months to 31 May 2013 forty were killed.", "2012-06-01/2013-05-31"),
]


@pytest.mark.parametrize(("text", "edtf"), STRETCHES)
def test_a_stretch_that_gives_its_year_is_stated(text, edtf):
    (when,) = whens_of(text)
    assert (when.kind, when.edtf, when.basis) == ("period", edtf, "stated")


WITHOUT_DATES = [
    ("It was 18 months of fighting.", "18 months"),
    ("Forty were killed in 30 days.", "30 days"),
    ("Forty were killed over two years.", "two years"),
    ("Forty were killed within 48 hours.", "48 hours"),
    ("The three-day siege cost forty lives.", "three-day"),
    ("The 18-month conflict cost forty lives.", "18-month"),
    ("Forty were killed in the past few days.", "the past few days"),
    ("Forty were killed in recent weeks.", "in recent weeks"),
    ("Forty were killed since the beginning of the revolution.",
     "since the beginning of the revolution"),
    ("Forty were killed since the uprising began.", "since the uprising began"),
    ("Forty were killed since the outbreak of the Syrian conflict.",
     "since the outbreak of the Syrian conflict"),
    ("Forty lived here before the war.", "before the war"),
    ("Forty were killed during the siege.", "during the siege"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), WITHOUT_DATES)
def test_a_stretch_without_dates_keeps_its_words(text, words):
    (when,) = whens_of(text)
    assert (when.kind, when.edtf, when.words) == ("period", None, words)


NO_DATES = [
    "Resolution 2042 was adopted.",
    "The council cited resolution 2042 and article 7.",
    "They work 24/7 in the field hospital.",
    "It was their 9/11, he said.",
    "2012 people signed.",
    "About 2000 people fled.",
    "Up to 2000 fighters remain.",
    "They may have been killed.",
    "May they rest in peace.",
    "Thousands joined the march.",
    "They march every week.",
    "A second shell fell.",
    "He is 23 years old.",
    "A child of 5 years was wounded.",
    "The 17 September Brigade denied it.",
    "The Friday of Dignity drew thousands.",
    "They called it Friday of Rage.",
    "Protests are held on Fridays.",
    "USA Today wrote of it.",
    "He was sentenced to 12 years in prison.",
    "The 130mm gun fired 12 shells.",
    "Call 0933 123 456 for help.",
    "Turn to page 2011.",
    "The day was long.",
    "He earned 2,012 pounds.",
    "The sun set over the hills.",
    "April Haddad spoke to reporters.",
    "At least 12 people died on the road to the north.",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_gives_none(text):
    assert whens_of(text) == []


def test_the_words_begin_with_the_preposition_only_where_it_bounds_the_time():
    words = [when.words for when in whens_of("Since March 2011, in May 2012, until 3 June 2012.")]
    assert words == ["Since March 2011", "May 2012", "until 3 June 2012"]


def test_without_publication_a_dateline_gives_the_day_and_is_no_when_itself():
    assert said("HOMS, 5 May 2012 – Twelve were killed on Friday.", None) == [("day", "2012-05-04")]


def test_without_publication_the_year_of_a_date_nearby_is_taken():
    _, second = whens_of("It began in March 2011. On 8 April six died.", None)
    assert (second.edtf, second.basis) == ("2011-04-08", "inferred")


def test_without_any_year_edtf_says_what_is_known():
    (when,) = whens_of("Twelve died on August 23.", None)
    assert (when.edtf, when.basis, bool(when.doubt)) == ("XXXX-08-23", "stated", True)


def test_a_weekday_that_is_not_that_of_the_date_is_a_doubt():
    (when,) = whens_of("Twelve died on Monday, 23 August 2012.")
    assert when.doubt


def test_a_weekday_picks_the_year_in_which_it_fell_on_the_date():
    """8 April was a Friday in 2011 and a Sunday in 2012."""
    (when,) = whens_of("Twelve died on Friday, 8 April.")
    assert when.edtf == "2011-04-08"


def test_day_and_month_that_may_be_swapped_are_a_doubt():
    (when,) = whens_of("Twelve died on 3/8/2012.")
    assert (when.edtf, bool(when.doubt)) == ("2012-08-03", True)


def test_a_number_after_a_month_may_count_what_follows():
    assert said("In August 12 people were killed.") == [("period", "2012-08")]


def test_the_stop_of_the_sentence_is_no_part_of_a_month():
    (when,) = whens_of("Six died in July.")
    assert when.words == "July"


def test_several_dates_of_one_sentence_stand_in_order():
    assert said("Six died on 3 May 2012, eight on 5 May 2012 and 40 have died so far.") == [
        ("day", "2012-05-03"),
        ("day", "2012-05-05"),
        ("as of", "2012-08-29"),
    ]
