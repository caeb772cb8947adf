"""What reviewers hold of pairs of records, brought down to one verdict a pair."""

from collections.abc import Mapping

import polars as pl

from tawthiq.ledger import Entry, Judge

JUDGEMENT_SCHEMA = {
    "record_a": pl.String,
    "record_b": pl.String,
    "verdict": pl.String,
    "reason": pl.String,
    "reviewer": pl.String,
    "author": pl.String,
    "at": pl.String,
    "entry": pl.String,
}


def judgements_of(entries: list[Entry], record_ids: frozenset[str]) -> pl.DataFrame:
    """Every judgement not withdrawn, in ledger order, on records the register holds.

    Args:
        entries: active entries in ledger order.
        record_ids: the records there are. A judgement on others (of a bundle not yet merged, say)
        waits.
    """
    rows = []
    for entry in entries:
        if not isinstance(entry.body, Judge):
            continue
        a, b = (f"{ref.list}:{ref.document[:8]}:{ref.row}" for ref in (entry.body.a, entry.body.b))
        if a in record_ids and b in record_ids:
            first, second = sorted((a, b))
            rows.append(
                {
                    "record_a": first,
                    "record_b": second,
                    "verdict": str(entry.body.verdict),
                    "reason": entry.body.reason,
                    "reviewer": entry.body.reviewer,
                    "author": entry.author,
                    "at": entry.at,
                    "entry": entry.id,
                }
            )
    return pl.DataFrame(rows, schema=JUDGEMENT_SCHEMA)


def verdicts(judgements: pl.DataFrame, newest: Mapping[str, str]) -> pl.DataFrame:
    """One verdict a pair of lines: each reviewer's last word, and `unsure` where reviewers differ.

    Args:
        judgements: as `judgements_of` gives them.
        newest: record → the newest record of its line, which linkage works on.
    """
    pairs = (
        judgements.with_columns(
            pl.col("record_a", "record_b").replace_strict(newest, return_dtype=pl.String)
        )
        .filter(pl.col("record_a") != pl.col("record_b"))
        .with_columns(
            record_a=pl.min_horizontal("record_a", "record_b"),
            record_b=pl.max_horizontal("record_a", "record_b"),
        )
    )
    last_words = pairs.group_by(
        "record_a", "record_b", "author", "reviewer", maintain_order=True
    ).agg(pl.col("verdict").last())
    return (
        last_words.group_by("record_a", "record_b", maintain_order=True)
        .agg(pl.col("verdict").unique())
        .with_columns(
            verdict=pl.when(pl.col("verdict").list.len() == 1)
            .then(pl.col("verdict").list.first())
            .otherwise(pl.lit("unsure"))
        )
        .sort("record_a", "record_b")
    )
