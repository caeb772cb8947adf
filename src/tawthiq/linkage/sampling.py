"""Clusterings drawn from the posterior of the links: doubt carried into counts and estimates."""

import numpy as np
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage import em
from tawthiq.linkage.cluster import judged
from tawthiq.linkage.model import Links


def sample_clusterings(links: Links, n: int, seed: int) -> list[pl.DataFrame]:
    """Draw `n` clusterings.

    Sure links stay and judgements hold. Going down from the strongest, two groups that may be one
    are joined with the probability that the mean log-odds of all pairs between them gives; what a
    group has become decides its next odds, so a draw never holds a chain that its own pairs
    contradict.

    Args:
        links: what `link` returned.
        n: how many.
        seed: the same seed draws the same clusterings.

    Returns:
        `n` tables: record_id, cluster (integer label, the smallest row of the cluster in the order
        of record_id).

    Raises:
        LinkageError: `n` is below 1.
    """
    if n < 1:
        raise LinkageError(f"asked for {n} clusterings; expected 1 or more.")
    rng = np.random.default_rng(seed)
    settings = links.settings
    sure = em.log2_odds(settings.sure_probability)
    least = em.log2_odds(settings.possible_probability)
    draws = []
    for _ in range(n):
        groups = judged(links.evidence)
        groups.run(groups.support, sure)
        groups.run(
            groups.support,
            least,
            accept=lambda bits: rng.random() < 1.0 / (1.0 + 2.0**-bits),
        )
        draws.append(links.people.select("record_id").with_columns(cluster=groups.labels()))
    return draws
