"""Sentences and tokens: positions lead back to the text, whatever stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.reading.model import Segment, Text
from tawthiq.reading.tokens import forms_of, language_of, norms_of, sentences, tokenise

SOUP = st.text(
    alphabet=st.sampled_from("ab AB.12,٣٠،؟!\n\u200f\u200b\u0640ًـقتلوال()«»\"'-%"), max_size=200
)


def cut(text: str) -> list[str]:
    whole = Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),))
    return [text[one.start : one.stop] for one in sentences(whole)]


@given(SOUP | st.text(max_size=200))
def test_every_token_is_its_stretch_of_the_text(text: str) -> None:
    at = 0
    for token in tokenise(text):
        assert text[token.start : token.stop] == token.raw
        assert at <= token.start < token.stop
        assert token.forms[0] == token.norm
        at = token.stop


@given(SOUP | st.text(max_size=200))
def test_the_norms_of_a_phrase_are_those_of_its_tokens(text):
    assert list(norms_of(text)) == [token.norm for token in tokenise(text)]


@given(SOUP)
def test_sentences_hold_every_token_once_and_in_order(text: str) -> None:
    whole = Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),))
    found = [token for one in sentences(whole) for token in one.tokens]
    assert found == list(tokenise(text))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He said no. Five others agreed.", 2),
        ("See no. 5 of the list.", 1),
        ("Dr. Salim Haddad counted 1.5 million. More came.", 2),
        ("They left at 5 p.m. on Friday.", 1),
        ("“Twelve died.” He wept.", 2),
        ("قتل ١٢ شخصا. وجرح ٣٠ آخرون؟ نعم!", 3),
        ("First line\n\nsecond line", 2),
        ("List:\n- Homs: 12\n- Hama: 8", 3),
        ("See www.example.org/a.b for more.", 1),
    ],
)
def test_where_sentences_end(text: str, count: int) -> None:
    assert len(cut(text)) == count


def test_furniture_is_left_out() -> None:
    text = "Menu 12 killed. Body."
    whole = Text(
        text=text,
        segments=(
            Segment(start=0, stop=15, role="furniture"),
            Segment(start=16, stop=21, role="article"),
        ),
    )
    assert [text[one.start : one.stop] for one in sentences(whole)] == ["Body."]


@pytest.mark.parametrize(
    ("word", "form"),
    [("والمدنيين", "مدني"), ("بالقذائف", "قذايف"), ("للنازحين", "نازح"), ("children", "children"),
     ("families", "family"), ("deserters", "deserter")],
)  # fmt: skip
def test_a_glued_word_may_stand_without_what_is_glued(word: str, form: str) -> None:
    (token,) = tokenise(word)
    assert form in token.forms


def test_the_whole_word_comes_first() -> None:
    assert forms_of("وفاه")[0] == "وفاه"


@pytest.mark.parametrize(
    ("text", "language"), [("Homs حمص is", "en"), ("حمص Homs مدينة كبيرة", "ar"), ("12", "en")]
)
def test_the_language_is_that_of_most_letters(text: str, language: str) -> None:
    assert language_of(text) == language


def test_signs_without_width_are_no_tokens_and_change_no_word() -> None:
    plain = [token.norm for token in tokenise("قتل 30 مدنيا")]
    marked = [token.norm for token in tokenise("ق\u200fت\u0640ل \u200e30\u200b مَدنيًا")]
    assert marked == plain
