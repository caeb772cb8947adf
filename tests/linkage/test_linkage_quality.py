"""A register without truth learns its own error from a random sample of judged pairs.

The tables here are made of numbers alone: what linkage would have kept, and which pairs are true.
"""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.errors import LinkageError
from tawthiq.linkage.drawing import (
    STANDINGS,
    PairSample,
    Stratum,
    frame_of,
    sample_pairs,
    strata_of,
)
from tawthiq.linkage.quality import LEAST_JUDGED, estimate_quality, expected_scores

# standing, probability said, share that is true, pairs
OVERSURE = (
    ("sure", 0.9995, 0.985, 1500),
    ("linked", 0.96, 0.85, 300),
    ("linked", 0.7, 0.4, 120),
    ("possible", 0.7, 0.3, 60),
    ("possible", 0.2, 0.1, 150),
    ("apart", 0.3, 0.1, 60),
    ("apart", 0.04, 0.01, 500),
    ("apart", 0.003, 0.001, 2000),
)
WELL = (
    ("sure", 0.9995, 0.9995, 2500),
    ("linked", 0.96, 0.96, 200),
    ("possible", 0.2, 0.15, 80),
    ("apart", 0.04, 0.02, 300),
    ("apart", 0.003, 0.0, 1500),
)


def invented(kinds, seed):
    """Pairs and people of which every two records make one pair; truth: record_a, record_b."""
    rng = np.random.default_rng(seed)
    rows, labels = [], []
    for standing, probability, share, number in kinds:
        true = rng.random(number) < share
        for at in range(number):
            pair = len(rows)
            joined = STANDINGS.index(standing)
            rows.append((f"a{pair:06}", f"b{pair:06}", probability, bool(true[at])))
            labels.append((f"a{pair:06}", *(2 * pair,) * 3))
            # From its own partition on, the second record has the label of the first.
            second = [2 * pair + 1] * joined + [2 * pair] * (3 - joined)
            labels.append((f"b{pair:06}", *second))
    pairs = pl.DataFrame(rows, schema=["record_a", "record_b", "probability", "true"], orient="row")
    people = pl.DataFrame(labels, schema=["record_id", "sure", "linked", "possible"], orient="row")
    return pairs, people


def answered(sample, pairs, take=None):
    """The verdicts of somebody who knows, on the first `take` pairs of the sample."""
    return (
        sample.pairs.head(sample.pairs.height if take is None else take)
        .join(
            pairs.select("record_a", "record_b", "true"),
            on=["record_a", "record_b"],
            maintain_order="left",
        )
        .select(
            "record_a",
            "record_b",
            verdict=pl.when("true").then(pl.lit("same")).otherwise(pl.lit("different")),
        )
    )


def real_scores(pairs, people):
    """Precision, recall and F1 of the linked partition, counted."""
    frame = frame_of(pairs, people).join(
        pairs.select("record_a", "record_b", "true"), on=["record_a", "record_b"]
    )
    joined = frame.filter(pl.col("standing").is_in(["sure", "linked"]))
    right, said, true = int(joined["true"].sum()), joined.height, int(frame["true"].sum())
    return right / said, right / true, 2 * right / (said + true)


@pytest.mark.parametrize(
    ("kinds", "n"), [(OVERSURE, 200), (OVERSURE, 90), (WELL, 150)], ids=["200", "90", "well"]
)
def test_the_intervals_hold_the_truth_nine_times_in_ten(kinds, n):
    """200 samples, also where the model is far too sure of itself and where nearly all is right."""
    pairs, people = invented(kinds, seed=7)
    truth = real_scores(pairs, people)
    held = np.zeros(3)
    for seed in range(200):
        sample = sample_pairs(pairs, people, n, seed)
        scores = estimate_quality(sample, answered(sample, pairs)).scores["linked"]
        ranges = (scores.precision, scores.recall, scores.f1)
        held += [one.low <= value <= one.high for one, value in zip(ranges, truth, strict=True)]
    assert (held >= 180).all(), held


def test_the_estimate_is_right_on_average():
    """Each pair judged stands for those of its stratum, so nothing pulls to one side."""
    pairs, people = invented(OVERSURE, seed=7)
    truth = real_scores(pairs, people)
    said = []
    for seed in range(200):
        sample = sample_pairs(pairs, people, 200, seed)
        scores = estimate_quality(sample, answered(sample, pairs)).scores["linked"]
        said.append((scores.precision.estimate, scores.recall.estimate))
    # Four standard errors of the mean of 200 estimates.
    slack = 4 * np.std(said, axis=0) / np.sqrt(len(said))
    assert (np.abs(np.mean(said, axis=0) - truth[:2]) <= slack + np.array([0, 0.005])).all()


def test_judging_doubtful_pairs_beside_the_sample_changes_nothing():
    """They were chosen because they are doubtful: heeding them would make linkage look bad."""
    pairs, people = invented(OVERSURE, seed=7)
    sample = sample_pairs(pairs, people, 120, seed=3)
    said = answered(sample, pairs)
    chosen = (
        pairs.join(sample.pairs, on=["record_a", "record_b"], how="anti")
        .filter(pl.col("probability").is_between(0.2, 0.8))
        .select("record_a", "record_b", verdict=pl.lit("different"))
    )
    assert chosen.height > 100
    assert estimate_quality(sample, pl.concat([said, chosen])) == estimate_quality(sample, said)


def test_a_pair_judged_ahead_of_its_turn_waits():
    """Whoever judges the doubtful pairs of a sample first must not choose what is counted."""
    pairs, people = invented(OVERSURE, seed=7)
    sample = sample_pairs(pairs, people, 120, seed=3)
    said = answered(sample, pairs)
    quality = estimate_quality(sample, said[1:])
    stratum = sample.pairs["stratum"][0]
    of_it = int((sample.pairs["stratum"] == stratum).sum())
    assert quality.judged == 120 - of_it
    assert quality.waiting == of_it - 1
    assert quality.answers[stratum].judged == 0


def test_half_a_sample_gives_a_wider_interval():
    pairs, people = invented(OVERSURE, seed=7)
    sample = sample_pairs(pairs, people, 200, seed=3)
    whole, half = (
        estimate_quality(sample, answered(sample, pairs, take)).scores["linked"].recall
        for take in (None, 100)
    )
    assert half.high - half.low > whole.high - whole.low


def test_unsure_widens_to_both_sides_and_is_never_left_out():
    pairs, people = invented(OVERSURE, seed=7)
    sample = sample_pairs(pairs, people, 200, seed=3)
    said = answered(sample, pairs)
    doubted = said.with_columns(
        verdict=pl.when(pl.int_range(pl.len()) % 10 == 0)
        .then(pl.lit("unsure"))
        .otherwise("verdict")
    )
    clear, unclear = estimate_quality(sample, said), estimate_quality(sample, doubted)
    assert unclear.judged == clear.judged
    assert sum(one.unsure for one in unclear.answers) == 20
    for partition in clear.scores:
        for name in ("precision", "recall", "f1"):
            one, other = (getattr(quality.scores[partition], name) for quality in (clear, unclear))
            assert other.low < one.low
            assert other.high >= one.high or other.high == pytest.approx(one.high, abs=0.01)


def test_verdicts_that_differ_on_one_pair_are_unsure():
    pairs, people = invented(WELL, seed=1)
    sample = sample_pairs(pairs, people, 100, seed=3)
    said = answered(sample, pairs)
    against = said[:1].with_columns(
        record_a="record_b",
        record_b="record_a",
        verdict=pl.when(pl.col("verdict") == "same")
        .then(pl.lit("different"))
        .otherwise(pl.lit("same")),
    )
    quality = estimate_quality(sample, pl.concat([said, against]))
    assert sum(one.unsure for one in quality.answers) == 1


def test_too_few_judgements_say_how_many_are_missing():
    pairs, people = invented(WELL, seed=1)
    sample = sample_pairs(pairs, people, 100, seed=3)
    quality = estimate_quality(sample, answered(sample, pairs, 20))
    assert (quality.needed, quality.scores, quality.unseen) == (LEAST_JUDGED - 20, {}, None)
    assert estimate_quality(sample, answered(sample, pairs, LEAST_JUDGED)).needed == 0


def test_without_judgements_there_is_the_models_own_word():
    """Its precision is the mean probability of the pairs it joined; that is no measurement."""
    pairs, people = invented(OVERSURE, seed=7)
    said = expected_scores(strata_of(pairs, people))["linked"]
    joined = frame_of(pairs, people).filter(pl.col("standing").is_in(["sure", "linked"]))
    assert said.precision.estimate == pytest.approx(joined["probability"].mean())
    right = joined["probability"].sum()
    assert said.recall.estimate == pytest.approx(right / pairs["probability"].sum())
    assert (said.f1.low, said.f1.high) == (said.f1.estimate, said.f1.estimate)


def test_the_same_seed_draws_the_same_sample_whatever_the_order_of_rows():
    pairs, people = invented(WELL, seed=1)
    one = sample_pairs(pairs, people, 100, seed=3)
    other = sample_pairs(pairs.sample(fraction=1, shuffle=True, seed=9), people[::-1], 100, seed=3)
    assert one.strata == other.strata
    assert one.pairs.equals(other.pairs)
    assert not one.pairs.equals(sample_pairs(pairs, people, 100, seed=4).pairs)


def test_every_pair_has_its_chance_and_none_comes_twice():
    pairs, people = invented(WELL, seed=1)
    sample = sample_pairs(pairs, people, 100, seed=3)
    assert sample.pairs.select("record_a", "record_b").is_unique().all()
    assert sum(one.drawn for one in sample.strata) == sample.pairs.height == 100
    assert sum(one.pairs for one in sample.strata) == pairs.height
    assert all(1 <= one.drawn <= one.pairs for one in sample.strata)
    drawn = sample.pairs["stratum"].value_counts().sort("stratum")["count"].to_list()
    assert drawn == [one.drawn for one in sample.strata]


def test_uncertain_strata_are_drawn_from_more_often_than_their_size():
    pairs, people = invented(OVERSURE, seed=7)
    rate = {
        (one.standing, one.low): one.drawn / one.pairs
        for one in sample_pairs(pairs, people, 300, seed=3).strata
    }
    assert rate["linked", 0.5] > 2 * rate["sure", 0.99]
    assert rate["possible", 0.5] > 2 * rate["apart", 0.0]


def test_records_joined_by_way_of_a_third_are_drawn_too():
    """They count for precision, though nobody ever weighed them as a pair."""
    pairs = pl.DataFrame(
        {"record_a": ["a", "b"], "record_b": ["b", "c"], "probability": [0.999, 0.998]}
    )
    people = pl.DataFrame(
        {"record_id": ["a", "b", "c", "d"], "sure": [0, 0, 0, 3], "linked": [0, 0, 0, 3],
         "possible": [0, 0, 0, 3]}
    )  # fmt: skip
    frame = frame_of(pairs, people)
    assert frame.select("record_a", "record_b", "probability", "standing").rows() == [
        ("a", "b", 0.999, "sure"),
        ("a", "c", None, "sure"),
        ("b", "c", 0.998, "sure"),
    ]
    assert [one.low for one in strata_of(pairs, people)] == [None, 0.99]


def test_what_was_law_when_the_sample_was_drawn_is_known_and_not_drawn():
    pairs, people = invented(WELL, seed=1)
    law = pairs.head(300).select("record_b", "record_a", verdict=pl.lit("same"))
    sample = sample_pairs(pairs, people, 100, seed=3, judged=law)
    assert sample.judged_same == 300
    assert sum(one.pairs for one in sample.strata) == pairs.height - 300
    assert sample.pairs.join(law, on=["record_a", "record_b"], how="semi").is_empty()
    # A linkage of which nothing but the law is joined has the precision of the law.
    none = PairSample(seed=0, strata=(), pairs=sample.pairs.clear(), judged_same=300)
    scores = estimate_quality(none, law).scores["linked"]
    assert (scores.precision.low, scores.recall.low) == (1.0, 1.0)


def test_a_pair_judged_unsure_before_is_in_doubt_at_both_ends():
    """It is apart in the linked partition: recall may have lost it, or not."""
    pairs, people = invented(WELL, seed=1)
    sample = sample_pairs(pairs, people, 2000, seed=3)
    said = answered(sample, pairs)
    doubted = PairSample(seed=0, strata=sample.strata, pairs=sample.pairs, judged_unsure=400)
    one, other = (estimate_quality(each, said).scores for each in (sample, doubted))
    assert other["linked"].recall.low < one["linked"].recall.low
    assert other["linked"].precision == one["linked"].precision
    assert other["possible"].precision.low < one["possible"].precision.low


def test_a_table_judged_whole_is_known():
    pairs, people = invented((("sure", 0.999, 0.9, 60), ("apart", 0.2, 0.1, 40)), seed=2)
    sample = sample_pairs(pairs, people, 100, seed=3)
    scores = estimate_quality(sample, answered(sample, pairs)).scores["linked"]
    for one, value in zip(
        (scores.precision, scores.recall, scores.f1), real_scores(pairs, people), strict=True
    ):
        assert (one.low, one.estimate, one.high) == pytest.approx((value,) * 3)


def with_keys(kinds, per_key, seed):
    """As `invented`, every pair found by 1, 2 or 3 kinds of keys with the chances `per_key`."""
    pairs, people = invented(kinds, seed)
    rng = np.random.default_rng(seed)
    return pairs.with_columns(n_keys=pl.Series(rng.choice([1, 2, 3], len(pairs), p=per_key))), (
        people
    )


def test_kinds_of_keys_tell_of_true_pairs_that_none_brought_up():
    """By hand: of 2,000 true pairs 200 have one key and 400 two, so 200²/800 = 50 had none."""
    pairs, people = with_keys((("sure", 1.0, 1.0, 2000),), [0.1, 0.2, 0.7], seed=4)
    once = int((pairs["n_keys"] == 1).sum())
    twice = int((pairs["n_keys"] == 2).sum())
    sample = sample_pairs(pairs, people, 2000, seed=3)
    quality = estimate_quality(sample, answered(sample, pairs))
    assert quality.unseen is not None
    chao = once * (once - 1) / (2 * (twice + 1))
    assert quality.unseen.estimate == pytest.approx(chao)
    recall = quality.scores["linked"].recall
    assert recall.estimate == pytest.approx(2000 / (2000 + chao))
    assert "Chao" in quality.assumes[-1]


def test_without_kinds_of_keys_recall_says_what_it_leaves_out():
    pairs, people = invented(WELL, seed=1)
    sample = sample_pairs(pairs, people, 100, seed=3)
    quality = estimate_quality(sample, answered(sample, pairs))
    assert quality.unseen is None
    assert "never compared" in quality.assumes[-1]


@settings(max_examples=40, deadline=None)
@given(
    strata=st.lists(
        st.tuples(
            st.sampled_from(STANDINGS),
            st.integers(1, 500),  # pairs
            st.integers(0, 20),  # same
            st.integers(0, 20),  # different
            st.integers(0, 5),  # unsure
            st.none() | st.floats(0, 1),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_ends_hold_the_estimate_and_partitions_only_ever_gain_recall(strata):
    """Whatever was answered: 0 <= low <= estimate <= high <= 1; a coarser partition misses less."""
    made, pairs, verdicts = [], [], []
    for at, (standing, number, same, different, unsure, expected) in enumerate(strata):
        said = ["same"] * same + ["different"] * different + ["unsure"] * unsure
        made.append(
            Stratum(standing=standing, low=0.0, high=1.0, pairs=max(number, len(said)),
                    drawn=len(said), expected=expected, one_key=None, two_keys=None)
        )  # fmt: skip
        for order, verdict in enumerate(said):
            ids = (f"a{at}-{order:03}", f"b{at}-{order:03}")
            pairs.append((*ids, at, expected))
            verdicts.append((*ids, verdict))
    sample = PairSample(
        seed=0,
        strata=tuple(made),
        pairs=pl.DataFrame(
            pairs,
            schema={"record_a": pl.String, "record_b": pl.String, "stratum": pl.Int64,
                    "probability": pl.Float64},
            orient="row",
        ),
    )  # fmt: skip
    said = pl.DataFrame(
        verdicts, schema=dict.fromkeys(("record_a", "record_b", "verdict"), pl.String), orient="row"
    )
    quality = estimate_quality(sample, said)
    for scores in quality.scores.values():
        for one in (scores.precision, scores.recall, scores.f1):
            assert 0 <= one.low <= one.estimate <= one.high <= 1
    if quality.scores:
        gained = [quality.scores[name].recall.estimate for name in ("sure", "linked", "possible")]
        assert gained == sorted(gained) or gained == pytest.approx(sorted(gained))


def test_what_cannot_be_drawn_or_read_is_refused():
    pairs, people = invented(WELL, seed=1)
    with pytest.raises(LinkageError, match="50 to 3,000"):
        sample_pairs(pairs, people, 10, seed=1)
    with pytest.raises(LinkageError, match="seed"):
        sample_pairs(pairs, people, 100, seed=-1)
    with pytest.raises(LinkageError, match="nothing to draw from"):
        sample_pairs(pairs.clear(), people.clear(), 100, seed=1)
    sample = sample_pairs(pairs, people, 100, seed=1)
    with pytest.raises(LinkageError, match="no column verdict"):
        estimate_quality(sample, pairs.select("record_a", "record_b"))
    wrong = pairs.select("record_a", "record_b", verdict=pl.lit("perhaps"))
    with pytest.raises(LinkageError, match="'perhaps'"):
        estimate_quality(sample, wrong)
