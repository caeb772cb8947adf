"""What pairs are worth once they compete: coverage, rivals and model settle together.

EM weighs each pair by itself, so it also learns from pairs that lose to a rival, and takes levels
of disagreement for commoner among true pairs than they are. Here the model is fitted again to what
rivals leave, and rivals compete by the new model: in turns, a few times.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.linkage import em
from tawthiq.linkage.arrays import I8
from tawthiq.linkage.coverage import coverage_bits, distinct_meetings
from tawthiq.linkage.fitting import sizes_of, version_table
from tawthiq.linkage.model import Floats, Model
from tawthiq.linkage.rivals import Rivalry, rivalry
from tawthiq.linkage.searching import EDGE_BITS, Edges, joined_compared
from tawthiq.linkage.weigh import Compared, Comparer, pair_odds

_FIRST_ROUNDS = 4
_COVERAGE_TOLERANCE = 0.05  # bits
_REFITS = 3
UNJUDGED, SAME, DIFFERENT, UNSURE = range(4)

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What reviewers hold of edges."""

    verdict: I8  # UNJUDGED, or what it is
    bits: Floats  # log2 odds that the verdict gives

    @classmethod
    def nothing(cls, n: int) -> "Judged":
        """No verdict on any of `n` edges."""
        return cls(verdict=np.full(n, UNJUDGED, dtype=np.int8), bits=np.zeros(n))

    @property
    def known(self) -> Bools:
        """Which edges have a verdict."""
        known: Bools = self.verdict != UNJUDGED
        return known

    def chosen(self, kept: Bools) -> "Judged":
        """Those of some of the edges."""
        return Judged(verdict=self.verdict[kept], bits=self.bits[kept])

    def over(self, odds: Floats) -> Floats:
        """Odds with the verdicts over them."""
        return np.where(self.known, self.bits, odds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Log2 odds of edges, and the model that gives them."""

    edges: Edges
    kept: Bools  # which of the edges that were given they are
    compared: Compared
    judged: Judged
    alone: Floats  # each pair by itself, with coverage
    taken: Floats  # bits, 0 or less, that rivals take
    coverage: Floats  # bits, in `alone`
    model: Model


def settle(
    using: Comparer,
    edges: Edges,
    model: Model,
    clean: frozenset[int],
    judged: Judged,
    *,
    asked: Bools | None = None,
) -> Settled:
    """Let pairs compete, and fit the model to what is left, until both agree.

    Args:
        using: to compare with.
        edges: the pairs, those among them that only coverage could make likely.
        model: as EM has it.
        clean: versions that name each person once.
        judged: what reviewers hold of some of the edges.
        asked: edges that are kept however unlikely they are; those that are judged always are.
    """
    asked = judged.known if asked is None else asked | judged.known
    version = using.prepared.version
    # First the coverage of lists, from pairs that are likely without it.
    chosen = (edges.odds >= EDGE_BITS) | asked
    likely, first = edges.chosen(chosen), judged.chosen(chosen)
    rivals = rivalry(likely.a, likely.b, version, clean)
    meeting = Meetings.of(using, likely, model.prior_bits)
    bits = np.zeros(len(meeting.keys))
    guess = rivals.first_guess()
    for _ in range(_FIRST_ROUNDS):
        odds = first.over(likely.odds)
        bits, moved = meeting.covered(odds, first, bits, rivals, guess)
        if moved < _COVERAGE_TOLERANCE:
            break
    # Then all pairs that it leaves likely.
    known = dict(zip(meeting.keys.tolist(), bits.tolist(), strict=True))
    del likely, first, rivals, meeting, guess  # among millions of records these are gigabytes
    every = Meetings.of(using, edges, model.prior_bits)
    bits = np.array([known.get(key, 0.0) for key in every.keys.tolist()])
    kept = (edges.odds + bits[every.of_pair] >= EDGE_BITS) | asked
    edges, judged = edges.chosen(kept), judged.chosen(kept)
    meeting = every.chosen(kept)
    rivals = rivalry(edges.a, edges.b, version, clean)
    guess = rivals.first_guess()
    compared = joined_compared(using, edges)
    odds = judged.over(edges.odds)
    for _ in range(_REFITS):
        alone = odds + meeting.spread(bits, judged)
        p = em.probability_of(alone + np.where(judged.known, 0.0, rivals.bits(alone, guess)))
        bits = meeting.coverage(p, bits)
        m = em.shares_of(
            compared.name, compared.gamma, p, using.fields, model.m, within=compared.within
        )
        model = replace(model, m=m)
        odds = judged.over(pair_odds(using, edges.a, compared, model))
    bits, _ = meeting.covered(odds, judged, bits, rivals, guess)
    coverage = meeting.spread(bits, judged)
    alone = odds + coverage
    taken = np.where(judged.known, 0.0, rivals.bits(alone, guess))
    return Settled(
        edges=edges,
        kept=kept,
        compared=compared,
        judged=judged,
        alone=alone,
        taken=taken,
        coverage=coverage,
        model=replace(model, versions=_versions(using, meeting.keys, bits, model)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """Which two versions each pair is of."""

    keys: Ints  # see `coverage.meetings`
    of_pair: Ints  # by pair: which of `keys`
    sizes: tuple[Floats, Floats]  # records that can be linked, of either version, by key
    prior_bits: float

    @classmethod
    def of(cls, using: Comparer, edges: Edges, prior_bits: float) -> "Meetings":
        """Those of some edges."""
        version = using.prepared.version
        keys, of_pair = distinct_meetings(version[edges.a], version[edges.b])
        sizes = sizes_of(using.prepared, np.maximum(keys, 0))
        return cls(keys=keys, of_pair=of_pair, sizes=sizes, prior_bits=prior_bits)

    def chosen(self, kept: Bools) -> "Meetings":
        """Those of some of the pairs."""
        return replace(self, of_pair=self.of_pair[kept])

    def spread(self, bits: Floats, judged: Judged) -> Floats:
        """Coverage by pair; none within a version, nor where a reviewer has judged."""
        return np.where(judged.known, 0.0, bits[self.of_pair])

    def covered(
        self, odds: Floats, judged: Judged, bits: Floats, rivals: Rivalry, guess: Floats
    ) -> tuple[Floats, float]:
        """Coverage by meeting as the odds after rivals have it, and by how much it moved.

        How many pairs are one person follows from the odds after rivals, and those from the
        coverage: it is asked for in turns, until it stays.
        """
        if not (self.keys >= 0).any():
            return bits, 0.0
        alone = odds + self.spread(bits, judged)
        found = self.coverage(em.probability_of(alone + rivals.bits(alone, guess)), bits)
        return found, float(np.abs(found - bits).max(initial=0.0))

    def coverage(self, p: Floats, bits: Floats) -> Floats:
        """Bits by meeting, where pairs are one person with probability `p`."""
        if not (self.keys >= 0).any():
            return bits
        k = np.bincount(self.of_pair, p, minlength=len(self.keys))
        found = coverage_bits(k.astype(np.float64), *self.sizes, self.prior_bits)
        return np.where(self.keys >= 0, found, 0.0)


def _versions(using: Comparer, keys: Ints, bits: Floats, model: Model) -> pl.DataFrame:
    """`Model.versions`: the ways of ages known before, with the coverage found."""
    met = keys >= 0
    v, w = keys[met] >> 32, keys[met] & 0xFFFFFFFF
    found = version_table(using.prepared, v, w, np.ones(len(v), dtype=np.int8), bits[met])
    names = ["list_a", "document_a", "list_b", "document_b"]
    known = model.versions.select(*names, known="way")
    return (
        found.join(known, on=names, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(pl.coalesce("known", "way").alias("way"))
        .drop("known")
    )
