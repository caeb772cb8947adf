"""Derive the register from ledger and vault: same entries and settings, same register."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tawthiq import __version__
from tawthiq.config import Settings
from tawthiq.errors import ConfigError, FieldError
from tawthiq.fields import Gazetteer
from tawthiq.ledger import Import, Ledger
from tawthiq.lists import ListVersion, all_records, list_versions, set_aside_of
from tawthiq.progress import Progress, silent
from tawthiq.register.changes import Changes, changes_between
from tawthiq.register.finding import name_keys
from tawthiq.register.growing import REFIT_GROWTH, FoundBy, Grown, link_steps, steps_of
from tawthiq.register.judgements import judgements_of, verdicts
from tawthiq.register.model import LINKAGE_FOLDER, WORK_FOLDER, Register, SideTables, Stamp
from tawthiq.register.people import people_of
from tawthiq.register.persons import founded_ids
from tawthiq.register.scope import PLACE_FIELDS
from tawthiq.register.statements import statements_of
from tawthiq.register.store import read_before, read_changes, write_register
from tawthiq.sources import Source, sources_of
from tawthiq.vault import Vault

if TYPE_CHECKING:
    from tawthiq.linkage import Links, LinkSettings

DRAWS = 8
"""How many linkages a register keeps for estimates."""


def build_register(
    ledger: Ledger,
    vault: Vault,
    settings: Settings,
    progress: Progress = silent,
    found_by: FoundBy | None = None,
    *,
    from_nothing: bool = False,
) -> Register:
    """Derive the register and write it to `settings.derived`, all or nothing.

    What became of the people of the register that lay there before is kept beside it
    (`read_changes`), and the linkage, so that the next one can go on from it.

    Args:
        ledger: the entries.
        vault: the rows as read.
        settings: of the folder.
        progress: told of each step.
        found_by: takes what `linkage.found_state` takes and finds the same links and state in
            another way, such as `linkage.spark.found_with_spark`; what is linked on is linked here.
        from_nothing: do not go on from the linkage that lies there; the result is the same.
    """
    kept = None if from_nothing else settings.derived / LINKAGE_FOLDER
    work = settings.derived / WORK_FOLDER
    register, side, grown = _derived(
        ledger, vault, settings, progress, found_by=found_by, kept=kept, work=work
    )
    progress("writing the register", 0, 1)
    write_register(register, side, settings.derived, _changes(register, settings), grown)
    progress("writing the register", 1, 1)
    return register


def _changes(register: Register, settings: Settings) -> Changes | None:
    """The changes since the register before; the last ones where nothing has changed since."""
    before = read_before(settings.derived)
    if before is None:
        return None
    changes = changes_between(before, register)
    if changes.events.is_empty() and before.stamp == register.stamp:
        # Linking twice must not make what the first run told unreadable.
        with suppress(ConfigError):
            return read_changes(settings.derived) or changes
    return changes


def derive(
    ledger: Ledger,
    vault: Vault,
    settings: Settings,
    progress: Progress = silent,
    found_by: FoundBy | None = None,
) -> tuple[Register, SideTables]:
    """Derive the register without writing it; with it the tables that are not loaded with it."""
    register, side, _ = _derived(ledger, vault, settings, progress, found_by=found_by)
    return register, side


def _derived(
    ledger: Ledger,
    vault: Vault,
    settings: Settings,
    progress: Progress,
    *,
    found_by: FoundBy | None,
    kept: Path | None = None,
    work: Path | None = None,
) -> tuple[Register, SideTables, Grown]:
    # First of all: what is appended meanwhile must not make the register look newer than it is.
    stamp = stamp_of(ledger, settings)
    versions = list_versions(ledger)
    sources = sources_of(ledger)
    records = all_records(ledger, vault, progress)
    entries = list(ledger.active_entries())
    steps = steps_of(records, entries, settings.linkage.get("refit_growth", REFIT_GROWTH))
    newest = steps.newest
    judgements = judgements_of(entries, frozenset(records["record_id"]))
    grown = link_steps(
        steps,
        entries,
        records,
        verdicts(judgements, _newest_of_each(records, newest)),
        _link_settings(settings, _clean(newest, sources)),
        clean_at_fit=_clean(steps.base, sources),
        found_by=found_by,
        folder=kept,
        work=work,
        progress=progress,
    )
    links = grown.links
    clusters = newest.select("record_id", "line_id").join(
        links.people.select("record_id", cluster="linked"), on="record_id"
    )
    persons = founded_ids(_in_ledger_order(records, ledger), clusters.drop("record_id"))
    for columns in (persons, links.people):
        records = records.join(columns, on="record_id", how="left", maintain_order="left")
    lines = records.filter(pl.col("linked").is_not_null())
    register = Register(
        stamp=stamp,
        records=records,
        people=people_of(lines, links.pairs),
        pairs=links.pairs,
        draws=_draws(links),
        sources=_sources(sources, versions),
        versions=_versions(versions),
        judgements=judgements,
        places=_places(records, vault, [v.gazetteer for v in versions if v.gazetteer]),
        set_aside=_set_aside(vault, versions),
        model=_model(links),
    )
    said = statements_of(ledger, vault)
    side = SideTables(
        name_keys=name_keys(records.filter(pl.col("named"))),
        documents=said.document_frame(),
        statements=said.statement_frame(),
    )
    return register, side, grown


def stamp_of(ledger: Ledger, settings: Settings) -> Stamp:
    """The stamp that a register derived now would bear."""
    return Stamp(
        ledger_head=ledger.head(),
        entries=ledger.count(),
        settings=settings.fingerprint(),
        version=__version__,
    )


def _newest_of_each(records: pl.DataFrame, newest: pl.DataFrame) -> dict[str, str]:
    pairs = records.select("record_id", "line_id").join(
        newest.select("line_id", newest="record_id"), on="line_id"
    )
    return dict(pairs.select("record_id", "newest").iter_rows())


def _clean(newest: pl.DataFrame, sources: Mapping[str, Source]) -> frozenset[str]:
    """The lists with lines here whose source is declared to name nobody twice."""
    pairs = newest.select("list", "source").unique().iter_rows()
    return frozenset(name for name, source in pairs if source in sources and sources[source].clean)


def _in_ledger_order(records: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Number the records (`came`) by when they first came into the ledger: who founds people."""
    first: dict[tuple[str, str], int] = {}
    for order, entry in enumerate(ledger.active_entries()):
        if isinstance(entry.body, Import):
            first.setdefault((entry.body.list, entry.body.document), order)
    imported = pl.DataFrame(
        [(name, document, order) for (name, document), order in first.items()],
        schema={"list": pl.String, "document": pl.String, "imported": pl.Int64},
        orient="row",
    )
    return (
        records.select("record_id", "line_id", "list", "document", "row")
        .join(imported, on=["list", "document"])
        .sort("imported", "list", "row")
        .with_row_index("came")
    )


def _link_settings(settings: Settings, clean_lists: frozenset[str]) -> "LinkSettings":
    from tawthiq.linkage import LinkSettings  # noqa: PLC0415 - as in `derive`

    usual, said = LinkSettings(), settings.linkage
    return LinkSettings(
        sure_probability=said.get("sure_probability", usual.sure_probability),
        linked_probability=said.get("linked_probability", usual.linked_probability),
        possible_probability=said.get("possible_probability", usual.possible_probability),
        clean_lists=clean_lists,
    )


def _draws(links: "Links") -> pl.DataFrame:
    """Several linkages from the posterior of the links: how estimates carry the doubt in them."""
    from tawthiq.linkage import sample_clusterings  # noqa: PLC0415 - as in `derive`

    draws = sample_clusterings(links, DRAWS, links.settings.seed)
    return links.people.select("record_id").with_columns(
        draw["cluster"].cast(pl.Int64).alias(f"draw_{number}") for number, draw in enumerate(draws)
    )


def _model(links: "Links") -> dict[str, object]:
    """How the links were weighed, as plain values; no value of any record is in it."""
    model, settings = links.model, links.settings
    return {
        "method": model.method,
        "prior_bits": model.prior_bits,
        "within_bits": model.within_bits,
        "iterations": model.iterations,
        "converged": model.converged,
        "m": {field: np.asarray(levels).tolist() for field, levels in model.m.items()},
        "u": {field: np.asarray(levels).tolist() for field, levels in model.u.items()},
        "settings": {
            "sure_probability": settings.sure_probability,
            "linked_probability": settings.linked_probability,
            "possible_probability": settings.possible_probability,
            "clean_lists": sorted(settings.clean_lists),
            "seed": settings.seed,
        },
    }


def _sources(sources: Mapping[str, Source], versions: list[ListVersion]) -> pl.DataFrame:
    schema = {
        "key": pl.String,
        "name": pl.String,
        "name_other": pl.String,
        "type": pl.String,
        "covers": pl.String,
        "origin": pl.String,
        "origin_group": pl.String,
        "clean": pl.Boolean,
    }
    rows = [{name: getattr(sources[key], name) for name in schema} for key in sources]
    # A declaration may be withdrawn while the lists stay: then nothing but the key is known.
    rows += [
        {"key": key, "name": key, "type": "other", "origin_group": key, "clean": False}
        for key in {version.source for version in versions} - sources.keys()
    ]
    return pl.DataFrame(rows, schema=schema).sort("key")


def _versions(versions: list[ListVersion]) -> pl.DataFrame:
    rows = [
        (
            version.list,
            version.source,
            version.released,
            version.document,
            version.rows,
            version.set_aside_rows,
        )
        for version in versions
    ]
    schema = {
        "list": pl.String,
        "source": pl.String,
        "released": pl.Date,
        "document": pl.String,
        "rows": pl.Int64,
        "set_aside": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _set_aside(vault: Vault, versions: list[ListVersion]) -> pl.DataFrame:
    frames = [
        set_aside_of(vault, version).select(
            pl.lit(version.list).alias("list"),
            pl.lit(version.document).alias("document"),
            pl.col("_row").alias("row"),
            "reason",
            "cells",
        )
        for version in versions
    ]
    schema = dict.fromkeys(("list", "document", "row", "reason", "cells"), pl.String) | {
        "row": pl.Int64
    }
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def _places(records: pl.DataFrame, vault: Vault, gazetteers: Iterable[str]) -> pl.DataFrame:
    """The places that records name, as the first gazetteer to know them has them."""
    known = [Gazetteer.from_csv(vault.get(sha)) for sha in dict.fromkeys(gazetteers)]
    known.append(Gazetteer.default())
    rows = {}
    for column in PLACE_FIELDS:
        for place_id in records[column].drop_nulls().unique():
            level = column.removeprefix("origin_")
            rows[(place_id, level)] = _place(place_id, level, known)
    return pl.DataFrame([rows[key] for key in sorted(rows)], schema=_PLACE_SCHEMA, orient="row")


_PLACE_SCHEMA = {
    "place_id": pl.String,
    "level": pl.String,
    "parent": pl.String,
    "name_en": pl.String,
    "name_ar": pl.String,
    "lat": pl.Float64,
    "lon": pl.Float64,
}


def _place(place_id: str, level: str, gazetteers: list[Gazetteer]) -> tuple[object, ...]:
    # "~" marks words that no gazetteer knows: they are their own name in both languages.
    if place_id.startswith("~"):
        return (place_id, level, None, place_id[1:], place_id[1:], None, None)
    for gazetteer in gazetteers:
        try:
            place = gazetteer.place(place_id)
        except FieldError:
            continue  # another one may know it
        else:
            return (
                place_id, level, place.parent, place.name_en, place.name_ar, place.lat, place.lon,
            )  # fmt: skip
    return (place_id, level, None, place_id, place_id, None, None)
