"""Names compared: each pattern has its level, and the compiled comparison equals the plain one."""

from unittest import mock

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkage_invented import names_of, prepared_of, rows
from names_twin import (
    plain_close,
    plain_found,
    plain_level,
    plain_part_level,
    plain_tau,
    words_of,
)
from numba import njit

from tawthiq.linkage import aligning, kernel
from tawthiq.linkage.frequency import count_frequencies
from tawthiq.linkage.weigh import Comparer, comparer

NAMES = {
    "whole": "سامر نزار عدنان الدباغ",
    "short": "سامر نزار الدباغ",
    "joined": "سامرنزار عدنان الدباغ",
    "brother": "طارق نزار عدنان الدباغ",
    "slip": "سامر نزاز عدنان الدباغ",
    "given slip": "سامز نزار عدنان الدباغ",
    "grandfather": "سامر نزار مروان الدباغ",
    "family": "سامر نزار عدنان الحلواني",
    "moved": "سامر عدنان نزار الدباغ",
    "nobody": "هبة فواز جهاد القطان",
}
PARTS = (
    "سامر", "سامز", "نزار", "نزاز", "عدنان", "عدنات", "مروان", "هبة", "الدباغ", "دباغ", "الحلواني",
    "عبدالرحمن", "عبد", "Samer", "Samir", "Nizar", "Adnan", "Marwan", "Dabbagh", "al-Dabbagh",
    "Abdulrahman", "Abdul", "Halawani", "Halwani", "Li", "ذمظور", "Thamthor", "Tamtor", "ذر",
    "Thar",
)  # fmt: skip


def using(prepared) -> Comparer:
    return comparer(prepared, count_frequencies(prepared))


@pytest.mark.parametrize(
    ("other", "level"),
    [
        ("whole", kernel.SAME),
        ("short", kernel.PARTS_MISSING),
        ("joined", kernel.MOVED),
        ("brother", kernel.HOUSEHOLD),
        ("slip", kernel.PART_CLOSE),
        ("given slip", kernel.GIVEN_CLOSE),
        ("grandfather", kernel.MIDDLE_DIFFERS),
        ("family", kernel.FAMILY_DIFFERS),
        ("moved", kernel.MOVED),
        ("nobody", kernel.NOTHING),
    ],
)
def test_each_pattern_of_a_name_has_its_level(other: str, level: int):
    prepared = names_of(NAMES["whole"], NAMES[other])
    assert using(prepared).compare(rows(0), rows(1)).name[0] == level


def test_of_two_parts_a_slip_in_the_given_name_is_a_slip_and_no_household():
    prepared = names_of("Samira Halawani", "Samria Halawani")
    assert using(prepared).compare(rows(0), rows(1)).name[0] == kernel.PART_CLOSE


words = st.text("abcd", min_size=0, max_size=9)


@settings(max_examples=300, deadline=None)
@given(a=words, b=words, at=st.integers(0, 9), change=st.text("abcd", max_size=2))
def test_the_compiled_slip_equals_the_plain_one_and_does_not_depend_on_the_order(
    a: str, b: str, at: int, change: str
):
    for other in (b, a[:at] + change + a[at + len(change) :], a[:at] + change + a[at:]):
        letters = np.array([ord(x) for x in a + other], dtype=np.int32)
        n, m = len(a), len(a) + len(other)
        found = aligning.close_letters.py_func(letters, 0, n, n, m)
        assert found == plain_close(a, other)
        assert aligning.close_letters.py_func(letters, n, m, 0, n) == found


@njit
def compiled_level(p, q, same_script, info, letters):
    return aligning.part_level(p, q, same_script, info, letters)


@njit
def compiled_apart(x, y):
    return aligning.bits_apart(x, y)


@settings(max_examples=150, deadline=None)
@given(
    a=st.sampled_from(PARTS),
    b=st.sampled_from(PARTS),
    damaged=st.tuples(st.integers(0, 9), st.sampled_from(["", "ا", "ر", "a", "ab", "ن"])),
    same_script=st.booleans(),
)
def test_sets_of_letters_rule_out_no_parts_that_are_close(
    a: str, b: str, damaged: tuple[int, str], same_script: bool
):
    """With empty sets no pair of parts is passed over: the level must be the same."""
    at, letter = damaged
    names = names_of(*dict.fromkeys([a, b, a[:at] + letter + a[at + 1 :] or "x"])).names
    blind = names.info.copy()
    blind[:, aligning.SIGNS : aligning.WIDE] = 0
    parts = {
        int(part): words_of(names, r)[k]
        for r in range(names.n_readings)
        for k, part in enumerate(names.part[names.reading[r, 0] : names.reading[r, 1]])
    }
    for p, first in parts.items():
        for q, second in parts.items():
            found = compiled_level(p, q, same_script, names.info, names.letters)
            assert found == compiled_level(p, q, same_script, blind, names.letters)
            assert found == compiled_level(q, p, same_script, names.info, names.letters)
            assert found == plain_part_level(first, second, same_script)


@pytest.mark.parametrize(
    ("arabic", "latin", "level"),
    [
        ("ذمظور", "Thamthor", aligning.CLOSE),  # th is written for ث, ذ and ظ
        ("ذكظور", "Thagthor", aligning.CLOSE),  # and g for ق and غ
        ("ذمظور", "Thalthor", aligning.DIFFERENT),
    ],
)
def test_consonants_that_romanisers_mix_are_close_across_scripts_alone(
    arabic: str, latin: str, level: int
):
    names = names_of(arabic, latin).names
    a, b = (names.part[names.reading[r, 0]] for r in range(2))
    assert compiled_level(a, b, False, names.info, names.letters) == level
    assert compiled_level(b, a, False, names.info, names.letters) == level
    # Whoever copies a list within one script does not take one consonant for another twice.
    assert compiled_level(a, b, True, names.info, names.letters) == aligning.DIFFERENT


@settings(max_examples=200, deadline=None)
@given(x=st.integers(-(2**31), 2**31 - 1), y=st.integers(-(2**31), 2**31 - 1))
def test_bits_apart_are_those_that_differ(x: int, y: int):
    assert compiled_apart(np.int32(x), np.int32(y)) == ((x ^ y) & 0xFFFFFFFF).bit_count()


@st.composite
def damaged_names(draw: st.DrawFn) -> tuple[str, str]:
    """A name, and the same after some mishaps, or another name."""
    first = draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=5))
    second = list(first)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, max(len(second) - 1, 0)))
        match draw(st.sampled_from(["drop", "swap", "join", "slip", "other", "more"])):
            case "drop" if len(second) > 1:
                second.pop(at)
            case "swap":
                second.append(second.pop(at))
            case "join" if at + 1 < len(second):
                second[at : at + 2] = [second[at] + second[at + 1]]
            case "slip":
                second[at] = second[at][:1] + draw(st.sampled_from("ابرae")) + second[at][2:]
            case "other":
                second[at] = draw(st.sampled_from(PARTS))
            case "more":
                second.insert(at, draw(st.sampled_from(PARTS)))
            case _:
                pass
    return " ".join(first), " ".join(second)


@settings(max_examples=50, deadline=None)
@given(
    pairs=st.lists(damaged_names(), min_size=1, max_size=4),
    common=st.integers(0, 5),
)
def test_levels_of_parts_that_are_known_change_nothing(pairs: list[tuple[str, str]], common: int):
    prepared = names_of(*(name for pair in pairs for name in pair))
    a, b = (x.ravel().astype(np.int32) for x in np.meshgrid(*2 * [np.arange(prepared.n)]))
    whole = using(prepared)
    first = whole.compare(a, b)
    with mock.patch.object(aligning, "_MOST_COMMON", common):
        some = using(prepared)
    assert len(some.known.level) <= common
    for again in (whole.compare(a, b), some.compare(a, b), some.compare(b, a)):
        np.testing.assert_array_equal(again.name, first.name)
        np.testing.assert_array_equal(again.tau, first.tau)


@settings(max_examples=100, deadline=None)
@given(pairs=st.lists(damaged_names(), min_size=1, max_size=4))
def test_compiled_levels_and_bits_of_names_equal_the_plain_ones(pairs: list[tuple[str, str]]):
    prepared = names_of(*(name for pair in pairs for name in pair))
    names, one = prepared.names, using(prepared)
    a, b = (x.ravel().astype(np.int32) for x in np.meshgrid(*2 * [np.arange(prepared.n)]))
    compared, turned = one.compare(a, b), one.compare(b, a)
    np.testing.assert_array_equal(compared.name, turned.name)
    np.testing.assert_array_equal(compared.tau, turned.tau)
    spelled = [words_of(names, r) for r in range(names.n_readings)]
    bits = {
        word: one.part_bits[part].astype(float)
        for r in range(names.n_readings)
        for word, part in zip(
            spelled[r], names.part[names.reading[r, 0] : names.reading[r, 1]], strict=True
        )
    }
    log_n = float(np.log2(max(prepared.n, 2)))
    for i, j, level, tau in zip(a, b, compared.name, compared.tau, strict=True):
        low, high = sorted((prepared.name[i], prepared.name[j]))
        if low < 0:
            assert level == -1
            continue
        x, y = names.readings[low, 0], names.readings[high, 0]
        same_script = bool(names.reading[x, 2] == names.reading[y, 2])
        found = plain_found(spelled[x], spelled[y], same_script, bits)
        plain = plain_level(found)
        assert level == plain + (0 if same_script else kernel.N_LEVELS)
        kin = float(max(one.household[x], one.household[y]))
        assert tau == pytest.approx(plain_tau(found, plain, kin, log_n), abs=1e-4)


def test_of_two_scripts_the_comparison_that_says_more_counts():
    prepared = prepared_of(
        pl.DataFrame(
            {
                "record_id": ["a", "b", "c"],
                "name": ["سامر نزار الدباغ", "ععععع شششش قققق", "سامر نزار الدباغ"],
                "name_other": ["Samer Nizar Dabbagh", "Samer Nizar Dabbagh", None],
            }
        )
    )
    found = using(prepared).compare(rows(0, 0, 1), rows(1, 2, 2)).name
    assert found.tolist() == [kernel.SAME, kernel.SAME, kernel.SAME + kernel.N_LEVELS]
