"""Do a hundred labels help the pairs that nobody judged, and do they ever harm?

Data: the two real lists (all Arabic; one Arabic, the other romanised) where they are at hand, and
invented lists of 4,000 deaths, another conflict for each seed. For five seeds: link, take 100
labels by the truth, link again with them as judgements. Labels are (a) the first of the queue, (b)
a random sample of pairs. Score: F1 of pairs of records in one person, *other than the judged*,
before and after; records whose truth is unknown are linked, but neither asked about nor scored.

The seed also draws the random pairs from which linkage learns how strangers compare. A table whose
labels make any seed worse is marked; the last line counts them. Beside it stands the width of the
documented range (maximum less minimum) before and after: what the answers settle.

    python benchmarks/link_labels.py              # all tables
    python benchmarks/link_labels.py simulated    # one of arabic, cross-script, simulated
"""

import sys
import tempfile
from pathlib import Path

import polars as pl

from link_real_lists import shared_lists, variant
from link_simulated import CLEAN, invented
from linkage_scores import pairs_in
from tawthiq.linkage import Links, LinkSettings, link
from tawthiq.linkage.drawing import sample_pairs
from tawthiq.linkage.queueing import review_queue

SEEDS = (1, 2, 3, 4, 5)
LABELS = 100
DEATHS, FIRST_SEED = 4_000, 200  # seeds of conflicts that nobody looked at before
SLACK = 5e-5  # F1: what the printed digits cannot show


def answers(asked: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """The first `LABELS` of the pairs asked about whose truth is known, judged by it."""
    known = table.drop_nulls("truth").select("record_id", "truth")
    return (
        asked.select("record_a", "record_b")
        .join(known.rename({"record_id": "record_a", "truth": "first"}), on="record_a",
              maintain_order="left")
        .join(known.rename({"record_id": "record_b", "truth": "second"}), on="record_b",
              maintain_order="left")
        .head(LABELS)
        .select(
            "record_a",
            "record_b",
            verdict=pl.when(pl.col("first") == pl.col("second"))
            .then(pl.lit("same"))
            .otherwise(pl.lit("different")),
        )
    )  # fmt: skip


def f1_elsewhere(links: Links, table: pl.DataFrame, judged: pl.DataFrame) -> float:
    """F1 over all pairs but the judged."""
    labelled = table.drop_nulls("truth").join(links.people, on="record_id")
    label = labelled.select("record_id", "linked")
    own = judged.join(label.rename({"record_id": "record_a", "linked": "a"}), on="record_a").join(
        label.rename({"record_id": "record_b", "linked": "b"}), on="record_b"
    )
    same, joined = own["verdict"] == "same", own["a"] == own["b"]
    right = pairs_in(labelled, "linked", "truth") - int((same & joined).sum())
    said = pairs_in(labelled, "linked") - int(joined.sum())
    true = pairs_in(labelled, "truth") - int(same.sum())
    return 2 * right / max(said + true, 1)


def width(links: Links) -> int:
    """Maximum less minimum of the documented count."""
    return int(links.people["sure"].n_unique() - links.people["possible"].n_unique())


def measure(name: str, table: pl.DataFrame, seed: int, clean: frozenset[str]) -> int:
    """Print both ways to take labels; returns how many of them did harm."""
    records = table.select(pl.exclude("truth", CLEAN))
    settings = LinkSettings(seed=seed, clean_lists=clean)
    before = link(records, settings=settings)
    harmed = 0
    for how, asked in (
        ("queue", review_queue(before.pairs, before.people)),
        ("sample", sample_pairs(before.pairs, before.people, 2 * LABELS, seed).pairs),
    ):
        judged = answers(asked, table)
        after = link(records, judgements=judged, settings=settings)
        old, new = (f1_elsewhere(links, table, judged) for links in (before, after))
        harm = new < old - SLACK
        harmed += harm
        print(
            f"  {name:<13} seed {seed}  {how:<7} {judged.height:>4} labels  F1 elsewhere "
            f"{old:.4f} -> {new:.4f}  range {width(before):>5,} -> {width(after):>5,}"
            f"{'  WORSE' if harm else ''}",
            flush=True,
        )
    return harmed


def simulated(seed: int) -> tuple[pl.DataFrame, frozenset[str]]:
    with tempfile.TemporaryDirectory() as name:
        table = invented(DEATHS, FIRST_SEED + seed, Path(name))
    return table, frozenset(table.filter(CLEAN)["list"].unique().to_list())


def main() -> None:
    folder = shared_lists()
    harmed = 0
    for which in sys.argv[1:] or ("arabic", "cross-script", "simulated"):
        if which != "simulated" and folder is None:
            print("The real lists are not here; set TAWTHIQ_SHARED to the folder of `lists`.")
            continue
        table, clean = None, frozenset[str]()
        for seed in SEEDS:
            if which == "simulated" or folder is None:
                table, clean = simulated(seed)
            elif table is None:
                table = variant(folder, which)
            harmed += measure(which, table, seed, clean)
    print(f"worse in {harmed} runs" if harmed else "never worse")


if __name__ == "__main__":
    main()
