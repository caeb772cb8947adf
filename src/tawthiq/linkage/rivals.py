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
from tawthiq.linkage.graph import adjacency, pair_between

_MOST_BITS = 40.0  # beyond it odds differ by nothing, and sums of them would lose the small ones
_MOST_CONFLICT = 0.999
_ROUNDS = 100
_MOST_EDGES = 200  # of a record; with more it has a name so common that no repetition shows
_TOLERANCE = 1e-3

Ints = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """Which pairs compete.

    Every pair stands at two *places*: among the edges of its a, and of its b, ordered by the record
    they start from, then by the version and the record they lead to (`graph.adjacency`). Edges of
    one record that look in one version are a *group*, if there are two or more.
    """

    a: I32
    b: I32
    version: I32
    barred: Bools  # both in one version of a list known to be clean
    cross: Bools  # records of two known versions
    edge: I32
    first: Ints
    pair: I32  # by place
    end: I32  # by place: the record the edge leads to
    back: I32  # by place: the place of the same pair the other way round
    group: I32  # by place, -1 without rivals
    start: I32  # by group: its first place
    stop: I32  # by group: the place after its last
    # Two places of one group, and the pair of the records they lead to; those of group `g` stand
    # from first_repeat[g] to first_repeat[g + 1].
    rival_of: I32
    rival: I32
    between: I32
    first_repeat: Ints

    def first_guess(self) -> Floats:
        """Nobody competes yet: for `bits`, to go on from what it found for nearly the same odds."""
        return np.ones((2, len(self.pair)))

    def bits(
        self, odds: Floats, guess: Floats | None = None, tolerance: float = _TOLERANCE
    ) -> Floats:
        """Bits (0 or less) that the rivals of each pair take from its log2 odds.

        Args:
            odds: log2 odds of each pair weighed alone, shape (n_pairs,).
            guess: where to start from, `first_guess` or what an earlier call left; changed.
            tolerance: the share by which messages may still move at the end.
        """
        guess = self.first_guess() if guess is None else guess
        barred = np.where(self.barred, -_MOST_BITS, 0.0)
        if not len(self.start):
            return barred + self._apart(odds + barred) if self.cross.any() else barred
        alone = odds + barred
        apart = self._apart(alone + self._matched(alone, alone, guess[0], tolerance))
        return barred + self._matched(alone, alone + apart, guess[1], tolerance) + apart

    def _apart(self, odds: Floats) -> Floats:
        """Bits taken from two records that have each found a partner of its own in a third list."""
        bits = np.zeros(len(self.a))
        _part(
            self.a, self.b, self.version, self.cross, self.edge, self.first, self.pair, self.end,
            odds, bits,
        )  # fmt: skip
        return bits

    def _matched(self, odds: Floats, repeat_odds: Floats, free: Floats, tolerance: float) -> Floats:
        """Bits taken by rivals of the same version."""
        strength = np.where(self.cross, np.exp2(np.minimum(odds, _MOST_BITS)), 0.0)[self.pair]
        repeated = 1.0 / (1.0 + np.exp2(-np.clip(repeat_odds[self.between], -60.0, 60.0)))
        _match(
            self.back, self.group, self.start, self.stop, self.rival_of, self.rival,
            self.first_repeat, repeated, strength, free, tolerance,
        )  # fmt: skip
        taken = np.bincount(self.pair, np.log2(free), minlength=len(self.a))
        return np.where(self.cross, taken, 0.0)


def _find_groups(pair, end, cross, version, first, write, group, start, stop):  # type: ignore[no-untyped-def]
    """Groups of two edges and more; returns how many, and writes them where `write` says so."""
    count = 0
    for r in range(first.shape[0] - 1):
        at = first[r]
        while at < first[r + 1]:
            there = at
            while there < first[r + 1] and version[end[there]] == version[end[at]]:
                there += 1
            if there > at + 1 and cross[pair[at]]:
                if write:
                    start[count], stop[count] = at, there
                    for p in range(at, there):
                        group[p] = count
                count += 1
            at = there
    return count


_list_groups = compiled(_find_groups, nogil=True)


def _repeats(  # type: ignore[no-untyped-def]
    start, stop, end, a, b, version, edge, first, write, rival_of, rival, between, first_repeat
):
    """Two edges of one group whose ends make a pair; returns how many, and writes them."""
    count = 0
    for g in range(start.shape[0]):
        if write:
            first_repeat[g] = count
        if stop[g] - start[g] > _MOST_EDGES:
            continue
        for p in range(start[g], stop[g]):
            for q in range(p + 1, stop[g]):
                found = pair_between(end[p], end[q], a, b, version, edge, first)
                if found < 0:
                    continue
                if write:
                    rival_of[count], rival[count], between[count] = p, q, found
                    rival_of[count + 1], rival[count + 1], between[count + 1] = q, p, found
                count += 2
    if write:
        first_repeat[start.shape[0]] = count
    return count


_list_repeats = compiled(_repeats, nogil=True)


def _match_all(  # type: ignore[no-untyped-def]
    back, group, start, stop, rival_of, rival, first_repeat, repeated, strength, free, tolerance
):
    """Pass messages until they stay; only groups whose neighbours still move are looked at.

    `free` is by place how far the record the edge starts from is free for its end, from 0 to 1; it
    comes in as a first guess and goes out as found.
    """
    n_groups = start.shape[0]
    found, claim, less = free.copy(), np.zeros(free.shape[0]), np.zeros(free.shape[0])
    now, later = np.arange(n_groups), np.empty(n_groups, np.int64)
    waiting = np.zeros(n_groups, np.bool_)
    count = n_groups
    for _ in range(_ROUNDS):
        for turn in range(count):
            g = now[turn]
            total = 0.0
            for p in range(start[g], stop[g]):
                claim[p] = strength[p] * free[back[p]]
                total += claim[p]
                less[p] = 0.0
            for k in range(first_repeat[g], first_repeat[g + 1]):
                less[rival_of[k]] += claim[rival[k]] * repeated[k]
            for p in range(start[g], stop[g]):
                others = total - claim[p] - less[p]
                if others < 1e-9 * total:
                    others = 0.0  # what is left of large numbers is their rounding
                # Half way (in bits), or two equal rivals take turns for ever.
                found[p] = np.sqrt(free[p] / (1.0 + others))
        next_count = 0
        for turn in range(count):
            g = now[turn]
            for p in range(start[g], stop[g]):
                if abs(found[p] - free[p]) > tolerance * free[p]:
                    for side in range(2):
                        touched = g if side == 0 else np.int64(group[back[p]])
                        if touched >= 0 and not waiting[touched]:
                            waiting[touched] = True
                            later[next_count] = touched
                            next_count += 1
                free[p] = found[p]
        if next_count == 0:
            break
        now, later, count = later, now, next_count
        for turn in range(count):
            waiting[now[turn]] = False


_match = compiled(_match_all, nogil=True)


def _part_all(a, b, version, cross, edge, first, pair, end, odds, out):  # type: ignore[no-untyped-def]
    n = a.shape[0]
    likely = np.zeros(n)
    for k in range(n):
        if cross[k]:
            likely[k] = 1.0 / (1.0 + 2.0 ** -min(max(odds[k], -60.0), 60.0))
    # The best partner of each record in each version, where it is more likely than not: by record
    # a short list of places.
    best = np.empty(pair.shape[0], np.int32)
    first_best = np.zeros(first.shape[0], np.int64)
    count = 0
    for r in range(first.shape[0] - 1):
        first_best[r] = count
        chosen = -1
        for p in range(first[r], first[r + 1]):
            if chosen >= 0 and version[end[p]] != version[end[chosen]]:
                best[count] = chosen
                count += 1
                chosen = -1
            if likely[pair[p]] > 0.5 and (chosen < 0 or likely[pair[p]] > likely[pair[chosen]]):
                chosen = p
        if chosen >= 0:
            best[count] = chosen
            count += 1
    first_best[first.shape[0] - 1] = count
    for k in range(n):
        worst = 0.0
        at, there = first_best[a[k]], first_best[b[k]]
        while at < first_best[a[k] + 1] and there < first_best[b[k] + 1]:
            p, q = best[at], best[there]
            c, d = end[p], end[q]
            if version[c] < version[d]:
                at += 1
            elif version[d] < version[c]:
                there += 1
            else:
                if c != d:
                    between = pair_between(c, d, a, b, version, edge, first)
                    one = 0.0
                    if between >= 0:
                        one = 1.0 / (1.0 + 2.0 ** -min(max(odds[between], -60.0), 60.0))
                    worst = max(worst, likely[pair[p]] * likely[pair[q]] * (1.0 - one))
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
    n = len(a)
    known = (version[a] >= 0) & (version[b] >= 0)
    other = version[a] != version[b]
    cross = known & other
    edge, first = adjacency(a, b, version)
    pair = np.where(edge < n, edge, edge - n)
    end = np.where(edge < n, b[pair], a[pair])
    place = np.empty(2 * n, dtype=np.int32)
    place[edge] = np.arange(2 * n, dtype=np.int32)
    back = place[np.where(edge < n, edge + n, edge - n)]
    group, none = np.full(2 * n, -1, dtype=np.int32), np.empty(0, dtype=np.int32)
    count = _list_groups(pair, end, cross, version, first, False, group, none, none)
    start, stop = np.empty((2, count), dtype=np.int32)
    _list_groups(pair, end, cross, version, first, True, group, start, stop)
    first_repeat = np.zeros(count + 1, dtype=np.int64)
    graph = (a, b, version, edge, first)
    count = _list_repeats(start, stop, end, *graph, False, none, none, none, first_repeat)
    rival_of, rival, between = np.empty((3, count), dtype=np.int32)
    _list_repeats(start, stop, end, *graph, True, rival_of, rival, between, first_repeat)
    return Rivalry(
        a=a,
        b=b,
        version=version,
        barred=known & ~other & np.isin(version[a], sorted(clean)),
        cross=cross,
        edge=edge,
        first=first,
        pair=pair,
        end=end,
        back=back,
        group=group,
        start=start,
        stop=stop,
        rival_of=rival_of,
        rival=rival,
        between=between,
        first_repeat=first_repeat,
    )
