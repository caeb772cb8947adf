"""How many effective draws a second, and how long do many strata from many linkages take?

Effective draws are those of log(1 + unobserved), the lesser of bulk and tails (Vehtari et al.
2021). Each line is checked: it must have converged. Compilation is left out: every model is run
once before, on a small table, and first in a process of its own, whose memory is told apart. Two
cores, seconds by the clock.

    python benchmarks/estimate_speed.py            # kosovo is skipped where ../shared is not there
    python benchmarks/estimate_speed.py --strata 100
"""

import argparse
import multiprocessing
import os
import resource
import time
from pathlib import Path

import numpy as np
import polars as pl

from tawthiq.estimates import (
    CaptureTable,
    Estimate,
    EstimateSettings,
    capture_table,
    estimate,
    estimate_strata,
)
from tawthiq.simulate import draw_population

SHARED = Path(os.environ.get("TAWTHIQ_SHARED", Path(__file__).parents[2] / "shared"))
MODELS = ("latent-class", "average", "dirichlet")
LINKAGES = 10
DOUBTED = 0.03  # share of people whose lists differ from linkage to linkage


def timed(what: str, table: CaptureTable, model: str, truth: int | None = None) -> None:
    settings = EstimateSettings(model=model)
    started, busy = time.perf_counter(), time.process_time()
    result = estimate(table, settings=settings, seed=1)
    took, cpu = time.perf_counter() - started, time.process_time() - busy
    assert isinstance(result, Estimate), what
    assert result.converged, f"{what}, {model}: {result.reason}"
    print(
        f"{what:28} {model:13} {result.ess:8,.0f} effective draws in {took:6.2f} s "
        f"({cpu:6.2f} s of processor): {result.ess / took:8,.0f} a second; "
        f"{result.median:,.0f} ({result.low:,.0f} to {result.high:,.0f}), truth {truth or '-'}"
    )


def linkages(seed: int) -> list[CaptureTable]:
    """One stratum of four lists, as several linkages see it."""
    random = np.random.default_rng(seed)
    size, reach = int(random.integers(100, 800)), random.uniform(0.15, 0.6, 4)
    seen = random.random((size, 4)) < reach
    tables = []
    for _ in range(LINKAGES):
        one = seen.copy()
        other = random.random(size) < DOUBTED
        one[other] = random.random((int(other.sum()), 4)) < reach
        one = one[one.any(axis=1)].astype(int)
        tables.append(capture_table({f"L{at}": column.tolist() for at, column in enumerate(one.T)}))
    return tables


def warm_up() -> None:
    """Run every model once, and what large tables need: compiled, it is kept on disk."""
    for model in MODELS:
        estimate(linkages(0)[0], settings=EstimateSettings(model=model))
    small = draw_population("two-classes", n_lists=4, n_people=60_000, seed=1)
    estimate(capture_table(small.table))


def peak_memory(whose: int) -> str:
    return f"{resource.getrusage(whose).ru_maxrss / 1024:,.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--strata", type=int, default=100)
    asked = parser.parse_args()
    compiling = multiprocessing.get_context("spawn").Process(target=warm_up)
    compiling.start()
    compiling.join()
    warm_up()
    path = SHARED / "mse-data/kosovo.csv"
    if path.exists():
        for model in MODELS:
            timed("kosovo", capture_table(pl.read_csv(path)), model)
    else:
        print(f"{path} is not there: kosovo is skipped.")
    for scenario, lists, people in (
        ("two-classes", 5, 10_000),
        ("three-classes", 8, 300_000),
        ("three-classes", 16, 300_000),
    ):
        drawn = draw_population(scenario, n_lists=lists, n_people=people, seed=1)
        table = capture_table(drawn.table)
        for model in MODELS[:2]:
            timed(f"{scenario}, {lists} lists", table, model, drawn.n_people)
    strata = {f"stratum {at}": linkages(at) for at in range(asked.strata)}
    started, busy = time.perf_counter(), time.process_time()
    result = estimate_strata(strata, settings=EstimateSettings(min_ess=400))
    took, cpu = time.perf_counter() - started, time.process_time() - busy
    given = [one for one in result.strata.values() if isinstance(one, Estimate)]
    print(
        f"{asked.strata} strata from {LINKAGES} linkages: {took:.1f} s ({cpu:.1f} s of processor); "
        f"{len(given)} with a number, {sum(one.converged for one in given)} converged"
    )
    compiler = peak_memory(resource.RUSAGE_CHILDREN)
    print(f"peak memory {peak_memory(resource.RUSAGE_SELF)}; where compiled, {compiler}")


if __name__ == "__main__":
    main()
