"""Clusterings drawn from the posterior of the links: doubt carried into counts and estimates."""

import numpy as np
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage import em
from tawthiq.linkage.cluster import SUPPORT, judged
from tawthiq.linkage.model import Links


def sample_clusterings(links: Links, n: int, seed: int) -> list[pl.DataFrame]:
    """Draw `n` clusterings.

    Each draw lies between `sure` and `possible`, and judgements hold. Going down from the
    strongest, two groups that may be one are joined with the probability that the mean log-odds
    (after rivals) of all pairs between them gives; what a group has become decides its next odds,
    so a draw never holds a chain that its own pairs contradict.

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
    least = em.log2_odds(links.settings.possible_probability)
    sure, possible = links.people["sure"].to_numpy(), links.people["possible"].to_numpy()
    start = judged(links.evidence)
    for row in np.flatnonzero(sure != np.arange(len(sure))).tolist():
        start.join(row, int(sure[row]))
    draws = []
    for number in range(n):
        groups = start.copy()
        groups.run(SUPPORT, least, allowed=possible, draw_seed=(seed << 20) + number + 1)
        draws.append(links.people.select("record_id").with_columns(cluster=groups.labels()))
    return draws
