"""An estimate of a scope: copies are no second sighting, strata add up, silence has its reason."""

from dataclasses import replace

import polars as pl
import pytest
from invented import Committee, whole

from tawthiq.checks import estimate_scope
from tawthiq.counts import DIFFERS, NOT_RECORDED, captures, count
from tawthiq.errors import EstimateError, ScopeError
from tawthiq.estimates import Cache, Estimate, EstimateSettings, NotEstimable
from tawthiq.register import Condition, Scope

QUICK = EstimateSettings(min_ess=200.0, max_draws=20_000)


@pytest.fixture(scope="module")
def by_sex():
    return estimate_scope(whole()[1], by=("sex",), linkages=2, settings=QUICK)


def test_the_whole_and_the_strata_are_estimated_and_the_sum_says_what_it_leaves_out(by_sex):
    assert isinstance(by_sex.whole, Estimate)
    assert by_sex.whole.low <= by_sex.whole.median <= by_sex.whole.high
    assert set(by_sex.strata) == {("male",), ("female",)}
    given = [one for one in by_sex.strata.values() if isinstance(one, Estimate)]
    missing = [cell for cell, one in by_sex.strata.items() if isinstance(one, NotEstimable)]
    if by_sex.sum_of_strata is None:
        assert not given
    else:
        # The mean of a sum is the sum of the means; draws are resampled, hence the slack.
        assert by_sex.sum_of_strata.mean == pytest.approx(
            sum(float(one.draws.mean()) for one in given), rel=0.05
        )
        assert len(by_sex.sum_of_strata.left_out) == len(missing)
    assert (by_sex.no_sum_because is not None) == bool(missing)


def test_people_in_no_stratum_are_those_of_the_count(by_sex):
    _, register = whole()
    cells = captures(register.lines, register.origins, by=("sex",))
    outside = cells.filter(pl.col("sex").is_in([NOT_RECORDED, DIFFERS]))["count"].sum()
    assert by_sex.unplaced == outside
    # Counted and captured alike: whoever stands in no cell of the count is in no stratum.
    table = count(register.lines.filter("named"), by=["sex"]).cells
    assert outside == table.filter(pl.col("minimum").is_null())["linked"].sum()
    assert all(f"{by_sex.unplaced:,} " in line for line in by_sex.summary()[-1:]) or not outside
    # Placed or not, a stratum shows those alone who are recorded in it.
    recorded = cells.filter(~pl.col("sex").is_in([NOT_RECORDED, DIFFERS]))
    assert sum(by_sex.recorded.values()) == recorded["count"].sum()
    assert by_sex.placed == (outside > 0)


def test_people_of_no_recorded_stratum_are_in_the_strata_or_left_out(by_sex):
    _, register = whole()
    left_out = estimate_scope(
        register, by=("sex",), linkages=2, settings=QUICK, unknown="left-out", whole=by_sex.whole
    )
    assert not left_out.placed
    assert left_out.unplaced == by_sex.unplaced
    assert left_out.recorded == by_sex.recorded
    observed = [
        sum(one.n_observed for one in found.strata.values()) for found in (by_sex, left_out)
    ]
    assert observed[0] - observed[1] == pytest.approx(by_sex.unplaced, abs=3)
    with pytest.raises(EstimateError, match="unknown is 'dropped'"):
        estimate_scope(register, by=("sex",), linkages=1, unknown="dropped")


def test_lists_that_copy_are_one_origin_in_an_estimate(by_sex):
    _, register = whole()
    assert register.origins["archive"] == "observatory"
    assert "archive" not in by_sex.whole.lists
    assert "observatory" in by_sex.whole.lists


def test_the_same_seed_gives_the_same_draws_and_a_given_whole_is_kept(by_sex):
    _, register = whole()
    again = estimate_scope(register, by=("sex",), linkages=2, settings=QUICK, whole=by_sex.whole)
    assert again.to_dict() == by_sex.to_dict()


def test_kept_answers_are_those_that_would_be_given(by_sex, tmp_path):
    _, register = whole()
    cache = Cache(folder=tmp_path)
    for _ in range(2):
        found = estimate_scope(register, by=("sex",), linkages=2, settings=QUICK, cache=cache)
        assert found.to_dict() == by_sex.to_dict()
    assert len(list(tmp_path.iterdir())) == 3  # the whole, and two strata


def test_two_lists_are_not_estimable_and_say_why(tmp_path):
    made = Committee.found(tmp_path / "register")
    for key in ("north", "south"):
        made.declare(key)
        made.publish(key, "2012-05-01", ["1,Salim Qasim Haddad,m,31,2012-03-04,Homs,civilian,"])
    found = estimate_scope(made.link(), by=("status",), linkages=1)
    assert isinstance(found.whole, NotEstimable)
    assert found.whole.reason
    assert found.whole.reason_ar
    assert found.sum_of_strata is None
    assert found.no_sum_because is not None
    assert "not estimable" in found.summary()[0]


def test_a_scope_that_holds_nobody_is_not_estimable():
    _, register = whole()
    old = register.records.with_columns(
        pl.lit(30.0).alias("age_low"), pl.lit(30.0).alias("age_high")
    )
    nobody = Scope(conditions=(Condition(field="age", operator=">", number=140.0),))
    found = estimate_scope(replace(register, records=old), nobody, by=("sex",), linkages=2)
    assert isinstance(found.whole, NotEstimable)
    assert (found.whole.n_observed, found.strata, found.unplaced) == (0, {}, 0)
    assert found.whole.reason
    assert found.whole.reason_ar


def test_a_register_without_lists_is_not_estimable(tmp_path):
    empty = Committee.found(tmp_path / "register").link()
    found = estimate_scope(empty, by=("sex",))
    assert isinstance(found.whole, NotEstimable)
    assert found.whole.reason_ar
    assert (found.strata, found.sum_of_strata, found.unplaced) == ({}, None, 0)
    assert captures(empty.lines, empty.origins, by=("sex",)).height == 0


@pytest.mark.parametrize("linkages", [0, 9])
def test_no_more_linkages_than_the_register_drew(linkages):
    with pytest.raises(EstimateError, match="1 to 8"):
        estimate_scope(whole()[1], linkages=linkages)


def test_strata_that_are_none_are_refused():
    for by in (("list",), ("colour",)):
        with pytest.raises(ScopeError):
            estimate_scope(whole()[1], by=by, linkages=1, settings=QUICK)
