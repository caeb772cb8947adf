"""Records become people: the behaviour a reviewer relies on. Every person here is invented."""

import subprocess
import sys
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkage_invented import aged, crowd, together, with_records

from tawthiq.errors import LinkageError
from tawthiq.linkage import LinkSettings, explain, link, sample_clusterings


def test_a_person_named_by_two_lists_is_one_person():
    records = crowd(300)
    people = link(records.drop("truth")).people.join(records, on="record_id")
    pairs = people.group_by("linked", "truth").len().filter(pl.col("len") == 2)
    assert len(pairs) >= 295  # a few share both name and age with another


def test_a_father_and_son_of_one_name_stay_two_people():
    """One name, but ages 61 and 19: only a reviewer may join them."""
    records = with_records(
        a1=dict(name="معتصم شكري معتصم القباني", **aged(61)),
        b1=dict(name="معتصم شكري معتصم القباني", **aged(19)),
    )
    assert not together(link(records).people, "a1", "b1")
    judged = pl.DataFrame({"record_a": ["a1"], "record_b": ["b1"], "verdict": ["same"]})
    assert together(link(records, judgements=judged).people, "a1", "b1", "sure")


def test_brothers_of_one_household_stay_apart_even_at_one_age_and_one_day_of_death():
    died = {"death_earliest": date(2021, 5, 3), "death_latest": date(2021, 5, 3), "town": "xx-1"}
    records = with_records(
        a1=dict(name="باسل شكري منذر القباني", **aged(9), **died),
        b1=dict(name="نضال شكري منذر القباني", **aged(9), **died),
    )
    links = link(records)
    assert not together(links.people, "a1", "b1")
    name = explain(records, "a1", "b1", links.model).fields[0]
    assert name.reason.startswith("one household")


def test_one_person_in_two_scripts_is_one_person():
    records = with_records(
        a1=dict(name="معتصم شكري القباني", **aged(33)),
        b1=dict(name="Muatasim Shukri al-Qabbani", **aged(33)),
    )
    assert together(link(records).people, "a1", "b1")


def test_the_better_of_two_scripts_counts():
    """The Arabic names differ by damage, the Latin ones agree."""
    records = with_records(
        a1=dict(name="معتصم شكري القباني", name_other="Mutasim Shukri Qabbani", **aged(33)),
        b1=dict(name="ععععع شششش قققق", name_other="Mutasim Shukri Qabbani", **aged(33)),
    )
    assert together(link(records).people, "a1", "b1")


def test_missing_values_weigh_nothing():
    """Without age, sex, dates and places on one side, only the name and the prior speak."""
    records = with_records(
        a1=dict(name="معتصم شكري القباني", sex="male", town="xx-1", **aged(33)),
        b1={"name": "معتصم شكري القباني"},
    )
    links = link(records)
    reasons = {f.field: f for f in explain(records, "a1", "b1", links.model).fields}
    silent = [reasons[f] for f in ("born", "death", "place", "origin", "sex", "reporter")]
    assert [(r.gamma, r.bits) for r in silent] == [(-1, 0.0)] * 6


def test_one_missing_age_on_both_sides_is_no_agreement():
    records = with_records(a1={"name": "معتصم شكري القباني"}, b1={"name": "معتصم شكري القباني"})
    links = link(records)
    born = explain(records, "a1", "b1", links.model).fields[1]
    assert (born.field, born.gamma, born.bits) == ("born", -1, 0.0)


def test_an_explanation_adds_up_and_equals_the_weight_of_the_link():
    records = with_records(
        a1=dict(name="معتصم شكري القباني", sex="male", **aged(33)),
        b1=dict(name="معتصم شكري القبانى", sex="male", **aged(34)),
    )
    links = link(records)
    pair = links.pairs.filter(pl.col("record_a") == "a1", pl.col("record_b") == "b1").row(
        0, named=True
    )
    why = explain(records, "b1", "a1", links.model)
    assert why.weight_bits == pytest.approx(pair["weight"])
    assert why.probability == pytest.approx(pair["probability"])
    fields = sum(f.bits for f in why.fields)
    assert why.total_bits == pytest.approx(why.prior_bits + fields + why.rivals_bits)
    assert why.rivals_bits == pytest.approx(pair["bits_rivals"])
    assert "/" in why.name_alignment


def test_a_pair_judged_different_is_apart_in_every_partition_and_every_draw():
    records = crowd(60).drop("truth")
    judged = pl.DataFrame(
        {"record_a": ["two:00007"], "record_b": ["one:00007"], "verdict": ["different"]}
    )
    links = link(records, judgements=judged)
    for partition in ("sure", "linked", "possible"):
        assert not together(links.people, "one:00007", "two:00007", partition)
    for draw in sample_clusterings(links, 5, seed=3):
        assert not together(draw, "one:00007", "two:00007", "cluster")


def test_a_pair_judged_unsure_is_possible_whatever_its_weight():
    records = crowd(60).drop("truth")
    for other in ("two:00007", "two:00008"):  # the same person by all fields, and another
        judged = pl.DataFrame(
            {"record_a": ["one:00007"], "record_b": [other], "verdict": ["unsure"]}
        )
        people = link(records, judgements=judged).people
        assert together(people, "one:00007", other, "possible")
        assert not together(people, "one:00007", other, "linked")


def test_a_chain_of_same_against_a_different_is_an_error_that_names_them():
    judged = pl.DataFrame(
        {
            "record_a": ["one:00001", "one:00002", "one:00001"],
            "record_b": ["one:00002", "one:00003", "one:00003"],
            "verdict": ["same", "same", "different"],
        }
    )
    with pytest.raises(LinkageError, match="one:00001 = one:00002 = one:00003"):
        link(crowd(10).drop("truth"), judgements=judged)


def test_judgements_of_records_that_are_not_here_are_passed_over():
    judged = pl.DataFrame({"record_a": ["gone"], "record_b": ["one:00001"], "verdict": ["same"]})
    assert len(link(crowd(10).drop("truth"), judgements=judged).judgements) == 0


def test_a_clean_list_names_each_person_once():
    twice = [
        {
            "record_id": f"one:x{k}",
            "list": "one",
            "document": "one",
            "name": "معتصم شكري منذر القباني",
        }
        | aged(33)
        | {"birth_earliest": date(1988, 3, 9), "birth_latest": date(1988, 3, 9)}
        | {"death_earliest": date(2021, 5, 3), "death_latest": date(2021, 5, 3), "town": "xx-1"}
        for k in range(2)
    ]
    records = pl.concat([crowd(300).drop("truth"), pl.DataFrame(twice)], how="diagonal_relaxed")
    assert together(link(records).people, "one:x0", "one:x1")
    clean = LinkSettings(clean_lists=frozenset({"one"}))
    assert not together(link(records, settings=clean).people, "one:x0", "one:x1", "possible")


def test_unnamed_victims_are_numbers_and_never_link():
    records = with_records(
        a1=dict(name="معتصم شكري القباني", named=False, **aged(33)),
        b1=dict(name="معتصم شكري القباني", named=True, **aged(33)),
    )
    assert not together(link(records).people, "a1", "b1", "possible")


def test_a_list_with_names_alone_links_the_rare_and_leaves_the_common():
    names = crowd(400).select("record_id", "list", "document", "name")
    rare = pl.DataFrame(
        {
            "record_id": ["one:r", "two:r"],
            "list": ["one", "two"],
            "document": ["one", "two"],
            "name": ["معتصم شكري منذر القباني"] * 2,
        }
    )
    assert together(link(pl.concat([names, rare])).people, "one:r", "two:r")


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False))
def test_partitions_nest_and_do_not_depend_on_the_order_of_rows(seed: int, order):
    records = crowd(60, seed=seed, lists=("one", "two", "three")).drop("truth")
    rows = list(range(len(records)))
    order.shuffle(rows)
    first, second = link(records), link(records[rows])
    assert first.people.equals(second.people)
    assert first.pairs.equals(second.pairs)
    for fine, coarse in (("sure", "linked"), ("linked", "possible")):
        labels = first.people.group_by(fine).agg(pl.col(coarse).n_unique())
        assert labels[coarse].max() == 1


def test_draws_keep_what_is_sure_and_one_seed_draws_the_same():
    records = crowd(200, seed=5, lists=("one", "two", "three")).drop("truth")
    links = link(records)
    for draw in sample_clusterings(links, 4, seed=1):
        both = draw.join(links.people, on="record_id")
        assert both.group_by("sure").agg(pl.col("cluster").n_unique())["cluster"].max() == 1
    again = sample_clusterings(links, 4, seed=1)
    assert all(
        x.equals(y) for x, y in zip(again, sample_clusterings(links, 4, seed=1), strict=True)
    )


def test_progress_is_told_and_ends():
    told = []
    link(crowd(20).drop("truth"), progress=lambda what, done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    assert all(0 <= done <= total for done, total in told)


def test_two_namesakes_of_one_list_share_the_chance_to_be_the_person_of_another():
    """Each alone would nearly surely be the person; of two alike, either is as likely."""
    same = dict(name="معتصم شكري منذر القباني", **aged(33))
    records = with_records(a1=same, b1=same, b2=same)
    links = link(records, settings=LinkSettings(clean_lists=frozenset({"b"})))
    chance = {
        b: links.pairs.filter(pl.col("record_a") == "a1", pl.col("record_b") == b).row(
            0, named=True
        )
        for b in ("b1", "b2")
    }
    assert chance["b1"]["probability"] == pytest.approx(chance["b2"]["probability"])
    assert 0.3 < chance["b1"]["probability"] <= 0.6
    why = explain(records, "a1", "b1", links.model)
    assert why.rivals_bits < -3
    assert why.probability == pytest.approx(chance["b1"]["probability"])
    for b in ("b1", "b2"):
        assert not together(links.people, "a1", b, "sure")
        assert together(links.people, "a1", b, "possible") or b == "b2"


def test_a_judgement_settles_the_rivals_too():
    same = dict(name="معتصم شكري منذر القباني", **aged(33))
    records = with_records(a1=same, b1=same, b2=same)
    judged = pl.DataFrame({"record_a": ["a1"], "record_b": ["b2"], "verdict": ["different"]})
    alone = link(records, judgements=judged).pairs.filter(
        pl.col("record_a") == "a1", pl.col("record_b") == "b1"
    )
    assert alone["bits_rivals"][0] > -0.5


def test_every_draw_lies_between_sure_and_possible():
    records = crowd(300, seed=9, lists=("one", "two", "three")).drop("truth", "age_low", "age_high")
    links = link(records)
    for draw in sample_clusterings(links, 3, seed=2):
        both = draw.join(links.people, on="record_id")
        for fine, coarse in (("sure", "cluster"), ("cluster", "possible")):
            assert both.group_by(fine).agg(pl.col(coarse).n_unique())[coarse].max() == 1


def test_linking_loads_nothing_that_only_others_need():
    """Sparse graphs only order a queue; plots, diagnostics and queries are for other rooms."""
    code = (
        "import sys; from tawthiq.linkage import link;"
        "print(*sorted({'scipy.sparse', 'arviz_stats', 'altair', 'duckdb'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert not said.stdout.strip()
