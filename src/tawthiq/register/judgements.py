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
        a, b = entry.body.a.record_id, entry.body.b.record_id
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

    Reviewers may differ by way of third records too: A = B and B = C of one, A ≠ C of another. Then
    all judgements that take part are `unsure`: merging the ledger of a committee that sees it
    otherwise must not stop the register. Who contradicts nobody but themselves gets an error from
    linkage, for they can mend it.

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
    by_pair = (
        last_words.group_by("record_a", "record_b")
        .agg(
            verdict=pl.when(pl.col("verdict").n_unique() == 1)
            .then(pl.col("verdict").first())
            .otherwise(pl.lit("unsure")),
            reviewers=pl.concat_str("author", "reviewer", separator=" ").unique().sort(),
        )
        .sort("record_a", "record_b")
    )
    return _doubt_disputes(by_pair).drop("reviewers")


def _doubt_disputes(pairs: pl.DataFrame) -> pl.DataFrame:
    """Turn to `unsure` the chains of `same` on which reviewers contradict one another."""
    group: dict[str, str] = {}

    def root(record: str) -> str:
        while (above := group.setdefault(record, record)) != record:
            record = above
        return record

    rows = pairs.select("record_a", "record_b", "verdict").rows()
    for a, b, verdict in rows:
        if verdict == "same":
            first, second = sorted((root(a), root(b)))
            group[second] = first
    inside = [root(a) if root(a) == root(b) and verdict != "unsure" else None
              for a, b, verdict in rows]  # fmt: skip
    pairs = pairs.with_columns(_group=pl.Series(inside, dtype=pl.String))
    disputed = (
        pairs.drop_nulls("_group")
        .group_by("_group")
        .agg(pl.col("verdict").eq("different").any(), pl.col("reviewers").explode().n_unique())
        .filter(pl.col("verdict") & (pl.col("reviewers") > 1))
    )
    doubted = pl.col("_group").is_in(disputed["_group"].to_list()).fill_null(value=False)
    return pairs.with_columns(
        verdict=pl.when(doubted).then(pl.lit("unsure")).otherwise("verdict")
    ).drop("_group")
