"""The scorer: what earns, what costs, and what is let pass."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tawthiq.statements import Figure, Statement, ThreadItem

READING = Path(__file__).parents[2] / "benchmarks" / "reading"
sys.path.insert(0, str(READING))
from compare import Outcome, outcomes, same_date, same_name, same_place  # noqa: E402
from labels import Label  # noqa: E402
from score import pair  # noqa: E402

TEXT = "At least 40 people died in Homs, among them 12 children."


def label(key: str, quote: str, kind: str = "figure", **fields: Any) -> Label:
    accept = fields.pop("accept", {})
    optional = fields.pop("optional", False)
    return Label(kind, key, quote, 1, fields, accept, optional)


def figure(quote: str, **fields: Any) -> Figure:
    start = TEXT.index(quote)
    return Figure(id=quote, start=start, end=start + len(quote), quote=quote, **fields)


def compared(labels: list[Label], statements: list[Statement]) -> dict[str, list[Outcome]]:
    spans = {
        one.key: (TEXT.index(one.quote), TEXT.index(one.quote) + len(one.quote)) for one in labels
    }
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes(labels, statements, pair(labels, spans, statements), spans):
        found.setdefault(outcome.field, []).append(outcome)
    return found


FORTY = label(
    "f1", "At least 40 people", value_low=40, bound="at least", counted="deaths", place="Homs"
)
TWELVE = label(
    "f2",
    "12 children",
    value_low=12,
    value_high=12,
    bound="exact",
    counted="deaths",
    category="child",
    part_of="f1",
)
READ = [
    figure("At least 40 people", value_low=40, bound="at least", counted="deaths", place="Homs"),
    figure(
        "12 children",
        value_low=12,
        value_high=12,
        counted="deaths",
        category="child",
        part_of="At least 40 people",
    ),
]


def test_a_reading_that_says_what_the_labels_say_has_no_fault():
    found = compared([FORTY, TWELVE], READ)
    assert all(
        one.hit and not one.false and not one.missed for all_ in found.values() for one in all_
    )
    assert {"figure found", "span exact", "value with bound", "part of"} <= set(found)


def test_a_field_that_neither_gives_earns_nothing():
    assert "attribution" not in compared([FORTY], READ[:1])


def test_a_wrong_value_is_both_false_and_missed():
    wrong = figure("At least 40 people", value_low=40, value_high=40, counted="deaths")
    (value,) = compared([FORTY], [wrong])["value with bound"]
    assert (value.hit, value.false, value.missed) == (False, True, True)


def test_a_value_that_the_text_does_not_say_is_false_and_one_left_out_is_missed():
    read = figure("At least 40 people", value_low=40, bound="at least", category="woman")
    found = compared([FORTY], [read])
    assert [(one.false, one.missed) for one in found["category"]] == [(True, False)]
    assert [(one.false, one.missed) for one in found["place"]] == [(False, True)]


def test_what_is_not_paired_counts_with_all_its_fields():
    found = compared([FORTY], [READ[1]])
    assert [(one.false, one.missed) for one in found["value with bound"]] == [
        (False, True),
        (True, False),
    ]


def test_an_answer_that_the_label_accepts_counts_as_its_own():
    open_label = label(
        "f1",
        "At least 40 people",
        value_low=40,
        bound="at least",
        accept={"category": ["civilian", None], "counted": ["*"]},
    )
    read = figure(
        "At least 40 people",
        value_low=40,
        bound="at least",
        category="civilian",
        counted="casualties",
    )
    found = compared([open_label], [read])
    assert not any(one.false or one.missed for all_ in found.values() for one in all_)


def test_an_optional_label_costs_nothing_proposed_or_not():
    optional = label("f2", "12 children", value_low=12, value_high=12, bound="exact", optional=True)
    assert compared([optional], []) == {}
    assert compared([optional], [READ[1]]) == {}


def test_types_are_not_paired_across():
    item = ThreadItem(id="t", start=0, end=len(TEXT), quote=TEXT)
    found = compared([FORTY], [item])
    assert found["figure found"][0].missed
    assert found["thread item"][0].false


def test_spans_are_paired_so_that_the_words_they_share_are_most():
    labels = [FORTY, label("f3", "40", value_low=40, value_high=40, bound="exact")]
    read: list[Statement] = [figure("At least 40 people"), figure("40")]
    spans = {"f1": (0, 18), "f3": (9, 11)}
    assert {key: one.quote for key, one in pair(labels, spans, read).items()} == {
        "f1": "At least 40 people",
        "f3": "40",
    }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the observatory", "Observatory", True),
        ("Dr. Salim Haddad", "Salim Haddad", True),
        ("Haddad", "Salim Haddad", True),
        ("المرصد", "مرصد", True),
        ("العقيد رياض العمر", "رياض العمر", True),
        ("Salim Haddad", "Salim Orfali", False),
        ("the ministry", "the observatory", False),
    ],
)
def test_names_are_the_same_without_titles_and_articles(one: str, other: str, same: bool):
    assert same_name(one, other) is same


def test_places_and_dates_are_the_same_however_written():
    assert same_place("مدينة حمص", "حمص")
    assert same_place("Homs", "حمص")
    assert not same_place("Homs", "Hama")
    assert same_date("2012-08-23/2012-08-23", "2012-08-23")
    assert not same_date("2012-08", "2012-08-23")
