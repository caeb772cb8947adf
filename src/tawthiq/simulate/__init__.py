"""An invented conflict with known truth: for the demo, for tests and for power studies.

`simulate_conflict` invents deaths and what several lists say of them; `write_conflict` writes the
lists as real CSV and XLSX files, with the truth beside them; `simulate_capture_table` draws capture
histories alone. Nobody in it ever lived, and Wadi al-Rih lies nowhere.

The generator shares no code with the rooms it is used to test.
"""

from tawthiq.simulate.conflict import simulate_conflict
from tawthiq.simulate.files import WrittenList, write_conflict
from tawthiq.simulate.model import (
    Conflict,
    ErrorRates,
    FileFormat,
    Habit,
    ListSettings,
    SimulatedList,
    SimulatedVersion,
    SimulationSettings,
)
from tawthiq.simulate.power import SCENARIOS, simulate_capture_table

__all__ = [
    "SCENARIOS",
    "Conflict",
    "ErrorRates",
    "FileFormat",
    "Habit",
    "ListSettings",
    "SimulatedList",
    "SimulatedVersion",
    "SimulationSettings",
    "WrittenList",
    "simulate_capture_table",
    "simulate_conflict",
    "write_conflict",
]
