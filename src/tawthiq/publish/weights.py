"""What agreement and difference in each field are worth: the model of the links, of no pair.

The report names nobody, so it shows the model and not the reasons of any pair. Medians and ranges
are given only over `FEW` pairs or more: the weight of a single pair is that of its two people.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from tawthiq.publish.model import LevelWeight
from tawthiq.register import Register

FEW = 20  # pairs


def level_weights(register: Register) -> tuple[LevelWeight, ...]:
    """The weights by field and level, each field from the strongest agreement down.

    A level that no kept pair has decided nothing and is left out; so is a level of names that few
    pairs have, since names have no weight but that of pairs.
    """
    # Linkage loads a compiler; importing this room should not wait for it.
    from tawthiq.linkage.model import LEVELS  # noqa: PLC0415

    shares, strangers = _table(register.model.get("m")), _table(register.model.get("u"))
    found: list[LevelWeight] = []
    for field in (*LEVELS, *sorted(shares.keys() - LEVELS.keys())):
        same, given = shares.get(field, ()), _given_to_pairs(register.pairs, field)
        words = LEVELS.get(field, ())
        for level in reversed(range(len(same))):
            if level not in given:
                continue
            pairs, middle, low, high = given[level]
            enough = pairs >= FEW
            if field in strangers:
                bits = _bits(same[level], strangers[field][level])
            elif enough:
                bits = middle
            else:
                continue
            found.append(
                LevelWeight(
                    field=field,
                    level=words[level] if level < len(words) else f"level {level}",
                    bits=bits,
                    low=low if enough else None,
                    high=high if enough else None,
                    pairs=pairs,
                )
            )
    return tuple(found)


def _given_to_pairs(pairs: pl.DataFrame, field: str) -> dict[int, tuple[int, float, float, float]]:
    """Level → pairs, and median, 5 % and 95 % of the bits they were given."""
    level, bits = f"gamma_{field}", f"bits_{field}"
    if level not in pairs.columns or bits not in pairs.columns:
        return {}
    rows = (
        pairs.filter(pl.col(level) >= 0)
        .group_by(level)
        .agg(
            pl.len(),
            pl.col(bits).median().alias("median"),
            pl.col(bits).quantile(0.05, "nearest").alias("low"),
            pl.col(bits).quantile(0.95, "nearest").alias("high"),
        )
    )
    return {row[0]: row[1:] for row in rows.iter_rows()}


def _bits(same: float, other: float) -> float:
    return math.log2(same / other) if same > 0 and other > 0 else 0.0


def _table(given: object) -> Mapping[str, Sequence[float]]:
    """Shares by field and level; of shares by kin of names, those of strangers."""
    if not isinstance(given, Mapping):
        return {}
    return {str(field): _first(shares) for field, shares in given.items()}


def _first(shares: Any) -> Sequence[float]:
    """The row of strangers, which stands first; or the one row there is."""
    table = np.atleast_2d(np.asarray(shares, dtype=np.float64))
    return [float(share) for share in table[0]]
