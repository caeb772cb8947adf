"""Which records hang together, however far round."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.linkage.graph import first_of_part


@st.composite
def pairs_of_rows(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    n = draw(st.integers(0, 25))
    row = st.integers(0, n - 1)
    return n, draw(st.lists(st.tuples(row, row), max_size=40)) if n else []


def plainly(n: int, pairs: list[tuple[int, int]]) -> list[int]:
    """The least row that can be reached, by handing it on until nothing changes."""
    first = list(range(n))
    for _ in range(n):
        for x, y in pairs:
            first[x] = first[y] = min(first[x], first[y])
    return first


@settings(deadline=None)  # the first call compiles
@given(graph=pairs_of_rows())
def test_each_row_is_told_the_first_of_those_it_hangs_together_with(graph):
    n, pairs = graph
    a, b = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    assert first_of_part(n, a, b).tolist() == plainly(n, pairs)


@settings(deadline=None)  # the first call compiles
@given(graph=pairs_of_rows(), seed=st.integers(0, 99))
def test_neither_the_order_of_pairs_nor_their_direction_matters(graph, seed):
    n, pairs = graph
    a, b = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    order = np.random.default_rng(seed).permutation(len(a))
    assert (first_of_part(n, a, b) == first_of_part(n, b[order], a[order])).all()


def test_a_long_chain_is_followed_to_its_end():
    n = 100_000
    order = np.random.default_rng(0).permutation(n - 1)
    assert not first_of_part(n, order, order + 1).any()
