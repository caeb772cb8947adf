"""Rivals, held to the sum over all matchings and to plain messages; compiled code anywhere."""

import math
from itertools import combinations

import numba
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tawthiq import compiling
from tawthiq.linkage.rivals import rivalry


def plain_marginals(pairs: list[tuple[int, int]], odds: list[float]) -> list[float]:
    """P(pair) where each record has at most one partner: every matching, weighed by its odds."""
    total, holds = 0.0, [0.0] * len(pairs)
    for size in range(len(pairs) + 1):
        for chosen in combinations(range(len(pairs)), size):
            used = [row for k in chosen for row in pairs[k]]
            if len(set(used)) < len(used):
                continue
            weight = float(np.prod([2.0 ** odds[k] for k in chosen]))
            total += weight
            for k in chosen:
                holds[k] += weight
    return [one / total for one in holds]


def probabilities(pairs: list[tuple[int, int]], odds: list[float], version: list[int]):
    a, b = np.array(pairs, np.int32).reshape(-1, 2).T
    taken = rivalry(a, b, np.array(version, np.int32)).bits(np.array(odds))
    return 1 / (1 + 2.0 ** -(np.array(odds) + taken))


@settings(max_examples=60, deadline=None)
@given(odds=st.lists(st.floats(-8, 20), min_size=4, max_size=4))
def test_where_pairs_form_no_cycle_probabilities_are_those_of_all_matchings(odds: list[float]):
    """Records 0, 1, 2 of one version, 3, 4 of another: a path 3-0-4-1 and a pair 1-3 left out."""
    pairs = [(0, 3), (0, 4), (1, 4), (2, 4)]
    found = probabilities(pairs, odds, [0, 0, 0, 1, 1])
    np.testing.assert_allclose(found, plain_marginals(pairs, odds), atol=2e-3)


def test_two_equal_rivals_share_what_one_alone_would_have():
    alone = probabilities([(0, 1)], [12.0], [0, 1, 1])
    both = probabilities([(0, 1), (0, 2)], [12.0, 12.0], [0, 1, 1])
    assert alone[0] > 0.99
    np.testing.assert_allclose(both, [0.5, 0.5], atol=1e-3)


def test_records_that_are_one_person_do_not_compete():
    """1 and 2 are surely a repetition within their list: 0 is both."""
    found = probabilities([(0, 1), (0, 2), (1, 2)], [12.0, 12.0, 15.0], [0, 1, 1])
    assert found.min() > 0.99


def test_records_of_two_lists_or_of_no_known_list_do_not_compete():
    for version in ([0, 1, 2], [-1, -1, -1]):
        assert probabilities([(0, 1), (0, 2)], [12.0, 12.0], version).min() > 0.99


def test_two_records_with_partners_of_their_own_in_a_third_list_are_two_people():
    """0 and 1 look alike; 0 is surely 2 and 1 is surely 3, two people of one list."""
    pairs, version = [(0, 1), (0, 2), (1, 3)], [0, 1, 2, 2]
    found = probabilities(pairs, [4.0, 15.0, 15.0], version)
    assert found[0] < 0.05
    assert found[1:].min() > 0.99


@settings(max_examples=40, deadline=None)
@given(
    odds=st.lists(st.floats(-10, 60), min_size=9, max_size=9),
    version=st.lists(st.integers(-1, 1), min_size=6, max_size=6),
)
def test_rivals_only_ever_take_and_larger_numbers_change_nothing(
    odds: list[float], version: list[int]
):
    pairs = [(x, y) for x in range(3) for y in range(3, 6)]
    a, b = np.array(pairs, np.int32).T
    taken = rivalry(a, b, np.array(version, np.int32)).bits(np.array(odds))
    assert np.isfinite(taken).all()
    assert (taken <= 0).all()


def plain_taken(pairs: list[tuple[int, int]], odds: list[float], version: list[int]) -> list[float]:
    """Messages passed one at a time, all of a round at once, until none moves: dictionaries only.

    `free[r, k]` is how far record `r` is free for its pair `k`, from 0 to 1.
    """
    other = [version[a] != version[b] and min(version[a], version[b]) >= 0 for a, b in pairs]
    index = {pair: k for k, pair in enumerate(pairs)}

    def chance(k: int | None, now: list[float]) -> float:
        return 0.0 if k is None else 1 / (1 + 2.0 ** -now[k])

    def between(x: int, y: int) -> int | None:
        return index.get((min(x, y), max(x, y)))

    def rivals_of(r: int, k: int) -> list[int]:
        """Other pairs of `r` that look in the version in which `k` looks."""
        end = {k: sum(pairs[k]) - r for k in range(len(pairs))}
        return [
            j
            for j in range(len(pairs))
            if j != k and r in pairs[j] and other[j] and version[end[j]] == version[end[k]]
        ]

    def matched(strength_of: list[float], repeat_of: list[float]) -> list[float]:
        seats = [(r, k) for k, pair in enumerate(pairs) if other[k] for r in pair]
        free = dict.fromkeys(seats, 1.0)
        for _ in range(400):
            new = {}
            for r, k in seats:
                others = 0.0
                for j in rivals_of(r, k):
                    mine, theirs = sum(pairs[k]) - r, sum(pairs[j]) - r
                    apart = 1 - chance(between(mine, theirs), repeat_of)
                    others += 2.0 ** strength_of[j] * free[theirs, j] * apart
                new[r, k] = math.sqrt(free[r, k] / (1 + others))
            free = new
        return [
            sum(math.log2(free[r, k]) for r in pair) if other[k] else 0.0
            for k, pair in enumerate(pairs)
        ]

    def parted(now: list[float]) -> list[float]:
        """Bits taken where each of the two has a partner of its own in a third version."""
        best: dict[tuple[int, int], tuple[int, float]] = {}
        for k, pair in enumerate(pairs):
            for r, end in (pair, pair[::-1]):
                if other[k] and chance(k, now) > 0.5:
                    kept = best.get((r, version[end]))
                    if kept is None or chance(k, now) > kept[1]:
                        best[r, version[end]] = (end, chance(k, now))
        taken = []
        for a, b in pairs:
            worst = 0.0
            for v in set(version):
                (c, p), (d, q) = best.get((a, v), (-1, 0.0)), best.get((b, v), (-1, 0.0))
                if c != d and min(c, d) >= 0:
                    worst = max(worst, p * q * (1 - chance(between(c, d), now)))
            taken.append(math.log2(1 - min(worst, 0.999)))
        return taken

    first = matched(odds, odds)
    apart = parted([x + y for x, y in zip(odds, first, strict=True)])
    taken = matched(odds, [x + y for x, y in zip(odds, apart, strict=True)])
    return [x + y for x, y in zip(taken, apart, strict=True)]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[tuple[int, int]], list[float], list[int]]:
    """Up to seven records of few versions, with whatever pairs and cycles there are."""
    n = draw(st.integers(2, 7))
    every = list(combinations(range(n), 2))
    pairs = sorted(draw(st.lists(st.sampled_from(every), unique=True, min_size=1, max_size=12)))
    odds = st.floats(-8, 16).filter(lambda x: abs(x) > 0.01)
    return (
        pairs,
        draw(st.lists(odds, min_size=len(pairs), max_size=len(pairs), unique=True)),
        draw(st.lists(st.integers(-1, 3), min_size=n, max_size=n)),
    )


@settings(max_examples=80, deadline=None)
@given(graph=graphs())
def test_compiled_messages_equal_the_plain_ones_with_cycles_and_repeats(graph):
    pairs, odds, version = graph
    a, b = np.array(pairs, np.int32).T
    found = rivalry(a, b, np.array(version, np.int32)).bits(np.array(odds), tolerance=1e-9)
    plain = plain_taken(pairs, odds, version)
    now = np.array(odds) + np.array(plain)
    # Beside the half that parts a partner from none, a hair decides who is a partner at all.
    assume(np.abs(now).min() > 0.05)
    np.testing.assert_allclose(found, plain, atol=0.05)


@settings(max_examples=80, deadline=None)
@given(graph=graphs(), moved=st.floats(-2, 2))
def test_messages_that_start_from_nearly_the_same_odds_end_where_new_ones_end(graph, moved: float):
    pairs, odds, version = graph
    a, b = np.array(pairs, np.int32).T
    rivals, now = rivalry(a, b, np.array(version, np.int32)), np.array(odds)
    guess = rivals.first_guess()
    rivals.bits(now + moved, guess)
    warm, cold = rivals.bits(now, guess), rivals.bits(now)
    np.testing.assert_allclose(
        1 / (1 + 2.0 ** -(now + warm)), 1 / (1 + 2.0 ** -(now + cold)), atol=0.02
    )


def test_compiled_code_works_where_no_folder_can_be_written(monkeypatch: pytest.MonkeyPatch):
    """A read-only installation and no home: nothing is kept, but everything runs."""

    def refuse(*_: object, **options: object):
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setattr(numba, "njit", refuse)
    assert compiling.compiled(len)([1, 2]) == 2
