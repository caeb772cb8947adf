"""From pairs to people: the laws of clustering, and the compiled loop held to a plain twin."""

import math
from itertools import combinations
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.linkage import cluster
from tawthiq.linkage.cluster import BEST, LINKED, SUPPORT, Evidence, Groups, judged, partitions

SURE, LINK, POSSIBLE, REPEAT = 6.6, 0.0, -4.2, 10.0


def evidence(n: int, pairs: dict[tuple[int, int], float], **other: object) -> Evidence:
    facts: dict[str, object] = {
        "alone": np.array(list(pairs.values()), np.float32),
        "bits": np.array(list(pairs.values()), np.float32),
        "coverage": np.zeros(len(pairs), np.float32),
        "version": np.full(n, -1, np.int32),
        "within_bits": -8.0,
        "clean": frozenset(),
        "same": (),
        "different": (),
        "unsure": (),
    }
    return Evidence(
        n=n,
        a=np.array([a for a, _ in pairs], np.int32),
        b=np.array([b for _, b in pairs], np.int32),
        **{**facts, **other},
    )


def people(of: Evidence) -> list[list[int]]:
    cuts = partitions(
        of, sure_bits=SURE, linked_bits=LINK, possible_bits=POSSIBLE, repeat_bits=REPEAT
    )
    return [cut.tolist() for cut in cuts]


def within(fine: list[int], coarse: list[int]) -> bool:
    """Whether records that are one in the first are one in the second."""
    return all(
        coarse[a] == coarse[b] for a, b in combinations(range(len(fine)), 2) if fine[a] == fine[b]
    )


# The plain twin: groups are sets of rows, and every step looks at every two groups anew.


def plain_score(of: Evidence, mode: int, x: set[int], y: set[int], repeat: float) -> float:
    """Score of two groups; minus infinity where they may not join."""
    value = of.alone if mode == LINKED else of.bits
    shared = {int(of.version[r]) for r in x} & {int(of.version[r]) for r in y} - {-1}
    bars = {frozenset(pair) for pair in of.different}
    between = [k for k in range(len(of.a)) if {int(of.a[k]), int(of.b[k])} <= x | y]
    between = [k for k in between if (int(of.a[k]) in x) != (int(of.b[k]) in x)]
    if not between or shared & of.clean:
        return -np.inf
    if any(frozenset((p, q)) in bars for p in x for q in y):
        return -np.inf
    bits = [min(max(float(value[k]), -30.0), 30.0) for k in between]
    pairs = len(x) * len(y)
    every = bits + [cluster.UNSEEN_BITS] * (pairs - len(bits))
    if mode == BEST:
        mean = sum(every) / pairs
    else:  # leaning to the better pairs
        mean = 4.0 * math.log2(sum(2.0 ** (one / 4.0) for one in every) / pairs)
        mean = round(mean * 2**20) / 2**20
    extra = 0.0
    if shared:
        extra = of.within_bits - sum(float(of.coverage[k]) for k in between) / pairs
    if mode == BEST:
        return max(bits) + (of.within_bits if shared else 0.0) if mean + extra >= -8.0 else -np.inf
    if shared and mean + extra < repeat:
        return -np.inf
    return mean + extra


def plain_uniform(seed: int, x: int, y: int, turn: int) -> float:
    """splitmix64 of the arguments, as whole numbers of 64 bits."""
    most = (1 << 64) - 1
    z = seed ^ (x * 0x9E3779B97F4A7C15 & most)
    z ^= y * 0xC2B2AE3D27D4EB4F + turn * 0x165667B19E37 & most
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & most
    z = (z ^ z >> 27) * 0x94D049BB133111EB & most
    return ((z ^ z >> 31) >> 11) / 2**53


def plain_run(
    of: Evidence,
    groups: dict[int, set[int]],
    mode: int,
    least: float,
    *,
    repeat: float = -np.inf,
    allowed: list[int] | None = None,
    draw_seed: int | None = None,
) -> dict[int, set[int]]:
    """Join the best pair of groups, again and again; a group is named by its smallest row."""
    groups, turn, refused = dict(groups), dict.fromkeys(groups, 0), set()
    while True:
        best = None
        for x, y in combinations(sorted(groups), 2):
            score = plain_score(of, mode, groups[x], groups[y], repeat)
            if score < least or (x, y, turn[x] + turn[y]) in refused:
                continue
            if allowed is not None and allowed[x] != allowed[y]:
                continue
            if best is None or (-score, x, y) < best:
                best = (-score, x, y)
        if best is None:
            return groups
        score, x, y = -best[0], best[1], best[2]
        now = turn[x] + turn[y]
        chance = 1.0 / (1.0 + 2.0**-score)
        if draw_seed is not None and plain_uniform(draw_seed, x, y, now) >= chance:
            refused.add((x, y, now))
            continue
        groups[x] = groups[x] | groups.pop(y)
        turn[x] = now + 1


def labels(groups: dict[int, set[int]], n: int) -> list[int]:
    return [next(x for x, members in groups.items() if row in members) for row in range(n)]


# Whole numbers of quarter bits add up to the same in any order, so the twins tie alike.
QUARTERS = st.integers(-60, 100).map(lambda x: x / 4)


@st.composite
def graphs(draw: st.DrawFn) -> Evidence:
    n = draw(st.integers(2, 8))
    every = list(combinations(range(n), 2))
    chosen = draw(st.lists(st.sampled_from(every), unique=True, min_size=1, max_size=len(every)))
    pairs = sorted(chosen)
    alone = draw(st.lists(QUARTERS, min_size=len(pairs), max_size=len(pairs)))
    taken = draw(
        st.lists(st.sampled_from([0.0, 0.0, 0.5, 4.0]), min_size=len(pairs), max_size=len(pairs))
    )
    coverage = draw(
        st.lists(
            st.sampled_from([0.0, 0.0, 1.5, 6.0, -2.0]), min_size=len(pairs), max_size=len(pairs)
        )
    )
    laws = draw(st.lists(st.sampled_from(["", "", "", "different"]), min_size=len(pairs),
                         max_size=len(pairs)))  # fmt: skip
    version = draw(st.lists(st.integers(-1, 3), min_size=n, max_size=n))
    return evidence(
        n,
        dict(zip(pairs, alone, strict=True)),
        bits=np.array(alone, np.float32) - np.array(taken, np.float32),
        coverage=np.array(coverage, np.float32),
        version=np.array(version, np.int32),
        clean=draw(st.sampled_from([frozenset(), frozenset({3})])) & set(version),
        within_bits=draw(st.sampled_from([-8.0, -1.0])),
        different=tuple(p for p, law in zip(pairs, laws, strict=True) if law),
    )


@settings(max_examples=200, deadline=None)
@given(
    of=graphs(),
    mode=st.sampled_from([SUPPORT, LINKED, BEST]),
    least=st.sampled_from([-4.25, 0.0, 6.5]),
    repeat=st.sampled_from([-np.inf, 0.0, 9.75]),
)
def test_the_compiled_run_joins_what_the_plain_one_joins(
    of: Evidence, mode: int, least: float, repeat: float
):
    groups = Groups(of)
    groups.run(mode, least, repeat=repeat)
    plain = plain_run(of, {r: {r} for r in range(of.n)}, mode, least, repeat=repeat)
    assert groups.labels().tolist() == labels(plain, of.n)
    for name, members in plain.items():
        assert groups.size[name] == len(members)


@settings(max_examples=100, deadline=None)
@given(of=graphs(), mode=st.sampled_from([SUPPORT, LINKED, BEST]))
def test_a_run_that_stops_for_room_goes_on_where_it_was(of: Evidence, mode: int):
    groups, narrow = Groups(of), Groups(of)
    groups.run(mode, -4.25)
    with mock.patch.multiple(cluster, _LEAST_ENTRIES=1, _PAIRS_AN_ENTRY=1000):
        narrow.run(mode, -4.25)
    assert narrow.labels().tolist() == groups.labels().tolist()
    np.testing.assert_array_equal(narrow.turns, groups.turns)


@settings(max_examples=80, deadline=None)
@given(of=graphs(), first=st.sampled_from([LINKED, SUPPORT]), seed=st.integers(0, 5))
def test_a_second_run_goes_on_from_the_first_and_draws_are_the_plain_ones(
    of: Evidence, first: int, seed: int
):
    groups = Groups(of)
    groups.run(first, 6.5)
    plain = plain_run(of, {r: {r} for r in range(of.n)}, first, 6.5)
    groups.turns[:] = 0  # the twin counts from here
    allowed = [0 if row < of.n - 1 else 1 for row in range(of.n)]
    drawn = groups.copy()
    drawn.run(SUPPORT, -4.25, allowed=np.array(allowed), draw_seed=seed)
    again = plain_run(of, plain, SUPPORT, -4.25, allowed=allowed, draw_seed=seed)
    assert drawn.labels().tolist() == labels(again, of.n)
    assert groups.labels().tolist() == labels(plain, of.n), "a copy leaves the first as it was"


@settings(max_examples=100, deadline=None)
@given(of=graphs(), seed=st.integers(0, 1000))
def test_draws_lie_between_sure_and_possible(of: Evidence, seed: int):
    sure, _, possible = people(of)
    drawn = judged(of)
    for row, name in enumerate(sure):
        drawn.join(row, name)
    drawn.run(SUPPORT, POSSIBLE, allowed=np.array(possible), draw_seed=seed)
    found = drawn.labels().tolist()
    assert within(sure, found)
    assert within(found, possible)


@settings(max_examples=100, deadline=None)
@given(of=graphs())
def test_partitions_nest(of: Evidence):
    sure, linked, possible = people(of)
    assert within(sure, linked)
    assert within(linked, possible)


def test_a_chain_of_weak_links_makes_no_long_person():
    chain = evidence(30, {(k, k + 1): 2.0 for k in range(29)})
    _, linked, possible = people(chain)
    assert max(np.bincount(linked)) <= 2
    assert max(np.bincount(possible)) < 10


def test_a_record_that_fits_one_of_a_group_well_and_no_other_badly_belongs_to_it():
    pairs = {(0, 1): 12.0, (0, 2): 9.0, (1, 2): -8.0}
    assert people(evidence(3, pairs))[1] == [0, 0, 0]
    assert people(evidence(3, {**pairs, (0, 2): 2.0}))[1] == [0, 0, 2]


@settings(max_examples=100, deadline=None)
@given(bits=st.lists(QUARTERS, min_size=4, max_size=4), more=QUARTERS.map(abs))
def test_what_two_groups_score_lies_between_mean_and_best_and_grows_with_each_pair(
    bits: list[float], more: float
):
    def score(values: list[float]) -> float:
        between = dict(zip([(0, 2), (0, 3), (1, 2), (1, 3)], values, strict=True))
        return plain_score(evidence(4, between), LINKED, {0, 1}, {2, 3}, 0.0)

    hair = 2.0**-19
    assert sum(bits) / 4 - hair <= score(bits) <= max(bits) + hair
    assert score([bits[0] + more, *bits[1:]]) >= score(bits) - hair


def test_the_stronger_of_two_records_of_one_version_gets_the_person():
    one = evidence(3, {(0, 1): 12.0, (0, 2): 9.0}, version=np.array([0, 1, 1], np.int32))
    assert people(one)[1] == [0, 0, 2]


def test_different_holds_through_others():
    law = evidence(3, {(0, 1): 15.0, (1, 2): 15.0, (0, 2): 15.0}, different=((0, 2),))
    for partition in people(law):
        assert partition[0] != partition[2]


@pytest.mark.parametrize(("bits", "joined"), [(17.9, False), (18.1, True)])
def test_two_records_of_one_version_need_what_repeats_need(bits: float, joined: bool):
    """`within_bits` is -8 and a repeat needs 10: 18 bits, and the pair is one person."""
    one = evidence(2, {(0, 1): bits}, version=np.array([0, 0], np.int32))
    linked = people(one)[1]
    assert (linked[0] == linked[1]) == joined


@pytest.mark.parametrize("within_bits", [-8.0, -11.0, -14.0])
def test_a_repeat_beyond_doubt_is_joined_however_clean_lists_usually_are(within_bits: float):
    """25 bits are left after the prior for one version: far more than the 10 that repeats need."""
    one = evidence(
        2,
        {(0, 1): 25.0 - within_bits},
        version=np.array([0, 0], np.int32),
        within_bits=within_bits,
    )
    assert people(one)[1] == [0, 0]


def test_coverage_speaks_of_two_lists_and_not_of_one():
    """Two records of list 0 and one of list 1: what coverage added is taken off for a repeat."""
    version = np.array([0, 0, 1], np.int32)
    pairs = {(0, 1): 20.0, (0, 2): 20.0, (1, 2): 20.0}
    bare = evidence(3, pairs, version=version)
    assert people(bare)[1] == [0, 0, 0]
    owed = evidence(3, pairs, version=version, coverage=np.array([0, 6, 6], np.float32))
    linked = people(owed)[1]
    assert linked[0] != linked[1]
    assert 2 not in linked


@settings(max_examples=60, deadline=None)
@given(
    bits=st.lists(st.floats(-15, 20, width=32), min_size=15, max_size=15),
    laws=st.lists(
        st.sampled_from(["", "", "", "different", "unsure", "same"]), min_size=15, max_size=15
    ),
)
def test_partitions_nest_and_heed_the_law_for_any_evidence(bits: list[float], laws: list[str]):
    pairs = list(combinations(range(6), 2))
    by = {
        word: tuple(p for p, law in zip(pairs, laws, strict=True) if law == word)
        for word in ("different", "unsure", "same")
    }
    one = labels_of_chains(by["same"], 6)
    by["different"] = tuple(p for p in by["different"] if one[p[0]] != one[p[1]])
    cuts = people(evidence(6, dict(zip(pairs, bits, strict=True)), **by))
    assert within(cuts[0], cuts[1])
    assert within(cuts[1], cuts[2])
    assert all(within(one, cut) for cut in cuts)
    for a, b in by["different"]:
        assert all(cut[a] != cut[b] for cut in cuts)
    for a, b in by["unsure"]:
        assert cuts[1][a] != cuts[1][b] or one[a] == one[b]


def labels_of_chains(same: tuple[tuple[int, int], ...], n: int) -> list[int]:
    label = list(range(n))
    for a, b in same * n:
        label = [min(label[a], label[b]) if x in (label[a], label[b]) else x for x in label]
    return label
