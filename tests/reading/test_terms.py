"""Lists of terms: the longest phrase wins, and users add their own."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.errors import ReadingError
from tawthiq.reading.model import Segment, Sentence, Text
from tawthiq.reading.terms import TermList, load_terms
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


_PHRASES = st.lists(
    st.sampled_from(["was killed", "was", "killed by", "a b c", "a b", "قتل", "قتل في"])
)
_TABLES = st.dictionaries(
    st.sampled_from(["killed", "hurt"]), st.fixed_dictionaries({"en": _PHRASES})
)


@given(_TABLES, _TABLES)
def test_a_list_with_more_is_the_list_of_all_and_leaves_the_first_as_it_was(first, more):
    def steps(node):
        return {word: (set(then.terms), steps(then)) for word, then in node.next.items()}

    whole = {
        term: {"en": [*first.get(term, {}).get("en", ()), *more.get(term, {}).get("en", ())]}
        for term in first | more
    }
    begun = TermList.of("x", first)
    before = steps(begun.root)
    assert steps(begun.with_more("x", more).root) == steps(TermList.of("x", whole).root)
    assert steps(begun.root) == before
