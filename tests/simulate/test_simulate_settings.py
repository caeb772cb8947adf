"""Settings that make no sense are refused with what, where and how to mend."""

from dataclasses import replace
from datetime import date

import pytest

from tawthiq.errors import SimulationError
from tawthiq.simulate import ErrorRates, FileFormat, SimulationSettings, simulate_conflict
from tawthiq.simulate.defaults import ARCHIVE, COMMITTEE, MINISTRY, OBSERVATORY


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"deaths": 9}, "deaths is 9"),
        ({"deaths": 10**9}, "deaths is"),
        ({"seed": -1}, "seed is -1"),
        ({"months": 0}, "months is 0"),
        ({"first_month": date(2011, 3, 2)}, "first day of a month"),
        ({"first_month": date(1890, 1, 1)}, "first_month is 1890"),
        ({"heterogeneity": -0.1}, "heterogeneity is -0.1"),
        ({"heterogeneity": float("nan")}, "heterogeneity is nan"),
        ({"errors": 6.0}, "errors is 6.0"),
        ({"massacre_share": 1.5}, "massacre_share is 1.5"),
        ({"family_share": 0.95}, "family_share is 0.95"),
        ({"lists": ()}, "lists is empty"),
        ({"lists": (OBSERVATORY, OBSERVATORY)}, "'observatory' is given twice"),
        ({"lists": (ARCHIVE, OBSERVATORY)}, "no list standing before it"),
        ({"lists": (MINISTRY, replace(ARCHIVE, copies="ministry"))}, "does not give 'name_ar'"),
    ],
)
def test_settings_out_of_range_are_refused(change, message):
    with pytest.raises(SimulationError, match=message):
        SimulationSettings(**change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"key": "no spaces"}, "a key is made of"),
        ({"key": "../up"}, "a key is made of"),
        ({"coverage": 0.0}, "coverage is 0.0"),
        ({"coverage": 1.0}, "coverage is 1.0"),
        ({"columns": (("Name", "nickname"),)}, "can hold 'nickname'"),
        ({"columns": (("Age", "age"),)}, "no name"),
        ({"columns": (("A", "name_ar"), ("A", "age"))}, "given twice"),
        ({"releases": ()}, "releases need one date"),
        ({"releases": (date(2013, 1, 1), date(2012, 1, 1))}, "each after the last"),
        ({"releases": (date(2010, 1, 1),)}, "nobody dies before"),
        ({"start_month": 24}, "start_month is 24"),
        ({"date_style": "american"}, "date_style is 'american'"),
        ({"file": FileFormat(encoding="latin-1")}, "file.encoding is 'latin-1'"),
        ({"file": FileFormat(encoding="cp1256"), "digits": "arabic"}, "no Arabic-Indic digits"),
        ({"errors": ErrorRates(slip=1.2)}, "errors.slip is 1.2"),
        ({"errors": ErrorRates(missing={"age": -1})}, "errors.missing"),
        ({"clean": True}, "declared clean"),
        ({"copy_share": 0.5}, "copy_share without copies"),
    ],
)
def test_lists_that_contradict_themselves_are_refused(change, message):
    with pytest.raises(SimulationError, match=message):
        SimulationSettings(lists=(replace(OBSERVATORY, **change),))


def test_a_list_cannot_copy_what_was_not_published_yet():
    early = replace(ARCHIVE, releases=(date(2012, 1, 1),))
    with pytest.raises(SimulationError, match="before 'observatory' had published"):
        SimulationSettings(lists=(OBSERVATORY, early))


def test_more_rows_than_a_sheet_holds_are_refused_before_any_work():
    with pytest.raises(SimulationError, match="Use CSV for this list"):
        SimulationSettings(deaths=5_000_000)


def test_a_coverage_beyond_what_a_list_can_see_is_refused():
    """Blind in half the country, it can never name four in five of the dead."""
    greedy = replace(COMMITTEE, coverage=0.8)
    with pytest.raises(SimulationError, match="'committee': coverage asks for"):
        simulate_conflict(SimulationSettings(deaths=500, lists=(greedy,)))
