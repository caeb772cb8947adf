"""Many scopes at once are counted as each is alone."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from lines import DAYS, PLACES, SEXES, line, lines, registers

from tawthiq.counts import count, count_many, lines_in
from tawthiq.register import Condition, Scope

CONDITIONS = [
    Condition(field="sex", operator="=", values=(SEXES[0],)),
    Condition(field="sex", operator="!=", values=(SEXES[1],)),
    Condition(field="governorate", operator="=", values=(PLACES[0],)),
    Condition(field="age", operator="<", number=18.0),
    Condition(field="age", operator=">=", number=18.0),
]


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    first, last = sorted((draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))))
    return Scope(
        conditions=tuple(draw(st.lists(st.sampled_from(CONDITIONS), max_size=2, unique=True))),
        start=draw(st.sampled_from([None, date.fromisoformat(first)])),
        stop=draw(st.sampled_from([None, date.fromisoformat(last)])),
    )


@given(registers(), st.lists(scopes(), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_each_scope_is_counted_as_if_it_were_alone(frame, wanted):
    found = count_many(frame, wanted)
    assert set(found) == set(wanted)
    for scope in wanted:
        alone = count(frame, scope).total
        many = found[scope]
        assert (many.minimum, many.linked, many.maximum) == tuple(alone.values())
        inside = lines_in(frame, scope).group_by("list").len().sort("list")
        assert dict(many.records) == dict(inside.iter_rows())


def test_no_scope_and_no_line_are_answers_too():
    assert count_many(lines(line(1)), []) == {}
    nobody = count_many(lines(line(1)).clear(), [Scope()])[Scope()]
    assert (nobody.minimum, nobody.linked, nobody.maximum, nobody.records) == (0, 0, 0, {})


def test_progress_ends_with_all_distinct_scopes_done():
    told = []
    frame = lines(line(1, sex="male"), line(2, sex="female"))
    wanted = [Scope(), Scope(conditions=(CONDITIONS[0],)), Scope()]
    count_many(frame, wanted, lambda what, done, total: told.append((what, done, total)))
    assert (told[0], told[-1]) == (("counting", 0, 2), ("counting", 2, 2))
