"""Pairs as a graph: which pairs each record stands in.

Every pair `k` of n pairs stands in two directed edges: `k` leads from `a[k]` to `b[k]`, and `k + n`
back.
"""

import numpy as np
import numpy.typing as npt

from tawthiq.compiling import compiled
from tawthiq.linkage.arrays import I32, I64

INNER = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _other(e, a, b):  # type: ignore[no-untyped-def]
    n = a.shape[0]
    return b[e] if e < n else a[e - n]


other_end = compiled(_other, **INNER)  # the record that a directed edge leads to


def _pair(e, n):  # type: ignore[no-untyped-def]
    return e if e < n else e - n


pair_of = compiled(_pair, **INNER)  # the pair of a directed edge, of n pairs


def _root(parent, x):  # type: ignore[no-untyped-def]
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


root_of = compiled(_root, **INNER)


def _parts(a, b, first):  # type: ignore[no-untyped-def]
    for k in range(a.shape[0]):
        x, y = root_of(first, a[k]), root_of(first, b[k])
        if x < y:
            first[y] = x
        else:
            first[x] = y
    for x in range(first.shape[0]):  # what stands before x is done
        first[x] = first[first[x]]


_fill_parts = compiled(_parts, alone=True)


def first_of_part(n: int, a: npt.NDArray[np.integer], b: npt.NDArray[np.integer]) -> I64:
    """By row, of 0..n-1: the first row that pairs tie it to, however far round; or the row itself.

    Args:
        n: how many rows.
        a: rows, with `b` pairs.
        b: rows.
    """
    first = np.arange(n)
    _fill_parts(a.astype(np.int32), b.astype(np.int32), first)
    return first


def _edges(a, b, version, filled, edge, first):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    n = a.shape[0]
    for e in range(2 * n):
        r = a[e] if e < n else b[e - n]
        at = first[r] + filled[r]
        filled[r] += 1
        end = other_end(e, a, b)
        # By version, then by record: most records have few edges.
        while at > first[r]:
            before = other_end(edge[at - 1], a, b)
            if version[before] < version[end] or (version[before] == version[end] and before < end):
                break
            edge[at] = edge[at - 1]
            at -= 1
        edge[at] = e


_fill_edges = compiled(_edges, alone=True)


def adjacency(a: I32, b: I32, version: I32) -> tuple[I32, I64]:
    """Directed edges by the record they start from, then by version and record they lead to.

    Args:
        a: rows, with `b` distinct pairs.
        b: rows.
        version: by row.

    Returns:
        The edges, and `first`: those of record `r` stand from `first[r]` to `first[r + 1]`.
    """
    n = len(version)
    counts = np.bincount(a, minlength=n) + np.bincount(b, minlength=n)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    edge = np.empty(2 * len(a), dtype=np.int32)
    _fill_edges(a, b, version, np.zeros(n, dtype=np.int32), edge, first)
    return edge, first
