"""The whole path: records in, links out."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage import em
from tawthiq.linkage.block import make_blocks
from tawthiq.linkage.cluster import Evidence, partitions
from tawthiq.linkage.coverage import coverage_bits, meetings
from tawthiq.linkage.fitting import Taught, fit_model, sizes_of, version_table
from tawthiq.linkage.judgements import Pairs, check_judgements
from tawthiq.linkage.model import Floats, Links, LinkSettings, Model
from tawthiq.linkage.prepare import Prepared, prepare
from tawthiq.linkage.rivals import Rivalry, rivalry
from tawthiq.linkage.searching import Edges, joined_edges, pair_odds
from tawthiq.linkage.weigh import Comparer, weigh
from tawthiq.progress import Progress, silent

_KEPT_PROBABILITY = 0.001  # less probable pairs are left out of `Links.pairs`, unless judged
_STEPS = 6
_COVERAGE_ROUNDS = 12
_COVERAGE_TOLERANCE = 0.02  # bits
_JUDGED_BITS = 60.0

Bools = npt.NDArray[np.bool_]


def link(
    records: pl.DataFrame,
    *,
    judgements: pl.DataFrame | None = None,
    settings: LinkSettings | None = None,
    progress: Progress = silent,
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

    Returns:
        Pairs, people and model. The result does not depend on the order of rows.

    Raises:
        LinkageError: records, judgements or settings cannot be used, or judgements contradict.

    Source: Fellegi and Sunter (1969); see docs/explanation/linkage.md.
    """
    settings = settings or LinkSettings()
    progress("read names", 0, _STEPS)
    prepared = prepare(records, settings.fields)
    judged, heeded = check_judgements(judgements, prepared.ids)
    clean = clean_versions(prepared, settings.clean_lists)
    progress("block", 1, _STEPS)
    blocks = make_blocks(prepared, settings.max_block)
    progress("fit", 2, _STEPS)
    taught = fit_model(prepared, blocks, settings, progress)
    progress("compare", 3, _STEPS)
    edges = _with_judged(taught.edges(blocks, progress), judged, taught)
    del blocks
    progress("cluster", 4, _STEPS)
    odds, verdict = _heed(edges, judged, settings, prepared.n)
    # A judgement settles its own pair, and through it the rivals.
    rivals = rivalry(edges.a, edges.b, prepared.version, clean)
    coverage, model = _cover(prepared, edges, odds, verdict, rivals, taught.model)
    alone = odds + coverage
    taken = rivals.bits(alone)
    taken[verdict != ""] = 0.0
    model = replace(model, rivals=_rival_table(prepared, edges, taken))
    evidence = _evidence(prepared, edges, alone, taken, coverage, model, clean, judged)
    sure, linked, possible = partitions(
        evidence,
        sure_bits=em.log2_odds(settings.sure_probability),
        linked_bits=em.log2_odds(settings.linked_probability),
        possible_bits=em.log2_odds(settings.possible_probability),
        repeat_bits=em.log2_odds(settings.repeat_probability),
    )
    progress("write", 5, _STEPS)
    settled = alone + taken
    kept = (settled >= em.log2_odds(_KEPT_PROBABILITY)) | (verdict != "")
    pairs = _pair_table(taught.using, edges, model, kept, taken, settled)
    people = pl.DataFrame(
        {"record_id": prepared.ids, "sure": sure, "linked": linked, "possible": possible}
    )
    progress("write", _STEPS, _STEPS)
    return Links(
        pairs=pairs,
        people=people,
        model=model,
        settings=settings,
        judgements=heeded,
        evidence=evidence,
    )


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


def _heed(
    edges: Edges, judged: dict[str, Pairs], settings: LinkSettings, n: int
) -> tuple[Floats, npt.NDArray[np.str_]]:
    """Odds with judgements over them, and the verdict of each pair ("" without one)."""
    code = edges.a.astype(np.int64) * n + edges.b
    odds = edges.odds.copy()
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
    return odds, verdict


def _cover(
    prepared: Prepared,
    edges: Edges,
    odds: Floats,
    verdict: npt.NDArray[np.str_],
    rivals: Rivalry,
    model: Model,
) -> tuple[Floats, Model]:
    """Bits that the coverage of lists adds to each pair, and the model that knows them.

    How many pairs are one person follows from the odds after rivals, and those from the coverage:
    in turns, until it stays.
    """
    key = meetings(prepared.version[edges.a], prepared.version[edges.b])
    keys, of_key = np.unique(key, return_inverse=True)
    sizes = sizes_of(prepared, np.maximum(keys, 0))
    free = (keys >= 0)[of_key] & (verdict == "")
    bits = np.zeros(len(keys))
    for _ in range(_COVERAGE_ROUNDS if (keys >= 0).any() else 0):
        alone = odds + np.where(free, bits[of_key], 0.0)
        p = em.probability_of(alone + rivals.bits(alone))
        k = np.bincount(of_key, p, minlength=len(keys))
        found = np.where(keys >= 0, coverage_bits(k, *sizes, model.prior_bits), 0.0)
        moved = np.abs(found - bits).max(initial=0.0)
        bits = found
        if moved < _COVERAGE_TOLERANCE:
            break
    v, w = (keys[keys >= 0] >> 32), (keys[keys >= 0] & 0xFFFFFFFF)
    learned = version_table(prepared, v, w, np.ones(len(v)), bits[keys >= 0]).join(
        model.versions.drop("coverage_bits"),
        on=["list_a", "document_a", "list_b", "document_b"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
        suffix="_known",
    )
    learned = learned.with_columns(pl.coalesce("way_known", "way").alias("way")).drop("way_known")
    return np.where(free, bits[of_key], 0.0), replace(model, versions=learned)


def _evidence(
    prepared: Prepared,
    edges: Edges,
    alone: Floats,
    taken: Floats,
    coverage: Floats,
    model: Model,
    clean: frozenset[int],
    judged: dict[str, Pairs],
) -> Evidence:
    repeat = np.where(edges.within, model.within_bits, 0.0)
    return Evidence(
        n=prepared.n,
        a=edges.a,
        b=edges.b,
        alone=(alone - repeat).astype(np.float32),
        bits=(alone + taken - repeat).astype(np.float32),
        coverage=coverage.astype(np.float32),
        version=prepared.version,
        within_bits=model.within_bits,
        clean=clean,
        same=judged["same"],
        different=judged["different"],
        unsure=judged["unsure"],
    )


def _rival_table(prepared: Prepared, edges: Edges, taken: Floats) -> pl.DataFrame:
    some = taken != 0.0
    return pl.DataFrame(
        {
            "record_a": prepared.ids.gather(edges.a[some]),
            "record_b": prepared.ids.gather(edges.b[some]),
            "bits": taken[some],
        }
    )


def _pair_table(
    using: Comparer, edges: Edges, model: Model, kept: Bools, taken: Floats, odds: Floats
) -> pl.DataFrame:
    a, b = edges.a[kept], edges.b[kept]
    ids, compared = using.prepared.ids, using.compare(a, b)
    bits = weigh(using, a, compared, model)
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
            "bits_rivals": taken[kept],
        }
    )
