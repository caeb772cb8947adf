"""Decomposable graphs on a few lists: all of them, and the steps from one to the next.

A graph says which lists may depend on one another directly. It is decomposable (chordal) where its
vertices can be taken away one by one, each with neighbours that are all joined to one another.
Then a probability on cells is a product over cliques divided by a product over separators, and all
that is known of a graph is kept as that: +1 for each clique, -1 for each separator.

A set of lists is a whole number: bit j stands for list j.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from math import log

import numpy as np
from numpy.typing import NDArray

Graph = tuple[int, ...]
"""The neighbours of each list, as sets."""

MOST_ENUMERATED = 6
"""Lists up to which all decomposable graphs are enumerated: 18,154 on six."""

# Wormald (1985), Graphs and Combinatorics 1(2), 193-200, and those after him: OEIS A058862.
_NUMBER_OF_GRAPHS = (
    1,
    2,
    8,
    61,
    822,
    18154,
    617675,
    30888596,
    2192816760,
    215488096587,
    28791414081916,
    5165908492061926,
    1234777416771739141,
    391374602835914994534,
    164188178238479142509452,
)


# With s(n) for the mean number of vertices of a graph that could be taken away first, and c(n)
# for that of sets whose vertices are all joined (none and one included), there are
# n c(n - 1) / s(n) times as many graphs on n vertices as on n - 1. Means over long walks among all
# graphs gave what stands here; for 11 to 15 lists the same came within 0.02 of what is known.
_LOG_NUMBER_BEYOND = (
    59.77,
    66.38,
    73.25,
    80.41,
    87.90,
    95.68,
    103.74,
    112.14,
    120.82,
    129.80,
    139.02,
    148.67,
    158.63,
    169.00,
    179.65,
)


def log_number_of_graphs(n_lists: int) -> float:
    """Logarithm of how many decomposable graphs there are on up to 30 labelled vertices.

    Exact up to 15; to about 0.1 on 20, and 0.3 on 30.
    """
    if n_lists <= len(_NUMBER_OF_GRAPHS):
        return log(_NUMBER_OF_GRAPHS[n_lists - 1])
    return _LOG_NUMBER_BEYOND[n_lists - len(_NUMBER_OF_GRAPHS) - 1]


@cache
def decomposable_graphs(n_lists: int) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """All decomposable graphs on up to six lists.

    Returns:
        Edges, shape (n_graphs, n_lists), the neighbours of each list as a set; and the terms of
        each graph, shape (n_graphs, 2 ** n_lists): how often the set of that number is a clique,
        less how often it is a separator. The graph of all edges comes last. Both read-only.
    """
    pairs = list(combinations(range(n_lists), 2))
    code = np.arange(2 ** len(pairs), dtype=np.int64)
    neighbours = np.zeros((len(code), n_lists), dtype=np.int64)
    for at, (a, b) in enumerate(pairs):
        edge = code >> at & 1
        neighbours[:, a] |= edge << b
        neighbours[:, b] |= edge << a
    terms = np.zeros((len(code), 2**n_lists), dtype=np.int8)
    left = np.full(len(code), 2**n_lists - 1, dtype=np.int64)
    for _ in range(n_lists):
        # Whatever vertex is taken first among those that can be, the outcome is the same.
        taken = np.full(len(left), -1, dtype=np.int64)
        for v in range(n_lists):
            around = neighbours[:, v] & left
            simplicial = (taken < 0) & (left >> v & 1 == 1)
            for u in range(n_lists):
                all_joined = around & ~neighbours[:, u] & ~(1 << u) == 0
                simplicial &= (around >> u & 1 == 0) | all_joined
            taken[simplicial] = v
        keep = taken >= 0
        taken, left, neighbours, terms = taken[keep], left[keep], neighbours[keep], terms[keep]
        row = np.arange(len(taken))
        around = neighbours[row, taken] & left
        # A clique that is not maximal meets itself as a separator later on, and is gone.
        terms[row, around | 1 << taken] += 1
        terms[row, around] -= 1
        left &= ~(1 << taken)
    terms[:, 0] = 0  # the empty set: its table is one cell, whose probability is 1
    neighbours.flags.writeable = terms.flags.writeable = False
    return neighbours, terms


def terms_of(neighbours: Graph) -> dict[int, int] | None:
    """Cliques (+1 each) and separators (-1) of one graph; None where it is not decomposable."""
    left = 2 ** len(neighbours) - 1
    terms: Counter[int] = Counter()
    while left:
        for v in members(left):
            around = neighbours[v] & left
            if all(around & ~neighbours[u] & ~(1 << u) == 0 for u in members(around)):
                break
        else:
            return None
        terms[around | 1 << v] += 1
        terms[around] -= 1
        left &= ~(1 << v)
    return {lists: times for lists, times in terms.items() if times and lists}


def neighbours_of(code: int, n_lists: int) -> Graph:
    """The graph whose edges are the bits of a number, pairs of lists counted (0, 1), (0, 2) ..."""
    graph = [0] * n_lists
    for at, (a, b) in enumerate(combinations(range(n_lists), 2)):
        if code >> at & 1:
            graph[a] |= 1 << b
            graph[b] |= 1 << a
    return tuple(graph)


def code_of(neighbours: Graph) -> int:
    """The number whose bits are the edges of a graph."""
    pairs = combinations(range(len(neighbours)), 2)
    return sum(1 << at for at, (a, b) in enumerate(pairs) if neighbours[a] >> b & 1)


def toggled(neighbours: Graph, a: int, b: int) -> Graph:
    """The graph with the edge between two lists put in where it is missing, taken out elsewhere."""
    other = list(neighbours)
    other[a] ^= 1 << b
    other[b] ^= 1 << a
    return tuple(other)


def step(neighbours: Graph, a: int, b: int) -> dict[int, int] | None:
    """How the terms change if the edge between two lists is toggled; None if chordality is lost.

    An edge may go if it lies in one clique only, that is if the common neighbours of its ends are
    all joined; it may come if these neighbours separate its ends. The set of common neighbours
    S then is what the terms of both graphs differ by: {a, b} + S and S against {a} + S and {b} + S.

    Source: Giudici and Green (1999), Biometrika 86(4), 785-801.
    """
    common = neighbours[a] & neighbours[b]
    joined = neighbours[a] >> b & 1
    if joined:
        if any(common & ~neighbours[u] & ~(1 << u) for u in members(common)):
            return None
    elif _reach(neighbours, a, b, common):
        return None
    sign = -1 if joined else 1
    pair = 1 << a | 1 << b
    change = {
        common | pair: sign,
        common | 1 << a: -sign,
        common | 1 << b: -sign,
    }
    if common:
        change[common] = sign
    return change


def _reach(neighbours: Graph, a: int, b: int, around: int) -> bool:
    """Does a path lead from a to b that avoids `around`?"""
    seen = frontier = 1 << a
    while frontier:
        reached = 0
        for u in members(frontier):
            reached |= neighbours[u]
        frontier = reached & ~around & ~seen
        if frontier >> b & 1:
            return True
        seen |= frontier
    return False


def members(lists: int) -> Iterator[int]:
    """The lists in a set, lowest first."""
    while lists:
        lowest = lists & -lists
        yield lowest.bit_length() - 1
        lists ^= lowest


def written(neighbours: Graph, names: tuple[str, ...]) -> str:
    """A graph by its cliques: "AB|BC|D", or "EXH+ABA | HRW" where names are longer than a letter.

    A name that holds one of these signs itself stands in quotation marks.
    """
    terms = terms_of(neighbours) or {}
    # Every maximal clique is left with +1; sets that are separators have fewer.
    cliques = [lists for lists, times in terms.items() if times > 0]
    short = all(len(name) == 1 and name not in '+|"' for name in names)
    shown = [f'"{name}"' if set('+|"') & set(name) else name for name in names]
    parts = sorted([list(members(lists)) for lists in cliques])
    return ("|" if short else " | ").join(
        ("" if short else "+").join(shown[at] for at in part) for part in parts
    )
