"""Numbers and their bounds in English sentences, and the numbers that are no figure.

Each case is a sentence and what it tells, in short: `40` · `~40` about · `≥40` at least · `>40`
more than · `≤40` at most · `^40` up to · `50–60` between · `dozens` vague, by its word · `?` not
known; then unit, `/day`, `added`, `others`, `total`.
"""

import pytest

from tawthiq.reading.model import Quantity, Segment, Sentence
from tawthiq.reading.numbers.quantities import find_quantities
from tawthiq.reading.tokens import language_of, tokenise

SIGNS = {"exact": "", "about": "~", "at least": "≥", "more than": ">", "at most": "≤", "up to": "^"}


def sentence(text: str) -> Sentence:
    return Sentence(
        index=0,
        start=0,
        stop=len(text),
        tokens=tuple(tokenise(text)),
        language=language_of(text),
        segment=Segment(start=0, stop=len(text), role="article"),
        paragraph=0,
    )


def short(one: Quantity) -> str:
    """A quantity in the short writing of the cases."""
    if one.bound == "vague":
        value = (one.hedge or "").casefold()
    elif one.bound == "not known":
        value = "?"
    elif one.bound == "between":
        value = f"{one.low}–{one.high}"
    else:
        value = f"{SIGNS[one.bound]}{one.low if one.low is not None else one.high}"
    said = [value, one.unit, f"/{one.per}" if one.per else None, one.more]
    return " ".join(word for word in (*said, "total" if one.total else None) if word)


def told(text: str) -> list[str]:
    return [short(one) for one in find_quantities(sentence(text))]


FIGURES = [
    # digits
    ("24,495 people have died.", ["24495"]),
    ("The list holds 24 495 names.", ["24495"]),
    ("The list holds 24\u00a0495 names.", ["24495"]),
    ("The list holds 24\u2009495 victims.", ["24495"]),
    ("Some 1.500.000 refugees crossed.", ["~1500000"]),
    ("The toll stands at 24495.", ["24495"]),
    ("12k people have fled.", ["12000"]),
    ("3K families were registered.", ["3000"]),
    ("About 2m refugees are registered.", ["~2000000"]),
    ("1.5 million people need help.", ["1500000"]),
    ("About 2.3 million were displaced.", ["~2300000"]),
    ("a 1.2-million-strong crowd", ["1200000"]),
    ("6 million children are out of school.", ["6000000"]),
    ("Killed: 40. Wounded: 120.", ["40", "120"]),
    ("Homs 12, Hama 8, Idlib 3.", ["12", "8", "3"]),
    ("(12) civilians were killed", ["12"]),
    ("Twelve (12) civilians were killed.", ["12"]),
    # number words
    ("one hundred and twenty-three people were buried", ["123"]),
    ("One hundred twenty three people were buried", ["123"]),
    ("twelve thousand detainees", ["12000"]),
    ("half a million refugees", ["500000"]),
    ("half a million people have left", ["500000"]),
    ("a million and a half people were displaced", ["1500000"]),
    ("two and a half million people were displaced", ["2500000"]),
    ("a quarter of a million people", ["250000"]),
    ("a dozen people were killed", ["12"]),
    ("two dozen bodies were found", ["24"]),
    ("half a dozen shells struck the square", ["6"]),
    ("a hundred bodies were found", ["100"]),
    ("a thousand families left the town", ["1000"]),
    ("fifteen hundred prisoners were freed", ["1500"]),
    ("seventy-eight prisoners were freed", ["78"]),
    ("two hundred and fifty thousand refugees", ["250000"]),
    ("Thirty people died and forty-two were wounded.", ["30", "42"]),
    ("two people were killed", ["2"]),
    ("A pair of shells struck the bakery.", ["2"]),
    # bounds before
    ("At least 40 people were killed.", ["≥40"]),
    ("at the very least 40 people died", ["≥40"]),
    ("No fewer than 40 people were killed.", ["≥40"]),
    ("Not less than 40 people were killed.", ["≥40"]),
    ("No less than 12 children died.", ["≥12"]),
    ("a minimum of 40 dead", ["≥40"]),
    ("More than 40 people were killed.", [">40"]),
    ("Over 40 people were killed.", [">40"]),
    ("upwards of 40 people were killed", [">40"]),
    ("in excess of 3,000 detainees", [">3000"]),
    ("above 3,000 detainees", [">3000"]),
    ("well over 3,000 detainees", [">3000"]),
    ("Some 40 people were killed.", ["~40"]),
    ("About 40 people were killed.", ["~40"]),
    ("around 40 people were killed", ["~40"]),
    ("approximately 40 people were killed", ["~40"]),
    ("roughly 40 people were killed", ["~40"]),
    ("Nearly 40 people were killed.", ["~40"]),
    ("almost forty people were killed", ["~40"]),
    ("close to 3,000 people were held", ["~3000"]),
    ("an estimated 3,000 people are held", ["~3000"]),
    ("~40 people were killed", ["~40"]),
    (">40 people were killed", [">40"]),
    ("≥ 40 people were killed", ["≥40"]),
    ("As many as 40 people were killed.", ["^40"]),
    ("Up to 40 people were killed.", ["^40"]),
    ("the toll may be as high as 400", ["^400"]),
    ("At most 40 people were killed.", ["≤40"]),
    ("No more than 40 men stayed.", ["≤40"]),
    ("Not more than 40 men stayed.", ["≤40"]),
    ("They do not exceed 1,000 men.", ["≤1000"]),
    ("Their number did not exceed 1,000.", ["≤1000"]),
    ("The dead did not exceed 12.", ["≤12"]),
    ("fewer than 40 families remain", ["≤40"]),
    ("Less than 40 families remain.", ["≤40"]),
    ("Just under 3,000 people remain.", ["≤3000"]),
    ("under 300 people remain", ["≤300"]),
    ("a maximum of 300 people remain", ["≤300"]),
    ("The toll has exceeded 300.", [">300"]),
    ("The death toll topped 20,000.", [">20000"]),
    ("Their number surpassed 20,000.", [">20000"]),
    ("at least about 30 people", ["≥30"]),
    ("at least another 12 people were wounded", ["≥12 added"]),
    ("at least a dozen people", ["≥12"]),
    ("more than half a million people", [">500000"]),
    ("around a hundred people", ["~100"]),
    # bounds after
    ("40 or more people were killed", ["≥40"]),
    ("40 people at least were killed", ["≥40"]),
    ("Killed: 40 at the very least.", ["≥40"]),
    ("40+ people were killed", ["≥40"]),
    ("40 people or so were killed", ["~40"]),
    ("thirty men or so", ["~30"]),
    ("30 at most were fighters", ["≤30"]),
    ("1,200 dead and counting", ["≥1200"]),
    ("300 plus detainees", [">300"]),
    # ranges
    ("Between 50 and 60 people were killed.", ["50–60"]),
    ("between fifty and sixty people", ["50–60"]),
    ("between one hundred and two hundred people", ["100–200"]),
    ("from 50 to 60 people were killed", ["50–60"]),
    ("50-60 people were killed", ["50–60"]),
    ("50–60 people were killed", ["50–60"]),
    ("50 to 60 people were killed", ["50–60"]),
    ("50 or 60 people were killed", ["50–60"]),
    ("two or three people were killed", ["2–3"]),
    ("2-3 million people were displaced", ["2000000–3000000"]),
    ("2 to 3 million people were displaced", ["2000000–3000000"]),
    ("three, possibly four, people were killed", ["3–4"]),
    ("between 50% and 60% of the residents", ["50–60 percent"]),
    ("30-40 percent of the houses", ["30–40 percent"]),
    ("The toll rose from 12 to 15.", ["12", "15"]),
    # vague
    ("Dozens were killed.", ["dozens"]),
    ("Scores of people were arrested.", ["scores"]),
    ("Hundreds of people fled.", ["hundreds"]),
    ("tens of thousands of people fled", ["tens of thousands"]),
    ("hundreds of thousands fled", ["hundreds of thousands"]),
    ("Several people were wounded.", ["several"]),
    ("A number of civilians were wounded.", ["a number of"]),
    ("a handful of fighters", ["a handful of"]),
    ("Many people were wounded.", ["many"]),
    ("several hundred people fled", ["several hundred"]),
    ("Dozens more were wounded.", ["dozens added"]),
    ("dozens of others were wounded", ["dozens others"]),
    # shares in words
    ("Half of the dead were children.", ["half share"]),
    ("A third of the residents have left.", ["a third share"]),
    ("two thirds of the victims were women", ["two thirds share"]),
    ("More than half of the victims are civilians.", ["more than half share"]),
    ("the majority of the victims are civilians", ["the majority share"]),
    ("Most of the victims are civilians.", ["most share"]),
    # not known
    ("The number of dead is not yet known.", ["?"]),
    ("The number of the wounded was not known.", ["?"]),
    ("An unknown number of people were arrested.", ["?"]),
    ("The death toll remains unknown.", ["?"]),
    # percent, rates, money
    ("60 % of the dead were civilians.", ["60 percent"]),
    ("60% of the dead were civilians.", ["60 percent"]),
    ("60 per cent of the dead were civilians", ["60 percent"]),
    ("Some 7.5 percent of the dead", ["~7.5 percent"]),
    ("sixty percent of the dead", ["60 percent"]),
    ("177 a day were killed", ["177 /day"]),
    ("177 people a day were killed", ["177 /day"]),
    ("an average of 177 people per day", ["177 /day"]),
    ("a daily average of 177 dead", ["177 /day"]),
    ("3,000 people cross every week", ["3000 /week"]),
    ("$1.5 million was pledged", ["1500000 USD"]),
    ("US$1.5 million was pledged", ["1500000 USD"]),
    ("USD 3m was pledged", ["3000000 USD"]),
    ("€200,000 were paid", ["200000 EUR"]),
    ("£3,000 was paid", ["3000 GBP"]),
    ("3 million dollars were pledged", ["3000000 USD"]),
    ("500 Syrian pounds for a bag of bread", ["500 SYP"]),
    ("$3bn is needed", ["3000000000 USD"]),
    # added, others, totals
    ("Another twelve were wounded.", ["12 added"]),
    ("A further 12 people were wounded.", ["12 added"]),
    ("12 more people were wounded", ["12 added"]),
    ("an additional 12 people", ["12 added"]),
    ("12 others were wounded", ["12 others"]),
    ("twelve other victims were identified", ["12 others"]),
    ("the other 12 were released", ["12 others"]),
    ("a total of 17,281 civilians", ["17281 total"]),
    ("In all, 40 people were killed.", ["40 total"]),
    ("40 people in total were killed", ["40 total"]),
    # one person
    ("One child was killed.", ["1"]),
    ("A child was killed by a sniper.", ["1"]),
    ("A shell hit the house, killing a woman and three children.", ["1", "3"]),
    ("Five people died, including a child and a woman.", ["5", "1", "1"]),
    ("Two men and a woman were killed.", ["2", "1"]),
    ("A 12-year-old boy was killed by a sniper.", ["1"]),
    ("at least one person was wounded", ["≥1"]),
    ("one dead and two wounded", ["1", "2"]),
    # scales said once, ends that lend
    ("between three and four hundred people", ["300–400"]),
    ("two or three hundred people", ["200–300"]),
    ("eight thousand or nine", ["8000–9000"]),
    ("ten or a dozen men", ["10–12"]),
    ("Eighty-some children were found.", ["~80"]),
    ("thirty-odd men were held", ["~30"]),
    (">= 145 dead", ["≥145"]),
    ("a billion at the outside", ["≤1000000000"]),
    ("not far off a thousand people", ["~1000"]),
    ("One in four clinics is closed.", ["one in four share"]),
    ("Nearly 1 in 3 residents left.", ["nearly 1 in 3 share"]),
    ("nearly three out of four houses were hit", ["nearly three out of four share"]),
    ("35 out of 75 ambulances", ["35", "75"]),
    ("a first group of 755 was freed", ["755"]),
    ("one fifth had come in", ["one fifth share"]),
    ("Half are children.", ["half share"]),
    ("upwards of 8,000 people cross into the country every day", [">8000 /day"]),
    ("Houses burnt: unknown.", ["?"]),
    ("Nobody knows how many wounded there were.", ["?"]),
    ("How many were detained is not yet clear.", ["?"]),
    ("How many people has it lost?", []),
    ("The high one, 900, came from the mosque.", ["900"]),
    ("Homs (12), Hama (9) and Daraa (3)", ["12", "9", "3"]),
    ("There were no 40 dead.", ["40"]),
    ("“40 dead in the village”, they wrote", ["40"]),
    ("Government forces lost at least 8 soldiers and 3 tanks", ["≥8", "3"]),
    ("A soldier killed 12 people.", ["12"]),
    ("A nurse said 12 people were killed.", ["12"]),
    ("Two residents said 12 people were killed.", ["12"]),
    ("12 people were killed, according to two activists", ["12"]),
    # years that are counts, counts that look like dates
    ("At least 2012 people were killed.", ["≥2012"]),
    ("12 May have", []),
    ("12 may have died", ["12"]),
    ("On 23 August 12 people were killed", ["12"]),
    ("In 2012, 24,495 people died", ["24495"]),
    ("In Homs 12 people were killed in 3 attacks", ["12", "3"]),
]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_a_sentence_tells_its_numbers(text: str, expected: list[str]):
    assert told(text) == expected


NONE = [
    "Salim was aged 12.",
    "a 12-year-old boy told his story",
    "He is 12 years old.",
    "Salim Haddad, 45, runs the hospital.",
    "at the age of 12",
    "children under 5",
    "the 12th time",
    "the twenty-third session",
    "the first and the second",
    "the shelling began at 12:30",
    "at 5 pm and at 5 a.m.",
    "at 5 o'clock",
    "On August 23 the shelling began.",
    "On 23 August the shelling began.",
    "on August 23, 2012",
    "on 23/8/2012 and on 2012-08-23",
    "between 23 and 25 August",
    "August 23-25",
    "in 2012 and 2013",
    "in the 1980s",
    "the 2011-2012 season",
    "since March 2011",
    "1. The shelling",
    "3- The shelling",
    "as told before [12]",
    "one of the villages",
    "one another",
    "no one came",
    "One day we shall return.",
    "they fired 120 mm mortars and a 60mm mortar",
    "an M16 and an RPG-7 and a T-72 and a MiG-23",
    "S-300 and AK-47",
    "Scud-B",
    "on the M5 and on Highway 4 and Street 30",
    "under Resolution 2042 and Resolutions 2042 and 2043",
    "Law No. 10 of 2018",
    "under article 5 and articles 7 and 8",
    "see page 12, figure 3 and table 4",
    "the 4th Division and the 17th",
    "Brigade 93 took the hill",
    "the G20 and the Group of 7",
    "Channel 4 and France 24 said",
    "call +963 11 555 0134",
    "phone 555-0134",
    "at 36.2021° N",
    "30 km north of the town",
    "a 500 kg bomb fell 20 metres away",
    "a 30-kilometre drive",
    "an area of 4 square kilometres",
    "at 40 degrees",
    "three days later",
    "18 months of fighting",
    "a two-hour truce and a three-day siege",
    "for two decades",
    "They met twice, once in May.",
    "They won 2-1.",
    "on flight 302",
    "ISBN 978-3-16-148410-0",
    "see https://example.org/2012/08/23/40-dead",
    "the #7april movement and version 2.0",
    "9/11 and 24/7",
    "the Square of 7 April",
    "the two sides agreed",
    "both men",
    "the three countries signed",
    "for three reasons",
    "four times",
    "half an hour later",
    "most of the day",
    "a day later",
    "There were many reasons.",
    "paragraph 3.2 of the report",
    "He is the number one",
    "chapter five",
    "a man stood in the square",
    "a resident said so by telephone",
    "aged 3, 5 and 7",
    "between the ages of 12 and 15",
    "15 minutes and 30 seconds",
    "two weeks ago",
    "three quarters of an hour",
    "COVID-19",
    "on Geneva 2",
    "Sections 3 and 4 speak of it.",
    "the UN has 5 permanent members",
    "The committee met in room 7.",
    "it lost 3.5 points",
    "12 comments",
    "a 12-point plan",
    "at 1400 GMT",
    "He was 51.",
    "a boy of ten",
    "conscripts of 20",
    "The girls are under 15.",
    "17 Nile Street",
    "Room 7, row 5 to row 9",
    "page 1 of 3",
    "1) the first 2) the second",
    "see the notes; (3) tells it too",
    "call 7700 555 012",
    "at 0900",
    "of the Two Rivers",
    "the campaign “100 Candles” began",
    "Between the two lies a river.",
    "Friday 23 in the town",
    "every 30 metres",
]


@pytest.mark.parametrize("text", NONE)
def test_a_number_that_counts_nothing_gives_no_quantity(text: str):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("at least about 30 people", "at least about"),
        ("They do not exceed 1,000 men.", "do not exceed"),
        ("40 people at least were killed", "at least"),
        ("50 or 60 people were killed", "or"),
        ("Between 50 and 60 people were killed.", "Between"),
        ("50-60 people were killed", None),
        ("40 people were killed", None),
        ("More than half of the victims", "More than half"),
        ("40+ people", "+"),
    ],
)
def test_a_hedge_keeps_its_words(text: str, hedge: str | None):
    assert find_quantities(sentence(text))[0].hedge == hedge


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("At least 24,495 people died.", "At least 24,495", "24,495"),
        ("A total of 40 people died.", "A total of 40", "40"),
        ("40 people at least died.", "40 people at least", "40"),
        ("Between 50 and 60 died.", "Between 50 and 60", "50 and 60"),
        ("They do not exceed 1,000 men.", "do not exceed 1,000", "1,000"),
        ("$3 million was pledged", "$3 million", "$3 million"),
        ("some 60 per cent of them", "some 60 per cent", "60 per cent"),
    ],
)
def test_a_quantity_stands_where_its_words_stand(text: str, words: str, number: str):
    one = find_quantities(sentence(text))[0]
    start, stop = sentence(text).words(one.first, one.last)
    assert text[start:stop] == words
    start, stop = sentence(text).words(one.number_first, one.number_last)
    assert text[start:stop] == number


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("The toll stands at 24.495.", "thousands or decimals"),
        ("1.250 million people", "thousands or decimals"),
        ("it rose by 3 percentage points", "percent or percentage points"),
        ("A child was killed.", "single person told"),
        ("A couple of people were killed.", "how many a couple is"),
    ],
)
def test_what_may_be_read_otherwise_carries_its_doubt(text: str, doubt: str):
    assert doubt in find_quantities(sentence(text))[0].doubt


def test_thousands_after_a_point_are_no_doubt_where_people_follow():
    (one,) = find_quantities(sentence("24.495 people died."))
    assert (one.low, one.doubt) == (24495, ())
