"""Which ballots count, and what they say: counted and set aside are all of them, in any order."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from votes_helpers import ballot, call_of, key_of, sealed, within

from tawthiq.ledger import VoteOption
from tawthiq.votes import Taken, count_as_plain, count_votes

VOTE = "ab" * 32


def reasons(call, *ballots):
    count = count_votes(
        VOTE, call, [one if isinstance(one, Taken) else Taken(one, "within") for one in ballots]
    )
    assert count.counted + len(count.set_aside) == count.ballots == len(ballots)
    return sorted(one.reason for one in count.set_aside)


def test_the_most_votes_win():
    call = call_of()
    votes = [ballot(VOTE, n, who) for n, who in enumerate(["huda", "huda", "samir"], 1)]
    count = count_votes(VOTE, call, within(*votes))
    assert (count.standing, count.elected) == ("decided", ("huda",))
    assert dict(count.outcome.sums) == {"huda": 2, "samir": 1, "nour": 0}


def test_by_approval_each_option_a_ballot_names_has_a_vote():
    call = call_of(method="approval", seats=2)
    votes = [
        ballot(VOTE, 1, "huda", "samir"),
        ballot(VOTE, 2, "nour", "samir"),
        ballot(VOTE, 3, "nour", "samir"),
    ]
    count = count_votes(VOTE, call, within(*votes))
    assert dict(count.outcome.sums) == {"huda": 1, "samir": 3, "nour": 2}
    assert count.elected == ("samir", "nour")


def test_an_abstention_reaches_the_quorum_and_never_wins():
    answers = [
        VoteOption(key="for", name="For"),
        VoteOption(key="against", name="Against"),
        VoteOption(key="abstain", name="Abstention", abstains=True),
    ]
    call = call_of(quorum=4, options=answers)
    votes = [ballot(VOTE, 1, "for"), *(ballot(VOTE, n, "abstain") for n in (2, 3, 4))]
    count = count_votes(VOTE, call, within(*votes))
    assert (count.standing, count.elected) == ("decided", ("for",))


def test_a_tie_is_named_and_not_broken():
    votes = within(ballot(VOTE, 1, "samir"), ballot(VOTE, 2, "huda"))
    count = count_votes(VOTE, call_of(), votes)
    assert (count.standing, count.elected, count.outcome.tied) == ("tied", (), ("huda", "samir"))


def test_a_tie_for_the_last_seat_leaves_those_ahead_elected():
    call = call_of(seats=2)
    chosen = ["nour", "nour", "huda", "samir"]
    count = count_votes(
        VOTE, call, within(*(ballot(VOTE, n, who) for n, who in enumerate(chosen, 1)))
    )
    assert (count.elected, count.outcome.tied) == (("nour",), ("huda", "samir"))
    ordered = call_of(seats=2, ties=["order"])
    assert count_votes(
        VOTE, ordered, within(*(ballot(VOTE, n, who) for n, who in enumerate(chosen, 1)))
    ).elected == ("nour", "huda")


def test_a_seat_for_whom_nobody_voted_stays_empty():
    count = count_votes(VOTE, call_of(seats=3), within(ballot(VOTE, 1, "nour")))
    assert (count.standing, count.elected) == ("decided", ("nour",))


def test_below_the_quorum_nobody_is_elected_and_the_sums_are_told():
    count = count_votes(VOTE, call_of(quorum=2), within(ballot(VOTE, 1, "huda")))
    assert (count.standing, count.elected, count.outcome.sums["huda"]) == ("no quorum", (), 1)


def test_nobody_voted():
    count = count_votes(VOTE, call_of(), [])
    assert (count.standing, count.elected, count.ballots) == ("no ballots", (), 0)


def test_a_ballot_of_a_foreign_key_is_set_aside():
    assert reasons(call_of(2), ballot(VOTE, 3, "huda"), ballot(VOTE, 1, "huda")) == ["foreign key"]


def test_a_ballot_that_another_key_signed_is_set_aside():
    forged = replace(ballot(VOTE, 3, "huda"), elector=key_of(1).author)
    assert reasons(call_of(), forged) == ["bad signature"]


def test_a_ballot_of_another_vote_is_set_aside():
    assert reasons(call_of(), ballot("cd" * 32, 1, "huda")) == ["bad signature"]


@pytest.mark.parametrize(
    ("method", "choices", "reason"),
    [
        ("plurality", (), "no choice"),
        ("plurality", ("nobody",), "unknown option"),
        ("plurality", ("huda", "samir"), "several choices"),
        ("approval", (), "no choice"),
        ("approval", ("huda", "huda"), "option twice"),
        ("stv", (), "no choice"),
        ("stv", ("huda", "nobody"), "unknown option"),
        ("stv", ("huda", "huda"), "option twice"),
    ],
)
def test_a_ballot_that_names_nobody_or_too_many_is_set_aside(method, choices, reason):
    assert reasons(call_of(method=method), ballot(VOTE, 1, *choices)) == [reason]


def test_ballots_out_of_time_are_set_aside_with_the_reason():
    early = Taken(ballot(VOTE, 1, "huda"), "before opening")
    late = Taken(ballot(VOTE, 2, "huda"), "after closing")
    assert reasons(call_of(), early, late) == ["after closing", "before opening"]


def test_of_two_different_ballots_neither_counts():
    two = (ballot(VOTE, 1, "huda"), ballot(VOTE, 1, "samir"))
    assert reasons(call_of(), *two, ballot(VOTE, 2, "nour")) == ["two ballots", "two ballots"]


def test_a_copy_counts_once():
    one = ballot(VOTE, 1, "huda")
    count = count_votes(VOTE, call_of(), within(one, one, one))
    assert (count.counted, [each.reason for each in count.set_aside]) == (1, ["copy", "copy"])


def test_a_late_ballot_is_no_second_one():
    late = Taken(ballot(VOTE, 1, "samir"), "after closing")
    assert reasons(call_of(), ballot(VOTE, 1, "huda"), late) == ["after closing"]


choices = st.lists(st.sampled_from(["huda", "samir", "nour", "nobody"]), max_size=3).map(tuple)
cast = st.builds(
    lambda n, said, good: (
        ballot(VOTE, n, *said) if good else replace(ballot(VOTE, n, *said), signature="0" * 128)
    ),
    st.integers(1, 7),  # two of them are not on the roll
    choices,
    st.sampled_from([True, True, True, False]),
)
taken = st.lists(
    st.builds(
        Taken, cast, st.sampled_from(["within", "within", "before opening", "after closing"])
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=150)
@given(
    ballots=taken,
    method=st.sampled_from(["plurality", "approval", "stv"]),
    order=st.randoms(use_true_random=False),
)
def test_any_ballots_add_up_in_any_order(ballots, method, order):
    call = call_of(method=method, seats=2)
    count = count_votes(VOTE, call, ballots)
    assert count.counted + len(count.set_aside) == count.ballots == len(ballots)
    if method == "approval":
        assert sum(count.outcome.sums.values()) >= count.counted
    else:
        assert sum(count.outcome.sums.values()) == count.counted
    shuffled = list(ballots)
    order.shuffle(shuffled)
    assert count_as_plain(count_votes(VOTE, call, shuffled)) == count_as_plain(count)


@settings(deadline=None, max_examples=100)
@given(ballots=taken)
def test_the_same_ballots_from_two_boxes_change_nothing_but_the_copies(ballots):
    """Merging two ledgers that hold the same ballots gives the same result."""
    call = call_of(method="approval")
    once, twice = count_votes(VOTE, call, ballots), count_votes(VOTE, call, ballots + ballots)
    assert (once.counted, once.elected, once.outcome) == (
        twice.counted,
        twice.elected,
        twice.outcome,
    )


def test_a_call_as_the_ledger_takes_it():
    assert sealed(call_of()).kind == "call"


def test_without_a_quorum_nothing_is_tied():
    votes = within(ballot(VOTE, 1, "samir"), ballot(VOTE, 2, "huda"))
    said = count_as_plain(count_votes(VOTE, call_of(quorum=3), votes))
    assert (said["standing"], said["elected"], said["tied"]) == ("no quorum", [], [])
