"""Laws of reading numbers: what holds whatever the number, its hedge and the words around it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.reading.model import Quantity, Segment, Sentence
from tawthiq.reading.numbers.quantities import find_quantities
from tawthiq.reading.tokens import language_of, tokenise

BEFORE = {
    "at least": "at least",
    "more than": "more than",
    "about": "about",
    "up to": "up to",
    "fewer than": "at most",
    "no more than": "at most",
    "ما لا يقل عن": "at least",
    "أكثر من": "more than",
    "نحو": "about",
    "ما يصل إلى": "up to",
    "أقل من": "at most",
}
AFTER = {"or more": "at least", "at most": "at most", "على الأقل": "at least", "تقريبا": "about"}
NOUNS = {"en": "civilians", "ar": "مدنيا"}
# Words of ordinary sentences, with neither digits nor words for numbers among them.
WORDS = {
    "en": "the shelling went on near hospital while smoke rose over northern district and its "
    "market reporters could not reach it because roads remained closed",
    "ar": "استمر القصف قرب المشفى فيما تصاعد الدخان فوق الحي الشمالي وسوقه ولم يتمكن الناس من "
    "الوصول إليه لأن الطرق مغلقة",
}
ZERO_WIDTH = ("\u200b", "\u200e", "\u200f", "\ufeff", "\u2060")


def find(text: str) -> list[Quantity]:
    return find_quantities(
        Sentence(
            index=0,
            start=0,
            stop=len(text),
            tokens=tuple(tokenise(text)),
            language=language_of(text),
            segment=Segment(start=0, stop=len(text), role="article"),
            paragraph=0,
        )
    )


def ends(bound: str, number: int) -> tuple[int | None, int | None]:
    """Low and high of a bounded number."""
    low = None if bound in ("at most", "up to") else number
    high = None if bound in ("at least", "more than") else number
    return low, high


def noun_of(hedge: str) -> str:
    return NOUNS["en" if hedge.isascii() else "ar"]


# Digits of a year beside a preposition are a year; no count of this law may look like one.
numbers = st.integers(2, 9_999_999).filter(lambda number: not 1900 <= number <= 2099)


@given(number=numbers, hedge=st.sampled_from(sorted(BEFORE)))
def test_a_hedge_before_a_number_sets_its_ends(number: int, hedge: str):
    (one,) = find(f"{hedge} {number} {noun_of(hedge)}")
    assert (one.bound, one.hedge) == (BEFORE[hedge], hedge)
    assert (one.low, one.high) == ends(BEFORE[hedge], number)


@given(number=numbers, hedge=st.sampled_from(sorted(AFTER)), noun=st.booleans())
def test_a_hedge_after_a_number_or_its_noun_sets_its_ends(number: int, hedge: str, noun: bool):
    (one,) = find(f"{number} {noun_of(hedge) if noun else ''} {hedge}")
    assert (one.bound, one.hedge) == (AFTER[hedge], hedge)
    assert (one.low, one.high) == ends(AFTER[hedge], number)


@given(low=st.integers(2, 900), more=st.integers(1, 900), language=st.sampled_from(["en", "ar"]))
def test_both_ends_of_a_range_are_kept(low: int, more: int, language: str):
    high = low + more
    text = f"between {low} and {high} people" if language == "en" else f"بين {low} و{high} شخصا"
    (one,) = find(text)
    assert (one.low, one.high, one.bound) == (low, high, "between")


@given(data=st.data(), language=st.sampled_from(["en", "ar"]))
def test_a_text_without_numbers_gives_none(data: st.DataObject, language: str):
    words = data.draw(st.lists(st.sampled_from(WORDS[language].split()), max_size=30))
    assert find(" ".join(words)) == []


SENTENCES = [
    "At least 24,495 people have died, including a total of 17,281 civilians.",
    "Some 1.5 million displaced inside the country and some 250,000 refugees.",
    "Two men, a woman and twelve children were killed; 60 % of the houses were burnt.",
    "قتل ما لا يقل عن ٤٠ شخصا بينهم طفلان وامرأة، وجرح العشرات.",
    "نزح مليون ونصف المليون شخص، و60 في المئة منهم أطفال.",
    "لا يتجاوز عددهم ثلاثمئة وخمسة وعشرين مقاتلا على الأكثر.",
]


def values(found: list[Quantity]) -> list[tuple[object, ...]]:
    return [(one.low, one.high, one.bound, one.unit, one.noun) for one in found]


@given(text=st.sampled_from(SENTENCES), sign=st.sampled_from(ZERO_WIDTH), data=st.data())
def test_signs_without_width_change_no_value(text: str, sign: str, data: st.DataObject):
    at = data.draw(st.integers(1, len(text) - 1))
    # Within a number or a word; what stands alone between blanks is no part of either.
    within = text[at - 1].isalnum() and text[at].isalnum()
    changed = text[:at] + sign + text[at:] if within else text
    assert values(find(changed)) == values(find(text))


@given(text=st.sampled_from(SENTENCES[3:]), data=st.data())
def test_tatweel_changes_no_value(text: str, data: st.DataObject):
    places = [found.end() for found in re.finditer("[بتسشصضقلمنيهعغفكجحخ](?=[ا-ي])", text)]
    at = data.draw(st.sampled_from(places))
    assert values(find(text[:at] + "\u0640" + text[at:])) == values(find(text))


@given(text=st.text(max_size=80))
def test_any_text_is_read_without_an_error_and_within_its_tokens(text: str):
    count = len(list(tokenise(text)))
    last = 0
    for one in find(text):
        assert 0 <= one.first <= one.number_first < one.number_last <= one.last <= count
        assert one.number_first >= last
        last = one.number_last


PIECES = (
    "12 1,5 24 495 million مليون و ونصف ألف and a half dozen - – % $ ( ) : 2012 August آب at "
    "least على الأقل بين between أو or خمسة عشر قتيلان طفل killed مقتل وبينهم including the of من "
    "كل one واحد in + > ≥ k m th"
)


@given(
    pieces=st.lists(
        st.sampled_from(PIECES.split()),
        max_size=14,
    )
)
def test_any_row_of_number_words_is_read_without_an_error(pieces: list[str]):
    for one in find(" ".join(pieces)):
        assert one.first <= one.number_first < one.number_last <= one.last
        if one.low is not None and one.high is not None:
            assert one.low <= one.high


def test_a_users_own_list_adds_words(tmp_path):
    """Another hedge and another thing that is not counted, from a folder of the user's own."""
    (tmp_path / "bounds.toml").write_text('["at least"]\nen = ["a good round"]\n', encoding="utf-8")
    (tmp_path / "nonfigures.toml").write_text('[uncounted]\nen = ["stanzas"]\n', encoding="utf-8")
    text = "a good round 40 people, and 12 stanzas"
    sentence = Sentence(
        index=0,
        start=0,
        stop=len(text),
        tokens=tuple(tokenise(text)),
        language="en",
        segment=Segment(start=0, stop=len(text), role="article"),
        paragraph=0,
    )
    assert [(one.low, one.bound) for one in find_quantities(sentence, tmp_path)] == [
        (40, "at least")
    ]


@pytest.mark.parametrize("text", ["", " ", "…", "0", "00", "-", "1" * 400, "٪", "و", "a", "the"])
def test_the_smallest_and_the_strangest_texts(text: str):
    assert len(find(text)) <= 1
