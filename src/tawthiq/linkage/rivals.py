"""Rivals: a record has at most one partner in each other list, so its candidates compete.

Weighed alone, `a` may seem to be `b1` and `b2` of one list alike. But a list seldom names a person
twice: if it is `b1`, it is not `b2`. The posterior of all pairs at once is that of a matching: each
set of pairs in which no record has two partners in one version weighs the product of its odds. Its
marginals are found by passing messages between records (sum-product; exact where the pairs form no
cycle). How likely two records of one version are a repetition softens their rivalry: records that
are one person do not compete.

Nothing here depends on the order of rows: messages are all sent at once.
"""

# ruff: noqa: PLR0917 - compiled functions take positional arguments only

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from tawthiq.compiling import compiled
from tawthiq.linkage.graph import INNER, adjacency, pair_of
from tawthiq.processors import processors

_MOST_BITS = 40.0  # beyond it odds differ by nothing, and sums of them would lose the small ones
_MOST_CONFLICT = 0.999
_ROUNDS = 300
_AT_ONCE = 6  # rounds in which messages go all the way; after them half of it, or two take turns
_MOST_EDGES = 200  # of a record; with more it has a name so common that no repetition shows
_TOLERANCE = 1e-3
_SLICE = 1 << 17  # places that one thread takes up at once
_GROUPS = 1 << 14  # groups
_FEW = 1 << 13  # groups whose rounds one thread does at one go

Ints = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """Which pairs compete.

    Every pair stands at two *places*: among the edges of its a, and of its b, ordered by the record
    they start from, then by the version and the record they lead to (`graph.adjacency`). Edges of
    one record that look in one version are a *group*, if there are two or more.
    """

    barred: Bools  # by pair: both in one version of a list known to be clean
    cross: Bools  # by pair: records of two known versions
    edge: I32  # by place
    first: Ints  # by record: its first place
    end: I32  # by place: the record the edge leads to
    into: I32  # by place: the version of that record
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
    slices: Ints  # (n_slices + 1, 2): the first record and the first group of each, and the ends

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
        fresh = bool((guess[1] == 1.0).all())  # what the first messages found is nearer
        barred = np.where(self.barred, -_MOST_BITS, 0.0)
        alone = odds + barred
        strength = np.empty(len(self.edge))
        with _Slices(self.slices) as slices:
            slices.each(
                lambda r, r_end, _g, _g_end: _fill_strengths(
                    self.edge, self.cross, self.first, r, r_end, alone, strength
                )
            )
            first = self._matched(slices, strength, alone, guess[0], tolerance)
            apart = self._apart(slices, alone + first)
            if fresh:
                guess[1] = guess[0]
            taken = self._matched(slices, strength, alone + apart, guess[1], tolerance)
        taken += barred
        taken += apart
        return taken

    def _apart(self, slices: "_Slices", odds: Floats) -> Floats:
        """Bits taken from two records that have each found a partner of its own in a third list."""
        best, n_best = np.empty(len(self.edge), np.int32), np.empty(len(self.first) - 1, np.int32)
        slices.each(
            lambda r, r_end, _g, _g_end: _find_best(
                self.edge, self.cross, self.first, self.into, r, r_end, odds, best, n_best
            )
        )
        bits = np.empty(len(odds))
        slices.each(
            lambda r, r_end, _g, _g_end: _part(
                self.edge, self.first, self.end, self.into, r, r_end, odds, best, n_best, bits
            )
        )
        return bits

    def _matched(
        self, slices: "_Slices", strength: Floats, repeat_odds: Floats, free: Floats,
        tolerance: float,
    ) -> Floats:  # fmt: skip
        """Bits taken by rivals of the same version.

        Messages are passed until they stay, all of a round at once; only groups whose neighbours
        still move are looked at. `free` is by place how far the record the edge starts from is free
        for its end, from 0 to 1; it comes in as a first guess and goes out as found.
        """
        repeated = np.empty(len(self.rival))
        found, claim, less = np.empty((3, len(free)))
        slices.each(
            lambda _r, _r_end, g, g_end: _fill_chances(
                self.first_repeat, self.between, g, g_end, repeat_odds, repeated
            )
        )
        now, moves = np.arange(len(self.start)), np.zeros(len(self.start), np.bool_)

        def answer(some: Ints, turn: int) -> None:
            _answer(
                self.start, self.stop, self.back, self.rival_of, self.rival, self.first_repeat,
                repeated, strength, free, some, turn < _AT_ONCE, claim, less, found,
            )  # fmt: skip

        def tell(some: Ints, turn: int) -> None:
            _tell(
                self.start, self.stop, self.back, self.group, strength, found, some,
                turn + 1 >= _AT_ONCE, tolerance, free, moves,
            )  # fmt: skip

        for turn in range(_ROUNDS):
            if len(now) <= _FEW:
                room = np.empty((2, len(self.start)), dtype=np.int64)
                _settle_few(
                    self.start, self.stop, self.back, self.group, self.rival_of, self.rival,
                    self.first_repeat, repeated, strength, free, now, turn, _ROUNDS, _AT_ONCE,
                    tolerance, claim, less, found, moves, room,
                )  # fmt: skip
                break
            slices.each_of(now, partial(answer, turn=turn))
            slices.each_of(now, partial(tell, turn=turn))
            now = np.flatnonzero(moves)
            moves[now] = False
        taken = np.empty(len(self.cross))
        slices.each(
            lambda r, r_end, _g, _g_end: _fill_taken(
                self.edge, self.cross, self.first, self.back, r, r_end, free, taken
            )
        )
        return taken


class _Slices:
    """Work on some records at a time, with their groups: in threads, where there are many."""

    def __init__(self, slices: Ints) -> None:
        self.ranges = [
            (r, r_end, g, g_end)
            for (r, g), (r_end, g_end) in zip(
                slices[:-1].tolist(), slices[1:].tolist(), strict=True
            )
        ]
        several = len(self.ranges) > 1
        self.pool = ThreadPoolExecutor(max_workers=processors()) if several else nullcontext()

    def __enter__(self) -> "_Slices":
        self.pool.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.pool.__exit__(None, None, None)

    def each(self, work: Callable[[int, int, int, int], None]) -> None:
        """Do it for all, in threads, which must not write to one place."""
        self._all(lambda one: work(*one), self.ranges)

    def each_of(self, groups: Ints, work: Callable[[Ints], None]) -> None:
        """Do it for some groups."""
        self._all(work, [groups[at : at + _GROUPS] for at in range(0, len(groups), _GROUPS)])

    def _all(self, work: Callable[[Given], None], given: list[Given]) -> None:
        if isinstance(self.pool, ThreadPoolExecutor) and len(given) > 1:
            for _ in self.pool.map(work, given):
                pass
        else:
            for one in given:
                work(one)


def _chance(odds):  # type: ignore[no-untyped-def]
    return 1.0 / (1.0 + 2.0 ** -min(max(odds, -60.0), 60.0))


chance = compiled(_chance, **INNER)


def _place_between(x, y, end, first):  # type: ignore[no-untyped-def]
    """A place at which the pair of two records stands; -1 where there is none."""
    if first[y + 1] - first[y] < first[x + 1] - first[x]:
        x, y = y, x
    for p in range(first[x], first[x + 1]):
        if end[p] == y:
            return p
    return -1


place_between = compiled(_place_between, **INNER)


def _find_groups(into, edge, cross, first, write, group, start, stop):  # type: ignore[no-untyped-def]
    """Groups of two edges and more; returns how many, and writes them where `write` says so."""
    count = 0
    for r in range(first.shape[0] - 1):
        at = first[r]
        while at < first[r + 1]:
            there = at
            while there < first[r + 1] and into[there] == into[at]:
                there += 1
            if there > at + 1 and cross[pair_of(edge[at], cross.shape[0])]:
                if write:
                    start[count], stop[count] = at, there
                    for p in range(at, there):
                        group[p] = count
                count += 1
            at = there
    return count


_list_groups = compiled(_find_groups, alone=True)


def _repeats(start, stop, end, edge, first, n, write, rival_of, rival, between, first_repeat):  # type: ignore[no-untyped-def]
    """Two edges of one group whose ends make a pair; returns how many, and writes them."""
    count = 0
    for g in range(start.shape[0]):
        if write:
            first_repeat[g] = count
        if stop[g] - start[g] > _MOST_EDGES:
            continue
        for p in range(start[g], stop[g]):
            for q in range(p + 1, stop[g]):
                meet = place_between(end[p], end[q], end, first)
                if meet < 0:
                    continue
                if write:
                    found = pair_of(edge[meet], n)
                    rival_of[count], rival[count], between[count] = p, q, found
                    rival_of[count + 1], rival[count + 1], between[count + 1] = q, p, found
                count += 2
    if write:
        first_repeat[start.shape[0]] = count
    return count


_list_repeats = compiled(_repeats, alone=True)


def _strengths(edge, cross, first, record, record_end, odds, strength):  # type: ignore[no-untyped-def]
    n = cross.shape[0]
    for p in range(first[record], first[record_end]):
        k = pair_of(edge[p], n)
        strength[p] = 2.0 ** min(odds[k], _MOST_BITS) if cross[k] else 0.0


_fill_strengths = compiled(_strengths, alone=True)


def _chances(first_repeat, between, group, group_end, odds, repeated):  # type: ignore[no-untyped-def]
    for x in range(first_repeat[group], first_repeat[group_end]):
        repeated[x] = chance(odds[between[x]])


_fill_chances = compiled(_chances, alone=True)


def _answers(  # type: ignore[no-untyped-def]
    start, stop, back, rival_of, rival, first_repeat, repeated, strength, free, groups,
    at_once, claim, less, found,
):  # fmt: skip
    """What each group makes of what it has heard."""
    for g in groups:
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
            said = 1.0 / (1.0 + others)
            found[p] = said if at_once else np.sqrt(free[p] * said)


_answer = compiled(_answers, alone=True)
answer_some = compiled(_answers, **INNER)


def _tellings(  # type: ignore[no-untyped-def]
    start, stop, back, group_of, strength, found, groups, goes_on, tolerance, free, moves
):
    """Pass on what has moved. Who went half way goes on; who hears of it, if it weighs there."""
    for g in groups:
        for p in range(start[g], stop[g]):
            moved = abs(found[p] - free[p])
            if moved > tolerance * free[p]:
                if goes_on:
                    moves[g] = True
                hears = group_of[back[p]]
                if hears >= 0 and moved * strength[p] > tolerance:
                    moves[hears] = True
            free[p] = found[p]


_tell = compiled(_tellings, alone=True)
tell_some = compiled(_tellings, **INNER)


def _rounds(  # type: ignore[no-untyped-def]
    start, stop, back, group_of, rival_of, rival, first_repeat, repeated, strength, free, groups,
    turn, last, at_once, tolerance, claim, less, found, moves, room,
):  # fmt: skip
    """All rounds from `turn` on, those of `groups` first: the same as one after the other."""
    now, then = room[0], room[1]
    many = groups.shape[0]
    for k in range(many):
        now[k] = groups[k]
    while turn < last and many > 0:
        answer_some(
            start, stop, back, rival_of, rival, first_repeat, repeated, strength, free, now[:many],
            turn < at_once, claim, less, found,
        )  # fmt: skip
        tell_some(
            start, stop, back, group_of, strength, found, now[:many], turn + 1 >= at_once,
            tolerance, free, moves,
        )  # fmt: skip
        # Who moves is among those who told, and those who heard of it.
        count = 0
        for k in range(many):
            g = now[k]
            for p in range(start[g] - 1, stop[g]):
                hears = g if p < start[g] else group_of[back[p]]
                if hears >= 0 and moves[hears]:
                    moves[hears] = False
                    then[count] = hears
                    count += 1
        now, then, many = then, now, count
        turn += 1


_settle_few = compiled(_rounds, alone=True)


def _all_taken(edge, cross, first, back, record, record_end, free, taken):  # type: ignore[no-untyped-def]
    n = cross.shape[0]
    for p in range(first[record], first[record_end]):
        k = edge[p]
        if k < n:
            mine, theirs = free[p], free[back[p]]
            # Most have no rival, and a logarithm takes its time.
            some = cross[k] and not (mine == 1.0 and theirs == 1.0)
            taken[k] = np.log2(mine) + np.log2(theirs) if some else 0.0


_fill_taken = compiled(_all_taken, alone=True)


def _best(edge, cross, first, into, record, record_end, odds, best, n_best):  # type: ignore[no-untyped-def]
    """The best partner of each record in each version, where it is more likely than not.

    By record a short list of places, from its first place on.
    """
    n = cross.shape[0]
    for r in range(record, record_end):
        count, chosen, most = first[r], -1, 0.0
        for p in range(first[r], first[r + 1]):
            if chosen >= 0 and into[p] != into[chosen]:
                best[count] = chosen
                count += 1
                chosen, most = -1, 0.0
            k = pair_of(edge[p], n)
            if cross[k] and odds[k] > max(most, 0.0):
                chosen, most = p, odds[k]
        if chosen >= 0:
            best[count] = chosen
            count += 1
        n_best[r] = count - first[r]


_find_best = compiled(_best, alone=True)


def _apart_all(edge, first, end, into, record, record_end, odds, best, n_best, out):  # type: ignore[no-untyped-def]
    n = odds.shape[0]
    for r in range(record, record_end):
        for p in range(first[r], first[r + 1]):
            k = edge[p]
            if k >= n:
                continue
            other, worst = end[p], 0.0
            at, there = first[r], first[other]
            at_end, there_end = at + n_best[r], there + n_best[other]
            while at < at_end and there < there_end:
                x, y = best[at], best[there]
                if into[x] < into[y]:
                    at += 1
                elif into[y] < into[x]:
                    there += 1
                else:
                    if end[x] != end[y]:
                        meet = place_between(end[x], end[y], end, first)
                        one = chance(odds[pair_of(edge[meet], n)]) if meet >= 0 else 0.0
                        mine, theirs = odds[pair_of(edge[x], n)], odds[pair_of(edge[y], n)]
                        worst = max(worst, chance(mine) * chance(theirs) * (1.0 - one))
                    at += 1
                    there += 1
            out[k] = np.log2(1.0 - min(worst, _MOST_CONFLICT)) if worst > 0.0 else 0.0


_part = compiled(_apart_all, alone=True)


def rivalry(a: I32, b: I32, version: I32, clean: frozenset[int] = frozenset()) -> Rivalry:
    """Find who competes with whom.

    Args:
        a: rows of pairs, each pair once.
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
    into = version[end]
    place = np.empty(2 * n, dtype=np.int32)
    place[edge] = np.arange(2 * n, dtype=np.int32)
    back = place[np.where(edge < n, edge + n, edge - n)]
    group, none = np.full(2 * n, -1, dtype=np.int32), np.empty(0, dtype=np.int32)
    count = _list_groups(into, edge, cross, first, False, group, none, none)
    start, stop = np.empty((2, count), dtype=np.int32)
    _list_groups(into, edge, cross, first, True, group, start, stop)
    first_repeat = np.zeros(count + 1, dtype=np.int64)
    graph = (start, stop, end, edge, first, n)
    count = _list_repeats(*graph, False, none, none, none, first_repeat)
    rival_of, rival, between = np.empty((3, count), dtype=np.int32)
    _list_repeats(*graph, True, rival_of, rival, between, first_repeat)
    return Rivalry(
        barred=known & ~other & np.isin(version[a], sorted(clean)),
        cross=cross,
        edge=edge,
        first=first,
        end=end,
        into=into,
        back=back,
        group=group,
        start=start,
        stop=stop,
        rival_of=rival_of,
        rival=rival,
        between=between,
        first_repeat=first_repeat,
        slices=_slices(first, start),
    )


def _slices(first: Ints, start: I32) -> Ints:
    """`Rivalry.slices`: records of about `_SLICE` places."""
    count = max(int(first[-1]) // _SLICE, 1)
    records = np.searchsorted(first, np.linspace(0, first[-1], count + 1).astype(np.int64))
    records[0], records[-1] = 0, len(first) - 1
    return np.stack([records, np.searchsorted(start, first[records])], axis=1)
