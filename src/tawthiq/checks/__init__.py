"""Hold a published figure against itself, the register, other sources and its evidence.

`check_statements` does all of it. Every answer is a finding: how numbers stand to one another, with
the numbers; none rules on whoever gave them. `argument_of` lays out who holds what in one document.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from tawthiq.checks.claims import claims_of
from tawthiq.checks.intervals import Interval, interval_of, relation
from tawthiq.checks.model import VERDICTS, Finding, Stated
from tawthiq.checks.periods import span_of
from tawthiq.checks.stated import stated_in, stated_of_text
from tawthiq.checks.wording import as_json, interval_in_words, label, more, say

if TYPE_CHECKING:
    from tawthiq.checks.against_register import EstimateSetting
    from tawthiq.checks.arguing import lines_of, point_in_words, summary, voice_in_words
    from tawthiq.checks.argument import argument_of
    from tawthiq.checks.argument_model import Argument
    from tawthiq.checks.checking import Checked, check_statements
    from tawthiq.checks.scoped import ScopedEstimate, estimate_scope

__all__ = [
    "VERDICTS",
    "Argument",
    "Checked",
    "EstimateSetting",
    "Finding",
    "Interval",
    "ScopedEstimate",
    "Stated",
    "argument_of",
    "as_json",
    "check_statements",
    "claims_of",
    "estimate_scope",
    "interval_in_words",
    "interval_of",
    "label",
    "lines_of",
    "more",
    "point_in_words",
    "relation",
    "say",
    "span_of",
    "stated_in",
    "stated_of_text",
    "summary",
    "voice_in_words",
]

# Counting and estimating load what takes a second; wording a finding should not wait for them.
_MODULE_OF = {
    "Argument": "argument_model",
    "argument_of": "argument",
    "lines_of": "arguing",
    "point_in_words": "arguing",
    "summary": "arguing",
    "voice_in_words": "arguing",
    "Checked": "checking",
    "EstimateSetting": "against_register",
    "ScopedEstimate": "scoped",
    "check_statements": "checking",
    "estimate_scope": "scoped",
}


def __getattr__(name: str) -> object:
    if name in _MODULE_OF:
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
