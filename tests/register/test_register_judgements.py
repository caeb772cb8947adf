"""A judgement does what it says, to the people and to the range of the counts."""

import polars as pl
import pytest
from invented import whole

from tawthiq.counts import count
from tawthiq.errors import LinkageError
from tawthiq.register.judgements import JUDGEMENT_SCHEMA, verdicts


def judgements(*said):
    """(a, b, verdict, reviewer) in the order of the ledger."""
    rows = [
        {"record_a": min(a, b), "record_b": max(a, b), "verdict": verdict, "reason": "seen",
         "reviewer": reviewer, "author": f"key of {reviewer}", "at": str(at), "entry": str(at)}
        for at, (a, b, verdict, reviewer) in enumerate(said)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=JUDGEMENT_SCHEMA)


NEWEST = {name: name for name in "abcd"} | {"older a": "a"}


def said(*rows):
    return verdicts(judgements(*rows), NEWEST).rows()


def test_a_reviewers_last_word_counts():
    assert said(("a", "b", "same", "Layla"), ("b", "a", "different", "Layla")) == [
        ("a", "b", "different")
    ]


def test_where_reviewers_differ_it_is_unsure_whoever_spoke_last():
    both = (("a", "b", "same", "Layla"), ("a", "b", "different", "Nadir"))
    assert said(*both) == said(*reversed(both)) == [("a", "b", "unsure")]


def test_a_judgement_on_an_older_version_holds_for_the_line():
    assert said(("older a", "b", "same", "Layla")) == [("a", "b", "same")]
    assert said(("older a", "a", "same", "Layla")) == []


def test_reviewers_who_differ_by_way_of_a_third_record_make_all_of_it_unsure():
    rows = said(
        ("a", "b", "same", "Layla"),
        ("b", "c", "same", "Layla"),
        ("a", "c", "different", "Nadir"),
        ("c", "d", "different", "Nadir"),
    )
    assert rows == [
        ("a", "b", "unsure"),
        ("a", "c", "unsure"),
        ("b", "c", "unsure"),
        ("c", "d", "different"),
    ]


def test_who_contradicts_only_themselves_is_left_for_linkage_to_refuse():
    rows = said(
        ("a", "b", "same", "Layla"), ("b", "c", "same", "Layla"), ("a", "c", "different", "Layla")
    )
    assert [verdict for *_, verdict in rows] == ["same", "different", "same"]


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """The whole register, and a function that judges on a copy of it and links again."""
    made, register = whole()

    def judge(*said):
        copy = made.copy(tmp_path_factory.mktemp("judged") / "register")
        for a, b, verdict, reviewer in said:
            copy.judge(register, a, b, verdict, reviewer)
        return copy.link()

    return register, judge


def numbers(register):
    return tuple(count(register.lines).total[name] for name in ("minimum", "linked", "maximum"))


def alone(register):
    """Records of two people of one record each, of whom nobody doubts that they are two."""
    lines = register.lines.filter("named").filter(pl.col("withdrawn_on").is_null())
    single = lines.filter(
        pl.col("possible").is_unique() & pl.col("list").is_in(["ministry", "centre"])
    )
    return (
        single.filter(pl.col("list") == "ministry")["record_id"][0],
        single.filter(pl.col("list") == "centre")["record_id"][0],
    )


def joined(register):
    """The two records of a person of exactly two, of whom nobody doubts that they are one."""
    lines = register.lines.filter("named").filter(pl.col("withdrawn_on").is_null())
    pairs = lines.filter(
        (pl.len().over("sure") == 2)
        & (pl.len().over("possible") == 2)
        & (pl.col("list").n_unique().over("sure") == 2)
    ).sort("sure", "record_id")
    return pairs["record_id"][0], pairs["record_id"][1]


def test_same_makes_two_people_one_in_the_whole_range(judged):
    register, judge = judged
    after = judge((*alone(register), "same", "Layla"))
    assert numbers(after) == tuple(number - 1 for number in numbers(register))
    assert after.judgements.height == 1


def test_different_makes_one_person_two_in_the_whole_range(judged):
    register, judge = judged
    after = judge((*joined(register), "different", "Layla"))
    assert numbers(after) == tuple(number + 1 for number in numbers(register))


def test_unsure_widens_the_range_and_never_settles_it(judged):
    register, judge = judged
    low, linked, high = numbers(register)
    # They were one for sure: now they may be two.
    assert numbers(judge((*joined(register), "unsure", "Layla"))) == (low, linked + 1, high + 1)
    # They were two for sure: now they may be one.
    assert numbers(judge((*alone(register), "unsure", "Layla"))) == (low - 1, linked, high)


def test_reviewers_who_differ_widen_the_range_like_unsure(judged):
    register, judge = judged
    low, linked, high = numbers(register)
    pair = joined(register)
    after = judge((*pair, "same", "Layla"), (*pair, "different", "Nadir"))
    assert numbers(after) == (low, linked + 1, high + 1)


def test_a_chain_of_one_reviewer_that_contradicts_itself_names_the_records(judged):
    register, judge = judged
    a, b = joined(register)
    c, _ = alone(register)
    with pytest.raises(LinkageError, match="contradict"):
        judge((a, b, "same", "Layla"), (b, c, "same", "Layla"), (a, c, "different", "Layla"))
