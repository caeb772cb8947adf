"""The likelihood in vectors against the one from the definition, for any lists and patterns."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tawthiq.estimates import finite_cells
from tawthiq.estimates.finite_cells import laid_out, log_likelihood, scratch_for, write_logs


@st.composite
def patterns(draw: st.DrawFn) -> tuple[np.ndarray, int]:
    """Few of many patterns, most of few, and all of some: sparse runs and dense ones."""
    n_lists = draw(st.integers(1, 20))
    random = np.random.default_rng(draw(st.integers(0, 1_000)))
    most = 2**n_lists - 1
    some = random.integers(1, most + 1, draw(st.integers(1, 40)))
    dense = np.arange(1, min(draw(st.sampled_from([2, 300, 700])), most + 1))
    return np.unique(np.concatenate([some, dense])), n_lists


def plain(codes, counts, n_lists, position):
    """Value, gradient, share missed, and the size of what cancels in the value.

    A pattern, a class and a list at a time.
    In long doubles: where nearly nobody is seen, 1 less the missed has lost half of a double.
    """
    position = position.astype(np.longdouble)
    weights = np.exp(position[-1]) / np.exp(position[-1]).sum()
    p = 1 / (1 + np.exp(-position[:-1]))
    seen = (codes[:, None] >> np.arange(n_lists)) & 1
    shares = np.array(
        [weights * np.prod(np.where(row[:, None] == 1, p, 1 - p), axis=0) for row in seen]
    )
    missed = weights * np.prod(1 - p, axis=0)
    of_seen, of_all = counts @ np.log(shares.sum(axis=1)), -counts.sum() * np.log1p(-missed.sum())
    value, size = of_seen + of_all, abs(of_seen) + abs(of_all)
    members = counts[:, None] * shares / shares.sum(axis=1, keepdims=True)
    unseen = counts.sum() / (1 - missed.sum()) * missed
    people = members.sum(axis=0) + unseen
    gradient = np.vstack([seen.T @ members - people * p, people - people.sum() * weights])
    return value, gradient, missed.sum(), size


@settings(max_examples=60, deadline=None)
@given(
    case=patterns(),
    n_classes=st.integers(1, 4),
    seed=st.integers(0, 1_000),
    spread=st.floats(0.1, 6),
)
@example(case=(np.array([1]), 1), n_classes=1, seed=14, spread=4.0)
def test_value_and_gradient_are_the_plain_ones(case, n_classes, seed, spread):
    codes, n_lists = case
    random = np.random.default_rng(seed)
    layout, cells = laid_out(codes, n_lists)
    assert (np.diff(cells) > 0).all()
    assert np.isin(codes, cells).all()
    assert layout.widths.sum() == n_lists
    counts = np.where(np.isin(cells, codes), random.uniform(0.1, 50, len(cells)), 0.0)
    position = random.normal(scale=spread, size=(n_lists + 1, n_classes))
    gradient = np.ones_like(position)
    found, missed = log_likelihood(
        layout, counts, counts.sum(), position, gradient,
        scratch_for(layout.widths, n_lists, n_classes), True, True,
    )  # fmt: skip
    value, slope, unseen, size = plain(cells, counts, n_lists, position)
    # "1 less the missed" is known to the rounding of 1: the fewer are seen, the less of it is left.
    assert abs(found - value) <= 1e-12 * size + 1e-15 * counts.sum() / (1 - unseen)
    assert missed == pytest.approx(float(unseen))
    np.testing.assert_allclose(gradient - 1, slope, rtol=1e-6, atol=1e-6 * counts.sum())


def test_what_is_not_asked_for_is_not_worked_out():
    layout, cells = laid_out(np.arange(1, 16), 4)
    counts, position = np.where(cells > 0, 3.0, 0.0), np.zeros((5, 2))
    scratch, gradient = scratch_for(layout.widths, 4, 2), np.zeros((5, 2))
    both = log_likelihood(layout, counts, 45.0, position, gradient, scratch, True, True)[0]
    only = np.zeros((5, 2))
    value = log_likelihood(layout, counts, 45.0, position, only, scratch, True, False)[0]
    assert value == pytest.approx(both)
    assert not only.any()
    log_likelihood(layout, counts, 45.0, position, only, scratch, False, True)
    np.testing.assert_allclose(only, gradient)


def test_probabilities_too_small_for_quick_logarithms_are_not_lost():
    """One pattern of probability 1e-400 or so: no number holds it, and the value says so."""
    layout, cells = laid_out(np.array([1, 2**12 - 1]), 12)
    counts = np.where(np.isin(cells, [1, 2**12 - 1]), 1.0, 0.0)
    for logit, expected in ((-60.0, None), (-90.0, -np.inf)):
        position = np.full((13, 1), logit)
        position[0] = 1.0
        value, _ = log_likelihood(
            layout, counts, 2.0, position, np.zeros((13, 1)), scratch_for(layout.widths, 12, 1),
            True, False,
        )  # fmt: skip
        if expected is None:
            assert value == pytest.approx(11 * logit, rel=0.01)
        else:
            assert value == expected


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(1e-300, 1e300), min_size=1, max_size=50))
def test_logarithms_are_right_to_the_last_bits(values):
    given_ = np.array(values)
    size = len(given_)
    written, scratch = np.empty(size), np.empty(size)
    write_logs(given_, size, written, scratch, np.empty(size, np.int64))
    np.testing.assert_allclose(written, np.log(given_), rtol=4e-16, atol=2e-16)


def test_compiled_and_plain_python_give_the_same(monkeypatch):
    random = np.random.default_rng(4)
    codes = np.unique(random.integers(1, 2**11, 120))
    layout, cells = laid_out(codes, 11)
    counts = np.where(np.isin(cells, codes), random.integers(1, 9, len(cells)), 0).astype(float)
    position = random.normal(size=(12, 3))

    def run():
        gradient = np.zeros_like(position)
        scratch = finite_cells.scratch_for(layout.widths, 11, 3)
        return *finite_cells.log_likelihood(
            layout, counts, counts.sum(), position, gradient, scratch, True, True
        ), gradient  # fmt: skip

    compiled = run()
    names = (
        "scratch_for", "log_likelihood", "_fill_tables", "_dense_run", "_sparse_run", "_value",
        "write_logs", "_take_apart",
    )  # fmt: skip
    for name in names:
        monkeypatch.setattr(finite_cells, name, getattr(finite_cells, name).py_func)
    for one, other in zip(compiled, run(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9)
