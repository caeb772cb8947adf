"""Do the intervals of `quality` hold the truth, and does reviewing keep pace with a million pairs?

Coverage: two real lists (all Arabic; one Arabic, the other romanised; where they are at hand) and
an invented conflict are linked, only records whose truth is known. 100 random samples of 100, 200
and 500 pairs are drawn, judged by the truth, and estimated; printed is how often the 95 % interval
of precision, recall and F1 of the linked partition holds the real value among the pairs compared,
and how wide it is. Recall of *all* true pairs, those never compared included, stands beside it.

Scale: the pairs of an invented conflict, repeated under new ids until they are a million; ordering
the queue and drawing a sample, one run each after a warm-up. Every copy must be treated alike: the
count of pairs asked about grows as the pairs do.

    python benchmarks/link_review.py            # both
    python benchmarks/link_review.py scale      # or coverage
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from link_real_lists import shared_lists, variant
from link_simulated import CLEAN, invented
from linkage_scores import score
from tawthiq.linkage import Links, LinkSettings, link
from tawthiq.linkage.drawing import frame_of, sample_pairs
from tawthiq.linkage.quality import estimate_quality
from tawthiq.linkage.queueing import review_queue

SAMPLES, SIZES = 100, (100, 200, 500)
DEATHS, SEED = 6_000, 301
MILLION = 1_000_000
_PAIR = ("record_a", "record_b")


def linked(table: pl.DataFrame) -> tuple[pl.DataFrame, Links]:
    """The records whose truth is known, and their links."""
    known = table.drop_nulls("truth")
    clean: frozenset[str] = frozenset()
    if CLEAN in known.columns:
        clean = frozenset(known.filter(CLEAN)["list"].unique().to_list())
    records = known.select(pl.exclude("truth", CLEAN))
    return known, link(records, settings=LinkSettings(clean_lists=clean))


def simulated() -> pl.DataFrame:
    with tempfile.TemporaryDirectory() as name:
        return invented(DEATHS, SEED, Path(name))


def with_truth(table: pl.DataFrame, links: Links) -> pl.DataFrame:
    """Every pair that can be drawn, and whether it is one person."""
    known = table.select("record_id", "truth")
    return (
        frame_of(links.pairs, links.people)
        .join(known.rename({"record_id": "record_a", "truth": "first"}), on="record_a")
        .join(known.rename({"record_id": "record_b", "truth": "second"}), on="record_b")
        .with_columns(same=pl.col("first") == pl.col("second"))
    )


def coverage(name: str, table: pl.DataFrame) -> None:
    known, links = linked(table)
    frame = with_truth(known, links)
    joined = frame.filter(pl.col("standing").is_in(["sure", "linked"]))
    right, said, true = int(joined["same"].sum()), joined.height, int(frame["same"].sum())
    real = (right / said, right / true, 2 * right / (said + true))
    every = score(known.join(links.people.rename({"linked": "person"}), on="record_id"))[1]
    print(
        f"{name}: precision {real[0]:.4f}  recall {real[1]:.4f} (of all true pairs {every:.4f})  "
        f"F1 {real[2]:.4f}"
    )
    for size in SIZES:
        held, wide = [], []
        for seed in range(SAMPLES):
            sample = sample_pairs(links.pairs, links.people, size, seed)
            verdicts = sample.pairs.join(frame, on=_PAIR, maintain_order="left").select(
                *_PAIR,
                verdict=pl.when("same").then(pl.lit("same")).otherwise(pl.lit("different")),
            )
            scores = estimate_quality(sample, verdicts).scores["linked"]
            ranges = (scores.precision, scores.recall, scores.f1)
            held.append(
                [one.low <= value <= one.high for one, value in zip(ranges, real, strict=True)]
            )
            wide.append([one.high - one.low for one in ranges])
        shares, widths = np.mean(held, axis=0), np.mean(wide, axis=0)
        print(
            f"  {size:>4} pairs  held in {shares[0]:.2f} {shares[1]:.2f} {shares[2]:.2f}  "
            f"width {widths[0]:.3f} {widths[1]:.3f} {widths[2]:.3f}",
            flush=True,
        )


def scale() -> None:
    _, links = linked(simulated())
    few = review_queue(links.pairs, links.people)
    copies = -(-MILLION // links.pairs.height)
    rows = links.people.height
    pairs = pl.concat(
        links.pairs.with_columns(pl.format("{}/{}", pl.col(one), copy).alias(one) for one in _PAIR)
        for copy in range(copies)
    )
    people = pl.concat(
        links.people.with_columns(
            pl.format("{}/{}", "record_id", copy).alias("record_id"),
            *(pl.col(name) + copy * rows for name in ("sure", "linked", "possible")),
        )
        for copy in range(copies)
    )
    start = time.perf_counter()
    queue = review_queue(pairs, people)
    queued = time.perf_counter() - start
    start = time.perf_counter()
    sample = sample_pairs(pairs, people, 200, 1)
    drawn = time.perf_counter() - start
    # More pairs are alike, so more teach something: never fewer than in each copy.
    assert queue.height >= copies * few.filter(pl.col("settles") > 0.5).height
    assert sum(one.pairs for one in sample.strata) >= pairs.height
    print(
        f"{pairs.height:,} pairs of {people.height:,} records: queue of {queue.height:,} in "
        f"{queued:.1f} s, sample of {sample.pairs.height} in {drawn:.1f} s"
    )


def main() -> None:
    wanted = sys.argv[1:] or ["coverage", "scale"]
    if "coverage" in wanted:
        folder = shared_lists()
        if folder is None:
            print("The real lists are not here; set TAWTHIQ_SHARED to the folder of `lists`.")
        else:
            for which in ("arabic", "cross-script"):
                coverage(which, variant(folder, which))
        coverage("simulated", simulated())
    if "scale" in wanted:
        scale()


if __name__ == "__main__":
    main()
