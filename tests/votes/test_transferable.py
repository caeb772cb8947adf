"""Single transferable vote: published counts, a plain twin, and ties that no luck breaks."""

import sys
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tawthiq.errors import VoteError
from tawthiq.votes import count_transferable


def several(said: str) -> list[tuple[str, ...]]:
    """Ballots of lines such as "21 d1 d2 f": how many, and their preferences."""
    ballots = []
    for line in said.split("\n"):
        if line.strip():
            number, *choices = line.split()
            ballots += [tuple(choices)] * int(number)
    return ballots


PETS = """
    21 d1 d2 f c1 c2
    19 d2 d1 f c1 c2
    40 c1 c2 f d1 d2
    6 c2 c1 f d1 d2
    7 f d1 d2 c1 c2
    6 f d1 c1 c2 d2
    1 f d1
"""


def test_a_published_count_by_the_weighted_inclusive_gregory_method():
    """Yingtong Li, STV primer, part 5 (https://yingtongli.me/blog/2022/06/16/stv-primer-5.html).

    100 ballots, quota 26; standings after the exclusion of the fish owner: 35, 19, 26, 20. Then
    the first dog owner's surplus of 9 leaves on all 35 votes: 28 name the second dog owner next,
    6 the second cat owner, and 1 nobody.
    """
    outcome = count_transferable(several(PETS), ["d1", "d2", "c1", "c2", "f"], 3)
    first, second, third, fourth = outcome.stages
    assert outcome.quota == 26
    assert dict(first.totals) == {"d1": 21, "d2": 19, "c1": 40, "c2": 6, "f": 14}
    assert (first.elected, first.excluded) == (("c1",), ())
    assert dict(second.totals) == {"d1": 21, "d2": 19, "c2": 20, "f": 14}
    assert (second.elected, second.excluded) == ((), ("f",))
    assert dict(third.totals) == {"d1": 35, "d2": 19, "c2": 20}
    assert third.elected == ("d1",)
    assert dict(fourth.totals) == {
        "d2": 19 + Fraction(28 * 9, 35),
        "c2": 20 + Fraction(6 * 9, 35),
    }
    assert fourth.exhausted == Fraction(9, 35)
    assert outcome.elected == ("c1", "d1", "d2")


def test_the_food_election():
    """20 guests, 3 of 5 dishes: chocolate, oranges, strawberries.

    The example of the English Wikipedia's article (as kept at
    https://www.liquisearch.com/single_transferable_vote/example).
    """
    ballots = several("""
        4 orange
        2 pear orange
        8 chocolate strawberry
        4 chocolate sweets
        1 strawberry
        1 sweets
    """)
    dishes = ["orange", "pear", "chocolate", "strawberry", "sweets"]
    outcome = count_transferable(ballots, dishes, 3)
    assert outcome.quota == 6
    assert outcome.elected == ("chocolate", "orange", "strawberry")
    assert dict(outcome.stages[1].totals) == {
        "orange": 4, "pear": 2, "strawberry": 5, "sweets": 3,
    }  # fmt: skip
    assert outcome.stages[1].excluded == ("pear",)
    assert outcome.stages[2].elected == ("orange",)
    assert outcome.stages[3].excluded == ("sweets",)


def test_votes_that_name_nobody_any_more_are_no_candidate():
    """Votelib's own way to exclude takes the exhausted votes for one, and loses the leader."""
    outcome = count_transferable(several("10 a\n9 b\n8 c\n7 d"), list("abcd"), 1)
    assert [stage.excluded for stage in outcome.stages] == [("d",), ("c",), ("b",), ()]
    assert outcome.elected == ("a",)


def test_a_tie_for_last_place_stops_the_count_and_is_named():
    outcome = count_transferable(several("5 a\n3 b c\n3 c b"), list("abc"), 1)
    assert (outcome.elected, outcome.tied) == ((), ("b", "c"))


@pytest.mark.parametrize(("order", "winner"), [("abc", "b"), ("acb", "c")])
def test_the_order_of_the_call_breaks_a_tie_where_the_call_says_so(order, winner):
    outcome = count_transferable(several("5 a\n3 b c\n3 c b"), list(order), 1, ["order"])
    assert (outcome.elected, outcome.tied) == ((winner,), ())
    assert outcome.stages[0].rule == "order"


def test_earlier_counts_break_a_tie_where_the_call_says_so():
    """b and c have 5 each once d is out; b began with fewer, so b goes."""
    ballots = several("8 a\n4 b\n5 c\n1 d b")
    stopped = count_transferable(ballots, list("abcd"), 1)
    assert stopped.tied == ("b", "c")
    outcome = count_transferable(ballots, list("abcd"), 1, ["earlier counts"])
    assert [stage.excluded for stage in outcome.stages[:2]] == [("d",), ("b",)]
    assert outcome.stages[1].rule == "earlier counts"
    never_apart = several("5 a\n3 b c\n3 c b")
    assert count_transferable(never_apart, list("abc"), 1, ["earlier counts"]).tied == ("b", "c")


def test_those_who_cannot_be_saved_go_together():
    outcome = count_transferable(several("5 a\n4 b\n1 c\n1 d"), list("abcdef"), 1)
    assert outcome.stages[0].excluded == ("e", "f")
    assert outcome.stages[1].excluded == ("c", "d")
    assert outcome.elected == ("a",)


def test_nobody_voted():
    outcome = count_transferable([], ["a", "b"], 1)
    assert (outcome.elected, outcome.tied, outcome.stages) == ((), (), ())


def test_without_the_library_the_error_says_what_to_install(monkeypatch):
    for module in [name for name in sys.modules if name.partition(".")[0] == "votelib"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "votelib", None)
    with pytest.raises(VoteError, match=r"pip install 'tawthiq\[votes\]'"):
        count_transferable([("a",)], ["a"], 1)


def plain_count(ballots, options, seats):
    """The same method, ballot by ballot with a weight each; ties are not met: None."""
    weights = [Fraction(1)] * len(ballots)
    running, elected = list(options), []
    quota = len(ballots) // (seats + 1) + 1
    while len(elected) < seats:
        tops = [next((one for one in each if one in running), None) for each in ballots]
        totals = {
            option: sum(
                (w for w, top in zip(weights, tops, strict=True) if top == option), Fraction(0)
            )
            for option in running
        }
        if len(running) == seats - len(elected):
            return {*elected, *running}
        reached = [option for option in running if totals[option] >= quota]
        for option in reached:
            left = (totals[option] - quota) / totals[option]
            weights = [
                w * left if top == option else w for w, top in zip(weights, tops, strict=True)
            ]
        leaving = reached
        if not reached:
            fewest = min(totals.values())
            leaving = [option for option in running if totals[option] == fewest]
            above = [totals[option] for option in running if totals[option] > fewest]
            stay = len(running) - len(leaving) >= seats - len(elected)
            if len(leaving) > 1 and not (stay and fewest * len(leaving) < min(above, default=0)):
                return None
        elected += reached
        running = [option for option in running if option not in leaving]
    return set(elected)


OPTIONS = ["a", "b", "c", "d", "e"]
preferences = st.permutations(OPTIONS).flatmap(
    lambda order: st.integers(1, len(order)).map(lambda n: tuple(order[:n]))
)
elections = st.lists(preferences, min_size=1, max_size=25)


@settings(deadline=None, max_examples=300)
@given(ballots=elections, seats=st.integers(1, 4))
@example(ballots=several("10 a\n9 b\n8 c\n7 d"), seats=1)
def test_the_count_is_that_of_the_plain_twin(ballots, seats):
    outcome = count_transferable(ballots, OPTIONS, seats)
    expected = plain_count(ballots, OPTIONS, seats)
    assert (expected is None) == bool(outcome.tied)
    if expected is not None:
        assert set(outcome.elected) == expected
        assert len(outcome.elected) == seats


@settings(deadline=None, max_examples=150)
@given(ballots=elections, seats=st.integers(1, 4), order=st.randoms(use_true_random=False))
def test_no_vote_is_lost_and_the_order_of_ballots_tells_nothing(ballots, seats, order):
    rules = ["earlier counts", "order"]
    outcome = count_transferable(ballots, OPTIONS, seats, rules)
    assert not outcome.tied
    elected = 0
    for stage in outcome.stages:
        held = sum(stage.totals.values(), stage.exhausted)
        assert held + elected * outcome.quota == len(ballots)
        elected += len(stage.elected)
    shuffled = list(ballots)
    order.shuffle(shuffled)
    assert count_transferable(shuffled, OPTIONS, seats, rules) == outcome


@pytest.mark.parametrize("options", [list(each) for each in permutations("abc")])
def test_without_a_rule_the_order_of_options_decides_nothing(options):
    ballots = several("4 a b\n3 b\n2 c b")
    outcome = count_transferable(ballots, options, 2)
    assert set(outcome.elected) == {"a", "b"}
