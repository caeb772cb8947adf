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

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage.block import near_order
from tawthiq.linkage.fitting import (
    Lesson,
    Taught,
    is_sampled,
    joined_lessons,
    probe_step,
    sample_step,
)
from tawthiq.linkage.growing import found_state
from tawthiq.linkage.linking import Begin, linked_by
from tawthiq.linkage.memory import memory_told
from tawthiq.linkage.model import Links, LinkSettings
from tawthiq.linkage.prepare import Prepared
from tawthiq.linkage.searching import Edges, joined_edges
from tawthiq.linkage.spark_sessions import failures_told, session
from tawthiq.linkage.spark_tasks import (
    Held,
    Known,
    SomePairs,
    __version__,
    as_it_is,
    count_pairs,
    edges_in,
    keys_of_rows,
    lessons_in,
    light,
    pairs_of_share,
    without_tables,
    write_mapped,
)
from tawthiq.linkage.state import State
from tawthiq.linkage.weigh import Comparer
from tawthiq.progress import Progress, silent

if TYPE_CHECKING:
    from pyspark import RDD, SparkContext
    from pyspark.sql import SparkSession

RECORDS_A_TASK = 50_000
_LEAST_A_TASK = 1_000  # records: a task costs more than they do


class Session(TypedDict, total=False):
    """Which session to link in, and how.

    spark: a session of your own, which stays open. Without one, the session that is active in this
        process, else a new one that ends with the call.
    master: where a new session runs; None leaves it to Spark's own settings (`spark-submit`,
        `spark-defaults.conf`), and is this machine where they say nothing.
    records_a_task: about how many records a task takes up. Fewer need less memory a task.
    """

    spark: "SparkSession | None"
    master: str | None
    records_a_task: int


def link_with_spark(
    records: pl.DataFrame,
    *,
    judgements: pl.DataFrame | None = None,
    settings: LinkSettings | None = None,
    progress: Progress = silent,
    **where: Unpack[Session],
) -> Links:
    """Do what `link` does, with the heavy part on Spark: the same links.

    Args:
        records: see `link`.
        judgements: see `link`.
        settings: see `LinkSettings`.
        progress: told of each step.
        where: `spark`, `master`, `records_a_task`: see `Session`.

    Raises:
        LinkageError: as `link`; or there is no pyspark or no Java, or Spark gave up.
    """
    with _searching(**where) as search, memory_told(len(records)):
        return linked_by(search, records, judgements, settings or LinkSettings(), progress).links


def found_with_spark(
    records: pl.DataFrame,
    *,
    judgements: pl.DataFrame | None = None,
    settings: LinkSettings | None = None,
    progress: Progress = silent,
    notes: Mapping[str, str] | None = None,
    work: Path | None = None,
    **where: Unpack[Session],
) -> tuple[Links, State]:
    """Do what `found_state` does, with the heavy part on Spark: the same links and state.

    Args:
        records: see `link`.
        judgements: see `link`.
        settings: see `LinkSettings`.
        progress: told of each step.
        notes: see `found_state`.
        work: nothing is kept there: Spark does again what was lost.
        where: see `link_with_spark`.

    Raises:
        LinkageError: see `link_with_spark`.
    """
    with _searching(**where) as search:
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
    spark: "SparkSession | None" = None,
    master: str | None = None,
    records_a_task: int = RECORDS_A_TASK,
) -> Iterator[Begin]:
    """Search in a session; see `Session`."""
    if records_a_task < 1:
        raise LinkageError(f"records_a_task is {records_a_task}; a task needs 1 record or more.")
    with session(spark, master) as (running, folder), failures_told():

        def search(prepared: Prepared, chosen: LinkSettings) -> "SparkSearch":
            return SparkSearch(
                running.sparkContext, prepared, chosen, folder=folder, records_a_task=records_a_task
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
        held = Held(using=light(using), row=self._row, version=__version__)
        path = self._folder / f"tawthiq-{uuid.uuid4().hex}"
        write_mapped(held, path)
        self._context.addFile(str(path))
        self._name = path.name
        # Spark keeps the candidates on its disks for the steps after this one.
        self._pairs = self._paired(using.prepared.n)
        every = probe_step(using.prepared.n)
        counts = self._pairs.mapPartitions(partial(count_pairs, every=every)).collect()
        most, found = (sum(column) for column in zip(*counts, strict=True))
        progress("learn", 1, 2)
        step = sample_step(found, every) if is_sampled(most) else 1
        taken = partial(lessons_in, name=self._name, step=step)
        pairs, compared = joined_lessons(
            self._pairs.mapPartitions(taken).collect(), len(using.fields)
        )
        progress("learn", 2, 2)
        return Lesson(pairs=pairs, compared=compared, step=step)

    def edges(self, taught: Taught, progress: Progress) -> Edges:
        """All pairs worth keeping, sorted."""
        if taught.found is not None and taught.step == 1:  # few records: all of it is here already
            return taught.found
        progress("compare", 0, 1)
        known = Known(way=taught.using.way, model=without_tables(taught.model), reach=taught.reach)
        found = self._pairs.mapPartitions(partial(edges_in, name=self._name, known=known)).collect()
        progress("compare", 1, 1)
        return joined_edges(found)

    def _paired(self, n: int) -> "RDD[tuple[int, SomePairs]]":
        """All candidates, those of one record in one part, some of them several times."""
        tasks = self._tasks
        ends = np.linspace(0, n, tasks + 1).astype(int).tolist()
        rows = self._context.parallelize(list(pairwise(ends)), tasks)
        keyed = rows.mapPartitions(partial(keys_of_rows, name=self._name, shares=tasks))
        shared = keyed.partitionBy(tasks, as_it_is)
        found = shared.mapPartitions(
            partial(
                pairs_of_share,
                name=self._name,
                parts=tasks,
                max_block=self._settings.max_block,
            )
        )
        return found.partitionBy(tasks, as_it_is)
