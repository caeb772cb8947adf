"""Give people ids that survive re-linking, merges and splits.

A person's id is made from its founding record: the record of the person that came first into the
ledger. When people are merged, the older id stays; when one is split, the part that holds the
founding record keeps the id. Every record knows the id it would found, so any id ever shown can be
resolved.
"""

import base64
import hashlib

import polars as pl


def person_id(line_id: str) -> str:
    """The id of the person that the record `line_id` founds: `p-` and ten base32 letters."""
    digest = hashlib.sha256(line_id.encode()).digest()
    return "p-" + base64.b32encode(digest[:7]).decode()[:10].lower()


def founded_ids(records: pl.DataFrame, cluster: str) -> pl.DataFrame:
    """Add `founds` (the id each record would found) and `person_id` (the id of its person).

    Args:
        records: one row a record, in ledger order, with `line_id` and the labels in `cluster`.
        cluster: name of the column of cluster labels.
    """
    return records.with_columns(
        founds=pl.col("line_id").map_elements(person_id, return_dtype=pl.String)
    ).with_columns(person_id=pl.col("founds").first().over(cluster))
