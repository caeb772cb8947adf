"""Log-linear models, sample coverage and Chao's bound: right on published tables, and how fast?

Data: the tables in `mse-data` of the shared folder (TAWTHIQ_SHARED, or ../shared beside the
repository). Each line is checked: every draw at or above the observed, the same seed gives the same
draws, and on `artificial_3` just those models are refused that have no estimate. Then
populations of known size, drawn here: how often the 95 % interval holds it. Compilation is not in
the seconds.

Run: python benchmarks/estimate_loglinear.py [populations a scenario, 40]
"""

import os
import sys
import time
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl

from tawthiq.estimates import CaptureTable, capture_table
from tawthiq.estimates.bootstrap import full_table
from tawthiq.estimates.chao import ChaoSettings, chao_bound
from tawthiq.estimates.existence import Existence, verdict
from tawthiq.estimates.family import FamilyEstimate, NoEstimate
from tawthiq.estimates.loglinear import LoglinearSettings, loglinear
from tawthiq.estimates.sample_coverage import CoverageSettings, sample_coverage
from tawthiq.estimates.tables import canonical

SHARED = Path(os.environ.get("TAWTHIQ_SHARED", Path(__file__).parents[2] / "shared"))
TABLES = (
    *("spina_my", "spina_ny", "kosovo", "hiv_rome", "lesbian_allegheny", "scotpwid"),
    *("western", "anomaly_ma", "neworl_5", "ned_5", "ukdat_5", "hare", "ned", "ukdat", "neworl"),
)
KNOWN = 2_000  # people in each population drawn here


def main(populations: int) -> None:
    loglinear(drawn(np.random.default_rng(1), "independent", 4, 500))  # compiles
    if (SHARED / "mse-data").is_dir():
        without_an_estimate(read("artificial_3"))
        published()
    else:
        print(f"Published tables skipped: {SHARED / 'mse-data'} is not there.\n")
    coverage(populations)


def read(name: str) -> CaptureTable:
    return capture_table(pl.read_csv(SHARED / "mse-data" / f"{name}.csv"))


def without_an_estimate(table: CaptureTable) -> None:
    """Chan, Silverman and Vincent (2021), Table 2: only AB among the pairs has people in it."""
    counts = full_table(canonical(table)[0])
    pairs = {"AB": 3, "AC": 5, "BC": 6}
    print("artificial_3, by model:")
    for size in range(4):
        for some in combinations(pairs, size):
            found = verdict(counts > 0, (0, 1, 2, 4, *(pairs[pair] for pair in some)))
            print(f"  {', '.join(some) or 'independent':12} {found.existence.value}")
            assert found.exists is ("AB" not in some), some
            assert (found.existence is Existence.UNIDENTIFIED) is (size == 3), some
    show("artificial_3", "log-linear", loglinear(table), 0.0)
    print()


def published() -> None:
    print(
        f"{'table':18} {'family':16} {'median':>9} {'95 %':>19} {'seconds':>7}  "
        "chosen, share, doubts"
    )
    for name in TABLES:
        table = read(name)
        for label, family in (
            ("log-linear, BIC", lambda given: loglinear(given, seed=1)),
            (
                "log-linear, AIC",
                lambda given: loglinear(given, settings=LoglinearSettings(criterion="aic"), seed=1),
            ),
            ("sample coverage", lambda given: sample_coverage(given, seed=1)),
            ("Chao's bound", lambda given: chao_bound(given, seed=1)),
        ):
            if label == "log-linear, AIC" and len(table.lists) > 4:
                continue
            started = time.perf_counter()
            result = family(table)
            took = time.perf_counter() - started
            show(name, label, result, took)
            again = family(table)
            assert type(again) is type(result), (name, label)
            if isinstance(result, FamilyEstimate) and isinstance(again, FamilyEstimate):
                assert result.unobserved.min() >= 0, (name, label)
                assert np.array_equal(result.draws, again.draws), (name, label)
    print()


def show(name: str, label: str, result: FamilyEstimate | NoEstimate, took: float) -> None:
    codes = ", ".join(doubt.code for doubt in result.doubts)
    if isinstance(result, NoEstimate):
        print(f"{name:18} {label:16} {'none':>9} {'':>19} {took:7.2f}  {codes}")
        return
    low, median, high = result.interval()
    best = result.models.row(0) if result.models.height else ("", 1.0)
    print(
        f"{name:18} {label:16} {median:9,.0f} {f'{low:,.0f} - {high:,.0f}':>19} {took:7.2f}  "
        f"{best[0]} {best[1]:.2f}  {codes}"
    )


def drawn(random: np.random.Generator, kind: str, n_lists: int, size: int) -> CaptureTable:
    """One population seen by lists: `size` people, whatever the kind."""
    reach = np.linspace(0.15, 0.35, n_lists)
    if kind == "two classes":
        often = random.random(size) < 0.4
        chance = np.where(often[:, None], 2.2 * reach, 0.5 * reach)
    else:
        chance = np.broadcast_to(reach, (size, n_lists))
    seen = random.random((size, n_lists)) < chance
    if kind == "referral":
        seen[:, 1] |= seen[:, 0] & (random.random(size) < 0.5)
    if kind == "avoidance":
        seen[:, 2] &= ~seen[:, 1] | (random.random(size) < 0.4)
    seen = seen[seen.any(axis=1)]
    return capture_table(
        {f"L{at}": column for at, column in enumerate(seen.T.astype(int).tolist())}
    )


def coverage(populations: int) -> None:
    """How often intervals hold the truth, how wide they are, where their middle lies."""
    print(f"{populations} populations of {KNOWN:,} a line; 500 resamples; low scores are good")
    print(
        f"{'population':12} {'lists':>5} {'estimator':28} {'covers':>6} {'width':>7} {'middle':>7} "
        f"{'score':>7} {'none':>4}"
    )
    estimators = {
        f"log-linear {criterion} {interval}": (
            loglinear,
            LoglinearSettings(criterion=criterion, interval=interval, resamples=500),
        )
        for criterion in ("bic", "aic")
        for interval in ("bca", "percentile")
    }
    for interval in ("bca", "percentile"):
        estimators[f"sample coverage {interval}"] = (
            sample_coverage,
            CoverageSettings(interval=interval, resamples=500),
        )
        estimators[f"Chao's bound {interval}"] = (
            chao_bound,
            ChaoSettings(interval=interval, resamples=500),
        )
    for kind in ("independent", "referral", "avoidance", "two classes"):
        for n_lists in (3, 4, 6):
            tables = [
                drawn(np.random.default_rng([seed, n_lists]), kind, n_lists, KNOWN)
                for seed in range(populations)
            ]
            for label, (family, settings) in estimators.items():
                if (
                    n_lists == 6
                    and label.startswith("log-linear")
                    and label != "log-linear bic bca"
                ):
                    continue
                results = [
                    family(table, settings=settings, seed=seed) for seed, table in enumerate(tables)
                ]
                line(kind, n_lists, label, results)


def line(kind: str, n_lists: int, label: str, results: list[FamilyEstimate | NoEstimate]) -> None:
    ends = np.array([one.interval() for one in results if isinstance(one, FamilyEstimate)])
    if not len(ends):
        print(f"{kind:12} {n_lists:5} {label:28} {'no estimate on any':>6}")
        return
    low, middle, high = ends.T
    covers = float(((low <= KNOWN) & (high >= KNOWN)).mean())
    # Gneiting and Raftery (2007), JASA 102, eq. (43).
    missed = np.maximum(low - KNOWN, 0) + np.maximum(KNOWN - high, 0)
    score = float(np.mean(high - low + 2 / 0.05 * missed))
    print(
        f"{kind:12} {n_lists:5} {label:28} {covers:6.2f} {np.median(high - low):7,.0f} "
        f"{np.median(middle):7,.0f} {score:7,.0f} {len(results) - len(ends):4}"
    )
    if kind == "independent" and label == "log-linear bic bca":
        assert covers >= 0.85, "independent lists are the easiest there are"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
