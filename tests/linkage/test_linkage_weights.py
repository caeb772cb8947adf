"""Weights: EM finds what made the patterns, missing is nothing, and one sum is the other."""

from unittest import mock

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkage_invented import crowd, prepared_of

from tawthiq.linkage import em, kernel, kinship, link, patterns
from tawthiq.linkage.block import candidate_pairs
from tawthiq.linkage.fitting import versions_known
from tawthiq.linkage.model import EXTRA_LEVELS, LEVELS
from tawthiq.linkage.patterns import count_patterns
from tawthiq.linkage.weigh import comparer, frequencies_worth, frequency_bits, pair_odds, weigh


def test_em_finds_the_m_that_made_the_patterns():
    """10,000 matches and 90,000 others, drawn from known shares; u is known."""
    rng = np.random.default_rng(0)
    m_true = {"born": np.array([0.02, 0.03, 0.05, 0.05, 0.15, 0.7]), "sex": np.array([0.02, 0.98])}
    u_true = {"born": np.array([0.7, 0.15, 0.05, 0.03, 0.02, 0.05]), "sex": np.array([0.5, 0.5])}
    n = np.array([10_000, 90_000])
    gamma = np.full((n.sum(), 6), -1, dtype=np.int8)
    for column, field in ((0, "born"), (4, "sex")):
        levels = len(m_true[field])
        gamma[: n[0], column] = rng.choice(levels, n[0], p=m_true[field])
        gamma[n[0] :, column] = rng.choice(levels, n[1], p=u_true[field])
    name = np.full(n.sum(), kernel.SAME, dtype=np.int8)
    tau = np.where(np.arange(n.sum()) < n[0], 26.0, 18.0) + rng.normal(0, 2, n.sum())
    yes = np.ones(n.sum(), dtype=bool)
    found = count_patterns(name, gamma, tau, ~yes, yes, fields=em.OTHER_FIELDS)
    u = {f: np.stack([em.expected_u(f)] * kinship.n_rows(f)) for f in em.OTHER_FIELDS}
    u["born"][:, :6], u["sex"][:] = u_true["born"], u_true["sex"]
    fitted = em.fit(found, u, 15_000, lambda done, most: None)
    np.testing.assert_allclose(fitted.m["born"][:6], m_true["born"], atol=0.02)
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


@pytest.mark.parametrize("extras", [1, 20])
def test_patterns_count_every_pair_once(extras: int):
    rng = np.random.default_rng(3)
    n, fields = 5000, (*em.OTHER_FIELDS, *(f"text_{k:02}" for k in range(extras)))
    name = rng.integers(-1, 2 * kernel.N_LEVELS, n).astype(np.int8)
    gamma = rng.integers(-1, 2, (n, len(fields))).astype(np.int8)
    offset = rng.normal(0, 15, n)
    within, by_name = rng.random(n) < 0.5, rng.random(n) < 0.5
    found = count_patterns(name, gamma, offset, within, by_name, fields=fields)
    told = [
        (*row, round(bits * 2), bool(x), bool(y))
        for row, bits, x, y in zip(
            np.column_stack([found.name, found.gamma]).tolist(), found.offset, found.within,
            found.learns, strict=True,
        )
    ]  # fmt: skip
    counted = dict(zip(told, found.count.tolist(), strict=True))
    plain: dict[tuple, float] = {}
    for k in range(n):
        key = (
            int(name[k]),
            *gamma[k].tolist(),
            int(np.round(offset[k] * 2)),
            within[k],
            by_name[k],
        )
        plain[key] = plain.get(key, 0.0) + 1.0
    assert counted == plain


def test_levels_expectations_and_reasons_have_one_length_and_shares_are_shares():
    for field in (*em.OTHER_FIELDS, "id_card", "text_street"):
        words = LEVELS.get(field) or EXTRA_LEVELS[field.partition("_")[0]]
        for shares in (em.expected_m(field), em.expected_u(field)):
            assert len(shares) == len(words)
            assert (shares > 0).all()
    assert len(LEVELS["name"]) == len(em.expected_name_m()) == 2 * kernel.N_LEVELS


def messy(seed: int) -> pl.DataFrame:
    """A crowd with gaps: every field there is, each missing in a third of the records."""
    rng = np.random.default_rng(seed)
    records = crowd(150, seed=seed, lists=("one", "two", "three"))
    n = len(records)
    born = pl.Series(rng.integers(-20_000, 10_000, n)).cast(pl.Int32).cast(pl.Date)
    died = pl.Series(rng.integers(15_000, 15_200, n)).cast(pl.Int32).cast(pl.Date)
    columns = {
        "birth_earliest": born, "birth_latest": born, "death_earliest": died,
        "death_latest": died, "sex": pl.Series(rng.choice(["male", "female"], n)),
        "town": pl.Series(rng.choice(["xx-1", "xx-2", "xx-3"], n)),
        "origin_town": pl.Series(rng.choice(["xx-1", "xx-2"], n)),
        "reporter_id": pl.Series(rng.integers(0, 99, n)).cast(pl.String),
        "id_card": pl.Series(rng.integers(0, 300, n)).cast(pl.String),
        "text_street": pl.Series(rng.choice(["mill road", "north gate", "the gate north"], n)),
    }  # fmt: skip
    told = {column: values.set(pl.Series(rng.random(n) < 1 / 3), None)
            for column, values in columns.items()}  # fmt: skip
    named = records["name"].set(pl.Series(rng.random(n) < 0.05), None)
    return records.drop("truth").with_columns(name=named, **told)


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 1000))
def test_the_odds_of_a_pair_are_the_prior_and_the_sum_of_its_fields(seed: int):
    records = messy(seed)
    prepared, model = prepared_of(records), link(records).model
    using = comparer(prepared, model.frequencies, versions_known(prepared, model)[0])
    found = candidate_pairs(prepared, 60)
    compared = using.compare(found.a, found.b)
    bits = weigh(using, found.a, compared, model)
    assert set(bits) == {"name", *em.OTHER_FIELDS, "id_card", "text_street"}
    prior = model.prior_bits + np.where(compared.within, model.within_bits, 0.0)
    odds = pair_odds(using, found.a, compared, model)
    np.testing.assert_allclose(odds, prior + np.sum(list(bits.values()), axis=0), atol=1e-4)
    for f, field in enumerate(using.fields):
        silent = compared.gamma[:, f] < 0
        assert (bits[field][silent] == 0.0).all()
    assert (bits["name"][compared.name < 0] == 0.0).all()
    both = found.by_name & (compared.name >= 0)
    assert both.any()
    assert compared.within.any()
    worth = compared.tau.astype(np.float64)
    for more in frequency_bits(using, found.a, compared, model.u).values():
        worth += more
    np.testing.assert_array_equal(frequencies_worth(using, found.a, compared, model.u), worth)
    given_ = (compared.name, compared.gamma, worth, compared.within, found.by_name)
    one = patterns.count_patterns(*given_, fields=using.fields)
    with mock.patch.object(patterns, "_LARGEST_CODE", 10**6):
        other = patterns.count_patterns(*given_, fields=using.fields)
    rows, others = (
        sorted(np.column_stack([x.name, x.gamma, x.offset, x.within, x.learns, x.count]).tolist())
        for x in (one, other)
    )
    assert rows == others


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), n=st.integers(0, 300))
def test_compiled_sums_over_patterns_equal_the_plain_ones(seed: int, n: int):
    rng = np.random.default_rng(seed)
    fields = em.OTHER_FIELDS
    sizes = [len(LEVELS[field]) for field in fields]
    name = rng.integers(-1, 2 * kernel.N_LEVELS, n).astype(np.int8)
    gamma = np.stack([rng.integers(-1, size, n) for size in sizes], axis=1).astype(np.int8)
    within, by_name = rng.random(n) < 0.3, rng.random(n) < 0.5
    found = count_patterns(name, gamma, rng.normal(0, 9, n), within, by_name, fields=fields)
    kind = kinship.kind_of(found.name)
    weights = {f: rng.normal(size=(kinship.n_rows(f), len(LEVELS[f]))) for f in fields}
    at = patterns.weight_places(found, kind, {f: w.shape for f, w in weights.items()})
    bits, plain = np.zeros(len(kind)), np.zeros(len(kind))
    patterns.add_bits(at, np.concatenate([weights[f].ravel() for f in fields]), bits)
    for k, row in enumerate(found.gamma):
        for f, field in enumerate(fields):
            if row[f] >= 0:
                one_day = field in kinship.OF_ONE_DAY and row[fields.index("death")] == 7
                more = kinship.N_KINDS if one_day else 0
                plain[k] += weights[field][kind[k] + more, row[f]]
    np.testing.assert_array_equal(bits, plain)
    sums, across, inside = np.zeros((len(fields), max(sizes))), *np.zeros((2, 2 * kernel.N_LEVELS))
    patterns.sum_levels(found.gamma, found.count, sums)
    patterns.sum_names(found.name, found.count, found.within, across, inside)
    for f, size in enumerate(sizes):
        for level in range(size):
            assert sums[f, level] == (gamma[:, f] == level).sum()
    for level in range(2 * kernel.N_LEVELS):
        assert across[level] == ((name == level) & ~within).sum()
        assert inside[level] == ((name == level) & within).sum()
