"""What reviewers' judgements teach about pairs that nobody judged.

A judgement is law for its own pair. Beyond it, judgements tell how far the model's odds are off for
pairs like it: for each level of names, and for two records of one version of one list, one shift in
bits is fitted to the verdicts, drawn to none by a normal prior. Pairs are chosen for review by what
the model says of them, never by the answer, so given those odds the answers are a fair sample.

`unsure` teaches nothing here: whoever looked and could not tell has not said the odds are off.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tawthiq.linkage import em
from tawthiq.linkage.model import N_NAME_LEVELS, Floats, Model
from tawthiq.linkage.settling import DIFFERENT, SAME, Judged, Settled

_SHIFT_SD = 1.0  # bits
_LEAST = 3  # judgements of one kind, below which they teach nothing


def taught_by(settled: Settled, judged: Judged, model: Model) -> Model:
    """The model with its odds shifted to the verdicts.

    Args:
        settled: edges and their odds as they are without any judgement.
        judged: the verdicts on those edges.
        model: as it was fitted; its name levels and prior within a version are shifted.
    """
    compared = settled.compared
    return shifted_by(
        settled.alone + settled.taken, compared.name, compared.within, judged.verdict, model
    )


def shifted_by(
    odds: Floats,
    name: npt.NDArray[np.int8],
    within: npt.NDArray[np.bool_],
    verdict: npt.NDArray[np.int8],
    model: Model,
) -> Model:
    """The same, from what stands of each pair.

    Args:
        odds: log2, as they are without any judgement.
        name: levels.
        within: whether both are of one version of one list.
        verdict: see `settling.Judged`.
        model: see `taught_by`.
    """
    rows = np.flatnonzero((verdict == SAME) | (verdict == DIFFERENT))
    same = (verdict[rows] == SAME).astype(np.float64)
    odds, within, name = odds[rows], within[rows], name[rows]
    scale = model.name_scale.copy()
    for level in np.unique(name[~within & (name >= 0)] % N_NAME_LEVELS).tolist():
        shift = _shift(odds, same, ~within & (name >= 0) & (name % N_NAME_LEVELS == level))
        scale[[level, level + N_NAME_LEVELS]] -= shift
    return replace(
        model, name_scale=scale, within_bits=model.within_bits + _shift(odds, same, within)
    )


def _shift(odds: Floats, same: Floats, rows: np.ndarray) -> float:
    if int(rows.sum()) < _LEAST:
        return 0.0
    return em.best_shift(
        odds[rows], same[rows], np.ones(int(rows.sum())), start=0.0, centre=0.0, sd=_SHIFT_SD
    )
