"""A template, filled and read back, gives the statement: for every type, label and kind of file."""

import io

import pytest
from filling import cell_of, csv_of, expected, filled, json_of, xlsx_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tawthiq.errors import StatementError
from tawthiq.forms import explain, read_file, template_csv, template_of, template_xlsx
from tawthiq.forms.slots import slots_of
from tawthiq.statements import Statement, label_of_type, types

OURS = [name for name, kind in types().items() if kind.__module__.startswith("tawthiq.statements.")]
LANGUAGES = (None, "en", "ar")
FILES = {"csv": csv_of, "xlsx": xlsx_of, "json": json_of}


@pytest.mark.parametrize("name", OURS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_template_filled_and_read_back_gives_the_statement(name, data):
    values = data.draw(filled(name))
    language = data.draw(st.sampled_from(LANGUAGES))
    kind = data.draw(st.sampled_from(sorted(FILES)))
    slots = slots_of(name)
    fields = template_of(name)
    row = [
        cell_of(slots[one], values[one], name, language) if one in values else "" for one in fields
    ]
    content = FILES[kind](list(template_of(name, language)), [row])
    try:
        said = read_file(content, f"filled.{kind}", label_of_type(name, language or "en"))
    except StatementError as error:
        assert "no row makes a statement" in str(error)  # noqa: PT017 - the other branch is a law
        assert expected(name, values, document="0" * 64, text="x", span=(0, 1)) is None
        return
    (one,) = said.statements
    assert one == expected(
        name, values, document=said.document, text=said.text, span=(one.start, one.end)
    )
    assert one.proposer == "person"
    assert said.text[one.start : one.end] == one.quote
    assert said.set_aside == ()


@pytest.mark.parametrize("name", OURS)
def test_a_template_has_every_field_that_a_person_fills(name):
    made = {"id", "start", "end", "quote", "proposer", "doubt", "item"}
    assert set(template_of(name)) == set(types()[name].__struct_fields__) - made
    for language in LANGUAGES:
        columns = template_of(name, language)
        assert len(set(columns)) == len(columns)
        assert template_csv(name, language).count("\n") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_holds_the_template_and_is_read_when_filled(language):
    content = template_xlsx("charter", language)
    assert content == template_xlsx("charter", language)
    (name,) = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name)
    assert tuple(sheet.to_python()[0]) == template_of("charter", language)
    with pytest.raises(StatementError, match="there is none below the header"):
        read_file(content, "charter.xlsx", "charter")


def test_what_each_column_takes_is_said_in_both_languages():
    for name in OURS:
        for arabic, english in zip(explain(name, "ar"), explain(name, "en"), strict=True):
            assert arabic.field == english.field
            assert arabic.takes != english.takes
            assert arabic.label != english.label
            assert arabic.help
            assert english.help


def test_a_field_that_names_a_thing_says_of_which_types():
    refers = {one.field: one.refers for one in explain("signature", "en")}
    assert refers["charter"] == ("charter",)
    assert refers["signatory"] == ("organisation", "person")
    assert refers["when"] is None
    assert {one.field: one.refers for one in explain("dispute", "en")}["about"] == ()


def test_the_lowest_and_the_highest_can_be_given_as_one_range():
    said = {one.field: one for one in explain("gathering", "en")}
    assert not said["number"].in_template
    assert "40-50" in said["number"].takes


def test_a_type_is_found_by_its_name_or_label():
    assert template_of("Thread item") == template_of("thread-item") == template_of("تعليق")
    with pytest.raises(StatementError, match=r"no type 'chartr'. Types: .*charter"):
        template_of("chartr")


def test_a_type_that_is_added_later_has_its_form_at_once():
    class Fuel(Statement, frozen=True, kw_only=True, tag="fuel of a test"):
        DATES = Statement.DATES | {"burnt"}
        LABELS = {  # noqa: RUF012 - msgspec takes it for what it is: no field
            "type": {"en": "fuel", "ar": "وقود"},
            "burnt": {"en": "burnt on", "ar": "احترق في"},
            "kind=diesel": {"en": "diesel", "ar": "مازوت"},
        }
        burnt: str | None = None
        kind: str | None = None
        litres_low: int | None = None
        litres_high: int | None = None
        shares: dict[str, float] | None = None

    assert template_of("وقود", "ar")[:2] == ("احترق في", "الصنف")
    content = 'احترق في,kind,litres,shares\n٢٣ آب ٢٠١٢,مازوت,٤٠-٥٠,"{""a"": 1.5}"\n'.encode()
    (one,) = read_file(content, "fuel.csv", "fuel").statements
    assert isinstance(one, Fuel)
    assert (one.burnt, one.kind, one.litres_low, one.litres_high, one.shares) == (
        "2012-08-23", "diesel", 40, 50, {"a": 1.5},
    )  # fmt: skip
