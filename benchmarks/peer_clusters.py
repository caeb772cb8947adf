"""People out of scored pairs, at every threshold: what a peer could reach with a better one.

Two ways. *Joined*: whatever hangs together at or above the threshold is one person, as Splink
clusters. *One a list*: pairs are taken from the best down, and one that would put two records of an
exclusive list into a person is refused; so a peer may use what our linkage learns by itself, that a
list seldom names a person twice.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl
from numba import njit

from linkage_scores import score

_STEPS = 60  # thresholds tried
_MOST_LISTS = 62


def best_partition(
    records: pl.DataFrame, pairs: pl.DataFrame, exclusive: frozenset[str] | None
) -> tuple[float, pl.DataFrame]:
    """The threshold with the best F1 of pairs, and the people it makes.

    Args:
        records: record_id, list, truth.
        pairs: record_a, record_b, score.
        exclusive: lists that may name a person once; None joins whatever hangs together.
    """
    best = (-1.0, float("inf"), records["record_id"].to_numpy())
    for threshold, person in partitions(records, pairs, exclusive, _steps(pairs["score"])):
        labelled = records.with_columns(person=person).drop_nulls("truth")
        best = max(best, (score(labelled)[2], threshold, person), key=lambda one: one[0])
    return best[1], records.select("record_id").with_columns(person=best[2])


def partition_at(
    records: pl.DataFrame,
    pairs: pl.DataFrame,
    exclusive: frozenset[str] | None,
    threshold: float,
) -> pl.DataFrame:
    """The people at one threshold."""
    ((_, person),) = partitions(records, pairs, exclusive, [threshold])
    return records.select("record_id").with_columns(person=person)


def partitions(
    records: pl.DataFrame,
    pairs: pl.DataFrame,
    exclusive: frozenset[str] | None,
    thresholds: list[float],
) -> Iterator[tuple[float, np.ndarray]]:
    """Each threshold, falling, with the person of each record: the number of one of its records."""
    row = records.select("record_id", row=pl.int_range(pl.len()))
    rows = (
        pairs.join(row, left_on="record_a", right_on="record_id")
        .join(row, left_on="record_b", right_on="record_id", suffix="_b")
        .sort("score", "row", "row_b", descending=[True, False, False])
    )
    a, b = (rows[name].to_numpy().astype(np.int64) for name in ("row", "row_b"))
    scores = rows["score"].to_numpy()
    # What lists a person holds: a bit for each exclusive list.
    named = sorted(exclusive or ())
    if len(named) > _MOST_LISTS:
        raise ValueError(f"{len(named)} exclusive lists; {_MOST_LISTS} is the most.")
    codes = {one: 1 << number for number, one in enumerate(named)}
    held = np.array([codes.get(one, 0) for one in records["list"].to_list()], dtype=np.int64)
    parent = np.arange(len(records), dtype=np.int64)
    at = 0
    for threshold in sorted(thresholds, reverse=True):
        until = int(np.searchsorted(-scores, -threshold, side="right"))
        _join(parent, held, a[at:until], b[at:until])
        at = until
        yield threshold, _roots(parent)


@njit(cache=True)
def _root(parent: np.ndarray, x: int) -> int:
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


@njit(cache=True)
def _join(parent: np.ndarray, held: np.ndarray, a: np.ndarray, b: np.ndarray) -> None:
    for k in range(len(a)):
        x, y = _root(parent, a[k]), _root(parent, b[k])
        if x != y and held[x] & held[y] == 0:
            parent[y] = x
            held[x] |= held[y]


@njit(cache=True)
def _roots(parent: np.ndarray) -> np.ndarray:
    found = np.empty_like(parent)
    for x in range(len(parent)):
        found[x] = _root(parent, x)
    return found


def _steps(scores: pl.Series) -> list[float]:
    """Thresholds even over the pairs and even over the scale: the best lies where few pairs do."""
    if scores.is_empty():
        return []
    shares = np.linspace(0, 1, _STEPS // 2)
    over_pairs = [scores.quantile(share, "nearest") for share in shares]
    over_scale = np.linspace(scores.min(), scores.max(), _STEPS // 2)
    return sorted({*over_pairs, *over_scale.tolist()})
