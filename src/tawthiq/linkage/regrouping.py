"""Groups made anew, only where a pair came, went or is worth something else now.

Two groups join only by way of a pair that could join them by itself: of what such pairs hold
together, nothing outside decides.
"""

from dataclasses import dataclass, replace

import numpy as np

from tawthiq.linkage import em
from tawthiq.linkage.arrays import I32, I64, Bools
from tawthiq.linkage.cluster import Evidence
from tawthiq.linkage.graph import first_of_part
from tawthiq.linkage.judgements import Pairs
from tawthiq.linkage.model import LinkSettings
from tawthiq.linkage.outcome import grouped
from tawthiq.linkage.state import GONE, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the run before found, in rows of today."""

    state: State
    row: I32  # by row of then: the row of today, -1 gone
    stays: Bools  # which of its pairs are still held


def regrouped(
    evidence: Evidence, settings: LinkSettings, judged: Bools, before: Before
) -> tuple[I64, I64, I64]:
    """What `outcome.grouped` gives, made from what the run before gave.

    Args:
        evidence: of today.
        settings: see `LinkSettings`.
        judged: which of its pairs are judged.
        before: the run before.
    """
    n, last = evidence.n, before.state.found
    changed = np.ones(len(evidence.a), dtype=bool)
    then = before.state.held
    old = before.row[then.a[before.stays]].astype(np.int64) * n + before.row[then.b[before.stays]]
    at = np.searchsorted(evidence.a.astype(np.int64) * n + evidence.b, old)
    changed[at] = False
    for value, was in (
        (evidence.alone, last.alone), (evidence.bits, last.bits), (evidence.coverage, last.coverage)
    ):  # fmt: skip
        changed[at] |= value[at] != was[before.stays]
    touched = np.ones(n, dtype=bool)
    touched[before.row[before.row >= 0]] = False  # who is new is touched
    touched[evidence.a[changed]] = touched[evidence.b[changed]] = True
    gone = ~before.stays
    for ends in (then.a[gone], then.b[gone]):
        left = before.row[ends]
        touched[left[left >= 0]] = True
    loose = np.maximum(-evidence.coverage, 0.0) + max(evidence.within_bits, 0.0)
    joins = evidence.alone + loose >= em.log2_odds(settings.linked_probability)
    joins |= evidence.bits + loose >= em.log2_odds(settings.possible_probability)
    joins |= judged
    a, b = evidence.a[joins], evidence.b[joins]
    part = first_of_part(n, a, b)
    again = np.zeros(n, dtype=bool)
    again[part[touched]] = True
    rows = np.flatnonzero(again[part]).astype(np.int64)
    fresh = grouped(_within(evidence, rows), settings)
    found = []
    alive = before.row >= 0
    for label, now in zip((last.sure, last.linked, last.possible), fresh, strict=True):
        labels = np.arange(n, dtype=np.int64)
        labels[before.row[alive]] = before.row[label[alive]]
        labels[rows] = rows[now]
        found.append(labels)
    return found[0], found[1], found[2]


def _within(evidence: Evidence, rows: I64) -> Evidence:
    """The evidence of some rows among themselves."""
    new = np.full(evidence.n, GONE, dtype=np.int32)
    new[rows] = np.arange(len(rows), dtype=np.int32)
    a, b = new[evidence.a], new[evidence.b]
    both = (a >= 0) & (b >= 0)

    def among(pairs: Pairs) -> Pairs:
        found = ((int(new[x]), int(new[y])) for x, y in pairs)
        return tuple((x, y) for x, y in found if x >= 0 and y >= 0)

    return replace(
        evidence,
        n=len(rows),
        a=a[both],
        b=b[both],
        alone=evidence.alone[both],
        bits=evidence.bits[both],
        coverage=evidence.coverage[both],
        version=evidence.version[rows],
        clean=frozenset(evidence.clean & set(evidence.version[rows].tolist())),
        same=among(evidence.same),
        different=among(evidence.different),
        unsure=among(evidence.unsure),
    )
