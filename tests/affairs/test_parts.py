"""Long lists in parts: what is left out is told, and the parts together are the whole."""

from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from saying import affairs, said, view

from tawthiq.affairs import Part, overview_of, page_of
from tawthiq.affairs.asof import standing
from tawthiq.affairs.listing import claims_of
from tawthiq.errors import NotFoundError
from tawthiq.statements import Statement, types

DAYS = (None, "2012", "2012-03", "2012-03-05", "2012-05-20", "2013-01-01")
DAY = st.sampled_from(DAYS)
BODY = st.sampled_from(["Wadi Council", "mill", "ridge", "Somebody"])
PLACE = st.sampled_from([None, "Wadi", "وادي", "Mill", "mill"])
KINDS = ("organisation", "membership", "gathering", "campaign", "aid", "displacement", "incident",
         "signature", "person")  # fmt: skip


@st.composite
def statement(draw: Any) -> dict[str, Any]:
    """One statement of a type that has a list of its own, or of one that has none."""
    kind = draw(st.sampled_from(KINDS))
    number = draw(st.integers(0, 4))
    stance = draw(st.sampled_from(["asserts", "asserts", "denies"]))
    fields: dict[str, Any] = {}
    match kind:
        case "organisation":
            fields = {"key": draw(st.sampled_from(["wadi", "mill", "ridge"])), "since": draw(DAY),
                      "name": draw(st.sampled_from(["Wadi Council", None])),
                      "area": draw(st.sampled_from([(), ("Wadi",)]))}  # fmt: skip
        case "person":
            fields = {"key": f"p{number}", "name": draw(st.sampled_from(["Zaid", "Salma"])),
                      "public": draw(st.booleans())}  # fmt: skip
        case "membership":
            member = draw(st.sampled_from(["wadi", "mill", "Some cell"]))
            whole = draw(st.sampled_from(["ridge", "The front"]))
            fields = {"member": member, "whole": whole, "since": draw(DAY),
                      "relation": draw(st.sampled_from(["part of", "member of"]))}  # fmt: skip
        case "gathering":
            fields = {"place": draw(PLACE), "when": draw(DAY)}
        case "campaign":
            fields = {"key": f"c{number}", "name": draw(st.sampled_from(["Week", "Month", None])),
                      "since": draw(DAY)}  # fmt: skip
        case "aid":
            fields = {"state": draw(st.sampled_from(["pledged", "diverted", None])),
                      "giver": draw(BODY), "when": draw(DAY)}  # fmt: skip
        case "displacement":
            measure = draw(st.sampled_from(["stock", "flow"]))
            when = {"stock": "when", "flow": "since"}[measure]
            fields = {"measure": measure, "place": draw(PLACE), when: draw(DAY),
                      "value_low": number, "value_high": number}  # fmt: skip
        case "incident":
            fields = {"key": f"i{number}", "when": draw(DAY), "place": draw(PLACE)}
        case "signature":
            fields = {"charter": "code", "signatory": draw(BODY), "when": draw(DAY)}
    by = draw(st.sampled_from(["observatory", "ministry"]))
    return said(kind, by=by, stance=stance, **fields)


def rows_by_table(page) -> dict[str, list[Any]]:
    """The rows of each table as text, under headings: a part has the columns that its rows need."""
    return {
        table.code: [
            {
                heading: cell if isinstance(cell, int) else getattr(cell, "text", cell)
                for heading, cell in zip(table.columns, row, strict=True)
                if cell not in (None, "")
            }
            for row in table.rows
        ]
        for table in page.tables
    }


@settings(deadline=None)
@given(
    statements=st.lists(statement(), min_size=1, max_size=14),
    on=st.sampled_from([None, date(2012, 3, 5), date(2012, 12, 1)]),
    kind=st.sampled_from(KINDS),
    size=st.integers(1, 4),
    named=st.booleans(),
)
def test_the_parts_of_a_list_are_together_the_list(statements, on, kind, size, named):
    whole_view = view(*statements, on=on, named=named)
    whole = rows_by_table(overview_of(whole_view, kind))
    most = max([1, *(-(-len(rows) // size) for rows in whole.values())])
    together: dict[str, list[Any]] = {}
    for number in range(1, most + 1):
        page = overview_of(replace(whole_view, part=Part(number=number, size=size)), kind)
        for code, rows in rows_by_table(page).items():
            assert len(rows) <= size
            together.setdefault(code, []).extend(rows)

    def counted(rows):
        return sorted(map(repr, rows))  # what bears one name may stand in another order

    assert {code: counted(rows) for code, rows in together.items() if rows} == {
        code: counted(rows) for code, rows in whole.items() if rows
    }


@settings(deadline=None)
@given(
    statements=st.lists(statement(), min_size=1, max_size=14),
    breaches=st.integers(0, 3),
    on=st.sampled_from([None, date(2012, 3, 5)]),
    size=st.integers(1, 4),
    named=st.booleans(),
)
def test_the_parts_of_a_page_are_together_the_page(statements, breaches, on, size, named):
    code = said("charter", key="code", name="Code")
    broken = [said("violation", key=f"v{one}", charter="code") for one in range(breaches)]
    whole_view = view(code, *statements, *broken, on=on, named=named)
    for thing in whole_view.affairs.things():
        whole = rows_by_table(page_of(whole_view, thing))
        most = max([1, *(-(-len(rows) // size) for rows in whole.values())])
        together: dict[str, list[Any]] = {}
        for number in range(1, most + 1):
            part = replace(whole_view, part=Part(number=number, size=size))
            for code, rows in rows_by_table(page_of(part, thing)).items():
                assert len(rows) <= size
                together.setdefault(code, []).extend(rows)
        assert {code: rows for code, rows in together.items() if rows} == {
            code: rows for code, rows in whole.items() if rows
        }
        if any(len(rows) > size for rows in whole.values()):
            with pytest.raises(NotFoundError, match=f"{most} pages"):
                page_of(replace(whole_view, part=Part(number=most + 1, size=size)), thing)


def test_a_part_of_a_page_says_how_to_see_the_rest():
    signed = (said("signature", charter="code", signatory=f"Unit {at}") for at in range(3))
    code = said("charter", key="code", name="Code", since="2012-08-01")
    shown = view(code, *signed, on=date(2013, 1, 1))
    page = page_of(replace(shown, part=Part(size=2)), shown.affairs.thing("code"))
    (table,) = (one for one in page.tables if one.code == "signatories")
    assert len(table.rows) == 2
    assert table.note is not None
    assert "Rows 1 to 2 of 3. The next: `tawthiq asof 2013-01-01 code --page 2`" in table.note
    assert len(page.data["signatories"]) == 3


@settings(deadline=None)
@given(statements=st.lists(statement(), min_size=1, max_size=10), on=st.sampled_from(DAYS[3:]))
def test_what_the_file_finds_standing_is_what_stands(statements, on):
    """The comparison of days in SQL, held to the plain one."""
    found = affairs(*statements)
    day = date.fromisoformat(on)
    for kind in KINDS:
        plain = [one.id for one in found.of_type(kind) if standing(one.said, day) != "no"]
        assert [one.id for one in claims_of(found, kind, on=day).rows] == plain


@settings(deadline=None)
@given(
    since=st.sampled_from([None, "2012", "2012-03", "2012-03-05", "../2012-03", "2012-04/.."]),
    until=st.sampled_from([None, "2012", "2012-03", "2012-03-05"]),
    on=st.dates(date(2011, 12, 30), date(2013, 1, 2)),
)
def test_periods_stand_in_the_file_as_they_do_by_the_rule(since, until, on):
    if since == "2012-04/.." and until in ("2012-03", "2012-03-05"):
        until = None  # refused at entry: it ends before it begins
    found = affairs(said("membership", member="a", whole="b", since=since, until=until))
    (claim,) = found.of_type("membership")
    held = claims_of(found, "membership", on=on).of == 1
    assert held == (standing(claim.said, on) != "no")


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "Rows 3 to 4 of 5. The next: `tawthiq things gathering --as-of 2013-01-01 "
               "--page 3`; all: `tawthiq things gathering --as-of 2013-01-01 --all`"),
        ("ar", "الصفوف من ٣ إلى ٤ من أصل ٥. التالي: `tawthiq things gathering --as-of 2013-01-01 "
               "--page 3`؛ والكل: `tawthiq things gathering --as-of 2013-01-01 --all`"),
    ],
)  # fmt: skip
def test_a_part_says_how_many_there_are_and_how_to_see_them(language, note):
    gatherings = [
        said("gathering", when=f"2012-05-{day:02}", place="Wadi") for day in range(5, 0, -1)
    ]
    shown = view(*gatherings, language=language, on=date(2013, 1, 1))
    (table,) = overview_of(replace(shown, part=Part(number=2, size=2)), "gathering").tables
    assert (table.note, len(table.rows)) == (note, 2)
    (last,) = overview_of(replace(shown, part=Part(number=3, size=2)), "gathering").tables
    assert "--page" not in last.note
    assert shown.number(5) in last.note
    with pytest.raises(NotFoundError, match="3 pages"):
        overview_of(replace(shown, part=Part(number=4, size=2)), "gathering")
    (whole,) = overview_of(replace(shown, part=Part(size=5)), "gathering").tables
    assert whole.note is None


def test_a_part_for_machines_says_so_and_the_whole_does_not():
    shown = view(*(said("signature", charter="code", signatory=f"Unit {at}") for at in range(3)))
    page = overview_of(replace(shown, part=Part(size=2)), "signature").to_dict()
    assert page["parts"] == {"signature": {"rows_before": 0, "rows_in_all": 3}}
    assert "parts" not in overview_of(shown, "signature").to_dict()


def test_a_calendar_shows_the_whole_of_a_list_that_is_cut():
    shown = view(*(said("gathering", when=f"2012-05-0{day}", place="Wadi") for day in (1, 2, 3)))
    page = overview_of(replace(shown, part=Part(size=1)), "gathering")
    assert len(page.tables[0].rows) == 1
    (calendar,) = page.charts
    assert len(calendar.spots) == 3
    assert not overview_of(replace(shown, plots=False), "gathering").charts


def test_doubts_that_are_left_out_are_counted():
    units = [said("organisation", key=f"unit-{at}", name=f"Unit {at}") for at in range(3)]
    code = said("charter", key="code", name="Code", since="2012-08-01")
    early = [
        said("signature", charter="code", signatory=f"unit-{at}", when="2012-07-01")
        for at in range(3)
    ]
    shown = view(*units, code, *early)
    page = overview_of(replace(shown, part=Part(size=2)), "organisation")
    assert len(page.doubts) == 2
    assert page.notes[-1] == "Doubts 1 to 2 of 3. All: `tawthiq doubts`"
    assert page.to_dict()["parts"]["doubts"] == {"rows_before": 0, "rows_in_all": 3}


@settings(deadline=None)
@given(statements=st.lists(statement(), min_size=1, max_size=10))
def test_asking_of_many_things_at_once_is_asking_of_each(statements):
    found = affairs(*statements)
    keys = [one.key for one in found.things()]
    for fields, kinds in (((), ()), (("key",), ()), ((), ("membership", "aid"))):
        each = {key: found.about(key, *fields, kinds=kinds) for key in keys}
        assert found.about_each([*keys, "none"], *fields, kinds=kinds) == {
            key: claims for key, claims in each.items() if claims
        }
    counted = {key: len(found.about(key)) for key in keys}
    assert found.how_many_about(keys) == counted


@pytest.mark.parametrize("kind", types().values(), ids=lambda kind: kind.__name__)
def test_what_is_left_out_of_the_file_is_read_back_as_empty(kind: type[Statement]):
    """The file leaves out None and (): no field may mean anything else by being absent."""
    for field in msgspec.structs.fields(kind):
        may_be_none = type(None) in getattr(field.type, "__args__", ())
        assert not may_be_none or field.default is None, field.name
        if getattr(field.type, "__origin__", None) is tuple:
            assert field.default == (), field.name


def test_a_register_in_which_nothing_is_said_has_a_file_with_nothing_in_it():
    page = overview_of(view(), "gathering")
    assert [row for table in page.tables for row in table.rows] == []
