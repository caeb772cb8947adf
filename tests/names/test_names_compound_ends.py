"""The ends of compounds are looked for only where a word can have one: none is missed by it."""

from hypothesis import given
from hypothesis import strategies as st

from tawthiq.names import skeletons


def of_pieces(pieces):
    return st.lists(st.sampled_from(pieces), min_size=1, max_size=5).map("".join)


LATIN = of_pieces(["sal", "a", "e", "u", "l", "ll", "d", "in", "een", "ine", "h", " ", "o", "bel"])
ARABIC = of_pieces(["صلاح", "ال", "دين", "لله", "ا", " ", "عط", "ن", "ه"])


@given(word=LATIN)
def test_latin_ends(word):
    ends = {word[-1:], word[-2:]}
    if skeletons._LATIN_DIN.fullmatch(word):
        assert ends & {"n", "ne"}
    if skeletons._LATIN_ALLAH.fullmatch(word):
        assert ends & {"h", "a", "e", "u"}


@given(word=ARABIC)
def test_arabic_ends(word):
    if skeletons._ARABIC_DIN.fullmatch(word):
        assert word.endswith("دين")
    if skeletons._ARABIC_ALLAH.fullmatch(word):
        assert word.endswith("لله")


def test_an_ending_without_its_last_letter_is_one():
    assert skeletons.skeleton("nasralla") == skeletons.skeleton("nasrallah")
    assert skeletons.anatomy("nasralla") == ("", "nasr", "l")
