"""One row a person: what their records say together, for listing and for finding.

A summary rules nothing: where accounts differ the person's page (`show`) sets them side by side.
The name shown is the one given most often; among equals the fullest.
"""

import polars as pl

PERSON_COLUMNS = (
    "person_id", "name", "name_other", "sex", "age_low", "age_high", "death_earliest",
    "death_latest", "governorate", "status", "records", "lists", "standing", "certainty",
    "doubtful",
)  # fmt: skip


def people_of(lines: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Summarise the people of the `linked` partition.

    Args:
        lines: the newest record of each line with `person_id`, `sure`, `linked`, `possible`.
        pairs: compared pairs with `probability`.

    Returns:
        `PERSON_COLUMNS`, sorted by person_id. `certainty` is the least, over the person's records,
        of the probability that ties the record to the others (for a person of one record: that
        nothing ties it to somebody else); `doubtful`: the three partitions do not agree on this
        person.
    """
    named = lines.filter(pl.col("named"))
    summary = (
        named.group_by("person_id")
        .agg(
            *(_only(field) for field in ("sex", "governorate", "status")),
            pl.col("age_low").min(),
            pl.col("age_high").max(),
            pl.col("death_earliest").min(),
            pl.col("death_latest").max(),
            records=pl.len().cast(pl.Int64),
            lists=pl.col("list").n_unique().cast(pl.Int64),
            standing=pl.col("withdrawn_on").is_null().any(),
            parts=pl.col("sure").n_unique(),
            possible=pl.col("possible").first(),
        )
        .with_columns(
            doubtful=(pl.col("parts") > 1) | (pl.col("person_id").n_unique().over("possible") > 1)
        )
    )
    return (
        summary.join(_most_given(named, "name_raw", "name"), on="person_id", how="left")
        .join(_most_given(named, "name_other_raw", "name_other"), on="person_id", how="left")
        .join(_certainty(named, pairs), on="person_id", how="left")
        .with_columns(pl.col("certainty").fill_null(1.0))
        .select(PERSON_COLUMNS)
        .sort("person_id")
    )


def _most_given(named: pl.DataFrame, field: str, name: str) -> pl.DataFrame:
    """The value given most often; among equals the longest, then the first in order of letters."""
    return (
        named.filter(pl.col(field).is_not_null())
        .group_by("person_id", pl.col(field).alias(name))
        .len()
        .sort(
            "person_id",
            "len",
            pl.col(name).str.len_chars(),
            name,
            descending=[False, True, True, False],
        )
        .unique("person_id", keep="first", maintain_order=True)
        .select("person_id", name)
    )


def _only(field: str) -> pl.Expr:
    """The value, where all who give one agree; null where they differ or nobody says."""
    values = pl.col(field).drop_nulls().unique()
    return pl.when(values.len() == 1).then(values.first()).alias(field)


def _certainty(named: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    persons = named.select("record_id", "person_id")
    both = pl.concat(
        pairs.select(record_id=one, other=two, probability="probability")
        for one, two in (("record_a", "record_b"), ("record_b", "record_a"))
    )
    ties = both.join(persons, on="record_id").join(
        persons.rename({"record_id": "other", "person_id": "other_person"}), on="other"
    )
    inside = pl.col("person_id") == pl.col("other_person")
    by_record = ties.group_by("record_id", "person_id").agg(
        inside=pl.col("probability").filter(inside).max(),
        outside=pl.col("probability").filter(~inside).max(),
    )
    return by_record.group_by("person_id").agg(
        certainty=pl.coalesce(pl.col("inside").min(), 1 - pl.col("outside").max()).clip(0, 1)
    )
