"""Give people ids that survive re-linking, merges and splits.

A person's id is made from its founding record: the record of the person that came first into the
ledger. When people are merged, the older id stays; when one is split, the part that holds the
founding record keeps the id. Every record of every version knows the id it would found, so any id
ever shown can be resolved. Not the line founds a person but the record: when an older version of a
list is imported after a newer one, its lines begin elsewhere, but its records stay what they were.
"""

import base64
import hashlib

import polars as pl


def person_id(record_id: str) -> str:
    """The id of the person that the record founds: `p-` and ten base32 letters."""
    digest = hashlib.sha256(record_id.encode()).digest()
    return "p-" + base64.b32encode(digest[:7]).decode()[:10].lower()


def founded_ids(records: pl.DataFrame, clusters: pl.DataFrame) -> pl.DataFrame:
    """Add `founds` (the id each record would found) and `person_id` (the id of its person).

    Args:
        records: every version's records with `record_id`, `line_id`, and `came`: their place in the
            ledger.
        clusters: `line_id` and `cluster`, the label of the person that the line speaks of.

    Returns:
        `record_id`, `founds`, `person_id`.
    """
    founds = records.select(
        "record_id",
        "line_id",
        "came",
        founds=pl.col("record_id").map_elements(person_id, return_dtype=pl.String),
    ).join(clusters, on="line_id")
    people = founds.sort("came").group_by("cluster").agg(person_id=pl.col("founds").first())
    return founds.join(people, on="cluster").select("record_id", "founds", "person_id")
