"""The whole path: records in, links out."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage import em
from tawthiq.linkage.block import make_blocks
from tawthiq.linkage.cluster import Evidence, partitions
from tawthiq.linkage.fitting import Taught, fit_model
from tawthiq.linkage.judgements import Pairs, check_judgements
from tawthiq.linkage.memory import check_memory, memory_told
from tawthiq.linkage.model import Links, LinkSettings
from tawthiq.linkage.prepare import Prepared, prepare
from tawthiq.linkage.searching import Edges, joined_edges, pair_odds
from tawthiq.linkage.settling import Judged, Settled, settle
from tawthiq.linkage.weigh import Comparer, weigh
from tawthiq.progress import Progress, silent

KEPT_PROBABILITY = 0.001  # less probable pairs are left out of `Links.pairs`, unless judged
_STEPS = 6
_JUDGED_BITS = 60.0
HAIR = 2.0**-10  # bits: less than any evidence


def link(
    records: pl.DataFrame,
    *,
    judgements: pl.DataFrame | None = None,
    settings: LinkSettings | None = None,
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
        progress: told of each step.
        work: a folder where a long comparison keeps what is done: if it is stopped, the same call
            goes on from there. It is removed at the end.

    Returns:
        Pairs, people and model. The result does not depend on the order of rows.

    Raises:
        LinkageError: records, judgements or settings cannot be used, judgements contradict, or
            there is not memory enough.

    Source: Fellegi and Sunter (1969); see docs/explanation/linkage.md.
    """
    return linked(records, judgements, settings or LinkSettings(), progress, work).links


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Links, and what they were made from: for linking on from here (`growing`)."""

    links: Links
    using: Comparer
    settled: Settled


def linked(
    records: pl.DataFrame,
    judgements: pl.DataFrame | None,
    settings: LinkSettings,
    progress: Progress,
    work: Path | None,
) -> Linked:
    """See `link`."""
    check_memory(len(records))
    with memory_told(len(records)):
        made = _linked(records, judgements, settings, progress, work)
    if work is not None:
        shutil.rmtree(work, ignore_errors=True)
    return made


def _linked(
    records: pl.DataFrame,
    judgements: pl.DataFrame | None,
    settings: LinkSettings,
    progress: Progress,
    work: Path | None,
) -> Linked:
    progress("read names", 0, _STEPS)
    prepared = prepare(records, settings.fields)
    judged, heeded = check_judgements(judgements, prepared.ids)
    clean = clean_versions(prepared, settings.clean_lists)
    progress("block", 1, _STEPS)
    blocks = make_blocks(prepared, settings.max_block)
    progress("fit", 2, _STEPS)
    taught = fit_model(prepared, blocks, settings, progress)
    progress("compare", 3, _STEPS)
    edges = _with_judged(taught.edges(blocks, progress, work), judged, taught)
    del blocks
    progress("cluster", 4, _STEPS)
    # A judgement settles its own pair, and through it the rivals.
    settled = settle(
        taught.using, edges, taught.model, clean, heed(edges, judged, settings, prepared.n)
    )
    model = replace(settled.model, rivals=_rival_table(prepared, settled))
    evidence = _evidence(prepared, settled, clean, judged)
    sure, linked, possible = partitions(
        evidence,
        sure_bits=em.log2_odds(settings.sure_probability),
        linked_bits=em.log2_odds(settings.linked_probability),
        possible_bits=em.log2_odds(settings.possible_probability),
        repeat_bits=em.log2_odds(settings.repeat_probability),
    )
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
    return Linked(links=links, using=taught.using, settled=settled)


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
    chosen = prepared.versions["list"].is_in(sorted(lists)).fill_null(False).to_numpy()
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


def heed(edges: Edges, judged: dict[str, Pairs], settings: LinkSettings, n: int) -> Judged:
    """The verdict of each pair, and the log2 odds that it gives."""
    code = edges.a.astype(np.int64) * n + edges.b
    odds = np.zeros(len(code))
    verdict = np.full(len(code), "", dtype="U9")
    middle = (settings.possible_probability + settings.linked_probability) / 2
    for word, bits in (
        ("unsure", em.log2_odds(middle)),
        ("same", _JUDGED_BITS),
        ("different", -_JUDGED_BITS),
    ):
        for x, y in judged[word]:
            at = np.searchsorted(code, x * n + y)
            odds[at], verdict[at] = bits, word
    return Judged(verdict=verdict, bits=odds)


def _evidence(
    prepared: Prepared, settled: Settled, clean: frozenset[int], judged: dict[str, Pairs]
) -> Evidence:
    # Of two that fit alike, the record that says more gets the person.
    edges, within_bits, count = settled.edges, settled.model.within_bits, prepared.said
    said = HAIR * (count[edges.a] + count[edges.b])
    rest = said - np.where(edges.within, within_bits, 0.0)
    return Evidence(
        n=prepared.n,
        a=edges.a,
        b=edges.b,
        alone=(settled.alone + rest).astype(np.float32),
        bits=(settled.alone + settled.taken + rest).astype(np.float32),
        coverage=settled.coverage.astype(np.float32),
        version=prepared.version,
        within_bits=within_bits,
        clean=clean,
        same=judged["same"],
        different=judged["different"],
        unsure=judged["unsure"],
    )


def _rival_table(prepared: Prepared, settled: Settled) -> pl.DataFrame:
    some = np.flatnonzero(settled.taken)
    return pl.DataFrame(
        {
            "record_a": prepared.ids.gather(settled.edges.a[some]),
            "record_b": prepared.ids.gather(settled.edges.b[some]),
            "bits": settled.taken[some],
        }
    )


def pair_table(using: Comparer, settled: Settled) -> pl.DataFrame:
    """`Links.pairs`."""
    odds = settled.alone + settled.taken
    kept = (odds >= em.log2_odds(KEPT_PROBABILITY)) | settled.judged.known
    a, b, compared = settled.edges.a[kept], settled.edges.b[kept], settled.compared.chosen(kept)
    ids, bits = using.prepared.ids, weigh(using, a, compared, settled.model)
    gammas = {"gamma_name": compared.name}
    gammas |= {f"gamma_{f}": compared.gamma[:, i] for i, f in enumerate(using.fields)}
    return pl.DataFrame(
        {
            "record_a": ids.gather(a),
            "record_b": ids.gather(b),
            "weight": np.sum(list(bits.values()), axis=0),
            "probability": em.probability_of(odds[kept]),
            "same_version": compared.within,
            **gammas,
            **{f"bits_{field}": values for field, values in bits.items()},
            "bits_rivals": settled.taken[kept],
        }
    )
