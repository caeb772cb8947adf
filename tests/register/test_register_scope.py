"""A scope is read from what a user types, in either language; what it is not is said."""

from datetime import date

import pytest

from tawthiq.errors import ScopeError
from tawthiq.register import Condition, Scope, parse_scope

PLACES = {("governorate", "الشمال"): "wr-north", ("governorate", "North"): "wr-north"}


def place_id(field, words):
    try:
        return PLACES[field, words]
    except KeyError:
        raise ScopeError(f"no {field} {words}") from None


def scope(*where, period=None):
    return parse_scope(where, period, place_id=place_id)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("status = civilian", Condition(field="status", operator="=", values=("civilian",))),
        ("status = مدني", Condition(field="status", operator="=", values=("civilian",))),
        ("sex=f", Condition(field="sex", operator="=", values=("female",))),
        ("sex != أنثى", Condition(field="sex", operator="!=", values=("female",))),
        ("age < 18", Condition(field="age", operator="<", number=18.0)),
        ("age>=60", Condition(field="age", operator=">=", number=60.0)),
        ("age_group = 15-17", Condition(field="age_group", operator="=", values=("15-17",))),
        ("age group = 15-17", Condition(field="age_group", operator="=", values=("15-17",))),
        (
            'governorate = "North"',
            Condition(field="governorate", operator="=", values=("wr-north",)),
        ),
        (
            "governorate = الشمال",
            Condition(field="governorate", operator="=", values=("wr-north",)),
        ),
        (
            "status in (civilian, مقاتل)",
            Condition(field="status", operator="=", values=("civilian", "fighter")),
        ),
    ],
)
def test_a_condition_is_read_in_either_language(text, condition):
    assert scope(text) == Scope(conditions=(condition,))


def test_conditions_joined_by_and_must_all_hold():
    assert len(scope("status = civilian and age < 18 AND sex = female").conditions) == 3
    assert scope("incident = 'fire and flood'").conditions[0].values == ("fire and flood",)


@pytest.mark.parametrize(
    ("period", "start", "stop"),
    [
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2012-03/2012-08", date(2012, 3, 1), date(2012, 8, 31)),
        ("2012-03/..", date(2012, 3, 1), None),
        ("../2012-08-15", None, date(2012, 8, 15)),
    ],
)
def test_a_period_takes_in_both_its_ends(period, start, stop):
    assert scope(period=period) == Scope(start=start, stop=stop)


@pytest.mark.parametrize(
    ("where", "period"),
    [
        (["colour = red"], None),
        (["civilian"], None),
        (["sex = maybe"], None),
        (["age = old"], None),
        (["age in (1, 2)"], None),
        (["status < civilian"], None),
        (["status in civilian"], None),
        (["status in ()"], None),
        (["governorate = Atlantis"], None),
        (["age_group = 1-3"], None),
        ([], "someday"),
        ([], "2012/2011"),
        ([], "2010/2011/2012"),
    ],
)
def test_what_is_not_understood_is_said_and_not_guessed(where, period):
    with pytest.raises(ScopeError):
        scope(*where, period=period)
