"""The family of statements: what is refused, what passes through, and what a new type needs."""

import gc
from typing import Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.errors import StatementError
from tawthiq.statements import (
    Figure,
    Statement,
    ThreadItem,
    UnknownStatement,
    fault_of,
    misquotes,
    read_lines,
    read_statement,
    schema,
    statement_id,
    types,
    write_lines,
    write_statement,
)


def figure(**values: object) -> Figure:
    usual = {"id": "f-0000000001", "start": 3, "end": 12, "quote": "40 killed"}
    return Figure(**usual | values)  # type: ignore[arg-type]


numbers = st.none() | st.integers(-(2**53) + 1, 2**53 - 1)
words = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(ends=st.tuples(numbers, numbers), place=words, parts=st.lists(st.just("f-1")), quote=words)
def test_what_is_written_is_read_back(ends, place, parts, quote):
    low, high = ends if None in ends else sorted(ends)
    quote = quote or ""
    one = figure(
        value_low=low, value_high=high, place=place, total_of=tuple(parts),
        quote=quote, end=3 + len(quote),
    )  # fmt: skip
    assert read_statement(write_statement(one)) == one
    assert list(read_lines(write_lines([one, one]))) == [write_statement(one)] * 2


def test_plain_values_begin_with_what_every_type_has_and_name_every_field():
    plain = write_statement(figure())
    assert list(plain)[:5] == ["type", "id", "start", "end", "quote"]
    assert set(plain) == {"type", *Figure.__struct_fields__}
    assert plain["total_of"] == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"start": -1}, "no span"),
        ({"start": 13}, "no span"),
        ({"end": 13}, "quote has 9 characters, its span 10"),
        ({"value_low": True}, "value_low"),
        ({"value_low": "40"}, "value_low"),
        ({"value_low": float("nan")}, "no finite number"),
        ({"value_high": float("inf")}, "no finite number"),
        ({"value_high": 2**60}, "beyond"),
        ({"value_low": 2, "value_high": 1}, "lower end 2 is above its upper end 1"),
        ({"bound": "roughly"}, "bound"),
        ({"stance": "believes"}, "stance"),
        ({"place": "x" * 10_001}, "place has 10,001 characters"),
        ({"total_of": ["f-1"] * 10_001}, "total_of has 10,001 values"),
        ({"id": "../etc"}, "no id"),
        ({"id": ""}, "no id"),
        ({"quote": None}, "quote"),
    ],
)
def test_a_statement_that_cannot_be_is_refused_with_the_reason(wrong, said):
    with pytest.raises(StatementError, match=said):
        read_statement(write_statement(figure()) | wrong)


@pytest.mark.parametrize("raw", [{}, {"type": ""}, {"type": 4}, {"type": None}])
def test_a_statement_without_a_type_is_none(raw):
    with pytest.raises(StatementError, match="type"):
        read_statement(raw)


def test_what_a_newer_version_adds_does_not_stop_this_one():
    """A new type is kept whole; a new field of a known type is passed over, not refused."""
    newer = {"type": "prophecy", "id": "p-1", "depth": [1, {"a": None}]}
    kept = read_statement(newer)
    assert kept == UnknownStatement(type="prophecy", raw=newer)
    assert write_statement(kept) == newer
    assert read_statement(write_statement(figure()) | {"mood": "grim"}) == figure()


def test_a_line_that_is_no_statement_is_named():
    with pytest.raises(StatementError, match="line 2"):
        list(read_lines(write_lines([figure()]) + b"[1]\n"))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"start": 0, "end": 2, "quote": "ab"}, None),
        ({"start": 0, "end": 2, "quote": "ba"}, "its quote is not what stands there"),
        ({"start": 0, "end": 9, "quote": "ab"}, "its span lies outside the text"),
        ({"start": "0", "end": 2, "quote": "ab"}, "its span lies outside the text"),
        ({}, "its span lies outside the text"),
    ],
)
def test_a_quote_is_held_against_the_text(raw, said):
    assert misquotes(raw, "abc") == said


def test_an_id_follows_from_where_the_words_stand():
    one = statement_id("0" * 64, "figure", 3, 12)
    assert one == statement_id("0" * 64, "figure", 3, 12)
    others = [
        statement_id("1" * 64, "figure", 3, 12),
        statement_id("0" * 64, "figure", 3, 13),
        statement_id("0" * 64, "figure", 3, 12, 1),
        statement_id("0" * 64, "account", 3, 12),
    ]
    assert len({one, *others}) == 5
    assert fault_of(figure(id=one)) is None


def test_every_type_has_a_schema_that_its_own_values_keep():
    for name, kind in types().items():
        said = schema(name)
        (inner,) = [one for key, one in said["$defs"].items() if key == kind.__name__]
        assert set(inner["properties"]) == {"type", *kind.__struct_fields__}
    with pytest.raises(StatementError, match="no type 'rumour'"):
        schema("rumour")


def test_a_type_defined_elsewhere_belongs_to_the_family_at_once():
    class Pledge(Statement, frozen=True, kw_only=True, tag="pledge of a test"):
        state: Literal["pledged", "delivered"] = "pledged"

    one = Pledge(id="p-1", start=0, end=1, quote="x")
    assert types()["pledge of a test"] is Pledge
    assert read_statement(write_statement(one)) == one
    assert msgspec.json.decode(write_lines([one]))["state"] == "pledged"
    del Pledge, one
    gc.collect()


def test_a_thread_item_may_stand_at_no_words():
    empty = ThreadItem(id="t-1", start=4, end=4, quote="")
    assert read_statement(write_statement(empty)) == empty
