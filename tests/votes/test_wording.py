"""A count in words: what was set aside, who is tied, which seats stay empty, in both languages."""

import pytest
from votes_helpers import ballot, call_of, within

from tawthiq.votes import Taken, call_in_words, count_in_words, count_votes

VOTE = "ab" * 32


def said(call, ballots, language):
    return "\n".join(count_in_words(call, count_votes(VOTE, call, ballots), language))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Counted: 2. Set aside: 3.", "set aside, 2: its elector cast two different ballots",
                "set aside, 1: it came in after the vote closed", "a tie that nothing decides",
                "Tied: Huda, Samir"]),
        ("ar", ["المحتسبة: 2. المستبعدة: 3.", "مستبعدة، 2: أدلى ناخبها بورقتين مختلفتين",
                "مستبعدة، 1: وصلت بعد إغلاق", "تعادل لا يفصل فيه شيء", "المتعادلون: هدى، سمير"]),
    ],
)  # fmt: skip
def test_a_tie_and_what_was_set_aside(language, words):
    ballots = within(
        ballot(VOTE, 1, "huda"),
        ballot(VOTE, 2, "samir"),
        ballot(VOTE, 3, "nour"),
        ballot(VOTE, 3, "huda"),
    )
    late = Taken(ballot(VOTE, 4, "nour"), "after closing")
    text = said(call_of(), [*ballots, late], language)
    assert all(one in text for one in words), text


def test_a_seat_that_stays_empty_and_a_quorum_that_was_missed():
    one = within(ballot(VOTE, 1, "huda"))
    assert "Seats left empty: 1" in said(call_of(seats=2), one, "en")
    assert "لم يُحسم لعدم اكتمال النصاب" in said(call_of(quorum=2), one, "ar")


def test_stages_of_a_transferable_vote_with_a_tie_that_the_call_breaks():
    call = call_of(method="stv", ties=["order"])
    chosen = [("huda",), ("huda",), ("samir", "nour"), ("nour", "samir")]
    text = said(call, within(*(ballot(VOTE, n, *each) for n, each in enumerate(chosen, 1))), "en")
    assert "excluded: Nour (tie: who stands later in the call)" in text
    assert "a tie is broken by" in "\n".join(call_in_words(call, None, "en"))
    assert "Called off by whoever called it: too early" in call_in_words(call, "too early", "en")


def test_a_name_that_is_there_in_one_language_only_is_used_in_both():
    call = call_of(name=None)
    assert call_in_words(call, None, "en")[0].endswith("مجلس الوادي")
