"""Candidate pairs: records that share a key of some kind, by many kinds of key at once.

No kind is relied on alone. Name keys leave out each part in turn, so any one part may be wrong or
missing; with two parts wrong, an age within a year, a birth date or a death date must agree. Keys
use coarse skeletons, in which both scripts and most spellings meet.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.linkage.parts import COARSE
from tawthiq.linkage.prepare import NO_DAY, Prepared

_WINDOW = 8  # neighbours each record of a block that is too large is compared with
_NO_AGE = -1
_DAY_ZERO = 100_000_000  # keeps days before 1970 positive

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keys:
    """Keys of some kind: rows that share one are candidates."""

    key: U64
    owner: I32
    by_name: bool


def _mix(h: U64, x: npt.NDArray[np.integer]) -> U64:
    """One step of splitmix64: spreads (h, x) over 64 bits; overflow is meant."""
    z: U64 = h ^ (x.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: U64 = z ^ (z >> np.uint64(31))
    return mixed


def _name_keys(prepared: Prepared, record: I32, reading: I32) -> list[_Keys]:
    """The keys of names: alone, with an age, with a day of birth or of death.

    Args:
        prepared: the records.
        record: rows, one for each reading of their name.
        reading: the readings.
    """
    names = prepared.names
    age = np.where(np.isnan(prepared.age_low), _NO_AGE, prepared.age_low).astype(np.int64)
    exact_birth = prepared.birth_low == prepared.birth_high
    exact_death = prepared.death_low == prepared.death_high
    birth = np.where(exact_birth, prepared.birth_low, NO_DAY).astype(np.int64)
    death = np.where(exact_death, prepared.death_low, NO_DAY).astype(np.int64)
    lengths = names.reading[reading, 1] - names.reading[reading, 0]
    found: tuple[list[tuple[U64, I32]], list[tuple[U64, I32]]] = ([], [])
    for n in np.unique(lengths).tolist():
        chosen = lengths == n
        rows = record[chosen]
        at = names.reading[reading[chosen], 0][:, None] + np.arange(n)
        codes = names.info[names.part[at], COARSE]
        found[0].extend((key, rows) for key in _alone(codes))
        for known, with_value in (
            (age[rows] != _NO_AGE, _with_age(codes, age[rows])),
            (birth[rows] != NO_DAY, _with_birth(codes, birth[rows])),
            (death[rows] != NO_DAY, _with_death(codes, death[rows])),
        ):
            if known.any():
                found[1].extend((key[known], rows[known]) for key in with_value)
    return [
        _Keys(
            key=np.concatenate([key for key, _ in some]),
            owner=np.concatenate([owner for _, owner in some]),
            by_name=by_name,
        )
        for some, by_name in zip(found, (True, False), strict=True)
        if some
    ]


def _started(kind: int, codes: I32) -> U64:
    return np.full(len(codes), kind, dtype=np.uint64)


def _alone(codes: I32) -> Iterator[U64]:
    """The whole name, the name without each of its parts in turn, and its parts in any order."""
    n = codes.shape[1]
    for left_out in range(n + 1):
        if left_out < n < 3:
            continue
        key = _started(_ALL_BUT_ONE, codes)
        for x in range(n):
            if x != left_out:
                key = _mix(key, codes[:, x])
        yield key
    if n > 3:  # five parts beside three: given name, father, family name
        key = _started(_ALL_BUT_ONE, codes)
        for x in (0, 1, n - 1):
            key = _mix(key, codes[:, x])
        yield key
    if n > 1:
        key = _started(0, codes)
        for x in range(n):
            key = key + _mix(_started(_ANY_ORDER, codes), codes[:, x])
        yield key


def _with_age(codes: I32, age: I64) -> Iterator[U64]:
    n = codes.shape[1]
    for x in range(n):
        for y in range(x + 1, n):
            both = _mix(_mix(_started(_WITH_AGE, codes), codes[:, x]), codes[:, y])
            for years in range(2):  # two records a year apart share one of their years
                yield _mix(both, age + years)


def _with_birth(codes: I32, birth: I64) -> Iterator[U64]:
    for x in range(codes.shape[1]):
        yield _mix(_mix(_started(_WITH_BIRTH, codes), codes[:, x]), birth + _DAY_ZERO)


def _with_death(codes: I32, death: I64) -> Iterator[U64]:
    for x in range(codes.shape[1]):
        key = _mix(_mix(_started(_WITH_DEATH, codes), codes[:, x]), death + _DAY_ZERO)
        yield _mix(key, np.full(len(codes), x == 0))  # a given name, or any other part


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
    several = [*_name_keys(prepared, record, reading), _joined_names(prepared, record, reading)]
    passes = [_pairs(keys, place_in_order, max_block) for keys in (*several, _reporters(prepared))]
    full = [found[0] for found in passes if found[2]]
    code = np.unique(np.concatenate([c for found in passes for c in found[:2]]))
    learned = np.unique(np.concatenate(full)) if full else np.empty(0, np.uint64)
    return Candidates(
        a=(code >> np.uint64(32)).astype(np.int32),
        b=(code & np.uint64(0xFFFFFFFF)).astype(np.int32),
        by_name=np.isin(code, learned, assume_unique=True),
    )


def _pairs(keys: _Keys, place_in_order: I32, max_block: int) -> tuple[U64, U64, bool]:
    """Pairs of the full blocks, and of the windows in blocks that are too large, as codes."""
    order = np.lexsort((place_in_order[keys.owner], keys.key))
    key, owner = keys.key[order], keys.owner[order]
    edges = np.concatenate([[0], np.nonzero(np.diff(key))[0] + 1, [len(key)]]).astype(np.int64)
    sizes = np.diff(edges)
    full = [np.empty(0, np.uint64)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= max_block)]).tolist():
        x, y = np.triu_indices(size, 1)
        first = edges[:-1][sizes == size]
        full.append(_codes(owner[first[:, None] + x], owner[first[:, None] + y]))
    windows = [np.empty(0, np.uint64)]
    last = np.repeat(edges[1:], sizes)  # where the block of each place ends
    large = np.nonzero(np.repeat(sizes > max_block, sizes))[0]
    for step in range(1, _WINDOW + 1):
        inside = large[large + step < last[large]]
        windows.append(_codes(owner[inside], owner[inside + step]))
    return np.unique(np.concatenate(full)), np.unique(np.concatenate(windows)), keys.by_name


def _codes(left: I32, right: I32) -> U64:
    """Pairs of two different rows as one number each, the smaller row first."""
    left, right = left.ravel(), right.ravel()
    other = left != right
    low = np.minimum(left, right)[other].astype(np.uint64)
    high = np.maximum(left, right)[other].astype(np.uint64)
    return np.unique((low << np.uint64(32)) | high)


def _joined_names(prepared: Prepared, record: I32, reading: I32) -> _Keys:
    """Names whose letters are the same once the gaps between parts are gone."""
    names = prepared.names
    if not len(names.part):
        return _Keys(key=np.empty(0, np.uint64), owner=np.empty(0, np.int32), by_name=False)
    joined = (
        pl.DataFrame({"reading": names.reading_of_part})
        .with_columns(word=names.coarse_keys.gather(names.info[names.part, COARSE]))
        .group_by("reading", maintain_order=True)
        .agg(pl.col("word").str.join(""))["word"]
    )
    code = (joined.rank("dense") - 1).cast(pl.UInt64).to_numpy()
    return _Keys(key=code[reading], owner=record, by_name=False)


def _reporters(prepared: Prepared) -> _Keys:
    """One id of the reporter within one list."""
    known = (prepared.reporter >= 0) & (prepared.list_code >= 0)
    key = prepared.list_code.astype(np.uint64) << np.uint64(32)
    key |= np.where(known, prepared.reporter, 0).astype(np.uint64)
    owners = np.nonzero(known)[0].astype(np.int32)
    return _Keys(key=key[known], owner=owners, by_name=False)
