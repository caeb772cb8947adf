"""Records to people: block, compare, weigh, cluster, heed judgements.

A library usable alone: it works on plain Polars tables and knows nothing of ledgers.
"""

from tawthiq.linkage.explaining import explain
from tawthiq.linkage.linking import link
from tawthiq.linkage.model import Explanation, FieldReason, Links, LinkSettings, Model
from tawthiq.linkage.sampling import sample_clusterings

__all__ = [
    "Explanation",
    "FieldReason",
    "LinkSettings",
    "Links",
    "Model",
    "explain",
    "link",
    "sample_clusterings",
]
