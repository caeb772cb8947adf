"""Which towns are one slip of the pen apart: found once for all towns, then looked up by pair."""

import numpy as np
import polars as pl

from tawthiq.linkage.arrays import I32, I64

_LEAST_LETTERS = 5  # shorter names are too often another town's with a letter changed

Slips = tuple[I64, I32, I64, I32]
"""`first`, `slip` of places, then of origins: `slip[first[t]:first[t + 1]]` are a slip from `t`."""


def slips_of(places: pl.Series, origins: pl.Series) -> Slips:
    """The slips among towns, and among towns of origin.

    Args:
        places: distinct towns, by code.
        origins: distinct towns of origin, by code.
    """
    return (*_by_town(places), *_by_town(origins))


def _by_town(towns: pl.Series) -> tuple[I64, I32]:
    if not len(towns):
        return np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.int32)
    a, b = one_slip_apart(towns)
    start, end = np.concatenate([a, b]), np.concatenate([b, a])
    order = np.lexsort((end, start))
    counts = np.bincount(start, minlength=len(towns))
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), end[order]


def one_slip_apart(words: pl.Series) -> tuple[I32, I32]:
    """Pairs `a < b` of distinct words that one slip makes of each other.

    A slip is a letter too many, too few or another, or two neighbours exchanged. Words of less than
    five letters are never a slip apart, nor words with a digit: two numbers are two places. Two
    words one slip apart are the same once a letter is left out of either or both: what shares that
    is compared.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - a table without towns does without

    table = (
        pl.DataFrame({"word": words.cast(pl.String)})
        .with_row_index("code")
        .filter(
            pl.col("word").str.len_chars() >= _LEAST_LETTERS, ~pl.col("word").str.contains(r"\d")
        )
    )
    written = table["word"].to_list()
    lengths = [len(word) for word in written]
    shortened = pl.DataFrame(
        {
            "code": table["code"].cast(pl.Int32).repeat_by(pl.Series(lengths) + 1).explode()
            if written
            else pl.Series([], dtype=pl.Int32),
            "rest": pl.Series(
                [
                    rest
                    for word in written
                    for rest in (word, *(word[:x] + word[x + 1 :] for x in range(len(word))))
                ],
                dtype=pl.String,
            ),
        }
    ).unique()
    shared = shortened.filter(pl.len().over("rest") > 1)
    both = (
        shared.join(shared, on="rest", suffix="_b")
        .filter(pl.col("code") < pl.col("code_b"))
        .select("code", "code_b")
        .unique()
        .sort("code", "code_b")
    )
    a, b = both["code"].to_numpy(), both["code_b"].to_numpy()
    text = words.to_list()
    near = np.array(
        [
            OSA.distance(text[x], text[y], score_cutoff=1) <= 1
            for x, y in zip(a.tolist(), b.tolist(), strict=True)
        ],
        dtype=bool,
    )
    return a[near].astype(np.int32), b[near].astype(np.int32)
