"""The whole path: records in, links out."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage.block import Blocks, make_blocks
from tawthiq.linkage.fitting import Lesson, Taught, fit_model, lesson_from
from tawthiq.linkage.judgements import Pairs, check_judgements
from tawthiq.linkage.memory import check_memory, memory_told
from tawthiq.linkage.model import Links, LinkSettings, Model
from tawthiq.linkage.outcome import evidence_of, grouped, heed, pair_table, rival_table
from tawthiq.linkage.prepare import Prepared, prepare
from tawthiq.linkage.searching import Edges, joined_edges, pair_odds_of
from tawthiq.linkage.settling import Judged, Settled, settle
from tawthiq.linkage.teaching import taught_by
from tawthiq.linkage.weigh import Comparer, pair_odds
from tawthiq.progress import Progress, silent

_STEPS = 6

Engine = Literal["local", "spark"]
ENGINES: tuple[Engine, ...] = ("local", "spark")


class Search(Protocol):
    """Finds candidates and compares them, on this machine or on many: the heavy part of linking."""

    def learn(self, using: Comparer, progress: Progress) -> Lesson:
        """The candidates that teach the model."""

    def edges(self, taught: Taught, progress: Progress) -> Edges:
        """All pairs worth keeping, sorted."""


Begin = Callable[[Prepared, LinkSettings], Search]
"""Makes the search among some records."""


@dataclass(frozen=True, slots=True)
class LocalSearch:
    """On this machine, in threads."""

    blocks: Blocks
    work: Path | None = None  # where what is done is kept

    @classmethod
    def over(
        cls, prepared: Prepared, settings: LinkSettings, work: Path | None = None
    ) -> "LocalSearch":
        """Among some records."""
        return cls(make_blocks(prepared, settings.max_block), work)

    def learn(self, using: Comparer, progress: Progress) -> Lesson:
        """The candidates that teach the model."""
        return lesson_from(self.blocks, using, progress)

    def edges(self, taught: Taught, progress: Progress) -> Edges:
        """All pairs worth keeping, sorted."""
        return taught.edges(self.blocks, progress, self.work)


def link(
    records: pl.DataFrame,
    *,
    judgements: pl.DataFrame | None = None,
    settings: LinkSettings | None = None,
    engine: Engine = "local",
    progress: Progress = silent,
    work: Path | None = None,
) -> Links:
    """Find which records speak of one person.

    Args:
        records: one row a record; `record_id` and whichever of these columns there are: list,
            document, name, name_other, named, sex, age_low, age_high, birth_earliest,
            birth_latest, death_earliest, death_latest, governorate, district, town,
            origin_governorate, origin_district, origin_town, reporter_id; and columns of your own
            named `id_...` (an identifier) or `text_...` (a text, such as an address). Dates may be
            text (YYYY-MM-DD). An age beyond 0 to 130 years counts as missing.
        judgements: record_a, record_b, verdict (same, different, unsure): law over everything.
        settings: see `LinkSettings`.
        engine: "local", or "spark" for tables that one machine is too slow for: the same links.
            For more of its options see `tawthiq.linkage.spark.link_with_spark`.
        progress: told of each step.
        work: a folder where a long comparison keeps what is done: if it is stopped, the same call
            goes on from there. It is removed at the end. Spark keeps nothing there.

    Returns:
        Pairs, people and model. The result does not depend on the order of rows.

    Raises:
        LinkageError: records, judgements or settings cannot be used, judgements contradict, or
            there is not memory enough.

    Source: Fellegi and Sunter (1969); see docs/explanation/linkage.md.
    """
    if engine == "spark":
        # An extra that most do without.
        from tawthiq.linkage.spark import link_with_spark  # noqa: PLC0415

        return link_with_spark(records, judgements=judgements, settings=settings, progress=progress)
    if engine not in ENGINES:
        raise LinkageError(f"engine {engine!r} is not known; choose {' or '.join(ENGINES)}.")
    return linked_here(records, judgements, settings or LinkSettings(), progress, work).links


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Links, and what they were made from: for linking on from here (`growing`)."""

    links: Links
    using: Comparer
    fitted: Model  # before judgements taught it
    settled: Settled


def linked_here(
    records: pl.DataFrame,
    judgements: pl.DataFrame | None,
    settings: LinkSettings,
    progress: Progress,
    work: Path | None,
) -> Linked:
    """Link on this machine; see `link`."""
    check_memory(len(records))
    with memory_told(len(records)):
        search = partial(LocalSearch.over, work=work)
        made = linked_by(search, records, judgements, settings, progress)
    if work is not None:
        shutil.rmtree(work, ignore_errors=True)
    return made


def linked_by(
    search: Begin,
    records: pl.DataFrame,
    judgements: pl.DataFrame | None,
    settings: LinkSettings,
    progress: Progress,
) -> Linked:
    """Link, with the candidates found in some way; for the rest see `link`."""
    progress("read names", 0, _STEPS)
    prepared = prepare(records, settings.fields)
    judged, heeded = check_judgements(judgements, prepared.ids)
    clean = clean_versions(prepared, settings.clean_lists)
    progress("block", 1, _STEPS)
    found = search(prepared, settings)
    progress("fit", 2, _STEPS)
    taught = fit_model(prepared, found.learn, settings, progress)
    progress("compare", 3, _STEPS)
    edges = _with_judged(taught.completed(found.edges(taught, progress)), judged, taught)
    del found
    progress("cluster", 4, _STEPS)
    # A judgement settles its own pair, and through it the rivals.
    heard = heed(edges, judged, settings, prepared.n)
    model = taught.model
    if heard.known.any():
        # What is learned from verdicts is learned from the odds as they are without them.
        nobody = Judged.nothing(len(edges.a))
        plain = settle(taught.using, edges, model, clean, nobody, asked=heard.known)
        model = taught_by(plain, heard.chosen(plain.kept), model)
        edges = replace(edges, odds=pair_odds_of(taught.using, edges, model))
    settled = settle(taught.using, edges, model, clean, heard)
    edges, taken = settled.edges, settled.taken
    model = replace(settled.model, rivals=rival_table(prepared.ids, edges.a, edges.b, taken))
    evidence = evidence_of(
        edges,
        settled.alone,
        taken,
        settled.coverage,
        told=prepared.told,
        version=prepared.version,
        within_bits=model.within_bits,
        clean=clean,
        judged=judged,
    )
    sure, linked, possible = grouped(evidence, settings)
    progress("write", 5, _STEPS)
    pairs = pair_table(taught.using, settled)
    people = pl.DataFrame(
        {"record_id": prepared.ids, "sure": sure, "linked": linked, "possible": possible}
    )
    progress("write", _STEPS, _STEPS)
    links = Links(
        pairs=pairs,
        people=people,
        model=model,
        settings=settings,
        judgements=heeded,
        evidence=evidence,
    )
    return Linked(links=links, using=taught.using, fitted=taught.model, settled=settled)


def clean_versions(prepared: Prepared, lists: frozenset[str]) -> frozenset[int]:
    """Codes of the versions of the lists in `lists`.

    Raises:
        LinkageError: a list in `lists` has no records here.
    """
    unknown = sorted(lists - set(prepared.lists.drop_nulls().unique().to_list()))
    if unknown:
        raise LinkageError(
            f"clean_lists names {', '.join(unknown)}, but no record is of such a list. "
            "Mend the name, or leave it out."
        )
    return codes_of(prepared.versions, lists)


def codes_of(versions: pl.DataFrame, lists: frozenset[str]) -> frozenset[int]:
    """Codes of the versions, as `Prepared.versions` has them, of the lists in `lists`."""
    chosen = versions["list"].is_in(sorted(lists)).fill_null(False).to_numpy()
    return frozenset(np.flatnonzero(chosen).tolist())


def _with_judged(edges: Edges, judged: dict[str, Pairs], taught: Taught) -> Edges:
    """Edges and the judged pairs that are none yet, sorted."""
    pairs = sorted({p for verdict in judged.values() for p in verdict})
    if not pairs:
        return edges
    n = taught.using.prepared.n
    code = edges.a.astype(np.int64) * n + edges.b
    extra = np.setdiff1d(np.array([x * n + y for x, y in pairs], dtype=np.int64), code)
    a, b = (extra // n).astype(np.int32), (extra % n).astype(np.int32)
    compared = taught.using.compare(a, b)
    odds = pair_odds(taught.using, a, compared, taught.model)
    return joined_edges([edges, Edges(a=a, b=b, odds=odds, within=compared.within)])
