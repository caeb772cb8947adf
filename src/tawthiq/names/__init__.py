"""Personal names in Arabic and Latin script: fold, split, compare, romanise.

A library usable alone: it works on strings and Polars columns and knows nothing of registers. No
training data; what it knows by heart is a short list of given names, in `given_names.tsv`. What
reading a column does without is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from tawthiq.names.coding import SCRIPTS, CodedNames, coded_names
from tawthiq.names.folding import fold
from tawthiq.names.model import NameComparison, PartComparison, PersonName
from tawthiq.names.skeletons import coarse, consonants, skeleton
from tawthiq.names.splitting import split_name

if TYPE_CHECKING:
    from tawthiq.names.comparing import compare_names
    from tawthiq.names.differences import DIFFERENCES, difference
    from tawthiq.names.romanising import romanise
    from tawthiq.names.table import PARSED_SCHEMA, parse_names
    from tawthiq.names.vowels import may_spell

__all__ = [
    "DIFFERENCES",
    "PARSED_SCHEMA",
    "SCRIPTS",
    "CodedNames",
    "NameComparison",
    "PartComparison",
    "PersonName",
    "coarse",
    "coded_names",
    "compare_names",
    "consonants",
    "difference",
    "fold",
    "may_spell",
    "parse_names",
    "romanise",
    "skeleton",
    "split_name",
]

_MODULE_OF = {
    "DIFFERENCES": "differences",
    "PARSED_SCHEMA": "table",
    "compare_names": "comparing",
    "difference": "differences",
    "may_spell": "vowels",
    "parse_names": "table",
    "romanise": "romanising",
}


def __getattr__(name: str) -> object:
    if name in _MODULE_OF:
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
