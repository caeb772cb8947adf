"""The pairs that are held: those that stay, and new ones compared and weighed.

What is held of a pair never changes: it is weighed by the model of the fit alone, without rivals,
judgements and what those teach.
"""

# ruff: noqa: PLR0917 - these functions pass on what one step holds

from dataclasses import replace

import numpy as np
import polars as pl

from tawthiq.linkage.arrays import F64, I32, I64, Bools
from tawthiq.linkage.coverage import meetings
from tawthiq.linkage.fitting import coverage_known, versions_known
from tawthiq.linkage.model import Model
from tawthiq.linkage.outcome import pair_table
from tawthiq.linkage.prepare import prepare
from tawthiq.linkage.searching import EDGE_BITS, Edges, joined_compared
from tawthiq.linkage.settling import SAME, Judged, Settled
from tawthiq.linkage.state import Held
from tawthiq.linkage.weigh import Comparer, comparer


def weighed(
    using: Comparer, edges: Edges, settled: Settled, model: Model
) -> tuple[pl.DataFrame, F64, F64]:
    """Details, odds and coverage of pairs, by the model alone: nobody's rivals or judgements."""
    version = using.prepared.version
    coverage = coverage_known(using.prepared, model, meetings(version[edges.a], version[edges.b]))
    everyone = np.full(len(edges.a), SAME, dtype=np.int8)  # no pair is too unlikely to be shown
    shown = replace(
        settled,
        judged=Judged(verdict=everyone, bits=np.zeros(len(edges.a))),
        coverage=coverage,
        taken=np.zeros(len(edges.a)),
        model=model,
    )
    details = pair_table(using, shown).drop("record_a", "record_b", "probability", "bits_rivals")
    odds = model.prior_bits + details["weight"].to_numpy()
    odds += np.where(edges.within, model.within_bits, 0.0) + coverage
    return details, odds, coverage


def still_held(then: Held, row: I32, asked: I64, n: int) -> tuple[Held, Bools]:
    """The pairs of before that hold still.

    Args:
        then: all of them.
        row: by row of then, the row of today.
        asked: pairs judged today, as `Held.code`.
        n: records of today.

    Returns:
        Them, in rows of today; which of all they are.
    """
    now = replace(then, a=row[then.a], b=row[then.b])
    stays: Bools = (now.a >= 0) & (now.b >= 0)
    stays &= then.natural | np.isin(now.code(n), asked)
    return now.chosen(np.flatnonzero(stays)), stays


def with_asked(
    pairs: tuple[I32, I32], asked: I64, there: I64, n: int
) -> tuple[tuple[I32, I32], Bools, Bools]:
    """The pairs to compare: those that keys brought up, and judged ones that are not held yet.

    Returns:
        The pairs; which of them keys brought up; which are judged.
    """
    by_key = _not_in(there, pairs[0].astype(np.int64) * n + pairs[1])
    every = np.union1d(by_key, _not_in(there, asked))
    both = (every // max(n, 1)).astype(np.int32), (every % max(n, 1)).astype(np.int32)
    return both, np.isin(every, by_key), np.isin(every, asked)


def _not_in(sorted_codes: I64, codes: I64) -> I64:
    """Those of some codes that are not among others."""
    if not len(sorted_codes):
        return codes
    at = np.minimum(np.searchsorted(sorted_codes, codes), len(sorted_codes) - 1)
    others: I64 = codes[sorted_codes[at] != codes]
    return others


def compared_anew(
    pairs: tuple[I32, I32], by_key: Bools, asked: Bools, records: pl.DataFrame, order: pl.Series,
    model: Model,
) -> tuple[Held, pl.DataFrame]:  # fmt: skip
    """Compare and weigh pairs of today's rows; keep those worth keeping, and the judged ones."""
    rows = np.unique(np.concatenate(pairs))
    few = records[order.gather(rows).to_numpy()]
    prepared = prepare(few, model.settings.fields, model.usual_death)
    way, _ = versions_known(prepared, model)
    using = comparer(prepared, model.frequencies, way)
    a, b = (np.searchsorted(rows, side).astype(np.int32) for side in pairs)
    none = np.zeros(len(a), dtype=bool)
    compared = joined_compared(using, Edges(a=a, b=b, odds=np.zeros(len(a)), within=none))
    edges = Edges(a=a, b=b, odds=np.zeros(len(a)), within=compared.within)
    nothing = np.zeros(len(a))
    settled = Settled(
        edges=edges,
        kept=np.ones(len(a), dtype=bool),
        compared=compared,
        judged=Judged.nothing(len(a)),
        alone=nothing,
        taken=nothing,
        coverage=nothing,
        model=model,
    )
    details, odds, coverage = weighed(using, edges, settled, model)
    likely = odds >= EDGE_BITS
    kept = np.flatnonzero((by_key & likely) | asked)
    held = Held(
        a=pairs[0],
        b=pairs[1],
        natural=by_key & likely,
        odds=odds,
        coverage=coverage,
        within=compared.within,
        free=np.ones((4, len(a)), dtype=np.float32),
    )
    return held.chosen(kept), details[kept]


def merged(
    held: Held, details: pl.DataFrame, added: Held, more: pl.DataFrame, n: int
) -> tuple[Held, pl.DataFrame]:
    """Pairs that stay, and new ones, sorted."""
    code = np.concatenate([held.code(n), added.code(n)])
    order = np.argsort(code, kind="stable")
    both = Held(
        a=np.concatenate([held.a, added.a]),
        b=np.concatenate([held.b, added.b]),
        natural=np.concatenate([held.natural, added.natural]),
        odds=np.concatenate([held.odds, added.odds]),
        coverage=np.concatenate([held.coverage, added.coverage]),
        within=np.concatenate([held.within, added.within]),
        free=np.concatenate([held.free, added.free], axis=1),
    )
    return both.chosen(order), pl.concat([details, more])[order]
