"""From a figure to a scope of the register, or the exact reason why there is none."""

from datetime import date

import pytest
from figures import figure, stated
from invented import Committee

from tawthiq.checks.scoping import ground_of, scope_of_figure
from tawthiq.checks.wholes import in_wholes
from tawthiq.checks.wording import labels
from tawthiq.fields import Gazetteer
from tawthiq.register import Condition, Scope

MAY = {"period": "2012-05"}
MAY_DAYS = {"start": date(2012, 5, 1), "stop": date(2012, 5, 31)}
ROWS = [
    "1,Salim Qasim Haddad,m,31,2012-05-04,Homs,civilian,",
    "2,Rima Yusuf Khalil,f,9,2012-05-09,Homs,civilian,",
    "3,Nabil Faris Darwish,m,40,2012-06-20,Hama,,",
]


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    made = Committee.found(tmp_path_factory.mktemp("ground") / "register")
    made.declare("north")
    made.publish("north", "2012-07-01", ROWS)
    return ground_of(made.link())


@pytest.fixture(scope="module")
def homs():
    return Gazetteer.default().resolve(governorate="Homs").governorate


def where(field, *values):
    return Condition(field=field, operator="=", values=values)


def test_what_where_when_and_whom_become_one_scope(ground, homs):
    said = figure("a", 40, category="civilian", place="Homs", place_id=homs, **MAY)
    found = scope_of_figure(said, ground)
    assert found.scope == Scope(
        conditions=(where("governorate", homs), where("status", "civilian")), **MAY_DAYS
    )
    assert (found.reasons, found.nearest, found.notes) == ((), None, ())


@pytest.mark.parametrize(
    ("category", "conditions", "note"),
    [
        ("child", [Condition(field="age", operator="<", number=18.0)], "child_age"),
        (
            "woman",
            [where("sex", "female"), Condition(field="age", operator=">=", number=18.0)],
            "woman_age",
        ),
        (
            "boy",
            [where("sex", "male"), Condition(field="age", operator="<", number=18.0)],
            "child_age",
        ),
        ("soldier", [where("status", "soldier")], None),
        ("elderly", [Condition(field="age", operator=">=", number=60.0)], "elderly_age"),
    ],
)
def test_a_category_is_status_sex_and_age_and_says_which_convention(
    ground, category, conditions, note
):
    found = scope_of_figure(figure("a", 4, category=category, **MAY), ground)
    assert list(found.scope.conditions) == conditions
    assert found.notes == ((note,) if note else ())


def test_a_running_total_is_counted_from_the_beginning_and_says_so(ground):
    found = scope_of_figure(figure("a", 4, as_of="2012-05-10", as_of_basis="inferred"), ground)
    assert found.scope == Scope(stop=date(2012, 5, 10))
    assert found.notes == ("from_the_beginning", "date_inferred")
    since = scope_of_figure(figure("a", 4, period="2012-05/..", as_of="2012-06-10"), ground)
    assert since.scope == Scope(start=date(2012, 5, 1), stop=date(2012, 6, 10))
    assert since.notes == ()


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({"counted": "displaced inside"}, ["not_deaths"]),
        ({"counted": None}, ["counted_not_said"]),
        ({"counted": "casualties"}, ["killed_and_injured"]),
        ({"per": "day"}, ["rate"]),
        ({"unit": "percent"}, ["share"]),
        ({"unit": "families"}, ["not_people"]),
        ({"low": None, "bound": "vague"}, ["value_vague"]),
        ({"low": None, "bound": "not known"}, ["value_not_known"]),
        ({"period": None}, ["period_not_given"]),
        ({"period": None, "period_words": "since the uprising"}, ["period_not_dated"]),
        ({"period": "2012-05/.."}, ["period_open"]),
        ({"period": "XXXX-05-04"}, ["year_missing"]),
        ({"period": "2012-21"}, ["date_not_understood"]),
        ({"period": "1999-05"}, ["no_list_covers_period"]),
        ({"place": "Nowhere"}, ["place_unknown"]),
        ({"place": "Idlib", "place_id": "sy-idlib"}, ["no_list_covers_place"]),
        ({"place": "Syria"}, []),
        ({"place": "سوريا"}, []),
        ({"place": "Syria", "place_id": "sy"}, []),
        ({"place": "Iraq"}, ["no_list_covers_place"]),
        ({"category": "journalist"}, ["category_not_in_register"]),
        ({"category": "security"}, ["category_not_in_register"]),
        ({"category": "child+woman"}, ["several_categories"]),
        ({"counted": "casualties", "period": None, "place": "Nowhere"},
         ["killed_and_injured", "place_unknown", "period_not_given"]),
    ],
    ids=str,
)  # fmt: skip
def test_every_reason_is_exact(ground, fields, reasons):
    said = {"low": 40, **MAY} | fields
    found = scope_of_figure(figure("a", **said), ground, date(2012, 7, 1))
    assert list(found.reasons) == reasons
    assert (found.scope is None) == bool(reasons)
    assert all(f"reason.{reason}" in labels() for reason in reasons)


def test_the_nearest_scope_leaves_out_only_what_cannot_be_compared(ground, homs):
    civilian = where("status", "civilian")
    in_may = scope_of_figure(figure("a", 4, category="journalist", **MAY), ground)
    assert in_may.nearest == Scope(**MAY_DAYS)
    undated = scope_of_figure(figure("a", 4, category="civilian"), ground, date(2012, 7, 1))
    assert undated.nearest == Scope(conditions=(civilian,), stop=date(2012, 7, 1))
    since = scope_of_figure(figure("a", 4, period="2012-05/.."), ground, date(2012, 6, 1))
    assert since.nearest == Scope(start=date(2012, 5, 1), stop=date(2012, 6, 1))
    town = Gazetteer.default().resolve(governorate="Homs", town="Talbiseh").town
    around = scope_of_figure(
        figure("a", 4, category="civilian", place="Talbiseh", place_id=town, **MAY), ground
    )
    assert around.reasons == ("no_list_covers_place",)
    assert around.nearest == Scope(conditions=(where("governorate", homs), civilian), **MAY_DAYS)


def test_what_counts_no_deaths_has_no_near_scope(ground):
    for fields in ({"counted": "injured"}, {"unit": "percent"}, {"per": "day"}):
        assert scope_of_figure(figure("a", 4, **MAY, **fields), ground).nearest is None


def test_a_category_that_no_record_gives_is_not_recorded(tmp_path):
    made = Committee.found(tmp_path / "register")
    made.declare("north")
    made.publish("north", "2012-07-01", ["1,Salim Qasim Haddad,m,,2012-05-04,Homs,,"])
    ground = ground_of(made.link())
    found = scope_of_figure(figure("a", 4, category="civilian", **MAY), ground)
    assert (found.reasons, found.nearest) == (("category_not_recorded",), Scope(**MAY_DAYS))
    women = scope_of_figure(figure("a", 4, category="woman", **MAY), ground)
    assert women.reasons == ("category_not_recorded",)
    assert women.nearest == Scope(conditions=(where("sex", "female"),), **MAY_DAYS)


def test_an_empty_register_covers_nothing(tmp_path):
    ground = ground_of(Committee.found(tmp_path / "register").link())
    found = scope_of_figure(figure("a", 4, **MAY), ground)
    assert (found.scope, found.reasons) == (None, ("no_list_covers_period",))


def test_a_day_without_deaths_between_days_with_some_is_covered(ground):
    quiet = scope_of_figure(figure("a", 4, period="2012-05-20"), ground)
    assert quiet.reasons == ()
    late = scope_of_figure(figure("a", 4, period="2012-06-21"), ground)
    assert late.reasons == ("no_list_covers_period",)


def test_a_part_lies_in_the_scope_of_its_total(ground, homs):
    """ "In May 900 civilians were killed in Homs, including 350 children": civilian children."""
    total = figure("all", 900, category="civilian", place="Homs", place_id=homs, **MAY)
    part = figure("part", 350, category="child", part_of="all")
    found = in_wholes(stated(total, part))["part"]
    scoping = scope_of_figure(found.figure, ground, within=found.within, inherits=found.inherits)
    assert scoping.scope == Scope(
        conditions=(
            where("governorate", homs),
            Condition(field="age", operator="<", number=18.0),
            where("status", "civilian"),
        ),
        **MAY_DAYS,
    )
    assert scoping.notes == ("child_age", "part_of_its_total")


def test_what_a_part_says_itself_stands(homs):
    total = figure("all", 900, category="child", place="Homs", place_id=homs, period="2012")
    girls = figure("girls", 350, category="girl", part_of="all", place="Hama", period="2012-05")
    alone = figure("alone", 3, category="civilian", part_of="gone")
    found = in_wholes(stated(total, girls, alone))
    assert found["girls"].figure == girls
    assert (found["girls"].within, found["girls"].inherits) == ((), False)
    assert found["alone"].figure == alone
    soldiers = figure("soldiers", 5, category="soldier", part_of="civilians")
    civilians = figure("civilians", 5, category="civilian", part_of="soldiers")
    assert in_wholes(stated(soldiers, civilians))["soldiers"].within == ()
