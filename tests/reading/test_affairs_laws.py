"""Laws of reading public affairs: words are the text's, nothing crashes, the same text twice."""

import pytest
from affairs_read import read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tawthiq.reading.affairs.lines import line_of
from tawthiq.reading.affairs.ways import tell
from tawthiq.reading.affairs.words import affair_terms
from tawthiq.reading.model import Segment, Text
from tawthiq.reading.tokens import sentences
from tawthiq.statements import (
    Aid,
    Campaign,
    Change,
    Charter,
    Displacement,
    Dispute,
    Election,
    Gathering,
    Membership,
    Organisation,
    Position,
    Result,
    Signature,
    Statement,
    Violation,
    fault_of,
)

AFFAIRS = (Aid, Campaign, Change, Charter, Displacement, Dispute, Election, Gathering, Membership,
           Organisation, Position, Result, Signature, Violation)  # fmt: skip

_TERMS = affair_terms(None).entries
_WORDS = [
    word for entry in _TERMS.values() for lang in ("en", "ar") for word in entry.get(lang, ())[:80]
]
_NAMES = ["the Hill Battalion", "the Union of Pupils", "Dr. Rima Tannous", "كتيبة صقور التل",
          "مرصد الصفصاف", "الدكتور يحيى الصراف", "Hama", "حماة", "on 3 May 2012", "عام 2011",
          "12 trucks", "900 خيمة", '"Open Doors"', "«ميثاق الغرب»", "the Code of Hill Units",
          ",", "،", ".", ";", "(", ")", "-", "and", "و", "that", "الذي"]  # fmt: skip


_LETTERS = st.characters(exclude_categories=("Cc", "Cs"))  # else it is a file of bytes
_OPENS = "A word. "  # no file without a letter is read


def _said(words: list[str]) -> str:
    return _OPENS + " ".join(words)


def _affairs(text: str) -> list[Statement]:
    return [one for one in read(text) if isinstance(one, AFFAIRS)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_WORDS + _NAMES * 8), min_size=1, max_size=30).map(_said))
def test_every_proposal_quotes_the_text_and_holds_no_name_from_elsewhere(text):
    found = _affairs(text)
    for one in found:
        assert text[one.start : one.end] == one.quote
        assert fault_of(one) is None
        for name in one.__struct_fields__:
            if name == "act" and isinstance(one, Signature):
                continue  # a term, and no words of the text
            if name in (
                "name",
                "name_ar",
                "member",
                "whole",
                "signatory",
                "giver",
                "by",
                "what",
                "candidate",
                "body",
                "diverted_by",
                "place",
                "from_place",
                "act",
            ):
                value = getattr(one, name)
                # "لل" before a name hides its article: the name has it again.
                assert value is None or value in text or value.removeprefix("ال") in text
    assert len({one.id for one in found}) == len(found)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(_LETTERS, max_size=300).map(_OPENS.__add__))
def test_any_text_is_read_without_harm(text):
    for one in _affairs(text):
        assert 0 <= one.start < one.end <= len(text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_WORDS + _NAMES * 8), min_size=1, max_size=25).map(_said))
def test_the_same_text_is_read_the_same(text):
    assert _affairs(text) == _affairs(text)


def test_every_word_that_tells_can_be_found_in_a_sentence():
    terms = affair_terms(None)
    assert set(terms.entries) == set(_TERMS)
    assert all(entry.get("en") or entry.get("ar") for entry in _TERMS.values())


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("who=<body> <be> tell=<founded>", ["Amber Union"]),
        ("who=@ <be> tell=<founded>", ["Hill Circle", "Amber Union"]),
        ("who=@ <be> tell=<merged>", []),
        ("who=⟨<body><and><body>⟩ <be>", ["Hill Circle", "Amber Union"]),
    ],
)
def test_a_way_of_telling_is_a_pattern_over_units(pattern, found):
    words = "The Hill Circle and the Amber Union were founded."
    text = Text(text=words, segments=(Segment(start=0, stop=len(words), role="article"),))
    (sentence,) = sentences(text)
    line = line_of(
        text, sentence, terms=affair_terms(None), whens=(), places=(), attributions=(), figures=()
    )
    assert line is not None
    assert [name for told in tell(line, pattern) for name in told.names("who")] == found
