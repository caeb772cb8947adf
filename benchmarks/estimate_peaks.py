"""Do large tables give one answer at their peaks and by the long way from the prior?

Latent classes, each number of them by itself: the log evidence by run, and all people, by drawing
around the peaks of the posterior and by leading particles there through ever larger samples of the
people. Where so many classes make no peak, only the long way is to be relied on; the share of the
draws around peaks that is effective shows it, and `estimate` takes the long way there. Seconds of
processor; compilation is left out.

    python benchmarks/estimate_peaks.py
    python benchmarks/estimate_peaks.py two-classes:5:50000:1,2 three-classes:16:300000:3
"""

import argparse
import time

import numpy as np

from tawthiq.estimates import CaptureTable, capture_table
from tawthiq.estimates import finite_large as large
from tawthiq.estimates.finite_particles import FiniteSettings, Sampled
from tawthiq.estimates.tables import canonical
from tawthiq.estimates.workers import one_by_one
from tawthiq.simulate import draw_population

ASKED = (
    "two-classes:5:50000:1,2,3",
    "mostly-hidden:5:100000:2,3",
    "heterogeneity:8:100000:2,3,4",
    "three-classes:8:300000:2,3,4",
    "three-classes:16:300000:3",
)
SETTINGS = FiniteSettings(particles=1_000, draws=10_000)


def told(way: str, found: Sampled, people: int, seconds: float) -> None:
    low, median, high = np.quantile(people / (1 - found.missed), [0.025, 0.5, 0.975])
    print(
        f"    {way:9} log evidence {found.log_evidence:14,.2f} (runs differ by "
        f"{np.ptp(found.evidences):7.2f}); expected people {median:9,.0f} ({low:9,.0f} to "
        f"{high:9,.0f}); {seconds:6.1f} s",
        flush=True,
    )


def compared(table: CaptureTable, n_classes: int) -> None:
    seed = np.random.SeedSequence(1)
    started = time.process_time()
    # With a best evidence beyond reach the long way is not taken after the peaks.
    quick = large.sample_large(table, n_classes, SETTINGS, seed, one_by_one, np.inf)
    took = time.process_time() - started
    print(f"  {n_classes} classes; worth {quick.effective or 0:,.0f} independent draws at peaks")
    told("peaks", quick, table.n_observed, took)
    started = time.process_time()
    slow = large.led(table, n_classes, SETTINGS, np.random.SeedSequence(2), one_by_one)
    told("long way", slow, table.n_observed, time.process_time() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("asked", nargs="*", default=ASKED, metavar="SCENARIO:LISTS:PEOPLE:CLASSES")
    asked = parser.parse_args().asked
    small = draw_population("two-classes", n_lists=3, n_people=30_000, seed=1)
    large.sample_large(
        canonical(capture_table(small.table))[0], 1, SETTINGS, np.random.SeedSequence(1),
        one_by_one, -np.inf,
    )  # fmt: skip
    for one in asked:
        scenario, lists, people, classes = one.split(":")
        drawn = draw_population(scenario, n_lists=int(lists), n_people=int(people), seed=1)
        table, _ = canonical(capture_table(drawn.table))
        print(
            f"{scenario}, {lists} lists, {drawn.n_people:,} people, {len(table.counts):,} patterns"
        )
        for n_classes in classes.split(","):
            compared(table, int(n_classes))


if __name__ == "__main__":
    main()
