"""Does the estimate agree with published posteriors, and how fast does it get there?

Data: the tables in `mse-data` of the shared folder (TAWTHIQ_SHARED, or ../shared beside the
repository). Published: posteriors of LCMCR, the R package of the model's author, at its uniform
priors. Timing: compilation is timed apart, into an empty cache; then the median of five seeds, by
the clock and in processor seconds, which other work on the machine touches less.
A faster run that misses the published interval has failed, so each line is checked.

Run: python benchmarks/estimate_kosovo.py
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

SHARED = Path(os.environ.get("TAWTHIQ_SHARED", Path(__file__).parents[2] / "shared"))
PUBLISHED = {
    "kosovo": (10_443, 9_083, 13_909),
    "hiv_rome": (10_936, 9_344, 13_100),
    "western": (1_837, 1_307, 2_990),
    "hare": (76, 70, 90),
}


def main() -> None:
    import polars as pl  # noqa: PLC0415 - after the cache is set, as everything that compiles

    from tawthiq.estimates import EstimateSettings, capture_table, estimate  # noqa: PLC0415

    tables = {
        name: capture_table(pl.read_csv(SHARED / "mse-data" / f"{name}.csv")) for name in PUBLISHED
    }
    published_model = EstimateSettings(model="dirichlet")
    started, busy = time.perf_counter(), time.process_time()
    quick = EstimateSettings(model="dirichlet", warmup=50, min_ess=1, max_draws=100)
    estimate(tables["hare"], settings=quick)
    print(
        f"first call, with imports and compilation: {time.perf_counter() - started:.1f} s, "
        f"{time.process_time() - busy:.1f} s of processor\n"
    )
    print(
        f"{'table':9} {'median':>7} {'95 %':>15} {'R-hat':>6} {'ESS':>6} {'ESS/s':>6} "
        f"{'seconds':>7} processor"
    )
    for name, expected in PUBLISHED.items():
        seconds, processor, results = [], [], []
        for seed in range(1, 6):
            started, busy = time.perf_counter(), time.process_time()
            results.append(estimate(tables[name], settings=published_model, seed=seed))
            seconds.append(time.perf_counter() - started)
            processor.append(time.process_time() - busy)
        middle, low, high = (
            median(getattr(result, of) for result in results) for of in ("median", "low", "high")
        )
        rate = median(result.ess / took for result, took in zip(results, seconds, strict=True))
        print(
            f"{name:9} {middle:7,.0f} {f'{low:,.0f}-{high:,.0f}':>15} "
            f"{max(result.rhat for result in results):6.3f} "
            f"{median(result.ess for result in results):6,.0f} {rate:6,.0f} "
            f"{median(seconds):7.2f} {median(processor):9.2f}"
        )
        assert all(result.converged for result in results), name
        for value, other, within in zip(
            (middle, low, high), expected, (0.02, 0.03, 0.04), strict=True
        ):
            assert abs(value / other - 1) < within, f"{name}: {value:,.0f}, published {other:,}"


if __name__ == "__main__":
    if not (SHARED / "mse-data").is_dir():
        sys.exit(f"{SHARED / 'mse-data'} is not there; set TAWTHIQ_SHARED to the shared folder.")
    with tempfile.TemporaryDirectory() as empty:
        os.environ["NUMBA_CACHE_DIR"] = empty
        main()
