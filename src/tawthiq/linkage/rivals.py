"""Rivals: a record has at most one partner in each other list, so its candidates compete.

Weighed alone, `a` may seem to be `b1` and `b2` of one list alike. But a list seldom names a person
twice: if it is `b1`, it is not `b2`. The posterior of all pairs at once is that of a matching: each
set of pairs in which no record has two partners in one version weighs the product of its odds. Its
marginals are found by passing messages between records (sum-product; exact where the pairs form no
cycle). How likely two records of one version are a repetition softens their rivalry: records that
are one person do not compete.

Nothing here depends on the order of rows: messages are all sent at once.
"""

# ruff: noqa: PLR0912, PLR0917
# Compiled functions take positional arguments only.

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tawthiq.compiling import compiled
from tawthiq.linkage.graph import adjacency, other_end, pair_between

_MOST_BITS = 40.0  # beyond it odds differ by nothing, and sums of them would lose the small ones
_MOST_CONFLICT = 0.999
_ROUNDS = 100
_MOST_EDGES = 200  # of a record; with more it has a name so common that no repetition shows
_TOLERANCE = 1e-3  # bits

Ints = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """Which pairs compete. Every pair stands in two directed edges: `k` from a, `k + n` from b.

    `edge` lists directed edges by the record they start from, then by the version they look in;
    those from `first[r]` to `first[r + 1]` start from record `r`.
    """

    a: I32
    b: I32
    version: I32
    barred: Bools  # both in one version of a list known to be clean
    cross: Bools  # records of two known versions
    edge: I32
    first: Ints

    def bits(self, odds: Floats) -> Floats:
        """Bits (0 or less) that the rivals of each pair take from its log2 odds.

        Args:
            odds: log2 odds of each pair weighed alone, shape (n_pairs,).
        """
        barred = np.where(self.barred, -_MOST_BITS, 0.0)
        if not self.cross.any():
            return barred
        alone = odds + barred
        apart = self._apart(alone + self._matched(alone, alone))
        return barred + self._matched(alone, alone + apart) + apart

    def _apart(self, odds: Floats) -> Floats:
        """Bits taken from two records that have each found a partner of its own in a third list."""
        bits = np.zeros(len(self.a))
        _part(self.a, self.b, self.version, self.cross, self.edge, self.first, odds, bits)
        return bits

    def _matched(self, odds: Floats, repeat_odds: Floats) -> Floats:
        """Bits taken by rivals of the same version."""
        taken = np.zeros(len(self.a))
        _match(
            self.a, self.b, self.version, self.cross, self.edge, self.first, odds, repeat_odds,
            taken,
        )  # fmt: skip
        return taken


def _match_all(a, b, version, cross, edge, first, odds, repeat_odds, taken):  # type: ignore[no-untyped-def]
    n = a.shape[0]
    # Two edges from one record to two records of one version, and how far those two are one person.
    count = 0
    for written in range(2):
        if written:
            rival_of = np.empty(count, np.int32)
            rival = np.empty(count, np.int32)
            repeated = np.empty(count, np.float64)
            count = 0
        for r in range(first.shape[0] - 1):
            if first[r + 1] - first[r] > _MOST_EDGES:
                continue
            for at in range(first[r], first[r + 1]):
                e = edge[at]
                if not cross[e % n]:
                    continue
                x = other_end(e, a, b)
                for there in range(at + 1, first[r + 1]):
                    f = edge[there]
                    y = other_end(f, a, b)
                    if version[y] != version[x]:
                        break
                    if not cross[f % n]:
                        continue
                    between = pair_between(x, y, a, b, version, edge, first)
                    if between < 0:
                        continue
                    if written:
                        bits = min(max(repeat_odds[between], -60.0), 60.0)
                        one = 1.0 / (1.0 + 2.0**-bits)
                        rival_of[count], rival[count], repeated[count] = e, f, one
                        rival_of[count + 1], rival[count + 1], repeated[count + 1] = f, e, one
                    count += 2
    strength = np.zeros(n)
    for k in range(n):
        if cross[k]:
            strength[k] = 2.0 ** min(odds[k], _MOST_BITS)
    free = np.zeros(2 * n)  # log2 of how far the record at the start is free for its end
    claim = np.zeros(2 * n)
    less = np.zeros(2 * n)
    for _ in range(_ROUNDS):
        for e in range(2 * n):
            back = e + n if e < n else e - n
            claim[e] = strength[e % n] * 2.0 ** free[back]
            less[e] = 0.0
        for k in range(count):
            less[rival_of[k]] += claim[rival[k]] * repeated[k]
        moved = 0.0
        for r in range(first.shape[0] - 1):
            start = first[r]
            while start < first[r + 1]:
                group = version[other_end(edge[start], a, b)]
                total, stop = 0.0, start
                while stop < first[r + 1] and version[other_end(edge[stop], a, b)] == group:
                    if cross[edge[stop] % n]:
                        total += claim[edge[stop]]
                    stop += 1
                for at in range(start, stop):
                    e = edge[at]
                    if not cross[e % n]:
                        continue
                    others = total - claim[e] - less[e]
                    found = -np.log2(1.0 + others) if others > 0.0 else 0.0
                    moved = max(moved, abs(found - free[e]))
                    # Half way, or two equal rivals take turns for ever.
                    free[e] = (free[e] + found) / 2.0
                start = stop
        if moved < _TOLERANCE:
            break
    for k in range(n):
        if cross[k]:
            taken[k] = free[k] + free[k + n]


_match = compiled(_match_all, nogil=True)


def _part_all(a, b, version, cross, edge, first, odds, out):  # type: ignore[no-untyped-def]
    n = a.shape[0]
    p = np.zeros(n)
    for k in range(n):
        p[k] = 1.0 / (1.0 + 2.0 ** -min(max(odds[k], -60.0), 60.0))
    # The best partner of each record in each version, where it is more likely than not.
    best = np.zeros(2 * n, np.bool_)
    for r in range(first.shape[0] - 1):
        start = first[r]
        while start < first[r + 1]:
            group = version[other_end(edge[start], a, b)]
            chosen, stop = -1, start
            while stop < first[r + 1] and version[other_end(edge[stop], a, b)] == group:
                e = edge[stop]
                if cross[e % n] and p[e % n] > 0.5:
                    if chosen < 0 or p[e % n] > p[chosen % n]:
                        chosen = e
                    elif p[e % n] == p[chosen % n] and e < chosen:
                        chosen = e
                stop += 1
            if chosen >= 0:
                best[chosen] = True
            start = stop
    for k in range(n):
        worst = 0.0
        at, there = first[a[k]], first[b[k]]
        while at < first[a[k] + 1] and there < first[b[k] + 1]:
            e, f = edge[at], edge[there]
            c, d = other_end(e, a, b), other_end(f, a, b)
            if version[c] < version[d] or not best[e]:
                at += 1
            elif version[d] < version[c] or not best[f]:
                there += 1
            else:
                if c != d:
                    between = pair_between(c, d, a, b, version, edge, first)
                    one = p[between] if between >= 0 else 0.0
                    conflict = p[e % n] * p[f % n] * (1.0 - one)
                    worst = max(worst, conflict)
                at += 1
                there += 1
        out[k] = np.log2(1.0 - min(worst, _MOST_CONFLICT))


_part = compiled(_part_all, nogil=True)


def rivalry(a: I32, b: I32, version: I32, clean: frozenset[int] = frozenset()) -> Rivalry:
    """Find who competes with whom.

    Args:
        a: rows, with `b` sorted pairs a < b.
        b: rows.
        version: by row, -1 unknown: such records have no rivals.
        clean: versions that name each person once.
    """
    known = (version[a] >= 0) & (version[b] >= 0)
    other = version[a] != version[b]
    edge, first = adjacency(a, b, version)
    return Rivalry(
        a=a,
        b=b,
        version=version,
        barred=known & ~other & np.isin(version[a], sorted(clean)),
        cross=known & other,
        edge=edge,
        first=first,
    )
