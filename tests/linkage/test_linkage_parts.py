"""The steps of linkage, each held to a plain twin or to a known answer."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.linkage import aligning, em, kernel
from tawthiq.linkage.block import candidate_pairs
from tawthiq.linkage.cluster import Evidence, partitions
from tawthiq.linkage.comparing import compare_fields
from tawthiq.linkage.frequency import count_frequencies
from tawthiq.linkage.model import FIELDS, LEVELS
from tawthiq.linkage.prepare import prepare
from tawthiq.linkage.weigh import compare

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
    records = pl.DataFrame({"record_id": ["a", "b"], "name": [NAMES["whole"], NAMES[other]]})
    prepared = prepare(records, frozenset(FIELDS))
    one, two = np.array([0], np.int32), np.array([1], np.int32)
    assert compare(prepared, one, two, count_frequencies(prepared)).name[0] == level


def plain_close(a: str, b: str) -> bool:
    """One letter more, less or other, or two neighbours exchanged: all words one slip from `a`."""
    letters = set(a + b)
    reach = {a}
    for i in range(len(a) + 1):
        reach |= {a[:i] + x + a[i:] for x in letters}
        reach |= {a[:i] + x + a[i + 1 :] for x in letters} if i < len(a) else set()
        reach |= {a[:i] + a[i + 1 :]} if i < len(a) else set()
        reach |= {a[:i] + a[i + 1] + a[i] + a[i + 2 :]} if i + 1 < len(a) else set()
    return b in reach


@settings(max_examples=150, deadline=None)
@given(a=st.text("abc", min_size=2, max_size=5), b=st.text("abc", min_size=2, max_size=5))
def test_the_compiled_slip_equals_the_plain_one_in_words_below_six_letters(a: str, b: str):
    letters = np.array([ord(x) for x in a + b], dtype=np.int32)
    found = aligning.close_letters.py_func(letters, 0, len(a), len(a), len(a) + len(b))
    assert found == plain_close(a, b)


days = st.one_of(st.none(), st.dates(date(1930, 1, 1), date(2023, 12, 31)))
ages = st.one_of(st.none(), st.integers(0, 100))


def plain_born(a: dict, b: dict) -> int:  # one line a level is the plain way
    if a["birth"] and b["birth"]:
        x, y = a["birth"], b["birth"]
        if x == y:
            return 8
        differs = [x.year != y.year, x.month != y.month, x.day != y.day]
        if sum(differs) == 1 or (x.year == y.year and x.month == y.day and x.day == y.month):
            return 7
        return 6 if abs((x - y).days) <= 731 else 5
    if a["age"] is None or b["age"] is None:
        return -1
    apart = abs(a["age"] - b["age"])
    return {0: 4, 1: 3, 2: 2}.get(apart, 1 if apart <= 5 else 0)


@settings(max_examples=120, deadline=None)
@given(
    a=st.fixed_dictionaries({"birth": days, "age": ages}),
    b=st.fixed_dictionaries({"birth": days, "age": ages}),
    shift=st.sampled_from([None, 0, 1, 30, 365]),
)
def test_compiled_levels_of_birth_equal_the_plain_ones(a: dict, b: dict, shift: int | None):
    if shift is not None and a["birth"]:
        b = b | {"birth": a["birth"] - timedelta(days=shift)}
    # An age beside a birth date is kept out: where a date is on one side only, it would stand in.
    a, b = ({**x, "age": None if x["birth"] else x["age"]} for x in (a, b))
    records = pl.DataFrame(
        {
            "record_id": ["a", "b"],
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
    prepared = prepare(records, frozenset(FIELDS))
    found = compare_fields(prepared, np.array([0], np.int32), np.array([1], np.int32))
    assert found[0, 0] == plain_born(a, b)


def test_em_finds_the_m_that_made_the_patterns():
    """10,000 matches and 90,000 others, drawn from known shares; u is known."""
    rng = np.random.default_rng(0)
    m_true = {"born": np.array([0.02, 0.03, 0.05, 0.2, 0.7]), "sex": np.array([0.02, 0.98])}
    u_true = {"born": np.array([0.7, 0.15, 0.05, 0.05, 0.05]), "sex": np.array([0.5, 0.5])}
    n = np.array([10_000, 90_000])
    gamma = np.full((n.sum(), 6), -1, dtype=np.int8)
    for column, field in ((0, "born"), (4, "sex")):
        levels = len(m_true[field])
        gamma[: n[0], column] = rng.choice(levels, n[0], p=m_true[field])
        gamma[n[0] :, column] = rng.choice(levels, n[1], p=u_true[field])
    name = np.full(n.sum(), kernel.SAME, dtype=np.int8)
    tau = np.where(np.arange(n.sum()) < n[0], 26.0, 18.0) + rng.normal(0, 2, n.sum())
    yes = np.ones(n.sum(), dtype=bool)
    patterns = em.count_patterns(name, gamma, tau, ~yes, yes)
    u = {f: np.stack([em.expected_u(f)] * 3) for f in em.OTHER_FIELDS}
    u["born"][:, :5], u["sex"][:] = u_true["born"], u_true["sex"]
    fitted = em.fit(patterns, u, 15_000, lambda done, most: None)
    np.testing.assert_allclose(fitted.m["born"][:5], m_true["born"], atol=0.02)
    np.testing.assert_allclose(fitted.m["sex"], m_true["sex"], atol=0.02)


@settings(max_examples=50, deadline=None)
@given(
    levels=st.lists(st.integers(-1, 4), min_size=1, max_size=20),
    seed=st.integers(0, 100),
)
def test_bits_of_a_field_equal_the_plain_sum_and_missing_is_zero(levels: list[int], seed: int):
    rng = np.random.default_rng(seed)
    m, u = rng.dirichlet(np.ones(5)) + 1e-6, rng.dirichlet(np.ones(5), 3) + 1e-6
    kin = rng.integers(0, 3, len(levels))
    plain = [0.0 if g == -1 else np.log2(m[g] / u[k, g]) for g, k in zip(levels, kin, strict=True)]
    np.testing.assert_allclose(em.field_bits(np.array(levels), m, u, kin), plain)


def test_levels_expectations_and_reasons_have_one_length():
    for field in em.OTHER_FIELDS:
        assert len(LEVELS[field]) == len(em.expected_m(field)) == len(em.expected_u(field))
    assert len(LEVELS["name"]) == len(em.expected_name_m()) == 2 * kernel.N_LEVELS


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("whole", "short"),
        ("whole", "joined"),
        ("whole", "slip"),
        ("whole", "given slip"),
        ("whole", "moved"),
        ("whole", "family"),
    ],
)
def test_blocking_brings_up_damaged_names_without_any_other_field(a: str, b: str):
    records = pl.DataFrame({"record_id": ["a", "b"], "name": [NAMES[a], NAMES[b]]})
    found = candidate_pairs(prepare(records, frozenset(FIELDS)), 60)
    assert (found.a.tolist(), found.b.tolist()) == ([0], [1])


def evidence(n: int, pairs: dict[tuple[int, int], float], **other: object) -> Evidence:
    facts: dict[str, object] = {
        "version": np.full(n, -1, np.int32),
        "within_bits": -8.0,
        "clean": frozenset(),
        "same": (),
        "different": (),
        "unsure": (),
    }
    return Evidence(
        n=n,
        a=np.array([a for a, _ in pairs], np.int32),
        b=np.array([b for _, b in pairs], np.int32),
        alone=np.array(list(pairs.values()), np.float64),
        bits=np.array(list(pairs.values()), np.float64),
        **{**facts, **other},
    )


def people(of: Evidence) -> list[list[int]]:
    cuts = partitions(of, sure_bits=6.6, linked_bits=0.0, possible_bits=-4.2)
    return [cut.tolist() for cut in cuts]


def test_a_chain_of_weak_links_makes_no_long_person():
    chain = evidence(30, {(k, k + 1): 2.0 for k in range(29)})
    _, linked, possible = people(chain)
    assert max(np.bincount(linked)) <= 2
    assert max(np.bincount(possible)) < 10


def test_the_stronger_of_two_records_of_one_version_gets_the_person():
    one = evidence(3, {(0, 1): 12.0, (0, 2): 9.0}, version=np.array([0, 1, 1], np.int32))
    assert people(one)[1] == [0, 0, 2]


def test_different_holds_through_others():
    law = evidence(3, {(0, 1): 15.0, (1, 2): 15.0, (0, 2): 15.0}, different=((0, 2),))
    for partition in people(law):
        assert partition[0] != partition[2]


@settings(max_examples=40, deadline=None)
@given(
    bits=st.lists(st.floats(-15, 20), min_size=15, max_size=15),
    laws=st.lists(st.sampled_from(["", "", "", "different", "unsure"]), min_size=15, max_size=15),
)
def test_partitions_nest_and_heed_the_law_for_any_evidence(bits: list[float], laws: list[str]):
    pairs = [(a, b) for a in range(6) for b in range(a + 1, 6)]
    by = {
        word: tuple(p for p, law in zip(pairs, laws, strict=True) if law == word)
        for word in ("different", "unsure")
    }
    cuts = people(evidence(6, dict(zip(pairs, bits, strict=True)), **by))
    for fine, coarse in ((cuts[0], cuts[1]), (cuts[1], cuts[2])):
        assert all(coarse[a] == coarse[b] for a, b in pairs if fine[a] == fine[b])
    for a, b in by["different"]:
        assert all(cut[a] != cut[b] for cut in cuts)
    for a, b in by["unsure"]:
        assert cuts[1][a] != cuts[1][b]
