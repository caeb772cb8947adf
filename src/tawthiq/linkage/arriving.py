"""Whom new records meet: by the keys of the fit, and of what came since.

A new record meets the records of the fit in every block that was small enough then; in larger ones
its neighbours in near order. Of those that came after the fit it meets the newest before it.
"""

# ruff: noqa: PLR0917
# Compiled functions take positional arguments only; others here pass on what one step holds.

import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl

from tawthiq.compiling import compiled
from tawthiq.linkage.arrays import I32, I64, U64, Bools
from tawthiq.linkage.block import WINDOW, largest_block
from tawthiq.linkage.keys import all_keys
from tawthiq.linkage.parts import hash_whole
from tawthiq.linkage.prepare import Prepared
from tawthiq.linkage.state import Base, Held, KeyKind, Late, State


def base_of(prepared: Prepared, digest: U64) -> tuple[Base, I32]:
    """Where the records of a fit stand, and the row of each by near order.

    Args:
        prepared: the records.
        digest: see `today.row_digest`.
    """
    whole = _whole_of(prepared)
    age = np.nan_to_num(prepared.age_low, nan=-1.0)
    order = np.lexsort((prepared.death_low, prepared.birth_low, age, whole)).astype(np.int32)
    rank = np.empty(prepared.n, dtype=np.int32)
    rank[order] = np.arange(prepared.n, dtype=np.int32)
    kinds = []
    for keys in all_keys(prepared):
        of = rank[keys.owner]
        by_key = np.lexsort((of, keys.key))
        key, of = keys.key[by_key], of[by_key]
        once = _once(key, of)
        kind = KeyKind(key=key[once], rank=of[once], neighbours=keys.neighbours, share=keys.share)
        kinds.append(kind)
    return (
        Base(
            made=hashlib.sha256(digest.tobytes()).hexdigest(),
            whole=whole[order],
            age=age[order],
            birth=prepared.birth_low[order],
            death=prepared.death_low[order],
            kinds=tuple(kinds),
        ),
        order,
    )


def _once(key: U64, of: I32) -> Bools:
    """Which entries of sorted keys are not the one before over again."""
    first: Bools = np.ones(len(key), dtype=bool)
    first[1:] = (key[1:] != key[:-1]) | (of[1:] != of[:-1])
    return first


def _whole_of(prepared: Prepared) -> U64:
    """By record a number for the skeletons of its name; 0 without one."""
    names = prepared.names
    # The last one: no reading.
    of_reading = np.append(hash_whole(names, start=1), np.uint64(0))
    whole = np.zeros(prepared.n, dtype=np.uint64)
    named = prepared.name >= 0
    whole[named] = of_reading[names.readings[prepared.name[named]]].max(axis=1)
    return whole


def _places(whole, age, birth, death, w, y, b, d, out):  # type: ignore[no-untyped-def]
    """How many of the sorted rows come before each of some others."""
    for k in range(w.shape[0]):
        low, high = 0, whole.shape[0]
        while low < high:
            x = (low + high) // 2
            before = whole[x] < w[k]
            if whole[x] == w[k]:
                before = age[x] < y[k]
                if age[x] == y[k]:
                    before = birth[x] < b[k] or (birth[x] == b[k] and death[x] < d[k])
            if before:
                low = x + 1
            else:
                high = x
        out[k] = low


_find_places = compiled(_places, alone=True)


def _places_among(base: Base, fresh: Prepared) -> I64:
    """By record: how many of the records of the fit come before it in near order."""
    place = np.empty(fresh.n, dtype=np.int64)
    age = np.nan_to_num(fresh.age_low, nan=-1.0)
    _find_places(
        base.whole, base.age, base.birth, base.death, _whole_of(fresh), age, fresh.birth_low,
        fresh.death_low, place,
    )  # fmt: skip
    return place


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgrown:
    """Blocks that were compared in full at the fit and would not be now."""

    blocks: int
    rows: I32  # of today, that stand in one


def met_by(
    state: State,
    fresh: Prepared,
    arrivals: pl.DataFrame,
    rank_row: I32,
    late_row: I32,
    max_block: int,
) -> tuple[Late, tuple[I32, I32], Outgrown]:
    """Whom the arrivals meet, by their keys.

    Args:
        state: of an earlier run.
        fresh: the arrivals.
        arrivals: the same as a table, in the order in which they came.
        rank_row: by near order of the fit, the row of today.
        late_row: the same by number, of all that came after the fit.
        max_block: see `LinkSettings`.

    Returns:
        All that came after the fit; pairs of rows of today, a < b, once each; blocks that are too
        large now.
    """
    base, first_new = state.base, len(state.late.row)
    number = np.empty(fresh.n, dtype=np.int32)
    number[:] = first_new + arrivals["record_id"].cast(pl.String).arg_sort().to_numpy()
    place_of = np.zeros(len(late_row), dtype=np.int64)
    place_of[number] = _places_among(base, fresh)
    keys, numbers = [], []
    one, other = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    blocks, members = 0, [np.empty(0, np.int32)]
    several = zip(base.kinds, state.late.keys, state.late.numbers, all_keys(fresh), strict=True)
    for kind, old_key, old_number, new in several:
        key = np.concatenate([old_key, new.key])
        of = np.concatenate([old_number, number[new.owner]])
        order = np.lexsort((of, key))
        key, of = key[order], of[order]
        once = _once(key, of)
        key, of = key[once], of[once]
        keys.append(key)
        numbers.append(of)
        low, high = (np.searchsorted(kind.key, key, side) for side in ("left", "right"))
        most = largest_block(max_block, kind.share)
        small = high - low <= most
        chosen = np.flatnonzero((of >= first_new) & (small | kind.neighbours))
        start, stop = low[chosen], high[chosen]
        for k in np.flatnonzero(~small[chosen]).tolist():
            block = kind.rank[start[k] : stop[k]]
            at = start[k] + int(np.searchsorted(block, place_of[of[chosen[k]]]))
            start[k], stop[k] = max(start[k], at - WINDOW), min(stop[k], at + WINDOW)
        entry, at = _ranges(start, stop)
        one.append(late_row[of[chosen[entry]]])
        other.append(rank_row[kind.rank[at]])
        first = _run_starts(key)
        entry, at = _ranges(np.maximum(first[chosen], chosen - most), chosen)
        one.append(late_row[of[chosen[entry]]])
        other.append(late_row[of[at]])
        count, rows = _outgrown(kind, key, of, low, high, most, rank_row, late_row)
        blocks += count
        members.append(rows)
    x, y = np.concatenate(one), np.concatenate(other)
    there = (x >= 0) & (y >= 0) & (x != y)
    x, y = x[there].astype(np.int64), y[there].astype(np.int64)
    n = max(int(max(rank_row.max(initial=0), late_row.max(initial=0))) + 1, 1)
    code = np.unique(np.minimum(x, y) * n + np.maximum(x, y))
    rows = np.unique(np.concatenate(members))
    return (
        Late(row=late_row, keys=tuple(keys), numbers=tuple(numbers)),
        ((code // n).astype(np.int32), (code % n).astype(np.int32)),
        Outgrown(blocks=blocks, rows=rows[rows >= 0].astype(np.int32)),
    )


def _ranges(start: I64, stop: I64) -> tuple[I64, I64]:
    """All of some ranges: which range, and what is in it."""
    length = np.maximum(stop - start, 0)
    entry = np.repeat(np.arange(len(start)), length)
    ends = np.cumsum(length)
    at = np.arange(len(entry)) - np.repeat(ends - length, length) + start[entry]
    return entry, at.astype(np.int64)


def _run_starts(key: U64) -> I64:
    """By entry of sorted keys: where the run of its key begins."""
    first = np.arange(len(key))
    first[1:][key[1:] == key[:-1]] = 0
    return np.maximum.accumulate(first) if len(key) else first


def _outgrown(
    kind: KeyKind, key: U64, of: I32, low: I64, high: I64, most: int, rank_row: I32,
    late_row: I32,
) -> tuple[int, I32]:  # fmt: skip
    starts = np.flatnonzero(_run_starts(key) == np.arange(len(key)))
    stops = np.append(starts[1:], len(key))
    size = high[starts] - low[starts]
    past = (size <= most) & (size + stops - starts > most)
    _, at = _ranges(low[starts[past]], high[starts[past]])
    _, late = _ranges(starts[past], stops[past])
    rows = np.concatenate([rank_row[kind.rank[at]], late_row[of[late]]])
    return int(past.sum()), rows.astype(np.int32)


def pairs_in_outgrown(held: Held, rows: I32, late_row: I32) -> int:
    """How many held pairs are of records in outgrown blocks, one of which came after the fit.

    Args:
        held: all pairs.
        rows: of today, that stand in outgrown blocks.
        late_row: see `met_by`.
    """
    size = int(max(held.a.max(initial=0), held.b.max(initial=0), rows.max(initial=0))) + 1
    there, late = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    there[rows] = True
    late[late_row[(late_row >= 0) & (late_row < size)]] = True
    both = there[held.a] & there[held.b] & (late[held.a] | late[held.b])
    return int(both.sum())
