"""The names of one body in many forms, and why they are one."""
# ruff: noqa: E501 - a sentence a line

import pytest
from attributing import article

from tawthiq.reading.tokens import sentences
from tawthiq.reading.voices.bodies import find_bodies
from tawthiq.statements import Mention

DOCUMENT = "d" * 64


def mentions(text: str) -> list[Mention]:
    whole = article(text)
    return find_bodies(whole, list(sentences(whole)), DOCUMENT)


def told(text: str) -> list[tuple[str, str | None, str]]:
    return [(one.quote, one.entity, one.form) for one in mentions(text)]


FULL = "Idlib Documentation Committee"


@pytest.mark.parametrize(
    ("text", "quote", "form", "reason"),
    [
        ("The {} (IDC) met.", "IDC", "abbreviation", "abbreviation in brackets"),
        ("The {} met. IDC members left.", "IDC", "abbreviation", "initials"),
        ("The {} met. The committee left.", "committee", "short name", "short name after the full one"),
        ("The {} met. The Committee left.", "Committee", "short name", "short name after the full one"),
        ("The {} met. The {} left.", "", "full name", "the same words"),
        ("The {} met. Later {}s left.", "s", "full name", "the same words"),
        ("The {} met. The Documentation Committee left.", "Documentation Committee", "short name",
         "short name after the full one"),
        ("The {} (لجنة توثيق إدلب) met.", "لجنة توثيق إدلب", "other language",
         "same name in another language"),
        ("The {}, abbreviated IDC, met.", "IDC", "abbreviation", "abbreviation in brackets"),
    ],
)  # fmt: skip
def test_a_later_name_leads_to_the_fullest(text, quote, form, reason):
    last = mentions(text.format(FULL, FULL))[-1]
    wanted = FULL + quote if quote in ("", "s") else quote
    assert (last.quote, last.form, last.reason) == (wanted, form, reason)
    assert last.entity in (FULL, FULL + "s")


@pytest.mark.parametrize(
    ("text", "quote", "entity", "form"),
    [
        ("أعلنت لجنة توثيق إدلب مقتل 12. وقالت اللجنة إن العدد سيرتفع.", "اللجنة", "لجنة توثيق إدلب", "short name"),
        ("أعلن مرصد النهر لحقوق الإنسان مقتل 12. وقال المرصد إنه تحقق.", "المرصد", "مرصد النهر لحقوق الإنسان", "short name"),
        ("أعلن مرصد النهر (NO) مقتل 12.", "NO", "مرصد النهر", "abbreviation"),
        ("وفقا لوزارة الصحة السورية قتل 12. ونفت الوزارة ذلك.", "الوزارة", "وزارة الصحة السورية", "short name"),
        ("قال المجلس المحلي في داريا ذلك. وأكد المجلس الخبر.", "المجلس", "المجلس المحلي", "short name"),
        ("لجنة توثيق إدلب (Idlib Documentation Committee) قالت ذلك.", FULL, "لجنة توثيق إدلب", "other language"),
        ("قالت الأمم المتحدة (UN) ذلك.", "UN", "الأمم المتحدة", "abbreviation"),
        ("نقلت رويترز الخبر.", "رويترز", "رويترز", "full name"),
        ("بحسب المرصد السوري لحقوق الإنسان قتل 12.", "المرصد السوري لحقوق الإنسان", "المرصد السوري لحقوق الإنسان", "full name"),
    ],
)  # fmt: skip
def test_arabic_names_lead_to_the_fullest(text, quote, entity, form):
    last = mentions(text)[-1]
    assert (last.quote, last.entity, last.form) == (quote, entity, form)


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("UNHCR counted them. The UN High Commissioner for Refugees has lists.", "UN High Commissioner for Refugees"),
        ("The UN spoke. The United Nations spoke again.", "United Nations"),
        ("MSF runs it. Médecins Sans Frontières has nurses.", "Médecins Sans Frontières"),
        ("AFP said so. So did Agence France-Presse.", "Agence France-Presse"),
    ],
)  # fmt: skip
def test_well_known_bodies_are_known_by_letters_and_name(text, entity):
    assert {one.entity for one in mentions(text)} == {entity}


def test_two_councils_of_different_towns_stay_two():
    found = told("The Local Council of Darayya met. The Local Council of Douma met.")
    assert len({entity for _, entity, _ in found}) == 2


def test_two_committees_in_different_towns_stay_two():
    text = "The Relief Committee in Darayya met. The Relief Committee in Douma met."
    first, second = mentions(text)
    assert (first.reason, second.reason) == (None, None)


def test_a_short_name_that_could_be_two_bodies_is_doubted():
    text = "The Local Council of Darayya and the Local Council of Douma met. The council left."
    assert mentions(text)[-1].doubt == ("could be another body",)


@pytest.mark.parametrize(
    "text",
    [
        "Twelve people were killed in Homs.",
        "The committee met.",
        "The war council of elders met in May.",
        "Salim Haddad met Riad Masri.",
        "Who said that? It was us.",
        "قتل 12 شخصا في حمص.",
        "قال سالم حداد ذلك.",
        "TWELVE KILLED IN HOMS",
    ],
)
def test_no_body_is_told_where_the_words_name_none(text):
    assert told(text) == []


def test_a_name_may_hold_small_words():
    text = "The Union for the Families of the Missing met."
    assert [quote for quote, _, _ in told(text)] == ["Union for the Families of the Missing"]


def test_spans_hold_the_quoted_words():
    text = "The Idlib Documentation Committee (IDC) met. وقالت لجنة توثيق إدلب ذلك. The committee left."
    for one in mentions(text):
        assert text[one.start : one.end] == one.quote


def test_a_list_of_one_s_own_adds_bodies(tmp_path):
    (tmp_path / "bodies.toml").write_text(
        '["Red Hills"]\nen = ["Red Hills Circle", "RHC"]\n', "utf-8"
    )
    whole = article("The Red Hills Circle met. RHC left.")
    found = find_bodies(whole, list(sentences(whole)), DOCUMENT, tmp_path)
    assert {one.entity for one in found} == {"Red Hills Circle"}
