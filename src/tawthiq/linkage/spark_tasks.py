"""What the workers of a Spark session are given, and what they do with it.

Each step takes a part of what the step before made, and calls the functions that this machine's own
search calls.
"""

import mmap
import pickle
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage.arrays import I8, I32, U64, Bools
from tawthiq.linkage.block import Candidates, joined_blocks, pairs_of, plain_values, some_blocks
from tawthiq.linkage.fitting import Taught, most_pairs
from tawthiq.linkage.keys import Keys, all_keys
from tawthiq.linkage.model import RIVALS_SCHEMA, Frequencies, Model
from tawthiq.linkage.searching import Edges
from tawthiq.linkage.weigh import Compared, Comparer

__version__ = version("tawthiq")
_COMPARED_AT_ONCE = 1 << 18  # pairs
_SENT_AT_ONCE = 1 << 22  # pairs held by a task before it hands them on
_ALIGNED = 64  # bytes


# What the workers are given.


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What every worker holds of all records."""

    using: Comparer
    row: I32  # by rank, see `block.near_order`
    version: str  # of the program


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A fitted model, without its tables."""

    way: I8
    model: Model
    reach: dict[int, float]


def light(using: Comparer) -> Comparer:
    """Without what keys and comparisons do not ask for."""
    none = pl.Series("record_id", [], dtype=pl.Null).extend_constant(None, using.prepared.n)
    values = {"place": using.prepared.values["place"]}  # of which keys are made
    return replace(using, prepared=replace(using.prepared, ids=none, lists=none, values=values))


def without_tables(model: Model) -> Model:
    """What comparing asks of a fitted model."""
    none = pl.DataFrame()
    tables = ("given", "part", "given_coarse", "part_coarse", "households", "born", "age", "death")
    return replace(
        model,
        versions=none,
        pattern_counts=none,
        rivals=pl.DataFrame(schema=RIVALS_SCHEMA),
        frequencies=Frequencies(
            n_records=model.frequencies.n_records,
            **dict.fromkeys(tables, none),
            place=none,
            origin=none,
            extras={},
        ),
    )


def write_mapped(value: object, path: Path) -> None:
    """Pickle `value` with its arrays beside it, so that they can be mapped into memory."""
    buffers: list[pickle.PickleBuffer] = []
    said = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    spans = []
    with path.open("wb") as file:
        for buffer in buffers:
            file.write(b"\0" * (-file.tell() % _ALIGNED))
            with buffer.raw() as raw:
                spans.append((file.tell(), raw.nbytes))
                file.write(raw)
        start = file.tell()
        pickle.dump((spans, said), file, protocol=5)
        file.write(struct.pack("<Q", start))


def read_mapped(path: Path) -> Any:
    """What `write_mapped` wrote; its arrays are shared by all processes that read it."""
    with path.open("rb") as file:
        # Copied on writing: each process keeps the levels of parts that it has found for itself.
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    (start,) = struct.unpack("<Q", mapped[-8:])
    spans, said = pickle.loads(mapped[start:-8])  # noqa: S301 - our own driver wrote it
    return pickle.loads(said, buffers=[mapped[at : at + size] for at, size in spans])  # noqa: S301


in_hand: dict[str, Held] = {}  # of this worker: the newest


def held_as(name: str) -> Held:
    """What the driver handed out under a name, read once in each process."""
    if name not in in_hand:
        from pyspark import SparkFiles  # noqa: PLC0415 - an extra

        held: Held = read_mapped(Path(SparkFiles.get(name)))
        if held.version != __version__:
            raise LinkageError(
                f"a worker has tawthiq {__version__}, the driver {held.version}. "
                "Install one version on all machines."
            )
        in_hand.clear()
        in_hand[name] = held
    return in_hand[name]


# What the workers do. Each takes a part of what the step before made.


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeKeys:
    """Keys of one kind, of some records."""

    kind: int
    by_name: bool
    neighbours: bool
    share: float
    weak: bool
    key: U64
    rank: I32


@dataclass(frozen=True, slots=True, kw_only=True)
class SomePairs:
    """Pairs of ranks a < b, and how many pairs the blocks they are from may hold."""

    a: I32
    b: I32
    by_name: Bools
    most: int = 0


def as_it_is(part: int) -> int:
    """The part that a piece is for, which its maker has told already."""
    return part


def keys_of_rows(
    ends: Iterable[tuple[int, int]], name: str, shares: int
) -> Iterator[tuple[int, list[SomeKeys]]]:
    """Keys of some rows, by the share of all keys they belong to."""
    held = held_as(name)
    rank = np.empty(len(held.row), dtype=np.int32)
    rank[held.row] = np.arange(len(rank), dtype=np.int32)
    for start, stop in ends:
        rows = np.arange(start, stop, dtype=np.int32)
        found: list[list[SomeKeys]] = [[] for _ in range(shares)]
        for kind, keys in enumerate(all_keys(held.using.prepared, rows)):
            owner = rank[keys.owner]
            for share, chosen in _parted(keys.key % np.uint64(shares), shares):
                some = SomeKeys(
                    kind=kind,
                    by_name=keys.by_name,
                    neighbours=keys.neighbours,
                    share=keys.share,
                    weak=keys.weak,
                    key=keys.key[chosen],
                    rank=owner[chosen],
                )
                found[share].append(some)
        yield from ((share, some) for share, some in enumerate(found) if some)


def _parted(
    part: npt.NDArray[np.integer], parts: int
) -> Iterator[tuple[int, npt.NDArray[np.int64]]]:
    """The places of each part, in their order."""
    order = np.argsort(part, kind="stable")
    ends = np.cumsum(np.bincount(part.astype(np.int64), minlength=parts))
    for which, chosen in enumerate(np.split(order, ends[:-1])):
        if len(chosen):
            yield which, chosen


def pairs_of_share(
    shared: Iterable[tuple[int, list[SomeKeys]]], name: str, parts: int, max_block: int
) -> Iterator[tuple[int, SomePairs]]:
    """Candidates that a share of the keys gives, by the part of their first record."""
    pieces = [some for _, several in shared for some in several]
    if not pieces:
        return
    # Few records of all stand in a share: they are numbered anew, in their order.
    ranks, number = np.unique(np.concatenate([some.rank for some in pieces]), return_inverse=True)
    ends = np.cumsum([len(some.rank) for some in pieces])
    of_kind: dict[int, list[tuple[SomeKeys, I32]]] = {}
    for some, numbers in zip(pieces, np.split(number.astype(np.int32), ends[:-1]), strict=True):
        of_kind.setdefault(some.kind, []).append((some, numbers))
    del pieces, number
    same = np.arange(len(ranks), dtype=np.int32)
    kinds = (
        Keys(
            key=np.concatenate([some.key for some, _ in several]),
            owner=np.concatenate([numbers for _, numbers in several]),
            by_name=several[0][0].by_name,
            neighbours=several[0][0].neighbours,
            share=several[0][0].share,
            weak=several[0][0].weak,
        )
        for _, several in sorted(of_kind.items())
    )
    held = held_as(name)
    plain = plain_values(held.using.prepared, held.row[ranks])
    blocks = joined_blocks(
        ranks, plain, (some for keys in kinds for some in some_blocks(keys, same, max_block))
    )
    none = np.empty(0, np.int32)
    yield 0, SomePairs(a=none, b=none, by_name=np.empty(0, bool), most=most_pairs(blocks))
    waiting: list[Candidates] = []
    count = 0
    for pairs in pairs_of(blocks, same):
        waiting.append(pairs)
        count += len(pairs.a)
        if count >= _SENT_AT_ONCE:
            yield from _sent(waiting, parts)
            waiting, count = [], 0
    yield from _sent(waiting, parts)


def _sent(waiting: list[Candidates], parts: int) -> Iterator[tuple[int, SomePairs]]:
    if not waiting:
        return
    a = np.concatenate([pairs.a for pairs in waiting])
    b = np.concatenate([pairs.b for pairs in waiting])
    by_name = np.concatenate([pairs.by_name for pairs in waiting])
    for part, chosen in _parted(a % parts, parts):
        yield part, SomePairs(a=a[chosen], b=b[chosen], by_name=by_name[chosen])


def distinct_pairs(found: list[SomePairs], step: int = 1) -> SomePairs:
    """Each pair once, of every `step`-th record; by a name if any of its keys was one."""
    chosen = [some.a % step == 0 for some in found]
    code = np.concatenate(
        [
            np.empty(0, np.int64),
            *(
                some.a[which].astype(np.int64) << 32 | some.b[which]
                for some, which in zip(found, chosen, strict=True)
            ),
        ]
    )
    by_name = np.concatenate(
        [
            np.empty(0, bool),
            *(some.by_name[which] for some, which in zip(found, chosen, strict=True)),
        ]
    )
    order = np.argsort(code)
    code, by_name = code[order], by_name[order]
    first = np.flatnonzero(np.diff(code, prepend=-1))
    return SomePairs(
        a=(code[first] >> 32).astype(np.int32),
        b=(code[first] & 0xFFFFFFFF).astype(np.int32),
        by_name=np.logical_or.reduceat(by_name, first) if len(first) else by_name,
        most=sum(some.most for some in found),
    )


def count_pairs(parted: Iterable[tuple[int, SomePairs]], every: int) -> Iterator[tuple[int, int]]:
    """How many pairs blocks may hold, and how many every so many-th record has."""
    found = distinct_pairs([some for _, some in parted], every)
    yield found.most, len(found.a)


def _rows(
    parted: Iterable[tuple[int, SomePairs]], held: Held, step: int = 1
) -> Iterator[Candidates]:
    """Candidates as pairs of rows, some at a time."""
    found = distinct_pairs([some for _, some in parted], step)
    for start in range(0, len(found.a), _COMPARED_AT_ONCE):
        some = slice(start, start + _COMPARED_AT_ONCE)
        one, other = held.row[found.a[some]], held.row[found.b[some]]
        yield Candidates(
            a=np.minimum(one, other), b=np.maximum(one, other), by_name=found.by_name[some]
        )


def lessons_in(
    parted: Iterable[tuple[int, SomePairs]], name: str, step: int
) -> Iterator[tuple[Candidates, Compared]]:
    """The candidates of every `step`-th record, compared."""
    held = held_as(name)
    for pairs in _rows(parted, held, step):
        yield pairs, held.using.compare(pairs.a, pairs.b)


def edges_in(parted: Iterable[tuple[int, SomePairs]], name: str, known: Known) -> Iterator[Edges]:
    """The pairs that are worth keeping."""
    held = held_as(name)
    using = replace(held.using, way=known.way)
    taught = Taught(using=using, model=known.model, reach=known.reach)
    for pairs in _rows(parted, held):
        yield taught.compared(pairs)
