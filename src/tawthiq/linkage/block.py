"""Candidate pairs: records that share a key of some kind, by many kinds of key at once.

No kind is relied on alone. Name keys leave out each part in turn, so any one part may be wrong or
missing; with two parts wrong, an age within a year, a birth date or a death date must agree. Keys
use coarse skeletons, in which both scripts and most spellings meet.
"""

# ruff: noqa: PLR0917, PLR0912  # compiled functions take positional arguments only

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from numba import njit

from tawthiq.linkage.parts import COARSE, MAX_PARTS
from tawthiq.linkage.prepare import NO_DAY, Prepared

_WINDOW = 8  # neighbours each record of a block that is too large is compared with
_NO_AGE = -1

I32 = npt.NDArray[np.int32]
U64 = npt.NDArray[np.uint64]

# Kinds of key. Only kinds made of names alone teach the model: the ages of pairs that were chosen
# by their age say nothing about the ages of strangers.
_ALL_BUT_ONE, _ANY_ORDER, _WITH_AGE, _WITH_BIRTH, _WITH_DEATH = 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Pairs of rows `a < b`, and whether a key made of names alone found them in a full block."""

    a: I32
    b: I32
    by_name: npt.NDArray[np.bool_]


# Called from compiled code only: needs no wrappers for Python.
@njit(cache=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)  # type: ignore[call-overload]
def _mix(h, x):  # type: ignore[no-untyped-def]
    """One step of splitmix64: spreads (h, x) over 64 bits."""
    z = h ^ (np.uint64(x) + np.uint64(0x9E3779B97F4A7C15))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@njit(cache=True)
def _name_keys(  # type: ignore[no-untyped-def]
    record, reading, spans, part, info, age, birth, death, key, owner, kind
):
    """Write all keys; returns how many. With `key` empty only counts."""
    count = 0
    write = len(key) > 0
    codes = np.empty(MAX_PARTS, dtype=np.int64)
    for k in range(len(record)):
        i, r = record[k], reading[k]
        n = spans[r, 1] - spans[r, 0]
        for x in range(n):
            codes[x] = info[part[spans[r, 0] + x], COARSE]
        # The whole name (left out == n) and the name without each of its parts in turn.
        for left_out in range(n + 1):
            if left_out < n < 3:
                continue
            h = np.uint64(_ALL_BUT_ONE)
            for x in range(n):
                if x != left_out:
                    h = _mix(h, codes[x])
            if write:
                key[count], owner[count], kind[count] = h, i, _ALL_BUT_ONE
            count += 1
        if n > 3:  # five parts beside three: given name, father, family name
            h = _mix(_mix(_mix(np.uint64(_ALL_BUT_ONE), codes[0]), codes[1]), codes[n - 1])
            if write:
                key[count], owner[count], kind[count] = h, i, _ALL_BUT_ONE
            count += 1
        if n > 1:
            h = np.uint64(0)  # a sum: the same in any order
            for x in range(n):
                h += _mix(np.uint64(_ANY_ORDER), codes[x])
            if write:
                key[count], owner[count], kind[count] = h, i, _ANY_ORDER
            count += 1
        if age[i] != _NO_AGE:
            for x in range(n):
                for y in range(x + 1, n):
                    for years in range(2):  # two records a year apart share one of their years
                        h = _mix(_mix(np.uint64(_WITH_AGE), codes[x]), codes[y])
                        h = _mix(h, age[i] + years)
                        if write:
                            key[count], owner[count], kind[count] = h, i, _WITH_AGE
                        count += 1
        if birth[i] != NO_DAY:
            for x in range(n):
                h = _mix(_mix(np.uint64(_WITH_BIRTH), codes[x]), birth[i] + 100_000_000)
                if write:
                    key[count], owner[count], kind[count] = h, i, _WITH_BIRTH
                count += 1
        if death[i] != NO_DAY:
            for x in range(n):
                h = _mix(_mix(np.uint64(_WITH_DEATH), codes[x]), death[i] + 100_000_000)
                h = _mix(h, 1 if x == 0 else 0)  # a given name, or any other part
                if write:
                    key[count], owner[count], kind[count] = h, i, _WITH_DEATH
                count += 1
    return count


@njit(cache=True)
def _pairs_of_blocks(edges, owner, max_block, window, left, right):  # type: ignore[no-untyped-def]
    """Write the pairs of all blocks; returns how many. With `left` empty only counts.

    A block larger than `max_block` gives each record the `window` records after it in the order
    of the rows, which must be a neighbourhood order.
    """
    count = 0
    write = len(left) > 0
    for e in range(len(edges) - 1):
        first, last = edges[e], edges[e + 1]
        large = last - first > max_block
        for x in range(first, last):
            stop = min(last, x + 1 + window) if large else last
            for y in range(x + 1, stop):
                if owner[x] != owner[y]:
                    if write:
                        left[count], right[count] = owner[x], owner[y]
                    count += 1
    return count


def candidate_pairs(prepared: Prepared, max_block: int) -> Candidates:
    """All candidate pairs.

    Args:
        prepared: the records.
        max_block: largest block that is compared in full, in records.

    Returns:
        Distinct pairs, sorted.
    """
    names, n = prepared.names, prepared.n
    # Rows of a large block are compared with their neighbours in this order.
    near = np.lexsort(
        (
            prepared.places[:, 2],
            prepared.death_low,
            prepared.birth_low,
            np.nan_to_num(prepared.age_low, nan=-1.0),
            prepared.name,
        )
    )
    place_in_order = np.empty(n, dtype=np.int32)
    place_in_order[near] = np.arange(n, dtype=np.int32)

    readings = np.where(prepared.name[:, None] >= 0, names.readings[prepared.name], -1)
    of_record, which = np.nonzero(readings >= 0)
    record: I32 = of_record.astype(np.int32)
    reading: I32 = readings[of_record, which].astype(np.int32)
    age = np.where(np.isnan(prepared.age_low), _NO_AGE, prepared.age_low).astype(np.int64)
    birth = np.where(prepared.birth_low == prepared.birth_high, prepared.birth_low, NO_DAY)
    death = np.where(prepared.death_low == prepared.death_high, prepared.death_low, NO_DAY)
    given = (names.reading, names.part, names.info, age, birth, death)
    nothing = (np.empty(0, np.uint64), np.empty(0, np.int32), np.empty(0, np.int8))
    size = _name_keys(record, reading, *given, *nothing)
    key = np.empty(size, dtype=np.uint64)
    owner = np.empty(size, dtype=np.int32)
    kind = np.empty(size, dtype=np.int8)
    if size:
        _name_keys(record, reading, *given, key, owner, kind)

    passes: list[tuple[U64, U64, bool]] = []
    for chosen, by_name in ((kind <= _ANY_ORDER, True), (kind > _ANY_ORDER, False)):
        passes += _pairs(key[chosen], owner[chosen], place_in_order, max_block, by_name=by_name)
    for key_column, owners in (_joined_names(prepared, record, reading), _reporters(prepared)):
        passes += _pairs(key_column, owners, place_in_order, max_block, by_name=False)
    full = [p for p, _, by_name in passes if by_name]
    code = np.unique(np.concatenate([c for p, w, _ in passes for c in (p, w)]))
    learned = np.unique(np.concatenate(full)) if full else np.empty(0, np.uint64)
    return Candidates(
        a=(code >> np.uint64(32)).astype(np.int32),
        b=(code & np.uint64(0xFFFFFFFF)).astype(np.int32),
        by_name=np.isin(code, learned, assume_unique=True),
    )


def _pairs(
    key: U64, owner: I32, place_in_order: I32, max_block: int, *, by_name: bool
) -> list[tuple[U64, U64, bool]]:
    """Pairs of the full blocks, and of the windows in blocks that are too large, as codes."""
    order = np.lexsort((place_in_order[owner], key))
    key, owner = key[order], owner[order]
    edges = np.concatenate([[0], np.nonzero(np.diff(key))[0] + 1, [len(key)]]).astype(np.int64)
    sizes = np.diff(edges)
    found = []
    for large in (False, True):
        chosen = np.nonzero((sizes > max_block) == large)[0]
        chosen = chosen[sizes[chosen] > 1]
        within = np.repeat(edges[chosen], sizes[chosen]) + _ranges(sizes[chosen])
        local = np.concatenate([[0], np.cumsum(sizes[chosen])]).astype(np.int64)
        people = owner[within]
        none = np.empty(0, np.int32)
        total = _pairs_of_blocks(local, people, max_block, _WINDOW, none, none)
        left, right = np.empty(total, np.int32), np.empty(total, np.int32)
        if total:
            _pairs_of_blocks(local, people, max_block, _WINDOW, left, right)
        low = np.minimum(left, right).astype(np.uint64)
        high = np.maximum(left, right).astype(np.uint64)
        found.append(np.unique((low << np.uint64(32)) | high))
    return [(found[0], found[1], by_name)]


def _ranges(sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """0..size-1 for every size, one after the other."""
    total = int(sizes.sum())
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if len(sizes) else np.zeros(0, np.int64)
    return np.arange(total, dtype=np.int64) - np.repeat(starts, sizes).astype(np.int64)


def _joined_names(prepared: Prepared, record: I32, reading: I32) -> tuple[U64, I32]:
    """Names whose letters are the same once the gaps between parts are gone."""
    names = prepared.names
    if not len(names.part):
        return np.empty(0, np.uint64), np.empty(0, np.int32)
    joined = (
        pl.DataFrame({"reading": names.reading_of_part})
        .with_columns(word=names.coarse_keys.gather(names.info[names.part, COARSE]))
        .group_by("reading", maintain_order=True)
        .agg(pl.col("word").str.join(""))["word"]
    )
    code = (joined.rank("dense") - 1).cast(pl.UInt64).to_numpy()
    return code[reading], record


def _reporters(prepared: Prepared) -> tuple[U64, I32]:
    """One id of the reporter within one list."""
    known = (prepared.reporter >= 0) & (prepared.list_code >= 0)
    key = prepared.list_code.astype(np.uint64) << np.uint64(32)
    key |= np.where(known, prepared.reporter, 0).astype(np.uint64)
    owners = np.nonzero(known)[0].astype(np.int32)
    return key[known], owners
