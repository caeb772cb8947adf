"""Why two records are held to be one person, or not: the same sum the link made, spelled out."""

import numpy as np
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage import em
from tawthiq.linkage.coverage import meetings
from tawthiq.linkage.fitting import coverage_known, versions_known
from tawthiq.linkage.model import Explanation, FieldReason, Model, levels_of
from tawthiq.linkage.prepare import prepare
from tawthiq.linkage.weigh import comparer, weigh
from tawthiq.names import compare_names

_CANNOT_COMPARE = "cannot compare: missing on one side"


def explain(records: pl.DataFrame, a: str, b: str, model: Model) -> Explanation:
    """Weigh one pair again with a fitted model, field by field.

    Args:
        records: the records that were linked, or any part of them that holds both.
        a: a record_id.
        b: another.
        model: `Links.model`.

    Returns:
        Levels, words and bits; the bits of the fields, the prior and the rivals add up to the
        total. Reviewers' judgements are not in it: they overrule the sum.

    Raises:
        LinkageError: a record is not there, or both are one.
    """
    if a == b:
        raise LinkageError(f"{a} was compared with itself; name two records.")
    chosen = records.filter(pl.col("record_id").cast(pl.String).is_in([a, b]))
    for wanted in (a, b):
        if wanted not in chosen["record_id"].cast(pl.String):
            raise LinkageError(f"no record {wanted!r} among the records; check its id.")
    a, b = min(a, b), max(a, b)
    prepared = prepare(chosen, model.settings.fields, usual_death=model.usual_death)
    first, second = np.array([0], dtype=np.int32), np.array([1], dtype=np.int32)
    way, _ = versions_known(prepared, model)
    using = comparer(prepared, model.frequencies, way)
    compared = using.compare(first, second)
    bits = weigh(using, first, compared, model)
    prior = model.prior_bits + (model.within_bits if compared.within[0] else 0.0)
    met = meetings(prepared.version[:1], prepared.version[1:])
    prior += float(coverage_known(prepared, model, met)[0])
    gammas = [int(compared.name[0]), *(int(level) for level in compared.gamma[0])]
    reasons = tuple(
        FieldReason(
            field=field,
            gamma=gamma,
            reason=levels_of(field)[gamma] if gamma >= 0 else _CANNOT_COMPARE,
            bits=float(bits[field][0]),
        )
        for field, gamma in zip(("name", *using.fields), gammas, strict=True)
    )
    weight = float(sum(reason.bits for reason in reasons))
    rivals = _rivals(model, a, b)
    total = prior + weight + rivals
    return Explanation(
        record_a=a,
        record_b=b,
        prior_bits=prior,
        fields=reasons,
        weight_bits=weight,
        rivals_bits=rivals,
        total_bits=total,
        probability=float(em.probability_of(np.array(total))),
        name_alignment=_alignment(chosen.sort("record_id")),
    )


def _rivals(model: Model, a: str, b: str) -> float:
    """What rivals took from this pair when it was linked; 0 for a pair that was not."""
    found = model.rivals.filter(pl.col("record_a") == a, pl.col("record_b") == b)["bits"]
    return float(found[0]) if len(found) else 0.0


def _alignment(two: pl.DataFrame) -> str:
    """The best comparison of the names two records give, in words."""
    columns = [c for c in ("name", "name_other") if c in two.columns]
    given = [
        [name for name in (two[c][row] for c in columns) if isinstance(name, str) and name.strip()]
        for row in range(2)
    ]
    found = [compare_names(x, y) for x in given[0] for y in given[1]]
    if not found:
        return ""
    best = max(found, key=lambda comparison: comparison.level)
    parts = "; ".join(f"{p.a or '–'} / {p.b or '–'}: {p.kind}" for p in best.parts)
    return f"{best.reason} [{parts}]" if parts else best.reason
