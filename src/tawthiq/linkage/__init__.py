"""Records to people: block, compare, weigh, cluster, heed judgements.

A library usable alone: it works on plain Polars tables and knows nothing of ledgers.
"""

from tawthiq.linkage.linking import link
from tawthiq.linkage.model import Explanation, FieldReason, Links, LinkSettings, Model

__all__ = ["Explanation", "FieldReason", "LinkSettings", "Links", "Model", "link"]
