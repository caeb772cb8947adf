"""Aid in loose frames: the act and what is given somewhere in a clause, and who may have done it."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.reading.affairs.inflecting import (
    arabic_forms,
    arabic_forms_to_come,
    arabic_noun_forms,
    english_forms,
    english_forms_to_come,
)
from tawthiq.statements import Aid


def _aid(text):
    return told(text, Aid, "state", "giver", "diverted_by")


@pytest.mark.parametrize(
    ("text", "state", "giver", "thief"),
    [
        # Given: active, passive, as a noun, with means of another, in a row of a log
        ("The Lamp Society was able to deliver insulin to Homs.", "delivered", "Lamp Society", None),
        ("The Lamp Society managed to get 15 tonnes of flour into Yarmouk.", "delivered", "Lamp Society", None),
        ("A consignment of 300 tents donated by the Gulf Charities Union reached Atma on Monday.", "delivered", "Gulf Charities Union", None),
        ("Since the last update, 3,400 food parcels have been distributed in Douma by the Lamp Society.", "delivered", "Lamp Society", None),
        ("Distribution of 2,000 food baskets by the Sanabel Association began on Sunday.", "delivered", "Sanabel Association", None),
        ("The Olive Branch Foundation provided 1,200 families with hygiene kits in September.", "delivered", "Olive Branch Foundation", None),
        ("Two hundred families in Binnish were given winter coats by the Women's Bakery Committee.", "delivered", "Women's Bakery Committee", None),
        ("With funding from the Danish Shelter Fund the council bought two ambulances.", "delivered", "Danish Shelter Fund", None),
        ("Hope Foundation: 500 mattresses handed out in Salqin.", "delivered", "Hope Foundation", None),
        ("The clinic got 40 boxes of vaccines, a gift from the Handicap Bridge Association.", "delivered", "Handicap Bridge Association", None),
        ("بدأت جمعية السنابل توزيع ألفي سلة غذائية على النازحين في سرمدا.", "delivered", "جمعية السنابل", None),
        ("تمكنت جمعية القنديل من إدخال 15 طنًا من الطحين إلى اليرموك.", "delivered", "جمعية القنديل", None),
        ("تم بعون الله توزيع 300 بطانية في مخيم أطمة بدعم من رابطة المغتربين.", "delivered", "رابطة المغتربين", None),
        ("استلم المجلس المحلي في بنش ثلاث شاحنات طحين مقدمة من مؤسسة الأمل.", "delivered", "مؤسسة الأمل", None),
        ("قدم جسر الأطباء وقودًا بقيمة 20 ألف دولار للمشافي.", "delivered", "جسر الأطباء", None),
        ("وصلت إلى القرية 900 سلة غذائية من «هيئة الأمل للتنمية».", "delivered", "هيئة الأمل للتنمية", None),
        # Promised
        ("The Cedar Relief Fund has committed USD 4.5 million to winterisation.", "pledged", "Cedar Relief Fund", None),
        ("Qatar promised a further 5 million.", "pledged", "Qatar", None),
        ("The German Seed Foundation is to finance 20 wells.", "pledged", "German Seed Foundation", None),
        ("A pledge of two million dollars from the Expatriates' Union has yet to be honoured.", "pledged", "Expatriates' Union", None),
        ("The Circle was promised 40 tents by the Baltic Solidarity Fund.", "pledged", "Baltic Solidarity Fund", None),
        ("ستمول مؤسسة البذور الألمانية حفر عشرين بئرًا.", "pledged", "مؤسسة البذور الألمانية", None),
        ("أعلنت قطر تقديم خمسة ملايين دولار لدعم المشافي.", "pledged", "قطر", None),
        ("لم تصل الخيام التي تعهدت بها مؤسسة النماء.", "pledged", "مؤسسة النماء", None),
        ("وعد مصنع «الريف» بخمسة أطنان من العدس.", "pledged", "مصنع «الريف»", None),
        # Not wanted, or not let through
        ("Flour from the Mercy Party was returned unopened.", "refused", "Mercy Party", None),
        ("The Lamp Society was not allowed to bring medicines into Zabadani.", "refused", "Lamp Society", None),
        ("The customs held back 14 lorries of the Hope Foundation for nine days.", "refused", "Hope Foundation", None),
        ("An army checkpoint at Izra blocked a delivery of flour.", "refused", None, None),
        ("رفض وجهاء تفتناز قبول طحين حزب الرحمة.", "refused", "حزب الرحمة", None),
        ("لم يسمح مكتب المحافظ لجمعية القنديل بإدخال الأدوية إلى الزبداني.", "refused", "جمعية القنديل", None),
        ("رفض الوجهاء مبلغًا عرضه أحد المهربين.", "refused", "أحد المهربين", None),
        # Taken
        ("Men of the Plain Sons Gathering stopped a van and took 400 loaves.", "diverted", None, "Plain Sons Gathering"),
        ("The fuel was sold on by the Shield Brigade.", "diverted", None, "Shield Brigade"),
        ("Half of the load disappeared into the depots of the Shield Brigade.", "diverted", None, "Shield Brigade"),
        ("1,200 tins of milk were stolen by the guard company of Abu Suleiman.", "diverted", None, "guard company of Abu Suleiman"),
        ("يتهم الأهالي كتيبة النسور ببيع المساعدات في السوق.", "diverted", None, "كتيبة النسور"),
        ("قالت الجمعية إن عناصر حاجز الصفا صادروا 400 حصة.", "diverted", None, "عناصر حاجز الصفا"),
        ("تعرضت الشاحنات للنهب على يد مسلحين مجهولين.", "diverted", None, "مسلحين مجهولين"),
    ],
)  # fmt: skip
def test_one_act_is_one_statement_with_who_did_it(text, state, giver, thief):
    assert _aid(text) == [(state, giver, thief)]


@pytest.mark.parametrize(
    "text",
    [
        "The council needs 300 tents.",
        "The council called on the Hill Fund to send 300 tents.",
        "If the Nordic Fund pays, the bakery will get flour.",
        "Nobody knows how many sacks came in.",
        "The Gulf Union has stopped paying for the flour.",
        "The stadium's warden says no heaters have come to him.",
        "The Board denied reports that it had diverted aid.",
        "The Hill Society rejected allegations that food parcels were sold.",
        "A military helicopter dropped two barrels on the street.",
        "A convoy of tanks and troops entered the town.",
        "Where are the tents that the Fund sent?",
        "نحتاج إلى 300 خيمة.",
        "نطالب صندوق الشمال بإرسال الطحين.",
        "إذا دفع صندوق الشمال ثمن الطحين فسيفتح الفرن.",
        "لا أحد يعلم كم خيمة وصلت.",
        "دخلت تعزيزات عسكرية وشاحنات ذخيرة إلى البلدة.",
        "حصلت قائمة «أبناء البلد» على 7 مقاعد.",
        "نفت الهيئة أنباء عن تحويلها المساعدات.",
    ],
)  # fmt: skip
def test_what_was_not_done_with_aid_is_not_proposed(text):
    assert _aid(text) == []


def test_what_was_offered_and_sent_back_is_told_once():
    text = "The council declined wheat seed offered by the Steppe Charity."
    assert _aid(text) == [("refused", "Steppe Charity", None)]


@pytest.mark.parametrize(
    ("text", "giver"),
    [
        ("The Horan Charity Office offered us 50 sacks of rice, we did not take them.", "Horan Charity Office"),
        ("هيئة «الوفاق» عرضت علينا معونات ورفضناها.", "هيئة «الوفاق»"),
    ],
)  # fmt: skip
def test_what_was_offered_and_not_taken_was_refused(text, giver):
    assert _aid(text) == [("refused", giver, None)]


def test_of_what_was_promised_so_much_came_and_so_much_was_taken():
    text = "The Hill Fund promised the camp 100 heaters. Ten came. The Shield Battalion took half of them."
    assert _aid(text) == [
        ("pledged", "Hill Fund", None),
        ("delivered", "Hill Fund", None),
        ("diverted", None, "Shield Battalion"),
    ]


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("carry away", ["carry away", "carries away", "carried away", "carrying away"]),
        ("give/gave/given", ["give", "gives", "gave", "given", "giving"]),
        ("ship/shipped", ["ship", "ships", "shipped", "shipping"]),
        ("get/got", ["get", "gets", "got", "getting"]),
        ("agree", ["agree", "agrees", "agreed", "agreeing"]),
    ],
)
def test_every_form_of_an_english_verb(verb, forms):
    assert english_forms(verb) == forms


def test_what_is_to_come_is_told_with_will_and_be():
    forms = english_forms_to_come("send/sent")
    assert {"will send", "is to send", "will be sent"} <= set(forms)
    assert "سيوزع" in arabic_forms_to_come("وزع/وزع")


def test_forms_of_an_arabic_verb_with_and_without_a_preposition():
    assert {"وزع", "وزعت", "وزعوا", "وزعتها", "يوزع", "توزعها"} <= set(arabic_forms("وزع/وزع"))
    with_one = arabic_forms("حصل/حصل على")
    assert {"حصل على", "حصلت على", "يحصل على"} <= set(with_one)
    assert all(form.endswith(" على") for form in with_one)
    assert {"أعطى", "أعطت", "أعطاها", "يعطي"} <= set(arabic_forms("أعطى/عطي"))
    assert arabic_noun_forms("مصادرة") == ["مصادرة", "مصادرته", "مصادرتها", "مصادرتهم", "مصادرتنا"]
