"""Do averaged decomposable graphs agree with published posteriors, and how fast are they there?

Data: the tables in `mse-data` of the shared folder (TAWTHIQ_SHARED, or ../shared beside the
repository); without it the parts that need it are skipped, and that is said. Published: posteriors
of dga, an R package for the same models, prior count 1/16. Every answer is checked: posteriors
against the published, evidence of walks against that of all graphs where both can be had.

Run: python benchmarks/estimate_decomposable.py
"""

import os
import resource
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tawthiq.estimates import CaptureTable, capture_table
from tawthiq.estimates import graphs as graphs_module
from tawthiq.estimates.decomposable import DecomposableSettings, decomposable
from tawthiq.estimates.family import FamilyEstimate
from tawthiq.estimates.graph_weights import Problem, all_graphs, searched_graphs

SHARED = Path(os.environ.get("TAWTHIQ_SHARED", Path(__file__).parents[2] / "shared"))
PUBLISHED = {"kosovo": (9_826, 12_596, 16_546), "hiv_rome": (9_403, 11_221, 14_095)}


def main() -> None:
    started = time.perf_counter()
    counts = [len(graphs_module.decomposable_graphs(n)[0]) for n in range(1, 7)]
    assert counts == [1, 2, 8, 61, 822, 18_154]
    print(f"graphs on 1 to 6 lists listed in {time.perf_counter() - started:.2f} s")
    if (SHARED / "mse-data").is_dir():
        published()
    else:
        print(f"skipped: {SHARED / 'mse-data'} is not there; set TAWTHIQ_SHARED", file=sys.stderr)
    made()
    prior_counts()


def published() -> None:
    """Real tables: agreement, seconds, and what the prior count does."""
    tables = {
        path.stem: capture_table(pl.read_csv(path))
        for path in sorted((SHARED / "mse-data").glob("*.csv"))
    }
    for name, expected in PUBLISHED.items():
        result = decomposable(tables[name], settings=DecomposableSettings(prior_count=1 / 16))
        assert isinstance(result, FamilyEstimate)
        print(f"{name}: {_interval(result)}, dga {expected[1]:,} ({expected[0]:,}-{expected[2]:,})")
        for ours, theirs in zip(result.interval(), expected, strict=True):
            assert abs(ours / theirs - 1) < 0.003, name
    print(f"\n{'table':17} lists people {'2^-J':>28} {'1/2':>28} {'1':>28}  CPU s  doubts at 2^-J")
    for name, table in tables.items():
        shown, doubts, seconds = [], "", 0.0
        for prior_count in (None, 0.5, 1.0):
            took, result = _timed(table, DecomposableSettings(prior_count=prior_count))
            shown.append(f"{_interval(result):>28}")
            if prior_count is None:
                seconds, doubts = took, " ".join(doubt.code for doubt in result.doubts)
        print(
            f"{name:17} {len(table.lists):5} {table.n_observed:6} {' '.join(shown)} "
            f"{seconds:6.2f}  {doubts}"
        )


def made() -> None:
    """Populations drawn here: seconds by the number of lists, and walks against all graphs."""
    for n_lists in (3, 4, 5, 6):
        table = _population(n_lists, 20_000)
        decomposable(table)
        took = median(_timed(table, DecomposableSettings())[0] for _ in range(5))
        print(f"{n_lists} lists, {table.n_observed:,} people, all graphs: {took:.3f} CPU s")
        assert n_lists != 5 or took < 0.2
    table = _population(5, 300)
    problem = Problem(
        bits=table.patterns.astype(np.int64) @ (1 << np.arange(5)),
        counts=table.counts,
        n_lists=5,
        prior_count=2.0**-5,
        saturated=False,
    )
    exact = all_graphs(problem, 5)
    walked = searched_graphs(
        problem,
        5,
        walks=4,
        proposals=4_000,
        random=np.random.default_rng(1),
        progress=lambda *_: None,
        stop=lambda: False,
    )
    assert exact is not None
    assert walked is not None
    print(f"evidence, all graphs {exact.log_evidence:.3f}, walks {walked.log_evidence:.3f}")
    assert abs(exact.log_evidence - walked.log_evidence) < 0.05
    for n_lists, people in ((8, 300_000), (16, 300_000), (16, 3_000), (24, 20_000)):
        table = _population(n_lists, people)
        took, result = _timed(table, DecomposableSettings())
        low, _, high = result.interval()
        print(
            f"{n_lists} lists, {people:,} people, {table.n_observed:,} of them listed: "
            f"{_interval(result)} in {took:.1f} CPU s, doubts "
            f"{[doubt.code for doubt in result.doubts]}"
        )
        assert low < people < high, "the lists are a graph's: the truth should be within"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process: {peak:,.0f} MB")


def prior_counts() -> None:
    """Which prior count keeps its promise? 40 populations of each kind, 95 % intervals."""
    print("\n95 % intervals over 40 populations: share that covers, median of N over the truth")
    kinds: dict[str, tuple[int, list[list[float]], float]] = {
        "4 lists, sparse": (2_000, [[0.1, 0.05, 0.08, 0.06]], 0),
        "4 lists, 2 dependent": (2_000, [[0.3, 0.2, 0.25, 0.2]], 0.4),
        "5 lists, 2 dependent, few people": (300, [[0.3, 0.2, 0.25, 0.2, 0.15]], 0.4),
        "4 lists, two classes": (2_000, [[0.6, 0.5, 0.6, 0.5], [0.15, 0.1, 0.2, 0.15]], 0),
    }
    for kind, (people, captures, boost) in kinds.items():
        shown = []
        for name, prior_count in (("2^-J", None), ("1/2", 0.5), ("1", 1.0)):
            covers, ratios = [], []
            for seed in range(40):
                random = np.random.default_rng(1_000 + seed)
                of_class = np.where(random.random(people) < 0.4, 0, len(captures) - 1)
                seen = random.random((people, len(captures[0]))) < np.array(captures)[of_class]
                seen[:, 1] |= seen[:, 0] & (random.random(people) < boost)
                result = decomposable(
                    _table(seen), settings=DecomposableSettings(prior_count=prior_count, models=0)
                )
                assert isinstance(result, FamilyEstimate)
                low, middle, high = result.interval()
                covers.append(low <= people <= high)
                ratios.append(middle / people)
            shown.append(f"{name}: {np.mean(covers):.2f}, {np.mean(ratios):.2f}")
            assert name != "2^-J" or len(captures) > 1 or np.mean(covers) >= 0.9, kind
        print(f"{kind:34} {'   '.join(shown)}")


def _population(n_lists: int, people: int) -> CaptureTable:
    """Pairs of lists depend on one another, pair from pair do not: a graph's own population."""
    random = np.random.default_rng(n_lists)
    seen = random.random((people, n_lists)) < random.uniform(0.08, 0.3, n_lists)
    for first in range(0, n_lists - 2, 2):
        again = seen[:, first] & (random.random(people) < 0.3)
        seen[:, first + 1] |= again
    return _table(seen)


def _table(seen: NDArray[np.bool_]) -> CaptureTable:
    """One row a person, one column a list."""
    kept = seen[seen.any(axis=1)].astype(np.uint8)
    return capture_table({f"L{at}": column.tolist() for at, column in enumerate(kept.T)})


def _timed(table: CaptureTable, settings: DecomposableSettings) -> tuple[float, FamilyEstimate]:
    started = time.process_time()
    result = decomposable(table, settings=settings)
    assert isinstance(result, FamilyEstimate)
    return time.process_time() - started, result


def _interval(result: FamilyEstimate) -> str:
    low, middle, high = result.interval()
    return f"{middle:,.0f} ({low:,.0f}-{high:,.0f})"


if __name__ == "__main__":
    main()
