"""The heavy part of linking on Spark: keys, blocks, and the comparison of all candidates.

The driver does what must see all records at once: it codes them, counts frequencies, fits the
model, and settles and clusters the pairs that are kept. Spark does what grows fastest: keys of
some records at a time; blocks of a share of the keys at a time; candidates brought together by
one of their two records, told once, compared and mostly let go. Each step calls the very functions
that this machine's own search calls, so the links are the same.

Arrays travel between the steps, thousands of keys or pairs in one piece, and never rows: Spark
moves bytes and looks into none. So no table format is needed between it and NumPy, and `pyspark`
is all that the extra installs. The records themselves reach each machine once, in a file that its
workers map into memory together.
"""

import atexit
import mmap
import os
import pickle
import shutil
import struct
import sys
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage.block import Candidates, joined_blocks, near_order, pairs_of, some_blocks
from tawthiq.linkage.fitting import (
    Lesson,
    Taught,
    is_sampled,
    joined_lessons,
    most_pairs,
    probe_step,
    sample_step,
)
from tawthiq.linkage.growing import State, found_state
from tawthiq.linkage.keys import Keys, all_keys
from tawthiq.linkage.linking import Begin, linked_by
from tawthiq.linkage.memory import memory_told
from tawthiq.linkage.model import RIVALS_SCHEMA, Frequencies, Links, LinkSettings, Model
from tawthiq.linkage.prepare import Prepared
from tawthiq.linkage.searching import Edges, joined_edges
from tawthiq.linkage.weigh import Compared, Comparer
from tawthiq.progress import Progress, silent

if TYPE_CHECKING:
    from pyspark import RDD, SparkContext
    from pyspark.sql import SparkSession

__version__ = version("tawthiq")
RECORDS_A_TASK = 50_000
_LEAST_A_TASK = 1_000  # records: a task costs more than they do
_COMPARED_AT_ONCE = 1 << 18  # pairs
_SENT_AT_ONCE = 1 << 22  # pairs held by a task before it hands them on
_ALIGNED = 64  # bytes

I32 = npt.NDArray[np.int32]
I8 = npt.NDArray[np.int8]
U64 = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]


def link_with_spark(
    records: pl.DataFrame,
    *,
    spark: "SparkSession | None" = None,
    master: str | None = None,
    judgements: pl.DataFrame | None = None,
    settings: LinkSettings | None = None,
    records_a_task: int = RECORDS_A_TASK,
    progress: Progress = silent,
) -> Links:
    """Do what `link` does, with the heavy part on Spark: the same links.

    Args:
        records: see `link`.
        spark: a session of your own, which stays open. Without one, the session that is active in
            this process, else a new one that ends with the call.
        master: where a new session runs; None leaves it to Spark's own settings (`spark-submit`,
            `spark-defaults.conf`), and is this machine where they say nothing.
        judgements: see `link`.
        settings: see `LinkSettings`.
        records_a_task: about how many records a task takes up. Fewer need less memory a task.
        progress: told of each step.

    Raises:
        LinkageError: as `link`; or there is no pyspark or no Java, or Spark gave up.
    """
    with _searching(spark, master, records_a_task) as search, memory_told(len(records)):
        return linked_by(search, records, judgements, settings or LinkSettings(), progress).links


def found_with_spark(
    records: pl.DataFrame,
    *,
    spark: "SparkSession | None" = None,
    master: str | None = None,
    judgements: pl.DataFrame | None = None,
    settings: LinkSettings | None = None,
    records_a_task: int = RECORDS_A_TASK,
    progress: Progress = silent,
    notes: Mapping[str, str] | None = None,
    work: Path | None = None,
) -> tuple[Links, State]:
    """Do what `found_state` does, with the heavy part on Spark: the same links and state.

    Args:
        records: see `link`.
        spark: see `link_with_spark`.
        master: see `link_with_spark`.
        judgements: see `link`.
        settings: see `LinkSettings`.
        records_a_task: see `link_with_spark`.
        progress: told of each step.
        notes: see `found_state`.
        work: nothing is kept there: Spark does again what was lost.

    Raises:
        LinkageError: see `link_with_spark`.
    """
    with _searching(spark, master, records_a_task) as search:
        return found_state(
            records,
            judgements=judgements,
            settings=settings,
            progress=progress,
            notes=notes,
            work=work,
            search=search,
        )


@contextmanager
def _searching(
    spark: "SparkSession | None", master: str | None, records_a_task: int
) -> Iterator[Begin]:
    """Search in a session; for the rest see `link_with_spark`."""
    if records_a_task < 1:
        raise LinkageError(f"records_a_task is {records_a_task}; a task needs 1 record or more.")
    with _session(spark, master) as (session, folder), _failures_told():

        def search(prepared: Prepared, chosen: LinkSettings) -> "SparkSearch":
            return SparkSearch(
                session.sparkContext, prepared, chosen, folder=folder, records_a_task=records_a_task
            )

        yield search


class SparkSearch:
    """On the workers of a Spark session."""

    def __init__(
        self,
        context: "SparkContext",
        prepared: Prepared,
        settings: LinkSettings,
        *,
        folder: Path,
        records_a_task: int,
    ) -> None:
        self._context, self._settings, self._folder = context, settings, folder
        self._row = near_order(prepared)
        n = prepared.n
        self._tasks = max(
            -(-n // records_a_task), min(context.defaultParallelism, -(-n // _LEAST_A_TASK)), 1
        )

    def learn(self, using: Comparer, progress: Progress) -> Lesson:
        """The candidates that teach the model."""
        progress("learn", 0, 2)
        held = Held(using=_light(using), row=self._row, version=__version__)
        path = self._folder / f"tawthiq-{uuid.uuid4().hex}"
        write_mapped(held, path)
        self._context.addFile(str(path))
        self._name = path.name
        # Spark keeps the candidates on its disks for the steps after this one.
        self._pairs = self._paired(using.prepared.n)
        every = probe_step(using.prepared.n)
        counts = self._pairs.mapPartitions(partial(_count, every=every)).collect()
        most, found = (sum(column) for column in zip(*counts, strict=True))
        progress("learn", 1, 2)
        step = sample_step(found, every) if is_sampled(most) else 1
        taken = partial(_lessons, name=self._name, step=step)
        pairs, compared = joined_lessons(
            self._pairs.mapPartitions(taken).collect(), len(using.fields)
        )
        progress("learn", 2, 2)
        return Lesson(pairs=pairs, compared=compared, step=step)

    def edges(self, taught: Taught, progress: Progress) -> Edges:
        """All pairs worth keeping, sorted."""
        if taught.everything is not None:  # few records: all of it is here already
            return joined_edges([taught.kept(*taught.everything)])
        progress("compare", 0, 1)
        known = _Known(
            way=taught.using.way, model=_without_tables(taught.model), reach=taught.reach
        )
        found = self._pairs.mapPartitions(partial(_edges, name=self._name, known=known)).collect()
        progress("compare", 1, 1)
        return joined_edges(found)

    def _paired(self, n: int) -> "RDD[tuple[int, SomePairs]]":
        """All candidates, those of one record in one part, some of them several times."""
        tasks = self._tasks
        ends = np.linspace(0, n, tasks + 1).astype(int).tolist()
        rows = self._context.parallelize(list(pairwise(ends)), tasks)
        keyed = rows.mapPartitions(partial(keys_of_rows, name=self._name, shares=tasks))
        shared = keyed.partitionBy(tasks, _as_it_is)
        found = shared.mapPartitions(
            partial(pairs_of_share, parts=tasks, max_block=self._settings.max_block)
        )
        return found.partitionBy(tasks, _as_it_is)


# What the workers are given.


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What every worker holds of all records."""

    using: Comparer
    row: I32  # by rank, see `block.near_order`
    version: str  # of the program


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A fitted model, without its tables."""

    way: I8
    model: Model
    reach: dict[int, float]


def _light(using: Comparer) -> Comparer:
    """Without what keys and comparisons do not ask for."""
    none = pl.Series("record_id", [], dtype=pl.Null).extend_constant(None, using.prepared.n)
    values = {"place": using.prepared.values["place"]}  # of which keys are made
    return replace(using, prepared=replace(using.prepared, ids=none, lists=none, values=values))


def _without_tables(model: Model) -> Model:
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
        # Copied on writing: nothing writes, and compiled code takes arrays that may be written.
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    (start,) = struct.unpack("<Q", mapped[-8:])
    spans, said = pickle.loads(mapped[start:-8])  # noqa: S301 - our own driver wrote it
    return pickle.loads(said, buffers=[mapped[at : at + size] for at, size in spans])  # noqa: S301


_in_hand: dict[str, Held] = {}  # of this worker: the newest


def _held(name: str) -> Held:
    if name not in _in_hand:
        from pyspark import SparkFiles  # noqa: PLC0415 - an extra

        held: Held = read_mapped(Path(SparkFiles.get(name)))
        if held.version != __version__:
            raise LinkageError(
                f"a worker has tawthiq {__version__}, the driver {held.version}. "
                "Install one version on all machines."
            )
        _in_hand.clear()
        _in_hand[name] = held
    return _in_hand[name]


# What the workers do. Each takes a part of what the step before made.


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeKeys:
    """Keys of one kind, of some records."""

    kind: int
    by_name: bool
    neighbours: bool
    share: float
    key: U64
    rank: I32


@dataclass(frozen=True, slots=True, kw_only=True)
class SomePairs:
    """Pairs of ranks a < b, and how many pairs the blocks they are from may hold."""

    a: I32
    b: I32
    by_name: Bools
    most: int = 0


def _as_it_is(part: int) -> int:
    return part


def keys_of_rows(
    ends: Iterable[tuple[int, int]], name: str, shares: int
) -> Iterator[tuple[int, list[SomeKeys]]]:
    """Keys of some rows, by the share of all keys they belong to."""
    held = _held(name)
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
    shared: Iterable[tuple[int, list[SomeKeys]]], parts: int, max_block: int
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
        )
        for _, several in sorted(of_kind.items())
    )
    blocks = joined_blocks(
        ranks, (some for keys in kinds for some in some_blocks(keys, same, max_block))
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


def _count(parted: Iterable[tuple[int, SomePairs]], every: int) -> Iterator[tuple[int, int]]:
    """How many pairs blocks may hold, and how many every so many-th record has."""
    found = distinct_pairs([some for _, some in parted], every)
    yield found.most, len(found.a)


def _compared(
    parted: Iterable[tuple[int, SomePairs]], held: Held, using: Comparer, step: int = 1
) -> Iterator[tuple[Candidates, Compared]]:
    """Candidates as pairs of rows, compared some at a time."""
    found = distinct_pairs([some for _, some in parted], step)
    for start in range(0, len(found.a), _COMPARED_AT_ONCE):
        some = slice(start, start + _COMPARED_AT_ONCE)
        one, other = held.row[found.a[some]], held.row[found.b[some]]
        pairs = Candidates(
            a=np.minimum(one, other), b=np.maximum(one, other), by_name=found.by_name[some]
        )
        yield pairs, using.compare(pairs.a, pairs.b)


def _lessons(
    parted: Iterable[tuple[int, SomePairs]], name: str, step: int
) -> Iterator[tuple[Candidates, Compared]]:
    """The candidates of every `step`-th record."""
    held = _held(name)
    return _compared(parted, held, held.using, step)


def _edges(parted: Iterable[tuple[int, SomePairs]], name: str, known: _Known) -> Iterator[Edges]:
    """The pairs that are worth keeping."""
    held = _held(name)
    using = replace(held.using, way=known.way)
    taught = Taught(using=using, model=known.model, reach=known.reach, everything=None)
    for pairs, compared in _compared(parted, held, using):
        yield taught.kept(pairs, compared)


# Sessions.


def _session_class() -> Any:
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise LinkageError(
            "the engine spark needs pyspark, which is not installed. "
            "Install it with `pip install 'tawthiq[spark]'`, or link with the engine local."
        ) from error
    return SparkSession


@contextmanager
def _session(
    spark: "SparkSession | None", master: str | None
) -> Iterator[tuple["SparkSession", Path]]:
    """The session to use, and a folder for what it hands out; one that is made here ends here."""
    known = spark or _session_class().getActiveSession()
    if known is not None:
        folder = Path(tempfile.mkdtemp(prefix="tawthiq-"))
        # A machine that joins the session later fetches the files then: they stay meanwhile.
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        yield known, folder
        return
    with tempfile.TemporaryDirectory(prefix="tawthiq-") as name:
        made = _new_session(master)
        try:
            yield made, Path(name)
        finally:
            made.stop()


def _new_session(master: str | None) -> "SparkSession":
    _check_java()
    from pyspark.errors import PySparkRuntimeError  # noqa: PLC0415 - an extra

    builder = _session_class().builder.appName("tawthiq link")
    for key, value in (
        ("spark.driver.maxResultSize", "0"),  # the pairs that are kept come to the driver
        ("spark.ui.showConsoleProgress", "false"),
        ("spark.log.level", "ERROR"),
    ):
        builder = builder.config(key, value)
    if master is not None:
        builder = builder.master(master)
    before = os.environ.get("PYSPARK_PYTHON")
    # Workers on this machine run in this installation, not in whatever `python3` is.
    if before is None and (master is None or master.startswith("local")):
        os.environ["PYSPARK_PYTHON"] = sys.executable
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise LinkageError(
            f"Spark did not start: {_first_line(error)} It needs Java 17 or newer "
            "(JAVA_HOME says which); what it said itself stands above."
        ) from error
    finally:
        if before is None:
            os.environ.pop("PYSPARK_PYTHON", None)


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=str(Path(home) / "bin") if home else None) is None:
        where = f"in JAVA_HOME, which is {home}" if home else "on the path"
        raise LinkageError(
            f"the engine spark needs Java 17 or newer, and none was found {where}. Install a JRE "
            "(Debian: `apt install openjdk-17-jre-headless`) or set JAVA_HOME, "
            "or link with the engine local."
        )


@contextmanager
def _failures_told() -> Iterator[None]:
    """What goes wrong in Spark, as an error of linkage."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with pyspark
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise LinkageError(
            f"Spark gave up: {_cause(error)} Every machine needs the Python of the driver "
            "(PYSPARK_PYTHON) with tawthiq of the same version, and memory for all records: "
            "see docs/how-to/link-at-scale.md."
        ) from error


def _cause(error: Exception) -> str:
    """The line of a worker's traceback that says what was wrong, else the first line of all."""
    lines = [line.strip() for line in str(error).splitlines()]
    told = [
        line for line in lines if "Error: " in line and not line.startswith(("at ", ":", "py4j"))
    ]
    return (told[0] if told else _first_line(error)).rstrip(".") + "."


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "no reason.")
