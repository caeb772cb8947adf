"""The whole path: records in, links out."""

from dataclasses import replace

import numpy as np
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage import em
from tawthiq.linkage.block import candidate_pairs
from tawthiq.linkage.cluster import Evidence, partitions
from tawthiq.linkage.frequency import count_frequencies
from tawthiq.linkage.judgements import Pairs, check_judgements
from tawthiq.linkage.model import FIELDS, RIVALS_SCHEMA, Floats, Links, LinkSettings, Model
from tawthiq.linkage.prepare import Prepared, prepare
from tawthiq.linkage.rivals import rivalry
from tawthiq.linkage.weigh import Compared, compare, estimate_u, frequency_bits, weigh
from tawthiq.progress import Progress, silent

_KEPT_PROBABILITY = 0.001  # less probable pairs are left out of `Links.pairs`, unless judged
_STEPS = 6


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
            origin_governorate, origin_district, origin_town, reporter_id. Dates may be text
            (YYYY-MM-DD). An age beyond 0 to 130 years counts as missing.
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
    frequencies = count_frequencies(prepared)
    progress("block", 1, _STEPS)
    found = candidate_pairs(prepared, settings.max_block)
    progress("compare", 2, _STEPS)
    u = estimate_u(prepared, settings.seed)
    a, b, by_name = _with_judged(found.a, found.b, found.by_name, judged, prepared.n)
    compared = compare(prepared, a, b, frequencies)
    offset = compared.tau + sum(frequency_bits(prepared, a, compared, u, frequencies).values())
    patterns = em.count_patterns(compared.name, compared.gamma, offset, compared.within, by_name)
    progress("fit", 3, _STEPS)
    fitted = em.fit(patterns, u, prepared.n, lambda done, most: progress("fit", done, most))
    model = Model(
        m=fitted.m,
        u=u,
        name_scale=fitted.name_scale,
        prior_bits=fitted.prior_bits,
        usual_death=prepared.usual_death,
        within_bits=fitted.within_bits,
        iterations=fitted.iterations,
        converged=fitted.converged,
        pattern_counts=_pattern_table(patterns),
        rivals=pl.DataFrame(schema=RIVALS_SCHEMA),
        frequencies=frequencies,
        settings=settings,
    )
    bits = weigh(prepared, a, compared, model)
    weight = np.sum(list(bits.values()), axis=0)
    prior = model.prior_bits + np.where(compared.within, model.within_bits, 0.0)
    odds, verdict = _heed(
        odds=weight + prior, a=a, b=b, judged=judged, settings=settings, n=prepared.n
    )
    progress("cluster", 4, _STEPS)
    kept = (odds >= em.log2_odds(_KEPT_PROBABILITY)) | (verdict != "")
    # A judgement settles its own pair, and through it the rivals.
    clean = clean_versions(prepared, settings.clean_lists)
    taken = rivalry(a[kept], b[kept], prepared.version, clean).bits(odds[kept])
    taken[verdict[kept] != ""] = 0.0
    model = replace(model, rivals=_rival_table(prepared, a[kept], b[kept], taken))
    settled = odds[kept] + taken
    evidence = _evidence(
        prepared=prepared,
        a=a[kept],
        b=b[kept],
        odds=odds[kept],
        settled=settled,
        within=compared.within[kept],
        model=model,
        clean=clean,
        judged=judged,
    )
    sure, linked, possible = partitions(
        evidence,
        sure_bits=em.log2_odds(settings.sure_probability),
        linked_bits=em.log2_odds(settings.linked_probability),
        possible_bits=em.log2_odds(settings.possible_probability),
    )
    progress("write", 5, _STEPS)
    pairs = _pair_table(
        prepared=prepared,
        a=a[kept],
        b=b[kept],
        compared=compared,
        kept=kept,
        bits=bits,
        weight=weight,
        taken=taken,
        odds=settled,
    )
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


def _with_judged(
    a: np.ndarray, b: np.ndarray, by_name: np.ndarray, judged: dict[str, Pairs], n: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Candidates and the judged pairs no key brought up, sorted."""
    pairs = [p for verdict in judged.values() for p in verdict]
    if not pairs:
        return a, b, by_name
    code = a.astype(np.int64) * n + b
    extra = np.setdiff1d(np.array([x * n + y for x, y in pairs], dtype=np.int64), code)
    code = np.concatenate([code, extra])
    by_name = np.concatenate([by_name, np.zeros(len(extra), dtype=bool)])
    order = np.argsort(code)
    code = code[order]
    return (code // n).astype(np.int32), (code % n).astype(np.int32), by_name[order]


def _heed(
    *,
    odds: Floats,
    a: np.ndarray,
    b: np.ndarray,
    judged: dict[str, Pairs],
    settings: LinkSettings,
    n: int,
) -> tuple[Floats, np.ndarray]:
    """Odds with judgements over them, and the verdict of each pair ("" without one)."""
    code = a.astype(np.int64) * n + b
    odds = odds.copy()
    verdict = np.full(len(code), "", dtype="U9")
    middle = (settings.possible_probability + settings.linked_probability) / 2
    for word, bits in (
        ("unsure", em.log2_odds(middle)),
        ("same", 60.0),
        ("different", -60.0),
    ):
        for x, y in judged[word]:
            at = np.searchsorted(code, x * n + y)
            odds[at], verdict[at] = bits, word
    return odds, verdict


def _evidence(
    *,
    prepared: Prepared,
    a: np.ndarray,
    b: np.ndarray,
    odds: Floats,
    settled: Floats,
    within: np.ndarray,
    model: Model,
    clean: frozenset[int],
    judged: dict[str, Pairs],
) -> Evidence:
    repeat = np.where(within, model.within_bits, 0.0)
    return Evidence(
        n=prepared.n,
        a=a,
        b=b,
        alone=odds - repeat,
        bits=settled - repeat,
        version=prepared.version,
        within_bits=model.within_bits,
        clean=clean,
        same=judged["same"],
        different=judged["different"],
        unsure=judged["unsure"],
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
    chosen = prepared.lists.is_in(sorted(lists)).fill_null(False).to_numpy()
    return frozenset(prepared.version[chosen].tolist())


def _pattern_table(patterns: em.Patterns) -> pl.DataFrame:
    columns = {"gamma_name": patterns.name}
    columns |= {f"gamma_{f}": patterns.gamma[:, i] for i, f in enumerate(em.OTHER_FIELDS)}
    return (
        pl.DataFrame(columns | {"pairs": patterns.count.astype(np.int64)})
        .group_by(list(columns))
        .agg(pl.col("pairs").sum())
        .sort("pairs", *columns, descending=True)
    )


def _rival_table(prepared: Prepared, a: np.ndarray, b: np.ndarray, taken: Floats) -> pl.DataFrame:
    some = taken != 0.0
    return pl.DataFrame(
        {
            "record_a": prepared.ids.gather(a[some]),
            "record_b": prepared.ids.gather(b[some]),
            "bits": taken[some],
        }
    )


def _pair_table(
    *,
    prepared: Prepared,
    a: np.ndarray,
    b: np.ndarray,
    compared: Compared,
    kept: np.ndarray,
    bits: dict[str, Floats],
    weight: Floats,
    taken: Floats,
    odds: Floats,
) -> pl.DataFrame:
    gammas = {"gamma_name": compared.name[kept]}
    gammas |= {f"gamma_{f}": compared.gamma[kept, i] for i, f in enumerate(em.OTHER_FIELDS)}
    return pl.DataFrame(
        {
            "record_a": prepared.ids.gather(a),
            "record_b": prepared.ids.gather(b),
            "weight": weight[kept],
            "probability": em.probability_of(odds),
            "same_version": compared.within[kept],
            **gammas,
            **{f"bits_{f}": bits[f][kept] for f in FIELDS},
            "bits_rivals": taken,
        }
    )
