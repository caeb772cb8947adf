"""Learn the model from candidates, with no labels."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.linkage import em
from tawthiq.linkage.arrays import I8
from tawthiq.linkage.block import Blocks, Candidates, pairs_of
from tawthiq.linkage.coverage import coverage_bits, distinct_meetings
from tawthiq.linkage.frequency import count_frequencies, of_people, value_bits
from tawthiq.linkage.model import RIVALS_SCHEMA, VERSIONS_SCHEMA, Floats, LinkSettings, Model
from tawthiq.linkage.patterns import Patterns, count_patterns
from tawthiq.linkage.prepare import Prepared
from tawthiq.linkage.resuming import Slices, fingerprint
from tawthiq.linkage.searching import (
    EDGE_BITS,
    Edges,
    between_partners,
    in_threads,
    joined_edges,
)
from tawthiq.linkage.strangers import apart_shares, estimate_u
from tawthiq.linkage.weigh import (
    Compared,
    Comparer,
    comparer,
    frequencies_worth,
    pair_odds,
    turned,
    usual_way,
)
from tawthiq.progress import Progress, silent

_TAUGHT_PAIRS = 250_000  # so many candidates teach the model; of more, a sample
_PAIRS_AT_ONCE = 1 << 17
_SLICE = 1 << 16  # records whose comparison is kept at once
_PARTS = float(1 << 30)  # of a pair: a sum of millions is exact still
_SLACK = 1.0  # bits by which the coverage that comes out may pass the one foreseen


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Candidates that teach the model, in any order, compared in the usual way of ages."""

    pairs: Candidates
    compared: Compared
    step: int  # the candidates of every so many-th record in near order


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A fitted model, and which of the pairs that taught it are worth keeping."""

    using: Comparer
    model: Model
    reach: dict[int, float]  # by two versions: more bits than their coverage may come to
    found: Edges | None = None  # the pairs of every `step`-th record; None: none are known yet
    step: int = 1

    def edges(self, blocks: Blocks, progress: Progress, work: Path | None = None) -> Edges:
        """All pairs worth keeping, sorted.

        Args:
            blocks: of all records.
            progress: told how many records are done.
            work: a folder for what is done, so that a run that is stopped can go on.
        """
        if self.found is not None and self.step == 1:
            return self.found
        slices = None
        if work is not None:
            known = None if self.found is None else self.step
            more = (sorted(self.reach.items()), self.using.way.tobytes(), _SLICE, known)
            slices = Slices(work, fingerprint(self.using.prepared, self.model, more))
        found = [] if self.found is None else [self.found]
        for start in range(0, blocks.n, _SLICE):
            some = slices.kept(start) if slices else None
            if some is None:
                some = self._slice(blocks, start, progress)
                if slices:
                    slices.keep(start, some)
            found.append(some)
        return joined_edges(found)

    def _slice(self, blocks: Blocks, start: int, progress: Progress) -> Edges:
        ranks = np.arange(start, min(start + _SLICE, blocks.n), dtype=np.int32)
        of = len(ranks)
        if self.found is not None:
            ranks = ranks[ranks % self.step > 0]
        found = in_threads(
            blocks,
            ranks,
            self.compared,
            lambda what, done, total: progress(what, start + done * of // total, blocks.n),
            "compare",
        )
        return joined_edges(list(found))

    def compared(self, pairs: Candidates) -> Edges:
        """Those of some pairs that are worth keeping, once they are compared."""
        compared = self.using.compare(pairs.a, pairs.b)
        return self.kept(pairs, compared, pair_odds(self.using, pairs.a, compared, self.model))

    def completed(self, edges: Edges) -> Edges:
        """Edges, and of the pairs of two likely partners of one record those worth keeping.

        No key need bring them up. A pair that is not compared counts against its group, however
        well it would fit.
        """
        a, b = between_partners(edges)
        pairs = Candidates(a=a, b=b, by_name=np.zeros(len(a), dtype=np.bool_))
        return joined_edges([edges, self.compared(pairs)])

    def kept(self, pairs: Candidates, compared: Compared, odds: Floats) -> Edges:
        """Those of some pairs that are worth keeping, by their odds."""
        least = np.full(len(odds), EDGE_BITS)
        if self.reach:
            version = self.using.prepared.version
            farthest = EDGE_BITS - max(self.reach.values())
            near = np.flatnonzero((odds < EDGE_BITS) & (odds >= farthest))
            keys, of_key = distinct_meetings(version[pairs.a[near]], version[pairs.b[near]])
            reach = np.array([max(self.reach.get(int(k), 0.0), 0.0) for k in keys])
            least[near] -= reach[of_key]
        keep = np.flatnonzero(odds >= least)
        return Edges(
            a=pairs.a[keep], b=pairs.b[keep], odds=odds[keep], within=compared.within[keep]
        )


def fit_model(
    prepared: Prepared,
    learn: Callable[[Comparer, Progress], Lesson],
    settings: LinkSettings,
    progress: Progress = silent,
) -> Taught:
    """Learn the model from all candidates, or from those of a sample of the records.

    Args:
        prepared: the records.
        learn: finds those candidates: `lesson_from` their blocks, or another engine.
        settings: see `LinkSettings`.
        progress: told of each round.
    """
    frequencies = count_frequencies(prepared)
    using = comparer(prepared, frequencies)
    frequencies = of_people(frequencies, apart_shares(using, settings.seed))
    using = replace(using, value_bits=value_bits(prepared, frequencies))
    # Nothing below depends on the order of the candidates: it may not matter who found them.
    lesson = learn(using, progress)
    pairs, compared, step = lesson.pairs, lesson.compared, lesson.step
    del lesson
    way = usual_way(compared, pairs.a, pairs.b, prepared)
    using = replace(using, way=way)
    compared = turned(compared, pairs.a, pairs.b, prepared, way)
    u = estimate_u(using, settings.seed)
    offset = frequencies_worth(using, pairs.a, compared, u)
    patterns = count_patterns(
        compared.name, compared.gamma, offset, compared.within, pairs.by_name, fields=using.fields
    )
    del offset
    patterns = replace(patterns, count=patterns.count * step)
    fitted = em.fit(patterns, u, prepared.n, lambda done, most: progress("fit", done, most))
    model = Model(
        m=fitted.m,
        u=u,
        name_scale=fitted.name_scale,
        prior_bits=fitted.prior_bits,
        usual_death=prepared.usual_death,
        within_bits=fitted.within_bits,
        versions=_way_table(prepared, way),
        iterations=fitted.iterations,
        converged=fitted.converged,
        pattern_counts=_pattern_table(patterns),
        rivals=pl.DataFrame(schema=RIVALS_SCHEMA),
        frequencies=frequencies,
        settings=settings,
    )
    odds = pair_odds(using, pairs.a, compared, model)
    reach = _reach(prepared, pairs, odds, model, step)
    taught = Taught(using=using, model=model, reach=reach)
    return replace(taught, found=joined_edges([taught.kept(pairs, compared, odds)]), step=step)


def lesson_from(blocks: Blocks, using: Comparer, progress: Progress = silent) -> Lesson:
    """Find and compare the candidates that teach."""
    step = _sample_step(blocks)
    chunks = list(
        in_threads(
            blocks,
            np.arange(0, blocks.n, step, dtype=np.int32),
            lambda pairs: (pairs, using.compare(pairs.a, pairs.b)),
            progress,
            "learn",
        )
    )
    pairs, compared = joined_lessons(chunks, len(using.fields))
    return Lesson(pairs=pairs, compared=compared, step=step)


def _sample_step(blocks: Blocks) -> int:
    """Every how many-th record teaches the model."""
    if not is_sampled(most_pairs(blocks)):
        return 1
    every = probe_step(blocks.n)
    some = np.arange(0, blocks.n, every, dtype=np.int32)
    return sample_step(sum(len(pairs.a) for pairs in pairs_of(blocks, some)), every)


def is_sampled(most: int) -> bool:
    """Whether a sample teaches, where there are no more than `most` candidates."""
    return most > _TAUGHT_PAIRS


def probe_step(n: int) -> int:
    """Every how many-th record to take up, to see how many candidates there are."""
    return max(n // 20_000, 1)


def sample_step(found: int, every: int) -> int:
    """Every how many-th record teaches, where every `every`-th has `found` candidates in all."""
    return max(int(np.ceil(found * every / _TAUGHT_PAIRS)), 1)


def most_pairs(blocks: Blocks) -> int:
    """No more candidates than this stand in blocks: a pair counts in each, and near or not."""
    return int((blocks.size * (blocks.size - 1) // 2).sum())


def joined_lessons(
    chunks: list[tuple[Candidates, Compared]], n_fields: int
) -> tuple[Candidates, Compared]:
    """Several pieces as one."""
    pairs, compared = [some for some, _ in chunks], [some for _, some in chunks]
    none = np.empty(0, np.int32)
    return (
        Candidates(
            a=np.concatenate([none, *(some.a for some in pairs)]),
            b=np.concatenate([none, *(some.b for some in pairs)]),
            by_name=np.concatenate([np.empty(0, bool), *(some.by_name for some in pairs)]),
        ),
        Compared(
            name=np.concatenate([np.empty(0, np.int8), *(some.name for some in compared)]),
            tau=np.concatenate([np.empty(0, np.float32), *(some.tau for some in compared)]),
            gamma=np.concatenate(
                [np.empty((0, n_fields), np.int8), *(some.gamma for some in compared)]
            ),
            within=np.concatenate([np.empty(0, bool), *(some.within for some in compared)]),
        ),
    )


def _reach(
    prepared: Prepared, pairs: Candidates, odds: Floats, model: Model, step: int
) -> dict[int, float]:
    """Bits that the coverage of two versions may come to: as if nothing had rivals."""
    version, found = prepared.version, dict[int, float]()
    for start in range(0, len(odds), _PAIRS_AT_ONCE):
        some = slice(start, start + _PAIRS_AT_ONCE)
        met, of_pair = distinct_meetings(version[pairs.a[some]], version[pairs.b[some]])
        # Whole numbers add up to the same in any order.
        parts = np.rint(em.probability_of(odds[some]) * _PARTS)
        for key, sum_ in zip(met.tolist(), np.bincount(of_pair, parts).tolist(), strict=True):
            found[key] = found.get(key, 0.0) + sum_
    found.pop(-1, None)
    keys = np.array(sorted(found), dtype=np.int64)
    k = np.array([found[key] for key in keys.tolist()]) / _PARTS * float(step)
    bits = coverage_bits(k, *sizes_of(prepared, keys), model.prior_bits)
    return {int(x): float(y) + _SLACK for x, y in zip(keys, bits, strict=True)}


def sizes_of(prepared: Prepared, keys: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
    """How many records that can be linked the two versions of each of `coverage.meetings` have."""
    linkable = prepared.version[prepared.linkable & (prepared.version >= 0)]
    size = np.bincount(linkable, minlength=max(prepared.n_versions, 1)).astype(np.float64)
    return size[keys >> 32], size[keys & 0xFFFFFFFF]


def _way_table(prepared: Prepared, way: I8) -> pl.DataFrame:
    """The versions whose ages differ against the usual order, as `Model.versions` has them."""
    v, w = np.nonzero(way < 0)
    return version_table(prepared, v, w, np.full(len(v), -1), np.zeros(len(v)))


def version_table(
    prepared: Prepared,
    v: npt.NDArray[np.int64],
    w: npt.NDArray[np.int64],
    way: npt.NDArray[np.integer],
    bits: Floats,
) -> pl.DataFrame:
    """Rows of `Model.versions` for the versions v < w."""
    of = prepared.versions
    return pl.DataFrame(
        {
            "list_a": of["list"].gather(v),
            "document_a": of["document"].gather(v),
            "list_b": of["list"].gather(w),
            "document_b": of["document"].gather(w),
            "way": way,
            "coverage_bits": bits,
        },
        schema=VERSIONS_SCHEMA,
    )


def versions_known(prepared: Prepared, model: Model) -> tuple[I8, dict[int, float]]:
    """`Model.versions` in the codes of these records: the way of ages, and bits by meeting."""
    way = np.ones((prepared.n_versions, prepared.n_versions), dtype=np.int8)
    code = {pair: x for x, pair in enumerate(prepared.versions.iter_rows())}
    coverage = {}
    for list_a, document_a, list_b, document_b, turn, bits in model.versions.iter_rows():
        v, w = code.get((list_a, document_a)), code.get((list_b, document_b))
        if v is None or w is None:
            continue
        if v > w:
            v, w = w, v
        way[v, w] = turn
        coverage[v << 32 | w] = bits
    return way, coverage


def coverage_known(prepared: Prepared, model: Model, met: npt.NDArray[np.int64]) -> Floats:
    """Bits of coverage of some of `coverage.meetings`.

    Two versions of which one came after the fit have what the versions of their lists had.
    """
    _, known = versions_known(prepared, model)
    lists = prepared.versions["list"].to_list()
    by_lists: dict[tuple[str | None, ...], list[float]] = {}
    columns = ("list_a", "list_b", "coverage_bits")
    for list_a, list_b, bits in model.versions.select(columns).iter_rows():
        by_lists.setdefault(tuple(sorted((list_a, list_b), key=str)), []).append(bits)
    keys, of_pair = np.unique(met, return_inverse=True)
    found = np.zeros(len(keys))
    for at, key in enumerate(keys.tolist()):
        if key < 0:
            continue
        both = tuple(sorted((lists[key >> 32], lists[key & 0xFFFFFFFF]), key=str))
        usual = by_lists.get(both, [0.0])
        found[at] = known.get(key, sum(usual) / len(usual))
    return np.asarray(found[of_pair], dtype=np.float64)


def _pattern_table(patterns: Patterns) -> pl.DataFrame:
    columns = {"gamma_name": patterns.name}
    columns |= {f"gamma_{f}": patterns.gamma[:, i] for i, f in enumerate(patterns.fields)}
    return (
        pl.DataFrame(columns | {"pairs": patterns.count.astype(np.int64)})
        .group_by(list(columns))
        .agg(pl.col("pairs").sum())
        .sort("pairs", *columns, descending=True)
    )
