"""The fields other than the name: levels, the way of ages of two lists, columns of one's own."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkage_invented import aged, crowd, prepared_of, rows, together

from tawthiq.errors import LinkageError
from tawthiq.linkage import explain, link
from tawthiq.linkage.block import candidate_pairs
from tawthiq.linkage.comparing import BORN, PLACE, compare_fields, packed
from tawthiq.linkage.model import levels_of
from tawthiq.linkage.spelling import one_slip_apart, slips_of

NONE = pl.Series([], dtype=pl.String)
days = st.one_of(st.none(), st.dates(date(1930, 1, 1), date(2023, 12, 31)))
ages = st.one_of(st.none(), st.integers(0, 100))


def plain_born(a: dict, b: dict, way: int) -> int:
    """The level of two births; `way` is 1 where the list of `b` usually gives the higher age."""
    if a["birth"] and b["birth"]:
        x, y = a["birth"], b["birth"]
        if x == y:
            return 9
        differs = [x.year != y.year, x.month != y.month, x.day != y.day]
        if sum(differs) == 1 or (x.year == y.year and x.month == y.day and x.day == y.month):
            return 8
        return 7 if abs((x - y).days) <= 731 else 6
    if a["age"] is None or b["age"] is None:
        return -1
    apart = b["age"] - a["age"]
    if abs(apart) == 1:
        return 4 if apart == way else 3
    return {0: 5, 2: 2}.get(abs(apart), 1 if abs(apart) <= 5 else 0)


@settings(max_examples=100, deadline=None)
@given(
    a=st.fixed_dictionaries({"birth": days, "age": ages}),
    b=st.fixed_dictionaries({"birth": days, "age": ages}),
    shift=st.sampled_from([None, 0, 1, 30, 365]),
    older=st.sampled_from([None, 0, 1, -1, 2, 4]),
    way=st.sampled_from([1, -1]),
)
def test_compiled_levels_of_birth_equal_the_plain_ones(
    a: dict, b: dict, shift: int | None, older: int | None, way: int
):
    if shift is not None and a["birth"]:
        b = b | {"birth": a["birth"] - timedelta(days=shift)}
    if older is not None and a["age"] is not None:
        b = b | {"age": max(a["age"] + older, 0)}
    # An age beside a birth date is kept out: where a date is on one side only, it would stand in.
    a, b = ({**x, "age": None if x["birth"] else x["age"]} for x in (a, b))
    records = pl.DataFrame(
        {
            "record_id": ["a", "b"],
            "list": ["one", "two"],
            "name": ["x", "x"],
            **{c: [a["birth"], b["birth"]] for c in ("birth_earliest", "birth_latest")},
            **{c: [a["age"], b["age"]] for c in ("age_low", "age_high")},
        },
        schema_overrides={
            "birth_earliest": pl.Date,
            "birth_latest": pl.Date,
            "age_low": pl.Float64,
            "age_high": pl.Float64,
        },
    )
    ways = np.full((2, 2), way, dtype=np.int8)
    for first, second in ((0, 1), (1, 0)):
        values = packed(prepared_of(records))
        found = compare_fields(values, rows(first), rows(second), ways, slips_of(NONE, NONE))
        assert found[0, BORN] == plain_born(a, b, way)


towns = st.lists(st.text("abcd 1", min_size=0, max_size=8), unique=True, max_size=12)


def plain_slip(a: str, b: str) -> bool:
    """One letter too many, too few or another, or two neighbours exchanged."""
    letters = sorted({*a, *b})
    cuts = [(a[:k], a[k:]) for k in range(len(a) + 1)]
    made = {x + y[1:] for x, y in cuts if y} | {x + c + y for x, y in cuts for c in letters}
    made |= {x + c + y[1:] for x, y in cuts if y for c in letters}
    made |= {x + y[1] + y[0] + y[2:] for x, y in cuts if len(y) > 1}
    return b in made and min(len(a), len(b)) >= 5 and "1" not in a + b


@settings(max_examples=200, deadline=None)
@given(written=towns, at=st.integers(0, 7), letter=st.sampled_from("abcd "))
def test_the_slips_among_towns_are_the_plain_ones(written: list[str], at: int, letter: str):
    near = [word[:at] + letter + word[at + 1 :] for word in written]
    near += [word[:at] + word[at : at + 2][::-1] + word[at + 2 :] for word in written]
    words = sorted({*written, *near})
    a, b = one_slip_apart(pl.Series(words, dtype=pl.String))
    found = set(zip(a.tolist(), b.tolist(), strict=True))
    every = [(a, b) for b in range(len(words)) for a in range(b)]
    assert found == {(a, b) for a, b in every if plain_slip(words[a], words[b])}


@pytest.mark.parametrize(
    ("town", "level"), [("Wadi Nur", 5), ("Wadi Nurr", 6), ("Wadi Nru", 6), ("Tell Zahr", 2)]
)
def test_a_town_one_slip_away_is_nearly_the_same(town: str, level: int):
    prepared = prepared_of(
        pl.DataFrame(
            {
                "record_id": ["a", "b"],
                "name": ["x", "x"],
                "governorate": ["g", "g"],
                "town": ["Wadi Nur", town],
            }
        )
    )
    slips = slips_of(prepared.values["place"].keys, NONE)
    way = np.ones((0, 0), dtype=np.int8)
    found = compare_fields(packed(prepared), rows(0), rows(1), way, slips)
    assert found[0, PLACE] == level


def a_year_behind(share: float) -> pl.DataFrame:
    """Two lists of one crowd; in `share` of the records of the second, ages are a year lower."""
    people = crowd(500, seed=2).drop("truth")
    behind = (pl.col("list") == "two") & (pl.col("record_id").str.slice(-3).cast(int) < 500 * share)
    return people.with_columns(
        (pl.col(c) + 10 - behind.cast(pl.Float64)).alias(c) for c in ("age_low", "age_high")
    )


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_namesakes_the_one_in_the_usual_way_of_the_lists_is_chosen(turned: bool):
    """Ages of the second list are a year behind: 40 is 39 there, and not 41."""
    names = {"one": "two", "two": "one"} if turned else {}
    records = pl.concat(
        [
            a_year_behind(0.9).with_columns(pl.col("list", "document").replace(names)),
            pl.DataFrame(
                [
                    {"record_id": key, "list": names.get(at, at), "document": names.get(at, at),
                     "name": "سامر نزار مروان الدباغ", **aged(age)}
                    for key, at, age in (("x", "one", 40), ("y39", "two", 39), ("y41", "two", 41))
                ]
            ),
        ],
        how="diagonal_relaxed",
    )  # fmt: skip
    links = link(records)
    assert together(links.people, "x", "y39")
    assert not together(links.people, "x", "y41")
    right, wrong = (explain(records, "x", key, links.model).fields[1] for key in ("y39", "y41"))
    assert right.reason == "ages differ by one year"
    assert wrong.reason.startswith("ages differ by one year, against")
    assert right.bits > wrong.bits + 2


def with_extras(**columns: list) -> pl.DataFrame:
    """A crowd whose lists share a card number and an address; and the records of a test."""
    people = crowd(300, seed=6)
    card = (pl.col("truth") * 7919 % 90_000 + 10_000).cast(pl.String)
    street = pl.concat_str(
        pl.lit("house "), (pl.col("truth") % 150).cast(pl.String), pl.lit(" mill road")
    )
    people = people.with_columns(id_card=card, text_street=street).drop("truth")
    return pl.concat([people, pl.DataFrame(columns)], how="diagonal_relaxed")


X = {"record_id": ["one:x", "two:x"], "list": ["one", "two"], "document": ["one", "two"]}


def field(records: pl.DataFrame, name: str):
    links = link(records)
    why = explain(records, "one:x", "two:x", links.model)
    return next(one for one in why.fields if one.field == name)


@pytest.mark.parametrize(
    ("cards", "level"),
    [(("77001", "77001"), 2), (("77001", "77010"), 1), (("77001", "12345"), 0),
     (("A-77", "a-77"), 2)],
)  # fmt: skip
def test_identifiers_are_the_same_one_slip_apart_or_others(cards: tuple[str, str], level: int):
    found = field(with_extras(**X, name=["سامر نزار الدباغ"] * 2, id_card=list(cards)), "id_card")
    assert (found.gamma, found.reason) == (level, levels_of("id_card")[level])
    assert (found.bits > 3) == (level > 0)
    assert (found.bits < -2) == (level == 0)


@pytest.mark.parametrize(
    ("texts", "level"),
    [
        (("north gate 12", "north gate 12"), 3),
        (("north gate 12", "gate north 12"), 2),
        (("north gate 12, third floor", "north gate 12 3rd floor left"), 1),
        (("north gate 12", "xyz"), 0),
    ],
)
def test_texts_agree_as_far_as_their_words_do(texts: tuple[str, str], level: int):
    records = with_extras(**X, name=["سامر نزار الدباغ"] * 2, text_street=list(texts))
    found = field(records, "text_street")
    assert (found.gamma, found.reason) == (level, levels_of("text_street")[level])


def test_an_extra_that_one_side_lacks_weighs_exactly_nothing():
    for missing in (None, "", "  "):
        records = with_extras(
            **X, name=["سامر نزار الدباغ"] * 2, id_card=["77001", missing],
            text_street=[missing, "north gate"],
        )  # fmt: skip
        links = link(records)
        fields = {one.field: one for one in explain(records, "one:x", "two:x", links.model).fields}
        for own in ("id_card", "text_street"):
            assert (fields[own].gamma, fields[own].bits) == (-1, 0.0)


def test_a_rare_shared_identifier_weighs_more_than_a_common_one():
    """A card that half of all records share says little."""
    people = with_extras(**X, name=["سامر نزار الدباغ"] * 2, id_card=["77001"] * 2)
    common = people.with_columns(
        id_card=pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit("00000")).otherwise("id_card")
    ).with_columns(
        pl.when(pl.col("record_id").is_in(["one:x", "two:x"])).then(pl.lit("00000"))
        .otherwise("id_card").alias("id_card")
    )  # fmt: skip
    rare, often = field(people, "id_card"), field(common, "id_card")
    assert rare.gamma == often.gamma == 2
    assert rare.bits > often.bits + 3


def test_records_meet_by_an_identifier_or_a_text_alone():
    """No part of the names agrees; a whole identifier, a whole text, or a word beside a part."""
    table = {
        "record_id": ["a", "b", "c", "d", "e", "f"],
        "name": [
            "سامر نزار",
            "هبة فواز",
            "غسان جهاد",
            "قصي نبيل",
            "ماهر سليم القطان",
            "ماهر رشاد البيطار",
        ],
        "id_card": ["7", "7", None, None, None, None],
        "text_street": [None, None, "mill road", "Mill road", "house by the sea", "sea side"],
    }
    found = candidate_pairs(prepared_of(pl.DataFrame(table)), 60)
    assert {(0, 1), (2, 3), (4, 5)} <= set(zip(found.a.tolist(), found.b.tolist(), strict=True))
    bare = candidate_pairs(prepared_of(pl.DataFrame(table).drop("id_card", "text_street")), 60)
    assert not {(0, 1), (2, 3), (4, 5)} & set(zip(bare.a.tolist(), bare.b.tolist(), strict=True))


def test_an_identifier_joins_what_names_alone_leave_apart():
    name = ["سامر نزار الدباغ", "سامر نزار القطان"]
    alone = with_extras(**X, name=name)
    card = with_extras(**X, name=name, id_card=["77001", "77001"])
    assert not together(link(alone).people, "one:x", "two:x")
    assert together(link(card).people, "one:x", "two:x")


def test_a_column_that_only_begins_like_an_extra_is_none():
    records = with_extras(**X, name=["سامر نزار الدباغ"] * 2).with_columns(id_=pl.lit("1"))
    assert "bits_id_" not in link(records).pairs.columns
    with pytest.raises(LinkageError, match="id_card"):
        link(records.with_columns(id_card=pl.Series([[1]] * len(records))))
