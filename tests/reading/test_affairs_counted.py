"""Elections and what each got, displaced people as stocks and flows, breaches of charters."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.statements import Displacement, Election, Result, Violation


@pytest.mark.parametrize(
    ("text", "body", "seats", "method"),
    [
        ("On 3 April 2012 the people of Salqin elected a local council of 15 members by secret ballot.", "local council", 15, "secret ballot"),
        ("The Provincial Council of the Hill was elected in Gaziantep on 6 March 2012.", "Provincial Council of the Hill", None, None),
        ("The Hill Coordination Committee elected a new executive bureau on 9 April by a show of hands.", "executive bureau", None, "show of hands"),
        ("في 3 نيسان 2012 انتخب أهالي سلقين مجلسًا محليًا من 15 عضوًا بالاقتراع السري.", "مجلسًا محليًا", 15, "secret ballot"),
        ("وانتُخب مجلس محافظة التل في 6 آذار 2012.", "مجلس محافظة التل", None, None),
    ],
)  # fmt: skip
def test_what_was_elected_and_how(text, body, seats, method):
    assert told(text, Election, "body", "seats", "method") == [(body, seats, method)]


def test_an_election_has_the_ballots_that_the_next_sentence_counts():
    text = "The people of Salqin elected a local council on 3 April 2012. Of the 4,800 registered voters, 3,120 cast their ballots."
    assert told(text, Election, "electors", "ballots") == [(4800, 3120)]


@pytest.mark.parametrize(
    ("text", "candidate", "votes", "seats"),
    [
        ("The List of Tomorrow won eight seats.", "List of Tomorrow", None, 8),
        ("Hala Nasser came second with 870 votes.", "Hala Nasser", 870, None),
        ("The Unity Bloc won six of the eleven seats.", "Unity Bloc", None, 6),
        ("وفازت قائمة الغد بثمانية مقاعد.", "قائمة الغد", None, 8),
        ("حصل سليم دباغ على 312 صوتًا.", "سليم دباغ", 312, None),
    ],
)  # fmt: skip
def test_what_each_got(text, candidate, votes, seats):
    assert told(text, Result, "candidate", "votes_low", "seats") == [(candidate, votes, seats)]


def test_who_got_nothing_was_not_elected():
    assert told("Sheikh Omar Zein failed to win a seat.", Result, "candidate", "elected") == [
        ("Omar Zein", False)
    ]
    assert told("ولم يفز الشيخ عمر دباغ بأي مقعد.", Result, "candidate", "elected") == [
        ("عمر دباغ", False)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The council of Manbij will be elected in June.",
        "No elections have been held in Jarabulus.",
        "The Hill Party wants elections.",
        "The army lost the hill.",
        "وسيُنتخب مجلس منبج في حزيران.",
        "ولم تجر أي انتخابات في جرابلس.",
    ],
)
def test_no_election_is_made_up(text):
    assert told(text, Election, "body") == []
    assert told(text, Result, "candidate") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("According to the Hill Relief Office, 14,000 people fled to Idlib between 5 and 12 August 2012.", ("flow", "internally displaced", 14_000, "people", "Hill Relief Office")),
        ("The Hill Relief Office counted 2,150 displaced families in the town on 10 August 2012.", ("stock", "internally displaced", 2_150, "households", "Hill Relief Office")),
        ("UNHCR had registered 470,000 refugees in Jordan as of 15 August 2012.", ("stock", "refugees", 470_000, "people", "UNHCR")),
        ("Some 900 families returned to Qusayr in July, the Hill Governorate said.", ("flow", "returned", 900, "households", "Hill Governorate")),
        ("وأحصت لجنة إغاثة الوادي 2150 عائلة نازحة في المدينة.", ("stock", "internally displaced", 2_150, "households", "لجنة إغاثة الوادي")),
        ("وأفادت شبكة الشمال للإغاثة بأن 3400 شخص عبروا إلى تركيا.", ("flow", "refugees", 3_400, "people", "شبكة الشمال للإغاثة")),
    ],
)  # fmt: skip
def test_a_stock_or_a_flow_of_displaced_people(text, said):
    found = told(text, Displacement, "measure", "status", "value_low", "unit", "attributed_to")
    assert found == [said]


def test_a_flow_has_its_time_and_its_roads_and_a_stock_its_day():
    flow = "Between 5 and 12 August 2012 some 14,000 people moved from Darayya to Idlib after they were displaced."
    assert told(flow, Displacement, "place", "from_place", "since", "until", "when") == [
        ("Idlib", "Darayya", "2012-08-05", "2012-08-12", None)
    ]
    stock = "As of 30 April 2012, 120,000 displaced people were living in Idlib."
    assert told(stock, Displacement, "place", "since", "until", "when") == [
        ("Idlib", None, None, "2012-04-30")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The office warns that 50,000 more people could be displaced.",
        "The camp was planned for 5,000 people.",
        "About 150 people left the cinema.",
        "تخشى منظمة الوادي أن ينزح 9000 شخص.",
    ],
)
def test_what_is_feared_or_planned_is_no_displacement(text):
    assert told(text, Displacement, "measure") == []


SIGNED = "Nineteen units signed the Code of the River Units in July 2012."
SIGNED_AR = "وقّعت تسع عشرة وحدة على ميثاق وحدات النهر في تموز 2012."


@pytest.mark.parametrize(
    ("text", "signatory", "clause", "charter", "says"),
    [
        (f"{SIGNED} The Lions Brigade broke article 7 of the Code of the River Units by using a school.", "Lions Brigade", "7", "Code of the River Units", None),
        (f"{SIGNED} The Hajin Council accused the River Shield Brigade of violating the code.", "River Shield Brigade", None, "Code of the River Units", "Hajin Council"),
        (f"{SIGNED} In a breach of the code's second clause, the Bridge Battalion held nine journalists.", "Bridge Battalion", "2", "Code of the River Units", None),
        (f"{SIGNED_AR} وخالف لواء الأسود المادة السابعة من الميثاق.", "لواء الأسود", "7", "ميثاق وحدات النهر", None),
        (f"{SIGNED_AR} واتهم مجلس هجين لواء درع النهر بانتهاك الميثاق.", "لواء درع النهر", None, "ميثاق وحدات النهر", "مجلس هجين"),
    ],
)  # fmt: skip
def test_who_is_said_to_have_broken_which_clause(text, signatory, clause, charter, says):
    found = told(text, Violation, "signatory", "clause", "charter", "attributed_to")
    assert found == [(signatory, clause, charter, says)]


@pytest.mark.parametrize(
    "text",
    [
        f"{SIGNED} The Bridge Battalion denies that it violated the code.",
        f"{SIGNED} Any unit that violates the code will be struck off.",
        f"{SIGNED} The army violated the ceasefire on Sunday.",
        f"{SIGNED_AR} وتنفي كتيبة الجسر أنها انتهكت الميثاق.",
        f"{SIGNED_AR} وخرق الجيش الهدنة يوم الأحد.",
    ],
)
def test_no_breach_is_made_up(text):
    assert told(text, Violation, "signatory") == []
