"""What findings say: neutral, in two languages of equal rank, with every number they hold."""

import re
import string

import pytest
from figures import figure, stated

from tawthiq.checks import Interval, check_statements, claims_of, interval_in_words
from tawthiq.checks.model import VERDICTS
from tawthiq.checks.wording import label, labels
from tawthiq.publish import words

# Words that rule on a statement or on whoever made it, in every form.
_RULING = re.compile(
    r"\b(?:false\w*|true|truth\w*|untrue|l(?:ie|ies|ied|iar\w*|ying)|wrong\w*|correct(?:ly)?"
    r"|incorrect\w*|inaccura\w*|fake\w*|fabricat\w*|mislead\w*|mistake\w*|mistaken|debunk\w*"
    r"|disinform\w*|misinform\w*|propagand\w*|exaggerat\w*|inflat\w*|deni(?:es|ed|al)|refut\w*"
    r"|proven?|disprove\w*|claim\w*|alleg\w*|contradict\w*|error\w*|rating)\b",
    re.IGNORECASE,
)
_RULING_AR = re.compile(
    r"كذب|كاذب|زائف|زيف|مزو[ّ]?ر|تزوير|صحيح|الصحة|صحّة|خطأ|خاطئ|خطا|مغلوط|غلط|باطل|مضل[ّ]?ل|تضليل|افتراء"
    r"|حقيق|صادق|الصدق|مبالغ|دعاي|تناقض|يناقض|تفنيد|يفنّد|ادعاء|ادّعاء|يزعم|مزاعم|مزعوم"
)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_label_stands_in_both_languages_with_the_same_places():
    for key, twins in labels().items():
        assert set(twins) == {"en", "ar"}, key
        assert places(twins["en"]) == places(twins["ar"]), key
        if not re.fullmatch(r"[\s{},;a-z_]*", twins["en"]):
            assert re.search("[\u0621-\u064a]", twins["ar"]), key


def test_no_word_rules_on_a_statement():
    for key, twins in labels().items():
        assert not _RULING.search(twins["en"]), key
        assert not _RULING_AR.search(twins["ar"]), key
    for terms in VERDICTS.values():
        for term in terms:
            assert not _RULING.search(term)
    plot = {key: twins for key, twins in words.labels().items() if key.startswith("checked.")}
    assert plot
    for key, twins in plot.items():
        assert not _RULING.search(twins["en"]), key
        assert not _RULING_AR.search(twins["ar"]), key


@pytest.mark.parametrize("word", ["This is false", "they lied", "an exaggerated number"])
def test_the_test_itself_sees_a_ruling_word(word):
    assert _RULING.search(word)


@pytest.mark.parametrize("word", ["هذا الرقم كاذب", "خبر غير صحيح", "رقم مبالغ فيه"])
def test_the_test_itself_sees_a_ruling_word_in_arabic(word):
    assert _RULING_AR.search(word)


def test_every_heading_and_verdict_of_the_register_has_words():
    for check in VERDICTS:
        assert label(f"heading.{check}", "ar")
    for verdict in ("below", "within", "above", "overlaps"):
        assert f"register.{verdict}" in labels()
        assert f"estimate.{verdict}" in labels()
    for verdict in VERDICTS["evidence"]:
        assert f"evidence.{verdict}" in labels()


@pytest.mark.parametrize(
    ("interval", "english", "arabic"),
    [
        (Interval(40, 40), "40", "٤٠"),
        (Interval(1_200, 1_300), "1,200 to 1,300", "١٬٢٠٠ إلى ١٬٣٠٠"),
        (Interval(40, None), "40 or more", "٤٠ فأكثر"),
        (Interval(0, 40), "40 or fewer", "٤٠ فأقلّ"),
        (Interval(None, None), "any number", "أيّ عدد"),
        (Interval(3_401, None, ("more", 3_400)), "more than 3,400", "أكثر من ٣٬٤٠٠"),
        (Interval(1_450, 1_550, ("about", 1_500)), "about 1,500", "نحو ١٬٥٠٠"),
    ],
)
def test_a_range_is_written_as_each_language_writes_it(interval, english, arabic):
    assert interval_in_words(interval, "en") == english
    assert interval_in_words(interval, "ar") == arabic


def claims(**more):
    parts = stated(
        figure("a", 40, quote="40 people", attributed_to="Salim Haddad", role="a doctor"),
        figure("b", 45, category="civilian", part_of="a", quote="45 civilians"),
        sentence="40 people were killed, 45 of them civilians, said Salim Haddad, a doctor.",
    )
    found = check_statements(parts)
    return claims_of(found.stated, found.findings, reviewer="Invented register", **more)


def test_a_claim_review_has_the_shape_of_schema_org():
    review, other = claims(
        sources={"observatory": "An observatory"},
        addresses={"d1": "https://example.org/b"},
        based_on="ab" * 32,
    )
    assert review["@context"] == "https://schema.org"
    assert review["@type"] == "ClaimReview"
    assert review["author"] == {"@type": "Organization", "name": "Invented register"}
    claim = review["itemReviewed"]
    assert claim["@type"] == "Claim"
    assert claim["author"] == {"@type": "Person", "name": "Salim Haddad"}
    assert claim["datePublished"] == "2012-09-01"
    assert claim["appearance"] == {
        "@type": "CreativeWork",
        "identifier": "sha256:d1",
        "url": "https://example.org/b",
        "datePublished": "2012-09-01",
        "inLanguage": "en",
        "publisher": {"@type": "Organization", "name": "An observatory"},
    }
    assert other["itemReviewed"]["author"]["name"] == "An observatory"
    assert [one["@language"] for one in review["abstract"]] == ["en", "ar"]
    assert "would reconcile both" in review["abstract"][0]["@value"]
    assert review["isBasedOn"].endswith("ab" * 32)


def test_a_claim_review_never_rates_and_holds_no_null():
    def keys(value):
        if isinstance(value, dict):
            for key, one in value.items():
                yield key
                yield from keys(one)
        elif isinstance(value, list):
            for one in value:
                yield from keys(one)
        else:
            assert value is not None

    for review in claims():
        found = set(keys(review))
        assert not {key for key in found if "rating" in key.casefold()}
        assert "url" not in found
