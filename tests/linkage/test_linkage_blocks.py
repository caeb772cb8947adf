"""Which records are compared: blocks and pairs, held to a plain look at all shared keys."""

from itertools import combinations
from unittest import mock

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkage_invented import crowd, names_of, prepared_of
from numba import njit

from tawthiq.linkage import block, searching
from tawthiq.linkage.block import (
    Candidates,
    Met,
    candidate_pairs,
    make_blocks,
    near_order,
    pairs_of,
)
from tawthiq.linkage.keys import all_keys
from tawthiq.linkage.prepare import NO_DAY, Prepared
from tawthiq.progress import silent

NAMES = {
    "whole": "سامر نزار عدنان الدباغ",
    "short": "سامر نزار الدباغ",
    "joined": "سامرنزار عدنان الدباغ",
    "slip": "سامر نزاز عدنان الدباغ",
    "given slip": "سامز نزار عدنان الدباغ",
    "moved": "سامر عدنان نزار الدباغ",
    "family": "سامر نزار عدنان الحلواني",
}
Pairs = dict[tuple[int, int], bool]


def differ_plainly(prepared: Prepared, x: int, y: int) -> bool:
    """Whether sex, ages more than five years or days of death more than a month apart say so."""
    if min(prepared.sex[x], prepared.sex[y]) >= 0 and prepared.sex[x] != prepared.sex[y]:
        return True
    low, high, birth = prepared.age_low, prepared.age_high, prepared.birth_low
    if birth[x] == NO_DAY or birth[y] == NO_DAY:  # two days of birth say more
        years = max(low[x] - high[y], low[y] - high[x])
        # Never, where one is not known; nor where somebody died before birth.
        if years > 5 and min(low[x], low[y]) >= 0:
            return True
    exact = [prepared.death_low[r] == prepared.death_high[r] != NO_DAY for r in (x, y)]
    return all(exact) and abs(int(prepared.death_low[x]) - int(prepared.death_low[y])) > 31


def plain_pairs(prepared: Prepared, max_block: int) -> Pairs:
    """Every two records that share a key, and whether a name alone brought them up."""
    rank = {int(row): at for at, row in enumerate(near_order(prepared))}
    found: Pairs = {}
    for keys in all_keys(prepared):
        blocks: dict[int, set[int]] = {}
        for key, owner in zip(keys.key.tolist(), keys.owner.tolist(), strict=True):
            blocks.setdefault(key, set()).add(owner)
        most = max(int(max_block * keys.share), 2)
        for members in blocks.values():
            large = len(members) > most
            if large and not keys.neighbours:
                continue
            for (i, x), (j, y) in combinations(enumerate(sorted(members, key=rank.get)), 2):
                if large and j - i > block.WINDOW:
                    continue
                lone = len(members) > most * block._SMALL
                if (keys.weak or lone) and differ_plainly(prepared, x, y):
                    continue
                pair = (min(x, y), max(x, y))
                found[pair] = found.get(pair, False) or (keys.by_name and not lone)
    return found


def as_dict(found: list[Candidates]) -> Pairs:
    """The pairs, each of which may come up once only."""
    told: Pairs = {}
    for some in found:
        for a, b, by_name in zip(some.a, some.b, some.by_name, strict=True):
            assert a < b
            assert (int(a), int(b)) not in told
            told[int(a), int(b)] = bool(by_name)
    return told


@st.composite
def tables(draw: st.DrawFn) -> Prepared:
    """Up to forty records of few names, so that blocks are small, large, and many for a pair."""
    parts = ("سامر", "نزار", "عدنان", "الدباغ", "Samer", "Nizar", "al-Dabbagh")
    name = st.lists(st.sampled_from(parts), min_size=1, max_size=4).map(" ".join)
    names = draw(st.lists(st.none() | name, min_size=1, max_size=6))
    days = st.sampled_from([None, "1990-05-04", "1990-05-05", "1990-06-05", "1991-05-04"])
    n = draw(st.integers(1, 40))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    ages = [None, 30.0, 35.0, 36.0]

    def column(values: list) -> list:
        return [values[k] for k in rng.integers(len(values), size=n)]

    births, deaths = (draw(st.lists(days, min_size=1, max_size=3)) for _ in range(2))
    birth, death, age = column(births), column(deaths), column(ages)
    older = [
        None if one is None else one + more for one, more in zip(age, column([0, 1]), strict=True)
    ]
    return prepared_of(
        pl.DataFrame(
            {
                "record_id": [f"r{k:02}" for k in range(n)],
                "list": column(["one", "two", None]),
                "name": column(names),
                "age_low": age,
                "age_high": older,
                "sex": column(["male", "female", None, None]),
                "birth_earliest": birth,
                "birth_latest": birth,
                "death_earliest": death,
                "death_latest": death,
                "town": column([None, "xx-1", "xx-2"]),
                "reporter_id": column([None, "7", "8"]),
                "id_card": column([None, "A1", "B2"]),
                "text_street": column([None, "mill road", "north mill"]),
            },
            schema_overrides={
                "list": pl.String, "name": pl.String, "sex": pl.String, "age_low": pl.Float64,
                "age_high": pl.Float64, "birth_earliest": pl.String, "birth_latest": pl.String,
                "death_earliest": pl.String, "death_latest": pl.String, "town": pl.String,
                "reporter_id": pl.String, "id_card": pl.String, "text_street": pl.String,
            },
        )
    )  # fmt: skip


@settings(max_examples=70, deadline=None)
@given(prepared=tables(), max_block=st.integers(2, 30))
def test_candidates_are_all_pairs_that_share_a_key_each_once(prepared: Prepared, max_block: int):
    assert as_dict([candidate_pairs(prepared, max_block)]) == plain_pairs(prepared, max_block)


@settings(max_examples=40, deadline=None)
@given(
    prepared=tables(), max_block=st.integers(2, 12), most=st.integers(1, 9), cut=st.integers(1, 9)
)
def test_pairs_do_not_depend_on_how_many_are_held_or_which_records_are_asked_for_when(
    prepared: Prepared, max_block: int, most: int, cut: int
):
    blocks, plain = make_blocks(prepared, max_block), plain_pairs(prepared, max_block)
    ranks = np.arange(blocks.n, dtype=np.int32)
    assert as_dict(list(pairs_of(blocks, ranks, most=most))) == plain
    met = Met(blocks.n)
    slices = [ranks[at : at + cut] for at in range(0, len(ranks), cut)]
    assert as_dict([x for some in slices for x in pairs_of(blocks, some, met, most)]) == plain
    assert as_dict([x for some in slices for x in pairs_of(blocks, some)]) == plain
    with mock.patch.object(searching, "_RANKS_AT_ONCE", cut):
        threads = searching.in_threads(blocks, ranks, lambda pairs: pairs, silent, "compare")
        assert as_dict(list(threads)) == plain


def test_a_large_block_is_compared_with_neighbours_and_finds_those_of_one_age():
    """200 namesakes: far fewer pairs than all, and the two of one age stand side by side."""
    ages = [float(age) for age in np.random.default_rng(0).permutation(np.arange(100).repeat(2))]
    prepared = prepared_of(
        pl.DataFrame(
            {
                "record_id": [f"r{k:03}" for k in range(200)],
                "name": ["سامر نزار الدباغ"] * 200,
                "age_low": ages,
                "age_high": ages,
            }
        )
    )
    found = candidate_pairs(prepared, 60)
    assert len(found.a) <= 200 * block.WINDOW * 2
    assert not found.by_name.any()
    one_age = {(x, y) for x, y in combinations(range(200), 2) if ages[x] == ages[y]}
    assert one_age <= set(zip(found.a.tolist(), found.b.tolist(), strict=True))


@pytest.mark.parametrize("damage", ["short", "joined", "slip", "given slip", "moved", "family"])
def test_blocking_brings_up_damaged_names_without_any_other_field(damage: str):
    found = candidate_pairs(names_of(NAMES["whole"], NAMES[damage]), 60)
    assert (found.a.tolist(), found.b.tolist()) == ([0], [1])


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1000))
def test_candidates_do_not_depend_on_the_order_of_rows(seed: int):
    records = crowd(80, seed=seed).drop("truth")
    one = candidate_pairs(prepared_of(records), 5)
    other = candidate_pairs(prepared_of(records.sample(fraction=1.0, shuffle=True, seed=seed)), 5)
    assert one.a.tolist() == other.a.tolist()
    assert one.b.tolist() == other.b.tolist()
    assert one.by_name.tolist() == other.by_name.tolist()


@njit
def sort_in_place(values, start, stop):
    block.sort_part(values, start, stop)


@settings(max_examples=100, deadline=None)
@given(
    before=st.lists(st.integers(0, 9), max_size=3),
    values=st.one_of(
        st.lists(st.integers(0, 9), max_size=80), st.permutations(range(60)).map(list)
    ),
    after=st.lists(st.integers(0, 9), max_size=3),
)
def test_a_part_of_an_array_is_sorted_and_nothing_else(
    before: list[int], values: list[int], after: list[int]
):
    array = np.array([*before, *values, *after], dtype=np.int32)
    sort_in_place(array, len(before), len(before) + len(values))
    assert array.tolist() == [*before, *sorted(values), *after]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Samiro Halvani", "town": "Wadi Nurr"},  # first letters, and an end of the town
        {"name": "Hadi Sabri", "town": "Wadi Nur"},  # in another order
        {"name": "Samiro Halvani", "town": None, "birth_earliest": "1970-05-02"},
        {"name": "Samira Zeid", "town": None},  # a part alone, where few bear it
        {"name": "Zeid Bakri", "town": "Wadi Nur"},  # a town alone, where few are of it
    ],
)
def test_short_names_meet_by_little(other: dict):
    birth = {"birth_earliest": "1970-05-12"}
    one = {"record_id": "a", "name": "Samira Halawani", "town": "Wadi Nur", **birth}
    both = [one, {"record_id": "b", "birth_earliest": None, **other}]
    for record in both:
        record["birth_latest"] = record["birth_earliest"]
    found = candidate_pairs(prepared_of(pl.DataFrame(both, infer_schema_length=None)), 60)
    assert len(found.a) == 1
    # Of names of more parts, none of this is asked.
    for record in both:
        record["name"] = f"{record['name']} {'Haddad Tawil' if record is one else 'Saqqa Jundi'}"
    found = candidate_pairs(prepared_of(pl.DataFrame(both, infer_schema_length=None)), 60)
    assert len(found.a) == 0
