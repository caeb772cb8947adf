"""An invented conflict with known truth: for the demo, for tests and for power studies.

`simulate_conflict` invents deaths and what several lists say of them; `write_conflict` writes the
lists as real CSV and XLSX files, with the truth beside them; `simulate_records` gives the lists as
a table for linkage, without files, at any size. `draw_population` draws capture histories alone, of
a population of known size and one of the `POPULATIONS`; `simulate_capture_table` is the plain one.
Nobody in it ever lived, and Wadi al-Rih lies nowhere.

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
from tawthiq.simulate.pools import families_among
from tawthiq.simulate.population_files import WrittenPopulation, write_populations
from tawthiq.simulate.populations import POPULATIONS, Population, Scenario, draw_population
from tawthiq.simulate.power import SCENARIOS, simulate_capture_table
from tawthiq.simulate.records import (
    SIMULATED_RECORD_SCHEMA,
    record_chunks,
    settings_for_records,
    simulate_records,
)

__all__ = [
    "POPULATIONS",
    "SCENARIOS",
    "SIMULATED_RECORD_SCHEMA",
    "Conflict",
    "ErrorRates",
    "FileFormat",
    "Habit",
    "ListSettings",
    "Population",
    "Scenario",
    "SimulatedList",
    "SimulatedVersion",
    "SimulationSettings",
    "WrittenList",
    "WrittenPopulation",
    "draw_population",
    "families_among",
    "record_chunks",
    "settings_for_records",
    "simulate_capture_table",
    "simulate_conflict",
    "simulate_records",
    "write_conflict",
    "write_populations",
]
