"""Records to people: block, compare, weigh, cluster, heed judgements.

A library usable alone: it works on plain Polars tables and knows nothing of ledgers. What `link`
itself does without is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from tawthiq.linkage.linking import link
from tawthiq.linkage.model import Explanation, FieldReason, Links, LinkSettings, Model

if TYPE_CHECKING:
    from tawthiq.linkage.drifting import Growth
    from tawthiq.linkage.explaining import explain
    from tawthiq.linkage.growing import found_state, grow, reason_against
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

_MODULE_OF = {
    "Growth": "drifting",
    "State": "state",
    "explain": "explaining",
    "found_state": "growing",
    "grow": "growing",
    "load_model": "storing",
    "load_state": "storing",
    "reason_against": "growing",
    "row_digest": "today",
    "sample_clusterings": "sampling",
    "save_model": "storing",
    "save_state": "storing",
}


def __getattr__(name: str) -> object:
    if name in _MODULE_OF:
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
