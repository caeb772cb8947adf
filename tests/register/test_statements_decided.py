"""A person confirms, edits or rejects: each an entry, refused where it says nothing new."""

import json

import pytest

from tawthiq.errors import StatementError
from tawthiq.register import Stated, confirm, edit, reject
from tawthiq.statements import Figure, write_statement
from tawthiq.vault import open_vault

TEXT = "The committee said 40 killed in the north."


@pytest.fixture
def vault(tmp_path):
    return open_vault(tmp_path / "vault")


@pytest.fixture
def forty(vault) -> Stated:
    figure = Figure(id="f-0000000001", start=19, end=28, quote="40 killed", value_low=40)
    return Stated(
        id=figure.id, type="figure", document="0" * 64, source="committee", status="proposed",
        raw=write_statement(figure) | {"of a newer version": 1},
        text=vault.put(json.dumps({"text": TEXT}).encode()),
    )  # fmt: skip


def as_status(one: Stated, status: str) -> Stated:
    values = {name: getattr(one, name) for name in Stated.__dataclass_fields__}
    return Stated(**values | {"status": status})


def test_confirming_states_the_proposal_as_it_stands(forty):
    """A field that a newer version wrote goes with it, unread."""
    (body,) = confirm([forty, forty], reviewer="Layla")
    assert body.statement == forty.raw
    assert (body.proposal, body.text, body.changed) == (forty.id, forty.text, [])


@pytest.mark.parametrize("status", ["confirmed", "edited"])
def test_confirming_twice_is_refused(forty, status):
    with pytest.raises(StatementError, match="already"):
        confirm([forty, as_status(forty, status)])


def test_what_was_rejected_can_be_confirmed_and_what_was_confirmed_rejected(forty):
    assert len(confirm([as_status(forty, "rejected")])) == 1
    (body,) = reject([as_status(forty, "confirmed")], reason="an age")
    assert (body.proposal, body.document) == (forty.id, forty.document)


def test_rejecting_needs_a_reason_and_says_something_new(forty):
    with pytest.raises(StatementError, match="--reason"):
        reject([forty], reason=" ")
    with pytest.raises(StatementError, match="rejected already"):
        reject([as_status(forty, "rejected")], reason="an age")


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("value_high", "24,495", 24495),
        ("value_high", "41.5", 41.5),
        ("value_low", "", None),
        ("place", "the north", "the north"),
        ("place", " ", None),
        ("bound", "at least", "at least"),
        ("period_basis", "inferred", "inferred"),
        ("total_of", "f-1; f-2؛", ["f-1", "f-2"]),
        ("value_high", "٤١", 41),
        ("bound", "على الأقل", "at least"),
        ("doubt", "", []),
    ],
)
def test_a_value_is_set_as_its_field_holds_it(vault, forty, field, written, value):
    forty.raw.update({"place": "the south", "doubt": ["unsure"]})
    body = edit(vault, forty, {field: written}, reason="as printed")
    assert body.statement == dict(forty.raw) | {field: value}
    assert body.changed == [field]


@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        ("colour", "red", "no field 'colour'"),
        ("id", "f-2", "'id' is filled by the program"),
        ("quote", "41 killed", "'quote' is filled by the program"),
        ("type", "charter", "the type is said before the fields"),
        ("value_low", "many", "value_low: 'many' is no number"),
        ("value_low", "nan", "value_low: 'nan' is no number"),
        ("value_high", "39", "lower end 40 is above its upper end 39"),
        ("bound", "roughly", "'roughly' is none of its terms: exact, about"),
        ("bound", "", "cannot be empty"),
        ("start", "1.5", "a place in the text, a whole number"),
        ("end", "900", "is no span of it"),
        ("start", "-4", "is no span of it"),
        ("value_low", "40", "says that already"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_what_it_can(vault, forty, field, written, said):
    with pytest.raises(StatementError, match=said):
        edit(vault, forty, {field: written}, reason="as printed")


def test_a_range_sets_both_ends_and_a_date_in_doubt_says_so(vault, forty):
    body = edit(vault, forty, {"value": "41-43", "as_of": "3/4/2012"}, reason="as printed")
    said = body.statement
    assert (said["value_low"], said["value_high"], said["as_of"]) == (41, 43, "2012-04-03")
    assert said["doubt"] == ["day and month may stand the other way round"]
    assert set(body.changed) == {"value_low", "value_high", "as_of", "doubt"}
    gone = edit(vault, forty, {"value": ""}, reason="no number after all").statement
    assert (gone["value_low"], gone["value_high"]) == (None, None)


def test_a_moved_span_takes_its_quote_from_the_text(vault, forty):
    body = edit(vault, forty, {"end": "41"}, reason="the place belongs to it")
    assert body.statement["quote"] == TEXT[19:41]
    assert body.changed == ["end", "quote"]


def test_editing_needs_a_reason_and_a_type_that_is_known(vault, forty):
    with pytest.raises(StatementError, match="--reason"):
        edit(vault, forty, {"place": "x"}, reason="")
    unknown = Stated(
        id="p-1", type="prophecy", document="0" * 64, source=None, status="proposed",
        raw={"type": "prophecy"}, text=None,
    )  # fmt: skip
    with pytest.raises(StatementError, match="does not know"):
        edit(vault, unknown, {"place": "x"}, reason="y")


def test_what_a_person_set_before_stays_set(vault, forty):
    first = edit(vault, forty, {"place": "the north"}, reason="as printed")
    values = {name: getattr(forty, name) for name in Stated.__dataclass_fields__}
    again = Stated(
        **values | {"raw": first.statement, "changed": tuple(first.changed), "status": "rejected"}
    )
    assert edit(vault, again, {"counted": "deaths"}, reason="-").changed == ["counted", "place"]
    (body,) = confirm([again])
    assert body.changed == ["place"]
