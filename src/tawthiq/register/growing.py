"""Which records the model is fitted on follows from the ledger alone; the rest is linked to them.

A model that was fitted anew at every import would move every pair a little, and a register that
grew would not be the one that is rebuilt. So the model stays as it was fitted at the last *fit
point*, an import: the first one, each one into a register of fewer than `FIT_BELOW` lines (where a
run from nothing takes seconds), and each one at which more records have come since the last fit
point than `refit_growth` of those that were there. What came later, judgements too, is linked by
that model. Whether it is taken up from the run before or derived from nothing, the register is the
same.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tawthiq import __version__
from tawthiq.errors import LinkageError
from tawthiq.ledger import Entry, Import
from tawthiq.progress import Progress
from tawthiq.register.judgements import judgements_of, verdicts

if TYPE_CHECKING:
    from tawthiq.linkage import Growth, Links, LinkSettings, State

FoundBy = Callable[..., tuple["Links", "State"]]
"""Links from nothing: takes what `linkage.found_state` takes."""

FIT_BELOW = 20_000  # lines: of so few a run from nothing takes seconds
REFIT_GROWTH = 0.1  # of the records of the last fit; `refit_growth` under [linkage]

_ORDER = ("released", "document", "row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The records as the imports brought them."""

    base: pl.DataFrame  # the newest record of each line at the last fit point
    arrivals: pl.DataFrame  # that were the newest of their line when they came later, as they came
    newest: pl.DataFrame  # today
    fit_entry: int  # the place in the ledger of the import that is the last fit point


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """Links of today, the state to go on from, and how they came about."""

    links: "Links"
    state: "State"
    growth: "Growth | None"  # None: nothing came since the last fit point
    because: str | None  # why it was linked from nothing; None where it went on from before


def newest_records(records: pl.DataFrame) -> pl.DataFrame:
    """The newest record of each line: what linkage compares. Withdrawn lines keep their last."""
    return (
        records.sort(_ORDER).group_by("line_id", maintain_order=True).last().select(records.columns)
    )


def steps_of(records: pl.DataFrame, entries: list[Entry], refit_growth: float) -> Steps:
    """Find the last fit point, and what came since.

    Args:
        records: every version's.
        entries: active entries in ledger order.
        refit_growth: the share by which records may grow before the model is fitted again.
    """
    place: dict[tuple[str, str], int] = {}
    for at, entry in enumerate(entries):
        if isinstance(entry.body, Import):
            place.setdefault((entry.body.list, entry.body.document), at)
    imported = pl.DataFrame(
        [(name, document, at) for (name, document), at in place.items()],
        schema={"list": pl.String, "document": pl.String, "_at": pl.Int64},
        orient="row",
    )
    came = (
        records.join(imported, on=["list", "document"], how="left", maintain_order="left")
        .sort(_ORDER)
        .with_row_index("_order")
        .sort("_at", "list", "row")
        # A version that is released before those that are known changes nothing newest.
        .filter(pl.col("_order") == pl.col("_order").cum_max().over("line_id"))
    )
    first = came.group_by("line_id").agg(pl.col("_at").min())
    counts = (
        came.group_by("_at")
        .agg(arrived=pl.len())
        .join(first.group_by("_at").agg(lines=pl.len()), on="_at", how="left")
        .sort("_at")
        .fill_null(0)
    )
    fit, size, since, lines = -1, 0, 0, 0
    for at, arrived, new in counts.select("_at", "arrived", "lines").iter_rows():
        lines += new
        since += arrived
        if fit < 0 or size < FIT_BELOW or since > refit_growth * size:
            fit, size, since = at, lines, 0
    plain = came.select(*records.columns, "_at")
    return Steps(
        base=newest_records(plain.filter(pl.col("_at") <= fit)).drop("_at"),
        arrivals=plain.filter(pl.col("_at") > fit).drop("_at"),
        newest=newest_records(records),
        fit_entry=fit,
    )


def link_steps(
    steps: Steps,
    entries: list[Entry],
    records: pl.DataFrame,
    judged: pl.DataFrame,
    settings: "LinkSettings",
    *,
    clean_at_fit: frozenset[str],
    found_by: FoundBy | None = None,
    folder: Path | None,
    work: Path | None,
    progress: Progress,
) -> Grown:
    """Link the records of today, from the state in `folder` where it fits.

    Args:
        steps: see `steps_of`.
        entries: active entries in ledger order.
        records: every version's.
        judged: the verdicts of today on newest records.
        settings: of today.
        clean_at_fit: the clean lists among those of the base.
        found_by: see `build_register`.
        folder: where the state of the run before lies; None for a run from nothing.
        work: where a long run keeps what is done, to go on from if it is stopped.
        progress: told of each step.
    """
    # Linkage loads a compiler; most commands only read what was derived.
    from tawthiq.linkage import found_state, grow, reason_against, row_digest  # noqa: PLC0415

    small = len(steps.base) < FIT_BELOW
    # In a small register all judgements teach: it is fitted anew each time anyway.
    taught = judged if small else _at_fit(steps, entries, records)
    base_settings = replace(settings, clean_lists=clean_at_fit)
    said = {
        "version": __version__,
        "polars": pl.__version__,
        "settings": repr(base_settings.plain),
        "base": _digest(row_digest(steps.base.sort("record_id")).tobytes()),
        "judged": _digest(repr(taught.sort(taught.columns).rows()).encode()),
    }
    fit = _digest(json.dumps(said, sort_keys=True).encode())
    digests = row_digest(steps.arrivals)

    def notes(came: int) -> dict[str, str]:
        return {"fit": fit, "came": str(came), "arrived": _digest(digests[:came].tobytes())}

    state, because = _state_in(folder)
    came = 0
    if state is not None:
        came = int(state.notes.get("came", "0"))
        if state.notes.get("fit") != fit:
            state, because = None, _why_fitted(steps)
        elif came > len(digests) or dict(state.notes) != notes(came):
            state, because = None, "what came since the last fit came in another order"
        else:
            because = reason_against(state, steps.arrivals[came:], steps.newest, settings)
            state = state if because is None else None
    links, growth = None, None
    if state is None:
        links, state = (found_by or found_state)(
            steps.base, judgements=taught, settings=base_settings, progress=progress,
            notes=notes(0), work=work,
        )  # fmt: skip
        came = 0
    if links is None or len(steps.arrivals) or not small:
        links, state, growth = grow(
            state, steps.arrivals[came:], steps.newest, judgements=judged, settings=settings,
            progress=progress, notes=notes(len(digests)),
        )  # fmt: skip
    return Grown(links=links, state=state, growth=growth, because=because)


def _at_fit(steps: Steps, entries: list[Entry], records: pl.DataFrame) -> pl.DataFrame:
    """The verdicts as they stood at the fit point, of judgements that still hold."""
    lines = steps.base.select("line_id", newest="record_id")
    known = records.select("record_id", "line_id").join(lines, on="line_id")
    newest = dict(known.select("record_id", "newest").iter_rows())
    return verdicts(judgements_of(entries[: steps.fit_entry + 1], frozenset(newest)), newest)


def _state_in(folder: Path | None) -> tuple["State | None", str | None]:
    from tawthiq.linkage import load_state  # noqa: PLC0415 - as in `link_steps`

    if folder is None:
        return None, "it was asked for"
    if not folder.exists():
        return None, "nothing was kept of a linkage before"
    try:
        return load_state(folder, version=__version__), None
    except LinkageError as error:
        return None, str(error).rstrip(".")


def _why_fitted(steps: Steps) -> str:
    if len(steps.base) < FIT_BELOW:
        return f"the register has fewer than {FIT_BELOW:,} lines"
    if not len(steps.arrivals):
        return "the model is due to be fitted again"
    return "what the model was fitted on has changed"


def _digest(said: bytes) -> str:
    return hashlib.sha256(said).hexdigest()
