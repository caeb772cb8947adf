"""What is written out of the rules of spelling is what they give; words fold alike at once."""

from hypothesis import given
from hypothesis import strategies as st

from tawthiq.names.folding import fold, fold_words
from tawthiq.names.given import given_names, spellings_by_rule, spellings_kept


def test_the_file_of_spellings_is_what_follows_from_the_names():
    """Where this fails, run tools/build_spellings.py."""
    kept = {
        spelling: tuple(int(number) for number in numbers.split())
        for spelling, numbers in spellings_kept().items()
    }
    assert kept == spellings_by_rule()


def test_a_spelling_by_rule_leads_to_its_name():
    assert [name.latin[0] for name in given_names("mohammad")] == ["Muhammad"]
    assert given_names("xyzzy") == ()


WORDS = st.lists(
    st.text(st.sampled_from("محمد ىةءـabz7'3-\n\u00a0\u2028\u200f٣ßﷺé"), max_size=6)
    | st.text(max_size=5)
)


@given(words=WORDS)
def test_words_folded_at_once_are_folded_as_each_alone(words):
    assert fold_words(words) == [fold(word) for word in words]
