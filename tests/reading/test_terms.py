"""Lists of terms: the longest phrase wins, and users add their own."""

from pathlib import Path

import pytest

from tawthiq.errors import ReadingError
from tawthiq.reading.model import Segment, Sentence, Text
from tawthiq.reading.terms import load_terms
from tawthiq.reading.tokens import sentences

KINDS = ("counted_nouns", "counted_verbs", "categories", "units", "joints")


def sentence(text: str) -> Sentence:
    whole = Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),))
    return next(sentences(whole))


@pytest.mark.parametrize("kind", KINDS)
def test_every_term_speaks_both_languages(kind: str) -> None:
    for term, entry in load_terms(kind).entries.items():
        assert entry.get("en"), term
        assert entry.get("ar"), term


def test_the_longest_phrase_wins() -> None:
    found = load_terms("categories").find(sentence("two police officers and an officer"))
    assert [(one.term, one.first, one.last) for one in found] == [
        ("security", 1, 3),
        ("officer", 5, 6),
    ]


def test_glued_prefixes_do_not_hide_a_term() -> None:
    found = load_terms("categories").find(sentence("والمدنيين والأطفال"))
    assert [one.term for one in found] == ["civilian", "child"]


def test_users_add_phrases_and_terms(tmp_path: Path) -> None:
    (tmp_path / "categories.toml").write_text(
        '[child]\nen = ["littlies"]\n[beekeeper]\nen = ["beekeepers"]\nar = ["نحال"]\n',
        encoding="utf-8",
    )
    terms = load_terms("categories", tmp_path)
    found = terms.find(sentence("three littlies, two beekeepers and a child"))
    assert [one.term for one in found] == ["child", "beekeeper", "child"]
    assert "littlies" not in str(load_terms("categories").entries["child"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[child\n", "not valid TOML"),
        ('child = "x"\n', "no table"),
        ('[child]\nen = "x"\n', "list"),
    ],
)
def test_a_list_that_cannot_be_read_says_where(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "categories.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ReadingError, match=said) as raised:
        load_terms("categories", tmp_path)
    assert "categories.toml" in str(raised.value)
