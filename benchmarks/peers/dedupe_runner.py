"""dedupe, taught the way it asks to be: it shows pairs it is unsure of, and is told what they are.

The answers come from the truth, so it knows something no other program here is told: `ANSWERS`
labels without error. Learned blocking, logistic regression and clustering at 0.5 are its defaults.

Two things are not. While it learns it holds all pairs that each of its blocking keys would make,
and five thousand records then fill ten gigabytes; so it learns on `TAUGHT` records that stand
together in the order of names, which is where both matches and near misses are. And keys that need
an index are left out of the final blocking, as its authors advise where memory is short.
"""

import random

import dedupe
import numpy as np
import polars as pl
from dedupe import variables
from reporting import Task

THRESHOLD = 0.5  # the default of `partition`
ANSWERS = 100
TAUGHT = 1500
SEED = 1


def years_apart(first: int, second: int) -> float:
    return float(min(abs(first - second), 20))


def days_apart(first: int, second: int) -> float:
    """In powers of two, up to about three years."""
    return float(np.log2(1 + min(abs(first - second), 1023)))


def people() -> list:
    texts = [
        variables.String(f"{part}{form}", has_missing=True)
        for part in ("given", "father", "grandfather", "family")
        for form in ("", "_s")
    ]
    return [
        *texts,
        variables.Exact("name_skeleton", has_missing=True),
        variables.Exact("sex", has_missing=True),
        variables.Exact("age_written", has_missing=True),
        variables.Custom("age", comparator=years_apart, has_missing=True),
        variables.ShortString("birth", has_missing=True),
        variables.Custom("death_day", comparator=days_apart, has_missing=True),
        variables.Exact("town", has_missing=True),
        variables.Exact("governorate", has_missing=True),
    ]


def febrl() -> list:
    texts = ("given", "family", "town", "text_street")
    shorts = ("birth_written", "governorate", "id_ssn", "id_postcode")
    return [
        *(variables.String(field, has_missing=True) for field in texts),
        *(variables.ShortString(field, has_missing=True) for field in shorts),
    ]


def main() -> None:
    task = Task()
    random.seed(SEED)
    np.random.seed(SEED)  # the generator that dedupe uses
    table = pl.read_parquet(task.table)
    if task.kind == "people":
        table = table.with_columns(age_written=pl.col("age").cast(pl.String))
    given = {name for name in table.columns if table[name].null_count() < len(table)}
    fields = [one for one in (people() if task.kind == "people" else febrl()) if one.field in given]
    kept = ["record_id", *sorted({one.field for one in fields})]
    data = dict(enumerate(table.select(kept).iter_rows(named=True)))
    truth = dict(pl.read_parquet(task.labels).iter_rows())

    matcher = dedupe.Dedupe(fields, num_cores=0, in_memory=True)
    matcher.classifier.set_params(n_jobs=1)  # one core, so that its seconds can be counted
    matcher.prepare_training(neighbours(table, data))
    for _ in range(ANSWERS):
        for first, second in matcher.uncertain_pairs():
            known = truth[first["record_id"]], truth[second["record_id"]]
            same = None not in known and known[0] == known[1]
            pair = {"match": [], "distinct": []}
            pair["match" if same else "distinct"].append((first, second))
            matcher.mark_pairs(pair)
    matcher.train(index_predicates=False)
    scored = matcher.score(matcher.pairs(data))
    found = clusters(matcher, scored, data)
    found.write_parquet(task.folder / "clusters.parquet")
    task.answered(
        packages=("dedupe", "scikit-learn"),
        candidates=len(scored),
        threshold=f"{THRESHOLD}",
        own_threshold=THRESHOLD,
        labels=ANSWERS,
    )
    ids = table["record_id"]
    pl.DataFrame(
        {
            "record_a": ids.gather(scored["pairs"][:, 0].astype(np.int64)),
            "record_b": ids.gather(scored["pairs"][:, 1].astype(np.int64)),
            "score": scored["score"].astype(np.float64),
        }
    ).write_parquet(task.folder / "pairs.parquet")


def neighbours(table: pl.DataFrame, data: dict) -> dict:
    """Records that follow one another by name, from a random place on."""
    in_turn = table.with_row_index("_at").sort("name_skeleton", "record_id")["_at"].to_list()
    start = random.randrange(max(len(in_turn) - TAUGHT, 1))  # noqa: S311
    return dict(enumerate(data[row] for row in in_turn[start : start + TAUGHT]))


def clusters(matcher: dedupe.Dedupe, scored: np.ndarray, data: dict) -> pl.DataFrame:
    person = {number: number for number in data}
    for rows, _ in matcher.cluster(scored, THRESHOLD):
        person.update(dict.fromkeys((int(row) for row in rows), int(min(rows))))
    return pl.DataFrame(
        {
            "record_id": [data[number]["record_id"] for number in person],
            "person": list(person.values()),
        }
    )


if __name__ == "__main__":
    main()
