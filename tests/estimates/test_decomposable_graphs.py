"""Decomposable graphs: how many there are, steps between them, and walks that find the weight."""

from itertools import combinations
from math import exp, log

import numpy as np
import pytest
from decomposable_twin import all_graphs
from estimates_twin import population
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.estimates import CaptureTable, capture_table
from tawthiq.estimates.decomposable import DecomposableSettings, decomposable
from tawthiq.estimates.graph_search import Scores
from tawthiq.estimates.graph_weights import Problem, searched_graphs
from tawthiq.estimates.graph_weights import all_graphs as weigh_all
from tawthiq.estimates.graphs import (
    code_of,
    decomposable_graphs,
    log_number_of_graphs,
    neighbours_of,
    step,
    terms_of,
    toggled,
    written,
)
from tawthiq.estimates.tables import canonical


def edges_of(graph) -> frozenset[tuple[int, int]]:
    pairs = combinations(range(len(graph)), 2)
    return frozenset((a, b) for a, b in pairs if graph[a] >> b & 1)


def as_sets(terms) -> dict[frozenset[int], int]:
    return {
        frozenset(at for at in range(lists.bit_length()) if lists >> at & 1): times
        for lists, times in terms.items()
    }


@pytest.mark.parametrize(("n_lists", "number"), [(1, 1), (2, 2), (3, 8), (4, 61), (5, 822)])
def test_all_graphs_and_their_terms_are_those_of_the_plain_search(n_lists, number):
    graphs, terms = decomposable_graphs(n_lists)
    expected = {
        edges: {lists: times for lists, times in of.items() if times and lists}
        for edges, of in all_graphs(n_lists)
    }
    assert len(graphs) == number == len(expected)
    for graph, row in zip(graphs.tolist(), terms.tolist(), strict=True):
        given_terms = {lists: times for lists, times in enumerate(row) if times}
        assert as_sets(given_terms) == expected[edges_of(graph)]
        assert terms_of(tuple(graph)) == given_terms
    assert len(edges_of(graphs[-1].tolist())) == n_lists * (n_lists - 1) // 2


def test_six_lists_have_18_154_graphs():
    assert len(decomposable_graphs(6)[0]) == 18_154
    assert [round(exp(log_number_of_graphs(n))) for n in (3, 4, 5, 6)] == [8, 61, 822, 18_154]


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 7).flatmap(lambda n: st.tuples(st.just(n), st.data())))
def test_a_step_is_legal_where_the_graph_stays_decomposable_and_says_what_changes(case):
    n_lists, data = case
    graph = (0,) * n_lists
    for _ in range(data.draw(st.integers(1, 40))):
        a, b = data.draw(st.sampled_from(list(combinations(range(n_lists), 2))))
        other, change = toggled(graph, a, b), step(graph, a, b)
        after = terms_of(other)
        assert (change is None) == (after is None)
        if after is not None:
            summed = dict(terms_of(graph))
            for lists, times in change.items():
                summed[lists] = summed.get(lists, 0) + times
            assert {lists: times for lists, times in summed.items() if times} == after
            graph = other
        assert neighbours_of(code_of(graph), n_lists) == graph


def test_a_cycle_of_four_is_not_decomposable():
    square = neighbours_of(0b101101, 4)
    assert edges_of(square) == {(0, 1), (0, 3), (1, 2), (2, 3)}
    assert terms_of(square) is None


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("A", "B", "C", "D"), "AB|BC|D"),
        (("EXH", "ABA", "HRW", "D"), "EXH+ABA | ABA+HRW | D"),
        (("A", "+", "C", "D"), 'A+"+" | "+"+C | D'),
    ],
)
def test_graphs_are_written_by_their_cliques(names, expected):
    assert written((0b0010, 0b0101, 0b0010, 0), names) == expected


def problem_of(table: CaptureTable) -> Problem:
    ready, _ = canonical(table)
    n_lists = len(ready.lists)
    return Problem(
        bits=ready.patterns.astype(np.int64) @ (1 << np.arange(n_lists)),
        counts=ready.counts,
        n_lists=n_lists,
        prior_count=2.0**-n_lists,
        saturated=False,
    )


def walked(problem: Problem, **options):
    return searched_graphs(
        problem,
        5,
        walks=options.get("walks", 4),
        proposals=options.get("proposals", 6_000),
        random=np.random.default_rng(2),
        progress=lambda *_: None,
        stop=options.get("stop", lambda: False),
    )


@pytest.mark.parametrize("size", [150, 3_000])
def test_walks_find_what_weighing_all_graphs_finds(size):
    """Five lists: with few people the weight is spread over many graphs, with many it is not."""
    random = np.random.default_rng(8)
    captures = [[0.5, 0.4, 0.3, 0.2, 0.4], [0.1, 0.2, 0.1, 0.2, 0.1]]
    problem = problem_of(population(random, size, captures, [0.4, 0.6]))
    exact, found = weigh_all(problem, 5), walked(problem)
    assert found.log_evidence == pytest.approx(exact.log_evidence, abs=0.05)
    levels = np.array([0.025, 0.25, 0.5, 0.75, 0.975])
    ours, theirs = (one.density.quantile(levels) for one in (found, exact))
    assert ours == pytest.approx(theirs, rel=0.05, abs=2)
    assert found.doubts == ()


@pytest.mark.parametrize("size", [60, 3_000, 10**6])
def test_rough_scores_of_walks_are_near_the_exact_sums(size):
    random = np.random.default_rng(4)
    problem = problem_of(population(random, size, [[0.2, 0.3, 0.1, 0.25, 0.3]], [1.0]))
    scores = Scores(problem.bits, problem.counts, problem.n_lists, problem.prior_count)
    best = weigh_all(problem, 100).best
    assert len(best) >= 5
    for graph, weight, _ in best:
        rough = scores.of(code_of(graph), terms_of(graph))
        against = scores.of(code_of(best[0][0]), terms_of(best[0][0]))
        if weight > 1e-6:
            assert rough - against == pytest.approx(log(weight / best[0][1]), abs=0.1)


def test_visits_stand_for_weights_where_graphs_are_too_many(monkeypatch):
    """The other way of weighing: as often as visited, corrected for rough scores."""
    monkeypatch.setattr("tawthiq.estimates.graph_weights._COVERED", 2.0)
    random = np.random.default_rng(8)
    captures = [[0.5, 0.4, 0.3, 0.2, 0.4], [0.1, 0.2, 0.1, 0.2, 0.1]]
    problem = problem_of(population(random, 300, captures, [0.4, 0.6]))
    exact, found = weigh_all(problem, 5), walked(problem, proposals=30_000)
    levels = np.array([0.025, 0.25, 0.5, 0.75, 0.975])
    ours, theirs = (one.density.quantile(levels) for one in (found, exact))
    assert ours == pytest.approx(theirs, rel=0.08, abs=2)


def test_eight_independent_lists_are_found_to_be_so():
    random = np.random.default_rng(5)
    table = population(random, 20_000, [[0.2, 0.3, 0.1, 0.2, 0.15, 0.25, 0.1, 0.2]], [1.0])
    told = []
    result = decomposable(
        table,
        settings=DecomposableSettings(walks=3, proposals=3_000),
        progress=lambda what, done, total: told.append((done, total)),
    )
    low, _, high = result.interval()
    assert low < 20_000 < high
    assert result.models["model"][0] == "L0 | L1 | L2 | L3 | L4 | L5 | L6 | L7"
    assert told[-1] == (9_000, 9_000)
    same = decomposable(table, settings=DecomposableSettings(walks=3, proposals=3_000))
    assert np.array_equal(result.unobserved, same.unobserved)


def test_a_search_that_is_stopped_says_so():
    random = np.random.default_rng(5)
    table = population(random, 500, [[0.2] * 8], [1.0])
    result = decomposable(table, stop=lambda: True)
    assert "stopped" in [doubt.code for doubt in result.doubts]


def test_a_walk_that_alone_finds_the_weight_is_a_doubt():
    """Walks too short to leave where they started end in different places."""
    random = np.random.default_rng(5)
    captures = [[0.6] * 8, [0.1] * 8]
    problem = problem_of(population(random, 50_000, captures, [0.4, 0.6]))
    found = walked(problem, walks=2, proposals=100)
    assert [doubt.code for doubt in found.doubts] == ["starts-disagree"]


def test_lists_that_share_nobody_and_copies_run_through():
    apart = {f"L{at}": [int(at == row) for row in range(8)] for at in range(8)}
    short = DecomposableSettings(walks=2, proposals=2_000)
    result = decomposable(capture_table({**apart, "count": [30] * 8}), settings=short)
    assert "tail" in [doubt.code for doubt in result.doubts]
    copies = capture_table({"A": [1, 0], "B": [1, 0], "C": [0, 1], "count": [40, 50]})
    assert decomposable(copies).unobserved.min() >= 0


def test_graphs_are_counted_from_those_with_one_vertex_less():
    """The law by which those beyond 15 lists were counted: a vertex that can be taken away first.

    Such a vertex is joined to a set whose vertices are all joined, in a graph without it.
    """

    def joined(edges, lists) -> bool:
        return all(pair in edges for pair in combinations(lists, 2))

    for n_lists in (3, 4, 5):
        first = 0
        for edges, _ in all_graphs(n_lists):
            for vertex in range(n_lists):
                around = [u for u in range(n_lists) if {(u, vertex), (vertex, u)} & edges]
                first += joined(edges, around)
        sets = [
            lists
            for edges, _ in all_graphs(n_lists - 1)
            for size in range(n_lists)
            for lists in combinations(range(n_lists - 1), size)
            if joined(edges, lists)
        ]
        assert first == n_lists * len(sets)
    growth = np.diff([log_number_of_graphs(n) for n in range(1, 31)])
    assert np.all(np.diff(growth) > 0)
