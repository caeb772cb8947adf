"""The versions of every list, and the records they hold through time.

A line of a list keeps its id through the versions: a row that is gone is marked withdrawn on the
day the version without it was released, and never erased; a row that comes back is the same line.
"""

from datetime import date

import polars as pl

from tawthiq.ledger import Import, Ledger
from tawthiq.lists.diffing import ids_hold, match_lines
from tawthiq.lists.gazetteers import gazetteer_of
from tawthiq.lists.mapping import Mapping
from tawthiq.lists.model import RECORD_SCHEMA, ListVersion
from tawthiq.lists.records import Origin, make_records
from tawthiq.lists.storing import load_set_aside, load_table
from tawthiq.progress import Progress, silent
from tawthiq.vault import Vault


def list_versions(ledger: Ledger) -> list[ListVersion]:
    """Every version of every list, by (list, released, document).

    One document is one version of a list, whoever imported it and however often. Where it was read
    in another way later, the later reading holds.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    found: dict[tuple[str, str], Import] = {}
    for entry in ledger.active_entries():
        if isinstance(entry.body, Import):
            found[entry.body.list, entry.body.document] = entry.body
    versions = [version_of(body) for body in found.values()]
    return sorted(versions, key=lambda version: (version.list, version.released, version.document))


def version_of(body: Import) -> ListVersion:
    """What an entry says of a version of a list."""
    return ListVersion(
        list=body.list,
        source=body.source,
        document=body.document,
        table=body.table,
        set_aside=body.set_aside,
        released=date.fromisoformat(body.released),
        mapping=body.mapping,
        gazetteer=body.gazetteer,
        rows=body.rows,
        set_aside_rows=body.set_aside_rows,
    )


def records_of(vault: Vault, version: ListVersion) -> pl.DataFrame:
    """The records of one version by itself: each its own line, current, not withdrawn.

    Returns:
        Columns as in `RECORD_SCHEMA`, in the order of the rows.

    Raises:
        VaultError: the rows or the gazetteer are missing or damaged.
        MappingError: the mapping of the entry is not one this version reads.
    """
    return _made(vault, version)[0]


def set_aside_of(vault: Vault, version: ListVersion) -> pl.DataFrame:
    """The rows of a version that are no records, with the reason.

    Returns:
        `_row`, `reason`, and `cells` as a JSON list, in the order of the rows.

    Raises:
        VaultError, MappingError: as for `records_of`.
    """
    # Rows taken in by an older program may speak of nobody by the rules of this one: shown too.
    return pl.concat([load_set_aside(vault, version.set_aside), _made(vault, version)[1]]).sort(
        "_row"
    )


def _made(vault: Vault, version: ListVersion) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = load_table(vault, version.table)
    mapping = Mapping.from_dict(version.mapping, f"list {version.list} of {version.released}")
    mapping.check_against([c for c in rows.columns if c != "_row"], f"the list {version.list}")
    origin = Origin(
        list=version.list,
        source=version.source,
        document=version.document,
        released=version.released,
    )
    return make_records(rows, mapping, origin, gazetteer_of(vault, version.gazetteer))


def all_records(ledger: Ledger, vault: Vault, progress: Progress = silent) -> pl.DataFrame:
    """Every record of every version of every list, with its line through the versions.

    Args:
        ledger: the entries.
        vault: the rows as read.
        progress: told after each version.

    Returns:
        Columns as in `RECORD_SCHEMA`, by list, release and row. `line_id` is the first record of
        the line; `current` says whether the record stands in the newest version of its list;
        `withdrawn_on` is set on every record of a line that the newest version no longer has: the
        release of the first version after its last appearance.

    Raises:
        VaultError: rows are missing or damaged.
        LedgerError: the ledger cannot be read.
    """
    versions = list_versions(ledger)
    by_list: dict[str, list[ListVersion]] = {}
    for version in versions:
        by_list.setdefault(version.list, []).append(version)
    made: list[pl.DataFrame] = []
    done = 0
    for several in by_list.values():
        tables = []
        for version in several:
            tables.append(records_of(vault, version))
            done += 1
            progress("reading lists", done, len(versions))
        made.append(follow_lines(tables, [version.released for version in several]))
    return pl.concat(made) if made else pl.DataFrame(schema=RECORD_SCHEMA)


def follow_lines(versions: list[pl.DataFrame], released: list[date]) -> pl.DataFrame:
    """Give the records of one list's versions, oldest first, their lines.

    Args:
        versions: records of each version (`RECORD_SCHEMA`).
        released: the day of release of each.

    Returns:
        All records, with `line_id`, `current` and `withdrawn_on`.
    """
    # `known` holds the newest record of every line seen so far, gone ones included, so that a line
    # which comes back is met again.
    known = versions[0]
    followed = [known]
    last_seen = known.select("line_id", version=pl.lit(0))
    for number, fresh in enumerate(versions[1:], start=1):
        pairs = _meet(known, followed[-1], fresh)
        lines = pairs.join(known.select("line_id", old="record_id"), on="old", how="inner").select(
            "line_id", record_id="new"
        )
        named = (
            fresh.drop("line_id")
            .join(lines, on="record_id", how="left", maintain_order="left")
            .with_columns(pl.coalesce("line_id", "record_id").alias("line_id"))
            .select(list(RECORD_SCHEMA))
        )
        followed.append(named)
        known = pl.concat([known.join(named.select("line_id"), on="line_id", how="anti"), named])
        last_seen = pl.concat([last_seen, named.select("line_id", version=pl.lit(number))])
    without = pl.DataFrame(
        {"version": range(-1, len(versions) - 1), "withdrawn_on": released},
        schema={"version": pl.Int32, "withdrawn_on": pl.Date},
    )
    gone = (
        last_seen.group_by("line_id")
        .agg(pl.col("version").max())
        .join(without, on="version", how="left")
    )
    newest = len(versions) - 1
    return pl.concat(
        [
            table.drop("withdrawn_on")
            .with_columns(current=pl.lit(number == newest))
            .join(
                gone.select("line_id", "withdrawn_on"),
                on="line_id",
                how="left",
                maintain_order="left",
            )
            .select(list(RECORD_SCHEMA))
            for number, table in enumerate(followed)
        ]
    )


def _meet(known: pl.DataFrame, before: pl.DataFrame, fresh: pl.DataFrame) -> pl.DataFrame:
    """Match a version with the one before it, and what is left with the lines that were gone."""
    trust_ids = ids_hold(known, fresh)
    pairs = match_lines(before, fresh, trust_ids=trust_ids)
    gone = known.join(before.select("line_id"), on="line_id", how="anti", maintain_order="left")
    rest = fresh.join(pairs, left_on="record_id", right_on="new", how="anti", maintain_order="left")
    return pl.concat([pairs, match_lines(gone, rest, trust_ids=trust_ids)])
