"""Decomposable graphs averaged: against brute force, published posteriors, laws and the prior."""

from math import log

import numpy as np
import pytest
from decomposable_twin import all_graphs, brute_force, draw_from_prior, log_term
from estimates_twin import KOSOVO, published
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln, logsumexp
from scipy.stats import chisquare

from tawthiq.errors import EstimateError
from tawthiq.estimates import CaptureTable, capture_table
from tawthiq.estimates.decomposable import DecomposableSettings, decomposable
from tawthiq.estimates.family import FamilyEstimate, NoEstimate


def table_of(rows, names="ABCDE") -> CaptureTable:
    n_lists = len(rows[0][0])
    return CaptureTable(
        lists=tuple(names[:n_lists]),
        patterns=np.array([pattern for pattern, _ in rows], dtype=np.uint8),
        counts=np.array([count for _, count in rows], dtype=np.int64),
    )


@st.composite
def small_tables(draw, n_lists=3, most=30):
    """Every list has somebody, and two of them share somebody."""
    cells = [tuple(cell >> at & 1 for at in range(n_lists)) for cell in range(1, 2**n_lists)]
    counts = [draw(st.integers(0, most)) for _ in cells]
    rows = [(cell, count) for cell, count in zip(cells, counts, strict=True) if count]
    on_all = tuple([1] * n_lists)
    return rows if any(cell == on_all for cell, _ in rows) else [*rows, (on_all, 1)]


@settings(max_examples=12, deadline=None)
@given(small_tables(), st.sampled_from([1.0, 1.5]))
def test_evidence_weights_and_posterior_are_those_of_brute_force(rows, prior_count):
    result = decomposable(
        table_of(rows), settings=DecomposableSettings(prior_count=prior_count, draws=4000)
    )
    sums, posterior = brute_force(rows, 3, prior_count, up_to=3000)
    # With these prior counts the tail past 3,000 falls as n0 ** -7 or faster.
    expected = logsumexp(list(sums.values())) - log(len(sums))
    assert result.log_evidence == pytest.approx(expected, abs=1e-6)
    weights = np.exp(np.array(sorted(sums.values(), reverse=True)) - logsumexp(list(sums.values())))
    assert result.models["weight"].to_numpy() == pytest.approx(weights, abs=1e-6)
    upto = np.cumsum(posterior) / posterior.sum()
    shares = np.searchsorted(np.sort(result.unobserved), np.arange(3000), side="right") / 4000
    # Draws are one from each slice: their distribution is that of the posterior to a slice.
    assert np.abs(shares - upto).max() < 2 / 4000


@pytest.mark.parametrize("prior_count", [1 / 16, 0.5])
def test_four_lists_with_many_missed_are_those_of_brute_force(prior_count):
    rows = [((1, 0, 0, 0), 60), ((0, 1, 0, 0), 50), ((0, 0, 1, 0), 40), ((0, 0, 0, 1), 45)]
    rows += [((1, 1, 0, 0), 22), ((0, 1, 1, 0), 19), ((1, 0, 0, 1), 18), ((1, 1, 1, 0), 3)]
    rows += [((1, 0, 1, 0), 11), ((0, 0, 1, 1), 17)]
    sums, posterior = brute_force(rows, 4, prior_count, up_to=400_000)
    result = decomposable(
        table_of(rows), settings=DecomposableSettings(prior_count=prior_count, models=100)
    )
    assert len(sums) == result.models.height == 60
    assert result.log_evidence == pytest.approx(logsumexp(list(sums.values())) - log(60), abs=1e-5)
    mean = posterior @ np.log1p(np.arange(400_000)) / posterior.sum()
    assert np.log1p(result.unobserved).mean() == pytest.approx(mean, abs=1e-3)


def test_the_saturated_graph_is_weighed_only_when_asked_for():
    rows = [((1, 0, 0), 6), ((0, 1, 0), 5), ((0, 0, 1), 4), ((1, 1, 0), 2), ((1, 1, 1), 2)]
    with_it = decomposable(
        table_of(rows), settings=DecomposableSettings(prior_count=1, saturated=True)
    )
    without = decomposable(table_of(rows), settings=DecomposableSettings(prior_count=1))
    assert set(with_it.models["model"]) - set(without.models["model"]) == {"ABC"}
    sums, _ = brute_force(rows, 3, 1, up_to=3000, saturated=True)
    assert with_it.log_evidence == pytest.approx(logsumexp(list(sums.values())) - log(8), abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(small_tables(most=300))
def test_independence_has_the_evidence_of_a_direct_formula(rows):
    """Two lists, one graph: three Beta functions and a sum over n0."""
    pairs = {}
    for (a, b, _), count in rows:
        if a or b:
            pairs[a, b] = pairs.get((a, b), 0) + count
    if (1, 0) not in pairs or (0, 1) not in pairs:
        return
    n = sum(pairs.values())
    on_a = pairs[1, 0] + pairs.get((1, 1), 0)
    on_b = pairs[0, 1] + pairs.get((1, 1), 0)
    n0 = np.arange(200_000)

    def beta(one, other):
        return gammaln(one) + gammaln(other) - gammaln(one + other)

    logs = gammaln(n + n0) - gammaln(n) - gammaln(n0 + 1)
    for on in (on_a, on_b):
        logs += beta(4.0 + on, 4.0 + n + n0 - on) - beta(4.0, 4.0)
    result = decomposable(
        table_of(list(pairs.items())), settings=DecomposableSettings(prior_count=2)
    )
    assert result.log_evidence == pytest.approx(logsumexp(logs), abs=1e-5)


@settings(max_examples=15, deadline=None)
@given(small_tables(n_lists=4), st.permutations("ABCD"), st.randoms())
def test_names_and_order_of_lists_and_rows_change_nothing(rows, names, shuffled):
    rows = list(rows)
    shuffled.shuffle(rows)
    ours, theirs = decomposable(table_of(rows)), decomposable(table_of(rows, names))
    assert ours.log_evidence == pytest.approx(theirs.log_evidence, abs=1e-9)
    assert ours.interval() == pytest.approx(theirs.interval(), rel=0.01, abs=1)
    assert ours.models["weight"].to_numpy() == pytest.approx(
        theirs.models["weight"].to_numpy(), abs=1e-9
    )


@settings(max_examples=15, deadline=None)
@given(small_tables(), st.data())
def test_a_row_split_in_two_changes_nothing(rows, data):
    split = [(cell, count) for cell, count in rows if count > 1]
    if not split:
        return
    cell, count = data.draw(st.sampled_from(split))
    part = data.draw(st.integers(1, count - 1))
    other = [(c, k - part if c == cell else k) for c, k in rows] + [(cell, part)]
    ours, theirs = decomposable(table_of(rows)), decomposable(table_of(other))
    assert ours.log_evidence == pytest.approx(theirs.log_evidence, abs=1e-9)
    assert np.array_equal(ours.unobserved, theirs.unobserved)


def test_ranks_of_n0_drawn_from_the_prior_are_uniform():
    """Calibration by simulation: where the truth comes from the prior, any level is kept."""
    random = np.random.default_rng(20)
    graphs = [edges for edges, _ in all_graphs(3) if len(edges) < 3]
    ranks, settings_ = [], DecomposableSettings(prior_count=1.0, draws=400, models=0)
    while len(ranks) < 500:
        edges = graphs[random.integers(len(graphs))]
        rows, n0 = draw_from_prior(random, 3, edges, 60, 1.0)
        if len(rows) < 3 or min(sum(k for c, k in rows if c[at]) for at in range(3)) == 0:
            continue  # a list nobody is on would be left out: what remains is another prior
        unobserved = decomposable(table_of(rows), settings=settings_).unobserved
        below, same = (unobserved < n0).mean(), (unobserved == n0).mean()
        ranks.append(below + random.random() * same)
    counts = np.histogram(ranks, bins=20, range=(0, 1))[0]
    assert chisquare(counts).pvalue > 0.01


@pytest.mark.parametrize(
    ("name", "expected"),
    [("kosovo", (9_826, 12_596, 16_546)), ("hiv_rome", (9_403, 11_221, 14_095))],
)
def test_published_posteriors_at_a_sixteenth(name, expected):
    """Of the R package dga, prior count 1/16, N ~ 1/N."""
    table = capture_table(KOSOVO) if name == "kosovo" else published(name)
    result = decomposable(table, settings=DecomposableSettings(prior_count=1 / 16))
    assert result.interval() == pytest.approx(expected, rel=0.003)


@settings(max_examples=25, deadline=None)
@given(small_tables(), st.sampled_from([0.05, 0.3, 1.0, 3.0]))
def test_terms_fall_as_the_power_that_counts_separated_sightings(rows, prior_count):
    """tau, derived in the module: people's parts of the graph, and delta for every set."""

    def parts(lists, edges):
        left, count = set(lists), 0
        while left:
            frontier = {left.pop()}
            count += 1
            while frontier:
                one = frontier.pop()
                near = {u for u in left if (min(u, one), max(u, one)) in edges}
                left -= near
                frontier |= near
        return count

    for edges, terms in all_graphs(3):
        tau = sum(
            (parts([at for at in range(3) if cell[at]], edges) - 1) * count for cell, count in rows
        )
        subsets = [[at for at in range(3) if cell >> at & 1] for cell in range(1, 8)]
        tau += prior_count * sum(parts(lists, edges) for lists in subsets)
        far = 10.0**8
        slope = (
            log_term(rows, 3, terms, far * 2, prior_count)
            - log_term(rows, 3, terms, far, prior_count)
        ) / log(2)
        assert slope == pytest.approx(-1 - tau, abs=0.01)


def test_a_tail_that_only_the_prior_bends_is_a_doubt():
    """Nobody on two lists: every graph's tail falls by the prior alone."""
    rows = [((1, 0, 0), 40), ((0, 1, 0), 30), ((0, 0, 1), 20)]
    result = decomposable(table_of(rows))
    assert isinstance(result, FamilyEstimate)
    assert result.doubts[0].code == "tail"
    settings_ = DecomposableSettings(prior_count=1e-4)
    refused = decomposable(table_of(rows), settings=settings_)
    assert isinstance(refused, NoEstimate)
    assert refused.doubts[0].code == "tail"
    assert refused.n_observed == 90


def test_tail_of_draws_is_the_power_that_was_derived():
    """Independence, two lists that share nobody, delta 1/4: tau is 4 parts times 1/4, here 1."""
    table = table_of([((1, 0), 3), ((0, 1), 3)])
    draws = decomposable(table, settings=DecomposableSettings(draws=200_000)).unobserved
    further = [(draws > reach).mean() for reach in (10**3, 10**4)]
    assert log(further[0] / further[1], 10) == pytest.approx(1.0, abs=0.15)


def test_people_by_the_hundred_million_are_summed_without_noise():
    random = np.random.default_rng(3)
    cells = [(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)][1:]
    chance = [np.prod([0.2 if on else 0.8 for on in cell]) for cell in cells]
    counts = [int(random.poisson(10**9 * one)) for one in chance]
    result = decomposable(table_of(list(zip(cells, counts, strict=True))))
    low, _, high = result.interval()
    assert low < 10**9 < high
    # The large-sample variance under independence: N / (1 / p0 + J - 1 - sum of 1 / (1 - p)).
    width = 2 * 1.96 * (10**9 / (1 / 0.8**3 + 2 - 3 / 0.8)) ** 0.5
    assert high - low == pytest.approx(width, rel=0.02)
    assert result.doubts == ()


def test_numbers_past_counting_are_refused_and_odd_tables_run_through():
    apart = decomposable(table_of([((1, 0), 5 * 10**11), ((0, 1), 5 * 10**11)]))
    assert isinstance(apart, NoEstimate)
    assert apart.doubts[0].code == "tail"
    for rows in ([((1, 1, 1), 1)], [((1, 0, 0), 10**9), ((1, 1, 0), 10**8), ((1, 1, 1), 10**7)]):
        result = decomposable(table_of(rows))
        assert result.unobserved.min() >= 0
        assert "tail" in [doubt.code for doubt in result.doubts]


def test_the_saturated_graph_piles_up_at_nobody_missing_and_that_is_a_doubt():
    table = table_of([((1, 0), 40), ((0, 1), 40), ((1, 1), 10)])
    result = decomposable(table, settings=DecomposableSettings(saturated=True))
    assert [doubt.code for doubt in result.doubts] == ["tail", "edge"]


def test_one_list_is_refused_and_two_are_independent():
    one = decomposable(capture_table({"A": [1], "count": [50]}))
    assert isinstance(one, NoEstimate)
    assert one.doubts[0].code == "too-few-lists"
    two = decomposable(capture_table({"A": [1, 0, 1], "B": [0, 1, 1], "count": [60, 60, 30]}))
    assert two.models["model"].to_list() == ["A|B"]
    assert two.interval()[1] == pytest.approx(90 * 90 / 30, rel=0.03)


def test_long_names_and_signs_within_them_stay_apart():
    table = capture_table({"A": [1, 0, 1], "B+C": [0, 1, 1], "count": [60, 60, 30]})
    assert decomposable(table).models["model"].to_list() == ['A | "B+C"']


@pytest.mark.parametrize(
    "wrong", [{"prior_count": 0.0}, {"prior_count": float("nan")}, {"draws": 0}, {"models": -1}]
)
def test_settings_that_cannot_be_meant_are_refused(wrong):
    with pytest.raises(EstimateError, match=next(iter(wrong))):
        DecomposableSettings(**wrong)


def test_same_seed_same_draws():
    table = capture_table(KOSOVO)
    one, same, other = (decomposable(table, seed=seed).unobserved for seed in (4, 4, 5))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert not np.array_equal(one, np.sort(one))
