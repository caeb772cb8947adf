"""Rivals: a record has at most one partner in each other list, so its candidates compete.

Weighed alone, `a` may seem to be `b1` and `b2` of one list alike. But a list seldom names a person
twice: if it is `b1`, it is not `b2`. The posterior of all pairs at once is that of a matching: each
set of pairs in which no record has two partners in one version weighs the product of its odds. Its
marginals are found by passing messages between records (sum-product; exact where the pairs form no
cycle). How likely two records of one version are a repetition softens their rivalry: records that
are one person do not compete.

Nothing here depends on the order of rows: messages are all sent at once. Records that no chain of
pairs connects never hear of one another, so they are taken up a *piece* at a time, small enough for
the processor's cache, and in threads.
"""

# ruff: noqa: PLR0912, PLR0913, PLR0917
# Compiled functions take positional arguments only.

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tawthiq.compiling import compiled
from tawthiq.linkage.graph import INNER, adjacency, connected, pair_between, pair_of
from tawthiq.processors import processors

_MOST_BITS = 40.0  # beyond it odds differ by nothing, and sums of them would lose the small ones
_MOST_CONFLICT = 0.999
_ROUNDS = 300
_AT_ONCE = 6  # rounds in which messages go all the way; after them half of it, or two take turns
_MOST_EDGES = 200  # of a record; with more it has a name so common that no repetition shows
_TOLERANCE = 1e-3
_PIECE = 1 << 14  # places of a piece, unless one chain of records has more

Ints = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """Which pairs compete.

    Records are numbered anew, those of one chain of pairs side by side. Every pair stands at two
    *places*: among the edges of either of its records, ordered by the record they start from, then
    by the version and the record they lead to (`graph.adjacency`). Edges of one record that look in
    one version are a *group*, if there are two or more.
    """

    a: I32  # by pair
    b: I32
    version: I32  # by record
    barred: Bools  # by pair: both in one version of a list known to be clean
    cross: Bools  # by pair: records of two known versions
    edge: I32  # by place
    first: Ints  # by record: its first place
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
    pieces: Ints  # (n_pieces + 1, 2): the first record and the first group of each, and the ends

    def first_guess(self) -> Floats:
        """Nobody competes yet: for `bits`, to go on from what it found for nearly the same odds."""
        return np.ones((2, len(self.edge)))

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
        alone = odds + barred
        bits, now, apart = np.empty((3, len(self.a)))

        def settle(piece: int) -> None:
            (record, group), (record_end, group_end) = self.pieces[piece : piece + 2].tolist()
            _settle(
                self.a, self.b, self.version, self.cross, self.edge, self.first, self.end,
                self.back, self.group, self.start, self.stop, self.rival_of, self.rival,
                self.between, self.first_repeat, record, record_end, group, group_end, alone,
                guess[0], guess[1], tolerance, now, apart, bits,
            )  # fmt: skip

        each_piece(settle, len(self.pieces) - 1)
        bits += barred
        return bits


def each_piece(work: Callable[[int], None], count: int) -> None:
    """Do some work in threads: it writes to places of its own."""
    if count < 2:
        for piece in range(count):
            work(piece)
        return
    with ThreadPoolExecutor(max_workers=processors()) as pool:
        for _ in pool.map(work, range(count)):
            pass


def _find_groups(edge, end, cross, version, first, write, group, start, stop):  # type: ignore[no-untyped-def]
    """Groups of two edges and more; returns how many, and writes them where `write` says so."""
    count = 0
    for r in range(first.shape[0] - 1):
        at = first[r]
        while at < first[r + 1]:
            there = at
            while there < first[r + 1] and version[end[there]] == version[end[at]]:
                there += 1
            if there > at + 1 and cross[pair_of(edge[at], cross.shape[0])]:
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


def _sent(  # type: ignore[no-untyped-def]
    back, group, start, stop, rival_of, rival, first_repeat, begin, group_begin, group_end,
    repeated, strength, free, tolerance,
):  # fmt: skip
    """Pass messages within a piece until they stay; only groups whose neighbours move are visited.

    `free` is by place how far the record the edge starts from is free for its end, from 0 to 1; it
    comes in as a first guess and goes out as found. `strength` counts places from `begin`,
    `repeated` repeats from the first of the piece.
    """
    n_groups, size = group_end - group_begin, strength.shape[0]
    found, claim, less = np.empty(size), np.zeros(size), np.zeros(size)
    now, later = np.arange(group_begin, group_end), np.empty(n_groups, np.int64)
    waiting = np.zeros(n_groups, np.bool_)
    first = first_repeat[group_begin]
    count = n_groups
    for turns in range(_ROUNDS):
        for turn in range(count):
            g = now[turn]
            total = 0.0
            for p in range(start[g], stop[g]):
                claim[p - begin] = strength[p - begin] * free[back[p]]
                total += claim[p - begin]
                less[p - begin] = 0.0
            for k in range(first_repeat[g], first_repeat[g + 1]):
                less[rival_of[k] - begin] += claim[rival[k] - begin] * repeated[k - first]
            for p in range(start[g], stop[g]):
                others = total - claim[p - begin] - less[p - begin]
                if others < 1e-9 * total:
                    others = 0.0  # what is left of large numbers is their rounding
                said = 1.0 / (1.0 + others)
                found[p - begin] = said if turns < _AT_ONCE else np.sqrt(free[p] * said)
        next_count = 0
        for turn in range(count):
            g = now[turn]
            for p in range(start[g], stop[g]):
                if abs(found[p - begin] - free[p]) > tolerance * free[p]:
                    for side in range(2):
                        touched = g if side == 0 else np.int64(group[back[p]])
                        if touched >= 0 and not waiting[touched - group_begin]:
                            waiting[touched - group_begin] = True
                            later[next_count] = touched
                            next_count += 1
                free[p] = found[p - begin]
        if next_count == 0:
            break
        now, later, count = later, now, next_count
        for turn in range(count):
            waiting[now[turn] - group_begin] = False


_send = compiled(_sent, **INNER)


def _match_piece(  # type: ignore[no-untyped-def]
    cross, edge, first, back, group, start, stop, rival_of, rival, between, first_repeat, record,
    record_end, group_begin, group_end, odds, repeat_odds, free, tolerance, taken,
):  # fmt: skip
    """Bits that rivals of the same version take, by place of a piece, both ways in `taken`."""
    n = odds.shape[0]
    begin, size = first[record], first[record_end] - first[record]
    strength = np.zeros(size)
    for p in range(begin, begin + size):
        k = pair_of(edge[p], n)
        if cross[k]:
            strength[p - begin] = 2.0 ** min(odds[k], _MOST_BITS)
    low, high = first_repeat[group_begin], first_repeat[group_end]
    repeated = np.empty(high - low)
    for x in range(low, high):
        repeated[x - low] = chance(repeat_odds[between[x]])
    _send(
        back, group, start, stop, rival_of, rival, first_repeat, begin, group_begin, group_end,
        repeated, strength, free, tolerance,
    )  # fmt: skip
    for p in range(begin, begin + size):
        if edge[p] < n:
            taken[edge[p]] = np.log2(free[p]) + np.log2(free[back[p]]) if cross[edge[p]] else 0.0


_match = compiled(_match_piece, **INNER)


def _chance(odds):  # type: ignore[no-untyped-def]
    return 1.0 / (1.0 + 2.0 ** -min(max(odds, -60.0), 60.0))


chance = compiled(_chance, **INNER)


def _part_piece(  # type: ignore[no-untyped-def]
    a, b, version, cross, edge, first, end, record, record_end, odds, out
):
    """Bits taken from two records that have each found a partner of its own in a third list."""
    n = a.shape[0]
    begin, size = first[record], first[record_end] - first[record]
    likely = np.zeros(size)
    for p in range(begin, begin + size):
        k = pair_of(edge[p], n)
        if cross[k]:
            likely[p - begin] = chance(odds[k])
    # The best partner of each record in each version, where it is more likely than not: by record
    # a short list of places.
    best = np.empty(size, np.int64)
    first_best = np.zeros(record_end - record + 1, np.int64)
    count = 0
    for r in range(record, record_end):
        first_best[r - record] = count
        chosen = -1
        for p in range(first[r], first[r + 1]):
            if chosen >= 0 and version[end[p]] != version[end[chosen]]:
                best[count] = chosen
                count += 1
                chosen = -1
            mine = likely[p - begin]
            if mine > 0.5 and (chosen < 0 or mine > likely[chosen - begin]):
                chosen = p
        if chosen >= 0:
            best[count] = chosen
            count += 1
    first_best[record_end - record] = count
    for p in range(begin, begin + size):
        if edge[p] >= n:
            continue
        k = edge[p]
        x, y = a[k] - record, b[k] - record
        worst = 0.0
        at, there = first_best[x], first_best[y]
        while at < first_best[x + 1] and there < first_best[y + 1]:
            q, s = best[at], best[there]
            c, d = end[q], end[s]
            if version[c] < version[d]:
                at += 1
            elif version[d] < version[c]:
                there += 1
            else:
                if c != d:
                    meet = pair_between(c, d, a, b, version, edge, first)
                    one = chance(odds[meet]) if meet >= 0 else 0.0
                    worst = max(worst, likely[q - begin] * likely[s - begin] * (1.0 - one))
                at += 1
                there += 1
        out[k] = np.log2(1.0 - min(worst, _MOST_CONFLICT))


_part = compiled(_part_piece, **INNER)


def _settle_piece(  # type: ignore[no-untyped-def]
    a, b, version, cross, edge, first, end, back, group, start, stop, rival_of, rival, between,
    first_repeat, record, record_end, group_begin, group_end, alone, free, free_again, tolerance,
    now, apart, bits,
):  # fmt: skip
    """Rivals; then who has found another partner; then rivals again, as repeated as that leaves."""
    _match(
        cross, edge, first, back, group, start, stop, rival_of, rival, between, first_repeat,
        record, record_end, group_begin, group_end, alone, alone, free, tolerance, now,
    )  # fmt: skip
    n = alone.shape[0]
    for p in range(first[record], first[record_end]):
        if edge[p] < n:
            now[edge[p]] += alone[edge[p]]
    _part(a, b, version, cross, edge, first, end, record, record_end, now, apart)
    for p in range(first[record], first[record_end]):
        if edge[p] < n:
            now[edge[p]] = alone[edge[p]] + apart[edge[p]]
    _match(
        cross, edge, first, back, group, start, stop, rival_of, rival, between, first_repeat,
        record, record_end, group_begin, group_end, alone, now, free_again, tolerance, bits,
    )  # fmt: skip
    for p in range(first[record], first[record_end]):
        if edge[p] < n:
            bits[edge[p]] += apart[edge[p]]


_settle = compiled(_settle_piece, nogil=True)


def rivalry(a: I32, b: I32, version: I32, clean: frozenset[int] = frozenset()) -> Rivalry:
    """Find who competes with whom.

    Args:
        a: rows of pairs, each pair once.
        b: rows.
        version: by row, -1 unknown: such records have no rivals.
        clean: versions that name each person once.
    """
    n = len(a)
    barred = (version[a] == version[b]) & np.isin(version[a], sorted(clean)) & (version[a] >= 0)
    chain = connected(a, b, len(version))
    order = np.argsort(chain, kind="stable")
    number = np.empty(len(version), dtype=np.int32)
    number[order] = np.arange(len(version), dtype=np.int32)
    a, b, version, chain = number[a], number[b], version[order], chain[order]
    cross = (version[a] >= 0) & (version[b] >= 0) & (version[a] != version[b])
    edge, first = adjacency(a, b, version)
    pair = np.where(edge < n, edge, edge - n)
    end = np.where(edge < n, b[pair], a[pair])
    place = np.empty(2 * n, dtype=np.int32)
    place[edge] = np.arange(2 * n, dtype=np.int32)
    back = place[np.where(edge < n, edge + n, edge - n)]
    group, none = np.full(2 * n, -1, dtype=np.int32), np.empty(0, dtype=np.int32)
    count = _list_groups(edge, end, cross, version, first, False, group, none, none)
    start, stop = np.empty((2, count), dtype=np.int32)
    _list_groups(edge, end, cross, version, first, True, group, start, stop)
    first_repeat = np.zeros(count + 1, dtype=np.int64)
    graph = (a, b, version, edge, first)
    count = _list_repeats(start, stop, end, *graph, False, none, none, none, first_repeat)
    rival_of, rival, between = np.empty((3, count), dtype=np.int32)
    _list_repeats(start, stop, end, *graph, True, rival_of, rival, between, first_repeat)
    return Rivalry(
        a=a,
        b=b,
        version=version,
        barred=barred,
        cross=cross,
        edge=edge,
        first=first,
        end=end,
        back=back,
        group=group,
        start=start,
        stop=stop,
        rival_of=rival_of,
        rival=rival,
        between=between,
        first_repeat=first_repeat,
        pieces=_pieces(chain, first, start),
    )


def _pieces(chain: Ints, first: Ints, start: I32) -> Ints:
    """`Rivalry.pieces`: whole chains, until they come to `_PIECE` places."""
    ends = np.append(np.flatnonzero(chain[1:] != chain[:-1]) + 1, len(chain))
    places = first[ends]
    record, at = [0], 0
    while at < len(ends):
        at = int(np.searchsorted(places, first[record[-1]] + _PIECE)) + 1
        record.append(int(ends[min(at, len(ends)) - 1]))
    begins = np.array(record if len(chain) else [0])
    return np.stack([begins, np.searchsorted(start, first[begins])], axis=1)
