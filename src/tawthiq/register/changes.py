"""Where people's ids went: what joining and parting records anew made of the people before.

People before and people now are the two sides of a graph; a record that both registers hold is an
edge between the person it stood in and the one it stands in. What hangs together is one event:
several become one (`merged`), one becomes several (`split`), several become several others
(`regrouped`), one goes on under another id (`renamed`), one has lost all its records (`gone`), one
has none from before (`new`). A person who goes on unchanged is no event. Seen the other way round,
each merge is a split, and who is new is gone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from tawthiq.register.model import Register, Stamp

How = Literal["merged", "split", "regrouped", "renamed", "gone", "new"]
HOW: tuple[How, ...] = ("merged", "split", "regrouped", "renamed", "gone", "new")

PERSON_OF_RECORD = ("record_id", "list", "document", "person_id")
_CAUSE = pl.Struct({"kind": pl.String, "what": pl.String, "ref": pl.String})
EVENT_SCHEMA: Mapping[str, pl.DataType] = {
    "how": pl.String(),
    "before": pl.List(pl.String),  # ids, sorted
    "now": pl.List(pl.String),
    "ways": pl.List(pl.Struct({"before": pl.String, "now": pl.String, "records": pl.Int64})),
    "by": pl.List(_CAUSE),  # what came in between about these people
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What is kept of a register to compare a later one with."""

    stamp: Stamp
    persons: pl.DataFrame  # `PERSON_OF_RECORD`, of the records that name somebody
    versions: pl.DataFrame  # list, released, document
    judgements: pl.DataFrame  # `judgements.JUDGEMENT_SCHEMA`


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What became of people's ids from one register to the next."""

    before: Stamp
    now: Stamp
    events: pl.DataFrame  # `EVENT_SCHEMA`; in the order of `HOW`, then of ids

    def of(self, how: How) -> pl.DataFrame:
        """The events of one kind."""
        return self.events.filter(pl.col("how") == how)

    def numbers(self) -> dict[How, int]:
        """How many people of before each kind of event took in; for `new`, how many came."""
        found = dict(self.events.group_by("how").agg(_people()).iter_rows())
        return {how: int(found.get(how, 0)) for how in HOW}


def changes_between(before: Before, register: Register) -> Changes:
    """Compare the people of a register with those of the one before.

    Args:
        before: see `Before`.
        register: the one derived since.
    """
    now = before_of(register)
    events = events_between(before.persons, now.persons)
    return Changes(before=before.stamp, now=now.stamp, events=_with_causes(events, before, now))


def before_of(register: Register) -> Before:
    """What of a register a later one is compared with."""
    return Before(
        stamp=register.stamp,
        persons=register.records.filter(pl.col("named")).select(PERSON_OF_RECORD),
        versions=register.versions.select("list", "released", "document"),
        judgements=register.judgements,
    )


def events_between(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """What became of the people of `before`.

    Args:
        before: `record_id`, `person_id`; a record stands once.
        now: the same of the later register.

    Returns:
        `EVENT_SCHEMA` without `by`. Each person of either side who did not go on unchanged is in
        exactly one event.
    """
    ways = (
        before.select("record_id", before="person_id")
        .join(now.select("record_id", now="person_id"), on="record_id")
        .group_by("before", "now")
        .agg(records=pl.len().cast(pl.Int64))
    )
    alone = pl.concat(
        [
            before.select(before="person_id").unique().join(ways, on="before", how="anti"),
            now.select(now="person_id").unique().join(ways, on="now", how="anti"),
        ],
        how="diagonal",
    )
    sizes = ways.with_columns(
        pl.len().over("before").alias("parts"), pl.len().over("now").alias("sources")
    )
    unchanged = (
        (pl.col("before") == pl.col("now")) & (pl.col("parts") == 1) & (pl.col("sources") == 1)
    )
    moved = sizes.filter(~unchanged).select("before", "now", "records")
    edges = pl.concat([_grouped(moved), _grouped_alone(alone, moved.height)])
    return (
        edges.sort("before", "now", nulls_last=True)
        .group_by("event", maintain_order=True)
        .agg(
            before=pl.col("before").drop_nulls().unique().sort(),
            now=pl.col("now").drop_nulls().unique().sort(),
            ways=pl.struct("before", "now", "records").filter(pl.col("records") > 0),
        )
        .with_columns(how=_how())
        .sort(
            pl.col("how").cast(pl.Enum(HOW)),
            pl.col("before").list.first(),
            pl.col("now").list.first(),
            nulls_last=True,
        )
        .select(pl.col(name).cast(kind) for name, kind in EVENT_SCHEMA.items() if name != "by")
    )


def _grouped(moved: pl.DataFrame) -> pl.DataFrame:
    """Number the ways by what hangs together."""
    # Most commands only read the register; they should not wait for this to load.
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    olds = moved.select(pl.col("before").rank("dense").cast(pl.Int64) - 1).to_series().to_numpy()
    news = moved.select(pl.col("now").rank("dense").cast(pl.Int64) - 1).to_series().to_numpy()
    if not len(olds):
        return moved.with_columns(event=pl.lit(0, dtype=pl.Int64))
    n_old = int(olds.max()) + 1
    size = n_old + int(news.max()) + 1
    graph = coo_array((np.ones(len(olds), dtype=np.int8), (olds, news + n_old)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    return moved.with_columns(event=pl.Series(label[olds].astype(np.int64)))


def _grouped_alone(alone: pl.DataFrame, taken: int) -> pl.DataFrame:
    """One event each; `taken` ways have at most as many events."""
    rows = alone.select(
        pl.col(name).cast(pl.String) if name in alone.columns else pl.lit(None, dtype=pl.String)
        for name in ("before", "now")
    )
    return rows.with_columns(
        records=pl.lit(0, dtype=pl.Int64),
        event=pl.int_range(taken, taken + pl.len(), dtype=pl.Int64),
    )


def _how() -> pl.Expr:
    olds, news = pl.col("before").list.len(), pl.col("now").list.len()
    return (
        pl.when(olds == 0)
        .then(pl.lit("new"))
        .when(news == 0)
        .then(pl.lit("gone"))
        .when((olds == 1) & (news == 1))
        .then(pl.lit("renamed"))
        .when(news == 1)
        .then(pl.lit("merged"))
        .when(olds == 1)
        .then(pl.lit("split"))
        .otherwise(pl.lit("regrouped"))
    )


def _people() -> pl.Expr:
    olds = pl.col("before").list.len().sum()
    return (
        pl.when(pl.col("how").first() == "new")
        .then(pl.col("now").list.len().sum())
        .otherwise(
            # Of people merged, one goes on: the others went into it.
            pl.when(pl.col("how").first() == "merged").then(olds - pl.len()).otherwise(olds)
        )
    )


def _with_causes(events: pl.DataFrame, before: Before, now: Before) -> pl.DataFrame:
    """Say of each event what came in or was withdrawn in between about its people."""
    numbered = events.with_row_index("event")
    persons = _event_of_records(numbered, before, now)
    told = pl.concat(
        [
            _judgements("judgement", now.judgements, before.judgements, persons),
            _judgements("judgement_withdrawn", before.judgements, now.judgements, persons),
            _imports("import", now, before, persons),
            _imports("import_withdrawn", before, now, persons),
        ]
    )
    by = (
        told.unique()
        .sort("event", "kind", "what", "ref")
        .group_by("event", maintain_order=True)
        .agg(by=pl.struct("kind", "what", "ref"))
    )
    general = pl.lit(_general(before.stamp, now.stamp), dtype=EVENT_SCHEMA["by"])
    return (
        numbered.join(by, on="event", how="left", maintain_order="left")
        .with_columns(by=pl.col("by").fill_null(general))
        .select(pl.col(name).cast(kind) for name, kind in EVENT_SCHEMA.items())
    )


def _event_of_records(numbered: pl.DataFrame, before: Before, now: Before) -> pl.DataFrame:
    """The records whose person, before or now, is part of an event, with its number."""
    parts = []
    for side, name in ((before, "before"), (now, "now")):
        people = numbered.select("event", person_id=name).explode("person_id").drop_nulls()
        parts.append(side.persons.join(people, on="person_id").drop("person_id"))
    return pl.concat(parts).unique()


def _judgements(
    kind: str, there: pl.DataFrame, not_there: pl.DataFrame, persons: pl.DataFrame
) -> pl.DataFrame:
    """The judgements of `there` that are not in `not_there`, by the event both records are in."""
    since = there.join(not_there.select("entry"), on="entry", how="anti")
    event_of = persons.select("record_id", "event")
    return (
        since.join(event_of.rename({"record_id": "record_a"}), on="record_a")
        .join(event_of.rename({"record_id": "record_b"}), on=["record_b", "event"])
        .select(
            "event",
            kind=pl.lit(kind),
            what=pl.format("{}: {} ~ {}", "verdict", "record_a", "record_b"),
            ref="entry",
        )
    )


def _imports(kind: str, there: Before, not_there: Before, persons: pl.DataFrame) -> pl.DataFrame:
    """The versions of lists only `there` has, by the events that their records are in."""
    since = there.versions.join(not_there.versions, on=["list", "document"], how="anti")
    return (
        persons.select("event", "list", "document")
        .unique()
        .join(since, on=["list", "document"])
        .select(
            "event",
            kind=pl.lit(kind),
            what=pl.format("{} {}", "list", pl.col("released").dt.to_string("%Y-%m-%d")),
            ref="document",
        )
    )


def _general(before: Stamp, now: Stamp) -> list[dict[str, str]]:
    """Why people may have changed where nothing about them came in."""
    kinds = [
        kind
        for kind, changed in (
            ("program", before.version != now.version),
            ("settings", before.settings != now.settings),
        )
        if changed
    ]
    return [{"kind": kind, "what": "", "ref": ""} for kind in kinds or ["weights"]]


def ids_now(events: Iterable[Mapping[str, object]]) -> dict[str, list[str]]:
    """Each id of before that is in an event → the ids that hold its records now."""
    found: dict[str, list[str]] = {}
    for event in events:
        for old in event["before"]:  # type: ignore[attr-defined]
            found.setdefault(old, [])
        for way in event["ways"]:  # type: ignore[attr-defined]
            found[way["before"]].append(way["now"])
    return {old: sorted(now) for old, now in found.items()}
