"""What settled pairs come to: the evidence for groups, the groups, the tables of `Links`."""

import numpy as np
import polars as pl

from tawthiq.linkage import em
from tawthiq.linkage.arrays import F32, I32, I64
from tawthiq.linkage.cluster import Evidence, partitions
from tawthiq.linkage.coverage import meetings
from tawthiq.linkage.fitting import coverage_known
from tawthiq.linkage.judgements import Pairs
from tawthiq.linkage.model import Floats, LinkSettings, Model
from tawthiq.linkage.searching import Edges
from tawthiq.linkage.settling import DIFFERENT, SAME, UNJUDGED, UNSURE, Judged, Settled
from tawthiq.linkage.weigh import Compared, Comparer, weigh

KEPT_PROBABILITY = 0.001  # less probable pairs are left out of `Links.pairs`, unless judged
_JUDGED_BITS = 60.0
_HAIR = 2.0**-6  # bits: less than any evidence


def heed(edges: Edges, judged: dict[str, Pairs], settings: LinkSettings, n: int) -> Judged:
    """The verdict of each pair, and the log2 odds that it gives."""
    code = edges.a.astype(np.int64) * n + edges.b
    odds = np.zeros(len(code))
    verdict = np.full(len(code), UNJUDGED, dtype=np.int8)
    middle = (settings.possible_probability + settings.linked_probability) / 2
    for word, found, bits in (
        ("unsure", UNSURE, em.log2_odds(middle)),
        ("same", SAME, _JUDGED_BITS),
        ("different", DIFFERENT, -_JUDGED_BITS),
    ):
        for x, y in judged[word]:
            at = np.searchsorted(code, x * n + y)
            odds[at], verdict[at] = bits, found
    return Judged(verdict=verdict, bits=odds)


def evidence_of(
    edges: Edges,
    alone: Floats,
    taken: Floats,
    coverage: Floats,
    *,
    told: F32,
    version: I32,
    within_bits: float,
    clean: frozenset[int],
    judged: dict[str, Pairs],
) -> Evidence:
    """What decides groups.

    Args:
        edges: the pairs.
        alone: log2 odds of each, weighed alone, or as its judgement gives them.
        taken: bits that its rivals take from each.
        coverage: what of `alone` is owed to how much of its list has a partner in the other.
        told: by row, how much of what its list tells it gives.
        version: by row.
        within_bits: the prior for one version, which is in `alone`.
        clean: codes of versions without repeats.
        judged: pairs by verdict.
    """
    rest = _hair(told, edges.a, edges.b) - np.where(edges.within, within_bits, 0.0)
    return Evidence(
        n=len(version),
        a=edges.a,
        b=edges.b,
        alone=(alone + rest).astype(np.float32),
        bits=(alone + taken + rest).astype(np.float32),
        coverage=coverage.astype(np.float32),
        version=version,
        within_bits=within_bits,
        clean=clean,
        same=judged["same"],
        different=judged["different"],
        unsure=judged["unsure"],
    )


def _hair(told: F32, a: I32, b: I32) -> F32:
    """What settles between two that fit alike: the one as complete in its list is linked.

    What one list does not know of somebody, another often does not know either.
    """
    less: F32 = -_HAIR * np.abs(told[a] - told[b])
    return less


def grouped(evidence: Evidence, settings: LinkSettings) -> tuple[I64, I64, I64]:
    """`partitions` at the probabilities of the settings."""
    return partitions(
        evidence,
        sure_bits=em.log2_odds(settings.sure_probability),
        linked_bits=em.log2_odds(settings.linked_probability),
        possible_bits=em.log2_odds(settings.possible_probability),
        repeat_bits=em.log2_odds(settings.repeat_probability),
    )


def rival_table(ids: pl.Series, a: I32, b: I32, taken: Floats) -> pl.DataFrame:
    """`Model.rivals`: the pairs that lose something to rivals, and how many bits."""
    some = np.flatnonzero(taken)
    return pl.DataFrame(
        {"record_a": ids.gather(a[some]), "record_b": ids.gather(b[some]), "bits": taken[some]}
    )


def _prior(using: Comparer, model: Model, a: I32, b: I32, compared: Compared) -> Floats:
    """Bits that hold before the fields of pairs are compared: as `explain` has them."""
    version = using.prepared.version
    bits = coverage_known(using.prepared, model, meetings(version[a], version[b]))
    within = np.where(compared.within, model.within_bits, 0.0)
    return np.asarray(model.prior_bits + within + bits, dtype=np.float64)


def pair_table(using: Comparer, settled: Settled) -> pl.DataFrame:
    """`Links.pairs`."""
    odds = settled.alone + settled.taken
    kept = (odds >= em.log2_odds(KEPT_PROBABILITY)) | settled.judged.known
    a, b, compared = settled.edges.a[kept], settled.edges.b[kept], settled.compared.chosen(kept)
    ids, bits = using.prepared.ids, weigh(using, a, compared, settled.model)
    gammas = {"gamma_name": compared.name}
    gammas |= {f"gamma_{f}": compared.gamma[:, i] for i, f in enumerate(using.fields)}
    return pl.DataFrame(
        {
            "record_a": ids.gather(a),
            "record_b": ids.gather(b),
            "weight": np.sum(list(bits.values()), axis=0),
            "probability": em.probability_of(odds[kept]),
            "same_version": compared.within,
            "bits_prior": _prior(using, settled.model, a, b, compared),
            **gammas,
            **{f"bits_{field}": values for field, values in bits.items()},
            "bits_rivals": settled.taken[kept],
        }
    )
