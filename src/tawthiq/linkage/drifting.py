"""How far links that grew may stand from links made from nothing."""

from dataclasses import dataclass

import numpy as np

from tawthiq.linkage import em
from tawthiq.linkage.model import Links


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What one step of growing did, and how far its links may be off.

    A run from nothing would differ in two ways. It would compare less in blocks that have grown
    beyond `max_block` since the model was fitted (`blocks_outgrown`; no more than `pairs_in_blocks`
    held pairs rest on them). And it would fit the model again: on the pairs that are held now, the
    weight of no pair would move by more than `most_bits_off` because of what levels are worth, and
    `pairs_in_doubt` pairs lie so near a threshold that their own move may carry them over it.
    """

    new_records: int
    pairs_compared: int
    blocks_outgrown: int
    pairs_in_blocks: int
    most_bits_off: float
    pairs_in_doubt: int


def moved(
    links: Links, *, new_records: int, compared: int, blocks: int, pairs_in_blocks: int
) -> Growth:
    """Fit `m` once more to the pairs that are held, and see how far weights would move.

    Args:
        links: as they stand, by the model of the last fit.
        new_records: how many came.
        compared: how many pairs were compared.
        blocks: see `Growth`.
        pairs_in_blocks: see `Growth`.
    """
    pairs, model = links.pairs, links.model
    name = pairs["gamma_name"].to_numpy()
    fields = tuple(f for f in model.m if f != "name")
    gamma = np.stack([pairs[f"gamma_{f}"].to_numpy() for f in fields], axis=1)
    p = pairs["probability"].to_numpy()
    again = em.shares_of(name, gamma, p, fields, model.m)
    off = np.zeros(len(pairs))
    for field, levels in (("name", name), *((f, gamma[:, x]) for x, f in enumerate(fields))):
        shift = np.append(np.log2(again[field]) - np.log2(model.m[field]), 0.0)
        off += shift[levels]  # -1, cannot compare, picks the 0 at the end
    judged = pairs.select("record_a", "record_b").join(
        links.judgements.with_columns(judged=True), on=["record_a", "record_b"], how="left",
        maintain_order="left",
    )["judged"].is_not_null().to_numpy()  # fmt: skip
    off[judged] = 0.0
    odds = np.log2(p) - np.log2(np.maximum(1.0 - p, 2.0**-60))
    settings = links.settings
    near = np.zeros(len(pairs), dtype=bool)
    for threshold in (
        settings.possible_probability, settings.linked_probability, settings.sure_probability
    ):  # fmt: skip
        least = em.log2_odds(threshold)
        near |= (odds >= least) != (odds + off >= least)
    return Growth(
        new_records=new_records,
        pairs_compared=compared,
        blocks_outgrown=blocks,
        pairs_in_blocks=pairs_in_blocks,
        most_bits_off=float(np.abs(off).max(initial=0.0)),
        pairs_in_doubt=int(near.sum()),
    )
