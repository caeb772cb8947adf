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
_TOLERANCE = 1e-3  # of how far a record is free

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
    # Two edges from one record to two records of one version, and the pair of those two.
    rival_of: I32
    rival: I32
    between: I32
    first_repeat: Ints  # by record, where those of its edges begin

    def first_guess(self) -> Floats:
        """Nobody competes yet: for `bits`, to go on from what it found for nearly the same odds."""
        return np.ones((2, 2 * len(self.a)))

    def bits(self, odds: Floats, guess: Floats | None = None) -> Floats:
        """Bits (0 or less) that the rivals of each pair take from its log2 odds.

        Args:
            odds: log2 odds of each pair weighed alone, shape (n_pairs,).
            guess: where to start from, `first_guess` or what an earlier call left; changed.
        """
        guess = self.first_guess() if guess is None else guess
        barred = np.where(self.barred, -_MOST_BITS, 0.0)
        if not self.cross.any():
            return barred
        alone = odds + barred
        apart = self._apart(alone + self._matched(alone, alone, guess[0]))
        return barred + self._matched(alone, alone + apart, guess[1]) + apart

    def _apart(self, odds: Floats) -> Floats:
        """Bits taken from two records that have each found a partner of its own in a third list."""
        bits = np.zeros(len(self.a))
        _part(self.a, self.b, self.version, self.cross, self.edge, self.first, odds, bits)
        return bits

    def _matched(self, odds: Floats, repeat_odds: Floats, free: Floats) -> Floats:
        """Bits taken by rivals of the same version."""
        taken = np.zeros(len(self.a))
        bits = np.clip(repeat_odds[self.between], -60.0, 60.0)
        _match(
            self.a, self.b, self.version, self.cross, self.edge, self.first, self.rival_of,
            self.rival, self.first_repeat, 1.0 / (1.0 + np.exp2(-bits)), odds, free, taken,
        )  # fmt: skip
        return taken


def _repeats(a, b, version, cross, edge, first, write, rival_of, rival, between):  # type: ignore[no-untyped-def]
    """Two edges from one record to two records of one version, and the pair of those two.

    Returns how many there are; writes them where `write` says so.
    """
    n = a.shape[0]
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
                pair = pair_between(x, y, a, b, version, edge, first)
                if pair < 0:
                    continue
                if write:
                    rival_of[count], rival[count], between[count] = e, f, pair
                    rival_of[count + 1], rival[count + 1], between[count + 1] = f, e, pair
                count += 2
    return count


_list_repeats = compiled(_repeats, nogil=True)


def _match_all(
    a, b, version, cross, edge, first, rival_of, rival, first_repeat, repeated, odds, free, taken
):  # type: ignore[no-untyped-def]
    """Pass messages until they stay; only records whose neighbours still move are looked at.

    `free` is how far the record at the start of each edge is free for its end, from 0 to 1; it
    comes in as a first guess and goes out as found.
    """
    n, n_rows = a.shape[0], first.shape[0] - 1
    strength = np.zeros(2 * n)
    for k in range(n):
        if cross[k]:
            strength[k] = strength[k + n] = 2.0 ** min(odds[k], _MOST_BITS)
    found, less = free.copy(), np.zeros(2 * n)
    now, later = np.arange(n_rows), np.empty(n_rows, np.int64)
    waiting = np.zeros(n_rows, np.bool_)
    count = n_rows
    for _ in range(_ROUNDS):
        for at_record in range(count):
            r = now[at_record]
            for at in range(first[r], first[r + 1]):
                less[edge[at]] = 0.0
            for k in range(first_repeat[r], first_repeat[r + 1]):
                f = rival[k]
                claim = strength[f] * free[f + n if f < n else f - n]
                less[rival_of[k]] += claim * repeated[k]
            start = first[r]
            while start < first[r + 1]:
                group = version[other_end(edge[start], a, b)]
                total, stop = 0.0, start
                while stop < first[r + 1] and version[other_end(edge[stop], a, b)] == group:
                    e = edge[stop]
                    total += strength[e] * free[e + n if e < n else e - n]
                    stop += 1
                for at in range(start, stop if stop > start + 1 else start):
                    e = edge[at]
                    if strength[e] == 0.0:
                        continue
                    own = strength[e] * free[e + n if e < n else e - n]
                    others = total - own - less[e]
                    if others < 1e-9 * total:
                        others = 0.0  # what is left of large numbers is their rounding
                    # Half way (in bits), or two equal rivals take turns for ever.
                    found[e] = np.sqrt(free[e] / (1.0 + others))
                start = stop
        next_count = 0
        for at_record in range(count):
            r = now[at_record]
            for at in range(first[r], first[r + 1]):
                e = edge[at]
                if abs(found[e] / free[e] - 1.0) > _TOLERANCE:
                    for side in range(2):
                        touched = r if side == 0 else np.int64(other_end(e, a, b))
                        if not waiting[touched]:
                            waiting[touched] = True
                            later[next_count] = touched
                            next_count += 1
                free[e] = found[e]
        if next_count == 0:
            break
        now, later, count = later, now, next_count
        for at_record in range(count):
            waiting[now[at_record]] = False
    for k in range(n):
        if cross[k]:
            taken[k] = np.log2(free[k]) + np.log2(free[k + n])


_match = compiled(_match_all, nogil=True)


def _part_all(a, b, version, cross, edge, first, odds, out):  # type: ignore[no-untyped-def]
    n = a.shape[0]
    p, likely = np.zeros(2 * n), np.zeros(2 * n)
    for k in range(n):
        p[k] = p[k + n] = 1.0 / (1.0 + 2.0 ** -min(max(odds[k], -60.0), 60.0))
        if cross[k]:
            likely[k] = likely[k + n] = p[k]
    # The best partner of each record in each version, where it is more likely than not.
    best = np.zeros(2 * n, np.bool_)
    for r in range(first.shape[0] - 1):
        start = first[r]
        while start < first[r + 1]:
            group = version[other_end(edge[start], a, b)]
            chosen, stop = -1, start
            while stop < first[r + 1] and version[other_end(edge[stop], a, b)] == group:
                e = edge[stop]
                if likely[e] > 0.5 and (
                    chosen < 0
                    or likely[e] > likely[chosen]
                    or (likely[e] == likely[chosen] and e < chosen)
                ):
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
                    conflict = p[e] * p[f] * (1.0 - one)
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
    cross = known & other
    none = np.empty(0, dtype=np.int32)
    count = _list_repeats(a, b, version, cross, edge, first, False, none, none, none)
    repeats = np.empty((3, count), dtype=np.int32)
    _list_repeats(a, b, version, cross, edge, first, True, *repeats)
    start = np.concatenate([a, b])[repeats[0]]
    return Rivalry(
        a=a,
        b=b,
        version=version,
        barred=known & ~other & np.isin(version[a], sorted(clean)),
        cross=cross,
        edge=edge,
        first=first,
        rival_of=repeats[0],
        rival=repeats[1],
        between=repeats[2],
        first_repeat=np.concatenate([[0], np.cumsum(np.bincount(start, minlength=len(version)))]),
    )
