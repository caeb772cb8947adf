"""Charters, campaigns, gatherings, aid, stances on questions, answers to what others published."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import read, told

from tawthiq.reading.affairs.telling import OPEN_LIST
from tawthiq.statements import (
    Account,
    Aid,
    Campaign,
    Charter,
    Dispute,
    Gathering,
    Position,
    Signature,
)

SIGNED_EN = "The Hill Battalion, the Martyrs of the Mill Battalion and the Plain Shield Brigade signed the Code of the Western Units on 18 August 2012."
SIGNED_AR = "ووقّع على «ميثاق الغرب» يوم 18 آب 2012 كل من لواء فجر التل وكتيبة درع السهل."


def test_a_charter_and_each_of_its_signatories():
    assert told(SIGNED_EN, Charter, "name") == ["Code of the Western Units"]
    assert told(SIGNED_EN, Signature, "signatory", "charter", "act", "when") == [
        ("Hill Battalion", "Code of the Western Units", "signs", "2012-08-18"),
        ("Martyrs of the Mill Battalion", "Code of the Western Units", "signs", "2012-08-18"),
        ("Plain Shield Brigade", "Code of the Western Units", "signs", "2012-08-18"),
    ]
    assert told(SIGNED_AR, Charter, "name_ar") == ["ميثاق الغرب"]
    assert told(SIGNED_AR, Signature, "signatory", "charter", "when") == [
        ("لواء فجر التل", "ميثاق الغرب", "2012-08-18"),
        ("كتيبة درع السهل", "ميثاق الغرب", "2012-08-18"),
    ]


@pytest.mark.parametrize(
    ("text", "signatory", "act"),
    [
        (f"{SIGNED_EN} The Old Mill Battalion withdrew its signature after two days.", "Old Mill Battalion", "withdraws"),
        (f"{SIGNED_EN} The Old Mill Battalion denied having signed the code.", "Old Mill Battalion", "denies having signed"),
        (f"{SIGNED_AR} وسحبت كتيبة الطاحونة توقيعها بعد يومين.", "كتيبة الطاحونة", "withdraws"),
        (f"{SIGNED_AR} ونفت كتيبة الطاحونة أن تكون قد وقّعت على الميثاق.", "كتيبة الطاحونة", "denies having signed"),
    ],
)  # fmt: skip
def test_who_withdraws_or_denies_is_kept_beside_who_signs(text, signatory, act):
    assert told(text, Signature, "signatory", "act")[-1] == (signatory, act)


@pytest.mark.parametrize(
    "text",
    [
        "The Hill Battalion signed a contract with the mill.",
        "The Hill Battalion did not sign the Code of the Western Units.",
        "وقّعت الوزارة عقدًا مع شركة المطاحن.",
    ],
)
def test_other_signatures_are_not_proposed(text):
    assert told(text, Signature, "act") == []


@pytest.mark.parametrize(
    ("text", "name", "organiser", "since", "until"),
    [
        ('The Union of Free Pupils calls on all to join the campaign "Open Doors", from 12 to 17 July 2012.', "Open Doors", "Union of Free Pupils", "2012-07-12", "2012-07-17"),
        ("تدعو لجنة أحياء الوادي إلى حملة «أبواب مفتوحة» من 12 إلى 17 تموز 2012.", "أبواب مفتوحة", "لجنة أحياء الوادي", "2012-07-12", "2012-07-17"),
    ],
)  # fmt: skip
def test_a_campaign_with_who_calls_for_it_and_its_days(text, name, organiser, since, until):
    ((en, ar, organisers, first, last),) = told(
        text, Campaign, "name", "name_ar", "organisers", "since", "until"
    )
    assert (en or ar, organisers, first, last) == (name, (organiser,), since, until)


def test_days_of_a_programme_lie_in_the_campaign_and_not_years_back():
    text = (
        'The Union of Free Pupils calls for the campaign "Open Doors", from 20 to 25 September 2012.\n\n'
        'Friday 21 September, Jableh: demonstrations after the prayer; slogan: "The oven is ours".\n'
        "Saturday 22 September, Latakia: a general strike of shops.\n"
    )
    assert told(text, Gathering, "kind", "place", "when", "slogans", "campaign") == [
        ("demonstration", "Jableh", "2012-09-21", ("The oven is ours",), "Open Doors"),
        ("strike", "Latakia", "2012-09-22", (), "Open Doors"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "place", "low", "slogans"),
    [
        ('About 3,000 people came to the funeral in Yabroud on Monday and chanted "We stay".', "funeral", "Yabroud", 3000, ("We stay",)),
        ("In Nabek lawyers held a sit-in before the court.", "sit-in", "Nabek", None, ()),
        ("وشارك نحو 3000 شخص في تشييع الضحايا في يبرود وهتفوا «لن نرحل».", "funeral", "يبرود", 3000, ("لن نرحل",)),
        ("كما خرجت مظاهرات في قارة.", "demonstration", "قارة", None, ()),
    ],
)  # fmt: skip
def test_a_gathering_has_a_place(text, kind, place, low, slogans):
    ((found, where, number, en, ar),) = told(
        text, Gathering, "kind", "place", "number_low", "slogans", "slogans_ar"
    )
    assert (found, where, number, en or ar) == (kind, place, low, slogans)


@pytest.mark.parametrize(
    "text",
    [
        "There was no demonstration in Qara.",
        "The strike goes on.",
        "They buried him in Homs.",
        "لم تخرج أي مظاهرة.",
    ],
)
def test_what_is_no_gathering_is_not_proposed(text):
    assert told(text, Gathering, "kind") == []


@pytest.mark.parametrize(
    ("text", "state", "giver", "thief", "amount", "unit", "says"),
    [
        ("The River Relief Fund pledged 2.5 million euros for clinics.", "pledged", "River Relief Fund", None, 2_500_000, "EUR", None),
        ("The Blue Lantern Society delivered 12 trucks of flour to Mayadin.", "delivered", "Blue Lantern Society", None, 12, "trucks", None),
        ("The Local Council of Mayadin accused the Lions of the Steppe Brigade of having stolen four trucks.", "diverted", None, "Lions of the Steppe Brigade", 4, "trucks", "Local Council of Mayadin"),
        ("The town council turned down flour offered by the Steppe Charity.", "refused", "Steppe Charity", None, None, None, None),
        ("The governorate refused to let a convoy of the River Relief Fund with blankets enter Hajin.", "refused", "River Relief Fund", None, None, None, None),
        ("تعهد صندوق النهر للإغاثة بتقديم 1.2 مليون يورو.", "pledged", "صندوق النهر للإغاثة", None, 1_200_000, "EUR", None),
        ("ووزّعت جمعية القنديل الأزرق 900 خيمة على النازحين.", "delivered", "جمعية القنديل الأزرق", None, 900, "tents", None),
        ("واتهم المجلس المحلي كتيبة ليوث البادية بسرقة ثلاث شاحنات.", "diverted", None, "كتيبة ليوث البادية", 3, "trucks", "المجلس المحلي"),
        ("رفض المجلس المحلي سلالًا غذائية عرضتها جمعية البادية.", "refused", "جمعية البادية", None, None, None, None),
    ],
)  # fmt: skip
def test_aid_keeps_who_gives_who_is_said_to_take_and_who_says_so(  # noqa: PLR0917 - a row
    text, state, giver, thief, amount, unit, says
):
    assert told(
        text, Aid, "state", "giver", "diverted_by", "amount_low", "unit", "attributed_to"
    ) == [(state, giver, thief, amount, unit, says)]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry pledged to hold an election.",
        "The Hill Battalion delivered a blow to the army.",
        "The River Relief Fund did not deliver 12 trucks of flour.",
        "وعدت الوزارة بإجراء انتخابات.",
    ],
)
def test_what_is_no_aid_is_not_proposed(text):
    assert told(text, Aid, "state") == []


@pytest.mark.parametrize(
    ("text", "speaker", "answer"),
    [
        ("The National Pact opposes any talks.", "National Pact", "against"),
        ("The Tribal Forum supports the plan.", "Tribal Forum", "for"),
        ("The Tribal Forum would accept the plan on condition that the army withdraws.", "Tribal Forum", "on condition"),
        ("The Union of Engineers has not made up its mind.", "Union of Engineers", "undecided"),
        ("The Merchants' House kept silent.", "Merchants' House", "silent"),
        ("يرفض منتدى العشائر أي حوار.", "منتدى العشائر", "against"),
        ("ويؤيد تجمع اليسار الخطة.", "تجمع اليسار", "for"),
        ("ويقبلها منتدى العشائر بشرط انسحاب الجيش.", "منتدى العشائر", "on condition"),
        ("ولم يحسم اتحاد المهندسين موقفه بعد.", "اتحاد المهندسين", "undecided"),
        ("أما رابطة العلماء فالتزمت الصمت.", "رابطة العلماء", "silent"),
    ],
)  # fmt: skip
def test_where_a_body_stands_on_a_question(text, speaker, answer):
    assert [
        (one.speaker, one.answer) for one in read(text) if isinstance(one, Position) and one.answer
    ] == [(speaker, answer)]


def test_each_of_an_open_list_is_told_with_the_doubt_that_it_goes_on():
    for text, names in (
        ("The League of Scholars, the Merchants' House, etc. kept silent.", ["League of Scholars", "Merchants' House"]),
        ("أما رابطة العلماء وغرفة التجار وغيرهما فالتزمت الصمت.", ["رابطة العلماء", "غرفة التجار"]),
    ):  # fmt: skip
        found = told(text, Position, "speaker", "doubt")
        assert found == [(name, (OPEN_LIST,)) for name in names]


@pytest.mark.parametrize(
    "text",
    [
        "The army rejected the accusation.",
        "The brigade, supported by tanks, entered the town.",
        "The National Pact does not oppose talks.",
        "رفض الجيش الاتهامات.",
    ],
)
def test_denials_of_blame_are_no_answers(text):
    assert [one for one in told(text, Position, "answer") if one] == []


@pytest.mark.parametrize(
    ("text", "by", "attitude"),
    [
        ("The Ministry of Information published an answer to the report of the Coast Watch.", "Ministry of Information", "disputes"),
        ("The Commission of Jurists confirmed the findings of the report.", "Commission of Jurists", "supports"),
        ("The Willow Rights Observatory disputed the list of the dead.", "Willow Rights Observatory", "disputes"),
        ("نشرت وزارة العدل أمس ردًّا على تقرير مرصد الصفصاف.", "وزارة العدل", "disputes"),
        ("وأكدت نقابة المحامين صحة ما ورد في التقرير.", "نقابة المحامين", "supports"),
        ("وشككت صحيفة الساحل في قائمة الضحايا.", "صحيفة الساحل", "disputes"),
    ],
)  # fmt: skip
def test_answers_to_what_others_published(text, by, attitude):
    assert told(text, Dispute, "by", "attitude") == [(by, attitude)]


def test_a_letter_glued_before_the_report_is_no_part_of_what_is_answered():
    text = "أصدر معهد الصفصاف تفنيدًا لتقرير مرصد الساحل."
    assert told(text, Dispute, "by", "about") == [("معهد الصفصاف", "تقرير مرصد الساحل")]


def test_three_hospitals_that_a_body_supports_report_nothing_of_its_support():
    assert (
        told("Three hospitals that the Nurses' Circle supports report 40 cases.", Dispute, "by")
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        'A bomb killed nine in Yabroud. State radio ascribed the attack to "terrorists"; the Yabroud Coordination blamed the army for the attack. No group has claimed responsibility.',
        "قتل انفجار تسعة في يبرود. ونسب التلفزيون الرسمي التفجير إلى «إرهابيين»، بينما اتهمت تنسيقية يبرود الجيش بالتفجير. ولم تعلن أي جهة مسؤوليتها عن التفجير.",
    ],
)  # fmt: skip
def test_unclaimed_and_ascribed_to_stand_side_by_side(text):
    assert told(text, Account, "claim") == ["responsible", "responsible", "unknown"]


def test_who_takes_a_deed_upon_itself_accepts_responsibility():
    for text in (
        "The Hill Brigade claimed responsibility for the bombing in Yabroud.",
        "تبنى لواء التل التفجير في يبرود.",
    ):
        assert told(text, Account, "attribution") == ["accepts responsibility"]


def test_what_is_told_only_to_be_rejected_by_the_next_sentence_is_the_other_s():
    for text, speaker in (
        ("Some claim that all of them take orders from abroad. That is nonsense.", "Some"),
        ("يزعم بعضهم أن الجميع يأتمر بأمر الخارج. وهذا هراء.", "بعضهم"),
    ):
        found = told(text, Position, "speaker", "position", "stance")
        assert (speaker, "asserts", "rejects") in found
