"""How many errors does linkage make on two real lists, and what does it cost?

Data: the two lists of the folder `lists` in `TAWTHIQ_SHARED` (default: `shared` beside the
repository). They hold real dead: only numbers are printed. Truth is their official id, hidden from
linkage; records whose id is a placeholder are linked but not scored. Score: pairs of records in
one person, within and across lists, over the records that have an id.

The rules of linkage were tuned on these lists, so the scores are in-sample. The last table asks
whether probabilities of pairs mean what they say.

Beside it, in the same run: exact match on (folded name, sex, age). It cannot cross scripts, and
ages here often differ by one between the lists, so it is a low bar.

    python benchmarks/link_real_lists.py            # all variants
    python benchmarks/link_real_lists.py arabic     # one
"""

import os
import resource
import sys
import time
from pathlib import Path

import polars as pl

from linkage_scores import blocking_recall, calibration, exact_match, show
from tawthiq.linkage import link

FIRST, SECOND = "2024-04-13.csv", "2024-08-08.csv"
VARIANTS = ("arabic", "arabic-no-birth", "cross-script")


def shared_lists() -> Path | None:
    here = Path(__file__).resolve().parents[1]
    folder = Path(os.environ.get("TAWTHIQ_SHARED", here.parent / "shared")) / "lists"
    return folder if (folder / FIRST).exists() and (folder / SECOND).exists() else None


def read(folder: Path, file: str, list_key: str, name: str) -> pl.DataFrame:
    table = pl.read_csv(folder / file, infer_schema=False)
    if "dob" not in table.columns:
        table = table.with_columns(dob=pl.lit(None, dtype=pl.String))
    return table.select(
        pl.format("{}:{}", pl.lit(list_key), pl.int_range(pl.len())).alias("record_id"),
        pl.lit(list_key).alias("list"),
        pl.lit(file).alias("document"),
        pl.col(name).alias("name"),
        pl.col("sex").replace({"m": "male", "f": "female"}),
        pl.col("age").cast(pl.Float64, strict=False).alias("age_low"),
        pl.col("age").cast(pl.Float64, strict=False).alias("age_high"),
        pl.col("dob").str.to_date("%Y-%m-%d", strict=False).alias("birth_earliest"),
        pl.col("dob").str.to_date("%Y-%m-%d", strict=False).alias("birth_latest"),
        pl.when(pl.col("id").str.contains(r"^\d+$")).then("id").alias("truth"),
    )


def variant(folder: Path, which: str) -> pl.DataFrame:
    both = pl.concat(
        [
            read(folder, FIRST, "first", "name"),
            read(folder, SECOND, "second", "en_name" if which == "cross-script" else "name"),
        ]
    )
    if which == "arabic-no-birth":
        none = pl.lit(None, dtype=pl.Date)
        both = both.with_columns(birth_earliest=none, birth_latest=none)
    return both


def main() -> None:
    folder = shared_lists()
    if folder is None:
        print("The real lists are not here; set TAWTHIQ_SHARED to the folder that holds `lists`.")
        return
    for which in sys.argv[1:] or VARIANTS:
        table = variant(folder, which)
        start, cpu = time.perf_counter(), time.process_time()
        links = link(table.drop("truth"))
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        candidates, recall = blocking_recall(table)
        print(
            f"{which}: {len(table):,} records  {seconds:.1f} s  {cpu:.1f} s CPU  "
            f"peak {memory:,.0f} MB  {candidates:,} candidate pairs  "
            f"blocking recall {recall:.4f}"
        )
        labelled = table.join(links.people, on="record_id")
        for partition in ("sure", "linked", "possible"):
            show(partition, labelled.rename({partition: "person"}))
        show("exact name, sex, age", exact_match(table))
        calibration(links, table)
        largest = links.people.group_by("possible").len()["len"].max()
        print(
            f"  largest possible person {largest} records; EM {links.model.iterations} steps, "
            f"prior {links.model.prior_bits:.1f} bits, one version {links.model.within_bits:.1f}"
        )


if __name__ == "__main__":
    main()
