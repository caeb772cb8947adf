"""How many errors does linkage make on two real lists, and what does it cost?

Data: the two lists of the folder `lists` in `TAWTHIQ_SHARED` (default: `shared` beside the
repository). They hold real dead: only numbers are printed. Truth is their official id, hidden from
linkage; records whose id is a placeholder are linked but not scored. Score: pairs of records in
one person, within and across lists, over the records that have an id.

The rules of linkage were tuned on these lists, so the scores are in-sample.

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

from tawthiq.linkage import LinkSettings, link
from tawthiq.linkage.block import candidate_pairs
from tawthiq.linkage.prepare import prepare
from tawthiq.names import parse_names

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


def pairs_in(groups: pl.DataFrame, *by: str) -> int:
    sizes = groups.group_by(*by).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def score(labelled: pl.DataFrame) -> tuple[float, float, float]:
    """Precision, recall, F1 of pairs; `labelled`: person, truth."""
    right = pairs_in(labelled, "person", "truth")
    said, true = pairs_in(labelled, "person"), pairs_in(labelled, "truth")
    precision, recall = right / max(said, 1), right / max(true, 1)
    return precision, recall, 2 * right / max(said + true, 1)


def b_cubed(labelled: pl.DataFrame) -> float:
    """F1 of B-cubed: mean over records of how much of their person is right."""
    sized = labelled.with_columns(
        both=pl.len().over("person", "truth"),
        said=pl.len().over("person"),
        true=pl.len().over("truth"),
    )
    precision = sized.select((pl.col("both") / pl.col("said")).mean()).item()
    recall = sized.select((pl.col("both") / pl.col("true")).mean()).item()
    return float(2 * precision * recall / (precision + recall))


def exact_match(table: pl.DataFrame) -> pl.DataFrame:
    """Records are one person where folded name, sex and age are all given and equal."""
    folded = parse_names(table["name"])["folded"]
    return table.with_columns(folded=folded).select(
        pl.when(pl.all_horizontal(pl.col("folded", "sex", "age_low").is_not_null()))
        .then(pl.concat_str("folded", "sex", "age_low", separator="|"))
        .otherwise("record_id")
        .alias("person"),
        "truth",
    )


def show(what: str, labelled: pl.DataFrame) -> None:
    scored = labelled.drop_nulls("truth")
    precision, recall, f1 = score(scored)
    print(
        f"  {what:<22} precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}"
        f"  B-cubed {b_cubed(scored):.4f}"
    )


def blocking_recall(table: pl.DataFrame) -> tuple[int, float]:
    prepared = prepare(table, LinkSettings().fields)
    found = candidate_pairs(prepared, LinkSettings().max_block)
    truth = table.sort("record_id")["truth"]
    scored = pl.DataFrame({"a": truth.gather(found.a), "b": truth.gather(found.b)}).drop_nulls()
    right = int((scored["a"] == scored["b"]).sum())
    return len(found.a), right / pairs_in(table.drop_nulls("truth"), "truth")


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
        largest = links.people.group_by("possible").len()["len"].max()
        print(
            f"  largest possible person {largest} records; EM {links.model.iterations} steps, "
            f"prior {links.model.prior_bits:.1f} bits, one version {links.model.within_bits:.1f}"
        )


if __name__ == "__main__":
    main()
