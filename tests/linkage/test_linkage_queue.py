"""What is asked next: what settles most and teaches most, never what is known already."""

from math import log2

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.linkage.queueing import KNOWN_AS_FROM, review_queue


def tables(pairs, groups):
    """Pairs as (a, b, probability, gamma of the name); groups of records that may be one person.

    Every record is a person of its own in `sure`; a tuple within a group is sure to be one.
    """
    label, rows = 0, []
    for group in groups:
        possible = label
        for person in group:
            members = person if isinstance(person, tuple) else (person,)
            rows += [(record, label, label, possible) for record in members]
            label += len(members)
    people = pl.DataFrame(
        rows,
        schema={"record_id": pl.String, "sure": pl.Int64, "linked": pl.Int64,
                "possible": pl.Int64},
        orient="row",
    ).sort("record_id")  # fmt: skip
    frame = pl.DataFrame(
        [(min(a, b), max(a, b), p, name, 1) for a, b, p, name in pairs],
        schema={"record_a": pl.String, "record_b": pl.String, "probability": pl.Float64,
                "gamma_name": pl.Int64, "gamma_born": pl.Int64},
        orient="row",
    )  # fmt: skip
    return frame, people


def judged(*said):
    return pl.DataFrame(said, schema=["record_a", "record_b", "verdict"], orient="row")


def asked(queue):
    return queue.select("record_a", "record_b").rows()


def entropy(p):
    return -p * log2(p) - (1 - p) * log2(1 - p)


def test_the_least_clear_pair_comes_first():
    pairs = [("a", "b", 0.9, 1), ("c", "d", 0.5, 1), ("e", "f", 0.1, 1)]
    queue = review_queue(*tables(pairs, [["a", "b"], ["c", "d"], ["e", "f"]]))
    assert asked(queue)[0] == ("c", "d")


def test_the_value_is_the_formula_of_the_page():
    """Worked by hand: three pairs alike, the first of a group of two people."""
    pairs = [("a", "b", 0.5, 1), ("c", "d", 0.2, 1), ("e", "f", 0.2, 1)]
    queue = review_queue(*tables(pairs, [["a", "b"], ["c", "d"], ["e", "f"]]))
    first = queue.row(0, named=True)
    doubt = 1.0 + 2 * entropy(0.2)
    assert first["settles"] == pytest.approx(1.0)
    assert first["teaches"] == pytest.approx(doubt / (KNOWN_AS_FROM + 1) ** 2)
    assert first["value"] == pytest.approx(first["settles"] + first["teaches"])
    second = queue.row(1, named=True)
    assert second["teaches"] == pytest.approx(entropy(0.2) * doubt / (KNOWN_AS_FROM + 2) ** 2)
    assert (first["alike"], first["group_people"], first["moved"]) == (3, 2, 1)


def test_a_pair_that_holds_two_big_groups_together_comes_before_a_pair_of_two():
    pairs = [
        ("a", "b", 0.9, 1), ("b", "c", 0.9, 1), ("c", "d", 0.6, 1), ("d", "e", 0.9, 1),
        ("e", "f", 0.9, 1), ("x", "y", 0.6, 1),
    ]  # fmt: skip
    queue = review_queue(*tables(pairs, [list("abcdef"), ["x", "y"]]))
    assert asked(queue)[0] == ("c", "d")
    assert queue["moved"][0] == 3
    moved = {(row["record_a"], row["record_b"]): row["moved"] for row in queue.to_dicts()}
    assert moved["x", "y"] == 1


def test_one_group_does_not_fill_the_queue():
    """Of a group of four people the first pair comes with its whole value, the next with less."""
    names = [f"r{at}" for at in range(4)]
    pairs = [
        (a, b, 0.5, 1) for at, a in enumerate(names) for b in names[at + 1 :]
    ] + [("x", "y", 0.45, 1)]  # fmt: skip
    queue = review_queue(*tables(pairs, [names, ["x", "y"]]))
    of_group = queue.filter(pl.col("group_people") == 4)
    assert of_group["left"].to_list() == pytest.approx([1, 2 / 3, 1 / 3])
    assert asked(queue)[1] == ("x", "y")


def test_two_people_are_asked_about_once_however_many_records_they_have():
    """Whatever the answer on one of their pairs, it is the answer on all."""
    pairs = [("a1", "b1", 0.5, 1), ("a1", "b2", 0.6, 1), ("a2", "b1", 0.7, 1)]
    queue = review_queue(*tables(pairs, [[("a1", "a2"), ("b1", "b2")]]))
    assert asked(queue) == [("a1", "b1")]


def test_what_is_judged_implied_or_forbidden_is_not_asked():
    pairs = [
        ("a", "b", 0.5, 1), ("b", "c", 0.5, 1), ("a", "c", 0.5, 1), ("c", "d", 0.5, 1),
        ("b", "d", 0.5, 1), ("d", "e", 0.5, 1),
    ]  # fmt: skip
    frame, people = tables(pairs, [list("abcde")])
    law = judged(("b", "a", "same"), ("b", "c", "same"), ("d", "a", "different"))
    assert asked(review_queue(frame, people, judgements=law)) == [("d", "e")]
    doubted = judged(("a", "b", "unsure"))
    left = asked(review_queue(frame, people, judgements=doubted))
    assert ("a", "b") not in left
    assert ("b", "c") in left


def test_judgements_on_records_that_are_not_here_change_nothing():
    frame, people = tables([("a", "b", 0.5, 1)], [["a", "b"]])
    law = judged(("p", "q", "same"), ("q", "r", "different"))
    assert review_queue(frame, people, judgements=law).equals(review_queue(frame, people))


def test_what_waits_in_the_sheet_of_a_sample_is_held_back():
    frame, people = tables([("a", "b", 0.5, 1), ("c", "d", 0.5, 1)], [["a", "b"], ["c", "d"]])
    held = pl.DataFrame({"record_a": ["b"], "record_b": ["a"]})
    assert asked(review_queue(frame, people, held_back=held)) == [("c", "d")]


def test_a_frequent_pattern_teaches_more_than_a_rare_one():
    many = [(f"m{at}", f"n{at}", 0.3, 1) for at in range(40)]
    rare = [("x", "y", 0.3, 2)]
    groups = [[a, b] for a, b, *_ in many + rare]
    queue = review_queue(*tables(many + rare, groups))
    teaches = {row["record_a"]: row["teaches"] for row in queue.to_dicts()}
    assert teaches["m0"] > 10 * teaches["x"]


def test_a_pattern_judged_often_has_less_to_teach():
    pairs = [(f"m{at}", f"n{at}", 0.3, 1) for at in range(40)]
    frame, people = tables(pairs, [[a, b] for a, b, *_ in pairs])
    law = judged(*((f"m{at}", f"n{at}", "different") for at in range(20)))
    before = review_queue(frame, people)["teaches"].max()
    after = review_queue(frame, people, judgements=law)["teaches"].max()
    # Half of the pairs are left, and 20 more are known: (9 + 1)² against (9 + 20 + 1)².
    assert after == pytest.approx(before / 2 / 9)


def test_pairs_apart_settle_nothing_but_may_teach():
    pairs = [(f"m{at}", f"n{at}", 0.04, 1) for at in range(9)]
    queue = review_queue(*tables(pairs, [[one] for a, b, *_ in pairs for one in (a, b)]))
    assert queue.height == 9
    assert (queue["settles"] == 0).all()
    assert (queue["teaches"] > 0).all()
    assert queue["group_people"].null_count() == 9


def test_a_register_without_doubt_asks_nothing():
    frame, people = tables([], [["a"], ["b"]])
    assert review_queue(frame, people).is_empty()


def plain_moved(ties, group):
    """Kruskal by hand: build the likeliest tree, take each tie out, count the smaller side."""
    above = {one: one for one in group}

    def root(one):
        while above[one] != one:
            one = above[one]
        return one

    tree = []
    for (a, b), _ in sorted(ties.items(), key=lambda tie: -tie[1]):
        if root(a) != root(b):
            above[root(a)] = root(b)
            tree.append((a, b))
    moved = {}
    for tie in ties:
        if tie not in tree:
            moved[tie] = 1
            continue
        side, waiting = {tie[0]}, [tie[0]]
        while waiting:
            here = waiting.pop()
            for a, b in tree:
                if (a, b) != tie and here in (a, b):
                    other = b if here == a else a
                    if other not in side:
                        side.add(other)
                        waiting.append(other)
        moved[tie] = min(len(side), len(group) - len(side))
    return moved


@settings(max_examples=60, deadline=None)
@given(data=st.data(), sizes=st.lists(st.integers(2, 7), min_size=1, max_size=3))
def test_the_people_a_tie_moves_are_those_of_the_plain_count(data, sizes):
    pairs, groups, expected = [], [], {}
    for at, size in enumerate(sizes):
        group = [f"g{at}r{one}" for one in range(size)]
        edges = [(group[data.draw(st.integers(0, one - 1))], group[one]) for one in range(1, size)]
        edges += data.draw(
            st.lists(
                st.sampled_from([(a, b) for i, a in enumerate(group) for b in group[i + 1 :]]),
                max_size=6,
            )
        )
        ties = dict.fromkeys(edges)
        # No two the same: which of two equal ties is of the tree does not matter to anybody.
        chosen = data.draw(
            st.lists(st.integers(60, 940), min_size=len(ties), max_size=len(ties), unique=True)
        )
        ties = dict(zip(ties, (one / 1000 for one in chosen), strict=True))
        groups.append(group)
        pairs += [(a, b, p, 1) for (a, b), p in ties.items()]
        expected |= plain_moved(ties, group)
    queue = review_queue(*tables(pairs, groups))
    found = {(row["record_a"], row["record_b"]): row["moved"] for row in queue.to_dicts()}
    assert found
    assert found == {pair: expected[pair] for pair in found}


@settings(max_examples=60, deadline=None)
@given(
    probabilities=st.lists(st.floats(0.001, 0.999), min_size=1, max_size=15),
    size=st.integers(2, 6),
    seed=st.integers(0, 100),
)
def test_the_queue_descends_holds_no_pair_twice_and_does_not_depend_on_order(
    probabilities, size, seed
):
    group = [f"r{at}" for at in range(size)]
    every = [(a, b) for at, a in enumerate(group) for b in group[at + 1 :]]
    pairs = [
        (a, b, p, at % 2) for at, ((a, b), p) in enumerate(zip(every, probabilities, strict=False))
    ]
    frame, people = tables(pairs, [group])
    queue = review_queue(frame, people)
    assert queue["value"].is_sorted(descending=True)
    assert queue.height <= size - 1
    assert queue.select("record_a", "record_b").is_unique().all()
    shuffled = frame.sample(fraction=1, shuffle=True, seed=seed)
    assert review_queue(shuffled, people[::-1]).equals(queue)
