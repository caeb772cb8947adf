"""How far links that grew may stand from links made from nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tawthiq.linkage import em
from tawthiq.linkage.arrays import I8
from tawthiq.linkage.model import Floats, Links


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What one step of growing did, and how far its links may be off.

    A run from nothing would differ in two ways. It would compare less in blocks that have grown
    beyond `max_block` since the model was fitted (`blocks_outgrown`; no more than `pairs_in_blocks`
    held pairs rest on them). And it would fit the model again: with `m` fitted once more to the
    pairs held now, and not to those held then, no weight moves by more than `most_bits_off`, and
    `pairs_in_doubt` pairs are moved over a threshold.
    """

    new_records: int
    pairs_compared: int
    blocks_outgrown: int
    pairs_in_blocks: int
    most_bits_off: float
    pairs_in_doubt: int


def fitted_again(links: Links) -> dict[str, Floats]:
    """P(level | same person) by field, from the pairs that are held."""
    pairs, model = links.pairs, links.model
    fields, gamma = _levels(links)
    p = pairs["probability"].to_numpy()
    return em.shares_of(pairs["gamma_name"].to_numpy(), gamma, p, fields, model.m)


def _levels(links: Links) -> tuple[tuple[str, ...], I8]:
    fields = tuple(field for field in links.model.m if field != "name")
    return fields, np.stack([links.pairs[f"gamma_{f}"].to_numpy() for f in fields], axis=1)


def moved(
    links: Links,
    then: Mapping[str, Floats],
    *,
    new_records: int,
    compared: int,
    blocks: int,
    pairs_in_blocks: int,
) -> Growth:
    """See how far weights would move if the model was fitted to what is held now.

    Args:
        links: as they stand, by the model of the last fit.
        then: `fitted_again` to the links of the fit.
        new_records: how many came.
        compared: how many pairs were compared.
        blocks: see `Growth`.
        pairs_in_blocks: see `Growth`.
    """
    pairs, again = links.pairs, fitted_again(links)
    p, name = pairs["probability"].to_numpy(), pairs["gamma_name"].to_numpy()
    fields, gamma = _levels(links)
    off = np.zeros(len(pairs))
    for field, levels in (("name", name), *((f, gamma[:, x]) for x, f in enumerate(fields))):
        shift = np.append(np.log2(again[field]) - np.log2(then[field]), 0.0)
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
