"""Everything the sources speak of beside the dead: incidents, bodies, charters, campaigns, aid …

A pure function of ledger and vault, in one SQLite file that is made anew when the ledger has grown.
Rival claims stand side by side: nothing here picks one.
"""

from tawthiq.affairs.building import affairs_of, open_affairs
from tawthiq.affairs.casualties import RecordOf
from tawthiq.affairs.displacement import displaced_figures, displaced_sum, displaced_table
from tawthiq.affairs.history import history_table, values_of
from tawthiq.affairs.model import (
    Cell,
    Chart,
    Claim,
    Doubt,
    Fact,
    Page,
    Reference,
    Series,
    Spot,
    Table,
    Thing,
    Value,
)
from tawthiq.affairs.parts import Cut, Part
from tawthiq.affairs.resolving import thing_types
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.themes import overview_of, page_of
from tawthiq.affairs.view import View
from tawthiq.affairs.withholding import Withheld
from tawthiq.affairs.wording import when_words

__all__ = [
    "Affairs",
    "Cell",
    "Chart",
    "Claim",
    "Cut",
    "Doubt",
    "Fact",
    "Page",
    "Part",
    "RecordOf",
    "Reference",
    "Series",
    "Spot",
    "Table",
    "Thing",
    "Value",
    "View",
    "Withheld",
    "affairs_of",
    "displaced_figures",
    "displaced_sum",
    "displaced_table",
    "history_table",
    "open_affairs",
    "overview_of",
    "page_of",
    "thing_types",
    "values_of",
    "when_words",
]
