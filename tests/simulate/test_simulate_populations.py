"""Populations of known size: what a scenario says of its lists can be seen in its table."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tawthiq.errors import SimulationError
from tawthiq.simulate import POPULATIONS, Population, draw_population

NAMES = sorted(POPULATIONS)
SOME_PEOPLE = st.integers(500, 4_000)


@st.composite
def asked(draw, scenarios=NAMES, people=SOME_PEOPLE):
    """What `draw_population` can be asked for."""
    scenario = draw(st.sampled_from(scenarios))
    n_lists = draw(st.integers(POPULATIONS[scenario].least_lists, 16))
    return scenario, n_lists, draw(people), draw(st.integers(0, 2**40))


def on(population: Population, *lists: str) -> int:
    """People who are on every one of these lists."""
    return int(population.table.filter(pl.all_horizontal(pl.col(lists) == 1))["count"].sum())


def odds_ratio(population: Population, one: str, other: str) -> float:
    """Of two lists over all people, those on no list included."""
    both = on(population, one, other)
    alone, alone_other = on(population, one) - both, on(population, other) - both
    neither = population.n_people - both - alone - alone_other
    return both * neither / (alone * alone_other)


def pairs_of(population: Population) -> list[tuple[str, str]]:
    lists = population.lists
    return [(one, other) for at, one in enumerate(lists) for other in lists[at + 1 :]]


def odds_ratios(population: Population) -> list[float]:
    return sorted(odds_ratio(population, *pair) for pair in pairs_of(population))


@settings(max_examples=60, deadline=None)
@given(asked=asked())
def test_a_table_holds_everybody_seen_and_nobody_else(asked):
    population = draw_population(*asked)
    scenario, n_lists, n_people, _ = asked
    table, lists = population.table, list("ABCDEFGHIJKLMNOP"[:n_lists])
    assert table.columns == [*lists, "count"]
    assert set(table.select(lists).unpivot()["value"]) <= {0, 1}
    assert (table["count"] > 0).all()
    assert (table.select(pl.sum_horizontal(lists)).to_series() > 0).all()
    assert table.select(lists).is_unique().all()
    truth = population.truth()
    assert table["count"].sum() == truth["observed"] <= n_people
    assert truth["observed"] + truth["missed"] == n_people
    assert truth["share_missed"] == pytest.approx(truth["missed"] / n_people)
    assert truth["identified"] is POPULATIONS[scenario].identified
    assert truth["made_en"]
    assert truth["made_ar"]


@settings(max_examples=30, deadline=None)
@given(asked=asked())
def test_the_same_seed_gives_the_same_population(asked):
    one, again = draw_population(*asked), draw_population(*asked)
    assert_frame_equal(one.table, again.table)
    assert one.truth() == again.truth()


@settings(max_examples=30, deadline=None)
@given(asked=asked(people=st.just(4_000)))
def test_another_seed_gives_another_population(asked):
    scenario, n_lists, n_people, seed = asked
    other = draw_population(scenario, n_lists, n_people, seed + 1)
    assert other.shares != draw_population(*asked).shares


@settings(max_examples=60, deadline=None)
@given(asked=asked(people=st.integers(20_000, 60_000)))
def test_lists_hold_the_share_they_were_meant_to_hold(asked):
    population = draw_population(*asked)
    for name, share in zip(population.lists, population.shares, strict=True):
        chance = np.sqrt(share * (1 - share) / population.n_people)
        assert abs(on(population, name) / population.n_people - share) < 6 * chance


@pytest.mark.parametrize("seed", range(5))
def test_independent_lists_have_odds_ratios_near_one(seed):
    population = draw_population("independent", 5, 1_000_000, seed)
    assert odds_ratios(population) == pytest.approx([1] * 10, rel=0.1)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("n_lists", [3, 6, 16])
def test_sparse_lists_overlap_in_few_people_whatever_their_number(seed, n_lists):
    for n_people in (500, 1_000_000):
        population = draw_population("sparse", n_lists, n_people, seed)
        assert 2 <= sum(on(population, *pair) for pair in pairs_of(population)) <= 125


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("scenario", ["two-classes", "mostly-hidden", "heterogeneity"])
def test_where_some_are_hidden_all_lists_overlap_more_than_chance(scenario, seed):
    assert odds_ratios(draw_population(scenario, 6, 300_000, seed))[0] > 1.03


@pytest.mark.parametrize("seed", range(5))
def test_dependent_pairs_are_apart_from_the_rest(seed):
    """Every list is in one pair at most, and lists of different pairs are independent."""
    for scenario, low, high in (
        ("positive-dependence", 1.8, 9.0),
        ("negative-dependence", 0.11, 0.56),
    ):
        population = draw_population(scenario, 6, 1_000_000, seed)
        ratios = {pair: odds_ratio(population, *pair) for pair in pairs_of(population)}
        apart = {pair: ratio for pair, ratio in ratios.items() if not 0.9 < ratio < 1.1}
        assert 1 <= len(apart) <= 3
        assert len({name for pair in apart for name in pair}) == 2 * len(apart)
        assert all(low < ratio < high for ratio in apart.values())


@pytest.mark.parametrize("seed", range(5))
def test_a_referral_raises_the_overlap_of_its_two_lists_alone(seed):
    ratios = odds_ratios(draw_population("referral", 4, 1_000_000, seed))
    assert ratios[:-1] == pytest.approx([1] * 5, rel=0.1)
    assert ratios[-1] > 1.5


@settings(max_examples=30, deadline=None)
@given(asked=asked(["disjoint"]))
def test_disjoint_groups_share_nobody(asked):
    population = draw_population(*asked)
    left = set(population.lists)
    group, frontier = set(), {"A"}
    while frontier:
        group |= frontier
        frontier = {
            name for name in left - group if any(on(population, name, one) for one in frontier)
        }
    others = left - group
    assert others
    assert not any(on(population, one, other) for one in group for other in others)


@settings(max_examples=30, deadline=None)
@given(asked=asked(["copied-list", "nested-list"], st.integers(2_000, 4_000)))
def test_a_copied_or_nested_list_adds_nobody(asked):
    population = draw_population(*asked)
    kept = [
        on(population, one, other) / on(population, other)
        for pair in pairs_of(population)
        for one, other in (pair, pair[::-1])
        if on(population, one, other) == on(population, one)
    ]
    assert kept
    assert max(kept) > (0.75 if asked[0] == "copied-list" else 0.05)


@pytest.mark.parametrize("seed", range(5))
def test_lists_that_take_turns_never_meet_and_meet_all_others(seed):
    population = draw_population("turns", 5, 100_000, seed)
    assert sum(on(population, *pair) == 0 for pair in pairs_of(population)) == 1


@pytest.mark.parametrize("seed", range(5))
def test_a_lone_class_shows_as_too_many_on_one_list_alone(seed):
    """Among the people of a list, others are independent, unless it alone sees some of them."""
    population = draw_population("lone-class", 4, 1_000_000, seed)
    crossed = []
    for name in population.lists:
        one, other = [other for other in population.lists if other != name][:2]
        both = on(population, name, one) * on(population, name, other)
        crossed.append(both / (on(population, name) * on(population, name, one, other)))
    lone, *others = sorted(crossed)
    assert lone < 0.96
    assert others == pytest.approx([1] * 3, rel=0.1)


@pytest.mark.parametrize("seed", range(5))
def test_of_an_invisible_class_the_table_shows_nothing(seed):
    """Three lists that see the others alike: every pair of them points to one number, too low."""
    population = draw_population("invisible-class", 3, 1_000_000, seed)
    pointed = [
        on(population, one) * on(population, other) / on(population, one, other)
        for one, other in pairs_of(population)
    ]
    assert max(pointed) < 0.87 * 1_000_000
    assert max(pointed) == pytest.approx(min(pointed), rel=0.06)


@pytest.mark.parametrize("scenario", ["heterogeneity", "positive-dependence", "three-classes"])
def test_a_million_people_on_sixteen_lists_can_be_drawn(scenario):
    population = draw_population(scenario, 16, 1_000_000, 3)
    assert len(population.lists) == 16
    assert 0 < population.n_observed < 1_000_000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("magic", 4, 1_000, 1), "no scenario 'magic'; one of independent, "),
        (("independent", 2, 1_000, 1), "independent: 2 lists; it is drawn with 3 to 16"),
        (("two-classes", 3, 1_000, 1), "two-classes: 3 lists; it is drawn with 4 to 16"),
        (("independent", 17, 1_000, 1), "17 lists"),
        (("independent", 4, 499, 1), "499 people; give 500 to 1,000,000"),
        (("independent", 4, 1_000_001, 1), "1,000,001 people"),
        (("independent", 4, 1_000, -1), "seed -1; give a whole number"),
    ],
)
def test_what_cannot_be_drawn_is_refused(arguments, message):
    with pytest.raises(SimulationError, match=message):
        draw_population(*arguments)
