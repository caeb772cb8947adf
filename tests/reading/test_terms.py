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
    st.sampled_from(["was killed", "was", "killed by", "24 495 killed", "a b", "قتل", "قتل في"])
)
_TABLES = st.dictionaries(
    st.sampled_from(["killed", "hurt"]), st.fixed_dictionaries({"en": _PHRASES})
)
_TEXTS = st.lists(
    st.sampled_from(["was", "killed", "by", "24 495", "a", "b", "قتل", "في", "x"]), min_size=1
).map(" ".join)


def longest_by_hand(terms: TermList, tokens) -> tuple[int, set[str]] | None:
    """The longest phrase at the first token, by trying every phrase of every term."""
    found: dict[int, set[str]] = {}
    for term, entry in terms.entries.items():
        for phrase in (*entry.get("en", ()), *entry.get("ar", ())):
            norms = [token.norm for token in sentence(phrase).tokens]
            if norms == [token.norm for token in tokens[: len(norms)]]:
                found.setdefault(len(norms), set()).add(term)
    return (max(found), found[max(found)]) if found else None


@given(_TABLES, _TEXTS)
def test_the_longest_phrase_is_what_trying_all_of_them_finds(tables, text):
    terms = TermList(kind="x", entries=tables)
    tokens = sentence(text).tokens
    for _ in range(2):  # met for the first time, and again
        found = terms.longest(tokens, 0)
        assert (found and (found[0], set(found[2]))) == longest_by_hand(terms, tokens)
    opens = terms.openings
    assert (tokens[0].norm in opens) or terms.longest(tokens, 0) is None


@given(_TABLES, _TABLES, _TEXTS)
def test_a_list_with_more_is_the_list_of_all_and_leaves_the_first_as_it_was(first, more, text):
    whole = {
        term: {"en": [*first.get(term, {}).get("en", ()), *more.get(term, {}).get("en", ())]}
        for term in first | more
    }
    begun, tokens = TermList(kind="x", entries=first), sentence(text).tokens
    before = begun.longest(tokens, 0)
    joined = begun.with_more("x", more)
    assert joined.longest(tokens, 0) == TermList(kind="x", entries=whole).longest(tokens, 0)
    assert joined.openings == TermList(kind="x", entries=whole).openings
    assert begun.longest(tokens, 0) == before
