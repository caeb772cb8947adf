"""From pairs to people: join the best supported first, and never against a law.

Two groups join when the mean log-odds over *all* pairs between them is high enough; a pair that
was no candidate counts as strongly against. So no chain of doubtful links makes a giant person.
A group with two records of one version of one list carries the prior for that once more, and none
at all where the list is known to be clean.
"""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

UNSEEN_BITS = -10.0  # log2 odds of a pair that no key brought up
_MOST_BITS = 20.0  # one pair, however rare its name, does not outvote many
_LEAST_SUPPORT = -8.0  # mean bits between two groups, for one possible link to join them

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that decides groups of the rows 0..n-1."""

    n: int
    a: I32
    b: I32
    alone: Floats  # log2 odds of each pair weighed alone, without the prior for one version
    bits: Floats  # the same after what its rivals take
    version: I32  # by row, -1 unknown
    within_bits: float  # added once where a group holds two records of one version
    clean: frozenset[int]  # versions that name each person once
    same: tuple[tuple[int, int], ...]
    different: tuple[tuple[int, int], ...]
    unsure: tuple[tuple[int, int], ...]


class Groups:
    """Rows in groups that only ever join. A group is named by its smallest row."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.group_of = list(range(evidence.n))
        self.rows: dict[int, list[int]] = {}
        self.versions: dict[int, set[int]] = {}
        # Between two groups: total bits alone, total and best bits after rivals, pairs seen.
        self.sums: dict[int, dict[int, tuple[float, float, float, int]]] = {}
        self.barred: dict[int, set[int]] = {}
        touched = set(np.unique(np.concatenate([evidence.a, evidence.b])).tolist())
        for pairs in (evidence.same, evidence.different, evidence.unsure):
            touched.update(row for pair in pairs for row in pair)
        for row in touched:
            self.rows[row] = [row]
            known = int(evidence.version[row])
            self.versions[row] = {known} if known >= 0 else set()
            self.sums[row] = {}
            self.barred[row] = set()
        alone = np.clip(evidence.alone, -_MOST_BITS, _MOST_BITS).tolist()
        bits = np.clip(evidence.bits, -_MOST_BITS, _MOST_BITS).tolist()
        ends = zip(evidence.a.tolist(), evidence.b.tolist(), strict=True)
        for (a, b), first, value in zip(ends, alone, bits, strict=True):
            self.sums[a][b] = self.sums[b][a] = (first, value, value, 1)
        for a, b in evidence.different:
            self.bar(a, b)

    def copy(self) -> "Groups":
        """The same groups, to go on from twice; what is never changed is shared."""
        other = Groups.__new__(Groups)
        other.evidence = self.evidence
        other.group_of = list(self.group_of)
        other.rows = {group: list(rows) for group, rows in self.rows.items()}
        other.versions = {group: set(known) for group, known in self.versions.items()}
        other.sums = {group: dict(sums) for group, sums in self.sums.items()}
        other.barred = {group: set(barred) for group, barred in self.barred.items()}
        return other

    def bar(self, a: int, b: int) -> None:
        """Forbid that the groups of rows a and b join."""
        x, y = self.group_of[a], self.group_of[b]
        self.barred[x].add(y)
        self.barred[y].add(x)

    def free(self, a: int, b: int) -> None:
        """Take back `bar` between the groups of rows a and b."""
        x, y = self.group_of[a], self.group_of[b]
        self.barred[x].discard(y)
        self.barred[y].discard(x)

    def may_join(self, x: int, y: int) -> bool:
        """Whether no law forbids it."""
        if y in self.barred[x]:
            return False
        shared = self.versions[x] & self.versions[y]
        return not (shared and self.evidence.clean and shared & self.evidence.clean)

    def support(self, x: int, y: int) -> float:
        """Mean bits, after rivals, over all pairs between two groups."""
        _, total, _, seen = self.sums[x][y]
        return self._mean(x, y, total, seen)

    def linked_support(self, x: int, y: int, *, repeat: float) -> float:
        """Mean bits weighed alone; where a version would name the person twice, `repeat` or more.

        Weighed alone, since joining from the best pair down lets rivals compete by itself. Whoever
        makes a list takes out what looks repeated to them: what stays needs more than an even
        chance.
        """
        total, _, _, seen = self.sums[x][y]
        value = self._mean(x, y, total, seen)
        if value < repeat and self.versions[x] & self.versions[y]:
            return -np.inf
        return value

    def _mean(self, x: int, y: int, total: float, seen: int) -> float:
        pairs = len(self.rows[x]) * len(self.rows[y])
        return (total + (pairs - seen) * UNSEEN_BITS) / pairs + self.repeat_bits(x, y)

    def best_link(self, x: int, y: int) -> float:
        """Bits of the best pair between two groups; refused where the others are too much against.

        One link that may hold makes two groups possibly one, but only while the rest is silent.
        """
        total, _, best, seen = self.sums[x][y]
        if self._mean(x, y, total, seen) < _LEAST_SUPPORT:
            return -np.inf
        return best + self.repeat_bits(x, y)

    def repeat_bits(self, x: int, y: int) -> float:
        """The prior for a person that stands twice in one version."""
        return self.evidence.within_bits if self.versions[x] & self.versions[y] else 0.0

    def join(self, x: int, y: int) -> int:
        """Join two groups; returns the name of the whole."""
        keep, gone = (x, y) if x < y else (y, x)
        for row in self.rows[gone]:
            self.group_of[row] = keep
        self.rows[keep] += self.rows.pop(gone)
        self.versions[keep] |= self.versions.pop(gone)
        ours, theirs = self.sums[keep], self.sums.pop(gone)
        ours.pop(gone, None)
        theirs.pop(keep, None)
        for other, joint in theirs.items():
            has = ours.get(other)
            if has:
                joint = (  # noqa: PLW2901 - what both bring
                    has[0] + joint[0], has[1] + joint[1], max(has[2], joint[2]), has[3] + joint[3],
                )  # fmt: skip
            ours[other] = joint
            self.sums[other].pop(gone)
            self.sums[other][keep] = joint
        barred = self.barred.pop(gone)
        for other in barred:
            self.barred[other].discard(gone)
            self.barred[other].add(keep)
        self.barred[keep] |= barred
        return keep

    def labels(self) -> I64:
        """The group of each row."""
        return np.array(self.group_of, dtype=np.int64)

    def run(
        self,
        score: Callable[[int, int], float],
        least: float,
        accept: Callable[[float], bool] | None = None,
    ) -> None:
        """Join while the best pair of groups scores `least` bits or more.

        Ties go to the smaller rows, so the result depends on nothing but the evidence. With
        `accept`, a pair of groups that is refused once is not asked again until one of them grows.
        """
        heap: list[tuple[float, int, int, int]] = []
        stamp = dict.fromkeys(self.rows, 0)

        def push(pairs: Iterable[tuple[int, int]]) -> None:
            for x, y in pairs:
                low, high = (x, y) if x < y else (y, x)
                value = score(low, high)
                if value >= least and self.may_join(low, high):
                    heapq.heappush(heap, (-value, low, high, stamp[low] + stamp[high]))

        push((x, y) for x, others in self.sums.items() for y in others if x < y)
        while heap:
            value, x, y, when = heapq.heappop(heap)
            if x not in self.rows or y not in self.rows or stamp[x] + stamp[y] != when:
                continue
            if accept is not None and not accept(-value):
                continue
            whole = self.join(x, y)
            stamp[whole] = stamp[x] + stamp[y] + 1
            push((whole, other) for other in self.sums[whole])


def judged(evidence: Evidence) -> Groups:
    """Groups that hold the judgements and nothing else."""
    groups = Groups(evidence)
    for a, b in evidence.same:
        x, y = groups.group_of[a], groups.group_of[b]
        if x != y:
            groups.join(x, y)
    return groups


def partitions(
    evidence: Evidence, *, sure_bits: float, linked_bits: float, possible_bits: float
) -> tuple[I64, I64, I64]:
    """Three partitions of the rows, each refining the next: sure, linked, possible.

    A pair judged unsure is kept apart in the first two and together in the last, unless a pair
    judged different stands between.
    """
    after_rivals = judged(evidence)
    held = [
        (a, b)
        for a, b in evidence.unsure
        if not _barred(after_rivals, a, b) and not _one(after_rivals, a, b)
    ]
    groups = judged(evidence)
    for a, b in held:
        after_rivals.bar(a, b)
        groups.bar(a, b)
    after_rivals.run(after_rivals.support, sure_bits)
    for least in (sure_bits, linked_bits):  # the sure first: doubtful links come to whole groups
        groups.run(lambda x, y: groups.linked_support(x, y, repeat=sure_bits), least)
    linked = groups.labels()
    sure = _common(after_rivals.labels(), linked)
    for a, b in held:
        groups.free(a, b)
    for a, b in evidence.different:  # freeing must not loosen a judgement
        groups.bar(a, b)
    for a, b in held:
        x, y = groups.group_of[a], groups.group_of[b]
        if x != y and y not in groups.barred[x]:
            groups.join(x, y)
    groups.run(groups.best_link, possible_bits)
    return sure, linked, groups.labels()


def _common(first: I64, second: I64) -> I64:
    """The coarsest partition that refines both, named by smallest rows."""
    _, smallest, code = np.unique(
        first * len(first) + second, return_index=True, return_inverse=True
    )
    return np.asarray(smallest[code], dtype=np.int64)


def _one(groups: Groups, a: int, b: int) -> bool:
    return groups.group_of[a] == groups.group_of[b]


def _barred(groups: Groups, a: int, b: int) -> bool:
    return groups.group_of[b] in groups.barred[groups.group_of[a]]
