"""Does the main job hold on real lists: two lists in, people out, against the official ids?

Data: the two lists of `../shared/lists` (or `$TAWTHIQ_SHARED/lists`), each imported as a list of
its own with its id column taken out; the ids come back as the truth. Rows without a numeric id stay
in the input and out of the score. Beside it, in the same run: exact matches on (normalised name,
sex, age), the name once folded and once as skeletons of its parts (compounds joined, PDF damage
met). Prints numbers only. The copies without ids go to a temporary folder and are deleted.

    python benchmarks/main_job.py
"""

import os
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import polars as pl

from tawthiq.demo import score_pairs
from tawthiq.folder import make_folder, open_folder
from tawthiq.lists import import_list
from tawthiq.names import fold, parse_names
from tawthiq.register import build_register
from tawthiq.sources import declare_source

SHARED = Path(os.environ.get("TAWTHIQ_SHARED", Path(__file__).parents[2] / "shared"))
RELEASES = ("2024-04-13", "2024-08-08")


def main() -> None:
    files = [SHARED / "lists" / f"{release}.csv" for release in RELEASES]
    if not all(file.exists() for file in files):
        print(f"skipped: {SHARED / 'lists'} is not there")
        sys.exit(0)
    with tempfile.TemporaryDirectory() as scratch:
        run(files, Path(scratch))


def run(files: list[Path], scratch: Path) -> None:
    truth = []
    make_folder(scratch / "register")
    with open_folder(scratch / "register", write=True) as opened:
        for number, file in enumerate(files):
            rows = pl.read_csv(file, infer_schema=False)
            key = f"list-{number + 1}"
            hidden = scratch / f"{key}.csv"
            rows.drop("id").write_csv(hidden)
            truth.append(
                rows.select(
                    pl.lit(key).alias("list"),
                    pl.int_range(2, pl.len() + 2).alias("row"),  # the header is line 1
                    pl.when(pl.col("id").str.contains(r"^\d+$")).then("id").alias("id"),
                )
            )
            declare_source(opened.ledger, key, name=key, type="other")
            began = time.perf_counter()
            result = import_list(
                opened.ledger, opened.vault, hidden, source=key,
                released=date.fromisoformat(RELEASES[number]),
            )  # fmt: skip
            seconds = time.perf_counter() - began
            print(
                f"import {key}  {result.version.rows:>7,} rows  {seconds:6.2f} s  "
                f"{rows.height / seconds:>9,.0f} rows/s  {result.version.set_aside_rows} set aside"
            )
        began = time.perf_counter()
        register = build_register(opened.ledger, opened.vault, opened.settings)
        seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"link (records, links, register)  {seconds:6.2f} s  peak memory {peak:,.0f} MB")
    lines = register.lines.join(pl.concat(truth), on=["list", "row"])
    assert lines.height == sum(frame.height for frame in truth), "a row was lost"
    print(f"people {register.people.height:,} of {lines.height:,} records")
    for name, label in (("sure", "sure"), ("linked", "linked"), ("possible", "possible")):
        report(name, score_pairs(lines, label, "id"))
    prepared = parse_names(lines["name_raw"])["skeletons"].list.join(" ")
    for what, names in (
        ("folded", lines["name_raw"].map_elements(fold, return_dtype=pl.String)),
        ("skeleton", prepared),
    ):
        exact = lines.with_columns(_name=names).with_columns(
            exact=pl.struct("_name", "sex", "age_low").rank("dense")
        )
        report(f"exact {what}, sex, age", score_pairs(exact, "exact", "id"))


def report(name, scores) -> None:
    print(
        f"{name:<26} precision {scores.precision:.4f}  recall {scores.recall:.4f}  "
        f"F1 {scores.f1:.4f}"
    )


if __name__ == "__main__":
    main()
