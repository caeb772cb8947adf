"""Link what is new against what is there, by a model that stays as it was fitted.

What `grow` gives is a function of two things: the *fit* (the records, keys and model of a run from
nothing) and the records, arrivals and judgements of today. It does not matter in how many steps
they came, so a register that grew entry by entry is the register rebuilt from nothing:

* A pair is weighed by the model of the fit, and by what the judgements of today teach it.
* A new record meets the records of the fit in every block that was small enough then; in larger
  ones its neighbours in near order. Of those that came after the fit it meets the newest before it.
* Rivals start from the messages of the fit, whoever was there in between.
* Records that are gone keep their place among the keys, and lose their pairs.

See docs/decisions/0010-links-grow.md for what a run from nothing would do otherwise.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage.arriving import base_of, met_by, pairs_in_outgrown
from tawthiq.linkage.concluding import Unsettled, concluded, first_messages
from tawthiq.linkage.drifting import Growth, fitted_again, moved
from tawthiq.linkage.holding import compared_anew, merged, still_held, weighed, with_asked
from tawthiq.linkage.judgements import check_judgements
from tawthiq.linkage.linking import Begin, clean_versions, codes_of, linked_by, linked_here
from tawthiq.linkage.memory import memory_told
from tawthiq.linkage.model import Links, LinkSettings
from tawthiq.linkage.prepare import prepare
from tawthiq.linkage.regrouping import Before
from tawthiq.linkage.state import GONE, Held, Late, State, Untaught
from tawthiq.linkage.today import mapped, objection, row_digest, rows_of, today_of, versions_of
from tawthiq.progress import Progress, silent

_STEPS = 5


def found_state(
    records: pl.DataFrame,
    *,
    judgements: pl.DataFrame | None = None,
    settings: LinkSettings | None = None,
    progress: Progress = silent,
    notes: Mapping[str, str] | None = None,
    work: Path | None = None,
    search: Begin | None = None,
) -> tuple[Links, State]:
    """Link from nothing, and keep what growing needs.

    Args:
        records: see `link`.
        judgements: see `link`; they teach the model.
        settings: see `link`.
        progress: told of each step.
        notes: to keep with the state.
        work: see `link`.
        search: another engine than this machine; see `spark.found_with_spark`.

    Returns:
        The links, and the state. The links are those of `link`, but that rivals have settled once
        more: both agree to a thousandth of a bit or so. Judgements have taught once more, too.
    """
    settings = settings or LinkSettings()
    if search is None:
        made = linked_here(records, judgements, settings, progress, work)
    else:
        with memory_told(len(records)):
            made = linked_by(search, records, judgements, settings, progress)
    prepared, settled = made.using.prepared, made.settled
    model = Untaught.of(made.fitted).over(settled.model)
    digest = row_digest(records.sort(pl.col("record_id").cast(pl.String)))
    base, rank_row = base_of(prepared, digest)
    details, odds, coverage = weighed(made.using, settled.edges, settled, model)
    edges = settled.edges
    held = Held(
        a=edges.a,
        b=edges.b,
        natural=np.ones(len(edges.a), dtype=bool),
        odds=odds,
        coverage=coverage,
        within=edges.within,
        free=np.ones((4, len(edges.a)), dtype=np.float32),
    )
    judged, heeded = check_judgements(judgements, prepared.ids)
    clean = clean_versions(prepared, settings.clean_lists)
    held = replace(held, free=first_messages(held, prepared.version, clean, judged, settings))
    late = Late(
        row=np.empty(0, np.int32),
        keys=tuple(np.empty(0, np.uint64) for _ in base.kinds),
        numbers=tuple(np.empty(0, np.int32) for _ in base.kinds),
    )
    pieces = Unsettled(
        base=base, rank_row=rank_row, late=late, ids=prepared.ids, digest=digest,
        said=prepared.said, held=held, details=details, model=model, settings=settings,
        extras=tuple(extra.field for extra in prepared.extras), taught={},
        notes=dict(notes or {}),
    )  # fmt: skip
    links, state = concluded(pieces, prepared.version, clean, judged, heeded, None)
    return links, replace(state, taught=fitted_again(links))


def reason_against(
    state: State, arrivals: pl.DataFrame, records: pl.DataFrame, settings: LinkSettings
) -> str | None:
    """Why `grow` cannot go on from a state; None where it can.

    Args:
        state: of an earlier run.
        arrivals: see `grow`.
        records: see `grow`.
        settings: of today.
    """
    return objection(state, today_of(state, arrivals, records), settings, records.columns)


def grow(
    state: State,
    arrivals: pl.DataFrame,
    records: pl.DataFrame,
    *,
    judgements: pl.DataFrame | None = None,
    settings: LinkSettings | None = None,
    progress: Progress = silent,
    notes: Mapping[str, str] | None = None,
) -> tuple[Links, State, Growth]:
    """Link what came since against all that is there.

    In however many steps the same records come, in their order, the links are the same.

    Args:
        state: of an earlier run.
        arrivals: the records that came since, in the order in which they came; also those that
            have been replaced meanwhile.
        records: all records of today, as for `link`: of those of the state and the arrivals, the
            ones that still hold.
        judgements: all of today.
        settings: those of the state; `clean_lists` may have more.
        progress: told of each step.
        notes: to keep with the new state.

    Raises:
        LinkageError: the state does not fit; `reason_against` says why.
    """
    settings = settings or state.settings
    progress("read names", 0, _STEPS)
    today = today_of(state, arrivals, records)
    against = objection(state, today, settings, records.columns)
    if against is not None:
        raise LinkageError(f"these records cannot be linked on from the last run: {against}.")
    order, ids, alive = today.order, today.ids, today.alive
    old_row = np.where(alive, today.row, GONE).astype(np.int32)
    rank_row = mapped(state.rank_row, old_row)
    late_row = np.concatenate(
        [
            mapped(state.late.row, old_row),
            np.where(today.here, today.came, GONE).astype(np.int32),
        ]
    )
    progress("block", 1, _STEPS)
    model = state.untaught.over(state.model)
    fields, usual_death = model.settings.fields, model.usual_death
    fresh = prepare(arrivals, fields, usual_death)
    late, pairs, outgrown = met_by(state, fresh, arrivals, rank_row, late_row, settings.max_block)
    progress("compare", 2, _STEPS)
    judged, heeded = check_judgements(judgements, ids)
    n = len(ids)
    asked = np.array(
        sorted(x * n + y for several in judged.values() for x, y in several), dtype=np.int64
    )
    held, stays = still_held(state.held, old_row, asked, n)
    found, by_key, is_asked = with_asked(pairs, asked, held.code(n), n)
    added, more = compared_anew(found, by_key, is_asked, records, order, model)
    held, details = merged(held, state.details.filter(pl.Series(stays)), added, more, n)
    said = np.zeros(n, dtype=np.float32)
    said[old_row[alive]] = state.said[alive]
    row, here = rows_of(ids, fresh.ids)
    said[row[here]] = fresh.said[here]
    version, versions = versions_of(records, order)
    pieces = Unsettled(
        base=state.base, rank_row=rank_row, late=late, ids=ids, digest=today.digest,
        said=said, held=held, details=details, model=model, settings=settings,
        extras=state.extras, taught=state.taught, notes=dict(notes or {}),
    )  # fmt: skip
    progress("cluster", 3, _STEPS)
    clean = codes_of(versions, settings.clean_lists)
    turned = settings.clean_lists ^ state.settings.clean_lists
    seen = versions["list"].gather(np.unique(version[old_row[alive]][version[old_row[alive]] >= 0]))
    # What a list is known for decides whole groups, not only pairs that are held.
    every = bool(seen.is_in(sorted(turned)).any())
    before = None if every else Before(state=state, row=old_row, stays=stays)
    links, grown = concluded(pieces, version, clean, judged, heeded, before)
    progress("write", 4, _STEPS)
    growth = moved(
        links,
        state.taught,
        new_records=len(arrivals),
        compared=len(pairs[0]),
        blocks=outgrown.blocks,
        pairs_in_blocks=pairs_in_outgrown(held, outgrown.rows, late.row),
    )
    progress("write", _STEPS, _STEPS)
    return links, grown, growth
