"""An invented conflict is of use only if its truth is true: what lists show, and who is meant."""

from collections import Counter
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tawthiq.simulate import (
    Conflict,
    ErrorRates,
    SimulatedVersion,
    SimulationSettings,
    simulate_conflict,
)
from tawthiq.simulate.defaults import ARCHIVE, CENTRE, COMMITTEE, MINISTRY, OBSERVATORY

NO_ERRORS = ErrorRates(
    **{name: 0.0 for name in ErrorRates.__slots__ if name != "missing"}, missing={}
)


@pytest.fixture(scope="module")
def conflict() -> Conflict:
    return simulate_conflict(SimulationSettings(deaths=3_000, seed=5))


def every_version(conflict: Conflict) -> list[SimulatedVersion]:
    return [version for one in conflict.lists.values() for version in one.versions]


def named(version: SimulatedVersion) -> pl.DataFrame:
    """Rows of named people: the list's cells, who is meant, and the truth about them."""
    return pl.concat([version.truth, version.frame], how="horizontal").filter(
        pl.col("kind") == "named"
    )


def test_as_many_die_as_asked_for_each_once_and_in_order_of_death(conflict):
    assert conflict.people["true_id"].to_list() == list(range(1, 3_001))
    assert conflict.people["death"].is_sorted()
    assert conflict.people["death"].is_between(date(2011, 3, 1), date(2013, 2, 28)).all()
    assert (conflict.people["birth"] < conflict.people["death"]).all()
    assert conflict.people["age"].is_between(0, 100).all()


def test_every_row_of_every_version_knows_who_it_speaks_of(conflict):
    for version in every_version(conflict):
        truth = version.truth
        assert len(truth) == len(version.frame) > 0
        assert truth["row"].to_list() == list(range(2, len(truth) + 2))
        assert truth["line"].is_unique().all()
        people = truth.filter(pl.col("kind") == "named")["true_id"]
        assert people.is_between(1, 3_000).all()
        assert (truth.filter(pl.col("kind") == "unnamed")["true_id"].is_null()).all()


def test_each_list_names_about_the_share_of_the_dead_it_is_set_to(conflict):
    for one in conflict.lists.values():
        share = one.truth["true_id"].n_unique() / 3_000
        assert share == pytest.approx(one.settings.coverage, abs=0.035), one.key


def test_lists_overlap_more_than_chance_where_the_dead_differ_in_visibility():
    """Two lists with nothing else in common: only the latent visibility ties them together."""
    plain = {"status_effect": {}, "size_effect": 0.0, "blind": (), "start_month": 0, "loading": 1.0}
    two = tuple(replace(one, coverage=0.3, **plain) for one in (OBSERVATORY, CENTRE))

    def excess(heterogeneity: float) -> float:
        conflict = simulate_conflict(
            SimulationSettings(deaths=8_000, heterogeneity=heterogeneity, lists=two)
        )
        a, b = (set(one.truth["true_id"].drop_nulls()) for one in conflict.lists.values())
        return len(a & b) / (len(a) * len(b) / 8_000)

    assert excess(2.5) > excess(0.0) + 0.4


def test_a_list_sees_nothing_where_it_is_blind_nor_before_it_began(conflict):
    where = dict(conflict.people.select("true_id", "governorate").iter_rows())
    when = dict(conflict.people.select("true_id", "death").iter_rows())
    committee = conflict.lists["committee"]
    seen = {where[true_id] for true_id in named(committee.versions[0])["true_id"]}
    assert seen == {"wr-01", "wr-02", "wr-03", "wr-04"}
    assert min(when[i] for i in named(conflict.lists["centre"].versions[0])["true_id"]) >= date(
        2011, 6, 1
    )


def test_nobody_stands_in_a_version_released_before_their_death(conflict):
    when = dict(conflict.people.select("true_id", "death").iter_rows())
    for version in every_version(conflict):
        assert max(when[i] for i in named(version)["true_id"]) < version.released


def test_the_copying_list_shows_the_very_people_of_the_rows_it_copied(conflict):
    archive = conflict.lists["archive"].versions[0]
    first = conflict.lists["observatory"].versions[0].truth
    copied = archive.truth.filter(pl.col("copied_line").is_not_null())
    assert len(copied) == pytest.approx(0.8 * len(archive.truth), rel=0.1)
    both = copied.join(first, left_on="copied_line", right_on="line", suffix="_first", how="left")
    assert both["true_id"].eq_missing(both["true_id_first"]).all()
    assert both["kind"].equals(both["kind_first"].alias("kind"))
    own = archive.truth.filter(pl.col("copied_line").is_null())
    assert not set(own["true_id"].drop_nulls()) & set(copied["true_id"].drop_nulls())


def test_a_copy_takes_over_the_errors_of_what_it_copies():
    """The copier makes none of its own here: a name it copied is the first list's, as written."""
    copier = replace(ARCHIVE, errors=NO_ERRORS, habit=OBSERVATORY.habit, coverage=0.25)
    careless = replace(OBSERVATORY, errors=replace(OBSERVATORY.errors, slip=0.5))
    conflict = simulate_conflict(SimulationSettings(deaths=800, lists=(careless, copier)))
    source = conflict.lists["observatory"].versions[0]
    written = dict(zip(source.truth["line"], source.frame["الاسم الكامل"], strict=True))
    copy = conflict.lists["archive"].versions[0]
    rows = zip(copy.truth["copied_line"], copy.frame["اسم الشهيد"], strict=True)
    taken = [(written[line], name) for line, name in rows if line is not None]
    assert len(taken) > 100
    assert all(first == again for first, again in taken)


def test_a_later_version_adds_changes_and_withdraws_just_what_it_says(conflict):
    for key in ("observatory", "centre"):
        one = conflict.lists[key]
        before, after = one.versions
        old, new = (dict(zip(v.truth["line"], v.frame.rows(), strict=True)) for v in one.versions)
        assert set(old) - set(new) == set(after.withdrawn)
        assert after.withdrawn
        assert before.withdrawn == ()
        change = dict(after.truth.select("line", "change").iter_rows())
        assert {line for line, what in change.items() if what == "added"} == set(new) - set(old)
        assert {line for line in new.keys() & old.keys() if new[line] != old[line]} == {
            line for line, what in change.items() if what == "changed"
        }
        assert set(change.values()) == {"added", "changed", "same"}


def test_a_clean_list_has_nobody_twice_and_others_have_somebody(conflict):
    assert not conflict.lists["committee"].truth["duplicate"].any()
    assert named(conflict.lists["committee"].versions[0])["true_id"].is_unique().all()
    assert conflict.lists["observatory"].truth["duplicate"].any()


def test_number_only_rows_speak_of_victims_the_list_names_nowhere_else(conflict):
    rows = 0
    for key in ("observatory", "ministry", "centre", "committee"):
        version = conflict.lists[key].versions[-1]
        names = set(version.truth["true_id"].drop_nulls())
        for number, members in (
            version.truth.filter(pl.col("kind") == "unnamed")
            .select("number", "members")
            .iter_rows()
        ):
            rows += 1
            assert number == len(set(members)) >= 2
            assert not set(members) & names
            assert conflict.people.filter(pl.col("true_id").is_in(members))["death"].n_unique() == 1
    assert rows > 5


def test_children_bear_their_fathers_and_grandfathers_names(conflict):
    people = conflict.people
    homes = people.filter(pl.len().over("household") > 1)
    fathers = homes.filter(
        (pl.col("sex") == "male") & (pl.col("age") == pl.col("age").max().over("household"))
    )
    pairs = fathers.join(homes, on="household", suffix="_child").filter(
        (pl.col("true_id") != pl.col("true_id_child"))
        & (pl.col("given_ar") == pl.col("father_ar_child"))
        & (pl.col("family_ar") == pl.col("family_ar_child"))
        & (pl.col("mother_ar") != pl.col("mother_ar_child"))  # an elder brother named so
    )
    assert len(pairs) > 50
    assert (pairs["father_ar"] == pairs["grandfather_ar_child"]).mean() > 0.95
    assert (pairs["age"] - pairs["age_child"]).min() > 16


def test_siblings_who_died_together_have_different_given_names(conflict):
    children = conflict.people.filter(
        pl.struct(
            "household", "father_ar", "grandfather_ar", "mother_ar", "family_ar"
        ).is_duplicated()
    )
    assert len(children) > 50
    assert not children.select(
        pl.struct("household", "father_ar", "mother_ar", "given_ar").is_duplicated().any()
    ).item()


def test_names_are_heavy_tailed_as_in_real_registers(conflict):
    men = conflict.people.filter(pl.col("sex") == "male")["given_ar"]
    counts = Counter(men)
    assert 0.05 < counts.most_common(1)[0][1] / len(men) < 0.15
    assert len(counts) > 100


def test_who_fights_is_mostly_young_and_male_and_children_are_civilians(conflict):
    fighters = conflict.people.filter(pl.col("status") == "fighter")
    assert (fighters["sex"] == "male").mean() > 0.9
    assert 22 < fighters["age"].median() < 30
    assert set(conflict.people.filter(pl.col("age") < 15)["status"]) == {"civilian"}


def test_without_errors_a_list_writes_exactly_what_is_true():
    """Names stand in the list's own hand, so they are held against the parts of the truth."""
    habit = replace(OBSERVATORY.habit, ibn=0.0)
    exact = replace(OBSERVATORY, errors=NO_ERRORS, habit=habit, date_style="iso", changed=0.0)
    conflict = simulate_conflict(SimulationSettings(deaths=1_000, lists=(exact,)))
    rows = named(conflict.lists["observatory"].versions[-1]).join(conflict.people, on="true_id")
    assert (rows["الاسم الكامل"] == rows["name_ar"]).all()
    assert (rows["تاريخ الوفاة"] == rows["death"].cast(pl.String)).all()
    assert (rows["الجنس"] == rows["sex"].replace({"male": "ذكر", "female": "أنثى"})).all()
    grown = rows.filter(pl.col("age") >= 1.01)
    assert (grown["العمر"].cast(pl.Int64) == grown["age"].floor().cast(pl.Int64)).mean() > 0.99


def test_errors_of_each_kind_occur_about_as_often_as_set():
    errors = replace(NO_ERRORS, title=0.2, missing={"age": 0.3})
    one = replace(OBSERVATORY, errors=errors, changed=0.0)
    version = (
        simulate_conflict(SimulationSettings(deaths=4_000, lists=(one,)))
        .lists["observatory"]
        .versions[-1]
    )
    rows = named(version)
    assert rows["العمر"].is_null().mean() == pytest.approx(0.3, abs=0.04)
    titled = rows["الاسم الكامل"].str.contains("^(?:الشهيد|الشهيدة|الطفل|الطفلة) ")
    assert titled.mean() == pytest.approx(0.2, abs=0.04)


def test_a_list_romanises_by_habit_not_by_chance():
    """With no errors, one Arabic name has one Latin spelling on the whole list."""
    one = replace(COMMITTEE, errors=NO_ERRORS, blind=())
    conflict = simulate_conflict(SimulationSettings(deaths=2_000, lists=(one,)))
    rows = named(conflict.lists["committee"].versions[0])
    spellings: dict[str, set[str]] = {}
    for arabic, latin in zip(rows["Name (Arabic)"], rows["Name"], strict=True):
        spellings.setdefault(arabic, set()).add(latin)
    assert len(spellings) > 300
    assert all(len(each) == 1 for each in spellings.values())


def test_lam_alef_damage_swaps_the_two_letters():
    errors = replace(NO_ERRORS, lam_alef=1.0)
    one = replace(OBSERVATORY, errors=errors, habit=replace(OBSERVATORY.habit, ibn=0.0), changed=0)
    conflict = simulate_conflict(SimulationSettings(deaths=1_000, lists=(one,)))
    rows = named(conflict.lists["observatory"].versions[-1]).join(conflict.people, on="true_id")
    hit = rows.filter(pl.col("name_ar").str.contains("بلال", literal=True))
    assert len(hit) > 3
    assert hit["الاسم الكامل"].str.contains("بالل", literal=True).all()


def test_unreadable_cells_are_there_to_be_set_aside(conflict):
    cells = conflict.lists["centre"].frame
    assert (cells["Date of death"].str.starts_with("31/02/")).any()
    assert (
        cells["Age"].is_in(["400", "-5"]).any()
        or conflict.lists["observatory"].frame["العمر"].is_in(["400", "-5"]).any()
    )


def test_the_same_settings_give_the_same_conflict_and_another_seed_another():
    small = SimulationSettings(deaths=300, seed=3)
    one, again = simulate_conflict(small), simulate_conflict(small)
    assert_frame_equal(one.people, again.people)
    for key in one.lists:
        for a, b in zip(one.lists[key].versions, again.lists[key].versions, strict=True):
            assert_frame_equal(a.frame, b.frame)
            assert_frame_equal(a.truth, b.truth)
    other = simulate_conflict(replace(small, seed=4))
    assert not one.people.equals(other.people)


def test_changing_one_list_leaves_the_dead_and_the_other_lists_alone():
    two = simulate_conflict(SimulationSettings(deaths=400, lists=(OBSERVATORY, MINISTRY)))
    changed = simulate_conflict(
        SimulationSettings(deaths=400, lists=(replace(OBSERVATORY, coverage=0.2), MINISTRY))
    )
    assert_frame_equal(two.people, changed.people)
    assert_frame_equal(two.lists["ministry"].frame, changed.lists["ministry"].frame)


def test_light_tables_hold_names_sex_age_date_and_place_only():
    conflict = simulate_conflict(SimulationSettings(deaths=300, light=True))
    assert conflict.lists["centre"].frame.columns == [
        "Full name", "Sex", "Age", "Date of death", "Governorate", "Town",
    ]  # fmt: skip
    assert "mother_ar" not in conflict.people.columns


def test_progress_is_told_up_to_the_end():
    told = []
    simulate_conflict(
        SimulationSettings(deaths=50, lists=(OBSERVATORY,)), lambda *step: told.append(step)
    )
    assert [done for _, done, _ in told] == [0, 1, 2]
    assert {total for _, _, total in told} == {2}


def test_the_country_lies_in_the_open_ocean(conflict):
    """South Atlantic, far from any coast: nobody can take it for a real place."""
    gazetteer = pl.read_csv(conflict.gazetteer_csv)
    assert gazetteer["lat"].is_between(-33, -26).all()
    assert gazetteer["lon"].is_between(-26, -17).all()
    assert gazetteer["id"].is_unique().all()
    parents = set(gazetteer["parent"].drop_nulls()) - {""}
    assert parents <= set(gazetteer["id"])
    for column in ("governorate", "town", "origin_town"):
        assert set(conflict.people[column]) <= set(gazetteer["id"])


@settings(max_examples=8, deadline=None)
@given(
    settings=st.builds(
        SimulationSettings,
        deaths=st.integers(10, 120),
        seed=st.integers(0, 2**40),
        months=st.integers(7, 30),
        heterogeneity=st.floats(0, 4),
        errors=st.floats(0, 5),
        massacre_share=st.floats(0, 1),
        family_share=st.floats(0, 0.8),
        lists=st.just(
            (replace(OBSERVATORY, releases=(date(2012, 1, 1), date(2014, 1, 1))), ARCHIVE)
        ),
    )
)
def test_any_settings_give_a_conflict_whose_lists_speak_of_its_dead(settings):
    conflict = simulate_conflict(settings)
    assert len(conflict.people) == settings.deaths
    for version in every_version(conflict):
        assert len(version.frame) == len(version.truth)
        ids = set(version.truth["true_id"].drop_nulls())
        assert ids <= set(range(1, settings.deaths + 1))
        name = version.frame.to_series(1 if "الرقم" in version.frame.columns else 0)
        assert name.is_not_null().all()
