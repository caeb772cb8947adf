"""Records to people: block, compare, weigh, cluster, heed judgements.

A library usable alone: it works on plain Polars tables and knows nothing of ledgers.
"""

from tawthiq.linkage.drifting import Growth
from tawthiq.linkage.explaining import explain
from tawthiq.linkage.growing import found_state, grow, reason_against
from tawthiq.linkage.linking import link
from tawthiq.linkage.model import Explanation, FieldReason, Links, LinkSettings, Model
from tawthiq.linkage.sampling import sample_clusterings
from tawthiq.linkage.state import State
from tawthiq.linkage.storing import load_model, load_state, save_model, save_state
from tawthiq.linkage.today import row_digest

__all__ = [
    "Explanation",
    "FieldReason",
    "Growth",
    "LinkSettings",
    "Links",
    "Model",
    "State",
    "explain",
    "found_state",
    "grow",
    "link",
    "load_model",
    "load_state",
    "reason_against",
    "row_digest",
    "sample_clusterings",
    "save_model",
    "save_state",
]
