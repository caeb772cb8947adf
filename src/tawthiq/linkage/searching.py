"""Candidates taken up a few records at a time, in threads: compared, weighed, and most let go."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from tawthiq.linkage import em
from tawthiq.linkage.arrays import I32, Bools, without
from tawthiq.linkage.block import Blocks, Candidates, Met, pairs_of
from tawthiq.linkage.model import Floats, Model
from tawthiq.linkage.weigh import Compared, Comparer, pair_odds
from tawthiq.processors import processors
from tawthiq.progress import Progress

_RANKS_AT_ONCE = 1 << 13
_PAIRS_AT_ONCE = 1 << 15

EDGE_BITS = em.log2_odds(0.005)  # less likely pairs are not even held against anybody

_LIKELY_BITS = 0.0
_MOST_PARTNERS = 16  # next to each other in their order, that are compared

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """Pairs that are kept: rows a < b, sorted, and their log2 odds weighed alone."""

    a: I32
    b: I32
    odds: Floats  # without coverage
    within: Bools

    def chosen(self, kept: Bools) -> "Edges":
        """Some of them."""
        return Edges(a=self.a[kept], b=self.b[kept], odds=self.odds[kept], within=self.within[kept])


def joined_edges(found: list[Edges]) -> Edges:
    """All of some edges, sorted by row."""
    a = np.concatenate([np.empty(0, np.int32), *(some.a for some in found)])
    b = np.concatenate([np.empty(0, np.int32), *(some.b for some in found)])
    odds = np.concatenate([np.empty(0), *(some.odds for some in found)])
    within = np.concatenate([np.empty(0, bool), *(some.within for some in found)])
    order = np.argsort(a.astype(np.int64) << 32 | b)
    return Edges(a=a[order], b=b[order], odds=odds[order], within=within[order])


def between_partners(edges: Edges) -> tuple[I32, I32]:
    """Pairs of two likely partners of one record that are no edges yet: rows a < b, sorted.

    Args:
        edges: sorted, the pairs worth keeping.
    """
    likely = edges.odds >= _LIKELY_BITS
    of = np.concatenate([edges.a[likely], edges.b[likely]])
    partner = np.concatenate([edges.b[likely], edges.a[likely]])
    both = np.sort(of.astype(np.int64) << 32 | partner)
    of, partner = both >> 32, both & 0xFFFFFFFF
    found = [np.empty(0, dtype=np.int64)]
    for further in range(1, _MOST_PARTNERS):
        same = np.flatnonzero(of[further:] == of[:-further])
        if not len(same):
            break
        found.append(partner[same] << 32 | partner[same + further])
    known = edges.a.astype(np.int64) << 32 | edges.b
    new = without(np.concatenate(found), known)
    return (new >> 32).astype(np.int32), (new & 0xFFFFFFFF).astype(np.int32)


def in_threads(
    blocks: Blocks,
    ranks: I32,
    work: Callable[[Candidates], Made],
    progress: Progress,
    what: str,
) -> Iterator[Made]:
    """What `work` makes of the pairs of some ranks, in their order.

    Comparing lets go of the interpreter, so threads share the arrays and nothing is copied.

    Args:
        blocks: of all records.
        ranks: which, ascending.
        work: called from several threads.
        progress: told how many records are done.
        what: the step to tell of.
    """
    mine = threading.local()

    def some(start: int) -> list[Made]:
        if not hasattr(mine, "met"):
            mine.met = Met(blocks.n)
        chosen = ranks[start : start + _RANKS_AT_ONCE]
        return [work(pairs) for pairs in pairs_of(blocks, chosen, mine.met, _PAIRS_AT_ONCE)]

    starts = range(0, len(ranks), _RANKS_AT_ONCE)
    if len(starts) < 2:
        for start in starts:
            yield from some(start)
        return
    pool = ThreadPoolExecutor(max_workers=processors())
    try:
        for start, made in zip(starts, pool.map(some, starts), strict=True):
            yield from made
            progress(what, min(start + _RANKS_AT_ONCE, len(ranks)), len(ranks))
    finally:
        pool.shutdown(cancel_futures=True)


def joined_compared(using: Comparer, edges: Edges) -> Compared:
    """Compare edges again, in threads: levels are not kept while candidates pass by."""
    starts = range(0, len(edges.a), _PAIRS_AT_ONCE)

    def some(start: int) -> Compared:
        chosen = slice(start, start + _PAIRS_AT_ONCE)
        return using.compare(edges.a[chosen], edges.b[chosen])

    if len(starts) < 2:
        return using.compare(edges.a, edges.b)
    with ThreadPoolExecutor(max_workers=processors()) as pool:
        found = list(pool.map(some, starts))
    return Compared(
        name=np.concatenate([one.name for one in found]),
        tau=np.concatenate([one.tau for one in found]),
        gamma=np.concatenate([one.gamma for one in found]),
        within=np.concatenate([one.within for one in found]),
    )


def pair_odds_of(using: Comparer, edges: Edges, model: Model) -> Floats:
    """Log2 odds of edges weighed alone, by another model than they were found with."""
    return pair_odds(using, edges.a, joined_compared(using, edges), model)
