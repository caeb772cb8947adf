"""The words the conflict is made of, and the hands that write them."""

import unicodedata
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.simulate.model import Habit
from tawthiq.simulate.pools import families, females, males
from tawthiq.simulate.spelling import (
    arabic_by_habit,
    joined,
    lam_alef_damage,
    latin_by_habit,
    latin_table,
    other_orthography,
    slip,
    slips,
)

POOLS = [(males, 120), (females, 80), (families, 200)]


@pytest.mark.parametrize(("pool", "least"), POOLS)
def test_the_pools_are_large_and_each_name_stands_once(pool, least):
    names = pool()
    assert len(set(names.ar)) == len(names.ar) >= least
    assert names.weight.sum() == pytest.approx(1)
    assert (np.diff(names.weight) < 0).all()


@pytest.mark.parametrize(("pool", "least"), POOLS)
def test_arabic_is_arabic_and_latin_is_latin(pool, least):
    names = pool()
    for arabic in names.ar:
        assert all("ARABIC LETTER" in unicodedata.name(c) for c in arabic if c != " "), arabic
    for latin in [*names.en, *names.fr, *(o for others in names.others for o in others)]:
        assert all("LATIN" in unicodedata.name(c) for c in latin if c not in " -'"), latin
        assert latin == latin.strip() != ""


def test_a_hand_writes_as_its_habit_has_it():
    english = Habit(abd="Abdul ", final_h=True)
    assert latin_by_habit("Abd al-Rahman", "عبد الرحمن", english, family=False) == "Abdul Rahman"
    assert latin_by_habit("Fatima", "فاطمة", english, family=False) == "Fatimah"
    french = Habit(romanisation="fr", article="el-", capital_family=True, accents=False)
    assert latin_by_habit("al-Rifaï", "الرفاعي", french, family=True) == "EL-RIFAI"
    assert latin_by_habit("al-Attar", "العطار", Habit(article="Al "), family=True) == "Al Attar"
    assert arabic_by_habit("أسامة", Habit(hamza=False, ta_marbuta=False)) == "اسامه"


def test_orthography_goes_the_other_way_round():
    assert other_orthography("فاطمة") == "فاطمه"
    assert other_orthography("أحمد") == "احمد"
    assert other_orthography("احمد") == "أحمد"
    assert other_orthography("ليلى") == "ليلي"
    assert other_orthography("علي") == "على"
    assert other_orthography("الحداد") == "الحداد"


def test_compounds_can_be_joined_and_others_stay():
    assert joined("عبد الله") == "عبدالله"
    assert joined("صلاح الدين") == "صلاحالدين"
    assert joined("أبو زيد") == "أبوزيد"
    assert joined("محمد") == "محمد"


def test_every_variant_of_a_latin_table_is_as_long_as_the_pool_and_ends_in_null():
    table = latin_table(males(), Habit(), family=False)
    width = len(males().ar) + 1
    assert len(table) == 4 * width
    assert [table[width * k + width - 1] for k in range(4)] == [None] * 4
    assert table[0] == "Mohammad"
    assert table[width] == "Muhammad"


@given(
    name=st.text("أحمدعليبتثجخسشصضقفكلنهوي ", min_size=1, max_size=30)
    | st.text("abcdefghiklmnoprstuyzAHMS -'", min_size=1, max_size=30),
    draws=st.tuples(*[st.floats(0, 1, exclude_max=True)] * 3),
)
def test_a_slip_touches_one_place_and_leaves_short_names_alone(name, draws):
    slipped = slip(name, draws)
    assert abs(len(slipped) - len(name)) <= 1
    assert slipped.count(" ") == name.count(" ")
    if sum(c.isalpha() for c in name) < 4:
        assert slipped == name


def test_slips_hit_the_rate_and_spare_nulls():
    names = pl.Series(["عبد الرحمن الخطيب", None] * 4_000)
    slipped = slips(names, 0.5, np.random.default_rng(1))
    assert slipped.is_null().equals(names.is_null())
    changed = (slipped.drop_nulls() != "عبد الرحمن الخطيب").mean()
    assert changed == pytest.approx(0.5, abs=0.05)
    assert slips(names, 0.0, np.random.default_rng(1)).equals(names)


def test_lam_alef_damage_is_what_pdf_text_shows():
    names = pl.Series(["علاء الأحمد", "بلال", "محمد"])
    damaged = lam_alef_damage(names, 1.0, np.random.default_rng(0))
    assert damaged.to_list() == ["عالء األحمد", "بالل", "محمد"]
    assert lam_alef_damage(names, 0.0, np.random.default_rng(0)).equals(names)


def test_habits_are_all_that_distinguishes_two_clean_hands():
    plain, other = Habit(), replace(Habit(), accents=False)
    assert latin_by_habit("Aïcha", "عائشة", plain, family=False) == "Aïcha"
    assert latin_by_habit("Aïcha", "عائشة", other, family=False) == "Aicha"
