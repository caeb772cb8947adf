"""Figures of texts in the report: only what comes from closed lists, so that it names nobody."""

import json
from dataclasses import replace

import polars as pl
import pytest
from sample_data import sample

from tawthiq.fields import Gazetteer
from tawthiq.publish import SaidFigures
from tawthiq.publish.report import render_report
from tawthiq.publish.said import MOST, figures_said
from tawthiq.register.statements import STATEMENT_COLUMNS

SOURCES = pl.DataFrame(
    {
        "key": ["observatory", "ministry"],
        "name": ["The Valley Observatory", "وزارة الوادي"],
        "name_other": ["مرصد الوادي", None],
    }
)


def table(*rows: dict[str, object]) -> pl.DataFrame:
    """Rows of figures: fields, with the columns of their own where they are named."""
    own = set(STATEMENT_COLUMNS)
    usual = {"type": "figure", "source": "observatory", "status": "proposed", "quote": "Salim 40"}
    made = []
    for number, row in enumerate(rows):
        fields = {name: value for name, value in row.items() if name not in own}
        columns = usual | {name: value for name, value in row.items() if name in own}
        made.append(
            columns | {"id": f"f-{number}", "document": "a" * 64, "fields": json.dumps(fields)}
        )
    return pl.DataFrame(made, schema=dict(STATEMENT_COLUMNS))


def said(*rows: dict[str, object]) -> SaidFigures:
    return figures_said(table(*rows), SOURCES, Gazetteer.default())


def test_a_figure_is_said_in_both_languages():
    place = Gazetteer.default().place("sy-homs")
    (one,) = said(
        {"value_low": 40, "bound": "at least", "counted": "deaths", "category": "child+woman",
         "unit": "people", "place": "Homs", "place_id": place.id, "period": "2012-08-23",
         "attributed_to": "مرصد الوادي"}
    ).figures  # fmt: skip
    assert one.value == {"en": "at least 40", "ar": "40 على الأقل"}
    assert one.counted == {"en": "deaths", "ar": "وفيات"}
    assert one.category == {"en": "child + woman", "ar": "طفل + امرأة"}
    assert one.place == {"en": place.name_en, "ar": place.name_ar}
    assert one.speaker == {"en": "The Valley Observatory", "ar": "مرصد الوادي"}
    assert (one.when, one.speaker_withheld, one.place_withheld) == ("2012-08-23", False, False)


NAME = "Salim Haddad"


@pytest.mark.parametrize(
    "field",
    ["attributed_to", "role", "reported_by", "holder", "place", "place_id", "hedge", "unit", "per",
     "counted", "category", "period", "period_words", "as_of", "share_of", "status_of", "quote"],
)  # fmt: skip
def test_no_name_passes_whatever_field_it_stands_in(field):
    for bound in ("exact", "vague"):
        low = 40 if bound == "exact" else None
        found = said({"value_low": low, "bound": bound} | {field: NAME})
        assert len(found.figures) == 1
        assert NAME not in repr(found)
        assert NAME not in render_report(replace(sample(), said=found))


def test_what_is_withheld_is_said_to_be():
    (one,) = said({"value_low": 1, "attributed_to": NAME, "place": NAME}).figures
    assert (one.speaker, one.place) == (None, None)
    assert (one.speaker_withheld, one.place_withheld) == (True, True)
    page = render_report(replace(sample(), said=SaidFigures(figures=(one,))))
    assert "named, not repeated here" in page
    assert "مذكور ولا يُعاد هنا" in page


@pytest.mark.parametrize(
    ("status", "shown"), [("proposed", False), ("rejected", False), ("confirmed", True)]
)
def test_a_body_may_be_named_once_a_person_has_confirmed_that_it_is_one(status, shown):
    """A grammar may take a person for a body; then the report would name them."""
    found = said(
        {"value_low": 1, "attributed_to": "Field Hospital"},
        {"type": "mention", "status": status, "quote": "Field Hospital", "entity": None},
    )
    (one,) = found.figures
    assert (one.speaker is not None, one.speaker_withheld) == (shown, not shown)


def test_what_is_left_out_is_counted_and_what_was_looked_at_comes_first():
    rows = [{"value_low": number} for number in range(MOST)]
    found = said(
        *rows,
        {"value_low": 1, "status": "rejected"},
        {"value_low": 2, "item": "t-1"},
        {"value_low": 3, "status": "edited"},
    )
    assert (len(found.figures), found.rejected, found.in_comments, found.beyond) == (MOST, 1, 1, 1)
    assert found.figures[0].status == "edited"


def test_a_figure_that_the_text_denies_is_not_shown_as_held():
    (one,) = said({"value_low": 40, "value_high": 40, "stance": "denies"}).figures
    assert one.denied
    assert "given to be denied" in render_report(
        replace(sample(), said=SaidFigures(figures=(one,)))
    )


def test_a_register_without_texts_says_so():
    page = render_report(sample())
    assert "No text of this register gives a figure" in page
    assert "لا نص في هذا السجل يورد رقمًا" in page
