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
from tawthiq.linkage.coverage import coverage_bits, meetings
from tawthiq.linkage.fitting import sizes_of, version_table
from tawthiq.linkage.model import Floats, Model
from tawthiq.linkage.rivals import Rivalry
from tawthiq.linkage.searching import Edges, joined_compared, pair_odds
from tawthiq.linkage.weigh import Compared, Comparer

_COVERAGE_ROUNDS = 12
_COVERAGE_TOLERANCE = 0.02  # bits
_REFITS = 3

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Log2 odds of edges, and the model that gives them."""

    alone: Floats  # each pair by itself, with coverage
    taken: Floats  # bits, 0 or less, that rivals take
    coverage: Floats  # bits, in `alone`
    model: Model


def settle(
    using: Comparer,
    edges: Edges,
    model: Model,
    rivals: Rivalry,
    judged: Bools,
    judged_bits: Floats,
) -> Settled:
    """Let pairs compete, and fit the model to what is left, until both agree.

    Args:
        using: to compare with.
        edges: the pairs.
        model: as EM has it.
        rivals: which pairs compete.
        judged: by edge, whether reviewers have judged it.
        judged_bits: log2 odds of those.
    """
    version = using.prepared.version
    key = meetings(version[edges.a], version[edges.b])
    keys, of_key = np.unique(key, return_inverse=True)
    compared = joined_compared(using, edges)
    bits = np.zeros(len(keys))
    alone, taken = edges.odds, np.zeros(len(key))
    for refit in range(_REFITS + 1):
        odds = edges.odds if refit == 0 else pair_odds(using, edges.a, compared, model)
        odds = np.where(judged, judged_bits, odds)
        free = (keys >= 0)[of_key] & ~judged
        bits = _covered(using, odds, keys, of_key, free, rivals, model, bits)
        alone = odds + np.where(free, bits[of_key], 0.0)
        taken = np.where(judged, 0.0, rivals.bits(alone))
        if refit < _REFITS:
            model = _refitted(using, compared, em.probability_of(alone + taken), model)
    return Settled(
        alone=alone,
        taken=taken,
        coverage=np.where(free, bits[of_key], 0.0),
        model=replace(model, versions=_versions(using, keys, bits, model)),
    )


def _covered(
    using: Comparer,
    odds: Floats,
    keys: Ints,
    of_key: Ints,
    free: Bools,
    rivals: Rivalry,
    model: Model,
    bits: Floats,
) -> Floats:
    """Bits that the coverage of two versions adds, by meeting.

    How many pairs are one person follows from the odds after rivals, and those from the coverage:
    in turns, until it stays.
    """
    if not (keys >= 0).any():
        return bits
    sizes = sizes_of(using.prepared, np.maximum(keys, 0))
    for _ in range(_COVERAGE_ROUNDS):
        alone = odds + np.where(free, bits[of_key], 0.0)
        p = em.probability_of(alone + rivals.bits(alone))
        k = np.bincount(of_key, p, minlength=len(keys))
        found = np.where(keys >= 0, coverage_bits(k, *sizes, model.prior_bits), 0.0)
        moved = np.abs(found - bits).max(initial=0.0)
        bits = found
        if moved < _COVERAGE_TOLERANCE:
            break
    return bits


def _refitted(using: Comparer, compared: Compared, p: Floats, model: Model) -> Model:
    """The model whose shares of levels are those of the pairs that rivals leave."""
    return replace(model, m=em.shares_of(compared.name, compared.gamma, p, using.fields, model.m))


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
