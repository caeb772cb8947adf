"""The reasons of a pair are the link's own numbers, in words of both languages."""

import math
from dataclasses import replace
from typing import get_args

import polars as pl
import pytest
from invented import Committee, add, founded, whole

from tawthiq.errors import LinkageError, NotFoundError
from tawthiq.linkage import LinkSettings, explain, link
from tawthiq.linkage.model import FIELDS, LEVELS
from tawthiq.names.model import PartKind
from tawthiq.register import (
    bits_words,
    in_latin,
    level_words,
    pair_reasons,
    probability_words,
    reason_words,
)
from tawthiq.register.explaining import WRITTEN, align_names, weigh_again


@pytest.fixture(scope="module")
def refitted():
    """The links of the register, made again: with their fitted model."""
    settings = whole()[1].model["settings"]
    clean = frozenset(settings["clean_lists"])
    return link(whole()[1].lines, settings=LinkSettings(clean_lists=clean))


def test_every_kept_pair_adds_up_to_the_probability_it_was_linked_by():
    register = whole()[1]
    for row in register.pairs.iter_rows(named=True):
        weighed = weigh_again(register, row["record_b"], row["record_a"])
        assert weighed.probability == pytest.approx(row["probability"], rel=1e-6, abs=1e-12)
        parts = weighed.prior_bits + sum(one.bits for one in weighed.fields) + weighed.rivals_bits
        assert parts == pytest.approx(weighed.total_bits, abs=1e-9)


def test_what_the_register_kept_is_what_the_model_says(refitted):
    register = whole()[1]
    shown = register.pairs.sort("probability").gather_every(max(register.pairs.height // 20, 1))
    for a, b in shown.select("record_a", "record_b").iter_rows():
        kept, again = weigh_again(register, a, b), explain(register.lines, a, b, refitted.model)
        assert [one.reason for one in kept.fields] == [one.reason for one in again.fields]
        assert kept.total_bits == pytest.approx(again.total_bits, abs=1e-6)


def unkept(register):
    """Two records of different lists whose pair was not kept."""
    kept = set(register.pairs.select("record_a", "record_b").iter_rows())
    lines = register.lines.filter("named")
    first = lines.row(0, named=True)
    for row in lines.filter(pl.col("list") != first["list"]).iter_rows(named=True):
        if tuple(sorted((first["record_id"], row["record_id"]))) not in kept:
            return first["record_id"], row["record_id"]
    raise AssertionError("every pair was kept")


def test_a_pair_that_was_not_kept_says_so_and_still_shows_its_names(refitted):
    register = whole()[1]
    a, b = unkept(register)
    reasons = pair_reasons(register, a, b)
    assert (reasons.weighed, reasons.total_bits, reasons.probability) == ("no", None, None)
    assert reasons.names
    assert {one.field for one in reasons.fields} == set(WRITTEN)
    assert all(one.bits is None for one in reasons.fields)

    again = pair_reasons(register, a, b, refitted.model)
    assert again.weighed == "again"
    told = explain(register.lines, a, b, refitted.model)
    assert again.total_bits == told.total_bits
    assert again.probability < 0.5


def test_the_order_of_the_two_records_changes_sides_and_nothing_else():
    register = whole()[1]
    row = register.pairs.sort("weight").row(-1, named=True)
    one = pair_reasons(register, row["record_a"], row["record_b"])
    two = pair_reasons(register, row["record_b"], row["record_a"])
    assert one.total_bits == two.total_bits
    assert [(field.a, field.b) for field in one.fields] == [
        (field.b, field.a) for field in two.fields
    ]
    assert [(p.a, p.b, p.kind) for p in one.names[0].parts] == [
        (p.b, p.a, p.kind) for p in two.names[0].parts
    ]


def test_values_stand_as_the_lists_wrote_them():
    register = whole()[1]
    row = register.pairs.sort("weight").row(-1, named=True)
    reasons = pair_reasons(register, row["record_a"], row["record_b"])
    record = register.records.row(by_predicate=pl.col("record_id") == row["record_a"], named=True)
    said = {one.field: one.a for one in reasons.fields}
    assert said["name"][0] == record["name_raw"]
    assert said["death"] == ((record["death_raw"],) if record["death_raw"] else ())


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    made = whole()[0].copy(tmp_path_factory.mktemp("judged") / "register")
    register = whole()[1]
    rows = register.pairs.filter(pl.col("probability") > 0.9).sort("record_a", "record_b")
    pairs = [rows.select("record_a", "record_b").row(at) for at in (0, rows.height - 1)]
    made.judge(register, *pairs[0], "different", "Layla")
    made.judge(register, *pairs[1], "different", "Layla")
    made.judge(register, *pairs[1], "same", "Nadir")
    return made.link(), pairs


def test_a_judgement_overrules_the_sum_and_the_sum_still_stands(judged):
    register, pairs = judged
    reasons = pair_reasons(register, *pairs[0])
    assert (reasons.verdict, reasons.held) == ("different", "apart")
    assert [(one.verdict, one.reviewer) for one in reasons.judgements] == [("different", "Layla")]
    # The sum without rivals, which a judgement settles.
    assert reasons.probability > 0.9


def test_where_reviewers_differ_the_pair_is_unsure_and_both_words_stand(judged):
    register, pairs = judged
    reasons = pair_reasons(register, *pairs[1])
    assert reasons.verdict == "unsure"
    assert [one.verdict for one in reasons.judgements] == ["different", "same"]


def test_an_earlier_version_of_a_line_stands_for_its_newest_record(tmp_path):
    made = founded(tmp_path / "register", skip=[("observatory", 2)])
    before = made.link()
    row = before.pairs.filter(
        pl.col("record_a").str.starts_with("observatory")
        | pl.col("record_b").str.starts_with("observatory"),
        pl.col("probability") > 0.99,
    ).row(0, named=True)
    add(made, "observatory", 2)
    register = made.link()
    reasons = pair_reasons(register, row["record_a"], row["record_b"])
    assert {reasons.record_a, reasons.record_b} == {row["record_a"], row["record_b"]}
    lines = register.lines["record_id"].to_list()
    assert reasons.newest_a in lines
    assert reasons.newest_b in lines
    (old,) = [one for one in (row["record_a"], row["record_b"]) if one not in lines]
    newest = register.lines.filter(
        pl.col("line_id") == register.records.filter(pl.col("record_id") == old)["line_id"][0]
    )["record_id"][0]
    with pytest.raises(LinkageError, match="one line"):
        pair_reasons(register, old, newest)


def test_what_cannot_be_explained_is_refused_with_a_way_on():
    register = whole()[1]
    line = register.lines.row(0, named=True)
    with pytest.raises(LinkageError, match="itself"):
        pair_reasons(register, line["record_id"], line["record_id"])
    with pytest.raises(NotFoundError, match="is a person"):
        pair_reasons(register, line["record_id"], line["person_id"])
    with pytest.raises(NotFoundError, match="no record"):
        pair_reasons(register, "nobody:00000000:1", line["record_id"])


def test_a_record_without_a_name_has_nothing_to_align(tmp_path):
    made = Committee.found(tmp_path / "register")
    made.declare("north")
    made.publish("north", "2012-05-01", ["1,Salim Qasim Haddad,m,31,2012-03-04,Homs,civilian,",
                                         "2,,,,2012-03-04,Homs,,6"])  # fmt: skip
    register = made.link()
    a, b = register.lines["record_id"].to_list()
    assert pair_reasons(register, a, b).names == ()


def test_names_given_in_two_scripts_are_aligned_in_both():
    both = ["سليم قاسم الحداد", "Salim Kassem Haddad"]
    found = align_names(both, ["Salim Qasem al-Haddad", "سليم قاسم حداد"])
    assert [(one.a, one.b) for one in found] == [
        ("سليم قاسم الحداد", "سليم قاسم حداد"),
        ("Salim Kassem Haddad", "Salim Qasem al-Haddad"),
    ]
    assert len(align_names(both, both, across=True)) == 4
    (only,) = align_names(["سليم قاسم الحداد"], ["Salim Kassem Haddad"])
    assert [part.kind for part in only.parts] == ["same skeleton"] * 3


def test_where_the_link_went_by_two_scripts_the_names_are_shown_in_two_scripts():
    register = whole()[1]
    both = set(register.lines.filter(pl.col("name_other_raw").is_not_null())["record_id"])
    across = next(
        level for level, words in enumerate(LEVELS["name"]) if words.endswith("(across scripts)")
    )
    rows = register.pairs.filter(pl.col("gamma_name") >= across)
    pairs = list(rows.select("record_a", "record_b").iter_rows())
    chosen = [pair for pair in pairs if both & set(pair)] + pairs[:10]
    assert len(chosen) > 10, "one at least of a list that gives names in two scripts"
    for a, b in chosen:
        shown = pair_reasons(register, a, b).names
        assert any(one.a.isascii() != one.b.isascii() for one in shown)


def test_every_level_field_and_kind_has_words_of_its_own_in_both_languages():
    levels = [words for field in LEVELS.values() for words in field]
    for words in levels:
        arabic = level_words(words, "ar")
        assert level_words(words, "en") == words
        assert not any(letter.isascii() and letter.isalpha() for letter in arabic), words
    for field, own in LEVELS.items():
        assert len({level_words(words, "ar") for words in own}) == len(own), field
    for key in (*(f"field.{field}" for field in FIELDS),
                *(f"kind.{kind}" for kind in get_args(PartKind)),
                *(f"names.{level}" for level in range(-1, 5))):  # fmt: skip
        assert any("\u0600" <= letter <= "\u06ff" for letter in reason_words(key, "ar")), key
        assert reason_words(key, "en") != key.partition(".")[2] or key in (
            "field.name", "field.sex", "kind.different"
        )  # fmt: skip


def test_a_level_that_is_new_is_shown_in_english_and_a_new_field_by_its_name():
    assert level_words("ages differ by a lifetime", "ar") == "ages differ by a lifetime"
    assert level_words("a new level (across scripts)", "ar") == "a new level (across scripts)"
    assert reason_words("field.profession", "ar") == "profession"


def test_a_linkage_with_another_field_and_more_levels_is_still_explained():
    register = whole()[1]
    row = register.pairs.row(0, named=True)
    more = replace(
        register,
        pairs=register.pairs.with_columns(
            gamma_sex=pl.lit(7), gamma_work=pl.lit(1), bits_work=pl.lit(2.5)
        ),
    )
    reasons = pair_reasons(more, row["record_a"], row["record_b"])
    said = {one.field: one for one in reasons.fields}
    assert said["sex"].reason == "level 7"
    assert (said["work"].bits, said["work"].a) == (2.5, ())


@pytest.mark.parametrize(
    ("bits", "english", "arabic"),
    [(19.83, "+19.8", "+١٩٫٨"), (-3.04, "−3.0", "−٣٫٠"), (0.0, "0.0", "٠٫٠"),
     (-0.01, "0.0", "٠٫٠")],
)  # fmt: skip
def test_a_weight_bears_its_sign(bits, english, arabic):
    assert (bits_words(bits, "en"), bits_words(bits, "ar")) == (english, arabic)


def test_a_probability_is_never_rounded_to_certainty():
    assert probability_words(1 / (1 + math.exp2(-30)), "en") == "over 0.999"
    assert probability_words(1e-9, "ar") == "أقلّ من ٠٫٠٠١"
    assert probability_words(0.7104, "en") == "0.710"


def test_only_arabic_is_read_out_in_latin_letters():
    assert in_latin("سليم") == "Salim"
    assert in_latin("salim") is None
