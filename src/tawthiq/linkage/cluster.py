"""From pairs to people: join the best supported first, and never against a law.

Two groups join when the mean over *all* pairs between them is high enough; a pair that was no
candidate counts as strongly against. So no chain of doubtful links makes a giant person. The mean
leans to the better pairs (`_SPREAD`): what sets a record apart from one of a group is told twice
where it sets that one apart from the group as well.
A group with two records of one version of one list carries the prior for that once more, and none
at all where the list is known to be clean.

One compiled loop over the pairs, best first. The tests hold it to a plain twin.
"""

# ruff: noqa: PLR0912, PLR0915, PLR0917
# Compiled functions take positional arguments only.

import math
from dataclasses import dataclass

import numpy as np

from tawthiq.compiling import compiled
from tawthiq.linkage.arrays import F32, I32, I64
from tawthiq.linkage.graph import INNER, adjacency, other_end, pair_of, root_of

UNSEEN_BITS = -10.0  # log2 odds of a pair that no key brought up
_MOST_BITS = 30.0  # one pair, however rare its name, does not outvote many
_HAIR = 2.0**-20  # bits
_SPREAD = 4.0  # bits: the mean of two groups is that of 2 ** (bits / _SPREAD), not of bits
_LEAST_SUPPORT = -8.0  # mean bits between two groups, for one possible link to join them
_LEAST_ENTRIES, _PAIRS_AN_ENTRY = 16, 1  # of the heap, as it begins; it grows

# How two groups are scored. SUPPORT: mean bits after rivals. LINKED: mean bits weighed alone,
# since joining from the best pair down lets rivals compete by itself; where a version would name
# the person twice, `repeat` or more, for whoever makes a list takes out what looks repeated to
# them. BEST: bits of the best pair, unless the others are too much against it: one link that may
# hold makes two groups possibly one, but only while the rest is silent.
SUPPORT, LINKED, BEST = 0, 1, 2
_HEAP, _START, _GROUP, _NEIGHBOURS, _TOKEN = range(5)  # of what a run that is not done goes on from


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that decides groups of the rows 0..n-1."""

    n: int
    a: I32
    b: I32
    alone: F32  # log2 odds of each pair weighed alone, without the prior for one version
    bits: F32  # the same after what its rivals take
    coverage: F32  # what of both is owed to how much of its list has a partner in the other
    version: I32  # by row, -1 unknown
    within_bits: float  # added once where a group holds two records of one version
    clean: frozenset[int]  # versions that name each person once
    same: tuple[tuple[int, int], ...]
    different: tuple[tuple[int, int], ...]
    unsure: tuple[tuple[int, int], ...]


def _uniform(seed, x, y, turn):  # type: ignore[no-untyped-def]
    """A number in [0, 1) that depends on nothing but its arguments (splitmix64)."""
    z = seed ^ (np.uint64(x) * np.uint64(0x9E3779B97F4A7C15))
    z ^= np.uint64(y) * np.uint64(0xC2B2AE3D27D4EB4F) + np.uint64(turn) * np.uint64(0x165667B19E37)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)) * (1.0 / 9007199254740992.0)


uniform = compiled(_uniform, **INNER)


def _before(score, low, high, k, other_score, other_low, other_high):  # type: ignore[no-untyped-def]
    """Whether the entry `k` of a heap comes before another: higher score, then smaller rows."""
    if score[k] != other_score:
        return score[k] > other_score
    if low[k] != other_low:
        return low[k] < other_low
    return high[k] < other_high


before = compiled(_before, **INNER)


def _push(score, low, high, turn, size, s, x, y, t):  # type: ignore[no-untyped-def]
    k = size
    while k > 0:
        up = (k - 1) // 2
        if before(score, low, high, up, s, x, y):
            break
        score[k], low[k], high[k], turn[k] = score[up], low[up], high[up], turn[up]
        k = up
    score[k], low[k], high[k], turn[k] = s, x, y, t


push = compiled(_push, **INNER)


def _pop(score, low, high, turn, size):  # type: ignore[no-untyped-def]
    """Take the first entry out of a heap of `size`; the last one finds its place."""
    last = size - 1
    s, x, y, t = score[last], low[last], high[last], turn[last]
    k = 0
    while True:
        child = 2 * k + 1
        if child >= last:
            break
        if child + 1 < last and before(
            score, low, high, child + 1, score[child], low[child], high[child]
        ):
            child += 1
        if not before(score, low, high, child, s, x, y):
            break
        score[k], low[k], high[k], turn[k] = score[child], low[child], high[child], turn[child]
        k = child
    score[k], low[k], high[k], turn[k] = s, x, y, t


pop = compiled(_pop, **INNER)


def _merge(x, y, parent, after, last, size):  # type: ignore[no-untyped-def]
    """Join two groups named by their smallest rows; returns the smaller."""
    if y < x:
        x, y = y, x
    parent[y] = x
    after[last[x]] = y
    last[x] = last[y]
    size[x] += size[y]
    return x


merge = compiled(_merge, **INNER)


def _barred(x, y, parent, after, first_bar, bar):  # type: ignore[no-untyped-def]
    """Whether a judgement keeps two groups apart."""
    r = x
    while r >= 0:
        for at in range(first_bar[r], first_bar[r + 1]):
            if root_of(parent, bar[at]) == y:
                return True
        r = after[r]
    return False


barred = compiled(_barred, **INNER)


def _sharing(x, y, after, version, clean, seen, token):  # type: ignore[no-untyped-def]
    """0: the groups share no version; 1: they do; 2: one that names each person once."""
    r = x
    while r >= 0:
        if version[r] >= 0:
            seen[version[r]] = token
        r = after[r]
    found = 0
    r = y
    while r >= 0:
        if version[r] >= 0 and seen[version[r]] == token:
            if clean[version[r]]:
                return 2
            found = 1
        r = after[r]
    return found


sharing = compiled(_sharing, **INNER)


def _score(mode, total, likely, best, covered, seen, pairs, shared, within_bits, repeat):  # type: ignore[no-untyped-def]
    """Score of two groups from the sums over the pairs seen between them.

    `total` is the sum of their bits, `likely` that of 2 ** (bits / _SPREAD).
    """
    if mode == BEST or pairs <= 1.0:
        mean = (total + (pairs - seen) * UNSEEN_BITS) / pairs
    else:
        rest = (pairs - seen) * 2.0 ** (UNSEEN_BITS / _SPREAD)
        bits = _SPREAD * np.log2((likely + rest) / pairs)
        # Whatever the order of the sum: ties stay ties.
        mean = math.floor(bits / _HAIR + 0.5) * _HAIR
    if shared:
        mean += within_bits - covered / pairs
    if mode == BEST:
        if mean < _LEAST_SUPPORT:
            return -np.inf
        return best + (within_bits if shared else 0.0)
    if shared and mean < repeat:
        return -np.inf
    return mean


score_of = compiled(_score, **INNER)


def _run(  # type: ignore[no-untyped-def]
    mode, least, repeat, a, b, value, coverage, edge, first, version, clean, within_bits, parent,
    after, last, size, turns, first_bar, bar, allowed, drawing, seed, sums, count, beside, seen,
    heap_score, heap_rows, state,
):  # fmt: skip
    """Join while the best pair of groups scores `least` bits or more; returns whether all is done.

    If not, the heap is too small: `heap_score` and `heap_rows` must grow, and all else stay.

    Ties go to the smaller rows, so the result depends on nothing but the evidence. When `drawing`,
    a pair of groups is joined with the probability of its score; refused once, it is not asked
    again until one of them grows. Only groups of one label in `allowed` join (negative: any).
    """
    n_rows = parent.shape[0]
    n = a.shape[0]
    total, best, covered, likely = sums[0], sums[1], sums[2], sums[3]
    heap_low, heap_high, heap_turn = heap_rows[0], heap_rows[1], heap_rows[2]
    heap, start, x = state[_HEAP], state[_START], state[_GROUP]
    neighbours, token = state[_NEIGHBOURS], state[_TOKEN]
    goes_on = neighbours >= 0
    while True:
        if not goes_on:
            # First every group tells of those after it; then each joined group of all beside it.
            if start < n_rows:
                start += 1
                if start == n_rows:
                    continue
                x = start
                if parent[x] != x:
                    continue
            else:
                if heap == 0:
                    return True
                s, low, high, turn = heap_score[0], heap_low[0], heap_high[0], heap_turn[0]
                pop(heap_score, heap_low, heap_high, heap_turn, heap)
                heap -= 1
                if parent[low] != low or parent[high] != high or turns[low] + turns[high] != turn:
                    continue
                if drawing and uniform(seed, low, high, turn) >= 1.0 / (1.0 + 2.0**-s):
                    continue
                turns[low] = turns[low] + turns[high] + 1
                x = merge(low, high, parent, after, last, size)
            neighbours = 0
            r = x
            while r >= 0:
                for at in range(first[r], first[r + 1]):
                    e = edge[at]
                    y = root_of(parent, other_end(e, a, b))
                    k = pair_of(e, n)
                    # While the heap is filled at first, a pair of groups is told of once.
                    if y == x or (start < n_rows and y < x):
                        continue
                    if allowed[x] >= 0 and allowed[x] != allowed[y]:
                        continue
                    if count[y] == 0:
                        beside[neighbours] = y
                        neighbours += 1
                        total[y], likely[y], covered[y], best[y] = 0.0, 0.0, 0.0, -np.inf
                    v = min(max(value[k], -_MOST_BITS), _MOST_BITS)
                    total[y] += v
                    likely[y] += 2.0 ** (v / _SPREAD)
                    covered[y] += coverage[k]
                    best[y] = max(best[y], v)
                    count[y] += 1
                r = after[r]
        goes_on = False
        if heap + neighbours > heap_score.shape[0]:
            state[_HEAP], state[_START], state[_GROUP] = heap, start, x
            state[_NEIGHBOURS], state[_TOKEN] = neighbours, token
            return False
        for at in range(neighbours):
            y = beside[at]
            seen_pairs = count[y]
            count[y] = 0
            pairs = float(size[x]) * float(size[y])
            # A bound first: sharing a version never adds.
            free = score_of(
                mode,
                total[y],
                likely[y],
                best[y],
                covered[y],
                seen_pairs,
                pairs,
                False,
                within_bits,
                repeat,
            )
            if free < least and covered[y] >= 0.0:
                continue
            token += 1
            shared = sharing(x, y, after, version, clean, seen, token)
            if shared == 2:
                continue
            s = free
            if shared:
                s = score_of(
                    mode, total[y], likely[y], best[y], covered[y], seen_pairs, pairs, True,
                    within_bits, repeat,
                )  # fmt: skip
            if not s >= least or barred(x, y, parent, after, first_bar, bar):
                continue
            low, high = (x, y) if x < y else (y, x)
            push(
                heap_score, heap_low, heap_high, heap_turn, heap, s, low, high,
                turns[low] + turns[high],
            )  # fmt: skip
            heap += 1


_join_all = compiled(_run, alone=True)


class Groups:
    """Rows in groups that only ever join. A group is named by its smallest row."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        n = evidence.n
        self.edge, self.first = adjacency(evidence.a, evidence.b, evidence.version)
        self.parent = np.arange(n, dtype=np.int32)
        self.after = np.full(n, -1, dtype=np.int32)  # the next row of the group
        self.last = np.arange(n, dtype=np.int32)
        self.size = np.ones(n, dtype=np.int32)
        self.turns = np.zeros(n, dtype=np.int32)
        self.clean = np.zeros(int(evidence.version.max(initial=-1)) + 1, dtype=np.bool_)
        self.clean[sorted(evidence.clean)] = True
        self.bars: frozenset[tuple[int, int]] = frozenset(evidence.different)

    def copy(self) -> "Groups":
        """The same groups, to go on from twice; what is never changed is shared."""
        other = Groups.__new__(Groups)
        other.__dict__.update(self.__dict__)
        for changes in ("parent", "after", "last", "size", "turns"):
            setattr(other, changes, getattr(self, changes).copy())
        return other

    def root(self, row: int) -> int:
        """The name of a row's group."""
        while self.parent[row] != row:
            row = int(self.parent[row])
        return row

    def join(self, a: int, b: int) -> None:
        """Join the groups of two rows, whatever the evidence says."""
        x, y = sorted((self.root(a), self.root(b)))
        if x != y:
            _merge(x, y, self.parent, self.after, self.last, self.size)  # type: ignore[no-untyped-call]

    def apart(self, a: int, b: int) -> bool:
        """Whether a bar stands between the groups of two rows."""
        x, y = self.root(a), self.root(b)
        return any({self.root(p), self.root(q)} == {x, y} for p, q in self.bars)

    def labels(self) -> I64:
        """The group of each row."""
        found = self.parent
        while True:
            further = found[found]
            if (further == found).all():
                return found.astype(np.int64)
            found = further

    def run(
        self,
        mode: int,
        least: float,
        *,
        repeat: float = -np.inf,
        allowed: I64 | None = None,
        draw_seed: int | None = None,
    ) -> None:
        """Join while the best pair of groups scores `least` bits or more.

        Args:
            mode: SUPPORT, LINKED or BEST.
            least: bits.
            repeat: least bits for groups that share a version (not with BEST).
            allowed: by row a label: groups of two labels are not joined.
            draw_seed: join at random, with the probability of the score.
        """
        of = self.evidence
        n = of.n
        bars = np.array(sorted(self.bars), dtype=np.int32).reshape(-1, 2)
        start, end = np.concatenate([bars, bars[:, ::-1]]).T
        order = np.argsort(start, kind="stable")
        first_bar = np.concatenate([[0], np.cumsum(np.bincount(start, minlength=n))])
        allowed = np.full(n, -1, np.int64) if allowed is None else allowed
        sums, count, beside = np.zeros((4, n)), np.zeros(n, np.int32), np.empty(n, np.int32)
        seen, state = np.zeros(len(self.clean), np.int64), np.array([0, -1, 0, -1, 0])
        heap = max(len(of.a) // _PAIRS_AN_ENTRY, _LEAST_ENTRIES)
        score, rows = np.empty(heap), np.empty((3, heap), np.int32)
        while not _join_all(
            mode, least, repeat, of.a, of.b, of.alone if mode == LINKED else of.bits, of.coverage,
            self.edge, self.first, of.version, self.clean, of.within_bits, self.parent, self.after,
            self.last, self.size, self.turns, first_bar, end[order], allowed,
            draw_seed is not None, np.uint64(draw_seed or 0), sums, count, beside, seen, score,
            rows, state,
        ):  # fmt: skip
            score = np.concatenate([score, np.empty(len(score))])
            rows = np.concatenate([rows, np.empty(rows.shape, np.int32)], axis=1)


def judged(evidence: Evidence) -> Groups:
    """Groups that hold the judgements and nothing else."""
    groups = Groups(evidence)
    for a, b in evidence.same:
        groups.join(a, b)
    return groups


def partitions(
    evidence: Evidence,
    *,
    sure_bits: float,
    linked_bits: float,
    possible_bits: float,
    repeat_bits: float,
) -> tuple[I64, I64, I64]:
    """Three partitions of the rows, each refining the next: sure, linked, possible.

    A pair judged unsure is kept apart in the first two and together in the last, unless a pair
    judged different stands between.

    Args:
        evidence: all of it.
        sure_bits: least mean bits after rivals of what is sure.
        linked_bits: least mean bits of what is linked.
        possible_bits: least bits of one link of what is possible.
        repeat_bits: least mean bits for two records of one version of one list.
    """
    after_rivals = judged(evidence)
    held = [
        (a, b)
        for a, b in evidence.unsure
        if not after_rivals.apart(a, b) and after_rivals.root(a) != after_rivals.root(b)
    ]
    law = after_rivals.bars
    after_rivals.bars = law | frozenset(held)
    after_rivals.run(SUPPORT, sure_bits, repeat=repeat_bits)
    # What rivals leave likely first; then, of rivals that left each other nothing, the best. And
    # of both the sure first: doubtful links come to whole groups.
    groups = after_rivals.copy()
    for mode, least in ((SUPPORT, linked_bits), (LINKED, sure_bits), (LINKED, linked_bits)):
        groups.run(mode, least, repeat=repeat_bits)
    linked = groups.labels()
    sure = _common(after_rivals.labels(), linked)
    groups.bars = law
    for a, b in held:
        if groups.root(a) != groups.root(b) and not groups.apart(a, b):
            groups.join(a, b)
    groups.run(BEST, possible_bits)
    return sure, linked, groups.labels()


def _common(first: I64, second: I64) -> I64:
    """The coarsest partition that refines both, named by smallest rows."""
    _, smallest, code = np.unique(
        first * len(first) + second, return_index=True, return_inverse=True
    )
    return np.asarray(smallest[code], dtype=np.int64)
