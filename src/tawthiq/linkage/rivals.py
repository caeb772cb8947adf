"""Rivals: a record has at most one partner in each other list, so its candidates compete.

Weighed alone, `a` may seem to be `b1` and `b2` of one list alike. But a list seldom names a person
twice: if it is `b1`, it is not `b2`. The posterior of all pairs at once is that of a matching: each
set of pairs in which no record has two partners in one version weighs the product of its odds. Its
marginals are found by passing messages between records (sum-product; exact where the pairs form no
cycle). How likely two records of one version are a repetition softens their rivalry: records that
are one person do not compete.

Nothing here depends on the order of rows: messages are all sent at once.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

_MOST_BITS = 40.0  # beyond it odds differ by nothing, and sums of them would lose the small ones
_MOST_CONFLICT = 0.999
_ROUNDS = 100
_TOLERANCE = 1e-3  # bits

Ints = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """Which pairs compete: the pairs `a[k], b[k]` the rivalry was made from, in two directions.

    Pair `cross[e]` is the directed edges `e` (from its a) and `e + len(cross)` (from its b).
    """

    n_pairs: int
    barred: npt.NDArray[np.bool_]  # both in one version of a list known to be clean
    a: I32
    b: I32
    start: Ints  # by directed edge: the record it starts from
    group_version: Ints  # by group: the version looked in
    cross: Ints  # pairs of two versions
    group: Ints  # by directed edge: one number for a record and the version it looks for itself in
    n_groups: int
    # Two edges from one record to two records of one version, and the pair of those two.
    edge: Ints
    rival: Ints
    repeat: Ints

    def bits(self, odds: Floats) -> Floats:
        """Bits (0 or less) that the rivals of each pair take from its log2 odds.

        Args:
            odds: log2 odds of each pair weighed alone, shape (n_pairs,).
        """
        barred = np.where(self.barred, -_MOST_BITS, 0.0)
        if not len(self.cross):
            return barred
        alone = odds + barred
        apart = self._apart(alone + self._matched(alone, alone))
        return barred + self._matched(alone, alone + apart) + apart

    def _apart(self, odds: Floats) -> Floats:
        """Bits taken from two records that have each found a partner of its own in a third list."""
        p = 1.0 / (1.0 + np.exp2(-np.clip(odds[self.cross], -_MOST_BITS, _MOST_BITS)))
        edges = len(self.cross)
        # The best partner of each record in each version, where it is more likely than not.
        likely = np.nonzero(p > 0.5)[0]
        directed = np.concatenate([likely, likely + edges])
        order = directed[np.lexsort((directed, -p[directed % edges], self.group[directed]))]
        best = order[np.concatenate([[True], np.diff(self.group[order]) > 0])[: len(order)]]
        found = pl.DataFrame(
            {
                "start": self.start[best],
                "version": self.group_version[self.group[best]],
                "end": self.start[(best + edges) % (2 * edges)],
                "p": p[best % edges],
            }
        )
        pairs = pl.DataFrame({"a": self.a, "b": self.b, "pair": np.arange(self.n_pairs)})
        ways = (
            pairs.join(found.rename({"end": "c", "p": "pa"}), left_on="a", right_on="start")
            .join(
                found.rename({"end": "d", "p": "pb"}),
                left_on=["b", "version"],
                right_on=["start", "version"],
            )
            .filter(pl.col("c") != pl.col("d"))
            .with_columns(a=pl.min_horizontal("c", "d"), b=pl.max_horizontal("c", "d"))
            .join(pairs.rename({"pair": "others"}), on=["a", "b"], how="left")
        )
        others = ways["others"].fill_null(-1).to_numpy()
        one = 1.0 / (1.0 + np.exp2(-np.clip(odds[others], -60, 60)))
        conflict = (ways["pa"] * ways["pb"]).to_numpy() * np.where(others >= 0, 1 - one, 1.0)
        worst = np.zeros(self.n_pairs)
        np.maximum.at(worst, ways["pair"].to_numpy(), conflict)
        bits: Floats = np.log2(1 - np.minimum(worst, _MOST_CONFLICT))
        return bits

    def _matched(self, odds: Floats, repeat_odds: Floats) -> Floats:
        """Bits taken by rivals of the same version."""
        taken = np.zeros(self.n_pairs)
        edges = len(self.cross)
        strength = np.exp2(np.minimum(odds[self.cross], _MOST_BITS))
        strength = np.concatenate([strength, strength])
        repeated = 1.0 / (1.0 + np.exp2(-np.clip(repeat_odds[self.repeat], -60, 60)))
        free = np.zeros(2 * edges)  # log2 of how far the record at the start is free for its end
        for _ in range(_ROUNDS):
            claim = strength * np.exp2(np.concatenate([free[edges:], free[:edges]]))
            others = np.bincount(self.group, claim, minlength=self.n_groups)[self.group] - claim
            others -= np.bincount(self.edge, claim[self.rival] * repeated, minlength=2 * edges)
            found = -np.log2(1.0 + np.maximum(others, 0.0))
            moved = float(np.abs(found - free).max())
            free = (free + found) / 2  # half way, or two equal rivals take turns for ever
            if moved < _TOLERANCE:
                break
        taken[self.cross] = free[:edges] + free[edges:]
        return taken


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
    cross = np.nonzero(known & other)[0]
    within = np.nonzero(known & ~other)[0]
    start = np.concatenate([a[cross], b[cross]]).astype(np.int64)
    end = np.concatenate([b[cross], a[cross]]).astype(np.int64)
    looked_in = version[end].astype(np.int64)
    width = int(version.max(initial=0)) + 1
    groups, group = np.unique(start * width + looked_in, return_inverse=True)
    edges = pl.DataFrame({"start": start, "end": end, "edge": np.arange(len(start))})
    repeats = pl.DataFrame(
        {
            "end": np.concatenate([a[within], b[within]]).astype(np.int64),
            "other": np.concatenate([b[within], a[within]]).astype(np.int64),
            "repeat": np.concatenate([within, within]).astype(np.int64),
        }
    )
    found = (
        repeats.join(edges, on="end")
        .join(edges.rename({"end": "other", "edge": "rival"}), on=["start", "other"])
        .sort("edge", "rival")
    )
    return Rivalry(
        n_pairs=len(a),
        barred=known & ~other & np.isin(version[a], sorted(clean)),
        a=a,
        b=b,
        start=start,
        group_version=groups % width,
        cross=cross,
        group=group,
        n_groups=len(groups),
        edge=found["edge"].to_numpy(),
        rival=found["rival"].to_numpy(),
        repeat=found["repeat"].to_numpy(),
    )
