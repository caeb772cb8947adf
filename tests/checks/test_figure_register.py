"""Figures against a register whose truth is known: the range, the lists at work, the estimate."""

from datetime import date, timedelta

import pytest
from figures import checked, figure, stated, verdicts
from invented import Committee, whole

from tawthiq.checks import EstimateSetting, Interval, as_json, check_statements, more, say
from tawthiq.counts import count
from tawthiq.register import Scope

COUNT_ONLY = EstimateSetting(most=0)
# Three people on two lists; nothing is in doubt but one person's status.
NORTH = [
    "1,Salim Qasim Haddad,m,31,2012-05-04,Homs,civilian,",
    "2,Rima Yusuf Khalil,f,9,2012-05-09,Homs,civilian,",
    "3,Nabil Faris Darwish,m,40,2012-05-20,Homs,,",
]
SOUTH = ["1,Salim Qasim Haddad,m,31,2012-05-04,Homs,civilian,"]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    made = Committee.found(tmp_path_factory.mktemp("small") / "register")
    for key, rows in (("north", NORTH), ("south", SOUTH)):
        made.declare(key)
        made.publish(key, "2012-07-01", rows)
    register = made.link()
    same = register.records.filter(register.records["name_raw"] == NORTH[0].split(",")[1])
    made.judge(register, *same["record_id"], "same")
    return made.link()


def of_register(found, name="a"):
    (finding,) = [one for one in found.findings[name] if one.check == "register"]
    return finding


@pytest.mark.parametrize(
    ("low", "high", "bound", "verdict"),
    [
        (1, 1, "exact", "below"),
        (2, 2, "exact", "within"),
        (3, 3, "exact", "within"),
        (4, 4, "exact", "above"),
        (2, 3, "between", "within"),
        (4, None, "at least", "above"),
        (3, None, "more than", "above"),
        (2, None, "more than", "overlaps"),
        (2, None, "at least", "overlaps"),
        (None, 1, "at most", "below"),
        (None, 3, "up to", "overlaps"),
        (1, 9, "between", "overlaps"),
    ],
)
def test_a_bound_is_held_against_the_documented_range(small, low, high, bound, verdict):
    """Two civilians are documented for certain, and a third person may be one."""
    said = figure("a", low, high, bound=bound, category="civilian", period="2012-05")
    found = of_register(checked(said, register=small, setting=COUNT_ONLY))
    assert found.values["documented"] == Interval(2, 3)
    assert found.verdict == verdict
    assert "2 to 3 people" in say(found, "en")


def test_the_lists_at_work_their_coverage_and_the_rules_go_with_the_range(small):
    said = figure("a", 5, category="civilian", period="2012-05")
    found = of_register(checked(said, register=small, setting=COUNT_ONLY))
    assert found.values["lists"] == [
        {"list": "north", "records": 3, "records_then": 3},
        {"list": "south", "records": 1, "records_then": 1},
    ]
    settings = small.model["settings"]
    assert found.values["rules"]["sure_probability"] == settings["sure_probability"]
    lines = " ".join(more(found, "en"))
    assert "north 3 of 3, south 1 of 1" in lines
    assert "a link is sure from" in lines


def test_what_is_not_comparable_gives_the_nearest_scope_as_another_one(small):
    said = figure("a", 5, counted="casualties", period="2012-05")
    found = checked(said, register=small, setting=EstimateSetting())
    finding = of_register(found)
    assert finding.verdict == "not comparable"
    assert finding.values["nearest"]["documented"] == Interval(3, 3)
    assert "killed and injured are counted together" in say(finding, "en")
    assert "which is not the text's" in more(finding, "en")[0]
    # Nothing is estimated for a scope that is not the text's own.
    assert [one.check for one in found.findings["a"]] == ["register", "sources", "evidence"]


def test_every_day_of_the_invented_conflict_is_counted_as_count_counts_it():
    _, register = whole()
    first = register.lines["death_earliest"].drop_nulls().min()
    days = [first + timedelta(days=20 * step) for step in range(12)]
    figures = [
        figure(f"f{at}", 5, period=f"{start}/{start + timedelta(days=30)}", category="civilian")
        for at, start in enumerate(days)
    ]
    found = checked(*figures, register=register, setting=COUNT_ONLY)
    compared = [of_register(found, one.id) for one in figures]
    scopes = [one.values["scope"] for one in compared if one.verdict != "not comparable"]
    assert len(scopes) > 6
    for one in compared:
        if one.verdict != "not comparable":
            total = count(register.lines, one.values["scope"]).total
            assert one.values["documented"] == Interval(total["minimum"], total["maximum"])
            assert one.values["linked"] == total["linked"]


def test_an_estimate_stands_beside_the_count_and_is_never_added_to_it():
    _, register = whole()
    last = register.lines["death_latest"].drop_nulls().max()
    said = figure("a", 10**6, as_of=last.isoformat())
    found = checked(said, register=register, setting=EstimateSetting(linkages=1))
    (estimate,) = [one for one in found.findings["a"] if one.check == "estimate"]
    counted = of_register(found)
    assert (estimate.verdict, counted.verdict) == ("above", "above")
    interval = estimate.values["interval"]
    assert interval.low <= estimate.values["median"] <= interval.high
    assert counted.values["documented"] == Interval(
        *[count(register.lines, Scope(stop=last)).total[end] for end in ("minimum", "maximum")]
    )
    inside = figure("a", estimate.values["median"], as_of=last.isoformat())
    again = checked(inside, register=register, setting=EstimateSetting(linkages=1))
    (same,) = [one for one in again.findings["a"] if one.check == "estimate"]
    assert (same.verdict, same.values["interval"]) == ("within", interval)


def test_no_more_scopes_are_estimated_than_asked_for(small):
    figures = [figure(f"f{at}", 5, period=f"2012-05-{at:02}") for at in range(4, 8)]
    found = checked(*figures, register=small, setting=EstimateSetting(most=2, linkages=1))
    said = [verdict for _, verdict in verdicts(found, "estimate")]
    assert said == ["not estimable", "not estimable", "not estimated", "not estimated"]
    (first,) = [one for one in found.findings["f4"] if one.check == "estimate"]
    assert say(first, "ar").startswith("لا يمكن التقدير")


def test_without_a_register_a_text_is_held_against_itself_only():
    found = checked(figure("a", 40, period="2012-05"))
    assert of_register(found).verdict == "no register"
    assert found.held is None
    assert found.to_dict()["register"] is False


def test_json_has_every_number_and_both_languages(small):
    said = figure("a", 5, category="civilian", period="2012-05")
    (finding, *_) = checked(said, register=small, setting=COUNT_ONLY).findings["a"]
    plain = as_json(finding)
    assert plain["values"]["documented"] == {"low": 2, "high": 3}
    assert plain["values"]["scope"]["from"] == "2012-05-01"
    assert set(plain["text"]) == {"en", "ar"}
    assert "٢ إلى ٣" in plain["text"]["ar"]


def test_only_those_asked_about_are_answered_but_held_against_all(small):
    mine = stated(figure("a", 40, period="2012-05"), document="d1", source="north")
    theirs = stated(figure("b", 30, period="2012-05"), document="d2", source="ministry")
    found = check_statements(
        [*mine, *theirs], small, about={"a"}, setting=COUNT_ONLY, gazetteer=None
    )
    assert set(found.findings) == {"a"}
    assert ("a", "higher") in verdicts(found, "sources")
    assert date(2012, 5, 31) in {point.stop for line in found.timelines for point in line.points}
