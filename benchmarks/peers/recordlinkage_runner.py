"""recordlinkage (the Python toolkit), unsupervised: blocks, string distances, its ECM classifier.

ECM here takes yes or no for each field; what counts as yes is `CLOSE`. Clusters are whatever hangs
together, since the toolkit stops at pairs.
"""

import warnings

import numpy as np
import pandas as pd
import polars as pl
import recordlinkage
from reporting import Task
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

CLOSE = 0.85  # Jaro-Winkler at or above it is agreement
THRESHOLD = 0.5


def people(index: recordlinkage.Index, compare: recordlinkage.Compare, columns: set[str]) -> None:
    keys = [
        ["given_c", "father_c", "family_c"],
        ["given_c", "grandfather_c", "family_c"],
        ["given_c", "father_c", "grandfather_c"],
        ["given_c", "family_c", "age"],
        ["given_c", "father_c", "age"],
        ["father_c", "grandfather_c", "family_c", "age"],
    ]
    if "death_day" in columns:
        keys += [["death_day", "given_c", "family_c"], ["death_day", "given_c", "father_c"]]
    for key in keys:
        index.block(key)
    for part in ("given", "father", "grandfather", "family"):
        compare.string(f"{part}_s", f"{part}_s", method="jarowinkler", label=part)
    compare.numeric("age", "age", offset=1, scale=1, label="age")
    for name in ("sex", "death_day", "town", "birth"):
        if name in columns:
            compare.exact(name, name, label=name)


def febrl(index: recordlinkage.Index, compare: recordlinkage.Compare, columns: set[str]) -> None:
    keys = ["given", "family", "birth_written", "id_ssn" if "id_ssn" in columns else "town"]
    for key in keys:
        index.block(key)
    for name in ("given", "family", "town", "text_street"):
        if name in columns:
            compare.string(name, name, method="jarowinkler", label=name)
    for name in ("birth_written", "governorate", "id_ssn", "id_postcode"):
        if name in columns:
            compare.exact(name, name, label=name)


def together(records: pd.Index, links: pd.MultiIndex) -> pl.DataFrame:
    """Whatever hangs together by links is one person."""
    row = {record: number for number, record in enumerate(records)}
    first = [row[one] for one in links.get_level_values(0)]
    second = [row[one] for one in links.get_level_values(1)]
    graph = coo_array((np.ones(len(first)), (first, second)), shape=(len(row), len(row)))
    _, person = connected_components(graph, directed=False)
    return pl.DataFrame({"record_id": list(records), "person": person})


def main() -> None:
    task = Task()
    table = pl.read_parquet(task.table)
    columns = {name for name in table.columns if table[name].null_count() < len(table)}
    frame = table.select("record_id", *sorted(columns - {"record_id"})).to_pandas()
    frame = frame.set_index("record_id")
    index, compare = recordlinkage.Index(), recordlinkage.Compare()
    (people if task.kind == "people" else febrl)(index, compare, columns)
    pairs = index.index(frame)
    vectors = compare.compute(pairs, frame)
    classifier = recordlinkage.ECMClassifier(binarize=CLOSE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        classifier.fit(vectors)
        likely: pd.Series = classifier.prob(vectors)
    together(frame.index, likely[likely >= THRESHOLD].index).write_parquet(
        task.folder / "clusters.parquet"
    )
    task.answered(
        packages=("recordlinkage", "pandas"),
        candidates=len(pairs),
        threshold=f"{THRESHOLD}",
        own_threshold=THRESHOLD,
    )
    pl.DataFrame(
        {
            "record_a": likely.index.get_level_values(0).to_list(),
            "record_b": likely.index.get_level_values(1).to_list(),
            "score": likely.to_numpy(),
        }
    ).write_parquet(task.folder / "pairs.parquet")


if __name__ == "__main__":
    main()
