"""What the tests hold averaging over graphs against: brute force with dictionaries, and a prior."""

from itertools import combinations, product

import numpy as np
from scipy.special import gammaln

Graph = tuple[frozenset[tuple[int, int]], dict[frozenset[int], int]]


def all_graphs(n_lists: int) -> list[Graph]:
    """Edges and terms of every decomposable graph, found by taking simplicial vertices away."""
    pairs = list(combinations(range(n_lists), 2))
    found = []
    for chosen in product([False, True], repeat=len(pairs)):
        edges = frozenset(pair for pair, is_in in zip(pairs, chosen, strict=True) if is_in)
        terms = terms_by_elimination(n_lists, edges)
        if terms is not None:
            found.append((edges, terms))
    return found


def terms_by_elimination(n_lists: int, edges) -> dict[frozenset[int], int] | None:
    left, terms = set(range(n_lists)), {}
    while left:
        for vertex in sorted(left, reverse=True):
            around = {u for u in left if (min(u, vertex), max(u, vertex)) in edges and u != vertex}
            if all(pair in edges for pair in combinations(sorted(around), 2)):
                break
        else:
            return None
        for one, sign in ((around | {vertex}, 1), (around, -1)):
            terms[frozenset(one)] = terms.get(frozenset(one), 0) + sign
        left.remove(vertex)
    return terms


def log_marginal(rows, n_lists: int, lists, n0, prior_count: float):
    """Dirichlet-multinomial of the marginal table of some lists, n0 (an array) among its cells."""
    on_none = (0,) * len(lists)
    people = {on_none: n0}
    for pattern, count in rows:
        cell = tuple(pattern[at] for at in sorted(lists))
        people[cell] = people.get(cell, 0) + count
    prior = prior_count * 2 ** (n_lists - len(lists))
    total = prior_count * 2**n_lists
    value = gammaln(total) - gammaln(total + sum(people.values()))
    for count in people.values():
        value = value + gammaln(prior + count) - gammaln(prior)
    return value


def log_term(rows, n_lists: int, terms, n0, prior_count: float):
    """Log of C(n - 1 + n0, n0) times the likelihood with cell probabilities integrated out."""
    n = sum(count for _, count in rows)
    value = gammaln(n + n0) - gammaln(n) - gammaln(n0 + 1)
    for lists, times in terms.items():
        value = value + times * log_marginal(rows, n_lists, lists, n0, prior_count)
    return value


def brute_force(rows, n_lists: int, prior_count: float, up_to: int, saturated: bool = False):
    """Log of each graph's sum and the posterior of n0, n0 below `up_to` one by one.

    Returns:
        {edges: log of its sum}, and the unnormalised posterior of n0, an array.
    """
    complete = frozenset(combinations(range(n_lists), 2))
    n0 = np.arange(float(up_to))
    marginal = {}
    sums, posterior = {}, np.zeros(up_to)
    for edges, terms in all_graphs(n_lists):
        if edges == complete and not saturated:
            continue
        logs = log_term(rows, n_lists, {}, n0, prior_count)
        for lists, times in terms.items():
            if lists not in marginal:
                marginal[lists] = log_marginal(rows, n_lists, lists, n0, prior_count)
            logs = logs + times * marginal[lists]
        top = logs.max()
        sums[edges] = top + np.log(np.exp(logs - top).sum())
        posterior += np.exp(logs)
    return sums, posterior


def draw_from_prior(random, n_lists: int, edges, n: int, prior_count: float):
    """Cell probabilities from the hyper-Dirichlet law of a graph, n people seen, and n0.

    Under the prior 1/N the number seen tells nothing of the cells, so it may be fixed: then n0 is
    negative binomial, and the patterns of the seen multinomial.
    """
    left, order = set(range(n_lists)), []
    while left:  # the order of elimination, as `terms_by_elimination` takes it
        for vertex in sorted(left, reverse=True):
            around = {u for u in left if (min(u, vertex), max(u, vertex)) in edges and u != vertex}
            if all(pair in edges for pair in combinations(sorted(around), 2)):
                break
        order.append((vertex, sorted(around)))
        left.remove(vertex)
    cells = list(product([0, 1], repeat=n_lists))
    chance = np.ones(len(cells))
    for vertex, around in order:
        shape = prior_count * 2 ** (n_lists - len(around) - 1)
        on = {given: random.beta(shape, shape) for given in product([0, 1], repeat=len(around))}
        for at, cell in enumerate(cells):
            probability = on[tuple(cell[u] for u in around)]
            chance[at] *= probability if cell[vertex] else 1 - probability
    seen = 1 - chance[0]
    n0 = int(random.negative_binomial(n, seen))
    counts = random.multinomial(n, chance[1:] / chance[1:].sum())
    rows = [(cell, int(k)) for cell, k in zip(cells[1:], counts, strict=True) if k]
    return rows, n0
