"""Hold a linkage against the truth, where the truth is known."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class PairScores:
    """Pairs of records: found and true, found, true."""

    both: int
    found: int
    true: int

    @property
    def precision(self) -> float:
        """Share of the found pairs that are true; 1 where none was found."""
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that were found; 1 where there are none."""
        return self.both / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.both / (self.found + self.true) if self.found + self.true else 1.0


def score_pairs(frame: pl.DataFrame, found: str, true: str) -> PairScores:
    """Score the pairs of a partition against those of the true one.

    Args:
        frame: one row a record, with its label in the partition `found` and in the partition
        `true`.

    Returns:
        Counts over all pairs of rows whose labels are both known: a row with a null label is left
        out, neither right nor wrong.
    """
    known = frame.drop_nulls([found, true])
    return PairScores(
        both=_pairs(known, [found, true]), found=_pairs(known, [found]), true=_pairs(known, [true])
    )


def _pairs(frame: pl.DataFrame, by: list[str]) -> int:
    sizes = frame.group_by(by).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())
