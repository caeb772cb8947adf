"""Types of difference between two parts: laws for every part, and one example of each type."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.names import DIFFERENCES, coarse, consonants, difference, may_spell, skeleton
from tawthiq.names import differences as kind
from tawthiq.names.given import all_given_names, given_names

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
arabic_parts = st.text(alphabet=ARABIC, min_size=1, max_size=9)
latin_parts = st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=10)
known = st.sampled_from(
    [part for name in all_given_names() for part in (*name.arabic, name.latin[0].lower())]
)
parts = st.one_of(arabic_parts, latin_parts, known, st.text(max_size=70))
few = settings(max_examples=300, deadline=None)

# Long enough for every slip, and neither a known name nor a prefix with one.
rare = arabic_parts.filter(
    lambda part: len(part) >= 5 and not part.startswith(("ال", "ابو", "عبد")) and part[0] != "ب"
)


@few
@given(parts, parts)
def test_the_type_is_the_same_both_ways_and_a_number_of_the_table(a, b):
    assert difference(a, b) == difference(b, a)
    assert 0 <= difference(a, b) < len(DIFFERENCES)


@few
@given(parts, parts)
def test_only_the_same_part_is_equal(a, b):
    assert difference(a, a) == kind.EQUAL
    assert (difference(a, b) == kind.EQUAL) == (a == b)


@few
@given(known, known)
def test_two_known_names_are_never_one_slip_of_the_pen(a, b):
    """What one list calls Mahmud another did not mistype Muhammad."""
    slips = (kind.DOTS, kind.EXCHANGED, kind.WEAK_LETTER, kind.ONE_LETTER, kind.ENDING)
    assert difference(a, b) not in slips


@few
@given(rare, st.data())
def test_lost_dots_are_forgiven_wherever_they_stood(part, data):
    """Or the change gave a known name, or what sounds or is spelt the same."""
    at = data.draw(st.integers(0, len(part) - 1))
    dotted = part[:at] + "ت" + part[at + 1 :]
    undotted = part[:at] + "ب" + part[at + 1 :]
    found = difference(dotted, undotted)
    if not given_names(dotted) and not given_names(undotted):
        assert found != kind.DIFFERENT


@few
@given(rare, st.data())
def test_one_letter_more_is_no_other_name(part, data):
    at = data.draw(st.integers(0, len(part)))
    longer = part[:at] + data.draw(st.sampled_from(ARABIC)) + part[at:]
    assert difference(part, longer) != kind.DIFFERENT


@few
@given(st.one_of(arabic_parts, latin_parts), st.one_of(arabic_parts, latin_parts))
def test_the_keys_widen_step_by_step(a, b):
    if skeleton(a) == skeleton(b):
        assert coarse(a) == coarse(b)
    if coarse(a) == coarse(b):
        assert consonants(a) == consonants(b)


@few
@given(parts, parts)
def test_only_an_arabic_word_can_be_spelt_in_latin_letters(a, b):
    if may_spell(a, b):
        assert not may_spell(b, a)
        assert b.isascii()


@pytest.mark.parametrize("hostile", ["اي" * 32, "ا" * 64, "aiaoaeau" * 8, "aaaaaaaaaaaaaaaaaaax"])
def test_words_of_vowels_alone_cost_little(hostile):
    """A pattern that tried every way of sharing the vowels out would not come back."""
    assert difference("اياياياياياياياياياح", hostile) in range(len(DIFFERENCES))
    assert difference("ا" * 19 + "ح", hostile) in range(len(DIFFERENCES))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("كنعان", "كنعان", kind.EQUAL),
        ("هاله", "هالا", kind.ORTHOGRAPHY),
        ("يسرا", "يسري", kind.ORTHOGRAPHY),
        ("عبدالنافع", "عبدنافع", kind.ORTHOGRAPHY),
        ("شقور", "شقوور", kind.ORTHOGRAPHY),
        ("شقو ره", "شقوره", kind.JOINED),
        ("بسالم", "بسلام", kind.LAM_ALEF),
        ("صالح", "صلاح", kind.LAM_ALEF_NAMES),
        ("الشقصور", "الشقسور", kind.SAME_SOUND),
        ("mohamed", "muhammad", kind.SAME_SOUND),
        ("محمد", "mohamed", kind.SAME_SOUND),
        ("شقورين", "shaqureen", kind.VOWELS_FIT),
        ("شقبور", "شقنور", kind.DOTS),
        ("شقبور", "شبقور", kind.EXCHANGED),
        ("الشقبور", "شقبور", kind.PREFIX),
        ("ابوشقبور", "شقبور", kind.PREFIX),
        ("عبدالكريم", "كريم", kind.PREFIX),
        ("شقبوري", "شقبور", kind.ENDING),
        ("شقبورين", "شقبور", kind.ENDING),
        ("شقبور", "شقبر", kind.WEAK_LETTER),
        ("شقبور", "شقلور", kind.ONE_LETTER),
        ("شقبور", "شقيبر", kind.CONSONANTS_AGREE),
        ("ذكمور", "thakmor", kind.CLASSES_MIXED),
        ("م", "محمد", kind.SHORT_FORM),
        ("عبد", "عبدالكريم", kind.SHORT_FORM),
        ("محمد", "حموده", kind.SHORT_FORM),
        ("شقبورمل", "شتبوزمل", kind.TWO_LETTERS),
        ("عمر", "amer", kind.LISTED_FOR_ANOTHER),
        ("محمد", "محمود", kind.TWO_NAMES),
        ("عمر", "عامر", kind.TWO_NAMES),
        ("الحسن", "الحسين", kind.TWO_NAMES),
        ("عبدالرحمن", "عبدالرحيم", kind.TWO_NAMES),
        ("محمد", "mahmoud", kind.TWO_NAMES),
        ("شقبور", "مرزلان", kind.DIFFERENT),
    ],
)
def test_an_example_of_each_type(a, b, expected):
    assert difference(a, b) == expected


def test_every_type_has_a_word_in_both_languages_and_an_example_above():
    numbers = [
        value
        for name, value in vars(kind).items()
        if name.isupper() and name[0] != "_" and isinstance(value, int)
    ]
    assert sorted(numbers) == list(range(len(DIFFERENCES)))
    assert all(english.isascii() and not arabic.isascii() for english, arabic in DIFFERENCES)
