"""Who is said to have done what, by whom, and which account contradicts which: all neutral."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.reading.events.accounts import find_accounts
from tawthiq.reading.events.incidents import find_incidents
from tawthiq.reading.model import Attribution, PlaceMention, Segment, Text
from tawthiq.reading.tokens import sentences

DOCUMENT = "ab" * 32
TOWNS = {"Daraya", "Homs", "Houla", "داريا", "حمص", "الحولة"}


def read(words, attributions=None):
    text = Text(text=words, segments=(Segment(start=0, stop=len(words), role="article"),))
    found = list(sentences(text))
    places = {
        one.index: [
            PlaceMention(first=at, last=at + 1, words=token.raw)
            for at, token in enumerate(one.tokens)
            if token.raw in TOWNS
        ]
        for one in found
    }
    incidents = find_incidents(text, found, {}, places, DOCUMENT)
    return incidents, find_accounts(text, found, attributions or {}, incidents, DOCUMENT)


def accounts(words):
    return [(one.claim, one.actor, one.act) for one in read(words)[1]]


ENGLISH = [
    # laid on somebody
    ("The opposition blamed government forces for the massacre in Daraya.",
     [("responsible", "government forces", "massacre")]),
    ("Activists accused the army of shelling Homs.", [("responsible", "the army", "shelling")]),
    ("The ministry held armed gangs responsible for the bombing.",
     [("responsible", "armed gangs", "bombing")]),
    ("Residents pointed the finger at pro-government militias.", []),
    ("The massacre was blamed on rebel fighters.",
     [("responsible", "rebel fighters", "massacre")]),
    # told as it happened
    ("Government forces shelled the town.", [("responsible", "Government forces", "shelled")]),
    ("Regime warplanes bombed a school in Homs.",
     [("responsible", "Regime warplanes", "bombed")]),
    ("Gunmen kidnapped a doctor.", [("responsible", "Gunmen", "kidnapped")]),
    ("The rebels stormed a checkpoint.", [("responsible", "The rebels", "stormed")]),
    ("Snipers killed two boys.", [("responsible", "Snipers", "killed")]),
    ("Shelling by regime forces went on.", [("responsible", "regime forces", "Shelling")]),
    ("The massacre was committed by militiamen.",
     [("responsible", "militiamen", "massacre")]),
    ("Ten men were killed at the hands of the army.",
     [("responsible", "the army", "killed")]),
    ("An attack carried out by a rebel brigade hit the base.",
     [("responsible", "a rebel brigade", "attack")]),
    ("Security forces carried out raids in Daraya.",
     [("responsible", "Security forces", "raids")]),
    ("The army launched an attack on Homs.", [("responsible", "The army", "attack")]),
    # taken upon oneself
    ("A rebel brigade claimed responsibility for the bombing.",
     [("responsible", "A rebel brigade", "bombing")]),
    # taken off
    ("The army denied any responsibility.", [("not responsible", "The army", None)]),
    ("The government denied involvement in the massacre.",
     [("not responsible", "The government", "massacre")]),
    ("The government denied that its forces had shelled the town.",
     [("not responsible", "its forces", "shelled")]),
    # not known
    ("The bombing was carried out by unknown gunmen.",
     [("unknown", "unknown gunmen", "bombing")]),
    ("Unidentified gunmen kidnapped a doctor.",
     [("unknown", "Unidentified gunmen", "kidnapped")]),
    ("No group has claimed responsibility for the bombing.", [("unknown", None, "bombing")]),
    ("It was not clear who was behind the attack.", [("unknown", None, "attack")]),
    # named by those who blame, or by what was told before
    ("The ministry blamed what it called \"armed gangs\" for the attack.",
     [("responsible", "armed gangs", "attack")]),
    ("Armed groups backed from abroad bear the responsibility for this crime.",
     [("responsible", "Armed groups backed from abroad", "crime")]),
    ("Ten men were killed. The rebels did it.", [("responsible", "The rebels", None)]),
    ("Syria on Sunday condemned rebel groups for the killings.",
     [("responsible", "rebel groups", "killings")]),
    ("He denied allegations that regime forces had shelled the town.",
     [("not responsible", "regime forces", "shelled")]),
    # victims, and those who stand beside
    ("Twelve soldiers killed in Homs were buried.", []),
    ("Attacks on government forces killed ten civilians.", []),
    ("They struck armed terrorists and destroyed two trucks.", []),
    ("Government forces killed in the ambush were from Hama.", []),
    # nobody is said to have done anything
    ("The army entered the town.", []),
    ("Two soldiers were killed in clashes.", []),
    ("The government held a meeting on Friday.", []),
    ("The opposition met in Homs.", []),
    ("The shelling went on for hours.", []),
    ("Government forces attack plans were found.", []),
]  # fmt: skip
ARABIC = [
    ("اتهمت المعارضة قوات النظام بقصف المدنيين.", [("responsible", "قوات النظام", "بقصف")]),
    ("اتهم ناشطون الجيش بارتكاب مجزرة.", [("responsible", "الجيش", "مجزرة")]),
    ("حملت اللجنة قوات النظام مسؤولية المجزرة.", [("responsible", "قوات النظام", "المجزرة")]),
    ("قصفت قوات النظام السوق.", [("responsible", "قوات النظام", "قصفت")]),
    ("قوات النظام قصفت السوق.", [("responsible", "قوات النظام", "قصفت")]),
    ("اقتحمت قوات الأمن داريا.", [("responsible", "قوات الأمن", "اقتحمت")]),
    ("ارتكبت الميليشيات مجزرة في الحولة.", [("responsible", "الميليشيات", "مجزرة")]),
    ("شنت الطائرات غارة على حمص.", [("responsible", "الطائرات", "غارة")]),
    ("مجزرة على يد الشبيحة في الحولة.", [("responsible", "الشبيحة", "مجزرة")]),
    ("تعرضت حمص لقصف من قبل الجيش.", [("responsible", "الجيش", "لقصف")]),
    ("هجوم نفذته كتيبة مقاتلة على الحاجز.", [("responsible", "كتيبة مقاتلة", "هجوم")]),
    ("قتل عشرة رجال على أيدي مسلحين.", [("responsible", "مسلحين", "قتل")]),
    ("تبنت كتيبة مقاتلة التفجير.", [("responsible", "كتيبة مقاتلة", "التفجير")]),
    ("خطف مسلحون طبيبا.", [("responsible", "مسلحون", "خطف")]),
    ("عصابات مسلحة نفذت القصف.", [("responsible", "عصابات مسلحة", "القصف")]),
    ("نفت الحكومة مسؤوليتها عن المجزرة.", [("not responsible", "الحكومة", "المجزرة")]),
    ("نفى الجيش ضلوعه في القصف.", [("not responsible", "الجيش", "القصف")]),
    ("الجيش نفى علاقته بالتفجير.", [("not responsible", "الجيش", "بالتفجير")]),
    ("هاجم مسلحون مجهولون حاجزا.", [("unknown", "مسلحون مجهولون", "هاجم")]),
    ("خطف مجهولون طبيبا في حمص.", [("unknown", "مجهولون", "خطف")]),
    ("ولم تتبن أي جهة التفجير.", [("unknown", None, "التفجير")]),
    ("لم تعلن أي جهة مسؤوليتها عن الهجوم.", [("unknown", None, "الهجوم")]),
    ("اتهم المحافظ «عصابات مسلحة» بقتل الأطباء.", [("responsible", "عصابات مسلحة", "بقتل")]),
    ("قتل عشرة في حمص. المحافظ اتهم «مسلحين».", [("responsible", "مسلحين", None)]),
    ("حملت المعارضة قوات موالية للنظام مسؤولية مجزرة.",
     [("responsible", "قوات موالية للنظام", "مجزرة")]),
    ("يتحمل النظام مسؤولية هذه الجريمة.", [("responsible", "النظام", "الجريمة")]),
    ("استشهد ثلاثة بقصف لقوات النظام.", [("responsible", "قوات النظام", "بقصف")]),
    ("ألقى الطيران المروحي برميلا متفجرا على منزل.",
     [("responsible", "الطيران المروحي", "ألقى")]),
    ("إرهابيون فجروا صباح اليوم سيارة.", [("responsible", "إرهابيون", "فجروا")]),
    ("تنظيم متشدد أعدم ثلاثة مقاتلين.", [("responsible", "تنظيم متشدد", "أعدم")]),
    ("سقط أربعة بقذائف الإرهابيين.", [("responsible", "الإرهابيين", "سقط")]),
    ("ينفي الوزير سقوط أي مدني بنيران الجيش.", [("not responsible", "الجيش", "سقوط")]),
    ("الجيش والشبيحة هم من ارتكب المجزرة.", [("responsible", "الجيش والشبيحة", "المجزرة")]),
    ("طالب الوزير الجيش بإطلاق سراح الموقوفين.", []),
    ("ذكرت المعارضة أسماء القتلى.", []),
    ("خاض مقاتلون أكراد معارك ضد القوات الموالية.", []),
    ("قتل مسلحون في اشتباكات.", []),
    ("مقتل جنود في كمين.", []),
    ("دخل الجيش إلى داريا.", []),
    ("قتل جنديان في اشتباكات.", []),
    ("اجتمعت المعارضة في حمص.", []),
    ("استمر القصف ساعات.", []),
    ("عقدت الحكومة اجتماعا يوم الجمعة.", []),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), ENGLISH + ARABIC)
def test_who_is_said_to_have_done_what(words, expected):
    assert accounts(words) == expected


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("The opposition blamed government forces for the massacre.", "The opposition"),
        ("Activists accused the army of shelling Homs.", "Activists"),
        ("The army denied any responsibility.", "The army"),
        ("A rebel brigade claimed responsibility for the bombing.", "A rebel brigade"),
        ("Government forces shelled the town.", None),
        ("No group has claimed responsibility for the bombing.", None),
        ("اتهمت المعارضة قوات النظام بقصف المدنيين.", "المعارضة"),
        ("اتهم ناشطون الجيش بارتكاب مجزرة.", "ناشطون"),
        ("نفت الحكومة مسؤوليتها عن المجزرة.", "الحكومة"),
        ("قصفت قوات النظام السوق.", None),
    ],
)
def test_whose_account_it_is(words, speaker):
    assert [one.attributed_to for one in read(words)[1]] == [speaker]


def test_an_account_within_what_somebody_says_is_theirs():
    words = "The ministry said that armed gangs had carried out an attack."
    said = Attribution(
        first=0, last=3, scope_first=4, scope_last=11, speaker="ministry", reported_by="agency"
    )
    (one,) = read(words, {0: [said]})[1]
    assert (one.attributed_to, one.reported_by) == ("ministry", "agency")


def test_who_passes_an_accusation_on_is_its_reporter():
    words = "The agency said that the opposition blamed government forces for the massacre."
    said = Attribution(first=0, last=3, scope_first=4, scope_last=12, speaker="agency")
    (one,) = read(words, {0: [said]})[1]
    assert (one.attributed_to, one.reported_by) == ("the opposition", "agency")


def test_what_somebody_denies_is_an_account_of_not_having_done_it():
    words = "It is not so, the ministry said, that government forces shelled the town."
    denied = Attribution(
        first=4, last=7, scope_first=8, scope_last=15, speaker="ministry", stance="denies"
    )
    (one,) = read(words, {0: [denied]})[1]
    assert (one.claim, one.actor) == ("not responsible", "government forces")


def test_what_a_speaker_lays_on_another_is_not_part_of_what_they_deny():
    words = "The ministry denied it and blamed armed gangs for the massacre in Houla."
    denied = Attribution(
        first=0, last=3, scope_first=3, scope_last=13, speaker="ministry", stance="denies"
    )
    (one,) = read(words, {0: [denied]})[1]
    assert (one.claim, one.actor) == ("responsible", "armed gangs")


def test_accounts_of_one_incident_name_it_and_the_account_they_contradict():
    """Blame, another's blame of another, and a denial: each keeps its own voice."""
    incidents, (blame, other, denial) = read(
        "A massacre took place in Daraya. The opposition blamed government forces for the massacre."
        " The ministry blamed armed gangs for the massacre."
        " Government forces denied responsibility for the massacre."
    )
    assert [one.incident for one in (blame, other, denial)] == [incidents[0].id] * 3
    assert blame.answers is None
    assert other.answers == blame.id
    assert denial.answers == blame.id


def test_two_who_blame_the_same_contradict_nobody():
    _, (_, second) = read(
        "A massacre took place in Daraya. The opposition blamed government forces for the massacre."
        " Activists blamed government forces for the massacre."
    )
    assert second.answers is None


def test_accounts_of_other_incidents_are_not_answered():
    _, found = read(
        "Government forces shelled the market in Homs. Armed gangs carried out a massacre in Houla."
    )
    assert [one.answers for one in found] == [None, None]
    assert found[0].incident != found[1].incident


def test_whom_it_struck_is_kept_as_written():
    assert [one.target for one in read("Government forces shelled the old market in Homs.")[1]] == [
        "the old market"
    ]
    assert [one.target for one in read("قصفت قوات النظام سوقا في حمص.")[1]] == ["سوقا"]


PIECES = st.sampled_from(
    ["the army", "government forces", "blamed", "accused", "denied", "shelling", "massacre", "by",
     "of",
     "responsibility", "unknown", "gunmen", ".", ",", "that", "اتهمت", "المعارضة", "قوات", "النظام",
     "بقصف", "نفى", "الجيش", "مسؤوليته", "على يد", "مجهولون", "Homs", "حمص", "لم تتبن أي جهة"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25))
def test_whatever_the_words_an_account_stands_in_the_text(pieces):
    words = " ".join(pieces)
    incidents, found = read(words)
    assert all(words[one.start : one.end] == one.quote for one in found)
    assert all(one.actor is None or one.actor in words for one in found)
    assert len({one.id for one in found}) == len(found)
    known = {one.id for one in found}
    assert all(one.answers is None or one.answers in known - {one.id} for one in found)
    assert all(one.incident is None or one.incident in {i.id for i in incidents} for one in found)
