"""What holds of every attribution, body and position, whatever the text."""

import pytest
from attributing import article, read
from hypothesis import example, given
from hypothesis import strategies as st

from tawthiq.errors import ReadingError
from tawthiq.reading.tokens import sentences
from tawthiq.reading.voices.attributions import find_attributions
from tawthiq.reading.voices.bodies import find_bodies
from tawthiq.reading.voices.positions import find_positions

WORDS = st.sampled_from(
    [
        "said",
        "says",
        "the",
        "The",
        "ministry",
        "Observatory",
        "that",
        ",",
        ".",
        ";",
        ":",
        '"',
        "“",
        "”",
        "«",
        "»",
        "(",
        ")",
        "—",
        "12",
        "40",
        "people",
        "were",
        "killed",
        "and",
        "while",
        "but",
        "Reuters",
        "according",
        "to",
        "citing",
        "quoted",
        "as",
        "saying",
        "by",
        "told",
        "denied",
        "He",
        "reported",
        "reports",
        "(UN)",
        "who",
        "Salim",
        "Haddad",
        "head",
        "of",
        "hospital",
        ",",
        ".",
        "nonsense",
        "is",
        "a",
        "lie",
        "documented",
        "in",
        "Homs",
        "on",
        "Friday",
        "adding",
        "having",
        "قال",
        "قالت",
        "المرصد",
        "إن",
        "أن",
        "،",
        ".",
        "؛",
        ":",
        "مقتل",
        "12",
        "شخصا",
        "بحسب",
        "وفق",
        "ما",
        "نقلته",
        "رويترز",
        "عن",
        "مصدر",
        "وأضاف",
        "مدير",
        "المشفى",
        "سالم",
        "حداد",
        "نفت",
        "الوزارة",
        "لجنة",
        "توثيق",
        "إدلب",
        "بينما",
        "لكن",
        "وثقتها",
        "الشبكة",
        "كذب",
        "لا",
        "صحة",
        "لوكالة",
        "في",
        "بيان",
        "أمس",
    ]
)
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)


@example("citing activists , said 12")
@example("بحسب - الدكتور . بحسب » 12")
@example("citing citing ,")
@given(TEXTS)
def test_an_attribution_lies_within_its_sentence(text):
    said, found = read(text)
    tokens = {one.index: len(one.tokens) for one in said}
    for index, attributions in found.items():
        for one in attributions:
            assert 0 <= one.scope_first <= one.first <= one.last <= one.scope_last <= tokens[index]
            assert one.scope_first < one.scope_last


@given(TEXTS)
def test_a_chain_begins_with_the_speaker_and_the_nearest_reporter(text):
    _, found = read(text)
    for one in (one for attributions in found.values() for one in attributions):
        if one.chain and one.speaker is not None:
            assert one.chain[:2] == (one.speaker, one.reported_by)


@given(TEXTS)
def test_names_are_words_of_the_text_or_lack_only_what_was_glued_to_them(text):
    _, found = read(text)
    for one in (one for attributions in found.values() for one in attributions):
        if one.speaker is not None:
            first, *rest = one.speaker.split()
            assert all(word in text for word in rest)
            assert first in text or first.removeprefix("ال") in text


@given(TEXTS)
def test_bodies_and_positions_quote_the_text(text):
    whole = article(text)
    found = list(sentences(whole))
    bodies = find_bodies(whole, found, "d" * 64)
    positions = find_positions(whole, found, find_attributions(found), "d" * 64)
    for one in [*bodies, *positions]:
        assert text[one.start : one.end] == one.quote != ""
    assert len({one.id for one in bodies}) == len(bodies)


@given(TEXTS)
def test_a_sentence_without_a_quotation_is_read_without_the_ones_after_it(text):
    """What is said later changes nothing of what was attributed before, outside quotations."""
    plain = "".join(c for c in text if c not in '"“”«»')
    _, alone = read(plain + " .")
    _, more = read(plain + " .\n\nThe road was closed. The road was open.")
    assert {index: more[index] for index in alone} == alone


@pytest.mark.parametrize(
    "text", ["", " ", ".", "said", "according to", "قال", "بحسب", "(", "“", "said “"]
)
def test_a_text_of_next_to_nothing_says_nothing(text):
    assert read(text)[1] == {}


def test_words_of_one_s_own_attribute_too(tmp_path):
    (tmp_path / "speech.toml").write_text('[say]\nen = ["murmured"]\nar = ["همست"]\n', "utf-8")
    found = list(
        sentences(article("The ministry murmured that 12 died.\n\nهمست الوزارة أن 12 قتلوا."))
    )
    said = find_attributions(found, tmp_path)
    assert [one.speaker for index in said for one in said[index]] == ["ministry", "الوزارة"]


def test_a_use_that_is_none_is_refused(tmp_path):
    (tmp_path / "speech.toml").write_text('[shout]\nuse = "loud"\nen = ["shouted"]\n', "utf-8")
    with pytest.raises(ReadingError, match="shout"):
        find_attributions([], tmp_path)
